//! Files and folders whose names are almost those that stoa knows: what is in them would count for nothing, in silence.

use std::collections::BTreeMap;

use strsim::damerau_levenshtein;

use super::Input;
use crate::diagnostic::Diagnostic;
use crate::layout::{FOLDERS, SETTINGS, is_markdown};
use crate::rule;
use crate::source::{SourceFile, SourcePath};

/// Of shorter names every letter counts: `date` is no `data`.
const SHORTEST: usize = 5;

/// The folder of a file at the top, if its name is almost that of a folder with a meaning.
pub(super) fn folder_meant(input: &Input<'_>, path: &SourcePath) -> Option<&'static str> {
    let (top, _) = path.as_str().split_once('/')?;
    // A plain folder of Markdown has no names but its own.
    let is_course = SETTINGS
        .iter()
        .any(|name| input.sources.get(name).is_some());
    if !is_course || top.starts_with('.') {
        return None;
    }
    let meant = meant(top, FOLDERS)?;
    let files = || input.sources.under(top);
    // Where modules stand at the top, a folder with pages in it is one of them.
    let is_module = input.layout.modules.is_empty()
        && meant != "modules"
        && files().any(|file| is_markdown(&file.path));
    (!is_module).then_some(meant)
}

/// Says which of them there are.
pub(super) fn report(input: &Input<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let mut folders: BTreeMap<&str, (&SourcePath, &str)> = BTreeMap::new();
    for file in input.sources.iter() {
        let path = file.path.as_str();
        let Some((top, _)) = path.split_once('/') else {
            diagnostics.extend(setting(file));
            continue;
        };
        if top == "cohorts" {
            diagnostics.extend(no_cohort(file));
        } else if !folders.contains_key(top)
            && let Some(meant) = folder_meant(input, &file.path)
        {
            folders.insert(top, (&file.path, meant));
        }
    }
    for (top, (path, meant)) in folders {
        let message =
            format!("the folder `{top}` means nothing here, so what is in it does not count");
        let there = input.sources.under(meant).next().is_some();
        let help = match there {
            true => format!("move what is in it into `{meant}`"),
            false => format!("rename the folder to `{meant}`"),
        };
        diagnostics.push(Diagnostic::new(&rule::MISNAMED, path, None, message).help(help));
    }
}

/// A file at the top that was to be one of the settings.
fn setting(file: &SourceFile) -> Option<Diagnostic> {
    let name = file.path.as_str();
    let plain = name.to_lowercase();
    let plain = plain.strip_suffix(".txt").unwrap_or(&plain);
    let plain = if plain.contains('.') {
        plain.to_owned()
    } else {
        format!("{plain}.toml")
    };
    // Text of another kind may well have such a name, `course.html` or `schedule.md`.
    let is_near = |ending: &str| damerau_levenshtein(ending, "toml") <= 1;
    let (_, ending) = plain.rsplit_once('.')?;
    let known = &SETTINGS[..3];
    if SETTINGS.contains(&name) || !is_near(ending) {
        return None;
    }
    let meant = known
        .iter()
        .find(|known| **known == plain)
        .copied()
        .or_else(|| meant(&plain, known))?;
    let message = format!("`{name}` means nothing here, so what is in it does not count");
    let help = format!("rename the file to `{meant}`");
    Some(Diagnostic::new(&rule::MISNAMED, &file.path, None, message).help(help))
}

/// A file among the cohorts that is none.
fn no_cohort(file: &SourceFile) -> Option<Diagnostic> {
    let path = &file.path;
    let is_note = path.name().starts_with('.') || is_markdown(path);
    if path.extension() == "toml" || is_note {
        return None;
    }
    let stem = path.name().split('.').next().unwrap_or_default();
    let folder = path.folder();
    Some(
        Diagnostic::new(
            &rule::MISNAMED,
            path,
            None,
            "this is no cohort, for the name of its file does not end in .toml",
        )
        .help(format!(
            "rename it to `{folder}/{stem}.toml` if it is one, or move it out of this folder"
        )),
    )
}

/// Which of `known` was most likely meant.
fn meant(written: &str, known: &[&'static str]) -> Option<&'static str> {
    if known.contains(&written) {
        return None;
    }
    let lower = written.to_lowercase();
    let is_meant = |known: &&&'static str| {
        let known: &str = known;
        lower == known
            || lower.strip_suffix('s') == Some(known)
            || known.strip_suffix('s') == Some(&lower)
            || (known.len() >= SHORTEST
                && lower.len() >= SHORTEST
                && damerau_levenshtein(&lower, known) == 1)
    };
    known.iter().find(is_meant).copied()
}
