//! What a page would load from other hosts. A reader is not sent to strangers unasked (`product.md`, "What it refuses"), so it
//! becomes a link.

use crate::diagnostic::{Diagnostic, Span};
use crate::policy::{self, Fetch};
use crate::rule;
use crate::source::SourcePath;
use crate::visible;

/// Schemes and beginnings that lead to other hosts.
const ELSEWHERE: &[&str] = &["//", "http:", "https:", "ftp:", "ws:", "wss:"];

/// Attributes whose address is loaded with the page, whatever the element.
const LOADED: &[&str] = &[
    "background",
    "code",
    "data",
    "dynsrc",
    "imagesrcset",
    "lowsrc",
    "poster",
    "src",
    "srcdoc",
    "srcset",
    "xlink:href",
];

/// Elements with an `href` that is followed, and not loaded.
const FOLLOWED: &[&str] = &["a", "area"];

/// Whether a browser would find this at another host. It reads over spaces, takes `\` for `/`, and decodes references.
pub(crate) fn is_elsewhere(target: &str) -> bool {
    let plain = plain(target);
    ELSEWHERE.iter().any(|start| plain.starts_with(start))
}

fn plain(target: &str) -> String {
    let mut decoded = String::with_capacity(target.len());
    visible::decode(target, &mut decoded);
    decoded
        .chars()
        .filter(|char| !char.is_control() && *char != ' ')
        .map(|char| {
            if char == '\\' {
                '/'
            } else {
                char.to_ascii_lowercase()
            }
        })
        .collect()
}

/// Whether a style sheet would load something from another host.
pub(crate) fn is_loaded_by_style(style: &str) -> bool {
    let plain = plain(style);
    // An escape can be any letter of `url(`.
    let is_escaped = style.contains('\\') && plain.contains('(');
    let leads_away = |(at, start): (usize, &str)| {
        let target = plain[at + start.len()..].trim_start_matches(['"', '\'']);
        is_elsewhere(target)
    };
    is_escaped
        || plain.contains("@import")
        || ["url(", "image(", "image-set("]
            .iter()
            .any(|start| plain.match_indices(start).any(leads_away))
}

/// What an attribute of raw HTML would load from another host, and whether that is all that its element is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Loads {
    /// Nothing.
    Nothing,
    /// This is what the element shows.
    Element,
    /// Its style only.
    Style,
}

/// What this attribute would load.
pub(crate) fn loads(element: &str, attribute: &str, value: &str) -> Loads {
    let is =
        |names: &[&str], name: &str| names.iter().any(|known| known.eq_ignore_ascii_case(name));
    let leads_away =
        || value.split([',', ' ', '\n', '\t']).any(is_elsewhere) || is_elsewhere(value);
    if attribute.eq_ignore_ascii_case("style") && is_loaded_by_style(value) {
        return Loads::Style;
    }
    let is_loaded = is(LOADED, attribute)
        || (attribute.eq_ignore_ascii_case("href") && !is(FOLLOWED, element))
        || (attribute.eq_ignore_ascii_case("content") && element.eq_ignore_ascii_case("meta"));
    if is_loaded
        && (leads_away() || is_refresh(element, value) || attribute.eq_ignore_ascii_case("srcdoc"))
    {
        return Loads::Element;
    }
    Loads::Nothing
}

/// As what this attribute loads something from other hosts, and from which, where all of them are allowed.
pub(crate) fn allowed(
    element: &str,
    attribute: &str,
    value: &str,
    origins: &[String],
) -> Option<Vec<(Fetch, String)>> {
    let fetch = fetch(element, attribute)?;
    let addresses: Vec<String> = if fetch == Fetch::StyleAttribute {
        style_addresses(value)?
    } else {
        let mut decoded = String::with_capacity(value.len());
        visible::decode(value, &mut decoded);
        let parts = decoded.split([',', ' ', '\n', '\t']);
        parts
            .filter(|part| is_elsewhere(part))
            .map(str::to_owned)
            .collect()
    };
    let mut found = Vec::new();
    for address in addresses {
        let origin = policy::origin(&address).filter(|origin| origins.contains(origin))?;
        if fetch == Fetch::StyleAttribute {
            found.push((Fetch::Image, origin.clone()));
            found.push((Fetch::Font, origin));
        } else {
            found.push((fetch, origin));
        }
    }
    (!found.is_empty()).then_some(found)
}

/// As what an attribute loads something; `None` where it is not only loaded, so that no origin can be allowed for it.
fn fetch(element: &str, attribute: &str) -> Option<Fetch> {
    let element = element.to_ascii_lowercase();
    let fetch = match (attribute.to_ascii_lowercase().as_str(), element.as_str()) {
        ("style", _) => Fetch::StyleAttribute,
        ("poster" | "srcset" | "imagesrcset" | "background", _)
        | ("src", "img" | "input")
        | ("href" | "xlink:href", "image" | "use" | "feimage") => Fetch::Image,
        ("src", "video" | "audio" | "source" | "track") => Fetch::Media,
        ("src", "iframe" | "frame") => Fetch::Frame,
        ("src", "script") => Fetch::Script,
        ("href", "link") => Fetch::Style,
        ("src", "embed") | ("data", "object") => Fetch::Object,
        _ => return None,
    };
    Some(fetch)
}

