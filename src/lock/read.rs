//! The text of a lock taken apart: [`read`].

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::tz::Offset;
use toml::de::DeTable;

use super::join::join;
use super::{
    Audience, Before, EVERYBODY, Facts, KEPT, LAST_SEQUENCE, LOCK, Lock, Record, ThreadLine,
    VERSION,
};
use crate::address;
use crate::config::{Entry, Format, Id, Node, Value};
use crate::diagnostic::{Diagnostic, Severity, Span};
use crate::rule;
use crate::snapshot::is_key;
use crate::source::{SourcePath, Sources, Unreadable};

/// What the marks of a merge conflict begin with, as git writes them.
const MARKS: [&str; 4] = ["<<<<<<<", "|||||||", "=======", ">>>>>>>"];

const MEND: &str = "take the file back from your version control, then run `stoa build`; without it calendars would \
                    show sessions twice";

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

/// What is wrong with a line.
struct Problem {
    span: Span,
    message: String,
    help: &'static str,
    severity: Severity,
}

impl Problem {
    fn new(span: Span, message: impl Into<String>) -> Self {
        Self {
            span,
            message: message.into(),
            help: MEND,
            severity: Severity::Error,
        }
    }
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

fn thread(entry: &Entry) -> Result<ThreadLine, Problem> {
    if !is_key(&entry.key) {
        return Err(Problem::new(
            entry.key_span.clone(),
            format!("`{}` is no key of a thread", entry.key),
        ));
    }
    let fields = Fields::of(&entry.node, &["engine", "number"])?;
    let engine = fields.text("engine")?;
    let is_name = |name: &str| {
        !name.is_empty()
            && name
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
    if !is_name(&engine) {
        return Err(fields.wrong("engine", "the name of an engine"));
    }
    let number = match fields.needed("number")?.value {
        Value::Integer(number) => u64::try_from(number).ok(),
        _ => None,
    };
    Ok(ThreadLine {
        engine,
        number: number.ok_or_else(|| fields.wrong("number", "a whole number from 0 on"))?,
    })
}

fn record(entry: &Entry) -> Result<(String, String, Record), Problem> {
    let ids = entry.key.split_once('/');
    let ids = ids.filter(|(cohort, session)| !cohort.is_empty() && Id::is_good(session));
    let Some((cohort, session)) = ids else {
        return Err(Problem::new(
            entry.key_span.clone(),
            format!("`{}` is no cohort and session", entry.key),
        ));
    };
    let fields = Fields::of(
        &entry.node,
        &[
            "uid",
            "sequence",
            "revised",
            "added",
            "format",
            "start",
            "end",
            "title",
            "url",
            "place",
            "cancelled",
            "removed",
            "teams",
            "ever",
            "details",
            "before",
        ],
    )?;
    let uid = fields.text("uid")?;
    // Its first part is an id, so that it is nobody's address.
    let name = uid.split_once('@').map_or("", |(name, _)| name);
    if !Id::is_good(name) || uid.contains(char::is_control) {
        return Err(fields.wrong("uid", "a UID"));
    }
    let sequence = match fields.needed("sequence")?.value {
        Value::Integer(number) => u32::try_from(number)
            .ok()
            .filter(|number| *number <= LAST_SEQUENCE),
        _ => None,
    };
    let format = fields.text("format")?;
    let format = Format::ALL.into_iter().find(|known| known.id() == format);
    let mut before = Vec::new();
    match fields.get("before").map(|node| &node.value) {
        None => {}
        Some(Value::List(nodes)) if nodes.len() <= KEPT => {
            for node in nodes {
                let keys = [
                    "until",
                    "start",
                    "end",
                    "title",
                    "url",
                    "place",
                    "cancelled",
                    "removed",
                ];
                let fields = Fields::of(node, &keys)?;
                before.push(Before {
                    until: fields.moment("until")?,
                    facts: fields.facts()?,
                });
            }
        }
        Some(_) => return Err(fields.wrong("before", "a list of three at most")),
    }
    // A line without teams is of a session for everybody.
    let audience = fields.audience("teams")?.unwrap_or(Audience::Everybody);
    let ever = fields.audience("ever")?;
    let ever = ever.map_or_else(|| audience.clone(), |ever| ever.or(&audience));
    let record = Record {
        uid,
        sequence: sequence
            .ok_or_else(|| fields.wrong("sequence", "a whole number from 0 to 2147483647"))?,
        revised: fields.moment("revised")?,
        added: fields.maybe_moment("added")?,
        facts: fields.facts()?,
        audience,
        ever,
        format: format.ok_or_else(|| fields.wrong("format", "the name of a format"))?,
        details: fields.text("details")?,
        before,
    };
    Ok((cohort.to_owned(), session.to_owned(), record))
}

/// The values of a table of which every key is known.
struct Fields<'a> {
    node: &'a Node,
}

impl<'a> Fields<'a> {
    fn of(node: &'a Node, known: &[&str]) -> Result<Self, Problem> {
        if !matches!(node.value, Value::Table(_)) {
            return Err(Problem::new(
                node.span.clone(),
                format!("here is {}, and a lock has a table", node.value.word()),
            ));
        }
        let mut entries = node.entries().iter();
        match entries.find(|entry| !known.contains(&entry.key.as_str())) {
            Some(entry) => Err(Problem::new(
                entry.key_span.clone(),
                format!("a lock has no `{}`", entry.key),
            )),
            None => Ok(Self { node }),
        }
    }

