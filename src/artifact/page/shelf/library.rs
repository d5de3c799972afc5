//! The library: every resource, by what people look for, and how to add one.

use std::collections::BTreeMap;

use super::{list, trail};
use crate::artifact::page::{Context, Page, Planned, thread};
use crate::contribute::{self, Way};
use crate::document::Document;
use crate::site::{Resource, Site};
use crate::view::{AddView, FacetView, Link, ResourcePageView, ResourceView, ResourcesView};

/// The address of the library's feed below the base path.
pub(crate) fn feed_path() -> &'static str {
    "resources/feed.xml"
}

/// Whether the library has a feed: its entries need whole addresses and days.
pub(crate) fn has_feed(site: &Site) -> bool {
    site.course.base_url.is_some() && site.resources.iter().any(|one| one.added.is_some())
}

pub(super) fn plan<'a>(context: &'a Context<'a>) -> Vec<Planned<'a>> {
    let site = context.site;
    if !site.has_library() {
        return Vec::new();
    }
    let resources = site.resources.iter();
    let resources: Vec<_> = resources.map(|one| context.resource(one)).collect();
    // Where nobody can post any more, there is something to see only if somebody posted.
    let thread = thread::of_library(context)
        .filter(|thread| !thread.is_over || !thread.snapshots.is_empty());
    let is_loaded = thread.is_some() && thread::is_open(context, site.current_cohort());
    let view = ResourcesView {
        kinds: facets(&resources, |one| {
            one.kind.iter().map(|kind| same(kind)).collect()
        }),
        languages: facets(&resources, |one| {
            let name = one.language_name.clone();
            let tag = one.language.iter();
            tag.map(|tag| (tag.clone(), name.clone().unwrap_or_else(|| tag.clone())))
                .collect()
        }),
        tags: facets(&resources, |one| {
            one.tags.iter().map(|tag| same(tag)).collect()
        }),
        people: facets(&resources, |one| {
            let by = one.by.iter().filter(|by| by.is_named);
            by.map(|by| same(&by.name)).collect()
        }),
        add: add(context, &resources),
        thread,
        feed: has_feed(site).then(|| site.url(feed_path())),
        resources,
    };
    let page = list(context, "resources", "Resources").script("forum", is_loaded);
    let mut planned = vec![context.page(page, "resources", view)];
    let uses = uses(context);
    planned.extend(site.resources.iter().map(|one| {
        let used = uses.get(one.id.as_str()).cloned().unwrap_or_default();
        one_resource(context, one, used)
    }));
    planned
}

fn same(word: &str) -> (String, String) {
    (word.to_owned(), word.to_owned())
}

/// What occurs, each with how often, by what it is called.
fn facets(
    resources: &[ResourceView],
    values: impl Fn(&ResourceView) -> Vec<(String, String)>,
) -> Vec<FacetView> {
    let mut counted: BTreeMap<(String, String, String), usize> = BTreeMap::new();
    for (value, label) in resources.iter().flat_map(values) {
        let key = (label.to_lowercase(), label, value);
        *counted.entry(key).or_default() += 1;
    }
    let facets = counted
        .into_iter()
        .map(|((_, label, value), count)| FacetView {
            value,
            label,
            count,
        });
    facets.collect()
}

fn add(context: &Context<'_>, resources: &[ResourceView]) -> Option<AddView> {
    let site = context.site;
    let url = site.course.contribute_url.as_ref()?;
    let mut kinds: Vec<&str> = Vec::new();
    for kind in resources.iter().filter_map(|one| one.kind.as_deref()) {
        if !kinds.contains(&kind) && kinds.len() < 8 {
            kinds.push(kind);
        }
    }
    kinds.sort_unstable();
    let template = contribute::template(&kinds, &site.course.language);
    let way = contribute::way(url);
    Some(AddView {
        host: crate::host::host(url).unwrap_or_default(),
        is_repository: way != Way::Page,
        is_filled: way == Way::Filled,
        url: contribute::url(url, &template),
        template: (way == Way::Named).then_some(template),
    })
}

/// Which pages show a resource or link to it, in reading order, by its id.
fn uses<'a>(context: &'a Context<'a>) -> BTreeMap<&'a str, Vec<Link>> {
    let site = context.site;
    let by_url: BTreeMap<String, &str> = site
        .resources
        .iter()
        .map(|one| (site.url(&format!("resources/{}/", one.id)), one.id.as_str()))
        .collect();
    let by_id: BTreeMap<&str, &str> = by_url.values().map(|id| (*id, *id)).collect();
    let mut uses: BTreeMap<&str, Vec<Link>> = BTreeMap::new();
    if by_id.is_empty() {
        return uses;
    }
    let pages = site.reading.iter().filter_map(|page| {
        let document = site.document_of(*page)?;
        Some((document, context.page_link(*page)))
    });
    for (document, link) in pages {
        for id in named(context, document, &by_url, &by_id) {
            let links = uses.entry(id).or_default();
            if links.last().is_none_or(|last| last.url != link.url) {
                links.push(link.clone());
            }
        }
    }
    uses
}

/// The ids of the resources that readers of this edition find in a document.
fn named<'a>(
    context: &Context<'_>,
    document: &Document,
    by_url: &BTreeMap<String, &'a str>,
    by_id: &BTreeMap<&'a str, &'a str>,
) -> Vec<&'a str> {
    let everything = context.site.facilitator;
    let directives = document.body.directives.iter();
    let cards = directives
        .filter(|one| one.opening.name == "resource" && (everything || !one.for_facilitators))
        .filter_map(|one| by_id.get(one.attribute("id")?).copied());
    let mut found: Vec<&str> = cards.collect();
    if let Some(resolution) = context.resolutions.get(&document.path) {
        let links = resolution.links.iter().zip(&document.body.links);
        let links = links.filter(|(_, link)| everything || !link.for_facilitators);
        found.extend(links.filter_map(|(resolved, _)| {
            let url = resolved.url.split(['#', '?']).next().unwrap_or_default();
            by_url.get(url).copied()
        }));
    }
    found.sort_unstable();
    found.dedup();
    found
}

fn one_resource<'a>(
    context: &'a Context<'a>,
    resource: &'a Resource,
    used: Vec<Link>,
) -> Planned<'a> {
    let view = ResourcePageView {
        resource: context.resource(resource),
        used,
    };
    let summary = view.resource.summary.clone();
    let page = Page::new(
        "resource",
        format!("resources/{}/", resource.id),
        resource.title.as_str(),
    )
    .document(Some(&resource.document))
    .section("resources")
    .description(Some(summary).filter(|summary| !summary.is_empty()))
    .breadcrumbs(trail(context, "resources", "Resources"));
    context.page(page, "resource", view)
}
