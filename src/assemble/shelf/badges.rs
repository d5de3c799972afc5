//! Badges, and the lessons that lead to them.

use std::sync::Arc;

use super::{ids, route, shelf, title};
use crate::address::take_out;
use crate::assemble::Input;
use crate::assemble::tree::Tree;
use crate::config::{Front, Spanned};
use crate::diagnostic::Diagnostic;
use crate::document::{Document, Kind, body};
use crate::route::Routes;
use crate::site::Badge;

pub(in crate::assemble) fn badges(
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
