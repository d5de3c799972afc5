//! Points: the ledger and the rules to the ranking of a cohort.

#![allow(missing_docs, clippy::unwrap_used)]

mod support;

use proptest::prelude::*;
use serde_json::json;
use support::{Build, Course};

const COURSE: &str = r#"
-- course.toml --
title = "T"
base_url = "https://learn.example.org/"
-- modules/a.md --
# A

:::activity Our goal {id="goal" team points=50 deadline="due"}
Write it.
:::
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
id = "due"
title = "Goal"
format = "deadline"
at = "kickoff + 9d 23:59"

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
title = "Olive"
members = ["ada", "bo", "cy"]

[[team]]
id = "cedar"
title = "Cedar"
members = ["dee", "eve", "fay"]
-- community.toml --
[points]
post = 5
reply = 3
first_help = 2
like_received = 1
answer_accepted = 10
lesson_completed = 4
team_challenge = 20

[ranking]
show = "teams"
-- people/ines.md --
+++
name = "Ines"
role = "facilitator"
+++
-- data/people.toml --
[[person]]
id = "ines"
actors = ["f:ines"]

[[person]]
id = "ada"
actors = ["f:1", "g:1"]

[[person]]
id = "bo"
actors = ["f:2"]

[[person]]
id = "dee"
actors = ["f:4"]

[[person]]
id = "eve"
actors = ["f:5"]
"#;

/// A line of a ledger: what it is known by, the day and time in October, who, what, on what.
fn line(id: &str, time: &str, actor: &str, verb: &str, object: &str) -> String {
    let event = json!({
        "id": id, "time": format!("2026-10-{time}Z"), "actor": actor, "verb": verb,
        "object": object, "value": null, "source": "f",
    });
    format!("{event}\n")
}

const T: &str = "/t/autumn/a/";

fn course(lines: &[String]) -> Course {
    Course::parse(COURSE).with("data/activity.jsonl", lines.concat())
}

/// Places, names and points of the first table of the ranking.
fn table(build: &Build) -> String {
    let page = build.page("cohorts/autumn/ranking/");
    let Some((_, rest)) = page.split_once("<tbody>") else {
        return String::new();
    };
    let (rows, _) = rest.split_once("</tbody>").unwrap();
    let rows = rows.split("</tr>").map(|row| {
        let row = row.split("<svg").next().unwrap();
        let mut text = String::new();
        let mut in_tag = false;
        for char in row.chars() {
            match char {
                '<' => in_tag = true,
                '>' => {
                    in_tag = false;
                    text.push(' ');
                }
                _ if !in_tag => text.push(char),
                _ => {}
            }
        }
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    });
    rows.filter(|row| !row.is_empty())
        .collect::<Vec<_>>()
        .join(", ")
}

fn standings(lines: &[String]) -> String {
    let build = course(lines).build();
    build.assert_good();
    table(&build)
}

