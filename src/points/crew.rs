//! [`Crews`]: who is in which cohort when.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, Time};
use jiff::{Timestamp, ToSpan};

use super::Who;
use crate::activity::Record;
use crate::config::Role;
use crate::schedule::Timetable;
use crate::site::{Cohort, Community};

/// A cohort as points see it.
#[derive(Debug)]
pub struct Crew<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its clock and its weeks.
    pub timetable: &'a Timetable,
    /// Its first instant.
    pub from: Timestamp,
    /// The first instant after it.
    pub until: Timestamp,
    /// The team of each person who is in one, by the key of the person.
    pub team_of: BTreeMap<&'a str, &'a str>,
    /// Teams in the author's order, with all of their members.
    pub teams: Vec<(&'a str, &'a [String])>,
    /// Keys of people who lead it.
    facilitators: BTreeSet<&'a str>,
}

/// All cohorts.
#[derive(Debug)]
pub struct Crews<'a> {
    /// In the order of the site.
    pub all: Vec<Crew<'a>>,
    who: &'a BTreeMap<String, Who>,
}

impl<'a> Crews<'a> {
    /// The cohorts of a course and those who are in them.
    #[must_use]
    pub fn new(cohorts: &'a [Cohort], community: &'a Community) -> Self {
        let leads = |person: &&crate::site::Person| person.role == Role::Facilitator;
        let of_course = community.people.iter().filter(leads);
        let of_course: BTreeSet<&str> = of_course.map(|person| person.id.as_str()).collect();
        let crew = |cohort: &'a Cohort| {
            let teams = cohort.teams.iter();
            let of_team = |team: &'a crate::site::Team| {
                let members = team.members.iter();
                members.map(move |member| (member.as_str(), team.id.as_str()))
            };
            // Whoever is in two teams has a finding, and the first one counts.
            let mut team_of = BTreeMap::new();
            for (member, team) in teams.clone().flat_map(of_team) {
                team_of.entry(member).or_insert(team);
            }
            let own = cohort.facilitators.iter().map(String::as_str);
            let facilitators = of_course.iter().copied().chain(own);
            Crew {
                id: &cohort.id,
                timetable: &cohort.timetable,
                from: cohort.timetable.starts(),
                until: ends(&cohort.timetable),
                facilitators: facilitators
                    .filter(|key| !team_of.contains_key(key))
                    .collect(),
                team_of,
                teams: teams.map(|team| (&*team.id, &*team.members)).collect(),
            }
        };
        Self {
            all: cohorts.iter().map(crew).collect(),
            who: &community.voices.who,
        }
    }

    /// Who an actor is; `None` for somebody of whom the course knows nothing.
    #[must_use]
    pub fn who(&self, actor: &str) -> Option<&'a Who> {
        self.who.get(actor)
    }

    /// Everybody of whom the course knows by key, with a name where there is one.
    pub fn known(&self) -> impl Iterator<Item = (&'a str, &'a Who)> {
        self.who.iter().map(|(actor, who)| (actor.as_str(), who))
    }

    /// The cohort in which something was done by somebody, by its place: the one whose thread it was in. Where that says nothing,
    /// it is the one in which the person has a team, or the only one that was on.
    #[must_use]
    pub fn of(&self, record: &Record, key: Option<&str>) -> Option<usize> {
        let is_on = |crew: &Crew<'_>| crew.from <= record.time && record.time < crew.until;
        let all = || self.all.iter().enumerate().filter(|(_, crew)| is_on(crew));
        if let Some(cohort) = record.cohort()
            && self.all.iter().any(|crew| crew.id == cohort)
        {
            return all().find(|(_, crew)| crew.id == cohort).map(|(at, _)| at);
        }
        if let Some(key) = key
            && let Some((at, _)) = all().find(|(_, crew)| crew.team_of.contains_key(key))
        {
            return Some(at);
        }
        let mut on = all();
        let only = on.next().map(|(at, _)| at);
        only.filter(|_| on.next().is_none())
    }
}

impl Crew<'_> {
    /// Whether somebody leads this cohort and is in none of its teams.
    #[must_use]
    pub fn is_led_by(&self, key: &str) -> bool {
        self.facilitators.contains(key)
    }

    /// The day on the clock of the cohort.
    #[must_use]
    pub fn day(&self, time: Timestamp) -> Date {
        self.timetable.zone.to_datetime(time).date()
    }

    /// The week of the timetable with this day in it.
    #[must_use]
    pub fn week(&self, day: Date) -> Option<usize> {
        let weeks = self.timetable.weeks.iter();
        let mut weeks = weeks.enumerate();
        let found = weeks.find(|(_, week)| week.from <= day && day <= week.to);
        found.map(|(at, _)| at)
    }
}

fn ends(timetable: &Timetable) -> Timestamp {
    let next = timetable.last_day.checked_add(1.day()).ok();
    let next = next.map(|day| day.to_datetime(Time::midnight()));
    next.and_then(|next| timetable.zone.to_timestamp(next).ok())
        .unwrap_or(Timestamp::MAX)
}
