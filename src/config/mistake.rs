//! What is said of a value that can't be read: [`explain`] and [`unknown_keys`].

use super::de::{Error, ErrorKind};
use super::help;
use super::read::Strictness;
use crate::diagnostic::{Diagnostic, Severity, Span, did_you_mean, one_of};
use crate::rule;
use crate::source::SourcePath;

/// So many unknown keys of one table are named. More of them are no slips: the file is something else.
const MOST_UNKNOWN: usize = 50;

/// Says of each of these keys that it is unknown, and of a crowd of them how many more there are.
pub(super) fn unknown_keys(
    unknown: Vec<(String, Span)>,
    known: &'static [&'static str],
    (what, strictness): (&str, Strictness),
    path: &SourcePath,
    diagnostics: &mut Vec<Diagnostic>,
    file: &Span,
) {
    let more = unknown.len().saturating_sub(MOST_UNKNOWN);
    for (at, (key, span)) in unknown.into_iter().take(MOST_UNKNOWN).enumerate() {
        let error = Error {
            span: Some(span),
            kind: ErrorKind::UnknownKey(key, known),
        };
        let mut found = explain(error, file, what, strictness, path);
        if more > 0 && at + 1 == MOST_UNKNOWN {
            let of_more = match more {
                1 => "the key below it".to_owned(),
                more => format!("{more} more keys below it"),
            };
            found.message = format!("{}; so it is with {of_more}", found.message);
        }
        diagnostics.push(found);
    }
}

/// Keys that say the same as one that is known, in other words.
const SAME: &[(&str, &str)] = &[
    ("url", "origin"),
    ("server", "origin"),
    ("host", "origin"),
    ("address", "origin"),
    ("link", "url"),
    ("location", "place"),
    ("where", "place"),
    ("venue", "place"),
    ("room", "place"),
    ("address", "url"),
    ("href", "url"),
    ("name", "title"),
    ("title", "name"),
    ("summary", "description"),
    ("kind", "engine"),
    ("type", "engine"),
    ("type", "kind"),
];

fn by_meaning(key: &str, known: &[&str]) -> Option<String> {
    let same = SAME
        .iter()
        .find(|(other, right)| *other == key && known.contains(right))?;
    Some(format!("did you mean `{}`?", same.1))
}

/// Puts a mistake into the words of authors.
pub(super) fn explain(
    error: Error,
    file: &Span,
    what: &str,
    strictness: Strictness,
    path: &SourcePath,
) -> Diagnostic {
    let span = error.span.clone().unwrap_or_else(|| file.clone());
    match error.kind {
        ErrorKind::UnknownKey(key, known) => {
            let close = help::instead(&key, known, path)
                .or_else(|| by_meaning(&key, known))
                .or_else(|| did_you_mean(&key, known));
            let help = close.unwrap_or_else(|| {
                if known.is_empty() {
                    "delete the line".to_owned()
                } else {
                    format!("what can stand here: {}", one_of(known))
                }
            });
            if strictness == Strictness::Shared && did_you_mean(&key, known).is_none() {
                let message = format!("`{key}` means nothing to stoa and is left alone");
                return Diagnostic::new(&rule::OTHER_KEY, path, span, message);
            }
            let diagnostic = Diagnostic::new(
                &rule::UNKNOWN_KEY,
                path,
                span,
                format!("{what} has no `{key}`"),
            )
            .help(help);
            match strictness {
                Strictness::Own => diagnostic,
                // A page that was meant to be a draft would be published.
                Strictness::Shared if key.eq_ignore_ascii_case("draft") => diagnostic,
                Strictness::Shared => diagnostic.severity(Severity::Warning),
            }
        }
        ErrorKind::UnknownValue(value, known) => {
            let help =
                did_you_mean(&value, known).unwrap_or_else(|| format!("one of {}", one_of(known)));
            Diagnostic::new(
                &rule::BAD_VALUE,
                path,
                span,
                format!("`{value}` is not known here"),
            )
            .help(help)
        }
        ErrorKind::MissingKey(key) => {
            // A whole file has no line that lacks the key: its first line is the place.
            let span = if span.start == file.start {
                span.start..span.start
            } else {
                span
            };
            Diagnostic::new(
                &rule::MISSING_VALUE,
                path,
                span,
                format!("{what} has no {key}"),
            )
            .help(format!("add `{}`", help::line(key)))
        }
        ErrorKind::WrongKind(found, expected) => Diagnostic::new(
            &rule::BAD_VALUE,
            path,
            span,
            format!("this is {found}, where {expected} belongs"),
        ),
        ErrorKind::Other(words) => Diagnostic::new(&rule::BAD_VALUE, path, span, words),
    }
}
