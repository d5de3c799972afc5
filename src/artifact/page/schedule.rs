//! Cohorts and their schedules.

use std::sync::Arc;

use tera::Value;

use super::add::add_links;
use super::changes::{changes_path, has_changes_feed};
use super::link::{cohort_link, format_view, team_path};
use super::{Context, Page, Planned, thread};
use crate::config::Threads;
use crate::route::is_web;
use crate::schedule::{
    Break, Holiday, Placed, State, Timetable, Week, breaks_in, current_week, date_view,
    duration_view, is_over, mix, next, offset, time_view,
};
use crate::site::{Cohort, PageRef, Site, Team, told_size};
use crate::view::{
    BreakView, CohortLink, CohortView, CohortsView, HolidayView, Link, MixView, ScheduleView,
    SeriesView, SessionView, TeamView, WeekView,
};

/// How many cohorts a schedule offers. A course that has run for years has hundreds, and hundreds of
/// links on hundreds of pages help nobody; the rest is one click further, on the page of all cohorts.
const CHOICE: usize = 8;

pub(super) fn plan<'a>(context: &'a Context<'a>) -> Vec<Planned<'a>> {
    let site = context.site;
    let mut planned = Vec::new();
    if site.cohorts.is_empty() {
        return planned;
    }
    let page = Page::new("cohorts", "cohorts/", "Cohorts")
        .section("cohorts")
        .breadcrumbs(vec![context.home()]);
    let cohorts = in_order(site).map(|cohort| cohort_link(site, cohort));
    let cohorts = cohorts.collect();
    planned.push(context.page(page, "cohorts", CohortsView { cohorts }));
    let all = Link {
        title: "Cohorts".to_owned(),
        url: site.url("cohorts/"),
    };
    let threads = site.forum.as_ref().map(|forum| forum.threads);
    let choice = context.choice();
    for (at, cohort) in site.cohorts.iter().enumerate() {
        let is_open = thread::is_open(context, Some(cohort));
        let threads = is_open && threads == Some(Threads::Session);
        let page = Page::new(
            "cohort",
            format!("cohorts/{}/", cohort.id),
            cohort.title.as_str(),
        )
        .section("cohorts")
        .breadcrumbs(vec![context.home(), all.clone()]);
        planned.push(context.page(page, "cohort", context.cohort(cohort)));

        let is_current = site.current == Some(at);
        // A schedule may be large, and there may be two pages of it.
        let view = Arc::new(context.schedule(cohort, &choice));
        let shown = serde_json::to_vec(&*view).unwrap_or_default();
        let plan = |page: Page<'a>| {
            let (key, view) = (context.key(&page, &shown), Arc::clone(&view));
            context.keyed(page, "schedule", key, move || {
                Value::from_serializable(&*view)
            })
        };
        let path = schedule_path(cohort);
        if is_current {
            // The same schedule at the address of whichever cohort is on; search engines and people
            // who share it get the one that lasts.
            let page = Page::new("schedule", "schedule/", "Schedule")
                .section("schedule")
                .breadcrumbs(vec![context.home()])
                .canonical(path.clone())
                .script("forum", threads);
            planned.push(plan(page));
        }
        let own = Link {
            title: cohort.title.clone(),
            url: site.url(&format!("cohorts/{}/", cohort.id)),
        };
        let page = Page::new("schedule", path, format!("Schedule of {}", cohort.title))
            .section("schedule")
            .breadcrumbs(vec![context.home(), all.clone(), own])
            .script("forum", threads);
        planned.push(plan(page));
    }
    planned
}

/// The address of a cohort's schedule below the base path. It is the same before, during and after
/// the cohort, because calendars and mails keep it; `schedule/` shows the cohort that is on.
pub(crate) fn schedule_path(cohort: &Cohort) -> String {
    format!("cohorts/{}/schedule/", cohort.id)
}

/// The address of a cohort's calendar below the base path.
pub(crate) fn calendar_url(cohort: &Cohort) -> String {
    format!("calendars/{}.ics", cohort.id)
}

/// The address of a team's calendar below the base path.
pub(crate) fn team_calendar_url(cohort: &Cohort, team: &Team) -> String {
    format!("calendars/{}/teams/{}.ics", cohort.id, team.id)
}

/// The address of the calendar of one session below the base path.
pub(crate) fn session_calendar_url(cohort: &Cohort, session: &str) -> String {
    format!("calendars/{}/sessions/{session}.ics", cohort.id)
}

