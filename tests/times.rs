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

/// The findings about a text of the plan, without its last words, which name the plan's element.
fn of_text(text: &str, more: &str) -> Vec<String> {
    let mut course = and("cohorts/autumn.toml", more);
    course.files.remove("cohorts/winter.toml");
    let plan =
        "[[plan]]\nid = \"mail\"\ntitle = \"M\"\nat = \"kickoff\"\ntext = \"plan/mail.md\"\n";
    course.write("community.toml", plan.as_bytes());
    course.write("plan/mail.md", text.as_bytes());
    let told = told(&course.build()).into_iter();
    told.map(|line| line.replace(" (in the plan's `mail`)", ""))
        .collect()
}

#[test]
fn texts_of_the_plan_name_sessions_that_are_there() {
    for (text, expected) in [
        (
            "Hello\n{{ sessions.office-hours-1.day }}",
            "plan/mail.md:2:4 error bad-plan: `office-hours-1` has a hyphen, so it needs brackets and quotes here | write sessions['office-hours-1'].day",
        ),
        (
            "{{ sessions['office-hours'].day }}",
            "plan/mail.md:1:4 error bad-plan: `office-hours` is a series, and not one session | write which one of it, like sessions['office-hours-1'].day",
        ),
        (
            "{{ sessions.office-hours.day }}",
            "plan/mail.md:1:4 error bad-plan: `office-hours` is a series, and not one session | write which one of it, like sessions['office-hours-1'].day",
        ),
        (
            "{{ sessions['kickof'].day }}",
            "plan/mail.md:1:4 error bad-plan: the schedule has no session `kickof` | did you mean sessions['kickoff'].day?",
        ),
        (
            "{{ sessions.final-show.title }}",
            "plan/mail.md:1:4 error bad-plan: the schedule has no session `final-show` | there are `kickoff` and `office-hours-1` to `office-hours-8`",
        ),
        (
            "\u{feff}{{ sessions.kickoff.dya }}",
            "plan/mail.md:1:5 error bad-plan: a session has no `dya` | did you mean `day`?",
        ),
    ] {
        assert_eq!(of_text(text, ""), [expected], "{text}");
    }
    let good = "{{ sessions['office-hours-1'].day }} {% if sessions['nobody'] %}x{% endif %}";
    assert_eq!(of_text(good, ""), [] as [&str; 0]);
    let other = of_text("{{ missing.x }}", "");
    assert!(other[0].contains("sessions['id']"), "{other:?}");
}

#[test]
fn a_text_with_a_gap() {
    let text = "Join: {{ sessions.kickoff.join_url }}";
    assert_eq!(
        of_text(text, ""),
        [
            "plan/mail.md:1:10 warning bad-plan: `kickoff` has no link in the cohort `autumn`, so this text has a gap | write `url = \"https://...\"` in `[session.kickoff]` of the cohort, or put what needs it between {% if sessions['kickoff'].join_url %} and {% endif %}"
        ]
    );
    let none: [&str; 0] = [];
    let asked = format!("{{% if sessions['kickoff'].join_url %}}{text}{{% endif %}}");
    assert_eq!(of_text(&asked, ""), none);
    let url = "[session.kickoff]\nurl = \"https://meet.example.org/x\"\n";
    assert_eq!(of_text(text, url), none);
}

#[test]
fn what_depends_on_a_session_with_a_mistake_is_not_blamed() {
    for line in [
        "time = \"6pm\"",
        "duration = \"long\"",
        "facilitators = \"you\"",
    ] {
        let mut course = with(
            "schedule.toml",
            &format!(
                "[[session]]\nid = \"kickoff\"\nformat = \"webinar\"\nweek = 1\nday = \"tue\"\n{}{line}\n[[session]]\nid = \"due\"\nformat = \"deadline\"\nat = \"kickoff + 1d\"\n",
                if line.starts_with("time") {
                    ""
                } else {
                    "time = \"10:00\"\n"
                },
            ),
        );
        course.write(
            "community.toml",
            b"[[plan]]\nid = \"mail\"\ntitle = \"M\"\nweek = 1\nday = \"mon\"\ntime = \"09:00\"\ntext = \"On {{ sessions['kickoff'].day }}, due {{ sessions.due.day }}\"\n",
        );
        course.write(
            "modules/b.md",
            b"+++\nrelease = { after = \"due\" }\n+++\n# B\n\nText.\n",
        );
        let told = told(&course.build());
        assert_eq!(told.len(), 1, "{told:#?}");
        assert!(told[0].starts_with("schedule.toml"), "{told:#?}");
    }
}

