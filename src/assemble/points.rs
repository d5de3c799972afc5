//! Points: which team activities earn some, and how things stand.

use std::collections::{BTreeMap, BTreeSet};

use super::Input;
use crate::activity::ACTIVITY;
use crate::config::Amount;
use crate::diagnostic::{Diagnostic, Severity, Span, did_you_mean};
use crate::document::{Directive, Document};
use crate::points::{Challenge, Crews, Points, standings};
use crate::rule;
use crate::site::Site;
use crate::source::SourcePath;

pub(super) fn points(
    input: &Input<'_>,
    site: &Site,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Points> {
    let community = &input.config.community;
    let challenges = challenges(input, site, diagnostics);
    let Some(rules) = community.points else {
        if let Some(ranking) = &community.ranking {
            let message = "there are no points that this ranking could show";
            diagnostics.push(
                Diagnostic::new(
                    &rule::MISSING_VALUE,
                    &SourcePath::new("community.toml"),
                    ranking.span(),
                    message,
                )
                .severity(Severity::Warning)
                .help("add [points] with what earns some, like `reply = 3`, or take [ranking] out"),
            );
        }
        return None;
    };
    let mut of_cohorts = BTreeMap::new();
    if let Some(ledger) = input.ledger {
        let path = SourcePath::new(ACTIVITY);
        diagnostics.extend(ledger.unknown.iter().map(|(verb, span)| {
            let message = format!("`{verb}` earns no points, here and below");
            Diagnostic::new(&rule::UNKNOWN_VERB, &path, span.clone(), message).help(
                did_you_mean(verb, WORDS)
                    .unwrap_or_else(|| format!("what earns points is called {}", WORDS.join(", "))),
            )
        }));
        let crews = Crews::new(&site.cohorts, &site.community);
        let all = standings(&ledger.records, &crews, &rules, &challenges);
        of_cohorts = crews
            .all
            .iter()
            .map(|crew| crew.id.to_owned())
            .zip(all)
            .collect();
    }
    Some(Points {
        rules,
        // Who wrote no [ranking] has asked for none.
        ranking: community.ranking.as_ref().map_or_else(
            || crate::config::RankingConfig {
                show: crate::config::Show::None,
                ..Default::default()
            },
            |ranking| ranking.value,
        ),
        challenges,
        standings: of_cohorts,
    })
}

/// What can earn points in a ledger.
const WORDS: &[&str] = &[
    "posted",
    "replied",
    "liked",
    "accepted",
    "completed",
    "achieved",
];

/// Team activities with points, in course order; those that have a deadline and say none have the points of `team_challenge`.
fn challenges(input: &Input<'_>, site: &Site, diagnostics: &mut Vec<Diagnostic>) -> Vec<Challenge> {
    let usual = input
        .config
        .community
        .points
        .map_or(0, |rules| rules.team_challenge.0);
    let has_rules = input.config.community.points.is_some();
    let mut found: Vec<Challenge> = Vec::new();
    let mut first: BTreeMap<String, (SourcePath, Span)> = BTreeMap::new();
    for page in &site.reading {
        let (_, url) = site.page(*page);
        let Some(document) = document(site, *page) else {
            continue;
        };
        for directive in document
            .body
            .directives
            .iter()
            .filter(|one| is_shown(site, one))
        {
            let Some(id) = directive.attribute("id") else {
                continue;
            };
            let (points, is_good) = own_points(directive, document, has_rules, diagnostics);
            let deadline = deadline(directive, document, site, diagnostics);
            if !is_good || !is_for_team(directive) {
                continue;
            }
            // A team activity that nobody waits for is no challenge, unless it says so.
            let points = points.unwrap_or(if deadline.is_some() { usual } else { 0 });
            if points == 0 {
                continue;
            }
            if let Some((path, span)) = first.get(id) {
                let message = format!("another team activity with points is called `{id}` already");
                let place = attribute(directive, "id");
                diagnostics.push(
                    Diagnostic::new(&rule::DUPLICATE_ID, &document.path, place, message)
                        .related(path, Some(span.clone()), "the other one")
                        .help("give one of the two another id: the ledger says by it which of them a team did"),
                );
                continue;
            }
            first.insert(
                id.to_owned(),
                (document.path.clone(), attribute(directive, "id")),
            );
            let title = directive.opening.title.trim();
            let title = directive.attribute("title").unwrap_or(title);
            found.push(Challenge {
                id: id.to_owned(),
                title: if title.is_empty() { id } else { title }.to_owned(),
                url: format!("{url}#{id}"),
                points,
                deadline,
            });
        }
    }
    found
}

fn document(site: &Site, page: crate::site::PageRef) -> Option<&Document> {
    use crate::site::PageRef;
    match page {
        PageRef::Module(at) => site.modules[at].document.as_deref(),
        PageRef::Lesson(at) => Some(&site.lessons[at].document),
    }
}

fn is_shown(site: &Site, directive: &Directive) -> bool {
    directive.opening.name == "activity" && (site.facilitator || !directive.for_facilitators)
}

fn is_for_team(directive: &Directive) -> bool {
    let mut attributes = directive.opening.attributes.iter();
    attributes
        .any(|one| one.name == "team" && !matches!(one.value.as_deref(), Some("false" | "no")))
}

fn attribute(directive: &Directive, name: &str) -> Span {
    let mut attributes = directive.opening.attributes.iter();
    let found = attributes.find(|one| one.name == name);
    found.map_or(directive.span.clone(), |one| one.span.clone())
}

/// The points that an activity says, and whether they can be. What is no number at all has a finding already.
fn own_points(
    directive: &Directive,
    document: &Document,
    has_rules: bool,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Option<u32>, bool) {
    let written = directive.attribute("points");
    let Some(number) = written.and_then(|text| text.parse::<i64>().ok()) else {
        return (None, written.is_none());
    };
    let mut say = |message: String, help: &str| {
        let span = attribute(directive, "points");
        diagnostics
            .push(Diagnostic::new(&rule::BAD_ATTRIBUTE, &document.path, span, message).help(help));
    };
    if !has_rules {
        let message = "nobody counts these points: the course has no [points]".to_owned();
        say(
            message,
            "add [points] to community.toml, or take the points out",
        );
        return (None, false);
    }
    if !is_for_team(directive) {
        let message = "only what a team does together can have points".to_owned();
        say(
            message,
            "add `team`, or take the points out: nobody can check what somebody did alone",
        );
        return (None, false);
    }
    let points = u32::try_from(number)
        .ok()
        .filter(|points| *points <= Amount::MOST);
    if points.is_none() {
        let message = format!(
            "points go from 0 to {}, and {number} is outside of that",
            Amount::MOST
        );
        say(message, "write a number of points like 50");
    }
    (points, points.is_some())
}

/// The session until which an activity has to be done, if some cohort has it.
fn deadline(
    directive: &Directive,
    document: &Document,
    site: &Site,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<String> {
    let id = directive
        .attribute("deadline")
        .filter(|id| !id.is_empty())?;
    let sessions = site
        .cohorts
        .iter()
        .flat_map(|cohort| &cohort.timetable.sessions);
    let known: BTreeSet<&str> = sessions.map(|session| session.id.as_str()).collect();
    // Without a cohort nothing has a time.
    if !site.cohorts.is_empty() && !known.contains(id) {
        let help = did_you_mean(id, &known).unwrap_or_else(|| {
            "write the id of a session in schedule.toml, best one with `format = \"deadline\"`"
                .to_owned()
        });
        let message =
            format!("no session has the id `{id}`, so nobody knows until when this has to be done");
        let span = attribute(directive, "deadline");
        diagnostics.push(
            Diagnostic::new(&rule::UNKNOWN_REFERENCE, &document.path, span, message).help(help),
        );
    }
    Some(id.to_owned())
}
