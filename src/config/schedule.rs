//! `schedule.toml`: the format schedule, relative to a cohort's start.

use serde::Deserialize;

use super::{Format, Id, Minutes, Spanned, Time, Weekday};

/// `schedule.toml`: its sessions, read one by one.
#[derive(Debug, Clone, Default)]
pub struct ScheduleConfig {
    /// The sessions, in the order of the file.
    pub sessions: Vec<SessionConfig>,
}

/// `[[session]]`. It stands at `week`, `day` and `time`, or at `at` relative to another session.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SessionConfig {
    /// Its id, the same in every cohort.
    pub id: Spanned<Id>,
    /// Its name; the id with a capital letter if there is none.
    #[serde(default)]
    pub title: Option<String>,
    /// What kind of session it is.
    pub format: Spanned<Format>,
    /// The week of the cohort, from 1; weeks in a break do not count.
    #[serde(default)]
    pub week: Option<Spanned<u32>>,
    /// The day of the week.
    #[serde(default)]
    pub day: Option<Spanned<Weekday>>,
    /// The local time of the cohort.
    #[serde(default)]
    pub time: Option<Spanned<Time>>,
    /// Relative to another session: `"kickoff + 9d 23:59"`.
    #[serde(default)]
    pub at: Option<Spanned<String>>,
    /// How long it takes.
    #[serde(default)]
    pub duration: Option<Spanned<Minutes>>,
    /// The module that it belongs to.
    #[serde(default)]
    pub module: Option<Spanned<String>>,
    /// Ids of people.
    #[serde(default)]
    pub facilitators: Vec<Spanned<String>>,
    /// What to think about before.
    #[serde(default)]
    pub prompt: Option<String>,
    /// Where to join, the same for every cohort.
    #[serde(default)]
    pub url: Option<Spanned<String>>,
}
