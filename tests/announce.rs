//! `stoa announce`: what a cohort is told about its week, in every form, and where it is sent.

#![allow(missing_docs, clippy::unwrap_used)]

mod support;

#[path = "support/fixture.rs"]
mod fixture;

use std::path::Path;

use fixture::{Fixture, ok};
use serde_json::Value;
use support::Course;
use tempfile::TempDir;

const COURSE: &str = r#"
-- course.toml --
title = "T"
base_url = "https://learn.example.org/"
-- modules/a.md --
# A

Text.
-- plan/hello.md --
**Welcome**, {{ cohort.title }}! See [the schedule]({{ cohort.schedule }}):

- one
- two & <b>three</b>
-- community.toml --
goal = "G"
[[plan]]
id = "hello"
at = "kickoff - 1h"
title = "Say hello"
text = "plan/hello.md"
[[plan]]
id = "own"
at = "kickoff + 1h"
role = "learner"
title = "Answer"
text = "What learners write themselves."
-- schedule.toml --
[[session]]
id = "kickoff"
title = "Kick-off <!channel> {{DATE(1)}} *now*"
format = "webinar"
week = 1
day = "tue"
time = "10:00"
duration = "90m"
prompt = "Why are you here?"
[[session]]
id = "visit"
title = "A visit"
format = "in-person"
week = 3
day = "wed"
time = "09:00"
-- cohorts/autumn.toml --
title = "Autumn"
start = 2026-10-05
timezone = "Europe/Paris"
breaks = [{ from = 2026-10-12, to = 2026-10-18, title = "Half-term" }]
[session.kickoff]
url = "https://meet.example.org/a"
[session.visit]
cancelled = "Snow"
"#;

fn course() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    Course::parse(COURSE).write_to(folder.path());
    folder
}

fn run(folder: &Path, args: &[&str], hook: Option<&str>) -> (i32, String, String) {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_stoa"));
    command.arg("announce").arg(folder).args(args);
    command
        .env("SOURCE_DATE_EPOCH", "1791300000") // 6 October 2026
        .env("NO_COLOR", "1")
        .env_remove("HOOK");
    for name in ["http_proxy", "HTTP_PROXY", "ALL_PROXY", "all_proxy"] {
        command.env_remove(name);
    }
    let output = command
        .envs(hook.map(|hook| ("HOOK", hook)))
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (
        output.status.code().unwrap(),
        text(output.stdout),
        text(output.stderr),
    )
}

fn written(args: &[&str]) -> String {
    let (code, out, said) = run(course().path(), args, None);
    assert_eq!(code, 0, "{said}");
    out
}

