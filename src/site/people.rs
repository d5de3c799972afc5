//! [`Person`], [`Group`] and those who are not shown.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::config::{Names, Role};
use crate::diagnostic::Span;
use crate::document::Document;
use crate::source::{Digest, SourcePath};

/// So many there have to be of which nobody is named before they are counted: the count of two of whom one is named tells of
/// the other (`course-format.md`, `min_group`).
const MIN_GROUP: usize = 3;

/// How many members are told, of whom so many are named; `None` where the rest would be as good as named.
#[must_use]
pub fn told_size(all: usize, named: usize) -> Option<usize> {
    (all >= MIN_GROUP || all == named).then_some(all)
}

/// A group by common interest.
#[derive(Debug, Clone)]
pub struct Group {
    /// Its id.
    pub id: String,
    /// Its name.
    pub title: String,
    /// What it is for.
    pub purpose: Option<String>,
}

/// Somebody who may be shown: a facilitator, or a learner who agreed.
#[derive(Debug, Clone)]
pub struct Person {
    /// Its id.
    pub id: String,
    /// The name that the person chose.
    pub name: String,
    /// What the person does in the course.
    pub role: Role,
    /// The day on which the person agreed to be shown.
    pub consent: Option<jiff::civil::Date>,
    /// Ids of groups that the person says to be in.
    pub groups: Vec<String>,
    /// Its file.
    pub document: Arc<Document>,
}

/// Somebody of whom a file of the course knows, and who is not shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hidden {
    /// Its id, if it has one.
    pub id: Option<String>,
    /// Its name, if that is known.
    pub name: Option<String>,
    /// The picture of it.
    pub photo: Option<SourcePath>,
    /// The file that knows of it, and where.
    pub place: (SourcePath, Option<Span>),
}

/// How those who speak in a snapshot are named, and who of them does no longer.
#[derive(Debug, Clone, Default)]
pub struct Voices {
    /// How people are named who are not in `names`.
    pub unknown: Names,
    /// The names that people chose, by actor.
    pub names: BTreeMap<String, String>,
    /// Actors whose posts are gone.
    pub removed: BTreeSet<String>,
    /// All actors of the file.
    pub actors: BTreeSet<String>,
    /// The digest of all this.
    pub digest: Option<Digest>,
}
