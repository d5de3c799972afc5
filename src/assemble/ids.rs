//! Ids: written ones are unique in their kind, derived ones make way.

use std::collections::BTreeMap;

use crate::config::{Id, Spanned};
use crate::diagnostic::Diagnostic;
use crate::name::{cut_order, slug};
use crate::rule;
use crate::source::{Digest, SourcePath};

/// Something that needs an id.
pub(super) struct Wanted<'a> {
    /// The id in its file.
    pub(super) written: Option<&'a Spanned<Id>>,
    /// The name from which one is derived, `01-welcome`.
    pub(super) name: &'a str,
    /// Its file, or the folder of a module without a page.
    pub(super) path: SourcePath,
}

/// Gives each its id, in order. A name that is derived twice, or that somebody wrote, is replaced by one from the whole
/// path, whatever the order of files is.
pub(super) fn assign(
    wanted: &[Wanted<'_>],
    what: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<String> {
    let mut written: BTreeMap<&str, &Wanted<'_>> = BTreeMap::new();
    let mut derived: BTreeMap<String, usize> = BTreeMap::new();
    for one in wanted {
        match one.written {
            Some(id) => match written.get(id.value.as_str()) {
                None => {
                    written.insert(id.value.as_str(), one);
                }
                Some(first) => {
                    let first_span = first.written.map(Spanned::span);
                    diagnostics.push(
                        Diagnostic::new(
                            &rule::DUPLICATE_ID,
                            &one.path,
                            id.span(),
                            format!("another {what} has the id `{}`", id.value),
                        )
                        .related(&first.path, first_span, "the other one")
                        .help("give one of them another id"),
                    );
                }
            },
            None => *derived.entry(from_name(one.name)).or_default() += 1,
        }
    }
    let mut from_paths: BTreeMap<String, usize> = BTreeMap::new();
    for one in wanted.iter().filter(|one| one.written.is_none()) {
        *from_paths.entry(from_path(&one.path)).or_default() += 1;
    }
    let is_only = |ids: &BTreeMap<String, usize>, id: &str| {
        ids.get(id) == Some(&1) && !written.contains_key(id)
    };
    wanted
        .iter()
        .map(|one| {
            if let Some(id) = one.written {
                return id.value.as_str().to_owned();
            }
            let id = from_name(one.name);
            if is_only(&derived, &id) {
                return id;
            }
            let from_path = from_path(&one.path);
            let is_free = from_path == id || !derived.contains_key(&from_path);
            if is_free && is_only(&from_paths, &from_path) {
                return from_path;
            }
            // Two names in another script that are spelt alike in Latin letters.
            let digest = Digest::of(one.path.as_str().as_bytes()).hex();
            format!("{from_path}-{}", &digest[..6])
        })
        .collect()
}

fn from_name(name: &str) -> String {
    Id::from_name(cut_order(name).1).as_str().to_owned()
}

fn from_path(path: &SourcePath) -> String {
    let text = path.as_str();
    let text = text.strip_prefix("modules/").unwrap_or(text);
    let text = text.strip_suffix(".md").unwrap_or(text);
    let parts: Vec<String> = text
        .split('/')
        .map(|part| slug(cut_order(part).1))
        .filter(|part| !part.is_empty())
        .collect();
    Id::from_name(&parts.join("-")).as_str().to_owned()
}
