//! What others contribute, in which nobody is to be deceived: characters that nobody sees, links that lead elsewhere than they
//! say, and blocks that act for the course.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{Event, TagEnd};

use super::Pass;
use super::heading_plan::push_plain;
use super::marks::{MARK, MARK_END, escape};
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::document::Directive;
use crate::document::note;
use crate::{host, rule, visible};

/// Blocks that only arrange a text, or show something of the portal.
const BLOCKS: &[&str] = &[
    "callout", "details", "steps", "tabs", "tab", "resource", "badge",
];

impl<'a> Pass<'a, '_> {
    /// Takes characters that nobody sees out of everything that comes from a text, and reports them.
    pub(super) fn take_out_hidden(&mut self, html: &mut String) {
        let found = visible::hidden(self.text, &['\r']);
        for range in &found {
            let span = self.span(range);
            self.diagnostics
                .push(visible::finding(self.input.path, Some(span)));
        }
        if let Some(shown) = visible::shown_with(html, &[MARK, MARK_END]) {
            // What a reference like `&rlm;` stands for is in no place of the text.
            if found.is_empty() {
                self.diagnostics
                    .push(visible::finding(self.input.path, None));
            }
            *html = shown;
        }
        let body = &mut self.body;
        let texts = body
            .links
            .iter_mut()
            .flat_map(|link| [&mut link.target, &mut link.alt, &mut link.title]);
        let headings = body.headings.iter_mut();
        let texts = texts.chain(headings.flat_map(|heading| [&mut heading.text, &mut heading.id]));
        let openings = body.directives.iter_mut().flat_map(|directive| {
            let opening = &mut directive.opening;
            let values = opening.attributes.iter_mut();
            values
                .filter_map(|attribute| attribute.value.as_mut())
                .chain([&mut opening.title])
        });
        for text in texts.chain(openings).chain([&mut body.summary]) {
            if let Some(shown) = visible::shown_with(text, &[]) {
                *text = shown;
            }
        }
    }

    /// A text without what nobody sees, if others may have written it.
    pub(super) fn visible<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if self.input.is_contribution {
            visible::shown(text)
        } else {
            Cow::Borrowed(text)
        }
    }

    /// Looks whether the link at this event leads to the host that its text names.
    pub(super) fn look_through(
        &mut self,
        target: &str,
        events: &[(Event<'a>, Range<usize>)],
        at: usize,
    ) {
        if !self.input.is_contribution {
            return;
        }
        let Some(leads_to) = host::host(target) else {
            return;
        };
        let mut text = String::new();
        let inner = events[at + 1..].iter().map(|(event, _)| event);
        for event in inner.take_while(|event| !matches!(event, Event::End(TagEnd::Link))) {
            push_plain(event, &mut text);
        }
        let text = visible::shown(&text);
        let says = host::named(&text).filter(|says| !host::is_same(&leads_to, says));
        let message = match says {
            Some(says) => format!("this link says {says} and leads to {leads_to}"),
            None if host::has_user(target) => {
                format!("this address leads to {leads_to}, and what stands before the @ hides that")
            }
            None => return,
        };
        let span = self.span(&events[at].1);
        self.diagnostics
            .push(host::deceptive(self.input.path, span, message));
        self.true_host = Some(leads_to);
    }

    /// Writes behind a link where it leads, if it says something else.
    pub(super) fn say_where(&mut self) {
        if let Some(host) = self.true_host.take() {
            self.raw(format!(" ({})", escape(&host)));
        }
    }

    /// A block that others have no use for loses its name, and its text stays. A note stays a note: nobody else may read it.
    pub(super) fn fit(&mut self, mut directive: Directive) -> Directive {
        let name = directive.opening.name.as_str();
        if !self.input.is_contribution || BLOCKS.contains(&name) || name.is_empty() {
            return directive;
        }
        self.diagnostics.push(
            Diagnostic::new(
                &rule::BLOCK_IN_CONTRIBUTION,
                self.input.path,
                directive.span.clone(),
                format!("a page of other people has no use for the block `{name}`"),
            )
            .help("take the block out, or move it into a lesson")
            .maybe_help(did_you_mean(name, BLOCKS)),
        );
        if !note::is_meant(name) {
            directive.opening.name.clear();
            directive.opening.attributes.clear();
        }
        directive
    }
}
