//! [`standings`]: the ledger, counted.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

use super::{Challenge, Crew, Crews, Score, Standings};
use crate::activity::{Record, Verb};
use crate::config::{Amount, PointsConfig};

/// What is counted of a cohort before the caps.
#[derive(Default)]
struct Tally<'a> {
    newest: Option<Timestamp>,
    /// By person, and by day.
    days: BTreeMap<&'a str, BTreeMap<Date, u64>>,
    /// Challenges with the teams that did them, and when for the first time.
    achieved: BTreeMap<&'a str, BTreeMap<&'a str, Timestamp>>,
}

/// The standings of every cohort, in the order of the site. `records` are in the order of [`crate::activity::Read`], which does
/// not depend on that of the file.
#[must_use]
pub fn standings(
    records: &[Record],
    crews: &Crews<'_>,
    rules: &PointsConfig,
    challenges: &[Challenge],
) -> Vec<Standings> {
    let mut tallies: Vec<Tally<'_>> = crews.all.iter().map(|_| Tally::default()).collect();
    let wrote = |record: &&Record| matches!(record.verb, Verb::Posted | Verb::Replied);
    let posts: HashMap<&str, &Record> = records
        .iter()
        .filter(wrote)
        .map(|record| (&*record.id, record))
        .collect();
    let target = |record: &Record| {
        let [a, b] = record.target()?;
        posts.get(&*a).or_else(|| posts.get(&*b)).copied()
    };
    let key = |actor: &str| crews.who(actor).map(|who| who.key.as_str());
    // Somebody of whom nothing is known is told apart by the actor.
    let same = |a: &str, b: &str| a == b || key(a).is_some_and(|a| key(b) == Some(a));
    let mut once: HashSet<(Verb, &str, &str, &str)> = HashSet::new();
    let mut helped: HashSet<&str> = HashSet::new();
    for record in records {
        let earner = match record.verb {
            Verb::Liked | Verb::Accepted => {
                let Some(post) = target(record).filter(|post| !same(&post.actor, &record.actor))
                else {
                    continue;
                };
                let is_known = !record.actor.ends_with(":unknown");
                let by = if record.verb == Verb::Accepted {
                    ""
                } else {
                    &*record.actor
                };
                if (is_known || record.verb == Verb::Accepted)
                    && !once.insert((record.verb, by, &post.id, ""))
                {
                    continue;
                }
                &*post.actor
            }
            _ => &*record.actor,
        };
        let person = key(earner);
        let team = earner.strip_prefix("team:");
        let at = match team.filter(|_| record.verb == Verb::Achieved) {
            Some(team) => of_team(record, team, crews),
            None => crews.of(record, person),
        };
        let Some(at) = at else { continue };
        let (crew, tally) = (&crews.all[at], &mut tallies[at]);
        tally.newest = tally.newest.max(Some(record.time));
        if record.verb == Verb::Achieved {
            let team = match (team, person) {
                (Some(team), _) => crew.teams.iter().map(|(id, _)| *id).find(|id| *id == team),
                (None, Some(person)) => crew.team_of.get(person).copied(),
                (None, None) => None,
            };
            let challenge = challenges.iter().find(|one| one.id == *record.object);
            if let (Some(team), Some(challenge)) = (team, challenge)
                && in_time(challenge, crew, record.time)
            {
                let teams = tally.achieved.entry(&challenge.id).or_default();
                teams.entry(team).or_insert(record.time);
            }
            continue;
        }
        let mut first_help = 0;
        if record.verb == Verb::Replied
            && let Some(post) = target(record)
        {
            // Talking to oneself helps nobody.
            if same(&post.actor, &record.actor) {
                continue;
            }
            if post.verb == Verb::Posted && helped.insert(&post.id) {
                first_help = rules.first_help.0;
            }
        }
        let Some(person) = person.filter(|key| !crew.is_led_by(key)) else {
            continue;
        };
        let points = match record.verb {
            Verb::Posted => rules.post.0,
            Verb::Replied => rules.reply.0 + first_help,
            Verb::Liked => rules.like_received.0,
            Verb::Accepted => rules.answer_accepted.0,
            Verb::Completed if once.insert((record.verb, person, &record.object, crew.id)) => {
                rules.lesson_completed.0
            }
            Verb::Completed | Verb::Achieved | Verb::Other => 0,
        };
        if points > 0 {
            let day = tally.days.entry(person).or_default();
            *day.entry(crew.day(record.time)).or_default() += u64::from(points);
        }
    }
    let finish = |(crew, tally)| finish(crew, tally, rules, challenges);
    crews.all.iter().zip(tallies).map(finish).collect()
}

