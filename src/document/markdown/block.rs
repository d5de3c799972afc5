//! Code and raw HTML.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, TagEnd};

use super::Pass;
use super::marks::{MARK, MARK_END, escape};
use crate::diagnostic::Diagnostic;
use crate::document::raw_html::{self, Piece};
use crate::document::{Code, LinkKind};
use crate::rule;

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
        let mut text = String::new();
        let mut start = None;
        let mut index = at + 1;
        while let Some((event, range)) = events.get(index) {
            match event {
                // Samples may show directives: the original stands in the code, not its mask.
                Event::Text(part) => {
                    start.get_or_insert(range.start);
                    text.push_str(self.unmasked(range).unwrap_or(part));
                    self.in_code(range);
                }
                Event::End(TagEnd::CodeBlock) => break,
                _ => {}
            }
            index += 1;
        }
        let start = self.input.start + start.unwrap_or_default();
        let code = Code::new(language, text, self.input.file, start);
        self.body.codes.push(code);
        let mark = format!("{MARK}k{}{MARK_END}\n", self.body.codes.len() - 1);
        self.block(mark);
        index + 1
    }

    /// What stands in code is meant to be seen.
    fn in_code(&mut self, range: &Range<usize>) {
        let first = self
            .candidates
            .partition_point(|candidate| candidate.span.end <= range.start);
        for at in first..self.candidates.len() {
            if self.candidates[at].span.start >= range.end {
                break;
            }
            self.read[at] = true;
        }
        self.code.push(range.clone());
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
        let mut written = String::with_capacity(html.len());
        for piece in raw_html::pieces(html) {
            match piece {
                Piece::Text(text) => written.extend(
                    text.chars()
                        .filter(|char| !matches!(*char, MARK | MARK_END)),
                ),
                Piece::Id(id) => self.body.ids.push(id.to_owned()),
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
                    let index = self.link_ref(kind, unescape(value), range, alt);
                    written.push_str(&format!("{MARK}u{index}{MARK_END}"));
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

/// The first word after the fence: ```` ```rust,ignore ````, ```` ```{r} ```` and ```` ```{.python} ```` all name one.
fn language(info: &str) -> &str {
    let info = info.trim_start().trim_start_matches(['{', '.']);
    info.split(|char: char| char.is_whitespace() || matches!(char, ',' | '{' | '}'))
        .next()
        .unwrap_or_default()
}

/// The few references that occur in addresses.
fn unescape(text: &str) -> String {
    text.replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}
