//! [`PlanItem`]: what the facilitator of a cohort does when.

use jiff::ZonedDateTime;

use crate::config::Role;

/// One thing that a facilitator does, in the time of a cohort.
#[derive(Debug, Clone)]
pub struct PlanItem {
    /// Its id, the same in every cohort.
    pub id: String,
    /// When, on the clocks of the cohort.
    pub at: ZonedDateTime,
    /// Who does it.
    pub role: Role,
    /// Where: the name of the channel, and its address if it has one.
    pub channel: Option<(String, Option<String>)>,
    /// What it is.
    pub title: String,
    /// What to post, with what is true of the cohort in it.
    pub text: Option<String>,
    /// The name of the session that it belongs to, if that one is cancelled.
    pub cancelled: Option<String>,
}
