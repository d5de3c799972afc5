//! [`Listing`]: what stoa understood of a course, for `stoa list`.

use jiff::ZonedDateTime;
use jiff::tz::TimeZone;
use rayon::prelude::*;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::assemble::{Documents, Input, assemble};
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::layout::Layout;
use crate::options::Options;
use crate::schedule::{Placed, State, Written, date_view, time_view};
use crate::site::{Cohort, PageRef, Site};
use crate::source::Sources;

/// What stoa understood of a course.
#[derive(Debug, Clone, Serialize)]
pub struct Listing {
    /// The cohorts, latest start first.
    pub cohorts: Vec<CohortRow>,
    /// Sessions of all cohorts, each cohort's in order of time.
    pub sessions: Vec<SessionRow>,
    /// Lessons in the order in which they are read.
    pub lessons: Vec<LessonRow>,
    /// Badges by file name.
    pub badges: Vec<BadgeRow>,
}

/// A cohort.
#[derive(Debug, Clone, Serialize)]
pub struct CohortRow {
    /// Its id.
    pub id: String,
    /// Its name.
    pub title: String,
    /// `upcoming`, `running` or `past`.
    pub state: &'static str,
    /// Its first day, `5 October 2026`.
    pub first_day: String,
    /// Its last day.
    pub last_day: String,
    /// `Europe/Paris`.
    pub zone: String,
}

/// A session of one cohort.
#[derive(Debug, Clone, Serialize)]
pub struct SessionRow {
    /// The id of the cohort.
    pub cohort: String,
    /// The id of the session.
    pub id: String,
    /// Its name.
    pub title: String,
    /// `group-activity`.
    pub format: &'static str,
    /// The week of the course; `null` in a break, and before and after the course.
    pub week: Option<u32>,
    /// On the clocks of the cohort: `2026-10-06T14:00:00+02:00`.
    pub start: String,
    /// `2026-10-06T12:00:00Z`.
    pub start_utc: String,
    /// When it ends; `null` for what takes no time.
    pub end: Option<String>,
    /// The same in UTC.
    pub end_utc: Option<String>,
    /// `Tuesday 6 October 2026, 14:00`.
    pub local: String,
    /// `Europe/Paris`.
    pub zone: String,
    /// The id of the module.
    pub module: Option<String>,
    /// Ids of people.
    pub facilitators: Vec<String>,
    /// Ids of the teams that it is for; none if it is for everybody.
    pub teams: Vec<String>,
    /// Where people meet, in words.
    pub place: Option<String>,
    /// Where to join; of a session in person, a page about its place.
    pub url: Option<String>,
    /// Why it does not take place.
    pub cancelled: Option<String>,
    /// When it is on the reader's own clock, where a zone was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reader: Option<ReaderRow>,
    /// When it starts and when it ends, for clocks of other zones.
    #[serde(skip)]
    pub moments: (ZonedDateTime, Option<ZonedDateTime>),
}

/// When a session is on the clock of whoever reads the list.
#[derive(Debug, Clone, Serialize)]
pub struct ReaderRow {
    /// `Asia/Kolkata`.
    pub zone: String,
    /// `2026-10-06T17:30:00+05:30`.
    pub start: String,
    /// When it ends; `null` for what takes no time.
    pub end: Option<String>,
}

impl SessionRow {
    /// Says as well when it is in this zone.
    pub fn read_in(&mut self, zone: &TimeZone, name: &str) {
        let there = |moment: &ZonedDateTime| time_view(&moment.with_time_zone(zone.clone())).iso;
        let (start, end) = &self.moments;
        self.reader = Some(ReaderRow {
            zone: name.to_owned(),
            start: there(start),
            end: end.as_ref().map(there),
        });
    }
}

/// A lesson.
#[derive(Debug, Clone, Serialize)]
pub struct LessonRow {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The id of its module.
    pub module: Option<String>,
    /// `reading`.
    pub format: &'static str,
    /// How long it takes.
    pub minutes: Option<u32>,
    /// Its file.
    pub path: String,
    /// Its address below the base path.
    pub url: String,
    /// When learners will see it, `2026-10-12T00:00:00+02:00`, if they do not yet.
    pub opens: Option<String>,
    /// When it is released in each cohort that is not over; empty if it has no release.
    pub releases: Vec<ReleaseRow>,
}

/// When learners of a cohort see a lesson.
#[derive(Debug, Clone, Serialize)]
pub struct ReleaseRow {
    /// The id of the cohort.
    pub cohort: String,
    /// `2026-10-12T00:00:00+02:00`; none for never.
    pub opens: Option<String>,
    /// For people: `12 October 2026`.
    #[serde(skip)]
    pub day: Option<String>,
}

/// A badge.
#[derive(Debug, Clone, Serialize)]
pub struct BadgeRow {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Ids of the lessons that lead to it.
    pub lessons: Vec<String>,
}

