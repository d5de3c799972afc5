//! Code and raw HTML.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, TagEnd};

use super::Pass;
use super::marks::{MARK, MARK_END, escape};
use crate::diagnostic::Diagnostic;
use crate::document::elsewhere;
use crate::document::heading::FRAME;
use crate::document::raw_html::{self, Piece};
use crate::document::{Code, LinkKind, Load};
use crate::policy::Fetch;
use crate::rule;
use crate::visible;

impl<'a> Pass<'a, '_> {
    pub(super) fn code_block(
        &mut self,
        kind: &CodeBlockKind<'a>,
        events: &'a [(Event<'a>, Range<usize>)],
        at: usize,
    ) -> usize {
        let language = match kind {
            CodeBlockKind::Fenced(info) => language(info),
            CodeBlockKind::Indented => "",
        };
        let block = events[at].1.clone();
        let is_shown =
            matches!(kind, CodeBlockKind::Fenced(_)) && is_closed(&self.text[block.clone()]);
        if is_shown {
            self.code.push(block);
        } else {
            self.indented.push(block);
        }
        let mut text = String::new();
        let mut start = None;
        let mut index = at + 1;
        while let Some((event, range)) = events.get(index) {
            match event {
                // Samples may show directives: the original stands in the code, not its mask.
                Event::Text(part) => {
                    start.get_or_insert(range.start);
                    text.push_str(self.unmasked(range).unwrap_or(part));
                }
                Event::End(TagEnd::CodeBlock) => break,
                _ => {}
            }
            index += 1;
        }
        let text = self.visible(&text).into_owned();
        let start = self.input.start + start.unwrap_or_default();
        let language = self.visible(language);
        let code = Code::new(&language, text, self.input.file, start);
        self.body.codes.push(code);
        let mark = format!("{MARK}k{}{MARK_END}\n", self.body.codes.len() - 1);
        self.block(mark);
        index + 1
    }

    /// The original of a masked range; `None` where nothing is masked.
    pub(super) fn unmasked(&self, range: &Range<usize>) -> Option<&'a str> {
        let first = self
            .candidates
            .partition_point(|candidate| candidate.span.end <= range.start);
        let candidate = self.candidates.get(first)?;
        (candidate.span.start < range.end).then(|| &self.text[range.clone()])
    }

    pub(super) fn html_block(
        &mut self,
        events: &'a [(Event<'a>, Range<usize>)],
        at: usize,
    ) -> usize {
        let length = events[at..]
            .iter()
            .take_while(|(event, _)| !matches!(event, Event::End(TagEnd::HtmlBlock)))
            .count();
        let end = at + length;
        let inner = &events[at + 1..end.min(events.len())];
        // The block may begin with the indentation of its line.
        let block = events[at].1.clone();
        let first = self
            .candidates
            .partition_point(|candidate| candidate.span.end <= block.start);
        if let Some(candidate) = self.candidates.get(first)
            && candidate.span.start < block.end
            && self.text[block.start..candidate.span.start]
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

    pub(super) fn raw_html(&mut self, html: &str, range: &Range<usize>, inline: bool) {
        if self.input.is_contribution {
            let shown: String = raw_html::without_comments(html);
            if !shown.trim().is_empty() {
                let span = self.span(range);
                self.diagnostics.push(
                    Diagnostic::new(
                        &rule::RAW_HTML_IN_CONTRIBUTION,
                        self.input.path,
                        span,
                        "HTML on a page of other people is shown as text",
                    )
                    .help("write it in Markdown"),
                );
            }
            self.raw(escape(&shown));
            return;
        }
        self.body.has_raw_html = true;
        let mut written = String::with_capacity(html.len());
        for piece in raw_html::pieces(html, &self.input.config.allowed) {
            match piece {
                Piece::Text(text) => written.extend(
                    text.chars()
                        .filter(|char| !matches!(*char, MARK | MARK_END)),
                ),
                Piece::Id(id) => {
                    if FRAME.contains(&id) {
                        self.claim(id, range, None);
                    }
                    self.body.ids.push(id.to_owned());
                }
                Piece::Url {
                    element,
                    value,
                    is_described,
                } => {
                    let kind = match element.to_ascii_lowercase().as_str() {
                        "a" | "area" => LinkKind::Link,
                        "img" => LinkKind::Picture,
                        _ => LinkKind::Media,
                    };
                    let alt = if is_described { "-" } else { "" };
                    let index =
                        self.link_ref(kind, visible::references(value).into_owned(), range, alt);
                    written.push_str(&format!("{MARK}u{index}{MARK_END}"));
                }
                Piece::Elsewhere {
                    element,
                    value,
                    label,
                } => written.push_str(&self.link_elsewhere(element, value, label, range)),
                Piece::Allowed(loads) => {
                    for (fetch, origin) in loads {
                        self.load(fetch, origin);
                    }
                }
                Piece::Style(style) => {
                    let span = self.span(&self.place_of(style, range));
                    self.diagnostics.push(
                        Diagnostic::new(
                            &rule::EXTERNAL_CONTENT,
                            self.input.path,
                            span,
                            "this style would load something from another host, so it is left out",
                        )
                        .help("copy the file into the course, and name it here"),
                    );
                }
                Piece::Size => {
                    let index = self.body.links.len().saturating_sub(1);
                    written.push_str(&format!("{MARK}s{index}{MARK_END}"));
                }
            }
        }
        if inline {
            self.raw(written);
        } else {
            self.block(written);
        }
    }
}

