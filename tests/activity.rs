//! `stoa activity import`: exports of other systems become the ledger, each event once, and nobody is named.

#![allow(missing_docs, clippy::unwrap_used)]

use std::fs;
use std::path::Path;

use proptest::prelude::*;
use stoa::activity::{Event, Format, Import, Ledger};
use stoa::schedule::zone_named;

fn import() -> Import {
    Import {
        zone: Some(zone_named("Europe/Paris").unwrap().0),
        time: None,
    }
}

#[track_caller]
fn events(format: Format, text: &str) -> Vec<Event> {
    assert_eq!(Format::of(text.as_bytes()), Some(format));
    let imported = import().read(format, text.as_bytes(), "general");
    assert_eq!(imported.problems, []);
    imported.events
}

/// `time actor verb object value`
fn shown(events: &[Event]) -> Vec<String> {
    let line = |event: &Event| {
        let value = event
            .value
            .map_or_else(|| "-".to_owned(), |value| value.to_string());
        format!(
            "{} {} {} {} {value}",
            event.time, event.actor, event.verb, event.object
        )
    };
    events.iter().map(line).collect()
}

fn problems(format: Format, text: &str) -> Vec<String> {
    let imported = Import::default().read(format, text.as_bytes(), "general");
    imported
        .problems
        .iter()
        .map(|problem| format!("{}: {}; {}", problem.line, problem.message, problem.help))
        .collect()
}

const CSV: &str = "id,time,actor,verb,object,value,source\r\n1,2026-10-06T10:00:00+02:00,ada@lovelace.fr,attended,kickoff,1,zoom\r\n,2026-10-06 10:00,\"Bo, the \"\"Bold\"\"\",posted,\"/t/2026-autumn/\nhello/\",,\r\n";

#[test]
fn a_table_with_the_columns_of_the_ledger() {
    let found = events(Format::Csv, CSV);
    assert_eq!(found[0].id, "zoom:1");
    let lines = shown(&found);
    assert!(
        lines[0].starts_with("2026-10-06T08:00:00Z mail:")
            && lines[0].ends_with(" attended kickoff 1"),
        "{lines:?}"
    );
    assert!(
        lines[1].starts_with("2026-10-06T08:00:00Z csv:")
            && lines[1].ends_with(" posted /t/2026-autumn/ hello/ -"),
        "{lines:?}"
    );
    // An actor of the ledger stays who it is.
    let again = events(
        Format::Csv,
        "time;actor;verb;object\n2026-10-06T08:00:00Z;isso:4505c1eeda98;liked;x\n",
    );
    assert_eq!(again[0].actor, "isso:4505c1eeda98");
    assert_eq!(
        problems(
            Format::Csv,
            "time,actor,verb,object,value\n2026-10-06 10:00,a1,posted,x,\nsoon,a1,posted,x,\n2026-10-06T08:00:00Z,,posted,x,\n2026-10-06T08:00:00Z,a1,posted,x,many\n"
        ),
        [
            "2: `2026-10-06 10:00` does not say in which zone it is; name the zone of this export with --zone, like --zone Europe/Paris",
            "3: `soon` is no time; write times like 2026-10-06T08:00:00Z",
            "4: this row has no actor; write one, or delete the row; columns are time, actor, verb, object",
            "5: `many` is no number; write a number into the column `value`, or nothing",
        ]
    );
}

#[test]
fn the_grades_of_moodle() {
    let text = "First name,Last name,ID number,Email address,Quiz: First (Real),Task (Percentage),Task (Feedback),Last downloaded from this course\nAda,Lovelace,,ada@lovelace.fr,8.50,\"85,00 %\",Good,1791964800\nBo,Berg,b7,bo@berg.se,-,,,1791964800\n";
    let found = events(Format::Moodle, text);
    let lines = shown(&found);
    assert_eq!(lines.len(), 2);
    assert!(
        lines[0].contains(" graded moodle:Quiz: First (Real) 8.5")
            && lines[1].ends_with(" graded moodle:Task (Percentage) 85"),
        "{lines:?}"
    );
    assert!(lines[0].starts_with("2026-10-14T08:00:00Z mail:"));
    // A later export of the same grades is nothing new; another grade is.
    let later = events(
        Format::Moodle,
        &text
            .replace("1791964800", "1792000000")
            .replace("8.50", "9.00"),
    );
    assert_ne!(later[0].id, found[0].id);
    assert_eq!(later[1].id, found[1].id);
    assert_eq!(
        problems(
            Format::Moodle,
            "First name,Email address,Quiz (Real)\nAda,ada@lovelace.fr,8\n"
        ),
        [
            "1: this export does not say when it was made; say it with --time, like --time 2026-11-02T10:00:00Z"
        ]
    );
    assert_eq!(
        problems(
            Format::Moodle,
            "First name,Email address,Quiz (Real),Last downloaded from this course\nAda,,8,1791964800\nBo,b@berg.se,well,1791964800\n"
        ),
        [
            "2: this row does not say who it is about; give the person an e-mail address or an ID number in Moodle, or delete the row",
            "3: `well` is no grade for `Quiz (Real)`; export grades as \"Real\" or \"Percentage\"",
        ]
    );
}

