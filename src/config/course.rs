//! `course.toml`: what the course is.

use serde::Deserialize;

use super::{Node, Spanned};

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
    /// Whether there is a search.
    pub search: SearchConfig,
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

/// `[search]`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SearchConfig {
    /// Whether the portal has a search. It has none yet, whatever stands here.
    pub enabled: bool,
}
