//! `:::` lines: found, masked and read.
//!
//! Each line that may be a directive is masked with a processing instruction of the same length
//! before Markdown is parsed: it ends blocks as it should, in quotes and lists too, and every
//! other byte keeps its place.

use std::borrow::Cow;

use memchr::memmem;

use crate::diagnostic::Span;

/// Directives whose id names something in the portal, so that it is needed once only.
pub(crate) const WITH_ID: &[&str] = &["activity", "discussion", "introduce", "challenge"];

/// Directives whose id is that of something else, which they show.
pub(super) const WITH_ID_OF_OTHERS: &[&str] = &["resource", "badge"];

/// The longest braces behind a picture or a part of a line, in bytes, so that many of them without an end do not take for ever.
const LONGEST_BRACES: usize = 2000;

/// A line that may open or close a directive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Candidate {
    /// The line from its first colon to its end, without the line break.
    pub(super) span: Span,
    /// How many colons it starts with.
    pub(super) colons: usize,
}

/// A directive as it is written in its first line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opening {
    /// Its name, `activity`.
    pub name: String,
    /// Where the name is.
    pub name_span: Span,
    /// The text after the name.
    pub title: String,
    /// What stands in braces.
    pub attributes: Vec<Attribute>,
}

/// `name="value"`, or a bare `name`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribute {
    /// Its name.
    pub name: String,
    /// Its value; `None` for a bare name.
    pub value: Option<String>,
    /// Where it is, name and value.
    pub span: Span,
}

/// What a candidate turned out to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Line {
    Open(Opening),
    Close,
    /// Braces that do not end, or a value without an end.
    Broken(Span),
}

/// Finds all candidates and masks them. The mask is as long as the text, byte for byte.
pub(super) fn mask(text: &str) -> (Cow<'_, str>, Vec<Candidate>) {
    if memmem::find(text.as_bytes(), b":::").is_none() {
        return (Cow::Borrowed(text), Vec::new());
    }
    let mut masked = text.as_bytes().to_vec();
    let mut candidates = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let content = line.trim_end_matches(['\n', '\r']);
        let lead = container_prefix(content);
        let colons = content[lead..]
            .bytes()
            .take_while(|byte| *byte == b':')
            .count();
        if colons >= 3 {
            let span = start + lead..start + content.len();
            masked[span.start] = b'<';
            masked[span.start + 1] = b'?';
            masked[span.start + 2..span.end].fill(b' ');
            if span.len() == 3 {
                masked[span.start + 2] = b'>';
            } else {
                masked[span.end - 2] = b'?';
                masked[span.end - 1] = b'>';
            }
            candidates.push(Candidate { span, colons });
        }
        start += line.len();
    }
    // Only whole lines were overwritten, and with ASCII, so this is still UTF-8.
    let masked = String::from_utf8(masked).unwrap_or_else(|_| text.to_owned());
    (Cow::Owned(masked), candidates)
}

/// How many bytes of a line belong to block quotes, list markers and indentation.
fn container_prefix(line: &str) -> usize {
    let bytes = line.as_bytes();
    let mut at = 0;
    loop {
        match bytes.get(at) {
            Some(b' ' | b'\t' | b'>') => at += 1,
            Some(b'-' | b'*' | b'+') if bytes.get(at + 1) == Some(&b' ') => at += 2,
            Some(b'0'..=b'9') => {
                let digits = bytes[at..]
                    .iter()
                    .take_while(|byte| byte.is_ascii_digit())
                    .count();
                match (bytes.get(at + digits), bytes.get(at + digits + 1)) {
                    (Some(b'.' | b')'), Some(b' ')) => at += digits + 2,
                    _ => return at,
                }
            }
            _ => return at,
        }
    }
}

