//! The preview of a thread: `stoa serve` keeps it in memory, and nothing is sent to anybody.

use serde_json::{Value, json};

use super::Thread;
use crate::policy::{Fetch, OWN, Policy};

/// Where the server of the preview listens below the base path; no file of a portal can be there.
pub(crate) const PATH: &str = "__stoa/forum/";

pub(super) fn embed(thread: &Thread<'_>) -> Value {
    json!({
        "engine": "preview", "module": format!("{}{PATH}engine.js", thread.base), "key": thread.key, "title": thread.title,
    })
}

pub(super) fn policy() -> Policy {
    Policy::of([(Fetch::Connect, OWN)])
}
