//! [`Community`]: who learns together, and on which channels.

use std::collections::HashMap;

use super::{Channel, Group, Hidden, Introduction, Person, Voices};
use crate::config::{CommunityType, Id};
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
    /// Their places in that list, by id.
    pub by_id: HashMap<String, usize>,
    /// People who have a file or an entry and are not shown.
    pub hidden: Vec<Hidden>,
    /// How those who speak in a snapshot are named.
    pub voices: Voices,
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
        let with = |id: &str| self.by_id.get(id).map(|at| &self.people[*at]);
        with(id).or_else(|| with(Id::from_name(cut_order(id).1).as_str()))
    }
}