#[test]
fn a_plan_for_a_session_that_is_cancelled_says_so() {
    let mut course = and(
        "cohorts/autumn.toml",
        "[session.office-hours-2]\ncancelled = \"Ill\"\n",
    );
    let plan = "[[plan]]\nid = \"one\"\ntitle = \"O\"\nat = \"office-hours-2 - 1d\"\n[[plan]]\nid = \"two\"\ntitle = \"T\"\nat = \"one + 1h\"\n[[plan]]\nid = \"three\"\ntitle = \"T\"\nat = \"office-hours-1 + 1h\"\n";
    course.write("community.toml", plan.as_bytes());
    course.options.facilitator = true;
    let build = course.build();
    let cancelled = |cohort: &str| {
        let page = build.page(&format!("cohorts/{cohort}/plan/"));
        page.matches("<strong>Cancelled:</strong> Office hours. Is")
            .count()
    };
    assert_eq!((cancelled("autumn"), cancelled("winter")), (2, 0));
}

/// What `stoa.lock` is after a build.
fn lock_of(course: &Course) -> String {
    let build = course.build();
    build.build.lock.as_ref().unwrap().text.clone()
}

#[test]
fn a_cohort_whose_file_was_renamed() {
    let mut course = course();
    let lock = lock_of(&course);
    let winter = course.files.remove("cohorts/winter.toml").unwrap();
    course.write("stoa.lock", lock.as_bytes());
    let found = "stoa.lock:14:1 warning cohort-gone: the cohort `winter` has no file any more, so who subscribed to calendars/winter.ics gets no news";
    let forget =
        "if it is to be forgotten, delete the lines that begin with \"winter/ from stoa.lock";
    says(
        &course,
        &[&format!(
            "{found} | take back the file `cohorts/winter.toml`; {forget}"
        )],
    );
    let renamed = format!(
        "{found} | if it is `cohorts/summer.toml` now, rename that file back to `cohorts/winter.toml`, or write `id = \"winter\"` in it; {forget}"
    );
    course.write("cohorts/summer.toml", &winter[..]);
    says(&course, &[&renamed]);
    // So it stays after the next build.
    course.write("stoa.lock", lock_of(&course).as_bytes());
    let told = told(&course.build());
    assert!(
        told[0].ends_with(&renamed["stoa.lock:14:1".len()..]),
        "{told:#?}"
    );
    let mut named = b"id = \"winter\"\n".to_vec();
    named.extend_from_slice(&winter);
    course.write("stoa.lock", lock.as_bytes());
    course.write("cohorts/summer.toml", named);
    says(&course, &[]);
    // A file that cannot be read is there.
    course.files.remove("cohorts/summer.toml");
    course.write("cohorts/winter.toml", "start = 2027-01-11\n");
    assert_eq!(course.build().findings_of("cohort-gone"), [] as [&str; 0]);
}

#[test]
fn names_of_files_that_mean_nothing() {
    let told_of = |path: &str| told(&with(path, "x = 1\n").build());
    for (path, meant) in [
        ("comunity.toml", "community.toml"),
        ("schedules.toml", "schedule.toml"),
        ("Course.toml", "course.toml"),
        ("community.toml.txt", "community.toml"),
        ("community.tml", "community.toml"),
    ] {
        assert_eq!(
            told_of(path),
            [format!(
                "{path} warning misnamed: `{path}` means nothing here, so what is in it does not count | rename the file to `{meant}`"
            )]
        );
    }
    for (path, help) in [
        ("cohort/x.toml", "move what is in it into `cohorts`"),
        ("module/x.md", "move what is in it into `modules`"),
        ("Posts/x.md", "rename the folder to `posts`"),
    ] {
        let top = path.split('/').next().unwrap();
        assert_eq!(
            told_of(path),
            [format!(
                "{path} warning misnamed: the folder `{top}` means nothing here, so what is in it does not count | {help}"
            )]
        );
    }
    assert_eq!(
        told_of("cohorts/brazil.txt"),
        [
            "cohorts/brazil.txt warning misnamed: this is no cohort, for the name of its file does not end in .toml | rename it to `cohorts/brazil.toml` if it is one, or move it out of this folder"
        ]
    );
    for path in [
        "date/x.csv",
        "cohorts/README.md",
        "schedule.csv",
        "courses.html",
        "media/x.svg",
    ] {
        assert_eq!(told_of(path), [] as [&str; 0], "{path}");
    }
}

