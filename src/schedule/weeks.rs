//! The weeks of a cohort: Mondays to Sundays, counted without those that lie in a break.

use jiff::SignedDuration;
use jiff::civil::Date;

use super::words;
use super::{Breaks, Week};

/// More weeks than any course has; a slip of the pen must not make a schedule of a million weeks.
pub(super) const MOST_WEEKS: u32 = 1_000;

/// How many weeks may lie between the last session and the next before that counts as a slip, unless a
/// series comes again less often.
pub(super) const REACH: u32 = 2;

/// Weeks of the calendar from the first of a cohort on, one behind the other.
#[derive(Debug)]
pub(super) struct Calendar {
    weeks: Vec<CalendarWeek>,
    /// Where week 1, week 2 and so on are in `weeks`.
    counted: Vec<usize>,
}

/// A week of the calendar.
#[derive(Debug)]
struct CalendarWeek {
    monday: Date,
    sunday: Date,
    /// Its number as learners count, `None` in a break.
    number: Option<u32>,
    /// The names of the breaks that it lies in.
    title: Option<String>,
}

impl Calendar {
    /// The weeks from the one with `start` in it until `wanted` of them count, or until the
    /// calendar ends with the year 9999.
    pub(super) fn new(start: Date, breaks: &Breaks<'_>, wanted: u32) -> Self {
        let mut calendar = Self {
            weeks: Vec::new(),
            counted: Vec::new(),
        };
        let mut next = monday_of(start);
        while let Some(monday) = next
            && let Some(sunday) = plus_days(monday, 6)
            && calendar.counted.len() < wanted as usize
        {
            let over = breaks.over_week(monday);
            let number = if over.is_empty() {
                calendar.counted.push(calendar.weeks.len());
                u32::try_from(calendar.counted.len()).ok()
            } else {
                None
            };
            let titles: Vec<&str> = over
                .iter()
                .filter_map(|found| found.title.as_deref())
                .collect();
            calendar.weeks.push(CalendarWeek {
                monday,
                sunday,
                number,
                title: (!titles.is_empty()).then(|| titles.join(", ")),
            });
            next = plus_days(sunday, 1);
        }
        calendar
    }

    /// Whether there is no week at all: the cohort starts where the calendar ends.
    pub(super) fn is_empty(&self) -> bool {
        self.weeks.is_empty()
    }

    /// The Monday of week `number`, counted from 1.
    pub(super) fn monday(&self, number: u32) -> Option<Date> {
        let at = self.counted.get(number.checked_sub(1)? as usize)?;
        Some(self.weeks[*at].monday)
    }

    /// The last week of the course and the days behind it: the highest week that a session is
    /// written for (`named`), or that one falls into without a gap of more than `reach` weeks
    /// before it. Breaks do not count for the gap. What comes later is most likely a wrong number,
    /// and must not draw empty weeks into the schedule.
    pub(super) fn last_week(&self, named: u32, reach: u32, mut days: Vec<Date>) -> usize {
        let named = named.clamp(1, MOST_WEEKS) as usize - 1;
        let last = self.counted.len().saturating_sub(1);
        let mut at = self.counted.get(named.min(last)).copied().unwrap_or(0);
        days.sort_unstable();
        for day in days {
            let Some(there) = self.position(day) else {
                continue;
            };
            if there > at && self.counted_between(at, there) <= reach as usize {
                at = there;
            }
        }
        at
    }

    /// How many weeks count behind the one at `from`, up to the one at `to`.
    fn counted_between(&self, from: usize, to: usize) -> usize {
        let upto = |at: usize| self.counted.partition_point(|counted| *counted <= at);
        upto(to) - upto(from)
    }

    /// Where the week with `day` in it is; `None` before the first and behind the last.
    fn position(&self, day: Date) -> Option<usize> {
        self.weeks
            .binary_search_by(|week| {
                if week.sunday < day {
                    std::cmp::Ordering::Less
                } else if week.monday > day {
                    std::cmp::Ordering::Greater
                } else {
                    std::cmp::Ordering::Equal
                }
            })
            .ok()
    }

    /// The weeks for the schedule, up to the one at `last`, and a place for every one of `days`
    /// that lies before or behind them. Weeks of one break are one entry.
    pub(super) fn list(&self, last: usize, days: &[Date]) -> Vec<Week> {
        let mut list: Vec<Week> = Vec::new();
        for week in self.weeks.iter().take(last + 1) {
            if let Some(before) = list.last_mut()
                && before.is_break
                && week.number.is_none()
                && before.title == week.title
            {
                before.to = week.sunday;
                continue;
            }
            list.push(Week {
                number: week.number,
                title: week.title.clone(),
                is_break: week.number.is_none(),
                from: week.monday,
                to: week.sunday,
            });
        }
        let Some((from, to)) = list.first().zip(list.last()).map(|(a, b)| (a.from, b.to)) else {
            return list;
        };
        let outside = |title: &str, from, to| Week {
            number: None,
            title: Some(title.to_owned()),
            is_break: false,
            from,
            to,
        };
        if let Some(day) = days.iter().filter(|day| **day > to).max().copied()
            && let Some(monday) = plus_days(to, 1)
        {
            let sunday = monday_of(day).and_then(|monday| plus_days(monday, 6));
            list.push(outside("After the course", monday, sunday.unwrap_or(day)));
        }
        if let Some(day) = days.iter().filter(|day| **day < from).min().copied()
            && let Some(sunday) = plus_days(from, -1)
        {
            let monday = monday_of(day).unwrap_or(day);
            list.insert(0, outside("Before the course", monday, sunday));
        }
        list
    }
}

/// The Monday of the week with `day` in it; `None` where the calendar begins in that week.
pub(super) fn monday_of(day: Date) -> Option<Date> {
    plus_days(day, -i64::from(day.weekday().to_monday_zero_offset()))
}

/// A day that is `days` later, if there is one in the years 1 to 9999.
pub(super) fn plus_days(day: Date, days: i64) -> Option<Date> {
    let hours = days.checked_mul(24)?;
    let day = day
        .checked_add(SignedDuration::try_from_hours(hours)?)
        .ok()?;
    (day.year() >= 1).then_some(day)
}

/// `from 5 October 2026 to 29 November 2026`.
pub(super) fn span_words(from: Date, to: Date) -> String {
    format!("from {} to {}", words::date(from), words::date(to))
}
