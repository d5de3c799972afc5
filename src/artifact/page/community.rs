//! The community.

use super::link::is_facilitator;
use super::{Context, Page, Planned};
use crate::config::{CommunityType, Front};
use crate::diagnostic::Diagnostic;
use crate::site::Person;
use crate::view::{CommunityView, GroupView, Introduction, Link, PersonView};

pub(super) fn plan<'a>(context: &'a Context<'a>) -> Vec<Planned<'a>> {
    let mut planned = Vec::new();
    if context
        .site_view
        .sections
        .iter()
        .any(|section| section.id == "community")
    {
        let page = Page::new("community", "community/", "Community")
            .section("community")
            .breadcrumbs(vec![context.home()]);
        let mut found = Vec::new();
        let view = community(context, &mut found);
        planned.push(context.page(page.found(found), "community", view));
    }
    planned
}

fn community(context: &Context<'_>, found: &mut Vec<Diagnostic>) -> CommunityView {
    let site = context.site;
    let (kind, kind_text) = match site.community.kind {
        CommunityType::Interest => (
            "interest",
            "People who share an interest, and learn from what the others bring.",
        ),
        CommunityType::Learning => (
            "learning",
            "People who set out to learn the same thing at the same time, from and with each other.",
        ),
        CommunityType::Practice => (
            "practice",
            "People who do the same work, and get better at it together.",
        ),
    };
    let (facilitators, learners): (Vec<_>, Vec<_>) = site
        .community
        .people
        .iter()
        .partition(|person| is_facilitator(person));
    let mut people = |people: Vec<&Person>| {
        people
            .into_iter()
            .map(|person| context.person(person, found))
            .collect()
    };
    CommunityView {
        kind,
        kind_text,
        goal: site.community.goal.clone(),
        groups: context.groups(),
        facilitators: people(facilitators),
        learners: people(learners),
        introductions: context.introductions(),
        channels: context.channels().len(),
    }
}

impl Context<'_> {
    fn person(&self, person: &Person, found: &mut Vec<Diagnostic>) -> PersonView {
        let front = match &person.document.front {
            Front::Person(front) => Some(front),
            _ => None,
        };
        let links = front
            .map(|front| front.links.as_slice())
            .unwrap_or_default()
            .iter()
            .filter(|url| url.starts_with("https://") || url.starts_with("http://"));
        PersonView {
            link: self.person_link(person),
            role: if is_facilitator(person) {
                "facilitator"
            } else {
                "learner"
            },
            photo: front
                .and_then(|front| front.photo.as_ref())
                .and_then(|photo| self.picture_beside(&person.document.path, photo)),
            links: links
                .map(|url| Link {
                    title: url
                        .split_once("://")
                        .map_or(url.as_str(), |(_, rest)| rest.trim_end_matches('/'))
                        .to_owned(),
                    url: url.value.clone(),
                })
                .collect(),
            html: String::from_utf8_lossy(&self.body(&person.document, found).0.to_vec())
                .into_owned(),
        }
    }

    pub(super) fn groups(&self) -> Vec<GroupView> {
        let site = self.site;
        let group = |group: &crate::site::Group| GroupView {
            id: group.id.clone(),
            title: group.title.clone(),
            purpose: group.purpose.clone(),
            teams: site.current_cohort().map_or_else(Vec::new, |cohort| {
                let teams = cohort
                    .teams
                    .iter()
                    .filter(|team| team.group.as_ref() == Some(&group.id));
                teams
                    .map(|team| Link {
                        title: team.title.clone(),
                        url: site.url(&format!("cohorts/{}/#team-{}", cohort.id, team.id)),
                    })
                    .collect()
            }),
        };
        site.community.groups.iter().map(group).collect()
    }

    pub(super) fn introductions(&self) -> Vec<Introduction> {
        let site = self.site;
        let introduction = |one: &crate::site::Introduction| {
            let lesson = &site.lessons[one.lesson];
            Introduction {
                title: one.title.clone().unwrap_or_else(|| "Say hello".to_owned()),
                prompt: one.prompt.clone(),
                url: format!("{}#{}", site.url(&lesson.url), one.id),
                lesson: lesson.title.clone(),
                posts: self.posts_about(&format!("introduce-{}", one.id)),
            }
        };
        site.community
            .introductions
            .iter()
            .map(introduction)
            .collect()
    }
}
