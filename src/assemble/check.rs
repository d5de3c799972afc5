//! What can only be seen once everything is there: references between pages, and ids in them.

use std::collections::BTreeMap;

use super::Input;
use super::schedule::check_people;
use super::shelf;
use crate::active;
use crate::config::{Discussion, Front, PageFront, Spanned};
use crate::diagnostic::{Diagnostic, Severity, did_you_mean, one_of};
use crate::document::{Document, LinkKind, LinkRef, WITH_ID};
use crate::picture;
use crate::policy;
use crate::route::Resolved;
use crate::rule;
use crate::site::{PageRef, Resource, Site};
use crate::source::{SourceFile, SourcePath};

/// So many names can be told in one line.
const FEW: usize = 8;

/// Origins under `[privacy]` from which nothing is loaded: the privacy page would name them for no reason.
fn unused_origins(input: &Input<'_>, diagnostics: &mut Vec<Diagnostic>) {
    for allow in &input.config.course.allow {
        let origin = allow.origin.value.as_str();
        let is_loaded = |document: &Document| {
            let loads = &document.body.loads;
            let mut directives = document.body.directives.iter();
            loads.iter().any(|load| load.origin == origin)
                || directives.any(|directive| {
                    let poster = directive.attribute("poster");
                    poster
                        .and_then(policy::origin)
                        .is_some_and(|found| found == origin)
                })
        };
        let mut documents = input.documents.values();
        let mut theme = input
            .sources
            .under("templates")
            .chain(input.sources.under("themes"));
        let is_named = |file: &SourceFile| memchr::memmem::find(file.bytes(), origin.as_bytes());
        if !documents.any(|(_, document)| is_loaded(document))
            && !theme.any(|file| is_named(file).is_some())
        {
            let path = SourcePath::new("course.toml");
            let message = format!("no page loads anything from {origin}");
            let found = Diagnostic::new(&rule::BAD_PRIVACY, &path, allow.origin.span(), message);
            diagnostics.push(found.help("take it out of [privacy]"));
        }
    }
}

pub(super) fn check(input: &Input<'_>, site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    let mut ids: BTreeMap<(&str, &str), (&SourcePath, std::ops::Range<usize>)> = BTreeMap::new();
    let mut prompt = None;
    for page in &site.reading {
        let document = match page {
            PageRef::Module(at) => site.modules[*at].document.as_ref(),
            PageRef::Lesson(at) => Some(&site.lessons[*at].document),
        };
        let Some(document) = document else { continue };
        if let Some(front) = document.page() {
            references(front, document, site, diagnostics);
            if matches!(&front.discussion, Discussion::With(with) if with.prompt.is_some()) {
                prompt.get_or_insert(document);
            }
        }
        for directive in &document.body.directives {
            let name = directive.opening.name.as_str();
            if matches!(name, "discussion" | "introduce") {
                prompt.get_or_insert(document);
            }
            let Some(id) = WITH_ID
                .iter()
                .find(|known| **known == name)
                .and_then(|_| directive.attribute("id"))
            else {
                continue;
            };
            match ids.get(&(name, id)) {
                None => {
                    ids.insert((name, id), (&document.path, directive.span.clone()));
                }
                Some((path, span)) => diagnostics.push(
                    Diagnostic::new(
                        &rule::DUPLICATE_ID,
                        &document.path,
                        directive.span.clone(),
                        format!("another {name} has the id `{id}`"),
                    )
                    .related(path, Some(span.clone()), "the other one")
                    .help("give one of them another id"),
                ),
            }
        }
    }
    if let Some(document) = prompt
        && site.forum.is_none()
        && input.config.community.forum.is_none()
        && input.sources.get("community.toml").is_some()
    {
        diagnostics.push(
            Diagnostic::new(
                &rule::FORUM_MISSING,
                &document.path,
                None,
                "learners are asked to discuss, and the course has no forum",
            )
            .help("add a [forum] table to community.toml"),
        );
    }
    unused_origins(input, diagnostics);
    for post in &site.posts {
        if let Front::Post(front) = &post.document.front {
            check_people(
                &front.authors,
                &post.document.path,
                &site.community,
                diagnostics,
            );
        }
    }
    for badge in &site.badges {
        for required in &badge.front.requires {
            check_badge(required, &badge.document.path, site, diagnostics);
        }
        if badge.lessons.is_empty() {
            diagnostics.push(
                Diagnostic::new(&rule::UNEARNABLE_BADGE, &badge.document.path, None, "no lesson leads to this badge")
                    .help(format!("write badges = [\"{}\"] in the front matter of the lessons that help to earn it", badge.id)),
            );
        }
    }
    for (document, picture) in front_pictures(site) {
        let path = picture::beside(&document.path, picture);
        let say = |rule, message| Diagnostic::new(rule, &document.path, picture.span(), message);
        let target = site.routes.get(&path);
        let file = target.and_then(|target| target.asset.as_ref());
        if file.is_some_and(|file| active::is_contributed(&file.path) && active::is_active(file)) {
            let message = format!(
                "`{}` comes from other people, and browsers would run it",
                picture.value
            );
            diagnostics.push(
                say(&rule::UNSAFE_LINK, message)
                    .severity(Severity::Error)
                    .help("save the picture as PNG or JPEG"),
            );
        }
        if target.is_none() {
            let message = format!("there is no picture `{}`", picture.value);
            let help = "put the file beside this one, or write its path as seen from here";
            let close = site
                .routes
                .suggest(&document.path, picture, LinkKind::Picture);
            diagnostics.push(
                say(&rule::MISSING_PICTURE, message)
                    .help(help)
                    .maybe_help(close),
            );
        } else if let Some((message, _)) = picture::not_shown(&path) {
            let help = "save it as JPEG or PNG, and write the name of that file";
            diagnostics.push(say(&rule::BAD_PICTURE, message).help(help));
        }
    }
    shelf::check(site, diagnostics);
    cycles(site, diagnostics);
    if site.reading.is_empty() && site.home.is_none() {
        let path = SourcePath::new("modules");
        diagnostics.push(
            Diagnostic::new(
                &rule::NOTHING_TO_BUILD,
                &path,
                None,
                "there is no page in this folder",
            )
            .help("start in the folder with your Markdown files, or make a course with `stoa new`"),
        );
    }
}

