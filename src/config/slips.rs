//! Slips that make a whole file of TOML unreadable, told once and read as they were meant: marks of a merge, and single
//! brackets where double ones belong.

use super::help::several;
use super::node::Node;
use crate::diagnostic::{Diagnostic, Span};
use crate::rule;
use crate::source::SourcePath;

/// A file with its slips mended.
pub(super) struct Mended {
    /// What to read.
    pub(super) text: String,
    /// Where something was put in that the file does not have, in bytes of `text`.
    added: Vec<usize>,
    /// Whether parts were left out.
    pub(super) is_cut: bool,
}

impl Mended {
    /// Mends a file that starts `base` bytes into it.
    pub(super) fn new(
        text: &str,
        base: usize,
        path: &SourcePath,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Self {
        let (text, is_cut) = without_conflicts(text, base, path, diagnostics);
        let mut mended = Self {
            text: String::with_capacity(text.len()),
            added: Vec::new(),
            is_cut,
        };
        let names = several(path);
        let mut at = 0;
        let mut is_text = false;
        for line in text.split_inclusive('\n') {
            // A text of several lines may have anything in it.
            let quotes = line.matches("\"\"\"").count() + line.matches("'''").count();
            let header = (!is_text && quotes == 0).then(|| header(line)).flatten();
            is_text ^= quotes % 2 == 1;
            match header.filter(|span| names.contains(&line[span.clone()].trim())) {
                Some(span) => {
                    let name = line[span.clone()].trim();
                    let message = format!(
                        "there can be more than one {name}, so each begins with double brackets"
                    );
                    let place = base + at + span.start - 1..base + at + span.end + 1;
                    diagnostics.push(
                        Diagnostic::new(&rule::BAD_VALUE, path, place, message)
                            .help(format!("write `[[{name}]]`")),
                    );
                    mended.text += &line[..span.start];
                    mended.add('[');
                    mended.text += &line[span.clone()];
                    mended.add(']');
                    mended.text += &line[span.end..];
                }
                None => mended.text += line,
            }
            at += line.len();
        }
        mended
    }

    fn add(&mut self, char: char) {
        self.added.push(self.text.len());
        self.text.push(char);
    }

    /// The place in the file.
    pub(super) fn place(&self, span: &Span) -> Span {
        let there = |at: usize| at - self.added.partition_point(|added| *added < at);
        there(span.start)..there(span.end)
    }

    /// Gives everything in a node its place in the file.
    pub(super) fn replace(&self, node: &mut Node) {
        if !self.added.is_empty() {
            node.move_spans(&|span| *span = self.place(span));
        }
    }
}

/// Where the name is in a line like `[session]  # the first`.
fn header(line: &str) -> Option<Span> {
    let start = line.len() - line.trim_start().len() + 1;
    let rest = line.trim_start().strip_prefix('[')?;
    let end = start + rest.find(']')?;
    let behind = line[end + 1..].trim();
    let is_alone = behind.is_empty() || behind.starts_with('#');
    (is_alone && !rest.starts_with('[')).then_some(start..end)
}

/// The text with our side of every conflict, and spaces where the rest was, so that all places stay.
fn without_conflicts(
    text: &str,
    base: usize,
    path: &SourcePath,
    diagnostics: &mut Vec<Diagnostic>,
) -> (String, bool) {
    // A lone `=======` may be anything; a merge always begins and ends like this.
    let has = |mark: &str| text.lines().any(|line| line.starts_with(mark));
    if !has("<<<<<<< ") || !has(">>>>>>> ") {
        return (text.to_owned(), false);
    }
    let mut kept = String::with_capacity(text.len());
    let (mut at, mut is_ours) = (0, true);
    for line in text.split_inclusive('\n') {
        let is_mark = ["<<<<<<< ", "||||||| ", ">>>>>>> "]
            .iter()
            .any(|mark| line.starts_with(mark))
            || line.trim_end() == "=======";
        if line.starts_with("<<<<<<< ") {
            let place = base + at..base + at + line.trim_end().len();
            let message = "two branches changed the same lines, and this is left of their merge";
            diagnostics.push(
                Diagnostic::new(&rule::BAD_TOML, path, place, message).help(
                    "between the marks are both sides, `=======` is between them: keep what is right and delete the marks",
                ),
            );
        }
        if is_mark {
            is_ours = line.starts_with("<<<<<<< ") || line.starts_with(">>>>>>> ");
        }
        if is_mark || !is_ours {
            let blank = |char: char| match char {
                '\n' | '\r' => char.to_string(),
                other => " ".repeat(other.len_utf8()),
            };
            kept.extend(line.chars().map(blank));
        } else {
            kept += line;
        }
        at += line.len();
    }
    (kept, true)
}
