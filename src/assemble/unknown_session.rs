//! What is said of the id of a session that a cohort does not have: [`unknown_session`].

use crate::site::Cohort;

/// What can be said of the id of a session that a cohort does not have.
pub(super) enum Unknown {
    /// Nobody has such a session; with what was probably meant.
    Nowhere(Option<String>),
    /// It is in the schedule and has no time, and why is said there.
    Broken,
    /// Another cohort has it.
    Here,
}

/// Looks for a session that a cohort does not have. `others` can stand in its place.
pub(super) fn unknown_session(
    cohort: &Cohort,
    cohorts: &[Cohort],
    id: &str,
    others: &[&str],
) -> Unknown {
    let names = &cohort.timetable.names;
    let mut all = cohorts.iter().map(|other| &other.timetable.names);
    if names.is_written(id) {
        Unknown::Broken
    } else if !names.is_series(id) && all.any(|names| names.is_written(id)) {
        Unknown::Here
    } else {
        Unknown::Nowhere(names.meant(id, others.iter().copied()))
    }
}
