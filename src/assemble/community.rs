//! Channels and introductions.

use super::Input;
use super::people::People;
use super::tree::Tree;
use crate::address;
use crate::diagnostic::Diagnostic;
use crate::rule;
use crate::site::{Channel, Community, Group, Introduction};
use crate::source::SourcePath;

pub(super) fn community(
    input: &Input<'_>,
    people: People,
    groups: Vec<Group>,
    tree: &Tree,
    diagnostics: &mut Vec<Diagnostic>,
) -> Community {
    let config = &input.config.community;
    let path = SourcePath::new("community.toml");
    let counted: Vec<_> = config
        .channel
        .iter()
        .filter(|channel| {
            config
                .channels
                .allow
                .iter()
                .all(|allow| allow.kind != channel.kind.value)
        })
        .collect();
    let max = config.channels.max.value as usize;
    if let Some(first) = counted.get(max) {
        let all: Vec<&str> = counted
            .iter()
            .map(|channel| channel.kind.value.facts().1)
            .collect();
        diagnostics.push(
            Diagnostic::new(
                &rule::TOO_MANY_CHANNELS,
                &path,
                first.kind.span(),
                format!(
                    "this is channel number {}, and the course allows itself {max}",
                    max + 1
                ),
            )
            .help(format!(
                "keep the ones that are needed most ({}), or raise `max` under [channels]",
                all.join(", ")
            )),
        );
    }
    let channels = config
        .channel
        .iter()
        .map(|channel| {
            if channel
                .purpose
                .as_ref()
                .is_none_or(|purpose| purpose.trim().is_empty())
            {
                diagnostics.push(
                    Diagnostic::new(
                        &rule::BAD_CHANNEL,
                        &path,
                        channel.kind.span(),
                        "this channel does not say what it is for",
                    )
                    .help("add a line like `purpose = \"Help during sessions\"`"),
                );
            }
            let url = channel.url.as_ref().filter(|url| is_address(url));
            // An e-mail address was taken out and has its finding.
            if let (Some(written), None) = (&channel.url, url)
                && !address::was_in(written)
            {
                diagnostics.push(
                    Diagnostic::new(
                        &rule::BAD_CHANNEL,
                        &path,
                        written.span(),
                        format!("`{}` is no address that a browser can open", written.value),
                    )
                    .help("write it with https://; instead of an e-mail address, link to a form"),
                );
            }
            Channel {
                kind: channel.kind.value,
                title: channel
                    .title
                    .clone()
                    .unwrap_or_else(|| channel.kind.value.facts().1.to_owned()),
                url: url.map(|url| url.value.clone()),
                purpose: channel.purpose.clone(),
                audience: channel.audience.clone(),
                until: channel.until.clone(),
            }
        })
        .collect();
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
        channels,
        introductions: introductions(input, tree),
    }
}

/// Whether a browser can open this and nothing else happens.
fn is_address(url: &str) -> bool {
    ["https://", "http://", "tel:", "sms:"]
        .iter()
        .any(|scheme| url.starts_with(scheme))
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
