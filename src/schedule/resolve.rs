//! From when a session is in the author's terms to an instant.

use std::collections::BTreeMap;

use jiff::ZonedDateTime;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

use super::breaks::Breaks;
use super::clock::{Moment, is_in_range, on_the_clock, relative};
use super::merge::Entry;
use super::repeat::{self, Nth};
use super::weeks::{Calendar, MOST_WEEKS, monday_of, plus_days};
use super::when::{self, Timing, When};
use crate::config::Id;
use crate::diagnostic::{Diagnostic, Span};
use crate::rule;
use crate::source::SourcePath;

/// What a cohort adds to a session's place.
pub(super) struct Setting<'a> {
    pub(super) zone: &'a TimeZone,
    pub(super) zone_name: &'a str,
    pub(super) calendar: &'a Calendar,
    pub(super) breaks: &'a Breaks<'a>,
    pub(super) cohort: &'a Id,
}

/// The moment of every session; `None` for one that has none, or that depends on one that has
/// none. A circle is one finding, and who depends on it has none of its own: its cause is named.
pub(super) fn resolve(
    timings: &[Option<Timing>],
    entries: &[Entry<'_>],
    setting: &Setting<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Option<Moment>> {
    #[derive(Clone, Copy, PartialEq)]
    enum State {
        New,
        OnPath,
        Done,
    }
    let mut states = vec![State::New; timings.len()];
    let mut series = BTreeMap::new();
    let mut moments: Vec<Option<Moment>> = vec![None; timings.len()];
    for first in 0..timings.len() {
        // A session depends on one other at most, so the way to its root is a list; walking it
        // by hand instead of by recursion keeps a chain of any length off the stack.
        let mut path = Vec::new();
        let mut next = Some(first);
        while let Some(at) = next
            && states[at] == State::New
        {
            states[at] = State::OnPath;
            path.push(at);
            next = match timings[at].as_ref().map(|timing| &timing.when) {
                Some(When::After { base, .. }) => Some(*base),
                _ => None,
            };
        }
        if let Some(at) = next
            && states[at] == State::OnPath
        {
            let start = path.iter().position(|other| *other == at).unwrap_or(0);
            diagnostics.extend(circle(&path[start..], timings, entries));
            for at in path {
                states[at] = State::Done;
            }
            continue;
        }
        for at in path.into_iter().rev() {
            states[at] = State::Done;
            if let Some(timing) = &timings[at] {
                let id = &entries[at].id;
                moments[at] = place(timing, id, &moments, setting, &mut series).unwrap_or_else(
                    |diagnostic| {
                        diagnostics.extend(diagnostic.map(|boxed| *boxed));
                        None
                    },
                );
                let doubt = moments[at].as_ref().and_then(|moment| moment.doubt);
                diagnostics.extend(doubt.map(|doubt| {
                    let what = format!("`{id}` of the cohort `{}`", setting.cohort);
                    doubt.finding(&what, setting.zone_name, timing.place())
                }));
            }
        }
    }
    moments
}

/// One finding for all sessions of a circle, at the one that stands first in the schedule.
fn circle(
    members: &[usize],
    timings: &[Option<Timing>],
    entries: &[Entry<'_>],
) -> Option<Diagnostic> {
    let lead = members
        .iter()
        .enumerate()
        .min_by_key(|(_, index)| **index)?
        .0;
    let order: Vec<usize> = (0..members.len())
        .map(|step| members[(lead + step) % members.len()])
        .collect();
    let id = |index: usize| &entries[index].id;
    let (path, span) = timings[order[0]].as_ref()?.when.place();
    let message = if let [only] = order[..] {
        format!("the time of `{}` depends on itself", id(only))
    } else {
        let mut names: Vec<String> = order.iter().map(|at| format!("`{}`", id(*at))).collect();
        names.push(format!("`{}`", id(order[0])));
        format!("these sessions wait for each other: {}", names.join(" -> "))
    };
    let mut diagnostic = Diagnostic::new(&rule::ANCHOR_CYCLE, path, span, message)
        .help("give one of them a week, a day and a time");
    for at in &order[1..] {
        if let Some(timing) = &timings[*at] {
            let (path, span) = timing.when.place();
            let label = format!("the time of `{}` is here", id(*at));
            diagnostic = diagnostic.related(path, Some(span), label);
        }
    }
    Some(diagnostic)
}

/// A moment, none for what depends on a session without one; or the finding that says why there is none.
type Found = Result<Option<Moment>, Option<Box<Diagnostic>>>;

/// The days of every series that is asked for, so that each is counted once.
type Series = BTreeMap<usize, Vec<Date>>;

/// The moment of one session: that of the first of its series, moved on.
fn place(
    timing: &Timing,
    id: &Id,
    moments: &[Option<Moment>],
    setting: &Setting<'_>,
    series: &mut Series,
) -> Found {
    let at = Place {
        id,
        place: timing.place(),
        setting,
    };
    let first = match begin(&timing.when, &at, moments)? {
        Some(found) => found,
        None => return Ok(None),
    };
    if timing.nth.is_none_or(|nth| nth.at == 0) && timing.day.is_none() && timing.time.is_none() {
        return Ok(Some(first));
    }
    let mut day = first.meant.date();
    if let Some(nth) = timing.nth {
        day = nth_day(nth, day, series, setting).ok_or_else(|| at.beyond())?;
    }
    if let Some(other) = &timing.day {
        day = monday_of(day)
            .and_then(|monday| plus_days(monday, other.days_after_monday()))
            .ok_or_else(|| at.beyond())?;
    }
    let time = timing.time.as_ref().map(|time| time.value.value.0);
    let time = time.unwrap_or(first.meant.time());
    Ok(Some(at.on_the_clock(day.to_datetime(time))?))
}

/// The day of a session of a series that begins on `first`.
fn nth_day(nth: Nth, first: Date, series: &mut Series, setting: &Setting<'_>) -> Option<Date> {
    let days = series
        .entry(nth.series)
        .or_insert_with(|| repeat::days(first, nth.every, nth.count, setting.breaks));
    days.get(nth.at as usize).copied()
}

/// The moment that is written: of a session, or of the first of a series.
fn begin(when: &When, at: &Place<'_>, moments: &[Option<Moment>]) -> Found {
    if at.setting.calendar.is_empty() {
        // The start of the cohort is the finding, and there is one already.
        return Err(None);
    }
    match when {
        When::Week { week, day, time } => {
            let number = week.value.0;
            if number > MOST_WEEKS {
                let message = format!(
                    "week {number} is too far away: a course has {MOST_WEEKS} weeks at most"
                );
                let (path, span) = week.place();
                let help =
                    "weeks are counted from the start of the cohort, the first is `week = 1`";
                let diagnostic = Diagnostic::new(&rule::BAD_VALUE, path, span, message);
                return Err(Some(Box::new(diagnostic.help(help))));
            }
            let day = at
                .setting
                .calendar
                .monday(number)
                .and_then(|monday| plus_days(monday, day.days_after_monday()))
                .ok_or_else(|| at.beyond())?;
            Ok(Some(at.on_the_clock(day.to_datetime(time.value.value.0))?))
        }
        When::After { base, anchor, .. } => {
            let Some(base) = &moments[*base] else {
                return Ok(None);
            };
            let moment = relative(at.setting.zone, base, anchor).ok_or_else(|| at.beyond())?;
            Ok(Some(moment))
        }
        When::Fixed { moment, .. } => match moment {
            when::Moment::Local(meant) => Ok(Some(at.on_the_clock(*meant)?)),
            when::Moment::Instant(instant) => {
                let is = ZonedDateTime::new(*instant, at.setting.zone.clone());
                if !is_in_range(is.date()) {
                    return Err(Some(at.beyond()));
                }
                Ok(Some(Moment::sure(is.datetime(), is)))
            }
        },
    }
}

/// A session, where it is written, and its cohort.
struct Place<'a> {
    id: &'a Id,
    place: (&'a SourcePath, Span),
    setting: &'a Setting<'a>,
}

impl Place<'_> {
    fn beyond(&self) -> Box<Diagnostic> {
        let (path, span) = self.place.clone();
        let message = format!("the time of `{}` is not in the years 1 to 9999", self.id);
        Box::new(
            Diagnostic::new(&rule::BAD_VALUE, path, span, message)
                .help("check the start of the cohort, the week and the distance"),
        )
    }

    /// The moment that was meant, as the clocks of the cohort show it.
    fn on_the_clock(&self, meant: DateTime) -> Result<Moment, Box<Diagnostic>> {
        on_the_clock(self.setting.zone, meant).ok_or_else(|| self.beyond())
    }
}
