//! Cohorts: the schedule, placed for each of them.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::Input;
use super::ids::{Wanted, assign};
use super::tree::Tree;
use crate::config::{CohortConfig, Front, Id, SessionFacts, Spanned, TeamConfig};
use crate::diagnostic::{Diagnostic, Severity, did_you_mean, one_of};
use crate::document::DerivedId;
use crate::lock::Lock;
use crate::route::is_web;
use crate::rule;
use crate::schedule::{State, Timetable, check, place, state};
use crate::site::{Cohort, Community, Team};
use crate::source::SourcePath;

/// So many years ahead nobody plans a cohort.
const FAR: i16 = 5;

pub(super) fn cohorts(
    input: &Input<'_>,
    tree: &Tree,
    community: &Community,
    told: &Lock,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Cohort> {
    let schedule_path = SourcePath::new("schedule.toml");
    let configs = &input.config.cohorts;
    let wanted: Vec<_> = configs
        .iter()
        .map(|(path, config)| Wanted {
            written: config.id.as_ref(),
            derived: Cow::Owned(DerivedId::of(path.stem(), path)),
            path: path.clone(),
        })
        .collect();
    let ids = assign(&wanted, "cohort", diagnostics);
    same_names(&wanted, diagnostics);
    for session in &input.config.schedule.sessions {
        check_facts(&session.facts, &schedule_path, tree, community, diagnostics);
    }
    if configs.is_empty() {
        diagnostics.extend(check(&input.config.schedule, &schedule_path));
    }
    let mut cohorts = Vec::new();
    let mut shown = BTreeSet::new();
    for ((path, config), id) in configs.iter().zip(ids) {
        let history = super::lock::history(input, told, &id);
        let schedule = &input.config.schedule;
        let (timetable, found) = place(schedule, &schedule_path, config, path, &history);
        diagnostics.extend(found);
        diagnostics.extend(far_off(config, path, input.options.now));
        for session in &timetable.sessions {
            if let Some(url) = session.url.as_ref().filter(|url| !is_web(&url.value)) {
                let (place, span) = url.place();
                diagnostics.push(
                    Diagnostic::new(
                        &rule::UNSAFE_LINK,
                        place,
                        span,
                        format!("`{}` is no address on the web", url.value.value),
                    )
                    .severity(Severity::Error)
                    .help("write it with https://"),
                );
            }
        }
        check_people(&config.facilitators, path, community, diagnostics);
        let changes = config.overrides.iter().map(|change| &change.facts);
        let own = config.sessions.found.iter().map(|session| &session.facts);
        for facts in changes.chain(own) {
            check_facts(facts, path, tree, community, diagnostics);
        }
        check_teams(&timetable, (config, &id, path), diagnostics);
        check_members(&config.teams, path, input, diagnostics);
        for group in config.teams.iter().filter_map(|team| team.group.as_ref()) {
            diagnostics.extend(super::groups::unknown(group, path, &community.groups));
        }
        // Two of one id cannot both have its address, and that is a finding already.
        if !shown.insert(id.clone()) {
            continue;
        }
        let state = state(&timetable, input.options.now);
        let team = |team: &crate::config::TeamConfig| Team {
            id: team.id.as_str().to_owned(),
            title: team.title.clone(),
            group: team.group.as_ref().map(|group| group.value.clone()),
            members: {
                let mut seen = BTreeSet::new();
                let members = team.members.iter().map(|member| &member.value);
                let once = members.filter(|member| seen.insert(*member));
                once.cloned().collect()
            },
        };
        cohorts.push(Cohort {
            title: config.title.clone().unwrap_or_else(|| id.clone()),
            id,
            timetable,
            state,
            facilitators: config
                .facilitators
                .iter()
                .map(|person| person.value.clone())
                .collect(),
            teams: config.teams.iter().map(team).collect(),
        });
    }
    cohorts.sort_by(|a, b| {
        b.timetable
            .first_day
            .cmp(&a.timetable.first_day)
            .then_with(|| a.id.cmp(&b.id))
    });
    cohorts
}

/// A start that nobody plans for today.
fn far_off(config: &CohortConfig, path: &SourcePath, now: Timestamp) -> Option<Diagnostic> {
    let year = TimeZone::UTC.to_datetime(now).year();
    let start = config.start.value.0.year();
    let message = format!(
        "this cohort would start in {start}, {} years from now",
        start.saturating_sub(year)
    );
    let is_far = start > year.saturating_add(FAR) && (1970..=2100).contains(&start);
    is_far.then(|| {
        Diagnostic::new(&rule::BAD_VALUE, path, config.start.span(), message)
            .severity(Severity::Warning)
            .help("check the year of `start`")
    })
}

/// The people and the module of a session.
fn check_facts(
    facts: &SessionFacts,
    path: &SourcePath,
    tree: &Tree,
    community: &Community,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let people = facts.facilitators.as_deref().unwrap_or_default();
    check_people(people, path, community, diagnostics);
    if let Some(module) = &facts.module
        && tree.find(module).is_none()
    {
        diagnostics.push(
            Diagnostic::new(
                &rule::UNKNOWN_REFERENCE,
                path,
                module.span(),
                format!("no module has the id `{}`", module.value),
            )
            .help(did_you_mean(module, tree.ids()).unwrap_or_else(|| {
                "the id of a module is the name of its folder without the number, or its `id`"
                    .to_owned()
            })),
        );
    }
}

/// Sessions for teams that the cohort does not have.
fn check_teams(
    timetable: &Timetable,
    (config, cohort, path): (&CohortConfig, &str, &SourcePath),
    diagnostics: &mut Vec<Diagnostic>,
) {
    let ids: BTreeSet<&str> = config.teams.iter().map(|team| team.id.as_str()).collect();
    let wanted = timetable.sessions.iter().flat_map(|session| &session.teams);
    for team in wanted.filter(|team| !ids.contains(team.as_str())) {
        let (place, span) = team.place();
        let help = did_you_mean(team, &ids).unwrap_or_else(|| {
            if ids.is_empty() {
                format!("add a [[team]] with this id to {path}")
            } else {
                format!("its teams are {}", one_of(&ids).replace(" or ", " and "))
            }
        });
        let message = format!("the cohort `{cohort}` has no team `{}`", team.value.value);
        diagnostics
            .push(Diagnostic::new(&rule::UNKNOWN_REFERENCE, place, span, message).help(help));
    }
}

/// Members of teams need no file in `people/`: most learners are not shown. A name that is almost that of somebody who has
/// one, and who is in no team so far, is a slip.
fn check_members(
    teams: &[TeamConfig],
    path: &SourcePath,
    input: &Input<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let members = || teams.iter().flat_map(|team| &team.members);
    let mut first: BTreeMap<&str, (&TeamConfig, &Spanned<String>)> = BTreeMap::new();
    for (team, member) in teams
        .iter()
        .flat_map(|team| team.members.iter().map(move |member| (team, member)))
    {
        let Some((other, place)) = first.get(member.value.as_str()) else {
            first.insert(&member.value, (team, member));
            continue;
        };
        let (message, help) = if other.id.as_str() == team.id.as_str() {
            let message = format!("`{}` is in this team twice", member.value);
            (message, "take one of the two out")
        } else {
            let message = format!(
                "`{}` is in the team `{}` already",
                member.value,
                other.id.as_str()
            );
            (
                message,
                "a person is in one team of a cohort: take one of the two out",
            )
        };
        diagnostics.push(
            Diagnostic::new(&rule::DUPLICATE_ID, path, member.span(), message)
                .severity(Severity::Warning)
                .related(path, Some(place.span()), "the other one")
                .help(help),
        );
    }
    let known: BTreeSet<String> = input
        .documents
        .values()
        .filter_map(|(_, document)| match &document.front {
            Front::Person(front) => Some((document, front.id.as_ref())),
            _ => None,
        })
        .map(|(document, id)| match id {
            Some(id) => id.value.as_str().to_owned(),
            None => Id::from_name(document.path.stem()).as_str().to_owned(),
        })
        .collect();
    let placed: BTreeSet<&str> = members().map(|member| member.value.as_str()).collect();
    let free: Vec<&String> = known
        .iter()
        .filter(|id| !placed.contains(id.as_str()))
        .collect();
    for member in members().filter(|member| !known.contains(&member.value)) {
        if let Some(help) = did_you_mean(member, &free) {
            diagnostics.push(
                Diagnostic::new(
                    &rule::UNKNOWN_REFERENCE,
                    path,
                    member.span(),
                    format!("nobody in people/ has the id `{}`", member.value),
                )
                .severity(Severity::Warning)
                .help(help),
            );
        }
    }
}

/// A cohort's id is the address of its calendars, so none may make way for another as the ids of lessons do.
fn same_names(wanted: &[Wanted<'_>], diagnostics: &mut Vec<Diagnostic>) {
    let mut first: BTreeMap<&str, &Wanted<'_>> = BTreeMap::new();
    for one in wanted {
        let written = one.written.map(|id| id.value.as_str());
        let id = written.unwrap_or(&one.derived.short);
        let Some(other) = first.get(id).copied() else {
            first.insert(id, one);
            continue;
        };
        let (unnamed, other) = match (one.written, other.written) {
            // That is a finding already.
            (Some(_), Some(_)) => continue,
            (None, _) => (one, other),
            (Some(_), None) => (other, one),
        };
        diagnostics.push(
            Diagnostic::new(
                &rule::DUPLICATE_ID,
                &unnamed.path,
                None,
                format!("another cohort is called `{id}` already: the number in front of a file's name and capitals do not count"),
            )
            .related(&other.path, other.written.map(Spanned::span), "the other one")
            .help("give the file of the newer cohort another name, like `2027-autumn.toml`; calendars know the older one by its id"),
        );
    }
}

/// The running cohort that started first, else the next one, else the last. A cohort stays the current one as long as it runs,
/// whatever begins beside it, so that its threads stay where they are.
pub(super) fn current(cohorts: &[Cohort]) -> Option<usize> {
    let is = |wanted: State| move |cohort: &Cohort| cohort.state == wanted;
    // They are in order of their starts, the latest first.
    cohorts
        .iter()
        .rposition(is(State::Running))
        .or_else(|| cohorts.iter().rposition(is(State::Upcoming)))
        .or_else(|| cohorts.iter().position(is(State::Past)))
}

pub(super) fn check_people(
    people: &[Spanned<String>],
    path: &SourcePath,
    community: &Community,
    diagnostics: &mut Vec<Diagnostic>,
) {
    for person in people {
        if community.person(person).is_none() {
            diagnostics.push(
                Diagnostic::new(&rule::UNKNOWN_REFERENCE, path, person.span(), format!("nobody with the id `{}` is shown in this course", person.value))
                    .help(
                        did_you_mean(person, community.people.iter().map(|person| &person.id))
                            .unwrap_or_else(|| format!("add people/{}.md with a name, and with a consent if it is a learner", person.value)),
                    ),
            );
        }
    }
}
