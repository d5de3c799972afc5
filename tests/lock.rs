//! `stoa.lock`: what calendars were told, through moves, merges and slips.

#![allow(missing_docs, clippy::unwrap_used)]

mod support;

use bytes::Bytes;
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use stoa::config::Format;
use stoa::diagnostic::{self, Diagnostic};
use stoa::lock::{Audience, Before, Facts, LOCK, Lock, Read, Record, read};
use stoa::source::{SourcePath, Sources};
use support::{Build, Course};

const COURSE: &str = r#"
-- course.toml --
title = "T"
base_url = "https://learn.example.org/course/"
-- modules/a.md --
# A

Text.
-- schedule.toml --
[[session]]
id = "kickoff"
title = "Kick-off"
format = "webinar"
week = 1
day = "tue"
time = "10:00"
duration = "1h"

[[session]]
id = "due"
title = "Plan due"
format = "deadline"
at = "kickoff + 9d 23:59"
-- cohorts/autumn.toml --
title = "Autumn"
start = 2026-10-05
timezone = "Europe/Paris"

[[team]]
id = "olive"
title = "Olive"
"#;

/// Builds at a time, and keeps the lock as `stoa build` does.
fn build_at(course: &mut Course, now: &str) -> Build {
    course.options.now = now.parse().unwrap();
    let build = course.build();
    build.assert_good();
    if let Some(due) = &build.build.lock {
        course.write(LOCK, &due.text);
    }
    build
}

/// Two sessions whose calendars are known since June.
fn known() -> Course {
    let mut course = Course::parse(COURSE);
    build_at(&mut course, "2026-06-01T09:00:00Z");
    course
}

/// The value of a property of a session in a calendar.
fn value(build: &Build, path: &str, session: &str, name: &str) -> Option<String> {
    let text = build.text(path).replace("\r\n ", "");
    let event = text
        .split("BEGIN:VEVENT")
        .skip(1)
        .find(|event| event.contains(&format!("\r\nUID:{session}@")))?;
    let event = event.split("BEGIN:VALARM").next().unwrap();
    let mut lines = event.lines();
    let line = lines.find(|line| line.split([':', ';']).next() == Some(name))?;
    Some(line.split_once(':').unwrap().1.to_owned())
}

/// UID, SEQUENCE, DTSTAMP, DTSTART, SUMMARY and STATUS of a session in the cohort's calendar, and LAST-MODIFIED is DTSTAMP.
fn told(build: &Build, session: &str) -> [String; 6] {
    let calendars = [
        "calendars/autumn.ics".to_owned(),
        "calendars/autumn/teams/olive.ics".to_owned(),
        format!("calendars/autumn/sessions/{session}.ics"),
    ];
    let of = |path: &str| {
        assert_eq!(
            value(build, path, session, "DTSTAMP"),
            value(build, path, session, "LAST-MODIFIED")
        );
        ["UID", "SEQUENCE", "DTSTAMP", "DTSTART", "SUMMARY", "STATUS"]
            .map(|name| value(build, path, session, name).unwrap_or_default())
    };
    let [all, team, own] = calendars.map(|path| of(&path));
    assert_eq!(all, team);
    assert_eq!(all, own);
    all
}

#[test]
fn what_is_new_needs_no_clock() {
    let mut course = Course::parse(COURSE);
    let first = build_at(&mut course, "2026-06-01T09:00:00Z");
    let expected = [
        "kickoff@autumn.course.learn.example.org",
        "0",
        "20251003T220000Z",
        "20261006T080000Z",
        "Kick-off",
        "CONFIRMED",
    ];
    assert_eq!(told(&first, "kickoff"), expected);
    let other = Course::parse(COURSE)
        .options(|options| options.now = "2026-09-09T01:02:03Z".parse().unwrap());
    let other = other.build();
    assert_eq!(told(&other, "kickoff"), expected);
    assert_eq!(other.build.lock.unwrap().text, course.read(LOCK));

    let text = course.read(LOCK).to_owned();
    let lines: Vec<&str> = text.lines().filter(|line| line.starts_with('"')).collect();
    assert_eq!(lines.len(), 2);
    assert!(lines.is_sorted());
    assert!(text.parse::<toml::Table>().is_ok(), "{text}");

    // And then nothing is to be written, at any time.
    let again = build_at(&mut course, "2026-07-01T09:00:00Z");
    assert!(again.build.lock.is_none());
    assert_eq!(told(&again, "kickoff"), expected);
}

