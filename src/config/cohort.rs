//! `cohorts/*.toml`: one run of the course.

use serde::Deserialize;

use super::{Date, Id, Minutes, Spanned, Time, Weekday};
use crate::source::SourcePath;

/// `cohorts/2026-autumn.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CohortConfig {
    /// Its id; the file name if there is none.
    #[serde(default)]
    pub id: Option<Spanned<Id>>,
    /// Its name; the id if there is none.
    #[serde(default)]
    pub title: Option<String>,
    /// The Monday of week 1, or any day in it.
    pub start: Spanned<Date>,
    /// An IANA time zone.
    pub timezone: Spanned<String>,
    /// Weeks that do not count.
    #[serde(default)]
    pub breaks: Vec<Spanned<BreakConfig>>,
    /// Ids of people.
    #[serde(default)]
    pub facilitators: Vec<Spanned<String>>,
    /// The teams, in the order of the file.
    #[serde(default, rename = "team")]
    pub teams: Vec<TeamConfig>,
    /// What differs in this run, by the id of the session; read one by one.
    #[serde(skip)]
    pub overrides: Vec<(Spanned<String>, SessionOverride)>,
    /// The file.
    #[serde(skip)]
    pub path: Option<SourcePath>,
}

/// An element of `breaks`. Both days belong to it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BreakConfig {
    /// The first day.
    pub from: Spanned<Date>,
    /// The last day.
    pub to: Spanned<Date>,
    /// Its name.
    #[serde(default)]
    pub title: Option<String>,
}

/// `[session.kickoff]`: what differs in this run.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SessionOverride {
    /// Another name.
    pub title: Option<String>,
    /// Another week.
    pub week: Option<Spanned<u32>>,
    /// Another day.
    pub day: Option<Spanned<Weekday>>,
    /// Another local time.
    pub time: Option<Spanned<Time>>,
    /// Another anchor.
    pub at: Option<Spanned<String>>,
    /// Another length.
    pub duration: Option<Spanned<Minutes>>,
    /// Other people.
    pub facilitators: Option<Vec<Spanned<String>>>,
    /// Another prompt.
    pub prompt: Option<String>,
    /// Where to join.
    pub url: Option<Spanned<String>>,
    /// Why it does not take place.
    pub cancelled: Option<String>,
}

/// `[[team]]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TeamConfig {
    /// Its id.
    pub id: Spanned<Id>,
    /// Its name.
    pub title: String,
    /// The group of common interest that it belongs to.
    #[serde(default)]
    pub group: Option<Spanned<String>>,
    /// Ids of people.
    #[serde(default)]
    pub members: Vec<Spanned<String>>,
}
