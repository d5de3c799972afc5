//! `build.json`: what was built, and when a build of the same course would give another portal, for the pipeline that
//! publishes it.

use serde::Serialize;

use super::{Artifact, OutPath, Planned, Rope};
use crate::pipeline::Steady;
use crate::site::Site;

/// The name of the file in the portal.
const FILE: &str = "build.json";

/// What `build.json` holds. Its keys stay; others may join them.
#[derive(Debug, Serialize)]
struct BuildInfo {
    /// `stoa 0.1.0`.
    generator: String,
    pages: usize,
    modules: usize,
    lessons: usize,
    cohorts: usize,
    sessions: usize,
    /// Pages that are not released yet.
    unreleased: usize,
    /// The next instant at which another build of the same course gives another portal: a page is released, a session or a
    /// week ends, a consent begins to count. `null` if there is none.
    next_change: Option<String>,
}

/// Plans the file, for a portal of so many pages.
pub(crate) fn plan<'a>(site: &Site, pages: usize, steady: &Steady) -> Planned<'a> {
    let info = BuildInfo {
        generator: format!("stoa {}", env!("CARGO_PKG_VERSION")),
        pages,
        modules: site.modules.len(),
        lessons: site.lessons.len(),
        cohorts: site.cohorts.len(),
        sessions: site.sessions(),
        unreleased: site.coming.len(),
        next_change: steady.until.map(whole_seconds),
    };
    // Numbers and text can always be written.
    let mut json = serde_json::to_string_pretty(&info).unwrap_or_default();
    json.push('\n');
    Planned::ready(Artifact::new(OutPath::new(FILE), Rope::from(json)), None)
}

/// What has no length is over a nanosecond after it began; the second after it is soon enough for everybody.
fn whole_seconds(instant: jiff::Timestamp) -> String {
    let up = i64::from(instant.subsec_nanosecond() > 0);
    jiff::Timestamp::from_second(instant.as_second().saturating_add(up))
        .unwrap_or(instant)
        .to_string()
}
