//! What is written about times, and cannot be meant: one finding each, in the author's words, with a help that can be copied.

#![allow(missing_docs, clippy::unwrap_used)]

mod support;

use support::{Build, Course};

/// A session, a series of eight and a plan, for two cohorts.
const COURSE: &str = r#"
-- course.toml --
title = "T"
base_url = "https://learn.example.org/"
-- modules/a.md --
# A

Text.
-- schedule.toml --
[[session]]
id = "kickoff"
format = "webinar"
week = 1
day = "tue"
time = "10:00"
duration = "1h"
[[session]]
id = "office-hours"
format = "office-hours"
week = 1
day = "thu"
time = "10:00"
duration = "1h"
every = "week"
count = 8
-- cohorts/autumn.toml --
start = 2026-10-05
timezone = "Europe/Paris"
-- cohorts/winter.toml --
start = 2027-01-11
timezone = "America/Sao_Paulo"
"#;

const SERIES: &str = "it is a series: write which one of it, `office-hours-1` to `office-hours-8`";

fn course() -> Course {
    Course::parse(COURSE)
}

fn with(path: &str, text: &str) -> Course {
    let mut course = course();
    course.write(path, text.as_bytes());
    course
}

/// The course with more text at the end of one of its files.
fn and(path: &str, text: &str) -> Course {
    let mut course = course();
    let file = course.files.entry(path.to_owned()).or_default();
    file.extend_from_slice(text.as_bytes());
    course
}

/// All findings, each with its help.
fn told(build: &Build) -> Vec<String> {
    let found = build.build.diagnostics.iter();
    found
        .zip(build.findings())
        .map(|(found, line)| match &found.help {
            Some(help) => format!("{line} | {help}"),
            None => line,
        })
        .collect()
}

#[track_caller]
fn says(course: &Course, expected: &[&str]) {
    let told = told(&course.build());
    assert_eq!(told, expected, "{told:#?}");
}

#[test]
fn a_series_is_no_session() {
    let lesson = "+++\nrelease = { after = \"office-hours\" }\n+++\n# B\n\nText.\n";
    let found = "the schedule has no session `office-hours`";
    says(
        &with("modules/b.md", lesson),
        &[&format!(
            "modules/b.md:2:11 error unknown-reference: {found} | {SERIES}"
        )],
    );
    let plan = "[[plan]]\nid = \"remind\"\ntitle = \"R\"\nat = \"office-hours - 1d 09:00\"\n";
    says(
        &with("community.toml", plan),
        &[&format!(
            "community.toml:4:6 error unknown-reference: {found} | {SERIES}"
        )],
    );
}

#[test]
fn helps_name_sessions_that_are_there() {
    let lesson = "+++\nrelease = { after = \"opening\" }\n+++\n# B\n\nText.\n";
    let told = told(&with("modules/b.md", lesson).build());
    assert!(
        told[0].ends_with("there are `kickoff` and `office-hours-1` to `office-hours-8`"),
        "{told:?}"
    );
    let lesson = "+++\nrelease = { after = \"office-hours-9\" }\n+++\n# B\n\nText.\n";
    says(
        &with("modules/b.md", lesson),
        &[
            "modules/b.md:2:11 error unknown-reference: the schedule has no session `office-hours-9` | the `count` of the series `office-hours` is 8, so there is `office-hours-1` to `office-hours-8`",
        ],
    );
}

#[test]
fn elements_of_the_plan_are_meant_too() {
    let plan = "[[plan]]\nid = \"welcome\"\ntitle = \"W\"\nat = \"kickoff - 1d 09:00\"\n[[plan]]\nid = \"remind\"\ntitle = \"R\"\nat = \"welcom + 2d\"\n";
    says(
        &with("community.toml", plan),
        &[
            "community.toml:8:6 error unknown-reference: neither the schedule nor the plan has a `welcom` | did you mean `welcome`?",
        ],
    );
}

#[test]
fn a_change_of_a_session_that_is_none() {
    says(
        &and(
            "cohorts/autumn.toml",
            "[session.office-hours-9]\nday = \"fri\"\n",
        ),
        &[
            "cohorts/autumn.toml:3:10 error unknown-reference: the schedule has no session `office-hours-9` | the `count` of the series `office-hours` is 8, so there is `office-hours-1` to `office-hours-8`",
        ],
    );
    let told = told(&and("cohorts/autumn.toml", "[session.guest]\nweek = 2\n").build());
    assert!(
        told[0].contains("| for a session of this run only, add `format`"),
        "{told:?}"
    );
}
