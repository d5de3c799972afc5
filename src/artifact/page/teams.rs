//! Teams: one page each, below that of their cohort.

use super::link::{cohort_link, cohort_page, group_path, team_path};
use super::{Context, Page, Planned, schedule_path, team_calendar_url, thread};
use crate::config::Format;
use crate::schedule::{Placed, is_over};
use crate::site::{Cohort, Team, told_size};
use crate::view::{Link, TeamPageView};

pub(super) fn plan<'a>(context: &'a Context<'a>) -> Vec<Planned<'a>> {
    let site = context.site;
    let mut planned = Vec::new();
    for cohort in &site.cohorts {
        let is_open = thread::is_open(context, Some(cohort));
        let all = Link {
            title: "Cohorts".to_owned(),
            url: site.url("cohorts/"),
        };
        let trail = vec![context.home(), all, cohort_page(site, cohort)];
        for team in &cohort.teams {
            let view = context.team_page(cohort, team);
            let page = Page::new("team", team_path(cohort, team), team.title.as_str())
                .section("cohorts")
                .breadcrumbs(trail.clone())
                .script("forum", is_open && view.thread.is_some());
            planned.push(context.page(page, "team", view));
        }
    }
    planned
}

impl Context<'_> {
    fn team_page(&self, cohort: &Cohort, team: &Team) -> TeamPageView {
        let site = self.site;
        let sessions = || cohort.timetable.sessions.iter();
        let is_own = |session: &&Placed| {
            let mut teams = session.teams.iter();
            teams.any(|id| id.value.value == team.id)
        };
        let concerns = |session: &&Placed| session.teams.is_empty() || is_own(session);
        let is_ahead =
            |session: &&Placed| !is_over(session, self.now) && session.cancelled.is_none();
        let is_deadline = |session: &&Placed| session.format == Format::Deadline;
        let ahead = || sessions().filter(concerns).filter(is_ahead);
        let view = |session: &Placed| self.session(cohort, session);
        let calendar = team_calendar_url(cohort, team);
        let members = self.people(&team.members);
        TeamPageView {
            cohort: cohort_link(site, cohort),
            group: self.group_of(team).map(|group| Link {
                title: group.title.clone(),
                url: site.url(&group_path(group)),
            }),
            size: told_size(team.members.len(), members.len()),
            members,
            next: ahead().find(|session| !is_deadline(session)).map(view),
            sessions: sessions()
                .filter(|session| is_own(session) && !is_deadline(session))
                .map(view)
                .collect(),
            deadlines: ahead().filter(is_deadline).map(view).collect(),
            schedule: site.url(&schedule_path(cohort)),
            has_sessions: !cohort.timetable.sessions.is_empty(),
            thread: thread::of_team(self, cohort, team),
            calendar_address: site.absolute(&calendar),
            webcal: self.webcal(&calendar),
            calendar: site.url(&calendar),
        }
    }
}