#[test]
fn a_move_is_a_revision_of_the_same_event() {
    let mut course = known();
    course.replace("schedule.toml", "day = \"tue\"", "day = \"wed\"");
    let moved = build_at(&mut course, "2026-08-01T12:00:00.75Z");
    let expected = [
        "kickoff@autumn.course.learn.example.org",
        "1",
        "20260801T120000Z",
        "20261007T080000Z",
        "Kick-off",
        "CONFIRMED",
    ];
    assert_eq!(told(&moved, "kickoff"), expected);
    // What stands relative to it has moved with it.
    assert_eq!(told(&moved, "due")[1..3], ["1", "20260801T120000Z"]);
    let page = moved.page("cohorts/autumn/");
    let changes = page.split("What changed").nth(1).unwrap();
    assert!(
        changes.contains("datetime=\"2026-10-06T10:00:00+02:00\""),
        "{changes}"
    );
    assert!(changes.contains("datetime=\"2026-10-07T10:00:00+02:00\""));
    let feed = moved.text("cohorts/autumn/changes.xml");
    assert!(feed.contains("<title>Moved: Kick-off</title>"), "{feed}");
    assert!(feed.contains("From Tuesday 6 October 2026, 10:00 (Europe/Paris, UTC+02:00) to Wednesday 7 October 2026, 10:00"));

    // With the lock committed, the same bytes at any time.
    let later = build_at(&mut course, "2026-08-20T00:00:00Z");
    assert!(later.build.lock.is_none());
    assert_eq!(told(&later, "kickoff"), expected);
    assert_eq!(later.text("cohorts/autumn/changes.xml"), feed);
    // Moved back is a revision too.
    course.replace("schedule.toml", "day = \"wed\"", "day = \"tue\"");
    let back = build_at(&mut course, "2026-08-21T00:00:00Z");
    assert_eq!(
        told(&back, "kickoff")[1..4],
        ["2", "20260821T000000Z", "20261006T080000Z"]
    );
}

#[test]
fn a_new_name_and_a_new_address_keep_the_uid() {
    let mut course = known();
    course.replace("schedule.toml", "title = \"Kick-off\"", "title = \"Hello\"");
    course.replace(
        "course.toml",
        "learn.example.org/course",
        "elsewhere.example.com",
    );
    let renamed = build_at(&mut course, "2026-08-01T12:00:00Z");
    assert_eq!(
        told(&renamed, "kickoff"),
        [
            "kickoff@autumn.course.learn.example.org",
            "1",
            "20260801T120000Z",
            "20261006T080000Z",
            "Hello",
            "CONFIRMED"
        ]
    );
    // The address of the portal is no fact about a session.
    assert_eq!(told(&renamed, "due")[1], "0");
    assert!(
        renamed
            .page("cohorts/autumn/")
            .contains("<del>Kick-off</del>")
    );
}

#[test]
fn a_cancelled_session_stays_and_may_come_back() {
    let mut course = known();
    let plain = course.read("cohorts/autumn.toml").to_owned();
    course.write(
        "cohorts/autumn.toml",
        format!("{plain}\n[session.kickoff]\ncancelled = \"Ada is ill.\"\n"),
    );
    let cancelled = build_at(&mut course, "2026-08-01T12:00:00Z");
    assert_eq!(
        told(&cancelled, "kickoff")[1..],
        [
            "1",
            "20260801T120000Z",
            "20261006T080000Z",
            "Cancelled: Kick-off",
            "CANCELLED"
        ]
    );
    assert_eq!(told(&cancelled, "due")[1], "0");
    assert!(
        cancelled
            .page("cohorts/autumn/")
            .contains("data-change=\"cancelled\"")
    );
    course.write("cohorts/autumn.toml", plain);
    let back = build_at(&mut course, "2026-08-02T12:00:00Z");
    assert_eq!(
        told(&back, "kickoff")[1..],
        [
            "2",
            "20260802T120000Z",
            "20261006T080000Z",
            "Kick-off",
            "CONFIRMED"
        ]
    );
    let page = back.page("cohorts/autumn/");
    let restored = page.find("data-change=\"restored\"").unwrap();
    assert!(
        restored < page.find("data-change=\"cancelled\"").unwrap(),
        "the newest is first"
    );
}

#[test]
fn a_removed_session_leaves_a_tombstone() {
    let mut course = known();
    course.edit("schedule.toml", |text| {
        text.split("\n[[session]]\nid = \"due\"")
            .next()
            .unwrap()
            .to_owned()
    });
    let gone = build_at(&mut course, "2026-08-01T12:00:00Z");
    let expected = [
        "due@autumn.course.learn.example.org",
        "1",
        "20260801T120000Z",
        "20261015T215900Z",
        "Cancelled: Plan due",
        "CANCELLED",
    ];
    assert_eq!(told(&gone, "due"), expected);
    assert!(
        !gone
            .text("calendars/autumn/sessions/due.ics")
            .contains("VALARM")
    );
    let page = gone.page("cohorts/autumn/");
    assert!(page.contains("data-change=\"removed\""));
    assert!(
        !page.contains("#session-due"),
        "it is no longer on the schedule"
    );
    let later = build_at(&mut course, "2026-08-20T00:00:00Z");
    assert_eq!(told(&later, "due"), expected);
    assert!(later.build.lock.is_none());
}

