//! `schedule.toml`: the format schedule, relative to a cohort's start.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::read::{Strictness, elements, require, typed_whole};
use super::value::filled;
use super::{Format, Id, Minutes, Node, Spanned, Time, WeekNumber, Weekday, typed};
use crate::diagnostic::{Diagnostic, Span};
use crate::rule;
use crate::source::SourcePath;

/// `schedule.toml`: its sessions, read one by one.
#[derive(Debug, Clone, Default)]
pub struct ScheduleConfig {
    /// The sessions, in the order of the file.
    pub sessions: Vec<SessionConfig>,
    /// The ids of sessions that could not be read, so that nobody is told that they do not exist.
    pub broken: Vec<String>,
}

/// What `schedule.toml` can hold, so that other keys are findings.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rest {
    #[serde(default, rename = "session")]
    _session: Option<IgnoredAny>,
}

impl ScheduleConfig {
    /// Reads `schedule.toml`, every session on its own: a bad one is a finding and leaves the
    /// others as they are. Of two sessions with one id the first stays.
    pub fn read(mut node: Node, path: &SourcePath, diagnostics: &mut Vec<Diagnostic>) -> Self {
        let mut sessions: Vec<SessionConfig> = Vec::new();
        let mut broken = Vec::new();
        let mut ids: BTreeMap<String, Span> = BTreeMap::new();
        for node in elements(&mut node, "session", path, diagnostics) {
            let written = node
                .entry("id")
                .and_then(|entry| entry.node.as_str())
                .map(str::to_owned);
            let what = match &written {
                Some(id) => format!("the session `{id}`"),
                None => "this session".to_owned(),
            };
            require(&node, &["id", "format"], &what, path, diagnostics);
            let Some(session) = typed_whole::<SessionConfig>(node, &what, path, diagnostics) else {
                broken.extend(written);
                continue;
            };
            let id = &session.id;
            if let Some(first) = ids.get(id.as_str()) {
                diagnostics.push(duplicate("session", id, first, path));
                continue;
            }
            ids.insert(id.as_str().to_owned(), id.span());
            sessions.push(session);
        }
        typed::<Rest>(node, "schedule.toml", Strictness::Own, path, diagnostics);
        Self { sessions, broken }
    }
}

/// The finding for an id that is there already.
pub(super) fn duplicate(
    kind: &str,
    id: &Spanned<Id>,
    first: &Span,
    path: &SourcePath,
) -> Diagnostic {
    Diagnostic::new(
        &rule::DUPLICATE_ID,
        path,
        id.span(),
        format!("there is another {kind} `{}`", id.value),
    )
    .help("give the younger of the two another id")
    .related(path, Some(first.clone()), "the first one is here")
}

/// `[[session]]`. It stands at `week`, `day` and `time`, or at `at` relative to another session.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SessionConfig {
    /// Its id, the same in every cohort.
    pub id: Spanned<Id>,
    /// Its name; the id as words if there is none.
    #[serde(default, deserialize_with = "filled")]
    pub title: Option<String>,
    /// What kind of session it is.
    pub format: Spanned<Format>,
    /// The week of the cohort, from 1; weeks in a break do not count.
    #[serde(default)]
    pub week: Option<Spanned<WeekNumber>>,
    /// The day of the week.
    #[serde(default)]
    pub day: Option<Spanned<Weekday>>,
    /// The local time of the cohort.
    #[serde(default)]
    pub time: Option<Spanned<Time>>,
    /// Relative to another session: `"kickoff + 9d 23:59"`.
    #[serde(default)]
    pub at: Option<Spanned<String>>,
    /// How long it takes.
    #[serde(default)]
    pub duration: Option<Spanned<Minutes>>,
    /// The module that it belongs to.
    #[serde(default, deserialize_with = "filled")]
    pub module: Option<Spanned<String>>,
    /// Ids of people.
    #[serde(default, deserialize_with = "filled")]
    pub facilitators: Vec<Spanned<String>>,
    /// What to think about before.
    #[serde(default, deserialize_with = "filled")]
    pub prompt: Option<String>,
    /// Where to join, the same for every cohort.
    #[serde(default, deserialize_with = "filled")]
    pub url: Option<Spanned<String>>,
}
