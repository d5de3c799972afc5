//! Badges, resources and posts.

use super::link::words;
use super::{Context, Page, Planned};
use crate::route::is_web;
use crate::site::{Badge, Post, Resource};
use crate::view::{AlignmentView, BadgeView, BadgesView, Link, PostsView, ResourcesView};

pub(super) fn plan<'a>(context: &'a Context<'a>) -> Vec<Planned<'a>> {
    let site = context.site;
    let mut planned = Vec::new();
    if !site.resources.is_empty() {
        let view = ResourcesView {
            resources: site
                .resources
                .iter()
                .map(|resource| context.resource(resource))
                .collect(),
            kinds: words(
                site.resources
                    .iter()
                    .filter_map(|resource| resource.front.kind.as_deref()),
            ),
            tags: words(
                site.resources
                    .iter()
                    .flat_map(|resource| resource.front.tags.iter().map(String::as_str)),
            ),
        };
        planned.push(context.page(list(context, "resources", "Resources"), "resources", view));
        planned.extend(
            site.resources
                .iter()
                .map(|resource| one_resource(context, resource)),
        );
    }
    if !site.posts.is_empty() {
        let view = PostsView {
            posts: site
                .posts
                .iter()
                .map(|post| context.post_link(post))
                .collect(),
        };
        planned.push(context.page(list(context, "posts", "Posts"), "posts", view));
        planned.extend(site.posts.iter().map(|post| one_post(context, post)));
    }
    if !site.badges.is_empty() {
        let view = BadgesView {
            badges: site
                .badges
                .iter()
                .map(|badge| context.badge_link(badge))
                .collect(),
        };
        planned.push(context.page(list(context, "badges", "Badges"), "badges", view));
        planned.extend(site.badges.iter().map(|badge| one_badge(context, badge)));
    }
    planned
}

/// The page of a shelf.
fn list<'a>(context: &'a Context<'a>, id: &'static str, title: &str) -> Page<'a> {
    Page::new(id, format!("{id}/"), title)
        .section(id)
        .breadcrumbs(vec![context.home()])
}

/// A trail that leads over the page of a shelf.
fn trail(context: &Context<'_>, id: &str, title: &str) -> Vec<Link> {
    vec![
        context.home(),
        Link {
            title: title.to_owned(),
            url: context.site.url(&format!("{id}/")),
        },
    ]
}

fn one_resource<'a>(context: &'a Context<'a>, resource: &'a Resource) -> Planned<'a> {
    let view = context.resource(resource);
    let page = Page::new(
        "resource",
        format!("resources/{}/", resource.id),
        resource.title.as_str(),
    )
    .document(Some(&resource.document))
    .section("resources")
    .description(Some(view.summary.clone()).filter(|summary| !summary.is_empty()))
    .breadcrumbs(trail(context, "resources", "Resources"));
    context.page(page, "resource", view)
}

fn one_post<'a>(context: &'a Context<'a>, post: &'a Post) -> Planned<'a> {
    let view = context.post_link(post);
    let page = Page::new("post", format!("posts/{}/", post.id), post.title.as_str())
        .document(Some(&post.document))
        .section("posts")
        .description(Some(view.summary.clone()).filter(|summary| !summary.is_empty()))
        .breadcrumbs(trail(context, "posts", "Posts"));
    context.page(page, "post", view)
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