#[test]
fn the_next_run_does_not_rewrite_the_last_one() {
    let mut course = known();
    let before = build_at(&mut course, "2027-01-10T12:00:00Z");
    let other = "[[session]]\nid = \"extra\"\nformat = \"webinar\"\nweek = 2\nday = \"fri\"\ntime = \"08:00\"\n";
    course.write("schedule.toml", other);
    course.write(
        "cohorts/spring.toml",
        "start = 2027-02-01\ntimezone = \"Europe/Paris\"\n",
    );
    let after = build_at(&mut course, "2027-01-10T12:00:00Z");
    for calendar in [
        "autumn.ics",
        "autumn/sessions/kickoff.ics",
        "autumn/sessions/due.ics",
    ] {
        let calendar = format!("calendars/{calendar}");
        let told = |build: &Build| build.text(&calendar).matches("CONFIRMED").count();
        assert_eq!(told(&after), told(&before), "{calendar}");
        assert!(!after.text(&calendar).contains("CANCELLED"));
    }
    assert_eq!(told(&after, "kickoff"), told(&before, "kickoff"));
    let page = after.page("cohorts/autumn/schedule/");
    assert!(page.contains("id=\"session-kickoff\"") && page.contains("id=\"session-due\""));
    assert!(
        !page.contains("session-extra"),
        "it was added for another run"
    );
    assert!(!after.page("cohorts/autumn/").contains("data-change"));
    assert!(
        after
            .page("cohorts/spring/schedule/")
            .contains("id=\"session-extra\"")
    );
}

#[test]
fn what_is_over_stays_and_what_did_not_take_place_can_move() {
    let now = "2026-10-08T12:00:00Z";
    let mut course = known();
    let moved = |time: &str| format!("\n[session.kickoff]\n{time}\n");
    let own = course.read("cohorts/autumn.toml").to_owned();
    course.write(
        "cohorts/autumn.toml",
        own.clone() + &moved("time = \"11:00\""),
    );
    let build = build_at(&mut course, now);
    assert!(build.build.lock.is_none(), "calendars are told nothing");
    let [found] = &build.findings_of("session-held")[..] else {
        panic!("{:#?}", build.findings());
    };
    assert!(
        found.contains("is over, and stays at Tuesday 6 October 2026, 10:00"),
        "{found}"
    );
    assert!(
        build
            .page("cohorts/autumn/schedule/")
            .contains("2026-10-06T10:00:00+02:00")
    );
    // Nobody came on Tuesday, so it is on Friday.
    course.write("cohorts/autumn.toml", own.clone() + &moved("day = \"fri\""));
    let build = build_at(&mut course, now);
    assert_eq!(build.findings_of("session-held"), [""; 0]);
    assert_eq!(told(&build, "kickoff")[1], "1");
    assert!(
        build
            .page("cohorts/autumn/")
            .contains("data-change=\"moved\"")
    );
    // Cancelled afterwards is cancelled.
    let mut course = known();
    course.write(
        "cohorts/autumn.toml",
        own + &moved("cancelled = \"A strike\""),
    );
    let build = build_at(&mut course, now);
    assert_eq!(told(&build, "kickoff")[5], "CANCELLED");
}

#[test]
fn a_portal_changes_when_what_calendars_were_told_is_over() {
    // Told for 10:00 to 11:00, and written for an hour earlier since; nobody has built it since then.
    let mut course = known();
    course.replace("schedule.toml", "10:00", "08:00");
    course.options.now = "2026-10-06T07:30:00Z".parse().unwrap();
    let before = course.build();
    let page = |build: &Build| build.page("cohorts/autumn/schedule/");
    assert!(page(&before).contains("2026-10-06T08:00:00+02:00"));
    let over = "2026-10-06T09:00:00Z".parse().unwrap();
    assert_eq!(before.build.steady.until, Some(over));
    course.options.now = over;
    assert!(page(&course.build()).contains("2026-10-06T10:00:00+02:00"));
}

#[test]
fn what_is_changed_again_within_a_day_is_told_once_or_not_at_all() {
    let mut course = known();
    let kinds = |build: &Build| {
        let page = build.page("cohorts/autumn/");
        page.matches("data-change=").count()
    };
    course.replace("schedule.toml", "10:00", "11:00");
    assert_eq!(kinds(&build_at(&mut course, "2026-08-01T12:00:00Z")), 1);
    course.replace("schedule.toml", "11:00", "12:00");
    assert_eq!(kinds(&build_at(&mut course, "2026-08-01T13:00:00Z")), 1);
    course.replace("schedule.toml", "12:00", "10:00");
    let build = build_at(&mut course, "2026-08-01T14:00:00Z");
    assert_eq!(kinds(&build), 0);
    assert_eq!(
        told(&build, "kickoff")[1],
        "3",
        "calendars may have seen each"
    );
    course.replace("schedule.toml", "10:00", "11:00");
    assert_eq!(kinds(&build_at(&mut course, "2026-08-03T12:00:00Z")), 1);
}

