//! Where a diagnostic points, for every rendering: never outside the text, never inside a
//! character, whatever the span says.

use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;

use super::{Diagnostic, LineIndex, Position};
use crate::source::Sources;

/// The lines of every file that is pointed at, each file read once: a file may have a finding for
/// every word of it.
pub(crate) struct Places<'a> {
    sources: &'a Sources,
    /// By path, and by the address of the text that a diagnostic brings for itself.
    files: RefCell<HashMap<Key<'a>, Option<Rc<LineIndex<'a>>>>>,
}

type Key<'a> = (&'a str, Option<*const u8>);

impl<'a> Places<'a> {
    pub(crate) fn new(sources: &'a Sources) -> Self {
        Self {
            sources,
            files: RefCell::default(),
        }
    }

    /// The lines of the file at `path`: of the course, or else the one that the diagnostic carries.
    /// Where a file is not UTF-8, the text ends before the first bad byte.
    pub(crate) fn lines(
        &self,
        diagnostic: &'a Diagnostic,
        path: &'a str,
    ) -> Option<Rc<LineIndex<'a>>> {
        let own = diagnostic
            .text
            .as_deref()
            .filter(|_| path == diagnostic.path.as_str());
        let mut files = self.files.borrow_mut();
        let found = files
            .entry((path, own.map(str::as_ptr)))
            .or_insert_with(|| {
                let text = match self.sources.get(path) {
                    Some(file) => match file.text() {
                        Ok(text) => Some(text),
                        Err(good) => std::str::from_utf8(&file.bytes()[..good]).ok(),
                    },
                    None => own,
                };
                text.map(|text| Rc::new(LineIndex::new(text)))
            });
        found.clone()
    }

    /// The place of a diagnostic; `None` if it is about the whole file or there is no text.
    pub(super) fn of(&self, diagnostic: &'a Diagnostic) -> Option<Place> {
        let span = diagnostic.span.as_ref()?;
        let lines = self.lines(diagnostic, diagnostic.path.as_str())?;
        Some(Place::new(&lines, span))
    }
}

/// A span that lies in the text and between characters.
pub(crate) fn clamp(text: &str, span: &Range<usize>) -> Range<usize> {
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
    pub(super) fn new(lines: &LineIndex<'_>, span: &Range<usize>) -> Self {
        let span = clamp(lines.text(), span);
        Self {
            start: lines.position(span.start),
            end: lines.position(span.end),
        }
    }
}
