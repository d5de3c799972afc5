//! What has changed in a cohort since calendars know it.

use jiff::Timestamp;

use super::Context;
use super::schedule::schedule_path;
use crate::lock::{Change, Kind};
use crate::schedule::time_view;
use crate::site::{Cohort, Site};
use crate::view::{ChangeView, TimeView};

/// How many changes a page shows; the last ones are what somebody may have missed.
const SHOWN: usize = 20;

/// The address of the feed of what changes in a cohort, below the base path.
pub(crate) fn changes_path(cohort: &Cohort) -> String {
    format!("cohorts/{}/changes.xml", cohort.id)
}

/// Whether there is such a feed. Ids and links of a feed are whole addresses, so without a base URL there can be none.
pub(crate) fn has_changes_feed(site: &Site, cohort: &Cohort) -> bool {
    site.course.base_url.is_some() && site.lock.knows(&cohort.id)
}

impl Context<'_> {
    pub(super) fn changes(&self, cohort: &Cohort) -> Vec<ChangeView> {
        let changes = self.site.lock.changes(&cohort.id);
        let changes = changes.iter().take(SHOWN);
        changes
            .map(|change| change_view(self.site, cohort, change))
            .collect()
    }
}

fn change_view(site: &Site, cohort: &Cohort, change: &Change<'_>) -> ChangeView {
    let local = |moment: Timestamp| local(cohort, moment);
    let schedule = site.url(&schedule_path(cohort));
    let is_there = !change.record.facts.removed;
    let (old_time, old_title) = match change.kind {
        Kind::Moved(before) | Kind::Resized(before) => (Some(before), None),
        Kind::Renamed(before) => (None, Some(before.title.clone())),
        Kind::Added
        | Kind::Relinked
        | Kind::Relocated
        | Kind::Cancelled
        | Kind::Restored
        | Kind::Removed => (None, None),
    };
    ChangeView {
        kind: change.kind.word(),
        at: local(change.at),
        title: change.now.title.clone(),
        url: is_there.then(|| format!("{schedule}#session-{}", change.session)),
        old_start: old_time.map(|old| local(old.start)),
        old_end: old_time.and_then(|old| old.end).map(local),
        start: local(change.now.start),
        end: change.now.end.map(local),
        old_title,
        place: change
            .now
            .place
            .clone()
            .filter(|_| change.kind == Kind::Relocated),
        reason: change
            .now
            .cancelled
            .clone()
            .filter(|_| change.kind == Kind::Cancelled),
    }
}

/// A moment on the clocks of the cohort.
pub(crate) fn local(cohort: &Cohort, moment: Timestamp) -> TimeView {
    time_view(&moment.to_zoned_datetime(cohort.timetable.zone.clone()))
}
