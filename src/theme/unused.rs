//! Files of a theme that nothing reads: mostly a name with a slip in it.

use std::collections::{BTreeMap, BTreeSet};

use super::ThemeFile;
use super::layer::Layer;
use crate::diagnostic::{Diagnostic, did_you_mean, one_of};
use crate::rule;
use crate::source::Sources;

/// Where files with the ending of a template may be, in a theme.
const FOLDERS: &[&str] = &["/templates/", "/components/", "/assets/"];

/// Templates that no page uses and no other template names, and those that lie where no template is looked for.
pub(super) fn unused(
    sources: &Sources,
    layers: &[Layer],
    templates: &BTreeMap<String, ThemeFile>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let known: BTreeSet<&str> = templates
        .keys()
        .filter_map(|name| name.strip_prefix("builtin/"))
        .filter(|name| !name.starts_with("components/"))
        .collect();
    for (name, file) in templates {
        let Some((layer, short)) = name.split_once('/') else {
            continue;
        };
        let text = String::from_utf8_lossy(&file.bytes);
        let is_used = layer == "builtin"
            || known.contains(short)
            || short.starts_with("components/")
            // Components count wherever they are written.
            || text.contains("endcomponent")
            || templates
                .iter()
                .any(|(other, file)| other != name && names(&file.bytes, short));
        if !is_used {
            diagnostics.push(
                Diagnostic::new(
                    &rule::UNUSED_TEMPLATE,
                    &file.path,
                    None,
                    format!("no page uses a template `{short}`, and no other template names it"),
                )
                .help(
                    did_you_mean(short, &known)
                        .unwrap_or_else(|| format!("pages use {}", one_of(&known))),
                ),
            );
        }
    }
    let folders = layers.iter().filter_map(|layer| layer.folder.as_deref());
    for folder in folders.filter(|folder| !folder.is_empty()) {
        for file in sources.under(folder) {
            let inside = file.path.as_str().strip_prefix(folder).unwrap_or_default();
            let is_read = FOLDERS.iter().any(|folder| inside.starts_with(folder));
            if !is_read && inside.ends_with(".html") {
                diagnostics.push(
                    Diagnostic::new(
                        &rule::UNUSED_TEMPLATE,
                        &file.path,
                        None,
                        "no template is looked for in this place",
                    )
                    .help("in a theme, templates go into `templates/`, and components into `components/`"),
                );
            }
        }
    }
}

/// Whether a template names another one in quotes, with its layer or without.
fn names(text: &[u8], short: &str) -> bool {
    let text = String::from_utf8_lossy(text);
    text.match_indices(short).any(|(at, _)| {
        let before = text[..at].ends_with(['"', '\'', '/']);
        before && text[at + short.len()..].starts_with(['"', '\''])
    })
}
