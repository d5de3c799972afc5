//! What can be, and is hardly meant: weeks without anything, a series that goes on alone, a session before the start, and
//! people in two places at once.

use std::collections::BTreeSet;

use super::misplaced::{Course, place};
use super::weeks::monday_of;
use super::{Placed, words};
use crate::config::Format;
use crate::diagnostic::{Diagnostic, Severity};
use crate::rule;

/// So many weeks without a session between two others are no accident of a schedule.
const GAP: u32 = 3;

/// So many weeks a series can go on when everything else is over.
const ALONE: u32 = 52;

pub(super) fn check(course: &Course<'_>, diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.extend(before_the_start(course));
    gaps(course, diagnostics);
    diagnostics.extend(alone(course));
    at_once(course, diagnostics);
}

/// The first session of week 1, where it is before the day that was written.
fn before_the_start(course: &Course<'_>) -> Option<Diagnostic> {
    let (config, cohort, path) = course.cohort;
    let start = config.start.value.0;
    let monday = monday_of(start)?;
    let mut sessions = course.timetable.sessions.iter();
    let session = sessions.find(|one| (monday..start).contains(&one.start.date()))?;
    let day = session.start.date();
    if !super::YEARS.contains(&day.year()) {
        return None;
    }
    let message = format!(
        "`{}` of the cohort `{cohort}` is on {}, before the start that is written, {}",
        session.id,
        words::long_date(day),
        words::long_date(start)
    );
    let (other, span) = place(course, session);
    Some(
        Diagnostic::new(&rule::SESSION_OUTSIDE, path, config.start.span(), message)
            .severity(Severity::Note)
            .help(format!(
                "a week begins with its Monday, whatever day `start` is: write `start = {day}`, or move the session"
            ))
            .related(other, Some(span), "the session is here"),
    )
}

/// Weeks one behind the other without a session, and one with a session behind them.
fn gaps(course: &Course<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let timetable = course.timetable;
    let series = course.timings.iter().flatten();
    let step = series
        .filter_map(|timing| timing.nth)
        .map(|nth| nth.every.weeks());
    let most = step.max().unwrap_or(0).max(GAP - 1);
    let mut empty: Vec<u32> = Vec::new();
    let mut has_begun = false;
    for (week, sessions) in timetable.weeks.iter().zip(timetable.by_week()) {
        let Some(number) = week.number else { continue };
        let Some(first) = sessions.first() else {
            empty.extend(has_begun.then_some(number));
            continue;
        };
        has_begun = true;
        let gap = std::mem::take(&mut empty);
        let (Some(from), Some(to)) = (gap.first(), gap.last()) else {
            continue;
        };
        if to - from < most {
            continue;
        }
        let message = format!(
            "weeks {from} to {to} of the cohort `{}` have no session, and `{}` is in week {number}",
            course.cohort.1, first.id
        );
        let (path, span) = place(course, first);
        diagnostics.push(Diagnostic::new(&rule::LONG_GAP, path, span, message).help(
            "check the week or the distance; if nothing takes place in between, leave it as it is",
        ));
    }
}

/// A series that goes on for long when everything else is over.
fn alone(course: &Course<'_>) -> Option<Diagnostic> {
    let timetable = course.timetable;
    let number = |session: &Placed| timetable.weeks.get(session.week)?.number;
    let last = timetable
        .sessions
        .iter()
        .rev()
        .find(|one| number(one).is_some())?;
    let nth = |session: &Placed| course.timings[session.index].as_ref()?.nth;
    let series = nth(last)?.series;
    let is_other = |one: &&Placed| nth(one).is_none_or(|nth| nth.series != series);
    let mut others = timetable.sessions.iter().rev().filter(is_other);
    let (end, other) = (number(last)?, others.find_map(|one| number(one))?);
    if end - other.min(end) <= ALONE {
        return None;
    }
    let id = last.id.as_str().rsplit_once('-')?.0;
    let message = format!(
        "the series `{id}` goes on to week {end} of the cohort `{}`, and everything else ends in week {other}",
        course.cohort.1
    );
    let (path, span) = last.from.place();
    Some(
        Diagnostic::new(&rule::LONG_GAP, path, span, message)
            .help("check its `count`; learners are shown every week up to the last session"),
    )
}

/// Sessions at the same time for the same people.
fn at_once(course: &Course<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let mut told = BTreeSet::new();
    let mut longest: Option<&Placed> = None;
    let end = |session: &Placed| session.end.as_ref().unwrap_or(&session.start).timestamp();
    let sessions = course.timetable.sessions.iter();
    for session in sessions.filter(|session| needs_people(session)) {
        if let Some(other) = longest {
            let start = session.start.timestamp();
            let is_at_once = start < end(other) || start == other.start.timestamp();
            // Two series are one finding, and not one a week.
            let key = |one: &Placed| (one.from.path.clone(), one.from.value.span().start);
            if is_at_once
                && let Some(found) = both(course, other, session)
                && told.insert((key(other), key(session)))
            {
                diagnostics.push(found);
            }
        }
        if longest.is_none_or(|other| end(other) < end(session)) {
            longest = Some(session);
        }
    }
}

/// Whether people come to it at its time.
fn needs_people(session: &Placed) -> bool {
    session.cancelled.is_none()
        && matches!(
            session.format,
            Format::Webinar
                | Format::GroupActivity
                | Format::VirtualClassroom
                | Format::Workshop
                | Format::OfficeHours
                | Format::CheckIn
                | Format::InPerson
        )
}

/// The finding for two sessions at once, if anybody would have to be in both.
fn both(course: &Course<'_>, other: &Placed, session: &Placed) -> Option<Diagnostic> {
    let mut people = session.facilitators.iter().map(|one| one.as_str());
    let person = people.find(|person| other.facilitators.iter().any(|one| one.as_str() == *person));
    let (teams, of_other) = (&session.teams, &other.teams);
    let is_for_same = teams.is_empty()
        || of_other.is_empty()
        || teams
            .iter()
            .any(|team| of_other.iter().any(|one| one.as_str() == team.as_str()));
    let (severity, who) = match person {
        Some(person) => (Severity::Warning, format!("with `{person}` in both")),
        None if is_for_same => (Severity::Note, "for the same people".to_owned()),
        None => return None,
    };
    let message = format!(
        "`{}` and `{}` of the cohort `{}` are at the same time, {}, {who}",
        other.id,
        session.id,
        course.cohort.1,
        words::long_date(session.start.date()),
    );
    let ((path, span), related) = (place(course, session), place(course, other));
    Some(
        Diagnostic::new(&rule::SESSIONS_AT_ONCE, path, span, message)
            .severity(severity)
            .help("move one of them, or say with `teams` whom each is for")
            .related(related.0, Some(related.1), "the other one is here"),
    )
}