#[test]
fn statements_of_xapi() {
    let statement = |id: &str, actor: &str| {
        format!(
            r#"{{"id":"{id}","actor":{actor},"verb":{{"id":"http://adlnet.gov/expapi/verbs/completed"}},"object":{{"id":"https://learn.example.org/x"}},"result":{{"score":{{"raw":7}}}},"timestamp":"2026-10-06T10:00:00+02:00"}}"#
        )
    };
    let mail = statement("6690e6c9", r#"{"mbox":"mailto:Ada@lovelace.fr"}"#);
    let account = statement(
        "6690e6d0",
        r#"{"account":{"homePage":"https://x.example","name":"ada"}}"#,
    );
    for text in [
        format!("[{mail},\n{account}]"),
        format!("{{\"statements\":[{mail},{account}]}}"),
        format!("{mail}\n{account}\n"),
    ] {
        let found = events(Format::Xapi, &text);
        let lines = shown(&found);
        assert!(
            lines[0].starts_with("2026-10-06T08:00:00Z mail:")
                && lines[0].ends_with(" completed https://learn.example.org/x 7"),
            "{lines:?}"
        );
        assert_eq!(found[0].id, "xapi:6690e6c9");
        assert!(found[1].actor.starts_with("xapi:"));
        // Whatever system says it, the same address is the same actor.
        assert_eq!(found[0].actor, events(Format::Csv, CSV)[0].actor);
    }
    let found = problems(
        Format::Xapi,
        &format!("[{mail},\n{{\"id\":\"x\",\"verb\":{{}}}},\n7]"),
    );
    assert_eq!(
        found,
        [
            "2: the statement `x` does not say who it is about; export the statements whole, with actor, verb, object and timestamp",
            "3: this statement has no id; export the statements whole, with actor, verb, object and timestamp",
        ]
    );
    assert!(problems(Format::Xapi, "[{\"verb\":\n")[0].starts_with("2: this is no JSON: EOF"));
}

#[test]
fn posts_of_discourse_and_messages_of_slack() {
    let posts = r#"{"post_stream":{"posts":[{"id":5,"topic_id":42,"user_id":7,"created_at":"2026-10-06T08:00:00.123Z","reply_to_post_number":null},
        {"id":6,"topic_id":42,"username":"grace1","created_at":"2026-10-06T09:00:00Z","reply_to_post_number":1}]}}"#;
    assert_eq!(
        shown(&events(Format::Discourse, posts)),
        [
            "2026-10-06T08:00:00Z discourse:u7 posted discourse:topic 42 -",
            "2026-10-06T09:00:00Z discourse:grace1 replied discourse:topic 42 -"
        ]
    );
    let day = r#"[{"type":"message","user":"U012AB","ts":"1791964800.000200","text":"hi","reactions":[{"name":"heart","users":["U99","U98"],"count":2}]},
        {"type":"message","user":"U99","ts":"1791964900.000100","thread_ts":"1791964800.000200"},
        {"type":"message","subtype":"channel_join","user":"U99","ts":"1791964900.000100"},{"type":"message","bot_id":"B1","ts":"1791964900.000100"}]"#;
    assert_eq!(
        shown(&events(Format::Slack, day)),
        [
            "2026-10-14T08:00:00Z slack:U012AB posted slack:general -",
            "2026-10-14T08:00:00Z slack:U99 liked slack:general#1791964800.000200 -",
            "2026-10-14T08:00:00Z slack:U98 liked slack:general#1791964800.000200 -",
            "2026-10-14T08:01:40Z slack:U99 replied slack:general#1791964800.000200 -",
        ]
    );
}

// ------------------------------------------------------------------------------------------------------ the command

fn run(folder: &Path, args: &[&str]) -> (i32, String) {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_stoa"));
    command
        .args(["activity", "import"])
        .args(args)
        .current_dir(folder)
        .env("NO_COLOR", "1");
    let output = command.output().unwrap();
    assert!(output.stdout.is_empty());
    (
        output.status.code().unwrap(),
        String::from_utf8(output.stderr).unwrap(),
    )
}

#[test]
fn importing_again_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("c")).unwrap();
    fs::write(folder.path().join("a.csv"), CSV).unwrap();
    let (code, said) = run(folder.path(), &["a.csv", "c", "--zone", "Europe/Paris"]);
    assert_eq!(
        (code, said.as_str()),
        (
            0,
            "Imported 2 events; data/activity.jsonl holds 2 events.\n"
        )
    );
    let ledger = fs::read_to_string(folder.path().join("c/data/activity.jsonl")).unwrap();
    assert!(
        !ledger.contains("lovelace") && !ledger.contains("Bold"),
        "{ledger}"
    );
    let (code, said) = run(folder.path(), &["a.csv", "c", "--zone", "Europe/Paris"]);
    assert_eq!(
        (code, said.as_str()),
        (
            0,
            "Imported 0 events, 2 known already; data/activity.jsonl holds 2 events.\n"
        )
    );
    assert_eq!(
        fs::read_to_string(folder.path().join("c/data/activity.jsonl")).unwrap(),
        ledger
    );
}

