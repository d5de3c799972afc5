//! [`Node`]: what TOML and YAML have in common, with the place of everything kept.

use toml::de::{DeTable, DeValue};

use crate::diagnostic::Span;

/// A value that an author wrote.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// Where it is in its file, in bytes.
    pub span: Span,
    /// The value.
    pub value: Value,
}

/// A value without its place.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nothing: YAML's `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// A number with a point.
    Float(f64),
    /// Text.
    String(String),
    /// A TOML date or time, as it was written.
    Date(String),
    /// A list.
    List(Vec<Node>),
    /// A table, in the order in which it was written.
    Table(Vec<Entry>),
}

/// A key and its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// Where the key is, in bytes.
    pub key_span: Span,
    /// The value.
    pub node: Node,
}

impl Value {
    /// The word for this kind of value, for authors.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Null => "nothing",
            Self::Bool(_) => "true or false",
            Self::Integer(_) => "a whole number",
            Self::Float(_) => "a number",
            Self::String(_) => "text",
            Self::Date(_) => "a date",
            Self::List(_) => "a list",
            Self::Table(_) => "a block of keys",
        }
    }
}

impl Node {
    /// A table without entries.
    #[must_use]
    pub fn empty() -> Self {
        Self {
            span: 0..0,
            value: Value::Table(Vec::new()),
        }
    }

    /// The entries of a table; none for any other value.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        match &self.value {
            Value::Table(entries) => entries,
            _ => &[],
        }
    }

    /// The entry with this key.
    #[must_use]
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries().iter().find(|entry| entry.key == key)
    }

    /// Takes out the entry with this key.
    pub fn take(&mut self, key: &str) -> Option<Entry> {
        let Value::Table(entries) = &mut self.value else {
            return None;
        };
        let at = entries.iter().position(|entry| entry.key == key)?;
        Some(entries.remove(at))
    }

    /// The text, if it is one.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match &self.value {
            Value::String(text) | Value::Date(text) => Some(text),
            _ => None,
        }
    }

    /// Takes out the innermost entry or list element that holds `span`, and keeps the key of an
    /// entry; `false` if there is none.
    pub(super) fn remove_at(&mut self, span: &Span, keys: &mut Vec<String>) -> bool {
        let holds = |outer: &Span| outer.start <= span.start && span.end <= outer.end;
        match &mut self.value {
            Value::Table(entries) => {
                let at = entries
                    .iter()
                    .position(|entry| holds(&entry.key_span) || holds(&entry.node.span));
                let Some(at) = at else { return false };
                // A table whose own header is meant, or a plain value, goes as a whole.
                if holds(&entries[at].key_span) && !holds(&entries[at].node.span)
                    || entries[at].node.span == *span
                    || !entries[at].node.remove_at(span, keys)
                {
                    keys.push(entries.remove(at).key);
                }
                true
            }
            Value::List(nodes) => {
                let Some(at) = nodes.iter().position(|node| holds(&node.span)) else {
                    return false;
                };
                if nodes[at].span == *span || !nodes[at].remove_at(span, keys) {
                    nodes.remove(at);
                }
                true
            }
            _ => false,
        }
    }

    /// Takes all entries that are not `known` out of the table that has its key at `span`.
    pub(super) fn take_unknown(&mut self, span: &Span, known: &[&str]) -> Vec<(String, Span)> {
        let holds = |outer: &Span| outer.start <= span.start && span.end <= outer.end;
        match &mut self.value {
            Value::Table(entries) => {
                if entries.iter().any(|entry| entry.key_span == *span) {
                    let (good, unknown) = std::mem::take(entries)
                        .into_iter()
                        .partition::<Vec<_>, _>(|entry| known.contains(&entry.key.as_str()));
                    *entries = good;
                    return unknown
                        .into_iter()
                        .map(|entry| (entry.key, entry.key_span))
                        .collect();
                }
                entries
                    .iter_mut()
                    .find(|entry| holds(&entry.node.span))
                    .map(|entry| entry.node.take_unknown(span, known))
                    .unwrap_or_default()
            }
            Value::List(nodes) => nodes
                .iter_mut()
                .find(|node| holds(&node.span))
                .map(|node| node.take_unknown(span, known))
                .unwrap_or_default(),
            _ => Vec::new(),
        }
    }

    /// Moves every place by `by` bytes: front matter stands behind its fence.
    pub(crate) fn shift(&mut self, by: usize) {
        self.move_spans(&|span| *span = span.start + by..span.end + by);
    }

    /// Gives everything another place.
    pub(super) fn move_spans(&mut self, to: &impl Fn(&mut Span)) {
        to(&mut self.span);
        match &mut self.value {
            Value::Table(entries) => {
                for entry in entries {
                    to(&mut entry.key_span);
                    entry.node.move_spans(to);
                }
            }
            Value::List(nodes) => nodes.iter_mut().for_each(|node| node.move_spans(to)),
            _ => {}
        }
    }

    /// From a TOML document.
    pub(crate) fn from_toml(table: &DeTable<'_>, span: Span) -> Self {
        let mut entries: Vec<Entry> = table
            .iter()
            .map(|(key, value)| Entry {
                key: key.get_ref().to_string(),
                key_span: key.span(),
                node: Self::from_toml_value(value.get_ref(), value.span()),
            })
            .collect();
        entries.sort_by_key(|entry| entry.key_span.start);
        Self {
            span,
            value: Value::Table(entries),
        }
    }

    fn from_toml_value(value: &DeValue<'_>, span: Span) -> Self {
        let value = match value {
            DeValue::String(text) => Value::String(text.to_string()),
            DeValue::Integer(number) => {
                let digits = number.as_str().replace('_', "");
                match i64::from_str_radix(&digits, number.radix()) {
                    Ok(number) => Value::Integer(number),
                    // A number all the same, though too large for anything here.
                    Err(_) => Value::Float(digits.parse().unwrap_or(f64::INFINITY)),
                }
            }
            DeValue::Float(number) => {
                Value::Float(number.as_str().replace('_', "").parse().unwrap_or(f64::NAN))
            }
            DeValue::Boolean(value) => Value::Bool(*value),
            DeValue::Datetime(date) => Value::Date(date.to_string()),
            DeValue::Array(values) => Value::List(
                values
                    .iter()
                    .map(|value| Self::from_toml_value(value.get_ref(), value.span()))
                    .collect(),
            ),
            DeValue::Table(table) => return Self::from_toml(table, span),
        };
        Self { span, value }
    }
}
