//! People: one page each, for those who lead the course and those who agreed to be shown.

use std::collections::HashMap;

use super::link::{cohort_page, group_path, is_facilitator, person_url, team_path};
use super::{Context, Page, Planned};
use crate::config::{Front, PersonFront, Spanned};
use crate::diagnostic::Diagnostic;
use crate::schedule::date_view;
use crate::site::{By, Cohort, Group, Person, Team};
use crate::view::{Link, PersonPageView, PersonTeam, PersonView, PostLink};

pub(super) fn plan<'a>(context: &'a Context<'a>) -> Vec<Planned<'a>> {
    let known = Known::new(context);
    let people = context.site.community.people.iter();
    let plan = |person: &'a Person| {
        let community = Link {
            title: "Community".to_owned(),
            url: context.site.url("community/"),
        };
        let page = Page::new("person", person_url(person), person.name.as_str())
            .section("community")
            .breadcrumbs(vec![context.home(), community])
            .document(Some(&person.document));
        context.page(page, "person", known.view(context, person))
    };
    people.map(plan).collect()
}

/// What the course knows of each person, by id.
#[derive(Default)]
struct Known<'a> {
    teams: HashMap<&'a str, Vec<(&'a Cohort, &'a Team)>>,
    cohorts: HashMap<&'a str, Vec<&'a Cohort>>,
    pages: HashMap<&'a str, Vec<Link>>,
    resources: HashMap<&'a str, Vec<Link>>,
    posts: HashMap<&'a str, Vec<PostLink>>,
}

impl<'a> Known<'a> {
    fn new(context: &'a Context<'a>) -> Self {
        let site = context.site;
        let find = |id: &str| {
            let person = site.community.person(id)?;
            Some(person.id.as_str())
        };
        let mut known = Self::default();
        for cohort in &site.cohorts {
            for id in cohort.facilitators.iter().filter_map(|id| find(id)) {
                known.cohorts.entry(id).or_default().push(cohort);
            }
            for team in &cohort.teams {
                for id in team.members.iter().filter_map(|id| find(id)) {
                    known.teams.entry(id).or_default().push((cohort, team));
                }
            }
        }
        for page in &site.reading {
            let document = match page {
                crate::site::PageRef::Module(at) => site.modules[*at].document.as_ref(),
                crate::site::PageRef::Lesson(at) => Some(&site.lessons[*at].document),
            };
            let front = document.and_then(|document| document.page());
            let authors = front.map_or(&[][..], |front| &front.authors);
            for id in authors.iter().filter_map(|id| find(id)) {
                let pages = known.pages.entry(id).or_default();
                pages.push(context.page_link(*page));
            }
        }
        for resource in &site.resources {
            if let By::Person(id) = &resource.by
                && let Some(id) = find(id)
            {
                known.resources.entry(id).or_default().push(Link {
                    title: resource.title.clone(),
                    url: site.url(&format!("resources/{}/", resource.id)),
                });
            }
        }
        for post in &site.posts {
            for id in post.authors.iter().filter_map(|id| find(id)) {
                let posts = known.posts.entry(id).or_default();
                posts.push(context.post_link(post));
            }
        }
        known
    }

    fn view(&self, context: &Context<'_>, person: &Person) -> PersonPageView {
        let site = context.site;
        let id = person.id.as_str();
        let front = front(person);
        let own = self.teams.get(id).map_or(&[][..], Vec::as_slice);
        let is_in = |group: &&Group| {
            let by_team = own
                .iter()
                .any(|(_, team)| team.group.as_ref() == Some(&group.id));
            by_team || person.groups.contains(&group.id)
        };
        let groups = site.community.groups.iter().filter(is_in);
        let cohorts = self.cohorts.get(id).into_iter().flatten();
        PersonPageView {
            link: context.person_link(person),
            role: role(person),
            photo: front
                .and_then(|front| front.photo.as_ref())
                .and_then(|photo| context.picture_beside(&person.document.path, photo)),
            links: links(front),
            since: person.consent.map(date_view),
            noindex: !is_facilitator(person),
            cohorts: cohorts.map(|cohort| cohort_page(site, cohort)).collect(),
            groups: groups
                .map(|group| Link {
                    title: group.title.clone(),
                    url: site.url(&group_path(group)),
                })
                .collect(),
            teams: own
                .iter()
                .map(|(cohort, team)| PersonTeam {
                    team: Link {
                        title: team.title.clone(),
                        url: site.url(&team_path(cohort, team)),
                    },
                    cohort: cohort_page(site, cohort),
                })
                .collect(),
            pages: self.pages.get(id).cloned().unwrap_or_default(),
            resources: self.resources.get(id).cloned().unwrap_or_default(),
            posts: self.posts.get(id).cloned().unwrap_or_default(),
        }
    }
}

impl Context<'_> {
    /// A person on the community page.
    pub(super) fn person(&self, person: &Person, found: &mut Vec<Diagnostic>) -> PersonView {
        let front = front(person);
        PersonView {
            link: self.person_link(person),
            role: role(person),
            photo: front
                .and_then(|front| front.photo.as_ref())
                .and_then(|photo| self.picture_beside(&person.document.path, photo)),
            links: links(front),
            html: String::from_utf8_lossy(&self.body(&person.document, found).0.to_vec())
                .into_owned(),
        }
    }
}

fn front(person: &Person) -> Option<&PersonFront> {
    match &person.document.front {
        Front::Person(front) => Some(front),
        _ => None,
    }
}

fn role(person: &Person) -> &'static str {
    if is_facilitator(person) {
        "facilitator"
    } else {
        "learner"
    }
}

/// Pages about a person, by their addresses.
fn links(front: Option<&PersonFront>) -> Vec<Link> {
    let all: &[Spanned<String>] = front.map_or(&[], |front| &front.links);
    let web = all
        .iter()
        .filter(|url| url.starts_with("https://") || url.starts_with("http://"));
    web.map(|url| Link {
        title: url
            .split_once("://")
            .map_or(url.as_str(), |(_, rest)| rest.trim_end_matches('/'))
            .to_owned(),
        url: url.value.clone(),
    })
    .collect()
}
