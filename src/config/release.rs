//! [`ReleaseConfig`]: from when on learners see a page.

use std::fmt;

use jiff::civil::{Date as Calendar, Time as Clock};
use serde::Deserialize;
use serde::de::{self, Deserializer, MapAccess, Visitor};

use super::{Date, Spanned, Time, WeekNumber};

/// `release` in the front matter of a lesson or a module: `{ week = 2 }`, `{ after = "kickoff + 1d" }`, or a day or
/// local time like `2026-10-12` or `2026-10-12T09:00`. It is counted in every cohort, in its own time zone and with its
/// own breaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReleaseConfig {
    /// From the first moment of the Monday of a week on.
    Week(Spanned<WeekNumber>),
    /// From the start of a session on, or from a time relative to it.
    After(Spanned<String>),
    /// From this time on, on the clocks of each cohort; without a time, from the first moment of the day on.
    Local(Calendar, Option<Clock>),
}

/// What a release can be, for messages.
const WANTED: &str =
    "{ week = 2 }, { after = \"kickoff\" } or a date like 2026-10-12, without quotes,";

/// The table after `release =`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    #[serde(default)]
    week: Option<Spanned<WeekNumber>>,
    #[serde(default)]
    after: Option<Spanned<String>>,
}

impl<'de> Deserialize<'de> for ReleaseConfig {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ReleaseVisitor;
        impl<'de> Visitor<'de> for ReleaseVisitor {
            type Value = ReleaseConfig;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(WANTED)
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<ReleaseConfig, E> {
                local(text).ok_or_else(|| {
                    E::custom(format!(
                        "`{text}` is no release: write {{ week = 2 }}, {{ after = \"kickoff\" }}, or a day like 2026-10-12 or 2026-10-12T09:00, without a zone, for each cohort has its own"
                    ))
                })
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<ReleaseConfig, A::Error> {
                let table = Table::deserialize(de::value::MapAccessDeserializer::new(map))?;
                match (table.week, table.after) {
                    (Some(week), None) => Ok(ReleaseConfig::Week(week)),
                    (None, Some(after)) => Ok(ReleaseConfig::After(after)),
                    (Some(_), Some(_)) => Err(de::Error::custom(
                        "this release has a week and a session, and only one of them can count: leave out `week` or `after`",
                    )),
                    (None, None) => Err(de::Error::custom(
                        "this release does not say when: write { week = 2 } or { after = \"kickoff\" }",
                    )),
                }
            }
        }
        deserializer.deserialize_any(ReleaseVisitor)
    }
}

/// `2026-10-12`, `2026-10-12T09:00` or `2026-10-12 09:00`.
fn local(text: &str) -> Option<ReleaseConfig> {
    let (day, time) = text
        .split_once(['T', ' '])
        .map_or((text, None), |(day, time)| (day, Some(time)));
    let time = match time {
        Some(time) => Some(Time::parse(time)?.0),
        None => None,
    };
    Some(ReleaseConfig::Local(Date::parse(day)?.0, time))
}
