//! Where a diagnostic points, for every rendering: never outside the text, never inside a
//! character, whatever the span says.

use std::ops::Range;

use super::{Diagnostic, LineIndex, Position};
use crate::source::Sources;

/// The text of the file at `path`: of the course, or else the one that the diagnostic carries.
/// Where a file is not UTF-8, the text ends before the first bad byte.
pub(super) fn text_of<'a>(
    diagnostic: &'a Diagnostic,
    path: &str,
    sources: &'a Sources,
) -> Option<&'a str> {
    if let Some(file) = sources.get(path) {
        return Some(match file.text() {
            Ok(text) => text,
            Err(good) => std::str::from_utf8(&file.bytes()[..good]).unwrap_or_default(),
        });
    }
    let own = path == diagnostic.path.as_str();
    diagnostic.text.as_deref().filter(|_| own)
}

/// A span that lies in the text and between characters.
pub(super) fn clamp(text: &str, span: &Range<usize>) -> Range<usize> {
    let start = text.floor_char_boundary(span.start);
    let end = text.ceil_char_boundary(span.end.max(start).min(text.len()));
    start..end
}

/// Start and end of a span, counted as people count.
pub(super) struct Place {
    pub(super) start: Position,
    /// Behind the last character.
    pub(super) end: Position,
}

impl Place {
    pub(super) fn new(text: &str, span: &Range<usize>) -> Self {
        let span = clamp(text, span);
        let lines = LineIndex::new(text);
        Self {
            start: lines.position(span.start),
            end: lines.position(span.end),
        }
    }

    /// The place of a diagnostic; `None` if it is about the whole file or there is no text.
    pub(super) fn of(diagnostic: &Diagnostic, sources: &Sources) -> Option<Self> {
        let span = diagnostic.span.as_ref()?;
        let text = text_of(diagnostic, diagnostic.path.as_str(), sources)?;
        Some(Self::new(text, span))
    }
}
