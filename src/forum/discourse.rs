//! Discourse: a whole forum, whose topics are shown in the page.

use std::sync::Arc;

use serde_json::{Value, json};

use super::{Engine, Settings, Thread};

#[derive(Debug)]
struct Discourse {
    origin: String,
    full_app: bool,
}

pub(super) fn make(settings: &mut Settings<'_>) -> Option<Arc<dyn Engine>> {
    let full_app = settings
        .config
        .discourse
        .as_ref()
        .is_some_and(|discourse| discourse.full_app);
    Some(Arc::new(Discourse {
        origin: settings.origin()?,
        full_app,
    }))
}

impl Engine for Discourse {
    fn id(&self) -> &'static str {
        "discourse"
    }

    fn embed(&self, thread: &Thread<'_>) -> Option<Value> {
        // Discourse reads the page at this address to open the topic, so it has to be a whole one.
        let url = format!("{}{}", thread.base_url?.trim_end_matches('/'), thread.key);
        Some(json!({
            "engine": "discourse", "origin": format!("{}/", self.origin), "embedUrl": url, "topicId": null, "key": thread.key, "numbers": thread.numbers, "fullApp": self.full_app,
        }))
    }
}
