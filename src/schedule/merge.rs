//! What a cohort changes and adds, applied to the schedule, and series as the sessions that they are.

use std::collections::{BTreeMap, BTreeSet, btree_map};

use super::clock::Moment;
use super::repeat::Nth;
use super::{Names, Placed, Written, similar};
use crate::config::{
    CohortConfig, Format, Id, ScheduleConfig, SessionConfig, SessionFacts, SessionOverride, Spanned,
};
use crate::diagnostic::Diagnostic;
use crate::rule;
use crate::source::SourcePath;

/// What one place in a file says about a session.
#[derive(Debug, Clone, Copy)]
pub(super) struct Layer<'a> {
    pub(super) path: &'a SourcePath,
    pub(super) facts: &'a SessionFacts,
}

/// A session of a cohort, in the words of its authors.
#[derive(Debug, Clone)]
pub(super) struct Entry<'a> {
    /// Its id; in a series, with its number.
    pub(super) id: Id,
    /// The id that is written, and where: that of the series for each of its sessions.
    pub(super) from: Written<Id>,
    /// What is said about it, or about its whole series, the last word first.
    pub(super) layers: Vec<Layer<'a>>,
    /// What is said about this one of a series alone. It has the last word.
    pub(super) own: Option<Layer<'a>>,
    /// The header of the cohort's words on it, `[session.kickoff]`.
    pub(super) header: Option<&'a Spanned<String>>,
    /// Its place in its series.
    pub(super) nth: Option<Nth>,
}

