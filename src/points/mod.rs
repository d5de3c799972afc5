//! Points: what people did, and the rules of the course, to [`Standings`]. Pure, and the same for any order of the ledger.
//!
//! What counts, and where its rules are said to learners (`ranking.html` has the same in words):
//!
//! - Only what was done within the time of a cohort, on its clock, counts; what was said in the threads of another cohort does not.
//! - What cannot be checked earns nothing: a like of one's own post, a reply to nobody in particular as first help, an event of
//!   somebody of whom [`Who`] says nothing, who belongs to no team and has no name.
//! - Facilitators earn nothing, unless they are in a team.
//! - A day, and a week from Monday to Sunday, has at most as many points for a person as its cap. What a team does together is
//!   not capped, and counts once.

mod crew;
mod rank;
mod score;

use std::collections::BTreeMap;

use jiff::Timestamp;

pub use crew::{Crew, Crews};
pub use rank::{neighbours, ranked};
pub use score::standings;

use crate::config::{PointsConfig, RankingConfig};

/// Who an actor of the ledger is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Who {
    /// The id of a person, or a name that no id can have: people with several actors have one.
    pub key: String,
    /// The name that the person agreed to be shown with.
    pub name: Option<String>,
}

/// A team activity that earns points.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Challenge {
    /// The id of the activity.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Where it is, below the base path.
    pub url: String,
    /// What it earns.
    pub points: u32,
    /// The id of the session until which it has to be done.
    pub deadline: Option<String>,
}

/// Points of somebody or of a team.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Score {
    /// All of them.
    pub total: u64,
    /// Those of each week of the timetable.
    pub weeks: Vec<u64>,
}

/// The standings of a cohort.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Standings {
    /// The last event in the cohort.
    pub newest: Option<Timestamp>,
    /// Teams by id, all of them.
    pub teams: BTreeMap<String, Score>,
    /// People by key: those who have points.
    pub people: BTreeMap<String, Score>,
    /// Which teams did each challenge in time.
    pub achieved: BTreeMap<String, Vec<String>>,
}

/// What the course says of points, and how things stand.
#[derive(Debug, Clone)]
pub struct Points {
    /// What earns how many.
    pub rules: PointsConfig,
    /// Who sees it.
    pub ranking: RankingConfig,
    /// Team activities with points, in course order.
    pub challenges: Vec<Challenge>,
    /// By the id of the cohort.
    pub standings: BTreeMap<String, Standings>,
}
