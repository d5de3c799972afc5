//! Isso: comments on one's own server, without accounts.

use std::sync::Arc;

use serde_json::{Value, json};

use super::{Engine, Settings, Thread};

#[derive(Debug)]
struct Isso {
    origin: String,
    avatar: bool,
}

pub(super) fn make(settings: &mut Settings<'_>) -> Option<Arc<dyn Engine>> {
    let avatar = settings
        .config
        .isso
        .as_ref()
        .is_some_and(|isso| isso.avatar);
    Some(Arc::new(Isso {
        origin: settings.origin()?,
        avatar,
    }))
}

impl Engine for Isso {
    fn id(&self) -> &'static str {
        "isso"
    }

    fn embed(&self, thread: &Thread<'_>) -> Option<Value> {
        // Isso joins its host and this path in mails, so the path is the portal's own. It asks for the title when it
        // cannot reach the page, and refuses the first post without one.
        let id = format!("{}{}", thread.base.trim_end_matches('/'), thread.key);
        Some(json!({
            "engine": "isso", "origin": self.origin, "id": id, "title": thread.title, "lang": thread.language, "avatar": self.avatar,
        }))
    }
}