/// The autumn cohort with a break, and nothing else.
fn with_break(line: &str) -> Course {
    let mut course = course();
    course.files.remove("cohorts/winter.toml");
    course.write(
        "cohorts/autumn.toml",
        format!("start = 2026-10-05\ntimezone = \"Europe/Paris\"\n{line}\n"),
    );
    course
}

#[test]
fn breaks_say_which_weeks_they_move() {
    let of = |from: &str, to: &str| {
        let line = format!("breaks = [{{ from = {from}, to = {to}, title = \"Half-term\" }}]");
        with_break(&line).build()
    };
    let rule = "break-in-part";
    let whole = "for whole weeks that move on, write";
    for (from, to, expected) in [
        (
            "2026-10-14",
            "2026-10-21",
            "cohorts/autumn.toml:3:11 warning break-in-part: this break, Wednesday 14 October to Wednesday 21 October, takes no week from Monday to Friday, so it moves none on",
        ),
        (
            "2026-10-23",
            "2026-10-23",
            "cohorts/autumn.toml:3:11 warning break-in-part: this break is Friday 23 October 2026 alone, so it moves no week on",
        ),
        (
            "2026-10-14",
            "2026-10-25",
            "cohorts/autumn.toml:3:11 note break-in-part: this break takes a part of the week of Monday 12 October 2026 only, so it moves the week of Monday 19 October 2026 on and nothing else",
        ),
    ] {
        assert_eq!(of(from, to).findings_of(rule), [expected]);
    }
    for (from, to) in [("2026-10-10", "2026-10-18"), ("2026-10-12", "2026-10-16")] {
        assert_eq!(of(from, to).findings_of(rule), [] as [&str; 0]);
    }
    assert_eq!(
        of("2026-10-23", "2026-10-26").help_of(rule),
        format!(
            "{whole} `from = 2026-10-19` and `to = 2026-11-01`; days off that move nothing are `holidays = [{{ date = 2026-10-23, title = \"Half-term\" }}, {{ date = 2026-10-26, title = \"Half-term\" }}]`"
        )
    );
    assert_eq!(
        of("2026-10-24", "2026-10-25").help_of(rule),
        "there is nothing to move at a weekend: delete it"
    );
    // Two breaks that make a week of days off between them move it.
    let two =
        "breaks = [{ from = 2026-10-12, to = 2026-10-14 }, { from = 2026-10-15, to = 2026-10-16 }]";
    assert_eq!(with_break(two).build().findings_of(rule), [] as [&str; 0]);
}

#[test]
fn breaks_are_shown_as_they_were_written() {
    let schedule = |from: &str, to: &str| {
        let line = format!("breaks = [{{ from = {from}, to = {to}, title = \"Half-term\" }}]");
        let page = with_break(&line).build().page("schedule/");
        let shown = |what: &str| {
            let parts = page.split(what).skip(1);
            let days = parts.map(|part| {
                let days = part.split("</p>").next().unwrap();
                let days = days.split('<').filter_map(|part| part.split_once('>'));
                let words: Vec<&str> = days.map(|(_, text)| text.trim()).collect();
                words
                    .join(" ")
                    .split_whitespace()
                    .collect::<Vec<_>>()
                    .join(" ")
            });
            days.collect::<Vec<_>>()
        };
        (
            shown("<p><strong>Half-term"),
            shown("<p class=\"soft\">Days off: Half-term,"),
        )
    };
    let (weeks, days) = schedule("2026-10-10", "2026-10-18");
    assert_eq!((weeks.len(), days.len()), (1, 0));
    assert!(
        weeks[0].starts_with("Sat 10 Oct to Sun 18 Oct"),
        "{weeks:?}"
    );
    let (weeks, days) = schedule("2026-10-14", "2026-10-25");
    assert!(
        weeks[0].starts_with("Wed 14 Oct to Sun 25 Oct"),
        "{weeks:?}"
    );
    assert_eq!(days, ["Wed 14 Oct to Sun 25 Oct"]);
    let (weeks, days) = schedule("2026-10-14", "2026-10-21");
    assert!(weeks.is_empty());
    assert_eq!(days, ["Wed 14 Oct to Wed 21 Oct"; 2]);
    assert_eq!(schedule("2026-10-23", "2026-10-23").1, ["Fri 23 Oct"]);
}