impl Pass<'_, '_> {
    /// Something that the page loads from elsewhere, which the course allows, or where a form is sent.
    pub(super) fn load(&mut self, fetch: Fetch, origin: String) {
        let load = Load {
            fetch,
            origin,
            for_facilitators: self.in_facilitator(),
        };
        if !self.body.loads.contains(&load) {
            self.body.loads.push(load);
        }
    }

    /// Where a part of raw HTML is written.
    fn place_of(&self, part: &str, range: &Range<usize>) -> Range<usize> {
        match self.text[range.clone()].find(part) {
            Some(at) if !part.is_empty() => range.start + at..range.start + at + part.len(),
            _ => range.clone(),
        }
    }

    /// A link in the place of an element of raw HTML that would ask another host.
    fn link_elsewhere(
        &mut self,
        element: &str,
        value: &str,
        label: &str,
        range: &Range<usize>,
    ) -> String {
        let place = self.place_of(value, range);
        let target = elsewhere::address(value);
        let what = match element.to_ascii_lowercase().as_str() {
            "img" => "picture".to_owned(),
            element => format!("<{element}>"),
        };
        let help = format!(
            "copy it into the course if you may; {}",
            elsewhere::allow(&target)
        );
        let found = elsewhere::finding(self.input.path, self.span(&place), &what).help(help);
        self.diagnostics.push(found);
        let is_seen = !["link", "meta", "base", "script"]
            .iter()
            .any(|unseen| unseen.eq_ignore_ascii_case(element));
        if target.is_empty() || !is_seen {
            return String::new();
        }
        let mut words = String::new();
        visible::decode(label, &mut words);
        let words = if words.is_empty() {
            target.clone()
        } else {
            words
        };
        if self.in_link {
            return escape(&words);
        }
        let index = self.link_ref(LinkKind::Link, target, range, "");
        format!(
            "<a href=\"{MARK}u{index}{MARK_END}\">{}</a>",
            escape(&words)
        )
    }
}

/// Whether code ends with a fence, and not with the page.
fn is_closed(block: &str) -> bool {
    let mut lines = block.trim_end().lines();
    let is_fence = |line: &str| line.ends_with("```") || line.ends_with("~~~");
    lines.next().is_some() && lines.next_back().is_some_and(is_fence)
}

/// The first word after the fence: ```` ```rust,ignore ````, ```` ```{r} ```` and ```` ```{.python} ```` all name one.
fn language(info: &str) -> &str {
    let info = info.trim_start().trim_start_matches(['{', '.']);
    info.split(|char: char| char.is_whitespace() || matches!(char, ',' | '{' | '}'))
        .next()
        .unwrap_or_default()
}
