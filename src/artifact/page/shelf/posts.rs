//! Posts.

use super::{list, trail};
use crate::artifact::page::{Context, Page, Planned};
use crate::site::Post;
use crate::view::PostsView;

pub(super) fn plan<'a>(context: &'a Context<'a>) -> Vec<Planned<'a>> {
    let site = context.site;
    if site.posts.is_empty() {
        return Vec::new();
    }
    let posts = site.posts.iter();
    let view = PostsView {
        posts: posts.map(|post| context.post_link(post)).collect(),
    };
    let mut planned = vec![context.page(list(context, "posts", "Posts"), "posts", view)];
    planned.extend(site.posts.iter().map(|post| one_post(context, post)));
    planned
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
