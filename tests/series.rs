//! What schedules and cohorts can say beyond weeks and anchors: dates, series, holidays, sessions of one
//! run, and sessions for teams.

#![allow(missing_docs, clippy::unwrap_used)]

use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use stoa::diagnostic::{Diagnostic, Severity};
use stoa::schedule::Timetable;

#[path = "support/timetable.rs"]
mod timetable;

use timetable::{KICKOFF, codes, only, paris, place, read, starts, with};

/// Each finding as a line, with the places that it names.
fn lines(found: &[Diagnostic]) -> Vec<String> {
    let line = |found: &Diagnostic| {
        let mut line = format!("{} {}: {}", found.path, found.rule.code, found.message);
        for related in &found.related {
            line += &format!(" ({}: {})", related.path, related.label);
        }
        line
    };
    found.iter().map(line).collect()
}

/// When the other session of `with` starts.
fn other(place: &str, more: &str) -> (String, Vec<Diagnostic>) {
    let (timetable, found) = timetable::place(&with(place), &paris(more));
    let starts = starts(&timetable);
    let other = starts.iter().find_map(|line| line.strip_prefix("other "));
    (other.unwrap_or("nowhere").to_owned(), found)
}

const OFFICE_HOURS: &str = r#"
[[session]]
id = "office-hours"
title = "Office hours"
format = "office-hours"
week = 2
day = "thu"
time = "18:00"
duration = "1h"
every = "week"
count = 4
"#;

#[test]
fn a_date_is_on_the_clocks_of_the_cohort() {
    let local = "2026-12-01T10:00:00+01:00";
    for at in [
        "at = 2026-12-01T10:00:00",
        "at = 2026-12-01 10:00:00",
        "at = \"2026-12-01 10:00\"",
        "at = \"2026-12-01T10:00\"",
        "at = 2026-12-01\ntime = \"10:00\"",
        "at = \"2026-12-01\"\ntime = \"10:00\"",
        "at = 2026-12-01T09:00:00Z",
        "at = \"2026-12-01 09:00Z\"",
        "at = 2026-12-01T04:00:00-05:00",
    ] {
        let (start, found) = other(at, "");
        assert_eq!(start.split(' ').next(), Some(local), "{at}");
        assert_eq!(codes(&found), ["fixed-date", "session-outside"], "{at}");
        let note = &found[0];
        assert_eq!(note.severity, Severity::Note);
        assert!(note.help.as_ref().unwrap().contains("[session.other]"));
    }
}

#[test]
fn a_date_of_one_cohort_is_no_finding() {
    let (start, found) = other(
        "week = 1\nday = \"mon\"\ntime = \"09:00\"",
        "[session.other]\nat = 2026-10-08T19:30:00\n",
    );
    assert_eq!(found, []);
    assert_eq!(start, "2026-10-08T19:30:00+02:00 0");
    // The clock can be another one than that of the schedule, as with anchors.
    let (start, found) = other(
        "at = 2026-10-08T10:00:00",
        "[session.other]\ntime = \"11:00\"\n",
    );
    assert_eq!(codes(&found), ["fixed-date"]);
    assert_eq!(start, "2026-10-08T11:00:00+02:00 0");
}

#[test]
fn dates_that_say_no_time() {
    for (at, words) in [
        (
            "at = 2026-10-08",
            "the session `other` has a date, but no time",
        ),
        (
            "at = \"2026-02-30 10:00\"",
            "`2026-02-30 10:00` says no time: `2026-02-30` is no day of the calendar",
        ),
        (
            "at = \"2026-10-08 + 3d\"",
            "`2026-10-08 + 3d` says no time: behind a date there can only be a time",
        ),
        (
            "at = \"2026-10-08 25:00\"",
            "`2026-10-08 25:00` says no time: `25:00` is no time of day",
        ),
        (
            "at = 2026-10-08T10:00:00\ntime = \"11:00\"",
            "`2026-10-08T10:00:00` says the time already",
        ),
        (
            "at = 2026-10-08T10:00:00\nweek = 2",
            "the session `other` is written for a week and at a date at once",
        ),
    ] {
        let (start, found) = other(at, "");
        assert_eq!(start, "nowhere", "{at}");
        let found = only(&found);
        assert_eq!(
            (found.rule.code, found.message.as_str()),
            ("bad-anchor", words)
        );
        assert!(found.help.is_some());
    }
    let instant = other(
        "at = 2026-10-08T10:00:00Z",
        "[session.other]\ntime = \"11:00\"\n",
    )
    .1;
    assert_eq!(
        lines(&instant),
        [
            "schedule.toml bad-anchor: `2026-10-08T10:00:00Z` says the time already (cohorts/2026-autumn.toml: the time is here too)"
        ]
    );
    let (start, found) = other("at = \"9999-12-31T23:00-12:00\"", "");
    assert_eq!(start, "nowhere");
    assert_eq!(codes(&found), ["bad-anchor"]);
}

