//! From what calendars were told to what they are told now: [`advance`].

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp, ToSpan};

use super::{Audience, Before, Facts, LAST_SEQUENCE, Lock, Record, uid};
use crate::schedule::{Placed, Timetable};
use crate::source::Digest;

/// How soon after a change the next one belongs to it.
const SOON: SignedDuration = SignedDuration::from_hours(24);

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
/// - What is over is over: calendars are told no more of it, unless it was cancelled or was not.
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
    let known = old.iter().map(|(.., record)| record.uid.clone());
    let mut uids: BTreeSet<String> = known.collect();
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
                Some(known) if is_history(known, &shown, now) => known.clone(),
                Some(known) => revise(known, shown, now),
                None => Record {
                    uid: free(shown.uid, &mut uids),
                    ..shown
                },
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

/// Whether both took place, or both did not.
fn is_history(known: &Record, shown: &Record, now: Timestamp) -> bool {
    let same = known.facts.cancelled == shown.facts.cancelled && !known.facts.removed;
    same && known.is_over(now) && shown.is_over(now)
}

/// This UID, or one made of it if another session has it: somebody gave a session another id and its line the new one.
fn free(uid: String, taken: &mut BTreeSet<String>) -> String {
    let (name, place) = uid.split_once('@').unwrap_or((&uid, ""));
    let numbered = (2_u32..).map(|number| format!("{name}-{number}@{place}"));
    let mut all = std::iter::once(uid.clone()).chain(numbered);
    let free = all.find(|uid| taken.insert(uid.clone()));
    free.unwrap_or(uid)
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
        until(&mut before, revised, known);
        // Taken back: people have nothing to be told.
        before.pop_if(|last| last.facts == shown.facts && last.until == revised);
    }
    let mut next = Record {
        uid: known.uid.clone(),
        sequence: known.sequence.saturating_add(1).min(LAST_SEQUENCE),
        revised,
        added: known.added,
        ever: known.ever.or(&shown.audience),
        before,
        ..shown
    };
    next.forget();
    next
}

/// Writes down that what is known held until now. What held for less than a day is forgotten: an author who tries a time and
/// then takes another has told people once.
fn until(before: &mut Vec<Before>, now: Timestamp, known: &Record) {
    let is_soon = |at: Timestamp| now.duration_since(at) < SOON;
    match before.last_mut() {
        Some(last) if is_soon(last.until) => last.until = now,
        None if known.added.is_some_and(is_soon) => {}
        _ => before.push(Before {
            until: now,
            facts: known.facts.clone(),
        }),
    }
}

fn facts(session: &Placed) -> Facts {
    Facts {
        start: whole_seconds(session.start.timestamp()),
        end: session
            .end
            .as_ref()
            .map(|end| whole_seconds(end.timestamp())),
        title: session.title.clone(),
        url: session.url.as_ref().map(|url| url.value.value.clone()),
        place: session.place.clone(),
        cancelled: session.cancelled.clone(),
        removed: false,
    }
}

/// A digest of what a calendar shows but [`Facts`] and the format. Ids of facilitators and not their names: a name appears when
/// somebody's consent begins, and no date has changed by that. Nor is the address of the portal in it, which is another
/// one on every author's own machine.
fn details(session: &Placed) -> String {
    let facilitators: Vec<&str> = session
        .facilitators
        .iter()
        .map(|person| person.value.value.as_str())
        .collect();
    let shown = format!("{:?} {facilitators:?}", session.prompt);
    Digest::of(shown.as_bytes()).hex()[..12].to_owned()
}

fn whole_seconds(moment: Timestamp) -> Timestamp {
    Timestamp::from_second(moment.as_second()).unwrap_or(moment)
}
