//! [`Community`]: who learns together, and on which channels.

use std::sync::Arc;

use super::{Channel, Introduction};
use crate::config::{CommunityType, Id, Role};
use crate::document::Document;
use crate::name::cut_order;

/// Who learns together.
#[derive(Debug, Clone, Default)]
pub struct Community {
    /// What holds it together.
    pub kind: CommunityType,
    /// Its one goal.
    pub goal: Option<String>,
    /// Groups by common interest, in the author's order.
    pub groups: Vec<Group>,
    /// People who may be shown, facilitators first, then by name.
    pub people: Vec<Person>,
    /// When consents begin to count, for a build at another time shows other people.
    pub consents: Vec<jiff::Timestamp>,
    /// Channels besides the forum, in the author's order.
    pub channels: Vec<Channel>,
    /// When channels are over, past or to come.
    pub ends: Vec<jiff::Timestamp>,
    /// Where people introduce themselves, in course order.
    pub introductions: Vec<Introduction>,
}

impl Community {
    /// The person with this id, if it may be shown. A name that gives the id stands for it: `jürgen` for `jurgen`.
    #[must_use]
    pub fn person(&self, id: &str) -> Option<&Person> {
        let with = |id: &str| self.people.iter().find(|person| person.id == id);
        with(id).or_else(|| with(Id::from_name(cut_order(id).1).as_str()))
    }
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
    /// Its file.
    pub document: Arc<Document>,
}
