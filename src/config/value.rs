//! The small values of the course format: ids, formats, durations, dates and times.

use std::fmt;

use deunicode::deunicode_with_tofu;
use serde::{Deserialize, Deserializer, Serialize, de};

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

/// An id: `[a-z0-9-]+`, written once, for ever.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Id(String);

impl Id {
    /// The most characters of one: it becomes the name of a file, and of a folder.
    pub const LONGEST: usize = 100;

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether `text` can be an id.
    #[must_use]
    pub fn is_good(text: &str) -> bool {
        !text.is_empty()
            && text
                .bytes()
                .all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'))
    }

    /// Why an author cannot write `text` as an id, and what to write; `None` if it is one.
    #[must_use]
    pub fn mistake(text: &str) -> Option<String> {
        if text.trim().is_empty() {
            return Some(
                "this id is empty: use small letters, digits and hyphens, like `kick-off`"
                    .to_owned(),
            );
        }
        if !Self::is_good(text) {
            return Some(format!(
                "`{text}` is no id: use small letters, digits and hyphens, like `{}`",
                Self::from_name(text)
            ));
        }
        (text.len() > Self::LONGEST).then(|| {
            format!(
                "this id has {} characters, and an id has {} at most",
                text.len(),
                Self::LONGEST
            )
        })
    }

    /// The text as an id, if it can be one.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::is_good(text).then(|| Self(text.to_owned()))
    }

    /// An id from a file name without its order prefix: `01-Ice Breakers` gives `ice-breakers`.
    /// Letters of other scripts are spelt in Latin ones. A name without a single letter or digit gives `page`.
    #[must_use]
    pub fn from_name(name: &str) -> Self {
        let slug = crate::name::slug(name);
        if Self::is_good(&slug) {
            return Self(slug);
        }
        // In Latin letters: `übung` gives `ubung`, `модуль` gives `modul`, `第一課` gives `di-yi-ke`.
        let id = crate::name::slug(&deunicode_with_tofu(&slug, ""));
        let end = id.floor_char_boundary(Self::LONGEST);
        match id[..end].trim_end_matches('-') {
            "" => Self("page".to_owned()),
            id => Self(id.to_owned()),
        }
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        match Self::mistake(&text) {
            Some(mistake) => Err(de::Error::custom(mistake)),
            None => Ok(Self(text)),
        }
    }
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

/// What kind of thing a session or a lesson is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// Something to read at one's own pace; what a lesson is unless it says otherwise.
    Reading,
    /// Under five minutes, one thing.
    Microlearning,
    /// One speaks, many ask.
    Webinar,
    /// A task for a team.
    GroupActivity,
    /// Everybody at once, taught live.
    VirtualClassroom,
    /// A question, and time to answer it.
    Discussion,
    /// Making something, with help at hand.
    Workshop,
    /// Come with your question.
    OfficeHours,
    /// A short round: how is it going?
    CheckIn,
    /// Time of one's own.
    SelfStudy,
    /// Something is due.
    Deadline,
    /// In one room.
    InPerson,
}

impl Format {
    /// All formats, in the order of the course format.
    pub const ALL: [Self; 12] = [
        Self::Reading,
        Self::Microlearning,
        Self::Webinar,
        Self::GroupActivity,
        Self::VirtualClassroom,
        Self::Discussion,
        Self::Workshop,
        Self::OfficeHours,
        Self::CheckIn,
        Self::SelfStudy,
        Self::Deadline,
        Self::InPerson,
    ];

    /// Its name in files, `group-activity`.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Reading => "reading",
            Self::Microlearning => "microlearning",
            Self::Webinar => "webinar",
            Self::GroupActivity => "group-activity",
            Self::VirtualClassroom => "virtual-classroom",
            Self::Discussion => "discussion",
            Self::Workshop => "workshop",
            Self::OfficeHours => "office-hours",
            Self::CheckIn => "check-in",
            Self::SelfStudy => "self-study",
            Self::Deadline => "deadline",
            Self::InPerson => "in-person",
        }
    }

    /// Its name for people, `Group activity`.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Reading => "Reading",
            Self::Microlearning => "Microlearning",
            Self::Webinar => "Webinar",
            Self::GroupActivity => "Group activity",
            Self::VirtualClassroom => "Virtual classroom",
            Self::Discussion => "Discussion",
            Self::Workshop => "Workshop",
            Self::OfficeHours => "Office hours",
            Self::CheckIn => "Check-in",
            Self::SelfStudy => "Self-study",
            Self::Deadline => "Deadline",
            Self::InPerson => "In person",
        }
    }
}

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

