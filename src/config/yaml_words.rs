//! What a YAML parser finds wrong, in the author's words: where the slip is, and what to write instead.

use crate::diagnostic::{LineIndex, Span};

/// A mistake in YAML.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Mistake {
    pub(super) span: Span,
    pub(super) message: String,
    pub(super) help: String,
}

/// A line of the text.
#[derive(Clone, Copy)]
struct Line<'a> {
    /// The byte at which it starts.
    start: usize,
    text: &'a str,
}

impl<'a> Line<'a> {
    /// The spaces and tabs at its start.
    fn indent(self) -> &'a str {
        &self.text[..self.text.len() - self.text.trim_start().len()]
    }

    /// Its key and the place of what follows the colon, whether a space is between them or not; a dash before it is
    /// left out.
    fn key(self) -> Option<(&'a str, usize)> {
        let inside = self.text.trim_start_matches([' ', '-']);
        let (key, _) = inside.split_once(':')?;
        let is_key = key.starts_with(|char: char| char.is_ascii_alphabetic())
            && key
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte));
        let behind = self.text.len() - inside.len() + key.len() + 1;
        is_key.then_some((key, behind))
    }

    /// What follows `key: ` and the byte of the text at which it starts.
    fn value(self) -> Option<(&'a str, &'a str, usize)> {
        let (key, behind) = self.key()?;
        let rest = &self.text[behind..];
        let value = rest.trim();
        let start = self.start + behind + (rest.len() - rest.trim_start().len());
        Some((key, value, start))
    }

    fn span(self) -> Span {
        let from = self.start + self.indent().len();
        from..from + self.text.trim().len()
    }
}

/// What is meant by the parser's `words` about the place `span`.
pub(super) fn mistake(words: &str, span: Span, text: &str) -> Mistake {
    let lines = LineIndex::new(text);
    let number = lines.position(span.start).line;
    let line = |number: usize| {
        let start = lines.offset(number);
        let text = text[start..].lines().next().unwrap_or_default();
        Line { start, text }
    };
    let here = line(number);
    let before = (number > 1).then(|| line(number - 1));
    // Some tabs are found only when the line before is over.
    let after = words.contains("tab").then(|| line(number + 1));
    // Without its space, a line goes on into the next one, and that is where the parser stops.
    let glued = before.filter(|_| words.starts_with("mapping values are not allowed"));
    tab(here)
        .or_else(|| after.and_then(tab))
        .or_else(|| in_words(words, &span))
        .or_else(|| glued.and_then(no_space))
        .or_else(|| no_space(here))
        .or_else(|| about_value(words, here))
        .or_else(|| about_indent(words, here, before))
        .unwrap_or_else(|| Mistake {
            span,
            message: format!("this cannot be read as YAML: {words}"),
            help: "write each `key: value` on a line of its own, without tabs, and text with a colon or a quote in it between \"quotes\"".to_owned(),
        })
}

/// YAML that is one text and no keys, although the parser has nothing against it.
pub(super) fn no_keys(text: &str) -> Mistake {
    let start = text.len() - text.trim_start().len();
    let first = Line {
        start,
        text: text[start..].lines().next().unwrap_or_default(),
    };
    no_space(first).unwrap_or_else(|| Mistake {
        span: first.span(),
        message: "there is no key here".to_owned(),
        help: "write each `key: value` on a line of its own".to_owned(),
    })
}

/// A tab where only spaces count.
fn tab(line: Line<'_>) -> Option<Mistake> {
    let at = line.start + line.indent().find('\t')?;
    Some(Mistake {
        span: at..at + 1,
        message: "this line is indented with a tab".to_owned(),
        help: "use spaces: YAML takes no tabs at the start of a line".to_owned(),
    })
}

