//! The arguments of a directive, checked against the component of its name.

use std::collections::BTreeMap;

use serde_json::Value as Json;
use tera::{ComponentArgType, ComponentInfo};

use crate::diagnostic::{Diagnostic, Severity, closest, did_you_mean, one_of};
use crate::document::{Attribute, Directive, is_note};
use crate::route::is_web;
use crate::rule;
use crate::source::SourcePath;
use crate::theme::{Theme, is_provided};

/// Directives of which this version knows the name only.
const RESERVED: &[&str] = &["quiz"];

/// The kinds of callouts.
const CALLOUTS: &[&str] = &["note", "tip", "important", "warning", "caution"];

/// So many wrong arguments of one directive are named.
const MOST_FINDINGS: usize = 20;

/// Checks the arguments of a directive against the component of its name.
pub(super) struct Check<'a> {
    pub(super) path: &'a SourcePath,
    pub(super) theme: &'a Theme,
    pub(super) directive: &'a Directive,
    pub(super) diagnostics: &'a mut Vec<Diagnostic>,
}

impl Check<'_> {
    /// The arguments; `None` where the theme has no such directive, or something needed is missing.
    pub(super) fn arguments(&mut self) -> Option<BTreeMap<String, Json>> {
        let name = self.directive.opening.name.as_str();
        let Some(component) = self.theme.directive(name) else {
            self.unknown(name);
            return None;
        };
        let mut values = BTreeMap::new();
        let before = self.diagnostics.len();
        // Needed arguments that are there with a slip, which is told already.
        let mut meant = Vec::new();
        let mut attributes = self.directive.opening.attributes.as_slice();
        while let [attribute, rest @ ..] = attributes {
            attributes = rest;
            let words = without_quotes(attribute, rest, component);
            if words > 0 {
                attributes = &rest[words..];
                let end = rest[words - 1].span.end;
                let mut text = attribute.value.clone().unwrap_or_default();
                for word in &rest[..words] {
                    text = format!("{text} {}", word.name);
                }
                self.say(
                    attribute.span.start..end,
                    format!(
                        "the text of `{}` has several words and no quotes",
                        attribute.name
                    ),
                    format!("put it in quotes: {}=\"{text}\"", attribute.name),
                );
                meant.push(attribute.name.clone());
                continue;
            }
            let argument = component
                .args()
                .iter()
                .find(|argument| argument.name() == attribute.name);
            let known = argument.filter(|argument| {
                !argument.is_implicit() && !is_provided(component, argument.name())
            });
            let Some(argument) = known else {
                let names = own_arguments(component);
                meant.extend(closest(&attribute.name, &names));
                let help = did_you_mean(&attribute.name, &names).unwrap_or_else(|| {
                    if names.is_empty() {
                        format!("`{name}` takes no arguments")
                    } else {
                        format!("`{name}` takes {}", one_of(&names))
                    }
                });
                self.say(
                    attribute.span.clone(),
                    format!("`{name}` has no argument `{}`", attribute.name),
                    help,
                );
                continue;
            };
            match value(argument.arg_type(), attribute.value.as_deref()) {
                Ok(value) => {
                    if values.insert(attribute.name.clone(), value).is_some() {
                        self.say(
                            attribute.span.clone(),
                            format!("`{}` is given twice", attribute.name),
                            "keep one of the two".to_owned(),
                        );
                    }
                }
                Err(help) => {
                    meant.push(attribute.name.clone());
                    self.say(
                        attribute.span.clone(),
                        format!("this is no value for `{}`", attribute.name),
                        help,
                    );
                }
            }
        }
        if name == "callout" && self.theme.is_built_in(name) {
            self.callout(&mut values);
        }
        // Braces full of mistakes are one mistake, and a page has room for more than that.
        let more = (self.diagnostics.len() - before).saturating_sub(MOST_FINDINGS);
        self.diagnostics.truncate(before + MOST_FINDINGS);
        if more > 0
            && let Some(last) = self.diagnostics.last_mut()
        {
            last.message = format!("{}; {more} more arguments here are wrong", last.message);
        }
        let missing: Vec<&str> = component
            .args()
            .iter()
            .map(tera::ComponentArg::name)
            .filter(|name| is_needed(component, name) && !values.contains_key(*name))
            .collect();
        let mut title = self.directive.opening.title.as_str();
        // `:::video https://...`: an address where a title could be.
        let address = Some(title).filter(|title| is_web(title) && missing.contains(&"src"));
        if address.is_some() {
            title = "";
        }
        if !title.is_empty() {
            if component
                .args()
                .iter()
                .any(|argument| argument.name() == "title")
            {
                values
                    .entry("title".to_owned())
                    .or_insert_with(|| Json::String(title.to_owned()));
            } else {
                self.say(
                    self.directive.span.clone(),
                    format!("`{name}` has no title"),
                    format!("write the text \"{title}\" into the block"),
                );
            }
        }
        // The title may be one of them.
        let missing: Vec<&str> = missing
            .into_iter()
            .filter(|name| !values.contains_key(*name))
            .collect();
        let untold: Vec<&str> = missing
            .iter()
            .copied()
            .filter(|name| !meant.iter().any(|meant| meant == name))
            .collect();
        if !untold.is_empty() {
            let shown: Vec<String> = untold
                .iter()
                .map(|name| match address {
                    Some(address) if *name == "src" => format!("src=\"{address}\""),
                    _ => format!("{name}=\"...\""),
                })
                .collect();
            self.say(
                self.directive.span.clone(),
                format!("this `{name}` block has no {}", untold.join(" and no ")),
                format!("add {{{}}}", shown.join(" ")),
            );
        }
        missing.is_empty().then_some(values)
    }

    /// The theme has signs and colours for five kinds only.
    fn callout(&mut self, values: &mut BTreeMap<String, Json>) {
        let attribute = self.directive.opening.attributes.iter();
        let Some(attribute) = attribute.rev().find(|attribute| attribute.name == "kind") else {
            return;
        };
        let kind = attribute.value.as_deref().unwrap_or_default();
        if !CALLOUTS.contains(&kind) {
            values.remove("kind");
            let help = did_you_mean(kind, CALLOUTS)
                .unwrap_or_else(|| format!("write {}", one_of(CALLOUTS)));
            self.say(
                attribute.span.clone(),
                format!("there is no callout of the kind `{kind}`"),
                help,
            );
        }
    }

    fn unknown(&mut self, name: &str) {
        let span = self.directive.opening.name_span.clone();
        if RESERVED.contains(&name) {
            self.diagnostics.push(Diagnostic::new(
                &rule::RESERVED_DIRECTIVE,
                self.path,
                span,
                format!("`{name}` blocks come with a later version; the content is shown as it is"),
            ));
        } else if !name.is_empty() {
            // Learners would read what was meant for facilitators, so this is no mere warning.
            if is_note(name) {
                self.diagnostics.push(
                    Diagnostic::new(
                        &rule::UNKNOWN_DIRECTIVE,
                        self.path,
                        span,
                        format!("there is no block `{name}`"),
                    )
                    .severity(Severity::Error)
                    .help("write `:::facilitator`, in small letters"),
                );
                return;
            }
            let known: Vec<&str> = self.theme.directives().collect();
            let help = match callout(name) {
                Some(kind) => format!(
                    "write `> [!{kind}]` on a line of its own, and `> ` before each line of the text"
                ),
                None => did_you_mean(name, &known)
                    .unwrap_or_else(|| format!("there is {}", one_of(&known))),
            };
            self.diagnostics.push(
                Diagnostic::new(
                    &rule::UNKNOWN_DIRECTIVE,
                    self.path,
                    span,
                    format!("there is no block `{name}`, so its content is shown as it is"),
                )
                .help(help),
            );
        }
    }

    fn say(&mut self, span: std::ops::Range<usize>, message: String, help: String) {
        self.diagnostics
            .push(Diagnostic::new(&rule::BAD_ATTRIBUTE, self.path, span, message).help(help));
    }
}

