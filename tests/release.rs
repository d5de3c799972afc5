//! Releases: what learners do not see yet is nowhere in the portal, and its place says when it opens.

#![allow(missing_docs, clippy::unwrap_used)]

mod support;

use stoa::pipeline::Steady;
use support::{Build, Course};

/// Two cohorts; on 14 October 2026 autumn is in its second week.
const COURSE: &str = r#"
-- course.toml --
title = "T"
base_url = "https://learn.example.org/"
-- community.toml --
[forum]
engine = "isso"
origin = "https://talk.example.org"
home = "https://talk.example.org/"
-- schedule.toml --
[[session]]
id = "kickoff"
format = "webinar"
week = 1
day = "tue"
time = "10:00"
duration = "1h"
[[session]]
id = "end"
format = "webinar"
week = 4
day = "tue"
time = "10:00"
module = "late"
-- cohorts/autumn.toml --
start = 2026-10-05
timezone = "Europe/Paris"
-- badges/host.md --
+++
name = "Host"
+++
For hosts.
-- index.md --
# T

See [the second](modules/01-a/02-two.md#part), [[two]], [[late]], <a class="x" href="modules/01-a/02-two.md">raw</a>.

:::schedule{module="late"}
:::
-- modules/01-a/index.md --
# Module A
-- modules/01-a/01-one.md --
# Lesson one

Read [on](02-two.md "the next") and [that](../02-late/three.md).
-- modules/01-a/02-two.md --
+++
title = "Lesson two"
release = { week = 3 }
objectives = ["SECRET goal"]
badges = ["host"]
+++
SECRET text with [a link](01-one.md) and ![SECRET picture](secret.svg).

## Part

:::introduce SECRET {id="hello" prompt="SECRET question"}
:::
:::discussion{id="secret-talk" prompt="SECRET talk"}
:::
-- modules/01-a/secret.svg --
<svg xmlns="http://www.w3.org/2000/svg" width="4" height="3"><title>SECRET</title></svg>
-- modules/01-a/03-three.md --
+++
requires = ["two"]
+++
# Lesson three

Text.
-- modules/02-late/index.md --
+++
title = "Late module"
release = { after = "end + 1d 09:00" }
objectives = ["SECRET goal"]
+++
SECRET words.
-- modules/02-late/three.md --
# SECRET lesson

SECRET text.
"#;

const SECOND: &str =
    "\n-- cohorts/winter.toml --\nstart = 2026-09-07\ntimezone = \"America/Toronto\"\n";

fn html(build: &Build, path: &str) -> String {
    build.text(path)
}

fn at(course: &Course, now: &str) -> Build {
    course
        .clone()
        .options(|options| options.now = now.parse().unwrap())
        .build()
}

#[test]
fn what_is_not_released_is_nowhere() {
    let build = Course::parse(COURSE).build();
    assert_eq!(build.findings(), Vec::<String>::new());
    for (path, bytes) in build.files() {
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("SECRET"), "{path}: {text}");
        let leads_there = ["a/two/", "late/", "secret.svg", "t/autumn/two"];
        for address in leads_there {
            assert!(!path.contains(address), "{path}");
            assert!(!text.contains(address), "{path}: {text}");
        }
    }
}

#[test]
fn its_place_says_when_it_opens() {
    let build = Course::parse(COURSE).build();
    let module = html(&build, "modules/a/index.html");
    let opens =
        "Opens in week 3, on <time datetime=\"2026-10-19T00:00:00+02:00\">Monday 19 October</time>";
    assert!(module.contains("Lesson two"), "{module}");
    assert_eq!(module.matches(opens).count(), 2, "{module}"); // also in the side navigation
    let one = html(&build, "modules/a/one/index.html");
    assert!(
        one.contains("<span title=\"the next\">on</span> <span class=\"opens\">(opens in week 3, on Monday 19 October)</span>"),
        "{one}"
    );
    assert!(
        one.contains("that</span> <span class=\"opens\">(opens in week 4, on Wednesday 28 October at 09:00, Europe/Paris)</span>"),
        "{one}"
    );
    // The next page of the first is the third.
    assert!(one.contains("/modules/a/three/"), "{one}");
    let home = html(&build, "index.html");
    assert!(home.contains("Late module"), "{home}");
    assert!(
        home.contains("<span>two</span> <span class=\"opens\">"),
        "{home}"
    );
    assert!(
        home.contains("<a class=\"x\" title=\"opens in week 3, on Monday 19 October\">raw</a>"),
        "{home}"
    );
}

#[test]
fn it_is_out_at_its_instant_and_not_before() {
    let course = Course::parse(COURSE);
    let before = at(&course, "2026-10-18T21:59:59Z");
    assert!(before.files().keys().all(|path| !path.contains("two")));
    assert_eq!(
        before.build.steady.until,
        Some("2026-10-18T22:00:00Z".parse().unwrap())
    );
    let after = at(&course, "2026-10-18T22:00:00Z");
    assert!(after.files().contains_key("modules/a/two/index.html"));
    assert!(after.files().contains_key("modules/a/secret.svg"));
    assert!(after.files().keys().all(|path| !path.contains("late")));
    let all = at(&course, "2026-10-28T08:00:00Z");
    assert!(all.files().contains_key("modules/late/three/index.html"));
}

