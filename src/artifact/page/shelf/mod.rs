//! The pages of shelves: badges, posts and resources, one file a kind.

mod badges;
mod library;
mod posts;

pub(crate) use self::library::{feed_path, has_feed};
use super::{Context, Page, Planned};
use crate::view::Link;

pub(super) fn plan<'a>(context: &'a Context<'a>) -> Vec<Planned<'a>> {
    let mut planned = library::plan(context);
    planned.extend(posts::plan(context));
    planned.extend(badges::plan(context));
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