/// A day: `2026-10-05`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(pub jiff::civil::Date);

impl Date {
    /// Reads `2026-10-05`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let good = text.len() == 10 && text.is_ascii();
        text.parse().ok().filter(|_| good).map(Self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = text(deserializer, "a date like 2026-10-05, without quotes,")?;
        Self::parse(&text).ok_or_else(|| {
            de::Error::custom(format!(
                "`{text}` is no date; write the year, the month and the day, like 2026-10-05"
            ))
        })
    }
}

/// A time of day: `14:00`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(pub jiff::civil::Time);

impl Time {
    /// Reads `14:00` or `9:05`, and no `9:5`, which some take for 9:50.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (hour, minute) = text.split_once(':')?;
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        // TOML's own times carry seconds, `14:00:00`.
        let minute = minute.strip_suffix(":00").unwrap_or(minute);
        if !matches!((hour.len(), minute.len()), (1..=2, 2)) || !digits(hour) || !digits(minute) {
            return None;
        }
        jiff::civil::Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0)
            .ok()
            .map(Self)
    }
}

impl<'de> Deserialize<'de> for Time {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = text(deserializer, "a time of day like \"14:00\"")?;
        Self::parse(&text).ok_or_else(|| {
            let meant = meant(&text).map_or_else(
                || "write hours and minutes, like \"14:00\"".to_owned(),
                |time| format!("write \"{time}\""),
            );
            de::Error::custom(format!("`{text}` is no time of day; {meant}"))
        })
    }
}

/// What people write for a time: `6pm`, `6:30 p.m.`, `18h`, `18h30`, `18.30`.
fn meant(text: &str) -> Option<String> {
    let text = text.trim().to_lowercase().replace('.', ":");
    let (clock, half) = match text.find(['a', 'p']) {
        Some(at) => {
            let (clock, half) = text.split_at(at);
            let half = half.replace(':', "");
            (clock.trim(), Some(half))
        }
        None => (text.as_str(), None),
    };
    let (hour, minute) = clock.split_once([':', 'h']).unwrap_or((clock, ""));
    if half.is_none() && hour.len() == clock.len() {
        return None;
    }
    let hour: i8 = hour.parse().ok()?;
    let minute: i8 = match minute {
        "" => 0,
        minute if minute.len() == 2 => minute.parse().ok()?,
        _ => return None,
    };
    let hour = match half.as_deref() {
        None => hour,
        Some("am") if (1..=12).contains(&hour) => hour % 12,
        Some("pm") if (1..=12).contains(&hour) => hour % 12 + 12,
        Some(_) => return None,
    };
    let time = jiff::civil::Time::new(hour, minute, 0, 0).ok()?;
    Some(format!("{:02}:{:02}", time.hour(), time.minute()))
}

/// A day of the week: `tue`, `Tue` or `Tuesday`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum Weekday {
    Mon,
    Tue,
    Wed,
    Thu,
    Fri,
    Sat,
    Sun,
}

impl<'de> Deserialize<'de> for Weekday {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        const SHORT: &[&str] = &["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
        const LONG: [&str; 7] = [
            "monday",
            "tuesday",
            "wednesday",
            "thursday",
            "friday",
            "saturday",
            "sunday",
        ];
        const DAYS: [Weekday; 7] = [
            Weekday::Mon,
            Weekday::Tue,
            Weekday::Wed,
            Weekday::Thu,
            Weekday::Fri,
            Weekday::Sat,
            Weekday::Sun,
        ];
        let written = text(deserializer, "a day like \"tue\"")?;
        let lower = written.to_lowercase();
        let at = SHORT
            .iter()
            .zip(LONG)
            .position(|(short, long)| *short == lower || long == lower);
        at.map(|at| DAYS[at])
            .ok_or_else(|| match crate::diagnostic::closest(&lower, LONG) {
                Some(day) => de::Error::custom(format!(
                    "`{written}` is no day of the week; did you mean \"{}\"?",
                    &day[..3]
                )),
                None => de::Error::unknown_variant(&written, SHORT),
            })
    }
}

impl Weekday {
    /// Days after Monday.
    #[must_use]
    pub fn days_after_monday(self) -> i64 {
        self as i64
    }
}
