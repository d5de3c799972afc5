//! Raw HTML in Markdown: comments go, addresses are found, and what other hosts would be asked for is cut out.

use super::elsewhere::{self, Loads, allowed, loads};
use crate::policy::{self, Fetch};
use crate::visible;

/// A piece of raw HTML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// As it is.
    Text(&'a str),
    /// The value of an attribute that holds an address, with the element's name, and whether that says what a picture shows:
    /// an empty `alt` says that it is an ornament.
    Url {
        element: &'a str,
        value: &'a str,
        is_described: bool,
    },
    /// An element that would be loaded from another host; its tag is left out.
    Elsewhere {
        element: &'a str,
        /// Where it would be loaded from.
        value: &'a str,
        /// What says what it shows.
        label: &'a str,
    },
    /// What is loaded from elsewhere, which the course allows; its element follows.
    Allowed(Vec<(Fetch, String)>),
    /// A style that would load something from another host; it is left out.
    Style(&'a str),
    /// An `<img>` without width and height may get them here.
    Size,
    /// The value of an `id` or a `name`; the text itself follows as [`Piece::Text`].
    Id(&'a str),
}

/// Cuts raw HTML into pieces. What is no tag stays as it is; comments are left out, since they
/// are notes of the author and not for learners.
pub(super) fn pieces<'a>(html: &'a str, origins: &[String]) -> Vec<Piece<'a>> {
    let mut pieces = Vec::new();
    let mut done = 0;
    let mut at = 0;
    while let Some(open) = html[at..].find('<').map(|found| at + found) {
        if html[open..].starts_with("<!--") {
            pieces.push(Piece::Text(&html[done..open]));
            done = html[open..]
                .find("-->")
                .map_or(html.len(), |end| open + end + 3);
            at = done;
            continue;
        }
        let name = name_at(html, open + 1);
        at = open + 1 + name.len();
        if name.is_empty() {
            continue;
        }
        let (attributes, end) = attributes(html, at);
        let has = |wanted: &str| {
            attributes
                .iter()
                .any(|attribute| attribute.name.eq_ignore_ascii_case(wanted))
        };
        let is_described = has("alt");
        let value_of = |wanted: &[&str]| {
            let mut named = attributes.iter().filter(|attribute| {
                wanted
                    .iter()
                    .any(|name| name.eq_ignore_ascii_case(attribute.name))
            });
            named.find_map(|attribute| {
                Some(&html[attribute.value.clone()]).filter(|value| !value.is_empty())
            })
        };
        let loading = |attribute: &Attribute<'_>| {
            let value = &html[attribute.value.clone()];
            let loads = loads(name, attribute.name, value);
            if loads != Loads::Nothing
                && !origins.is_empty()
                && let Some(allowed) = allowed(name, attribute.name, value, origins)
            {
                return Err(allowed);
            }
            Ok(loads)
        };
        let allowed_here = attributes.iter().filter_map(|one| loading(one).err());
        pieces.extend(allowed_here.map(Piece::Allowed));
        if let Some(attribute) = attributes
            .iter()
            .find(|attribute| loading(attribute) == Ok(Loads::Element))
        {
            pieces.push(Piece::Text(&html[done..open]));
            pieces.push(Piece::Elsewhere {
                element: name,
                value: &html[attribute.value.clone()],
                label: value_of(&["alt", "title", "aria-label"]).unwrap_or_default(),
            });
            done = end;
            at = end;
            continue;
        }
        if name.eq_ignore_ascii_case("style") {
            let close = find_close(&html[end..]).map_or(html.len(), |close| end + close);
            let style = &html[end..close];
            if let Some(allowed) = allowed("style", "style", style, origins) {
                pieces.push(Piece::Allowed(allowed));
            } else if elsewhere::is_loaded_by_style(style) {
                pieces.push(Piece::Text(&html[done..end]));
                pieces.push(Piece::Style(&html[end..close]));
                done = close;
            }
            at = close;
            continue;
        }
        for attribute in &attributes {
            let value = &html[attribute.value.clone()];
            if loading(attribute) == Ok(Loads::Style) {
                pieces.push(Piece::Text(&html[done..attribute.value.start]));
                pieces.push(Piece::Style(value));
                done = attribute.value.end;
            } else if is_sent_to(name, attribute.name) {
                // A form is sent when its reader wants that, so it needs no leave; the privacy page names where to.
                let origin = policy::origin(&visible::references(value));
                pieces.extend(origin.map(|origin| Piece::Allowed(vec![(Fetch::Form, origin)])));
            } else if matches!(attribute.name, "id" | "name") {
                pieces.push(Piece::Id(value));
            } else if holds_address(name, attribute.name) {
                pieces.push(Piece::Text(&html[done..attribute.value.start]));
                pieces.push(Piece::Url {
                    element: name,
                    value,
                    is_described,
                });
                done = attribute.value.end;
            }
        }
        if name.eq_ignore_ascii_case("img") && has("src") && !has("width") && !has("height") {
            // Before the `>` or the `/>`.
            let close = html[..end]
                .trim_end_matches('>')
                .trim_end_matches('/')
                .len()
                .max(done);
            pieces.push(Piece::Text(&html[done..close]));
            pieces.push(Piece::Size);
            done = close;
        }
        at = end;
    }
    pieces.push(Piece::Text(&html[done..]));
    pieces.retain(|piece| *piece != Piece::Text(""));
    pieces
}