#[test]
fn another_link_is_news() {
    let mut course = known();
    course.replace(
        "schedule.toml",
        "10:00\"",
        "10:00\"\nurl = \"https://meet.example.org/a\"",
    );
    build_at(&mut course, "2026-08-01T12:00:00Z");
    course.replace("schedule.toml", "org/a", "org/b");
    let build = build_at(&mut course, "2026-08-05T12:00:00Z");
    assert!(
        build
            .page("cohorts/autumn/")
            .contains("data-change=\"relinked\"")
    );
    assert!(
        build
            .text("cohorts/autumn/changes.xml")
            .contains("New link: ")
    );
    for (place, at) in [
        ("Room 1", "2026-08-10T12:00:00Z"),
        ("Room 2", "2026-08-15T12:00:00Z"),
    ] {
        let text = course
            .read("schedule.toml")
            .replace("place = \"Room 1\"\n", "");
        course.write(
            "schedule.toml",
            text.replacen("format = ", &format!("place = \"{place}\"\nformat = "), 1),
        );
        build_at(&mut course, at);
    }
    let build = build_at(&mut course, "2026-08-15T12:00:00Z");
    let page = build.page("cohorts/autumn/");
    assert!(page.contains("data-change=\"relocated\"") && page.contains("Room 2"));
}

#[test]
fn a_uid_is_given_once_though_its_session_has_another_id() {
    let mut course = known();
    course.replace("stoa.lock", "autumn/kickoff", "autumn/opening");
    course.edit("schedule.toml", |text| {
        let opening = text.replace("id = \"kickoff\"", "id = \"opening\"");
        let opening = opening.replace("kickoff +", "opening +");
        opening + "\n[[session]]\nid = \"kickoff\"\nformat = \"webinar\"\nweek = 1\nday = \"fri\"\ntime = \"10:00\"\n"
    });
    let build = build_at(&mut course, "2026-08-01T12:00:00Z");
    let uid = |session| {
        value(
            &build,
            &format!("calendars/autumn/sessions/{session}.ics"),
            session,
            "UID",
        )
    };
    assert!(
        course
            .read("stoa.lock")
            .contains("uid = \"kickoff-2@autumn.course.learn.example.org\""),
        "{:?}",
        uid("kickoff")
    );
    assert_eq!(
        build_at(&mut course, "2026-08-02T12:00:00Z").findings(),
        [""; 0]
    );
}

#[test]
fn a_session_that_becomes_one_teams_is_crossed_out_for_the_others() {
    let mut course = known();
    let fig = "title = \"Olive\"\n\n[[team]]\nid = \"fig\"\ntitle = \"Fig\"\n";
    course.replace("cohorts/autumn.toml", "title = \"Olive\"\n", fig);
    let (olive, others) = (
        "calendars/autumn/teams/olive.ics",
        "calendars/autumn/teams/fig.ics",
    );
    let shown = |build: &Build, path: &str| {
        ["UID", "SEQUENCE", "STATUS", "SUMMARY"]
            .map(|name| value(build, path, "kickoff", name).unwrap_or_default())
    };
    let of_uid = |rest: [&'static str; 3]| {
        let [sequence, status, summary] = rest;
        let uid = "kickoff@autumn.course.learn.example.org";
        [uid, sequence, status, summary]
    };
    // Another team of its own, as long as it is for everybody.
    assert_eq!(
        shown(&build_at(&mut course, "2026-07-01T12:00:00Z"), others),
        of_uid(["0", "CONFIRMED", "Kick-off"])
    );
    let duration = "duration = \"1h\"";
    let teams = |ids: &str| format!("duration = \"1h\"\nteams = [{ids}]");
    course.replace("schedule.toml", duration, &teams("\"olive\""));
    let narrowed = build_at(&mut course, "2026-08-01T12:00:00Z");
    let there = of_uid(["1", "CONFIRMED", "Kick-off"]);
    let gone = of_uid(["1", "CANCELLED", "Cancelled: Kick-off"]);
    assert_eq!(shown(&narrowed, olive), there);
    assert_eq!(shown(&narrowed, "calendars/autumn.ics"), there);
    assert_eq!(shown(&narrowed, others), gone);
    assert!(!narrowed.text(others).contains("#session-kickoff"));
    let lines = course.read(LOCK).lines();
    let own = lines.filter(|line| line.starts_with("\"autumn/kickoff\""));
    assert_eq!(own.count(), 1);
    // It stays crossed out, and comes back with the team.
    let later = build_at(&mut course, "2026-08-02T12:00:00Z");
    assert!(later.build.lock.is_none());
    assert_eq!(shown(&later, others), gone);
    course.replace("schedule.toml", &teams("\"olive\""), &teams("\"fig\""));
    let other = build_at(&mut course, "2026-08-03T12:00:00Z");
    assert_eq!(
        shown(&other, others),
        of_uid(["2", "CONFIRMED", "Kick-off"])
    );
    assert_eq!(
        shown(&other, olive),
        of_uid(["2", "CANCELLED", "Cancelled: Kick-off"])
    );
    // A session that was never a team's is not in its calendar, also when it is removed.
    let own = "\n[[session]]\nid = \"talk\"\nformat = \"webinar\"\nat = \"kickoff + 1d\"\nteams = [\"fig\"]\n";
    course.edit("schedule.toml", |text| format!("{text}{own}"));
    build_at(&mut course, "2026-08-04T12:00:00Z");
    course.edit("schedule.toml", |text| text.replace(own, ""));
    let removed = build_at(&mut course, "2026-08-05T12:00:00Z");
    let status = |path| value(&removed, path, "talk", "STATUS");
    assert_eq!(status(others).as_deref(), Some("CANCELLED"));
    assert_eq!(status(olive), None);
}

