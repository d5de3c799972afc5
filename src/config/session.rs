//! What can be said about a session, in `schedule.toml` and in the file of a cohort.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::read::{Strictness, elements, read_all, require, typed_whole};
use super::schedule::duplicate;
use super::value::filled;
use super::{Count, Entry, Every, Format, Id, Minutes, Node, Spanned, Time, WeekNumber, Weekday};
use crate::diagnostic::{Diagnostic, Span};
use crate::rule;
use crate::source::SourcePath;

/// `[[session]]`: a session, or the series of them that `every` and `count` make of it.
#[derive(Debug, Clone)]
pub struct SessionConfig {
    /// Its id, the same in every cohort. The sessions of a series add their number to it:
    /// `office-hours-1`, `office-hours-2` and so on.
    pub id: Spanned<Id>,
    /// Everything else.
    pub facts: SessionFacts,
}

/// `[session.kickoff]` in the file of a cohort: what differs in this run; or, with a format and a
/// time and an id that the schedule does not have, a session of this run only.
#[derive(Debug, Clone)]
pub struct SessionOverride {
    /// The id of the session, of a series, or of one session of a series.
    pub id: Spanned<String>,
    /// What differs.
    pub facts: SessionFacts,
    /// Whether every value could be read.
    pub is_whole: bool,
}

/// The keys of a session. It stands at `week`, `day` and `time`, or at `at`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SessionFacts {
    /// The id, where it is no part of the header of its table.
    id: Option<Spanned<Id>>,
    /// Its name; the id as words if there is none.
    #[serde(deserialize_with = "filled")]
    pub title: Option<String>,
    /// What kind of session it is.
    pub format: Option<Spanned<Format>>,
    /// The week of the cohort, from 1; weeks in a break do not count.
    pub week: Option<Spanned<WeekNumber>>,
    /// The day of the week.
    pub day: Option<Spanned<Weekday>>,
    /// The local time of the cohort.
    pub time: Option<Spanned<Time>>,
    /// Relative to another session, `"kickoff + 9d 23:59"`; or a date for what really is fixed:
    /// `2026-12-01T10:00` is a time in the zone of the cohort, `2026-12-01T10:00:00Z` an instant, and
    /// beside `2026-12-01` stands a `time`.
    pub at: Option<Spanned<String>>,
    /// How often it comes again: `"week"`, `"2 weeks"`, `"day"`. Breaks push later ones on, and every
    /// one is a session of its own with the id of the series and its number: `office-hours-3`.
    pub every: Option<Spanned<Every>>,
    /// How many sessions a series has, the first included.
    pub count: Option<Spanned<Count>>,
    /// How long it takes.
    pub duration: Option<Spanned<Minutes>>,
    /// The module that it belongs to.
    #[serde(deserialize_with = "filled")]
    pub module: Option<Spanned<String>>,
    /// Ids of people.
    #[serde(deserialize_with = "filled")]
    pub facilitators: Option<Vec<Spanned<String>>>,
    /// Ids of the teams that it is for; without it, it is for everybody.
    #[serde(deserialize_with = "filled")]
    pub teams: Option<Vec<Spanned<String>>>,
    /// What to think about before.
    #[serde(deserialize_with = "filled")]
    pub prompt: Option<String>,
    /// Where people meet: a room, or an address in a town.
    #[serde(deserialize_with = "filled")]
    pub place: Option<String>,
    /// Where to join; beside a place in person, a page about that place.
    #[serde(deserialize_with = "filled")]
    pub url: Option<Spanned<String>>,
    /// Why it does not take place.
    #[serde(deserialize_with = "filled")]
    pub cancelled: Option<String>,
}

/// Sessions that stand in `[[session]]`, and the ids of those that could not be read, so that nobody is
/// told that they do not exist.
#[derive(Debug, Clone, Default)]
pub struct Sessions {
    /// In the order of the file.
    pub found: Vec<SessionConfig>,
    /// Their ids.
    pub broken: Vec<String>,
}

impl Sessions {
    /// Takes `[[session]]` out of a file and reads every one on its own: a bad one is a finding and
    /// leaves the others as they are. Of two sessions with one id the first stays.
    pub(super) fn take(
        node: &mut Node,
        path: &SourcePath,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Self {
        let mut sessions = Self::default();
        let mut ids: BTreeMap<String, Span> = BTreeMap::new();
        for node in elements(node, "session", path, diagnostics) {
            let written = node
                .entry("id")
                .and_then(|entry| entry.node.as_str())
                .map(str::to_owned);
            let what = match &written {
                Some(id) => format!("the session `{id}`"),
                None => "this session".to_owned(),
            };
            let count = diagnostics.len();
            require(&node, &["id", "format"], &what, path, diagnostics);
            let is_complete = diagnostics.len() == count;
            let facts = typed_whole::<SessionFacts>(node, &what, path, diagnostics);
            let (Some(mut facts), true) = (facts, is_complete) else {
                sessions.broken.extend(written);
                continue;
            };
            let Some(id) = facts.id.take() else { continue };
            if let Some(first) = ids.get(id.as_str()) {
                diagnostics.push(duplicate("session", &id, first, path));
                continue;
            }
            ids.insert(id.as_str().to_owned(), id.span());
            sessions.found.push(SessionConfig { id, facts });
        }
        sessions
    }
}

impl SessionOverride {
    /// Reads `[session.kickoff]`.
    pub(super) fn read(
        entry: Entry,
        path: &SourcePath,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<Self> {
        let what = format!("[session.{}]", entry.key);
        let (facts, is_whole) =
            read_all::<SessionFacts>(entry.node, &what, Strictness::Own, path, diagnostics);
        let mut facts = facts?;
        if let Some(id) = facts.id.take() {
            let message = format!("{what} has its id in its header already");
            diagnostics.push(
                Diagnostic::new(&rule::UNKNOWN_KEY, path, id.span(), message)
                    .help("delete the line; an id never changes"),
            );
        }
        Some(Self {
            id: Spanned::new(entry.key, entry.key_span),
            facts,
            is_whole,
        })
    }
}
