//! The text of a lock taken apart: [`read`].

use std::collections::BTreeMap;

use toml::de::DeTable;

use super::fields::{MEND, Problem};
use super::join::join;
use super::line::{record, thread};
use super::{LOCK, Lock, Record, ThreadLine, VERSION};
use crate::config::{Node, Value};
use crate::diagnostic::{Diagnostic, Severity, Span};
use crate::rule;
use crate::source::{SourcePath, Sources, Unreadable};

/// What the marks of a merge conflict begin with, as git writes them.
const MARKS: [&str; 4] = ["<<<<<<<", "|||||||", "=======", ">>>>>>>"];

/// A lock as it was read.
#[derive(Debug, Clone, Default)]
pub struct Read {
    /// What could be read.
    pub lock: Lock,
    /// Where the key of each session's first line is: the line itself is too long to be shown.
    places: BTreeMap<(String, String), Span>,
    /// Where the first line of each thread is.
    thread_places: BTreeMap<String, Span>,
    /// Whether lines were joined, so that the file should be written anew.
    pub joined: bool,
    /// Whether there is something in it that could not be read, so that nothing may be written over it.
    pub broken: bool,
}

impl Read {
    /// Where the line of a session is.
    #[must_use]
    pub fn place(&self, cohort: &str, session: &str) -> Option<&Span> {
        self.places.get(&(cohort.to_owned(), session.to_owned()))
    }

    /// Where the line of a thread is.
    #[must_use]
    pub fn thread_place(&self, key: &str) -> Option<&Span> {
        self.thread_places.get(key)
    }
}

/// Reads `stoa.lock`. A course without one has an empty lock. What is wrong with a line is a finding, and all other lines
/// count.
#[must_use]
pub fn read(sources: &Sources, diagnostics: &mut Vec<Diagnostic>) -> Read {
    let mut read = Read::default();
    let path = SourcePath::new(LOCK);
    let Some(file) = sources.get(LOCK) else {
        // A folder with files in it, a link out of the course, or a file without permission: what calendars were told may be in there.
        let mut unreadable = sources.unreadable().iter();
        read.broken = unreadable.any(|(other, _): &(SourcePath, Unreadable)| *other == path)
            || sources.under(LOCK).next().is_some();
        if read.broken {
            let message =
                "nothing is known of what calendars were told, because this cannot be read";
            diagnostics.push(Diagnostic::new(&rule::BAD_LOCK, &path, None, message).help(MEND));
        }
        return read;
    };
    let found = match file.text() {
        Ok(text) => lines(text, &mut read),
        Err(good) => vec![Problem::new(
            good..good,
            "this file is not UTF-8 from here on",
        )],
    };
    for problem in found {
        read.broken |= problem.severity == Severity::Error;
        diagnostics.push(
            Diagnostic::new(&rule::BAD_LOCK, &path, problem.span, problem.message)
                .severity(problem.severity)
                .help(problem.help),
        );
    }
    read
}

fn lines(text: &str, read: &mut Read) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut all = BTreeMap::new();
    let mut versions = 0;
    let mut in_conflict = false;
    let mut start = 0;
    for whole in text.split_inclusive('\n') {
        let at = start;
        start += whole.len();
        let line = whole.trim_end();
        let line = line.strip_prefix('\u{feff}').unwrap_or(line);
        let at = at + (whole.trim_end().len() - line.len());
        let span = at..at + line.len();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some(mark) = MARKS.iter().find(|mark| line.starts_with(**mark)) {
            // One finding a conflict; a mark that is left over has one of its own.
            if *mark == MARKS[0] || !in_conflict {
                problems.push(Problem {
                    help: "keep the lines of both sides and delete the marks, then run `stoa build`, which makes one line of two",
                    ..Problem::new(span, "two branches changed the same lines, and this is left of their merge")
                });
            }
            in_conflict = *mark != MARKS[3];
            continue;
        }
        let table = match DeTable::parse(line) {
            Ok(table) => table,
            Err(error) => {
                let place = error.span().unwrap_or(0..0);
                let place = at + place.start.min(line.len())..at + place.end.min(line.len());
                problems.push(Problem::new(
                    place,
                    "this line was cut, or changed by hand, and can't be read",
                ));
                continue;
            }
        };
        let mut node = Node::from_toml(table.get_ref(), 0..line.len());
        node.shift(at);
        for entry in node.entries() {
            let key = entry.key_span.clone();
            if entry.key == "version" {
                versions += 1;
                if entry.node.value != Value::Integer(VERSION) {
                    // What follows may mean anything.
                    problems.push(Problem {
                        help: "use the version of stoa that wrote it, or a newer one",
                        ..Problem::new(
                            entry.node.span.clone(),
                            format!("this file is of another version than {VERSION}, the one that this stoa reads"),
                        )
                    });
                    return problems;
                }
                continue;
            }
            if entry.key.starts_with('/') {
                match thread(entry) {
                    Ok(line) => keep_thread(read, &entry.key, line, span.clone(), &mut problems),
                    Err(problem) => problems.push(problem),
                }
                continue;
            }
            match record(entry) {
                Ok((cohort, session, record)) => {
                    let records: &mut Vec<Record> =
                        all.entry((cohort.clone(), session.clone())).or_default();
                    if records.iter().any(|known| *known != record) {
                        problems.push(Problem {
                            help: "run `stoa build`, which makes one line of both",
                            severity: Severity::Warning,
                            ..Problem::new(
                                span.clone(),
                                format!("this is another line for the session `{session}` of the cohort `{cohort}`; the later revision counts"),
                            )
                        });
                    }
                    records.push(record);
                    read.places.entry((cohort, session)).or_insert(key);
                }
                Err(problem) => problems.push(problem),
            }
        }
    }
    if versions == 0 {
        problems.insert(
            0,
            Problem::new(
                0..0,
                format!("the line `version = {VERSION}` is missing, so this file was cut"),
            ),
        );
    }
    // A second line for the same session is what is left of two branches, unless both say the same.
    for ((cohort, session), records) in all {
        read.joined |= records.len() > 1;
        if let Some(record) = join(records) {
            read.lock.insert(&cohort, &session, record);
        }
    }
    same_uids(read, &mut problems);
    problems
}

/// Keeps the line of a thread. Of two discussions that two branches found, the older one counts.
fn keep_thread(
    read: &mut Read,
    key: &str,
    line: ThreadLine,
    span: Span,
    problems: &mut Vec<Problem>,
) {
    let known = read.lock.threads.get(key);
    read.joined |= known.is_some();
    if known.is_some_and(|known| *known != line) {
        problems.push(Problem {
            help: "run `stoa build`, which makes one line of both",
            severity: Severity::Warning,
            ..Problem::new(
                span.clone(),
                format!("this is another line for the thread `{key}`; the lower number counts"),
            )
        });
    }
    let line = known.cloned().map_or(line.clone(), |known| known.min(line));
    read.lock.insert_thread(key, line);
    read.thread_places.entry(key.to_owned()).or_insert(span);
}

/// Two sessions with one UID are one event for a calendar.
fn same_uids(read: &Read, problems: &mut Vec<Problem>) {
    let mut seen = BTreeMap::new();
    for (cohort, session, record) in read.lock.iter() {
        if let Some((other, first)) = seen.insert(&record.uid, (cohort, session)) {
            let span = read.place(cohort, session).cloned().unwrap_or_default();
            let message = format!("this session has the UID of `{first}` of the cohort `{other}`");
            problems.push(Problem::new(span, message));
        }
    }
}
