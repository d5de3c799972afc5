//! `sitemap.xml` and `robots.txt`, for search engines.

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::page::{
    Context, group_path, introductions_path, person_url, post_url, schedule_path, team_path,
};
use super::xml::allowed;
use super::{Artifact, OutPath, Planned, Rope};
use crate::config::Role;

pub(super) fn plan<'a>(context: &'a Context<'a>) -> Vec<Planned<'a>> {
    let mut planned = Vec::new();
    // The facilitators' edition is nobody's to find.
    let (rule, base) = match context.site.facilitator {
        true => ("Disallow", None),
        false => ("Allow", context.site.course.base_url.as_ref()),
    };
    let mut robots = format!("User-agent: *\n{rule}: /\n");
    if let Some(base) = base {
        robots.push_str(&format!("Sitemap: {base}sitemap.xml\n"));
        // Writing to memory does not fail.
        let written = sitemap(context, base).unwrap_or_default();
        planned.push(Planned::ready(
            Artifact::new(OutPath::new("sitemap.xml"), Rope::from(written)),
            None,
        ));
    }
    // What the author put into static/ says more than this.
    if context.sources.get("static/robots.txt").is_none() {
        planned.push(Planned::ready(
            Artifact::new(OutPath::new("robots.txt"), Rope::from(robots)),
            None,
        ));
    }
    planned
}

fn sitemap(context: &Context<'_>, base: &str) -> io::Result<Vec<u8>> {
    let mut xml = Writer::new(Vec::new());
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
    xml.create_element("urlset")
        .with_attribute(("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9"))
        .write_inner_content(|xml| {
            for url in urls(context) {
                xml.create_element("url").write_inner_content(|xml| {
                    xml.create_element("loc")
                        .write_text_content(BytesText::new(&allowed(&format!("{base}{url}"))))?;
                    Ok(())
                })?;
            }
            Ok(())
        })?;
    let mut bytes = xml.into_inner();
    bytes.push(b'\n');
    Ok(bytes)
}

/// The pages that a stranger may be sent to, below the base path.
fn urls(context: &Context<'_>) -> Vec<String> {
    let site = context.site;
    let mut urls = vec![String::new()];
    urls.extend(site.modules.iter().map(|module| module.url.clone()));
    urls.extend(site.lessons.iter().map(|lesson| lesson.url.clone()));
    // The modules are on the home page, and the schedule is the one of the cohort that is on.
    let sections = context
        .site_view
        .sections
        .iter()
        .filter(|section| !["modules", "schedule"].contains(&section.id));
    urls.extend(sections.map(|section| format!("{}/", section.id)));
    urls.extend(
        site.cohorts
            .iter()
            .flat_map(|cohort| [format!("cohorts/{}/", cohort.id), schedule_path(cohort)]),
    );
    let teams = site.cohorts.iter().flat_map(|cohort| {
        let teams = cohort.teams.iter();
        teams.map(move |team| team_path(cohort, team))
    });
    urls.extend(teams);
    if !site.community.introductions.is_empty() {
        urls.extend(site.cohorts.iter().map(introductions_path));
    }
    urls.extend(site.community.groups.iter().map(group_path));
    // The pages of learners ask to be left alone.
    let people = site.community.people.iter();
    let leads = people.filter(|person| person.role == Role::Facilitator);
    urls.extend(leads.map(person_url));
    urls.extend(
        site.resources
            .iter()
            .map(|resource| format!("resources/{}/", resource.id)),
    );
    let list = context
        .site_view
        .privacy
        .list
        .strip_prefix(site.course.base.as_str());
    urls.extend(list.map(str::to_owned));
    urls.extend(site.posts.iter().map(post_url));
    urls.extend(
        site.badges
            .iter()
            .map(|badge| format!("badges/{}/", badge.id)),
    );
    urls.sort_unstable();
    urls.dedup();
    urls
}
