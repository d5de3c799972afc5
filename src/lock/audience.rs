//! [`Audience`]: whom a session is for, as calendars of teams were told.

use std::collections::BTreeSet;

/// Whom a session is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Audience {
    /// The whole cohort.
    Everybody,
    /// Teams, by their ids.
    Teams(BTreeSet<String>),
}

impl Audience {
    /// The audience of a session with these `teams`: none of them is everybody.
    pub fn of<S: Into<String>>(teams: impl IntoIterator<Item = S>) -> Self {
        let teams: BTreeSet<String> = teams.into_iter().map(Into::into).collect();
        if teams.is_empty() {
            Self::Everybody
        } else {
            Self::Teams(teams)
        }
    }

    /// Whether a team belongs to it.
    #[must_use]
    pub fn has(&self, team: &str) -> bool {
        match self {
            Self::Everybody => true,
            Self::Teams(teams) => teams.contains(team),
        }
    }

    /// Who belongs to one of the two.
    #[must_use]
    pub fn or(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::Teams(one), Self::Teams(other)) => Self::Teams(one | other),
            _ => Self::Everybody,
        }
    }
}
