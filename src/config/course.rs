//! `course.toml`: what the course is.

use serde::Deserialize;

use super::read::{list, not_yet, typed};
use super::{Node, Spanned, Strictness};
use crate::diagnostic::Diagnostic;
use crate::policy;
use crate::rule;
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
    /// Where somebody can add a resource: the page of the repository on which a file is added, or another page.
    pub contribute_url: Option<Spanned<String>>,
    /// How Markdown is read.
    pub markdown: MarkdownConfig,
    /// What pages may load from elsewhere, in the order of the file.
    #[serde(skip)]
    pub allow: Vec<AllowedOrigin>,
    /// Names of other people than those who do not want to be named, in the order of the file.
    #[serde(skip)]
    pub names: Vec<AllowedName>,
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
    /// The origins from which pages may load something, out of `[privacy]`.
    #[serde(skip)]
    pub allowed: Vec<String>,
}

impl Default for MarkdownConfig {
    fn default() -> Self {
        Self {
            math: false,
            smart_punctuation: false,
            highlight: true,
            allowed: Vec::new(),
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
        let (allow, names) = privacy(&mut node, path, diagnostics);
        let config: Option<Self> = typed(node, "the course", Strictness::Own, path, diagnostics);
        let mut config = config.unwrap_or_default();
        config.markdown.allowed = allow.iter().map(|one| one.origin.value.clone()).collect();
        Self {
            theme_options,
            allow,
            names,
            ..config
        }
    }
}

/// An element of `allow` in `[privacy]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AllowedOrigin {
    /// From where pages may load something, `https://media.example.org`.
    pub origin: Spanned<String>,
    /// Why; readers see it on the privacy page.
    pub reason: String,
}

/// An element of `names` in `[privacy]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AllowedName {
    /// A name that somebody has who is not shown, and that pages hold for another reason.
    pub name: Spanned<String>,
    /// That reason: "The lesson is about the mathematician."
    pub reason: String,
}

/// `[privacy]` without its lists, which are read element by element.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PrivacyConfig {
    #[serde(default)]
    #[allow(dead_code)] // It is named so that a slip is told which key was meant.
    allow: Option<bool>,
    #[serde(default)]
    #[allow(dead_code)]
    names: Option<bool>,
}

/// `[privacy]`: what pages may load from elsewhere, with the reason that readers are told; and names that may stay.
fn privacy(
    node: &mut Node,
    path: &SourcePath,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Vec<AllowedOrigin>, Vec<AllowedName>) {
    let Some(mut entry) = node.take("privacy") else {
        return Default::default();
    };
    let mut names = list::<AllowedName>(&mut entry.node, "names", "this name", path, diagnostics);
    names.retain(|one| {
        let has_reason = !one.reason.trim().is_empty();
        if !has_reason {
            let message = format!("`{}` has no reason", one.name.value);
            let found = Diagnostic::new(&rule::BAD_PRIVACY, path, one.name.span(), message);
            diagnostics.push(found.help("say in a sentence who is meant by the name in the pages"));
        }
        has_reason
    });
    let listed = list::<AllowedOrigin>(&mut entry.node, "allow", "this origin", path, diagnostics);
    let _: Option<PrivacyConfig> =
        typed(entry.node, "[privacy]", Strictness::Own, path, diagnostics);
    let mut allow: Vec<AllowedOrigin> = Vec::new();
    for mut one in listed {
        let span = one.origin.span();
        let mut bad = |message: String, help: &str| {
            let found = Diagnostic::new(&rule::BAD_PRIVACY, path, span.clone(), message);
            diagnostics.push(found.help(help));
        };
        let written = one.origin.value.trim_end_matches('/');
        let found = policy::origin(written).filter(|origin| origin.eq_ignore_ascii_case(written));
        let Some(origin) = found else {
            bad(
                format!("`{}` is no origin", one.origin.value),
                "an origin is the address without a path, like \"https://media.example.org\"",
            );
            continue;
        };
        if one.reason.trim().is_empty() {
            bad(
                "this has no reason".to_owned(),
                "say in a sentence why pages load something from there: readers see it",
            );
            continue;
        }
        if allow.iter().any(|other| other.origin.value == origin) {
            bad(format!("{origin} is allowed twice"), "keep one of the two");
            continue;
        }
        one.origin.value = origin;
        allow.push(one);
    }
    (allow, names)
}
