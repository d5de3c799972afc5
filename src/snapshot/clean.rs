//! What strangers wrote, made fit to be shown: [`html`] and [`name`].
//!
//! The law for what may stay is a list of what is allowed, read as a browser reads HTML (the WHATWG's parser, by ammonia). What is
//! clean stays as it is, byte for byte, so that it can be cleaned when it comes and once more when it is shown.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};

use crate::address;
use crate::visible;

/// A longer text of a post is not shown; a reader follows the link to it. Bytes.
pub(crate) const LONGEST: usize = 64 * 1024;

/// A longer name is cut. Characters.
const LONGEST_NAME: usize = 60;

/// How deep elements are in each other in what people write; deeper ones are there to break something.
const DEEPEST: usize = 24;

/// So many rounds find what stays as it is.
const ROUNDS: usize = 4;

const TAGS: &[&str] = &[
    "a",
    "abbr",
    "b",
    "blockquote",
    "br",
    "cite",
    "code",
    "del",
    "em",
    "hr",
    "i",
    "ins",
    "kbd",
    "li",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "strong",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "u",
    "ul",
];

/// Elements whose content goes with them.
const WITH_CONTENT: &[&str] = &[
    "applet", "audio", "canvas", "embed", "form", "frameset", "iframe", "math", "noembed",
    "noframes", "noscript", "object", "script", "select", "style", "svg", "template", "textarea",
    "title", "video", "xmp",
];

/// What is named in a finding when it was taken out.
const NAMED: &[&str] = &[
    "<script",
    "<style",
    "<svg",
    "<math",
    "<iframe",
    "<object",
    "<form",
    "<video",
    "<audio",
    "<img",
    "javascript:",
    "onerror",
    "onclick",
    "onload",
    "style=",
];

static BUILDER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::empty();
    builder
        .tags(TAGS.iter().copied().collect())
        .clean_content_tags(WITH_CONTENT.iter().copied().collect())
        .tag_attributes(HashMap::from([
            ("a", HashSet::from(["href"])),
            ("ol", HashSet::from(["start"])),
        ]))
        .url_schemes(HashSet::from(["http", "https"]))
        // A path of the forum's host would lead somewhere in the portal.
        .url_relative(UrlRelative::Deny)
        .link_rel(Some("nofollow ugc noopener"))
        .strip_comments(true);
    builder
});

/// Keeps the words and no element.
static WORDS: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::empty();
    builder.clean_content_tags(WITH_CONTENT.iter().copied().collect());
    builder
});

/// A text that is safe to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Clean {
    /// What is left; empty where it is too long.
    pub(crate) html: String,
    /// What is not shown, in words; `none` where everything is.
    pub(crate) gone: Option<String>,
}

/// The text of a post.
pub(crate) fn html(text: &str) -> Clean {
    if text.len() > LONGEST {
        return Clean {
            html: String::new(),
            gone: Some(format!("more than {} kB of text", LONGEST / 1024)),
        };
    }
    let html = settled(text)
        .filter(|html| is_shallow(html) && !has_address(html))
        .unwrap_or_else(|| as_text(text));
    let gone = (html != text).then(|| what_is_gone(text, &html));
    Clean { html, gone }
}

/// A name, or something else in one line: without tags, addresses and characters that nobody sees.
pub(crate) fn name(text: &str) -> String {
    let start: String = text.chars().take(8 * LONGEST_NAME).collect();
    let seen = visible::shown(&start);
    let words: Vec<&str> = seen.split_whitespace().collect();
    let line = words.join(" ");
    let line = address::take_out(&line, &[]).map_or(line, |cleaned| cleaned.text);
    let mut line: String = line.chars().take(LONGEST_NAME).collect();
    line.truncate(line.trim_end().len());
    // What only looks like an address once its characters are spelt alike.
    let mut plain = String::new();
    visible::decode(&line, &mut plain);
    if address::is_in(&plain) || has_address(&line) {
        return String::new();
    }
    line
}

/// What stays as it is when it is cleaned once more, if that is found.
fn settled(text: &str) -> Option<String> {
    let mut text = without_headings(&visible::shown(text)).into_owned();
    for _ in 0..ROUNDS {
        let cleaned = BUILDER.clean(&text).to_string();
        let next = without_addresses(&visible::shown(&cleaned))
            .trim()
            .to_owned();
        if next == text {
            return Some(text);
        }
        text = next;
    }
    None
}