/// Reads a candidate from the original text.
pub(super) fn read(text: &str, candidate: &Candidate) -> Line {
    let rest_start = candidate.span.start + candidate.colons;
    let rest = &text[rest_start..candidate.span.end];
    // Carpentries lessons close a line of colons with more colons.
    let rest = rest.trim_end().trim_end_matches(':');
    let mut cursor = Cursor {
        text: rest,
        at: 0,
        base: rest_start,
    };
    cursor.skip_space();
    if cursor.is_done() {
        return Line::Close;
    }
    let mut opening = Opening {
        name: String::new(),
        name_span: 0..0,
        title: String::new(),
        attributes: Vec::new(),
    };
    if !cursor.looks_at('{') {
        (opening.name, opening.name_span) = cursor.word();
    }
    cursor.skip_space();
    // `:::{note} Title` and `:::name{...} Title` have their braces first, `:::name Title {...}` last.
    if cursor.looks_at('{') {
        if let Err(span) = cursor.braces(&mut opening) {
            return Line::Broken(span);
        }
        cursor.rest().trim().clone_into(&mut opening.title);
    } else {
        let title = cursor.rest();
        match title.rfind('{').filter(|_| title.trim_end().ends_with('}')) {
            Some(brace) => {
                title[..brace].trim().clone_into(&mut opening.title);
                cursor.at += brace;
                if let Err(span) = cursor.braces(&mut opening) {
                    return Line::Broken(span);
                }
            }
            None => title.trim().clone_into(&mut opening.title),
        }
    }
    Line::Open(opening)
}

/// Attributes in braces at the start of a text, as Pandoc has them behind pictures and spans, and how long they are.
pub(super) fn attributes(text: &str) -> Option<(Vec<Attribute>, usize)> {
    if !text.starts_with('{') {
        return None;
    }
    let near = &text[..text.floor_char_boundary(LONGEST_BRACES)];
    // A blank line ends the paragraph, so the brace was none of these.
    let paragraph = &near[..near.find("\n\n").unwrap_or(near.len())];
    let mut cursor = Cursor {
        text: paragraph,
        at: 0,
        base: 0,
    };
    let mut opening = Opening {
        name: "-".to_owned(),
        name_span: 0..0,
        title: String::new(),
        attributes: Vec::new(),
    };
    if cursor.braces(&mut opening).is_err() {
        return None;
    }
    Some((opening.attributes, cursor.at))
}

struct Cursor<'a> {
    text: &'a str,
    at: usize,
    base: usize,
}

