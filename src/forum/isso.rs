//! Isso: comments on one's own server, without accounts.
//!
//! ```toml
//! [forum]
//! engine = "isso"
//! origin = "https://talk.example.org"    # where Isso runs; its `host` must name the portal's origin
//!
//! [forum.isso]                           # may be left out
//! avatar = false                         # whether Isso draws a pattern beside each name
//! ```

use std::sync::Arc;

use serde::Deserialize;
use serde_json::{Value, json};

use super::{Engine, Settings, Thread};
use crate::policy::{Fetch, Policy};

/// `[forum.isso]`.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Table {
    avatar: bool,
}

#[derive(Debug)]
struct Isso {
    origin: String,
    avatar: bool,
}

pub(super) fn make(settings: &mut Settings<'_>) -> Option<Arc<dyn Engine>> {
    let table: Table = settings.table().unwrap_or_default();
    Some(Arc::new(Isso {
        origin: settings.origin()?,
        avatar: table.avatar,
    }))
}

impl Engine for Isso {
    fn id(&self) -> &'static str {
        "isso"
    }

    fn origin(&self) -> Option<&str> {
        Some(&self.origin)
    }

    fn embed(&self, thread: &Thread<'_>) -> Option<Value> {
        // Isso joins its host and this path in mails, so the path is the portal's own. It asks for the title when it
        // cannot reach the page, and refuses the first post without one.
        let id = format!("{}{}", thread.base.trim_end_matches('/'), thread.key);
        Some(json!({
            "engine": "isso", "origin": self.origin, "id": id, "title": thread.title, "lang": thread.language, "avatar": self.avatar,
        }))
    }

    fn policy(&self) -> Policy {
        // It puts its script, its style sheet and its answers into the page itself.
        let mut policy = Policy::of([
            (Fetch::Script, self.origin.as_str()),
            (Fetch::Style, &self.origin),
            (Fetch::Connect, &self.origin),
        ]);
        if self.avatar {
            // The patterns are SVG with colours in `style`, which only Isso knows: no hash can name them.
            policy.allow(Fetch::StyleAttribute, "'unsafe-inline'");
        }
        policy
    }
}