#[test]
fn a_date_in_the_night_of_a_change_of_clocks() {
    let (start, found) = other("at = 2026-10-25T02:30:00", "");
    assert_eq!(start, "2026-10-25T02:30:00+02:00 2");
    assert_eq!(codes(&found), ["fixed-date", "local-time-twice"]);
    let (start, found) = other("at = 2026-10-25T01:30:00Z", "");
    assert_eq!(
        start, "2026-10-25T02:30:00+01:00 2",
        "an instant is never in doubt"
    );
    assert_eq!(codes(&found), ["fixed-date"]);
}

#[test]
fn a_series_is_sessions_with_ids_of_their_own() {
    let (timetable, found) = place(OFFICE_HOURS, &paris(""));
    assert_eq!(found, []);
    assert_eq!(
        starts(&timetable),
        [
            "office-hours-1 2026-10-15T18:00:00+02:00 1",
            "office-hours-2 2026-10-22T18:00:00+02:00 2",
            "office-hours-3 2026-10-29T18:00:00+01:00 3",
            "office-hours-4 2026-11-05T18:00:00+01:00 4",
        ],
        "at the same time on the clocks, on both sides of the change"
    );
    assert!(
        timetable
            .sessions
            .iter()
            .all(|session| session.title == "Office hours")
    );
    assert!(
        timetable
            .sessions
            .iter()
            .all(|session| session.end.is_some())
    );
}

#[test]
fn breaks_push_a_series_on() {
    let breaks = "breaks = [{ from = 2026-10-26, to = 2026-11-01 }]\n";
    let (timetable, found) = place(OFFICE_HOURS, &paris(breaks));
    assert_eq!(found, []);
    assert_eq!(
        starts(&timetable)[2..],
        [
            "office-hours-3 2026-11-05T18:00:00+01:00 4",
            "office-hours-4 2026-11-12T18:00:00+01:00 5"
        ]
    );
    // The same, whether its first is written for a week or relative to another session.
    let relative = OFFICE_HOURS.replace(
        "week = 2\nday = \"thu\"\ntime = \"18:00\"",
        "at = \"kickoff + 9d 18:00\"",
    );
    let (other, found) = place(&format!("{relative}{KICKOFF}"), &paris(breaks));
    assert_eq!(found, []);
    assert_eq!(starts(&other)[1..], starts(&timetable));
    let fortnight = OFFICE_HOURS.replace("\"week\"\n", "\"2 weeks\"\n");
    let (timetable, found) = place(&fortnight, &paris(breaks));
    assert_eq!(found, []);
    assert_eq!(
        starts(&timetable)[1..],
        [
            "office-hours-2 2026-11-05T18:00:00+01:00 4",
            "office-hours-3 2026-11-19T18:00:00+01:00 6",
            "office-hours-4 2026-12-03T18:00:00+01:00 8"
        ]
    );
}

#[test]
fn every_day_leaves_out_free_days() {
    let daily = OFFICE_HOURS.replace("\"week\"\n", "\"day\"\n");
    let breaks = "breaks = [{ from = 2026-10-16, to = 2026-10-17 }]\n";
    let (timetable, found) = place(&daily, &paris(breaks));
    assert_eq!(found, []);
    assert_eq!(
        starts(&timetable),
        [
            "office-hours-1 2026-10-15T18:00:00+02:00 1",
            "office-hours-2 2026-10-18T18:00:00+02:00 1",
            "office-hours-3 2026-10-19T18:00:00+02:00 2",
            "office-hours-4 2026-10-20T18:00:00+02:00 2",
        ]
    );
}