/// The addresses at other hosts that a style names; `None` if it is written so that nobody can be sure.
fn style_addresses(style: &str) -> Option<Vec<String>> {
    let mut decoded = String::with_capacity(style.len());
    visible::decode(style, &mut decoded);
    let low = decoded.to_ascii_lowercase();
    if low.contains('\\') || low.contains("@import") || low.contains("image(") {
        return None;
    }
    let addresses = low.match_indices("url(").map(|(at, start)| {
        let rest = decoded[at + start.len()..].trim_start();
        let end = rest.find(')').unwrap_or(rest.len());
        rest[..end].trim().trim_matches(['"', '\'']).to_owned()
    });
    Some(addresses.filter(|address| is_elsewhere(address)).collect())
}

/// `<meta content="0; url=...">`
fn is_refresh(element: &str, value: &str) -> bool {
    element.eq_ignore_ascii_case("meta") && plain(value).contains("url=")
}

/// The address of what would be loaded, as somebody can follow it: the first one of a list.
pub(super) fn address(value: &str) -> String {
    let mut decoded = String::with_capacity(value.len());
    visible::decode(value, &mut decoded);
    let first = decoded
        .split(|char: char| char.is_whitespace() || char == ',')
        .find(|part| is_elsewhere(part));
    first.unwrap_or_default().replace('\\', "/")
}

/// What else an author can do about it.
pub(super) fn allow(target: &str) -> String {
    policy::origin(target).map_or_else(
        || "or link to it".to_owned(),
        |origin| {
            format!(
                "or name {origin} under [privacy] in course.toml, with the reason: stoa explain external-content"
            )
        },
    )
}

/// What is said of it.
pub(crate) fn finding(path: &SourcePath, span: Span, what: &str) -> Diagnostic {
    Diagnostic::new(
        &rule::EXTERNAL_CONTENT,
        path,
        span,
        format!("this {what} would be loaded from another host, so it is shown as a link"),
    )
}

#[cfg(test)]
mod tests {
    use super::{Loads, allowed, is_elsewhere, is_loaded_by_style, loads};
    use crate::policy::Fetch;

    #[test]
    fn other_hosts_are_seen_through_disguises() {
        for there in [
            "https://a.org/x",
            "//a.org",
            "http:a.org/x",
            " \\\\a.org",
            "ht\ntp://a.org",
            "https&colon;//a.org",
            "HTTPS://A",
            "/\\a.org",
        ] {
            assert!(is_elsewhere(there), "{there}");
        }
        for here in [
            "a.png",
            "/a.png",
            "data:image/png;base64,AA",
            "a//b.png",
            "#x",
            "",
        ] {
            assert!(!is_elsewhere(here), "{here}");
        }
        assert!(is_loaded_by_style("a { b: URL( 'https://a.org/' ) }"));
        assert!(is_loaded_by_style("b: u\\72l(//a.org)"));
        assert!(!is_loaded_by_style("color: red; background: url(a.png)"));
        assert_eq!(
            loads("img", "srcset", "a.png 1x, //a.org/b.png 2x"),
            Loads::Element
        );
        assert_eq!(loads("a", "href", "https://a.org"), Loads::Nothing);
        assert_eq!(loads("link", "HREF", "https://a.org"), Loads::Element);
        assert_eq!(loads("meta", "content", "0; url=b.html"), Loads::Element);
        assert_eq!(loads("p", "style", "background:url(//a.org)"), Loads::Style);
    }

    #[test]
    fn what_is_allowed_is_allowed_whole() {
        let origins = ["https://a.org".to_owned()];
        let a = |fetch| (fetch, "https://a.org".to_owned());
        let is = |element, attribute, value| allowed(element, attribute, value, &origins);
        assert_eq!(
            is("img", "src", "https://A.org/x.png"),
            Some(vec![a(Fetch::Image)])
        );
        assert_eq!(
            is("iframe", "SRC", "//a.org/x"),
            Some(vec![a(Fetch::Frame)])
        );
        assert_eq!(
            is("img", "srcset", "https://a.org/x 1x, https://b.org/y 2x"),
            None
        );
        assert_eq!(is("img", "src", "https://a.org.evil.org/x"), None);
        assert_eq!(
            is("img", "src", "https://a.org\\@evil.org/x"),
            Some(vec![a(Fetch::Image)])
        );
        assert_eq!(is("base", "href", "https://a.org/"), None);
        assert_eq!(is("meta", "content", "0; url=https://a.org/"), None);
        assert_eq!(is("iframe", "srcdoc", "https://a.org/"), None);
        assert_eq!(
            is("p", "style", "background: url('https://a.org/x.png')"),
            Some(vec![a(Fetch::Image), a(Fetch::Font)])
        );
        assert_eq!(is("p", "style", "background: u\\72l(https://a.org/)"), None);
    }
}
