//! giscus: GitHub Discussions.

use std::sync::Arc;

use serde_json::{Value, json};

use super::{Engine, Settings, Thread};
use crate::config::GiscusConfig;
use crate::diagnostic::Diagnostic;
use crate::rule;

#[derive(Debug)]
struct Giscus(GiscusConfig);

pub(super) fn make(settings: &mut Settings<'_>) -> Option<Arc<dyn Engine>> {
    let Some(giscus) = &settings.config.giscus else {
        settings.lacks_table("[forum.giscus]", "repo, repo_id, category and category_id");
        return None;
    };
    let is_repo = giscus
        .repo
        .split_once('/')
        .is_some_and(|(owner, name)| !owner.is_empty() && !name.is_empty() && !name.contains('/'));
    if !is_repo {
        settings.diagnostics.push(
            Diagnostic::new(
                &rule::BAD_FORUM,
                settings.path,
                giscus.repo.span(),
                format!("`{}` is no repository", giscus.repo.value),
            )
            .help("write its owner and its name, like \"org/course\""),
        );
        return None;
    }
    Some(Arc::new(Giscus(giscus.value.clone())))
}

impl Engine for Giscus {
    fn id(&self) -> &'static str {
        "giscus"
    }

    fn embed(&self, thread: &Thread<'_>) -> Option<Value> {
        // `specific` with `strict` finds the discussion by a hash in its text, so that titles may change; every other
        // mapping loses the thread when a page is renamed.
        let language = thread.language.split('-').next().unwrap_or("en");
        Some(json!({
            "engine": "giscus",
            // A discussion that is known is found by its number, whatever becomes of its title and text.
            "key": thread.key, "numbers": thread.numbers,
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
}