/// Where a style sheet ends.
fn find_close(html: &str) -> Option<usize> {
    let mut tags = html.match_indices("</").map(|(at, _)| at);
    tags.find(|at| name_at(html, at + 2).eq_ignore_ascii_case("style"))
}

/// HTML without its comments, which are for nobody else.
pub(super) fn without_comments(html: &str) -> String {
    let mut rest = html;
    let mut kept = String::with_capacity(html.len());
    while let Some(start) = rest.find("<!--") {
        kept.push_str(&rest[..start]);
        rest = rest[start..]
            .find("-->")
            .map_or("", |end| &rest[start + end + 3..]);
    }
    kept.push_str(rest);
    kept
}

fn name_at(html: &str, at: usize) -> &str {
    let rest = html.get(at..).unwrap_or_default();
    let length = rest
        .bytes()
        .take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'-')
        .count();
    if rest.starts_with(|char: char| char.is_ascii_alphabetic()) {
        &rest[..length]
    } else {
        ""
    }
}

/// Whether this attribute says where a form is sent.
fn is_sent_to(element: &str, attribute: &str) -> bool {
    let is = |name: &str, wanted: &str| name.eq_ignore_ascii_case(wanted);
    (is(attribute, "action") && is(element, "form"))
        || (is(attribute, "formaction") && (is(element, "button") || is(element, "input")))
}

fn holds_address(element: &str, attribute: &str) -> bool {
    let is =
        |names: &[&str], name: &str| names.iter().any(|wanted| wanted.eq_ignore_ascii_case(name));
    match attribute.to_ascii_lowercase().as_str() {
        "href" => is(&["a", "area"], element),
        "src" => is(
            &[
                "img", "source", "video", "audio", "iframe", "track", "embed",
            ],
            element,
        ),
        "poster" => is(&["video"], element),
        _ => false,
    }
}

/// A tag, its attributes as they are written, and where it ends.
pub(crate) type Opened<'a> = (&'a str, Vec<(&'a str, &'a str)>, usize);

/// The name and the attributes of the tag that opens at `open`; `None` if none opens there.
pub(crate) fn attributes_of(html: &str, open: usize) -> Option<Opened<'_>> {
    let name = name_at(html, open + 1);
    if name.is_empty() {
        return None;
    }
    let (attributes, end) = attributes(html, open + 1 + name.len());
    let attributes = attributes
        .into_iter()
        .map(|one| (one.name, &html[one.value]));
    Some((name, attributes.collect(), end))
}

struct Attribute<'a> {
    name: &'a str,
    value: std::ops::Range<usize>,
}

/// The attributes of a tag, and where the tag ends.
fn attributes(html: &str, mut at: usize) -> (Vec<Attribute<'_>>, usize) {
    let bytes = html.as_bytes();
    let mut found = Vec::new();
    while at < bytes.len() {
        match bytes[at] {
            b'>' => return (found, at + 1),
            byte if byte.is_ascii_whitespace() || matches!(byte, b'/' | b'"' | b'\'' | b'=') => {
                at += 1;
            }
            _ => {
                let start = at;
                while at < bytes.len()
                    && !bytes[at].is_ascii_whitespace()
                    && !matches!(bytes[at], b'=' | b'>' | b'/')
                {
                    at += 1;
                }
                let name = &html[start..at];
                let mut value = at;
                while bytes.get(value).is_some_and(u8::is_ascii_whitespace) {
                    value += 1;
                }
                if bytes.get(value) != Some(&b'=') {
                    continue;
                }
                value += 1;
                while bytes.get(value).is_some_and(u8::is_ascii_whitespace) {
                    value += 1;
                }
                let quote = bytes
                    .get(value)
                    .copied()
                    .filter(|byte| matches!(byte, b'"' | b'\''));
                let (start, end, next) = if let Some(quote) = quote {
                    let end = bytes[value + 1..].iter().position(|byte| *byte == quote);
                    let end = end.map_or(bytes.len(), |end| value + 1 + end);
                    (value + 1, end, (end + 1).min(bytes.len()))
                } else {
                    let end = bytes[value..]
                        .iter()
                        .position(|byte| byte.is_ascii_whitespace() || *byte == b'>');
                    let end = end.map_or(bytes.len(), |end| value + end);
                    (value, end, end)
                };
                found.push(Attribute {
                    name,
                    value: start..end,
                });
                at = next;
            }
        }
    }
    (found, bytes.len())
}

#[cfg(test)]
mod tests {
    use super::{Piece, pieces};

    #[test]
    fn addresses_ids_sizes_and_comments() {
        let found = pieces(
            "a<!-- secret --><img SRC='x.png' alt=\"<\"/><a id=top href=b.md>b</a> 1 < 2",
            &[],
        );
        assert_eq!(
            found,
            [
                Piece::Text("a"),
                Piece::Text("<img SRC='"),
                Piece::Url {
                    element: "img",
                    value: "x.png",
                    is_described: true,
                },
                Piece::Text("' alt=\"<\""),
                Piece::Size,
                Piece::Id("top"),
                Piece::Text("/><a id=top href="),
                Piece::Url {
                    element: "a",
                    value: "b.md",
                    is_described: false,
                },
                Piece::Text(">b</a> 1 < 2"),
            ]
        );
    }
}
