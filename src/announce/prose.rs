//! Markdown of the plan in the signs of another system.

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

/// How a system writes what Markdown can say in a line.
pub(super) trait Dialect {
    /// Text in which nothing means anything else.
    fn escape(&self, text: &str) -> String;
    /// What stands before and behind strong text.
    fn strong(&self) -> &'static str;
    /// What stands before and behind emphasised text.
    fn emphasis(&self) -> &'static str;
    /// What stands before and behind code.
    fn code(&self) -> &'static str;
    /// A link; `text` is written already.
    fn link(&self, text: &str, url: &str) -> String;
}

/// A text without what only Markdown would read, block by block with a line between them.
pub(super) fn prose(markdown: &str, dialect: &dyn Dialect) -> String {
    let mut out = String::new();
    // Where the text of each open link began, and where it leads.
    let mut links: Vec<(usize, String)> = Vec::new();
    // The next number of each open list; 0 for one without.
    let mut lists: Vec<u64> = Vec::new();
    for event in Parser::new(markdown) {
        match event {
            Event::Text(text) => out.push_str(&dialect.escape(&text)),
            Event::Code(text) => {
                out.push_str(dialect.code());
                out.push_str(&dialect.escape(&text));
                out.push_str(dialect.code());
            }
            // What looks like HTML is text here: nobody reads it as HTML.
            Event::Html(text) | Event::InlineHtml(text) => out.push_str(&dialect.escape(&text)),
            Event::SoftBreak => out.push(' '),
            Event::HardBreak => out.push('\n'),
            Event::Start(Tag::Strong | Tag::Heading { .. }) => out.push_str(dialect.strong()),
            Event::End(TagEnd::Strong) => out.push_str(dialect.strong()),
            Event::End(TagEnd::Heading(_)) => {
                out.push_str(dialect.strong());
                end(&mut out, "\n\n");
            }
            Event::Start(Tag::Emphasis) | Event::End(TagEnd::Emphasis) => {
                out.push_str(dialect.emphasis());
            }
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                links.push((out.len(), dest_url.to_string()));
            }
            Event::End(TagEnd::Link | TagEnd::Image) => {
                if let Some((start, url)) = links.pop() {
                    let text = out.split_off(start);
                    out.push_str(&dialect.link(&text, &url));
                }
            }
            Event::Start(Tag::List(first)) => {
                if !lists.is_empty() {
                    end(&mut out, "\n");
                }
                lists.push(first.unwrap_or(0));
            }
            Event::Start(Tag::Item) => {
                out.push_str(&"  ".repeat(lists.len().saturating_sub(1)));
                match lists.last_mut() {
                    Some(number) if *number > 0 => {
                        out.push_str(&format!("{number}. "));
                        *number += 1;
                    }
                    _ => out.push_str("• "),
                }
            }
            Event::End(TagEnd::Item) => end(&mut out, "\n"),
            Event::End(TagEnd::List(_)) => {
                lists.pop();
                end(&mut out, if lists.is_empty() { "\n\n" } else { "\n" });
            }
            Event::End(TagEnd::Paragraph) => {
                end(&mut out, if lists.is_empty() { "\n\n" } else { "\n" });
            }
            Event::End(TagEnd::BlockQuote(_) | TagEnd::CodeBlock) | Event::Rule => {
                end(&mut out, "\n\n");
            }
            _ => {}
        }
    }
    out.trim_end().to_owned()
}

/// Ends a block, so that what follows is `gap` away from it.
fn end(out: &mut String, gap: &str) {
    out.truncate(out.trim_end().len());
    if !out.is_empty() {
        out.push_str(gap);
    }
}
