//! E-mail addresses in what authors wrote. None is ever published (`product.md`, "What it refuses"), so they are taken out
//! of texts before anything else reads them: of Markdown, of the values of TOML and YAML, and of text files that are copied.

mod bytes;
mod cleaned;

use std::collections::BTreeSet;
use std::ops::Range;

pub(crate) use bytes::{Search, as_text, is_in_bytes};
pub(crate) use cleaned::{Cleaned, take_out};
use memchr::memchr3_iter;

use crate::diagnostic::{Diagnostic, Span};
use crate::name::decode;
use crate::rule;
use crate::source::SourcePath;
use crate::visible;

/// What stands where an address was.
const REMOVED: &str = "address removed";

/// The same where a space would end something: in a web address, or in an id.
const REMOVED_IN_WORD: &str = "address-removed";

/// How long the part before the sign can be (RFC 5321, 4.5.3.1.1), with room for escapes.
const LONGEST_NAME: usize = 128;

/// How long a host can be (RFC 5321, 4.5.3.1.2).
const LONGEST_HOST: usize = 255;

/// The sign, as Markdown, HTML and web addresses can write it.
const SIGNS: &[&str] = &["@", "&#64;", "&#064;", "&#x40;", "&#X40;", "&commat;"];

/// So often a text is decoded to see what is behind its escapes.
const ROUNDS: usize = 8;

/// Hosts that belong to nobody: RFC 2606, RFC 6761, RFC 6762, and ICANN's `internal`.
const RESERVED_TOPS: &[&str] = &[
    "example",
    "test",
    "invalid",
    "localhost",
    "local",
    "internal",
];

/// Domains for examples (RFC 2606, 3).
const RESERVED: &[&str] = &["example.com", "example.net", "example.org"];

/// Endings of files that are no domains: `photo@night.png`.
const FILES: &[&str] = &[
    "png", "jpg", "jpeg", "gif", "svg", "webp", "avif", "pdf", "docx", "pptx", "xlsx", "odt",
    "html", "css", "json", "yaml", "yml", "toml", "txt", "csv",
];

/// What a version of a program can end with.
const VERSIONS: &[&str] = &[
    "alpha", "beta", "dev", "final", "post", "pre", "rc", "snapshot",
];

/// Whether an address was taken out of this value.
pub(crate) fn was_in(value: &str) -> bool {
    value == "mailto:" || value.contains(REMOVED) || value.contains(REMOVED_IN_WORD)
}

/// What is said of an address.
pub(crate) fn finding(path: &SourcePath, span: Span) -> Diagnostic {
    found_in(path, Some(span), "this e-mail address is not published")
        .help("link to a form or to the forum instead; in an example, write user@example.org")
}

/// What is said of an address, with other words.
pub(crate) fn found_in(path: &SourcePath, span: Option<Span>, words: &str) -> Diagnostic {
    Diagnostic::new(&rule::ADDRESS_IN_PORTAL, path, span, words)
}

/// Whether there is something like an address in a text.
pub(crate) fn is_in(text: &str) -> bool {
    !find(text).is_empty()
}

/// The first address in a name of files and folders, `modules/ada@college.eu/notes.txt`, each with and without its ending.
pub(crate) fn in_path(path: &str) -> Option<&str> {
    let names = path.split('/').flat_map(|name| {
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        // `map@2x.min.js` is made for screens of two pixels.
        let is_scale = stem.rsplit_once('@').is_some_and(|(_, host)| {
            let rest = host.trim_start_matches(|char: char| char.is_ascii_digit());
            rest.len() < host.len() && rest.starts_with("x.")
        });
        if is_scale { ["", ""] } else { [name, stem] }
    });
    names.into_iter().find(|name| is_in(name))
}

/// The addresses that a reader finds in a page, whatever they are made of, each once.
pub(crate) fn in_html(html: &str) -> Vec<String> {
    let mut texts = vec![visible::of_html(html)];
    while let Some(last) = texts.last()
        && last.contains('%')
        && texts.len() <= ROUNDS
    {
        let decoded = decode(last);
        if decoded == *last {
            break;
        }
        texts.push(decoded);
    }
    let found = texts.iter().flat_map(|text| {
        let ranges = find(text).into_iter();
        ranges.map(|range| text[range].to_owned())
    });
    let found: BTreeSet<String> = found.collect();
    found.into_iter().collect()
}

