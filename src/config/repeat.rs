//! How often a session comes again, and how many times.

use std::fmt;

use serde::{Deserialize, Deserializer, de};

use super::value::text;

/// How often a session comes again: `"week"`, `"2 weeks"`, `"day"`, `"3 days"`. A year is the most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Every {
    /// Weeks; those in a break do not count.
    Weeks(u32),
    /// Days; those in a break do not count.
    Days(u32),
}

impl Every {
    /// Reads `week`, `2 weeks`, `2w`, `day`, `3 days`, `3d`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let digits = text
            .find(|char: char| !char.is_ascii_digit())
            .unwrap_or(text.len());
        let (number, unit) = text.split_at(digits);
        let number = if number.is_empty() {
            1
        } else {
            number.parse().ok()?
        };
        match unit.trim_start() {
            "w" | "week" | "weeks" if (1..=52).contains(&number) => Some(Self::Weeks(number)),
            "d" | "day" | "days" if (1..=366).contains(&number) => Some(Self::Days(number)),
            _ => None,
        }
    }

    /// How many weeks lie between two of them, rounded up for days.
    #[must_use]
    pub fn weeks(self) -> u32 {
        match self {
            Self::Weeks(weeks) => weeks,
            Self::Days(days) => days.div_ceil(7),
        }
    }
}

impl<'de> Deserialize<'de> for Every {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let written = text(
            deserializer,
            "how often it comes again, like \"week\" or \"2 weeks\",",
        )?;
        Self::parse(&written).ok_or_else(|| {
            de::Error::custom(format!(
                "`{written}` does not say how often it comes again; write weeks or days, like \"week\", \"2 weeks\" or \"day\""
            ))
        })
    }
}

/// How many sessions a series has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Count(pub u32);

impl Count {
    /// A session on every second weekday of a year, more or less; a slip of the pen must not make a
    /// million of them.
    pub const MOST: u32 = 200;
}

impl<'de> Deserialize<'de> for Count {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Number;
        impl de::Visitor<'_> for Number {
            type Value = Count;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number of sessions, like 8,")
            }
            fn visit_i64<E: de::Error>(self, number: i64) -> Result<Count, E> {
                u32::try_from(number)
                    .ok()
                    .filter(|number| (1..=Count::MOST).contains(number))
                    .map(Count)
                    .ok_or_else(|| {
                        E::custom(format!(
                            "a series has 1 to {} sessions, and not {number}",
                            Count::MOST
                        ))
                    })
            }
        }
        deserializer.deserialize_any(Number)
    }
}

#[cfg(test)]
mod tests {
    use super::Every;

    #[test]
    fn how_often() {
        for (text, every) in [
            ("week", Every::Weeks(1)),
            ("2 weeks", Every::Weeks(2)),
            ("2w", Every::Weeks(2)),
            (" day ", Every::Days(1)),
            ("3 days", Every::Days(3)),
        ] {
            assert_eq!(Every::parse(text), Some(every), "{text}");
        }
        for text in [
            "",
            "2",
            "month",
            "0 weeks",
            "53 weeks",
            "367 d",
            "99999999999 d",
            "week 2",
            "٣ days",
        ] {
            assert_eq!(Every::parse(text), None, "{text}");
        }
    }
}
