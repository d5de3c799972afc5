//! `[[channel]]`, `[channels]` and `[share]` of `community.toml`: where people talk besides the forum.

use serde::Deserialize;

use super::node::Value;
use super::read::{list, typed};
use super::{ChannelKind, Node, Spanned, Strictness};
use crate::diagnostic::Diagnostic;
use crate::source::SourcePath;

/// `[[channel]]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChannelConfig {
    /// Which system it is.
    pub kind: Spanned<ChannelKind>,
    /// Its name.
    #[serde(default)]
    pub title: Option<String>,
    /// Where to join.
    #[serde(default)]
    pub url: Option<Spanned<String>>,
    /// What it is for.
    #[serde(default)]
    pub purpose: Option<Spanned<String>>,
    /// For whom it is.
    #[serde(default)]
    pub audience: Option<String>,
    /// Until when it is used: a date, a time relative to a session, or words.
    #[serde(default)]
    pub until: Option<Spanned<String>>,
    /// What is asked here: "Urgent during a session".
    #[serde(default)]
    pub ask: Vec<String>,
}

/// `[channels]`.
#[derive(Debug, Clone)]
pub struct ChannelsConfig {
    /// How many channels there may be besides the forum.
    pub max: Spanned<u32>,
    /// What is no finding, each with a reason.
    pub allow: Vec<AllowConfig>,
}

impl Default for ChannelsConfig {
    fn default() -> Self {
        Self {
            max: Spanned::new(3, 0..0),
            allow: Vec::new(),
        }
    }
}

/// `[channels]` without its list, which is read element by element.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    channels: Settings,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Settings {
    #[serde(default)]
    max: Option<Spanned<u32>>,
    #[serde(default)]
    #[allow(dead_code)] // It is named so that a slip is told which key was meant.
    allow: Option<bool>,
}

impl ChannelsConfig {
    /// Takes `[channels]` out of the file.
    pub(super) fn take(
        node: &mut Node,
        path: &SourcePath,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Self {
        let mut config = Self::default();
        let Some(mut entry) = node.take("channels") else {
            return config;
        };
        if matches!(entry.node.value, Value::Table(_)) {
            config.allow = list(
                &mut entry.node,
                "allow",
                "this exception",
                path,
                diagnostics,
            );
        }
        let head = Node {
            span: entry.node.span.clone(),
            value: Value::Table(vec![entry]),
        };
        let head: Option<Head> = typed(head, "[channels]", Strictness::Own, path, diagnostics);
        if let Some(max) = head.and_then(|head| head.channels.max) {
            config.max = max;
        }
        config
    }
}

/// An element of `allow`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AllowConfig {
    /// The system.
    pub kind: Spanned<ChannelKind>,
    /// Why it is good as it is.
    pub reason: Spanned<String>,
    /// The one rule that is meant; without it, all that are about channels.
    #[serde(default)]
    pub rule: Option<Spanned<String>>,
}

/// `[share]`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ShareConfig {
    /// Where pages can be passed on to, in the order of the links.
    pub links: Vec<Spanned<String>>,
}
