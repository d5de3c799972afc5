//! Markdown to [`Body`]: one pass over the parser's events. Plain Markdown goes to the parser's own HTML
//! writer; what a page has to close later is left as a mark in its output, and the output is cut there.

use std::collections::HashMap;
use std::ops::Range;

use bytes::Bytes;
use pulldown_cmark::{
    BlockQuoteKind, CodeBlockKind, CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag,
    TagEnd, html,
};

use super::directive::{self, Candidate, Line, Opening};
use super::heading::HeadingIds;
use super::raw_html::{self, Piece};
use super::{Body, Code, Directive, Heading, LinkKind, LinkRef, Node, bad_math, math};
use crate::config::MarkdownConfig;
use crate::diagnostic::{Diagnostic, Span};
use crate::rule;
use crate::source::SourcePath;

/// Marks in the HTML writer's output stand between these two, which are control characters and so
/// in no page: those of the author are replaced.
const MARK: char = '\u{1}';
const MARK_END: char = '\u{2}';

/// How deep blocks may stand in each other. Nobody means more, and pages are written by recursion.
const DEEPEST: usize = 100;

/// Characters of the first paragraph that make a summary.
const SUMMARY: usize = 200;

/// A body to parse.
pub(super) struct Input<'a> {
    /// The whole file.
    pub(super) text: &'a str,
    /// Where the body starts.
    pub(super) start: usize,
    pub(super) path: &'a SourcePath,
    pub(super) config: &'a MarkdownConfig,
    /// The title in the front matter.
    pub(super) title: Option<&'a str>,
    /// Whether others may have written it, so that raw HTML is not let through.
    pub(super) is_contribution: bool,
}

/// Parses a body. Also gives the text of its first heading of level 1.
pub(super) fn parse(
    input: &Input<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Body, Option<String>) {
    let text = &input.text[input.start..];
    let clean: String;
    // Marks must be ours alone, and HTML has no place for NUL. Each of these characters is one byte, as a space is.
    let text = if text.contains([MARK, MARK_END, '\0']) {
        clean = text.replace([MARK, MARK_END, '\0'], " ");
        &clean
    } else {
        text
    };
    let (masked, candidates) = directive::mask(text);
    let events: Vec<_> = Parser::new_ext(&masked, options(input.config))
        .into_offset_iter()
        .collect();
    let plan = HeadingPlan::new(&events, input.title);
    let mut pass = Pass {
        input,
        text,
        candidates: &candidates,
        diagnostics,
        body: Body::default(),
        out: Vec::with_capacity(events.len() + 16),
        ids: HeadingIds::default(),
        frames: Vec::new(),
        containers: 0,
        depth: 0,
        callouts: Vec::new(),
        footnotes: Footnotes::default(),
        summary: None,
        plan: &plan,
    };
    pass.run(&events);
    let mut body = pass.body;
    body.summary = body.summary.trim().to_owned();
    (body, plan.first)
}

fn options(config: &MarkdownConfig) -> Options {
    // One by one: `Options::all()` would bring the old kind of footnotes.
    let mut options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_WIKILINKS;
    options.set(Options::ENABLE_MATH, config.math);
    options.set(Options::ENABLE_SMART_PUNCTUATION, config.smart_punctuation);
    options
}

/// What becomes of the headings of level 1: a page has only one, and its template writes that.
struct HeadingPlan {
    /// The text of the first heading of level 1.
    first: Option<String>,
    /// The events to leave out, because the template writes this heading.
    skip: Range<usize>,
    /// How many levels the others go down.
    shift: u8,
}