#[test]
fn what_earns_points() {
    let post = || line("f:10", "06T08:00:00", "f:1", "posted", T);
    assert_eq!(standings(&[post()]), "1 Olive 5, 2 Cedar 0");
    // A reply, with the bonus for the first one to somebody who had none; the second has no bonus.
    let first = || line("f:11", "06T09:00:00", "f:4", "replied", &format!("{T}#10"));
    let second = || line("f:12", "06T10:00:00", "f:5", "replied", &format!("{T}#10"));
    assert_eq!(
        standings(&[post(), first(), second()]),
        "1 Cedar 8, 2 Olive 5"
    );
    // To oneself, with another account, it is no help; in a thread, nobody knows to whom.
    let own = line("f:11", "06T09:00:00", "g:1", "replied", &format!("{T}#10"));
    assert_eq!(standings(&[post(), own]), "1 Olive 5, 2 Cedar 0");
    let bare = line("f:11", "06T09:00:00", "f:4", "replied", T);
    assert_eq!(standings(&[post(), bare]), "1 Olive 5, 2 Cedar 3");
    // A facilitator was there first, and earns nothing.
    let ines = line(
        "f:9",
        "06T08:30:00",
        "f:ines",
        "replied",
        &format!("{T}#10"),
    );
    assert_eq!(standings(&[post(), ines, first()]), "1 Olive 5, 2 Cedar 3");
    // Likes are for the author: each of somebody unknown, one of somebody known, none of oneself.
    let like = |id: &str, actor: &str| line(id, "07T09:00:00", actor, "liked", &format!("{T}#10"));
    assert_eq!(
        standings(&[
            post(),
            like("a", "f:unknown"),
            like("b", "f:unknown"),
            like("c", "f:4"),
            like("d", "f:4"),
            like("e", "g:1")
        ]),
        "1 Olive 8, 2 Cedar 0"
    );
    let accepted = |id: &str| line(id, "07T09:00:00", "f:4", "accepted", &format!("{T}#10"));
    assert_eq!(
        standings(&[post(), accepted("a"), accepted("b")]),
        "1 Olive 15, 2 Cedar 0"
    );
    // A lesson counts once.
    let done = |id: &str, object: &str| line(id, "07T09:00:00", "f:2", "completed", object);
    assert_eq!(
        standings(&[done("a", "x"), done("b", "x"), done("c", "y")]),
        "1 Olive 8, 2 Cedar 0"
    );
    // Of somebody nobody knows anything, and what was elsewhere or not in the time of the cohort.
    let stranger = line("a", "07T09:00:00", "f:99", "posted", T);
    let before = line("b", "04T21:59:59", "f:1", "posted", T);
    let first = line("c", "04T22:00:00", "f:1", "posted", T);
    assert_eq!(
        standings(&[stranger, before, first]),
        "1 Olive 5, 2 Cedar 0"
    );
}

#[test]
fn a_challenge_counts_once_for_a_team_and_until_its_deadline() {
    let did = |id: &str, time: &str, who: &str| line(id, time, who, "achieved", "goal");
    // The deadline is Wednesday 14 October, 23:59 in Paris.
    let lines = [
        did("a", "13T08:00:00", "f:1"),
        did("b", "13T09:00:00", "team:olive"),
        did("c", "14T21:59:59", "team:cedar"),
    ];
    let build = course(&lines).build();
    build.assert_good();
    assert_eq!(table(&build), "1 Cedar 50, 1 Olive 50");
    assert!(
        build
            .page("cohorts/autumn/ranking/")
            .contains("Done by Olive and Cedar")
    );
    assert!(build.page("modules/a/").contains("50 points for the team"));
    assert!(
        build
            .page("modules/a/")
            .contains("Wednesday 14 October 2026, 23:59")
    );
    assert_eq!(
        standings(&[did("c", "14T22:00:00", "team:cedar")]),
        "1 Cedar 0, 1 Olive 0"
    );
    let unknown = [
        did("a", "13T08:00:00", "team:elm"),
        line("b", "13T08:00:00", "f:1", "achieved", "nothing"),
    ];
    assert_eq!(standings(&unknown), "1 Cedar 0, 1 Olive 0");
}

#[test]
fn days_and_weeks_have_caps_on_the_clock_of_the_cohort() {
    let capped = |lines: &[String], caps: &str| {
        let mut course = course(lines);
        course.replace("community.toml", "team_challenge = 20", caps);
        table(&course.build())
    };
    let post = |id: &str, time: &str| line(id, time, "f:1", "posted", T);
    // 22:00 UTC is midnight in Paris.
    let late = [
        post("a", "06T21:00:00"),
        post("b", "06T21:59:59"),
        post("c", "06T22:00:00"),
    ];
    assert_eq!(capped(&late, "daily_cap = 7"), "1 Olive 12, 2 Cedar 0");
    assert_eq!(capped(&late, "daily_cap = 0"), "1 Cedar 0, 1 Olive 0");
    // Sunday and Monday.
    let weekend = [
        post("a", "10T12:00:00"),
        post("b", "11T21:59:59"),
        post("c", "11T22:00:00"),
    ];
    assert_eq!(capped(&weekend, "weekly_cap = 8"), "1 Olive 13, 2 Cedar 0");
    assert_eq!(
        capped(&weekend, "weekly_cap = 8\ndaily_cap = 4"),
        "1 Olive 12, 2 Cedar 0"
    );
}

