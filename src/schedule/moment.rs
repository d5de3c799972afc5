//! Moments that are written relative to a cohort and are no sessions: releases, and what the facilitator does when.

use jiff::ZonedDateTime;
use jiff::civil::{DateTime, Time};

use super::anchor::{self, Anchor};
use super::resolve::later;
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
        /// On the clocks of the cohort.
        time: Time,
    },
    /// Relative to a session, in the words of `at`: `kickoff + 1d 09:00`.
    Anchor(&'a str),
    /// On the clocks of the cohort, whatever its weeks are.
    Local(DateTime),
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
    /// The moment that is meant in this cohort. A local time that does not exist is taken as it would be without the
    /// change of the clocks, and of one that comes twice the first counts, as with sessions.
    ///
    /// # Errors
    ///
    /// Why there is none.
    pub fn moment(&self, point: Point<'_>) -> Result<ZonedDateTime, NoMoment> {
        match point {
            Point::Week { number: 0, .. } => Err(NoMoment::WeekZero),
            Point::Week { number, days, time } => {
                let week = self.weeks.iter().find(|week| week.number == Some(number));
                let Some(week) = week else {
                    return Err(NoMoment::Beyond(self.last_week_number()));
                };
                let day = plus_days(week.from, days).ok_or(NoMoment::OutOfRange)?;
                self.on_the_clock(day.to_datetime(time))
            }
            Point::Anchor(text) => {
                let anchor = anchor::parse(text).map_err(NoMoment::Unreadable)?;
                let session = self.session(&anchor.session);
                let session = session.ok_or_else(|| NoMoment::NoSession(anchor.session.clone()))?;
                self.relative(&session.start, &anchor)
            }
            Point::Local(moment) => self.on_the_clock(moment),
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
    pub fn relative_to(&self, base: &ZonedDateTime, text: &str) -> Result<ZonedDateTime, NoMoment> {
        let anchor = anchor::parse(text).map_err(NoMoment::Unreadable)?;
        self.relative(base, &anchor)
    }

    fn relative(&self, base: &ZonedDateTime, anchor: &Anchor) -> Result<ZonedDateTime, NoMoment> {
        let base = if anchor.days == 0 && anchor.time.is_none() {
            base.clone()
        } else {
            let day = plus_days(base.date(), anchor.days).ok_or(NoMoment::OutOfRange)?;
            let time = anchor.time.unwrap_or(base.time());
            self.on_the_clock(day.to_datetime(time))?
        };
        later(&base, anchor.minutes).ok_or(NoMoment::OutOfRange)
    }

    fn on_the_clock(&self, meant: DateTime) -> Result<ZonedDateTime, NoMoment> {
        let moment = self.zone.to_ambiguous_zoned_datetime(meant).compatible();
        moment
            .ok()
            .filter(|moment| moment.date().year() >= 1)
            .ok_or(NoMoment::OutOfRange)
    }
}
