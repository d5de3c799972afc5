//! [`Minutes`]: a length of time.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, de};

use super::value::text;

/// A length of time in whole minutes, written with its unit: `"90m"`, `"1h"`, `"1h 30m"`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Minutes(pub u32);

impl Minutes {
    /// Reads `"90m"`, `"1h"`, `"1h30m"`, `"1h 30m"`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut total = 0_u32;
        let mut number = String::new();
        for char in text.chars().filter(|char| !char.is_whitespace()) {
            match char {
                '0'..='9' => number.push(char),
                'h' | 'm' if !number.is_empty() => {
                    let value: u32 = number.parse().ok()?;
                    number.clear();
                    total = total.checked_add(if char == 'h' {
                        value.checked_mul(60)?
                    } else {
                        value
                    })?;
                }
                _ => return None,
            }
        }
        (number.is_empty() && total > 0).then_some(Self(total))
    }
}

impl fmt::Display for Minutes {
    /// `5 min`, `1 h`, `1 h 30 min`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.0 / 60, self.0 % 60) {
            (0, minutes) => write!(f, "{minutes} min"),
            (hours, 0) => write!(f, "{hours} h"),
            (hours, minutes) => write!(f, "{hours} h {minutes} min"),
        }
    }
}

impl<'de> Deserialize<'de> for Minutes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = text(deserializer, "a length of time like \"90m\" or \"1h 30m\"")?;
        Self::parse(&text).ok_or_else(|| {
            de::Error::custom(format!(
                "`{text}` is no length of time; write it with its unit, like \"90m\" or \"1h 30m\""
            ))
        })
    }
}