#[test]
fn one_cohort_that_is_not_over_is_enough_and_the_past_opens_all() {
    let course = Course::parse(&format!("{COURSE}{SECOND}"));
    // Winter is over on 5 October, in Toronto: autumn decides again.
    let during = at(&course, "2026-09-28T12:00:00Z");
    assert!(during.files().contains_key("modules/a/two/index.html"));
    let over = at(&course, "2026-10-14T12:00:00Z");
    assert!(!over.files().contains_key("modules/a/two/index.html"));
    let all_over = at(&course, "2027-01-01T12:00:00Z");
    assert!(
        all_over
            .files()
            .contains_key("modules/late/three/index.html")
    );
    assert_eq!(
        all_over.build.steady,
        Steady {
            until: None,
            ..all_over.build.steady
        }
    );
}

#[test]
fn facilitators_and_drafts_see_everything_with_a_tag() {
    let course = Course::parse(COURSE);
    let facilitator = course
        .clone()
        .options(|options| options.facilitator = true)
        .build();
    let drafts = course.options(|options| options.drafts = true).build();
    for build in [facilitator, drafts] {
        assert_eq!(build.findings(), Vec::<String>::new());
        let two = html(&build, "modules/a/two/index.html");
        assert!(two.contains("SECRET text"));
        assert!(two.contains("Opens in week 3"), "{two}");
        assert!(html(&build, "modules/late/three/index.html").contains("Opens in week 4"));
    }
}

#[test]
fn what_is_wrong_with_a_page_is_said_before_it_opens() {
    let mut course = Course::parse(COURSE);
    course.replace("modules/01-a/02-two.md", "(01-one.md)", "(01-on.md)");
    assert_eq!(
        course.build().findings(),
        ["modules/01-a/02-two.md:7:27 warning broken-link: there is no page or file `01-on.md`"]
    );
}

/// The findings with this release on the second lesson.
fn findings(release: &str) -> Vec<String> {
    let mut course = Course::parse(COURSE);
    course.replace("modules/01-a/02-two.md", "{ week = 3 }", release);
    let prefix = "modules/01-a/02-two.md:3:";
    let found = course.build().findings();
    found
        .iter()
        .map(|line| line.strip_prefix(prefix).unwrap_or(line).to_owned())
        .collect()
}

#[test]
fn releases_in_all_ways_that_there_are() {
    for (release, opens) in [
        ("2026-10-20", "2026-10-20T00:00:00+02:00"),
        ("2026-10-20T18:30:00", "2026-10-20T18:30:00+02:00"),
        ("\"2026-10-20 18:30\"", "2026-10-20T18:30:00+02:00"),
        ("{ after = \"end\" }", "2026-10-27T10:00:00+01:00"),
        ("{ after = \"kickoff + 2w\" }", "2026-10-20T10:00:00+02:00"),
        (
            "{ after = \"end - 3d 08:00\" }",
            "2026-10-24T08:00:00+02:00",
        ),
    ] {
        let mut course = Course::parse(COURSE);
        course.replace("modules/01-a/02-two.md", "{ week = 3 }", release);
        let build = course.build();
        assert_eq!(build.findings(), Vec::<String>::new(), "{release}");
        let module = html(&build, "modules/a/index.html");
        assert!(module.contains(opens), "{release}: {module}");
    }
}

#[test]
fn slips_are_told_with_their_place() {
    assert_eq!(
        findings("{ week = 0 }"),
        ["11 error bad-release: there is no week 0, weeks are counted from 1"]
    );
    assert_eq!(
        findings("{ week = 9 }"),
        ["11 warning release-never: the cohort `autumn` has 4 weeks, so its week 9 never comes"]
    );
    assert_eq!(
        findings("{ after = \"kickof\" }"),
        ["11 error unknown-reference: the schedule has no session `kickof`"]
    );
    assert_eq!(
        findings("{ after = \"kickoff + soon\" }"),
        ["11 error bad-release: `kickoff + soon` says no time: `soon` is no distance"]
    );
    assert_eq!(
        findings("{ week = 2, after = \"kickoff\" }"),
        [
            "11 error bad-value: this release has a week and a session, and only one of them can count: leave out `week` or `after`"
        ]
    );
    assert_eq!(
        findings("{}"),
        [
            "11 error bad-value: this release does not say when: write { week = 2 } or { after = \"kickoff\" }"
        ]
    );
    assert_eq!(
        findings("2"),
        [
            "11 error bad-value: this is the number 2, where { week = 2 }, { after = \"kickoff\" } or a date like 2026-10-12, without quotes, belongs"
        ]
    );
    assert_eq!(
        findings("{ weak = 2 }"),
        [
            "11 error bad-value: this release does not say when: write { week = 2 } or { after = \"kickoff\" }",
            "13 error unknown-key: this page has no `weak`",
        ]
    );
    let zone = findings("2026-10-20T18:30:00Z");
    assert!(zone[0].contains("without a zone"), "{zone:?}");
    let late = findings("{ after = \"end + 3w\" }");
    assert_eq!(
        late,
        [
            "11 warning release-never: learners of the cohort `autumn` would see this on Tuesday 17 November for the first time, and it ends on Sunday 1 November"
        ]
    );
}

