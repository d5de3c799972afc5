//! A forum that is linked to and not embedded.
//!
//! ```toml
//! [forum]
//! engine = "link"
//! home = "https://talk.example.org/"
//! ```

use std::sync::Arc;

use serde_json::Value;

use super::{Engine, Settings, Thread};

#[derive(Debug)]
struct Link;

pub(super) fn make(settings: &mut Settings<'_>) -> Option<Arc<dyn Engine>> {
    if settings.config.home.is_none() {
        settings.lacks("home", "home = \"https://talk.example.org/\"");
        return None;
    }
    Some(Arc::new(Link))
}

impl Engine for Link {
    fn id(&self) -> &'static str {
        "link"
    }

    fn embed(&self, _thread: &Thread<'_>) -> Option<Value> {
        None
    }
}
