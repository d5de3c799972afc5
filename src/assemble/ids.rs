//! Ids: written ones are unique in their kind, derived ones make way.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::config::{Id, Spanned};
use crate::diagnostic::Diagnostic;
use crate::document::DerivedId;
use crate::rule;
use crate::source::{Digest, SourcePath};

/// Something that needs an id.
pub(super) struct Wanted<'a> {
    /// The id in its file.
    pub(super) written: Option<&'a Spanned<Id>>,
    /// The ids from which it gets one otherwise.
    pub(super) derived: Cow<'a, DerivedId>,
    /// Its file, or the folder of a module without a page.
    pub(super) path: SourcePath,
}

/// Gives each its id, in order. The second of two that are written alike counts as not written. A name that is derived twice, or
/// that somebody wrote, is replaced by one from the whole
/// path, whatever the order of files is.
pub(super) fn assign(
    wanted: &[Wanted<'_>],
    what: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<String> {
    let mut written: HashMap<&str, &Wanted<'_>> = HashMap::new();
    let mut derived: HashMap<&str, usize> = HashMap::new();
    let mut from_paths: HashMap<&str, usize> = HashMap::new();
    let mut own: Vec<Option<&str>> = Vec::with_capacity(wanted.len());
    for one in wanted {
        let id = one.written.filter(|id| match written.get(id.as_str()) {
            None => true,
            Some(first) => {
                diagnostics.push(taken(one, id, first, what));
                false
            }
        });
        if let Some(id) = id {
            written.insert(id.as_str(), one);
        } else {
            *derived.entry(&one.derived.short).or_default() += 1;
            *from_paths.entry(&one.derived.long).or_default() += 1;
        }
        own.push(id.map(|id| id.as_str()));
    }
    let is_only =
        |ids: &HashMap<&str, usize>, id: &str| ids.get(id) == Some(&1) && !written.contains_key(id);
    wanted
        .iter()
        .zip(own)
        .map(|(one, own)| {
            if let Some(id) = own {
                return id.to_owned();
            }
            let id = &one.derived.short;
            if is_only(&derived, id) {
                return id.clone();
            }
            let long = &one.derived.long;
            let is_free = long == id || !derived.contains_key(long.as_str());
            if is_free && is_only(&from_paths, long) {
                return long.clone();
            }
            // Two names in another script that are spelt alike in Latin letters.
            let digest = Digest::of(one.path.as_str().as_bytes()).hex();
            format!("{long}-{}", &digest[..6])
        })
        .collect()
}

/// What is said of an id that another one has.
fn taken(one: &Wanted<'_>, id: &Spanned<Id>, first: &Wanted<'_>, what: &str) -> Diagnostic {
    let message = format!("another {what} has the id `{}`", id.value);
    Diagnostic::new(&rule::DUPLICATE_ID, &one.path, id.span(), message)
        .related(
            &first.path,
            first.written.map(Spanned::span),
            "the other one",
        )
        .help("give one of them another id")
}
