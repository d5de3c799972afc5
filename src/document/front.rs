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

/// Cuts off the front matter: lines between two `+++` or two `---` at the very start.
pub(super) fn cut(text: &str) -> Result<Cut<'_>, &'static str> {
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
    let (fence, format) = match text[start..].lines().next().map(str::trim_end) {
        Some("+++") => ("+++", FrontFormat::Toml),
        Some("---") => ("---", FrontFormat::Yaml),
        _ => return Ok(none),
    };
    let mut at = text[start..]
        .find('\n')
        .map_or(text.len(), |newline| start + newline + 1);
    let front_start = at;
    while at < text.len() {
        let end = text[at..]
            .find('\n')
            .map_or(text.len(), |newline| at + newline + 1);
        if text[at..end].trim_end() == fence {
            return Ok(Cut {
                front: Some((&text[front_start..at], format)),
                front_start,
                body_start: end,
            });
        }
        at = end;
    }
    // A page may well begin with a thematic break, so `---` alone is no mistake.
    if format == FrontFormat::Yaml {
        Ok(none)
    } else {
        Err(fence)
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
    let later: &[&str] = if kind == Kind::Badge {
        &["earn", "alignment"]
    } else {
        &["release"]
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

/// What a missing closing fence means, for authors.
pub(super) fn unclosed(fence: &str, path: &SourcePath) -> Diagnostic {
    Diagnostic::new(
        &rule::BAD_TOML,
        path,
        0..3,
        format!("the front matter that starts here has no closing `{fence}` line"),
    )
    .help(format!(
        "write a line `{fence}` where the front matter ends"
    ))
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