/// The addresses in a text, in order.
fn find(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for at in memchr3_iter(b'@', b'&', b'%', text.as_bytes()) {
        let Some(length) = sign(&text[at..]) else {
            continue;
        };
        if let Some(address) = around(text, at, at + length) {
            match found.last_mut() {
                Some(last) if address.start < last.end => last.end = address.end,
                _ => found.push(address),
            }
        }
    }
    found
}

/// How long the sign is that a text begins with. `%2540` is `%40` escaped once more, and so on.
fn sign(text: &str) -> Option<usize> {
    let Some(mut rest) = text.strip_prefix('%') else {
        let sign = SIGNS.iter().find(|sign| text.starts_with(**sign))?;
        return Some(sign.len());
    };
    while let Some(inner) = rest.strip_prefix("25") {
        rest = inner;
    }
    let rest = rest.strip_prefix("40")?;
    Some(text.len() - rest.len())
}

/// The address around a sign.
fn around(text: &str, sign: usize, host: usize) -> Option<Range<usize>> {
    let name = &text[..sign];
    // `\@` is the same sign in Markdown.
    let name = name.strip_suffix('\\').unwrap_or(name);
    let near = &name[name.ceil_char_boundary(name.len().saturating_sub(LONGEST_NAME))..];
    let start = near
        .char_indices()
        .rev()
        .take_while(|(_, char)| is_word(*char) || "._%+-\\".contains(*char))
        .last()
        .map(|(at, _)| name.len() - near.len() + at)?;
    let start = start + (name[start..].len() - name[start..].trim_start_matches(not_word).len());
    let name = &name[start..];
    let rest = &text[host..];
    let rest = &rest[..rest.floor_char_boundary(LONGEST_HOST)];
    let length = rest
        .find(|char| !is_word(char) && !".-\\".contains(char))
        .unwrap_or(rest.len());
    let written = rest[..length].trim_end_matches(not_word);
    let end = host + written.len();
    let plain = written.replace('\\', "").to_lowercase();
    let is_somebody = !name.is_empty()
        && is_host(&plain)
        && !is_reserved(&plain)
        && !is_handle(&text[..start])
        && !is_path(name, &text[end..]);
    is_somebody.then_some(start..end)
}

/// Letters of scripts without spaces belong to the sentence around an address.
fn is_word(char: char) -> bool {
    char.is_ascii_alphanumeric()
        || (!char.is_ascii() && char.is_alphanumeric() && char < '\u{2e80}')
}

fn not_word(char: char) -> bool {
    !is_word(char)
}

fn is_host(host: &str) -> bool {
    let labels: Vec<&str> = host.split('.').collect();
    let Some(top) = labels.last() else {
        return false;
    };
    let is_top = top.starts_with("xn--")
        || (top.chars().count() >= 2 && top.chars().all(char::is_alphabetic));
    // `tool@1.2.rc` is a version of a program.
    let is_version = VERSIONS.contains(top)
        && labels[..labels.len() - 1]
            .iter()
            .all(|label| label.bytes().all(|byte| byte.is_ascii_digit()));
    labels.len() > 1
        && labels.iter().all(|label| !label.is_empty())
        && is_top
        && !FILES.contains(top)
        && !is_version
}

fn is_reserved(host: &str) -> bool {
    let ends_with = |domain: &&str| {
        host.strip_suffix(*domain)
            .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    };
    RESERVED_TOPS.iter().any(ends_with) || RESERVED.iter().any(ends_with)
}

/// `@ada@social.host` is a name in the fediverse, and `ssh://ada@host/` or `https://ada:word@host/` a name at a server. Without
/// a word to get in, `https://ada@college.eu/` is an address that somebody disguised.
fn is_handle(before: &str) -> bool {
    let near = &before[before.ceil_char_boundary(before.len().saturating_sub(LONGEST_NAME))..];
    let is_user = near.rsplit_once("://").is_some_and(|(scheme, user)| {
        let is_web = scheme.ends_with("http") || scheme.ends_with("https");
        !user.contains(|char: char| char.is_whitespace() || "/?#<>()\"'".contains(char))
            && (!is_web || user.contains(':'))
    });
    before.ends_with('@') || is_user
}

