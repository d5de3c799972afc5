//! Marks in the HTML writer's output, and HTML that is written by hand.

use memchr::memchr2;
use pulldown_cmark::CowStr;

use crate::document::Node;

/// Marks in the HTML writer's output stand between these two, which are control characters and so
/// in no page: those of the author are replaced.
pub(super) const MARK: char = '\u{1}';
pub(super) const MARK_END: char = '\u{2}';

/// Control characters that could be taken for marks come in through `&#1;` only.
pub(super) fn clean<'a>(text: &CowStr<'a>) -> CowStr<'a> {
    if memchr2(1, 2, text.as_bytes()).is_some() {
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

/// Cuts the writer's output at the marks.
pub(super) fn cut_at_marks(html: &str) -> Box<[Node]> {
    let piece = |start: usize, end: usize| Node::Html(small(start), small(end));
    let mut open: Vec<(u32, Vec<Node>)> = Vec::new();
    let mut nodes = Vec::new();
    let mut done = 0;
    while let Some(start) = html[done..].find(MARK).map(|at| done + at) {
        let end = html[start..]
            .find(MARK_END)
            .map_or(html.len(), |at| start + at);
        if start > done {
            nodes.push(piece(done, start));
        }
        let mark = &html[start + 1..end];
        let index = mark
            .get(1..)
            .and_then(|digits| digits.parse().ok())
            .unwrap_or_default();
        match mark.as_bytes().first() {
            Some(b'u') => nodes.push(Node::Url(index)),
            Some(b'a') => nodes.push(Node::Link(index)),
            Some(b'z') => nodes.push(Node::LinkEnd(index)),
            Some(b'p') => nodes.push(Node::Picture(index)),
            Some(b's') => nodes.push(Node::Size(index)),
            Some(b'k') => nodes.push(Node::Code(index)),
            Some(b'o') => open.push((index, std::mem::take(&mut nodes))),
            _ => {
                if let Some((index, outer)) = open.pop() {
                    let inner = std::mem::replace(&mut nodes, outer);
                    nodes.push(Node::Directive(index, inner.into()));
                }
            }
        }
        done = (end + 1).min(html.len());
    }
    if done < html.len() {
        nodes.push(piece(done, html.len()));
    }
    // Every directive was closed by the pass, so nothing is open here.
    nodes.into()
}

/// No file that is read makes HTML of four GiB.
fn small(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
