//! The privacy page: whom a reader's browser talks to, when and why. It is made from the model, so that it cannot say less
//! than the pages do.

use std::collections::{BTreeMap, BTreeSet};

use super::body::{loads, video};
use super::link::{post_url, written};
use super::{Context, Page, Planned};
use crate::config::Load;
use crate::document::{Directive, Document};
use crate::policy::{Fetch, origin};
use crate::site::{Forum, Site};
use crate::source::Sources;
use crate::view::{Link, OriginView, PrivacyLinks, PrivacyView};

/// How many pages are named for each origin.
const MOST_PAGES: usize = 5;

/// The address of the author's own page about privacy.
const OWN: &str = "privacy/";

/// Where readers learn what the portal does with them. An author who writes a page about it has the better words; the list
/// is then below that page.
pub(crate) fn privacy_links(site: &Site, sources: &Sources) -> PrivacyLinks {
    let has_own = site.lessons.iter().any(|lesson| lesson.url == OWN)
        || site.modules.iter().any(|module| module.url == OWN)
        || sources.get("static/privacy/index.html").is_some();
    PrivacyLinks {
        url: site.url(OWN),
        list: site.url(if has_own {
            "privacy/what-is-loaded/"
        } else {
            OWN
        }),
    }
}

pub(super) fn plan<'a>(context: &'a Context<'a>) -> Vec<Planned<'a>> {
    let base = &context.site.course.base;
    let links = &context.site_view.privacy;
    let url = links.list.strip_prefix(base.as_str()).unwrap_or(OWN);
    let title = if links.list == links.url {
        "Privacy"
    } else {
        "What these pages load"
    };
    let description = "Whom your browser talks to when you read these pages, and what it keeps.";
    let page = Page::new("privacy", url, title)
        .description(Some(description.to_owned()))
        .breadcrumbs(vec![context.home()]);
    vec![context.page(page, "privacy", view(context))]
}

/// What is known of somebody whom pages ask for something.
#[derive(Default)]
struct Asked {
    fetches: BTreeSet<Fetch>,
    pages: Vec<Link>,
}

impl Asked {
    fn add(&mut self, fetch: Fetch, page: &Link) {
        self.fetches.insert(fetch);
        if self.pages.last().is_none_or(|last| last.url != page.url) {
            self.pages.push(page.clone());
        }
    }
}

fn view(context: &Context<'_>) -> PrivacyView {
    let site = context.site;
    let mut origins = Vec::new();
    origins.extend(
        site.forum
            .as_ref()
            .and_then(|forum| of_forum(context, forum)),
    );
    let has_forum = !origins.is_empty();
    let mut at_once: BTreeMap<String, Asked> = BTreeMap::new();
    let mut played: BTreeMap<String, Asked> = BTreeMap::new();
    let mut sent: BTreeMap<String, Asked> = BTreeMap::new();
    for (document, page) in documents(site) {
        for load in loads(site, document) {
            let when = match load.fetch {
                Fetch::Form => &mut sent,
                _ => &mut at_once,
            };
            let asked = when.entry(load.origin.clone()).or_default();
            asked.add(load.fetch, &page);
        }
        for origin in posters(site, document) {
            at_once.entry(origin).or_default().add(Fetch::Image, &page);
        }
        for (fetch, origin) in videos(site, document) {
            played.entry(origin).or_default().add(fetch, &page);
        }
    }
    origins.extend(
        played
            .into_iter()
            .map(|(origin, asked)| of_video(&origin, asked)),
    );
    origins.extend(
        sent.into_iter()
            .map(|(origin, asked)| of_form(site, &origin, asked)),
    );
    let is_asked = !origins.is_empty();
    let is_lazy = site
        .forum
        .as_ref()
        .is_some_and(|forum| has_forum && forum.load == Load::Lazy);
    let theme = of_theme(context);
    let content: Vec<_> = at_once
        .into_iter()
        .map(|(origin, asked)| of_content(site, &origin, asked))
        .collect();
    let at_once = is_lazy || !theme.is_empty() || !content.is_empty();
    origins.extend(theme);
    origins.extend(content);
    PrivacyView {
        origins,
        has_forum,
        is_asked,
        at_once,
    }
}

fn of_forum(context: &Context<'_>, forum: &Forum) -> Option<OriginView> {
    let site = context.site;
    if !forum.is_embedded() {
        return None;
    }
    let mut fetches = BTreeSet::new();
    let policy = forum.engine.policy();
    fetches.extend(
        policy
            .sources()
            .filter(|(_, source)| source.contains("://"))
            .map(|(fetch, _)| fetch),
    );
    Some(OriginView {
        kind: "forum",
        host: forum.host.clone()?,
        when: if forum.load == Load::Lazy {
            "When you come to a discussion."
        } else {
            "When you ask for a discussion."
        },
        what: what(&fetches),
        operator: forum.operator.clone(),
        reason: forum.engine.runs().map(str::to_owned),
        privacy: written(site, forum.privacy.as_ref()),
        everywhere: true,
        pages: Vec::new(),
        more: 0,
    })
}

