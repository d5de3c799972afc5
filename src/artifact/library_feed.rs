//! The library as an Atom feed (RFC 4287), for those who want to see what somebody brought.

use std::io;

use super::atom::{Feed, Xml, author, instant, link, text};
use super::page::{Context, has_library_feed, library_feed_path};
use super::xml::allowed;
use super::{Artifact, OutPath, Planned, Rope};
use crate::route::is_web;
use crate::site::Resource;
use crate::view::ResourceView;

/// How many resources the feed holds. Readers keep what they have seen.
const LONGEST: usize = 100;

pub(super) fn plan<'a>(context: &'a Context<'a>) -> Vec<Planned<'a>> {
    let site = context.site;
    let Some(base) = site
        .course
        .base_url
        .as_deref()
        .filter(|_| has_library_feed(site))
    else {
        return Vec::new();
    };
    // A resource without a day has no place in a feed, where everything has one.
    let dated = site
        .resources
        .iter()
        .filter_map(|one| Some((one, one.added?)));
    let dated: Vec<_> = dated.take(LONGEST).collect();
    let newest = dated.iter().map(|(_, added)| *added).max();
    let feed = Feed {
        id: &format!("{base}resources/"),
        title: &format!("{}: resources", site.course.title),
        subtitle: None,
        language: &site.course.language,
        updated: &instant(newest.unwrap_or(jiff::civil::Date::ZERO)),
        address: &format!("{base}{}", library_feed_path()),
        page: &format!("{base}resources/"),
        author: &site.course.title,
    };
    let written = feed.write(|xml| {
        for (resource, added) in dated {
            entry(context, xml, base, resource, &instant(added))?;
        }
        Ok(())
    });
    vec![Planned::ready(
        Artifact::new(OutPath::new(library_feed_path()), Rope::from(written)),
        None,
    )]
}

fn entry(
    context: &Context<'_>,
    xml: &mut Xml,
    base: &str,
    resource: &Resource,
    added: &str,
) -> io::Result<()> {
    let address = format!("{base}resources/{}/", resource.id);
    let view = context.resource(resource);
    xml.create_element("entry").write_inner_content(|xml| {
        text(xml, "id", &address)?;
        text(xml, "title", &view.title)?;
        text(xml, "updated", added)?;
        text(xml, "published", added)?;
        link(xml, "alternate", &address)?;
        related(xml, &view)?;
        if let Some(by) = view.by.as_ref().filter(|by| by.is_named) {
            author(xml, &by.name)?;
        }
        for word in view.kind.iter().chain(&view.tags) {
            xml.create_element("category")
                .with_attribute(("term", &*allowed(word)))
                .write_empty()?;
        }
        text(xml, "summary", &view.summary)
    })?;
    Ok(())
}

/// Where the resource itself is, if that is on the web.
fn related(xml: &mut Xml, view: &ResourceView) -> io::Result<()> {
    let Some(url) = view.external.as_ref().filter(|url| is_web(url)) else {
        return Ok(());
    };
    let mut element = xml
        .create_element("link")
        .with_attribute(("rel", "related"))
        .with_attribute(("href", &*allowed(url)));
    if let Some(language) = &view.language {
        element = element.with_attribute(("hreflang", language.as_str()));
    }
    element.write_empty()?;
    Ok(())
}
