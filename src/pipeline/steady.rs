//! [`Steady`].

use serde::{Deserialize, Serialize};

use crate::schedule::{begins, changes};
use crate::site::Site;

/// From when until when the same course gives the same portal: nothing that depends on the time of
/// the build changes in between.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Steady {
    /// From this instant on; `None` for always.
    pub since: Option<jiff::Timestamp>,
    /// Before this instant; `None` for ever.
    pub until: Option<jiff::Timestamp>,
}

impl Steady {
    pub(super) fn of(site: &Site, now: jiff::Timestamp) -> Self {
        let schedules = site.cohorts.iter();
        let changes = schedules
            .flat_map(|cohort| changes(&cohort.timetable))
            .chain(site.releases.iter().copied())
            .chain(site.community.consents.iter().copied())
            .chain(site.awards.consents.iter().copied())
            .chain(site.community.ends.iter().copied())
            // Until its day, a post has a finding, and so has a resource.
            .chain(site.posts.iter().map(|post| begins(post.date)))
            .chain(
                site.resources
                    .iter()
                    .filter_map(|one| one.added)
                    .map(begins),
            );
        let (past, future): (Vec<_>, Vec<_>) = changes.partition(|instant| *instant <= now);
        Self {
            since: past.into_iter().max(),
            until: future.into_iter().min(),
        }
    }

    /// Whether a build at this time gives the same portal.
    #[must_use]
    pub fn holds(&self, now: jiff::Timestamp) -> bool {
        self.since.is_none_or(|since| since <= now) && self.until.is_none_or(|until| now < until)
    }
}
