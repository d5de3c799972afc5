//! What looks like Markdown and is none: the author means a list or a table, and learners see signs in a line of text.
//!
//! Each slip is a look at one line of the source, with what the parser made of it at hand. Lines with the same slip below each
//! other are one finding.

use std::collections::HashSet;
use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::Pass;
use crate::diagnostic::Diagnostic;
use crate::document::note;
use crate::rule;

/// A slip in one line, and what to write instead.
struct Slip {
    at: Range<usize>,
    message: &'static str,
    help: String,
}

/// One line of the source.
struct Line<'a> {
    /// Where its text begins, behind indentation and marks of quotes.
    start: usize,
    /// The text from there on, without white space at its end.
    text: &'a str,
    /// How many columns it is indented.
    indent: usize,
}

/// The last list item.
struct Item {
    indent: usize,
    /// Where its text begins, counted in columns.
    content: usize,
    is_numbered: bool,
}

/// What the parser made of the source.
#[derive(Default)]
struct Read {
    /// What is shown as text.
    text: Vec<Range<usize>>,
    /// Code and HTML, which nobody means as Markdown.
    code: Vec<Range<usize>>,
    /// Stars that are shown as such, with the number of the block that they stand in.
    stars: Vec<(usize, usize)>,
}

impl Read {
    fn of(events: &[(Event<'_>, Range<usize>)], source: &str) -> Self {
        let mut read = Self::default();
        let mut block = 0;
        for (event, range) in events {
            match event {
                Event::Start(Tag::CodeBlock(_) | Tag::HtmlBlock) => read.code.push(range.clone()),
                Event::Text(_) if !note::holds(&read.code, range.start) => {
                    let stars = source[range.clone()].match_indices('*');
                    let stars = stars.map(|(at, _)| (range.start + at, block));
                    read.stars
                        .extend(stars.filter(|(at, _)| !source[..*at].ends_with('\\')));
                    read.text.push(range.clone());
                }
                Event::Start(tag) if !is_inline(tag) => block += 1,
                Event::End(
                    TagEnd::Paragraph | TagEnd::Item | TagEnd::TableCell | TagEnd::Heading(_),
                ) => block += 1,
                _ => {}
            }
        }
        read
    }
}

fn is_inline(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. }
    )
}

