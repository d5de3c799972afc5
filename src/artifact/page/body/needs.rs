//! What a finished body needs of the policy of its page.
//!
//! Programs and styles that stand in the text itself are let through by their SHA-256 (CSP Level 3, "Usage of
//! unsafe-hashes" for attributes), so that no page needs `unsafe-inline`: what somebody might smuggle in has no such hash.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

use super::video::provider;
use crate::document::{Document, Load, attributes_of};
use crate::policy::{Fetch, OWN, Policy, origin};
use crate::route::Resolved;
use crate::site::Site;
use crate::source::Digest;
use crate::visible;

/// Elements whose text is no markup.
const TEXTS: &[&str] = &["script", "style", "textarea", "title"];

/// What the HTML of the document's author needs.
pub(super) fn of_html(html: &str, policy: &mut Policy) {
    let mut at = 0;
    while let Some(open) = html[at..].find('<').map(|found| at + found) {
        if html[open..].starts_with("<!--") {
            at = html[open..]
                .find("-->")
                .map_or(html.len(), |end| open + end + 3);
            continue;
        }
        let Some((name, attributes, end)) = attributes_of(html, open) else {
            at = open + 1;
            continue;
        };
        at = end;
        let name = name.to_ascii_lowercase();
        let has = |wanted: &str| {
            let mut names = attributes.iter().map(|(name, _)| name);
            names.any(|name| name.eq_ignore_ascii_case(wanted))
        };
        for (attribute, value) in &attributes {
            of_attribute(&name, attribute, value, policy);
        }
        if TEXTS.contains(&name.as_str()) {
            let text = &html[end..end + end_of_text(&html[end..], &name)];
            at = end + text.len();
            match name.as_str() {
                "script" if !has("src") => policy.allow(Fetch::Script, hash(text)),
                "style" => policy.allow(Fetch::Style, hash(text)),
                _ => {}
            }
        }
    }
}

fn of_attribute(element: &str, attribute: &str, value: &str, policy: &mut Policy) {
    let attribute = attribute.to_ascii_lowercase();
    let value = visible::references(value);
    if attribute == "style" {
        policy.allow(Fetch::StyleAttribute, "'unsafe-hashes'");
        policy.allow(Fetch::StyleAttribute, hash(&value));
        return;
    }
    if attribute.starts_with("on") {
        policy.allow(Fetch::ScriptAttribute, "'unsafe-hashes'");
        policy.allow(Fetch::ScriptAttribute, hash(&value));
        return;
    }
    let fetch = match (element, attribute.as_str()) {
        ("iframe" | "frame", "src") => Fetch::Frame,
        ("video" | "audio" | "source" | "track", "src") => Fetch::Media,
        ("object", "data") | ("embed", "src") => Fetch::Object,
        ("form", "action") | ("button" | "input", "formaction") => Fetch::Form,
        (_, "src" | "srcset" | "poster") if value.trim_start().starts_with("data:") => {
            return policy.allow(Fetch::Image, "data:");
        }
        _ => return,
    };
    // What is loaded from elsewhere was found when the document was read; a form is sent when its reader wants it.
    match origin(&value) {
        Some(origin) if fetch == Fetch::Form => policy.allow(fetch, origin),
        Some(_) => {}
        None => policy.allow(fetch, OWN),
    }
}

/// What is known of the document without its text.
pub(super) fn of_document(
    site: &Site,
    document: &Document,
    addresses: &[BTreeMap<&'static str, Resolved>],
    policy: &mut Policy,
) {
    for load in loads(site, document) {
        policy.allow(load.fetch, load.origin.as_str());
    }
    let pictures = document.body.links.iter();
    if pictures
        .clone()
        .any(|link| link.target.starts_with("data:image/"))
    {
        policy.allow(Fetch::Image, "data:");
    }
    for (addresses, directive) in addresses.iter().zip(&document.body.directives) {
        if directive.for_facilitators && !site.facilitator {
            continue;
        }
        if let Some(origin) = addresses
            .get("poster")
            .and_then(|poster| origin(&poster.url))
        {
            policy.allow(Fetch::Image, origin);
        }
        let Some(source) = addresses.get("src") else {
            continue;
        };
        if let (Fetch::Media, None) = video(&source.url) {
            policy.allow(Fetch::Media, OWN);
        }
        if let (fetch, Some(origin)) = video(&source.url) {
            policy.allow(fetch, origin);
        }
    }
}

/// What a page with this document loads from elsewhere.
pub(crate) fn loads<'a>(site: &'a Site, document: &'a Document) -> impl Iterator<Item = &'a Load> {
    let loads = document.body.loads.iter();
    loads.filter(|load| site.facilitator || !load.for_facilitators)
}

/// As what a video is loaded when it is played, and from where: the portal itself is `None`.
pub(crate) fn video(source: &str) -> (Fetch, Option<String>) {
    match provider(source) {
        (_, Some(player)) => (Fetch::Frame, origin(&player)),
        (_, None) => (Fetch::Media, origin(source)),
    }
}

/// Where the text of an element ends.
fn end_of_text(text: &str, name: &str) -> usize {
    let is_end = |at: &usize| {
        let rest = &text.as_bytes()[at + 2..];
        rest.len() >= name.len() && rest[..name.len()].eq_ignore_ascii_case(name.as_bytes())
    };
    let mut ends = text.match_indices("</").map(|(at, _)| at);
    ends.find(is_end).unwrap_or(text.len())
}

fn hash(text: &str) -> String {
    // A browser reads every line end as one character.
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    format!(
        "'sha256-{}'",
        BASE64_STANDARD.encode(Digest::of(text.as_bytes()).bytes())
    )
}

#[cfg(test)]
mod tests {
    use super::of_html;
    use crate::policy::Policy;

    fn policy(html: &str) -> String {
        let mut policy = Policy::default();
        of_html(html, &mut policy);
        policy
            .to_string()
            .replace("default-src 'none'; base-uri 'none'; ", "")
            .replace("form-action 'none'", "")
    }

    #[test]
    fn inline_programs_and_styles_have_their_hash() {
        assert_eq!(
            policy("<script>alert('Hello, world.');</script>"),
            "; script-src 'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='"
        );
        let same = "; style-src-attr 'sha256-NerDAUWfwD31YdZHveMrq0GLjsNFMwxLpZl0dPUeCcw=' 'unsafe-hashes'";
        assert_eq!(policy("<p style='color: red'>"), same);
        assert_eq!(policy("<p STYLE=\"color&colon; red\">"), same);
        assert!(policy("<a onclick=x>").starts_with("; script-src-attr 'sha256-"));
        assert_eq!(policy("<script src=a.js></script>"), "");
        assert_eq!(policy("<!-- <script>x</script> --> a < b <"), "");
        assert_eq!(
            policy(
                "<iframe src=a.html></iframe><video src=b.mp4></video><form action=\"https://a.org/x\">"
            ),
            "media-src 'self'; frame-src 'self'; form-action https://a.org"
        );
    }
}