/// The cohort that has a team of this id and is on.
fn of_team(record: &Record, team: &str, crews: &Crews<'_>) -> Option<usize> {
    crews.all.iter().position(|crew| {
        let has = crew.teams.iter().any(|(id, _)| *id == team);
        has && crew.from <= record.time && record.time < crew.until
    })
}

/// Whether a challenge was done before its deadline; the minute of it belongs to it, as `23:59` means the end of a day.
fn in_time(challenge: &Challenge, crew: &Crew<'_>, time: Timestamp) -> bool {
    let Some(deadline) = &challenge.deadline else {
        return true;
    };
    let mut sessions = crew.timetable.sessions.iter();
    let session = sessions.find(|session| session.id.as_str() == deadline);
    session.is_none_or(|session| {
        let end = session.start.timestamp().checked_add(1.minute());
        end.map_or(true, |end| time < end)
    })
}

fn finish(
    crew: &Crew<'_>,
    tally: Tally<'_>,
    rules: &PointsConfig,
    challenges: &[Challenge],
) -> Standings {
    let empty = || Score {
        total: 0,
        weeks: vec![0; crew.timetable.weeks.len()],
    };
    let mut people = BTreeMap::new();
    let mut teams: BTreeMap<String, Score> = BTreeMap::new();
    for (team, _) in &crew.teams {
        teams.insert((*team).to_owned(), empty());
    }
    for (person, days) in tally.days {
        let mut score = empty();
        for (day, points) in capped(days, rules) {
            score.add(crew, day, points);
        }
        if let Some(team) = crew
            .team_of
            .get(person)
            .and_then(|team| teams.get_mut(*team))
        {
            team.join(&score);
        }
        people.insert(person.to_owned(), score);
    }
    let mut achieved = BTreeMap::new();
    for (id, by) in tally.achieved {
        let points = challenges.iter().find(|one| one.id == id);
        let points = points.map_or(0, |one| u64::from(one.points));
        let order = crew.teams.iter().map(|(team, _)| *team);
        let done: BTreeSet<&str> = by.keys().copied().collect();
        for (team, time) in by {
            if let Some(score) = teams.get_mut(team) {
                score.add(crew, crew.day(time), points);
            }
        }
        let done = order.filter(|team| done.contains(team)).map(str::to_owned);
        achieved.insert(id.to_owned(), done.collect());
    }
    Standings {
        newest: tally.newest,
        teams,
        people,
        achieved,
    }
}

impl Score {
    fn add(&mut self, crew: &Crew<'_>, day: Date, points: u64) {
        self.total += points;
        if let Some(week) = crew.week(day).and_then(|week| self.weeks.get_mut(week)) {
            *week += points;
        }
    }

    fn join(&mut self, other: &Self) {
        self.total += other.total;
        for (week, more) in self.weeks.iter_mut().zip(&other.weeks) {
            *week += more;
        }
    }
}

/// The points of days, no more of them than a day and a week may have.
fn capped(days: BTreeMap<Date, u64>, rules: &PointsConfig) -> impl Iterator<Item = (Date, u64)> {
    let most = |cap: Option<Amount>| cap.map_or(u64::MAX, |cap| u64::from(cap.0));
    let (daily, weekly) = (most(rules.daily_cap), most(rules.weekly_cap));
    let mut week = (None, 0);
    days.into_iter().map(move |(day, points)| {
        let monday = day
            .checked_sub(i64::from(day.weekday().to_monday_zero_offset()).days())
            .unwrap_or(Date::MIN);
        if week.0 != Some(monday) {
            week = (Some(monday), 0);
        }
        let points = points.min(daily).min(weekly - week.1);
        week.1 += points;
        (day, points)
    })
}