impl Pass<'_, '_> {
    /// Reports every slip.
    pub(super) fn report_slips(&mut self, events: &[(Event<'_>, Range<usize>)]) {
        let read = Read::of(events, self.text);
        let mut slips = bold(self.text, &read);
        let lines: Vec<Line<'_>> = lines(self.text)
            .filter(|line| !note::holds(&read.code, line.start))
            .collect();
        let mut item = None;
        let mut last: Option<(usize, &'static str)> = None;
        for (at, line) in lines.iter().enumerate() {
            let found = bullet(line, &read)
                .or_else(|| table(&lines[at..], &read))
                .or_else(|| two_colons(line))
                .or_else(|| indent(line, &mut item));
            let Some(found) = found else { continue };
            let goes_on =
                last.is_some_and(|(before, message)| before + 1 == at && message == found.message);
            last = Some((at, found.message));
            if !goes_on {
                slips.push(found);
            }
        }
        // A line that closes nothing says the same of the block above it.
        let told: HashSet<usize> = self
            .diagnostics
            .iter()
            .filter(|found| found.rule == &rule::STRAY_CLOSE)
            .flat_map(|found| found.related.iter().map(|other| other.start))
            .collect();
        for slip in slips {
            let span = self.span(&slip.at);
            if !told.contains(&span.start) {
                self.diagnostics.push(
                    Diagnostic::new(&rule::MARKDOWN_SLIP, self.input.path, span, slip.message)
                        .help(slip.help),
                );
            }
        }
    }
}

/// The lines that hold anything.
fn lines(text: &str) -> impl Iterator<Item = Line<'_>> {
    let mut end = 0;
    text.split_inclusive('\n').filter_map(move |line| {
        let start = end;
        end += line.len();
        let mut indent = 0;
        let mut lead = 0;
        for byte in line.bytes() {
            match byte {
                b' ' | b'>' => indent += 1,
                b'\t' => indent += 4 - indent % 4,
                _ => break,
            }
            lead += 1;
        }
        let text = line[lead..].trim_end();
        (!text.is_empty()).then_some(Line {
            start: start + lead,
            text,
            indent,
        })
    })
}

/// `• `, `· ` and the like, which word processors write, and `o` with a tab, which is their second level.
fn bullet(line: &Line<'_>, read: &Read) -> Option<Slip> {
    let mut chars = line.text.chars();
    let mark = chars.next()?;
    let is_mark = match mark {
        '•' | '·' | '◦' | '▪' | '‣' | '●' | '○' | '■' | '\u{f0b7}' | '\u{f0a7}' => {
            chars.next().is_some_and(char::is_whitespace)
        }
        'o' | '–' => chars.next() == Some('\t'),
        _ => false,
    };
    (is_mark && note::holds(&read.text, line.start)).then(|| Slip {
        at: line.start..line.start + mark.len_utf8(),
        message: "this sign makes no list here, so the lines run together",
        help: "write `- ` in its place; for a list in a list, two spaces before it".to_owned(),
    })
}

/// Two lines or more between bars that are no table, because the line of dashes is missing or has another number of columns.
fn table(lines: &[Line<'_>], read: &Read) -> Option<Slip> {
    let is_row = |line: &Line<'_>| {
        line.text.len() > 2
            && line.text.starts_with('|')
            && line.text.ends_with('|')
            && note::holds(&read.text, line.start)
    };
    let [first, second, ..] = lines else {
        return None;
    };
    // The last line of a table is told with those above it.
    if !is_row(first) || !is_row(second) || !is_next(first, second) {
        return None;
    }
    let columns = first.text.matches('|').count() - 1;
    Some(Slip {
        at: first.start..first.start + first.text.len(),
        message: "these lines are no table, for the line of dashes below the heads is missing or has another number of columns",
        help: format!(
            "write `|{}` below the line with the heads",
            "---|".repeat(columns.min(20))
        ),
    })
}

/// Whether one line follows on the other, with nothing between them but a line break and marks of quotes.
fn is_next(first: &Line<'_>, second: &Line<'_>) -> bool {
    second.start - (first.start + first.text.len()) <= second.indent + 8
}

/// `::name`, which opens no block.
fn two_colons(line: &Line<'_>) -> Option<Slip> {
    let rest = line.text.strip_prefix("::")?;
    let length = rest
        .bytes()
        .take_while(|byte| byte.is_ascii_lowercase() || *byte == b'-')
        .count();
    let (name, after) = rest.split_at(length);
    // A note for facilitators that is written so has a rule of its own.
    let is_block = !name.is_empty()
        && (after.is_empty() || after.starts_with([' ', '{', '\t']))
        && !note::is_meant(name);
    is_block.then(|| Slip {
        at: line.start..line.start + 2 + length,
        message: "a block begins with three colons, so this is text",
        help: format!("write `:::{name}`, and a line `:::` where the block ends"),
    })
}

/// A list below a number that is indented less than the number's text, and so is a list of its own.
fn indent(line: &Line<'_>, last: &mut Option<Item>) -> Option<Slip> {
    let Some((width, is_numbered)) = marker(line.text) else {
        if line.indent == 0 {
            *last = None;
        }
        return None;
    };
    let least = usize::from(is_numbered) + 1;
    let wanted = last.as_ref().and_then(|item| {
        let is_slip =
            item.is_numbered && line.indent >= item.indent + least && line.indent < item.content;
        is_slip.then_some(item.content)
    });
    let Some(wanted) = wanted else {
        *last = Some(Item {
            indent: line.indent,
            content: line.indent + width,
            is_numbered,
        });
        return None;
    };
    Some(Slip {
        at: line.start..line.start + width.min(line.text.len()),
        message: "this list is indented too little to belong to the number above it",
        help: format!("write {wanted} spaces before it"),
    })
}

/// How wide the mark of a list item is with the space behind it, and whether it is a number.
fn marker(text: &str) -> Option<(usize, bool)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let mark = match text.as_bytes().get(digits)? {
        b'.' | b')' if (1..=9).contains(&digits) => digits + 1,
        b'-' | b'*' | b'+' if digits == 0 => 1,
        _ => return None,
    };
    let spaces = text[mark..]
        .bytes()
        .take_while(|byte| *byte == b' ')
        .count();
    // What is indented further is code in the item.
    let width = mark + if spaces > 4 { 1 } else { spaces };
    (spaces > 0).then_some((width, digits > 0))
}

/// Two stars on either side, with a space on the inner side of one of them.
fn bold(text: &str, read: &Read) -> Vec<Slip> {
    let mut slips = Vec::new();
    let pairs: Vec<(usize, usize)> = read
        .stars
        .windows(2)
        .filter(|pair| pair[0].0 + 1 == pair[1].0)
        .map(|pair| pair[0])
        .filter(|(at, _)| !text[..*at].ends_with('*') && !text[at + 2..].starts_with('*'))
        .collect();
    let mut stars = pairs.as_slice();
    while let [(open, block), (close, other), ..] = stars {
        let inner = text.get(open + 2..*close).unwrap_or_default();
        let (before, behind) = (
            inner.starts_with(char::is_whitespace),
            inner.ends_with(char::is_whitespace),
        );
        // With spaces on both sides, two stars are a sign of their own.
        if block != other || before == behind || inner.trim().is_empty() {
            stars = &stars[1..];
            continue;
        }
        stars = &stars[2..];
        let shown = inner.trim();
        let help = if shown.len() <= 60 && !shown.contains('\n') {
            format!("write `**{shown}**`")
        } else {
            "write the stars right at the words".to_owned()
        };
        slips.push(Slip {
            at: *open..close + 2,
            message: "a space stands inside of these stars, so they make nothing bold",
            help,
        });
    }
    slips
}
