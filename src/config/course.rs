//! `course.toml`: what the course is.

use serde::Deserialize;

use super::read::{not_yet, typed};
use super::{Node, Spanned, Strictness};
use crate::diagnostic::Diagnostic;
use crate::source::SourcePath;

/// `course.toml`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CourseConfig {
    /// The name of the course.
    pub title: Option<String>,
    /// What it is, in one sentence.
    pub description: Option<String>,
    /// The language of the course, as in BCP 47: `en`, `pt-BR`.
    pub language: Option<Spanned<String>>,
    /// Where the portal will be; a path under a host is fine.
    pub base_url: Option<Spanned<String>>,
    /// The licence of the text, as in SPDX: `CC-BY-4.0`.
    pub license: Option<String>,
    /// The theme: `agora`, or a folder in `themes/`.
    pub theme: Option<Spanned<String>>,
    /// Where a page can be edited; `{path}` stands for the page's path.
    pub edit_url: Option<Spanned<String>>,
    /// Where somebody can add a resource.
    pub contribute_url: Option<Spanned<String>>,
    /// How Markdown is read.
    pub markdown: MarkdownConfig,
    /// What the theme lets authors choose; the theme says what there is.
    #[serde(skip)]
    pub theme_options: Option<Node>,
}

/// `[markdown]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MarkdownConfig {
    /// `$x$` and `$$x$$` are formulas.
    pub math: bool,
    /// Straight quotes become curly ones, `--` a dash.
    pub smart_punctuation: bool,
    /// Code is coloured.
    pub highlight: bool,
}

impl Default for MarkdownConfig {
    fn default() -> Self {
        Self {
            math: false,
            smart_punctuation: false,
            highlight: true,
        }
    }
}

impl CourseConfig {
    /// Reads `course.toml`.
    pub fn read(mut node: Node, path: &SourcePath, diagnostics: &mut Vec<Diagnostic>) -> Self {
        // `[search] enabled = false` asks for what there is.
        let wants_search = node
            .entry("search")
            .and_then(|search| search.node.entry("enabled"));
        let wants_search =
            wants_search.is_none_or(|entry| entry.node.value != super::Value::Bool(false));
        if wants_search {
            not_yet(&mut node, &["search"], path, diagnostics);
        }
        node.take("search");
        let theme_options = node.take("theme_options").map(|entry| entry.node);
        let config: Option<Self> = typed(node, "the course", Strictness::Own, path, diagnostics);
        Self {
            theme_options,
            ..config.unwrap_or_default()
        }
    }
}
