//! What somebody reads in a text, or a program does: a name that is cut in two by a tag, an escape or a character without width is
//! the same name to both.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

use crate::name::{decode, is_mark};
use crate::visible;

/// Endings of files in which `\u0041` is a letter.
const ESCAPED: &[&str] = &[
    "geojson",
    "ics",
    "ipynb",
    "js",
    "json",
    "mjs",
    "webmanifest",
];

/// How often something is decoded that was encoded more than once.
const MOST: usize = 4;

/// What the references to letters with a mark end with, and the mark.
const MARKS: &[(&str, char)] = &[
    ("acute;", '\u{301}'),
    ("breve;", '\u{306}'),
    ("caron;", '\u{30c}'),
    ("cedil;", '\u{327}'),
    ("circ;", '\u{302}'),
    ("dot;", '\u{307}'),
    ("grave;", '\u{300}'),
    ("macr;", '\u{304}'),
    ("ogon;", '\u{328}'),
    ("ring;", '\u{30a}'),
    ("tilde;", '\u{303}'),
    ("uml;", '\u{308}'),
];

/// References to letters that are no other letter with a mark.
const LETTERS: &[(&str, &str)] = &[
    ("AElig;", "Æ"),
    ("aelig;", "æ"),
    ("Oslash;", "Ø"),
    ("oslash;", "ø"),
    ("OElig;", "Œ"),
    ("oelig;", "œ"),
    ("Lstrok;", "Ł"),
    ("lstrok;", "ł"),
    ("szlig;", "ß"),
];

/// The readings of a file with this ending. The first is the file as it is written, its references and escapes decoded.
pub(super) fn readings<'a>(ending: &str, text: &'a str) -> Vec<Cow<'a, str>> {
    let mut written = Cow::Borrowed(text);
    if ESCAPED.contains(&ending) && written.contains('\\') {
        written = Cow::Owned(unescaped(&written));
    }
    for _ in 0..MOST {
        if !written.contains('&') {
            break;
        }
        let next = letters(&visible::references(&written));
        if next == written {
            break;
        }
        written = Cow::Owned(next);
    }
    let mut all = Vec::with_capacity(3);
    if written.contains('%') {
        let mut decoded = decode(&written);
        for _ in 1..MOST {
            let next = decode(&decoded);
            if next == decoded {
                break;
            }
            decoded = next;
        }
        all.push(Cow::Owned(decoded));
    }
    if written.contains('<') {
        all.push(Cow::Owned(visible::with_code(&written)));
    }
    all.insert(0, written);
    all
}

/// The readings of a part of a file of the course, whatever it is written in.
pub(super) fn of_source(text: &str) -> Vec<Cow<'_, str>> {
    let mut all = readings("", text);
    if text.contains('\\') {
        all.extend(readings("json", text));
    }
    if text.contains(['*', '_', '`', '~', '\\']) {
        let bare = text.replace(['*', '_', '`', '~', '\\'], "");
        let bare = readings("", &bare).into_iter();
        all.extend(bare.map(|reading| Cow::Owned(reading.into_owned())));
    }
    all
}

/// A text with its escapes decoded: `\n`, `\u00e9`, `\xe9`, `\u{e9}`.
fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut units: Vec<u16> = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        // Two halves of a letter stand next to each other.
        if at > 0 {
            out.push_str(&String::from_utf16_lossy(&units));
            units.clear();
        }
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let hex = |from: usize, to: usize| {
            let digits = rest.get(from..to)?;
            let is_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
            is_hex.then(|| u32::from_str_radix(digits, 16).ok())?
        };
        let wide = rest.strip_prefix("u{").and_then(|rest| rest.find('}'));
        let (code, length) = match rest.as_bytes().first() {
            Some(b'u') if wide.is_some_and(|end| end < 8) => {
                let end = wide.unwrap_or_default() + 2;
                (hex(2, end), end + 1)
            }
            Some(b'u') => (hex(1, 5), 5),
            Some(b'U') => (hex(1, 9), 9),
            Some(b'x') => (hex(1, 3), 3),
            _ => (None, 0),
        };
        if let Some(code) = code {
            match (u16::try_from(code), char::from_u32(code)) {
                (Ok(unit), _) => units.push(unit),
                (_, Some(char)) => {
                    let mut pair = [0; 2];
                    units.extend_from_slice(char.encode_utf16(&mut pair));
                }
                _ => {}
            }
            rest = &rest[length..];
            continue;
        }
        out.push_str(&String::from_utf16_lossy(&units));
        units.clear();
        match rest.as_bytes().first() {
            Some(b'n' | b'N' | b'r' | b't' | b'b' | b'f' | b'v') => {
                out.push('\n');
                rest = &rest[1..];
            }
            // What stands behind it is itself; two of them are one.
            Some(b'\\') => {
                out.push('\\');
                rest = &rest[1..];
            }
            _ => {}
        }
    }
    out.push_str(&String::from_utf16_lossy(&units));
    out.push_str(rest);
    out
}

