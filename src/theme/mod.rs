//! [`Theme`]: templates, components and assets in layers: the course over its theme over the built-in one.

mod circle;
mod elif;
mod error;
mod layer;
mod needs;
mod option;
mod unused;

use std::collections::BTreeMap;

use bytes::Bytes;
use serde_json::Value as Json;
use tera::{ComponentInfo, Tera};

pub(crate) use self::error::{finished_text, span_at};
pub use self::layer::{BUILT_IN, built_in_files, themes};
use self::layer::{files, layers};
use self::option::options;
use self::unused::unused;
use crate::config::{Node, Spanned, text};
use crate::diagnostic::Diagnostic;
use crate::source::{Digest, SourcePath, Sources};

/// Endings of what a theme says in text.
const TEXTS: &[&str] = &[
    "css",
    "html",
    "js",
    "json",
    "md",
    "mjs",
    "svg",
    "toml",
    "txt",
    "webmanifest",
    "xml",
];

/// A file of a theme.
#[derive(Debug, Clone)]
pub struct ThemeFile {
    /// Where it is: in the course folder, or `agora/templates/home.html` in the binary.
    pub path: SourcePath,
    /// What it holds.
    pub bytes: Bytes,
}

/// Templates, components and assets.
#[derive(Debug)]
pub struct Theme {
    /// The templates, compiled; `site` is not in them yet.
    pub tera: Tera,
    /// What each component takes.
    pub components: BTreeMap<String, ComponentInfo>,
    /// Files for `assets/`, by name.
    pub assets: BTreeMap<String, ThemeFile>,
    /// The options with their values.
    pub options: BTreeMap<String, Json>,
    /// Digest of everything above.
    pub digest: Digest,
    templates: BTreeMap<String, ThemeFile>,
    /// Whether `theme.toml` could be read to its end, so that an option which is not there was never declared.
    options_are_whole: bool,
}

impl Theme {
    /// Reads the theme of a course. Where a template of the course cannot be read, the built-in ones are used alone, so
    /// that every other finding is still found.
    pub fn read(
        sources: &Sources,
        name: Option<&Spanned<String>>,
        chosen: Option<&Node>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Self {
        let layers = layers(sources, name, diagnostics);
        let mut templates = BTreeMap::new();
        let mut assets = BTreeMap::new();
        let mut declared = None;
        // From the bottom up: a file of a higher layer takes the place of a lower one's.
        for layer in layers.iter().rev() {
            for (inside, file) in files(sources, layer) {
                if let Some(rest) = inside
                    .strip_prefix("templates/")
                    .filter(|_| inside.ends_with(".html"))
                {
                    templates.insert(format!("{}{rest}", layer.prefix), file);
                } else if inside.starts_with("components/") && inside.ends_with(".html") {
                    templates.insert(format!("{}{inside}", layer.prefix), file);
                } else if let Some(rest) = inside.strip_prefix("assets/") {
                    assets.insert(rest.to_owned(), file);
                } else if inside == "theme.toml" {
                    declared = Some(file);
                }
            }
        }
        report_encoding(sources, diagnostics);
        unused(sources, &layers, &templates, diagnostics);
        let (options, options_are_whole) = declared.map_or_else(
            || (BTreeMap::new(), true),
            |file| options(&file, chosen, diagnostics),
        );
        let mut theme = Self {
            tera: Tera::new(),
            components: BTreeMap::new(),
            assets,
            options,
            digest: Digest::of(b""),
            templates,
            options_are_whole,
        };
        let too_many = elif::too_many(&theme.templates);
        let compiled = if too_many.is_empty() {
            theme
                .compile()
                .map_err(|error| theme.explain(&error, None).into_iter().collect())
        } else {
            Err(too_many)
        };
        if let Err(found) = compiled {
            diagnostics.extend(found);
            theme
                .templates
                .retain(|name, _| name.starts_with("builtin/"));
            // The built-in theme is tested: if it cannot be read either, the next render says so.
            let _ = theme.compile();
        }
        theme.digest = theme.digest();
        theme
    }

    fn compile(&mut self) -> Result<(), tera::Error> {
        let mut tera = Tera::new();
        tera.set_fallback_prefixes(["course/", "theme/", "builtin/"])?;
        let texts = self
            .templates
            .iter()
            .map(|(name, file)| (name.as_str(), String::from_utf8_lossy(&file.bytes)));
        tera.add_raw_templates(texts.collect::<Vec<_>>())?;
        let mut names: Vec<String> = tera.get_component_names().map(str::to_owned).collect();
        names.sort_unstable();
        self.components = names
            .into_iter()
            .filter_map(|name| Some((name.clone(), tera.get_component_definition(&name)?)))
            .collect();
        self.tera = tera;
        Ok(())
    }

    fn digest(&self) -> Digest {
        let options = serde_json::to_vec(&self.options).unwrap_or_default();
        let files = self
            .templates
            .iter()
            .flat_map(|(name, file)| [name.as_bytes(), &file.bytes]);
        let whole = [u8::from(self.options_are_whole)];
        Digest::of_parts(files.chain([options.as_slice(), &whole]))
    }

    /// Whether a component is the one of the built-in theme.
    #[must_use]
    pub fn is_built_in(&self, component: &str) -> bool {
        ["course", "theme"].iter().all(|layer| {
            let name = format!("{layer}/components/{component}.html");
            !self.templates.contains_key(&name)
        })
    }

    /// The arguments of a component that authors write, `None` if there is no such component for them.
    #[must_use]
    pub fn directive(&self, name: &str) -> Option<&ComponentInfo> {
        // `ui.card` and the like are for templates.
        let own = ["module_nav", "thread"];
        self.components
            .get(name)
            .filter(|_| !name.contains('.') && !own.contains(&name))
    }

    /// The names of all components that authors can use.
    pub fn directives(&self) -> impl Iterator<Item = &str> {
        self.components
            .keys()
            .map(String::as_str)
            .filter(|name| self.directive(name).is_some())
    }
}

/// Texts of themes that are not UTF-8, whether something uses them or not: templates would be read with signs of replacement in
/// them.
fn report_encoding(sources: &Sources, diagnostics: &mut Vec<Diagnostic>) {
    let files = sources.under("templates").chain(sources.under("themes"));
    for file in files.filter(|file| TEXTS.contains(&file.path.extension().as_str())) {
        text(file, diagnostics);
    }
}

/// Whether stoa itself supplies this argument of a component.
#[must_use]
pub fn is_provided(component: &ComponentInfo, argument: &str) -> bool {
    let provided = component
        .metadata()
        .get("provided")
        .and_then(|value| value.as_array());
    provided.is_some_and(|names| names.iter().any(|name| name.as_str() == Some(argument)))
}
