//! What to write instead of what is wrong: one list of examples for every key of every file, so that no message ends without
//! a line that can be copied.

use serde::de::DeserializeOwned;

use super::de::ErrorKind;
use super::node::{Entry, Node, Value};
use super::schedule::Rest;
use super::{CohortConfig, CommunityConfig, CourseConfig};
use crate::source::SourcePath;

/// How the value of a key is written.
const EXAMPLES: &[(&str, &str)] = &[
    ("actors", "[\"isso:4505c1eeda98\"]"),
    ("after", "\"kickoff\""),
    ("ask", "[\"A question about an exercise\"]"),
    ("at", "\"kickoff + 9d 23:59\""),
    ("authors", "[\"ada\"]"),
    ("badges", "[\"good-host\"]"),
    ("base_url", "\"https://learn.example.org/\""),
    (
        "breaks",
        "[{ from = 2027-02-08, to = 2027-02-14, title = \"Winter break\" }]",
    ),
    ("cancelled", "\"The speaker is ill.\""),
    ("channel", "\"forum\""),
    ("consent", "2026-09-01"),
    ("count", "8"),
    ("date", "2027-02-11"),
    ("day", "\"tue\""),
    ("duration", "\"1h 30m\""),
    ("engine", "\"isso\""),
    ("every", "\"week\""),
    ("facilitators", "[\"ada\"]"),
    ("format", "\"webinar\""),
    ("from", "2027-02-08"),
    ("goal", "\"Everybody tries one thing.\""),
    ("group", "\"nurses\""),
    ("groups", "[\"nurses\"]"),
    ("holidays", "[{ date = 2027-02-11, title = \"A day off\" }]"),
    ("id", "\"kickoff\""),
    ("kind", "\"matrix\""),
    ("links", "[\"linkedin\", \"mail\"]"),
    ("members", "[\"ada\", \"grace\"]"),
    ("module", "\"welcome\""),
    ("name", "\"Ada Lovelace\""),
    ("names", "\"initials\""),
    ("objectives", "[\"Say hello\"]"),
    ("origin", "\"https://talk.example.org\""),
    ("place", "\"Room 3\""),
    ("prompt", "\"What would you try?\""),
    ("purpose", "\"During sessions\""),
    ("reason", "\"The alumni are there already.\""),
    ("release", "{ week = 2 }"),
    ("requires", "[\"hello\"]"),
    ("start", "2027-01-11"),
    ("teams", "[\"olive\"]"),
    ("text", "\"plan/welcome.md\""),
    ("time", "\"14:00\""),
    ("timezone", "\"Europe/Paris\""),
    ("title", "\"A name\""),
    ("to", "2027-02-14"),
    ("until", "\"kickoff + 8 weeks\""),
    ("url", "\"https://meet.example.org/abc\""),
    ("week", "2"),
];

/// Keys that somebody writes for another one, where a single word for another does not do.
const INSTEAD: &[(&[&str], &str, &str)] = &[
    (
        &["date", "when", "on"],
        "at",
        "write the day and the time in one, like `at = 2027-02-03T10:00`",
    ),
    (
        &["end", "ends", "until", "to"],
        "duration",
        "write how long it takes, like `duration = \"1h 30m\"`",
    ),
    (
        &["repeat", "repeats", "times"],
        "every",
        "write how often it comes and how many times: `every = \"week\"` and `count = 8`",
    ),
    (
        &["zone", "tz"],
        "timezone",
        "write `timezone = \"Europe/Paris\"`",
    ),
];

/// Keys of blocks of which a file can have several, by its name.
const SEVERAL: &[(&str, &[&str])] = &[
    ("schedule.toml", &["session"]),
    ("community.toml", &["group", "channel", "plan"]),
    ("cohorts", &["team"]),
    ("data", &["person", "removed"]),
];

fn example(key: &str) -> Option<&'static str> {
    let found = EXAMPLES.iter().find(|(known, _)| *known == key);
    found.map(|(_, example)| *example)
}

/// `timezone = "Europe/Paris"`.
pub(super) fn line(key: &str) -> String {
    format!("{key} = {}", example(key).unwrap_or("..."))
}

/// What to write where the value of a key is of another kind. `known` is what was there.
pub(super) fn of_kind(key: &str, found: &str) -> Option<String> {
    let example = example(key)?;
    let line = format!("{key} = {example}");
    let text = found
        .strip_prefix("the text ")
        .filter(|_| example.starts_with('[') && !example.starts_with("[{"));
    Some(match (key, found) {
        ("day", "a list") => format!(
            "write one day, like `{line}`; what comes on two days are two sessions, each with its id"
        ),
        ("cancelled", "`true`") => {
            format!("write why it does not take place, for learners read it: `{line}`")
        }
        ("cancelled", "`false`") => "delete the line".to_owned(),
        _ => match text {
            Some(text) => format!("write it in brackets: `{key} = [{text}]`"),
            None => format!("write it like this: `{line}`"),
        },
    })
}

/// What to write for an element of a list of blocks that is none.
pub(super) fn of_element(key: &str, found: &Value) -> Option<String> {
    let example = example(key)?;
    Some(match (key, found) {
        ("holidays", Value::Date(day) | Value::String(day))
            if super::Date::parse(day).is_some() =>
        {
            format!("write it like this: `holidays = [{{ date = {day} }}]`")
        }
        _ => format!("write it like this: `{key} = {example}`"),
    })
}

/// What to write instead of a key that does not exist, where `known` can stand.
pub(super) fn instead(key: &str, known: &[&str], path: &SourcePath) -> Option<String> {
    let mut same = INSTEAD.iter();
    let same = same.find(|(keys, right, _)| keys.contains(&key) && known.contains(right));
    if let Some((_, _, help)) = same {
        return Some((*help).to_owned());
    }
    let top = top(path);
    (top.contains(&key) && !known.contains(&key)).then(|| {
        format!("`{key}` belongs to the whole file: move this line above the first `[...]`")
    })
}

/// The blocks of which a file can have several.
pub(super) fn several(path: &SourcePath) -> &'static [&'static str] {
    let name = file(path);
    let found = SEVERAL.iter().find(|(known, _)| *known == name);
    found.map_or(&[], |(_, blocks)| blocks)
}

/// The keys that can stand at the top of a file.
fn top(path: &SourcePath) -> &'static [&'static str] {
    match file(path) {
        "course.toml" => keys_of::<CourseConfig>(),
        "community.toml" => keys_of::<CommunityConfig>(),
        "schedule.toml" => keys_of::<Rest>(),
        "cohorts" => keys_of::<CohortConfig>(),
        "data" => &["person", "removed"],
        _ => &[],
    }
}

/// The name of a file, or of its folder at the top.
fn file(path: &SourcePath) -> &str {
    let path = path.as_str();
    path.split_once('/').map_or(path, |(top, _)| top)
}

/// The keys of a block: what is said of one that cannot exist.
fn keys_of<T: DeserializeOwned>() -> &'static [&'static str] {
    let node = Node {
        span: 0..0,
        value: Value::Table(vec![Entry {
            key: "\0".to_owned(),
            key_span: 0..0,
            node: Node::empty(),
        }]),
    };
    match T::deserialize(&node).map_err(|error| error.kind) {
        Err(ErrorKind::UnknownKey(_, known)) => known,
        _ => &[],
    }
}
