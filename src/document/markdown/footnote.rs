//! Footnotes: numbered by their first reference, written at the end of the page.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use pulldown_cmark::{Event, TagEnd};

use super::Pass;
use super::marks::{MARK, MARK_END};

#[derive(Default)]
pub(super) struct Footnotes<'a> {
    /// Numbers by name, in the order of the first reference.
    numbers: HashMap<String, usize>,
    /// The references to each name, in the order of the text.
    references: BTreeMap<String, Vec<Reference>>,
    /// The notes, in the order of the text.
    notes: Vec<Note<'a>>,
    /// The notes that are being read, by index, each with the text around it.
    open: Vec<(usize, Vec<Event<'a>>)>,
}

/// A place that refers to a note.
#[derive(Clone, Copy)]
struct Reference {
    /// The note in which it stands, by index.
    from: Option<usize>,
    /// Whether it stands in a `:::facilitator` block.
    for_facilitators: bool,
}

/// A note, with everything of the body that stands in it.
struct Note<'a> {
    name: String,
    events: Vec<Event<'a>>,
    for_facilitators: bool,
    links: Range<usize>,
    directives: Range<usize>,
    headings: Range<usize>,
}

impl<'a> Pass<'a, '_> {
    pub(super) fn open_footnote(&mut self, name: &str) {
        let (links, directives, headings) = self.lengths();
        self.footnotes.notes.push(Note {
            name: name.to_lowercase(),
            events: Vec::new(),
            for_facilitators: self.in_facilitator(),
            links: links..links,
            directives: directives..directives,
            headings: headings..headings,
        });
        let outer = std::mem::take(&mut self.out);
        let index = self.footnotes.notes.len() - 1;
        self.footnotes.open.push((index, outer));
    }

    pub(super) fn close_footnote(&mut self) {
        let Some((index, outer)) = self.footnotes.open.pop() else {
            return;
        };
        let (links, directives, headings) = self.lengths();
        let note = &mut self.footnotes.notes[index];
        note.events = std::mem::replace(&mut self.out, outer);
        note.links.end = links;
        note.directives.end = directives;
        note.headings.end = headings;
    }

    fn lengths(&self) -> (usize, usize, usize) {
        let body = &self.body;
        (body.links.len(), body.directives.len(), body.headings.len())
    }

    pub(super) fn footnote_reference(&mut self, name: &str) {
        let name = name.to_lowercase();
        let reference = Reference {
            from: self.footnotes.open.last().map(|(index, _)| *index),
            for_facilitators: self.in_facilitator(),
        };
        let number = self.footnotes.number(&name);
        let references = self.footnotes.references.entry(name).or_default();
        references.push(reference);
        let id = reference_id(number, references.len());
        self.raw(format!("<sup class=\"footnote-ref\"><a id=\"{id}\" href=\"#fn-{number}\" aria-label=\"Footnote {number}\">{number}</a></sup>"));
    }

    pub(super) fn write_footnotes(&mut self) {
        let mut footnotes = std::mem::take(&mut self.footnotes);
        // Two notes of one name are one note, since an id is on a page once. A note that nothing refers to is still
        // something that the author wrote.
        let mut by_number: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for index in 0..footnotes.notes.len() {
            if !footnotes.notes[index].events.is_empty() {
                let name = footnotes.notes[index].name.clone();
                let number = footnotes.number(&name);
                by_number.entry(number).or_default().push(index);
            }
        }
        if by_number.is_empty() {
            return;
        }
        let shown = footnotes.shown();
        self.block("<section class=\"footnotes\" aria-label=\"Footnotes\">\n<ol>\n");
        for (number, indexes) in by_number {
            let is_hidden = !shown[indexes[0]];
            if is_hidden {
                self.open_hidden();
            }
            let mut events = Vec::new();
            for index in &indexes {
                let note = &mut footnotes.notes[*index];
                events.append(&mut note.events);
                if is_hidden {
                    self.hide(&footnotes.notes[*index]);
                }
            }
            self.block(format!("<li id=\"fn-{number}\" value=\"{number}\">\n"));
            let at = if matches!(events.last(), Some(Event::End(TagEnd::Paragraph))) {
                events.len() - 1
            } else {
                events.len()
            };
            let name = &footnotes.notes[indexes[0]].name;
            let references = footnotes.references.get(name);
            let references = references.map(Vec::as_slice).unwrap_or_default();
            let mut back = String::new();
            for (before, reference) in references.iter().enumerate() {
                let id = reference_id(number, before + 1);
                let link = format!(" <a href=\"#{id}\" aria-label=\"Back to the text\">↩</a>");
                // Learners have no place to go back to where the reference is hidden.
                if is_hidden || reference.is_shown(&shown) {
                    back.push_str(&link);
                } else {
                    let index = self.hidden_directive();
                    back.push_str(&format!("{MARK}o{index}{MARK_END}{link}{MARK}c{MARK_END}"));
                }
            }
            events.insert(at, Event::InlineHtml(back.into()));
            self.out.append(&mut events);
            self.block("</li>\n");
            if is_hidden {
                self.mark_close();
            }
        }
        self.block("</ol>\n</section>\n");
    }

    /// What stands in a hidden note is as hidden: its files are not published either.
    fn hide(&mut self, note: &Note<'_>) {
        for link in &mut self.body.links[note.links.clone()] {
            link.for_facilitators = true;
        }
        for directive in &mut self.body.directives[note.directives.clone()] {
            directive.for_facilitators = true;
        }
        for heading in &mut self.body.headings[note.headings.clone()] {
            heading.for_facilitators = true;
        }
    }
}

impl Footnotes<'_> {
    fn number(&mut self, name: &str) -> usize {
        let next = self.numbers.len() + 1;
        *self.numbers.entry(name.to_owned()).or_insert(next)
    }

    /// Of each note, whether learners see it: not if it is written in a `:::facilitator` block, and not if only what they do
    /// not see refers to it.
    fn shown(&self) -> Vec<bool> {
        let mut by_name: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (index, note) in self.notes.iter().enumerate() {
            by_name.entry(&note.name).or_default().push(index);
        }
        // The names to which each note refers.
        let mut leads_to: Vec<Vec<&str>> = vec![Vec::new(); self.notes.len()];
        let mut open: Vec<&str> = Vec::new();
        for (name, references) in &self.references {
            for reference in references
                .iter()
                .filter(|reference| !reference.for_facilitators)
            {
                match reference.from {
                    Some(index) => leads_to[index].push(name),
                    None => open.push(name),
                }
            }
        }
        open.extend(
            by_name
                .keys()
                .filter(|name| !self.references.contains_key(**name)),
        );
        let mut shown = vec![false; self.notes.len()];
        while let Some(name) = open.pop() {
            let notes = by_name.get(name).map(Vec::as_slice).unwrap_or_default();
            if notes
                .iter()
                .any(|index| shown[*index] || self.notes[*index].for_facilitators)
            {
                continue;
            }
            for index in notes {
                shown[*index] = true;
                open.extend(&leads_to[*index]);
            }
        }
        shown
    }
}

impl Reference {
    fn is_shown(self, shown: &[bool]) -> bool {
        !self.for_facilitators && self.from.is_none_or(|index| shown[index])
    }
}

fn reference_id(number: usize, nth: usize) -> String {
    if nth == 1 {
        format!("fnref-{number}")
    } else {
        format!("fnref-{number}-{nth}")
    }
}
