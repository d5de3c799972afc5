//! Sessions and days off that have a time, and one that was hardly meant.

use std::collections::BTreeMap;

use super::breaks::Breaks;
use super::weeks::{monday_of, plus_days};
use super::when::{Timing, When};
use super::{Placed, Timetable, moves, unlikely, words};
use crate::config::{CohortConfig, Id};
use crate::diagnostic::{Diagnostic, Severity, Span};
use crate::rule;
use crate::source::SourcePath;

/// How many days before the course a session may be without being a slip of the pen.
const EARLY: i64 = 14;

/// A cohort and where its sessions are.
pub(super) struct Course<'a> {
    pub(super) timetable: &'a Timetable,
    /// By [`Placed::index`].
    pub(super) timings: &'a [Option<Timing>],
    /// Whether every session could be read and has a time.
    pub(super) is_whole: bool,
    pub(super) breaks: &'a Breaks<'a>,
    pub(super) schedule_path: &'a SourcePath,
    pub(super) cohort: (&'a CohortConfig, &'a Id, &'a SourcePath),
}

/// Where a session is written, as diagnostics want it.
pub(super) type Place<'a> = (&'a SourcePath, Span);

/// Finds sessions before and after the course, on days off, and on the same day in every cohort; and days off with no session
/// before or after them.
pub(super) fn check(course: &Course<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let holidays: BTreeMap<_, _> = course
        .cohort
        .0
        .holidays
        .iter()
        .map(|found| (found.date.value, found))
        .collect();
    let last = last_inside(course);
    for session in &course.timetable.sessions {
        let place = place(course, session);
        diagnostics.extend(outside(course, session, place.clone(), last.clone()));
        diagnostics.extend(the_same_for_all(course, session));
        if session.cancelled.is_some() {
            continue;
        }
        let day = session.start.date();
        let free = course.breaks.on(day).map(|free| {
            let what = ("in the break", "the break is here");
            (&rule::SESSION_IN_BREAK, what, &free.title, free.span())
        });
        let free = free.or_else(|| {
            let free = holidays.get(&crate::config::Date(day))?;
            let what = ("on the holiday", "the holiday is here");
            Some((&rule::SESSION_ON_HOLIDAY, what, &free.title, free.span()))
        });
        if let Some((rule, (falls, label), title, span)) = free {
            let (_, cohort, cohort_path) = course.cohort;
            let name = title
                .as_ref()
                .map_or_else(String::new, |title| format!(" \"{title}\""));
            let message = format!(
                "`{}` falls on {}, {falls}{name} of the cohort `{cohort}`",
                session.id,
                words::long_date(day),
            );
            diagnostics.push(
                Diagnostic::new(rule, place.0, place.1, message)
                    .help(format!(
                        "move it, in `[session.{}]` of the cohort if only this run is concerned",
                        session.id
                    ))
                    .related(cohort_path, Some(span), label),
            );
        }
    }
    days_off(course, diagnostics);
    unlikely::check(course, diagnostics);
}

/// Breaks and holidays before and after everything that the cohort does.
fn days_off(course: &Course<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let timetable = course.timetable;
    let days = || timetable.sessions.iter().map(|one| one.start.date());
    // As long as a session has no time, nobody can say when the course ends.
    let (true, Some(first), Some(last)) = (course.is_whole, days().min(), days().max()) else {
        return;
    };
    moves::check(course, diagnostics);
    let starts = monday_of(timetable.first_day).unwrap_or(timetable.first_day);
    let (first, last) = (first.min(starts), last.max(timetable.last_day));
    let (config, cohort, path) = course.cohort;
    let breaks = course.breaks.all().map(|found| {
        let days = (found.from.value.0, found.to.value.0);
        let words = ("break", "it moves nothing");
        (words, days, found.span(), Severity::Warning)
    });
    let holidays = config.holidays.iter().map(|found| {
        let days = (found.date.value.0, found.date.value.0);
        let words = ("holiday", "no session is near it");
        (words, days, found.span(), Severity::Note)
    });
    for ((what, so), (from, to), span, severity) in breaks.chain(holidays) {
        let when = if to < first {
            let day = words::long_date(first);
            format!("before the cohort `{cohort}`, which begins on {day}")
        } else if from > last {
            let day = words::long_date(last);
            format!("after the cohort `{cohort}`, which ends on {day}")
        } else {
            continue;
        };
        let message = format!("this {what} is {when}, so {so}");
        diagnostics.push(
            Diagnostic::new(&rule::DAY_OFF_OUTSIDE, path, span, message)
                .severity(severity)
                .help("check the year, or delete it"),
        );
    }
}

pub(super) fn place<'a>(course: &'a Course<'_>, session: &'a Placed) -> Place<'a> {
    let timing = course.timings[session.index].as_ref();
    timing.map_or_else(|| session.from.place(), Timing::place)
}

/// Whether the week of a session is one of the course, or a break of it.
fn is_inside(timetable: &Timetable, session: &Placed) -> bool {
    let week = timetable.weeks.get(session.week);
    week.is_none_or(|week| week.number.is_some() || week.is_break)
}

/// The last session of the course, and where it is written.
fn last_inside<'a>(course: &'a Course<'_>) -> Option<Place<'a>> {
    let mut sessions = course.timetable.sessions.iter().rev();
    let last = sessions.find(|session| is_inside(course.timetable, session))?;
    Some(place(course, last))
}

/// A session that is long before or long after the course.
fn outside(
    course: &Course<'_>,
    session: &Placed,
    (path, span): Place<'_>,
    last: Option<Place<'_>>,
) -> Option<Diagnostic> {
    let timetable = course.timetable;
    if is_inside(timetable, session) {
        return None;
    }
    let day = session.start.date();
    let (config, cohort, cohort_path) = course.cohort;
    let start = (cohort_path, config.start.span(), "the cohort starts here");
    let (side, limit, related) = if day < timetable.first_day {
        let limit = plus_days(timetable.first_day, -EARLY);
        if limit.is_none_or(|limit| day >= limit) {
            return None;
        }
        (
            "long before the course, which begins",
            timetable.first_day,
            start,
        )
    } else {
        let last = last.map(|(path, span)| (path, span, "the last session before it is here"));
        (
            "long after the course, which ends",
            timetable.last_day,
            last.unwrap_or(start),
        )
    };
    let message = format!(
        "`{}` of the cohort `{cohort}` is on {}, {side} on {}",
        session.id,
        words::long_date(day),
        words::long_date(limit),
    );
    Some(
        Diagnostic::new(&rule::SESSION_OUTSIDE, path, span, message)
            .help("check the week, the date, or the distance and its sign")
            .related(related.0, Some(related.1), related.2),
    )
}

/// A date in the schedule, which the next cohort has as well.
fn the_same_for_all(course: &Course<'_>, session: &Placed) -> Option<Diagnostic> {
    let timing = course.timings[session.index].as_ref()?;
    let When::Fixed { at, .. } = &timing.when else {
        return None;
    };
    if at.path != *course.schedule_path {
        return None;
    }
    // A series is one line of the schedule, and one finding.
    let number = timing.nth.map(|nth| format!("-{}", nth.at + 1));
    let id = session.id.as_str();
    let id = number.map_or(id, |number| id.strip_suffix(&number).unwrap_or(id));
    let message = format!("`{id}` is at the same date in every cohort");
    let (path, span) = at.place();
    Some(
        Diagnostic::new(&rule::FIXED_DATE, path, span, message).help(format!(
            "say it relative to another session, or write the date in `[session.{id}]` of the cohort"
        )),
    )
}