impl HeadingPlan {
    fn new(events: &[(Event<'_>, Range<usize>)], title: Option<&str>) -> Self {
        let is_h1 = |event: &Event<'_>| {
            matches!(
                event,
                Event::Start(Tag::Heading {
                    level: HeadingLevel::H1,
                    ..
                })
            )
        };
        let Some(start) = events.iter().position(|(event, _)| is_h1(event)) else {
            return Self {
                first: None,
                skip: 0..0,
                shift: 0,
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

fn push_plain(event: &Event<'_>, text: &mut String) {
    match event {
        Event::Text(part)
        | Event::Code(part)
        | Event::InlineMath(part)
        | Event::DisplayMath(part) => text.push_str(part),
        Event::SoftBreak | Event::HardBreak => text.push(' '),
        _ => {}
    }
}

/// A directive that is open.
struct Frame {
    index: usize,
    colons: usize,
    /// How many block quotes and list items it stands in.
    containers: usize,
    /// Whether it has marks: not where it stands too deep.
    is_marked: bool,
}

#[derive(Default)]
struct Footnotes<'a> {
    /// Numbers by name, in the order of the first reference.
    numbers: HashMap<String, usize>,
    references: Vec<(String, usize)>,
    /// The events of each note.
    notes: Vec<(String, Vec<Event<'a>>)>,
    /// The text around the note that is being read.
    outer: Vec<Vec<Event<'a>>>,
}

struct Pass<'a, 'd> {
    input: &'a Input<'a>,
    text: &'a str,
    candidates: &'a [Candidate],
    diagnostics: &'d mut Vec<Diagnostic>,
    body: Body,
    out: Vec<Event<'a>>,
    ids: HeadingIds,
    frames: Vec<Frame>,
    containers: usize,
    /// How many marks of blocks are open.
    depth: usize,
    /// Of each open callout, whether it has marks.
    callouts: Vec<bool>,
    footnotes: Footnotes<'a>,
    /// Whether the text of the first paragraph is being kept.
    summary: Option<usize>,
    plan: &'a HeadingPlan,
}

impl<'a> Pass<'a, '_> {
    fn run(&mut self, events: &'a [(Event<'a>, Range<usize>)]) {
        let mut at = 0;
        while at < events.len() {
            if self.plan.skip.contains(&at) {
                at += 1;
                continue;
            }
            at = self.event(events, at);
        }
        self.close_frames(0, self.text.len());
        self.write_footnotes();
        let mut html = String::with_capacity(self.text.len() * 3 / 2);
        html::push_html(&mut html, std::mem::take(&mut self.out).into_iter());
        self.body.nodes = cut_at_marks(&html);
    }

    /// Takes in the event at `at`, and gives the index of the next one.
    fn event(&mut self, events: &'a [(Event<'a>, Range<usize>)], at: usize) -> usize {
        let (event, range) = &events[at];
        match event {
            Event::Start(Tag::CodeBlock(kind)) => return self.code_block(kind, events, at),
            Event::Start(Tag::HtmlBlock) => return self.html_block(events, at),
            Event::Start(Tag::Image {
                dest_url, title, ..
            }) => return self.picture(dest_url, title, events, at),
            Event::Start(Tag::Heading {
                level, id, classes, ..
            }) => {
                return self.heading(*level, id.as_deref(), classes, events, at);
            }
            Event::Start(Tag::Link {
                link_type,
                dest_url,
                title,
                ..
            }) => self.link(*link_type, dest_url, title, range),
            Event::End(TagEnd::Link) => self.raw("</a>"),
            Event::Start(Tag::FootnoteDefinition(name)) => {
                self.containers += 1;
                self.footnotes.notes.push((name.to_string(), Vec::new()));
                let outer = std::mem::take(&mut self.out);
                self.footnotes.outer.push(outer);
            }
            Event::End(TagEnd::FootnoteDefinition) => {
                self.leave_container(range.end);
                let outer = self.footnotes.outer.pop().unwrap_or_default();
                let note = std::mem::replace(&mut self.out, outer);
                if let Some(last) = self
                    .footnotes
                    .notes
                    .iter_mut()
                    .rev()
                    .find(|(_, events)| events.is_empty())
                {
                    last.1 = note;
                }
            }
            Event::FootnoteReference(name) => self.footnote_reference(name),
            Event::Start(Tag::BlockQuote(kind)) => {
                self.containers += 1;
                match kind {
                    Some(kind) => {
                        self.callouts.push(self.depth < DEEPEST);
                        if self.depth < DEEPEST {
                            self.open_callout(*kind, range);
                        } else {
                            self.out.push(event.clone());
                        }
                    }
                    None => self.out.push(event.clone()),
                }
            }
            Event::End(TagEnd::BlockQuote(kind)) => {
                self.leave_container(range.end);
                match kind {
                    Some(_) if self.callouts.pop() == Some(true) => self.mark_close(),
                    _ => self.out.push(event.clone()),
                }
            }
            Event::Start(Tag::Item | Tag::DefinitionListDefinition) => {
                self.containers += 1;
                self.out.push(event.clone());
            }
            Event::End(TagEnd::Item | TagEnd::DefinitionListDefinition) => {
                self.leave_container(range.end);
                self.out.push(event.clone());
            }
            Event::Start(Tag::Table(_)) => {
                self.block(
                    "<div class=\"table\" role=\"group\" tabindex=\"0\" aria-label=\"Table\">",
                );
                self.out.push(event.clone());
            }
            Event::End(TagEnd::Table) => {
                self.out.push(event.clone());
                self.block("</div>\n");
            }
            Event::Start(Tag::Paragraph) => {
                if self.body.summary.is_empty() && self.frames.is_empty() && self.containers == 0 {
                    self.summary = Some(0);
                }
                self.out.push(event.clone());
            }
            Event::End(TagEnd::Paragraph) => {
                self.summary = None;
                self.out.push(event.clone());
            }
            Event::TaskListMarker(done) => self.raw(if *done {
                "<input type=\"checkbox\" disabled checked aria-label=\"Done\"> "
            } else {
                "<input type=\"checkbox\" disabled aria-label=\"To do\"> "
            }),
            Event::Text(text) => {
                if &**text == "["
                    && let Some(next) = self.span_with_id(events, at)
                {
                    return next;
                }
                self.plain_text(text, range, events, at);
            }
            Event::Code(text) => {
                self.count(text);
                self.out.push(Event::Code(clean(text)));
            }
            Event::InlineMath(source) => self.formula(source, range, false),
            Event::DisplayMath(source) => self.formula(source, range, true),
            Event::InlineHtml(text) | Event::Html(text) => self.raw_html(text, range, true),
            Event::SoftBreak | Event::HardBreak => {
                if self.summary.is_some() {
                    self.body.summary.push(' ');
                }
                self.out.push(event.clone());
            }
            _ => self.out.push(event.clone()),
        }
        at + 1
    }

