//! A schedule and a cohort from text, for tests of what becomes of them.

#![allow(dead_code, missing_docs, unreachable_pub)]

use jiff::SignedDuration;
use jiff::civil::{Date, date};
use jiff::tz::TimeZoneDatabase;
use proptest::prelude::*;
use stoa::config::{CohortConfig, ScheduleConfig, toml};
use stoa::diagnostic::Diagnostic;
use stoa::schedule::{self, Timetable};
use stoa::source::SourcePath;

pub const KICKOFF: &str = r#"
[[session]]
id = "kickoff"
format = "virtual-classroom"
week = 1
day = "tue"
time = "10:00"
duration = "90m"
"#;

pub fn read(schedule: &str, cohort: &str) -> (Option<Timetable>, Vec<Diagnostic>) {
    let mut found = Vec::new();
    let paths = (
        SourcePath::new("schedule.toml"),
        SourcePath::new("cohorts/2026-autumn.toml"),
    );
    let node = toml(schedule, 0, &paths.0, &mut found);
    let schedule = ScheduleConfig::read(node, &paths.0, &mut found);
    let node = toml(cohort, 0, &paths.1, &mut found);
    let Some(cohort) = CohortConfig::read(node, &paths.1, &mut found) else {
        return (None, found);
    };
    let (timetable, more) = schedule::place(
        &schedule,
        &paths.0,
        &cohort,
        &paths.1,
        &schedule::History::default(),
    );
    found.extend(more);
    (Some(timetable), found)
}

pub fn place(schedule: &str, cohort: &str) -> (Timetable, Vec<Diagnostic>) {
    let (timetable, found) = read(schedule, cohort);
    (timetable.expect("a start and a zone"), found)
}

pub fn paris(more: &str) -> String {
    format!("start = 2026-10-05\ntimezone = \"Europe/Paris\"\n{more}")
}

/// A session at the given place, on top of the kick-off.
pub fn with(place: &str) -> String {
    format!("{KICKOFF}[[session]]\nid = \"other\"\nformat = \"webinar\"\n{place}\n")
}

pub fn starts(timetable: &Timetable) -> Vec<String> {
    let words = |session: &schedule::Placed| {
        let start = schedule::time_view(&session.start).iso;
        format!("{} {start} {}", session.id, session.week)
    };
    timetable.sessions.iter().map(words).collect()
}

pub fn weeks(timetable: &Timetable) -> Vec<String> {
    let words = |week: &schedule::Week| {
        let name = match (week.number, &week.title) {
            (Some(number), _) => number.to_string(),
            (None, title) => title.clone().unwrap_or_default(),
        };
        format!("{name}: {} {}", week.from, week.to)
    };
    timetable.weeks.iter().map(words).collect()
}

pub fn codes(found: &[Diagnostic]) -> Vec<&'static str> {
    found
        .iter()
        .map(|diagnostic| diagnostic.rule.code)
        .collect()
}

/// The only finding.
pub fn only(found: &[Diagnostic]) -> &Diagnostic {
    assert_eq!(found.len(), 1, "{found:#?}");
    &found[0]
}

/// Any zone of the database.
pub fn zone() -> impl Strategy<Value = String> {
    let names: Vec<String> = TimeZoneDatabase::bundled()
        .available()
        .map(|name| name.to_string())
        .filter(|name| name != "Etc/Unknown")
        .collect();
    proptest::sample::select(names)
}

/// Any day from 1970 to 2100.
pub fn day() -> impl Strategy<Value = Date> {
    (0..=47_846_i64).prop_map(|days| {
        let first = date(1970, 1, 1);
        first.saturating_add(SignedDuration::from_hours(days * 24))
    })
}

/// The line `breaks = [...]`, with breaks around and behind `start`.
pub fn breaks(start: Date) -> impl Strategy<Value = String> {
    proptest::collection::vec((-20..150_i64, 0..25_i64, any::<bool>()), 0..4).prop_map(
        move |breaks| {
            let day = |days: i64| start.saturating_add(SignedDuration::from_hours(days * 24));
            let list: Vec<String> = breaks
                .iter()
                .map(|(from, length, named)| {
                    let title = if *named { ", title = \"Rest\"" } else { "" };
                    format!(
                        "{{ from = {}, to = {}{title} }}",
                        day(*from),
                        day(from + length)
                    )
                })
                .collect();
            format!("breaks = [{}]", list.join(", "))
        },
    )
}