#[test]
fn an_added_session_is_new_and_another_cohort_is_another_run() {
    let mut course = known();
    let lines = course.read(LOCK).to_owned();
    course.edit("schedule.toml", |text| {
        format!("{text}\n[[session]]\nid = \"extra\"\ntitle = \"Extra\"\nformat = \"webinar\"\nweek = 2\nday = \"tue\"\ntime = \"10:00\"\n")
    });
    course.write(
        "cohorts/spring.toml",
        "title = \"Spring\"\nstart = 2027-02-01\ntimezone = \"America/Toronto\"\n",
    );
    let added = build_at(&mut course, "2026-08-01T12:00:00Z");
    assert_eq!(told(&added, "extra")[1..3], ["0", "20260801T120000Z"]);
    assert_eq!(told(&added, "kickoff")[1..3], ["0", "20251003T220000Z"]);
    let page = added.page("cohorts/autumn/");
    assert_eq!(page.matches("data-change=").count(), 1);
    assert!(page.contains("data-change=\"added\""));
    // The next run has UIDs of its own, begins at 0, and has changed nothing.
    let spring = |name| value(&added, "calendars/spring.ics", "kickoff", name).unwrap();
    assert_eq!(spring("UID"), "kickoff@spring.course.learn.example.org");
    assert_eq!(
        [spring("SEQUENCE"), spring("DTSTAMP")],
        ["0", "20260131T050000Z"]
    );
    assert!(!added.page("cohorts/spring/").contains("data-change="));
    // No line of the first cohort has changed by it.
    for line in lines.lines() {
        assert!(course.read(LOCK).contains(line), "{line}");
    }
}

#[test]
fn a_cohort_that_went_goes_on_when_it_comes_back() {
    let mut course = known();
    let (lock, cohort) = (
        course.read(LOCK).to_owned(),
        course.read("cohorts/autumn.toml").to_owned(),
    );
    course.remove("cohorts/autumn.toml");
    let without = build_at(&mut course, "2026-08-01T12:00:00Z");
    assert!(without.build.lock.is_none());
    course.write(
        "cohorts/autumn.toml",
        cohort.replace("2026-10-05", "2026-10-12"),
    );
    let back = build_at(&mut course, "2026-08-02T12:00:00Z");
    assert_eq!(
        told(&back, "kickoff")[..2],
        ["kickoff@autumn.course.learn.example.org", "1"]
    );
    assert_ne!(course.read(LOCK), lock);
}

#[test]
fn what_people_read_in_a_calendar_is_revised_and_no_news() {
    let mut course = known();
    course.replace(
        "schedule.toml",
        "duration = \"1h\"",
        "duration = \"1h\"\nprompt = \"Well?\"",
    );
    let build = build_at(&mut course, "2026-08-01T12:00:00Z");
    assert_eq!(told(&build, "kickoff")[1..3], ["1", "20260801T120000Z"]);
    assert!(!build.page("cohorts/autumn/").contains("data-change="));
}

#[test]
fn revisions_go_forward_though_a_clock_goes_back() {
    let mut course = known();
    course.replace("schedule.toml", "10:00", "11:00");
    build_at(&mut course, "2026-08-01T12:00:00Z");
    course.replace("schedule.toml", "11:00", "12:00");
    let back = build_at(&mut course, "2000-01-01T00:00:00Z");
    assert_eq!(told(&back, "kickoff")[1..3], ["2", "20260801T120001Z"]);
}

#[test]
fn only_the_last_states_are_kept() {
    let mut course = known();
    for hour in 11..20 {
        let old = format!("{}:00", hour - 1);
        course.replace("schedule.toml", &old, &format!("{hour}:00"));
        build_at(&mut course, &format!("2026-08-{hour}T12:00:00Z"));
    }
    let read = parse(course.read(LOCK)).0;
    let record = read.lock.get("autumn", "kickoff").unwrap();
    assert_eq!((record.sequence, record.before.len()), (9, 3));
}

#[test]
fn without_an_address_there_are_uids_all_the_same() {
    let mut course = Course::parse(COURSE);
    course.write("course.toml", "title = \"T\"\n");
    let first = build_at(&mut course, "2026-06-01T09:00:00Z");
    assert_eq!(told(&first, "kickoff")[0], "kickoff@autumn.stoa.invalid");
    assert!(!first.has("cohorts/autumn/changes.xml"));
    assert!(!first.page("cohorts/autumn/").contains("webcal:"));
    course.options.base_url = Some("https://learn.example.org/".to_owned());
    let later = build_at(&mut course, "2026-06-02T09:00:00Z");
    assert_eq!(told(&later, "kickoff")[0], "kickoff@autumn.stoa.invalid");
    // For a look at another address no UID is made for ever.
    let other = Course::parse(COURSE)
        .options(|options| options.base_url = Some("http://localhost:8000/".to_owned()));
    assert_eq!(
        told(&other.build(), "kickoff")[0],
        "kickoff@autumn.course.learn.example.org"
    );
}

