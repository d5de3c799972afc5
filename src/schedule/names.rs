//! [`Names`]: what the sessions of a cohort are called, and what was meant by a name that none of them has.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{closest, did_you_mean};

/// A longer list does not help anybody.
const MOST_LISTED: usize = 12;

/// The ids of the sessions of a cohort. Everything that names a session asks here: a session's `at`, releases, the plan and its
/// texts, and the files of cohorts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names {
    /// The sessions, each with its position in the schedule and behind it in the file of the cohort.
    pub(super) sessions: BTreeMap<String, usize>,
    /// How many sessions each series has, by the id of the series.
    pub(super) series: BTreeMap<String, u32>,
    /// Ids of sessions that could not be read, and of what was to be a series and is none.
    pub(super) broken: BTreeSet<String>,
}

impl Names {
    /// Where the session with this id is in the list.
    pub(super) fn find(&self, id: &str) -> Option<usize> {
        self.sessions.get(id).copied()
    }

    /// Whether there is such a session or series.
    pub(super) fn knows(&self, id: &str) -> bool {
        self.sessions.contains_key(id) || self.series.contains_key(id)
    }

    /// Whether it is there and has no time, and what is wrong with it is said at its own place.
    pub(super) fn is_broken(&self, id: &str) -> bool {
        let series = numbered(id);
        self.broken.contains(id) || series.is_some_and(|(id, _)| self.broken.contains(id))
    }

    /// Whether every session could be read.
    pub(super) fn is_whole(&self) -> bool {
        self.broken.is_empty()
    }

    /// Whether such a session is written for the cohort, whatever is wrong with it.
    #[must_use]
    pub fn is_written(&self, id: &str) -> bool {
        self.sessions.contains_key(id) || self.is_broken(id)
    }

    /// Whether it is the id of a series, which is no session.
    #[must_use]
    pub fn is_series(&self, id: &str) -> bool {
        self.series.contains_key(id) && !self.sessions.contains_key(id)
    }

    /// Which session was meant by an id that no session has. `others` can stand there too.
    #[must_use]
    pub fn meant<'a>(
        &'a self,
        written: &str,
        others: impl IntoIterator<Item = &'a str>,
    ) -> Option<String> {
        let others: Vec<&str> = others.into_iter().collect();
        self.closely(written, &others).or_else(|| {
            let single = self.all().filter(|id| {
                numbered(id).is_none_or(|(series, _)| !self.series.contains_key(series))
            });
            let single = single.chain(others).map(|id| format!("`{id}`"));
            let series = self.series.iter().map(|(id, count)| upto(id, *count));
            let known: Vec<String> = single.chain(series).collect();
            match known.split_last() {
                Some((last, [])) if known.len() == self.sessions.len() => {
                    Some(format!("there is only {last}"))
                }
                Some((last, [])) => Some(format!("there is {last}")),
                Some((last, rest)) if known.len() <= MOST_LISTED => {
                    Some(format!("there are {} and {last}", rest.join(", ")))
                }
                _ => None,
            }
        })
    }

    /// As [`Self::meant`], where something points to one session.
    pub(super) fn closely(&self, written: &str, others: &[&str]) -> Option<String> {
        self.minus(written)
            .or_else(|| self.of_series(written))
            .or_else(|| {
                let series = self.series.keys().map(String::as_str);
                let known = self.all().chain(series).chain(others.iter().copied());
                let close = closest(written, known)?;
                self.of_series(&close)
                    .map(|which| format!("did you mean `{close}`? {which}"))
                    .or_else(|| did_you_mean(written, [close]))
            })
    }

    fn all(&self) -> impl Iterator<Item = &str> {
        self.sessions.keys().map(String::as_str)
    }

    /// `office-hours` of a series, and `office-hours-9` of one of eight.
    fn of_series(&self, written: &str) -> Option<String> {
        if let Some(count) = self.series.get(written) {
            return Some(format!(
                "it is a series: write which one of it, {}",
                upto(written, *count)
            ));
        }
        let (id, _) = numbered(written)?;
        let count = self.series.get(id)?;
        Some(format!(
            "the `count` of the series `{id}` is {count}, so there is {}",
            upto(id, *count)
        ))
    }

    /// `kickoff-3d`: hyphens belong to ids, so this minus is none.
    fn minus(&self, written: &str) -> Option<String> {
        let (id, distance) = written.rsplit_once('-')?;
        let is_distance = distance.starts_with(|char: char| char.is_ascii_digit())
            && distance.ends_with(char::is_alphabetic);
        (is_distance && self.sessions.contains_key(id)).then(|| {
            format!(
                "a minus has a space on each side, for hyphens belong to ids: `{id} - {distance}`"
            )
        })
    }
}

/// The id of a series and the number behind it.
fn numbered(id: &str) -> Option<(&str, &str)> {
    id.rsplit_once('-').filter(|(_, number)| {
        !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
    })
}

fn upto(id: &str, count: u32) -> String {
    match count {
        1 => format!("`{id}-1`"),
        count => format!("`{id}-1` to `{id}-{count}`"),
    }
}