#[test]
fn a_time_that_is_not_there_or_is_there_twice_is_said() {
    let twice = "11 warning local-time-twice: this release in the cohort `autumn` is at 02:30 on Sunday 25 October 2026, a time that comes twice in Europe/Paris, because clocks go back; stoa takes the first of the two (UTC+02:00)";
    assert_eq!(findings("2026-10-25T02:30"), [twice]);
    assert_eq!(findings("{ after = \"kickoff + 19d 02:30\" }"), [twice]);
    // Exact hours pass whatever the clocks do.
    let exact = findings("{ after = \"kickoff + 448h\" }");
    assert_eq!(exact, Vec::<String>::new());
    let in_chile = |release: &str| {
        let mut course = Course::parse(COURSE);
        course.replace("cohorts/autumn.toml", "2026-10-05", "2026-08-31");
        course.replace("cohorts/autumn.toml", "Europe/Paris", "America/Santiago");
        course.replace("modules/01-a/02-two.md", "{ week = 3 }", release);
        let build = at(&course, "2026-09-01T00:00:00Z");
        assert!(
            html(&build, "modules/a/index.html").contains("2026-09-06T01:00:00-03:00"),
            "{release}"
        );
        build.findings()
    };
    // A day begins when it begins; who writes midnight is told that there is none.
    assert_eq!(in_chile("2026-09-06"), Vec::<String>::new());
    let skipped = in_chile("2026-09-06T00:00");
    assert_eq!(
        skipped,
        [
            "modules/01-a/02-two.md:3:11 warning local-time-skipped: this release in the cohort `autumn` is at 00:00 on Sunday 6 September 2026, a time that does not exist in America/Santiago, because clocks go forward; stoa takes 01:00 (UTC-03:00)"
        ]
    );
}

#[test]
fn a_release_before_that_of_the_module_waits_for_it() {
    let mut course = Course::parse(COURSE);
    course.write(
        "modules/02-late/three.md",
        "+++\nrelease = { week = 1 }\n+++\n# SECRET lesson\n\nSECRET text.\n",
    );
    let build = course.build();
    assert_eq!(
        build.findings(),
        [
            "modules/02-late/three.md:2:11 warning release-early: this would be released on Monday 5 October, and its module only on Wednesday 28 October (cohort `autumn`), so it waits for the module"
        ]
    );
    assert!(build.files().keys().all(|path| !path.contains("late")));
}

#[test]
fn without_a_cohort_all_is_out_and_that_is_said() {
    let mut course = Course::parse(COURSE);
    course.remove("cohorts/autumn.toml");
    let build = course.build();
    assert_eq!(
        build.findings_of("release-without-cohort"),
        [
            "modules/01-a/02-two.md:3:11 warning release-without-cohort: the course has no cohort, so this page is released at once",
            "modules/02-late/index.md:3:11 warning release-without-cohort: the course has no cohort, so this page is released at once",
        ]
    );
    assert!(build.files().contains_key("modules/a/two/index.html"));
}

#[test]
fn the_portal_says_when_it_changes_by_itself() {
    let json = |now: &str| at(&Course::parse(COURSE), now).text("build.json");
    let expected = r#"{
  "generator": "stoa 0.1.0",
  "pages": 13,
  "modules": 1,
  "lessons": 2,
  "cohorts": 1,
  "sessions": 2,
  "unreleased": 3,
  "next_change": "2026-10-18T22:00:00Z"
}
"#;
    assert_eq!(json("2026-10-14T08:00:00Z"), expected);
    assert_eq!(json("2026-10-18T21:59:59Z"), expected);
    assert!(json("2027-10-14T08:00:00Z").contains("\"next_change\": null"));
    // What takes no time is over as soon as any time has passed.
    assert!(json("2026-10-27T08:30:00Z").contains("\"next_change\": \"2026-10-27T09:00:01Z\""));
}

#[test]
fn warm_is_cold_at_every_moment() {
    let mut course = Course::parse(COURSE);
    let mut builder =
        stoa::pipeline::Builder::new(stoa::document::highlight::Highlighter::default());
    for now in [
        "2026-10-01T00:00:00Z",
        "2026-10-18T21:59:59Z",
        "2026-10-18T22:00:00Z",
        "2026-10-28T08:00:00Z",
        "2026-10-12T08:00:00Z",
        "2027-10-12T08:00:00Z",
    ] {
        course.options.now = now.parse().unwrap();
        for week in ["week = 2", "week = 3"] {
            course.edit("modules/01-a/02-two.md", |text| {
                text.replace("week = 2", week).replace("week = 3", week)
            });
            let (warm, cold) = (course.build_with(&mut builder), course.build());
            assert_eq!(warm.files(), cold.files(), "{now}");
            assert_eq!(warm.findings(), cold.findings(), "{now}");
        }
    }
}
