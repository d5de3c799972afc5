//! Templates and components that lead back to themselves: the engine names them, and here their place is found.

use std::collections::{BTreeMap, VecDeque};

use super::ThemeFile;
use crate::diagnostic::Span;

/// A tag that leads on to another template or component.
pub(super) struct Step<'a> {
    /// The name of the template in which it is.
    pub(super) file: &'a str,
    pub(super) span: Span,
}

/// The tag `{% extends "name" %}` or `{% include "name" %}` in the template `file`; `target` is the name of the other
/// template with its layer, which authors may leave out.
pub(super) fn tag<'a>(
    templates: &'a BTreeMap<String, ThemeFile>,
    file: &str,
    tag: &str,
    target: &str,
) -> Option<Step<'a>> {
    let (file, found) = templates.get_key_value(file)?;
    let text = std::str::from_utf8(&found.bytes).ok()?;
    let short = target.split_once('/').map_or(target, |(_, name)| name);
    let names_it = |rest: &str| {
        let rest = rest.trim_start();
        ['"', '\''].iter().any(|quote| {
            rest.strip_prefix(*quote)
                .and_then(|rest| rest.split(*quote).next())
                .is_some_and(|name| name == target || name == short)
        })
    };
    let (start, _) = text
        .match_indices(tag)
        .find(|(at, _)| names_it(&text[at + tag.len()..]))?;
    let end = text[start..].find(['%', '\n']).unwrap_or(tag.len());
    let span = start..start + text[start..start + end].trim_end_matches(['-', ' ']).len();
    Some(Step { file, span })
}

/// The first component that in the end calls itself, with the call that closes the circle and the names on the way.
pub(super) fn component<'a>(
    templates: &'a BTreeMap<String, ThemeFile>,
) -> Option<(Step<'a>, Vec<&'a str>)> {
    let mut calls: BTreeMap<&str, Vec<(&str, Step<'_>)>> = BTreeMap::new();
    // From the bottom up, as elsewhere: a component of the course takes the place of one of its theme.
    for prefix in ["builtin/", "theme/", "course/"] {
        for (name, file) in templates
            .iter()
            .filter(|(name, _)| name.starts_with(prefix))
        {
            for (component, found) in definitions(name, file) {
                calls.insert(component, found);
            }
        }
    }
    calls.keys().find_map(|start| {
        let (step, names) = shortest(&calls, start)?;
        let file = templates.get_key_value(step.file)?.0;
        let span = step.span.clone();
        Some((Step { file, span }, names))
    })
}

/// The shortest way from a component back to itself: the last call of it, and the names on it.
fn shortest<'c, 'a>(
    calls: &'c BTreeMap<&'a str, Vec<(&'a str, Step<'a>)>>,
    start: &'a str,
) -> Option<(&'c Step<'a>, Vec<&'a str>)> {
    // By whom each component was reached first.
    let mut reached: BTreeMap<&str, &str> = BTreeMap::new();
    let mut waiting = VecDeque::from([start]);
    while let Some(caller) = waiting.pop_front() {
        for (called, step) in calls.get(caller).into_iter().flatten() {
            if *called == start {
                let mut names = vec![caller];
                while let Some(before) = names.last().and_then(|name| reached.get(name)) {
                    names.push(before);
                }
                names.reverse();
                return Some((step, names));
            }
            if !reached.contains_key(called) {
                reached.insert(called, caller);
                waiting.push_back(called);
            }
        }
    }
    None
}

/// The components that a template defines, each with its calls of others.
fn definitions<'a>(name: &'a str, file: &'a ThemeFile) -> Vec<(&'a str, Vec<(&'a str, Step<'a>)>)> {
    let Ok(text) = std::str::from_utf8(&file.bytes) else {
        return Vec::new();
    };
    let mut found: Vec<(&str, Vec<_>)> = Vec::new();
    for (at, _) in text.match_indices(['{']) {
        let Some(inside) = text[at + 1..].strip_prefix(['{', '%']) else {
            continue;
        };
        let inside = inside.trim_start_matches('-').trim_start();
        if let Some(rest) = inside.strip_prefix("component ") {
            found.push((word(rest.trim_start()), Vec::new()));
        } else if let (Some(rest), Some((_, calls))) = (inside.strip_prefix('<'), found.last_mut())
        {
            let start = text.len() - rest.len();
            let called = word(rest);
            let span = start..start + called.len();
            calls.push((called, Step { file: name, span }));
        }
    }
    found
}

/// The name at the start, `ui.chip`.
fn word(text: &str) -> &str {
    let end = text.find(|char: char| !(char.is_alphanumeric() || matches!(char, '_' | '.' | '-')));
    &text[..end.unwrap_or(text.len())]
}
