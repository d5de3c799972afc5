//! What can be said of a timetable at a moment, and of its formats.

use std::collections::BTreeMap;

use jiff::civil::{Date, Time};
use jiff::{Timestamp, ToSpan};

use super::weeks::plus_days;
use super::{Break, Placed, Timetable, Week};
use crate::config::Format;

/// Where a cohort stands at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// Its first day is yet to come.
    Upcoming,
    /// It has begun, and its last day is not over.
    Running,
    /// Its last day is over.
    Past,
}

impl State {
    /// The word in views: `upcoming`, `running`, `past`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Upcoming => "upcoming",
            Self::Running => "running",
            Self::Past => "past",
        }
    }
}

/// Where the cohort stands at `now`; days are those of its zone.
#[must_use]
pub fn state(timetable: &Timetable, now: Timestamp) -> State {
    let today = timetable.zone.to_datetime(now).date();
    if today < timetable.first_day {
        State::Upcoming
    } else if today > timetable.last_day {
        State::Past
    } else {
        State::Running
    }
}

/// Whether a session is over at `now`. One without an end is over once it has begun.
#[must_use]
pub fn is_over(session: &Placed, now: Timestamp) -> bool {
    match &session.end {
        Some(end) => end.timestamp() <= now,
        None => session.start.timestamp() < now,
    }
}

/// The breaks that a week is, or that take a day from Monday to Friday of it. One that takes a weekend only, and another week,
/// belongs to that other week.
pub fn breaks_in<'a>(timetable: &'a Timetable, week: &'a Week) -> impl Iterator<Item = &'a Break> {
    let meets = |found: &&Break, to: Date| found.from <= to && week.from <= found.to;
    timetable.breaks.iter().filter(move |found| {
        if week.is_break {
            return meets(found, week.to);
        }
        let friday = plus_days(week.from, 4).unwrap_or(week.to);
        let mut others = timetable.weeks.iter().filter(|other| other.is_break);
        let moves = others.any(|other| found.from <= other.to && other.from <= found.to);
        meets(found, if moves { friday } else { week.to })
    })
}

/// The session to come to: the first that is neither over nor cancelled. One that has begun stays
/// the next until it ends, for who is late looks for its link.
#[must_use]
pub fn next(timetable: &Timetable, now: Timestamp) -> Option<&Placed> {
    timetable
        .sessions
        .iter()
        .find(|session| session.cancelled.is_none() && !is_over(session, now))
}

/// The week or the break with `now` in it, as an index into the weeks; `None` before the first and
/// behind the last.
#[must_use]
pub fn current_week(timetable: &Timetable, now: Timestamp) -> Option<usize> {
    let today = timetable.zone.to_datetime(now).date();
    let at = timetable.weeks.partition_point(|week| week.to < today);
    let week = timetable.weeks.get(at)?;
    let counts = week.number.is_some() || week.is_break;
    (counts && week.from <= today).then_some(at)
}

/// Every instant at which an answer of [`state`], [`is_over`], [`next`] or [`current_week`] can
/// change. Between two of them a build at any moment gives the same portal.
#[must_use]
pub fn changes(timetable: &Timetable) -> Vec<Timestamp> {
    let mut instants = timetable.turns.clone();
    for session in &timetable.sessions {
        match &session.end {
            Some(end) => instants.push(end.timestamp()),
            // Such a session is over as soon as any time has passed.
            None => instants.extend(session.start.timestamp().checked_add(1.nanosecond())),
        }
    }
    let weeks = timetable
        .weeks
        .iter()
        .flat_map(|week| [Some(week.from), week.to.tomorrow().ok()]);
    let ends = [
        Some(timetable.first_day),
        timetable.last_day.tomorrow().ok(),
    ];
    for day in weeks.chain(ends).flatten() {
        // Where clocks go back at midnight, the day begins twice.
        let midnight = timetable
            .zone
            .to_ambiguous_zoned_datetime(day.to_datetime(Time::midnight()));
        instants.extend(
            midnight
                .clone()
                .earlier()
                .ok()
                .map(|start| start.timestamp()),
        );
        instants.extend(midnight.later().ok().map(|start| start.timestamp()));
    }
    instants.sort_unstable();
    instants.dedup();
    instants
}

/// How many sessions there are of each format and what share that is in percent, most first. What
/// takes no time together is left out: cancelled sessions and deadlines. The shares sum to 100
/// (largest remainder), and none is 0.
#[must_use]
pub fn mix(timetable: &Timetable) -> Vec<(Format, usize, u32)> {
    let mut found: BTreeMap<Format, usize> = BTreeMap::new();
    for session in &timetable.sessions {
        if session.cancelled.is_none() && session.format != Format::Deadline {
            *found.entry(session.format).or_default() += 1;
        }
    }
    let mut counts: Vec<(Format, usize)> = found.into_iter().collect();
    // A stable sort: formats of the same count stay in the order of the course format.
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let numbers: Vec<usize> = counts.iter().map(|(_, count)| *count).collect();
    counts
        .into_iter()
        .zip(percents(&numbers))
        .map(|((format, count), percent)| (format, count, percent))
        .collect()
}

/// Shares in whole percent that sum to 100, by the largest remainder. What is there at all has one
/// percent at least, taken from the largest: a share of nothing would hide it from the picture.
/// Needs numbers above zero, the largest first, and not more than a hundred of them.
fn percents(counts: &[usize]) -> Vec<u32> {
    let total: u128 = counts.iter().map(|count| *count as u128).sum();
    if total == 0 {
        return vec![0; counts.len()];
    }
    let exact: Vec<u128> = counts.iter().map(|count| *count as u128 * 100).collect();
    // A hundredfold part of the whole is never more than a hundred.
    let mut shares: Vec<u32> = exact.iter().map(|part| (part / total) as u32).collect();
    let given: u32 = shares.iter().sum();
    let mut by_remainder: Vec<usize> = (0..counts.len()).collect();
    by_remainder.sort_by_key(|at| std::cmp::Reverse(exact[*at] % total));
    for at in by_remainder
        .into_iter()
        .take(100_u32.saturating_sub(given) as usize)
    {
        shares[at] += 1;
    }
    while let Some(empty) = shares.iter().position(|share| *share == 0)
        && let Some(largest) = shares
            .iter()
            .position(|share| Some(share) == shares.iter().max())
        && shares[largest] > 1
    {
        shares[empty] += 1;
        shares[largest] -= 1;
    }
    shares
}

#[cfg(test)]
mod tests {
    use super::percents;

    #[test]
    fn shares_sum_to_a_hundred() {
        assert_eq!(percents(&[]), Vec::<u32>::new());
        assert_eq!(percents(&[1]), [100]);
        assert_eq!(percents(&[1, 1, 1]), [34, 33, 33]);
        assert_eq!(percents(&[3, 2, 1]), [50, 33, 17]);
        assert_eq!(percents(&[997, 1, 1, 1]), [97, 1, 1, 1]);
        assert_eq!(percents(&[1; 12]).iter().sum::<u32>(), 100);
    }
}