    fn get(&self, key: &str) -> Option<&'a Node> {
        self.node.entry(key).map(|entry| &entry.node)
    }

    fn needed(&self, key: &str) -> Result<&'a Node, Problem> {
        self.get(key).ok_or_else(|| {
            Problem::new(
                self.node.span.clone(),
                format!("`{key}` is missing in this line"),
            )
        })
    }

    fn wrong(&self, key: &str, wanted: &str) -> Problem {
        let node = self.get(key).unwrap_or(self.node);
        Problem::new(node.span.clone(), format!("`{key}` must be {wanted}"))
    }

    fn maybe_text(&self, key: &str) -> Result<Option<String>, Problem> {
        match self.get(key).map(|node| &node.value) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.clone())),
            Some(_) => Err(self.wrong(key, "text in \"quotes\"")),
        }
    }

    fn text(&self, key: &str) -> Result<String, Problem> {
        self.needed(key)?;
        Ok(self.maybe_text(key)?.unwrap_or_default())
    }

    fn audience(&self, key: &str) -> Result<Option<Audience>, Problem> {
        let teams = match self.get(key).map(|node| &node.value) {
            None => return Ok(None),
            Some(Value::String(word)) if word == EVERYBODY => return Ok(Some(Audience::Everybody)),
            Some(Value::List(nodes)) => nodes.iter().map(Node::as_str).collect(),
            Some(_) => None,
        };
        let teams = teams.filter(|teams: &Vec<&str>| !teams.is_empty());
        match teams {
            Some(teams) => Ok(Some(Audience::of(teams))),
            None => Err(self.wrong(key, "a list of the ids of teams")),
        }
    }

    fn maybe_moment(&self, key: &str) -> Result<Option<Timestamp>, Problem> {
        let Some(node) = self.get(key) else {
            return Ok(None);
        };
        let moment = node.as_str().and_then(|text| text.parse().ok());
        // Calendars know the years 1 to 9999 (RFC 5545, 3.3.4).
        let year = |moment: &Timestamp| Offset::UTC.to_datetime(*moment).year();
        let whole = moment.filter(|moment: &Timestamp| {
            moment.subsec_nanosecond() == 0 && (1..=9999).contains(&year(moment))
        });
        match whole {
            Some(moment) => Ok(Some(moment)),
            None => Err(self.wrong(key, "a time like \"2026-10-05T12:00:00Z\"")),
        }
    }

    fn moment(&self, key: &str) -> Result<Timestamp, Problem> {
        self.needed(key)?;
        self.maybe_moment(key)?
            .ok_or_else(|| self.wrong(key, "a time"))
    }

    fn facts(&self) -> Result<Facts, Problem> {
        let removed = match self.get("removed").map(|node| &node.value) {
            None => false,
            Some(Value::Bool(removed)) => *removed,
            Some(_) => return Err(self.wrong("removed", "true or false")),
        };
        let (start, end) = (self.moment("start")?, self.maybe_moment("end")?);
        if end.is_some_and(|end| end < start) {
            return Err(self.wrong("end", "a time after the start"));
        }
        Ok(Facts {
            start,
            end,
            title: published(self.text("title")?),
            url: self.maybe_text("url")?.map(published),
            place: self.maybe_text("place")?.map(published),
            cancelled: self.maybe_text("cancelled")?.map(published),
            removed,
        })
    }
}

/// What stood in a schedule once is published too, so there is no address in it either.
fn published(text: String) -> String {
    address::take_out(&text, &[]).map_or(text, |cleaned| cleaned.text)
}
