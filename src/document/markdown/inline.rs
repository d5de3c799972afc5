//! Headings, links, pictures and spans.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, HeadingLevel, LinkType, Tag, TagEnd};

use super::heading_plan::push_plain;
use super::marks::{MARK, MARK_END, clean, escape};
use super::{LONGEST_SPAN, Pass};
use crate::document::{Heading, LinkKind, LinkRef, directive, elsewhere};
use crate::policy::{self, Fetch};

impl<'a> Pass<'a, '_> {
    pub(super) fn heading(
        &mut self,
        level: HeadingLevel,
        id: Option<&str>,
        classes: &[CowStr<'a>],
        events: &'a [(Event<'a>, Range<usize>)],
        at: usize,
    ) -> usize {
        let level = (level as u8 + self.plan.shift).min(6);
        let end = at
            + events[at..]
                .iter()
                .take_while(|(event, _)| !matches!(event, Event::End(TagEnd::Heading(_))))
                .count();
        let mut text = String::new();
        for (event, _) in &events[at..end] {
            push_plain(event, &mut text);
        }
        let text = text.trim().to_owned();
        let place = self.heading_place(id, &events[at].1);
        let id = match id {
            Some(id) => {
                self.claim(id, &place, None);
                self.ids.unique(id)
            }
            None => {
                let id = self.ids.of_text(&text);
                self.claim(&id, &place, None);
                id
            }
        };
        // A class is a piece of the theme: others could dress a heading up as the head of the page.
        let classes = if self.input.is_contribution {
            &[]
        } else {
            classes
        };
        let class = classes.join(" ");
        let class = if class.is_empty() {
            String::new()
        } else {
            format!(" class=\"{}\"", escape(&class))
        };
        self.block(format!("<h{level} id=\"{}\"{class}>", escape(&id)));
        let mut inner = at + 1;
        while inner < end {
            inner = self.event(events, inner);
        }
        self.raw(format!(" <a class=\"anchor\" href=\"#{}\" aria-label=\"Link to this section\">#</a></h{level}>\n", escape(&id)));
        let for_facilitators = self.in_facilitator();
        self.body.headings.push(Heading {
            level,
            id,
            text,
            for_facilitators,
        });
        end + 1
    }

    pub(super) fn link(
        &mut self,
        link_type: LinkType,
        target: &CowStr<'a>,
        title: &CowStr<'a>,
        range: &Range<usize>,
    ) {
        let (kind, target) = match link_type {
            LinkType::WikiLink { .. } => (LinkKind::Wiki, target.to_string()),
            LinkType::Email => (LinkKind::Link, format!("mailto:{target}")),
            _ => (LinkKind::Link, target.to_string()),
        };
        // An address was taken out of it.
        if target == "mailto:" {
            self.raw("<a>");
            self.links.push(None);
            return;
        }
        let mark = self.link_ref(kind, target, range, "");
        let title = if title.is_empty() {
            String::new()
        } else {
            format!(" title=\"{}\"", escape(title))
        };
        self.links.push(Some(mark));
        self.raw(format!("{MARK}a{mark}{MARK_END}{title}>"));
    }

    /// Keeps a link and gives its index. Its place is that of its target, where that is written.
    pub(super) fn link_ref(
        &mut self,
        kind: LinkKind,
        target: String,
        range: &Range<usize>,
        alt: &str,
    ) -> usize {
        let source = &self.text[range.clone()];
        let place = match source.rfind(target.as_str()) {
            Some(found) if !target.is_empty() => {
                range.start + found..range.start + found + target.len()
            }
            _ => range.clone(),
        };
        let span = self.span(&place);
        let for_facilitators = self.in_facilitator();
        self.body.links.push(LinkRef {
            kind,
            target,
            span,
            alt: alt.to_owned(),
            title: String::new(),
            for_facilitators,
            is_source: false,
        });
        self.body.links.len() - 1
    }

    /// Reads `{.external}` behind a link that is only a source, and gives the index of the first event behind it.
    pub(super) fn source_mark(
        &mut self,
        link: usize,
        range: &Range<usize>,
        events: &'a [(Event<'a>, Range<usize>)],
        next: usize,
    ) -> usize {
        let mark = "{.external}";
        if !self.text[range.end..].starts_with(mark) {
            return next;
        }
        self.body.links[link].is_source = true;
        self.skip_to(range.end + mark.len(), events, next)
    }

    pub(super) fn picture(
        &mut self,
        target: &CowStr<'a>,
        title: &CowStr<'a>,
        events: &'a [(Event<'a>, Range<usize>)],
        at: usize,
    ) -> usize {
        let mut depth = 0;
        let mut alt = String::new();
        let mut end = at;
        for (index, (event, _)) in events.iter().enumerate().skip(at) {
            match event {
                Event::Start(Tag::Image { .. }) => depth += 1,
                Event::End(TagEnd::Image) => depth -= 1,
                event => push_plain(event, &mut alt),
            }
            if depth == 0 {
                end = index;
                break;
            }
        }
        if self.is_hidden_target(at, &events[at].1) {
            self.out.push(Event::Text(clean(&alt.into())));
            return end + 1;
        }
        let allowed = &self.input.config.allowed;
        let allowed = policy::origin(target).filter(|origin| allowed.contains(origin));
        if let Some(origin) = allowed {
            self.load(Fetch::Image, origin);
        } else if elsewhere::is_elsewhere(target) {
            return self.picture_elsewhere(target, alt.trim(), events, at, end);
        }
        let index = self.link_ref(
            LinkKind::Picture,
            target.to_string(),
            &events[at].1,
            alt.trim(),
        );
        title
            .to_string()
            .clone_into(&mut self.body.links[index].title);
        self.mark(&format!("p{index}"));
        // Pandoc and the Carpentries describe a picture behind it: `![](a.png){alt="..."}`.
        let after = events[at].1.end;
        let Some((attributes, length)) = directive::attributes(&self.text[after..]) else {
            return end + 1;
        };
        let alt = attributes
            .into_iter()
            .find(|attribute| attribute.name == "alt")
            .and_then(|attribute| attribute.value);
        if let Some(alt) = alt.filter(|alt| !alt.is_empty()) {
            self.body.links[index].alt = alt;
        }
        self.skip_to(after + length, events, end + 1)
    }

    /// A link in the place of a picture that another host would be asked for.
    fn picture_elsewhere(
        &mut self,
        target: &str,
        alt: &str,
        events: &'a [(Event<'a>, Range<usize>)],
        at: usize,
        end: usize,
    ) -> usize {
        let range = &events[at].1;
        let index = self.link_ref(LinkKind::Link, elsewhere::address(target), range, "");
        let span = self.body.links[index].span.clone();
        let found = elsewhere::finding(self.input.path, span, "picture");
        self.diagnostics.push(found.help(format!(
            "copy the picture into the course, and write its path here; {}",
            elsewhere::allow(target)
        )));
        let words = if alt.is_empty() { target } else { alt };
        if self.in_link {
            self.body.links.pop();
            self.raw(escape(words));
        } else {
            self.raw(format!(
                "<a href=\"{MARK}u{index}{MARK_END}\">{}</a>",
                escape(words)
            ));
        }
        match directive::attributes(&self.text[range.end..]) {
            Some((_, length)) => self.skip_to(range.end + length, events, end + 1),
            None => end + 1,
        }
    }

    /// Leaves out everything before the byte at `end`, and gives the index of the first event behind it.
    pub(super) fn skip_to(
        &mut self,
        end: usize,
        events: &'a [(Event<'a>, Range<usize>)],
        mut at: usize,
    ) -> usize {
        while let Some((event, range)) = events.get(at) {
            if range.start >= end
                || matches!(
                    event,
                    Event::End(
                        TagEnd::Paragraph
                            | TagEnd::Item
                            | TagEnd::TableCell
                            | TagEnd::Heading(_)
                            | TagEnd::DefinitionListTitle
                    )
                )
            {
                break;
            }
            if range.end > end {
                let rest: CowStr<'a> = self.text[end..range.end].into();
                self.count(&rest);
                self.out.push(Event::Text(clean(&rest)));
            }
            at += 1;
        }
        at
    }

    /// `[text]{#id}`, Pandoc's way to give an id to a part of a line; `at` is the event of its bracket.
    pub(super) fn span_with_id(
        &mut self,
        events: &'a [(Event<'a>, Range<usize>)],
        at: usize,
    ) -> Option<usize> {
        let start = events[at].1.start;
        let rest = &self.text[start..];
        // Longer than any label, so that many brackets in one line do not take for ever.
        let near = &rest[..rest.floor_char_boundary(LONGEST_SPAN)];
        // A bracket in it begins a span of its own.
        let close = near[1..]
            .find(['\n', '[', ']'])
            .map(|close| close + 1)
            .filter(|close| rest[*close..].starts_with("]{#"))?;
        let (attributes, length) = directive::attributes(&rest[close + 1..])?;
        let id = attributes
            .into_iter()
            .find(|attribute| attribute.name == "id")
            .and_then(|attribute| attribute.value)?;
        self.claim(&id, &(start..start + close + 1 + length), None);
        self.raw(format!("<span id=\"{}\">", escape(&id)));
        self.body.ids.push(id);
        let mut inner = at + 1;
        while events
            .get(inner)
            .is_some_and(|(_, range)| range.start < start + close)
        {
            inner = self.event(events, inner);
        }
        self.raw("</span>");
        Some(self.skip_to(start + close + 1 + length, events, inner))
    }
}