#[test]
fn a_long_series_is_no_slip() {
    let quarterly = OFFICE_HOURS.replace("\"week\"\n", "\"13 weeks\"\n");
    assert_eq!(place(&quarterly, &paris("")).1, []);
    let relative = quarterly.replace(
        "week = 2\nday = \"thu\"\ntime = \"18:00\"",
        "at = \"kickoff + 9d 18:00\"",
    );
    assert_eq!(place(&format!("{KICKOFF}{relative}"), &paris("")).1, []);
}

#[test]
fn a_cohort_changes_one_of_a_series_or_all_of_it() {
    let (timetable, found) = place(
        OFFICE_HOURS,
        &paris(
            "[session.office-hours]
time = \"12:00\"
url = \"https://meet.example.org/all\"
count = 5
[session.office-hours-1]
cancelled = \"A holiday\"
[session.office-hours-2]
day = \"fri\"
[session.office-hours-3]
time = \"20:00\"
title = \"Office hours, late\"
url = \"https://meet.example.org/late\"
[session.office-hours-4]
at = \"office-hours-3 + 2d\"
[session.office-hours-5]
week = 1
",
        ),
    );
    assert_eq!(found, []);
    assert_eq!(
        starts(&timetable),
        [
            "office-hours-5 2026-10-08T12:00:00+02:00 0",
            "office-hours-1 2026-10-15T12:00:00+02:00 1",
            "office-hours-2 2026-10-23T12:00:00+02:00 2",
            "office-hours-3 2026-10-29T20:00:00+01:00 3",
            "office-hours-4 2026-10-31T20:00:00+01:00 3",
        ]
    );
    let cancelled: Vec<_> = timetable
        .sessions
        .iter()
        .map(|found| found.cancelled.is_some())
        .collect();
    assert_eq!(cancelled, [false, true, false, false, false]);
    assert_eq!(timetable.sessions[3].title, "Office hours, late");
    let url = |at: usize| {
        timetable.sessions[at]
            .url
            .as_ref()
            .unwrap()
            .value
            .value
            .as_str()
    };
    assert_eq!(url(2), "https://meet.example.org/all");
    assert_eq!(url(3), "https://meet.example.org/late");
}

#[test]
fn another_day_of_a_daily_series_is_one_of_its_own_week() {
    let daily = OFFICE_HOURS.replace("\"week\"\n", "\"3 days\"\n");
    let (timetable, _) = place(&daily, &paris("[session.office-hours-3]\nday = \"mon\"\n"));
    let starts = starts(&timetable);
    assert!(
        starts.contains(&"office-hours-3 2026-10-19T18:00:00+02:00 2".to_owned()),
        "{starts:?}"
    );
}

#[test]
fn anchors_name_one_of_a_series() {
    let schedule = |at: &str| {
        format!("{OFFICE_HOURS}[[session]]\nid = \"wrap\"\nformat = \"webinar\"\nat = \"{at}\"\n")
    };
    let (timetable, found) = place(&schedule("office-hours-4 + 1d"), &paris(""));
    assert_eq!(found, []);
    assert_eq!(starts(&timetable)[4], "wrap 2026-11-06T18:00:00+01:00 4");
    let help = |at: &str| {
        let (_, found) = place(&schedule(at), &paris(""));
        only(&found).help.clone().unwrap()
    };
    assert_eq!(
        help("office-hours + 1d"),
        "it is a series: write which one of it, `office-hours-1` to `office-hours-4`"
    );
    assert_eq!(
        help("office-hours-5 + 1d"),
        "the `count` of the series `office-hours` is 4, so there is `office-hours-1` to `office-hours-4`"
    );
}

#[test]
fn a_series_that_waits_for_one_of_its_own() {
    let schedule = OFFICE_HOURS.replace(
        "week = 2\nday = \"thu\"\ntime = \"18:00\"",
        "at = \"office-hours-2 + 1d\"",
    );
    let (timetable, found) = place(&schedule, &paris(""));
    assert!(timetable.sessions.is_empty());
    assert_eq!(codes(&found), ["anchor-cycle"]);
    // Once a cohort says when that one is, there is no circle.
    let (timetable, found) = place(
        &schedule,
        &paris("[session.office-hours-2]\nweek = 1\nday = \"mon\"\ntime = \"09:00\"\n"),
    );
    assert_eq!(found, []);
    assert_eq!(timetable.sessions.len(), 4);
}

