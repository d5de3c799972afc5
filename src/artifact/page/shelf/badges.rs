//! Badges.

use super::{list, trail};
use crate::artifact::page::{Context, Page, Planned};
use crate::route::is_web;
use crate::site::Badge;
use crate::view::{AlignmentView, BadgeView, BadgesView};

pub(super) fn plan<'a>(context: &'a Context<'a>) -> Vec<Planned<'a>> {
    let site = context.site;
    if site.badges.is_empty() {
        return Vec::new();
    }
    let badges = site.badges.iter();
    let view = BadgesView {
        badges: badges.map(|badge| context.badge_link(badge)).collect(),
    };
    let mut planned = vec![context.page(list(context, "badges", "Badges"), "badges", view)];
    planned.extend(site.badges.iter().map(|badge| one_badge(context, badge)));
    planned
}

fn one_badge<'a>(context: &'a Context<'a>, badge: &'a Badge) -> Planned<'a> {
    let view = BadgeView {
        link: context.badge_link(badge),
        requires: context.badges(&badge.front.requires),
        lessons: badge
            .lessons
            .iter()
            .map(|lesson| context.lesson_link(*lesson))
            .collect(),
        alignment: badge
            .front
            .alignment
            .iter()
            .filter(|one| is_web(&one.url))
            .map(|one| AlignmentView {
                name: one.name.clone(),
                url: one.url.value.clone(),
                framework: one.framework.clone(),
                code: one.code.clone(),
            })
            .collect(),
        awards: context.named_awards(badge),
        tags: badge.front.tags.clone(),
    };
    let page = Page::new(
        "badge",
        format!("badges/{}/", badge.id),
        badge.name.as_str(),
    )
    .document(Some(&badge.document))
    .section("badges")
    .description(badge.front.description.clone())
    .breadcrumbs(trail(context, "badges", "Badges"));
    context.page(page, "badge", view)
}
