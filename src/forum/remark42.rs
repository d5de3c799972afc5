//! Remark42: comments on one's own server, with accounts of other services.
//!
//! ```toml
//! [forum]
//! engine = "remark42"
//! origin = "https://talk.example.org"
//!
//! [forum.remark42]
//! site_id = "course"                     # one of the names in Remark42's own SITE
//! ```

use std::sync::Arc;

use serde::Deserialize;
use serde_json::{Value, json};

use super::{Engine, Settings, Thread, whole};
use crate::policy::{Fetch, Policy};

/// `[forum.remark42]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    site_id: String,
}

#[derive(Debug)]
struct Remark42 {
    origin: String,
    site_id: String,
}

pub(super) fn make(settings: &mut Settings<'_>) -> Option<Arc<dyn Engine>> {
    if !settings.has_table() {
        settings.lacks_table("site_id, one of the names in Remark42's own SITE");
        return None;
    }
    let table: Table = settings.table()?;
    let origin = settings.origin()?;
    settings.needs_base_url("Remark42 knows a thread by its whole address")?;
    Some(Arc::new(Remark42 {
        origin,
        site_id: table.site_id,
    }))
}

impl Engine for Remark42 {
    fn id(&self) -> &'static str {
        "remark42"
    }

    fn origin(&self) -> Option<&str> {
        Some(&self.origin)
    }

    fn embed(&self, thread: &Thread<'_>) -> Option<Value> {
        Some(json!({
            "engine": "remark42", "origin": self.origin, "siteId": self.site_id, "url": whole(thread)?, "title": thread.title,
            "lang": thread.language,
        }))
    }

    fn policy(&self) -> Policy {
        // Its script makes a frame and asks nothing itself.
        Policy::of([
            (Fetch::Script, self.origin.as_str()),
            (Fetch::Frame, &self.origin),
        ])
    }
}
