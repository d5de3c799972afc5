//! What is said once, because the rest follows from it.

use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap};

use crate::diagnostic::{Diagnostic, LineIndex};
use crate::rule;
use crate::source::{SourcePath, Sources};

/// A template that is wrong is wrong on every page that uses it: the first page stands for all.
pub(super) fn once_a_place(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.dedup_by(|next, first| {
        next.rule == &rule::TEMPLATE_ERROR
            && first.rule == next.rule
            && first.path == next.path
            && first.span == next.span
            && first.span.is_some()
    });
}

/// What is said of a line that is no TOML is said once: what else seems wrong with its values follows from it.
pub(super) fn without_consequences(diagnostics: &mut Vec<Diagnostic>, sources: &Sources) {
    // The lines of a file are counted once, however much is wrong in it.
    let mut files: HashMap<SourcePath, LineIndex<'_>> = HashMap::new();
    let mut lines: BTreeSet<(SourcePath, usize)> = BTreeSet::new();
    for found in diagnostics.iter() {
        if found.rule != &rule::BAD_TOML {
            continue;
        }
        let index = match files.entry(found.path.clone()) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(vacant) => {
                let file = sources.get(found.path.as_str());
                let Some(text) = file.and_then(|file| file.text().ok()) else {
                    continue;
                };
                vacant.insert(LineIndex::new(text))
            }
        };
        lines.extend(found.span.as_ref().map(|span| {
            let line = index.position(span.start).line;
            (found.path.clone(), line)
        }));
    }
    diagnostics.retain(|found| {
        let follows = [&rule::BAD_VALUE, &rule::UNKNOWN_KEY].contains(&found.rule);
        let place = files.get(&found.path).zip(found.span.as_ref());
        !follows
            || place.is_none_or(|(index, span)| {
                let line = index.position(span.start).line;
                !lines.contains(&(found.path.clone(), line))
            })
    });
}
