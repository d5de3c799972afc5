//! How diagnostics look, for people and for programs.

// A panic is how a test fails.
#![allow(clippy::unwrap_used)]

use bytes::Bytes;
use proptest::prelude::*;
use stoa::diagnostic::{Diagnostic, Severity, Style, github, human, json, sarif};
use stoa::rule::{BAD_TOML, BROKEN_LINK, DUPLICATE_ID, NO_CONTENT};
use stoa::source::{SourcePath, Sources};

fn path(path: &str) -> SourcePath {
    SourcePath::new(path)
}

fn sources(files: &[(&str, &[u8])]) -> Sources {
    Sources::from_files(
        files
            .iter()
            .map(|(name, text)| (path(name), Bytes::copy_from_slice(text))),
    )
}

const LESSON: &str = "# Welcome\n\nSee [the](intro.md) and\n\tmore — 世界 [here](nowhere.md).\n";
const COHORT: &str = "[[session]]\nid = \"kickoff\"\n\n[[session]]\nid = \"other\"\n\n\n\n\n\n[[session]]\nid = \"kickoff\"\n";
const OTHER: &str = "id = \"kickoff\"\n";

fn course() -> Sources {
    sources(&[
        ("modules/01/index.md", LESSON.as_bytes()),
        ("cohorts/a.toml", COHORT.as_bytes()),
        ("cohorts/b: 100%.toml", OTHER.as_bytes()),
        ("bad.md", b"Fine.\nNot \xff fine.\n"),
        ("empty.md", b""),
    ])
}

/// A bit of everything.
fn all() -> Vec<Diagnostic> {
    let at = |text: &str, what: &str| text.find(what).map(|at| at..at + what.len()).unwrap();
    let last = COHORT.rfind("\"kickoff\"").unwrap();
    vec![
        Diagnostic::new(
            &BROKEN_LINK,
            &path("modules/01/index.md"),
            at(LESSON, "nowhere.md"),
            "there is no page `nowhere.md`",
        )
        .help("did you mean `now.md`?"),
        Diagnostic::new(
            &DUPLICATE_ID,
            &path("cohorts/a.toml"),
            last..last + 9,
            "two sessions have the id `kickoff`",
        )
        .related(
            &path("cohorts/a.toml"),
            Some(at(COHORT, "\"kickoff\"")),
            "the first one is here",
        )
        .related(
            &path("cohorts/b: 100%.toml"),
            Some(at(OTHER, "\"kickoff\"")),
            "and one is here",
        )
        .related(&path("course.toml"), None, "because of"),
        Diagnostic::new(&NO_CONTENT, &path("empty.md"), None, "this page is empty")
            .severity(Severity::Note),
        Diagnostic::new(&BROKEN_LINK, &path("empty.md"), 0..0, "nothing is here")
            .severity(Severity::Warning),
        Diagnostic::new(&BAD_TOML, &path("bad.md"), 10..11, "this is not UTF-8"),
        Diagnostic::new(
            &BAD_TOML,
            &path("cohorts/a.toml"),
            0..COHORT.len(),
            "all of this",
        ),
        Diagnostic::new(&BAD_TOML, &path("cohorts/a.toml"), 0..26, "two lines"),
        Diagnostic {
            text: Some("{% extends %}\n".into()),
            ..Diagnostic::new(
                &BAD_TOML,
                &path("builtin/base.html"),
                3..10,
                "extends what?",
            )
        },
    ]
}

#[test]
fn for_people() {
    insta::assert_snapshot!(human(&all(), &course(), Style::Plain));
}

#[test]
fn with_colours() {
    let text = human(&all()[..1], &course(), Style::Colour);
    assert!(
        text.contains("\u{1b}[1m\u{1b}[91m") || text.contains("\u{1b}["),
        "{text}"
    );
}

#[test]
fn as_json() {
    insta::assert_snapshot!(json(&all(), &course()));
}

#[test]
fn for_github() {
    let mut all = all();
    all[0].message = "100 % of\r\nthis: a, b".to_owned();
    all[1].path = path("cohorts/b: 100%.toml");
    insta::assert_snapshot!(github(&all, &course()));
}

#[test]
fn as_sarif() {
    let text = sarif(&all(), &course());
    let mut log: serde_json::Value = serde_json::from_str(&text).unwrap();
    let rules = log["runs"][0]["tool"]["driver"]["rules"].take();
    assert_eq!(rules.as_array().unwrap().len(), stoa::rule::RULES.len());
    for result in log["runs"][0]["results"].as_array().unwrap() {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[index]["id"], result["ruleId"]);
    }
    log["runs"][0]["tool"]["driver"]["version"] = "VERSION".into();
    insta::assert_snapshot!(serde_json::to_string_pretty(&log).unwrap());
}

