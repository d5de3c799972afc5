//! Cohorts and their schedules.

use super::link::{cohort_link, format_view};
use super::{Context, Page, Planned, thread};
use crate::route::is_web;
use crate::schedule::{
    Placed, Week, current_week, date_view, duration_view, is_over, mix, next, offset, time_view,
};
use crate::site::{Cohort, PageRef, Team};
use crate::view::{
    CohortView, CohortsView, Link, MixView, ScheduleView, SessionView, TeamView, WeekView,
};

pub(super) fn plan<'a>(context: &'a Context<'a>) -> Vec<Planned<'a>> {
    let site = context.site;
    let mut planned = Vec::new();
    let Some(current) = site.current_cohort() else {
        return planned;
    };
    let forum = site
        .forum
        .as_ref()
        .is_some_and(|forum| forum.threads == crate::config::Threads::Session);
    let page = Page::new("schedule", "schedule/", "Schedule")
        .section("schedule")
        .breadcrumbs(vec![context.home()])
        .script("forum", forum);
    planned.push(context.page(page, "schedule", context.schedule(current)));
    let page = Page::new("cohorts", "cohorts/", "Cohorts")
        .section("cohorts")
        .breadcrumbs(vec![context.home()]);
    planned.push(context.page(
        page,
        "cohorts",
        CohortsView {
            cohorts: context.site_view.cohorts.clone(),
        },
    ));
    for cohort in &site.cohorts {
        let all = Link {
            title: "Cohorts".to_owned(),
            url: site.url("cohorts/"),
        };
        let page = Page::new(
            "cohort",
            format!("cohorts/{}/", cohort.id),
            cohort.title.as_str(),
        )
        .section("cohorts")
        .breadcrumbs(vec![context.home(), all.clone()]);
        planned.push(context.page(page, "cohort", context.cohort(cohort)));
        let own = Link {
            title: cohort.title.clone(),
            url: site.url(&format!("cohorts/{}/", cohort.id)),
        };
        let page = Page::new(
            "schedule",
            format!("cohorts/{}/schedule/", cohort.id),
            format!("Schedule of {}", cohort.title),
        )
        .section("schedule")
        .breadcrumbs(vec![context.home(), all, own]);
        planned.push(context.page(page, "schedule", context.schedule(cohort)));
    }
    planned
}

/// The address of a cohort's calendar below the base path.
pub(crate) fn calendar_url(cohort: &Cohort) -> String {
    format!("calendars/{}.ics", cohort.id)
}

impl Context<'_> {
    /// The address of a cohort's schedule. It is the same before, during and after the cohort, because calendars and mails keep
    /// it; `schedule/` shows the cohort that is on.
    fn schedule_url(&self, cohort: &Cohort) -> String {
        self.site.url(&format!("cohorts/{}/schedule/", cohort.id))
    }

    pub(super) fn cohort(&self, cohort: &Cohort) -> CohortView {
        let timetable = &cohort.timetable;
        let week =
            current_week(timetable, self.now).map(|at| self.week(cohort, at, &timetable.weeks[at]));
        CohortView {
            link: cohort_link(self.site, cohort),
            facilitators: self.people(&cohort.facilitators),
            teams: cohort.teams.iter().map(|team| self.team(team)).collect(),
            week,
            next: next(timetable, self.now).map(|session| self.session(cohort, session)),
            sessions: timetable.sessions.len(),
            schedule: self.schedule_url(cohort),
            calendar: self.site.url(&calendar_url(cohort)),
            webcal: self.webcal(cohort),
            mix: mix_view(cohort),
            posts: self
                .site
                .posts
                .iter()
                .take(3)
                .map(|post| self.post_link(post))
                .collect(),
            introductions: self.introductions(),
        }
    }

    fn webcal(&self, cohort: &Cohort) -> Option<String> {
        let url = self.site.absolute(&calendar_url(cohort))?;
        Some(format!("webcal://{}", url.split_once("://")?.1))
    }

    fn team(&self, team: &Team) -> TeamView {
        let group = team.group.as_ref().and_then(|id| {
            self.site
                .community
                .groups
                .iter()
                .find(|group| group.id == *id)
        });
        TeamView {
            id: team.id.clone(),
            title: team.title.clone(),
            group: group.map(|group| group.title.clone()),
            members: self.people(&team.members),
            size: team.members.len(),
        }
    }

    fn schedule(&self, cohort: &Cohort) -> ScheduleView {
        let timetable = &cohort.timetable;
        let mut offsets: Vec<String> = timetable
            .sessions
            .iter()
            .map(|session| offset(session.start.offset()))
            .collect();
        offsets.sort();
        offsets.dedup();
        let zone_text = match offsets.is_empty() {
            true => timetable.zone_name.clone(),
            false => format!("{}, {}", timetable.zone_name, offsets.join(" or ")),
        };
        ScheduleView {
            cohort: Some(cohort_link(self.site, cohort)),
            cohorts: self
                .site
                .cohorts
                .iter()
                .map(|other| {
                    let mut link = cohort_link(self.site, other);
                    link.url = self.schedule_url(other);
                    link
                })
                .collect(),
            weeks: timetable
                .weeks
                .iter()
                .enumerate()
                .map(|(at, week)| self.week(cohort, at, week))
                .collect(),
            mix: mix_view(cohort),
            calendar: Some(self.site.url(&calendar_url(cohort))),
            webcal: self.webcal(cohort),
            zone_text: Some(zone_text),
        }
    }

    fn week(&self, cohort: &Cohort, at: usize, week: &Week) -> WeekView {
        let sessions = cohort
            .timetable
            .sessions
            .iter()
            .filter(|session| session.week == at);
        WeekView {
            number: week.number,
            title: week.title.clone(),
            is_break: week.is_break,
            from: date_view(week.from),
            to: date_view(week.to),
            current: current_week(&cohort.timetable, self.now) == Some(at),
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
        let is_current = site
            .current_cohort()
            .is_some_and(|current| current.id == cohort.id);
        SessionView {
            id: session.id.as_str().to_owned(),
            title: session.title.clone(),
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
            prompt: session.prompt.clone(),
            module: module.map(|page: PageRef| self.page_link(page)),
            facilitators: self.people(
                session
                    .facilitators
                    .iter()
                    .map(|person| person.value.value.as_str()),
            ),
            cancelled: session.cancelled.clone(),
            past: is_over(session, self.now),
            thread: if is_current {
                thread::of_session(self, session)
            } else {
                None
            },
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
