//! Standings: the page of a cohort, and the card in a text.

use serde::Serialize;

use super::{CohortLink, DateView, TimeView};

/// `ranking` in `ranking.html`.
#[derive(Debug, Clone, Serialize)]
pub struct RankingView {
    /// The cohort.
    pub cohort: CohortLink,
    /// Until when what people did was counted; `none` before there is anything.
    pub as_of: Option<TimeView>,
    /// Whether teams are shown in this course.
    pub shows_teams: bool,
    /// Whether people who agreed are.
    pub shows_people: bool,
    /// Teams by points.
    pub teams: Vec<RankView>,
    /// Whether there are teams that are too small to be shown.
    pub has_small_teams: bool,
    /// Weeks up to `as_of`, the last one first.
    pub weeks: Vec<RankedWeekView>,
    /// People who agreed to be named, by name; nobody where they are fewer than `min_group`.
    pub people: Vec<RankedPersonView>,
    /// The smallest group that is shown.
    pub min_group: usize,
    /// What earns points, most first.
    pub rules: Vec<PointsRuleView>,
    /// The most points of a person for a day.
    pub daily_cap: Option<u32>,
    /// The most points of a person for a week.
    pub weekly_cap: Option<u32>,
    /// Team activities with points, in course order.
    pub challenges: Vec<ChallengeView>,
}

/// A place in a ranking.
#[derive(Debug, Clone, Serialize)]
pub struct RankView {
    /// Its number, from 1; whoever has the same points has the same.
    pub place: usize,
    /// The team, or the name that a person chose.
    pub title: String,
    /// Its page.
    pub url: Option<String>,
    /// Points.
    pub points: u64,
    /// Of a team, its weeks as a picture.
    pub bars: Vec<BarView>,
    /// Whether this is the person whose neighbours are shown.
    pub is_self: bool,
}

/// A week of a team, in a picture that is 24 high and 8 wide for each week. Of all teams the tallest bar is as high as the picture.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct BarView {
    /// From the left.
    pub x: usize,
    /// From the top.
    pub y: u64,
    /// 0 to 24.
    pub height: u64,
}

/// The teams in one week.
#[derive(Debug, Clone, Serialize)]
pub struct RankedWeekView {
    /// Its number as learners count.
    pub number: Option<u32>,
    /// The name of a break, or of what stands before and behind the weeks.
    pub title: Option<String>,
    /// Its first day.
    pub from: DateView,
    /// Its last day.
    pub to: DateView,
    /// Teams by the points of this week.
    pub teams: Vec<RankView>,
}

/// A person, with those around it.
#[derive(Debug, Clone, Serialize)]
pub struct RankedPersonView {
    /// The name that it chose.
    pub name: String,
    /// In the whole course.
    pub overall: Vec<RankView>,
    /// In the last week of `weeks`.
    pub week: Vec<RankView>,
}

/// What earns points.
#[derive(Debug, Clone, Serialize)]
pub struct PointsRuleView {
    /// In words, after "5 points for".
    pub what: &'static str,
    /// How many.
    pub points: u32,
}

/// A team activity with points.
#[derive(Debug, Clone, Serialize)]
pub struct ChallengeView {
    /// Its title.
    pub title: String,
    /// Where it is.
    pub url: String,
    /// What it earns.
    pub points: u32,
    /// Until when, in this cohort.
    pub due: Option<TimeView>,
    /// Titles of the teams that did it, of those that are shown.
    pub done: Vec<String>,
}

/// The argument `ranking` of the component `ranking`.
#[derive(Debug, Clone, Serialize)]
pub struct RankingCard {
    /// The cohort.
    pub cohort: CohortLink,
    /// The page with all of it.
    pub url: String,
    /// Until when what people did was counted.
    pub as_of: Option<TimeView>,
    /// The first teams.
    pub teams: Vec<RankView>,
}
