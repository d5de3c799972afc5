//! The community.

use super::link::is_facilitator;
use super::{Context, Page, Planned};
use crate::config::CommunityType;
use crate::diagnostic::Diagnostic;
use crate::site::Person;
use crate::view::CommunityView;

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
        introductions_url: site
            .current_cohort()
            .and_then(|cohort| context.introductions_url(cohort)),
        channels: context.channels().len(),
    }
}
