//! `schedule.toml`: the format schedule, relative to a cohort's start.

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::read::Strictness;
use super::{Id, Node, SessionConfig, Sessions, Spanned, typed};
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
pub(super) struct Rest {
    #[serde(default, rename = "session")]
    _session: Option<IgnoredAny>,
}

impl ScheduleConfig {
    /// Reads `schedule.toml`.
    pub fn read(mut node: Node, path: &SourcePath, diagnostics: &mut Vec<Diagnostic>) -> Self {
        let sessions = Sessions::take(&mut node, path, diagnostics);
        typed::<Rest>(node, "schedule.toml", Strictness::Own, path, diagnostics);
        Self {
            sessions: sessions.found,
            broken: sessions.broken,
        }
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
