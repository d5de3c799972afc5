//! What HTML or XML says once it is read: without tags and comments, with its references decoded, and without characters
//! that take no room. Whoever searches a page for something searches this.

use std::borrow::Cow;
use std::ops::Range;

use crate::diagnostic::{Diagnostic, Span};
use crate::rule;
use crate::source::SourcePath;

/// Elements that stand in a line of text and do not end a word.
const INLINE: &[&str] = &[
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "data", "del", "dfn", "em", "font", "i", "ins",
    "kbd", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time",
    "tspan", "tt", "u", "var", "wbr",
];

/// Elements whose text is an example or a program. In code an address may stand.
const CODE: &[&str] = &["code", "pre", "script", "style"];

/// References by name to characters that addresses are made of, and to those that nobody sees.
const NAMED: &[(&str, &str)] = &[
    ("NewLine;", "\n"),
    ("Tab;", "\t"),
    ("amp;", "&"),
    ("apos;", "'"),
    ("bsol;", "\\"),
    ("colon;", ":"),
    ("commat;", "@"),
    ("dash;", "-"),
    ("gt;", ">"),
    ("hyphen;", "-"),
    ("lowbar;", "_"),
    ("lt;", "<"),
    ("lrm;", ""),
    ("nbsp;", " "),
    ("NoBreak;", ""),
    ("percnt;", "%"),
    ("period;", "."),
    ("plus;", "+"),
    ("quot;", "\""),
    ("rlm;", ""),
    ("shy", ""),
    ("sol;", "/"),
    ("UnderBar;", "_"),
    ("ZeroWidthSpace;", ""),
    ("zwj;", ""),
    ("zwnj;", ""),
];

/// The text of a page, and behind it the value of each attribute on a line of its own. Code is left out.
pub(crate) fn of_html(html: &str) -> String {
    read(html, false)
}

/// As [`of_html`], with code, which is a part of the line that it stands in.
pub(crate) fn with_code(html: &str) -> String {
    read(html, true)
}

fn read(html: &str, with_code: bool) -> String {
    let mut text = String::with_capacity(html.len() / 2);
    let mut values = String::new();
    let mut code: Option<&str> = None;
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        if code.is_none() {
            decode(&rest[..at], &mut text);
        }
        rest = &rest[at..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = comment.find("-->").map_or("", |end| &comment[end + 3..]);
            continue;
        }
        let inner = &rest[1..];
        let closes = inner.starts_with('/');
        let name = &inner[usize::from(closes)..];
        let length = name
            .find(|char: char| !char.is_ascii_alphanumeric() && !matches!(char, ':' | '-'))
            .unwrap_or(name.len());
        let name = &name[..length];
        if name.is_empty() && !inner.starts_with(['!', '?']) {
            if code.is_none() {
                text.push('<');
            }
            rest = inner;
            continue;
        }
        let start = 1 + usize::from(closes) + length;
        let end = start + tag(&rest[start..], &mut values);
        rest = &rest[end..];
        let is = |names: &[&'static str]| {
            let mut names = names.iter().copied();
            names.find(|known| known.eq_ignore_ascii_case(name))
        };
        match (code, is(CODE)) {
            (None, Some("code")) if with_code => {}
            (None, Some(_)) if with_code => text.push('\n'),
            (None, Some(opened)) if !closes => code = Some(opened),
            (Some(open), Some(closed)) if closes && open == closed => code = None,
            (None, _) if is(INLINE).is_none() => text.push('\n'),
            _ => {}
        }
    }
    if code.is_none() {
        decode(rest, &mut text);
    }
    text.push('\n');
    text.push_str(&values);
    text
}

/// Decodes the values of a tag's attributes, and says how long the tag is from here on.
fn tag(tag: &str, values: &mut String) -> usize {
    let mut start = 0;
    let mut quote: Option<(u8, usize)> = None;
    for (at, byte) in tag.bytes().enumerate() {
        match (byte, quote) {
            (_, Some((open, from))) if byte == open => {
                decode(&tag[from..at], values);
                values.push('\n');
                quote = None;
                start = at + 1;
            }
            (_, Some(_)) => {}
            (b'"' | b'\'', None) => quote = Some((byte, at + 1)),
            (b'>', None) => {
                decode(&tag[start..at], values);
                values.push('\n');
                return at + 1;
            }
            (b' ' | b'\n' | b'\t', None) => {
                decode(&tag[start..at], values);
                values.push('\n');
                start = at + 1;
            }
            _ => {}
        }
    }
    tag.len()
}

/// Adds a text with its references decoded, and without what takes no room.
pub(crate) fn decode(text: &str, out: &mut String) {
    out.extend(references(text).chars().filter_map(plain));
}

