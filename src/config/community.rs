//! `community.toml`: who learns together, and where they talk.

use serde::{Deserialize, Serialize};

use super::node::Value;
use super::read::{below, list, not_yet, typed};
use super::{
    ChannelConfig, ChannelsConfig, Entry, Id, Node, PlanConfig, ShareConfig, Spanned, Strictness,
};
use crate::diagnostic::Diagnostic;
use crate::rule;
use crate::source::SourcePath;

/// `community.toml` without its lists, which are read element by element.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CommunityConfig {
    /// What holds the community together.
    #[serde(rename = "type")]
    pub kind: CommunityType,
    /// Its one goal, in a sentence.
    pub goal: Option<String>,
    /// How many channels the course allows itself, and what of them is good as it is.
    #[serde(skip)]
    pub channels: ChannelsConfig,
    /// Where pages can be passed on to.
    pub share: ShareConfig,
    /// The forum, read by [`ForumConfig`].
    #[serde(skip)]
    pub forum: Option<ForumConfig>,
    /// Groups by common interest, in the order of the file.
    #[serde(skip)]
    pub groups: Vec<GroupConfig>,
    /// Channels, in the order of the file.
    #[serde(skip)]
    pub channel: Vec<ChannelConfig>,
    /// What facilitators do when, in the order of the file.
    #[serde(skip)]
    pub plan: Vec<PlanConfig>,
}

impl CommunityConfig {
    /// Reads `community.toml`: its lists element by element, so that one bad channel hides no other.
    pub fn read(mut node: Node, path: &SourcePath, diagnostics: &mut Vec<Diagnostic>) -> Self {
        not_yet(&mut node, &["points", "ranking"], path, diagnostics);
        let groups = list(&mut node, "group", "this group", path, diagnostics);
        let channel = list(&mut node, "channel", "this channel", path, diagnostics);
        let channels = ChannelsConfig::take(&mut node, path, diagnostics);
        let plan = super::plan::read(&mut node, path, diagnostics);
        let forum = node.take("forum");
        let forum = forum
            .and_then(|entry| match &entry.node.value {
                Value::String(engine) => {
                    let help = below("forum", Some(format!("engine = \"{engine}\"")));
                    let message =
                        format!("the forum is the text \"{engine}\", where a table belongs");
                    let span = entry.node.span.clone();
                    diagnostics
                        .push(Diagnostic::new(&rule::BAD_VALUE, path, span, message).help(help));
                    None
                }
                _ => Some(entry),
            })
            .and_then(|entry| ForumConfig::read(entry.node, path, diagnostics));
        let config: Option<Self> = typed(node, "the community", Strictness::Own, path, diagnostics);
        Self {
            groups,
            channel,
            channels,
            plan,
            forum,
            ..config.unwrap_or_default()
        }
    }
}

/// What holds a community together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum CommunityType {
    /// A common interest.
    Interest,
    /// A common wish to learn something.
    #[default]
    Learning,
    /// A common practice.
    Practice,
}

/// `[[group]]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GroupConfig {
    /// Its id.
    pub id: Spanned<Id>,
    /// Its name.
    pub title: String,
    /// What it is for.
    #[serde(default)]
    pub purpose: Option<String>,
}

/// `[forum]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ForumConfig {
    /// Which forum it is.
    pub engine: Spanned<String>,
    /// The one origin that the browser may talk to: `https://talk.example.org`.
    #[serde(default)]
    pub origin: Option<Spanned<String>>,
    /// The forum's own front page.
    #[serde(default)]
    pub home: Option<Spanned<String>>,
    /// Who runs it; named before it is loaded.
    #[serde(default)]
    pub operator: Option<String>,
    /// A page that says what the operator does with what is posted.
    #[serde(default)]
    pub privacy: Option<Spanned<String>>,
    /// When it is loaded.
    #[serde(default)]
    pub load: Load,
    /// What has a thread of its own.
    #[serde(default)]
    pub threads: Threads,
    /// What is asked in it, for the page that says where to ask what.
    #[serde(default)]
    pub ask: Vec<String>,
    /// How the people of a snapshot are named, out of `[forum.snapshot]`.
    #[serde(skip)]
    pub names: Names,
    /// Its tables, `[forum.isso]`, by their names: each engine reads its own.
    #[serde(skip)]
    pub tables: Vec<Entry>,
}

/// `[forum.snapshot]`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct SnapshotConfig {
    /// How people are named of whom data/people.toml says nothing.
    names: Names,
}

/// How a snapshot names people who are not in `data/people.toml`.
///
/// A handle is published in the forum already, and often it is a whole name. But a forum can be closed, and there its author can
/// change or delete it, while a portal is copied and kept. So a portal republishes no handle unless its author says that people
/// were told (`product.md`: no personal data without recorded consent); with the first letters one can still follow who answers
/// whom.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Names {
    /// As the forum does: its people were told that the portal shows it too.
    Handle,
    /// By the first letters of the name in the forum.
    #[default]
    Initials,
    /// Not at all.
    None,
}

impl ForumConfig {
    /// Reads `[forum]` without the tables of engines.
    fn read(mut node: Node, path: &SourcePath, diagnostics: &mut Vec<Diagnostic>) -> Option<Self> {
        let mut tables = Vec::new();
        let is_table = matches!(&node.entry("snapshot"), Some(entry) if matches!(entry.node.value, Value::Table(_)));
        let snapshot: Option<SnapshotConfig> = is_table
            .then(|| node.take("snapshot"))
            .flatten()
            .and_then(|entry| {
                let what = "[forum.snapshot]";
                typed(entry.node, what, Strictness::Own, path, diagnostics)
            });
        if let Value::Table(entries) = &mut node.value {
            let is_table = |entry: &mut Entry| matches!(entry.node.value, Value::Table(_));
            tables.extend(entries.extract_if(.., is_table));
        }
        let config: Self = typed(node, "the forum", Strictness::Own, path, diagnostics)?;
        Some(Self {
            tables,
            names: snapshot.unwrap_or_default().names,
            ..config
        })
    }
}

/// When the forum is loaded.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Load {
    /// When the learner asks for it.
    #[default]
    Click,
    /// When it comes into view; only for a forum on the portal's own site.
    Lazy,
    /// Not at all: a link only.
    Never,
}

/// What has a thread of its own.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Threads {
    /// Every lesson and every module.
    #[default]
    Lesson,
    /// Every module.
    Module,
    /// Every session.
    Session,
    /// Nothing but `:::discussion` and `:::introduce`.
    None,
}
