//! [`ScheduleView`]: the sessions of one cohort, week by week.

use serde::Serialize;

use super::{
    CalendarLinks, CohortLink, DateView, DurationView, FormatView, Link, MixView, PersonLink,
    ThreadView, TimeView,
};

/// `schedule` in `schedule.html`: one cohort's sessions, week by week. Every cohort has its own
/// page; the one of the current cohort is at `/schedule/` too, with the other address as canonical.
#[derive(Debug, Clone, Serialize)]
pub struct ScheduleView {
    /// The cohort; `none` where there is none yet.
    pub cohort: Option<CohortLink>,
    /// The lasting address of this schedule, which is that of its cohort.
    pub address: String,
    /// The cohorts to choose from, each with the address of its schedule: what runs, what comes, what
    /// was last, eight at most, and this one. The rest is on the page of all cohorts.
    pub cohorts: Vec<CohortLink>,
    /// Weeks and breaks in order of time.
    pub weeks: Vec<WeekView>,
    /// How its time is spent, most first.
    pub mix: Vec<MixView>,
    /// Its calendar.
    pub calendar: Option<String>,
    /// The whole address of its calendar, if `base_url` is set, for calendars on the web.
    pub calendar_address: Option<String>,
    /// Its calendar as `webcal:`, if `base_url` is set.
    pub webcal: Option<String>,
    /// `Europe/Paris (UTC+02:00, from Sun 25 Oct UTC+01:00)`: the zone and its offsets while there are sessions.
    pub zone_text: Option<String>,
}

/// A day off.
#[derive(Debug, Clone, Serialize)]
pub struct HolidayView {
    /// The day.
    pub date: DateView,
    /// Its name.
    pub title: Option<String>,
}

/// A break, from its first day to its last.
#[derive(Debug, Clone, Serialize)]
pub struct BreakView {
    /// The first day.
    pub from: DateView,
    /// The last day.
    pub to: DateView,
    /// Its name.
    pub title: Option<String>,
}

/// A week, or a break.
#[derive(Debug, Clone, Serialize)]
pub struct WeekView {
    /// Its number as learners count; `none` for a break or for what stands before and behind the weeks.
    pub number: Option<u32>,
    /// The name of the break, `Before the course`, or `none`.
    pub title: Option<String>,
    /// Whether it is a break.
    pub is_break: bool,
    /// Its first day.
    pub from: DateView,
    /// Its last day.
    pub to: DateView,
    /// Days off in it.
    pub holidays: Vec<HolidayView>,
    /// The breaks that it is, or that take days of it, with the days that were written.
    pub breaks: Vec<BreakView>,
    /// Whether the build happened in it.
    pub current: bool,
    /// Its sessions in order of time.
    pub sessions: Vec<SessionView>,
}

/// The place of a session in its series.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct SeriesView {
    /// Its number, from 1.
    pub number: u32,
    /// How many sessions the series has.
    pub count: u32,
}

/// A session of one cohort.
#[derive(Debug, Clone, Serialize)]
pub struct SessionView {
    /// Its id, for `#session-ID` on the schedule.
    pub id: String,
    /// Its name.
    pub title: String,
    /// Its place in its series, if it is one of several.
    pub series: Option<SeriesView>,
    /// What kind of session it is.
    pub format: FormatView,
    /// When it starts.
    pub start: TimeView,
    /// When it ends; `none` for a deadline.
    pub end: Option<TimeView>,
    /// How long it takes.
    pub duration: Option<DurationView>,
    /// Its place on the schedule.
    pub url: String,
    /// Where people meet, in words.
    pub place: Option<String>,
    /// Where to join; of a session in person, a page about its place.
    pub join_url: Option<String>,
    /// What to think about before.
    pub prompt: Option<String>,
    /// The module that it belongs to.
    pub module: Option<Link>,
    /// Facilitators.
    pub facilitators: Vec<PersonLink>,
    /// Names of the teams that it is for; none if it is for everybody.
    pub teams: Vec<String>,
    /// Why it does not take place.
    pub cancelled: Option<String>,
    /// Whether it was over at the time of the build.
    pub past: bool,
    /// How to get it into a calendar; `none` for what is over or does not take place.
    pub add: Option<CalendarLinks>,
    /// Its thread.
    pub thread: Option<ThreadView>,
}
