//! `cohorts/*.toml`: one run of the course.

use std::collections::BTreeMap;

use serde::de::{DeserializeOwned, IgnoredAny};
use serde::{Deserialize, Deserializer};

use super::help;
use super::read::{Strictness, elements, require};
use super::schedule::duplicate;
use super::value::filled;
use super::{Date, Id, Node, SessionOverride, Sessions, Spanned, Value, typed};
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
    /// Days off that move nothing: weeks go on, and a session on such a day is a finding.
    #[serde(default)]
    pub holidays: Vec<Spanned<HolidayConfig>>,
    /// Ids of people.
    #[serde(default, deserialize_with = "filled")]
    pub facilitators: Vec<Spanned<String>>,
    /// The teams, in the order of the file.
    #[serde(default, rename = "team")]
    pub teams: Vec<TeamConfig>,
    /// What differs in this run, by the id of the session, and sessions of this run only; read one by
    /// one.
    #[serde(default, rename = "session", deserialize_with = "read_elsewhere")]
    pub overrides: Vec<SessionOverride>,
    /// Sessions of this run only, in a file without any `[session.ID]`: TOML allows one of the two.
    #[serde(skip)]
    pub sessions: Sessions,
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
        let mut sessions = Sessions::default();
        let kind = node.entry("session").map(|entry| &entry.node.value);
        if matches!(kind, Some(Value::List(_))) {
            sessions = Sessions::take(&mut node, path, diagnostics);
        } else if let Some(entry) = node.take("session") {
            if let Value::Table(entries) = entry.node.value {
                for entry in entries {
                    overrides.extend(SessionOverride::read(entry, path, diagnostics));
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
        let breaks = days(
            &mut node,
            ("breaks", "this break"),
            &["from", "to"],
            path,
            diagnostics,
        );
        let holidays = days(
            &mut node,
            ("holidays", "this holiday"),
            &["date"],
            path,
            diagnostics,
        );
        require(
            &node,
            &["start", "timezone"],
            "the cohort",
            path,
            diagnostics,
        );
        let mut cohort = typed::<Self>(node, "the cohort", own, path, diagnostics)?;
        cohort.overrides = overrides;
        cohort.sessions = sessions;
        cohort.teams = teams;
        cohort.breaks = breaks;
        cohort.holidays = holidays;
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

/// Takes the tables of a list like `breaks` out of a file and reads them one by one. A value of another
/// kind stays where it is, and is a finding with the rest.
fn days<T: DeserializeOwned>(
    node: &mut Node,
    (key, what): (&str, &str),
    required: &[&'static str],
    path: &SourcePath,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Spanned<T>> {
    let is_list = node
        .entry(key)
        .is_some_and(|entry| matches!(entry.node.value, Value::List(_)));
    if !is_list {
        return Vec::new();
    }
    let nodes = elements(node, key, path, diagnostics);
    let read = nodes.into_iter().filter_map(|node| {
        let span = node.span.clone();
        if !matches!(node.value, Value::Table(_)) {
            let found = match &node.value {
                Value::Date(day) => format!("the date {day}"),
                Value::String(text) => format!("the text \"{text}\""),
                other => other.word().to_owned(),
            };
            let message = format!(
                "this is {found}, where {} belong in braces",
                list_of(required)
            );
            let found = Diagnostic::new(&rule::BAD_VALUE, path, span, message);
            diagnostics.push(found.maybe_help(help::of_element(key, &node.value)));
            return None;
        }
        require(&node, required, what, path, diagnostics);
        let found = typed::<T>(node, what, Strictness::Own, path, diagnostics);
        found.map(|found| Spanned::new(found, span))
    });
    read.collect()
}

/// `from` and `to`.
fn list_of(keys: &[&str]) -> String {
    let keys = [keys, &["title"]].concat();
    crate::diagnostic::one_of(keys).replace(" or ", " and ")
}

/// What differs is read session by session; this makes its key known, for "did you mean".
fn read_elsewhere<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Vec<SessionOverride>, D::Error> {
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

/// An element of `holidays`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HolidayConfig {
    /// The day.
    pub date: Spanned<Date>,
    /// Its name.
    #[serde(default, deserialize_with = "filled")]
    pub title: Option<String>,
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
