//! [`Diagnostic`]: a problem in a course, as a value. The renderings are one file each.

mod github;
mod human;
mod json;
mod line_index;
mod place;
mod sarif;

use std::ops::Range;
use std::sync::Arc;

pub use github::github;
pub(crate) use human::printable;
pub use human::{Style, human};
pub use json::json;
pub use line_index::{LineIndex, Position};
pub(crate) use place::{Places, clamp};
pub use sarif::sarif;

use crate::rule::Rule;
pub use crate::rule::Severity;
use crate::source::SourcePath;

/// A range of bytes in a file.
pub type Span = Range<usize>;

/// A second place that belongs to a diagnostic: "the first one is here".
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Related {
    /// The file.
    pub path: SourcePath,
    /// Where in the file, in bytes.
    pub start: usize,
    /// The end, in bytes.
    pub end: usize,
    /// What is there.
    pub label: String,
}

/// One problem in a course.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The rule that was broken.
    pub rule: &'static Rule,
    /// How much it matters; the rule's own severity, unless this case differs.
    pub severity: Severity,
    /// The file.
    pub path: SourcePath,
    /// Where in the file, in bytes; `None` for the file as a whole.
    pub span: Option<Span>,
    /// What is wrong, in one sentence and in the author's words.
    pub message: String,
    /// What to write instead.
    pub help: Option<String>,
    /// Other places that belong to it.
    pub related: Vec<Related>,
    /// The file's text, where it is not in the course folder (a template of the built-in theme).
    pub text: Option<Arc<str>>,
}

impl Diagnostic {
    /// A diagnostic about a place, or about the whole file.
    pub fn new(
        rule: &'static Rule,
        path: &SourcePath,
        span: impl Into<Option<Span>>,
        message: impl Into<String>,
    ) -> Self {
        Self {
            rule,
            severity: rule.severity,
            path: path.clone(),
            span: span.into(),
            message: message.into(),
            help: None,
            related: Vec::new(),
            text: None,
        }
    }

    /// Adds what to write instead.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds what to write instead, where there is something to say.
    #[must_use]
    pub fn maybe_help(mut self, help: Option<String>) -> Self {
        self.help = help.or(self.help);
        self
    }

    /// Adds a second place.
    #[must_use]
    pub fn related(
        mut self,
        path: &SourcePath,
        span: Option<Span>,
        label: impl Into<String>,
    ) -> Self {
        let span = span.unwrap_or(0..0);
        self.related.push(Related {
            path: path.clone(),
            start: span.start,
            end: span.end,
            label: label.into(),
        });
        self
    }

    /// Changes how much it matters.
    #[must_use]
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// By file, then by place, then by rule: the order in which people read and fix.
    fn key(&self) -> (&str, usize, usize, &str, &str) {
        let span = self.span.clone().unwrap_or(0..0);
        (
            self.path.as_str(),
            span.start,
            span.end,
            self.rule.code,
            &self.message,
        )
    }
}

/// Sorts diagnostics by place and leaves each one in once.
pub fn sort(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort_by(|a, b| a.key().cmp(&b.key()));
    diagnostics.dedup_by(|a, b| a.key() == b.key());
}

/// Names in a list for people: "`a`, `b` or `c`".
pub fn one_of<S: AsRef<str>>(names: impl IntoIterator<Item = S>) -> String {
    let names: Vec<String> = names
        .into_iter()
        .map(|name| format!("`{}`", name.as_ref()))
        .collect();
    match names.split_last() {
        None => String::new(),
        Some((only, [])) => only.clone(),
        Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
    }
}

/// "did you mean `webinar`?", where one of `known` is close to `written`.
pub fn did_you_mean<S: AsRef<str>>(
    written: &str,
    known: impl IntoIterator<Item = S>,
) -> Option<String> {
    closest(written, known).map(|name| format!("did you mean `{name}`?"))
}

/// Of more names than these, none is looked for: a slip is not worth the time, and a file may have thousands of them.
const MOST_KNOWN: usize = 5000;

/// Of more names of about the same length, those with the same first letter are looked at, and of more of them none.
const MOST_NEAR: usize = 700;

/// A longer name is not mistyped.
const LONGEST_NAME: usize = 200;

/// The one of `known` that is closest to `written`, if it is close at all.
pub fn closest<S: AsRef<str>>(written: &str, known: impl IntoIterator<Item = S>) -> Option<String> {
    if written.len() > LONGEST_NAME {
        return None;
    }
    let length = written.chars().count();
    // Of a name of one letter, nothing is left that could be close.
    let limit = (length / 3).clamp(1, 3).min(length.saturating_sub(1));
    let lower = written.to_lowercase();
    let mut near = Vec::new();
    for (before, name) in known.into_iter().enumerate() {
        if before == MOST_KNOWN {
            return None;
        }
        // A character has four bytes at most.
        if name.as_ref().len().abs_diff(written.len()) <= 4 * limit {
            near.push(name);
        }
    }
    if near.len() > MOST_NEAR {
        let first = |name: &str| name.chars().flat_map(char::to_lowercase).next();
        near.retain(|name| first(name.as_ref()) == first(written));
    }
    if near.len() > MOST_NEAR {
        return None;
    }
    near.into_iter()
        .map(|name| {
            (
                strsim::damerau_levenshtein(&lower, &name.as_ref().to_lowercase()),
                name,
            )
        })
        .filter(|(distance, _)| *distance <= limit)
        .min_by(|(a, x), (b, y)| a.cmp(b).then_with(|| x.as_ref().cmp(y.as_ref())))
        .map(|(_, name)| name.as_ref().to_owned())
}