/// `user@host.name:~/file` is a place for `scp`, and `git@host.name:folder/file` one for Git.
fn is_path(name: &str, after: &str) -> bool {
    let after = &after[..after.floor_char_boundary(LONGEST_HOST)];
    after.strip_prefix(':').is_some_and(|path| {
        let word = path.split(char::is_whitespace).next().unwrap_or_default();
        let is_folder = word.starts_with("~/") || (word.starts_with('/') && word.len() > 1);
        let is_repository = name == "git" && word.contains('/') && !word.contains("://");
        is_folder || is_repository
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cleaned(text: &str) -> String {
        take_out(text, &[]).map_or_else(|| text.to_owned(), |cleaned| cleaned.text)
    }

    #[test]
    fn addresses_go() {
        for (text, left) in [
            ("Ask ada@college.eu.", "Ask address removed."),
            (
                "Ask Ada Lovelace <ada@college.eu>!",
                "Ask Ada Lovelace address removed!",
            ),
            ("<mailto:ada@college.eu>", "address removed"),
            ("[a](mailto:ada@college.eu?subject=x) b", "[a](mailto:) b"),
            ("[a](MAILTO:ada%40college.eu)", "[a](mailto:)"),
            ("[a](ada@college.eu)", "[a](mailto:)"),
            ("[a]: ada@college.eu \"t\"", "[a]: mailto: \"t\""),
            (
                "ada&#64;college.eu, ada&commat;college.eu",
                "address removed, address removed",
            ),
            (r"first\_last\@uni\.edu", "address removed"),
            (
                "https://a.org/?to=ada@college.eu&x=1",
                "https://a.org/?to=address-removed&x=1",
            ),
            (
                "имя@почта.рф и ada@xn--80a1acny.xn--p1ai",
                "address removed и address removed",
            ),
            (
                "请写信给ada@college.eu。谢谢",
                "请写信给address removed。谢谢",
            ),
            ("https://ada@college.eu/", "https://address-removed/"),
            ("ada@163.com;bo@126.com", "address removed;address removed"),
            ("ada@college.eu:secret", "address removed:secret"),
            ("ada@college.eu:a/b", "address removed:a/b"),
            (
                "git@college.eu, ada@2x.eu, ada@126.3m.com",
                "address removed, address removed, address removed",
            ),
            (
                "**ada@college.eu**, _ada@college.eu_",
                "**address removed**, _address removed_",
            ),
        ] {
            assert_eq!(cleaned(text), left, "{text}");
        }
    }

    #[test]
    fn what_only_looks_like_one_stays() {
        for text in [
            "git clone git@github.com:org/repo.git",
            "scp notes.txt ada@server.college.eu:~/notes/",
            "user@example.com, a@b.example.org, x@y.invalid, pi@raspberrypi.local",
            "@ada, @ada@social.host, @scope/package, left-pad@1.3.0, tool@1.2.rc",
            "![](map@2x.png) photo@night.png",
            "https://user:word@host.org/ https://social.host/@ada ssh://git@college.eu/a",
            "a @ b.org, a@b, @b.org, 5 & 6, 100%, a@.b, a@b..c",
        ] {
            assert_eq!(cleaned(text), text);
        }
    }

    #[test]
    fn places_are_those_of_the_old_text() {
        let text = "é <ada@college.eu> and bo@college.eu!";
        let cleaned = take_out(text, &[]).unwrap();
        assert_eq!(cleaned.text, "é address removed and address removed!");
        let at = |new: &str| cleaned.original(cleaned.text.find(new).unwrap());
        assert_eq!(at("é"), text.find('é').unwrap());
        assert_eq!(at("address"), text.find('<').unwrap());
        assert_eq!(at(" and"), text.find(" and").unwrap());
        assert_eq!(at("!"), text.find('!').unwrap());
        assert_eq!(cleaned.addresses().len(), 2);
        let all = 0..text.len();
        assert_eq!(take_out(text, std::slice::from_ref(&all)), None);
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_cleaned_once(pieces in proptest::collection::vec("(@|%40|&#64;|a|é|世|\\.|\\\\|:|/|<|>|mailto:|\\]\\(|b\\.org| |_|-|\\?)", 0..40)) {
            let text = pieces.concat();
            if let Some(cleaned) = take_out(&text, &[]) {
                for at in 0..=cleaned.text.len() {
                    proptest::prop_assert!(cleaned.original(at) <= text.len());
                }
            }
        }
    }
}
