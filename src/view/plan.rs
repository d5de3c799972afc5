//! [`PlanView`], what facilitators do when.

use serde::Serialize;

use super::{CohortLink, DateView, Link, TimeView};

/// `plan`: what the facilitators of a cohort do when. In their edition only.
#[derive(Debug, Clone, Serialize)]
pub struct PlanView {
    /// The cohort.
    pub cohort: CohortLink,
    /// Its calendar.
    pub calendar: String,
    /// Weeks and breaks with something to do or to read in them, in order of time.
    pub weeks: Vec<PlanWeekView>,
}

/// A week of a plan.
#[derive(Debug, Clone, Serialize)]
pub struct PlanWeekView {
    /// Its number as learners count.
    pub number: Option<u32>,
    /// The name of a break, `Before the course` or `After the course`.
    pub title: Option<String>,
    /// Its first day.
    pub from: Option<DateView>,
    /// Its last day.
    pub to: Option<DateView>,
    /// What is to be done, in order of time.
    pub items: Vec<PlanItemView>,
    /// The notes for facilitators on the pages of the modules that its sessions belong to, and on those that are released in it.
    pub notes: Vec<NoteView>,
}

/// One thing to do.
#[derive(Debug, Clone, Serialize)]
pub struct PlanItemView {
    /// Its id.
    pub id: String,
    /// When.
    pub at: TimeView,
    /// `facilitator` or `learner`.
    pub role: &'static str,
    /// The name of the channel.
    pub channel: Option<String>,
    /// The address of the channel.
    pub channel_url: Option<String>,
    /// What it is.
    pub title: String,
    /// What to post: text, and no HTML.
    pub text: Option<String>,
    /// The name of the session that it belongs to, if that one is cancelled.
    pub cancelled: Option<String>,
}

/// A note for facilitators.
#[derive(Debug, Clone, Serialize)]
pub struct NoteView {
    /// The page that it stands on.
    pub page: Link,
    /// Its title.
    pub title: Option<String>,
    /// Its words.
    pub text: String,
}
