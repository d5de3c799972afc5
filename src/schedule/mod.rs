//! From a schedule that is relative to a cohort's start to instants: [`place`].
//!
//! Pure: no clock, no files, and the time zone database inside the binary. One file a step:
//! `merge` applies what the cohort changes and adds, `similar` knows a slip in an id, `when` says in the authors' terms when a session is,
//! `until` reads how long something is used, `names` knows what sessions are called, `anchor` and `fixed` take `at` apart, `breaks`, `weeks` and `repeat` count, `zone`, `clock` and `resolve`
//! find the instants, `misplaced`, `moves` and `unlikely` look at where they and the breaks fall, `facts` says what follows from them, and `words`
//! puts them into words.

mod anchor;
mod breaks;
mod city;
mod clock;
mod course;
mod day;
mod facts;
mod fixed;
mod history;
mod merge;
mod misplaced;
mod moment;
mod moves;
mod names;
mod repeat;
mod resolve;
mod similar;
mod timetable;
mod unlikely;
mod until;
mod weeks;
mod when;
mod words;
mod zone;

use std::ops::RangeInclusive;

use jiff::civil::Date;

use breaks::Breaks;
use clock::later;
pub use clock::{Doubt, Moment};
use course::Course;
pub(crate) use day::begins;
pub use facts::{State, breaks_in, changes, current_week, is_over, mix, next, state};
pub use history::{Held, History};
use merge::Merge;
pub use moment::{NoMoment, Point, anchor_base};
pub use names::Names;
use resolve::{Setting, resolve};
pub use timetable::{Break, Holiday, Placed, Timetable, Week, Written};
pub(crate) use until::over;
pub use until::{Until, until};
use weeks::{Calendar, MOST_WEEKS, REACH};
use when::{Timing, When};
pub use words::{date_view, day_words, duration_view, offset, time_view, weeks_words};
pub use zone::zone_named;

use crate::config::{CohortConfig, Format, Id, ScheduleConfig, Sessions, Spanned};
use crate::diagnostic::{self, Diagnostic, Span};
use crate::rule;
use crate::source::SourcePath;

/// The years in which a cohort can start: before 1970 many zones have no reliable rules, and after
/// 2100 it is a slip of the pen.
const YEARS: RangeInclusive<i16> = 1970..=2100;

/// The most minutes of a session, a year of them.
const LONGEST_SESSION: u32 = 366 * 24 * 60;

