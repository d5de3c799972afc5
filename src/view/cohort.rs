//! Cohorts and their teams.

use serde::Serialize;

use super::{
    DateView, FormatView, Introduction, Link, PersonLink, PostLink, SessionView, ThreadView,
    TimeView, WeekView,
};

/// A cohort in lists.
#[derive(Debug, Clone, Serialize)]
pub struct CohortLink {
    /// Its id.
    pub id: String,
    /// Its name.
    pub title: String,
    /// Its page.
    pub url: String,
    /// `upcoming`, `running` or `past`.
    pub state: &'static str,
    /// Its first day.
    pub start: DateView,
    /// Its last day.
    pub end: DateView,
    /// IANA.
    pub timezone: String,
}

/// `cohorts` in `cohorts.html`.
#[derive(Debug, Clone, Serialize)]
pub struct CohortsView {
    /// What runs, then what comes, the next first, then what is over, the last first.
    pub cohorts: Vec<CohortLink>,
}

/// `cohort` in `cohort.html` and `home.cohort`.
#[derive(Debug, Clone, Serialize)]
pub struct CohortView {
    /// The cohort.
    pub link: CohortLink,
    /// Facilitators.
    pub facilitators: Vec<PersonLink>,
    /// Teams.
    pub teams: Vec<TeamView>,
    /// The week at the time of the build, counted as learners count; `none` outside of the course.
    pub week: Option<WeekView>,
    /// The next session after the time of the build.
    pub next: Option<SessionView>,
    /// How many sessions it has.
    pub sessions: usize,
    /// The address of its schedule.
    pub schedule: String,
    /// Its calendar as `https:` or with the base path.
    pub calendar: String,
    /// The whole address of its calendar, if `base_url` is set, for calendars on the web.
    pub calendar_address: Option<String>,
    /// Its calendar as `webcal:`, if `base_url` is set.
    pub webcal: Option<String>,
    /// What has changed since calendars know it, newest first, twenty at most.
    pub changes: Vec<ChangeView>,
    /// The Atom feed of what changes, if `base_url` is set.
    pub changes_feed: Option<String>,
    /// The facilitators' plan, in their edition.
    pub plan: Option<String>,
    /// How its time is spent, most first.
    pub mix: Vec<MixView>,
    /// The last posts.
    pub posts: Vec<PostLink>,
    /// Introductions.
    pub introductions: Vec<Introduction>,
    /// Where they can be read.
    pub introductions_url: Option<String>,
}

/// A share of the format mix.
#[derive(Debug, Clone, Serialize)]
pub struct MixView {
    /// The format.
    pub format: FormatView,
    /// How many sessions.
    pub sessions: usize,
    /// In percent of all sessions but deadlines, which take no time together; 1 to 100.
    pub percent: u32,
}

/// A team on the page of its cohort.
#[derive(Debug, Clone, Serialize)]
pub struct TeamView {
    /// Its id, for `#team-ID` on the cohort's page.
    pub id: String,
    /// Its name.
    pub title: String,
    /// Its page.
    pub url: String,
    /// Its group.
    pub group: Option<String>,
    /// The members who agreed to be shown.
    pub members: Vec<PersonLink>,
    /// How many members it has; `none` where so few are not named that a count would tell of them.
    pub size: Option<usize>,
}

/// `team` in `team.html`.
#[derive(Debug, Clone, Serialize)]
pub struct TeamPageView {
    /// Its cohort.
    pub cohort: CohortLink,
    /// Its group.
    pub group: Option<Link>,
    /// The members who agreed to be shown.
    pub members: Vec<PersonLink>,
    /// How many members it has; `none` where so few are not named that a count would tell of them.
    pub size: Option<usize>,
    /// The next session that concerns it, whoever else is there.
    pub next: Option<SessionView>,
    /// Sessions for it alone or for a few teams, past or ahead.
    pub sessions: Vec<SessionView>,
    /// Deadlines that lie ahead of it, its own or those of the whole cohort.
    pub deadlines: Vec<SessionView>,
    /// The schedule of its cohort.
    pub schedule: String,
    /// Whether its cohort has any session: without one its calendar is empty.
    pub has_sessions: bool,
    /// Its thread.
    pub thread: Option<ThreadView>,
    /// The calendar of what concerns it.
    pub calendar: String,
    /// The whole address of that calendar, if `base_url` is set, for calendars on the web.
    pub calendar_address: Option<String>,
    /// That calendar as `webcal:`, if `base_url` is set.
    pub webcal: Option<String>,
}

/// Something that has changed in a cohort.
#[derive(Debug, Clone, Serialize)]
pub struct ChangeView {
    /// `added`, `moved`, `resized` (it ends at another time), `renamed`, `relinked` (it has another link), `relocated` (people meet
    /// elsewhere), `cancelled`, `restored` or `removed`.
    pub kind: &'static str,
    /// When it was changed.
    pub at: TimeView,
    /// The name of the session afterwards.
    pub title: String,
    /// The session on the schedule; `none` where it is no longer there.
    pub url: Option<String>,
    /// When the session started before, if that has changed.
    pub old_start: Option<TimeView>,
    /// When it ended before, if that has changed.
    pub old_end: Option<TimeView>,
    /// When it starts.
    pub start: TimeView,
    /// When it ends.
    pub end: Option<TimeView>,
    /// What it was called before, if that has changed.
    pub old_title: Option<String>,
    /// Where people meet now, if that has changed.
    pub place: Option<String>,
    /// Why it does not take place.
    pub reason: Option<String>,
}

/// How to get one session into a calendar. Nothing of it is loaded before somebody follows it.
#[derive(Debug, Clone, Serialize)]
pub struct CalendarLinks {
    /// A file with the session.
    pub file: String,
    /// A page of Google Calendar with the session filled in.
    pub google: String,
    /// The same in Outlook for work or school.
    pub office: String,
    /// A page of Outlook with the session filled in, for private accounts.
    pub outlook: String,
}