#[test]
fn series_that_are_none() {
    let without = |line: &str| OFFICE_HOURS.replace(&format!("{line}\n"), "");
    let wrap = "[[session]]\nid = \"wrap\"\nformat = \"webinar\"\nat = \"office-hours-2 + 1d\"\n";
    for (schedule, words) in [
        (
            without("count = 4"),
            "`office-hours` comes again, but it does not say how many times",
        ),
        (
            without("every = \"week\""),
            "`office-hours` comes again, but it does not say how often",
        ),
    ] {
        let (timetable, found) = place(
            &format!("{schedule}{wrap}"),
            &paris("[session.office-hours-3]\ntime = \"12:00\"\n"),
        );
        assert!(timetable.sessions.is_empty());
        // What waits for it is not blamed for that.
        assert_eq!(codes(&found), ["missing-value"]);
        assert_eq!(found[0].message, words);
    }
    for (from, to, words) in [
        ("4", "0", "a series has 1 to 200 sessions, and not 0"),
        ("4", "201", "a series has 1 to 200 sessions, and not 201"),
        ("4", "-1", "a series has 1 to 200 sessions, and not -1"),
        (
            "4",
            "\"four\"",
            "this is the text \"four\", where a number of sessions, like 8, belongs",
        ),
        (
            "\"week\"",
            "\"month\"",
            "`month` does not say how often it comes again; write weeks or days, like \"week\", \"2 weeks\" or \"day\"",
        ),
        (
            "\"week\"",
            "7",
            "this is the number 7, where how often it comes again, like \"week\" or \"2 weeks\", belongs",
        ),
    ] {
        let schedule = OFFICE_HOURS.replace(&format!("= {from}\n"), &format!("= {to}\n"));
        let (_, found) = place(&schedule, &paris(""));
        let found = only(&found);
        assert_eq!(
            (found.rule.code, found.message.as_str()),
            ("bad-value", words)
        );
    }
}

#[test]
fn a_series_without_a_time_is_one_finding() {
    let schedule = OFFICE_HOURS.replace("day = \"thu\"\n", "");
    let (_, found) = place(&schedule, &paris(""));
    assert_eq!(
        lines(&found),
        ["schedule.toml bad-anchor: the session `office-hours` has a week and a time, but no day"]
    );
    let fixed = OFFICE_HOURS.replace(
        "week = 2\nday = \"thu\"\ntime = \"18:00\"",
        "at = 2026-10-15T18:00:00",
    );
    let (timetable, found) = place(&fixed, &paris(""));
    assert_eq!(
        lines(&found),
        ["schedule.toml fixed-date: `office-hours` is at the same date in every cohort"]
    );
    assert_eq!(
        starts(&timetable)[3],
        "office-hours-4 2026-11-05T18:00:00+01:00 4"
    );
}

#[test]
fn ids_that_clash() {
    let extra = "[[session]]\nid = \"office-hours-3\"\nformat = \"webinar\"\nat = \"office-hours-1 + 1d\"\n";
    let (timetable, found) = place(&format!("{OFFICE_HOURS}{extra}"), &paris(""));
    assert_eq!(timetable.sessions.len(), 4);
    assert_eq!(
        lines(&found),
        [
            "schedule.toml duplicate-id: there is another session `office-hours-3` (schedule.toml: the first one is here)"
        ]
    );
    let (_, found) = place(&format!("{extra}{OFFICE_HOURS}"), &paris(""));
    assert_eq!(
        lines(&found),
        [
            "schedule.toml duplicate-id: a session of the series `office-hours` would be `office-hours-3`, and there is one with this id (schedule.toml: the first one is here)"
        ]
    );
    let (_, found) = place(
        OFFICE_HOURS,
        &paris("[session.office-hours-2]\ncount = 3\n"),
    );
    assert_eq!(
        lines(&found),
        ["cohorts/2026-autumn.toml bad-value: `office-hours-2` is one session of a series already"]
    );
}

