//! The cells of tables. The writer would align them by inline styles, which a strict content security policy blocks; the
//! theme has classes for it.

use pulldown_cmark::Alignment;

/// Where in a table the text is.
#[derive(Default)]
pub(super) struct Table {
    pub(super) alignments: Vec<Alignment>,
    pub(super) in_head: bool,
    pub(super) column: usize,
}

impl Table {
    /// The start tag of the cell.
    pub(super) fn open_cell(&self) -> &'static str {
        let alignment = self.alignments.get(self.column).unwrap_or(&Alignment::None);
        match (self.in_head, alignment) {
            (true, Alignment::None) => "<th>",
            (true, Alignment::Left) => "<th class=\"left\">",
            (true, Alignment::Center) => "<th class=\"center\">",
            (true, Alignment::Right) => "<th class=\"right\">",
            (false, Alignment::None) => "<td>",
            (false, Alignment::Left) => "<td class=\"left\">",
            (false, Alignment::Center) => "<td class=\"center\">",
            (false, Alignment::Right) => "<td class=\"right\">",
        }
    }
}