#[test]
fn keys_below_the_last_block_are_to_be_moved_up() {
    let help = |key: &str| {
        format!("`{key}` belongs to the whole file: move this line above the first `[...]`")
    };
    for (block, what) in [
        ("[session.kickoff]\nday = \"wed\"", "[session.kickoff]"),
        ("[[team]]\nid = \"olive\"\ntitle = \"Olive\"", "this team"),
    ] {
        let line = "breaks = [{ from = 2026-10-12, to = 2026-10-18 }]";
        let course = and("cohorts/autumn.toml", &format!("{block}\n{line}\n"));
        let told = told(&course.build());
        assert_eq!(told.len(), 1, "{told:#?}");
        assert!(
            told[0].contains(&format!("{what} has no `breaks` | {}", help("breaks"))),
            "{told:#?}"
        );
    }
    let plan = "[[plan]]\nid = \"a\"\ntitle = \"A\"\nat = \"kickoff\"\ngoal = \"G\"\n";
    assert_eq!(
        with("community.toml", plan).build().help_of("unknown-key"),
        help("goal")
    );
}

#[test]
fn values_of_another_kind_have_a_line_to_copy() {
    for (path, line, expected) in [
        (
            "cohorts/autumn.toml",
            "holidays = [2027-02-11]",
            "this is the date 2027-02-11, where `date` and `title` belong in braces | write it like this: `holidays = [{ date = 2027-02-11 }]`",
        ),
        (
            "cohorts/autumn.toml",
            "breaks = [\"2027-02-11\"]",
            "this is the text \"2027-02-11\", where `from`, `to` and `title` belong in braces | write it like this: `breaks = [{ from = 2027-02-08, to = 2027-02-14, title = \"Winter break\" }]`",
        ),
        (
            "cohorts/autumn.toml",
            "breaks = 2027-02-11",
            "this is the date 2027-02-11, where a list in [brackets] belongs | write it like this: `breaks = [{ from = 2027-02-08, to = 2027-02-14, title = \"Winter break\" }]`",
        ),
        (
            "cohorts/autumn.toml",
            "facilitators = \"ada\"",
            "this is the text \"ada\", where a list in [brackets] belongs | write it in brackets: `facilitators = [\"ada\"]`",
        ),
        (
            "cohorts/autumn.toml",
            "breaks = [{ from = 2026-10-12 }]",
            "this break has no to | add `to = 2027-02-14`",
        ),
        (
            "schedule.toml",
            "[[session]]\nid = \"x\"\nformat = \"webinar\"\nweek = 1\ntime = \"10:00\"\nday = [\"tue\", \"thu\"]",
            "this is a list, where a day like \"tue\" belongs | write one day, like `day = \"tue\"`; what comes on two days are two sessions, each with its id",
        ),
        (
            "schedule.toml",
            "[[session]]\nid = \"x\"\nformat = \"webinar\"\nweek = 1\nday = \"tue\"\ntime = \"10:00\"\ncancelled = true",
            "this is `true`, where text in \"quotes\" belongs | write why it does not take place, for learners read it: `cancelled = \"The speaker is ill.\"`",
        ),
        (
            "schedule.toml",
            "[[session]]\nid = \"x\"\nformat = \"webinar\"\ndate = 2027-02-03\nat = \"kickoff + 3h\"",
            "the session `x` has no `date` | write the day and the time in one, like `at = 2027-02-03T10:00`",
        ),
        (
            "schedule.toml",
            "[[session]]\nid = \"x\"\nformat = \"webinar\"\nweek = 1\nday = tue\ntime = \"10:00\"",
            "text needs quotes around it | write it like this: day = \"tue\"",
        ),
        (
            "schedule.toml",
            "[[session]]\nid = \"x\"\nformat = \"webinar\"\nweek = 1\nday = \"tue\"\ntime = \"6pm\"",
            "`6pm` is no time of day; write \"18:00\"",
        ),
    ] {
        let told = told(&and(path, &format!("{line}\n")).build());
        assert!(
            told.iter().any(|told| told.ends_with(expected)),
            "{line}: {told:#?}"
        );
        if !line.contains("day = tue") {
            assert_eq!(told.len(), 1, "{line}: {told:#?}");
        }
    }
    let mut course = course();
    course.write("cohorts/autumn.toml", "start = 2026-10-05\n");
    assert_eq!(
        course.build().help_of("missing-value"),
        "add `timezone = \"Europe/Paris\"`"
    );
    for zone in ["Sao Paulo", "São Paulo", "America/São_Paulo", "sao_paulo"] {
        let text = format!("start = 2026-10-05\ntimezone = \"{zone}\"\n");
        let mut course = course.clone();
        course.write("cohorts/autumn.toml", text);
        assert_eq!(
            course.build().help_of("bad-zone"),
            "did you mean `America/Sao_Paulo`?"
        );
    }
}

