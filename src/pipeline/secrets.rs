//! [`Secrets`]: what must not be in a finished portal, because nobody agreed to it.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::names::Names;
use super::reading::Folded;
use crate::activity::{self, ACTIVITY};
use crate::config::{Id, is_actor};
use crate::diagnostic::{Diagnostic, Span};
use crate::rule;
use crate::site::Site;
use crate::snapshot;
use crate::source::{Digest, SourcePath, Sources};

/// What kind of thing somebody would learn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum What {
    /// The name that a person chose.
    Name,
    /// The id of a person, where stoa writes ids.
    Id,
    /// What a forum or another system calls somebody.
    Actor,
    /// A picture of a person.
    Photo,
    /// A picture among those of people of which nobody says whom it shows.
    Stray,
}

/// Something that must not be in the portal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Secret {
    pub(super) what: What,
    /// As it is written.
    pub(super) text: String,
    /// The file that knows of it, and where.
    pub(super) place: (SourcePath, Option<Span>),
}

/// All of it, in an order that depends on nothing else.
#[derive(Debug, Default)]
pub(super) struct Secrets {
    pub(super) all: Vec<Secret>,
    /// Names, folded.
    pub(super) names: Names,
    /// Ids, found where stoa writes ids.
    pub(super) ids: HashMap<String, usize>,
    /// Actors, by their systems with a colon.
    pub(super) actors: BTreeMap<String, HashMap<String, usize>>,
    /// Pictures, by file, and those of known people by what they hold too.
    pub(super) photos: HashMap<SourcePath, usize>,
    pub(super) pictures: HashMap<Digest, usize>,
    /// Whether it is the facilitators' edition that is looked through.
    pub(super) for_facilitators: bool,
    /// The names of their files.
    pub(super) files: HashMap<String, Vec<usize>>,
    /// The digest of all that can be in a text; none if there is nothing.
    pub(super) digest: Option<Digest>,
}

impl Secrets {
    /// Gathers them.
    pub(super) fn of(
        site: &Site,
        sources: &Sources,
        snapshot: &snapshot::Read,
        ledger: Option<&activity::Read>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Self {
        let mut secrets = Self {
            for_facilitators: site.facilitator,
            ..Self::default()
        };
        secrets.add_names(site, diagnostics);
        secrets.add_ids(site);
        secrets.add_photos(site, sources);
        let people = SourcePath::new(crate::config::PEOPLE);
        for actor in &site.community.voices.actors {
            secrets.add_actor(actor, &people);
        }
        let file = SourcePath::new(ACTIVITY);
        for actor in ledger.into_iter().flat_map(|ledger| &ledger.actors) {
            secrets.add_actor(actor, &file);
        }
        let file = SourcePath::new(snapshot::THREADS);
        for actor in snapshot.snapshot.iter().flat_map(|all| all.actors()) {
            secrets.add_actor(actor, &file);
        }
        let is_text = |secret: &Secret| !matches!(secret.what, What::Photo | What::Stray);
        if secrets.all.iter().any(is_text) {
            let digest =
                Digest::of(format!("{:?} {}", secrets.all, secrets.for_facilitators).as_bytes());
            secrets.digest = Some(digest);
        }
        secrets
    }

    pub(super) fn add(
        &mut self,
        what: What,
        text: &str,
        place: (SourcePath, Option<Span>),
    ) -> usize {
        self.all.push(Secret {
            what,
            text: text.to_owned(),
            place,
        });
        self.all.len() - 1
    }

    fn add_names(&mut self, site: &Site, diagnostics: &mut Vec<Diagnostic>) {
        let hidden = &site.community.hidden;
        let people = site.community.people.iter();
        let chosen = site.community.voices.names.values();
        let shown: HashSet<String> = people
            .map(|person| &person.name)
            .chain(chosen)
            .map(|name| folded(name))
            .collect();
        let allowed: HashSet<String> = site
            .course
            .names
            .iter()
            .map(|one| folded(&one.name))
            .collect();
        let mut seen = HashSet::new();
        for person in hidden {
            let Some(name) = &person.name else { continue };
            let folded = folded(name);
            let is_free =
                folded.trim().is_empty() || shown.contains(&folded) || allowed.contains(&folded);
            if is_free || !seen.insert(folded.clone()) {
                continue;
            }
            let at = self.add(What::Name, name, person.place.clone());
            self.names.add(&folded, at);
        }
        let known: HashSet<String> = hidden
            .iter()
            .filter_map(|person| person.name.as_deref().map(folded))
            .collect();
        let path = SourcePath::new("course.toml");
        for one in &site.course.names {
            if !known.contains(&folded(&one.name)) {
                let message = format!("nobody is called `{}` who is not shown", one.name.value);
                let found = Diagnostic::new(&rule::BAD_PRIVACY, &path, one.name.span(), message);
                diagnostics.push(
                    found.help(
                        "take it out of `names`, or write the name as the file in people/ does",
                    ),
                );
            }
        }
    }

    fn add_ids(&mut self, site: &Site) {
        for person in &site.community.hidden {
            if let Some(id) = &person.id {
                self.add_id(site, id, &person.place);
            }
        }
        // Members of teams need no file.
        for cohort in &site.cohorts {
            let place = (SourcePath::new(format!("cohorts/{}.toml", cohort.id)), None);
            for id in cohort.teams.iter().flat_map(|team| &team.members) {
                self.add_id(site, id, &place);
            }
        }
    }

    fn add_id(&mut self, site: &Site, id: &str, place: &(SourcePath, Option<Span>)) {
        // What is no id has its finding, and is nobody's.
        if Id::is_good(id) && site.community.person(id).is_none() && !self.ids.contains_key(id) {
            let at = self.add(What::Id, id, place.clone());
            self.ids.insert(id.to_owned(), at);
        }
    }

    fn add_actor(&mut self, actor: &str, file: &SourcePath) {
        let Some((system, id)) = actor.split_once(':').filter(|_| is_actor(actor)) else {
            return;
        };
        let system = format!("{system}:");
        let known = self.actors.get(&system);
        if known.is_some_and(|known| known.contains_key(id)) {
            return;
        }
        let at = self.add(What::Actor, actor, (file.clone(), None));
        let own = self.actors.entry(system).or_default();
        own.insert(id.to_owned(), at);
    }
}

/// A name as it is compared.
fn folded(name: &str) -> String {
    Folded::of(name).text
}
