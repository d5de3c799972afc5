//! For GitHub Actions: notes beside the lines of a pull request.
//!
//! <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>

use std::fmt::Write as _;

use super::place::{Place, Places};
use super::{Diagnostic, Severity};
use crate::source::Sources;

/// All diagnostics as workflow commands, one a line.
#[must_use]
pub fn github(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    let places = Places::new(sources);
    let mut text = String::new();
    for diagnostic in diagnostics {
        let command = match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "notice",
        };
        let file = property(diagnostic.path.as_str());
        // Writing to a string can't fail.
        let _ = write!(text, "::{command} file={file}");
        if let Some(Place { start, end }) = places.of(diagnostic) {
            let _ = write!(text, ",line={},endLine={}", start.line, end.line);
            // GitHub refuses columns for more than one line.
            if start.line == end.line {
                let _ = write!(text, ",col={},endColumn={}", start.column, end.column);
            }
        }
        let mut message = diagnostic.message.clone();
        if let Some(help) = &diagnostic.help {
            message.push_str("\nhelp: ");
            message.push_str(help);
        }
        let title = property(diagnostic.rule.code);
        let _ = writeln!(text, ",title={title}::{}", data(&message));
    }
    text
}

fn data(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '%' => escaped.push_str("%25"),
            '\r' => escaped.push_str("%0D"),
            '\n' => escaped.push_str("%0A"),
            // A log is shown in terminals too, which would obey them.
            char if char.is_control() => escaped.extend(char.escape_default()),
            char => escaped.push(char),
        }
    }
    escaped
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
