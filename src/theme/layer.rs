//! The layers of a theme, and the files in them.

use std::sync::Arc;

use bytes::Bytes;
use rust_embed::RustEmbed;

use super::ThemeFile;
use crate::config::Spanned;
use crate::diagnostic::{Diagnostic, did_you_mean, one_of};
use crate::rule;
use crate::source::{SourcePath, Sources};

/// The theme that travels in the binary.
pub const BUILT_IN: &str = "agora";

#[derive(RustEmbed)]
#[folder = "themes/"]
struct Embedded;

/// A layer of a theme: its prefix in template names, and its folder in the course folder.
pub(super) struct Layer {
    pub(super) prefix: &'static str,
    pub(super) folder: Option<String>,
}

pub(super) fn layers(
    sources: &Sources,
    name: Option<&Spanned<String>>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Layer> {
    let mut layers = vec![Layer {
        prefix: "course/",
        folder: Some(String::new()),
    }];
    if let Some(name) = name.filter(|name| name.value != BUILT_IN) {
        let folder = format!("themes/{}", name.value);
        if sources.under(&folder).next().is_some() {
            layers.push(Layer {
                prefix: "theme/",
                folder: Some(folder),
            });
        } else {
            let known = themes(sources);
            diagnostics.push(
                Diagnostic::new(
                    &rule::BAD_THEME,
                    &SourcePath::new("course.toml"),
                    name.span(),
                    format!("there is no theme `{}`", name.value),
                )
                .help(did_you_mean(name, &known).unwrap_or_else(|| {
                    format!(
                        "there is {}; a theme of your own goes into themes/{}/",
                        one_of(&known),
                        name.value
                    )
                })),
            );
        }
    }
    layers.push(Layer {
        prefix: "builtin/",
        folder: None,
    });
    layers
}

/// The names of all themes that a course can use.
#[must_use]
pub fn themes(sources: &Sources) -> Vec<String> {
    let mut names = vec![BUILT_IN.to_owned()];
    for file in sources.under("themes") {
        if let Some((name, _)) = file.path.as_str()["themes/".len()..].split_once('/')
            && names.iter().all(|known| known != name)
        {
            names.push(name.to_owned());
        }
    }
    names
}

/// The files of the built-in theme, by their path in it.
pub fn built_in_files() -> impl Iterator<Item = (String, Bytes)> {
    let mut names: Vec<String> = Embedded::iter().map(std::borrow::Cow::into_owned).collect();
    names.sort_unstable();
    names.into_iter().filter_map(|name| {
        let inside = name.strip_prefix(BUILT_IN)?.strip_prefix('/')?.to_owned();
        let data = Embedded::get(&name)?.data;
        let bytes = match data {
            std::borrow::Cow::Borrowed(bytes) => Bytes::from_static(bytes),
            std::borrow::Cow::Owned(bytes) => Bytes::from(bytes),
        };
        Some((inside, bytes))
    })
}

pub(super) fn files(sources: &Sources, layer: &Layer) -> Vec<(String, ThemeFile)> {
    let Some(folder) = &layer.folder else {
        return built_in_files()
            .map(|(inside, bytes)| {
                (
                    inside.clone(),
                    ThemeFile {
                        path: SourcePath::new(format!("{BUILT_IN}/{inside}")),
                        bytes,
                    },
                )
            })
            .collect();
    };
    let file = |file: &Arc<crate::source::SourceFile>| ThemeFile {
        path: file.path.clone(),
        bytes: Bytes::copy_from_slice(file.bytes()),
    };
    if folder.is_empty() {
        // In the course folder itself, components stand below the templates.
        return sources
            .under("templates")
            .map(|source| {
                let path = source.path.as_str();
                let inside = path
                    .strip_prefix("templates/")
                    .filter(|rest| rest.starts_with("components/"))
                    .unwrap_or(path);
                (inside.to_owned(), file(source))
            })
            .collect();
    }
    let prefix = format!("{folder}/");
    sources
        .under(folder)
        .filter_map(|source| {
            Some((
                source.path.as_str().strip_prefix(&prefix)?.to_owned(),
                file(source),
            ))
        })
        .collect()
}
