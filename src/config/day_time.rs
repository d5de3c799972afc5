//! [`Date`], [`Time`] and [`Weekday`]: days and hours as authors write them.

use serde::{Deserialize, Deserializer, de};

use super::value::text;

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
