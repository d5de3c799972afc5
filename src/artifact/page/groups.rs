//! Groups by common interest: one page each.

use std::collections::HashSet;

use super::link::{cohort_link, group_path, team_path};
use super::{Context, Page, Planned, thread};
use crate::schedule::{State, is_over};
use crate::site::{Cohort, Group, Team};
use crate::view::{GroupCohort, GroupPageView, GroupView, Link};

pub(super) fn plan<'a>(context: &'a Context<'a>) -> Vec<Planned<'a>> {
    let is_open = thread::is_open(context, None);
    let groups = context.site.community.groups.iter();
    let plan = |group: &'a Group| {
        let community = Link {
            title: "Community".to_owned(),
            url: context.site.url("community/"),
        };
        let view = context.group_page(group);
        let page = Page::new("group", group_path(group), group.title.as_str())
            .section("community")
            .description(group.purpose.clone())
            .breadcrumbs(vec![context.home(), community])
            .script("forum", is_open && view.thread.is_some());
        context.page(page, "group", view)
    };
    groups.map(plan).collect()
}

impl Context<'_> {
    /// The group of a team.
    pub(super) fn group_of(&self, team: &Team) -> Option<&Group> {
        let id = team.group.as_ref()?;
        let mut groups = self.site.community.groups.iter();
        groups.find(|group| group.id == *id)
    }

    pub(super) fn groups(&self) -> Vec<GroupView> {
        let site = self.site;
        let group = |group: &crate::site::Group| GroupView {
            id: group.id.clone(),
            title: group.title.clone(),
            url: site.url(&group_path(group)),
            purpose: group.purpose.clone(),
            teams: site.current_cohort().map_or_else(Vec::new, |cohort| {
                let teams = cohort
                    .teams
                    .iter()
                    .filter(|team| team.group.as_ref() == Some(&group.id));
                teams
                    .map(|team| Link {
                        title: team.title.clone(),
                        url: site.url(&team_path(cohort, team)),
                    })
                    .collect()
            }),
        };
        site.community.groups.iter().map(group).collect()
    }

    fn group_page(&self, group: &Group) -> GroupPageView {
        let site = self.site;
        let is_its = |team: &&Team| team.group.as_ref() == Some(&group.id);
        let cohorts = site.cohorts.iter();
        // The cohort that runs first, then what is to come, as everywhere.
        let mut current: Vec<&Cohort> = cohorts
            .filter(|cohort| {
                cohort.state != State::Past && cohort.teams.iter().any(|team| is_its(&team))
            })
            .collect();
        current.reverse();
        let teams = site.cohorts.iter().flat_map(|cohort| &cohort.teams);
        let ids = teams.filter(is_its).flat_map(|team| &team.members);
        let in_teams: HashSet<&str> = ids
            .filter_map(|id| site.community.person(id))
            .map(|person| person.id.as_str())
            .collect();
        let people = site.community.people.iter();
        let members = people.filter(|person| {
            person.groups.contains(&group.id) || in_teams.contains(person.id.as_str())
        });
        GroupPageView {
            purpose: group.purpose.clone(),
            cohorts: current
                .into_iter()
                .map(|cohort| self.group_cohort(cohort, is_its))
                .collect(),
            members: members.map(|person| self.person_link(person)).collect(),
            thread: thread::of_group(self, group),
        }
    }

    fn group_cohort(&self, cohort: &Cohort, is_its: impl Fn(&&Team) -> bool) -> GroupCohort {
        let teams: Vec<&Team> = cohort.teams.iter().filter(is_its).collect();
        let sessions = cohort.timetable.sessions.iter().filter(|session| {
            let mut own = session.teams.iter();
            !is_over(session, self.now)
                && own.any(|id| teams.iter().any(|team| team.id == id.value.value))
        });
        GroupCohort {
            cohort: cohort_link(self.site, cohort),
            sessions: sessions
                .map(|session| self.session(cohort, session))
                .collect(),
            teams: teams
                .iter()
                .map(|team| Link {
                    title: team.title.clone(),
                    url: self.site.url(&team_path(cohort, team)),
                })
                .collect(),
        }
    }
}
