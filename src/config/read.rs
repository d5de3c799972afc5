//! From text to typed values, with every mistake reported and not just the first.

use serde::de::DeserializeOwned;
use toml::de::DeTable;

use super::de::{BLOCK, Error, ErrorKind};
use super::help;
use super::mistake::{explain, unknown_keys};
use super::node::{Node, Value};
use super::private::make_publishable;
use super::slips::Mended;
use super::toml_words::toml_words;
use super::yaml_reader;
use crate::diagnostic::{Diagnostic, LineIndex};
use crate::rule;
use crate::source::{SourceFile, SourcePath};

/// How many mistakes in one table are reported in one run.
const MOST_MISTAKES: usize = 100;

/// How strict a file is about keys that stoa does not know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Strictness {
    /// stoa's own files: an unknown key is a mistake.
    Own,
    /// YAML, which other tools read too: an unknown key may be theirs.
    Shared,
}

/// Reads TOML that starts `base` bytes into its file. What can be read is read.
pub fn toml(text: &str, base: usize, path: &SourcePath, diagnostics: &mut Vec<Diagnostic>) -> Node {
    let mended = Mended::new(text, base, path, diagnostics);
    let (table, errors) = DeTable::parse_recoverable(&mended.text);
    let lines = LineIndex::new(text);
    // One mistake makes several messages; the first on a line is the one that helps.
    let mut errors: Vec<_> = errors
        .into_iter()
        .map(|error| (mended.place(&error.span().unwrap_or(0..0)), error))
        .collect();
    // Of what is left of a merge, nobody knows what it was to be.
    errors.retain(|_| !mended.is_cut);
    errors.sort_by_key(|(span, _)| span.start);
    errors.dedup_by_key(|(span, _)| lines.position(span.start).line);
    for (span, error) in errors {
        let position = lines.position(span.start);
        let line = text[lines.offset(position.line)..]
            .lines()
            .next()
            .unwrap_or_default();
        let (message, help) = toml_words(error.message().lines().next().unwrap_or_default(), line);
        let span = span.start + base..span.end + base;
        diagnostics.push(Diagnostic::new(&rule::BAD_TOML, path, span, message).help(help));
    }
    let mut node = Node::from_toml(table.get_ref(), 0..mended.text.len());
    mended.replace(&mut node);
    make_publishable(&mut node, text, base, path, diagnostics);
    node.shift(base);
    node
}

/// Reads YAML that starts `base` bytes into its file.
pub fn yaml(text: &str, base: usize, path: &SourcePath, diagnostics: &mut Vec<Diagnostic>) -> Node {
    match yaml_reader::read(text) {
        Ok(mut node) => {
            make_publishable(&mut node, text, base, path, diagnostics);
            node.shift(base);
            node
        }
        Err(found) => {
            let span = found.span.start + base..found.span.end + base;
            diagnostics
                .push(Diagnostic::new(&rule::BAD_YAML, path, span, found.message).help(found.help));
            Node::empty()
        }
    }
}

/// The text of a file; a file that is not UTF-8 gives a diagnostic and what is good of it.
pub fn text<'a>(file: &'a SourceFile, diagnostics: &mut Vec<Diagnostic>) -> &'a str {
    match file.text() {
        Ok(text) => text,
        Err(good) => {
            let text = std::str::from_utf8(&file.bytes()[..good]).unwrap_or_default();
            diagnostics.push(
                Diagnostic::new(
                    &rule::INVALID_UTF8,
                    &file.path,
                    good..good,
                    "this file is not UTF-8 from here on, so the rest of it cannot be read",
                )
                .help("open the file in your editor and save it with the encoding UTF-8"),
            );
            text
        }
    }
}

