//! Conditions with more branches than the template engine can read: it goes down one step for each `{% elif %}`, without an end of its own.

use std::collections::BTreeMap;

use super::ThemeFile;
use crate::diagnostic::Diagnostic;
use crate::rule;

/// So many branches may be in one template. A thread of a server has room for several times as many.
const MOST: usize = 500;

/// Reports every template with too many branches, at the first one that is too much.
pub(super) fn too_many(templates: &BTreeMap<String, ThemeFile>) -> Vec<Diagnostic> {
    let found = templates.values().filter_map(|file| {
        let text = String::from_utf8_lossy(&file.bytes);
        let (at, word) = text.match_indices("elif").nth(MOST)?;
        let message = format!("this is branch number {} in one template", MOST + 1);
        Some(
            Diagnostic::new(
                &rule::TEMPLATE_ERROR,
                &file.path,
                at..at + word.len(),
                message,
            )
            .help("look the value up in a map, `{{ words[key] }}`, or split the template"),
        )
    });
    found.collect()
}
