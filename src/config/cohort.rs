//! `cohorts/*.toml`: one run of the course.

use std::collections::BTreeMap;

use serde::de::IgnoredAny;
use serde::{Deserialize, Deserializer};

use super::read::{Strictness, elements, require};
use super::schedule::duplicate;
use super::value::filled;
use super::{Date, Id, Minutes, Node, Spanned, Time, Value, WeekNumber, Weekday, typed};
use crate::diagnostic::{Diagnostic, Span};
use crate::rule;
use crate::source::SourcePath;

/// `cohorts/2026-autumn.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CohortConfig {
    /// Its id; the file name if there is none.
    #[serde(default)]
    pub id: Option<Spanned<Id>>,
    /// Its name; the id if there is none.
    #[serde(default, deserialize_with = "filled")]
    pub title: Option<String>,
    /// The Monday of week 1, or any day in it.
    pub start: Spanned<Date>,
    /// An IANA time zone.
    pub timezone: Spanned<String>,
    /// Weeks that do not count.
    #[serde(default)]
    pub breaks: Vec<Spanned<BreakConfig>>,
    /// Ids of people.
    #[serde(default, deserialize_with = "filled")]
    pub facilitators: Vec<Spanned<String>>,
    /// The teams, in the order of the file.
    #[serde(default, rename = "team")]
    pub teams: Vec<TeamConfig>,
    /// What differs in this run, by the id of the session; read one by one.
    #[serde(default, rename = "session", deserialize_with = "read_elsewhere")]
    pub overrides: Vec<(Spanned<String>, SessionOverride)>,
    /// The file.
    #[serde(skip)]
    pub path: Option<SourcePath>,
}

impl CohortConfig {
    /// Reads a cohort; teams, breaks and what differs one by one, so that a bad one is a finding
    /// and leaves the others as they are. `None` without a start or a time zone.
    pub fn read(
        mut node: Node,
        path: &SourcePath,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<Self> {
        let own = Strictness::Own;
        let mut overrides = Vec::new();
        if let Some(entry) = node.take("session") {
            if let Value::Table(entries) = entry.node.value {
                for entry in entries {
                    let what = format!("[session.{}]", entry.key);
                    let found = typed::<SessionOverride>(entry.node, &what, own, path, diagnostics);
                    if let Some(found) = found {
                        overrides.push((Spanned::new(entry.key, entry.key_span), found));
                    }
                }
            } else {
                diagnostics.push(
                    Diagnostic::new(
                        &rule::BAD_VALUE,
                        path,
                        entry.key_span,
                        "a cohort says by the id of a session what differs",
                    )
                    .help(
                        "write `[session.kickoff]` with the id of the session, in single brackets",
                    ),
                );
            }
        }
        let mut teams: Vec<TeamConfig> = Vec::new();
        let mut ids: BTreeMap<String, Span> = BTreeMap::new();
        for node in elements(&mut node, "team", path, diagnostics) {
            require(&node, &["id", "title"], "this team", path, diagnostics);
            let Some(team) = typed::<TeamConfig>(node, "this team", own, path, diagnostics) else {
                continue;
            };
            if let Some(first) = ids.get(team.id.as_str()) {
                diagnostics.push(duplicate("team", &team.id, first, path));
                continue;
            }
            ids.insert(team.id.as_str().to_owned(), team.id.span());
            teams.push(team);
        }
        let mut breaks = Vec::new();
        // `breaks` of another kind stays where it is, and is a finding with the rest.
        let is_list = node
            .entry("breaks")
            .is_some_and(|entry| matches!(entry.node.value, Value::List(_)));
        if is_list {
            for node in elements(&mut node, "breaks", path, diagnostics) {
                let span = node.span.clone();
                require(&node, &["from", "to"], "this break", path, diagnostics);
                let found = typed::<BreakConfig>(node, "this break", own, path, diagnostics);
                breaks.extend(found.map(|found| Spanned::new(found, span)));
            }
        }
        require(
            &node,
            &["start", "timezone"],
            "the cohort",
            path,
            diagnostics,
        );
        let mut cohort = typed::<Self>(node, "the cohort", own, path, diagnostics)?;
        cohort.overrides = overrides;
        cohort.teams = teams;
        cohort.breaks = breaks;
        cohort.path = Some(path.clone());
        Some(cohort)
    }

    /// Its id: the one that is written, or the name of its file.
    #[must_use]
    pub fn id(&self, path: &SourcePath) -> Id {
        match &self.id {
            Some(id) => id.value.clone(),
            None => Id::from_name(path.stem()),
        }
    }
}

/// What differs is read session by session; this makes its key known, for "did you mean".
fn read_elsewhere<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Vec<(Spanned<String>, SessionOverride)>, D::Error> {
    IgnoredAny::deserialize(deserializer).map(|_| Vec::new())
}

/// An element of `breaks`. Both days belong to it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BreakConfig {
    /// The first day.
    pub from: Spanned<Date>,
    /// The last day.
    pub to: Spanned<Date>,
    /// Its name.
    #[serde(default, deserialize_with = "filled")]
    pub title: Option<String>,
}

/// `[session.kickoff]`: what differs in this run.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SessionOverride {
    /// Another name.
    #[serde(deserialize_with = "filled")]
    pub title: Option<String>,
    /// Another week.
    pub week: Option<Spanned<WeekNumber>>,
    /// Another day.
    pub day: Option<Spanned<Weekday>>,
    /// Another local time.
    pub time: Option<Spanned<Time>>,
    /// Another anchor.
    pub at: Option<Spanned<String>>,
    /// Another length.
    pub duration: Option<Spanned<Minutes>>,
    /// Other people.
    #[serde(deserialize_with = "filled")]
    pub facilitators: Option<Vec<Spanned<String>>>,
    /// Another prompt.
    #[serde(deserialize_with = "filled")]
    pub prompt: Option<String>,
    /// Where to join.
    #[serde(deserialize_with = "filled")]
    pub url: Option<Spanned<String>>,
    /// Why it does not take place.
    #[serde(deserialize_with = "filled")]
    pub cancelled: Option<String>,
}

/// `[[team]]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TeamConfig {
    /// Its id.
    pub id: Spanned<Id>,
    /// Its name.
    #[serde(deserialize_with = "filled")]
    pub title: String,
    /// The group of common interest that it belongs to.
    #[serde(default, deserialize_with = "filled")]
    pub group: Option<Spanned<String>>,
    /// Ids of people.
    #[serde(default, deserialize_with = "filled")]
    pub members: Vec<Spanned<String>>,
}
