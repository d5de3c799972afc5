//! From what calendars were told to what they are told now: [`advance`].

use std::collections::BTreeSet;

use jiff::{Timestamp, ToSpan};

use super::{Audience, Before, Facts, Lock, Record, uid};
use crate::schedule::{Placed, Timetable};
use crate::source::Digest;

/// What a cohort's calendar shows now.
#[derive(Debug, Clone, Copy)]
pub struct Showing<'a> {
    /// The id of the cohort.
    pub cohort: &'a str,
    /// Its sessions.
    pub timetable: &'a Timetable,
}

/// The revision of whatever is written down for the first time: a year before the course. It follows from the course and
/// not from a clock, so that the first build gives the same bytes on every machine; and it lies before
/// the time at which anybody will change a date, so that the next revision is a later one.
#[must_use]
pub fn first_revision(timetable: &Timetable) -> Timestamp {
    let year = (366 * 24).hours();
    let starts = timetable.starts();
    whole_seconds(starts.checked_sub(year).unwrap_or(starts))
}

/// The lock that follows from `old`, what calendars show now, and the time of the build.
///
/// - A cohort that is new is written down as it is: sequence 0, and [`first_revision`].
/// - What has changed is revised at `now`, or a second after its last revision where the clock is behind that.
/// - A session that is no longer there stays, cancelled; whom it was ever for is kept too.
/// - A cohort that is no longer there stays as it is, and goes on from there if it comes back.
///
/// UIDs are made in `namespace` the first time and then kept.
#[must_use]
pub fn advance<'a>(
    old: &Lock,
    cohorts: impl IntoIterator<Item = Showing<'a>>,
    namespace: &str,
    now: Timestamp,
) -> Lock {
    let mut new = old.clone();
    let now = whole_seconds(now);
    for Showing { cohort, timetable } in cohorts {
        let added = old.knows(cohort).then_some(now);
        let first = first_revision(timetable);
        let mut there = BTreeSet::new();
        for session in &timetable.sessions {
            let id = session.id.as_str();
            // Two sessions of one id are a finding of their own.
            if !there.insert(id) {
                continue;
            }
            let teams = session.teams.iter().map(|team| team.value.value.as_str());
            let audience = Audience::of(teams);
            let shown = Record {
                uid: uid(id, cohort, namespace),
                sequence: 0,
                revised: added.unwrap_or(first),
                added,
                facts: facts(session),
                ever: audience.clone(),
                audience,
                format: session.format,
                details: details(session),
                before: Vec::new(),
            };
            let next = match old.get(cohort, id) {
                Some(known) => revise(known, shown, now),
                None => shown,
            };
            new.insert(cohort, id, next);
        }
        for (id, known) in old.of(cohort).filter(|(id, _)| !there.contains(id)) {
            let gone = Record {
                facts: Facts {
                    removed: true,
                    ..known.facts.clone()
                },
                ..known.clone()
            };
            new.insert(cohort, id, revise(known, gone, now));
        }
    }
    new
}

/// What holds now, as the next revision of what is known.
fn revise(known: &Record, shown: Record, now: Timestamp) -> Record {
    if known.shows_the_same(&shown) {
        return known.clone();
    }
    let after = known.revised.checked_add(1.second());
    let revised = now.max(after.unwrap_or(known.revised));
    let mut before = known.before.clone();
    if known.facts != shown.facts {
        before.push(Before {
            until: revised,
            facts: known.facts.clone(),
        });
    }
    let mut next = Record {
        uid: known.uid.clone(),
        // The largest number of RFC 5545, 3.3.8.
        sequence: known.sequence.saturating_add(1).min(i32::MAX as u32),
        revised,
        added: known.added,
        ever: known.ever.or(&shown.audience),
        before,
        ..shown
    };
    next.forget();
    next
}

fn facts(session: &Placed) -> Facts {
    Facts {
        start: whole_seconds(session.start.timestamp()),
        end: session
            .end
            .as_ref()
            .map(|end| whole_seconds(end.timestamp())),
        title: session.title.clone(),
        cancelled: session.cancelled.clone(),
        removed: false,
    }
}

/// A digest of what a calendar shows but [`Facts`] and the format. Ids of facilitators and not their names: a name appears when
/// somebody's consent begins, and no date has changed by that. Nor is the address of the portal in it, which is another
/// one on every author's own machine.
fn details(session: &Placed) -> String {
    let url = session.url.as_ref().map(|url| url.value.value.as_str());
    let facilitators: Vec<&str> = session
        .facilitators
        .iter()
        .map(|person| person.value.value.as_str())
        .collect();
    let mut shown = format!("{:?} {url:?} {facilitators:?}", session.prompt);
    // Locks from before there were places stay as they are.
    if let Some(place) = &session.place {
        shown.push_str(&format!(" {place:?}"));
    }
    Digest::of(shown.as_bytes()).hex()[..12].to_owned()
}

fn whole_seconds(moment: Timestamp) -> Timestamp {
    Timestamp::from_second(moment.as_second()).unwrap_or(moment)
}