#[test]
fn a_point_is_counted_in_one_cohort() {
    let spring = COURSE
        .split_once("-- cohorts/autumn.toml --\n")
        .unwrap()
        .1
        .split_once("-- community")
        .unwrap()
        .0
        .replace("\"ada\", \"bo\", \"cy\"", "\"gil\", \"hal\", \"ivo\"");
    let mut course = course(&[
        line("a", "06T08:00:00", "f:1", "posted", "/t/spring/a/"),
        line("b", "06T08:00:00", "f:1", "posted", "elsewhere"),
    ]);
    course.write(
        "cohorts/spring.toml",
        spring
            .replace("Autumn", "Spring")
            .replace("\"dee\", \"eve\", \"fay\"", "\"jo\", \"kim\", \"lu\""),
    );
    let build = course.build();
    // The thread of another cohort counts there, and what is in no thread where the person has a team.
    assert_eq!(table(&build), "1 Olive 5, 2 Cedar 0");
}

#[test]
fn small_teams_and_people_without_consent_are_in_no_ranking() {
    let lines = [
        line("a", "06T08:00:00", "f:1", "posted", T),
        line("b", "06T08:00:00", "f:4", "posted", T),
    ];
    let mut two = course(&lines);
    two.replace(
        "cohorts/autumn.toml",
        "\"dee\", \"eve\", \"fay\"",
        "\"dee\", \"eve\"",
    );
    assert_eq!(table(&two.build()), "1 Olive 5");
    let page = two.build().page("cohorts/autumn/ranking/");
    assert!(page.contains("fewer than 3 people"), "{page}");
    // Beside the points of one who is named, those of two who are not would be known.
    let mut both = course(&lines);
    both.replace("community.toml", "\"teams\"", "\"both\"");
    assert_eq!(table(&both.build()), "1 Cedar 5, 1 Olive 5");
    both.replace(
        "data/people.toml",
        "id = \"ada\"",
        "id = \"ada\"\nname = \"Ada\"\nconsent = 2026-10-01",
    );
    both.write(
        "people/ada.md",
        "+++\nname = \"Ada\"\nrole = \"learner\"\nconsent = 2026-10-01\n+++\n",
    );
    let build = both.build();
    assert_eq!(table(&build), "1 Cedar 5");
    // One is no group.
    assert!(
        build
            .page("cohorts/autumn/ranking/")
            .contains("fewer than 3 people agreed")
    );
    let names = ["Bo", "Dee", "Eve"];
    let ids = ["bo", "dee", "eve"];
    let mut all = both.clone();
    for (id, name) in ids.iter().zip(names) {
        all.replace(
            "data/people.toml",
            &format!("id = \"{id}\""),
            &format!("id = \"{id}\"\nname = \"{name}\"\nconsent = 2026-10-01"),
        );
        all.write(
            &format!("people/{id}.md"),
            format!("+++\nname = \"{name}\"\nrole = \"learner\"\nconsent = 2026-10-01\n+++\n"),
        );
    }
    let page = all.build().page("cohorts/autumn/ranking/");
    for name in names {
        assert!(
            page.contains(&format!("<summary><span>{name}</span>")),
            "{page}"
        );
    }
    // Neighbours, and no whole list: with two on each side nobody in a list of four sees all but those in its middle.
    let mut narrow = all.clone();
    narrow.replace("community.toml", "[ranking]", "[ranking]\nneighbours = 0");
    let page = narrow.build().page("cohorts/autumn/ranking/");
    let of_eve = page.split("<summary><span>Eve</span>").nth(1).unwrap();
    assert!(
        !of_eve.split("</details>").next().unwrap().contains("Dee"),
        "{of_eve}"
    );
    // Consent that was taken back.
    let mut without = all;
    without.replace("people/eve.md", "consent = 2026-10-01\n", "");
    without.replace(
        "data/people.toml",
        "id = \"eve\"\nname = \"Eve\"\nconsent = 2026-10-01",
        "id = \"eve\"",
    );
    assert!(
        !without
            .build()
            .page("cohorts/autumn/ranking/")
            .contains("Eve")
    );
}

