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

/// Gives each its id, in order. A name that is derived twice, or that somebody wrote, is replaced by one from the whole
/// path, whatever the order of files is.
pub(super) fn assign(
    wanted: &[Wanted<'_>],
    what: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<String> {
    let mut written: HashMap<&str, &Wanted<'_>> = HashMap::new();
    let mut derived: HashMap<&str, usize> = HashMap::new();
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
            None => *derived.entry(&one.derived.short).or_default() += 1,
        }
    }
    let mut from_paths: HashMap<&str, usize> = HashMap::new();
    for one in wanted.iter().filter(|one| one.written.is_none()) {
        *from_paths.entry(&one.derived.long).or_default() += 1;
    }
    let is_only =
        |ids: &HashMap<&str, usize>, id: &str| ids.get(id) == Some(&1) && !written.contains_key(id);
    wanted
        .iter()
        .map(|one| {
            if let Some(id) = one.written {
                return id.value.as_str().to_owned();
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