/// Turns a table into a `T`. After a mistake the wrong part is taken out and the rest read again,
/// so that all mistakes are found; `None` if something is missing without which there is no `T`.
pub fn typed<T: DeserializeOwned>(
    node: Node,
    what: &str,
    strictness: Strictness,
    path: &SourcePath,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<T> {
    read_all(node, what, strictness, path, diagnostics).0
}

/// As [`typed`], but a value of the wrong kind leaves nothing: for things that would be wrong in
/// other ways without it, like a session without its day.
pub(super) fn typed_whole<T: DeserializeOwned>(
    node: Node,
    what: &str,
    path: &SourcePath,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<T> {
    match read_all(node, what, Strictness::Own, path, diagnostics) {
        (value, true) => value,
        (_, false) => None,
    }
}

/// As [`typed`]; also says whether every value was of the right kind.
pub(super) fn read_all<T: DeserializeOwned>(
    mut node: Node,
    what: &str,
    strictness: Strictness,
    path: &SourcePath,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Option<T>, bool) {
    let mut removed_keys = Vec::new();
    let mut is_whole = true;
    // Each round reads all that is left, so there is an end to what is reported at once.
    for _ in 0..MOST_MISTAKES {
        match T::deserialize(&node) {
            Ok(value) => return (Some(value), is_whole),
            Err(error) => {
                if let (ErrorKind::UnknownKey(_, known), Some(span)) = (&error.kind, &error.span) {
                    // All that this table does not know goes at once: one by one, a table of
                    // thousands of keys would be read as many times.
                    let unknown = node.take_unknown(span, known);
                    if !unknown.is_empty() {
                        let file = node.span.clone();
                        unknown_keys(unknown, known, (what, strictness), path, diagnostics, &file);
                        continue;
                    }
                }
                let removable = error.span.clone();
                let missing = match &error.kind {
                    // It is there, but its value was wrong, and that is said already.
                    ErrorKind::MissingKey(key)
                        if removed_keys.iter().any(|removed| removed == key) =>
                    {
                        return (None, false);
                    }
                    kind => matches!(kind, ErrorKind::MissingKey(_)),
                };
                is_whole &= matches!(error.kind, ErrorKind::UnknownKey(..));
                diagnostics.push(explain(error, &node.span, what, strictness, path));
                let removed = !missing
                    && removable.is_some_and(|span| node.remove_at(&span, &mut removed_keys));
                if removed
                    && let (Some(found), Some(key)) = (diagnostics.last_mut(), removed_keys.last())
                    && found.help.is_none()
                {
                    let is_block = found.message.ends_with(&format!("where {BLOCK} belongs"));
                    let kind = found.message.strip_prefix("this is ");
                    let kind = kind.and_then(|words| words.split_once(", where "));
                    found.help = match kind {
                        _ if is_block => Some(below(key, None)),
                        Some((kind, _)) => help::of_kind(key, kind),
                        None => None,
                    };
                }
                if !removed {
                    return (None, false);
                }
            }
        }
    }
    (None, false)
}

/// Says which of the keys that have to be there are not, all of them at once: serde stops at the first.
/// That one is said again when the node is read, and sorting leaves it once.
pub(super) fn require(
    node: &Node,
    keys: &[&'static str],
    what: &str,
    path: &SourcePath,
    diagnostics: &mut Vec<Diagnostic>,
) {
    if !matches!(node.value, Value::Table(_)) {
        return;
    }
    let missing = keys.iter().filter(|key| node.entry(key).is_none());
    diagnostics.extend(missing.map(|key| {
        let error = Error::from(ErrorKind::MissingKey(key));
        explain(error, &node.span, what, Strictness::Own, path)
    }));
}

/// Takes a list of tables out of `node` and reads each of them on its own.
pub(super) fn list<T: DeserializeOwned>(
    node: &mut Node,
    key: &str,
    what: &str,
    path: &SourcePath,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<T> {
    elements(node, key, path, diagnostics)
        .into_iter()
        .filter_map(|node| typed(node, what, Strictness::Own, path, diagnostics))
        .collect()
}

/// Takes the elements of `[[key]]` out of a file, to be read one by one.
pub(super) fn elements(
    node: &mut Node,
    key: &str,
    path: &SourcePath,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Node> {
    let Some(entry) = node.take(key) else {
        return Vec::new();
    };
    match entry.node.value {
        Value::List(nodes) => nodes,
        // One table under single brackets: what was meant is plain, what comes next is not.
        Value::Table(_) => {
            diagnostics.push(
                Diagnostic::new(
                    &rule::BAD_VALUE,
                    path,
                    entry.key_span,
                    format!(
                        "there can be more than one {key}, so each begins with double brackets"
                    ),
                )
                .help(format!("write `[[{key}]]`")),
            );
            vec![entry.node]
        }
        other => {
            diagnostics.push(
                Diagnostic::new(
                    &rule::BAD_VALUE,
                    path,
                    entry.node.span,
                    format!("this is {}, where {BLOCK} belongs", other.word()),
                )
                .help(format!(
                    "write `[[{key}]]` on a line of its own, and what belongs to it below"
                )),
            );
            Vec::new()
        }
    }
}

/// Takes out keys that belong to the course format and that this version does nothing with, and says so.
pub(crate) fn not_yet(
    node: &mut Node,
    keys: &[&str],
    path: &SourcePath,
    diagnostics: &mut Vec<Diagnostic>,
) {
    for key in keys {
        while let Some(entry) = node.take(key) {
            diagnostics.push(Diagnostic::new(
                &rule::NOT_YET,
                path,
                entry.key_span,
                format!("`{key}` does nothing yet; a later version of stoa will use it"),
            ));
        }
    }
}

/// How a table is written.
pub(super) fn below(key: &str, line: Option<String>) -> String {
    let line = line.map_or_else(
        || "what belongs to it, each as `key = value`".to_owned(),
        |line| format!("`{line}`"),
    );
    format!("write `[{key}]` on a line of its own, and below it {line}")
}