#[test]
fn nothing_is_shown_that_nobody_asked_for() {
    let lines = [line("a", "06T08:00:00", "f:1", "posted", T)];
    for (from, to) in [
        ("[ranking]\nshow = \"teams\"", ""),
        ("\"teams\"", "\"none\""),
    ] {
        let mut quiet = course(&lines);
        quiet.replace("community.toml", from, to);
        let build = quiet.build();
        build.assert_good();
        assert!(!build.has("cohorts/autumn/ranking/index.html"));
        assert!(!build.page("cohorts/autumn/").contains("anking"));
    }
    // How points are counted is told before there are any.
    let build = Course::parse(COURSE).build();
    build.assert_good();
    let page = build.page("cohorts/autumn/ranking/");
    assert!(page.contains("Nothing has been counted yet") && page.contains("5 points for a post"));
    assert!(
        build
            .page("cohorts/autumn/")
            .contains("/cohorts/autumn/ranking/")
    );
}

#[test]
fn a_block_shows_the_card() {
    let mut course = course(&[line("a", "06T08:00:00", "f:1", "posted", T)]);
    course.write(
        "modules/b.md",
        "# B\n\n:::ranking\n:::\n\n:::ranking{cohort=\"autumn\"}\n:::\n",
    );
    let build = course.build();
    build.assert_good();
    assert_eq!(
        build
            .page("modules/b/")
            .matches("Ranking of Autumn")
            .count(),
        2
    );
    course.write("modules/b.md", "# B\n\n:::ranking{cohort=\"autum\"}\n:::\n");
    assert_eq!(
        course.build().findings(),
        ["modules/b.md:3:12 error unknown-reference: no cohort has the id `autum`"]
    );
    course.write("modules/b.md", "# B\n\n:::ranking\n:::\n");
    course.replace("community.toml", "\"teams\"", "\"none\"");
    assert_eq!(
        course.build().findings(),
        ["modules/b.md:3:4 warning missing-value: this course shows no ranking"]
    );
}

#[test]
fn slips_are_told_in_the_words_of_the_author() {
    let findings = |from: &str, to: &str| {
        let mut course = course(&[]);
        course.replace("community.toml", from, to);
        course.build().findings().join("\n")
    };
    for (to, found) in [
        (
            "post = -1",
            "points go from 0 to 10000, and -1 is outside of that",
        ),
        ("post = 99999999999999", "points go from 0 to 10000"),
        ("post = \"five\"", "a whole number of points"),
        ("post = 1.5", "a whole number of points"),
        ("posts = 5", "unknown-key"),
    ] {
        let found_now = findings("post = 5", to);
        assert!(found_now.contains(found), "{to}: {found_now}");
    }
    let one = findings("show = \"teams\"", "show = \"teams\"\nmin_group = 1");
    assert!(
        one.contains("a group has 2 to 100 members here, and not 1"),
        "{one}"
    );
    let all = findings("show = \"teams\"", "show = \"all\"");
    assert!(all.contains("community.toml"), "{all}");
    let mut alone = course(&[]);
    alone.write("community.toml", "[ranking]\nshow = \"teams\"\n");
    let found = alone.build().findings().join("\n");
    assert!(
        found.contains("there are no points that this ranking could show"),
        "{found}"
    );
    assert!(found.contains("nobody counts these points"), "{found}");
    let mut lesson = course(&[]);
    lesson.write("modules/a.md", "# A\n\n:::activity{id=\"x\" points=5}\nx\n:::\n\n:::activity{id=\"y\" team points=-5}\nx\n:::\n\n:::activity{id=\"z\" team deadline=\"dew\"}\nx\n:::\n");
    let found = lesson.build().findings().join("\n");
    for part in [
        "only what a team does together can have points",
        "-5 is outside of that",
        "no session has the id `dew`",
    ] {
        assert!(found.contains(part), "{found}");
    }
}

