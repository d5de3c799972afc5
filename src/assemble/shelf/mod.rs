//! Shelves: badges, posts and resources, one file a kind. What they have in common is here.

mod badges;
mod people;
mod posts;
mod resources;
mod words;

use std::borrow::Cow;
use std::sync::Arc;

pub(super) use self::badges::badges;
pub(super) use self::posts::posts;
pub(super) use self::resources::{check, resources};
use super::Input;
use super::ids::{Wanted, assign};
use crate::config::{Front, Id, Spanned};
use crate::diagnostic::Diagnostic;
use crate::document::{DerivedId, Document, Kind};
use crate::layout::Role;
use crate::name::cut_order;
use crate::route::{Routes, Target};
use crate::rule;

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
