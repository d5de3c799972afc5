//! The theme's options: declared in `theme.toml`, chosen under `[theme_options]`.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::ThemeFile;
use crate::config::{Node, Strictness, Value, toml, typed};
use crate::diagnostic::{Diagnostic, did_you_mean, one_of};
use crate::rule;
use crate::source::SourcePath;

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

/// The theme's options: what the author chose, checked, over the defaults. Also whether all of the declaration could be
/// read, so that an option which is not there was never declared.
pub(super) fn options(
    file: &ThemeFile,
    chosen: Option<&Node>,
    diagnostics: &mut Vec<Diagnostic>,
) -> (BTreeMap<String, Json>, bool) {
    let before = diagnostics.len();
    let text = String::from_utf8_lossy(&file.bytes);
    let mut node = toml(&text, 0, &file.path, diagnostics);
    let is_toml = diagnostics.len() == before;
    let declared = node
        .take("options")
        .map_or_else(Node::empty, |entry| entry.node);
    let course = SourcePath::new("course.toml");
    let mut values = BTreeMap::new();
    let mut kinds = BTreeMap::new();
    let mut mistakes = Vec::new();
    for entry in declared.entries() {
        let mut node = entry.node.clone();
        let default = node.take("default");
        let option: Option<OptionConfig> = typed(
            node,
            "this option",
            Strictness::Own,
            &file.path,
            &mut mistakes,
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
            _ => mistakes.push(
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
    let is_whole = is_toml && mistakes.is_empty();
    // Of a line that could not be read, more than that follows for the declaration that it belongs to.
    if is_toml {
        diagnostics.append(&mut mistakes);
    }
    for entry in chosen.map(Node::entries).unwrap_or_default() {
        let Some(option) = kinds.get(&entry.key) else {
            if !is_whole {
                continue;
            }
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
    (values, is_whole)
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
