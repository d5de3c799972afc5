//! What becomes of the headings of level 1.

use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Tag, TagEnd};

use crate::document::note;

/// What becomes of the headings of level 1: a page has only one, and its template writes that.
pub(super) struct HeadingPlan {
    /// The text of the first heading of level 1.
    pub(super) first: Option<String>,
    /// The events to leave out, because the template writes this heading.
    pub(super) skip: Range<usize>,
    /// How many levels the others go down.
    pub(super) shift: u8,
}

impl HeadingPlan {
    /// What stands in `notes` is not for learners, so it is no title.
    pub(super) fn new(
        events: &[(Event<'_>, Range<usize>)],
        title: Option<&str>,
        notes: &[Range<usize>],
    ) -> Self {
        let is_h1 = |event: &Event<'_>| {
            matches!(
                event,
                Event::Start(Tag::Heading {
                    level: HeadingLevel::H1,
                    ..
                })
            )
        };
        let hidden = |range: &Range<usize>| note::holds(notes, range.start);
        let is_first = |(event, range): &(Event<'_>, Range<usize>)| is_h1(event) && !hidden(range);
        let Some(start) = events.iter().position(is_first) else {
            let shift = u8::from(events.iter().any(|(event, _)| is_h1(event)));
            return Self {
                first: None,
                skip: 0..0,
                shift,
            };
        };
        let length = events[start..]
            .iter()
            .take_while(|(event, _)| !matches!(event, Event::End(TagEnd::Heading(_))))
            .count();
        let end = start + length + 1;
        let mut text = String::new();
        for (event, _) in &events[start..end.min(events.len())] {
            push_plain(event, &mut text);
        }
        let text = text.trim().to_owned();
        let is_title =
            start == 0 && title.is_none_or(|title| title.trim().eq_ignore_ascii_case(&text));
        let others =
            events.iter().filter(|(event, _)| is_h1(event)).count() - usize::from(is_title);
        Self {
            skip: if is_title { start..end } else { 0..0 },
            shift: u8::from(others > 0),
            first: (!text.is_empty()).then_some(text),
        }
    }
}

/// Adds what a reader reads of an event.
pub(super) fn push_plain(event: &Event<'_>, text: &mut String) {
    match event {
        Event::Text(part)
        | Event::Code(part)
        | Event::InlineMath(part)
        | Event::DisplayMath(part) => text.push_str(part),
        Event::SoftBreak | Event::HardBreak => text.push(' '),
        _ => {}
    }
}
