//! `[points]` and `[ranking]`: what earns points, and who sees the standings.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, de};

/// `[points]`. What is not written earns nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PointsConfig {
    /// A lesson that another system says was completed, once a lesson.
    pub lesson_completed: Amount,
    /// A post that begins a conversation.
    pub post: Amount,
    /// A reply.
    pub reply: Amount,
    /// A post that was accepted as the answer, for its author.
    pub answer_accepted: Amount,
    /// A like, for the author of the post.
    pub like_received: Amount,
    /// On top of a reply: the first reply to somebody who had none.
    pub first_help: Amount,
    /// A team activity with a deadline that says no points of its own, for the team.
    pub team_challenge: Amount,
    /// The most that a person gets for a day on the cohort's clock.
    pub daily_cap: Option<Amount>,
    /// The most that a person gets from a Monday to a Sunday.
    pub weekly_cap: Option<Amount>,
}

/// A number of points, 0 to [`Amount::MOST`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Amount(pub u32);

impl Amount {
    /// No single thing earns more; with it, no sum of a ledger can overflow.
    pub const MOST: u32 = 10_000;
}

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Number;
        impl de::Visitor<'_> for Number {
            type Value = Amount;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a whole number of points, like 5,")
            }
            fn visit_i64<E: de::Error>(self, number: i64) -> Result<Amount, E> {
                let points = u32::try_from(number).ok();
                points
                    .filter(|points| *points <= Amount::MOST)
                    .map(Amount)
                    .ok_or_else(|| {
                        let most = Amount::MOST;
                        E::custom(format!(
                            "points go from 0 to {most}, and {number} is outside of that"
                        ))
                    })
            }
        }
        deserializer.deserialize_any(Number)
    }
}

/// `[ranking]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RankingConfig {
    /// Who is shown.
    pub show: Show,
    /// Teams with fewer members are never shown, and no people where fewer than this agreed.
    pub min_group: MinGroup,
    /// How many are shown before and behind a person.
    pub neighbours: Neighbours,
}

impl Default for RankingConfig {
    fn default() -> Self {
        Self {
            show: Show::Teams,
            min_group: MinGroup(3),
            neighbours: Neighbours(2),
        }
    }
}

/// Who is in a ranking.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Show {
    /// Teams.
    #[default]
    Teams,
    /// People who agreed to be named.
    People,
    /// Teams, then people.
    Both,
    /// Nobody: points are counted for the facilitators alone.
    None,
}

impl Show {
    /// Whether teams are shown.
    #[must_use]
    pub fn teams(self) -> bool {
        matches!(self, Self::Teams | Self::Both)
    }

    /// Whether people are.
    #[must_use]
    pub fn people(self) -> bool {
        matches!(self, Self::People | Self::Both)
    }
}

/// How many a group has at least before it is shown: the points of a smaller one are those of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct MinGroup(pub usize);

/// How many are shown on each side of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Neighbours(pub usize);

impl<'de> Deserialize<'de> for MinGroup {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        within(deserializer, 2, 100, "a group has 2 to 100 members here").map(Self)
    }
}

impl<'de> Deserialize<'de> for Neighbours {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        within(
            deserializer,
            0,
            10,
            "there are 0 to 10 neighbours on each side",
        )
        .map(Self)
    }
}

fn within<'de, D: Deserializer<'de>>(
    deserializer: D,
    least: i64,
    most: i64,
    rule: &'static str,
) -> Result<usize, D::Error> {
    struct Number(i64, i64, &'static str);
    impl de::Visitor<'_> for Number {
        type Value = usize;
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a whole number, like 3,")
        }
        fn visit_i64<E: de::Error>(self, number: i64) -> Result<usize, E> {
            let Self(least, most, rule) = self;
            usize::try_from(number)
                .ok()
                .filter(|_| (least..=most).contains(&number))
                .ok_or_else(|| E::custom(format!("{rule}, and not {number}")))
        }
    }
    deserializer.deserialize_any(Number(least, most, rule))
}