impl Context<'_> {
    fn schedule_url(&self, cohort: &Cohort) -> String {
        self.site.url(&schedule_path(cohort))
    }

    pub(super) fn cohort(&self, cohort: &Cohort) -> CohortView {
        let timetable = &cohort.timetable;
        let week = current_week(timetable, self.now).map(|at| {
            let sessions = timetable.sessions.iter();
            let sessions = sessions.filter(|session| session.week == at);
            self.week(cohort, &timetable.weeks[at], true, sessions)
        });
        CohortView {
            link: cohort_link(self.site, cohort),
            facilitators: self.people(&cohort.facilitators),
            teams: cohort
                .teams
                .iter()
                .map(|team| self.team(cohort, team))
                .collect(),
            week,
            next: next(timetable, self.now).map(|session| self.session(cohort, session)),
            sessions: timetable.sessions.len(),
            schedule: self.schedule_url(cohort),
            calendar: self.site.url(&calendar_url(cohort)),
            calendar_address: self.site.absolute(&calendar_url(cohort)),
            webcal: self.webcal(&calendar_url(cohort)),
            changes: self.changes(cohort),
            changes_feed: has_changes_feed(self.site, cohort)
                .then(|| self.site.url(&changes_path(cohort))),
            plan: self
                .plan_of(cohort)
                .map(|_| self.site.url(&super::plan_path(cohort))),
            mix: mix_view(cohort),
            posts: self
                .site
                .posts
                .iter()
                .take(3)
                .map(|post| self.post_link(post))
                .collect(),
            introductions: self.introductions(),
            introductions_url: self.introductions_url(cohort),
        }
    }

    /// A calendar that keeps itself up to date.
    pub(super) fn webcal(&self, path: &str) -> Option<String> {
        let url = self.site.absolute(path)?;
        Some(format!("webcal://{}", url.split_once("://")?.1))
    }

    fn team(&self, cohort: &Cohort, team: &Team) -> TeamView {
        let members = self.people(&team.members);
        TeamView {
            id: team.id.clone(),
            title: team.title.clone(),
            url: self.site.url(&team_path(cohort, team)),
            group: self.group_of(team).map(|group| group.title.clone()),
            size: told_size(team.members.len(), members.len()),
            members,
        }
    }

    /// The cohorts that a schedule offers.
    fn choice(&self) -> Vec<CohortLink> {
        in_order(self.site)
            .take(CHOICE)
            .map(|cohort| self.choice_link(cohort))
            .collect()
    }

    fn choice_link(&self, cohort: &Cohort) -> CohortLink {
        CohortLink {
            url: self.schedule_url(cohort),
            ..cohort_link(self.site, cohort)
        }
    }

    fn schedule(&self, cohort: &Cohort, choice: &[CohortLink]) -> ScheduleView {
        let timetable = &cohort.timetable;
        let mut cohorts = choice.to_vec();
        if cohorts.iter().all(|other| other.id != cohort.id) {
            cohorts.push(self.choice_link(cohort));
        }
        let current = current_week(timetable, self.now);
        let weeks = timetable.weeks.iter().zip(timetable.by_week()).enumerate();
        let mut weeks: Vec<WeekView> = weeks
            .map(|(at, (week, sessions))| {
                self.week(cohort, week, current == Some(at), sessions.into_iter())
            })
            .collect();
        // The schedule is where a session's thread is.
        let sessions = weeks.iter_mut().flat_map(|week| &mut week.sessions);
        for thread in sessions.filter_map(|session| session.thread.as_mut()) {
            let said = self.snapshot(Some(cohort), &thread.key, false);
            thread.snapshots.extend(said);
        }
        ScheduleView {
            cohort: Some(cohort_link(self.site, cohort)),
            address: self.schedule_url(cohort),
            cohorts,
            weeks,
            mix: mix_view(cohort),
            calendar: Some(self.site.url(&calendar_url(cohort))),
            calendar_address: self.site.absolute(&calendar_url(cohort)),
            webcal: self.webcal(&calendar_url(cohort)),
            zone_text: Some(zone_text(timetable)),
        }
    }

    pub(super) fn week<'s>(
        &self,
        cohort: &Cohort,
        week: &Week,
        current: bool,
        sessions: impl Iterator<Item = &'s Placed>,
    ) -> WeekView {
        let holidays = cohort.timetable.holidays.iter();
        let holidays = holidays.filter(|holiday| (week.from..=week.to).contains(&holiday.date));
        WeekView {
            number: week.number,
            title: week.title.clone(),
            is_break: week.is_break,
            from: date_view(week.from),
            to: date_view(week.to),
            holidays: holidays.map(holiday_view).collect(),
            breaks: breaks_in(&cohort.timetable, week).map(break_view).collect(),
            current,
            sessions: sessions
                .map(|session| self.session(cohort, session))
                .collect(),
        }
    }

    pub(super) fn session(&self, cohort: &Cohort, session: &Placed) -> SessionView {
        let site = self.site;
        let module = session
            .module
            .as_ref()
            .and_then(|id| crate::assemble::find(site, &id.value));
        let past = is_over(session, self.now);
        let add = !past && session.cancelled.is_none();
        SessionView {
            id: session.id.as_str().to_owned(),
            title: session.title.clone(),
            series: session
                .nth
                .filter(|(_, count)| *count > 1)
                .map(|(number, count)| SeriesView { number, count }),
            format: format_view(session.format),
            start: time_view(&session.start),
            end: session.end.as_ref().map(time_view),
            duration: session.duration.map(duration_view),
            url: format!("{}#session-{}", self.schedule_url(cohort), session.id),
            join_url: session
                .url
                .as_ref()
                .map(|url| url.value.value.clone())
                .filter(|url| is_web(url)),
            place: session.place.clone(),
            prompt: session.prompt.clone(),
            module: module.map(|page: PageRef| self.page_link(page)),
            facilitators: self.people(
                session
                    .facilitators
                    .iter()
                    .map(|person| person.value.value.as_str()),
            ),
            teams: cohort
                .teams
                .iter()
                .filter(|team| session.teams.iter().any(|id| id.value.value == team.id))
                .map(|team| team.title.clone())
                .collect(),
            cancelled: session.cancelled.clone(),
            past,
            add: add.then(|| add_links(self.site, cohort, session)),
            thread: thread::of_session(self, cohort, session),
        }
    }

    /// The sessions of the current cohort that belong to a module, or all of them.
    pub(super) fn sessions_of(&self, module: Option<&str>) -> Vec<SessionView> {
        let Some(cohort) = self.site.current_cohort() else {
            return Vec::new();
        };
        let wanted = |session: &&Placed| {
            module.is_none_or(|module| {
                session
                    .module
                    .as_ref()
                    .is_some_and(|id| *id.value == module)
            })
        };
        cohort
            .timetable
            .sessions
            .iter()
            .filter(wanted)
            .map(|session| self.session(cohort, session))
            .collect()
    }
}

