//! The plan: what facilitators do when is in their edition, with texts to paste, and nowhere in the learners'.

#![allow(missing_docs, clippy::unwrap_used)]

mod support;

use support::{Build, Course};

const COURSE: &str = r#"
-- course.toml --
title = "T & U"
base_url = "https://learn.example.org/"
-- community.toml --
goal = "Ship one lesson"
[forum]
engine = "isso"
origin = "https://talk.example.org"
home = "https://talk.example.org/"
[[channel]]
kind = "teams"
title = "Live help"
url = "https://meet.example.org/x"
purpose = "Help"
[[plan]]
id = "welcome"
at = "kickoff - 3d 09:00"
channel = "forum"
title = "SECRET hello"
text = "plan/welcome.md"
[[plan]]
id = "remind"
at = "welcome + 1d"
role = "learner"
channel = "Live help"
title = "SECRET reminder"
text = "SECRET: {{ sessions[\"end-it\"].day }} & <b>{{ sessions[\"end-it\"].time }}</b>"
[[plan]]
id = "late"
week = 2
day = "fri"
time = "17:00"
channel = "teams"
title = "SECRET look"
-- plan/welcome.md --
SECRET {{ course.title }}: {{ cohort.title }} begins on {{ cohort.start }} in {{ cohort.timezone }}.
{% for id, session in sessions %}- {{ session.title }}, {{ session.day }}, {{ session.time }}: {{ session.url }}
{% endfor %}{{ goal }} {{ portal }} {{ channel.url }} {{ moment.day }}
<script>alert(1)</script>
-- schedule.toml --
[[session]]
id = "kickoff"
format = "webinar"
week = 1
day = "tue"
time = "10:00"
module = "start"
[[session]]
id = "end-it"
format = "deadline"
at = "kickoff + 9d 23:59"
-- cohorts/autumn.toml --
title = "Autumn"
start = 2026-10-05
timezone = "Europe/Paris"
-- modules/01-start/index.md --
# Start
-- modules/01-start/a.md --
# A

:::facilitator Be early
SECRET *note* of [A](a.md).
:::
"#;

fn facilitator(course: &Course) -> Build {
    course
        .clone()
        .options(|options| options.facilitator = true)
        .build()
}

