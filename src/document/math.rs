//! Mathematics: TeX to MathML while building, so that the page needs no script for it.

use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};

use pulldown_latex::config::DisplayMode;
use pulldown_latex::{Event, Parser, ParserError, RenderConfig, Storage, push_mathml};
use quick_xml::events::Event as Xml;

/// A formula longer than this is refused: it is a forgotten `$`. Bytes.
const LONGEST: usize = 20 * 1024;

/// Braces, `\left` and `\begin` in one another. No page can show more, and browsers and the
/// renderer take memory with each.
const DEEPEST: usize = 64;

/// Commands in one formula. The parser calls itself for each one in a row, as in
/// `\sqrt\sqrt\sqrt x`, and has no limit of its own: 4,000 are too many for the stack of a thread.
const MOST_COMMANDS: usize = 1_000;

/// What defines commands. A definition would only hold in its own formula, and with it one of a few
/// bytes can grow past all limits.
const DEFINITIONS: &[&str] = &[
    "def",
    "edef",
    "gdef",
    "xdef",
    "let",
    "futurelet",
    "newcommand",
    "renewcommand",
    "providecommand",
];

/// Why a formula can't be shown.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct MathError {
    /// What is wrong, in one sentence without an end.
    pub message: String,
    /// Where, in bytes of the formula.
    pub span: Range<usize>,
}

/// One `<math>` element for a formula in TeX, in a line or on lines of its own. It holds the TeX
/// as an annotation, for screen readers and for those who copy it.
///
/// # Errors
///
/// If the formula is no TeX that stoa knows, or far too large.
pub fn math(source: &str, display: bool) -> Result<String, MathError> {
    let whole = |message: &str| MathError {
        message: message.to_owned(),
        span: 0..source.len(),
    };
    if source.len() > LONGEST {
        return Err(whole("this formula is too long; is a `$` missing?"));
    }
    if let Some(at) = too_deep(source) {
        return Err(MathError {
            message: "this formula is nested too deeply".to_owned(),
            span: at..at + 1,
        });
    }
    if source.matches('\\').count() > MOST_COMMANDS {
        return Err(whole("this formula has too many commands"));
    }
    if let Some((message, span)) = refused(source) {
        return Err(MathError {
            message: message.to_owned(),
            span,
        });
    }
    // The parser is known to have slips of its own, and a panic must not cost the portal.
    // Everything that it could leave half done is made in here.
    let result = catch_unwind(AssertUnwindSafe(|| render(source, display)));
    let mathml = match result {
        Ok(Ok(mathml)) => mathml,
        Ok(Err(error)) => return Err(describe(source, &error)),
        Err(_) => return Err(whole("this formula can't be read")),
    };
    let mathml = escape_operators(&mathml);
    if !is_one_element(&mathml) {
        return Err(whole("this formula can't be shown"));
    }
    Ok(mathml)
}

fn render(source: &str, display: bool) -> Result<String, ParserError> {
    let storage = Storage::new();
    // All of it before the first output: the renderer would put errors into the page, in red.
    let events: Vec<Event<'_>> = Parser::new(source, &storage).collect::<Result<_, _>>()?;
    // The renderer writes the annotation as it is.
    let annotation = quick_xml::escape::partial_escape(source);
    let config = RenderConfig {
        display_mode: if display {
            DisplayMode::Block
        } else {
            DisplayMode::Inline
        },
        annotation: Some(&annotation),
        ..RenderConfig::default()
    };
    let mut mathml = String::with_capacity(source.len() * 8);
    // Only writing can fail, and writing to a string does not.
    let _ = push_mathml(
        &mut mathml,
        events.into_iter().map(Ok::<_, ParserError>),
        config,
    );
    Ok(mathml)
}

/// Where groups are nested too deeply.
fn too_deep(source: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut bytes = source.bytes().enumerate();
    while let Some((at, byte)) = bytes.next() {
        let rest = &source.as_bytes()[at..];
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            b'\\' if rest.starts_with(b"\\left") || rest.starts_with(b"\\begin") => depth += 1,
            b'\\' if rest.starts_with(b"\\right") || rest.starts_with(b"\\end") => {
                depth = depth.saturating_sub(1);
            }
            // `\{` is a sign, not a group.
            b'\\' => drop(bytes.next()),
            _ => {}
        }
        if depth > DEEPEST {
            return Some(at);
        }
    }
    None
}

/// A command that is not allowed, and what to do instead.
fn refused(source: &str) -> Option<(&'static str, Range<usize>)> {
    source.match_indices('\\').find_map(|(at, _)| {
        let name = source[at + 1..]
            .split(|char: char| !char.is_ascii_alphabetic())
            .next()?;
        let span = at..at + 1 + name.len();
        if DEFINITIONS.contains(&name) {
            Some((
                "a formula can't define commands; write out what it stands for",
                span,
            ))
        } else if name == "char" {
            // The parser panics on it before a letter that is not ASCII.
            Some(("`\\char` is not known; write the character itself", span))
        } else {
            None
        }
    })
}