#[test]
fn a_line_without_end_is_cut_around_the_place() {
    let text = format!(
        "{}HERE{}\n",
        "word ".repeat(100_000),
        " word".repeat(100_000)
    );
    let sources = sources(&[("long.md", text.as_bytes())]);
    let at = 500_000;
    let diagnostic = Diagnostic::new(&BROKEN_LINK, &path("long.md"), at..at + 4, "no");
    let shown = human(&[diagnostic], &sources, Style::Plain);
    assert!(
        shown.contains("HERE") && shown.contains("long.md:1:500001"),
        "{shown}"
    );
    assert!(
        shown.lines().all(|line| line.chars().count() < 160),
        "{shown}"
    );
}

#[test]
fn one_line_with_thousands_of_findings_is_shown_in_part() {
    let word = "[世](nope.md) ";
    let text = word.repeat(20_000);
    let all: Vec<_> = (0..20_000)
        .map(|at| at * word.len()..(at + 1) * word.len() - 1)
        .map(|span| {
            Diagnostic::new(&BROKEN_LINK, &path("long.md"), span, "no").related(
                &path("long.md"),
                Some(0..3),
                "the first one",
            )
        })
        .collect();
    let sources = sources(&[("long.md", text.as_bytes())]);
    let shown = human(&all, &sources, Style::Plain);
    assert_eq!(
        shown.matches("warning[broken-link]").count(),
        100,
        "{shown}"
    );
    assert!(shown.contains("long.md:1:1288\n"), "{shown}");
    assert!(
        shown.ends_with("... and 19900 more `broken-link` in this file\n\n"),
        "{shown}"
    );
    assert_eq!(json(&all, &sources).lines().count(), all.len());
    assert!(github(&all, &sources).contains("col=259988,endColumn=260000"));
    assert!(sarif(&all, &sources).contains("\"startColumn\": 259988"));
}

#[test]
fn windows_lines_look_like_others() {
    let unix = "a = 1\nb = \n";
    let dos = unix.replace('\n', "\r\n");
    let shown = |text: &str| {
        let at = text.find("b =").unwrap();
        let diagnostic = Diagnostic::new(&BAD_TOML, &path("x"), at..at + 3, "no value");
        human(
            &[diagnostic],
            &sources(&[("x", text.as_bytes())]),
            Style::Plain,
        )
    };
    assert_eq!(
        shown(&dos).replace("  \n", " \n"),
        shown(unix).replace("  \n", " \n")
    );
}

#[test]
fn a_terminal_gets_no_orders_from_a_course() {
    let evil = "\u{1b}]0;title\u{7}\u{9b}31m\u{202e}\u{8}\r";
    let text = format!("line {evil} {evil}\n");
    let sources = sources(&[(evil, text.as_bytes())]);
    let diagnostic = Diagnostic::new(&BAD_TOML, &path(evil), 5..9, evil)
        .help(evil)
        .related(&path(evil), Some(1..2), evil)
        .related(&path(evil), None, evil);
    let shown = human(&[diagnostic], &sources, Style::Plain);
    let bad = |char: char| (char.is_control() && char != '\n') || char == '\u{202e}';
    assert!(!shown.contains(bad), "{shown:?}");
}

proptest! {
    #[test]
    fn any_span_in_any_text_will_do(
        text in prop::collection::vec(any::<u8>(), 0..80),
        lines in "(\\PC|\n|\r\n|\t|世){0,60}",
        start in 0_usize..120, end in 0_usize..120,
        other_start in 0_usize..120, other_end in 0_usize..120,
        message in any::<String>(),
        far in any::<bool>(),
    ) {
        let sources = sources(&[("a", &text), ("b", lines.as_bytes())]);
        let far = if far { usize::MAX } else { end };
        let diagnostics: Vec<_> = ["a", "b", "c"]
            .into_iter()
            .flat_map(|name| {
                let new = |span| Diagnostic::new(&BAD_TOML, &path(name), span, &*message)
                    .related(&path("a"), Some(other_start..other_end), &*message)
                    .related(&path("b"), Some(other_start..other_end), &*message)
                    .help(&*message);
                [new(Some(start..far)), new(None)]
            })
            .collect();
        for style in [Style::Plain, Style::Colour] {
            let shown = human(&diagnostics, &sources, style);
            prop_assert!(shown.contains("[bad-toml]"));
        }
        prop_assert_eq!(json(&diagnostics, &sources).lines().count(), diagnostics.len());
        for line in json(&diagnostics, &sources).lines() {
            serde_json::from_str::<serde_json::Value>(line).unwrap();
        }
        prop_assert_eq!(github(&diagnostics, &sources).lines().count(), diagnostics.len());
        serde_json::from_str::<serde_json::Value>(&sarif(&diagnostics, &sources)).unwrap();
    }
}
