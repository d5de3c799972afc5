//! What does not come onto a page: addresses of people, and links whose target stands in a note for facilitators.

use std::collections::HashSet;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, LinkType, OffsetIter, Parser, Tag, TagEnd};

use super::{Input, Pass, options};
use crate::address::{self, Cleaned};
use crate::diagnostic::Diagnostic;
use crate::document::directive::{self, Candidate};
use crate::document::note;
use crate::rule;

/// The body without addresses; `None` where it has none.
pub(super) fn without_addresses(
    text: &str,
    input: &Input<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Cleaned> {
    if !address::is_in(text) {
        return None;
    }
    let (masked, _) = directive::mask(text);
    let events = Parser::new_ext(&masked, options(input.config)).into_offset_iter();
    let cleaned = address::take_out(text, &as_written(events))?;
    for address in cleaned.addresses() {
        let span = input.start + address.start..input.start + address.end;
        diagnostics.push(address::finding(input.path, span));
    }
    Some(cleaned)
}

/// Code, which is an example, and comments, which are left out anyway.
fn as_written<'a>(events: impl Iterator<Item = (Event<'a>, Range<usize>)>) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    let mut comment = false;
    for (event, range) in events {
        match event {
            Event::Start(Tag::CodeBlock(_)) | Event::Code(_) => ranges.push(range),
            Event::End(TagEnd::HtmlBlock) => comment = false,
            Event::Html(html) | Event::InlineHtml(html) => {
                let mut done = 0;
                while let Some(next) = html[done..].find(if comment { "-->" } else { "<!--" }) {
                    let start = done;
                    done += next + 3;
                    if comment {
                        ranges.push(range.start + start..range.start + done);
                    }
                    comment = !comment;
                }
                if comment {
                    ranges.push(range.start + done..range.end);
                }
            }
            _ => {}
        }
    }
    ranges
}

/// Where the notes for facilitators are. Those that code shows are none.
pub(super) fn notes(
    text: &str,
    candidates: &[Candidate],
    events: &[(Event<'_>, Range<usize>)],
) -> Vec<Range<usize>> {
    let code: Vec<&Range<usize>> = events
        .iter()
        .filter(|(event, _)| matches!(event, Event::Start(Tag::CodeBlock(_))))
        .map(|(_, range)| range)
        .collect();
    let read: Vec<Candidate> = candidates
        .iter()
        .filter(|candidate| {
            let before = code.partition_point(|range| range.end <= candidate.span.start);
            code.get(before)
                .is_none_or(|range| candidate.span.end <= range.start)
        })
        .cloned()
        .collect();
    note::ranges(text, &read)
}

/// The events of links and pictures outside of notes that take their target from a definition in a note.
pub(super) fn hidden_targets(
    events: &[(Event<'_>, Range<usize>)],
    parser: &OffsetIter<'_>,
    notes: &[Range<usize>],
) -> HashSet<usize> {
    if notes.is_empty() {
        return HashSet::new();
    }
    let is_hidden = |link_type: LinkType, id: &CowStr<'_>, range: &Range<usize>| {
        let has_definition = matches!(
            link_type,
            LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut
        );
        has_definition
            && !note::holds(notes, range.start)
            && parser
                .reference_definitions()
                .get(id)
                .is_some_and(|definition| note::holds(notes, definition.span.start))
    };
    events
        .iter()
        .enumerate()
        .filter(|(_, (event, range))| match event {
            Event::Start(Tag::Link { link_type, id, .. } | Tag::Image { link_type, id, .. }) => {
                is_hidden(*link_type, id, range)
            }
            _ => false,
        })
        .map(|(at, _)| at)
        .collect()
}

impl Pass<'_, '_> {
    /// Whether the link or picture at this event has its target in a note, which is then a finding.
    pub(super) fn is_hidden_target(&mut self, at: usize, range: &Range<usize>) -> bool {
        let is_hidden = self.hidden_targets.contains(&at);
        if is_hidden {
            self.diagnostics.push(
                Diagnostic::new(
                    &rule::BROKEN_LINK,
                    self.input.path,
                    self.span(range),
                    "where this leads stands in a note for facilitators, which learners do not get",
                )
                .help("write the line with the address outside of the note, or this link inside"),
            );
        }
        is_hidden
    }
}
