//! The posts as an Atom feed (RFC 4287).

use std::io;

use super::atom::{Feed, Xml, author, instant, link, text};
use super::page::{Context, post_url};
use super::{Artifact, OutPath, Planned, Rope};
use crate::site::Post;

pub(super) fn plan<'a>(context: &'a Context<'a>) -> Vec<Planned<'a>> {
    let site = context.site;
    // Ids and links of a feed are whole addresses, so without a base URL there can be none.
    let Some(base) = site
        .course
        .base_url
        .as_ref()
        .filter(|_| !site.posts.is_empty())
    else {
        return Vec::new();
    };
    let newest = site.posts.iter().map(|post| post.date).max();
    let feed = Feed {
        id: &format!("{base}posts/"),
        title: &site.course.title,
        subtitle: site.course.description.as_deref(),
        language: &site.course.language,
        updated: &instant(newest.unwrap_or(jiff::civil::Date::ZERO)),
        address: &format!("{base}posts/feed.xml"),
        page: &format!("{base}posts/"),
        author: &site.course.title,
    };
    let written = feed.write(|xml| {
        let mut posts = site.posts.iter();
        posts.try_for_each(|post| entry(context, xml, base, post))
    });
    vec![Planned::ready(
        Artifact::new(OutPath::new("posts/feed.xml"), Rope::from(written)),
        None,
    )]
}

fn entry(context: &Context<'_>, xml: &mut Xml, base: &str, post: &Post) -> io::Result<()> {
    let address = format!("{base}{}", post_url(post));
    xml.create_element("entry").write_inner_content(|xml| {
        text(xml, "id", &address)?;
        text(xml, "title", &post.title)?;
        text(xml, "updated", &instant(post.date))?;
        text(xml, "published", &instant(post.date))?;
        link(xml, "alternate", &address)?;
        for person in post
            .authors
            .iter()
            .filter_map(|id| context.site.community.person(id))
        {
            author(xml, &person.name)?;
        }
        text(xml, "summary", &post.document.body.summary)
    })?;
    Ok(())
}