#[test]
fn two_branches_merge_line_by_line() {
    let base = known();
    let line = |course: &Course, session: &str| {
        let mut lines = course.read(LOCK).lines();
        lines
            .find(|line| line.starts_with(&format!("\"autumn/{session}\"")))
            .unwrap()
            .to_owned()
    };
    let (mut one, mut other) = (base.clone(), base.clone());
    one.replace("schedule.toml", "title = \"Plan due\"", "title = \"Plan\"");
    build_at(&mut one, "2026-08-01T12:00:00Z");
    other.replace("schedule.toml", "title = \"Kick-off\"", "title = \"Hello\"");
    build_at(&mut other, "2026-08-02T12:00:00Z");
    assert_eq!(line(&one, "kickoff"), line(&base, "kickoff"));
    assert_eq!(line(&other, "due"), line(&base, "due"));

    // As git does it: each side's own line.
    let mut merged = one.clone();
    merged.replace("schedule.toml", "title = \"Kick-off\"", "title = \"Hello\"");
    merged.replace(LOCK, &line(&base, "kickoff"), &line(&other, "kickoff"));
    let build = build_at(&mut merged, "2026-08-03T12:00:00Z");
    assert!(build.build.lock.is_none());
    assert!(build.findings_of("bad-lock").is_empty());

    // Both files joined, one after the other: the line that was revised holds.
    let mut joined = merged.clone();
    joined.write(LOCK, format!("{}{}", one.read(LOCK), other.read(LOCK)));
    let build = build_at(&mut joined, "2026-08-03T12:00:00Z");
    assert_eq!(build.findings_of("bad-lock").len(), 2);
    assert_eq!(joined.read(LOCK), merged.read(LOCK));
    assert!(
        build_at(&mut joined, "2026-08-04T12:00:00Z")
            .build
            .lock
            .is_none()
    );

    // Both changed the same session: it counts once more than both, whichever line comes first.
    let mut same = base.clone();
    same.replace(
        "schedule.toml",
        "title = \"Kick-off\"",
        "title = \"Welcome\"",
    );
    build_at(&mut same, "2026-08-05T12:00:00Z");
    for (first, second) in [(&same, &other), (&other, &same)] {
        let mut both = same.clone();
        both.write(LOCK, format!("{}{}", first.read(LOCK), second.read(LOCK)));
        let build = build_at(&mut both, "2026-08-06T12:00:00Z");
        assert_eq!(
            told(&build, "kickoff")[1..5],
            ["2", "20260805T120001Z", "20261006T080000Z", "Welcome"]
        );
    }
}