fn of_video(origin: &str, asked: Asked) -> OriginView {
    let host = host(origin);
    let operator = match host {
        "www.youtube-nocookie.com" => Some("Google".to_owned()),
        "player.vimeo.com" => Some("Vimeo".to_owned()),
        _ => None,
    };
    let view = origin_view("video", origin, "When you play a video.", asked);
    OriginView { operator, ..view }
}

/// Where a form goes.
fn of_form(site: &Site, origin: &str, asked: Asked) -> OriginView {
    OriginView {
        kind: "form",
        when: "When you send the form.",
        what: "It gets what you wrote into it.".to_owned(),
        ..of_content(site, origin, asked)
    }
}

fn of_content(site: &Site, origin: &str, asked: Asked) -> OriginView {
    let mut allow = site.course.allow.iter();
    let reason = allow.find(|allow| allow.origin.value == origin);
    let view = origin_view("content", origin, "At once, when you open the page.", asked);
    OriginView {
        reason: reason.map(|allow| allow.reason.clone()),
        ..view
    }
}

/// Whom every page asks for something, because the theme does.
fn of_theme(context: &Context<'_>) -> Vec<OriginView> {
    let mut asked: BTreeMap<&str, Asked> = BTreeMap::new();
    for (fetch, source) in context.theme_policy.sources() {
        if source.contains("://") {
            asked.entry(source).or_default().fetches.insert(fetch);
        }
    }
    let of = |(origin, asked)| OriginView {
        kind: "theme",
        everywhere: true,
        ..of_content(context.site, origin, asked)
    };
    asked.into_iter().map(of).collect()
}

fn origin_view(kind: &'static str, origin: &str, when: &'static str, asked: Asked) -> OriginView {
    let Asked { fetches, mut pages } = asked;
    let more = pages.len().saturating_sub(MOST_PAGES);
    pages.truncate(MOST_PAGES);
    OriginView {
        kind,
        host: host(origin).to_owned(),
        when,
        what: what(&fetches),
        operator: None,
        reason: None,
        privacy: None,
        everywhere: false,
        pages,
        more,
    }
}

fn host(origin: &str) -> &str {
    origin.split_once("://").map_or(origin, |(_, host)| host)
}

/// "It sends programs, styles and data."
fn what(fetches: &BTreeSet<Fetch>) -> String {
    let words: BTreeSet<&str> = fetches.iter().map(|fetch| fetch.words()).collect();
    let words: Vec<&str> = words.into_iter().collect();
    match words.split_last() {
        None => String::new(),
        Some((last, [])) => format!("It sends {last}."),
        Some((last, others)) => format!("It sends {} and {last}.", others.join(", ")),
    }
}

/// Every document that is shown, with the page that shows it.
fn documents(site: &Site) -> impl Iterator<Item = (&Document, Link)> {
    let link = |title: &str, url: &str| Link {
        title: title.to_owned(),
        url: site.url(url),
    };
    let home = site.home.iter();
    let home = home.map(move |home| (&**home, link(&site.course.title, "")));
    let lessons = site.lessons.iter();
    let lessons = lessons.map(move |one| (&*one.document, link(&one.title, &one.url)));
    let modules = site.modules.iter();
    let modules = modules
        .filter_map(move |one| Some((&**one.document.as_ref()?, link(&one.title, &one.url))));
    let posts = site.posts.iter();
    let posts = posts.map(move |one| (&*one.document, link(&one.title, &post_url(one))));
    let badges = site.badges.iter().map(move |one| {
        let url = format!("badges/{}/", one.id);
        (&*one.document, link(&one.name, &url))
    });
    let resources = site.resources.iter().map(move |one| {
        let url = format!("resources/{}/", one.id);
        (&*one.document, link(&one.title, &url))
    });
    let people = site.community.people.iter();
    let people = people.map(move |one| (&*one.document, link(&one.name, &super::person_url(one))));
    home.chain(modules)
        .chain(lessons)
        .chain(posts)
        .chain(badges)
        .chain(resources)
        .chain(people)
}

/// Where the pictures before videos come from, if that is elsewhere and allowed.
fn posters<'a>(site: &'a Site, document: &'a Document) -> impl Iterator<Item = String> + 'a {
    let posters = shown(site, document).filter_map(|one| one.attribute("poster"));
    let allowed = &site.course.markdown.allowed;
    posters
        .filter_map(origin)
        .filter(|origin| allowed.contains(origin))
}

/// The `:::video` blocks that readers of this edition see.
fn shown<'a>(site: &'a Site, document: &'a Document) -> impl Iterator<Item = &'a Directive> {
    let directives = document.body.directives.iter();
    directives
        .filter(|one| one.opening.name == "video" && (site.facilitator || !one.for_facilitators))
}

/// The videos in a document that come from elsewhere.
fn videos<'a>(
    site: &'a Site,
    document: &'a Document,
) -> impl Iterator<Item = (Fetch, String)> + 'a {
    shown(site, document).filter_map(|directive| {
        let source = directive.attribute("src")?;
        origin(source)?;
        let (fetch, origin) = video(source);
        Some((fetch, origin?))
    })
}