#[test]
fn single_brackets_where_double_ones_belong_are_one_finding() {
    let schedule = "[[session]]\nid = \"a\"\nformat = \"webinar\"\nweek = 1\nday = \"mon\"\ntime = \"10:00\"\n\n[session]   # the second\nid = \"kickoff\"\nformat = \"webinar\"\nweek = 1\nday = \"tue\"\ntime = \"10:00\"\n\n[session]\nid = \"office-hours\"\nformat = \"webinar\"\nweek = 1\nday = \"tue\"\ntime = \"12:00\"\n";
    let mut course = with("schedule.toml", schedule);
    course.write(
        "community.toml",
        "[[plan]]\nid = \"mail\"\ntitle = \"M\"\nat = \"kickoff\"\n[plan]\nid = \"more\"\ntitle = \"M\"\nat = \"nothing\"\n",
    );
    let help = "there can be more than one session, so each begins with double brackets | write `[[session]]`";
    says(
        &course,
        &[
            "community.toml:5:1 error bad-value: there can be more than one plan, so each begins with double brackets | write `[[plan]]`",
            "community.toml:8:6 error unknown-reference: neither the schedule nor the plan has a `nothing` | there are `a`, `kickoff`, `office-hours` and `mail`",
            &format!("schedule.toml:8:1 error bad-value: {help}"),
            &format!("schedule.toml:15:1 error bad-value: {help}"),
        ],
    );
}

#[test]
fn what_is_left_of_a_merge_is_one_finding() {
    let cohort = "start = 2026-10-05\n<<<<<<< HEAD\ntimezone = \"Europe/Paris\"\n=======\ntimezone = \"Europe/Madrid\"\nté = [\n>>>>>>> spring\ntitle = \"Autumn\"\n";
    says(
        &with("cohorts/autumn.toml", cohort),
        &[
            "cohorts/autumn.toml:2:1 error bad-toml: two branches changed the same lines, and this is left of their merge | between the marks are both sides, `=======` is between them: keep what is right and delete the marks",
        ],
    );
}

const SESSION: &str = "[[session]]\nid = \"x\"\nformat = \"webinar\"\n";

#[test]
fn what_is_possible_and_hardly_meant() {
    let one = |path: &str, text: &str| {
        let mut course = and(path, text);
        course.files.remove("cohorts/winter.toml");
        told(&course.build())
    };
    assert_eq!(
        one(
            "schedule.toml",
            &format!("{SESSION}week = 12\nday = \"mon\"\ntime = \"10:00\"\n")
        ),
        [
            "schedule.toml:22:8 note long-gap: weeks 9 to 11 of the cohort `autumn` have no session, and `x` is in week 12 | check the week or the distance; if nothing takes place in between, leave it as it is"
        ]
    );
    let schedule = COURSE
        .split("-- ")
        .find(|part| part.starts_with("schedule.toml"));
    let schedule = schedule.unwrap().split_once('\n').unwrap().1;
    let mut course = with(
        "schedule.toml",
        &schedule.replace("count = 8", "count = 80"),
    );
    course.files.remove("cohorts/winter.toml");
    assert_eq!(
        told(&course.build()),
        [
            "schedule.toml:9:6 note long-gap: the series `office-hours` goes on to week 80 of the cohort `autumn`, and everything else ends in week 1 | check its `count`; learners are shown every week up to the last session"
        ]
    );
    course = with(
        "cohorts/autumn.toml",
        "start = 2072-10-03\ntimezone = \"Europe/Paris\"\n",
    );
    says(
        &course,
        &[
            "cohorts/autumn.toml:1:9 warning bad-value: this cohort would start in 2072, 46 years from now | check the year of `start`",
        ],
    );
    course = with(
        "cohorts/autumn.toml",
        "start = 2026-10-08\ntimezone = \"Europe/Paris\"\n",
    );
    says(
        &course,
        &[
            "cohorts/autumn.toml:1:9 note session-outside: `kickoff` of the cohort `autumn` is on Tuesday 6 October 2026, before the start that is written, Thursday 8 October 2026 | a week begins with its Monday, whatever day `start` is: write `start = 2026-10-06`, or move the session",
        ],
    );
}

