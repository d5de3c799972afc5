//! Pages. One file a kind of page: each makes the views that its templates see.
//!
//! A page is planned with a key, the digest of everything that its bytes depend on, and rendered only when no build
//! before had the same key.

mod add;
mod award;
mod body;
mod changes;
mod channels;
mod community;
mod groups;
mod home;
mod introductions;
mod lesson;
mod link;
mod module;
mod nav;
mod people;
mod plan;
mod privacy;
mod pulse;
mod ranking;
mod schedule;
mod shelf;
mod snapshot;
mod teams;
mod thread;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use serde::Serialize;
use tera::{Context as TeraContext, Tera, Value};

pub(crate) use body::{Resolution, Resolver};
pub(crate) use changes::{changes_path, has_changes_feed, local};
pub(crate) use link::{group_path, introductions_path, person_url, post_url, site_view, team_path};
pub(crate) use nav::{Nav, all as navs};
pub(crate) use plan::{plan_calendar_url, plan_path};
pub(crate) use privacy::privacy_links;
pub(crate) use pulse::is_pulse;
pub(crate) use schedule::{calendar_url, schedule_path, session_calendar_url, team_calendar_url};
pub(crate) use shelf::{feed_path as library_feed_path, has_feed as has_library_feed};

use super::{Artifact, OutPath, Planned, Rendered, Rope, RopeWriter};
use crate::diagnostic::Diagnostic;
use crate::document::highlight::Highlighter;
use crate::document::{Directive, Document};
use crate::name::encode;
use crate::policy::{Fetch, OWN, Policy};
use crate::site::{Forum, Site};
use crate::source::{Digest, KeyWriter, SourcePath, Sources};
use crate::theme::Theme;
use crate::view::{Link, OutlineEntry, PageView, SiteView};

/// Marks in rendered text stand between these, and number the rope that takes their place.
pub(super) const MARK: char = '\u{1}';
pub(super) const MARK_END: char = '\u{2}';

/// What all pages are made from.
pub(crate) struct Context<'a> {
    pub(crate) site: &'a Site,
    pub(crate) theme: &'a Theme,
    /// What every page may load for the theme.
    pub(crate) theme_policy: Policy,
    /// The theme's templates with `site` in them.
    pub(crate) tera: &'a Tera,
    pub(crate) site_view: &'a SiteView,
    /// The digest of theme, `site` and everything that is shown on pages that are not about it.
    pub(crate) common: Digest,
    /// The side navigations, by the places of the modules at the top.
    pub(crate) navs: BTreeMap<usize, Arc<Nav>>,
    /// How the links and directives of each document were resolved.
    pub(crate) resolutions: &'a HashMap<SourcePath, Arc<Resolution>>,
    pub(crate) highlighter: &'a Highlighter,
    /// Whether code is coloured.
    pub(crate) highlight: bool,
    pub(crate) now: jiff::Timestamp,
    pub(crate) sources: &'a Sources,
}

/// A page before it is rendered.
struct Page<'a> {
    template: &'static str,
    /// Its address below the base path.
    url: String,
    /// The address below the base path of the page with the same content that lasts, if it is not this one.
    canonical: Option<String>,
    title: String,
    description: Option<String>,
    section: Option<&'static str>,
    breadcrumbs: Vec<Link>,
    document: Option<&'a Arc<Document>>,
    nav: Option<nav::Place>,
    scripts: Vec<&'static str>,
    /// What was wrong with its view.
    found: Vec<Diagnostic>,
}

impl<'a> Page<'a> {
    fn new(template: &'static str, url: impl Into<String>, title: impl Into<String>) -> Self {
        Self {
            template,
            url: url.into(),
            canonical: None,
            title: title.into(),
            description: None,
            section: None,
            breadcrumbs: Vec::new(),
            document: None,
            nav: None,
            scripts: Vec::new(),
            found: Vec::new(),
        }
    }

    fn found(mut self, found: Vec<Diagnostic>) -> Self {
        self.found = found;
        self
    }

    fn canonical(mut self, url: String) -> Self {
        self.canonical = Some(url);
        self
    }

    fn document(mut self, document: Option<&'a Arc<Document>>) -> Self {
        self.document = document;
        self
    }

    fn section(mut self, section: &'static str) -> Self {
        self.section = Some(section);
        self
    }

    fn description(mut self, description: Option<String>) -> Self {
        self.description = description;
        self
    }

    fn breadcrumbs(mut self, breadcrumbs: Vec<Link>) -> Self {
        self.breadcrumbs = breadcrumbs;
        self
    }

    fn script(mut self, script: &'static str, wanted: bool) -> Self {
        if wanted {
            self.scripts.push(script);
        }
        self
    }
}