    fn span(&self, range: &Range<usize>) -> Span {
        self.input.start + range.start..self.input.start + range.end
    }

    fn raw(&mut self, html: impl Into<CowStr<'a>>) {
        self.out.push(Event::InlineHtml(html.into()));
    }

    fn block(&mut self, html: impl Into<CowStr<'a>>) {
        self.out.push(Event::Html(html.into()));
    }

    fn mark(&mut self, what: &str) {
        self.raw(format!("{MARK}{what}{MARK_END}"));
    }

    /// The mark where the innermost block ends.
    fn mark_close(&mut self) {
        self.depth -= 1;
        self.mark("c");
    }

    fn count(&mut self, text: &str) {
        if !self.in_facilitator() {
            self.body.words += text.split_whitespace().count();
        }
        if let Some(length) = &mut self.summary
            && *length < SUMMARY
        {
            // Whole words, so that the summary ends as a sentence would.
            for word in text.split_inclusive(char::is_whitespace) {
                if *length >= SUMMARY {
                    self.body
                        .summary
                        .truncate(self.body.summary.trim_end().len());
                    self.body.summary.push('…');
                    break;
                }
                self.body.summary.push_str(word);
                *length += word.chars().count();
            }
        }
    }

    fn plain_text(
        &mut self,
        text: &CowStr<'a>,
        range: &Range<usize>,
        events: &[(Event<'a>, Range<usize>)],
        at: usize,
    ) {
        self.count(text);
        // A mark of a footnote that does not exist stays text, cut at its brackets.
        if &**text == "["
            && let Some((Event::Text(next), _)) = events.get(at + 1)
            && let Some(name) = next.strip_prefix('^')
            && let Some((Event::Text(close), close_range)) = events.get(at + 2)
            && close.starts_with(']')
            && !name.is_empty()
        {
            let span = self.span(&(range.start..close_range.start + 1));
            self.diagnostics.push(
                Diagnostic::new(
                    &rule::MISSING_FOOTNOTE,
                    self.input.path,
                    span,
                    format!("there is no footnote `{name}` on this page"),
                )
                .help(format!(
                    "add a line `[^{name}]: the note`, or take the mark out"
                )),
            );
        }
        self.out.push(Event::Text(clean(text)));
    }

    fn formula(&mut self, source: &CowStr<'a>, range: &Range<usize>, display: bool) {
        match math::math(source, display) {
            Ok(html) if display => {
                self.raw(format!("<span class=\"math\" tabindex=\"0\">{html}</span>"))
            }
            Ok(html) => self.raw(html),
            Err(error) => {
                let delimiter = if display { 2 } else { 1 };
                let start = range.start + delimiter + error.span.start;
                let end = (range.start + delimiter + error.span.end)
                    .min(range.end)
                    .max(start);
                let span = self.span(&(start..end));
                self.diagnostics
                    .push(bad_math(self.input.path, span, &error.message));
                self.out.push(Event::Code(clean(source)));
            }
        }
    }

    fn heading(
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
        let id = match id {
            Some(id) => self.ids.unique(id),
            None => self.ids.of_text(&text),
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

    fn link(
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
        let mark = self.link_ref(kind, target, range, "");
        let title = if title.is_empty() {
            String::new()
        } else {
            format!(" title=\"{}\"", escape(title))
        };
        self.raw(format!("<a href=\"{MARK}u{mark}{MARK_END}\"{title}>"));
    }

    /// Keeps a link and gives its index. Its place is that of its target, where that is written.
    fn link_ref(
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
        });
        self.body.links.len() - 1
    }

    fn picture(
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

    /// Leaves out everything before the byte at `end`, and gives the index of the first event behind it.
    fn skip_to(
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
    fn span_with_id(
        &mut self,
        events: &'a [(Event<'a>, Range<usize>)],
        at: usize,
    ) -> Option<usize> {
        let start = events[at].1.start;
        let rest = &self.text[start..];
        let close = rest
            .find(['\n', ']'])
            .filter(|close| rest[*close..].starts_with("]{#"))?;
        let (attributes, length) = directive::attributes(&rest[close + 1..])?;
        let id = attributes
            .into_iter()
            .find(|attribute| attribute.name == "id")
            .and_then(|attribute| attribute.value)?;
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

    fn code_block(
        &mut self,
        kind: &CodeBlockKind<'a>,
        events: &'a [(Event<'a>, Range<usize>)],
        at: usize,
    ) -> usize {
        let language = match kind {
            CodeBlockKind::Fenced(info) => language(info).to_owned(),
            CodeBlockKind::Indented => String::new(),
        };
        let mut text = String::new();
        let mut index = at + 1;
        while let Some((event, range)) = events.get(index) {
            match event {
                // Samples may show directives: the original stands in the code, not its mask.
                Event::Text(part) => text.push_str(self.unmasked(range).unwrap_or(part)),
                Event::End(TagEnd::CodeBlock) => break,
                _ => {}
            }
            index += 1;
        }
        self.body.codes.push(Code { language, text });
        let mark = format!("{MARK}k{}{MARK_END}\n", self.body.codes.len() - 1);
        self.block(mark);
        index + 1
    }

    /// The original of a masked range; `None` where nothing is masked.
    fn unmasked(&self, range: &Range<usize>) -> Option<&'a str> {
        let first = self
            .candidates
            .partition_point(|candidate| candidate.span.end <= range.start);
        let candidate = self.candidates.get(first)?;
        (candidate.span.start < range.end).then(|| &self.text[range.clone()])
    }

