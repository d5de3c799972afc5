//! How text is read, and what is left out is known; and [`WeekNumber`].

use std::fmt;

use serde::{Deserialize, Deserializer, de};

use super::Spanned;

/// Reads text; what else stands there is told that `wanted` belongs there.
pub(super) fn text<'de, D: Deserializer<'de>>(
    deserializer: D,
    wanted: &'static str,
) -> Result<String, D::Error> {
    struct Text(&'static str);
    impl de::Visitor<'_> for Text {
        type Value = String;
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(self.0)
        }
        fn visit_str<E>(self, text: &str) -> Result<String, E> {
            Ok(text.to_owned())
        }
    }
    deserializer.deserialize_any(Text(wanted))
}

/// What can be written and still say nothing.
pub(super) trait Blank {
    /// Whether it is text of spaces only.
    fn is_blank(&self) -> bool;
}

impl Blank for String {
    fn is_blank(&self) -> bool {
        self.trim().is_empty()
    }
}

impl<T: Blank> Blank for Spanned<T> {
    fn is_blank(&self) -> bool {
        self.value.is_blank()
    }
}

impl<T: Blank> Blank for Option<T> {
    fn is_blank(&self) -> bool {
        self.as_ref().is_some_and(T::is_blank)
    }
}

impl<T: Blank> Blank for Vec<T> {
    /// A list may be empty, but not what is in it.
    fn is_blank(&self) -> bool {
        self.iter().any(T::is_blank)
    }
}

/// Reads text, or a list of it, that cannot be empty: an empty name would be a heading without a word.
pub(super) fn filled<'de, D: Deserializer<'de>, T: Deserialize<'de> + Blank>(
    deserializer: D,
) -> Result<T, D::Error> {
    let value = T::deserialize(deserializer)?;
    if value.is_blank() {
        return Err(de::Error::custom(
            "there is nothing between the quotes: write something, or leave it out",
        ));
    }
    Ok(value)
}

/// The number of a week of a cohort, as it was written; weeks are counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WeekNumber(pub u32);

impl<'de> Deserialize<'de> for WeekNumber {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Number;
        impl de::Visitor<'_> for Number {
            type Value = WeekNumber;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the number of a week, like 3,")
            }
            fn visit_i64<E: de::Error>(self, number: i64) -> Result<WeekNumber, E> {
                u32::try_from(number).map(WeekNumber).map_err(|_| {
                    E::custom(format!(
                        "there is no week {number}: weeks are counted from the start of the cohort, and the first is 1"
                    ))
                })
            }
        }
        deserializer.deserialize_any(Number)
    }
}
