//! Discussions whose page is gone: [`report_lost`].

use std::collections::{BTreeMap, BTreeSet};

use super::Input;
use crate::diagnostic::{Diagnostic, Span, closest};
use crate::lock::{LOCK, Read};
use crate::rule;
use crate::site::{LIBRARY, Site};
use crate::snapshot::THREADS;
use crate::source::SourcePath;

/// Reports each thread of stoa.lock and of the snapshot that nothing in the course leads to. What is not released yet, and what is
/// a draft, is there all the same.
pub(super) fn report_lost(
    input: &Input<'_>,
    site: &Site,
    lock: &Read,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut kept: BTreeMap<&str, (&str, Option<Span>)> = BTreeMap::new();
    for (key, place) in &input.snapshot.places {
        let talk = input
            .snapshot
            .snapshot
            .as_ref()
            .and_then(|all| all.get(key));
        if talk.is_some() {
            kept.insert(key, (THREADS, Some(place.clone())));
        }
    }
    for (key, _) in lock.lock.threads() {
        kept.insert(key, (LOCK, lock.thread_place(key).cloned()));
    }
    if kept.is_empty() {
        return;
    }
    let ids = ids(input, site);
    for (key, (file, span)) in kept {
        let parts = key.trim_matches('/').splitn(3, '/').collect::<Vec<_>>();
        let [_, cohort, id] = parts[..] else { continue };
        let message = match ids.get(cohort) {
            None => {
                format!("this thread had a discussion, and there is no cohort `{cohort}` any more")
            }
            Some(ids) if ids.contains(id) => continue,
            Some(ids) => format!(
                "this thread had a discussion; {} is gone, or its id has changed{}",
                what(id),
                closest(id, ids).map_or_else(String::new, |near| format!(" to `{}`", own(&near).1))
            ),
        };
        let help = match ids.get(cohort) {
            None => format!(
                "bring cohorts/{cohort}.toml back, which may be over; or delete this line if nobody needs the discussion"
            ),
            Some(_) => format!(
                "write `id = \"{}\"` where it was, or delete this line if nobody needs the discussion",
                own(id).1
            ),
        };
        diagnostics.push(
            Diagnostic::new(&rule::LOST_THREAD, &SourcePath::new(file), span, message).help(help),
        );
    }
}

/// The last parts of the keys of all threads that there can be, by cohort.
fn ids(input: &Input<'_>, site: &Site) -> BTreeMap<String, BTreeSet<String>> {
    let mut all: BTreeSet<String> = BTreeSet::new();
    all.extend(site.lessons.iter().map(|lesson| lesson.id.clone()));
    all.extend(
        site.modules
            .iter()
            .map(|module| format!("module-{}", module.id)),
    );
    for (_, document) in input.documents.values() {
        let front = document.page();
        let written = front
            .and_then(|front| front.id.as_ref())
            .map(|id| id.value.as_str().to_owned());
        let derived = [&document.name.id.short, &document.name.id.long];
        if front.is_some_and(|front| front.draft) {
            all.extend(written.into_iter().chain(derived.into_iter().cloned()));
        }
        for directive in &document.body.directives {
            let name = directive.opening.name.as_str();
            if let (Some(id), "discussion" | "introduce") = (directive.attribute("id"), name) {
                all.insert(format!("{name}-{id}"));
            }
        }
    }
    if site.has_library_thread() {
        all.insert(LIBRARY.to_owned());
    }
    // A group has one thread for all cohorts.
    let groups = site.community.groups.iter();
    let shared = groups.map(|group| format!("group-{}", group.id)).collect();
    if site.cohorts.is_empty() {
        return BTreeMap::from([("course".to_owned(), all), ("shared".to_owned(), shared)]);
    }
    let of = |cohort: &crate::site::Cohort| {
        let sessions = cohort.timetable.sessions.iter();
        let teams = cohort.teams.iter().map(|team| format!("team-{}", team.id));
        let own = sessions
            .map(|session| format!("session-{}", session.id))
            .chain(teams);
        (cohort.id.clone(), all.iter().cloned().chain(own).collect())
    };
    let mut by_cohort: BTreeMap<String, BTreeSet<String>> = site.cohorts.iter().map(of).collect();
    // A cohort can be called so too.
    by_cohort
        .entry("shared".to_owned())
        .or_default()
        .extend(shared);
    by_cohort
}

/// What the last part of a key is made of: the kind, and the id that its author wrote.
fn own(id: &str) -> (&'static str, &str) {
    const KINDS: &[(&str, &str)] = &[
        ("module-", "the module"),
        ("session-", "the session"),
        ("discussion-", "the block"),
        ("introduce-", "the block"),
        ("team-", "the team"),
        ("group-", "the group"),
        ("library-", "the thread of the library:"),
    ];
    let kind = KINDS
        .iter()
        .find_map(|(start, kind)| Some((*kind, id.strip_prefix(start)?)));
    kind.unwrap_or(("the lesson", id))
}

fn what(id: &str) -> String {
    let (kind, id) = own(id);
    format!("{kind} `{id}`")
}
