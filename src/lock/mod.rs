//! [`Lock`]: what calendars were told about each session, so that they are told once and rightly what has changed; and what the
//! forum calls each thread.
//!
//! A calendar that is fetched again and again needs a memory: which UID a session has, how often it was revised, and
//! when (RFC 5545, 3.8.4.7, 3.8.7.4 and 3.8.7.2). `stoa.lock` is that memory. It is an input like any other file; the next
//! one follows from it, the schedule and the time of the build alone, and `stoa build` writes it. One file a step: `read`
//! takes the text apart, `join` makes one of two branches' records, `advance` goes on from the last record, `write`
//! gives the text, `due` says when there is something to write, `uid` makes names for events, `audience` knows the teams
//! that they are for, and `change` says what has changed in words for people.

mod advance;
mod audience;
mod change;
mod due;
mod fields;
mod join;
mod line;
mod read;
mod thread;
mod uid;
mod write;

use std::collections::BTreeMap;

use jiff::Timestamp;

pub use advance::{Showing, advance, first_revision};
pub use audience::Audience;
pub use change::{Change, Kind};
pub use due::Due;
pub use read::{Read, read};
pub use thread::ThreadLine;
pub use uid::{namespace, uid};

use crate::config::Format;

/// Its name in the course folder.
pub const LOCK: &str = "stoa.lock";

/// The version of the format that is written here. Another one is not read: what it means is not known.
const VERSION: i64 = 1;

/// What stands for the whole cohort where teams could stand.
const EVERYBODY: &str = "everybody";

/// The largest number of RFC 5545, 3.3.8.
const LAST_SEQUENCE: u32 = i32::MAX as u32;

/// How many states of a session before the one that holds are kept.
const KEPT: usize = 3;

/// What calendars were told about each session of each cohort.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lock {
    records: BTreeMap<String, BTreeMap<String, Record>>,
    /// What the forum calls each thread, by key.
    threads: BTreeMap<String, ThreadLine>,
}

/// What calendars were told about one session of one cohort.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// The UID for ever, whatever becomes of the title, the time and the address of the portal.
    pub uid: String,
    /// How often what a calendar shows was revised.
    pub sequence: u32,
    /// When that was revised last, in whole seconds.
    pub revised: Timestamp,
    /// When it was added to a cohort that calendars knew already.
    pub added: Option<Timestamp>,
    /// What people are told of.
    pub facts: Facts,
    /// Whom it is for.
    pub audience: Audience,
    /// Whom it was ever for, those of today included: calendars of other teams are told that it is gone.
    pub ever: Audience,
    /// What kind of session it is.
    pub format: Format,
    /// A digest of the rest of what a calendar shows: the prompt and the facilitators.
    pub details: String,
    /// What held before, the oldest first and no more than three of them.
    pub before: Vec<Before>,
}

/// What people are told of when it changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// When it starts, in whole seconds.
    pub start: Timestamp,
    /// When it ends.
    pub end: Option<Timestamp>,
    /// Its name.
    pub title: String,
    /// Where to join.
    pub url: Option<String>,
    /// Where people meet, in words.
    pub place: Option<String>,
    /// Why it does not take place.
    pub cancelled: Option<String>,
    /// Whether it is no longer in the schedule.
    pub removed: bool,
}

/// What held until something changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Before {
    /// When it changed.
    pub until: Timestamp,
    /// What held before.
    pub facts: Facts,
}

impl Lock {
    /// The record of a session.
    #[must_use]
    pub fn get(&self, cohort: &str, session: &str) -> Option<&Record> {
        self.records.get(cohort)?.get(session)
    }

    /// The records of a cohort with the ids of their sessions, by id.
    pub fn of(&self, cohort: &str) -> impl Iterator<Item = (&str, &Record)> {
        let records = self.records.get(cohort).into_iter().flatten();
        records.map(|(session, record)| (session.as_str(), record))
    }

    /// All records, by cohort and session.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str, &Record)> {
        self.records.iter().flat_map(|(cohort, records)| {
            let of = move |(session, record)| (cohort.as_str(), String::as_str(session), record);
            records.iter().map(of)
        })
    }

    /// Whether it holds nothing: a course without sessions needs no file.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.records.is_empty() && self.threads.is_empty()
    }

    /// Whether anything is known of this cohort.
    #[must_use]
    pub fn knows(&self, cohort: &str) -> bool {
        self.records.contains_key(cohort)
    }

    /// The cohorts that it knows, by id.
    pub fn cohorts(&self) -> impl Iterator<Item = &str> {
        self.records.keys().map(String::as_str)
    }

    /// Puts a record in the place of the one before.
    pub fn insert(&mut self, cohort: &str, session: &str, record: Record) {
        let records = self.records.entry(cohort.to_owned()).or_default();
        records.insert(session.to_owned(), record);
    }
}

impl Record {
    /// Whether it is over at `now`.
    #[must_use]
    pub fn is_over(&self, now: Timestamp) -> bool {
        self.facts.end.unwrap_or(self.facts.start) <= now
    }

    /// Whether this is the same record and holds the same, whatever held before.
    fn shows_the_same(&self, other: &Self) -> bool {
        self.facts == other.facts
            && self.audience == other.audience
            && self.format == other.format
            && self.details == other.details
    }

    /// Keeps the last of what held before.
    fn forget(&mut self) {
        let too_many = self.before.len().saturating_sub(KEPT);
        self.before.drain(..too_many);
    }
}
