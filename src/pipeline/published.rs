//! The last look at a finished portal: no address of a person is in it, whichever way it took.

use std::collections::BTreeMap;

use crate::address;
use crate::artifact::{OutPath, Planned, Rendered};
use crate::diagnostic::{Diagnostic, Severity, Span};
use crate::source::{Digest, SourceFile, SourcePath, Sources};

/// What goes wrong if an address is left in a page, and how to write it.
const HELP: &str =
    "link to a form or to the forum instead; write an example as user@example.org, or as code";

/// Reports each address that is in the portal once, where it is most likely written.
pub(super) fn report_addresses(
    planned: &[Planned<'_>],
    pages: &[(OutPath, Digest, Rendered)],
    sources: &Sources,
    diagnostics: &mut Vec<Diagnostic>,
) {
    // Pages in the order of their plan: the same for every build.
    let mut found: BTreeMap<&str, Vec<&SourcePath>> = BTreeMap::new();
    for (planned, (path, _, rendered)) in planned.iter().zip(pages) {
        let in_pages = rendered.addresses.iter().map(String::as_str);
        for address in in_pages.chain(address::in_path(path.as_str())) {
            let origins = found.entry(address).or_default();
            origins.extend(planned.origin.as_ref());
        }
    }
    for (address, origins) in found {
        let files = origins.iter().filter_map(|path| sources.get(path.as_str()));
        let all = files
            .map(|file| &**file)
            .chain(sources.iter().map(|file| &**file));
        let place = all.filter_map(|file| place(file, address)).next();
        let first = || {
            origins
                .first()
                .map_or_else(|| SourcePath::new("course.toml"), |path| (*path).clone())
        };
        let (path, span, words) = match place {
            Some((path, None)) => (
                path.clone(),
                None,
                "there is an e-mail address in this name, and a portal holds none".to_owned(),
            ),
            Some((path, span)) => (path.clone(), span, words(address)),
            None => (first(), None, words(address)),
        };
        let found = address::found_in(&path, span, &words);
        diagnostics.push(found.severity(Severity::Error).help(HELP));
    }
}

fn words(address: &str) -> String {
    format!("learners would read the e-mail address `{address}` here, and a portal holds none")
}

/// Where in a file an address comes from: its name, or the line with the most of its words.
fn place<'a>(file: &'a SourceFile, address: &str) -> Option<(&'a SourcePath, Option<Span>)> {
    let address = address.to_lowercase();
    if file.path.as_str().to_lowercase().contains(&address) {
        return Some((&file.path, None));
    }
    let text = file.text().ok()?;
    let words: Vec<&str> = address
        .split(|char: char| !char.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let mut best: Option<(usize, Span)> = None;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let lower = line.to_lowercase();
        let count = words.iter().filter(|word| lower.contains(**word)).count();
        if count > 1 && best.as_ref().is_none_or(|(most, _)| count > *most) {
            let indent = line.len() - line.trim_start().len();
            best = Some((count, start + indent..start + line.trim_end().len()));
        }
        start += line.len();
    }
    best.map(|(_, span)| (&file.path, Some(span)))
}
