//! A real programme, the sixth cohort of Open Seeds, as a stoa schedule that is relative to its start.
//! What its organisers wrote is beside the repository; without it, there is nothing to compare with.

#![allow(missing_docs, clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::path::Path;

use jiff::civil::{Date, Time, date};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use stoa::diagnostic::Severity;

#[path = "support/timetable.rs"]
mod timetable;

const SCHEDULE: &str = include_str!("open-seeds/schedule.toml");
const COHORT: &str = include_str!("open-seeds/cohort.toml");

/// What the organisers wrote: instants, minutes and titles; `None` if the file is not there.
///
/// They leave a day open where mentor and mentee agree on one, which is the Monday of the week in the
/// stoa schedule, and a time where none was meant, which is 09:00 for a meeting and midnight for a date
/// of the timeline.
fn organisers() -> Option<BTreeSet<(Timestamp, u64, String)>> {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/courses/open-seeds-6/schedule.json");
    let json: Value = serde_json::from_slice(&std::fs::read(path).ok()?).unwrap();
    assert_eq!(json["zone"], "UTC");
    let day = |text: &str| -> Date {
        // One of them is in words.
        match text {
            "November 30, 2022" => date(2022, 11, 30),
            text => text.parse().unwrap(),
        }
    };
    let rows = |key: &str, open: Time| -> Vec<(Timestamp, u64, String)> {
        let rows = json[key].as_array().unwrap().iter();
        let row = |row: &Value| {
            let on = row["date"].as_str().or(row["week_start"].as_str()).unwrap();
            let at = row["time"]
                .as_str()
                .map_or(open, |time| time.parse().unwrap());
            let zoned = TimeZone::UTC
                .to_zoned_datetime(day(on).to_datetime(at))
                .unwrap();
            let minutes = row["duration"].as_str().map_or(0, |duration| {
                duration.strip_suffix(" min").unwrap().parse().unwrap()
            });
            (
                zoned.timestamp(),
                minutes,
                row["title"].as_str().unwrap().to_owned(),
            )
        };
        rows.map(row).collect()
    };
    let (calls, dates) = (
        rows("calls", Time::constant(9, 0, 0, 0)),
        rows("timeline", Time::midnight()),
    );
    assert_eq!((calls.len(), dates.len()), (33, 5));
    Some(calls.into_iter().chain(dates).collect())
}

#[test]
fn the_same_instants() {
    let (timetable, mut found) = timetable::place(SCHEDULE, COHORT);
    // Two of its calls overlap, which is a note.
    found.retain(|found| found.severity != Severity::Note);
    // Applications are months before; that is said and nothing else is.
    let outside = timetable::codes(&found);
    assert_eq!(outside, ["session-outside"; 5], "{found:#?}");
    let made: BTreeSet<_> = timetable
        .sessions
        .iter()
        .map(|session| {
            let minutes = session.duration.map_or(0, |minutes| u64::from(minutes.0));
            (session.start.timestamp(), minutes, session.title.clone())
        })
        .collect();
    assert_eq!((timetable.sessions.len(), made.len()), (38, 38));
    let Some(wanted) = organisers() else {
        eprintln!("skipped: ../shared/courses/open-seeds-6/schedule.json is not there");
        return;
    };
    assert_eq!(made, wanted);
}

/// The next run is a new start: every session of the course moves by as many days.
#[test]
fn the_next_run_is_a_new_start() {
    let (first, _) = timetable::place(SCHEDULE, COHORT);
    let later = COHORT
        .replace("start = 2022-09-12", "start = 2023-09-11")
        .replace("2022-12-26", "2023-12-25")
        .replace("2023-01-08", "2024-01-07");
    let (second, mut found) = timetable::place(SCHEDULE, &later);
    found.retain(|found| found.severity != Severity::Note);
    assert_eq!(timetable::codes(&found), ["session-outside"; 5]);
    let year = SignedDuration::from_hours(24 * 7 * 52);
    let pairs = first.sessions.iter().zip(&second.sessions);
    for (first, second) in pairs {
        assert_eq!(first.id, second.id);
        assert_eq!(
            first.start.timestamp().checked_add(year).unwrap(),
            second.start.timestamp()
        );
    }
}