/// A text with those references decoded that occur in addresses.
pub(crate) fn references(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        if let Some((char, length)) = numeric(rest) {
            out.push(char);
            rest = &rest[length..];
        } else if let Some((name, value)) = NAMED.iter().find(|(name, _)| rest.starts_with(name)) {
            out.push_str(value);
            rest = &rest[name.len()..];
            if !name.ends_with(';') {
                rest = rest.strip_prefix(';').unwrap_or(rest);
            }
        } else {
            out.push('&');
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// `#64;`, `#x40;`, and both without their end, as browsers read them.
fn numeric(text: &str) -> Option<(char, usize)> {
    let digits = text.strip_prefix('#')?;
    let (digits, radix, before) = match digits.strip_prefix(['x', 'X']) {
        Some(digits) => (digits, 16, 2),
        None => (digits, 10, 1),
    };
    let length = digits
        .find(|char: char| !char.is_digit(radix))
        .unwrap_or(digits.len());
    let char = u32::from_str_radix(&digits[..length], radix)
        .ok()
        .and_then(char::from_u32)?;
    let end = usize::from(digits[length..].starts_with(';'));
    Some((char, before + length + end))
}

/// A character as it looks: nothing for one without width, and ASCII for its wide forms.
fn plain(char: char) -> Option<char> {
    match char {
        '\u{ad}'
        | '\u{34f}'
        | '\u{61c}'
        | '\u{180e}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}' => None,
        '\u{fe6b}' => Some('@'),
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(char as u32 - 0xfee0),
        char => Some(char),
    }
}

/// Without characters that control something or that nobody sees: they turn the direction of a line, hide a word from a search, or
/// mean something to the stage that writes the page. What joins letters or picks a picture stays where it does that.
pub(crate) fn shown(text: &str) -> Cow<'_, str> {
    without(text, &hidden(text, &[]))
}

/// As [`shown`], for what the writer of pages has put its own marks in.
pub(crate) fn shown_with(text: &str, marks: &[char]) -> Option<String> {
    match without(text, &hidden(text, marks)) {
        Cow::Owned(text) => Some(text),
        Cow::Borrowed(_) => None,
    }
}

fn without<'a>(text: &'a str, hidden: &[Range<usize>]) -> Cow<'a, str> {
    if hidden.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for range in hidden {
        out.push_str(&text[done..range.start]);
        done = range.end;
    }
    out.push_str(&text[done..]);
    Cow::Owned(out)
}

/// Where characters are that nobody sees, next to each other in one range.
pub(crate) fn hidden(text: &str, marks: &[char]) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    // All of these are control characters, or not ASCII.
    let is_plain = |byte: u8| byte.is_ascii_graphic() || matches!(byte, b' ' | b'\n' | b'\t');
    if text.bytes().all(is_plain) {
        return ranges;
    }
    let mut before = ' ';
    let mut chars = text.char_indices().peekable();
    while let Some((at, char)) = chars.next() {
        let joins = |char: char| !char.is_ascii() && is_seen(char);
        let next = chars.peek().map(|(_, next)| *next);
        let stays = match char {
            '\u{200c}' | '\u{200d}' => {
                (joins(before) || before == '\u{fe0f}') && next.is_some_and(joins)
            }
            // `1\u{fe0f}\u{20e3}` is a key with a digit.
            '\u{fe0e}' | '\u{fe0f}' => joins(before) || next == Some('\u{20e3}'),
            char => is_seen(char) || marks.contains(&char),
        };
        if stays {
            before = char;
        } else {
            let end = at + char.len_utf8();
            match ranges.last_mut() {
                Some(last) if last.end == at => last.end = end,
                _ => ranges.push(at..end),
            }
        }
    }
    ranges
}

/// Whether a character takes room, or ends a line.
pub(crate) fn is_seen(char: char) -> bool {
    match char {
        '\n' | '\t' => true,
        '\u{ad}'
        | '\u{34f}'
        | '\u{61c}'
        | '\u{115f}'
        | '\u{1160}'
        | '\u{17b4}'
        | '\u{17b5}'
        | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}'
        | '\u{ffa0}'
        | '\u{fff0}'..='\u{ffff}'
        | '\u{e0000}'..='\u{e0fff}' => false,
        char => !char.is_control(),
    }
}

/// The finding for characters that nobody sees.
pub(crate) fn finding(path: &SourcePath, span: Option<Span>) -> Diagnostic {
    let message = "here are characters that nobody sees, and they are left out";
    Diagnostic::new(&rule::HIDDEN_CHARACTER, path, span, message)
        .help("delete them, or type the line again")
}

#[cfg(test)]
mod tests {
    use super::of_html;

    #[test]
    fn what_a_reader_sees_is_one_text() {
        for (html, words) in [
            ("a<b></b>@<!-- x > -->c&#46;d", "a@c.d"),
            ("a&shy;b&#x40c&period;d&#0046;e", "ab\u{40c}.d.e"),
            ("<p>a</p><p>b</p>1 < 2 &copy", "a b 1 < 2 &copy"),
            ("<i title=\"a&#64;b\" id=x>y</i>", "y a@b id=x"),
            ("x<code>a<b>c</b></code>y<style>@x</style>", "xy"),
            ("a\u{200b}b＠c", "ab@c"),
        ] {
            let seen = of_html(html);
            let seen: Vec<&str> = seen.split_whitespace().collect();
            assert_eq!(seen.join(" "), words, "{html}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read(pieces in proptest::collection::vec("(<|>|&|#|x|4|;|\"|'|=| |<!--|-->|</|code|é|世|shy)", 0..40)) {
            of_html(&pieces.concat());
        }
    }
}
