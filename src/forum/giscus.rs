//! giscus: GitHub Discussions.
//!
//! ```toml
//! [forum]
//! engine = "giscus"
//! home = "https://github.com/org/course/discussions"
//!
//! [forum.giscus]                         # giscus.app shows what to write
//! repo = "org/course"
//! repo_id = "R_..."
//! category = "Cohort"
//! category_id = "DIC_..."
//! ```

use std::sync::Arc;

use serde::Deserialize;
use serde_json::{Value, json};

use super::{Engine, Settings, Thread};
use crate::config::Spanned;
use crate::policy::{Fetch, Policy};

/// Where giscus runs.
const ORIGIN: &str = "https://giscus.app";

/// `[forum.giscus]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    /// `owner/name` of the repository with the discussions.
    repo: Spanned<String>,
    repo_id: String,
    category: String,
    category_id: String,
}

#[derive(Debug)]
struct Giscus(Table);

pub(super) fn make(settings: &mut Settings<'_>) -> Option<Arc<dyn Engine>> {
    if !settings.has_table() {
        settings
            .lacks_table("repo, repo_id, category and category_id; giscus.app shows what to write");
        return None;
    }
    let table: Table = settings.table()?;
    let is_repo = table
        .repo
        .split_once('/')
        .is_some_and(|(owner, name)| !owner.is_empty() && !name.is_empty() && !name.contains('/'));
    if !is_repo {
        settings.bad(
            table.repo.span(),
            format!("`{}` is no repository", table.repo.value),
            "write its owner and its name, like \"org/course\"",
        );
        return None;
    }
    Some(Arc::new(Giscus(table)))
}

impl Engine for Giscus {
    fn id(&self) -> &'static str {
        "giscus"
    }

    fn origin(&self) -> Option<&str> {
        Some(ORIGIN)
    }

    fn embed(&self, thread: &Thread<'_>) -> Option<Value> {
        // `specific` with `strict` finds the discussion by a hash in its text, so that titles may change; every other
        // mapping loses the thread when a page is renamed.
        let language = thread.language.split('-').next().unwrap_or("en");
        Some(json!({
            "engine": "giscus",
            "origin": ORIGIN,
            "attributes": {
                "data-repo": *self.0.repo,
                "data-repo-id": self.0.repo_id,
                "data-category": self.0.category,
                "data-category-id": self.0.category_id,
                "data-mapping": "specific",
                "data-term": thread.key,
                "data-strict": "1",
                "data-reactions-enabled": "1",
                "data-emit-metadata": "0",
                "data-input-position": "top",
                "data-lang": language,
            },
        }))
    }

    fn policy(&self) -> Policy {
        Policy::of([
            (Fetch::Script, ORIGIN),
            (Fetch::Style, ORIGIN),
            (Fetch::Frame, ORIGIN),
        ])
    }

    fn url(&self, thread: &Thread<'_>) -> Option<String> {
        // The hash of the key is in the discussion's text; its title is the key.
        let term = crate::name::encode_value(&format!("\"{}\" in:title", thread.key));
        Some(format!(
            "https://github.com/{}/discussions?discussions_q={term}",
            *self.0.repo
        ))
    }

    fn runs(&self) -> Option<&'static str> {
        Some("GitHub keeps what is posted")
    }
}
