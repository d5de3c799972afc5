//! [`Cohort`]: one run of the course.

use crate::schedule::{State, Timetable};

/// One run of the course.
#[derive(Debug, Clone)]
pub struct Cohort {
    /// Its id.
    pub id: String,
    /// Its name.
    pub title: String,
    /// Its sessions, with instants.
    pub timetable: Timetable,
    /// Whether it is to come, running or over.
    pub state: State,
    /// Ids of people.
    pub facilitators: Vec<String>,
    /// Its teams, in the author's order.
    pub teams: Vec<Team>,
}

/// A team for group work.
#[derive(Debug, Clone)]
pub struct Team {
    /// Its id.
    pub id: String,
    /// Its name.
    pub title: String,
    /// The id of its group.
    pub group: Option<String>,
    /// Ids of people, shown or not.
    pub members: Vec<String>,
}