/// Plans every page.
pub(super) fn plan<'a>(context: &'a Context<'a>) -> Vec<Planned<'a>> {
    let mut planned = home::plan(context);
    planned.extend(module::plan(context));
    planned.extend(lesson::plan(context));
    planned.extend(community::plan(context));
    planned.extend(channels::plan(context));
    planned.extend(people::plan(context));
    planned.extend(groups::plan(context));
    planned.extend(teams::plan(context));
    planned.extend(introductions::plan(context));
    planned.extend(schedule::plan(context));
    planned.extend(plan::plan(context));
    planned.extend(ranking::plan(context));
    planned.extend(pulse::plan(context));
    planned.extend(shelf::plan(context));
    planned.extend(award::plan(context));
    planned.extend(thread::plan(context));
    planned.extend(privacy::plan(context));
    planned
}

impl<'a> Context<'a> {
    /// The digest of what any page may show, whatever it is about: the theme, `site`, people, badges, resources,
    /// sessions and the forum. A change of any of these renders all pages anew, which is right and rare.
    pub(crate) fn common(&self) -> Digest {
        let site = self.site;
        let badges: Vec<_> = site
            .badges
            .iter()
            .map(|badge| self.badge_link(badge))
            .collect();
        let people: Vec<_> = site
            .community
            .people
            .iter()
            .map(|person| self.person_link(person))
            .collect();
        let resources: Vec<_> = site
            .resources
            .iter()
            .map(|resource| self.resource(resource))
            .collect();
        let sessions = self.sessions_of(None);
        let shown = serde_json::to_vec(&(self.site_view, badges, people, resources, sessions))
            .unwrap_or_default();
        let settings = format!(
            "{:?} {:?} {:?} {} {} {} {:?}",
            site.forum,
            site.share,
            site.course.edit_url,
            self.highlight,
            site.served,
            self.theme_policy,
            // What a team activity earns.
            site.points.as_ref().map(|points| &points.rules)
        );
        Digest::of_parts([self.theme.digest.bytes(), &shown, settings.as_bytes()])
    }