/// Where the link of a resource leads, and what is wrong with it; `None` for a resource that is nowhere else.
pub(crate) fn resource_link(
    site: &Site,
    resource: &Resource,
) -> Option<(Resolved, Option<Diagnostic>)> {
    let url = resource.url.as_ref()?;
    let link = LinkRef {
        kind: LinkKind::Link,
        target: url.value.clone(),
        span: url.span(),
        alt: String::new(),
        title: String::new(),
        for_facilitators: false,
        is_source: false,
    };
    Some(site.routes.resolve(&resource.document.path, &link))
}

/// Pictures that front matters name, with their documents.
pub(crate) fn front_pictures(site: &Site) -> impl Iterator<Item = (&Document, &Spanned<String>)> {
    let badges = site
        .badges
        .iter()
        .filter_map(|badge| Some((&*badge.document, badge.front.image.as_ref()?)));
    let people = site
        .community
        .people
        .iter()
        .filter_map(|person| match &person.document.front {
            Front::Person(front) => Some((&*person.document, front.photo.as_ref()?)),
            _ => None,
        });
    badges.chain(people)
}

fn references(
    front: &PageFront,
    document: &Document,
    site: &Site,
    diagnostics: &mut Vec<Diagnostic>,
) {
    for badge in &front.badges {
        check_badge(badge, &document.path, site, diagnostics);
    }
    check_people(&front.authors, &document.path, &site.community, diagnostics);
    for required in &front.requires {
        if find(site, required).is_none() {
            let ids = site
                .lessons
                .iter()
                .map(|lesson| &lesson.id)
                .chain(site.modules.iter().map(|module| &module.id));
            diagnostics.push(
                Diagnostic::new(
                    &rule::UNKNOWN_REFERENCE,
                    &document.path,
                    required.span(),
                    format!("no lesson or module has the id `{}`", required.value),
                )
                .maybe_help(did_you_mean(required, ids)),
            );
        }
    }
}

fn check_badge(
    badge: &Spanned<String>,
    path: &SourcePath,
    site: &Site,
    diagnostics: &mut Vec<Diagnostic>,
) {
    if site.badges.iter().all(|other| other.id != badge.value) {
        diagnostics.push(
            Diagnostic::new(
                &rule::UNKNOWN_REFERENCE,
                path,
                badge.span(),
                format!("no badge has the id `{}`", badge.value),
            )
            .help(badge_help(badge, site)),
        );
    }
}

fn badge_help(written: &str, site: &Site) -> String {
    let ids: Vec<&String> = site.badges.iter().map(|badge| &badge.id).collect();
    did_you_mean(written, &ids).unwrap_or_else(|| match ids[..] {
        [] => format!("add badges/{written}.md, or take the badge out here"),
        [only] => format!("there is one badge, `{only}`"),
        _ if ids.len() <= FEW => format!("there is {}", one_of(&ids)),
        _ => "`stoa list badges` names those that there are".to_owned(),
    })
}

/// The lesson or module with this id.
pub(crate) fn find(site: &Site, id: &str) -> Option<PageRef> {
    let lesson = site
        .lessons
        .iter()
        .position(|lesson| lesson.id == id)
        .map(PageRef::Lesson);
    lesson.or_else(|| {
        site.modules
            .iter()
            .position(|module| module.id == id)
            .map(PageRef::Module)
    })
}

/// Lessons that require each other in a circle: each circle is reported once, at its first page.
fn cycles(site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    let index = |page: PageRef| match page {
        PageRef::Lesson(at) => at,
        PageRef::Module(at) => site.lessons.len() + at,
    };
    let document = |at: usize| match at.checked_sub(site.lessons.len()) {
        None => Some(&site.lessons[at].document),
        Some(at) => site.modules[at].document.as_ref(),
    };
    let count = site.lessons.len() + site.modules.len();
    let edges: Vec<Vec<(usize, &Spanned<String>)>> = (0..count)
        .map(|at| {
            let requires = document(at)
                .and_then(|document| document.page())
                .map(|front| front.requires.as_slice())
                .unwrap_or_default();
            requires
                .iter()
                .filter_map(|id| Some((index(find(site, id)?), id)))
                .collect()
        })
        .collect();
    let mut done = vec![false; count];
    for start in 0..count {
        let mut path: Vec<(usize, usize)> = vec![(start, 0)];
        if done[start] {
            continue;
        }
        while let Some((at, next)) = path.last_mut() {
            let at = *at;
            let Some((to, id)) = edges[at].get(*next) else {
                done[at] = true;
                path.pop();
                continue;
            };
            *next += 1;
            if path.iter().any(|(open, _)| open == to) {
                if let Some(document) = document(at) {
                    diagnostics.push(
                        Diagnostic::new(
                            &rule::REQUIRES_CYCLE,
                            &document.path,
                            id.span(),
                            format!(
                                "this page requires `{}`, which in the end requires this page",
                                id.value
                            ),
                        )
                        .help("take one of them out of `requires`"),
                    );
                }
            } else if !done[*to] {
                path.push((*to, 0));
            }
        }
    }
}