impl<'a> Cursor<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn is_done(&self) -> bool {
        self.at >= self.text.len()
    }

    fn looks_at(&self, char: char) -> bool {
        self.rest().starts_with(char)
    }

    fn skip_space(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start().len();
    }

    fn span_from(&self, start: usize) -> Span {
        self.base + start..self.base + self.at
    }

    /// A name: up to white space, a brace, `=` or a quote.
    fn word(&mut self) -> (String, Span) {
        let start = self.at;
        let end = self
            .rest()
            .find(|char: char| char.is_whitespace() || matches!(char, '{' | '}' | '=' | '"'));
        self.at += end.unwrap_or(self.rest().len());
        (self.text[start..self.at].to_owned(), self.span_from(start))
    }

    /// Everything in braces. A bare word before all else is the name, if there is none yet.
    fn braces(&mut self, opening: &mut Opening) -> Result<(), Span> {
        let open = self.at;
        self.at += 1;
        loop {
            self.skip_space();
            if self.is_done() {
                return Err(self.span_from(open));
            }
            if self.looks_at('}') {
                self.at += 1;
                return Ok(());
            }
            let start = self.at;
            let (name, _) = self.word();
            if name.is_empty() && !self.looks_at('=') {
                // A stray quote or brace: nothing that could be a name.
                self.at += self.rest().chars().next().map_or(1, char::len_utf8);
                return Err(self.span_from(start));
            }
            let value = if self.looks_at('=') {
                self.at += 1;
                Some(self.value().ok_or_else(|| self.span_from(start))?)
            } else {
                None
            };
            let span = self.span_from(start);
            match (name.strip_prefix('.'), name.strip_prefix('#'), value) {
                (Some(class), _, None) if opening.name.is_empty() => {
                    class.clone_into(&mut opening.name);
                    opening.name_span = span;
                }
                // Further classes are for style sheets of other tools.
                (Some(_), _, None) => {}
                (_, Some(id), None) => {
                    opening.attributes.push(Attribute {
                        name: "id".to_owned(),
                        value: Some(id.to_owned()),
                        span,
                    });
                }
                (_, _, None) if opening.name.is_empty() => {
                    opening.name_span = span;
                    opening.name = name;
                }
                (_, _, value) => opening.attributes.push(Attribute { name, value, span }),
            }
        }
    }

    /// A value in quotes, with `\"` for a quote, or a bare one. `None` if a quote is not closed.
    fn value(&mut self) -> Option<String> {
        let first = self.rest().chars().next();
        // Word processors make quotes curly, and what is meant is plain.
        let (open, close) = match first {
            Some(char @ ('"' | '\'')) => (char, char),
            Some(char @ ('“' | '„' | '”')) => (char, '”'),
            _ => return Some(self.word().0),
        };
        self.at += open.len_utf8();
        let mut value = String::new();
        let mut chars = self.rest().char_indices();
        while let Some((at, char)) = chars.next() {
            match char {
                '\\' => value.extend(chars.next().map(|(_, char)| char)),
                char if char == close || (open == '„' && char == '“') => {
                    self.at += at + char.len_utf8();
                    return Some(value);
                }
                char => value.push(char),
            }
        }
        self.at = self.text.len();
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str) -> Line {
        let (masked, candidates) = mask(text);
        assert_eq!(masked.len(), text.len());
        assert_eq!(candidates.len(), 1, "{text}");
        read(text, &candidates[0])
    }

    fn open(text: &str) -> (String, String, Vec<(String, Option<String>)>) {
        match line(text) {
            Line::Open(opening) => {
                let attributes = opening
                    .attributes
                    .into_iter()
                    .map(|a| (a.name, a.value))
                    .collect();
                (opening.name, opening.title, attributes)
            }
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn every_way_to_write_an_opening() {
        let quiz = (
            "activity".to_owned(),
            "Do it".to_owned(),
            vec![
                ("id".to_owned(), Some("a1".to_owned())),
                ("team".to_owned(), None),
            ],
        );
        assert_eq!(open(r#":::activity Do it {id="a1" team}"#), quiz);
        assert_eq!(open(r#":::activity{id="a1" team} Do it"#), quiz);
        assert_eq!(open(r"::: activity {#a1 team} Do it"), quiz);
        assert_eq!(open(r":::: {.activity #a1 team} Do it"), quiz);
        assert_eq!(open(r":::{activity id=a1 team} Do it"), quiz);
        assert_eq!(open(r":::::::  challenge ::::").0, "challenge");
        assert_eq!(
            open(r#"> - :::x{say="a \"b\" }"}"#).2,
            [("say".to_owned(), Some("a \"b\" }".to_owned()))]
        );
    }

    #[test]
    fn closings_and_broken_ones() {
        assert_eq!(line("::::"), Line::Close);
        assert_eq!(line("  :::  \r\n"), Line::Close);
        assert_eq!(line(":::x{a=\"b}"), Line::Broken(5..10));
        assert_eq!(line(":::x{a"), Line::Broken(4..6));
    }

    proptest::proptest! {
        /// Every byte keeps its place, and what is no candidate keeps its bytes.
        #[test]
        fn the_mask_is_as_long_as_the_text(pieces in proptest::collection::vec("(:{1,5}[a-zé{}\"]{0,3}|[ >\t\r]|[-*+] |[0-9]{1,2}[.)] |\n|世|x)", 0..30)) {
            let text = pieces.concat();
            let (masked, candidates) = mask(&text);
            proptest::prop_assert_eq!(masked.len(), text.len());
            let mut done = 0;
            for candidate in &candidates {
                proptest::prop_assert_eq!(&masked[done..candidate.span.start], &text[done..candidate.span.start]);
                let line = &text[candidate.span.clone()];
                proptest::prop_assert!(line.starts_with(":::") && !line.contains('\n'));
                proptest::prop_assert!(masked[candidate.span.clone()].starts_with("<?") && masked[candidate.span.clone()].ends_with('>'));
                read(&text, candidate);
                done = candidate.span.end;
            }
            proptest::prop_assert_eq!(&masked[done..], &text[done..]);
        }
    }
}
