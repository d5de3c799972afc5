//! From [`Node`] to the structs of this module, with the place of every mistake.

use std::fmt;
use std::ops::Deref;

use serde::de::value::StrDeserializer;
use serde::de::{
    self, Deserialize, DeserializeSeed, Deserializer, EnumAccess, MapAccess, SeqAccess,
    VariantAccess, Visitor,
};

use super::node::{Entry, Node, Value};
use crate::diagnostic::Span;

/// The name by which [`Spanned`] asks this deserializer for the place of its value.
const SPANNED: &str = "$stoa::Spanned";

/// What TOML calls a table.
pub(super) const BLOCK: &str = "a block of keys";

/// A value and where it was written.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    start: usize,
    end: usize,
}

impl<T> Spanned<T> {
    /// A value with a place.
    pub fn new(value: T, span: Span) -> Self {
        Self {
            value,
            start: span.start,
            end: span.end,
        }
    }

    /// Where the value was written, in bytes.
    pub fn span(&self) -> Span {
        self.start..self.end
    }
}

impl<T> Deref for Spanned<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.value
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Spanned<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct SpannedVisitor<T>(std::marker::PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for SpannedVisitor<T> {
            type Value = Spanned<T>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value")
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
                let need = |n| move || de::Error::invalid_length(n, &"three elements");
                let start = seq.next_element()?.ok_or_else(need(0))?;
                let end = seq.next_element()?.ok_or_else(need(1))?;
                let value = seq.next_element()?.ok_or_else(need(2))?;
                Ok(Spanned { value, start, end })
            }
        }
        deserializer.deserialize_newtype_struct(SPANNED, SpannedVisitor(std::marker::PhantomData))
    }
}

/// What was wrong with a value.
#[derive(Debug, Clone, PartialEq)]
pub struct Error {
    pub(super) span: Option<Span>,
    pub(super) kind: ErrorKind,
}

#[derive(Debug, Clone, PartialEq)]
pub enum ErrorKind {
    /// The key, and those that would be right.
    UnknownKey(String, &'static [&'static str]),
    /// The value, and those that would be right.
    UnknownValue(String, &'static [&'static str]),
    MissingKey(&'static str),
    /// What is there, what should be there.
    WrongKind(String, String),
    Other(String),
}

impl Error {
    fn or_at(mut self, span: &Span) -> Self {
        self.span.get_or_insert_with(|| span.clone());
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.kind)
    }
}

impl std::error::Error for Error {}

impl From<ErrorKind> for Error {
    fn from(kind: ErrorKind) -> Self {
        Self { span: None, kind }
    }
}

impl de::Error for Error {
    fn custom<T: fmt::Display>(words: T) -> Self {
        ErrorKind::Other(words.to_string()).into()
    }
    fn invalid_type(found: de::Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        let found = match found {
            de::Unexpected::Bool(value) => format!("`{value}`"),
            de::Unexpected::Signed(value) => format!("the number {value}"),
            de::Unexpected::Unsigned(value) => format!("the number {value}"),
            de::Unexpected::Float(value) => format!("the number {value}"),
            de::Unexpected::Str(value) => format!("the text \"{value}\""),
            de::Unexpected::Seq => "a list".to_owned(),
            de::Unexpected::Map => BLOCK.to_owned(),
            de::Unexpected::Unit => "nothing".to_owned(),
            other => other.to_string(),
        };
        let expected = expected.to_string();
        let expected = match expected.as_str() {
            "a string" | "a borrowed string" => "text in \"quotes\"".to_owned(),
            "a sequence" => "a list in [brackets]".to_owned(),
            "a boolean" => "true or false".to_owned(),
            integer if integer.starts_with('i') || integer.starts_with('u') => {
                "a whole number".to_owned()
            }
            "a map" => BLOCK.to_owned(),
            other => other
                .strip_prefix("struct ")
                .map_or_else(|| other.to_owned(), |_| BLOCK.to_owned()),
        };
        ErrorKind::WrongKind(found, expected).into()
    }
    fn invalid_value(found: de::Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        Self::invalid_type(found, expected)
    }
    fn unknown_field(field: &str, expected: &'static [&'static str]) -> Self {
        ErrorKind::UnknownKey(field.to_owned(), expected).into()
    }
    fn unknown_variant(variant: &str, expected: &'static [&'static str]) -> Self {
        ErrorKind::UnknownValue(variant.to_owned(), expected).into()
    }
    fn missing_field(field: &'static str) -> Self {
        ErrorKind::MissingKey(field).into()
    }
}

