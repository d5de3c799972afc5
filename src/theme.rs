//! [`Theme`]: templates, components and assets in layers: the course over its theme over the built-in one.

use std::collections::BTreeMap;
use std::sync::Arc;

use bytes::Bytes;
use rust_embed::RustEmbed;
use serde_json::Value as Json;
use tera::{ComponentInfo, Tera};

use crate::config::{Node, Spanned, Strictness, Value, toml, typed};
use crate::diagnostic::{Diagnostic, LineIndex, did_you_mean, one_of};
use crate::rule;
use crate::source::{Digest, SourcePath, Sources};

/// The theme that travels in the binary.
pub const BUILT_IN: &str = "agora";

#[derive(RustEmbed)]
#[folder = "themes/"]
struct Embedded;

/// A layer of a theme: its prefix in template names, and its folder in the course folder.
struct Layer {
    prefix: &'static str,
    folder: Option<String>,
}

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
}

/// The declaration of an option in `theme.toml`.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct OptionConfig {
    #[serde(rename = "type")]
    kind: OptionKind,
    #[serde(default)]
    choices: Vec<String>,
    #[serde(default)]
    #[allow(dead_code)] // For people who read the file.
    help: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
enum OptionKind {
    Colour,
    Text,
    Flag,
    Choice,
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
        let options = declared
            .map(|file| options(&file, chosen, diagnostics))
            .unwrap_or_default();
        let mut theme = Self {
            tera: Tera::new(),
            components: BTreeMap::new(),
            assets,
            options,
            digest: Digest::of(b""),
            templates,
        };
        if let Err(error) = theme.compile() {
            diagnostics.push(theme.explain(&error, None));
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
        Digest::of_parts(files.chain([options.as_slice()]))
    }

    /// Turns an error of the template engine into a diagnostic; `page` is what was being rendered.
    #[must_use]
    pub fn explain(&self, error: &tera::Error, page: Option<&str>) -> Diagnostic {
        let (file, span, words) = match error.kind() {
            tera::ErrorKind::SyntaxError(report) | tera::ErrorKind::RenderingError(report) => (
                report.filename().to_owned(),
                Some(report.span().range.clone()),
                report.message().to_owned(),
            ),
            _ => self.read_report(&error.to_string()),
        };
        let (path, text) = match self.templates.get(&file) {
            Some(file) => (
                file.path.clone(),
                Some(Arc::from(String::from_utf8_lossy(&file.bytes))),
            ),
            None => (
                SourcePath::new(if file.is_empty() {
                    "templates"
                } else {
                    file.as_str()
                }),
                None,
            ),
        };
        let message = match page {
            Some(page) => format!("{words} (while rendering {page})"),
            None => words,
        };
        let mut diagnostic = Diagnostic::new(&rule::TEMPLATE_ERROR, &path, span, message);
        diagnostic.text = text;
        diagnostic.maybe_help(error.source_help())
    }