/// The callout that other generators write as a block of this name.
fn callout(name: &str) -> Option<&'static str> {
    Some(match name {
        "note" | "info" | "seealso" | "callout" | "admonition" => "NOTE",
        "tip" | "hint" | "success" => "TIP",
        "important" | "attention" => "IMPORTANT",
        "warning" | "warn" => "WARNING",
        "caution" | "danger" | "error" => "CAUTION",
        _ => return None,
    })
}

/// How many words behind this argument belong to its text, which has no quotes: `title=How to look`.
fn without_quotes(attribute: &Attribute, rest: &[Attribute], component: &ComponentInfo) -> usize {
    let Some(value) = &attribute.value else {
        return 0;
    };
    let is_bare = attribute.span.len() == attribute.name.len() + 1 + value.len();
    let names = own_arguments(component);
    if !is_bare || !names.contains(&attribute.name.as_str()) {
        return 0;
    }
    rest.iter()
        .take_while(|word| word.value.is_none() && !names.contains(&word.name.as_str()))
        .take_while(|word| closest(&word.name, &names).is_none())
        .count()
}

/// Whether the author has to write this argument.
fn is_needed(component: &ComponentInfo, name: &str) -> bool {
    component.args().iter().any(|argument| {
        argument.name() == name && argument.is_required() && !is_provided(component, name)
    })
}

fn own_arguments(component: &ComponentInfo) -> Vec<&str> {
    let own = component
        .args()
        .iter()
        .filter(|argument| !argument.is_implicit() && !is_provided(component, argument.name()));
    own.map(tera::ComponentArg::name).collect()
}

/// An argument as the component's type asks for it.
fn value(kind: Option<ComponentArgType>, text: Option<&str>) -> Result<Json, String> {
    match (kind, text) {
        (Some(ComponentArgType::Bool), None | Some("true" | "yes")) => Ok(Json::Bool(true)),
        (Some(ComponentArgType::Bool), Some("false" | "no")) => Ok(Json::Bool(false)),
        (Some(ComponentArgType::Bool), _) => Err("write the name alone, or =false".to_owned()),
        (Some(ComponentArgType::Integer), Some(text)) => text
            .parse::<i64>()
            .map(Json::from)
            .map_err(|_| "write a whole number".to_owned()),
        (Some(ComponentArgType::Float | ComponentArgType::Number), Some(text)) => text
            .parse::<f64>()
            .ok()
            .filter(|number| number.is_finite())
            .map(Json::from)
            .ok_or_else(|| "write a number".to_owned()),
        (Some(ComponentArgType::Array), Some(text)) => Ok(Json::from(
            text.split(',').map(str::trim).collect::<Vec<_>>(),
        )),
        (Some(ComponentArgType::Map | ComponentArgType::Bytes), _) => {
            Err("this cannot be written here".to_owned())
        }
        (_, Some(text)) => Ok(Json::String(text.to_owned())),
        (_, None) => Err("write a value behind it: name=\"value\"".to_owned()),
    }
}
