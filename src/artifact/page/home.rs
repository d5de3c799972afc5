//! The home page, and the page for addresses that do not exist.

use super::{Context, Page, Planned};
use crate::view::HomeView;

pub(super) fn plan<'a>(context: &'a Context<'a>) -> Vec<Planned<'a>> {
    let site = context.site;
    let view = HomeView {
        goal: site.community.goal.clone(),
        first_lesson: (!site.lessons.is_empty()).then(|| context.lesson_link(0)),
        cohort: site.current_cohort().map(|cohort| context.cohort(cohort)),
        groups: context.groups(),
        posts: site
            .posts
            .iter()
            .take(3)
            .map(|post| context.post_link(post))
            .collect(),
        badges: site
            .badges
            .iter()
            .map(|badge| context.badge_link(badge))
            .collect(),
        channels: context.channels(),
        pages: site
            .lessons
            .iter()
            .enumerate()
            .filter(|(_, lesson)| lesson.module.is_none())
            .map(|(at, _)| context.lesson_link(at))
            .collect(),
    };
    let home = Page::new("home", "", site.course.title.as_str())
        .document(site.home.as_ref())
        .needs(&context.next_session())
        .description(site.course.description.clone());
    let missing =
        Page::new("404", "404.html", "This page is not here").breadcrumbs(vec![context.home()]);
    vec![
        context.page(home, "home", view),
        context.page(missing, "missing", ()),
    ]
}
