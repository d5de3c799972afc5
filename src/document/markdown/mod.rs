//! Markdown to [`Body`]: one pass over the parser's events. Plain Markdown goes to the parser's own HTML
//! writer; what a page has to close later is left as a mark in its output, and the output is cut there.

mod block;
mod contribution;
mod footnote;
mod frame;
mod heading_plan;
mod id;
mod inline;
mod marks;
mod private;
mod slip;
mod table;
mod text;
mod typography;

use std::collections::HashSet;
use std::ops::Range;

use bytes::Bytes;
use memchr::memchr3;
use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd, html};

use self::footnote::Footnotes;
use self::frame::Frame;
use self::heading_plan::HeadingPlan;
use self::id::Claimed;
pub(crate) use self::marks::escape;
use self::marks::{MARK, MARK_END, clean, cut_at_marks};
use self::table::Table;
pub(super) use self::typography::smart;
use super::Body;
use super::directive::{self, Candidate};
use super::heading::HeadingIds;
use crate::address::{self, Cleaned};
use crate::config::MarkdownConfig;
use crate::diagnostic::{Diagnostic, Span};
use crate::source::{SourceFile, SourcePath};

/// How deep blocks may stand in each other. Nobody means more, and pages are written by recursion.
const DEEPEST: usize = 100;

/// The longest text in brackets that gets an id, in bytes; a link's label has as many characters at most.
const LONGEST_SPAN: usize = 1000;

/// Characters of the first paragraph that make a summary.
const SUMMARY: usize = 200;

/// A body to parse.
pub(super) struct Input<'a> {
    /// The whole file.
    pub(super) text: &'a str,
    /// Where the body starts.
    pub(super) start: usize,
    pub(super) file: &'a SourceFile,
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
    let text = if memchr3(0, 1, 2, text.as_bytes()).is_some() {
        clean = text.replace([MARK, MARK_END, '\0'], " ");
        &clean
    } else {
        text
    };
    let cleaned = private::without_addresses(text, input, diagnostics);
    let text = cleaned.as_ref().map_or(text, |cleaned| &cleaned.text);
    let (masked, candidates) = directive::mask(text);
    let mut parser = Parser::new_ext(&masked, options(input.config)).into_offset_iter();
    let events: Vec<_> = parser.by_ref().collect();
    let notes = private::notes(text, &candidates, &events);
    let plan = HeadingPlan::new(&events, input.title, &notes);
    let mut pass = Pass {
        input,
        text,
        candidates: &candidates,
        read: vec![false; candidates.len()],
        code: Vec::new(),
        indented: Vec::new(),
        notes: Vec::new(),
        has_unclosed: false,
        in_link: false,
        diagnostics,
        body: Body::default(),
        out: Vec::with_capacity(events.len() + 16),
        ids: HeadingIds::default(),
        claimed: Claimed::default(),
        frames: Vec::new(),
        containers: 0,
        depth: 0,
        callouts: Vec::new(),
        table: Table::default(),
        footnotes: Footnotes::default(),
        links: Vec::new(),
        true_host: None,
        summary: None,
        plan: &plan,
        cleaned: cleaned.as_ref(),
        hidden_targets: private::hidden_targets(&events, &parser, &notes),
    };
    pass.run(&events);
    if !pass.report_unread() {
        pass.report_note_ends(&notes);
    }
    let mut body = pass.body;
    body.summary = outside_code(body.summary.trim().to_owned());
    for heading in &mut body.headings {
        heading.text = outside_code(std::mem::take(&mut heading.text));
    }
    for link in &mut body.links {
        link.alt = outside_code(std::mem::take(&mut link.alt));
    }
    (body, plan.first.map(outside_code))
}

