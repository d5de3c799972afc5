//! [`Channel`]: a place to talk besides the forum.

use jiff::civil::Date;

use crate::config::ChannelKind;

/// A channel besides the forum.
#[derive(Debug, Clone)]
pub struct Channel {
    /// Which system it is.
    pub kind: ChannelKind,
    /// Its name.
    pub title: String,
    /// Where to join; `None` for one that is over, and where nobody said it.
    pub url: Option<String>,
    /// What it is for.
    pub purpose: Option<String>,
    /// For whom it is.
    pub audience: Option<String>,
    /// Until when it is used.
    pub until: Option<LastDay>,
    /// Whether its last day is over in every cohort.
    pub is_over: bool,
    /// What is asked there.
    pub ask: Vec<String>,
}

/// The last day of a channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LastDay {
    /// In words.
    Words(String),
    /// The same day for everybody.
    Day(Date),
    /// A day for each cohort that has one: its place in [`Site::cohorts`](super::Site), the day, and whether that is over.
    OfCohorts(Vec<(usize, Date, bool)>),
}
