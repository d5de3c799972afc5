//! [`Stats`].

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// How long each stage took.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Timings {
    pub parse: Duration,
    pub assemble: Duration,
    pub render: Duration,
}

/// What was built, in numbers.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
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
