//! [`Course`]: the weeks that a cohort needs for its sessions.

use jiff::civil::Date;

use super::Timetable;
use super::weeks::{Calendar, monday_of};

/// What the weeks of a cohort follow from.
pub(super) struct Course<'a> {
    pub(super) calendar: &'a Calendar,
    pub(super) start: Date,
    /// The highest week that a session is written for.
    pub(super) named: u32,
    /// How many weeks may lie between two sessions.
    pub(super) reach: u32,
}

impl Course<'_> {
    /// Puts the sessions in order, and gives the timetable the weeks that they need.
    pub(super) fn lay_out(&self, timetable: &mut Timetable) {
        let sessions = &mut timetable.sessions;
        sessions.sort_by_key(|session| (session.start.timestamp(), session.index));
        let days = sessions.iter().map(|session| session.start.date());
        let days: Vec<Date> = days.collect();
        let last = self
            .calendar
            .last_week(self.named, self.reach, days.clone());
        let weeks = self.calendar.list(last, &days);
        for session in sessions {
            let day = session.start.date();
            // The weeks have no gaps and reach as far as the sessions, so there is one.
            session.week = weeks
                .partition_point(|week| week.to < day)
                .min(weeks.len().saturating_sub(1));
        }
        let monday = monday_of(self.start).unwrap_or(self.start);
        let in_course = days.into_iter().filter(|day| *day >= monday);
        let first = in_course.min();
        timetable.first_day = first.map_or(self.start, |day| day.min(self.start));
        let mut inside = weeks
            .iter()
            .filter(|week| week.number.is_some() || week.is_break);
        let last = inside.next_back().map_or(self.start, |week| week.to);
        timetable.last_day = last.max(timetable.first_day);
        timetable.weeks = weeks;
    }
}
