//! Which host an address on the web leads to, and what hides it.

use crate::diagnostic::{Diagnostic, Span};
use crate::rule;
use crate::source::SourcePath;

/// What stands between the scheme and the path, as a browser reads it.
fn authority(url: &str) -> Option<&str> {
    let (scheme, rest) = url.split_once(':').unwrap_or(("", url));
    let is_web = ["", "http", "https"]
        .iter()
        .any(|known| known.eq_ignore_ascii_case(scheme));
    // A browser takes `\` for `/`.
    let rest = rest.strip_prefix(['/', '\\'])?.strip_prefix(['/', '\\'])?;
    is_web.then(|| rest.split(['/', '\\', '?', '#']).next().unwrap_or_default())
}

/// The host in small letters, without user and port.
pub(crate) fn host(url: &str) -> Option<String> {
    let authority = authority(url)?;
    let host = authority
        .rsplit_once('@')
        .map_or(authority, |(_, host)| host);
    let port = host.rfind(':').filter(|at| {
        let port = &host[at + 1..];
        port.bytes().all(|byte| byte.is_ascii_digit())
    });
    let host = port.map_or(host, |at| &host[..at]).trim_end_matches('.');
    (!host.is_empty()).then(|| host.to_lowercase())
}

/// Whether a name stands before the host, which looks like one.
pub(crate) fn has_user(url: &str) -> bool {
    authority(url).is_some_and(|authority| authority.contains('@'))
}

/// The host that a text seems to name: `bank.example`, or an address there. Words, files and versions name none.
pub(crate) fn named(text: &str) -> Option<String> {
    let text = text.trim();
    if text.contains(char::is_whitespace) {
        return None;
    }
    if let Some(host) = host(text) {
        return Some(host);
    }
    let name = text.split(['/', '?', '#', ':', '@']).next()?.to_lowercase();
    let is_part = |part: &str| {
        !part.is_empty()
            && part
                .chars()
                .all(|char| char.is_alphanumeric() || char == '-')
    };
    let (before, end) = name.rsplit_once('.')?;
    let is_end = end.chars().count() >= 2 && end.chars().all(char::is_alphabetic);
    // `plan.md` is a file as a rule, even though there are hosts that end so.
    let is_file = FILES.contains(&end) && !name.starts_with("www.");
    (is_end && !is_file && before.split('.').all(is_part)).then_some(name)
}

/// Endings of files that are no endings of hosts, or hardly ever.
const FILES: &[&str] = &[
    "csv", "doc", "docx", "epub", "gif", "gz", "html", "jpeg", "jpg", "js", "json", "md", "mp",
    "odp", "ods", "odt", "pdf", "png", "pptx", "py", "rs", "rtf", "sh", "svg", "tar", "toml",
    "txt", "webp", "xls", "xlsx", "xml", "yaml", "yml", "zip",
];

/// Whether one of the hosts is the other, or a part of it.
pub(crate) fn is_same(one: &str, other: &str) -> bool {
    let below = |part: &str, whole: &str| {
        part == whole
            || part
                .strip_suffix(whole)
                .is_some_and(|rest| rest.ends_with('.'))
    };
    below(one, other)
        || below(other, one.strip_prefix("www.").unwrap_or(one)) && other.starts_with("www.")
}

/// What two addresses of one place have in common.
pub(crate) fn key(url: &str) -> String {
    let Some(host) = host(url) else {
        return url.to_owned();
    };
    let rest = url.split_once("//").map_or("", |(_, rest)| rest);
    let path = rest.find(['/', '?', '#']).map_or("", |at| &rest[at..]);
    let host = host.strip_prefix("www.").unwrap_or(&host);
    let path = match path.find(['?', '#']) {
        None => path.trim_end_matches('/').to_owned(),
        Some(at) => format!("{}{}", path[..at].trim_end_matches('/'), &path[at..]),
    };
    format!("{host}{}", path.trim_end_matches('#'))
}

/// The finding for what hides where an address leads.
pub(crate) fn deceptive(path: &SourcePath, span: Span, message: String) -> Diagnostic {
    Diagnostic::new(&rule::DECEPTIVE_LINK, path, span, message)
        .help("write words as its text, and an address that says where it leads")
}

#[cfg(test)]
mod tests {
    use super::{has_user, host, is_same, key, named};

    #[test]
    fn hosts_are_read_as_browsers_read_them() {
        for (url, found) in [
            ("https://Example.org:443/x", Some("example.org")),
            ("https://bank.example@evil.example/", Some("evil.example")),
            (
                "https:\\\\evil.example\\@bank.example",
                Some("evil.example"),
            ),
            ("//evil.example", Some("evil.example")),
            ("mailto:a@b.example", None),
            ("plan.md", None),
        ] {
            assert_eq!(host(url).as_deref(), found, "{url}");
        }
        assert!(has_user("https://a:b@c.example/"));
        assert!(!has_user("https://c.example/@a"));
    }

    #[test]
    fn texts_that_name_a_host() {
        for (text, found) in [
            ("bank.example", Some("bank.example")),
            ("https://bank.example/login", Some("bank.example")),
            ("www.plan.md/x", Some("www.plan.md")),
            ("plan.md", None),
            ("version 1.2", None),
            ("1.2", None),
            ("e.g.", None),
            ("the bank.example", None),
        ] {
            assert_eq!(named(text).as_deref(), found, "{text}");
        }
        assert!(is_same("www.example.org", "example.org"));
        assert!(is_same("example.org", "www.example.org"));
        assert!(is_same("docs.example.org", "example.org"));
        assert!(!is_same("example.org", "docs.example.org"));
        assert!(!is_same("badexample.org", "example.org"));
    }

    #[test]
    fn one_place_has_one_key() {
        assert_eq!(key("http://www.a.example/x/"), key("https://a.example/x"));
        assert_ne!(key("https://a.example/x?y"), key("https://a.example/x?z"));
        assert_ne!(key("https://a.example/X"), key("https://a.example/x"));
    }
}