/// What the parser's words say for sure.
fn in_words(words: &str, span: &Span) -> Option<Mistake> {
    let of = |message: &str, help: &str| {
        Some(Mistake {
            span: span.clone(),
            message: message.to_owned(),
            help: help.to_owned(),
        })
    };
    if let Some(rest) = words.strip_prefix("duplicate mapping key: ") {
        let key = rest.split(',').next().unwrap_or(rest);
        return of(&format!("`{key}` is written twice"), "keep one of the two");
    }
    let is_limit = words.starts_with("budget breached")
        || words.contains("nesting")
        || words.contains("recursion")
        || words.contains("exceeded");
    if is_limit
        && ["Alias", "Anchor", "alias", "anchor", "Nodes", "Events"]
            .iter()
            .any(|word| words.contains(word))
    {
        return of(
            "there are too many values here, for this repeats itself with `&name` and `*name`",
            "write the values out",
        );
    }
    if is_limit
        && ["Depth", "depth", "nest", "recursion"]
            .iter()
            .any(|word| words.contains(word))
    {
        return of(
            "lists and tables stand too deep in each other here",
            "write them with fewer brackets, or with less indentation: three levels are enough for all that stoa reads",
        );
    }
    if words.starts_with("unclosed quote") {
        return of(
            "the closing quote is missing",
            "write the text between two quotes, on one line",
        );
    }
    if words.starts_with("invalid trailing content after") {
        return of(
            "the text goes on behind its closing quote",
            "where a quote or an apostrophe is in the text, put the other kind around it: \"it's\" or 'say \"hi\"'",
        );
    }
    if let Some(bracket) = words.strip_prefix("unclosed bracket ") {
        let closing = if bracket.contains('{') { '}' } else { ']' };
        return of(
            &format!("the bracket {bracket} is not closed"),
            &format!("write `{closing}` at its end"),
        );
    }
    None
}

/// `title:A` is no key and a value, but one word.
fn no_space(line: Line<'_>) -> Option<Mistake> {
    let (key, behind) = line.key()?;
    let value = &line.text[behind..];
    let is_glued =
        value.starts_with(|char: char| !char.is_whitespace()) && !value.starts_with("//");
    is_glued.then(|| {
        let colon = line.start + behind - 1;
        Mistake {
            span: colon..colon + 1,
            message: "there is no space behind this colon".to_owned(),
            help: format!("write `{key}: {}`", value.trim_end()),
        }
    })
}

/// A value that needs quotes.
fn about_value(words: &str, here: Line<'_>) -> Option<Mistake> {
    let (key, value, start) = here.value()?;
    let first = value.chars().next()?;
    let help = || {
        // In single quotes nothing has a meaning but the quote itself.
        let quoted = if value.contains('"') {
            format!("'{}'", value.replace('\'', "''"))
        } else {
            format!("\"{}\"", value.replace('\\', "\\\\"))
        };
        format!("write `{key}: {quoted}`")
    };
    if words.starts_with("mapping values are not allowed") {
        let colon = value
            .find(": ")
            .or(value.ends_with(':').then(|| value.len() - 1))?;
        return Some(Mistake {
            span: start + colon..start + colon + 1,
            message: "a colon in a value needs quotes around the value".to_owned(),
            help: help(),
        });
    }
    "*&!@`%?|>,#-".contains(first).then(|| Mistake {
        span: start..start + first.len_utf8(),
        message: format!("a value that begins with `{first}` needs quotes around it"),
        help: help(),
    })
}

/// A line that does not begin where the lines that it belongs to begin.
fn about_indent(words: &str, here: Line<'_>, before: Option<Line<'_>>) -> Option<Mistake> {
    let before = before?;
    let (now, then) = (here.indent().len(), before.indent().len());
    if now == then || here.text.trim().is_empty() {
        return (words.starts_with("simple key expected") && here.key().is_none()).then(|| {
            Mistake {
                span: here.span(),
                message: "there is no key on this line".to_owned(),
                help: "write `key: value`, or indent the line if the text above goes on in it"
                    .to_owned(),
            }
        });
    }
    Some(Mistake {
        span: here.span(),
        message: "this line begins in another column than the lines above that it belongs to"
            .to_owned(),
        help: "begin lines that belong together in the same column".to_owned(),
    })
}
