//! Badges, resources and posts.

use std::borrow::Cow;
use std::sync::Arc;

use super::Input;
use super::ids::{Wanted, assign};
use super::tree::Tree;
use crate::address::take_out;
use crate::config::{Front, Id, Spanned};
use crate::diagnostic::Diagnostic;
use crate::document::{DerivedId, Document, Kind, body};
use crate::layout::Role;
use crate::name::{cut_order, encode};
use crate::route::{Routes, Target, is_web, scheme};
use crate::rule;
use crate::schedule::begins;
use crate::site::{Badge, Post, Resource};

/// The documents of a kind with their fronts, drafts left out.
fn shelf<'a, F>(
    input: &Input<'a>,
    kind: Kind,
    pick: impl Fn(&'a Front) -> Option<(&'a F, bool)>,
) -> Vec<(&'a Arc<Document>, &'a F)> {
    input
        .documents
        .values()
        .filter(|(role, _)| *role == Role::Other(kind))
        .filter_map(|(_, document)| {
            let (front, draft) = pick(&document.front)?;
            (!draft || input.options.drafts).then_some((document, front))
        })
        .collect()
}

fn ids<'a, F>(
    shelf: &[(&'a Arc<Document>, &'a F)],
    what: &str,
    written: impl Fn(&'a F) -> Option<&'a Spanned<Id>>,
    name: impl Fn(&'a Document) -> &'a str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<String> {
    let wanted: Vec<_> = shelf
        .iter()
        .map(|(document, front)| Wanted {
            written: written(front),
            derived: Cow::Owned(DerivedId::of(name(document), &document.path)),
            path: document.path.clone(),
        })
        .collect();
    assign(&wanted, what, diagnostics)
}

/// The title in the front matter, the first heading, or one from the file name with a finding.
fn title(
    document: &Document,
    written: Option<&Spanned<String>>,
    what: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> String {
    let title = written
        .map(|title| title.value.clone())
        .or_else(|| document.heading.clone());
    title
        .filter(|title| !title.trim().is_empty())
        .unwrap_or_else(|| {
            diagnostics.push(
                Diagnostic::new(
                    &rule::EMPTY_TITLE,
                    &document.path,
                    None,
                    format!("this {what} has no title"),
                )
                .help("start it with a heading, `# Title`"),
            );
            cut_order(document.path.stem()).1.replace(['-', '_'], " ")
        })
}

fn route(routes: &mut Routes, document: &Arc<Document>, url: String) {
    routes.add(
        &document.path,
        Target {
            url,
            document: Some(Arc::clone(document)),
            asset: None,
            hidden: false,
        },
    );
}

pub(super) fn badges(
    input: &Input<'_>,
    tree: &Tree,
    routes: &mut Routes,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Badge> {
    let fronts = shelf(input, Kind::Badge, |front| match front {
        Front::Badge(front) => Some((front, front.draft)),
        _ => None,
    });
    let ids = ids(
        &fronts,
        "badge",
        |front| front.id.as_ref(),
        |document| document.path.stem(),
        diagnostics,
    );
    let mut badges = Vec::new();
    for ((document, front), id) in fronts.into_iter().zip(ids) {
        let name = title(document, front.name.as_ref(), "badge", diagnostics);
        let names_it = |badges: &[Spanned<String>]| badges.iter().any(|badge| badge.value == id);
        let lessons = (0..tree.lessons.len())
            .filter(|at| {
                tree.lessons[*at]
                    .document
                    .page()
                    .is_some_and(|front| names_it(&front.badges))
            })
            .collect();
        route(routes, document, format!("badges/{id}/"));
        badges.push(Badge {
            id,
            name,
            front: front.clone(),
            criteria: criteria(input, document),
            document: Arc::clone(document),
            lessons,
        });
    }
    badges
}

/// The criteria as they go into awards.
fn criteria(input: &Input<'_>, document: &Document) -> String {
    let file = input.sources.get(document.path.as_str());
    let text = file.and_then(|file| file.text().ok()).unwrap_or_default();
    let text = text.replace("\r\n", "\n");
    let body = body(&text).trim();
    // Whatever is published, no address is.
    let cleaned = take_out(body, &[]);
    cleaned.map_or_else(|| body.to_owned(), |cleaned| cleaned.text)
}

pub(super) fn resources(
    input: &Input<'_>,
    routes: &mut Routes,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Resource> {
    let fronts = shelf(input, Kind::Resource, |front| match front {
        Front::Resource(front) => Some((front, front.draft)),
        _ => None,
    });
    let ids = ids(
        &fronts,
        "resource",
        |front| front.id.as_ref(),
        |document| document.path.stem(),
        diagnostics,
    );
    let mut resources = Vec::new();
    for ((document, front), id) in fronts.into_iter().zip(ids) {
        let title = title(document, front.title.as_ref(), "resource", diagnostics);
        let mut front = front.clone();
        // What is no address on the web is a file of the course; the check at the end sees whether it is there.
        if let Some(url) = &front.url
            && !is_web(url)
            && scheme(url.trim()).is_some()
        {
            diagnostics.push(
                Diagnostic::new(
                    &rule::UNSAFE_LINK,
                    &document.path,
                    url.span(),
                    format!("`{}` is no address on the web", url.value),
                )
                .help("write it with https://, or write the path of a file of the course"),
            );
            front.url = None;
        }
        route(routes, document, format!("resources/{id}/"));
        resources.push(Resource {
            id,
            title,
            front,
            document: Arc::clone(document),
        });
    }
    resources.sort_by(|a, b| {
        b.front
            .added
            .cmp(&a.front.added)
            .then_with(|| a.title.cmp(&b.title))
            .then_with(|| a.id.cmp(&b.id))
    });
    resources
}

pub(super) fn posts(
    input: &Input<'_>,
    routes: &mut Routes,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Post> {
    let fronts = shelf(input, Kind::Post, |front| match front {
        Front::Post(front) => Some((front, front.draft)),
        _ => None,
    });
    let ids = ids(
        &fronts,
        "post",
        |front| front.id.as_ref(),
        |document| cut_date(document.path.stem()).1,
        diagnostics,
    );
    let mut posts = Vec::new();
    for ((document, front), id) in fronts.into_iter().zip(ids) {
        let date = front
            .date
            .as_ref()
            .map(|date| date.value.0)
            .or(cut_date(document.path.stem()).0);
        let Some(date) = date else {
            diagnostics.push(
                Diagnostic::new(
                    &rule::MISSING_VALUE,
                    &document.path,
                    None,
                    "this post has no date",
                )
                .help("add a line `date = 2026-10-05`, or begin the file's name with the date"),
            );
            continue;
        };
        let is_future = input.options.now < begins(date);
        if is_future && !front.draft {
            let span = front.date.as_ref().map(Spanned::span);
            diagnostics.push(
                Diagnostic::new(
                    &rule::FUTURE_POST,
                    &document.path,
                    span,
                    format!("the day of this post, {date}, is still to come, and the post is published all the same"),
                )
                .help("write `draft = true` to keep it back until then; on the day, take that line out and build again"),
            );
        }
        let title = title(document, front.title.as_ref(), "post", diagnostics);
        let authors = front
            .authors
            .iter()
            .map(|author| author.value.clone())
            .collect();
        route(routes, document, format!("posts/{}/", encode(&id)));
        posts.push(Post {
            id,
            title,
            date,
            authors,
            document: Arc::clone(document),
        });
    }
    posts.sort_by(|a, b| b.date.cmp(&a.date).then_with(|| a.id.cmp(&b.id)));
    posts
}

/// `2026-10-05-welcome` is a date and `welcome`.
fn cut_date(name: &str) -> (Option<jiff::civil::Date>, &str) {
    let date = name.get(..10).and_then(|date| date.parse().ok());
    match date {
        Some(date) => (
            Some(date),
            Some(name[10..].trim_start_matches(['-', '_', ' ']))
                .filter(|rest| !rest.is_empty())
                .unwrap_or(name),
        ),
        None => (None, name),
    }
}