#[test]
fn people_in_two_places_at_once() {
    let told_of = |more: &str, own: &str| {
        let mut course = and(
            "schedule.toml",
            &format!(
                "{SESSION}week = 1\nday = \"thu\"\ntime = \"10:30\"\nduration = \"1h\"\n{more}"
            ),
        );
        course.files.remove("cohorts/winter.toml");
        course.write(
            "people/ada.md",
            "+++\nname = \"Ada\"\nrole = \"facilitator\"\n+++\nAda.\n",
        );
        let file = course.files.get_mut("cohorts/autumn.toml").unwrap();
        file.extend_from_slice(own.as_bytes());
        told(&course.build())
    };
    let found = "sessions-at-once: `office-hours-1` and `x` of the cohort `autumn` are at the same time, Thursday 8 October 2026,";
    let help = "| move one of them, or say with `teams` whom each is for";
    assert_eq!(
        told_of("", ""),
        [format!(
            "schedule.toml:22:8 note {found} for the same people {help}"
        )]
    );
    let ada = "facilitators = [\"ada\"]\n";
    assert_eq!(
        told_of(ada, &format!("[session.office-hours-1]\n{ada}")),
        [format!(
            "schedule.toml:22:8 warning {found} with `ada` in both {help}"
        )]
    );
    let none: [&str; 0] = [];
    assert_eq!(told_of("", "[session.x]\ncancelled = \"Ill\"\n"), none);
    let teams = "[session.x]\nteams = [\"a\"]\n[session.office-hours]\nteams = [\"b\"]\n[[team]]\nid = \"a\"\ntitle = \"A\"\n[[team]]\nid = \"b\"\ntitle = \"B\"\n";
    assert_eq!(told_of("", teams), none);
    assert_eq!(told_of("every = \"week\"\ncount = 3\n", "").len(), 1);
}

#[test]
fn a_release_after_the_last_week_names_it() {
    let lesson = "+++\nrelease = { week = 9 }\n+++\n# B\n\nText.\n";
    let told = told(&with("modules/b.md", lesson).build());
    assert!(
        told[0].ends_with("has 8 weeks, so its week 9 never comes | the last week is 8: write `release = { week = 8 }` or an earlier one"),
        "{told:#?}"
    );
    let mut course = with(
        "community.toml",
        "[[plan]]\nid = \"a\"\ntitle = \"A\"\nweek = 2\nday = \"tue\"\ntime = \"10:00\"\n",
    );
    course.write(
        "schedule.toml",
        format!("{SESSION}week = 1\nday = \"mon\"\ntime = \"10:00\"\n"),
    );
    let told = told_of_all(&course);
    assert!(
        told[0].contains("has 1 week, so this week never comes | the last week is 1;"),
        "{told:#?}"
    );
}

fn told_of_all(course: &Course) -> Vec<String> {
    told(&course.build())
}

#[test]
fn blocks_that_name_nothing_say_what_there_is() {
    let mut course = with("modules/b.md", "# B\n\n:::resource {id=\"tools\"}\n:::\n");
    assert_eq!(
        course.build().help_of("unknown-reference"),
        "add resources/tools.md, or take this out"
    );
    course.write(
        "resources/openings.md",
        "+++\ntitle = \"O\"\nurl = \"https://o.example.org/\"\n+++\nO.\n",
    );
    assert_eq!(
        course.build().help_of("unknown-reference"),
        "there is `openings`"
    );
}
