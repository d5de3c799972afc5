//! People, groups and introductions.

use std::borrow::Cow;
use std::sync::Arc;

use jiff::Timestamp;

use super::Input;
use super::ids::{Wanted, assign};
use super::tree::Tree;
use crate::config::{Date as Day, Front, Role as PersonRole, Spanned};
use crate::diagnostic::Diagnostic;
use crate::document::{DerivedId, Document, Kind};
use crate::layout::Role;
use crate::route::{Routes, Target};
use crate::rule;
use crate::schedule::begins;
use crate::schedule::date_view;
use crate::site::{Community, Group, Introduction, Person};
use crate::source::SourcePath;

/// Everybody who may be shown: facilitators, and learners who agreed; and when each consent begins to
/// count, past or to come.
pub(super) fn people(
    input: &Input<'_>,
    routes: &mut Routes,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Vec<Person>, Vec<Timestamp>) {
    let documents: Vec<_> = input
        .documents
        .values()
        .filter(|(role, _)| *role == Role::Other(Kind::Person))
        .map(|(_, document)| document)
        .collect();
    let fronts: Vec<_> = documents
        .iter()
        .filter_map(|document| match &document.front {
            Front::Person(front) => Some((*document, front)),
            _ => None,
        })
        .collect();
    let wanted: Vec<_> = fronts
        .iter()
        .map(|(document, front)| Wanted {
            written: front.id.as_ref(),
            derived: Cow::Borrowed(&document.name.id),
            path: document.path.clone(),
        })
        .collect();
    let ids = assign(&wanted, "person", diagnostics);
    let mut people = Vec::new();
    let mut consents = Vec::new();
    for ((document, front), id) in fronts.into_iter().zip(ids) {
        if front.role == PersonRole::Learner {
            let counts_from = front.consent.as_ref().map(|day| begins(day.0));
            consents.extend(counts_from);
            if counts_from.is_none_or(|from| input.options.now < from) {
                diagnostics.push(no_consent(document, front.consent.as_ref()));
                continue;
            }
        }
        let name = front
            .name
            .as_ref()
            .map(|name| name.value.clone())
            .or_else(|| document.heading.clone());
        let Some(name) = name.filter(|name| !name.trim().is_empty()) else {
            diagnostics.push(
                Diagnostic::new(
                    &rule::MISSING_VALUE,
                    &document.path,
                    None,
                    "this person has no name",
                )
                .help("add a line `name = \"...\"`"),
            );
            continue;
        };
        let url = format!("community/#person-{id}");
        routes.add(
            &document.path,
            Target {
                url,
                document: Some(Arc::clone(document)),
                asset: None,
                hidden: false,
            },
        );
        people.push(Person {
            id,
            name,
            role: front.role,
            document: Arc::clone(document),
        });
    }
    people.sort_by(|a, b| {
        (a.role == PersonRole::Learner, &a.name, &a.id).cmp(&(
            b.role == PersonRole::Learner,
            &b.name,
            &b.id,
        ))
    });
    (people, consents)
}

/// The finding for a learner without a consent, or with one that does not count yet.
fn no_consent(document: &Document, consent: Option<&Spanned<Day>>) -> Diagnostic {
    let (message, help) = match consent {
        None => (
            "there is no consent".to_owned(),
            "ask, and write `consent = 2026-10-05` with the day of the answer",
        ),
        Some(day) => (
            format!(
                "the consent is from {}, a day that is yet to come",
                date_view(day.0).text
            ),
            "correct the day, or wait for it: the person is shown from then on",
        ),
    };
    Diagnostic::new(
        &rule::NO_CONSENT,
        &document.path,
        consent.map(Spanned::span),
        format!("this learner is not shown: {message}"),
    )
    .help(help)
}

pub(super) fn community(
    input: &Input<'_>,
    people: Vec<Person>,
    consents: Vec<Timestamp>,
    tree: &Tree,
    diagnostics: &mut Vec<Diagnostic>,
) -> Community {
    let config = &input.config.community;
    let path = SourcePath::new("community.toml");
    let wanted: Vec<_> = config
        .groups
        .iter()
        .map(|group| Wanted {
            written: Some(&group.id),
            derived: Cow::Owned(DerivedId::of(group.id.value.as_str(), &path)),
            path: path.clone(),
        })
        .collect();
    assign(&wanted, "group", diagnostics);
    let groups = config
        .groups
        .iter()
        .map(|group| Group {
            id: group.id.as_str().to_owned(),
            title: group.title.clone(),
            purpose: group.purpose.clone(),
        })
        .collect();
    Community {
        kind: config.kind,
        goal: config.goal.clone(),
        groups,
        people,
        consents,
        channels: Vec::new(),
        ends: Vec::new(),
        introductions: introductions(input, tree),
    }
}

/// Every `:::introduce` block that learners see.
fn introductions(input: &Input<'_>, tree: &Tree) -> Vec<Introduction> {
    let mut found = Vec::new();
    for (at, lesson) in tree.lessons.iter().enumerate() {
        for directive in &lesson.document.body.directives {
            if directive.opening.name == "introduce"
                && (input.options.facilitator || !directive.for_facilitators)
            {
                let Some(id) = directive.attribute("id") else {
                    continue;
                };
                let title = Some(directive.opening.title.clone()).filter(|title| !title.is_empty());
                let title = title.or_else(|| directive.attribute("title").map(str::to_owned));
                let prompt = directive.attribute("prompt").map(str::to_owned);
                found.push(Introduction {
                    id: id.to_owned(),
                    title,
                    prompt,
                    lesson: at,
                });
            }
        }
    }
    found
}
