//! [`Build`].

use std::collections::{BTreeMap, BTreeSet};

use super::{Stats, Steady};
use crate::artifact::Artifacts;
use crate::badge::Achievement;
use crate::diagnostic::{Diagnostic, Severity};
use crate::forum::Forum;
use crate::lock::Due;
use crate::site::Awards;

/// A portal and what is wrong with the course.
#[derive(Debug, Clone, Default)]
pub struct Build {
    /// The portal.
    pub artifacts: Artifacts,
    /// What is wrong, sorted, each once.
    pub diagnostics: Vec<Diagnostic>,
    /// What was built, in numbers.
    pub stats: Stats,
    /// The path of the portal under its host, `/` or `/social/`.
    pub base: String,
    /// How long this portal is the right one.
    pub steady: Steady,
    /// `stoa.lock` as this portal needs it, if that is not the one in the course folder.
    pub lock: Option<Due>,
    /// The forum.
    pub forum: Option<Forum>,
    /// Actors whose posts are gone for ever: `stoa forum pull` does not write them.
    pub removed: BTreeSet<String>,
    /// The whole address of the portal, if it is known.
    pub base_url: Option<String>,
    /// Who gives awards, and the awards.
    pub awards: Awards,
    /// The badges as awards of them would say, by their ids.
    pub achievements: BTreeMap<String, Achievement>,
    /// The time zone of the cohort of which pages without one speak, as IANA spells it.
    pub zone: Option<String>,
}

impl Build {
    /// Whether the portal can be published.
    #[must_use]
    pub fn is_good(&self) -> bool {
        self.diagnostics
            .iter()
            .all(|diagnostic| diagnostic.severity != Severity::Error)
    }
}
