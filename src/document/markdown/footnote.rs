//! Footnotes: numbered by their first reference, written at the end of the page.

use std::collections::{HashMap, HashSet};

use pulldown_cmark::{Event, TagEnd};

use super::Pass;

#[derive(Default)]
pub(super) struct Footnotes<'a> {
    /// Numbers by name, in the order of the first reference.
    pub(super) numbers: HashMap<String, usize>,
    /// How often each name was referred to.
    pub(super) references: HashMap<String, usize>,
    /// The names that learners see referred to.
    pub(super) seen: HashSet<String>,
    /// The names of footnotes that are written in a note for facilitators.
    pub(super) hidden: HashSet<String>,
    /// The events of each note.
    pub(super) notes: Vec<(String, Vec<Event<'a>>)>,
    /// The text around the note that is being read.
    pub(super) outer: Vec<Vec<Event<'a>>>,
}

impl<'a> Pass<'a, '_> {
    pub(super) fn footnote_reference(&mut self, name: &str) {
        if !self.in_facilitator() {
            self.footnotes.seen.insert(name.to_owned());
        }
        let next = self.footnotes.numbers.len() + 1;
        let number = *self
            .footnotes
            .numbers
            .entry(name.to_owned())
            .or_insert(next);
        let nth = self
            .footnotes
            .references
            .entry(name.to_owned())
            .or_default();
        *nth += 1;
        let nth = *nth;
        let id = if nth == 1 {
            format!("fnref-{number}")
        } else {
            format!("fnref-{number}-{nth}")
        };
        self.raw(format!("<sup class=\"footnote-ref\"><a id=\"{id}\" href=\"#fn-{number}\" aria-label=\"Footnote {number}\">{number}</a></sup>"));
    }

    pub(super) fn write_footnotes(&mut self) {
        let mut notes: Vec<(String, Vec<Event<'a>>)> = Vec::new();
        for (name, events) in std::mem::take(&mut self.footnotes.notes)
            .into_iter()
            .filter(|(_, events)| !events.is_empty())
        {
            match notes.iter_mut().find(|(other, _)| *other == name) {
                // Two notes of one name are one note, since an id is on a page once.
                Some((_, known)) => known.extend(events),
                None => notes.push((name, events)),
            }
        }
        // A note that nothing refers to is still something that the author wrote.
        for (name, _) in &notes {
            let next = self.footnotes.numbers.len() + 1;
            self.footnotes.numbers.entry(name.clone()).or_insert(next);
        }
        if notes.is_empty() {
            return;
        }
        notes.sort_by_key(|(name, _)| self.footnotes.numbers[name]);
        self.block("<section class=\"footnotes\" aria-label=\"Footnotes\">\n<ol>\n");
        for (name, mut events) in notes {
            let number = self.footnotes.numbers[&name];
            let count = self
                .footnotes
                .references
                .get(&name)
                .copied()
                .unwrap_or_default();
            let back: String = (1..=count)
                .map(|nth| {
                    let id = if nth == 1 {
                        format!("fnref-{number}")
                    } else {
                        format!("fnref-{number}-{nth}")
                    };
                    format!(" <a href=\"#{id}\" aria-label=\"Back to the text\">↩</a>")
                })
                .collect();
            // Learners get neither what is written in a note nor what only a note refers to.
            let is_hidden = self.footnotes.hidden.contains(&name)
                || (count > 0 && !self.footnotes.seen.contains(&name));
            if is_hidden {
                self.open_hidden();
            }
            self.block(format!("<li id=\"fn-{number}\" value=\"{number}\">\n"));
            let at = if matches!(events.last(), Some(Event::End(TagEnd::Paragraph))) {
                events.len() - 1
            } else {
                events.len()
            };
            events.insert(at, Event::InlineHtml(back.into()));
            self.out.append(&mut events);
            self.block("</li>\n");
            if is_hidden {
                self.mark_close();
            }
        }
        self.block("</ol>\n</section>\n");
    }
}
