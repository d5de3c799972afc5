//! [`Problems`]: what is wrong with the course of this moment, as browsers show it.

use std::fmt::Write as _;

use serde::Serialize;

use crate::diagnostic::{Diagnostic, LineIndex, Places, Severity, Span, clamp};
use crate::source::Sources;

/// More than a person reads before fixing the first one.
const MOST: usize = 40;

/// Characters kept before and after the marked part of a line: an author's paragraph is often
/// one line.
const AROUND: usize = 80;

/// Why the course of this moment has no portal, or what is to be looked at in the one it has. The
/// texts are plain, and browsers insert them as text, so that nothing in a course can act through
/// them.
#[derive(Debug, Serialize, PartialEq, Eq)]
pub(super) struct Problems {
    title: String,
    items: Vec<Problem>,
    /// How many are left out.
    more: usize,
}

#[derive(Debug, Serialize, PartialEq, Eq)]
struct Problem {
    /// The code of the rule.
    code: String,
    /// `modules/01-welcome.md:3:7`.
    place: String,
    message: String,
    help: String,
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
    /// The errors among `diagnostics`, `None` if there are none.
    pub(super) fn errors(diagnostics: &[Diagnostic], sources: &Sources) -> Option<Self> {
        Self::of_course(Severity::Error, diagnostics, sources, |count| match count {
            1 => "1 problem keeps this page from being up to date".to_owned(),
            _ => format!("{count} problems keep this page from being up to date"),
        })
    }

    /// The warnings among `diagnostics`, `None` if there are none. They do not keep a portal from
    /// being served. Notes are for `check`, here as on the terminal.
    pub(super) fn warnings(diagnostics: &[Diagnostic], sources: &Sources) -> Option<Self> {
        let title = |count| match count {
            1 => "1 thing to look at".to_owned(),
            _ => format!("{count} things to look at"),
        };
        Self::of_course(Severity::Warning, diagnostics, sources, title)
    }

    fn of_course(
        severity: Severity,
        diagnostics: &[Diagnostic],
        sources: &Sources,
        title: impl Fn(usize) -> String,
    ) -> Option<Self> {
        let found = diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.severity == severity);
        let count = found.clone().count();
        let places = Places::new(sources);
        (count > 0).then(|| Self {
            title: title(count),
            items: found
                .take(MOST)
                .map(|diagnostic| Problem::new(diagnostic, &places))
                .collect(),
            more: count.saturating_sub(MOST),
        })
    }

    /// A panic in a build.
    pub(super) fn of_panic(message: &str) -> Self {
        Self {
            title: "stoa failed: this is a bug in stoa, not in your course".to_owned(),
            items: vec![Problem {
                code: "panic".to_owned(),
                place: "stoa".to_owned(),
                message: message.to_owned(),
                help: "undo the last change, and please report this with the file that caused it"
                    .to_owned(),
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
            let _ = writeln!(text, "  help: {}\n", item.help);
        }
        if self.more > 0 {
            let _ = writeln!(text, "and {} more", self.more);
        }
        text
    }
}

impl Problem {
    fn new<'a>(diagnostic: &'a Diagnostic, places: &Places<'a>) -> Self {
        let path = diagnostic.path.as_str();
        let line = diagnostic.span.as_ref().and_then(|span| {
            let lines = places.lines(diagnostic, path)?;
            Some((Line::new(&lines, span), lines.position(span.start)))
        });
        // A browser has no `stoa explain` at hand: what the rule says in general is better than nothing.
        let help = diagnostic.help.as_deref();
        Self {
            code: diagnostic.rule.code.to_owned(),
            place: line.as_ref().map_or_else(
                || path.to_owned(),
                |(_, at)| format!("{path}:{}:{}", at.line, at.column),
            ),
            message: diagnostic.message.clone(),
            help: help.unwrap_or(diagnostic.rule.fix).to_owned(),
            line: line.map(|(line, _)| line),
        }
    }
}

impl Line {
    /// The line in which `span` begins. A wrong span must not hide a problem: it is moved into the
    /// text.
    fn new(lines: &LineIndex<'_>, span: &Span) -> Self {
        let text = lines.text();
        let Span { start, end } = clamp(text, span);
        let from = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let to = text[start..].find('\n').map_or(text.len(), |at| start + at);
        let end = end.clamp(start, to);
        let (before, after) = (&text[from..start], text[end..to].trim_end());
        let skip = before.chars().count().saturating_sub(AROUND);
        let mut shown: String = before.chars().skip(skip).collect();
        if skip > 0 {
            shown.insert(0, '…');
        }
        Self {
            number: lines.position(start).line,
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

#[cfg(test)]
mod tests {
    use super::Line;
    use crate::diagnostic::LineIndex;

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
        let of = |text: &str, start, end| Line::new(&LineIndex::new(text), &(start..end));
        let text = "one\ntwo é three\r\nfour";
        assert_eq!(of(text, 8, 10), line(2, "two ", "é", " three"));
        assert_eq!(of(text, 9, 99), line(2, "two ", "é three\r", ""));
        assert_eq!(of(text, 99, 99), line(3, "four", "", ""));
        assert_eq!(of("", 3, 2), line(1, "", "", ""));
        let cut = of(&"x".repeat(300), 150, 151);
        assert_eq!(cut.before.chars().count(), 81);
        assert_eq!(cut.after.chars().count(), 81);
    }
}
