//! Names: from files and folders of the course to parts of addresses.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::source::SourcePath;

/// A name as it stands in a URL: small letters and digits of any language, a hyphen for
/// everything between them. `Ice-breakers & co` gives `ice-breakers-co`.
#[must_use]
pub fn slug(name: &str) -> String {
    let mut slug = String::with_capacity(name.len());
    for char in name.nfc().flat_map(char::to_lowercase) {
        if char.is_alphanumeric() || (is_mark(char) && !slug.is_empty() && !slug.ends_with('-')) {
            slug.push(char);
        } else if !slug.ends_with('-') && !slug.is_empty() && char != '\'' && char != '’' {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

/// Whether this belongs to the letter before it, as vowels do in many scripts. What makes a sign an emoji does not.
pub(crate) fn is_mark(char: char) -> bool {
    is_combining_mark(char) && !('\u{fe00}'..='\u{fe0f}').contains(&char)
}

/// A name cut into the number in front of it, which orders it, and the rest: `01-welcome` is 1
/// and `welcome`. A name that is nothing but a number has no order.
#[must_use]
pub fn cut_order(name: &str) -> (Option<u32>, &str) {
    let digits = name.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 0 || digits > 3 {
        return (None, name);
    }
    let rest = &name[digits..];
    let trimmed = rest.trim_start_matches(['-', '_', '.', ' ']);
    if trimmed.len() == rest.len() || trimmed.is_empty() {
        return (None, name);
    }
    (name[..digits].parse().ok(), trimmed)
}

/// The URL of a folder below the base path: each part without its order, as a slug, with a `/`
/// behind it.
#[must_use]
pub fn folder_url(folder: &str) -> String {
    folder
        .split('/')
        .filter(|part| !part.is_empty())
        .map(part_url)
        .collect()
}

fn part_url(part: &str) -> String {
    let slug = slug(cut_order(part).1);
    // A name of punctuation only still needs an address.
    if slug.is_empty() {
        "page/".to_owned()
    } else {
        format!("{slug}/")
    }
}

/// The URL of a page: that of its folder for a folder's own page.
#[must_use]
pub fn page_url(path: &SourcePath, is_folder: bool) -> String {
    let folder = folder_url(path.folder());
    if is_folder {
        folder
    } else {
        folder + &part_url(path.stem())
    }
}

/// The URL of a file beside pages. Its own name stays.
#[must_use]
pub fn asset_url(path: &SourcePath) -> String {
    match path.as_str().strip_prefix("static/") {
        Some(rest) => rest.to_owned(),
        None => folder_url(path.folder()) + path.name(),
    }
}

/// Percent-encodes a value of a query: everything but what is never special in an address, and what keeps it readable.
#[must_use]
pub(crate) fn encode_value(value: &str) -> String {
    let mut encoded = String::with_capacity(value.len());
    for byte in value.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' | b'/' | b':' => {
                encoded.push(char::from(byte));
            }
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}

/// A URL path with everything escaped that may not stand in one.
#[must_use]
pub fn encode(path: &str) -> String {
    let mut encoded = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z'
            | b'a'..=b'z'
            | b'0'..=b'9'
            | b'-'
            | b'_'
            | b'.'
            | b'~'
            | b'/'
            | b'!'
            | b'$'
            | b'&'
            | b'\''
            | b'('
            | b')'
            | b'*'
            | b'+'
            | b','
            | b';'
            | b'='
            | b':'
            | b'@' => encoded.push(byte as char),
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}

/// Undoes [`encode`]. What is no escape stays; bytes that are not UTF-8 become U+FFFD.
#[must_use]
pub fn decode(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let digits = bytes
            .get(at + 1..at + 3)
            .and_then(|digits| std::str::from_utf8(digits).ok());
        match digits
            .filter(|_| bytes[at] == b'%')
            .and_then(|digits| u8::from_str_radix(digits, 16).ok())
        {
            Some(byte) => {
                decoded.push(byte);
                at += 3;
            }
            None => {
                decoded.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_any_script_stay_whole() {
        assert_eq!(slug("Модуль один"), "модуль-один");
        assert_eq!(slug("हिन्दी का पाठ"), "हिन्दी-का-पाठ");
        assert_eq!(slug("ชั้นเรียน"), "ชั้นเรียน");
        assert_eq!(slug("e\u{301}te\u{301}"), "été");
        assert_eq!(slug("❤\u{fe0f} Love"), "love");
    }

    #[test]
    fn names_become_addresses() {
        assert_eq!(cut_order("01-welcome"), (Some(1), "welcome"));
        assert_eq!(cut_order("2. Farm"), (Some(2), "Farm"));
        assert_eq!(cut_order("2026-10-05-post"), (None, "2026-10-05-post"));
        assert_eq!(cut_order("42"), (None, "42"));
        assert_eq!(
            page_url(
                &SourcePath::new("modules/01-Wel come/02-Hello & you.md"),
                false
            ),
            "modules/wel-come/hello-you/"
        );
        assert_eq!(
            asset_url(&SourcePath::new("modules/01-a/My Map.svg")),
            "modules/a/My Map.svg"
        );
        assert_eq!(asset_url(&SourcePath::new("static/img/a.svg")), "img/a.svg");
    }
}
