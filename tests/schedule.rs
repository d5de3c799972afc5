//! The schedule: every rule once, and what must hold in any zone and any year.

use jiff::civil::{Weekday, date};
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use stoa::config::{Format, ScheduleConfig, toml};
use stoa::diagnostic::Severity;
use stoa::schedule::{self, State};
use stoa::source::SourcePath;

#[path = "support/timetable.rs"]
mod timetable;

use timetable::{KICKOFF, breaks, codes, day, only, paris, place, read, starts, weeks, with, zone};

#[test]
fn a_course_with_a_break_and_a_change_of_clocks() {
    let schedule = format!(
        "{KICKOFF}
[[session]]
id = \"plan-due\"
format = \"deadline\"
at = \"kickoff + 9d 23:59\"
duration = \"1h\"
[[session]]
id = \"webinar-2\"
title = \"A webinar\"
format = \"webinar\"
week = 4
day = \"mon\"
time = \"09:00\"
module = \"welcome\"
facilitators = [\"ada\"]
[[session]]
id = \"hello\"
format = \"discussion\"
at = \"kickoff - 3d 09:00\"
"
    );
    let cohort = paris(
        "breaks = [{ from = 2026-10-24, to = 2026-11-01, title = \"Half-term\" }]
[session.kickoff]
url = \"https://meet.example.org/abc\"
time = \"14:00\"
[session.webinar-2]
facilitators = [\"grace\"]
cancelled = \"The speaker is ill.\"
",
    );
    let (timetable, found) = place(&schedule, &cohort);
    assert_eq!(found, []);
    assert_eq!(
        starts(&timetable),
        [
            "hello 2026-10-03T09:00:00+02:00 0",
            "kickoff 2026-10-06T14:00:00+02:00 1",
            "plan-due 2026-10-15T23:59:00+02:00 2",
            "webinar-2 2026-11-02T09:00:00+01:00 5",
        ]
    );
    assert_eq!(
        weeks(&timetable),
        [
            "Before the course: 2026-09-28 2026-10-04",
            "1: 2026-10-05 2026-10-11",
            "2: 2026-10-12 2026-10-18",
            "3: 2026-10-19 2026-10-25",
            "Half-term: 2026-10-26 2026-11-01",
            "4: 2026-11-02 2026-11-08",
        ]
    );
    assert_eq!(timetable.first_day, date(2026, 10, 5));
    assert_eq!(timetable.last_day, date(2026, 11, 8));
    assert_eq!(timetable.starts().to_string(), "2026-10-04T22:00:00Z");
    let [_, kickoff, plan, webinar] = &timetable.sessions[..] else {
        panic!()
    };
    assert_eq!(kickoff.title, "Kickoff");
    assert_eq!(kickoff.end.as_ref().unwrap().time().to_string(), "15:30:00");
    assert_eq!(
        kickoff.url.as_ref().unwrap().path.name(),
        "2026-autumn.toml"
    );
    assert_eq!((plan.title.as_str(), &plan.end), ("Plan due", &None));
    assert_eq!(
        webinar.module.as_ref().unwrap().path.name(),
        "schedule.toml"
    );
    assert_eq!(webinar.facilitators[0].value.value, "grace");
    assert_eq!(webinar.facilitators[0].path.name(), "2026-autumn.toml");
    assert_eq!(webinar.cancelled.as_deref(), Some("The speaker is ill."));

    let at = |text: &str| text.parse::<Timestamp>().unwrap();
    assert_eq!(
        schedule::state(&timetable, at("2026-10-04T21:59:59Z")),
        State::Upcoming
    );
    assert_eq!(
        schedule::state(&timetable, at("2026-10-04T22:00:00Z")),
        State::Running
    );
    assert_eq!(
        schedule::state(&timetable, at("2026-11-08T22:59:59Z")),
        State::Running
    );
    assert_eq!(
        schedule::state(&timetable, at("2026-11-08T23:00:00Z")),
        State::Past
    );
    let next = |now| schedule::next(&timetable, at(now)).map(|session| session.id.as_str());
    assert_eq!(next("2026-01-01T00:00:00Z"), Some("hello"));
    assert_eq!(
        next("2026-10-06T13:00:00Z"),
        Some("kickoff"),
        "until it ends"
    );
    assert_eq!(next("2026-10-06T13:30:00Z"), Some("plan-due"));
    assert_eq!(next("2026-10-16T00:00:00Z"), None, "cancelled");
    assert_eq!(
        schedule::current_week(&timetable, at("2026-10-03T00:00:00Z")),
        None
    );
    assert_eq!(
        schedule::current_week(&timetable, at("2026-10-28T00:00:00Z")),
        Some(4)
    );
    assert_eq!(
        schedule::mix(&timetable),
        [
            (Format::VirtualClassroom, 1, 50),
            (Format::Discussion, 1, 50)
        ],
        "neither what is cancelled nor a deadline takes time"
    );
}

#[test]
fn a_week_with_one_day_that_is_not_free_counts() {
    let cohort = paris(
        "breaks = [{ from = 2026-10-12, to = 2026-10-15 }, { from = 2026-10-19, to = 2026-10-20 },
                   { from = 2026-10-21, to = 2026-10-23 }]",
    );
    let schedule = with("week = 2\nday = \"wed\"\ntime = \"10:00\"");
    let (timetable, mut found) = place(&schedule, &cohort);
    found.retain(|found| found.rule.code == "session-in-break");
    let found = only(&found);
    assert_eq!(
        found.message,
        "`other` falls on Wednesday 14 October 2026, in the break of the cohort `2026-autumn`"
    );
    assert_eq!(found.related[0].path.name(), "2026-autumn.toml");
    assert_eq!(weeks(&timetable)[1], "2: 2026-10-12 2026-10-18");
    let schedule = with("week = 3\nday = \"wed\"\ntime = \"10:00\"");
    let (timetable, found) = place(&schedule, &cohort);
    assert_eq!(codes(&found), ["break-in-part"]);
    assert_eq!(
        found[0].message,
        "this break, Monday 12 October to Thursday 15 October, takes no week from Monday to Friday, so it moves none on",
        "and two breaks together take a whole week"
    );
    assert_eq!(
        weeks(&timetable)[2..],
        [": 2026-10-19 2026-10-25", "3: 2026-10-26 2026-11-01"]
    );
}

#[test]
fn the_start_can_be_any_day_of_week_1() {
    let cohort = "start = 2026-10-08\ntimezone = \"Europe/Paris\"";
    let (timetable, found) = place(KICKOFF, cohort);
    assert_eq!(codes(&found), ["session-outside"]);
    assert_eq!(
        found[0].severity,
        Severity::Note,
        "Tuesday is before that day"
    );
    assert_eq!(weeks(&timetable), ["1: 2026-10-05 2026-10-11"]);
    assert_eq!(
        timetable.first_day,
        date(2026, 10, 6),
        "the kick-off is before"
    );
    let (timetable, _) = place("", cohort);
    assert_eq!(timetable.first_day, date(2026, 10, 8));
    assert_eq!(weeks(&timetable), ["1: 2026-10-05 2026-10-11"]);
}

#[test]
fn chains_resolve_in_any_order() {
    let schedule = "
[[session]]
id = \"c\"
format = \"webinar\"
at = \"b + 30m\"
[[session]]
id = \"b\"
format = \"webinar\"
at = \"a + 2w\"
[[session]]
id = \"a\"
format = \"webinar\"
week = 2
day = \"mon\"
time = \"10:00\"
";
    let (timetable, found) = place(schedule, &paris(""));
    assert_eq!(found, []);
    assert_eq!(
        starts(&timetable),
        [
            "a 2026-10-12T10:00:00+02:00 1",
            "b 2026-10-26T10:00:00+01:00 3",
            "c 2026-10-26T10:30:00+01:00 3"
        ]
    );
    // Days are days of the calendar, hours are exact.
    let (timetable, _) = place(
        &with("at = \"kickoff + 336h\""),
        "start = 2026-10-12\ntimezone = \"Europe/Paris\"",
    );
    assert_eq!(starts(&timetable)[1], "other 2026-10-27T09:00:00+01:00 2");
}

#[test]
fn a_long_chain_does_not_overflow() {
    let mut schedule = String::new();
    for number in 0..3000 {
        schedule += &format!(
            "[[session]]\nid = \"s{number}\"\nformat = \"webinar\"\nat = \"s{} + 1m\"\n",
            number + 1
        );
    }
    schedule += "[[session]]\nid = \"s3000\"\nformat = \"webinar\"\nweek = 1\nday = \"mon\"\ntime = \"10:00\"\n";
    let (timetable, found) = place(&schedule, &paris(""));
    assert_eq!((timetable.sessions.len(), found.len()), (3001, 0));
}

#[test]
fn a_schedule_without_a_cohort() {
    let path = SourcePath::new("schedule.toml");
    let check = |text: &str| {
        let mut found = Vec::new();
        let node = toml(text, 0, &path, &mut found);
        let schedule = ScheduleConfig::read(node, &path, &mut found);
        assert_eq!(found, []);
        schedule::check(&schedule, &path)
    };
    let broken = with("at = \"kickoff + soon\"");
    assert_eq!(check(&broken), place(&broken, &paris("")).1);
    assert_eq!(
        check(&with("at = \"kickoff + 99w\"")),
        [],
        "not its business"
    );
}

#[test]
fn circles() {
    let schedule = format!(
        "{KICKOFF}
[[session]]
id = \"tail\"
format = \"webinar\"
at = \"a + 1d\"
[[session]]
id = \"a\"
format = \"webinar\"
at = \"b + 1d\"
[[session]]
id = \"b\"
format = \"webinar\"
at = \"c + 1d\"
[[session]]
id = \"c\"
format = \"webinar\"
at = \"a + 1d\"
"
    );
    let (timetable, found) = place(&schedule, &paris(""));
    let found = only(&found);
    assert_eq!(found.rule.code, "anchor-cycle");
    assert_eq!(
        found.message,
        "these sessions wait for each other: `a` -> `b` -> `c` -> `a`"
    );
    assert_eq!(&schedule[found.span.clone().unwrap()], "\"b + 1d\"");
    assert_eq!(found.related.len(), 2);
    assert_eq!(timetable.sessions.len(), 1);
    let (_, found) = place(&with("at = \"other + 1d\""), &paris(""));
    assert_eq!(
        only(&found).message,
        "the time of `other` depends on itself"
    );
}

#[test]
fn anchors_that_cannot_be_worked_out() {
    let case = |place_: &str| {
        let (timetable, found) = place(&with(place_), &paris(""));
        assert_eq!(timetable.sessions.len(), 1, "{place_}");
        let found = only(&found);
        assert_eq!(found.rule.code, "bad-anchor");
        format!(
            "{} | {}",
            found.message,
            found.help.clone().unwrap_or_default()
        )
    };
    assert_eq!(
        case(""),
        "the session `other` has no time | add `week = 1`, `day = \"tue\"` and `time = \"10:00\"`, or a place relative to another session, like `at = \"kickoff + 9d 23:59\"`"
    );
    assert_eq!(
        case("week = 2"),
        "the session `other` has a week, but no day and no time | add `day = \"tue\"` and `time = \"10:00\"`"
    );
    assert!(case("week = 0\nday = \"mon\"\ntime = \"10:00\"").starts_with("there is no week 0"));
    assert!(case("week = 2\nat = \"kickoff + 1d\"").contains("at once"));
    assert!(case("at = \"kickof + 1d\"").ends_with("did you mean `kickoff`?"));
    assert!(case("at = \"kickoff-3d 09:00\"").contains("`kickoff - 3d`"));
    assert_eq!(
        case("at = \"kickoff + soon\""),
        "`kickoff + soon` says no time: `soon` is no distance | write a session and a distance, like `kickoff + 9d 23:59`, `kickoff - 3d 09:00` or `kickoff + 2h`, or a date, like `2026-12-01T10:00`"
    );
    assert!(
        case("at = \"kickoff + 1d 10:00\"\ntime = \"11:00\"").contains("says the time already")
    );
}

#[test]
fn a_broken_session_takes_only_those_that_depend_on_it() {
    let schedule = format!(
        "{}[[session]]\nid = \"after\"\nformat = \"webinar\"\nat = \"other + 1d\"\n",
        with("week = 3")
    );
    let (timetable, found) = place(&schedule, &paris(""));
    assert_eq!(codes(&found), ["bad-anchor"]);
    assert_eq!(timetable.sessions.len(), 1);
}

#[test]
fn what_a_cohort_changes() {
    let schedule = with("at = \"kickoff + 9d 23:59\"");
    let moved = |more: &str| {
        let (timetable, found) = place(&schedule, &paris(more));
        let last = starts(&timetable).pop().unwrap();
        (last, codes(&found))
    };
    assert_eq!(
        moved("[session.other]\ntime = \"18:00\"").0,
        "other 2026-10-15T18:00:00+02:00 1"
    );
    assert_eq!(
        moved("[session.other]\nat = \"kickoff + 1w\"").0,
        "other 2026-10-13T10:00:00+02:00 1"
    );
    assert_eq!(
        moved("[session.other]\nweek = 1\nday = \"fri\"\ntime = \"08:00\"").0,
        "other 2026-10-09T08:00:00+02:00 0"
    );
    let circle = paris("[session.kickoff]\nat = \"other - 1d\"");
    assert_eq!(codes(&place(&schedule, &circle).1), ["anchor-cycle"]);
    let (_, found) = place(&schedule, &paris("[session.other]\nday = \"fri\""));
    let found = only(&found);
    assert_eq!(found.path.name(), "2026-autumn.toml");
    assert_eq!(
        found.message,
        "the session `other` has a day, but no week and no time in this cohort"
    );
    let (_, found) = place(&schedule, &paris("[session.kickof]\nday = \"fri\""));
    let found = only(&found);
    assert_eq!(found.rule.code, "unknown-reference");
    assert_eq!(found.help.as_deref(), Some("did you mean `kickoff`?"));
}

#[test]
fn zones() {
    let cohort = "start = 2026-10-05\ntimezone = \"Europe/Pariss\"";
    let (timetable, found) = place(&with("week = 2"), cohort);
    assert_eq!(codes(&found), ["bad-zone", "bad-anchor"]);
    assert_eq!(
        found[0].help.as_deref(),
        Some("did you mean `Europe/Paris`?")
    );
    assert_eq!(timetable.zone_name, "UTC");
    assert_eq!(starts(&timetable), ["kickoff 2026-10-06T10:00:00+00:00 0"]);
}

#[test]
fn local_times_that_do_not_exist_or_exist_twice() {
    let cohort = "start = 2027-03-22\ntimezone = \"Europe/Paris\"";
    let schedule = with("week = 1\nday = \"sun\"\ntime = \"02:30\"");
    let schedule = format!(
        "{schedule}[[session]]\nid = \"later\"\nformat = \"webinar\"\nat = \"other + 1d\"\n"
    );
    let (timetable, found) = place(&schedule, cohort);
    let found = only(&found);
    assert_eq!(found.rule.code, "local-time-skipped");
    assert_eq!(
        found.message,
        "`other` of the cohort `2026-autumn` is at 02:30 on Sunday 28 March 2027, a time that does not exist in Europe/Paris, because clocks go forward; stoa takes 03:30 (UTC+02:00)"
    );
    assert_eq!(
        starts(&timetable)[2],
        "later 2027-03-29T02:30:00+02:00 1",
        "as it was meant"
    );
    let (timetable, found) = place(
        &with("week = 3\nday = \"sun\"\ntime = \"02:30\""),
        &paris(""),
    );
    let found = only(&found);
    assert_eq!(found.rule.code, "local-time-twice");
    assert!(
        found
            .message
            .ends_with("stoa takes the first of the two (UTC+02:00)")
    );
    assert_eq!(starts(&timetable)[1], "other 2026-10-25T02:30:00+02:00 2");
    // Samoa left out a whole Friday.
    let cohort = "start = 2011-12-26\ntimezone = \"Pacific/Apia\"";
    let (_, found) = place(&with("week = 1\nday = \"fri\"\ntime = \"10:00\""), cohort);
    assert!(
        only(&found)
            .message
            .contains("takes 10:00 on Saturday 31 December 2011")
    );
}

#[test]
fn breaks_that_cannot_be() {
    let cohort = paris("breaks = [{ from = 2026-10-20, to = 2026-10-12 }]");
    let (timetable, found) = place(KICKOFF, &cohort);
    assert_eq!(codes(&found), ["bad-value"]);
    assert_eq!(timetable.weeks.len(), 1);
    let cohort = paris(
        "breaks = [{ from = 2026-10-12, to = 2026-10-20 }, { from = 2026-10-20, to = 2026-10-25 }]",
    );
    let schedule = with("week = 2\nday = \"mon\"\ntime = \"10:00\"");
    let (_, found) = place(&schedule, &cohort);
    assert_eq!(only(&found).severity, Severity::Warning);
    assert_eq!(only(&found).related.len(), 1);
}

#[test]
fn days_off_with_no_session_behind_them() {
    let case = |breaks: &str, more: &str| {
        let (_, found) = place(&with(more), &paris(breaks));
        codes(&found)
    };
    let week = "week = 2\nday = \"mon\"\ntime = \"10:00\"";
    // The last week is the one from 12 to 18 October.
    let directly_after = "breaks = [{ from = 2026-10-19, to = 2026-10-25 }]";
    assert_eq!(case(directly_after, week), ["day-off-outside"]);
    let at_its_end = "breaks = [{ from = 2026-10-18, to = 2026-10-25 }]";
    assert_eq!(case(at_its_end, week), [""; 0]);
    // A session behind it, whatever week that is in.
    let alumni = "at = \"kickoff + 60d\"";
    assert!(!case(directly_after, alumni).contains(&"day-off-outside"));
    // As long as one has no time, nobody knows what comes behind it.
    assert_eq!(case(directly_after, "week = 2"), ["bad-anchor"]);
    let (_, found) = place("", &paris(directly_after));
    assert_eq!(found, [], "a schedule that nobody has written yet");
}

#[test]
fn sessions_outside_of_the_course() {
    let case = |at: &str| {
        let (timetable, found) = place(&with(&format!("at = \"{at}\"")), &paris(""));
        (codes(&found), weeks(&timetable))
    };
    assert_eq!(case("kickoff - 2w").0, ["session-outside"; 0]);
    assert_eq!(case("kickoff - 16d").0, ["session-outside"]);
    assert_eq!(
        case("kickoff - 9w").1,
        [
            "Before the course: 2026-08-03 2026-10-04",
            "1: 2026-10-05 2026-10-11"
        ]
    );
    let (found, listed) = case("kickoff + 2w");
    assert_eq!(
        (found.len(), listed.len()),
        (0, 3),
        "the course goes on to week 3"
    );
    let (found, listed) = case("kickoff + 3w");
    assert_eq!(found, ["session-outside"]);
    assert_eq!(
        listed,
        [
            "1: 2026-10-05 2026-10-11",
            "After the course: 2026-10-12 2026-11-01"
        ]
    );
}

#[test]
fn the_ends_of_the_calendar() {
    for (start, session) in [
        ("9999-12-30", "week = 1\nday = \"fri\"\ntime = \"10:00\""),
        ("9999-12-20", "week = 3\nday = \"fri\"\ntime = \"10:00\""),
        ("9999-12-20", "at = \"kickoff + 20d\""),
        ("9999-12-20", "at = \"kickoff + 999999h\""),
        ("0001-01-01", "at = \"kickoff - 30d\""),
        ("0000-01-01", "at = \"kickoff - 30d\""),
        ("1969-12-31", ""),
        ("2101-01-01", ""),
        (
            "2026-10-05",
            "week = 4000000000\nday = \"fri\"\ntime = \"10:00\"",
        ),
        (
            "2026-10-05",
            "week = 1\nday = \"fri\"\ntime = \"10:00\"\nduration = \"4294967295m\"",
        ),
        ("2026-10-05", "at = \"kickoff + 9999999999d\""),
        ("2026-10-05", "at = \"kickoff + 9999999999m\""),
    ] {
        for zone in ["UTC", "Pacific/Kiritimati", "Pacific/Niue"] {
            let cohort = format!("start = {start}\ntimezone = \"{zone}\"");
            let (_, found) = place(&with(session), &cohort);
            assert!(
                codes(&found).contains(&"bad-value"),
                "{start} {session} {found:#?}"
            );
        }
    }
}

#[test]
fn a_start_in_another_century_is_one_finding() {
    let other = "week = 3\nday = \"fri\"\ntime = \"10:00\"";
    for (start, is_good) in [
        ("1969-12-31", false),
        ("1970-01-01", true),
        ("2100-12-31", true),
        ("2101-01-01", false),
        ("0206-10-05", false),
    ] {
        let cohort = format!("start = {start}\ntimezone = \"Europe/Paris\"");
        let (timetable, found) = place(&with(other), &cohort);
        if is_good {
            let notes = found.iter().all(|one| one.severity == Severity::Note);
            assert!(notes, "{start}: {found:?}");
            assert_eq!(timetable.sessions.len(), 2);
            continue;
        }
        let found = only(&found);
        assert!(found.message.contains("outside of the years 1970 to 2100"));
        assert_eq!(found.span, Some(8..18));
        assert!(found.help.as_ref().unwrap().contains("check the year"));
        assert_eq!((timetable.sessions.len(), timetable.weeks.len()), (0, 0));
    }
}

#[test]
fn a_break_of_more_than_a_year_is_a_slip_of_the_pen() {
    let other = "week = 3\nday = \"fri\"\ntime = \"10:00\"";
    let place = |to: &str| {
        let breaks = format!("breaks = [{{ from = 2026-10-12, to = {to}, title = \"B\" }}]");
        place(&with(other), &paris(&breaks))
    };
    let (timetable, found) = place("2027-10-12");
    assert_eq!(codes(&found), ["break-in-part"], "the last week in part");
    assert_eq!(weeks(&timetable)[1], "B: 2026-10-12 2027-10-10");
    for to in ["2027-10-13", "9999-12-31"] {
        let (timetable, found) = place(to);
        let found = only(&found);
        assert_eq!(found.rule.code, "bad-value");
        assert!(
            found
                .message
                .starts_with("this break is longer than a year, from 12 October 2026 to ")
        );
        assert!(found.help.as_ref().unwrap().starts_with("check the year"));
        assert_eq!(weeks(&timetable).len(), 3, "it moves no week");
    }
}

#[test]
fn days_find_their_break_among_many() {
    // Two of them overlap others.
    let breaks = "breaks = [
        { from = 2026-11-09, to = 2026-11-15, title = \"C\" },
        { from = 2026-10-12, to = 2026-10-25, title = \"A\" },
        { from = 2026-10-19, to = 2026-10-20, title = \"in A\" },
        { from = 2026-10-26, to = 2026-10-28, title = \"B\" },
        { from = 2026-10-28, to = 2026-11-01, title = \"with B\" },
    ]";
    let other = "week = 3\nday = \"fri\"\ntime = \"10:00\"";
    let (timetable, found) = place(&with(other), &paris(breaks));
    assert_eq!(codes(&found), ["bad-value", "bad-value"]);
    assert_eq!(
        weeks(&timetable),
        [
            "1: 2026-10-05 2026-10-11",
            "A: 2026-10-12 2026-10-25",
            "B, with B: 2026-10-26 2026-11-01",
            "2: 2026-11-02 2026-11-08",
            "C: 2026-11-09 2026-11-15",
            "3: 2026-11-16 2026-11-22",
        ]
    );
}

/// Every key with values that cannot be, each of which is one finding at that value.
#[test]
fn what_cannot_be_is_one_finding_at_its_place() {
    let session = [
        ("id", "\"\"", "bad-value"),
        ("id", "\"a b\"", "bad-value"),
        ("id", "\"a/b\"", "bad-value"),
        ("title", "\" \"", "bad-value"),
        ("format", "\"\"", "bad-value"),
        ("format", "1", "bad-value"),
        ("week", "0", "bad-anchor"),
        ("week", "-1", "bad-value"),
        ("week", "1001", "bad-value"),
        ("week", "99999", "bad-value"),
        ("week", "4294967296", "bad-value"),
        ("week", "99999999999999999999", "bad-value"),
        ("week", "\"1\"", "bad-value"),
        ("week", "1.5", "bad-value"),
        ("day", "\"\"", "bad-value"),
        ("day", "2", "bad-value"),
        ("time", "\"25:00\"", "bad-value"),
        ("time", "\"24:00\"", "bad-value"),
        ("time", "\"23:60\"", "bad-value"),
        ("time", "\"9:5\"", "bad-value"),
        ("time", "\"9:005\"", "bad-value"),
        ("time", "\"9am\"", "bad-value"),
        ("time", "\"\"", "bad-value"),
        ("time", "2026-10-05T10:00:00Z", "bad-value"),
        ("duration", "90", "bad-value"),
        ("duration", "\"0m\"", "bad-value"),
        ("duration", "\"-5m\"", "bad-value"),
        ("duration", "\"99999999999h\"", "bad-value"),
        ("duration", "\"8785h\"", "bad-value"),
        ("module", "\"\"", "bad-value"),
        ("facilitators", "[\"\"]", "bad-value"),
        ("facilitators", "\"ada\"", "bad-value"),
        ("prompt", "\"\"", "bad-value"),
        ("url", "\"\"", "bad-value"),
    ];
    let cohort = [
        ("id", "\"a b\"", "bad-value"),
        ("title", "\"\"", "bad-value"),
        ("start", "\"2026-02-30\"", "bad-value"),
        ("start", "2026-10-05T10:00:00+02:00", "bad-value"),
        ("start", "20261005", "bad-value"),
        ("timezone", "\"\"", "bad-zone"),
        ("timezone", "\"UTC+2\"", "bad-zone"),
        ("timezone", "1", "bad-value"),
        ("breaks", "\"x\"", "bad-value"),
        ("facilitators", "[\" \"]", "bad-value"),
    ];
    let changed = [
        ("title", "\"\"", "bad-value"),
        ("week", "-1", "bad-value"),
        ("prompt", "\"\"", "bad-value"),
        ("cancelled", "\"\"", "bad-value"),
        ("cancelled", "true", "bad-value"),
        ("url", "\" \"", "bad-value"),
        ("facilitators", "[\"\"]", "bad-value"),
    ];
    let good = [
        ("id", "\"a\""),
        ("format", "\"webinar\""),
        ("week", "1"),
        ("day", "\"tue\""),
        ("time", "\"9:05\""),
    ];
    let run = [("start", "2026-10-05"), ("timezone", "\"Europe/Paris\"")];
    let lines = |good: &[(&str, &str)], (key, value): (&str, &str)| -> String {
        let kept = good.iter().filter(|(other, _)| *other != key);
        let lines = kept.map(|(key, value)| format!("{key} = {value}\n"));
        lines.chain([format!("{key} = {value}\n")]).collect()
    };
    let check = |text: &str, schedule: &str, cohort: &str, (value, code): (&str, &str)| {
        let found = read(schedule, cohort).1;
        let found = only(&found);
        let at = text.rfind(value).unwrap();
        assert_eq!(found.rule.code, code, "{text}\n{found:#?}");
        assert_eq!(found.span, Some(at..at + value.len()), "{text}\n{found:#?}");
    };
    let fine = format!("[[session]]\n{}", lines(&good, ("title", "\"A\"")));
    for (key, value, code) in session {
        let text = format!("[[session]]\n{}", lines(&good, (key, value)));
        check(&text, &text, &paris(""), (value, code));
    }
    for (key, value, code) in cohort {
        let text = lines(&run, (key, value));
        check(&text, &fine, &text, (value, code));
    }
    for (key, value, code) in changed {
        let text = paris(&format!("[session.a]\n{key} = {value}\n"));
        check(&text, &fine, &text, (value, code));
    }
}

#[test]
fn everything_that_is_missing_is_said_at_once() {
    let (_, mut found) = read(
        "[[session]]\n",
        "breaks = [{}]\n[[team]]\nmembers = [\"\"]\n",
    );
    stoa::diagnostic::sort(&mut found);
    let messages: Vec<&str> = found.iter().map(|found| found.message.as_str()).collect();
    assert_eq!(
        messages,
        [
            "the cohort has no start",
            "the cohort has no timezone",
            "this break has no from",
            "this break has no to",
            "this team has no id",
            "this team has no title",
            "there is nothing between the quotes: write something, or leave it out",
            "this session has no format",
            "this session has no id",
        ]
    );
}

#[test]
fn files_are_read_element_by_element() {
    let schedule = "
titel = 1
[[session]]
id = \"a\"
format = \"webinr\"
[[session]]
id = \"b\"
format = \"webinar\"
week = 1
day = \"mon\"
time = \"10:00\"
[[session]]
id = \"b\"
format = \"webinar\"
[[session]]
format = \"webinar\"
";
    let cohort = paris(
        "breaks = [{ from = 2026-10-20 }, { from = 2026-10-12, to = 2026-10-18 }]
sesion = 1
[session.b]
wek = 2
time = \"11:00\"
[[team]]
id = \"x\"
[[team]]
id = \"y\"
title = \"Y\"
",
    );
    let (timetable, found) = place(schedule, &cohort);
    let mut codes = codes(&found);
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(
        codes,
        ["bad-value", "duplicate-id", "missing-value", "unknown-key"]
    );
    let helps: Vec<_> = found
        .iter()
        .filter_map(|found| found.help.as_deref())
        .collect();
    assert!(helps.contains(&"did you mean `session`?"), "{helps:?}");
    assert!(helps.contains(&"did you mean `week`?"), "{helps:?}");
    assert_eq!(starts(&timetable), ["b 2026-10-05T11:00:00+02:00 0"]);
    let (_, found) = read("session = 1", "[[session]]\nid = \"a\"\n");
    assert_eq!(
        self::codes(&found)[..2],
        ["bad-value", "missing-value"],
        "a session of this run only"
    );
    assert!(
        read(
            "[session]\nid = \"a\"\nformat = \"webinar\"\nat = \"a\"",
            "start = 2026-10-05\ntimezone = \"UTC\""
        )
        .0
        .is_some()
    );
}

fn sessions() -> impl Strategy<Value = String> {
    let days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let weekly = (
        1..16_u32,
        proptest::sample::select(days.to_vec()),
        0..24_u32,
        0..60_u32,
    )
        .prop_map(|(week, day, hour, minute)| {
            format!("week = {week}\nday = \"{day}\"\ntime = \"{hour:02}:{minute:02}\"")
        });
    let fixed = (
        day(),
        0..24_u32,
        proptest::sample::select(&["", "Z", "+05:45"][..]),
    )
        .prop_map(|(day, hour, zone)| format!("at = \"{day}T{hour:02}:30{zone}\""));
    let series = (0..12_usize, 1..9_u32, 1..9_u32, any::<bool>()).prop_map(
        |(other, count, number, weeks)| {
            let unit = if weeks { "weeks" } else { "days" };
            format!("at = \"s{other} + 1d\"\nevery = \"{number} {unit}\"\ncount = {count}")
        },
    );
    let unit = proptest::sample::select(&["w", "d", "h", "m"][..]);
    let relative = (0..12_usize, -40..60_i32, unit).prop_map(|(other, distance, unit)| {
        let sign = if distance < 0 { '-' } else { '+' };
        format!("at = \"s{other} {sign} {}{unit}\"", distance.abs())
    });
    proptest::collection::vec(
        prop_oneof![6 => weekly, 4 => relative, 1 => fixed, 1 => series],
        1..12,
    )
    .prop_map(|places| {
        let mut text = String::new();
        for (index, place) in places.iter().enumerate() {
            text += &format!(
                "[[session]]\nid = \"s{index}\"\nformat = \"webinar\"\nduration = \"1h\"\n{place}\n"
            );
        }
        text
    })
}

fn course() -> impl Strategy<Value = (String, String)> {
    (zone(), day()).prop_flat_map(|(zone, start)| {
        (sessions(), breaks(start)).prop_map(move |(schedule, breaks)| {
            (
                schedule,
                format!("start = {start}\ntimezone = \"{zone}\"\n{breaks}\n"),
            )
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(512) })]

    #[test]
    fn what_holds_in_any_zone_and_any_year((schedule, cohort) in course()) {
        let (timetable, found) = place(&schedule, &cohort);
        prop_assert_eq!(&(timetable.clone(), found.clone()), &place(&schedule, &cohort));
        let day = SignedDuration::from_hours(24);
        let mut number = 0;
        for week in &timetable.weeks {
            prop_assert_eq!(week.from.weekday(), Weekday::Monday);
            prop_assert_eq!(week.to.weekday(), Weekday::Sunday);
            prop_assert!(week.from < week.to);
            if let Some(found) = week.number {
                number += 1;
                prop_assert_eq!(found, number);
                prop_assert!(!week.is_break);
                prop_assert_eq!(week.from.checked_add(day * 6).unwrap(), week.to);
            }
        }
        for pair in timetable.weeks.windows(2) {
            prop_assert_eq!(pair[0].to.checked_add(day).unwrap(), pair[1].from);
        }
        for pair in timetable.sessions.windows(2) {
            prop_assert!((pair[0].start.timestamp(), pair[0].index) < (pair[1].start.timestamp(), pair[1].index));
        }
        for session in &timetable.sessions {
            let week = &timetable.weeks[session.week];
            let start = session.start.date();
            prop_assert!(week.from <= start && start <= week.to);
            let end = session.end.as_ref().unwrap();
            prop_assert_eq!(session.start.duration_until(end), SignedDuration::from_hours(1));
            let iso = schedule::time_view(&session.start).iso;
            prop_assert_eq!(iso.parse::<Timestamp>().unwrap(), session.start.timestamp());
        }
        prop_assert!(timetable.first_day <= timetable.last_day);
        let placed = timetable.sessions.len();
        let mix = schedule::mix(&timetable);
        let percent: u32 = mix.iter().map(|part| part.2).sum();
        prop_assert_eq!(percent, if placed == 0 { 0 } else { 100 });
        // What is left out has a finding.
        let all = schedule.matches("[[session]]").count();
        prop_assert!(placed >= all || !found.is_empty());
    }

    #[test]
    fn no_text_in_at_is_too_strange(
        at in prop_oneof![
            "\\PC{0,40}",
            "kickoff {0,2}[-+−]? {0,2}[0-9]{0,22} {0,2}[wdhmx]{0,2} {0,2}([0-9]{0,3}:[0-9]{0,3})? ?\\PC{0,6}",
        ],
        start in prop_oneof![Just(date(1, 1, 1)), Just(date(9999, 12, 20)), day()],
    ) {
        let quoted = format!("at = {}", serde_json::to_string(&at).unwrap());
        let start = format!("start = {start}\ntimezone = \"America/St_Johns\"\n");
        let (timetable, found) = place(&with(&quoted), &start);
        prop_assert!(timetable.sessions.len() == 2 || !found.is_empty(), "{found:#?}");
    }
}
