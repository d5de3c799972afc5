//! Groups by common interest.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::Input;
use super::ids::{Wanted, assign};
use crate::config::Spanned;
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::document::DerivedId;
use crate::rule;
use crate::site::Group;
use crate::source::SourcePath;

pub(super) fn groups(input: &Input<'_>, diagnostics: &mut Vec<Diagnostic>) -> Vec<Group> {
    let path = SourcePath::new("community.toml");
    let config = &input.config.community.groups;
    let wanted: Vec<_> = config
        .iter()
        .map(|group| Wanted {
            written: Some(&group.id),
            derived: Cow::Owned(DerivedId::of(group.id.value.as_str(), &path)),
            path: path.clone(),
        })
        .collect();
    assign(&wanted, "group", diagnostics);
    // Two of one id cannot both have its page, and that is a finding already.
    let mut seen = BTreeSet::new();
    let mut groups = Vec::new();
    for group in config {
        if group.title.trim().is_empty() {
            let message = "this group has no name";
            diagnostics.push(
                Diagnostic::new(&rule::EMPTY_TITLE, &path, group.id.span(), message)
                    .help("write a `title` by which people recognise themselves"),
            );
        }
        if !seen.insert(group.id.as_str()) {
            continue;
        }
        let title = Some(group.title.clone()).filter(|title| !title.trim().is_empty());
        groups.push(Group {
            id: group.id.as_str().to_owned(),
            title: title.unwrap_or_else(|| group.id.as_str().to_owned()),
            purpose: group.purpose.clone().filter(|text| !text.trim().is_empty()),
        });
    }
    groups
}

/// What is said of a group that there is not.
pub(super) fn unknown(
    group: &Spanned<String>,
    path: &SourcePath,
    groups: &[Group],
) -> Option<Diagnostic> {
    if groups.iter().any(|other| other.id == group.value) {
        return None;
    }
    let message = format!("no group has the id `{}`", group.value);
    let help = did_you_mean(group, groups.iter().map(|group| &group.id))
        .unwrap_or_else(|| "write the id of a [[group]] in community.toml".to_owned());
    Some(Diagnostic::new(&rule::UNKNOWN_REFERENCE, path, group.span(), message).help(help))
}
