//! People: who may be shown, who may not, and who is who in the forum.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::Timestamp;

use super::Input;
use super::ids::{Wanted, assign};
use crate::config::{
    Date as Day, Front, PEOPLE, PersonConfig, PersonFront, Role as PersonRole, Spanned, is_actor,
};
use crate::diagnostic::{Diagnostic, Severity, Span, did_you_mean};
use crate::document::{Document, Kind};
use crate::layout::Role;
use crate::picture;
use crate::route::{Routes, Target};
use crate::rule;
use crate::schedule::{begins, date_view};
use crate::site::{Group, Hidden, Person, Voices};
use crate::source::{Digest, SourcePath};

/// Everybody of whom the course knows.
#[derive(Debug, Default)]
pub(super) struct People {
    /// Facilitators, and learners who agreed: facilitators first, then by name.
    pub(super) shown: Vec<Person>,
    /// All others.
    pub(super) hidden: Vec<Hidden>,
    /// When each consent begins to count, past or to come.
    pub(super) consents: Vec<Timestamp>,
    /// How those who speak in a snapshot are named.
    pub(super) voices: Voices,
}

pub(super) fn people(
    input: &Input<'_>,
    groups: &[Group],
    routes: &mut Routes,
    diagnostics: &mut Vec<Diagnostic>,
) -> People {
    let documents = input
        .documents
        .values()
        .filter(|(role, _)| *role == Role::Other(Kind::Person));
    let fronts: Vec<_> = documents
        .filter_map(|(_, document)| match &document.front {
            Front::Person(front) => Some((document, front)),
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
    let mut people = People::default();
    for ((document, front), id) in fronts.into_iter().zip(ids) {
        let name = front.name.as_ref().map(|name| name.value.clone());
        let name = name.or_else(|| document.heading.clone());
        let name = name.filter(|name| !name.trim().is_empty());
        let mut agreed = true;
        if front.role == PersonRole::Learner {
            agreed = people.counts(front.consent.as_ref(), input.options.now);
            if !agreed {
                diagnostics.push(no_consent(document, front.consent.as_ref()));
            }
        }
        check_groups(front, &document.path, groups, diagnostics);
        let Some(name) = name.clone().filter(|_| agreed) else {
            if agreed {
                let message = "this person has no name";
                let found = Diagnostic::new(&rule::MISSING_VALUE, &document.path, None, message);
                diagnostics.push(found.help("add a line `name = \"...\"`"));
            }
            people.hidden.push(Hidden {
                id: Some(id),
                name,
                photo: front
                    .photo
                    .as_ref()
                    .map(|photo| picture::beside(&document.path, photo)),
                place: (
                    document.path.clone(),
                    front.name.as_ref().map(Spanned::span),
                ),
            });
            continue;
        };
        routes.add(
            &document.path,
            Target {
                url: format!("people/{id}/"),
                document: Some(Arc::clone(document)),
                asset: None,
                hidden: false,
            },
        );
        people.shown.push(Person {
            id,
            name,
            role: front.role,
            consent: front.consent.as_ref().map(|day| day.value.0),
            groups: front.groups.iter().map(|id| id.value.clone()).collect(),
            document: Arc::clone(document),
        });
    }
    people.shown.sort_by(|a, b| {
        (a.role == PersonRole::Learner, &a.name, &a.id).cmp(&(
            b.role == PersonRole::Learner,
            &b.name,
            &b.id,
        ))
    });
    voices(input, &mut people, diagnostics);
    people
}

impl People {
    /// Whether a consent counts now. When it begins to is kept.
    fn counts(&mut self, consent: Option<&Spanned<Day>>, now: Timestamp) -> bool {
        let from = consent.map(|day| begins(day.0));
        self.consents.extend(from);
        from.is_some_and(|from| from <= now)
    }
}

/// The groups that a person says to be in.
fn check_groups(
    front: &PersonFront,
    path: &SourcePath,
    groups: &[Group],
    diagnostics: &mut Vec<Diagnostic>,
) {
    for group in &front.groups {
        diagnostics.extend(super::groups::unknown(group, path, groups));
    }
}

/// The finding for a learner without a consent, or with one that does not count yet.
fn no_consent(document: &Document, consent: Option<&Spanned<Day>>) -> Diagnostic {
    let (message, help) = words(consent);
    Diagnostic::new(
        &rule::NO_CONSENT,
        &document.path,
        consent.map(Spanned::span),
        format!("this learner is not shown: {message}"),
    )
    .help(help)
}

/// What is wrong with a consent, and what helps.
fn words(consent: Option<&Spanned<Day>>) -> (String, &'static str) {
    match consent {
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
    }
}

/// Who is who in the forum, out of `data/people.toml`.
fn voices(input: &Input<'_>, people: &mut People, diagnostics: &mut Vec<Diagnostic>) {
    let path = SourcePath::new(PEOPLE);
    let config = &input.config.people;
    let mut voices = Voices {
        unknown: input
            .config
            .community
            .forum
            .as_ref()
            .map(|forum| forum.names)
            .unwrap_or_default(),
        ..Voices::default()
    };
    let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
    let removed = config.removed.iter().map(|entry| &entry.actors);
    let named = config.people.iter().map(|entry| &entry.actors);
    let actors = || named.clone().chain(removed.clone());
    for actors in actors().filter(|actors| actors.value.is_empty()) {
        let message = "nobody is meant by this: it names no actor";
        diagnostics.push(
            Diagnostic::new(&rule::BAD_VALUE, &path, actors.span(), message)
                .help("write what data/activity.jsonl calls the person: `actors = [\"isso:4505c1eeda98\"]`"),
        );
    }
    for actor in actors().flat_map(|actors| &actors.value) {
        if !is_actor(actor) {
            let message = if actor.value.ends_with(":unknown") {
                format!(
                    "`{}` is everybody whom that system does not tell apart",
                    actor.value
                )
            } else {
                format!("`{}` is no actor", actor.value)
            };
            diagnostics.push(
                Diagnostic::new(&rule::BAD_VALUE, &path, actor.span(), message)
                    .help("copy it from data/activity.jsonl: a system and an id, like \"isso:4505c1eeda98\""),
            );
            continue;
        }
        match seen.get(actor.value.as_str()) {
            None => {
                seen.insert(&actor.value, actor.span());
            }
            Some(first) => diagnostics.push(
                Diagnostic::new(
                    &rule::DUPLICATE_ID,
                    &path,
                    actor.span(),
                    format!("`{}` is somebody else already", actor.value),
                )
                .related(&path, Some(first.clone()), "the other one")
                .help("an actor is one person: keep one of the two lines"),
            ),
        }
    }
    for entry in &config.removed {
        let actors = entry.actors.value.iter().map(|actor| actor.value.clone());
        voices
            .removed
            .extend(actors.filter(|actor| is_actor(actor)));
    }
    let shown = people.shown.iter();
    let hidden = people.hidden.iter();
    let known = Known {
        shown: shown
            .map(|one| (one.id.clone(), one.name.clone()))
            .collect(),
        hidden: hidden.filter_map(|one| one.id.clone()).collect(),
    };
    for entry in &config.people {
        let name = name_of(entry, people, input.options.now, &known, diagnostics);
        let actors = entry.actors.value.iter().filter(|actor| is_actor(actor));
        for actor in actors {
            if let Some(name) = &name {
                // Whoever comes second has a finding.
                voices
                    .names
                    .entry(actor.value.clone())
                    .or_insert_with(|| name.clone());
            }
        }
    }
    voices.actors = seen.keys().map(|actor| (*actor).to_owned()).collect();
    let shown = format!(
        "{:?} {:?} {:?}",
        voices.unknown, voices.names, voices.removed
    );
    voices.digest = Some(Digest::of(shown.as_bytes()));
    people.voices = voices;
}

/// Everybody with a file in `people/`.
struct Known {
    /// Their names, by id.
    shown: BTreeMap<String, String>,
    /// The ids of those who are not shown.
    hidden: BTreeSet<String>,
}

/// The name that an entry allows to use, if it does.
fn name_of(
    entry: &PersonConfig,
    people: &mut People,
    now: Timestamp,
    known: &Known,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<String> {
    let path = SourcePath::new(PEOPLE);
    let written = entry.name.as_ref().map(|name| name.value.clone());
    let written = written.filter(|name| !name.trim().is_empty());
    let place = || {
        let named = entry.name.as_ref().map(Spanned::span);
        named.unwrap_or_else(|| entry.actors.span())
    };
    let hide = |people: &mut People| {
        people.hidden.push(Hidden {
            id: entry.id.as_ref().map(|id| id.value.clone()),
            name: written.clone(),
            photo: None,
            place: (path.clone(), Some(place())),
        });
        None
    };
    let mut of_file = None;
    if let Some(id) = &entry.id {
        let Some(name) = known.shown.get(&id.value) else {
            let has_file = known.hidden.contains(&id.value);
            let message = format!("nobody with the id `{}` is shown in this course", id.value);
            let help = if has_file {
                "that person's file lacks a consent that counts, so this entry does nothing"
                    .to_owned()
            } else {
                did_you_mean(id, known.shown.keys()).unwrap_or_else(|| {
                    "delete this entry if the person was taken out, or take out `id` and write a name and a consent here".to_owned()
                })
            };
            let found = Diagnostic::new(&rule::UNKNOWN_REFERENCE, &path, id.span(), message);
            let found = found.help(help);
            // That is said at the person's file.
            diagnostics.push(if has_file {
                found.severity(Severity::Warning)
            } else {
                found
            });
            return hide(people);
        };
        of_file = Some(name.clone());
    }
    if entry.consent.is_some() || of_file.is_none() {
        let day = entry.consent.as_ref();
        if !people.counts(day, now) {
            let (message, help) = words(day);
            diagnostics.push(
                Diagnostic::new(
                    &rule::NO_CONSENT,
                    &path,
                    day.map_or_else(|| entry.actors.span(), Spanned::span),
                    format!("this person is not named in discussions: {message}"),
                )
                .help(help),
            );
            return hide(people);
        }
    }
    let Some(name) = written.clone().or(of_file) else {
        diagnostics.push(
            Diagnostic::new(
                &rule::MISSING_VALUE,
                &path,
                entry.actors.span(),
                "this person has no name",
            )
            .help("add a line `name = \"...\"`, or the `id` of a file in people/"),
        );
        return None;
    };
    Some(name)
}
