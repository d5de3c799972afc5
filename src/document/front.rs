//! Front matter: cut off, and read.

use crate::config::{
    BadgeFront, Front, FrontFormat, Node, PageFront, PersonFront, PostFront, ResourceFront,
    Strictness, not_yet, toml, typed, yaml,
};
use crate::diagnostic::Diagnostic;
use crate::rule;
use crate::source::SourcePath;

use super::Kind;

/// A file cut into front matter and body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cut<'a> {
    /// The front matter without its fences, and in which language it is.
    pub(super) front: Option<(&'a str, FrontFormat)>,
    /// Where the front matter starts, in bytes.
    pub(super) front_start: usize,
    /// Where the body starts, in bytes.
    pub(super) body_start: usize,
}

/// What is wrong with the fences of a front matter: where, what is said, and the help.
pub(super) type BadFence = (std::ops::Range<usize>, String, &'static str);

/// Cuts off the front matter: lines between two `+++` or two `---` at the very start; YAML may end with `...` as well.
/// What looks like a front matter and is none is a mistake: a draft would be published by it.
pub(super) fn cut(text: &str) -> Result<Cut<'_>, BadFence> {
    let start = if text.starts_with('\u{feff}') {
        '\u{feff}'.len_utf8()
    } else {
        0
    };
    let none = Cut {
        front: None,
        front_start: start,
        body_start: start,
    };
    let mut lines = Lines { text, at: start };
    let Some((first, first_line)) = lines.next() else {
        return Ok(none);
    };
    let (fence, format) = match first_line.trim_end() {
        "+++" => ("+++", FrontFormat::Toml),
        "---" => ("---", FrontFormat::Yaml),
        _ => return almost(text, start).map_or(Ok(none), Err),
    };
    let front_start = lines.at;
    while let Some((line_start, line)) = lines.next() {
        let line = line.trim_end();
        if line == fence || (format == FrontFormat::Yaml && line == "...") {
            return Ok(Cut {
                front: Some((&text[front_start..line_start], format)),
                front_start,
                body_start: lines.at,
            });
        }
    }
    // A page may well begin with a thematic break, so `---` alone is no mistake.
    let looks_like_one = text[front_start..].lines().next().is_some_and(is_key);
    if format == FrontFormat::Yaml && !looks_like_one {
        return Ok(none);
    }
    let message = format!("the front matter that starts here has no closing `{fence}` line");
    Err((
        first..first + 3,
        message,
        "write the same line again where the front matter ends",
    ))
}

/// A fence that is not on the first line, not at its start, or too long, with keys below it.
fn almost(text: &str, start: usize) -> Option<BadFence> {
    let rest = &text[start..];
    let at = start + (rest.len() - rest.trim_start().len());
    let mut lines = text[at..].lines();
    let fence = lines.next()?.trim_end();
    let is_fence = fence.len() >= 3
        && (fence.bytes().all(|byte| byte == b'-') || fence.bytes().all(|byte| byte == b'+'));
    if !is_fence || !lines.next().is_some_and(is_key) {
        return None;
    }
    let message = "this looks like a front matter, and is not read as one".to_owned();
    Some((
        at..at + fence.len(),
        message,
        "begin the file with a line of exactly three: `+++` for TOML, `---` for YAML",
    ))
}

/// `title: x` or `title = "x"`.
fn is_key(line: &str) -> bool {
    let key = line.split([':', '=']).next().unwrap_or_default();
    key.len() < line.len()
        && !key.trim().is_empty()
        && key
            .trim()
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte))
}

/// Lines with the byte at which each starts.
struct Lines<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Iterator for Lines<'a> {
    type Item = (usize, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        let start = self.at;
        let rest = self.text.get(start..).filter(|rest| !rest.is_empty())?;
        self.at = rest
            .find('\n')
            .map_or(self.text.len(), |newline| start + newline + 1);
        Some((start, &self.text[start..self.at]))
    }
}

/// Reads the front matter of a file of this kind.
pub(super) fn read(
    cut: &Cut<'_>,
    kind: Kind,
    path: &SourcePath,
    diagnostics: &mut Vec<Diagnostic>,
) -> Front {
    let (node, strictness) = match cut.front {
        None => (Node::empty(), Strictness::Own),
        Some((text, FrontFormat::Toml)) => (
            toml(text, cut.front_start, path, diagnostics),
            Strictness::Own,
        ),
        Some((text, FrontFormat::Yaml)) => (
            yaml(text, cut.front_start, path, diagnostics),
            Strictness::Shared,
        ),
    };
    let mut node = node;
    let later: &[&str] = match kind {
        Kind::Badge => &["earn", "alignment"],
        Kind::Page => &[],
        _ => &["release"],
    };
    not_yet(&mut node, later, path, diagnostics);
    let mut read = Reader {
        node,
        strictness,
        path,
        diagnostics,
    };
    match kind {
        Kind::Page => Front::Page(read.typed::<PageFront>("this page")),
        Kind::Badge => Front::Badge(read.typed::<BadgeFront>("this badge")),
        Kind::Post => Front::Post(read.typed::<PostFront>("this post")),
        Kind::Resource => Front::Resource(read.typed::<ResourceFront>("this resource")),
        Kind::Person => Front::Person(read.typed::<PersonFront>("this person")),
    }
}

/// What is wrong with the fences, as a diagnostic.
pub(super) fn bad_fence((span, message, help): BadFence, path: &SourcePath) -> Diagnostic {
    Diagnostic::new(&rule::BAD_FRONT_MATTER, path, span, message).help(help)
}

struct Reader<'a> {
    node: Node,
    strictness: Strictness,
    path: &'a SourcePath,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl Reader<'_> {
    fn typed<T: serde::de::DeserializeOwned + Default>(&mut self, what: &str) -> T {
        let node = std::mem::replace(&mut self.node, Node::empty());
        typed(node, what, self.strictness, self.path, self.diagnostics).unwrap_or_default()
    }
}
