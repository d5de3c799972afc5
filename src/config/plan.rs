//! `[[plan]]`: what the facilitator does when, relative to a cohort.

use serde::Deserialize;

use super::read::{Strictness, elements};
use super::schedule::duplicate;
use super::value::filled;
use super::{Id, Node, Role, Spanned, Time, WeekNumber, Weekday, typed};
use crate::diagnostic::Diagnostic;
use crate::source::SourcePath;

/// `[[plan]]` in `community.toml`: one thing that a facilitator does. It stands at `week`, `day` and `time`, or at `at`
/// relative to a session or to another element of the plan. It is in the facilitator's edition only.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanConfig {
    /// Its id, the same in every cohort.
    pub id: Spanned<Id>,
    /// Relative to a session or to another element of the plan: `"kickoff - 3d 09:00"`.
    #[serde(default)]
    pub at: Option<Spanned<String>>,
    /// The week of the cohort, from 1.
    #[serde(default)]
    pub week: Option<Spanned<WeekNumber>>,
    /// The day of the week.
    #[serde(default)]
    pub day: Option<Spanned<Weekday>>,
    /// The local time of the cohort.
    #[serde(default)]
    pub time: Option<Spanned<Time>>,
    /// Who does it: `facilitator`, or `learner` for what somebody of the cohort is asked to do.
    #[serde(default = "facilitator")]
    pub role: Role,
    /// Where: `forum`, or the kind or the title of a channel.
    #[serde(default, deserialize_with = "filled")]
    pub channel: Option<Spanned<String>>,
    /// What it is, in a few words.
    #[serde(deserialize_with = "filled")]
    pub title: String,
    /// What to post: the path of a text in `plan/`, or the text itself. `{{ cohort.title }}` and the like are replaced by what
    /// is true of the cohort.
    #[serde(default, deserialize_with = "filled")]
    pub text: Option<Spanned<String>>,
}

fn facilitator() -> Role {
    Role::Facilitator
}

/// Reads the plan element by element. Of two with one id the first stays.
pub(super) fn read(
    node: &mut Node,
    path: &SourcePath,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<PlanConfig> {
    let mut plan: Vec<PlanConfig> = Vec::new();
    let mut ids = std::collections::BTreeMap::new();
    for node in elements(node, "plan", path, diagnostics) {
        let id = node.entry("id").and_then(|entry| entry.node.as_str());
        let what = match id {
            Some(id) => format!("the plan's `{id}`"),
            None => "this element of the plan".to_owned(),
        };
        let Some(one) = typed::<PlanConfig>(node, &what, Strictness::Own, path, diagnostics) else {
            continue;
        };
        match ids.get(one.id.as_str()) {
            Some(first) => diagnostics.push(duplicate("element of the plan", &one.id, first, path)),
            None => {
                ids.insert(one.id.as_str().to_owned(), one.id.span());
                plan.push(one);
            }
        }
    }
    plan
}