/// The words alone, for what can't be shown otherwise.
fn as_text(text: &str) -> String {
    let words = WORDS.clean(&visible::shown(text)).to_string();
    let words = address::take_out(&words, &[]).map_or(words, |cleaned| cleaned.text);
    let html = format!("<p>{}</p>", words.trim());
    match settled(&html) {
        Some(html) if is_shallow(&html) && !has_address(&html) => html,
        _ => String::new(),
    }
}

/// A heading in a post would be one of the page.
fn without_headings(text: &str) -> Cow<'_, str> {
    let is_heading = |at: usize| {
        let rest = &text.as_bytes()[at..];
        let rest = rest.strip_prefix(b"<").unwrap_or(rest);
        let rest = rest.strip_prefix(b"/").unwrap_or(rest);
        matches!(rest, [b'h' | b'H', b'1'..=b'6', end, ..] if !end.is_ascii_alphanumeric())
    };
    if !memchr::memchr_iter(b'<', text.as_bytes()).any(is_heading) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = 0;
    for at in memchr::memchr_iter(b'<', text.as_bytes()).filter(|at| is_heading(*at)) {
        let name = at + 1 + usize::from(text.as_bytes()[at + 1] == b'/');
        out.push_str(&text[rest..name]);
        out.push('p');
        rest = name + 2;
    }
    out.push_str(&text[rest..]);
    Cow::Owned(out)
}

/// Takes addresses out of the text between tags, and links with one in them. Only for what was written by a serialiser.
fn without_addresses(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while !rest.is_empty() {
        let end = rest.find('<').unwrap_or(rest.len());
        let text = &rest[..end];
        match address::take_out(text, &[]) {
            Some(cleaned) => out.push_str(&cleaned.text),
            None => out.push_str(text),
        }
        rest = &rest[end..];
        let end = tag_end(rest);
        let tag = &rest[..end];
        if tag.starts_with("<a ") && address::is_in(tag) {
            out.push_str("<a>");
        } else {
            out.push_str(tag);
        }
        rest = &rest[end..];
    }
    out
}

/// How long the tag at the start is.
fn tag_end(html: &str) -> usize {
    let mut quoted = false;
    for (at, byte) in html.bytes().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b'>' if !quoted => return at + 1,
            _ => {}
        }
    }
    html.len()
}

/// Whether somebody, or a machine, can read an address in it, in code too.
fn has_address(html: &str) -> bool {
    address::is_in(html)
        || address::is_in(&visible::of_html(html))
        || address::is_in(&visible::of_html(
            &html.replace("code>", "i>").replace("pre>", "p>"),
        ))
}

fn is_shallow(html: &str) -> bool {
    let mut depth: usize = 0;
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let tag = &rest[at..at + tag_end(&rest[at..])];
        if tag.starts_with("</") {
            depth = depth.saturating_sub(1);
        } else if !tag.starts_with("<br") && !tag.starts_with("<hr") {
            depth += 1;
        }
        if depth > DEEPEST {
            return false;
        }
        rest = &rest[at + tag.len()..];
    }
    true
}

