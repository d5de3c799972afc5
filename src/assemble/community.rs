//! The community, and where it introduces itself.

use super::Input;
use super::people::People;
use super::tree::Tree;
use crate::site::{Community, Group, Introduction};

pub(super) fn community(
    input: &Input<'_>,
    people: People,
    groups: Vec<Group>,
    tree: &Tree,
) -> Community {
    let config = &input.config.community;
    Community {
        kind: config.kind,
        goal: config.goal.clone(),
        groups,
        by_id: people
            .shown
            .iter()
            .enumerate()
            .map(|(at, person)| (person.id.clone(), at))
            .collect(),
        people: people.shown,
        hidden: people.hidden,
        voices: people.voices,
        consents: people.consents,
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