#[test]
fn holidays_move_nothing_and_are_said() {
    let (timetable, found) = place(
        OFFICE_HOURS,
        &paris("holidays = [{ date = 2026-10-22, title = \"Founders\" }, { date = 2026-10-30 }]\n"),
    );
    assert_eq!(
        starts(&timetable)[1],
        "office-hours-2 2026-10-22T18:00:00+02:00 2"
    );
    assert_eq!(
        lines(&found),
        [
            "schedule.toml session-on-holiday: `office-hours-2` falls on Thursday 22 October 2026, on the holiday \"Founders\" of the cohort `2026-autumn` (cohorts/2026-autumn.toml: the holiday is here)"
        ]
    );
    let (_, found) = place(
        OFFICE_HOURS,
        &paris(
            "holidays = [{ date = 2026-10-22 }]\n[session.office-hours-2]\ncancelled = \"A holiday\"\n",
        ),
    );
    assert_eq!(found, []);
    for (holidays, code) in [
        ("holidays = 2026-10-22", "bad-value"),
        ("holidays = [2026-10-22]", "bad-value"),
        ("holidays = [{ title = \"Founders\" }]", "missing-value"),
        (
            "holidays = [{ date = 2026-10-22, name = \"Founders\" }]",
            "unknown-key",
        ),
        ("holidays = [{ date = \"soon\" }]", "bad-value"),
    ] {
        let (timetable, found) = read(KICKOFF, &paris(holidays));
        assert!(timetable.is_some(), "{holidays}");
        assert_eq!(codes(&found)[0], code, "{holidays}");
    }
}

#[test]
fn outside_of_the_course_names_both_places() {
    let (_, found) = other("at = \"kickoff - 90d\"", "");
    assert_eq!(
        lines(&found),
        [
            "schedule.toml session-outside: `other` of the cohort `2026-autumn` is on Wednesday 8 July 2026, long before the course, which begins on Monday 5 October 2026 (cohorts/2026-autumn.toml: the cohort starts here)"
        ]
    );
    let (_, found) = other("at = \"kickoff + 90d\"", "");
    assert_eq!(
        lines(&found),
        [
            "schedule.toml session-outside: `other` of the cohort `2026-autumn` is on Monday 4 January 2027, long after the course, which ends on Sunday 11 October 2026 (schedule.toml: the last session before it is here)"
        ]
    );
}

