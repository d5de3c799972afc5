//! The posts as an Atom feed (RFC 4287).

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::page::{Context, post_url};
use super::xml::allowed;
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
    // Writing to memory does not fail.
    let written = feed(context, base).unwrap_or_default();
    vec![Planned::ready(
        Artifact::new(OutPath::new("posts/feed.xml"), Rope::from(written)),
        None,
    )]
}

fn feed(context: &Context<'_>, base: &str) -> io::Result<Vec<u8>> {
    let site = context.site;
    let mut xml = Writer::new(Vec::new());
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
    let address = format!("{base}posts/feed.xml");
    xml.create_element("feed")
        .with_attribute(("xmlns", "http://www.w3.org/2005/Atom"))
        .with_attribute(("xml:lang", site.course.language.as_str()))
        .write_inner_content(|xml| {
            text(xml, "id", &format!("{base}posts/"))?;
            text(xml, "title", &site.course.title)?;
            if let Some(description) = &site.course.description {
                text(xml, "subtitle", description)?;
            }
            let newest = site.posts.iter().map(|post| post.date).max();
            text(
                xml,
                "updated",
                &instant(newest.unwrap_or(jiff::civil::Date::ZERO)),
            )?;
            link(xml, "self", &address)?;
            link(xml, "alternate", &format!("{base}posts/"))?;
            // RFC 4287, 4.1.1: a feed has an author if an entry has none.
            xml.create_element("author")
                .write_inner_content(|xml| text(xml, "name", &site.course.title))?;
            for post in &site.posts {
                entry(context, xml, base, post)?;
            }
            Ok(())
        })?;
    let mut bytes = xml.into_inner();
    bytes.push(b'\n');
    Ok(bytes)
}

fn entry(
    context: &Context<'_>,
    xml: &mut Writer<Vec<u8>>,
    base: &str,
    post: &Post,
) -> io::Result<()> {
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
            xml.create_element("author")
                .write_inner_content(|xml| text(xml, "name", &person.name))?;
        }
        text(xml, "summary", &post.document.body.summary)
    })?;
    Ok(())
}

/// A post has a day and no time: midnight, in the only zone that is the same for all readers.
fn instant(date: jiff::civil::Date) -> String {
    format!("{date}T00:00:00Z")
}

pub(super) fn text(xml: &mut Writer<Vec<u8>>, name: &str, text: &str) -> io::Result<()> {
    xml.create_element(name)
        .write_text_content(BytesText::new(&allowed(text)))?;
    Ok(())
}

pub(super) fn link(xml: &mut Writer<Vec<u8>>, rel: &str, href: &str) -> io::Result<()> {
    xml.create_element("link")
        .with_attribute(("rel", rel))
        .with_attribute(("href", &*allowed(href)))
        .write_empty()?;
    Ok(())
}