    fn html_block(&mut self, events: &'a [(Event<'a>, Range<usize>)], at: usize) -> usize {
        let length = events[at..]
            .iter()
            .take_while(|(event, _)| !matches!(event, Event::End(TagEnd::HtmlBlock)))
            .count();
        let end = at + length;
        let inner = &events[at + 1..end.min(events.len())];
        let start = inner
            .first()
            .map_or(events[at].1.start, |(_, range)| range.start);
        let line = inner
            .first()
            .map_or(start..start, |(_, range)| range.clone());
        let first = self
            .candidates
            .partition_point(|candidate| candidate.span.end <= line.start);
        if let Some(candidate) = self.candidates.get(first)
            && candidate.span.start < line.end
            && self.text[line.start..candidate.span.start]
                .trim()
                .is_empty()
        {
            self.directive_line(candidate);
            return end + 1;
        }
        let mut html = String::new();
        for (event, range) in inner {
            if let Event::Html(part) | Event::Text(part) | Event::InlineHtml(part) = event {
                html.push_str(self.unmasked(range).unwrap_or(part));
            }
        }
        let range = events[at].1.clone();
        self.raw_html(&html, &range, false);
        end + 1
    }

    fn raw_html(&mut self, html: &str, range: &Range<usize>, inline: bool) {
        if self.input.is_contribution {
            if !html.trim_start().starts_with("<!--") {
                let span = self.span(range);
                self.diagnostics.push(
                    Diagnostic::new(
                        &rule::RAW_HTML_IN_CONTRIBUTION,
                        self.input.path,
                        span,
                        "HTML in a resource is shown as text",
                    )
                    .help("write it in Markdown"),
                );
            }
            self.raw(escape(html));
            return;
        }
        let mut written = String::with_capacity(html.len());
        for piece in raw_html::pieces(html) {
            match piece {
                Piece::Text(text) => written.extend(
                    text.chars()
                        .filter(|char| !matches!(*char, MARK | MARK_END)),
                ),
                Piece::Id(id) => self.body.ids.push(id.to_owned()),
                Piece::Url { element, value } => {
                    let kind = match element.to_ascii_lowercase().as_str() {
                        "a" | "area" => LinkKind::Link,
                        "img" => LinkKind::Picture,
                        _ => LinkKind::Media,
                    };
                    let index = self.link_ref(kind, unescape(value), range, "-");
                    written.push_str(&format!("{MARK}u{index}{MARK_END}"));
                }
                Piece::Size => {
                    let index = self.body.links.len().saturating_sub(1);
                    written.push_str(&format!("{MARK}s{index}{MARK_END}"));
                }
            }
        }
        if inline {
            self.raw(written)
        } else {
            self.block(written)
        }
    }

    fn in_facilitator(&self) -> bool {
        self.frames
            .last()
            .is_some_and(|frame| self.body.directives[frame.index].for_facilitators)
    }

    fn open_callout(&mut self, kind: BlockQuoteKind, range: &Range<usize>) {
        let kind = match kind {
            BlockQuoteKind::Note => "note",
            BlockQuoteKind::Tip => "tip",
            BlockQuoteKind::Important => "important",
            BlockQuoteKind::Warning => "warning",
            BlockQuoteKind::Caution => "caution",
        };
        let span = self.span(range);
        let attribute = super::Attribute {
            name: "kind".to_owned(),
            value: Some(kind.to_owned()),
            span: span.clone(),
        };
        let opening = Opening {
            name: "callout".to_owned(),
            name_span: span.clone(),
            title: String::new(),
            attributes: vec![attribute],
        };
        let for_facilitators = self.in_facilitator();
        self.body.directives.push(Directive {
            opening,
            span,
            for_facilitators,
        });
        self.depth += 1;
        self.mark(&format!("o{}", self.body.directives.len() - 1));
    }

    fn directive_line(&mut self, candidate: &Candidate) {
        match directive::read(self.text, candidate) {
            Line::Open(mut opening) => {
                let shift = |span: &mut Span| {
                    *span = span.start + self.input.start..span.end + self.input.start
                };
                shift(&mut opening.name_span);
                opening
                    .attributes
                    .iter_mut()
                    .for_each(|attribute| shift(&mut attribute.span));
                let for_facilitators = opening.name == "facilitator" || self.in_facilitator();
                let span = self.span(&candidate.span);
                self.body.directives.push(Directive {
                    opening,
                    span,
                    for_facilitators,
                });
                self.open_frame(candidate);
            }
            Line::Close => self.close_line(candidate),
            Line::Broken(span) => {
                let span = self.span(&span);
                self.diagnostics.push(
                    Diagnostic::new(
                        &rule::BAD_ATTRIBUTE,
                        self.input.path,
                        span,
                        "these braces or quotes have no end",
                    )
                    .help("write the arguments on this line, as in {id=\"name\" minutes=10}"),
                );
                // The block is there all the same: its end must find it.
                let opening = Opening {
                    name: String::new(),
                    name_span: 0..0,
                    title: String::new(),
                    attributes: Vec::new(),
                };
                let for_facilitators = self.in_facilitator();
                self.body.directives.push(Directive {
                    opening,
                    span: self.span(&candidate.span),
                    for_facilitators,
                });
                self.open_frame(candidate);
            }
        }
    }

    /// Opens the last directive.
    fn open_frame(&mut self, candidate: &Candidate) {
        let index = self.body.directives.len() - 1;
        let is_marked = self.depth < DEEPEST;
        self.frames.push(Frame {
            index,
            colons: candidate.colons,
            containers: self.containers,
            is_marked,
        });
        if is_marked {
            self.depth += 1;
            let mark = format!("{MARK}o{index}{MARK_END}\n");
            self.block(mark);
        } else {
            self.diagnostics.push(
                Diagnostic::new(
                    &rule::UNCLOSED_DIRECTIVE,
                    self.input.path,
                    self.span(&candidate.span),
                    format!("more than {DEEPEST} blocks are open here"),
                )
                .help("close the blocks before it"),
            );
        }
    }

    /// Closes the open directive with as many colons, or else the innermost one.
    fn close_line(&mut self, candidate: &Candidate) {
        let here = |frame: &&Frame| frame.containers == self.containers;
        let innermost = self.frames.iter().rposition(|frame| here(&frame));
        let exact = self
            .frames
            .iter()
            .rposition(|frame| here(&frame) && frame.colons == candidate.colons);
        match exact.or(innermost) {
            Some(at) => {
                self.close_frames(at + 1, candidate.span.start);
                if self.frames.pop().is_some_and(|frame| frame.is_marked) {
                    self.mark_close();
                }
            }
            None => self.diagnostics.push(
                Diagnostic::new(
                    &rule::STRAY_CLOSE,
                    self.input.path,
                    self.span(&candidate.span),
                    "no block is open here that this line could close",
                )
                .help("delete this line, or write the line that opens its block"),
            ),
        }
    }

    /// A block quote or list item ends: what was opened in it ends with it.
    fn leave_container(&mut self, end: usize) {
        let outer = self
            .frames
            .iter()
            .take_while(|frame| frame.containers < self.containers)
            .count();
        self.close_frames(outer, end);
        self.containers = self.containers.saturating_sub(1);
    }

    /// Closes what nobody closed, down to `keep` open directives.
    fn close_frames(&mut self, keep: usize, _end: usize) {
        while self.frames.len() > keep {
            let Some(frame) = self.frames.pop() else {
                return;
            };
            let directive = &self.body.directives[frame.index];
            let colons = ":".repeat(frame.colons.min(12));
            let name = &directive.opening.name;
            self.diagnostics.push(
                Diagnostic::new(
                    &rule::UNCLOSED_DIRECTIVE,
                    self.input.path,
                    directive.span.clone(),
                    format!("this `{name}` block is never closed"),
                )
                .help(format!("write a line `{colons}` where it ends")),
            );
            if frame.is_marked {
                self.mark_close();
            }
        }
    }

    fn footnote_reference(&mut self, name: &str) {
        let next = self.footnotes.numbers.len() + 1;
        let number = *self
            .footnotes
            .numbers
            .entry(name.to_owned())
            .or_insert(next);
        let nth = self
            .footnotes
            .references
            .iter()
            .filter(|(other, _)| other == name)
            .count()
            + 1;
        self.footnotes.references.push((name.to_owned(), nth));
        let id = if nth == 1 {
            format!("fnref-{number}")
        } else {
            format!("fnref-{number}-{nth}")
        };
        self.raw(format!("<sup class=\"footnote-ref\"><a id=\"{id}\" href=\"#fn-{number}\" aria-label=\"Footnote {number}\">{number}</a></sup>"));
    }

    fn write_footnotes(&mut self) {
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
                .iter()
                .filter(|(other, _)| *other == name)
                .count();
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
            self.block(format!("<li id=\"fn-{number}\" value=\"{number}\">\n"));
            let at = if matches!(events.last(), Some(Event::End(TagEnd::Paragraph))) {
                events.len() - 1
            } else {
                events.len()
            };
            events.insert(at, Event::InlineHtml(back.into()));
            self.out.append(&mut events);
            self.block("</li>\n");
        }
        self.block("</ol>\n</section>\n");
    }
}

