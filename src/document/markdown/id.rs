//! Ids that authors write: each is on a page once.

use std::collections::HashMap;
use std::ops::Range;

use super::Pass;
use crate::diagnostic::{Diagnostic, Severity, Span};
use crate::document::directive::WITH_ID;
use crate::document::heading::FRAME;
use crate::rule;

impl Pass<'_, '_> {
    /// Keeps an id, and reports the second of its kind. `directive` is the name of the block that has it.
    pub(super) fn claim(&mut self, id: &str, range: &Range<usize>, directive: Option<&str>) {
        let span = self.span(range);
        if FRAME.contains(&id) {
            self.diagnostics.push(
                Diagnostic::new(
                    &rule::DUPLICATE_ID,
                    self.input.path,
                    span,
                    format!("the page around this text has the id `{id}` itself"),
                )
                .severity(Severity::Warning)
                .help("write another id: links and screen readers take the first one of a name"),
            );
            return;
        }
        let Some((first, other)) = self.claimed.get(id) else {
            let owner = directive.map(str::to_owned);
            self.claimed.insert(id.to_owned(), (span, owner));
            return;
        };
        // Those are looked for in the whole course.
        if directive.is_some_and(|name| WITH_ID.contains(&name)) && other.as_deref() == directive {
            return;
        }
        // Ids are unique in their kind; of two kinds on one page, only a link to the second goes wrong.
        self.diagnostics.push(
            Diagnostic::new(
                &rule::DUPLICATE_ID,
                self.input.path,
                span,
                format!("something else on this page has the id `{id}`"),
            )
            .severity(Severity::Warning)
            .related(self.input.path, Some(first.clone()), "the other one")
            .help("give one of them another id, so that links find both"),
        );
    }

    /// The place of `{#id}` in a heading, or of the heading.
    pub(super) fn heading_place(&self, id: Option<&str>, range: &Range<usize>) -> Range<usize> {
        let source = self.text[range.clone()].trim_end();
        let written = id.and_then(|id| Some((source.rfind(&format!("#{id}"))?, id.len() + 1)));
        let (start, length) = written.unwrap_or((0, source.len()));
        range.start + start..range.start + start + length
    }
}

/// The ids that were seen, each with its first place, and the name of its block if it is one.
pub(super) type Claimed = HashMap<String, (Span, Option<String>)>;
