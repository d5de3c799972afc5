//! [`Award`]: a badge that was given to a person.

use std::sync::Arc;

use jiff::Timestamp;

use crate::badge::{Credential, Issuer, StatusCredential};

/// Who gives awards, and the awards.
#[derive(Debug, Clone, Default)]
pub struct Awards {
    /// Who gives them; `None` where nothing can be issued.
    pub issuer: Option<Issuer>,
    /// All that are valid or were revoked, by id.
    pub list: Vec<Award>,
    /// The list of those that were revoked, as the issuer signed it.
    pub status: Option<Arc<StatusCredential>>,
    /// When consents to be named begin to count.
    pub consents: Vec<Timestamp>,
}

/// A badge that was given to a person.
#[derive(Debug, Clone)]
pub struct Award {
    /// Its id, which nobody can guess.
    pub id: String,
    /// The id of the badge.
    pub badge: String,
    /// The award as it was signed.
    pub credential: Arc<Credential>,
    /// See [`Award::person`].
    pub(crate) name: Option<String>,
    /// Why it was revoked, if it was.
    pub revoked: Option<String>,
}

impl Award {
    /// The name that the person chose, if the person agreed to be named.
    #[must_use]
    pub fn person(&self) -> Option<&str> {
        self.name.as_deref()
    }
}

impl Awards {
    /// The award with this id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Award> {
        self.list.iter().find(|award| award.id == id)
    }
}