#[test]
fn what_cannot_be_read_is_said_and_never_written_over() {
    let good = known();
    let text = good.read(LOCK).to_owned();
    let kickoff = text
        .lines()
        .find(|line| line.contains("/kickoff\""))
        .unwrap();
    let at = text.lines().position(|line| line == kickoff).unwrap() + 1;
    let with = |line: &str| text.replace(kickoff, line);
    let mut cases = vec![
        (
            with(&format!("<<<<<<< HEAD\n{kickoff}\n=======\n{kickoff}\n>>>>>>> other")),
            format!("{at}:1 error bad-lock: two branches changed the same lines, and this is left of their merge"),
        ),
        (
            with(&format!("<<<<<<< HEAD\n{kickoff}\n||||||| base\n{kickoff}\n=======\n{kickoff}\n>>>>>>> other")),
            format!("{at}:1 error bad-lock: two branches changed the same lines, and this is left of their merge"),
        ),
        (
            with(&format!("{kickoff}\n>>>>>>> other")),
            format!("{}:1 error bad-lock: two branches changed the same lines, and this is left of their merge", at + 1),
        ),
        (
            text.replace("version = 1", "version = 2"),
            "3:11 error bad-lock: this file is of another version than 1, the one that this stoa reads".to_owned(),
        ),
        (
            text.replace("version = 1\n", ""),
            "1:1 error bad-lock: the line `version = 1` is missing, so this file was cut".to_owned(),
        ),
        (
            String::new(),
            "1:1 error bad-lock: the line `version = 1` is missing, so this file was cut".to_owned(),
        ),
        (
            with(&kickoff.replace("autumn/kickoff", "kickoff")),
            format!("{at}:1 error bad-lock: `kickoff` is no cohort and session"),
        ),
        (
            with("\"autumn/kickoff\" = 3"),
            format!("{at}:20 error bad-lock: here is a whole number, and a lock has a table"),
        ),
        (
            with(&kickoff.replace("autumn/kickoff", "winter/kickoff")) + kickoff,
            format!("{at}:1 error bad-lock: this session has the UID of `kickoff` of the cohort `autumn`"),
        ),
    ];
    for (from, to, message) in [
        (
            "sequence = 0",
            "sequence = \"0\"",
            "`sequence` must be a whole number from 0 to 2147483647",
        ),
        (
            "sequence = 0",
            "sequence = -1",
            "`sequence` must be a whole number from 0 to 2147483647",
        ),
        (
            "sequence = 0",
            "sequence = 4294967296",
            "`sequence` must be a whole number from 0 to 2147483647",
        ),
        ("sequence = 0, ", "", "`sequence` is missing in this line"),
        (
            "revised = \"2025",
            "revised = \"x2025",
            "`revised` must be a time like \"2026-10-05T12:00:00Z\"",
        ),
        (
            "title = \"Kick-off\"",
            "title = [1]",
            "`title` must be text in \"quotes\"",
        ),
        ("title = ", "titel = ", "a lock has no `titel`"),
        (
            "format = \"webinar\"",
            "format = \"party\"",
            "`format` must be the name of a format",
        ),
        (
            "uid = \"kickoff@autumn.course.learn.example.org\"",
            "uid = \"\"",
            "`uid` must be a UID",
        ),
        (
            " }",
            ", removed = \"yes\" }",
            "`removed` must be true or false",
        ),
        (
            " }",
            ", before = 1 }",
            "`before` must be a list of three at most",
        ),
        (
            " }",
            ", before = [1] }",
            "here is a whole number, and a lock has a table",
        ),
        (" }", ", before = [{}] }", "`until` is missing in this line"),
    ] {
        assert!(kickoff.contains(from), "{from}");
        cases.push((
            with(&kickoff.replace(from, to)),
            format!("error bad-lock: {message}"),
        ));
    }
    for (lock, expected) in cases {
        let course = good.clone().with(LOCK, &lock);
        let build = course.build();
        let found = build.findings_of("bad-lock");
        assert_eq!(found.len(), 1, "{found:#?} in\n{lock}");
        assert!(
            found[0].ends_with(&expected),
            "{found:#?} is not {expected}"
        );
        assert!(build.build.lock.is_none(), "nothing is written over {lock}");
        assert!(!build.help_of("bad-lock").is_empty());
        // The other session has lost nothing.
        if lock.contains("version = 1\n") {
            assert_eq!(told(&build, "due")[1], "0");
        }
    }
    // Wherever the line is cut, it is said, or nothing of it is left.
    for end in kickoff.char_indices().map(|(at, _)| at).skip(1) {
        let build = good.clone().with(LOCK, with(&kickoff[..end])).build();
        assert_eq!(
            build.findings_of("bad-lock").len(),
            1,
            "{}",
            &kickoff[..end]
        );
        assert!(build.build.lock.is_none());
    }
    let build = good.clone().with(LOCK, b"version = 1\n\xff\n").build();
    assert_eq!(
        build.findings_of("bad-lock"),
        ["stoa.lock:2:1 error bad-lock: this file is not UTF-8 from here on"]
    );
    // Git may write other ends of lines, and an editor may begin with a mark.
    let windows = format!("\u{feff}{}", text.replace('\n', "\r\n"));
    let build = good.clone().with(LOCK, windows).build();
    build.assert_good();
    assert!(build.build.lock.is_none());
}

#[test]
fn where_everything_is_said_to_be_locked_a_change_is_an_error() {
    let mut course = known();
    course.replace("schedule.toml", "10:00", "11:00");
    let build = course.build();
    let stale = build.build.lock.as_ref().unwrap().stale.clone();
    assert_eq!(
        support::line(&stale, &build.sources),
        "stoa.lock:6:1 error stale-lock: what has changed is not in stoa.lock yet: `kickoff` of the cohort `autumn`"
    );
    course.remove(LOCK);
    let build = course.build();
    let stale = build.build.lock.as_ref().unwrap().stale.clone();
    assert_eq!(
        support::line(&stale, &build.sources),
        "stoa.lock error stale-lock: what has changed is not in stoa.lock yet: `due` of the cohort `autumn` and one more session"
    );
}

#[test]
fn no_address_comes_back_from_the_past() {
    let mut course = known();
    course.replace(
        LOCK,
        "title = \"Kick-off\"",
        "title = \"Write to ada@somewhere.net\"",
    );
    let build = course.build();
    for (path, bytes) in build.files() {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        assert!(!text.contains("ada@somewhere.net"), "{path}");
    }
}

#[test]
fn a_course_without_sessions_has_no_lock() {
    let course =
        Course::parse("-- course.toml --\ntitle = \"T\"\n-- modules/a.md --\n# A\n\nText.\n");
    assert!(course.build().build.lock.is_none());
}

fn parse(text: &str) -> (Read, Vec<Diagnostic>) {
    let file = (
        SourcePath::new(LOCK),
        Bytes::copy_from_slice(text.as_bytes()),
    );
    let mut found = Vec::new();
    let read = read(&Sources::from_files([file]), &mut found);
    diagnostic::sort(&mut found);
    (read, found)
}

