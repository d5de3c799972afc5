//! The text of a [`Lock`].

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::{Audience, EVERYBODY, Facts, Lock, Record, ThreadLine, VERSION};

const HEAD: &str = "\
# Written by `stoa build`: commit it with the course. By this file the calendars of learners know a moved session
# from a new one, and forums the thread of a page that moved. One line a session or thread. After a merge conflict keep the lines of both sides, then run `stoa build`.
";

impl Lock {
    /// The text of the file: TOML with one line a session, in order, so that the changes of two authors to different
    /// sessions merge without a conflict.
    #[must_use]
    pub fn text(&self) -> String {
        let mut lines: Vec<String> = self
            .iter()
            .map(|(cohort, session, record)| line(cohort, session, record))
            .collect();
        lines.extend(self.threads().map(|(key, thread)| thread_line(key, thread)));
        lines.sort_unstable();
        format!("{HEAD}version = {VERSION}\n\n{}", lines.concat())
    }
}

fn line(cohort: &str, session: &str, record: &Record) -> String {
    let mut line = format!(
        "{} = {{ uid = {}, sequence = {}, revised = \"{}\"",
        quoted(&format!("{cohort}/{session}")),
        quoted(&record.uid),
        record.sequence,
        record.revised
    );
    // Writing to memory does not fail.
    if let Some(added) = record.added {
        let _ = write!(line, ", added = \"{added}\"");
    }
    let _ = write!(line, ", format = \"{}\"", record.format.id());
    facts(&mut line, &record.facts);
    if let Audience::Teams(teams) = &record.audience {
        let _ = write!(line, ", teams = {}", list(teams));
    }
    if record.ever != record.audience {
        let _ = match &record.ever {
            Audience::Everybody => write!(line, ", ever = \"{EVERYBODY}\""),
            Audience::Teams(teams) => write!(line, ", ever = {}", list(teams)),
        };
    }
    let _ = write!(line, ", details = {}", quoted(&record.details));
    for (at, before) in record.before.iter().enumerate() {
        let start = if at == 0 { ", before = [" } else { ", " };
        let _ = write!(line, "{start}{{ until = \"{}\"", before.until);
        facts(&mut line, &before.facts);
        line.push_str(" }");
    }
    if !record.before.is_empty() {
        line.push(']');
    }
    line.push_str(" }\n");
    line
}

fn thread_line(key: &str, thread: &ThreadLine) -> String {
    format!(
        "{} = {{ engine = {}, number = {} }}\n",
        quoted(key),
        quoted(&thread.engine),
        thread.number
    )
}

fn facts(line: &mut String, facts: &Facts) {
    let _ = write!(line, ", start = \"{}\"", facts.start);
    if let Some(end) = facts.end {
        let _ = write!(line, ", end = \"{end}\"");
    }
    let _ = write!(line, ", title = {}", quoted(&facts.title));
    if let Some(url) = &facts.url {
        let _ = write!(line, ", url = {}", quoted(url));
    }
    if let Some(place) = &facts.place {
        let _ = write!(line, ", place = {}", quoted(place));
    }
    if let Some(why) = &facts.cancelled {
        let _ = write!(line, ", cancelled = {}", quoted(why));
    }
    if facts.removed {
        line.push_str(", removed = true");
    }
}

fn list(teams: &BTreeSet<String>) -> String {
    let teams: Vec<String> = teams.iter().map(|team| quoted(team)).collect();
    format!("[{}]", teams.join(", "))
}

/// A basic string of TOML, on one line whatever is in it.
fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for char in text.chars() {
        match char {
            '"' | '\\' => {
                quoted.push('\\');
                quoted.push(char);
            }
            '\n' => quoted.push_str("\\n"),
            char if char.is_control() => {
                let _ = write!(quoted, "\\u{:04X}", u32::from(char));
            }
            char => quoted.push(char),
        }
    }
    quoted.push('"');
    quoted
}
