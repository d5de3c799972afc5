//! [`Table`]: rows and columns for people, as wide as their terminal.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::diagnostic::printable;

/// What stands between two columns.
const GAP: usize = 2;

/// No column is made narrower than this; where that does not do, rows become blocks.
const NARROWEST: usize = 14;

/// Rows and columns of text.
#[derive(Debug)]
pub(super) struct Table {
    heads: Vec<String>,
    /// Whether what is in a column can stand on several lines.
    wraps: Vec<bool>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table with these columns, and whether what is in them can stand on several lines.
    pub(super) fn new(columns: &[(&str, bool)]) -> Self {
        Self {
            heads: columns.iter().map(|(head, _)| (*head).to_owned()).collect(),
            wraps: columns.iter().map(|(_, wraps)| *wraps).collect(),
            rows: Vec::new(),
        }
    }

    /// Adds a row, with a cell for every column. No control character of a course reaches the
    /// terminal.
    pub(super) fn row(&mut self, cells: &[String]) {
        let cells = cells.iter().map(|cell| in_one_line(cell)).collect();
        self.rows.push(cells);
    }

    /// The table, not wider than `width` if there is one. Columns with nothing in them are left out.
    pub(super) fn text(&self, width: Option<usize>) -> String {
        let natural: Vec<usize> = (0..self.heads.len())
            .map(|at| {
                let cells = self.rows.iter().map(|row| row[at].width());
                match cells.max().unwrap_or(0) {
                    0 if !self.rows.is_empty() => 0,
                    widest => widest.max(self.heads[at].width()),
                }
            })
            .collect();
        let columns: Vec<usize> = (0..natural.len()).filter(|at| natural[*at] > 0).collect();
        match self.widths(&natural, &columns, width) {
            Some(widths) => self.side_by_side(&widths, &columns),
            None => self.blocks(&columns, width.unwrap_or(usize::MAX)),
        }
    }

    /// How wide every column can be; `None` if they cannot stand side by side.
    fn widths(
        &self,
        natural: &[usize],
        columns: &[usize],
        width: Option<usize>,
    ) -> Option<Vec<usize>> {
        let mut widths = natural.to_vec();
        let Some(most) = width else {
            return Some(widths);
        };
        let gaps = GAP * columns.len().saturating_sub(1);
        let mut total = widths.iter().sum::<usize>() + gaps;
        while total > most {
            // The widest gives way first, so that none is much wider than the others.
            let widest = columns
                .iter()
                .copied()
                .filter(|at| self.wraps[*at] && widths[*at] > NARROWEST)
                .max_by_key(|at| widths[*at])?;
            widths[widest] -= 1;
            total -= 1;
        }
        Some(widths)
    }

    fn side_by_side(&self, widths: &[usize], columns: &[usize]) -> String {
        let mut text = String::new();
        for row in std::iter::once(&self.heads).chain(&self.rows) {
            let cells: Vec<Vec<String>> = columns
                .iter()
                .map(|at| wrap(&row[*at], widths[*at]))
                .collect();
            let lines = cells.iter().map(Vec::len).max().unwrap_or(0);
            for line in 0..lines {
                let mut out = String::new();
                for (cell, at) in cells.iter().zip(columns) {
                    let part = cell.get(line).map_or("", String::as_str);
                    out += part;
                    out += &" ".repeat(widths[*at].saturating_sub(part.width()) + GAP);
                }
                text += out.trim_end();
                text.push('\n');
            }
        }
        text
    }

    /// Every row as a block of lines, one a cell, for terminals that are too narrow.
    fn blocks(&self, columns: &[usize], width: usize) -> String {
        let heads = columns.iter().map(|at| self.heads[*at].width());
        let indent = heads.max().unwrap_or(0) + GAP;
        let mut text = String::new();
        for (number, row) in self.rows.iter().enumerate() {
            if number > 0 {
                text.push('\n');
            }
            for at in columns.iter().filter(|at| !row[**at].is_empty()) {
                let mut head = self.heads[*at].as_str();
                for line in wrap(&row[*at], width.saturating_sub(indent)) {
                    text += head;
                    text += &" ".repeat(indent - head.width());
                    text += line.trim_end();
                    text.push('\n');
                    head = "";
                }
            }
        }
        text
    }
}

/// Text with everything that would move the cursor written out.
pub(super) fn in_one_line(text: &str) -> String {
    printable(text).replace('\n', " ")
}

/// The text in lines of at most `width` columns, broken at spaces and behind hyphens and slashes, and
/// inside of words that are wider.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let width = width.max(2);
    if text.width() <= width {
        return vec![text.to_owned()];
    }
    let mut lines = Vec::new();
    let mut line = String::new();
    for piece in text.split_inclusive([' ', '-', '/']) {
        if !line.is_empty() && line.width() + piece.trim_end().width() > width {
            lines.push(std::mem::take(&mut line));
        }
        for char in piece.chars() {
            let is_full = line.width() + char.width().unwrap_or(0) > width;
            if is_full && char == ' ' {
                continue;
            }
            if is_full && !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            line.push(char);
        }
    }
    lines.push(line);
    for line in &mut lines {
        line.truncate(line.trim_end().len());
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        let mut table = Table::new(&[("id", false), ("who", true), ("title", true), ("url", true)]);
        let mut row = |cells: [&str; 4]| table.row(&cells.map(str::to_owned));
        row(["kickoff", "", "Kick-off: meet your team and say hello", ""]);
        row(["社会学习", "", "\u{1b}[31mred", ""]);
        table
    }

    #[test]
    fn wide_characters_and_controls() {
        let expected = "\
id        title
kickoff   Kick-off: meet your team and say hello
社会学习  \\u{1b}[31mred
";
        assert_eq!(table().text(None), expected);
        assert_eq!(table().text(Some(80)), expected);
    }

    #[test]
    fn columns_give_way() {
        assert_eq!(
            table().text(Some(30)),
            "\
id        title
kickoff   Kick-off: meet your
          team and say hello
社会学习  \\u{1b}[31mred
"
        );
    }

    #[test]
    fn blocks_where_columns_have_no_place() {
        assert_eq!(
            table().text(Some(20)),
            "\
id     kickoff
title  Kick-off:
       meet your
       team and say
       hello

id     社会学习
title  \\u{1b}[31mred
"
        );
    }

    #[test]
    fn no_line_is_wider_than_its_terminal() {
        let text = "https://meet.example.org/a/very/long/address 社会学习社会学习";
        for width in 2..90 {
            for line in wrap(text, width) {
                assert!(line.width() <= width, "{width} {line}");
            }
            let glued: String = wrap(text, width).concat();
            assert_eq!(glued.replace(' ', ""), text.replace(' ', ""));
        }
        assert_eq!(wrap("", 5), [""]);
    }

    #[test]
    fn a_table_without_rows_has_its_heads() {
        let table = Table::new(&[("id", false), ("title", true)]);
        assert_eq!(table.text(Some(40)), "id  title\n");
    }
}
