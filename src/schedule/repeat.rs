//! The days of a series: every week, or every few days, breaks left out.

use jiff::civil::Date;

use super::breaks::Breaks;
use super::weeks::{monday_of, plus_days};
use crate::config::Every;

/// A session's place in its series.
#[derive(Debug, Clone, Copy)]
pub(super) struct Nth {
    /// Which of the series of a cohort.
    pub(super) series: usize,
    /// How many sessions it has.
    pub(super) count: u32,
    /// Which session of it, from 0.
    pub(super) at: u32,
    /// How often there is one.
    pub(super) every: Every,
}

/// The first `count` days of a series that begins on `first`; fewer, where the calendar ends. A week in
/// a break is no week and a free day is no day, so that what comes later moves on as weeks do.
pub(super) fn days(first: Date, every: Every, count: u32, breaks: &Breaks<'_>) -> Vec<Date> {
    let mut days = vec![first];
    let mut day = first;
    while days.len() < count as usize {
        let (step, mut left) = match every {
            Every::Weeks(weeks) => (7, weeks),
            Every::Days(days) => (1, days),
        };
        while left > 0 {
            let Some(next) = plus_days(day, step) else {
                return days;
            };
            day = next;
            let is_free = match every {
                Every::Weeks(_) => {
                    monday_of(day).is_some_and(|monday| !breaks.over_week(monday).is_empty())
                }
                Every::Days(_) => breaks.on(day).is_some(),
            };
            if !is_free {
                left -= 1;
            }
        }
        days.push(day);
    }
    days
}
