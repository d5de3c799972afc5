//! Tables as text (RFC 4180, and as programs write them): [`rows`].

/// A row with the number of its first line.
pub(crate) struct Row {
    pub(crate) line: usize,
    pub(crate) cells: Vec<String>,
}

/// The rows of a table. Cells stand between commas, semicolons or tabs, whichever the first line has most of; in quotes they can
/// hold these and line ends. Nothing is no table: whatever is written is some cell.
pub(crate) fn rows(text: &str) -> Vec<Row> {
    let first = text.lines().next().unwrap_or_default();
    let count = |sign: char| first.matches(sign).count();
    let sign = [',', ';', '\t']
        .into_iter()
        .rev()
        .max_by_key(|sign| count(*sign))
        .unwrap_or(',');
    let mut rows = Vec::new();
    let mut row = Row {
        line: 1,
        cells: Vec::new(),
    };
    let mut cell = String::new();
    let mut quoted = false;
    let mut line = 1;
    let mut chars = text.chars().peekable();
    while let Some(char) = chars.next() {
        line += usize::from(char == '\n');
        match char {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                cell.push('"');
            }
            '"' if quoted => quoted = false,
            '"' if cell.trim().is_empty() => {
                cell.clear();
                quoted = true;
            }
            '\n' if !quoted => {
                row.cells.push(std::mem::take(&mut cell));
                let next = Row {
                    line,
                    cells: Vec::new(),
                };
                rows.push(std::mem::replace(&mut row, next));
            }
            '\r' if !quoted && matches!(chars.peek(), Some('\n') | None) => {}
            char if char == sign && !quoted => row.cells.push(std::mem::take(&mut cell)),
            char => cell.push(char),
        }
    }
    if !cell.is_empty() || !row.cells.is_empty() {
        row.cells.push(cell);
        rows.push(row);
    }
    rows.retain(|row| row.cells.iter().any(|cell| !cell.trim().is_empty()));
    rows
}

/// The place of a column, by any of its names.
pub(crate) fn find(head: &Row, names: &[&str]) -> Option<usize> {
    let is = |cell: &String| {
        names
            .iter()
            .any(|name| cell.trim().eq_ignore_ascii_case(name))
    };
    head.cells.iter().position(is)
}

impl Row {
    /// A cell; empty where the row ends before it.
    pub(crate) fn get(&self, at: Option<usize>) -> &str {
        at.and_then(|at| self.cells.get(at))
            .map_or("", |cell| cell.trim())
    }
}