/// The course as facilitators see it, with what is still to come. What is wrong with its Markdown is for `check`.
#[must_use]
pub fn understand(sources: &Sources, options: &Options, findings: &mut Vec<Diagnostic>) -> Site {
    let config = Config::read(sources, findings);
    let layout = Layout::of(sources);
    let files: Vec<_> = sources
        .iter()
        .filter_map(|file| Some((file, layout.role(&file.path)?)))
        .collect();
    let documents: Documents = files
        .into_par_iter()
        .filter_map(|(file, role)| {
            let document = Document::parse(file, role.kind()?, &config.course.markdown);
            Some((file.path.clone(), (role, Arc::new(document))))
        })
        .collect();
    let input = Input {
        sources,
        layout: &layout,
        config: &config,
        documents: &documents,
        snapshot: &crate::snapshot::Read::default(),
        ledger: None,
        awards: &crate::award::Read::default(),
        options: &Options {
            facilitator: true,
            ..options.clone()
        },
    };
    assemble(&input, findings)
}

/// Reads a course and says what it understood. Findings are for `check`.
#[must_use]
pub fn survey(sources: &Sources, options: &Options) -> Listing {
    let site = understand(sources, options, &mut Vec::new());
    let sessions = site.cohorts.iter().flat_map(|cohort| {
        let sessions = cohort.timetable.sessions.iter();
        sessions.map(|session| session_row(cohort, session))
    });
    let cohorts = site.cohorts.iter().map(|cohort| CohortRow {
        id: cohort.id.clone(),
        title: cohort.title.clone(),
        state: cohort.state.word(),
        first_day: date_view(cohort.timetable.first_day).text,
        last_day: date_view(cohort.timetable.last_day).text,
        zone: cohort.timetable.zone_name.clone(),
    });
    let moments: BTreeMap<usize, &Vec<Option<ZonedDateTime>>> = site
        .released
        .iter()
        .filter_map(|(at, moments)| match site.reading[*at] {
            PageRef::Lesson(lesson) => Some((lesson, moments)),
            PageRef::Module(_) => None,
        })
        .collect();
    let releases = |lesson: usize| {
        let moments = moments.get(&lesson).copied().into_iter().flatten();
        let pairs = site.cohorts.iter().zip(moments);
        pairs
            .filter(|(cohort, _)| cohort.state != State::Past)
            .map(|(cohort, moment)| {
                let view = moment.as_ref().map(time_view);
                ReleaseRow {
                    cohort: cohort.id.clone(),
                    opens: view.as_ref().map(|view| view.iso.clone()),
                    day: view.map(|view| view.date.text),
                }
            })
            .collect()
    };
    let lessons = site
        .lessons
        .iter()
        .enumerate()
        .map(|(at, lesson)| LessonRow {
            id: lesson.id.clone(),
            title: lesson.title.clone(),
            module: lesson.module.map(|module| site.modules[module].id.clone()),
            format: lesson.format.id(),
            minutes: lesson.duration.map(|minutes| minutes.0),
            path: lesson.document.path.to_string(),
            url: lesson.url.clone(),
            opens: lesson
                .opens
                .as_ref()
                .and_then(|opening| Some(time_view(opening.at.as_ref()?).iso)),
            releases: releases(at),
        });
    let badges = site.badges.iter().map(|badge| BadgeRow {
        id: badge.id.clone(),
        name: badge.name.clone(),
        lessons: badge
            .lessons
            .iter()
            .map(|lesson| site.lessons[*lesson].id.clone())
            .collect(),
    });
    Listing {
        cohorts: cohorts.collect(),
        sessions: sessions.collect(),
        lessons: lessons.collect(),
        badges: badges.collect(),
    }
}

fn session_row(cohort: &Cohort, session: &Placed) -> SessionRow {
    let start = time_view(&session.start);
    let ids =
        |written: &[Written<String>]| written.iter().map(|id| id.value.value.clone()).collect();
    let end_utc = session.end.as_ref().map(|end| end.timestamp().to_string());
    SessionRow {
        cohort: cohort.id.clone(),
        id: session.id.as_str().to_owned(),
        title: session.title.clone(),
        format: session.format.id(),
        week: cohort
            .timetable
            .weeks
            .get(session.week)
            .and_then(|week| week.number),
        local: format!("{} {}, {}", start.weekday, start.date.text, start.time),
        start: start.iso,
        start_utc: session.start.timestamp().to_string(),
        end: session.end.as_ref().map(|end| time_view(end).iso),
        end_utc,
        zone: cohort.timetable.zone_name.clone(),
        module: session
            .module
            .as_ref()
            .map(|module| module.value.value.clone()),
        facilitators: ids(&session.facilitators),
        teams: ids(&session.teams),
        place: session.place.clone(),
        url: session.url.as_ref().map(|url| url.value.value.clone()),
        cancelled: session.cancelled.clone(),
        reader: None,
        moments: (session.start.clone(), session.end.clone()),
    }
}
