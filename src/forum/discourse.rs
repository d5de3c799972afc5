//! Discourse: a whole forum, whose topics are shown in the page.
//!
//! ```toml
//! [forum]
//! engine = "discourse"
//! origin = "https://forum.example.org"   # Discourse must allow the portal's host under "Embedding"
//!
//! [forum.discourse]                      # may be left out
//! full_app = false                       # true: the whole topic with its reply box; false: the posts, and a link to reply
//! ```

use std::sync::Arc;

use serde::Deserialize;
use serde_json::{Value, json};

use super::{Engine, Settings, Thread, whole};
use crate::policy::{Fetch, Policy};

/// `[forum.discourse]`.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Table {
    full_app: bool,
}

#[derive(Debug)]
struct Discourse {
    origin: String,
    full_app: bool,
}

pub(super) fn make(settings: &mut Settings<'_>) -> Option<Arc<dyn Engine>> {
    let table: Table = settings.table().unwrap_or_default();
    let origin = settings.origin()?;
    settings.needs_base_url("Discourse reads the page of a thread to open its topic")?;
    Some(Arc::new(Discourse {
        origin,
        full_app: table.full_app,
    }))
}

impl Engine for Discourse {
    fn id(&self) -> &'static str {
        "discourse"
    }

    fn origin(&self) -> Option<&str> {
        Some(&self.origin)
    }

    fn embed(&self, thread: &Thread<'_>) -> Option<Value> {
        // Discourse reads the page at this address to open the topic, so it has to be a whole one.
        Some(json!({
            "engine": "discourse", "origin": format!("{}/", self.origin), "embedUrl": whole(thread)?, "topicId": null, "fullApp": self.full_app,
        }))
    }

    fn policy(&self) -> Policy {
        Policy::of([
            (Fetch::Script, self.origin.as_str()),
            (Fetch::Frame, &self.origin),
        ])
    }

    /// `TopicEmbed.normalize_url` of Discourse.
    fn fold(&self, address: &str) -> String {
        let low = address.to_lowercase();
        let low = low.strip_suffix('/').unwrap_or(&low);
        let Some(start) = low.find('-') else {
            return low.to_owned();
        };
        let rest = low[start..].trim_start_matches('-');
        format!("{}-{rest}", &low[..start])
    }
}
