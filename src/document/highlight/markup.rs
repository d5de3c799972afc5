//! Code to HTML: grammar events in, few and short spans out.

use syntect::parsing::{ClearAmount, ParseState, ParsingError, ScopeStackOp};

use super::class::{Class, Classes};
use super::grammars::{Grammars, Language};

/// HTML of `code`, with classes.
///
/// # Errors
///
/// If the grammar fails on it.
pub(super) fn highlighted(
    grammars: &Grammars,
    language: Language<'_>,
    code: &str,
) -> Result<String, ParsingError> {
    let mut spans = Spans::new(code.len());
    let mut reader = Reader::new(grammars, language);
    for line in code.split_inclusive('\n') {
        if language.prompts.is_empty() {
            reader.line(line, &mut spans)?;
            continue;
        }
        // A command that ends with a backslash goes on in the next line.
        let prompt = language.prompts.iter().find(|prompt| {
            // Editors strip the space behind a prompt that stands alone.
            line.starts_with(**prompt) || line.trim_end() == prompt.trim_end()
        });
        if let Some(prompt) = prompt {
            let at = prompt.len().min(line.trim_end_matches(['\n', '\r']).len());
            spans.push(Class::Prompt, &line[..at]);
            // What came back in between is no code, so a shell starts afresh; Python's second
            // prompt goes on with what the first one began.
            if *prompt != "... " {
                reader = Reader::new(grammars, language);
            }
            reader.line(&line[at..], &mut spans)?;
            reader.goes_on = line.trim_end().ends_with('\\');
        } else if reader.goes_on {
            reader.line(line, &mut spans)?;
            reader.goes_on = line.trim_end().ends_with('\\');
        } else {
            spans.push(Class::Plain, line);
        }
    }
    Ok(spans.finish())
}

/// HTML of `code`, without classes.
pub(crate) fn plain(code: &str) -> String {
    let mut html = String::with_capacity(code.len() + code.len() / 16);
    escape(&mut html, code);
    html
}

fn escape(html: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.find(['&', '<', '>']) {
        html.push_str(&rest[..at]);
        html.push_str(match rest.as_bytes()[at] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            _ => "&gt;",
        });
        rest = &rest[at + 1..];
    }
    html.push_str(rest);
}

/// A grammar at work, and in which scopes it is.
struct Reader<'a> {
    grammars: &'a Grammars,
    state: ParseState,
    scopes: Vec<Level>,
    cleared: Vec<Vec<Level>>,
    goes_on: bool,
}

/// A scope that is open.
#[derive(Clone, Copy)]
struct Level {
    own: Option<Class>,
    class: Class,
}

impl<'a> Reader<'a> {
    fn new(grammars: &'a Grammars, language: Language<'a>) -> Self {
        Self {
            grammars,
            state: ParseState::new(language.syntax),
            scopes: Vec::with_capacity(16),
            cleared: Vec::new(),
            goes_on: false,
        }
    }

    fn line(&mut self, line: &str, spans: &mut Spans) -> Result<(), ParsingError> {
        // The grammars expect each line to have its end, the last one too.
        let ended;
        let with_end = if line.ends_with('\n') {
            line
        } else {
            ended = format!("{line}\n");
            &ended
        };
        let events = self.state.parse_line(with_end, &self.grammars.syntaxes)?;
        let mut at = 0;
        for (next, event) in &events {
            // Grammars have been seen to step back or to the middle of a character.
            let next = (*next).min(line.len());
            if next > at && line.is_char_boundary(next) {
                spans.push(self.class(), &line[at..next]);
                at = next;
            }
            self.apply(event);
        }
        spans.push(self.class(), &line[at..]);
        Ok(())
    }

    fn class(&self) -> Class {
        self.scopes.last().map_or(Class::Plain, |level| level.class)
    }

    /// The same steps as `syntect::parsing::ScopeStack`, but the class of each level is known
    /// when it opens, and leaving more levels than there are is no error.
    fn apply(&mut self, event: &ScopeStackOp) {
        match event {
            ScopeStackOp::Push(scope) => self.open(Classes::of(&self.grammars.classes, *scope)),
            ScopeStackOp::Pop(count) => {
                let left = self.scopes.len().saturating_sub(*count);
                self.scopes.truncate(left);
            }
            ScopeStackOp::Clear(amount) => {
                let left = match amount {
                    ClearAmount::TopN(count) => self.scopes.len().saturating_sub(*count),
                    ClearAmount::All => 0,
                };
                let cleared = self.scopes.split_off(left);
                self.cleared.push(cleared);
            }
            ScopeStackOp::Restore => {
                for level in self.cleared.pop().unwrap_or_default() {
                    self.open(level.own);
                }
            }
            ScopeStackOp::Noop => {}
        }
    }

    fn open(&mut self, own: Option<Class>) {
        let class = self.class().around(own);
        self.scopes.push(Level { own, class });
    }
}

/// HTML in the making. A span opens at the first sign that is not white space and closes behind
/// the last one, so that neighbours of one class share a span across spaces and lines.
struct Spans {
    html: String,
    open: Option<char>,
    space: String,
}

impl Spans {
    fn new(len: usize) -> Self {
        Self {
            html: String::with_capacity(len * 2),
            open: None,
            space: String::new(),
        }
    }

    fn push(&mut self, class: Class, text: &str) {
        let inner = text.trim();
        if inner.is_empty() {
            self.space.push_str(text);
            return;
        }
        let (before, behind) = (
            &text[..text.len() - text.trim_start().len()],
            &text[text.trim_end().len()..],
        );
        self.space.push_str(before);
        let letter = match class {
            Class::Operator if inner.chars().all(char::is_alphabetic) => Class::Keyword.letter(),
            // Signs stand out by themselves, and a span for each would double the page.
            Class::Operator => None,
            class => class.letter(),
        };
        if letter != self.open {
            self.close();
        }
        self.html.push_str(&self.space);
        self.space.clear();
        if letter != self.open
            && let Some(letter) = letter
        {
            self.html.push_str("<span class=\"");
            self.html.push(letter);
            self.html.push_str("\">");
        }
        self.open = letter;
        escape(&mut self.html, inner);
        self.space.push_str(behind);
    }

    fn close(&mut self) {
        if self.open.take().is_some() {
            self.html.push_str("</span>");
        }
    }

    fn finish(mut self) -> String {
        self.close();
        self.html.push_str(&self.space);
        self.html
    }
}
