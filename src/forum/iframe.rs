//! Any forum that has a page for a thread which other pages may show in a frame.
//!
//! ```toml
//! [forum]
//! engine = "iframe"
//!
//! [forum.iframe]
//! url = "https://forum.example.org/embed?thread={key}&title={title}&lang={language}"
//! ```

use std::sync::Arc;

use serde::Deserialize;
use serde_json::{Value, json};

use super::{Engine, Settings, Thread, whole};
use crate::config::Spanned;
use crate::policy::{Fetch, Policy, origin};

/// `[forum.iframe]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    /// The address of a thread, with `{key}`, `{page}`, `{title}` and `{language}`.
    url: Spanned<String>,
}

#[derive(Debug)]
struct Iframe {
    origin: String,
    url: String,
}

pub(super) fn make(settings: &mut Settings<'_>) -> Option<Arc<dyn Engine>> {
    if !settings.has_table() {
        settings.lacks_table("url = \"https://forum.example.org/embed?thread={key}\"");
        return None;
    }
    let url = settings.table::<Table>()?.url;
    let Some(origin) = origin(&url).filter(|_| !url.starts_with("//")) else {
        settings.bad(
            url.span(),
            format!("`{}` is no address of a frame", url.value),
            "write it with https://, and {key} where the thread belongs",
        );
        return None;
    };
    if !url.contains("{key}") && !url.contains("{page}") {
        settings.bad(
            url.span(),
            "every thread would be the same one".to_owned(),
            "put {key} into the address where the thread belongs, or {page} for the thread's whole address",
        );
        return None;
    }
    if url.contains("{page}") {
        settings.needs_base_url("{page} is the whole address of a thread")?;
    }
    Some(Arc::new(Iframe {
        origin,
        url: url.value,
    }))
}

impl Iframe {
    fn address(&self, thread: &Thread<'_>) -> String {
        let part = crate::name::encode_value;
        self.url
            .replace("{key}", &part(thread.key))
            .replace("{page}", &part(&whole(thread).unwrap_or_default()))
            .replace("{title}", &part(thread.title))
            .replace("{language}", &part(thread.language))
    }
}

impl Engine for Iframe {
    fn id(&self) -> &'static str {
        "iframe"
    }

    fn origin(&self) -> Option<&str> {
        Some(&self.origin)
    }

    fn embed(&self, thread: &Thread<'_>) -> Option<Value> {
        Some(json!({
            "engine": "iframe", "origin": self.origin, "src": self.address(thread), "title": thread.title,
        }))
    }

    fn policy(&self) -> Policy {
        Policy::of([(Fetch::Frame, self.origin.as_str())])
    }

    fn url(&self, thread: &Thread<'_>) -> Option<String> {
        Some(self.address(thread))
    }
}