/// What was code is text in a summary, in an outline and in a description, and text holds no addresses.
fn outside_code(text: String) -> String {
    address::take_out(&text, &[]).map_or(text, |cleaned| cleaned.text)
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

struct Pass<'a, 'd> {
    input: &'a Input<'a>,
    text: &'a str,
    candidates: &'a [Candidate],
    /// Which candidates were read as directives, or stand in code.
    read: Vec<bool>,
    /// Where code is that shows what it holds: between fences, or in a line.
    code: Vec<Range<usize>>,
    /// Where code is that may be a slip: indented text, and what follows a fence that nobody closed.
    indented: Vec<Range<usize>>,
    /// Where notes for facilitators were read.
    notes: Vec<Range<usize>>,
    /// Whether a block was opened and never closed.
    has_unclosed: bool,
    /// Whether a link is open, in which no other can be.
    in_link: bool,
    diagnostics: &'d mut Vec<Diagnostic>,
    body: Body,
    out: Vec<Event<'a>>,
    ids: HeadingIds,
    claimed: Claimed,
    frames: Vec<Frame>,
    containers: usize,
    /// How many marks of blocks are open.
    depth: usize,
    /// Of each open callout, whether it has marks.
    callouts: Vec<bool>,
    table: Table,
    footnotes: Footnotes<'a>,
    /// The index of each open link, where it is one.
    links: Vec<Option<usize>>,
    /// The host to which the open link leads, if its text says another one.
    true_host: Option<String>,
    /// Whether the text of the first paragraph is being kept.
    summary: Option<usize>,
    plan: &'a HeadingPlan,
    /// The text, where something was taken out of it.
    cleaned: Option<&'a Cleaned>,
    /// The events of links whose target is not for learners.
    hidden_targets: HashSet<usize>,
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
        self.close_frames(0);
        self.report_slips(events);
        self.write_footnotes();
        let mut html = String::with_capacity(self.text.len() * 3 / 2);
        html::push_html(&mut html, std::mem::take(&mut self.out).into_iter());
        if self.input.is_contribution {
            self.take_out_hidden(&mut html);
        }
        self.body.nodes = cut_at_marks(&html);
        self.body.html = Bytes::copy_from_slice(html.as_bytes());
        self.body.shrink();
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
            }) => {
                self.in_link = true;
                if self.is_hidden_target(at, range) {
                    self.links.push(None);
                    self.raw("<a>");
                } else {
                    self.link(*link_type, dest_url, title, range);
                    self.look_through(dest_url, events, at);
                }
            }
            Event::End(TagEnd::Link) => {
                self.in_link = false;
                match self.links.pop().flatten() {
                    Some(mark) => {
                        self.mark(&format!("z{mark}"));
                        self.say_where();
                        return self.source_mark(mark, range, events, at + 1);
                    }
                    None => self.raw("</a>"),
                }
            }
            Event::Start(Tag::FootnoteDefinition(name)) => {
                self.open_footnote(name);
                self.containers += 1;
            }
            Event::End(TagEnd::FootnoteDefinition) => {
                self.leave_container();
                self.close_footnote();
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
                self.leave_container();
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
                self.leave_container();
                self.out.push(event.clone());
            }
            Event::Start(Tag::Table(alignments)) => {
                self.table.alignments.clone_from(alignments);
                self.block(
                    "<div class=\"table\" role=\"group\" tabindex=\"0\" aria-label=\"Table\">",
                );
                self.out.push(event.clone());
            }
            Event::End(TagEnd::Table) => {
                self.out.push(event.clone());
                self.block("</div>\n");
            }
            Event::Start(Tag::TableHead | Tag::TableRow) => {
                self.table.in_head = matches!(event, Event::Start(Tag::TableHead));
                self.table.column = 0;
                self.out.push(event.clone());
            }
            Event::Start(Tag::TableCell) => self.raw(self.table.open_cell()),
            Event::End(TagEnd::TableCell) => {
                self.table.column += 1;
                self.raw(if self.table.in_head { "</th>" } else { "</td>" });
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
                self.code.push(range.clone());
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
        let place = |at| self.cleaned.map_or(at, |cleaned| cleaned.original(at));
        self.input.start + place(range.start)..self.input.start + place(range.end)
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
}