impl<'de> Deserializer<'de> for &'de Node {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match &self.value {
            Value::Null => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(*value),
            Value::Integer(value) => visitor.visit_i64(*value),
            Value::Float(value) => visitor.visit_f64(*value),
            Value::String(value) | Value::Date(value) => visitor.visit_borrowed_str(value),
            Value::List(nodes) => visitor.visit_seq(List(nodes.iter())),
            Value::Table(entries) => visitor.visit_map(Table {
                entries: entries.iter(),
                next: None,
            }),
        }
        .map_err(|error| error.or_at(&self.span))
        .map_err(|mut error| {
            // A date without quotes is no text for its author.
            if let (Value::Date(date), ErrorKind::WrongKind(found, _)) =
                (&self.value, &mut error.kind)
            {
                let is_day = date.contains('-');
                *found = format!("the {} {date}", if is_day { "date" } else { "time" });
            }
            error
        })
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.value {
            Value::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        if name == SPANNED {
            return visitor.visit_seq(SpannedParts { node: self, at: 0 });
        }
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match &self.value {
            Value::String(text) => visitor
                .visit_enum(Variant(text))
                .map_err(|error| error.or_at(&self.span)),
            other => {
                let kind =
                    ErrorKind::WrongKind(other.word().to_owned(), "text in \"quotes\"".to_owned());
                Err(Error {
                    span: Some(self.span.clone()),
                    kind,
                })
            }
        }
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf
        unit unit_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

struct Variant<'de>(&'de str);

impl<'de> EnumAccess<'de> for Variant<'de> {
    type Error = Error;
    type Variant = Self;
    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Self), Error> {
        let value = seed.deserialize(StrDeserializer::<Error>::new(self.0))?;
        Ok((value, self))
    }
}

impl<'de> VariantAccess<'de> for Variant<'de> {
    type Error = Error;
    fn unit_variant(self) -> Result<(), Error> {
        Ok(())
    }
    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, _seed: S) -> Result<S::Value, Error> {
        Err(ErrorKind::Other("only a name is possible here".to_owned()).into())
    }
    fn tuple_variant<V: Visitor<'de>>(self, _len: usize, _visitor: V) -> Result<V::Value, Error> {
        Err(ErrorKind::Other("only a name is possible here".to_owned()).into())
    }
    fn struct_variant<V: Visitor<'de>>(
        self,
        _fields: &'static [&'static str],
        _visitor: V,
    ) -> Result<V::Value, Error> {
        Err(ErrorKind::Other("only a name is possible here".to_owned()).into())
    }
}

struct List<'de>(std::slice::Iter<'de, Node>);

impl<'de> SeqAccess<'de> for List<'de> {
    type Error = Error;
    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Error> {
        self.0.next().map(|node| seed.deserialize(node)).transpose()
    }
}

struct Table<'de> {
    entries: std::slice::Iter<'de, Entry>,
    next: Option<&'de Entry>,
}

impl<'de> MapAccess<'de> for Table<'de> {
    type Error = Error;
    fn next_key_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Error> {
        let Some(entry) = self.entries.next() else {
            return Ok(None);
        };
        self.next = Some(entry);
        seed.deserialize(StrDeserializer::<Error>::new(&entry.key))
            .map(Some)
            .map_err(|error| error.or_at(&entry.key_span))
    }
    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Error> {
        match self.next.take() {
            Some(entry) => seed
                .deserialize(&entry.node)
                .map_err(|error| error.or_at(&entry.node.span)),
            None => Err(ErrorKind::Other("a value without a key".to_owned()).into()),
        }
    }
}

struct SpannedParts<'de> {
    node: &'de Node,
    at: u8,
}

impl<'de> SeqAccess<'de> for SpannedParts<'de> {
    type Error = Error;
    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Error> {
        self.at += 1;
        let number = |value: usize| de::value::U64Deserializer::<Error>::new(value as u64);
        match self.at {
            1 => seed.deserialize(number(self.node.span.start)).map(Some),
            2 => seed.deserialize(number(self.node.span.end)).map(Some),
            3 => seed.deserialize(self.node).map(Some),
            _ => Ok(None),
        }
    }
}