/// The first word after the fence: ```` ```rust,ignore ````, ```` ```{r} ```` and ```` ```{.python} ```` all name one.
fn language(info: &str) -> &str {
    let info = info.trim_start().trim_start_matches(['{', '.']);
    info.split(|char: char| char.is_whitespace() || matches!(char, ',' | '{' | '}'))
        .next()
        .unwrap_or_default()
}

/// Control characters that could be taken for marks come in through `&#1;` only.
fn clean<'a>(text: &CowStr<'a>) -> CowStr<'a> {
    if text.contains([MARK, MARK_END]) {
        text.replace([MARK, MARK_END], "\u{fffd}").into()
    } else {
        text.clone()
    }
}

/// Escapes text for HTML, in attributes too.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + text.len() / 16);
    let mut done = 0;
    for (at, byte) in text.bytes().enumerate() {
        let replacement = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            1 | 2 => "\u{fffd}",
            _ => continue,
        };
        escaped.push_str(&text[done..at]);
        escaped.push_str(replacement);
        done = at + 1;
    }
    escaped.push_str(&text[done..]);
    escaped
}

/// The few references that occur in addresses.
fn unescape(text: &str) -> String {
    text.replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}

/// Cuts the writer's output at the marks. All pieces share one buffer.
fn cut_at_marks(html: &str) -> Vec<Node> {
    let buffer = Bytes::copy_from_slice(html.as_bytes());
    let mut open: Vec<(usize, Vec<Node>)> = Vec::new();
    let mut nodes = Vec::new();
    let mut done = 0;
    while let Some(start) = html[done..].find(MARK).map(|at| done + at) {
        let end = html[start..]
            .find(MARK_END)
            .map_or(html.len(), |at| start + at);
        if start > done {
            nodes.push(Node::Html(buffer.slice(done..start)));
        }
        let mark = &html[start + 1..end];
        let index = mark
            .get(1..)
            .and_then(|digits| digits.parse().ok())
            .unwrap_or_default();
        match mark.as_bytes().first() {
            Some(b'u') => nodes.push(Node::Url(index)),
            Some(b'p') => nodes.push(Node::Picture(index)),
            Some(b's') => nodes.push(Node::Size(index)),
            Some(b'k') => nodes.push(Node::Code(index)),
            Some(b'o') => open.push((index, std::mem::take(&mut nodes))),
            _ => {
                if let Some((index, outer)) = open.pop() {
                    let inner = std::mem::replace(&mut nodes, outer);
                    nodes.push(Node::Directive(index, inner));
                }
            }
        }
        done = (end + 1).min(html.len());
    }
    if done < html.len() {
        nodes.push(Node::Html(buffer.slice(done..)));
    }
    // Every directive was closed by the pass, so nothing is open here.
    nodes
}