    /// Plans a page whose view is small: its bytes depend on what it shows.
    fn page<V: Serialize + Send + Sync + 'a>(
        &'a self,
        page: Page<'a>,
        name: &'static str,
        view: V,
    ) -> Planned<'a> {
        let has_thread = thread::has_any(self, page.document);
        let is_named = page.scripts.contains(&"forum");
        let page = page.script("forum", has_thread && !is_named);
        let key = self.key(&page, &serde_json::to_vec(&view).unwrap_or_default());
        self.keyed(page, name, key, move || Value::from_serializable(&view))
    }

    /// The digest of everything that the bytes of a page depend on, with its view as JSON.
    fn key(&self, page: &Page<'_>, view: &[u8]) -> Digest {
        let resolution = self.resolution(page.document);
        let shown = serde_json::to_vec(&(
            &page.canonical,
            &page.title,
            &page.description,
            &page.breadcrumbs,
            &page.scripts,
        ))
        .unwrap_or_default();
        let mut talk = KeyWriter::new();
        self.add_talk_in(page.document.map(|document| &**document), &mut talk);
        Digest::of_parts([
            self.common.bytes(),
            talk.finish().bytes(),
            page.template.as_bytes(),
            page.url.as_bytes(),
            &shown,
            view,
            format!("{:?}", page.found).as_bytes(),
            // The path is in the address for editing.
            page.document
                .map_or(&[][..], |document| document.path.as_str().as_bytes()),
            page.document
                .map_or(&[][..], |document| document.digest.bytes()),
            resolution.map_or(&[][..], |resolution| resolution.digest.bytes()),
            page.nav
                .as_ref()
                .map_or(&[][..], |nav| nav.digest().bytes()),
        ])
    }

    /// Plans a page with a key that the caller answers for.
    fn keyed(
        &'a self,
        page: Page<'a>,
        name: &'static str,
        key: Digest,
        view: impl Fn() -> Value + Send + Sync + 'a,
    ) -> Planned<'a> {
        let path = OutPath::of_page(&crate::name::decode(&page.url));
        let origin = page.document.map(|document| document.path.clone());
        Planned {
            path: path.clone(),
            origin,
            key,
            make: Box::new(move || self.render(&page, &path, name, view())),
        }
    }

    /// Plans a page with a key that the caller answers for. The page and its view are made when it is rendered.
    fn lazy(
        &'a self,
        path: OutPath,
        origin: Option<SourcePath>,
        key: Digest,
        name: &'static str,
        make: impl Fn() -> (Page<'a>, Value) + Send + Sync + 'a,
    ) -> Planned<'a> {
        Planned {
            path: path.clone(),
            origin,
            key,
            make: Box::new(move || {
                let (page, view) = make();
                self.render(&page, &path, name, view)
            }),
        }
    }

    fn resolution(&self, document: Option<&Arc<Document>>) -> Option<&Arc<Resolution>> {
        document.and_then(|document| self.resolutions.get(&document.path))
    }

    fn render(&self, page: &Page<'_>, path: &OutPath, name: &'static str, view: Value) -> Rendered {
        let mut diagnostics = page.found.clone();
        let mut ropes = Vec::new();
        let mut policy = self.policy(page);
        let body = page
            .document
            .map(|document| self.body(document, &mut diagnostics))
            .map(|(body, needs)| {
                policy.join(&needs);
                body
            })
            .filter(|body| !body.is_empty());
        let mut mark = |rope: Option<Rope>| {
            rope.map_or_else(String::new, |rope| {
                ropes.push(rope);
                format!("{MARK}{}{MARK_END}", ropes.len() - 1)
            })
        };
        // Each of its pages says it; it is reported once.
        diagnostics.extend(page.nav.iter().flat_map(nav::Place::diagnostics).cloned());
        let html = mark(body);
        let nav_html = mark(page.nav.as_ref().map(nav::Place::rope));
        let place = page
            .document
            .map_or_else(|| page.url.clone(), |document| document.path.to_string());
        let mut tera = TeraContext::new();
        tera.insert_value(
            "page",
            Value::from_serializable(&self.page_view(page, html, nav_html, &policy)),
        );
        tera.insert_value(name, view);
        let mut written = Vec::with_capacity(8 * 1024);
        let rope =
            match self
                .tera
                .render_to(&format!("{}.html", page.template), &tera, &mut written)
            {
                Ok(()) => splice(&written, &ropes),
                Err(error) => {
                    diagnostics.extend(self.theme.explain(&error, Some(&format!("`{place}`"))));
                    Rope::new()
                }
            };
        Rendered::new(Artifact::new(path.clone(), rope), diagnostics)
    }

    /// Whether a page shows sessions or teams of a cohort: a reader of another one gets theirs from its own pages.
    fn follows_cohort(&self, page: &Page<'_>) -> bool {
        let is_schedule = |directive: &Directive| directive.opening.name == "schedule";
        let shows = |document: &Arc<Document>| document.body.directives.iter().any(is_schedule);
        !self.site.cohorts.is_empty()
            && (["home", "cohort", "module"].contains(&page.template)
                || page.document.is_some_and(shows))
    }

    /// What a page may load whatever its document is: the theme's own files, the forum where there is a thread, and what is
    /// new while its author writes.
    fn policy(&self, page: &Page<'_>) -> Policy {
        // A page that leads on has a script and nothing to look at.
        let own: &[Fetch] = match page.template {
            "thread" => &[Fetch::Script],
            _ => &[Fetch::Script, Fetch::Style, Fetch::Image],
        };
        let mut policy = Policy::of(own.iter().map(|fetch| (*fetch, OWN)));
        policy.join(&self.theme_policy);
        if page.scripts.contains(&"forum") {
            policy.join(
                &self
                    .site
                    .forum
                    .as_ref()
                    .map(Forum::policy)
                    .unwrap_or_default(),
            );
        }
        // What the browser verifies an award with is on this site.
        if self.site.served || self.follows_cohort(page) || page.template == "award" {
            policy.allow(Fetch::Connect, OWN);
        }
        policy
    }

    fn page_view(
        &self,
        page: &Page<'_>,
        html: String,
        nav_html: String,
        policy: &Policy,
    ) -> PageView {
        let outline = page.document.map(|document| {
            let shown = document
                .body
                .headings
                .iter()
                .filter(|heading| self.site.facilitator || !heading.for_facilitators);
            shown
                .filter(|heading| matches!(heading.level, 2 | 3))
                .map(|heading| OutlineEntry {
                    id: heading.id.clone(),
                    title: heading.text.clone(),
                    level: heading.level,
                })
                .collect()
        });
        let edit_url = page.document.and_then(|document| {
            let template = self.site.course.edit_url.as_ref()?;
            Some(template.replace("{path}", &encode(document.path.as_str())))
        });
        PageView {
            kind: page.template,
            section: page.section,
            title: page.title.clone(),
            description: page.description.clone(),
            url: self.site.url(&page.url),
            canonical: self
                .site
                .absolute(page.canonical.as_ref().unwrap_or(&page.url)),
            breadcrumbs: page.breadcrumbs.clone(),
            html,
            outline: outline.unwrap_or_default(),
            edit_url,
            share: self.share(page),
            nav_html,
            scripts: page.scripts.clone(),
            policy: policy.to_string(),
        }
    }

    /// The home page, as the first breadcrumb.
    fn home(&self) -> Link {
        Link {
            title: self.site.course.title.clone(),
            url: self.site.course.base.clone(),
        }
    }
}

/// Puts ropes where their marks are.
fn splice(text: &[u8], ropes: &[Rope]) -> Rope {
    let mut writer = RopeWriter::default();
    splice_into(text, ropes, &mut writer);
    writer.finish()
}

fn splice_into(text: &[u8], ropes: &[Rope], writer: &mut RopeWriter) {
    let mut rest = text;
    while let Some(start) = rest.iter().position(|byte| *byte == MARK as u8) {
        let end = rest[start..]
            .iter()
            .position(|byte| *byte == MARK_END as u8)
            .map_or(rest.len(), |end| start + end);
        writer.bytes(&rest[..start]);
        let index = std::str::from_utf8(&rest[start + 1..end])
            .ok()
            .and_then(|digits| digits.parse::<usize>().ok());
        if let Some(inner) = index.and_then(|index| ropes.get(index)) {
            writer.rope(inner);
        }
        rest = &rest[(end + 1).min(rest.len())..];
    }
    writer.bytes(rest);
}
