//! [`Community`]: who learns together, and on which channels.

use std::collections::HashMap;

use super::{Group, Hidden, Introduction, Person, Voices};
use crate::config::{ChannelKind, CommunityType, Id};
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

/// A channel besides the forum.
#[derive(Debug, Clone)]
pub struct Channel {
    /// Which system it is.
    pub kind: ChannelKind,
    /// Its name.
    pub title: String,
    /// Where to join.
    pub url: Option<String>,
    /// What it is for.
    pub purpose: Option<String>,
    /// For whom it is.
    pub audience: Option<String>,
    /// Until when it is used, in words.
    pub until: Option<String>,
}
