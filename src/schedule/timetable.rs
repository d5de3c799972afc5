//! [`Timetable`]: the schedule of a cohort with its weeks and times.

use std::ops::Deref;

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ZonedDateTime};

use super::Names;
use crate::config::{Format, Id, Minutes, Spanned};
use crate::diagnostic::Span;
use crate::source::SourcePath;

/// The schedule of one cohort.
#[derive(Debug, Clone, PartialEq)]
pub struct Timetable {
    /// The zone of the cohort.
    pub zone: TimeZone,
    /// Its name as IANA spells it, `Europe/Paris`.
    pub zone_name: String,
    /// Weeks and breaks in order of time, from Mondays to Sundays and without gaps.
    pub weeks: Vec<Week>,
    /// The sessions that have a time, by start and then by their order in the schedule.
    pub sessions: Vec<Placed>,
    /// The start of the cohort as it was written, or the first session of week 1 before it.
    pub first_day: Date,
    /// The Sunday of the last week.
    pub last_day: Date,
    /// Days off that move no week on, in order.
    pub holidays: Vec<Holiday>,
    /// The breaks as they were written, in order; only weeks that are free from Monday to Friday move on.
    pub breaks: Vec<Break>,
    /// What its sessions are called, those without a time included.
    pub names: Names,
    /// The instants at which what calendars were told of a session takes the place of what is written.
    pub turns: Vec<Timestamp>,
}

impl Timetable {
    /// The sessions of each of its weeks, in one pass over all of them.
    #[must_use]
    pub fn by_week(&self) -> Vec<Vec<&Placed>> {
        let mut weeks = vec![Vec::new(); self.weeks.len()];
        for session in &self.sessions {
            if let Some(week) = weeks.get_mut(session.week) {
                week.push(session);
            }
        }
        weeks
    }

    /// The first instant of the first day; 1970 where that day has no instant, at the very ends of
    /// the calendar.
    #[must_use]
    pub fn starts(&self) -> Timestamp {
        self.zone
            .to_zoned_datetime(self.first_day.to_datetime(Time::midnight()))
            .map_or(Timestamp::UNIX_EPOCH, |start| start.timestamp())
    }
}

/// A day off, which moves no week on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holiday {
    /// The day.
    pub date: Date,
    /// Its name.
    pub title: Option<String>,
}

/// Days off from one day to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Break {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
    /// Its name.
    pub title: Option<String>,
}

/// A week, a break, or what stands before or behind the course.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Week {
    /// Its number as learners count; `None` for a break and outside of the course.
    pub number: Option<u32>,
    /// The name of the break, `Before the course`, `After the course`, or none.
    pub title: Option<String>,
    /// Whether it is a break; one entry holds all its weeks.
    pub is_break: bool,
    /// Its first day, a Monday.
    pub from: Date,
    /// Its last day, a Sunday.
    pub to: Date,
}

/// A value and the file that it was written in: the schedule, or the cohort that differs from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written<T> {
    /// The file.
    pub path: SourcePath,
    /// The value and its place in the file.
    pub value: Spanned<T>,
}

impl<T> Written<T> {
    pub(super) fn new(path: &SourcePath, value: &Spanned<T>) -> Self
    where
        T: Clone,
    {
        Self {
            path: path.clone(),
            value: value.clone(),
        }
    }

    /// Where it was written, as diagnostics want it.
    pub fn place(&self) -> (&SourcePath, Span) {
        (&self.path, self.value.span())
    }
}

impl<T> Deref for Written<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.value
    }
}

/// A session of a cohort, with its time.
#[derive(Debug, Clone, PartialEq)]
pub struct Placed {
    /// Its position in the schedule, and behind it in the file of the cohort.
    pub index: usize,
    /// Its id, the same in every cohort; in a series, with its number: `office-hours-3`.
    pub id: Id,
    /// Its name.
    pub title: String,
    /// Its number in its series, from 1, and how many that has.
    pub nth: Option<(u32, u32)>,
    /// What kind of session it is.
    pub format: Format,
    /// When it starts, on the clocks of the cohort.
    pub start: ZonedDateTime,
    /// What was meant to be on the clocks when it starts; another time where they go forward.
    pub(super) meant: DateTime,
    /// When it ends; `None` for a deadline, and where no length was written.
    pub end: Option<ZonedDateTime>,
    /// How long it takes, as it was written.
    pub duration: Option<Minutes>,
    /// Its week, as an index into [`Timetable::weeks`].
    pub week: usize,
    /// The module that it belongs to.
    pub module: Option<Written<String>>,
    /// Ids of people.
    pub facilitators: Vec<Written<String>>,
    /// Ids of the teams that it is for; none if it is for everybody.
    pub teams: Vec<Written<String>>,
    /// What to think about before.
    pub prompt: Option<String>,
    /// Where people meet, in words.
    pub place: Option<String>,
    /// Where to join; of a session in person, a page about its place.
    pub url: Option<Written<String>>,
    /// Why it does not take place.
    pub cancelled: Option<String>,
    /// Its id once more, with the place of it or of its series.
    pub from: Written<Id>,
}
