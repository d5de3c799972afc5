//! [`Builder`]: the one path from [`Sources`] to a [`Build`], for every command.

use std::time::Duration;

use crate::artifact::Artifacts;
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::highlight::Highlighter;
use crate::source::Sources;

/// What a command asks of a build.
#[derive(Debug, Clone)]
pub struct Options {
    /// Instead of `base_url` in `course.toml`.
    pub base_url: Option<String>,
    /// Whether drafts are shown.
    pub drafts: bool,
    /// Whether this is the facilitator's edition.
    pub facilitator: bool,
    /// The time of the build, the only clock there is.
    pub now: jiff::Timestamp,
}

/// How long each stage took.
#[derive(Debug, Clone, Copy, Default)]
#[allow(missing_docs)]
pub struct Timings {
    pub parse: Duration,
    pub assemble: Duration,
    pub render: Duration,
}

/// What was built, in numbers.
#[derive(Debug, Clone, Copy, Default)]
pub struct Stats {
    /// Pages of the portal.
    pub pages: usize,
    /// Pages that were rendered, and not taken from the build before.
    pub rendered: usize,
    /// Lessons of the course.
    pub lessons: usize,
    /// Modules of the course.
    pub modules: usize,
    /// Cohorts.
    pub cohorts: usize,
    /// Sessions of all cohorts.
    pub sessions: usize,
    /// How long each stage took.
    pub timings: Timings,
}

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

/// Builds a portal, again and again. It remembers pure results by the digests of their inputs and
/// nothing else, so that a warm build equals a cold one, byte for byte.
#[derive(Debug)]
pub struct Builder {
    highlighter: Highlighter,
}

impl Builder {
    /// A builder that knows nothing yet.
    #[must_use]
    pub fn new(highlighter: Highlighter) -> Self {
        Self { highlighter }
    }

    /// The highlighter, to save what it has learnt.
    #[must_use]
    pub fn highlighter(&self) -> &Highlighter {
        &self.highlighter
    }

    /// Builds the portal from `sources`.
    pub fn rebuild(&mut self, sources: &Sources, options: &Options) -> Build {
        let _ = (sources, options);
        Build::default()
    }
}