fn moment() -> impl Strategy<Value = Timestamp> {
    (-2_000_000_000_i64..4_200_000_000).prop_map(|second| Timestamp::from_second(second).unwrap())
}

fn facts() -> impl Strategy<Value = Facts> {
    let text = "[^@%&]{0,20}";
    let cancelled = proptest::option::of(text);
    (
        moment(),
        proptest::option::of(0..1_000_000_i64),
        text,
        proptest::option::of(text),
        cancelled,
        any::<bool>(),
    )
        .prop_map(|(start, length, title, url, cancelled, removed)| Facts {
            start,
            end: length.map(|length| start + SignedDuration::from_secs(length)),
            title,
            place: url.clone(),
            url,
            cancelled,
            removed,
        })
}

fn audience() -> impl Strategy<Value = Audience> {
    proptest::collection::btree_set("[a-z]{1,3}", 0..3).prop_map(Audience::of)
}

fn record() -> impl Strategy<Value = Record> {
    let before = (moment(), facts()).prop_map(|(until, facts)| Before { until, facts });
    let before = proptest::collection::vec(before, 0..=3);
    let added = proptest::option::of(moment());
    let format = proptest::sample::select(Format::ALL.to_vec());
    let teams = (audience(), audience());
    (
        0..=i32::MAX as u32,
        moment(),
        added,
        facts(),
        format,
        before,
        teams,
    )
        .prop_map(
            |(sequence, revised, added, facts, format, before, (audience, other))| Record {
                uid: String::new(),
                sequence,
                revised,
                added,
                facts,
                ever: audience.or(&other),
                audience,
                format,
                details: "0123456789ab".to_owned(),
                before,
            },
        )
}

fn lock() -> impl Strategy<Value = Lock> {
    let key = ("[a-z0-9-]{1,6}", "[a-z0-9-]{1,6}");
    proptest::collection::btree_map(key, record(), 0..12).prop_map(|records| {
        let mut lock = Lock::default();
        for ((cohort, session), mut record) in records {
            record.uid = format!("{session}@{cohort}.learn.example.org");
            lock.insert(&cohort, &session, record);
        }
        lock
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read(lock in lock()) {
        let text = lock.text();
        let (read, found) = parse(&text);
        prop_assert!(found.is_empty(), "{found:#?} in\n{text}");
        prop_assert_eq!(&read.lock, &lock);
        prop_assert!(!read.joined && !read.broken);
        // Joined with itself, and in any order of lines, it is the same.
        let mut lines: Vec<&str> = text.lines().chain(text.lines()).collect();
        lines.reverse();
        let (read, found) = parse(&lines.join("\n"));
        prop_assert!(found.is_empty(), "{found:#?}");
        prop_assert_eq!(&read.lock, &lock);
        prop_assert_eq!(text.lines().filter(|line| line.starts_with('"')).count(), lock.iter().count());
    }

    #[test]
    fn three_locks_join_to_one_whatever_comes_first(one in lock(), other in lock(), third in lock()) {
        let (a, b, c) = (one.text(), other.text(), third.text());
        let (left, found) = parse(&format!("{a}{b}{c}"));
        let (right, _) = parse(&format!("{c}{b}{a}"));
        prop_assert!(found.iter().all(|found| found.severity != diagnostic::Severity::Error));
        prop_assert_eq!(&left.lock, &right.lock);
        let again = parse(&left.lock.text()).0.lock;
        prop_assert_eq!(&again, &left.lock);
        for (cohort, session, record) in one.iter().chain(other.iter()).chain(third.iter()) {
            let joined = left.lock.get(cohort, session);
            prop_assert!(joined.is_some_and(|joined| joined.sequence >= record.sequence), "no sequence is lost");
        }
    }

    #[test]
    fn no_bytes_are_too_bad(text in "([\"a/=\\[\\]{}<>#,\n 0-9]|version = 1\n){0,80}") {
        let (read, found) = parse(&text);
        prop_assert!(read.lock.is_empty() || !found.is_empty());
    }
}

/// A link out of the course folder is not followed, and no lock takes its place.
#[cfg(unix)]
#[test]
fn a_lock_that_is_a_link_to_elsewhere_is_left_alone() {
    let (folder, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let course = Course::parse(COURSE);
    course.write_to(folder.path());
    let target = elsewhere.path().join("their.lock");
    std::fs::write(&target, "version = 1\n").unwrap();
    std::os::unix::fs::symlink(&target, folder.path().join(LOCK)).unwrap();
    let sources = Sources::read(folder.path(), &[], None).unwrap();
    let mut builder = stoa::pipeline::Builder::new(stoa::document::highlight::Highlighter::new());
    let build = builder.rebuild(&sources, &course.options);
    assert!(build.lock.is_none());
    let codes: Vec<_> = build
        .diagnostics
        .iter()
        .map(|found| found.rule.code)
        .collect();
    assert!(codes.contains(&"bad-lock"), "{codes:?}");
}