/// What was taken out, for the author of the course.
fn what_is_gone(before: &str, after: &str) -> String {
    let (lower, left) = (before.to_lowercase(), after.to_lowercase());
    let mut named: Vec<String> = NAMED
        .iter()
        .filter(|name| lower.contains(*name) && !left.contains(*name))
        .map(|name| format!("`{}`", name.trim_end_matches('=')))
        .collect();
    if has_address(before) {
        named.push("an e-mail address".to_owned());
    }
    if before
        .chars()
        .any(|char| !visible::is_seen(char) && char != '\r')
    {
        named.push("characters that nobody sees".to_owned());
    }
    if named.is_empty() {
        named.push("some of its HTML".to_owned());
    }
    named.join(", ")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cleaned(text: &str) -> String {
        html(text).html
    }

    #[test]
    fn what_people_write_stays() {
        for text in [
            "<p>Hello <strong>all</strong>,<br>see you &amp; me</p>",
            "<blockquote><p>So?</p></blockquote><ul><li>a</li></ul>",
            "<p>שלום, 你好, \u{1f469}\u{200d}\u{1f52c} \u{2764}\u{fe0f}</p>",
            "<p><a href=\"https://example.org/?a=1&amp;b=2\" rel=\"nofollow ugc noopener\">there</a></p>",
            "<pre><code>if a &lt; b {}</code></pre>",
            "",
        ] {
            assert_eq!(
                html(text),
                Clean {
                    html: text.to_owned(),
                    gone: None
                },
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_alive_does_not() {
        for (text, left) in [
            ("<p>a<script>alert(1)</script>b</p>", "<p>ab</p>"),
            ("<svg><script>alert(1)</script></svg>x", "x"),
            (
                "<math><mi//xlink:href=\"data:x,<script>alert(1)</script>\">x</math>y",
                "y",
            ),
            (
                "<a href=\" java\tscript:alert(1)\">x</a>",
                "<a rel=\"nofollow ugc noopener\">x</a>",
            ),
            (
                "<a href=\"data:text/html,x\">x</a>",
                "<a rel=\"nofollow ugc noopener\">x</a>",
            ),
            (
                "<a href=\"/admin\">x</a>",
                "<a rel=\"nofollow ugc noopener\">x</a>",
            ),
            (
                "<img src=https://evil.example/p.png onerror=alert(1)>x",
                "x",
            ),
            (
                "<p style=\"position:fixed\" id=main class=x>a</p>",
                "<p>a</p>",
            ),
            ("<h2 id=x>T</h2>a", "<p>T</p>a"),
            ("<style>@import url(x)</style>a<!-- b -->", "a"),
            (
                "a\u{202e}b\u{2066}c\u{200b}d\u{1}0\u{2}e&#x202e;f&#1;g",
                "abcd0efg",
            ),
            (
                "<p>ask ada@lovelace.example.fr now</p>",
                "<p>ask address removed now</p>",
            ),
            (
                "<p>ask <code>ada@lovelace.fr</code></p>",
                "<p>ask <code>address removed</code></p>",
            ),
            (
                "<a href=\"https://x.fr/?m=ada@lovelace.fr\">x</a>",
                "<a rel=\"nofollow ugc noopener\">x</a>",
            ),
        ] {
            assert_eq!(cleaned(text), left, "{text}");
        }
    }

    #[test]
    fn an_address_in_pieces_is_found() {
        for text in [
            "<p>ada<b></b>@<i>lovelace</i>.fr</p>",
            "<p>ada\u{ff20}lovelace.fr</p>",
            "<p>ada<code>@</code>lovelace.fr</p>",
            "ada&#64;love&shy;lace.fr",
        ] {
            let left = cleaned(text);
            assert!(!has_address(&left) && !left.contains('@'), "{text}: {left}");
        }
        assert_eq!(name("Ada <ada@lovelace.fr>"), "Ada address removed");
        assert_eq!(name("A\u{202e}d\na\u{1}"), "Ad a");
        assert_eq!(name(&"x".repeat(1000)).len(), 60);
    }

    #[test]
    fn depth_and_length_have_an_end() {
        let deep = format!("{}x", "<blockquote>".repeat(5000));
        assert_eq!(cleaned(&deep), "<p>x</p>");
        let long = "x".repeat(10 * 1024 * 1024);
        assert_eq!(html(&long).html, "");
        assert!(html(&long).gone.is_some());
    }

    proptest! {
        #[test]
        fn whatever_comes_is_clean_and_stays_so(
            pieces in prop::collection::vec(
                "(<|>|&|\"|'|=|/| |\n|a|p|b|@|[.]fr|ada|href|https://x[.]fr|javascript:|<script>|</script>|<svg>|<math>|<style>|<p>|</p>|<table>|<tr>|<td>|<select>|<template>|<a href=|<!--|-->|<!\\[CDATA\\[|&#64;|&shy;|\u{202e}|\u{1}|\u{200d}|é|世|<h1>|<code>|</code>|<pre>)",
                0..60,
            ),
        ) {
            let text = pieces.concat();
            let once = cleaned(&text);
            prop_assert_eq!(&cleaned(&once), &once);
            prop_assert!(!has_address(&once));
            let lower = once.to_lowercase();
            for bad in ["<script", "<style", "<svg", "<math", "<img", "<template", "href=\"javascript", "href=\"/", "\u{202e}", "\u{1}"] {
                prop_assert!(!lower.contains(bad), "{}", once);
            }
            let line = name(&text);
            prop_assert!(!line.contains(char::is_control) && !has_address(&line));
        }
    }
}