#[test]
fn a_week_has_its_sessions_and_the_texts_of_its_plan() {
    let text = written(&["--format", "text"]);
    assert_eq!(
        text,
        "Week 1: Monday 5 October to 11 October 2026
T, Autumn

Tuesday 6 October, 10:00 to 11:30 (Europe/Paris, UTC+02:00)
Kick-off <!channel> {{DATE(1)}} *now*, Webinar
Why are you here?
Join: https://meet.example.org/a

Say hello

Welcome, Autumn! See the schedule (https://learn.example.org/cohorts/autumn/schedule/):

• one
• two & <b>three</b>

All sessions: https://learn.example.org/cohorts/autumn/schedule/
The course: https://learn.example.org/
"
    );
    let text = written(&[]);
    assert!(
        text.contains("\\<!channel\\>") && text.contains("\\*now\\*"),
        "{text}"
    );
    assert!(
        text.contains("\n### Say hello\n\n**Welcome**, Autumn!"),
        "{text}"
    );
    assert!(
        !text.contains("themselves"),
        "that is for a learner's own words"
    );
    let alone = written(&["--item", "hello"]);
    assert!(alone.starts_with("**Welcome**, Autumn!"), "{alone}");
}

#[test]
fn breaks_and_cancellations_are_said() {
    let text = written(&["--format", "text", "--now", "2026-10-14"]);
    assert!(
        text.contains("Half-term: Monday 12 October to 18 October 2026")
            && text.contains("This is a break. Week 2 begins on Monday 19 October."),
        "{text}"
    );
    let text = written(&["--format", "text", "--week", "3"]);
    assert!(
        text.contains("Cancelled: A visit") && text.contains("Snow"),
        "{text}"
    );
    assert!(written(&["--now", "2026-09-01"]).starts_with("## Week 1:"));
}

#[test]
fn slack_and_teams_get_what_they_read_and_no_commands_of_strangers() {
    let slack: Value = serde_json::from_str(&written(&["--format", "slack"])).unwrap();
    let blocks = slack["blocks"].to_string();
    assert!(
        !blocks.contains("<!channel>") && blocks.contains("&lt;!channel&gt;"),
        "{blocks}"
    );
    assert!(
        blocks.contains("<!date^1791273600^{date_long}, {time}|Tuesday 6 October, 10:00 to 11:30"),
        "{blocks}"
    );
    assert!(blocks.contains("*Welcome*, Autumn! See <https://learn.example.org/cohorts/autumn/schedule/|the schedule>"), "{blocks}");
    let teams: Value = serde_json::from_str(&written(&["--format", "teams"])).unwrap();
    let card = &teams["attachments"][0]["content"];
    assert_eq!(card["type"], "AdaptiveCard");
    let body = card["body"].to_string();
    assert!(
        body.contains("{{DATE(2026-10-06T10:00:00+02:00, LONG)}}"),
        "{body}"
    );
    assert!(!body.contains("{{DATE(1)}}"), "{body}");
}

#[test]
fn a_long_week_stays_within_what_slack_takes() {
    let mut course = Course::parse(COURSE);
    course.edit("schedule.toml", |text| {
        let more = (0..70).map(|at| {
            format!(
                "[[session]]\nid = \"s{at}\"\ntitle = \"{}\"\nformat = \"webinar\"\nweek = 1\nday = \"fri\"\ntime = \"{:02}:{:02}\"\n",
                "é".repeat(4000), 8 + at / 60, at % 60
            )
        });
        text.to_owned() + &more.collect::<String>()
    });
    let folder = tempfile::tempdir().unwrap();
    course.write_to(folder.path());
    let (code, out, said) = run(folder.path(), &["--format", "slack"], None);
    assert_eq!(code, 0, "{said}");
    let slack: Value = serde_json::from_str(&out).unwrap();
    let blocks = slack["blocks"].as_array().unwrap();
    assert!(blocks.len() <= 50);
    for block in blocks {
        let text = block["text"]["text"].as_str().unwrap_or_default();
        assert!(text.chars().count() <= 3000);
    }
}

#[test]
fn it_is_sent_once_and_the_address_is_never_shown() {
    let folder = course();
    let hook = Fixture::new(|_| ok("ok"));
    let address = format!("{}/services/secret", hook.origin);
    let send = |args: &[&str], address: Option<&str>| {
        let mut all = vec!["--send", "HOOK"];
        all.extend(args);
        run(folder.path(), &all, address)
    };
    let (code, out, said) = send(&["--format", "slack"], Some(&address));
    assert_eq!((code, out.as_str()), (0, ""), "{said}");
    assert!(said.contains("Sent") && !said.contains("secret"), "{said}");
    assert_eq!(hook.asked(), ["POST /services/secret"]);
    assert!(hook.questions()[0].json()["blocks"].is_array());

    let broken = Fixture::new(|_| (500, Vec::new(), "no".to_owned()));
    let address = format!("{}/services/secret", broken.origin);
    let (code, _, said) = send(&["--format", "teams"], Some(&address));
    assert!(
        code == 2 && said.contains("500") && !said.contains("secret"),
        "{said}"
    );
    assert_eq!(broken.asked().len(), 1, "it might be there twice");

    for (args, hook, words) in [
        (&["--format", "slack"][..], None, "`HOOK` is not set"),
        (
            &["--format", "slack"],
            Some("secret"),
            "no address that begins with https://",
        ),
        (
            &["--format", "slack"],
            Some("http://secret.example.org/x"),
            "no address that begins with https://",
        ),
        (
            &[],
            Some("https://secret.example.org/x"),
            "add --format slack or --format teams",
        ),
    ] {
        let (code, out, said) = send(args, hook);
        assert!(
            code == 2 && out.is_empty() && said.contains(words) && !said.contains("secret"),
            "{said}"
        );
    }
}

#[test]
fn what_is_not_there_is_said() {
    let folder = course();
    for (args, words) in [
        (&["--cohort", "autum"][..], "did you mean `autumn`?"),
        (&["--week", "9"], "its weeks are 1 to 3"),
        (&["--item", "helo"], "did you mean `hello`?"),
        (&["--now", "2027-05-01"], "ended on"),
        (&["--format", "html"], "possible values"),
    ] {
        let (code, out, said) = run(folder.path(), args, None);
        assert!(
            code == 2 && out.is_empty() && said.contains(words),
            "{args:?}: {said}"
        );
    }
    std::fs::write(
        folder.path().join("schedule.toml"),
        "[[session]]\nid = \"kickoff\"\n",
    )
    .unwrap();
    let (code, out, said) = run(folder.path(), &[], None);
    assert!(
        code == 1 && out.is_empty() && said.contains("schedule.toml:"),
        "{said}"
    );
}