#[test]
fn bad_lines_are_findings_and_the_others_count() {
    let good = line("a", "06T08:00:00", "f:1", "posted", T);
    let lines = format!(
        "<<<<<<< ours\n{good}\n\nnot json\n{}",
        line("b", "06T08:00:00", "f:1", "danced", T)
    );
    let build = Course::parse(COURSE)
        .with("data/activity.jsonl", lines)
        .build();
    assert_eq!(
        build.findings(),
        [
            "data/activity.jsonl:1:1 warning bad-activity: this line is no event that can be read, so it counts for nothing",
            "data/activity.jsonl:5:1 warning bad-activity: this line is no event that can be read, so it counts for nothing",
            "data/activity.jsonl:6:1 note unknown-verb: `danced` earns no points, here and below",
        ]
    );
    assert_eq!(table(&build), "1 Olive 5, 2 Cedar 0");
    let many = "x\n".repeat(1000);
    assert_eq!(
        Course::parse(COURSE)
            .with("data/activity.jsonl", many)
            .build()
            .findings()
            .len(),
        20
    );
    for bytes in [&b"\xff\xfe"[..], b"{", b"\0\n\0", b"[]\n{}\n\"x\"\n"] {
        let build = Course::parse(COURSE)
            .with("data/activity.jsonl", bytes)
            .build();
        assert!(!build.findings().is_empty());
    }
}

#[test]
fn no_actor_is_in_the_portal_of_learners() {
    let lines = [
        line("a", "06T08:00:00", "f:1", "posted", T),
        line("b", "06T09:00:00", "f:4", "replied", &format!("{T}#a")),
        line("c", "06T09:00:00", "team:olive", "achieved", "goal"),
    ];
    let mut course = course(&lines);
    course.replace("community.toml", "\"teams\"", "\"both\"");
    let build = course.build();
    build.assert_good();
    for (path, bytes) in build.files() {
        let text = String::from_utf8_lossy(&bytes);
        for secret in [
            "f:1\"",
            "f:1<",
            "f:4",
            "g:1",
            "team:olive",
            "\"dee\"",
            ">dee<",
            "pulse",
        ] {
            assert!(!text.contains(secret), "{path} has {secret}");
        }
    }
}

#[test]
fn a_million_events_are_no_trouble() {
    // Fewer here, for the tests are not optimised: what would be quadratic would take minutes.
    let lines: String = (0..50_000)
        .map(|at| {
            let (verb, object) = match at % 3 {
                0 => ("posted", T.to_owned()),
                1 => ("replied", format!("{T}#{}", at - 1)),
                _ => ("liked", format!("{T}#{}", at - 2)),
            };
            let day = 6 + at % 20;
            line(
                &format!("f:{at}"),
                &format!("{day:02}T08:00:00"),
                &format!("f:{}", at % 7),
                verb,
                &object,
            )
        })
        .collect();
    let build = Course::parse(COURSE)
        .with("data/activity.jsonl", lines)
        .build();
    build.assert_good();
    assert!(table(&build).contains("1 "));
}

fn event() -> impl Strategy<Value = String> {
    let verb = prop::sample::select(vec![
        "posted",
        "replied",
        "liked",
        "accepted",
        "completed",
        "achieved",
        "attended",
    ]);
    let actor = prop::sample::select(vec![
        "f:1",
        "g:1",
        "f:2",
        "f:4",
        "f:5",
        "f:ines",
        "f:unknown",
        "team:olive",
        "f:77",
    ]);
    let object = prop_oneof![
        Just(T.to_owned()),
        (0..12_u8).prop_map(|post| format!("{T}#{post}")),
        Just("goal".to_owned()),
        Just("/t/other/a/".to_owned()),
    ];
    (0..12_u8, 1..31_u8, 0..24_u8, actor, verb, object).prop_map(
        |(id, day, hour, actor, verb, object)| {
            line(
                &format!("f:{id}"),
                &format!("{day:02}T{hour:02}:00:00"),
                actor,
                verb,
                &object,
            )
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// The order of the lines, and how often each is there, changes nothing: not even where two of them have one id.
    #[test]
    fn the_order_of_the_ledger_means_nothing(
        (lines, mixed) in prop::collection::vec(event(), 1..30).prop_flat_map(|lines| {
            let twice: Vec<String> = lines.iter().chain(&lines[..lines.len() / 2]).cloned().collect();
            (Just(lines), Just(twice).prop_shuffle())
        })
    ) {
        let caps = |lines: &[String]| {
            let mut course = course(lines);
            course.replace("community.toml", "team_challenge = 20", "daily_cap = 11\nweekly_cap = 17");
            course.build().page("cohorts/autumn/ranking/")
        };
        prop_assert_eq!(caps(&lines), caps(&mixed));
    }
}