/// The cohorts: what runs, then what comes soonest, then what was last.
fn in_order(site: &Site) -> impl Iterator<Item = &Cohort> {
    // They are in order of their starts, the latest first.
    let of = |state| move |cohort: &&Cohort| cohort.state == state;
    let cohorts = || site.cohorts.iter();
    cohorts()
        .filter(of(State::Running))
        .chain(cohorts().rev().filter(of(State::Upcoming)))
        .chain(cohorts().filter(of(State::Past)))
}

/// `Europe/Paris (UTC+02:00, from Sun 25 Oct UTC+01:00)`: the zone, and its offsets while there are sessions.
pub(super) fn zone_text(timetable: &Timetable) -> String {
    let mut sessions = timetable.sessions.iter();
    let Some(first) = sessions.next() else {
        return timetable.zone_name.clone();
    };
    let mut told = offset(first.start.offset());
    if told == timetable.zone_name {
        told.clear();
    }
    let mut last = &first.start;
    for session in sessions {
        let now = session.start.offset();
        if now != last.offset() {
            let changes = timetable.zone.following(last.timestamp());
            let change = changes
                .take_while(|change| change.timestamp() <= session.start.timestamp())
                .find(|change| change.offset() == now);
            let day = change.map_or_else(
                || session.start.date(),
                |change| now.to_datetime(change.timestamp()).date(),
            );
            told.push_str(&format!(", from {} {}", date_view(day).short, offset(now)));
        }
        last = &session.start;
    }
    let told = told.trim_start_matches(", ");
    match told.is_empty() {
        true => timetable.zone_name.clone(),
        false => format!("{} ({told})", timetable.zone_name),
    }
}

fn break_view(found: &Break) -> BreakView {
    BreakView {
        from: date_view(found.from),
        to: date_view(found.to),
        title: found.title.clone(),
    }
}

fn holiday_view(holiday: &Holiday) -> HolidayView {
    HolidayView {
        date: date_view(holiday.date),
        title: holiday.title.clone(),
    }
}

fn mix_view(cohort: &Cohort) -> Vec<MixView> {
    let shares = mix(&cohort.timetable).into_iter();
    shares
        .map(|(format, sessions, percent)| MixView {
            format: format_view(format),
            sessions,
            percent,
        })
        .collect()
}