/// A text with the references to letters decoded: `&eacute;`.
fn letters(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        if let Some((name, letter)) = LETTERS.iter().find(|(name, _)| rest.starts_with(name)) {
            out.push_str(letter);
            rest = &rest[name.len()..];
            continue;
        }
        let mut chars = rest.chars();
        let base = chars.next().filter(char::is_ascii_alphabetic);
        let mark = MARKS
            .iter()
            .find(|(name, _)| chars.as_str().starts_with(name));
        if let (Some(base), Some((name, mark))) = (base, mark) {
            out.extend([base, *mark]);
            rest = &rest[1 + name.len()..];
        } else {
            out.push('&');
        }
    }
    out.push_str(rest);
    out
}

/// A text by which names are compared.
#[derive(Debug)]
pub(super) struct Folded {
    /// Its words in small letters (Unicode's compatibility forms, composed), with a space before and behind each. The end of a
    /// sentence is a word of its own: nobody is called by the end of one and the start of the next.
    pub(super) text: String,
    /// Those of its words that have a capital letter within: `AdaLovelace`.
    pub(super) joined: Vec<String>,
    /// Where the last word starts, whether its last letter was small, and whether it is one of these.
    word: usize,
    is_small: bool,
    is_joined: bool,
    is_end: bool,
}

impl Folded {
    /// The words of a text.
    pub(super) fn of(text: &str) -> Self {
        let mut folded = Self {
            text: String::with_capacity(text.len() + 2),
            joined: Vec::new(),
            word: 1,
            is_small: false,
            is_joined: false,
            is_end: false,
        };
        folded.text.push(' ');
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            if bytes[at].is_ascii() {
                folded.ascii(bytes[at]);
                at += 1;
                continue;
            }
            let others = bytes[at..].iter().take_while(|byte| !byte.is_ascii());
            let end = at + others.count();
            folded.others(&text[at..end]);
            at = end;
        }
        folded.end_word();
        folded
    }

    fn ascii(&mut self, byte: u8) {
        if byte.is_ascii_alphanumeric() {
            let is_large = byte.is_ascii_uppercase();
            self.is_joined |= is_large && self.is_small;
            self.is_small = !is_large;
            self.text.push(char::from(byte.to_ascii_lowercase()));
            self.is_end = false;
        } else if byte.is_ascii_whitespace() || !byte.is_ascii_control() {
            self.gap(char::from(byte));
        }
    }

    /// Letters that are not ASCII, up to the next that is.
    fn others(&mut self, run: &str) {
        let mut seen = run
            .chars()
            .filter(|char| visible::is_seen(*char) || char.is_whitespace())
            .peekable();
        // A mark is one with the letter before it.
        let has_mark = seen.peek().is_some_and(|char| is_mark(*char));
        let base = if has_mark && !self.text.ends_with(' ') {
            self.text.pop()
        } else {
            None
        };
        for char in base.into_iter().chain(seen).nfkc() {
            if char.is_alphanumeric() || is_mark(char) {
                let is_large = char.is_uppercase();
                self.is_joined |= is_large && self.is_small;
                self.is_small = char.is_lowercase();
                // By way of the capitals, as case folding does: `ß` is `ss`, and both forms of sigma are one.
                let folded = char.to_uppercase().flat_map(char::to_lowercase);
                self.text.extend(folded);
                self.is_end = false;
            } else if visible::is_seen(char) || char.is_whitespace() {
                self.gap(char);
            }
        }
    }

    fn gap(&mut self, char: char) {
        self.end_word();
        if self.is_end && char.is_whitespace() {
            self.text.push_str("| ");
            self.word = self.text.len();
        }
        self.is_end = matches!(char, '.' | '!' | '?' | ';' | ':' | '。' | '！' | '？');
    }

    fn end_word(&mut self) {
        if !self.text.ends_with(' ') {
            if self.is_joined {
                self.joined.push(self.text[self.word..].to_owned());
            }
            self.text.push(' ');
            self.word = self.text.len();
        }
        self.is_joined = false;
        self.is_small = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_compared_as_they_look() {
        for (text, words) in [
            ("Ada\u{a0}Love\u{ad}lace’s", " ada lovelace s "),
            ("Jose\u{301} STRAUSS Strauß", " josé strauss strauss "),
            ("Ａｄａ 𝐋ovelace ﬁn", " ada lovelace fin "),
            ("\u{1100}\u{1175}\u{11b7}", " 김 "),
            ("a. B c.d", " a | b c d "),
            ("", " "),
        ] {
            assert_eq!(Folded::of(text).text, words, "{text}");
        }
        assert_eq!(Folded::of("x AdaLovelace Ada").joined, ["adalovelace"]);
    }

    #[test]
    fn escapes_are_read() {
        let read = |text: &str| unescaped(text);
        assert_eq!(read(r"a\nb\u0041\x42\u{43}\\d"), "a\nbABC\\d");
        assert_eq!(read(r"\ud83d\ude00\u1 \"), "😀u1 ");
        assert_eq!(letters("Jos&eacute; &szlig; &x"), "Jose\u{301} ß &x");
    }

    proptest::proptest! {
        #[test]
        fn any_text_has_readings(text in "(\\\\|u|x|[{}0-9a-fé世]|&|#|;|uml|%|<|>|\u{301}|\u{200b}){0,30}") {
            for reading in of_source(&text).iter().chain(&readings("js", &text)) {
                let folded = Folded::of(reading).text;
                proptest::prop_assert!(folded.starts_with(' ') && folded.ends_with(' '));
            }
        }
    }
}
