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
mod unlikely;
mod until;
mod weeks;
mod when;
mod words;
mod zone;

use std::ops::{Deref, RangeInclusive};

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ZonedDateTime};

use breaks::Breaks;
use clock::later;
pub use clock::{Doubt, Moment};
pub(crate) use day::begins;
pub use facts::{State, breaks_in, changes, current_week, is_over, mix, next, state};
pub use history::{Held, History};
use merge::Merge;
pub use moment::{NoMoment, Point, anchor_base};
pub use names::Names;
use resolve::{Setting, resolve};
pub(crate) use until::over;
pub use until::{Until, until};
use weeks::{Calendar, MOST_WEEKS, REACH, monday_of};
use when::{Timing, When};
pub use words::{date_view, day_words, duration_view, offset, time_view, weeks_words};
pub use zone::zone_named;

use crate::config::{CohortConfig, Format, Id, Minutes, ScheduleConfig, Sessions, Spanned};
use crate::diagnostic::{self, Diagnostic, Span};
use crate::rule;
use crate::source::SourcePath;

/// The years in which a cohort can start: before 1970 many zones have no reliable rules, and after
/// 2100 it is a slip of the pen.
const YEARS: RangeInclusive<i16> = 1970..=2100;

/// The most minutes of a session, a year of them.
const LONGEST_SESSION: u32 = 366 * 24 * 60;

/// The schedule of one cohort.
#[derive(Debug, Clone, PartialEq)]
pub struct Timetable {
    /// The zone of the cohort.
    pub zone: TimeZone,
    /// Its name as IANA spells it, `Europe/Paris`.
    pub zone_name: String,
    /// Weeks and breaks in order of time, from Mondays to Sundays and without gaps.
    pub weeks: Vec<Week>,
    /// The sessions that have a time, by start and then by their order in the schedule.
    pub sessions: Vec<Placed>,
    /// The start of the cohort as it was written, or the first session of week 1 before it.
    pub first_day: Date,
    /// The Sunday of the last week.
    pub last_day: Date,
    /// Days off that move no week on, in order.
    pub holidays: Vec<Holiday>,
    /// The breaks as they were written, in order; only weeks that are free from Monday to Friday move on.
    pub breaks: Vec<Break>,
    /// What its sessions are called, those without a time included.
    pub names: Names,
    /// The instants at which what calendars were told of a session takes the place of what is written.
    pub turns: Vec<Timestamp>,
}

impl Timetable {
    /// The sessions of each of its weeks, in one pass over all of them.
    #[must_use]
    pub fn by_week(&self) -> Vec<Vec<&Placed>> {
        let mut weeks = vec![Vec::new(); self.weeks.len()];
        for session in &self.sessions {
            if let Some(week) = weeks.get_mut(session.week) {
                week.push(session);
            }
        }
        weeks
    }

    /// The first instant of the first day; 1970 where that day has no instant, at the very ends of
    /// the calendar.
    #[must_use]
    pub fn starts(&self) -> Timestamp {
        self.zone
            .to_zoned_datetime(self.first_day.to_datetime(Time::midnight()))
            .map_or(Timestamp::UNIX_EPOCH, |start| start.timestamp())
    }
}

/// A day off, which moves no week on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holiday {
    /// The day.
    pub date: Date,
    /// Its name.
    pub title: Option<String>,
}

/// Days off from one day to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Break {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
    /// Its name.
    pub title: Option<String>,
}

/// A week, a break, or what stands before or behind the course.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Week {
    /// Its number as learners count; `None` for a break and outside of the course.
    pub number: Option<u32>,
    /// The name of the break, `Before the course`, `After the course`, or none.
    pub title: Option<String>,
    /// Whether it is a break; one entry holds all its weeks.
    pub is_break: bool,
    /// Its first day, a Monday.
    pub from: Date,
    /// Its last day, a Sunday.
    pub to: Date,
}

/// A value and the file that it was written in: the schedule, or the cohort that differs from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written<T> {
    /// The file.
    pub path: SourcePath,
    /// The value and its place in the file.
    pub value: Spanned<T>,
}

impl<T> Written<T> {
    fn new(path: &SourcePath, value: &Spanned<T>) -> Self
    where
        T: Clone,
    {
        Self {
            path: path.clone(),
            value: value.clone(),
        }
    }

    /// Where it was written, as diagnostics want it.
    pub fn place(&self) -> (&SourcePath, Span) {
        (&self.path, self.value.span())
    }
}

impl<T> Deref for Written<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.value
    }
}

/// A session of a cohort, with its time.
#[derive(Debug, Clone, PartialEq)]
pub struct Placed {
    /// Its position in the schedule, and behind it in the file of the cohort.
    pub index: usize,
    /// Its id, the same in every cohort; in a series, with its number: `office-hours-3`.
    pub id: Id,
    /// Its name.
    pub title: String,
    /// Its number in its series, from 1, and how many that has.
    pub nth: Option<(u32, u32)>,
    /// What kind of session it is.
    pub format: Format,
    /// When it starts, on the clocks of the cohort.
    pub start: ZonedDateTime,
    /// What was meant to be on the clocks when it starts; another time where they go forward.
    pub(super) meant: DateTime,
    /// When it ends; `None` for a deadline, and where no length was written.
    pub end: Option<ZonedDateTime>,
    /// How long it takes, as it was written.
    pub duration: Option<Minutes>,
    /// Its week, as an index into [`Timetable::weeks`].
    pub week: usize,
    /// The module that it belongs to.
    pub module: Option<Written<String>>,
    /// Ids of people.
    pub facilitators: Vec<Written<String>>,
    /// Ids of the teams that it is for; none if it is for everybody.
    pub teams: Vec<Written<String>>,
    /// What to think about before.
    pub prompt: Option<String>,
    /// Where people meet, in words.
    pub place: Option<String>,
    /// Where to join; of a session in person, a page about its place.
    pub url: Option<Written<String>>,
    /// Why it does not take place.
    pub cancelled: Option<String>,
    /// Its id once more, with the place of it or of its series.
    pub from: Written<Id>,
}

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

/// What the weeks of a cohort follow from.
struct Course<'a> {
    calendar: &'a Calendar,
    start: Date,
    /// The highest week that a session is written for.
    named: u32,
    /// How many weeks may lie between two sessions.
    reach: u32,
}

impl Course<'_> {
    /// Puts the sessions in order, and gives the timetable the weeks that they need.
    fn lay_out(&self, timetable: &mut Timetable) {
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