/// The renderer writes the operators `<` and `&` as they are. A `<` that opens no tag and an `&`
/// that opens no entity are such operators.
fn escape_operators(mathml: &str) -> String {
    let mut escaped = String::with_capacity(mathml.len() + 16);
    let mut rest = mathml;
    while let Some(at) = rest.find(['<', '&']) {
        escaped.push_str(&rest[..at]);
        let behind = &rest[at + 1..];
        let is_tag = behind.starts_with(|char: char| char.is_ascii_lowercase() || char == '/');
        let is_entity = ["amp;", "lt;", "gt;", "quot;", "apos;", "#"]
            .iter()
            .any(|name| behind.starts_with(name));
        match rest.as_bytes()[at] {
            b'<' if is_tag => escaped.push('<'),
            b'<' => escaped.push_str("&lt;"),
            _ if is_entity => escaped.push('&'),
            _ => escaped.push_str("&amp;"),
        }
        rest = behind;
    }
    escaped.push_str(rest);
    escaped
}

/// Whether this is one well-formed `<math>` element. A formula may come from a contributor, so a
/// slip in the renderer must not let tags into the page.
fn is_one_element(mathml: &str) -> bool {
    let mut reader = quick_xml::Reader::from_str(mathml);
    let mut depth = 0_usize;
    let mut elements = 0;
    loop {
        match reader.read_event() {
            Ok(Xml::Start(tag)) => {
                elements += usize::from(depth == 0 && tag.name().as_ref() == "math");
                depth += 1;
            }
            Ok(Xml::End(_)) => depth -= 1,
            Ok(Xml::Eof) => return depth == 0 && elements == 1,
            Ok(Xml::Empty(_) | Xml::Text(_) | Xml::GeneralRef(_)) if depth > 0 => {}
            Ok(_) | Err(_) => return false,
        }
    }
}

/// The parser's error in an author's words, and its place.
fn describe(source: &str, error: &ParserError) -> MathError {
    let span = place(source, error).unwrap_or(0..source.len());
    let words = error.to_string();
    let words = words.lines().next().unwrap_or_default();
    let words = words.strip_prefix("parsing error: ").unwrap_or(words);
    let written = &source[span.clone()];
    let message = match words {
        "unknown primitive command found" if written.starts_with('\\') => {
            format!("there is no command `{written}`")
        }
        "unknown primitive command found" => "there is no such command".to_owned(),
        "unkown mathematical environment found" => "there is no such environment".to_owned(),
        "trying to add a subscript twice to the same element" => {
            "this has two subscripts; put braces around the first part".to_owned()
        }
        "trying to add a superscript twice to the same element" => {
            "this has two superscripts; put braces around the first part".to_owned()
        }
        "unbalanced group found, unexpected group closing found" => {
            "this closes a group that is not open".to_owned()
        }
        "expected a token" | "expected an argument" => "something is missing here".to_owned(),
        "alignment not allowed in current environment" => {
            "`&` belongs into an environment such as `aligned`".to_owned()
        }
        "new line command not allowed in current environment" => {
            "`\\\\` belongs into an environment such as `aligned`".to_owned()
        }
        words => match words.strip_prefix("unbalanced group found, expected it to be closed with ")
        {
            Some(closing) => format!("a group is not closed: {closing} is missing"),
            None => words.replace("unkown", "unknown"),
        },
    };
    MathError { message, span }
}

/// How much of the formula the parser's message shows on either side of the place.
const CONTEXT: usize = 12;

/// Where the error is. The parser knows, but only tells in a drawing for people: the last part of
/// it shows the formula around the place. Spaces behind the formula make both sides of it equally
/// long.
fn place(source: &str, error: &ParserError) -> Option<Range<usize>> {
    let padded = format!("{source}{}", " ".repeat(2 * CONTEXT));
    let storage = Storage::new();
    let again = catch_unwind(AssertUnwindSafe(|| {
        Parser::new(&padded, &storage).find_map(Result::err)
    }));
    let drawing = match again.ok().flatten() {
        Some(error) => error.to_string(),
        None => error.to_string(),
    };
    let (_, last) = drawing.rsplit_once("│\n│")?;
    let cut = last.starts_with('…');
    let mut lines: Vec<&str> = last.lines().collect();
    // The carets and the frame below them.
    lines.truncate(lines.len().checked_sub(2)?);
    let mut shown = String::new();
    for (at, line) in lines.iter().enumerate() {
        if at > 0 {
            shown.push('\n');
        }
        let line = if at == 0 {
            line.strip_prefix(['…', ' '])
        } else {
            line.strip_prefix("│ ")
        };
        shown.push_str(line?);
    }
    let end = if cut {
        padded.find(&shown)? + CONTEXT
    } else {
        shown.len().checked_sub(CONTEXT)?
    };
    let end = source.floor_char_boundary(end);
    let read = source[..end].trim_end();
    let last = read.chars().next_back()?;
    // `\begin{nope}` as a whole.
    let word = match (last, read.rfind('{')) {
        ('}', Some(open)) if !read[open + 1..read.len() - 1].contains('}') => &read[..open],
        _ => read,
    };
    let start = match word.rfind('\\') {
        Some(at)
            if word[at + 1..]
                .chars()
                .all(|char| char.is_ascii_alphabetic()) =>
        {
            at
        }
        _ => read.len() - last.len_utf8(),
    };
    Some(start..read.len())
}