#[test]
fn the_runbook_has_texts_to_paste() {
    let build = facilitator(&Course::parse(COURSE));
    assert_eq!(build.findings(), Vec::<String>::new());
    let page = build.text("cohorts/autumn/plan/index.html");
    let welcome = "SECRET T &amp; U: Autumn begins on 5 October 2026 in Europe/Paris.\n- End it, Thursday 15 October, 23:59: https://learn.example.org/cohorts/autumn/schedule/#session-end-it\n- Kickoff, Tuesday 6 October, 10:00: https://learn.example.org/cohorts/autumn/schedule/#session-kickoff\nShip one lesson https://learn.example.org/ https://talk.example.org/ Saturday 3 October\n&lt;script&gt;alert(1)&lt;/script&gt;</pre>";
    assert!(page.contains(welcome), "{page}");
    assert!(
        page.contains("SECRET: Thursday 15 October &amp; &lt;b&gt;23:59&lt;/b&gt;</pre>"),
        "{page}"
    );
    for part in [
        "<time datetime=\"2026-10-03T09:00:00+02:00\">Saturday 3 October 2026, 09:00</time>",
        "<time datetime=\"2026-10-04T09:00:00+02:00\">",
        "<time datetime=\"2026-10-16T17:00:00+02:00\">",
        "Before the course",
        "by a learner",
        "<a href=\"https://meet.example.org/x\"",
        "<strong>Be early.</strong> SECRET note of A.",
        "assets/plan.js",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    let cohort = build.text("cohorts/autumn/index.html");
    assert!(
        cohort.contains("href=\"/cohorts/autumn/plan/\""),
        "{cohort}"
    );
    let calendar = build.text("calendars/autumn-plan.ics");
    for part in [
        "UID:welcome@autumn.plan.learn.example.org\r\n",
        "DTSTART:20261003T070000Z\r\n",
        "SUMMARY:SECRET reminder\r\n",
    ] {
        assert!(calendar.contains(part), "{part}: {calendar}");
    }
    assert_eq!(calendar.matches("BEGIN:VEVENT").count(), 3);
}

#[test]
fn notes_come_in_the_week_in_which_their_page_is_released() {
    let mut course = Course::parse(COURSE);
    let lesson = |release: &str, note: &str| {
        format!("+++\nrelease = {release}\n+++\n# L\n\n:::facilitator\n{note}\n:::\n")
    };
    // One of the module of the kick-off, one of a module without a session, one before the course, and one for each week.
    course.write("modules/01-start/b.md", lesson("{ week = 2 }", "Note B"));
    course.write(
        "modules/02-other/index.md",
        lesson("{ week = 2 }", "Note M"),
    );
    course.write(
        "modules/02-other/c.md",
        "# C\n\n:::facilitator\nNote C\n:::\n",
    );
    course.write("modules/02-other/d.md", lesson("2026-10-18", "Note D"));
    course.write("modules/e.md", lesson("2026-09-20", "Note E"));
    course.write("modules/01-start/f.md", lesson("{ week = 1 }", "Note F"));
    let build = facilitator(&course);
    assert_eq!(build.findings(), Vec::<String>::new());
    let page = build.text("cohorts/autumn/plan/index.html");
    let weeks: Vec<Vec<&str>> = page
        .split("<section class=\"plan-week")
        .skip(1)
        .map(|week| {
            let notes = [
                "SECRET note",
                "Note B",
                "Note M",
                "Note C",
                "Note D",
                "Note E",
                "Note F",
            ];
            let found = notes.into_iter().filter(|note| week.contains(note));
            found.collect()
        })
        .collect();
    assert_eq!(
        weeks,
        [
            vec!["Note E"],
            vec!["SECRET note", "Note F"],
            vec!["Note B", "Note M", "Note C", "Note D"]
        ]
    );
    let count = |note: &str| page.matches(note).count();
    assert_eq!((count("Note F"), count("Note C")), (1, 1));
}

#[test]
fn learners_get_nothing_of_it() {
    let course = Course::parse(COURSE);
    for drafts in [false, true] {
        let build = course
            .clone()
            .options(|options| options.drafts = drafts)
            .build();
        assert_eq!(build.findings(), Vec::<String>::new());
        for (path, bytes) in build.files() {
            let text = String::from_utf8_lossy(&bytes);
            assert!(!text.contains("SECRET"), "{path}: {text}");
            assert!(path == "assets/plan.js" || !path.contains("plan"), "{path}");
            assert!(
                path.starts_with("assets/") || !text.contains("/plan/"),
                "{path}: {text}"
            );
        }
    }
}

/// The findings with a change.
fn findings(from: &str, to: &str) -> Vec<String> {
    let mut course = Course::parse(COURSE);
    course.replace("community.toml", from, to);
    course.build().findings()
}

#[test]
fn slips_are_told_with_their_place() {
    let at = "at = \"kickoff - 3d 09:00\"";
    assert_eq!(
        findings(at, "at = \"kickof - 3d 09:00\""),
        [
            "community.toml:13:6 error unknown-reference: neither the schedule nor the plan has a `kickof`"
        ]
    );
    assert_eq!(
        findings(at, "at = \"remind + 1d\""),
        [
            "community.toml:13:6 error anchor-cycle: these wait for each other: `welcome` -> `remind` -> `welcome`"
        ]
    );
    assert_eq!(
        findings(at, "at = \"welcome\""),
        ["community.toml:13:6 error anchor-cycle: the time of `welcome` depends on itself"]
    );
    assert_eq!(
        findings(at, "week = 0\nday = \"mon\"\ntime = \"9:00\""),
        ["community.toml:13:8 error bad-anchor: there is no week 0, weeks are counted from 1"]
    );
    assert_eq!(
        findings(at, "week = 7\nday = \"mon\"\ntime = \"9:00\""),
        [
            "community.toml:13:8 error bad-anchor: the cohort `autumn` has 2 weeks, so this week never comes"
        ]
    );
    assert_eq!(
        findings(at, "week = 1"),
        ["community.toml:12:6 error bad-anchor: the plan's `welcome` has no time"]
    );
    assert_eq!(
        findings(at, "at = \"kickoff\"\nday = \"mon\""),
        [
            "community.toml:13:6 error bad-anchor: the plan's `welcome` is written for a week and relative to a session at once"
        ]
    );
    assert_eq!(
        findings("role = \"learner\"", "role = \"boss\""),
        ["community.toml:20:8 error bad-value: `boss` is not known here"]
    );
    assert_eq!(
        findings("channel = \"teams\"", "channel = \"slack\""),
        ["community.toml:29:11 error unknown-reference: there is no channel `slack`"]
    );
    assert_eq!(
        findings("plan/welcome.md", "plan/welcom.md"),
        ["community.toml:16:8 error bad-plan: there is no text `plan/welcom.md`"]
    );
    for outside in [
        "modules/01-start/a.md",
        "plan/../course.md",
        "/plan/welcome.md",
    ] {
        assert_eq!(
            findings("plan/welcome.md", outside),
            [format!(
                "community.toml:16:8 error bad-plan: `{outside}` is not in the folder `plan`"
            )]
        );
    }
    assert_eq!(
        findings("id = \"late\"", "id = \"welcome\""),
        ["community.toml:25:6 error duplicate-id: there is another element of the plan `welcome`"]
    );
    let inline = findings("sessions[\\\"end-it\\\"].day", "cohort.tilte");
    assert!(
        inline[0].starts_with("community.toml:23:8 error bad-plan: Field `tilte` is not defined."),
        "{inline:?}"
    );
}

#[test]
fn a_time_that_is_not_there_or_is_there_twice_is_said() {
    let at = "at = \"kickoff - 3d 09:00\"";
    let twice = "community.toml:13:6 warning local-time-twice: the plan's `welcome` in the cohort `autumn` is at 02:30 on Sunday 25 October 2026, a time that comes twice in Europe/Paris, because clocks go back; stoa takes the first of the two (UTC+02:00)";
    assert_eq!(findings(at, "at = \"kickoff + 19d 02:30\""), [twice]);
    let week = "week = 2\nday = \"sun\"\ntime = \"02:30\"";
    let mut course = Course::parse(COURSE);
    course.replace("community.toml", at, week);
    course.replace("cohorts/autumn.toml", "2026-10-05", "2027-03-15");
    // One finding, at the time, and what waits for it is meant at the time on the clock, as with sessions.
    assert_eq!(
        course.build().findings(),
        [
            "community.toml:15:8 warning local-time-skipped: the plan's `welcome` in the cohort `autumn` is at 02:30 on Sunday 28 March 2027, a time that does not exist in Europe/Paris, because clocks go forward; stoa takes 03:30 (UTC+02:00)"
        ]
    );
    let page = facilitator(&course).text("cohorts/autumn/plan/index.html");
    assert!(page.contains("\"2027-03-28T03:30:00+02:00\""), "{page}");
    assert!(page.contains("\"2027-03-29T02:30:00+02:00\""), "{page}");
}

#[test]
fn what_waits_for_a_session_is_meant_at_its_time_on_the_clock() {
    let mut course = Course::parse(COURSE);
    course.replace("cohorts/autumn.toml", "2026-10-05", "2027-03-22");
    course.replace(
        "schedule.toml",
        "\"tue\"\ntime = \"10:00\"",
        "\"sun\"\ntime = \"02:30\"",
    );
    course.replace("community.toml", "kickoff - 3d 09:00", "kickoff + 1d");
    let build = facilitator(&course);
    assert_eq!(build.findings().len(), 1, "{:?}", build.findings());
    let page = build.text("cohorts/autumn/plan/index.html");
    assert!(page.contains("\"2027-03-29T02:30:00+02:00\""), "{page}");
}

#[test]
fn a_cohort_that_is_over_is_looked_at_in_both_editions() {
    let mut course = Course::parse(COURSE);
    course.replace(
        "plan/welcome.md",
        "{{ cohort.title }}",
        "{{ cohort.titel }}",
    );
    course.options.now = "2027-03-01T00:00:00Z".parse().unwrap();
    let learners = course.build().findings();
    assert_eq!(learners.len(), 1, "{learners:?}");
    assert!(learners[0].contains("Field `titel`"), "{learners:?}");
    assert_eq!(facilitator(&course).findings(), learners);
}

#[test]
fn mistakes_in_a_text_are_told_at_their_line() {
    for (text, found) in [
        (
            "Hello\n{{ cohort.titel }}\n",
            "plan/welcome.md:2:11 error bad-plan: Field `titel`",
        ),
        (
            "Hello\n\n{{ sessions.kickof.time }}\n",
            "plan/welcome.md:3:4 error bad-plan: the schedule has no session `kickof`",
        ),
        ("Hello {{ cohort\n", "plan/welcome.md:"),
        ("{% include \"base.html\" %}\n", "plan/welcome.md"),
        ("{% extends \"base.html\" %}\n", "plan/welcome.md"),
        ("{{ get_env(name=\"HOME\") }}\n", "plan/welcome.md:1:"),
        ("{{ now() }}\n", "plan/welcome.md:1:"),
        ("{{ <ui.icon name=\"x\"/> }}\n", "plan/welcome.md"),
        ("{{ throw(message=\"x\") }}\n", "plan/welcome.md"),
    ] {
        let mut course = Course::parse(COURSE);
        course.write("plan/welcome.md", text);
        let all = course.build().findings();
        assert_eq!(all.len(), 1, "{text}: {all:?}");
        assert!(all[0].starts_with(found), "{text}: {all:?}");
        assert!(all[0].contains("(in the plan's `welcome`)"), "{all:?}");
    }
}

#[test]
fn an_address_in_a_text_is_taken_out() {
    let mut course = Course::parse(COURSE);
    course.write("plan/welcome.md", "Write to ada@lovelace.org.\n");
    let build = facilitator(&course);
    assert_eq!(
        build.findings(),
        ["plan/welcome.md:1:10 warning address-in-portal: this e-mail address is not published"]
    );
    for (path, bytes) in build.files() {
        assert!(
            !String::from_utf8_lossy(&bytes).contains("lovelace"),
            "{path}"
        );
    }
}

#[test]
fn the_runbook_is_the_frame_of_the_whole_cohort() {
    let mut course = Course::parse(COURSE);
    course.replace(
        "cohorts/autumn.toml",
        "start = 2026-10-05",
        "start = 2026-10-05\nbreaks = [{ from = 2026-10-12, to = 2026-10-18, title = \"Rest\" }]",
    );
    course.edit("schedule.toml", |text| {
        text.to_owned()
            + "[[session]]\nid = \"talk\"\nformat = \"webinar\"\nweek = 3\nday = \"tue\"\ntime = \"10:00\"\nduration = \"1h\"\nurl = \"https://meet.example.org/talk\"\n[[session]]\nid = \"off\"\nformat = \"webinar\"\nweek = 3\nday = \"wed\"\ntime = \"10:00\"\ncancelled = \"Strike\"\n"
    });
    course.replace("schedule.toml", "+ 9d 23:59", "+ 2d 23:59");
    let weeks = |now: &str| {
        let course = course
            .clone()
            .options(|options| options.now = now.parse().unwrap());
        let page = facilitator(&course).text("cohorts/autumn/plan/index.html");
        let (over, rest) = page.split_once("</details>\n<section").unwrap();
        (over.to_owned(), rest.to_owned())
    };
    // Wednesday in the break: the first week is over.
    let (over, rest) = weeks("2026-10-14T08:00:00Z");
    assert!(
        over.contains("Week 1 (over)") && over.contains("SECRET hello"),
        "{over}"
    );
    assert!(!over.contains("data-over hidden"));
    let rest = &rest[rest.find("Rest").unwrap()..];
    for part in [
        "A break: no sessions.",
        ">Week 2",
        "No session this week.",
        "SECRET look",
        ">Week 3",
        "2026-10-27T10:00:00+01:00",
        "cohorts/autumn/schedule/#session-talk",
        "https://meet.example.org/talk",
        "<s>Off</s></a> <strong>cancelled</strong>",
        "Strike",
    ] {
        assert!(rest.contains(part), "{part}: {rest}");
    }
    assert_eq!(rest.matches("data-now>").count(), 1);
    // Before it begins, nothing is folded.
    let (over, _) = weeks("2026-10-01T08:00:00Z");
    assert!(over.contains("data-over hidden"));
}
