//! The pulse: how a cohort is, for its facilitators alone.

#![allow(missing_docs, clippy::unwrap_used)]

mod support;

use support::Course;

const COURSE: &str = r#"
-- course.toml --
title = "T"
base_url = "https://learn.example.org/"
-- modules/a.md --
# A lesson
-- schedule.toml --
[[session]]
id = "kickoff"
title = "Kick-off"
format = "webinar"
week = 1
day = "mon"
time = "10:00"
duration = "1h"

[[session]]
id = "end"
title = "End"
format = "webinar"
week = 4
day = "fri"
time = "10:00"
duration = "1h"
-- cohorts/autumn.toml --
title = "Autumn"
start = 2026-10-05
timezone = "Europe/Paris"
facilitators = ["ines"]

[[team]]
id = "olive"
title = "Team Olive"
members = ["ada", "bo"]

[[team]]
id = "cedar"
title = "Team Cedar"
members = ["dee", "silent-sam"]
-- community.toml --
[forum]
engine = "link"
home = "https://talk.example.org/"
-- people/ines.md --
+++
name = "Ines"
role = "facilitator"
+++
-- people/ada.md --
+++
name = "Ada L."
role = "learner"
consent = 2026-10-01
+++
-- data/people.toml --
[[person]]
id = "ines"
actors = ["f:9a9a9a"]

[[person]]
id = "ada"
actors = ["f:1a1a1a"]

[[person]]
id = "dee"
actors = ["f:4d4d4d"]
-- data/activity.jsonl --
{"id":"f:1","time":"2026-10-06T08:00:00Z","actor":"f:1a1a1a","verb":"posted","object":"/t/autumn/a/","value":null,"source":"f"}
{"id":"f:2","time":"2026-10-06T09:00:00Z","actor":"f:9a9a9a","verb":"replied","object":"/t/autumn/a/#1","value":null,"source":"f"}
{"id":"f:3","time":"2026-10-06T10:00:00Z","actor":"f:4d4d4d","verb":"posted","object":"/t/autumn/a/","value":null,"source":"f"}
{"id":"f:4","time":"2026-10-13T10:00:00Z","actor":"f:1a1a1a","verb":"posted","object":"/t/autumn/module-x/","value":null,"source":"f"}
{"id":"f:5","time":"2026-10-14T10:00:00Z","actor":"f:7e7e7e","verb":"replied","object":"/t/autumn/a/#1","value":null,"source":"f"}
"#;

fn pulse(course: &Course, more: &[&str]) -> (String, String, bool) {
    let folder = tempfile::tempdir().unwrap();
    course.write_to(folder.path());
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_stoa"))
        .args(["pulse", "--now", "2026-10-20T08:00:00Z"])
        .arg(folder.path())
        .args(more)
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (
        text(output.stdout),
        text(output.stderr),
        output.status.success(),
    )
}

#[test]
fn the_terminal() {
    let (text, said, good) = pulse(&Course::parse(COURSE), &[]);
    assert!(good, "{said}");
    assert_eq!(
        text,
        "\
Pulse of Autumn, as of 14 October 2026

Posts without a reply after 3 days
who  thread    written         days
dee  A lesson  6 October 2026  8

Not heard of yet
who         team
bo          Team Olive  no actor in data/people.toml
silent-sam  Team Cedar  no actor in data/people.toml

Quiet teams
team        last heard of
Team Cedar  6 October 2026

Threads in which one person talks alone
thread
module-x

Active in each week
week  active  share
1     2 of 5  40 %
2     2 of 5  40 %

Who answered whom
who       whom    times
Ines      Ada L.  1
f:7e7e7e  Ada L.  1
"
    );
    let (text, _, _) = pulse(&Course::parse(COURSE), &["--after", "2w"]);
    assert!(
        text.contains("Posts without a reply after 14 days\nNone.\n"),
        "{text}"
    );
}

#[test]
fn programs() {
    let (text, _, good) = pulse(
        &Course::parse(COURSE),
        &["--format", "json", "--cohort", "autumn", "--after", "1d"],
    );
    assert!(good);
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(json["as_of"], "2026-10-14T10:00:00Z");
    assert_eq!(json["waiting"][0]["who"], "dee");
    assert_eq!(json["waiting"][0]["thread"]["url"], "/t/autumn/a/");
    assert_eq!(json["waiting"][1]["who"], "Ada L.");
    assert_eq!(json["waiting"][1]["days"], 1);
    assert!(!text.contains('@'));
}

#[test]
fn what_can_not_be_asked() {
    let course = Course::parse(COURSE);
    for (more, word) in [
        (["--after", "soon"], "like 3d or 1w"),
        (["--after", "-3d"], ""),
        (["--cohort", "autum"], "did you mean"),
    ] {
        let (_, said, good) = pulse(&course, &more);
        assert!(!good && said.contains(word), "{said}");
    }
    let mut none = course;
    none.remove("data/activity.jsonl");
    let (_, said, good) = pulse(&none, &[]);
    assert!(
        !good && said.contains("there is no data/activity.jsonl yet"),
        "{said}"
    );
    none.write("data/activity.jsonl", "");
    let (text, _, good) = pulse(&none, &[]);
    assert!(good && text.contains("nothing of this cohort"), "{text}");
}

#[test]
fn a_reply_to_nobody_in_particular_answers_what_was_said_before() {
    let mut course = Course::parse(COURSE);
    let later = r#"{"id":"f:6","time":"2026-10-12T10:00:00Z","actor":"f:1a1a1a","verb":"replied","object":"/t/autumn/a/","value":null,"source":"f"}"#;
    course.edit("data/activity.jsonl", |text| format!("{text}{later}\n"));
    let (text, _, _) = pulse(&course, &[]);
    assert!(
        text.contains("Posts without a reply after 3 days\nNone.\n"),
        "{text}"
    );
}

#[test]
fn the_page_is_in_the_facilitators_edition_and_nothing_of_it_elsewhere() {
    let course = Course::parse(COURSE);
    let learners = course.build();
    learners.assert_good();
    for (path, bytes) in learners.files() {
        assert!(!path.contains("pulse"), "{path}");
        let text = String::from_utf8_lossy(&bytes);
        for trace in [
            "Pulse of",
            "/pulse/",
            "ulse, for",
            "silent-sam",
            "1a1a1a",
            "7e7e7e",
            "answered whom",
        ] {
            assert!(!text.contains(trace), "{path} has {trace}");
        }
    }
    let edition = course.options(|options| options.facilitator = true).build();
    edition.assert_good();
    let page = edition.page("cohorts/autumn/pulse/");
    for part in [
        "dee",
        "silent-sam",
        "Team Cedar",
        "f:7e7e7e",
        "As of 14 October 2026",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    assert!(
        edition
            .page("cohorts/autumn/")
            .contains("/cohorts/autumn/pulse/")
    );
}

#[test]
fn without_a_ledger_there_is_no_page() {
    let mut course = Course::parse(COURSE).options(|options| options.facilitator = true);
    course.remove("data/activity.jsonl");
    let build = course.build();
    build.assert_good();
    assert!(!build.has("cohorts/autumn/pulse/index.html"));
    assert!(!build.page("cohorts/autumn/").contains("pulse"));
}