impl<'a> Entry<'a> {
    /// The last word about something.
    pub(super) fn said<T>(
        &self,
        pick: impl Fn(&'a SessionFacts) -> Option<&'a T>,
    ) -> Option<(&'a SourcePath, &'a T)> {
        self.own
            .iter()
            .chain(&self.layers)
            .find_map(|layer| pick(layer.facts).map(|value| (layer.path, value)))
    }

    fn written<T: Clone + 'a>(
        &self,
        pick: impl Fn(&'a SessionFacts) -> Option<&'a Spanned<T>>,
    ) -> Option<Written<T>> {
        self.said(pick)
            .map(|(path, value)| Written::new(path, value))
    }

    fn list(
        &self,
        pick: impl Fn(&'a SessionFacts) -> Option<&'a Vec<Spanned<String>>>,
    ) -> Vec<Written<String>> {
        let Some((path, list)) = self.said(pick) else {
            return Vec::new();
        };
        list.iter().map(|value| Written::new(path, value)).collect()
    }

    fn words(&self, pick: impl Fn(&'a SessionFacts) -> Option<&'a String>) -> Option<String> {
        self.said(pick).map(|(_, words)| words.clone())
    }

    /// Everything about it but its time.
    pub(super) fn facts(&self, index: usize, moment: Moment) -> Placed {
        Placed {
            index,
            id: self.id.clone(),
            title: self
                .words(|facts| facts.title.as_ref())
                .unwrap_or_else(|| title_from_id(self.from.as_str())),
            nth: self.nth.map(|nth| (nth.at + 1, nth.count)),
            format: self
                .said(|facts| facts.format.as_ref())
                .map_or(Format::Reading, |(_, format)| format.value),
            start: moment.is,
            meant: moment.meant,
            end: None,
            duration: self
                .said(|facts| facts.duration.as_ref())
                .map(|(_, duration)| duration.value),
            week: 0,
            module: self.written(|facts| facts.module.as_ref()),
            facilitators: self.list(|facts| facts.facilitators.as_ref()),
            teams: self.list(|facts| facts.teams.as_ref()),
            prompt: self.words(|facts| facts.prompt.as_ref()),
            place: self.words(|facts| facts.place.as_ref()),
            url: self.written(|facts| facts.url.as_ref()),
            cancelled: self.words(|facts| facts.cancelled.as_ref()),
            from: Written {
                path: self.from.path.clone(),
                value: Spanned::new(self.id.clone(), self.from.value.span()),
            },
        }
    }
}

/// All sessions of a cohort, as they are written in the two files.
pub(super) struct Merge<'a> {
    /// The schedule's first, in the order of the files; the sessions of a series one behind the other.
    pub(super) entries: Vec<Entry<'a>>,
    pub(super) names: Names,
    pub(super) cohort_path: &'a SourcePath,
    overrides: BTreeMap<&'a str, &'a SessionOverride>,
}

impl<'a> Merge<'a> {
    /// Pairs the sessions with what the cohort says about them. An override for a session that
    /// does not exist is a finding.
    pub(super) fn new(
        (schedule, schedule_path): (&'a ScheduleConfig, &'a SourcePath),
        (cohort, cohort_path): (&'a CohortConfig, &'a SourcePath),
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Self {
        let overrides = cohort.overrides.iter().map(|own| (own.id.as_str(), own));
        let broken = schedule.broken.iter().chain(&cohort.sessions.broken);
        let mut merge = Self {
            entries: Vec::new(),
            names: Names {
                broken: broken.cloned().collect(),
                ..Names::default()
            },
            cohort_path,
            overrides: overrides.collect(),
        };
        let files = [
            (schedule_path, &schedule.sessions),
            (cohort_path, &cohort.sessions.found),
        ];
        for (path, sessions) in files {
            for SessionConfig { id, facts } in sessions {
                let own = merge.overrides.get(id.as_str()).copied();
                let mut layers = vec![Layer { path, facts }];
                layers.splice(0..0, own.map(|own| merge.layer(own)));
                merge.add(&Written::new(path, id), layers, own, diagnostics);
            }
        }
        // A session of this run only has a format and a place in time of its own; what has neither is a
        // change of a session whose name was misspelt.
        let is_new = |own: &&SessionOverride| {
            own.facts.format.is_some() && (own.facts.week.is_some() || own.facts.at.is_some())
        };
        let known: BTreeSet<String> = merge
            .names
            .sessions
            .keys()
            .chain(merge.names.series.keys())
            .cloned()
            .collect();
        for own in cohort.overrides.iter().filter(is_new) {
            if merge.names.knows(&own.id) {
                continue;
            }
            if let Some(meant) = similar::meant(&own.id, known.iter()) {
                let message = format!(
                    "`{}` is a new session of this run, and its id is almost that of `{meant}`",
                    own.id.value
                );
                let found = Diagnostic::new(&rule::SIMILAR_ID, cohort_path, own.id.span(), message);
                diagnostics.push(found.help(format!(
                    "write `[session.{meant}]` if that one is meant, or give the new session an id that nobody takes for it"
                )));
            }
            let Some(id) = Id::parse(&own.id).filter(|_| own.is_whole) else {
                merge.names.broken.insert(own.id.value.clone());
                continue;
            };
            let from = Written::new(cohort_path, &Spanned::new(id, own.id.span()));
            merge.add(&from, vec![merge.layer(own)], None, diagnostics);
        }
        // What could not be read is a finding already; who knows what it was to be.
        for own in cohort.overrides.iter().filter(|own| !own.is_whole) {
            if !merge.names.knows(&own.id) {
                merge.names.broken.insert(own.id.value.clone());
            }
        }
        for own in &cohort.overrides {
            if let Some(message) = Id::mistake(&own.id).filter(|_| is_new(&own)) {
                let span = own.id.span();
                diagnostics.push(Diagnostic::new(
                    &rule::BAD_VALUE,
                    cohort_path,
                    span,
                    message,
                ));
            } else if !merge.names.knows(&own.id) && !merge.names.is_broken(&own.id) {
                let message = format!("the schedule has no session `{}`", own.id.value);
                let help = merge.names.closely(&own.id, &[]).unwrap_or_else(|| {
                    let new = "for a session of this run only, add `format` and when it is, like `week = 2`, `day = \"tue\"` and `time = \"10:00\"`";
                    match merge.names.meant(&own.id, []) {
                        Some(known) => format!("{new}; else write the id of a session: {known}"),
                        None => new.to_owned(),
                    }
                });
                let span = own.id.span();
                diagnostics.push(
                    Diagnostic::new(&rule::UNKNOWN_REFERENCE, cohort_path, span, message)
                        .help(help),
                );
            }
        }
        merge
    }

    fn layer(&self, own: &'a SessionOverride) -> Layer<'a> {
        Layer {
            path: self.cohort_path,
            facts: &own.facts,
        }
    }

    /// Adds a session, or all sessions of a series.
    fn add(
        &mut self,
        from: &Written<Id>,
        layers: Vec<Layer<'a>>,
        header: Option<&'a SessionOverride>,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        let mut entry = Entry {
            id: from.value.value.clone(),
            from: from.clone(),
            layers,
            own: None,
            header: header.map(|own| &own.id),
            nth: None,
        };
        let whole = entry.header;
        let every = entry.written(|facts| facts.every.as_ref());
        let count = entry.written(|facts| facts.count.as_ref());
        let (every, count) = match (every, count) {
            (None, None) => return self.insert(entry, diagnostics),
            (Some(every), Some(count)) => (every.value.value, count.value.value.0),
            (every, count) => {
                let (lacks, help, place) = match (&every, &count) {
                    (Some(every), _) => ("how many times", "add `count = 8`", every.place()),
                    (_, Some(count)) => ("how often", "add `every = \"week\"`", count.place()),
                    (None, None) => return,
                };
                let message = format!("`{}` comes again, but it does not say {lacks}", entry.id);
                diagnostics.push(
                    Diagnostic::new(&rule::MISSING_VALUE, place.0, place.1, message).help(help),
                );
                // Nobody is told that one of its sessions does not exist.
                self.names.broken.insert(from.as_str().to_owned());
                return;
            }
        };
        let series = self.names.series.len();
        self.names.series.insert(from.as_str().to_owned(), count);
        for at in 0..count {
            let Some(id) = Id::parse(&format!("{}-{}", from.as_str(), at + 1)) else {
                continue;
            };
            let own = self.overrides.get(id.as_str()).copied();
            entry.own = own.map(|own| self.layer(own));
            entry.header = own.map(|own| &own.id).or(whole);
            if let Some(own) = own {
                let facts = &own.facts;
                let spans = [
                    facts.every.as_ref().map(Spanned::span),
                    facts.count.as_ref().map(Spanned::span),
                ];
                for span in spans.into_iter().flatten() {
                    let message = format!("`{id}` is one session of a series already");
                    diagnostics.push(
                        Diagnostic::new(&rule::BAD_VALUE, self.cohort_path, span, message).help(
                            format!(
                                "write it in `[session.{}]` for the whole series",
                                from.as_str()
                            ),
                        ),
                    );
                }
            }
            entry.id = id;
            entry.nth = Some(Nth {
                series,
                count,
                at,
                every,
            });
            self.insert(entry.clone(), diagnostics);
        }
    }

    /// Adds one session. Of two with one id the first stays.
    fn insert(&mut self, entry: Entry<'a>, diagnostics: &mut Vec<Diagnostic>) {
        let index = self.entries.len();
        match self.names.sessions.entry(entry.id.as_str().to_owned()) {
            btree_map::Entry::Vacant(free) => {
                free.insert(index);
                self.entries.push(entry);
            }
            btree_map::Entry::Occupied(taken) => {
                let other = &self.entries[*taken.get()];
                let (path, span) = entry.from.place();
                let message = if entry.nth.is_some() {
                    format!(
                        "a session of the series `{}` would be `{}`, and there is one with this id",
                        entry.from.as_str(),
                        entry.id
                    )
                } else {
                    format!("there is another session `{}`", entry.id)
                };
                let help = if path == self.cohort_path && entry.nth.is_none() {
                    format!(
                        "write `[session.{}]` for what differs in this run, or give a session of this run only another id",
                        entry.id
                    )
                } else {
                    "give the younger of the two another id".to_owned()
                };
                let related = other.from.place();
                diagnostics.push(
                    Diagnostic::new(&rule::DUPLICATE_ID, path, span, message)
                        .help(help)
                        .related(related.0, Some(related.1), "the first one is here"),
                );
            }
        }
    }
}

/// `plan-due` gives `Plan due`.
fn title_from_id(id: &str) -> String {
    let words = id.replace('-', " ");
    let words = words.trim();
    let mut chars = words.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        // An id may be hyphens only.
        None => id.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::title_from_id;

    #[test]
    fn titles() {
        assert_eq!(title_from_id("plan-due"), "Plan due");
        assert_eq!(title_from_id("--"), "--");
    }
}
