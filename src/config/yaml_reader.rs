//! YAML front matter to [`Node`].

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::{Location, Spanned};

use super::node::{Entry, Node, Value};
use super::yaml_words::{Mistake, mistake, no_keys};
use crate::diagnostic::{LineIndex, Span};

/// How deep lists and tables may stand in each other. The parser and what follows it go down by recursion; no course needs more
/// than three.
const DEEPEST: usize = 16;

/// Reads YAML that is a table, or nothing at all.
pub(super) fn read(text: &str) -> Result<Node, Mistake> {
    let lines = LineIndex::new(text);
    let options = serde_saphyr::options! {
        budget: serde_saphyr::budget! {
            max_depth: DEEPEST,
            flow_nesting_limit: DEEPEST,
        },
    };
    match serde_saphyr::from_str_with_options::<Option<Spanned<Raw>>>(text, options) {
        Ok(None) => Ok(Node::empty()),
        Ok(Some(raw)) if matches!(raw.value, Raw::String(_)) => Err(no_keys(text)),
        Ok(Some(raw)) => Ok(raw_to_node(raw, &lines)),
        Err(error) => {
            let span = error
                .location()
                .map_or(0..0, |location| span_of(&location, &lines));
            let words = error.to_string();
            // The parser draws the source below its words; stoa draws it itself.
            let first = words.lines().next().unwrap_or_default();
            let first = first.strip_prefix("error: ").unwrap_or(first);
            Err(mistake(without_place(first), span, text))
        }
    }
}

/// The parser begins with a place, counted from the start of the front matter and not of the file.
fn without_place(words: &str) -> &str {
    let place = |rest: &str| -> Option<usize> {
        let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
        let line = digits(rest.strip_prefix("line ")?);
        let behind = rest[5 + line..].strip_prefix(" column ")?;
        let column = digits(behind);
        behind[column..]
            .strip_prefix(": ")
            .filter(|_| line > 0 && column > 0)?;
        Some(5 + line + 8 + column + 2)
    };
    place(words).map_or(words, |length| &words[length..])
}

enum Raw {
    Null,
    Bool(bool),
    Integer(i64),
    Float(f64),
    String(String),
    List(Vec<Spanned<Raw>>),
    Table(Vec<(Spanned<String>, Spanned<Raw>)>),
}

fn raw_to_node(raw: Spanned<Raw>, lines: &LineIndex<'_>) -> Node {
    let span = span_of(&raw.referenced, lines);
    let value = match raw.value {
        Raw::Null => Value::Null,
        Raw::Bool(value) => Value::Bool(value),
        Raw::Integer(value) => Value::Integer(value),
        Raw::Float(value) => Value::Float(value),
        Raw::String(value) => Value::String(value),
        Raw::List(items) => Value::List(
            items
                .into_iter()
                .map(|item| raw_to_node(item, lines))
                .collect(),
        ),
        Raw::Table(entries) => Value::Table(
            entries
                .into_iter()
                .map(|(key, value)| Entry {
                    key_span: span_of(&key.referenced, lines),
                    key: key.value,
                    node: raw_to_node(value, lines),
                })
                .collect(),
        ),
    };
    Node { span, value }
}

/// Lines and columns are what the parser always knows; its byte offsets it does not.
fn span_of(location: &Location, lines: &LineIndex<'_>) -> Span {
    let line = usize::try_from(location.line()).unwrap_or(1);
    let column = usize::try_from(location.column()).unwrap_or(1);
    let start = lines.offset_in(line, column.saturating_sub(1));
    let chars = usize::try_from(location.span().len()).unwrap_or(0);
    start..lines.after(start, chars)
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct RawVisitor;
        impl<'de> Visitor<'de> for RawVisitor {
            type Value = Raw;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("any value")
            }
            fn visit_unit<E>(self) -> Result<Raw, E> {
                Ok(Raw::Null)
            }
            fn visit_none<E>(self) -> Result<Raw, E> {
                Ok(Raw::Null)
            }
            fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Raw, D::Error> {
                Raw::deserialize(deserializer)
            }
            fn visit_bool<E>(self, value: bool) -> Result<Raw, E> {
                Ok(Raw::Bool(value))
            }
            fn visit_i64<E>(self, value: i64) -> Result<Raw, E> {
                Ok(Raw::Integer(value))
            }
            fn visit_u64<E>(self, value: u64) -> Result<Raw, E> {
                Ok(i64::try_from(value)
                    .map_or_else(|_| Raw::String(value.to_string()), Raw::Integer))
            }
            fn visit_f64<E>(self, value: f64) -> Result<Raw, E> {
                Ok(Raw::Float(value))
            }
            fn visit_str<E>(self, value: &str) -> Result<Raw, E> {
                Ok(Raw::String(value.to_owned()))
            }
            fn visit_string<E>(self, value: String) -> Result<Raw, E> {
                Ok(Raw::String(value))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Raw, A::Error> {
                let mut items = Vec::new();
                while let Some(item) = seq.next_element()? {
                    items.push(item);
                }
                Ok(Raw::List(items))
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Raw, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Raw::Table(entries))
            }
        }
        deserializer.deserialize_any(RawVisitor)
    }
}
