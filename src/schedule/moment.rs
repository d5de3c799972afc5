//! Moments that are written relative to a cohort and are no sessions: releases, and what the facilitator does when.

use jiff::ZonedDateTime;
use jiff::civil::{Date, Time};

use super::anchor;
use super::clock::{Moment, on_the_clock, relative};
use super::weeks::plus_days;
use super::{Placed, Timetable};

/// A moment in the author's terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Point<'a> {
    /// A week of the cohort, days after its Monday, and a local time.
    Week {
        /// Counted from 1.
        number: u32,
        /// 0 for Monday.
        days: i64,
        /// On the clocks of the cohort; without one, when the day begins.
        time: Option<Time>,
    },
    /// Relative to a session, in the words of `at`: `kickoff + 1d 09:00`.
    Anchor(&'a str),
    /// On the clocks of the cohort, whatever its weeks are; without a time, when the day begins.
    Local(Date, Option<Time>),
}

/// Why a [`Point`] is no moment of a cohort.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoMoment {
    /// The words cannot be understood; says why, in words that follow the text itself.
    Unreadable(String),
    /// Weeks are counted from 1.
    WeekZero,
    /// The cohort has only so many weeks.
    Beyond(u32),
    /// No session of the cohort with a time has this id.
    NoSession(String),
    /// Before the year 1 or behind the year 9999.
    OutOfRange,
}

/// The id that an anchor begins with, if it can be understood.
#[must_use]
pub fn anchor_base(text: &str) -> Option<String> {
    anchor::parse(text).ok().map(|anchor| anchor.session)
}

impl Timetable {
    /// The moment that is meant in this cohort.
    ///
    /// # Errors
    ///
    /// Why there is none.
    pub fn moment(&self, point: Point<'_>) -> Result<Moment, NoMoment> {
        match point {
            Point::Week { number: 0, .. } => Err(NoMoment::WeekZero),
            Point::Week { number, days, time } => {
                let week = self.weeks.iter().find(|week| week.number == Some(number));
                let Some(week) = week else {
                    return Err(NoMoment::Beyond(self.last_week_number()));
                };
                let day = plus_days(week.from, days).ok_or(NoMoment::OutOfRange)?;
                self.on_day(day, time)
            }
            Point::Anchor(text) => {
                let anchor = anchor::parse(text).map_err(NoMoment::Unreadable)?;
                let session = self.session(&anchor.session);
                let session = session.ok_or_else(|| NoMoment::NoSession(anchor.session.clone()))?;
                let base = Moment::sure(session.meant, session.start.clone());
                relative(&self.zone, &base, &anchor).ok_or(NoMoment::OutOfRange)
            }
            Point::Local(day, time) => self.on_day(day, time),
        }
    }

    /// The number of the last week, as learners count.
    #[must_use]
    pub fn last_week_number(&self) -> u32 {
        let numbers = self.weeks.iter().filter_map(|week| week.number);
        numbers.max().unwrap_or(0)
    }

    /// The session with this id, if it has a time.
    #[must_use]
    pub fn session(&self, id: &str) -> Option<&Placed> {
        self.sessions
            .iter()
            .find(|session| session.id.as_str() == id)
    }

    /// The week or the break with this moment in it, as an index into the weeks; `None` outside of them.
    #[must_use]
    pub fn week_of(&self, moment: &ZonedDateTime) -> Option<usize> {
        let day = moment.date();
        self.weeks
            .iter()
            .position(|week| week.from <= day && day <= week.to)
    }

    /// The moment that `text`, like `welcome + 1d 09:00`, means where what it begins with is at `base`.
    ///
    /// # Errors
    ///
    /// Why there is none.
    pub fn relative_to(&self, base: &Moment, text: &str) -> Result<Moment, NoMoment> {
        let anchor = anchor::parse(text).map_err(NoMoment::Unreadable)?;
        relative(&self.zone, base, &anchor).ok_or(NoMoment::OutOfRange)
    }

    fn on_day(&self, day: Date, time: Option<Time>) -> Result<Moment, NoMoment> {
        let clock = time.unwrap_or(Time::midnight());
        let mut moment =
            on_the_clock(&self.zone, day.to_datetime(clock)).ok_or(NoMoment::OutOfRange)?;
        if time.is_none() {
            // Where clocks change at midnight, the instant that is taken is the first one of the day.
            moment.doubt = None;
        }
        Ok(moment)
    }
}