#[test]
fn all_or_nothing() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.csv"), CSV).unwrap();
    let (code, said) = run(folder.path(), &["a.csv"]);
    assert_eq!(
        (code, said.as_str()),
        (
            1,
            "a.csv:3: `2026-10-06 10:00` does not say in which zone it is\n  help: name the zone of this export with --zone, like --zone Europe/Paris\n1 bad row: nothing was added. Mend them, or leave them out with --skip-bad.\n"
        )
    );
    assert!(!folder.path().join("data").exists());
    let (code, said) = run(folder.path(), &["a.csv", "--skip-bad"]);
    assert_eq!(
        (code, said.lines().last().unwrap()),
        (
            1,
            "Imported 1 event, 1 bad row left out; data/activity.jsonl holds 1 event."
        )
    );

    // What is in the ledger is never written over where it can't be read.
    let ledger = folder.path().join("data/activity.jsonl");
    fs::write(&ledger, "<<<<<<< HEAD\n").unwrap();
    let (code, said) = run(folder.path(), &["a.csv", "--zone", "UTC"]);
    assert!(
        code == 2
            && said.contains("line 1 of data/activity.jsonl can't be read, so nothing was added"),
        "{said}"
    );
    assert_eq!(fs::read_to_string(&ledger).unwrap(), "<<<<<<< HEAD\n");
}

#[test]
fn what_cannot_be_read_is_said() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("x.txt"), "hello").unwrap();
    let (code, said) = run(folder.path(), &["x.txt"]);
    assert!(
        code == 2 && said.contains("name the system with --from"),
        "{said}"
    );
    let (code, said) = run(folder.path(), &["nope.csv"]);
    assert!(
        code == 2 && said.contains("`nope.csv` can't be read"),
        "{said}"
    );
    fs::write(folder.path().join("b.csv"), b"time,actor,verb,object\n\xff").unwrap();
    let (code, said) = run(folder.path(), &["b.csv"]);
    assert!(
        code == 1 && said.contains("b.csv:2: this file is not UTF-8 from here on"),
        "{said}"
    );
    // The folder of a Slack export: a folder a channel.
    fs::create_dir_all(folder.path().join("slack/general")).unwrap();
    fs::write(
        folder.path().join("slack/users.json"),
        "[{\"profile\":{\"email\":\"ada@lovelace.fr\"}}]",
    )
    .unwrap();
    fs::write(
        folder.path().join("slack/general/2026-10-14.json"),
        r#"[{"type":"message","user":"U1","ts":"1791964800.000200"}]"#,
    )
    .unwrap();
    let (code, said) = run(folder.path(), &["slack"]);
    assert_eq!(code, 0, "{said}");
    let ledger = fs::read_to_string(folder.path().join("data/activity.jsonl")).unwrap();
    assert!(ledger.starts_with(r#"{"id":"slack:general:1791964800.000200","time":"2026-10-14T08:00:00Z","actor":"slack:U1","#), "{ledger}");
}

// -------------------------------------------------------------------------------------------------------- any bytes

const FORMATS: [Format; 5] = [
    Format::Csv,
    Format::Moodle,
    Format::Xapi,
    Format::Discourse,
    Format::Slack,
];

fn anything(bytes: &[u8]) {
    let _ = Format::of(bytes);
    for format in FORMATS {
        let imported = import().read(format, bytes, "x");
        if let Ok(mut ledger) = Ledger::read(bytes) {
            ledger.add(imported.events.clone());
        }
        let mut ledger = Ledger::read(b"").unwrap();
        ledger.add(imported.events);
        let again = Ledger::read(ledger.text().as_bytes()).unwrap();
        assert_eq!(again.len(), ledger.len());
    }
}

proptest! {
    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        anything(&bytes);
    }

    #[test]
    fn any_text_is_read(
        pieces in prop::collection::vec("time|actor|verb|object|value|Email address|Last downloaded from this course|Quiz \\(Real\\)|[,;\t\n\"]|\r\n|ada@lovelace[.]fr|1791964800[.]1|2026-10-06|8,5 %|\u{202e}|é", 0..60),
    ) {
        let text = pieces.concat();
        anything(text.as_bytes());
        anything(format!("time,actor,verb,object\n{text}").as_bytes());
        anything(format!("Email address,Quiz (Real),Last downloaded from this course\n{text}").as_bytes());
    }

    #[test]
    fn any_json_is_read(
        pieces in prop::collection::vec("[{}\\[\\]:,\n]|\"(id|actor|mbox|verb|object|timestamp|statements|post_stream|posts|user|ts|type|message|reactions|users|x|1791964800[.]1|ada@lovelace[.]fr)\"|1|-1e999|true|null", 0..80),
    ) {
        anything(pieces.concat().as_bytes());
    }
}