#[test]
fn a_cohort_has_sessions_of_its_own() {
    let list = paris(
        "[[session]]
id = \"guest\"
title = \"A guest\"
format = \"webinar\"
at = \"kickoff + 2d\"
teams = [\"olive\"]
[[session]]
id = \"clinic\"
format = \"workshop\"
week = 2
day = \"mon\"
time = \"09:00\"
every = \"week\"
count = 2
",
    );
    let tables = paris(
        "[session.clinic-2]
time = \"10:00\"
[session.kickoff]
time = \"14:00\"
[session.guest]
title = \"A guest\"
format = \"webinar\"
at = \"kickoff + 2d\"
teams = [\"olive\"]
[session.clinic]
format = \"workshop\"
week = 2
day = \"mon\"
time = \"09:00\"
every = \"week\"
count = 2
",
    );
    let (timetable, found) = place(KICKOFF, &list);
    assert_eq!(found, []);
    assert_eq!(
        starts(&timetable),
        [
            "kickoff 2026-10-06T10:00:00+02:00 0",
            "guest 2026-10-08T10:00:00+02:00 0",
            "clinic-1 2026-10-12T09:00:00+02:00 1",
            "clinic-2 2026-10-19T09:00:00+02:00 2",
        ]
    );
    let guest = &timetable.sessions[1];
    assert_eq!(guest.teams[0].value.value, "olive");
    assert_eq!(guest.from.path.name(), "2026-autumn.toml");
    let (timetable, found) = place(KICKOFF, &tables);
    assert_eq!(found, []);
    assert_eq!(
        starts(&timetable),
        [
            "kickoff 2026-10-06T14:00:00+02:00 0",
            "guest 2026-10-08T14:00:00+02:00 0",
            "clinic-1 2026-10-12T09:00:00+02:00 1",
            "clinic-2 2026-10-19T10:00:00+02:00 2",
        ]
    );
}

#[test]
fn what_is_neither_a_change_nor_a_session() {
    for (cohort, line) in [
        (
            "[session.kickof]\nurl = \"https://meet.example.org/abc\"\n",
            "cohorts/2026-autumn.toml unknown-reference: the schedule has no session `kickof`",
        ),
        (
            "[session.kickof]\nformat = \"webinar\"\ntime = \"14:00\"\n",
            "cohorts/2026-autumn.toml unknown-reference: the schedule has no session `kickof`",
        ),
        (
            "[session.guest]\nformat = \"webinar\"\nweek = 1\ntime = \"14:00\"\n",
            "cohorts/2026-autumn.toml bad-anchor: the session `guest` has a week and a time, but no day",
        ),
        (
            "[session.\"A guest\"]\nformat = \"webinar\"\nat = \"kickoff + 1d\"\n",
            "cohorts/2026-autumn.toml bad-value: `A guest` is no id: use small letters, digits and hyphens, like `a-guest`",
        ),
        (
            "[session.guest]\nformat = \"webinar\"\nat = \"kickoff + 1d\"\nday = 7\n",
            "cohorts/2026-autumn.toml bad-value: this is the number 7, where a day like \"tue\" belongs",
        ),
        (
            "[session.kickoff]\nid = \"kickoff\"\n",
            "cohorts/2026-autumn.toml unknown-key: [session.kickoff] has its id in its header already",
        ),
        (
            "[session.kickoff]\nspeaker = \"ada\"\n",
            "cohorts/2026-autumn.toml unknown-key: [session.kickoff] has no `speaker`",
        ),
        (
            "[[session]]\nid = \"kickoff\"\nformat = \"webinar\"\nweek = 1\nday = \"mon\"\ntime = \"10:00\"\n",
            "cohorts/2026-autumn.toml duplicate-id: there is another session `kickoff` (schedule.toml: the first one is here)",
        ),
        (
            "[[session]]\nid = \"guest\"\nformat = \"webinar\"\n",
            "cohorts/2026-autumn.toml bad-anchor: the session `guest` has no time",
        ),
    ] {
        let (timetable, found) = place(KICKOFF, &paris(cohort));
        assert_eq!(starts(&timetable).len(), 1, "{cohort}");
        assert_eq!(lines(&found), [line]);
        assert!(found[0].help.is_some() || found[0].rule.code == "bad-value");
    }
}

#[test]
fn a_cohort_changes_every_field() {
    let (timetable, found) = place(
        KICKOFF,
        &paris(
            "[session.kickoff]
title = \"Hello\"
format = \"in-person\"
week = 2
day = \"wed\"
time = \"11:00\"
duration = \"2h\"
module = \"welcome\"
facilitators = [\"grace\"]
teams = [\"olive\", \"fig\"]
prompt = \"Why?\"
url = \"https://meet.example.org/abc\"
",
        ),
    );
    assert_eq!(found, []);
    assert_eq!(starts(&timetable), ["kickoff 2026-10-14T11:00:00+02:00 1"]);
    let session = &timetable.sessions[0];
    assert_eq!(
        (
            session.title.as_str(),
            session.format.id(),
            session.duration.unwrap().0
        ),
        ("Hello", "in-person", 120)
    );
    assert_eq!(session.module.as_ref().unwrap().value.value, "welcome");
    assert_eq!(session.facilitators[0].value.value, "grace");
    assert_eq!(session.teams.len(), 2);
    assert_eq!(session.prompt.as_deref(), Some("Why?"));
    assert!(session.url.is_some());
}

#[test]
fn both_kinds_of_brackets_in_one_file() {
    let (_, found) = read(
        KICKOFF,
        &paris(
            "[session.kickoff]\ntime = \"14:00\"\n[[session]]\nid = \"guest\"\nformat = \"webinar\"\nat = \"kickoff + 2d\"\n",
        ),
    );
    assert_eq!(found[0].rule.code, "bad-toml");
    assert_eq!(
        found[0].help.as_deref(),
        Some(
            "in the file of a cohort write `[session.ID]`, also for a session of this run only, with its format and when it is"
        )
    );
}

/// The instants of a timetable, in the order of the schedule.
fn instants(timetable: &Timetable) -> Vec<Timestamp> {
    let mut sessions: Vec<_> = timetable.sessions.iter().collect();
    sessions.sort_by_key(|session| session.index);
    let instants = sessions.iter().map(|session| session.start.timestamp());
    instants.collect()
}

fn a_series() -> impl Strategy<Value = (u32, &'static str, u32, u32, bool)> {
    let days = &["mon", "tue", "wed", "thu", "fri", "sat", "sun"][..];
    (
        1..6_u32,
        proptest::sample::select(days),
        1..=4_u32,
        1..=16_u32,
        any::<bool>(),
    )
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(512) })]

    #[test]
    fn a_series_in_any_zone_and_any_year(
        (zone, start, breaks, hour, (week, day, step, count, is_weekly)) in
            (timetable::zone(), timetable::day(), 0..24_u32, a_series()).prop_flat_map(|(zone, start, hour, series)| {
                timetable::breaks(start).prop_map(move |breaks| (zone.clone(), start, breaks, hour, series))
            })
    ) {
        let cohort = format!("start = {start}\ntimezone = \"{zone}\"\n{breaks}\n");
        let session = |id: &str, week: u32| {
            format!("[[session]]\nid = \"{id}\"\nformat = \"webinar\"\nweek = {week}\nday = \"{day}\"\ntime = \"{hour:02}:30\"\n")
        };
        let unit = if is_weekly { "weeks" } else { "days" };
        let schedule = format!("{}every = \"{step} {unit}\"\ncount = {count}\n", session("s", week));
        let (timetable, found) = place(&schedule, &cohort);
        prop_assert_eq!(&(timetable.clone(), found.clone()), &place(&schedule, &cohort));
        let times = instants(&timetable);
        prop_assert_eq!(times.len(), count as usize);
        prop_assert!(times.is_sorted(), "{times:?}");
        // The clock shows the time that was written, or it is a finding.
        let is_whole = !codes(&found).contains(&"local-time-skipped");
        for session in &timetable.sessions {
            let shows = (session.start.hour(), session.start.minute());
            prop_assert!(!is_whole || (shows.0 as u32, shows.1 as u32) == (hour, 30));
        }
        if is_weekly {
            // A series is nothing but its sessions, one by one.
            let one_by_one: String = (0..count).map(|at| session(&format!("s-{}", at + 1), week + at * step)).collect();
            let (other, _) = place(&one_by_one, &cohort);
            prop_assert_eq!(&times, &instants(&other));
            prop_assert_eq!(&timetable.weeks, &other.weeks);
            for session in timetable.sessions.iter().filter(|_| is_whole) {
                let number = timetable.weeks[session.week].number;
                prop_assert_eq!(number, Some(week + session.index as u32 * step));
            }
        } else if breaks == "breaks = []" {
            let days = SignedDuration::from_hours(24 * i64::from(step));
            for pair in timetable.sessions.windows(2).filter(|_| is_whole) {
                prop_assert_eq!(pair[0].start.date().checked_add(days).unwrap(), pair[1].start.date());
            }
        } else if is_whole {
            let in_break = codes(&found).iter().filter(|code| **code == "session-in-break").count();
            prop_assert!(in_break <= 1, "only its first can be on a free day: {found:#?}");
        }
    }

    /// The next run with another start in the same weeks gives the same clocks.
    #[test]
    fn a_later_start_moves_everything(start in timetable::day(), weeks in 1..400_i64, zone in timetable::zone()) {
        let later = start.checked_add(SignedDuration::from_hours(24 * 7 * weeks)).unwrap();
        prop_assume!(later.year() <= 2100);
        let schedule = format!("{KICKOFF}{OFFICE_HOURS}");
        let at = |start| place(&schedule, &format!("start = {start}\ntimezone = \"{zone}\"\n"));
        let ((first, found), (second, more)) = (at(start), at(later));
        let skipped = |found: &[Diagnostic]| codes(found).contains(&"local-time-skipped");
        prop_assume!(!skipped(&found) && !skipped(&more));
        for (first, second) in first.sessions.iter().zip(&second.sessions) {
            let moved = first.start.datetime().checked_add(SignedDuration::from_hours(24 * 7 * weeks)).unwrap();
            prop_assert_eq!(moved, second.start.datetime());
        }
    }
}
