//! `data/people.toml`: who wrote what in the forum, for people who agreed to be named there, and whose posts are gone for ever.
//!
//! A forum knows people by ids that mean nothing to anybody else (`actor` in data/activity.jsonl and data/threads.json). This
//! file is the only place where such an id meets a name, and nothing of it but the chosen name comes into a portal:
//!
//! ```toml
//! [[person]]
//! id = "grace"                      # people/grace.md: name and consent are taken from there ...
//! actors = ["isso:4505c1eeda98"]
//!
//! [[person]]                        # ... or stand here, for somebody without a page
//! name = "Ada"
//! consent = 2026-10-05
//! actors = ["isso:895a6584f8d8", "mail:1f0c9a77e1d2b3c4"]
//!
//! [[removed]]                       # their posts are in no portal any more; replies of others stay
//! actors = ["isso:f00dfeedbeef"]
//! ```
//!
//! Whoever is not in this file is never named by a snapshot more than `[forum.snapshot] names` says.

use serde::Deserialize;

use super::read::list;
use super::{Date, Node, Spanned, Strictness, typed};
use crate::diagnostic::Diagnostic;
use crate::source::SourcePath;

/// Its place in the course folder.
pub const PEOPLE: &str = "data/people.toml";

/// `data/people.toml`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PeopleConfig {
    /// Who may be named, in the order of the file.
    #[serde(rename = "person")]
    pub people: Vec<PersonConfig>,
    /// Who asked that their posts go, in the order of the file.
    pub removed: Vec<RemovedConfig>,
}

impl PeopleConfig {
    /// Reads the file element by element, so that one bad entry hides no other.
    pub fn read(mut node: Node, path: &SourcePath, diagnostics: &mut Vec<Diagnostic>) -> Self {
        let people = list(&mut node, "person", "this person", path, diagnostics);
        let removed = list(&mut node, "removed", "this entry", path, diagnostics);
        let _: Option<Self> = typed(node, "this file", Strictness::Own, path, diagnostics);
        Self { people, removed }
    }
}

/// `[[person]]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PersonConfig {
    /// The id of a person in `people/`, whose name and consent count where this entry has none.
    #[serde(default)]
    pub id: Option<Spanned<String>>,
    /// What the forum and other systems call this person.
    pub actors: Spanned<Vec<Spanned<String>>>,
    /// The name that the person chose for the discussions.
    #[serde(default)]
    pub name: Option<Spanned<String>>,
    /// The day on which the person agreed to be named.
    #[serde(default)]
    pub consent: Option<Spanned<Date>>,
}

/// `[[removed]]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RemovedConfig {
    /// What the forum calls the person: nothing else has to be kept to keep the posts out.
    pub actors: Spanned<Vec<Spanned<String>>>,
}

/// Whether a text can be an actor: a system, and what that one calls somebody.
#[must_use]
pub fn is_actor(text: &str) -> bool {
    let is_part = |part: &str| {
        !part.is_empty()
            && part
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
    };
    text.split_once(':')
        .is_some_and(|(system, id)| is_part(system) && is_part(id) && id != "unknown")
}