/// Places the sessions of a schedule in the time of a cohort, and says what is wrong with either.
/// A session whose time cannot be worked out is left out; everything else goes on. What is wrong
/// with the schedule itself is the same finding for every cohort, so that sorting leaves it once. What is over stays as
/// `history` has it.
#[must_use]
pub fn place(
    schedule: &ScheduleConfig,
    schedule_path: &SourcePath,
    cohort: &CohortConfig,
    cohort_path: &SourcePath,
    history: &History,
) -> (Timetable, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let id = cohort.id(cohort_path);
    let (zone, zone_name) = zone::zone(&cohort.timezone, cohort_path, &mut diagnostics);
    let breaks = Breaks::new(cohort, cohort_path, &mut diagnostics);
    let files = ((schedule, schedule_path), (cohort, cohort_path));
    let mut merge = Merge::new(files.0, files.1, &mut diagnostics);
    let timings: Vec<Option<Timing>> = (0..merge.entries.len())
        .map(|index| merge.timing(index, &mut diagnostics))
        .collect();

    let named = timings.iter().flatten().filter_map(named_week);
    let named = named.filter(|week| *week <= MOST_WEEKS).max().unwrap_or(1);
    let start = cohort.start.value.0;
    // Every relative session can reach two weeks further than the one before, and a series as far as
    // it goes.
    let steps = timings.iter().flatten().map(|timing| {
        let series = timing.nth.filter(|nth| nth.at + 1 == nth.count);
        2 + series.map_or(0, |nth| nth.at * nth.every.weeks())
    });
    let reach = steps.fold(0, u32::saturating_add);
    let wanted = if YEARS.contains(&start.year()) {
        named + 2 + reach.min(MOST_WEEKS)
    } else {
        let message = format!(
            "this cohort would start on {}, outside of the years {} to {}",
            words::date(start),
            YEARS.start(),
            YEARS.end()
        );
        diagnostics.push(
            Diagnostic::new(&rule::BAD_VALUE, cohort_path, cohort.start.span(), message)
                .help("check the year; `start` is the Monday of week 1, like `start = 2026-10-05`"),
        );
        // No weeks, so no session has a time, and nothing else has to be said about them.
        0
    };
    let calendar = Calendar::new(start, &breaks, wanted);
    let setting = Setting {
        zone: &zone,
        zone_name: &zone_name,
        calendar: &calendar,
        breaks: &breaks,
        cohort: &id,
    };
    let moments = resolve(&timings, &merge.entries, &setting, &mut diagnostics);

    let mut sessions = Vec::new();
    for (index, moment) in moments.into_iter().enumerate() {
        let Some(moment) = moment else { continue };
        let entry = &merge.entries[index];
        let mut placed = entry.facts(index, moment);
        if let Some(minutes) = placed.duration {
            let end = later(&placed.start, i64::from(minutes.0));
            let end = end.filter(|_| minutes.0 <= LONGEST_SESSION);
            if end.is_none() {
                let written = entry.said(|facts| facts.duration.as_ref());
                let (path, span) = written.map_or_else(
                    || entry.from.place(),
                    |(path, duration)| (path, duration.span()),
                );
                let message = format!("`{}` would take longer than a year", placed.id);
                diagnostics.push(
                    Diagnostic::new(&rule::BAD_VALUE, path, span, message)
                        .help("write how long it takes, like \"90m\" or \"1h 30m\""),
                );
            }
            // Something is due at a moment, however long it takes to do.
            placed.end = end.filter(|_| placed.format != Format::Deadline);
        }
        sessions.push(placed);
    }
    let steps = timings.iter().flatten().filter_map(|timing| timing.nth);
    let step = steps.map(|nth| nth.every.weeks()).max().unwrap_or(0);
    let course = Course {
        calendar: &calendar,
        start,
        named,
        reach: step.max(REACH),
    };
    let mut holidays: Vec<Holiday> = cohort
        .holidays
        .iter()
        .map(|holiday| Holiday {
            date: holiday.date.0,
            title: holiday.title.clone(),
        })
        .collect();
    holidays.sort_by_key(|holiday| holiday.date);
    let turns = history.turns(&sessions);
    let mut timetable = Timetable {
        zone,
        zone_name,
        weeks: Vec::new(),
        sessions,
        first_day: start,
        last_day: start,
        holidays,
        breaks: breaks
            .all()
            .map(|found| Break {
                from: found.from.value.0,
                to: found.to.value.0,
                title: found.title.clone(),
            })
            .collect(),
        names: std::mem::take(&mut merge.names),
        turns,
    };
    course.lay_out(&mut timetable);
    let written = misplaced::Course {
        timetable: &timetable,
        timings: &timings,
        is_whole: timetable.names.is_whole() && timetable.sessions.len() == merge.entries.len(),
        breaks: &breaks,
        schedule_path,
        cohort: (cohort, &id, cohort_path),
    };
    misplaced::check(&written, &mut diagnostics);
    let differing = history.keep(&mut timetable.sessions, &timetable.zone, cohort_path);
    course.lay_out(&mut timetable);
    if state(&timetable, history.now) == State::Past {
        history.without_strangers(&mut timetable.sessions, schedule_path);
    } else {
        for index in differing {
            let place = timings[index].as_ref().map(Timing::place);
            let session = timetable.sessions.iter().find(|one| one.index == index);
            // What the schedule says is for the next run as well.
            if let Some(((path, span), session)) =
                place.filter(|(path, _)| *path == cohort_path).zip(session)
            {
                diagnostics.push(held(path, span, &id, session));
            }
        }
    }
    diagnostic::sort(&mut diagnostics);
    (timetable, diagnostics)
}

/// What is said of a session that was changed after it took place.
fn held(path: &SourcePath, span: Span, cohort: &Id, session: &Placed) -> Diagnostic {
    let start = time_view(&session.start);
    let message = format!(
        "`{}` of the cohort `{cohort}` is over, and stays at {}, {}, as calendars were told",
        session.id,
        words::long_date(session.start.date()),
        start.time
    );
    Diagnostic::new(&rule::SESSION_HELD, path, span, message).help(format!(
        "if that is not when it was, delete the line \"{cohort}/{}\" of stoa.lock",
        session.id
    ))
}

/// What is wrong with a schedule whatever the cohort, for a course that has none yet: with cohorts,
/// [`place`] says the same.
#[must_use]
pub fn check(schedule: &ScheduleConfig, schedule_path: &SourcePath) -> Vec<Diagnostic> {
    // Any cohort does. Nothing about this one is looked at but the times that do not depend on it.
    let nowhere = SourcePath::new("");
    let cohort = CohortConfig {
        id: None,
        title: None,
        start: Spanned::new(crate::config::Date(Date::constant(2026, 1, 5)), 0..0),
        timezone: Spanned::new("UTC".to_owned(), 0..0),
        breaks: Vec::new(),
        holidays: Vec::new(),
        facilitators: Vec::new(),
        teams: Vec::new(),
        overrides: Vec::new(),
        sessions: Sessions::default(),
        path: None,
    };
    let (_, mut diagnostics) = place(
        schedule,
        schedule_path,
        &cohort,
        &nowhere,
        &History::default(),
    );
    diagnostics.retain(|diagnostic| {
        ![&rule::SESSION_OUTSIDE, &rule::UNKNOWN_REFERENCE].contains(&diagnostic.rule)
    });
    diagnostics
}

/// The number of the week that a session is written for.
fn named_week(timing: &Timing) -> Option<u32> {
    let When::Week { week, .. } = &timing.when else {
        return None;
    };
    let later = timing.nth.map_or(0, |nth| nth.at * nth.every.weeks());
    Some(week.value.0.saturating_add(later))
}
