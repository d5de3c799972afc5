//! [`Problems`]: why the course of this moment has no portal, as browsers show it.

use std::fmt::Write as _;

use serde::Serialize;

use crate::diagnostic::{Diagnostic, LineIndex, Severity};
use crate::source::Sources;

/// More than a person reads before fixing the first one.
const MOST: usize = 40;

/// Characters kept before and after the marked part of a line: an author's paragraph is often
/// one line.
const AROUND: usize = 80;

/// Why the course of this moment has no portal. The texts are plain, and browsers insert them as
/// text, so that nothing in a course can act through them.
#[derive(Debug, Serialize)]
pub(super) struct Problems {
    title: String,
    items: Vec<Problem>,
    /// How many are left out.
    more: usize,
}

#[derive(Debug, Serialize)]
struct Problem {
    /// The code of the rule.
    code: String,
    /// `modules/01-welcome.md:3:7`.
    place: String,
    message: String,
    help: Option<String>,
    line: Option<Line>,
}

/// A line of the source in three parts, so that a browser can mark the middle one: a caret below
/// it would not survive a narrow window, wide characters or a screen reader.
#[derive(Debug, Serialize, PartialEq, Eq)]
struct Line {
    number: usize,
    before: String,
    marked: String,
    after: String,
}

impl Problems {
    /// The errors among `diagnostics`. Warnings do not keep a portal from being served.
    pub(super) fn of_course(diagnostics: &[Diagnostic], sources: &Sources) -> Self {
        let errors = diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.severity == Severity::Error);
        let count = errors.clone().count();
        let title = match count {
            1 => "1 problem keeps this page from being up to date".to_owned(),
            _ => format!("{count} problems keep this page from being up to date"),
        };
        Self {
            title,
            items: errors
                .take(MOST)
                .map(|diagnostic| Problem::new(diagnostic, sources))
                .collect(),
            more: count.saturating_sub(MOST),
        }
    }

    /// A panic in a build.
    pub(super) fn of_panic(message: &str) -> Self {
        Self {
            title: "stoa failed: this is a bug in stoa, not in your course".to_owned(),
            items: vec![Problem {
                code: "panic".to_owned(),
                place: "stoa".to_owned(),
                message: message.to_owned(),
                help: Some(
                    "undo the last change, and please report this with the file that caused it"
                        .to_owned(),
                ),
                line: None,
            }],
            more: 0,
        }
    }

    /// For the event stream: one line.
    pub(super) fn json(&self) -> String {
        // Strings and numbers only: there is nothing that JSON can't hold.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// For a reader without scripts.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        for item in &self.items {
            // Writing to a string does not fail.
            let _ = writeln!(text, "{}: {}", item.place, item.message);
            if let Some(line) = &item.line {
                let Line {
                    number,
                    before,
                    marked,
                    after,
                } = line;
                let _ = writeln!(text, "  {number} | {before}{marked}{after}");
            }
            if let Some(help) = &item.help {
                let _ = writeln!(text, "  help: {help}");
            }
            text.push('\n');
        }
        if self.more > 0 {
            let _ = writeln!(text, "and {} more", self.more);
        }
        text
    }
}

impl Problem {
    fn new(diagnostic: &Diagnostic, sources: &Sources) -> Self {
        let path = diagnostic.path.as_str();
        let text = match &diagnostic.text {
            Some(text) => Some(&**text),
            None => sources.get(path).and_then(|file| file.text().ok()),
        };
        let line = text.zip(diagnostic.span.as_ref()).map(|(text, span)| {
            (
                Line::new(text, span.start, span.end),
                LineIndex::new(text).position(span.start),
            )
        });
        Self {
            code: diagnostic.rule.code.to_owned(),
            place: line.as_ref().map_or_else(
                || path.to_owned(),
                |(_, at)| format!("{path}:{}:{}", at.line, at.column),
            ),
            message: diagnostic.message.clone(),
            help: diagnostic.help.clone(),
            line: line.map(|(line, _)| line),
        }
    }
}

impl Line {
    /// The line of `text` in which the bytes from `start` to `end` begin. Offsets that are behind
    /// the end or inside a character are moved down: a wrong span must not hide a problem.
    fn new(text: &str, start: usize, end: usize) -> Self {
        let start = floor(text, start);
        let from = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let to = text[start..].find('\n').map_or(text.len(), |at| start + at);
        let end = floor(text, end).clamp(start, to);
        let (before, after) = (&text[from..start], text[end..to].trim_end());
        let skip = before.chars().count().saturating_sub(AROUND);
        let mut shown: String = before.chars().skip(skip).collect();
        if skip > 0 {
            shown.insert(0, '…');
        }
        Self {
            number: LineIndex::new(text).position(start).line,
            before: shown,
            marked: clipped(&text[start..end], AROUND * 2),
            after: clipped(after, AROUND),
        }
    }
}

fn clipped(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

fn floor(text: &str, offset: usize) -> usize {
    (0..=offset.min(text.len()))
        .rev()
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::Line;

    fn line(number: usize, before: &str, marked: &str, after: &str) -> Line {
        let [before, marked, after] = [before, marked, after].map(str::to_owned);
        Line {
            number,
            before,
            marked,
            after,
        }
    }

    #[test]
    fn lines_are_cut_at_the_span() {
        let text = "one\ntwo é three\r\nfour";
        assert_eq!(Line::new(text, 8, 10), line(2, "two ", "é", " three"));
        assert_eq!(Line::new(text, 9, 99), line(2, "two ", "é three\r", ""));
        assert_eq!(Line::new(text, 99, 99), line(3, "four", "", ""));
        assert_eq!(Line::new("", 3, 2), line(1, "", "", ""));
        let long = "x".repeat(300);
        let cut = Line::new(&long, 150, 151);
        assert_eq!(cut.before.chars().count(), 81);
        assert_eq!(cut.after.chars().count(), 81);
    }
}