    /// What is found while loading comes as finished text, ` --> file:line:column` in it.
    fn read_report(&self, text: &str) -> (String, Option<std::ops::Range<usize>>, String) {
        let words = text
            .lines()
            .find(|line| !line.trim().is_empty())
            .unwrap_or("this template cannot be read");
        let words = words.trim().trim_start_matches("error:").trim().to_owned();
        let place = text
            .lines()
            .find_map(|line| line.trim_start().strip_prefix("--> "));
        let Some((file, line, column)) = place.and_then(cut_place) else {
            return (String::new(), None, words);
        };
        let span = self.templates.get(file).map(|template| {
            let text = String::from_utf8_lossy(&template.bytes);
            let start = LineIndex::new(&text).offset(line);
            let rest = &text[start..];
            let at = start
                + rest
                    .char_indices()
                    .nth(column.saturating_sub(1))
                    .map_or(rest.len(), |(at, _)| at);
            at..at
        });
        (file.to_owned(), span, words)
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
            .filter(|name| self.directive(name).is_some() && *name != "callout")
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

trait SourceHelp {
    fn source_help(&self) -> Option<String>;
}

impl SourceHelp for tera::Error {
    fn source_help(&self) -> Option<String> {
        let source = std::error::Error::source(self)?;
        Some(
            source
                .to_string()
                .lines()
                .next()
                .unwrap_or_default()
                .to_owned(),
        )
    }
}

fn cut_place(place: &str) -> Option<(&str, usize, usize)> {
    let place = place.trim().trim_start_matches('[').trim_end_matches(']');
    let (rest, column) = place.rsplit_once(':')?;
    let (file, line) = rest.rsplit_once(':')?;
    Some((file, line.parse().ok()?, column.parse().ok()?))
}

fn layers(
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
    let mut names: Vec<String> = Embedded::iter().map(|name| name.into_owned()).collect();
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

fn files(sources: &Sources, layer: &Layer) -> Vec<(String, ThemeFile)> {
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

/// The theme's options: what the author chose, checked, over the defaults.
fn options(
    file: &ThemeFile,
    chosen: Option<&Node>,
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeMap<String, Json> {
    let text = String::from_utf8_lossy(&file.bytes);
    let mut node = toml(&text, 0, &file.path, diagnostics);
    let declared = node
        .take("options")
        .map_or_else(Node::empty, |entry| entry.node);
    let course = SourcePath::new("course.toml");
    let mut values = BTreeMap::new();
    let mut kinds = BTreeMap::new();
    for entry in declared.entries() {
        let mut node = entry.node.clone();
        let default = node.take("default");
        let option: Option<OptionConfig> = typed(
            node,
            "this option",
            Strictness::Own,
            &file.path,
            diagnostics,
        );
        let Some(option) = option else { continue };
        match default
            .as_ref()
            .map(|entry| option.value(&entry.node.value))
        {
            Some(Ok(default)) => {
                values.insert(entry.key.clone(), default);
                kinds.insert(entry.key.clone(), option);
            }
            _ => diagnostics.push(
                Diagnostic::new(
                    &rule::BAD_THEME,
                    &file.path,
                    entry.key_span.clone(),
                    format!("the option `{}` has no default of its type", entry.key),
                )
                .help("add a line `default = ...`"),
            ),
        }
    }
    for entry in chosen.map(Node::entries).unwrap_or_default() {
        let Some(option) = kinds.get(&entry.key) else {
            let help = did_you_mean(&entry.key, kinds.keys())
                .unwrap_or_else(|| format!("this theme has {}", one_of(kinds.keys())));
            diagnostics.push(
                Diagnostic::new(
                    &rule::BAD_THEME,
                    &course,
                    entry.key_span.clone(),
                    format!("the theme has no option `{}`", entry.key),
                )
                .help(help),
            );
            continue;
        };
        match option.value(&entry.node.value) {
            Ok(value) => {
                values.insert(entry.key.clone(), value);
            }
            Err(help) => diagnostics.push(
                Diagnostic::new(
                    &rule::BAD_THEME,
                    &course,
                    entry.node.span.clone(),
                    format!("this is no value for `{}`", entry.key),
                )
                .help(help),
            ),
        }
    }
    values
}

impl OptionConfig {
    fn value(&self, value: &Value) -> Result<Json, String> {
        match (self.kind, value) {
            (OptionKind::Colour, Value::String(text)) if is_colour(text) => {
                Ok(Json::String(text.to_lowercase()))
            }
            (OptionKind::Colour, _) => Err("write a colour like \"#7a3cff\"".to_owned()),
            (OptionKind::Text, Value::String(text)) => Ok(Json::String(text.clone())),
            (OptionKind::Text, _) => Err("write text in \"quotes\"".to_owned()),
            (OptionKind::Flag, Value::Bool(flag)) => Ok(Json::Bool(*flag)),
            (OptionKind::Flag, _) => Err("write true or false".to_owned()),
            (OptionKind::Choice, Value::String(text)) if self.choices.contains(text) => {
                Ok(Json::String(text.clone()))
            }
            (OptionKind::Choice, _) => Err(format!("write one of {}", one_of(&self.choices))),
        }
    }
}

fn is_colour(text: &str) -> bool {
    text.strip_prefix('#').is_some_and(|digits| {
        matches!(digits.len(), 3 | 6) && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
    })
}
