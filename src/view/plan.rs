//! [`PlanView`], what facilitators do when.

use serde::Serialize;

use super::{BreakView, CohortLink, DateView, HolidayView, Link, SessionView, TimeView};

/// `plan`: what the facilitators of a cohort do when. In their edition only.
#[derive(Debug, Clone, Serialize)]
pub struct PlanView {
    /// The cohort.
    pub cohort: CohortLink,
    /// Its calendar.
    pub calendar: String,
    /// `Europe/Paris (UTC+02:00, from Sun 25 Oct UTC+01:00)`: the zone and its offsets while there are sessions.
    pub zone_text: String,
    /// Weeks and breaks in order of time; what is before and after the course where something is to be done then.
    pub weeks: Vec<PlanWeekView>,
}

/// A week of a plan.
#[derive(Debug, Clone, Serialize)]
pub struct PlanWeekView {
    /// Its number as learners count.
    pub number: Option<u32>,
    /// The name of a break, `Before the course` or `After the course`.
    pub title: Option<String>,
    /// Whether it is a break.
    pub is_break: bool,
    /// Its first day; `none` before and after the course.
    pub from: Option<DateView>,
    /// Its last day; `none` after the course.
    pub to: Option<DateView>,
    /// Whether the build happened in it.
    pub current: bool,
    /// Whether it was over at the time of the build.
    pub past: bool,
    /// Days off in it.
    pub holidays: Vec<HolidayView>,
    /// The breaks that it is, or that take days of it, with the days that were written.
    pub breaks: Vec<BreakView>,
    /// Its sessions in order of time.
    pub sessions: Vec<SessionView>,
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
