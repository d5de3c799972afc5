//! [`Pulse`]: how a cohort is, for its facilitators alone: who has not been heard of, who waits for a reply, which team is quiet.
//!
//! Everything is said as of the moment until which the ledger knows what happened, never as of the clock: whoever has not fetched
//! for a week would read that nobody replied for a week. It names people by what the course knows of them, so that it is in no
//! learners' portal, and no address is in it, for none is in a ledger.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use crate::activity::{Read, Record, Verb};
use crate::points::{Crew, Crews};
use crate::schedule::date_view;
use crate::site::{Cohort, Site};

/// After so many days without anything a team is quiet.
const QUIET: i64 = 7;

/// How a cohort is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Pulse {
    /// The id of the cohort.
    pub cohort: String,
    /// Its name.
    pub title: String,
    /// Until when the ledger knows what happened; `null` if nothing of this cohort is in it.
    pub as_of: Option<Timestamp>,
    /// The day of that on the cohort's clock, `20 October 2026`.
    pub as_of_day: Option<String>,
    /// After how many days a post waits too long.
    pub after_days: i64,
    /// Members of teams who have not written anything.
    pub silent: Vec<Silent>,
    /// Posts of learners without a reply after that time, the oldest first.
    pub waiting: Vec<Waiting>,
    /// Teams of which nobody did anything for a week.
    pub quiet_teams: Vec<QuietTeam>,
    /// How many of the members were active in each week so far.
    pub weeks: Vec<ActiveWeek>,
    /// Threads in which one person alone has written.
    pub alone: Vec<Thread>,
    /// Who answered whom how often, most often first.
    pub answers: Vec<Answer>,
}

/// A member of a team who has not written anything.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Silent {
    /// A name with consent, else the id.
    pub who: String,
    /// The name of the team.
    pub team: String,
    /// Whether data/people.toml says which actor this is: without it nobody can tell.
    pub is_known: bool,
}

/// A post that waits for a reply.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Waiting {
    /// Who wrote it.
    pub who: String,
    /// The thread.
    pub thread: Thread,
    /// When it was written.
    pub at: Timestamp,
    /// The day of that on the cohort's clock.
    pub day: String,
    /// For how many whole days it waits.
    pub days: i64,
}

/// A thread.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Thread {
    /// What the page or block is called, else what the source calls the thread.
    pub title: String,
    /// Its page in the portal.
    pub url: Option<String>,
}

/// A team of which nobody did anything for a week.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct QuietTeam {
    /// Its name.
    pub title: String,
    /// The last day with something of it; `null` if there was nothing at all.
    pub last_day: Option<String>,
}

/// How many were active in a week.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ActiveWeek {
    /// Its number as learners count; `null` in a break.
    pub number: Option<u32>,
    /// The name of the break.
    pub title: Option<String>,
    /// How many did something.
    pub active: usize,
    /// How many could have: members of teams, and everybody else who ever did something here.
    pub of: usize,
    /// The share, 0 to 100.
    pub percent: usize,
}

/// Who answered whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Answer {
    /// Who answered.
    pub who: String,
    /// Whom.
    pub whom: String,
    /// How often.
    pub times: usize,
}

impl Pulse {
    /// The pulse of a cohort. `fetched` is when somebody last looked into the forum; a post without a reply counts `after` days.
    #[must_use]
    pub fn of(
        site: &Site,
        cohort: &Cohort,
        ledger: &Read,
        fetched: Option<Timestamp>,
        after: i64,
    ) -> Self {
        let crews = Crews::new(&site.cohorts, &site.community);
        let at = site.cohorts.iter().position(|one| one.id == cohort.id);
        let mut pulse = Self {
            cohort: cohort.id.clone(),
            title: cohort.title.clone(),
            as_of: None,
            as_of_day: None,
            after_days: after,
            silent: Vec::new(),
            waiting: Vec::new(),
            quiet_teams: Vec::new(),
            weeks: Vec::new(),
            alone: Vec::new(),
            answers: Vec::new(),
        };
        let Some(at) = at else { return pulse };
        let own = |record: &&Record| {
            let key = crews.who(&record.actor).map(|who| who.key.as_str());
            crews.of(record, key) == Some(at)
        };
        let records: Vec<&Record> = ledger.records.iter().filter(own).collect();
        let newest = records.last().map(|record| record.time);
        pulse.as_of = newest.map(|newest| fetched.map_or(newest, |fetched| fetched.max(newest)));
        let Some(as_of) = pulse.as_of else {
            return pulse;
        };
        let crew = &crews.all[at];
        pulse.as_of_day = Some(date_view(crew.day(as_of)).text);
        let talk = Talk {
            site,
            crews: &crews,
            crew,
            records,
        };
        pulse.silent = talk.silent(cohort);
        pulse.quiet_teams = talk.quiet_teams(cohort, as_of);
        pulse.weeks = talk.weeks(as_of);
        talk.replies(as_of, &mut pulse);
        pulse
    }
}

/// What was done in a cohort.
struct Talk<'a> {
    site: &'a Site,
    crews: &'a Crews<'a>,
    crew: &'a Crew<'a>,
    records: Vec<&'a Record>,
}

impl<'a> Talk<'a> {
    /// Who somebody is: people with several actors are one.
    fn key(&self, actor: &'a str) -> &'a str {
        self.crews.who(actor).map_or(actor, |who| &who.key)
    }

    /// A name with consent, an id, or what the source calls somebody.
    fn name(&self, actor: &'a str) -> String {
        let who = self.crews.who(actor);
        let named = who.map(|who| who.name.clone().unwrap_or_else(|| who.key.clone()));
        named
            .filter(|name| !name.starts_with('#'))
            .unwrap_or_else(|| actor.to_owned())
    }

    /// Whoever did it is somebody, and no team.
    fn is_person(record: &Record) -> bool {
        !record.actor.starts_with("team:") && !record.actor.ends_with(":unknown")
    }

    fn silent(&self, cohort: &Cohort) -> Vec<Silent> {
        let wrote = |record: &&&Record| matches!(record.verb, Verb::Posted | Verb::Replied);
        let heard: HashSet<&str> = self
            .records
            .iter()
            .filter(wrote)
            .map(|record| self.key(&record.actor))
            .collect();
        let mut known: BTreeMap<&str, Option<&str>> = BTreeMap::new();
        for (_, who) in self.crews.known() {
            let name = known.entry(&who.key).or_default();
            *name = name.or(who.name.as_deref());
        }
        let members = cohort.teams.iter().flat_map(|team| {
            let members = team.members.iter();
            members.map(move |member| (team, member.as_str()))
        });
        let silent = members.filter(|(_, member)| !heard.contains(member));
        silent
            .map(|(team, member)| {
                let name = known.get(member).copied().flatten();
                let person = self.site.community.person(member);
                let name = name.or(person.map(|person| person.name.as_str()));
                Silent {
                    who: name.unwrap_or(member).to_owned(),
                    team: team.title.clone(),
                    is_known: known.contains_key(member),
                }
            })
            .collect()
    }

    fn quiet_teams(&self, cohort: &Cohort, as_of: Timestamp) -> Vec<QuietTeam> {
        let mut last: HashMap<&str, Timestamp> = HashMap::new();
        for record in &self.records {
            let team = match record.actor.strip_prefix("team:") {
                Some(team) => Some(team),
                None => self.crew.team_of.get(self.key(&record.actor)).copied(),
            };
            if let Some(team) = team {
                // They are in order of time.
                last.insert(team, record.time);
            }
        }
        let quiet = cohort.teams.iter().filter_map(|team| {
            let last = last.get(team.id.as_str()).copied();
            let is_quiet = days(last.unwrap_or(self.crew.from), as_of) >= QUIET;
            is_quiet.then(|| QuietTeam {
                title: team.title.clone(),
                last_day: last.map(|last| date_view(self.crew.day(last)).text),
            })
        });
        quiet.collect()
    }

    fn weeks(&self, as_of: Timestamp) -> Vec<ActiveWeek> {
        let today = self.crew.day(as_of);
        let weeks = &self.crew.timetable.weeks;
        let mut active: Vec<HashSet<&str>> = vec![HashSet::new(); weeks.len()];
        let mut all: HashSet<&str> = self.crew.team_of.keys().copied().collect();
        for record in self.records.iter().filter(|record| Self::is_person(record)) {
            let key = self.key(&record.actor);
            if self.crew.is_led_by(key) {
                continue;
            }
            all.insert(key);
            if let Some(week) = self.crew.week(self.crew.day(record.time)) {
                active[week].insert(key);
            }
        }
        let begun = weeks
            .iter()
            .zip(active)
            .filter(|(week, _)| week.from <= today);
        begun
            .map(|(week, active)| ActiveWeek {
                number: week.number,
                title: week.title.clone(),
                active: active.len(),
                of: all.len(),
                percent: (active.len() * 100).checked_div(all.len()).unwrap_or(0),
            })
            .collect()
    }

    /// Everything about posts and replies.
    fn replies(&self, as_of: Timestamp, pulse: &mut Pulse) {
        let wrote = |record: &&&Record| matches!(record.verb, Verb::Posted | Verb::Replied);
        let posts: HashMap<&str, &Record> = self
            .records
            .iter()
            .filter(wrote)
            .map(|record| (&*record.id, *record))
            .collect();
        let mut answered: HashSet<&str> = HashSet::new();
        // Where a source does not say to which post somebody replied, every post before it in the thread has been answered.
        let mut last_reply: HashMap<&str, (Timestamp, &str)> = HashMap::new();
        let mut pairs: BTreeMap<(String, String), usize> = BTreeMap::new();
        let mut authors: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for record in self.records.iter().filter(wrote) {
            let who = self.key(&record.actor);
            authors.entry(&record.object).or_default().insert(who);
            if record.verb == Verb::Posted {
                continue;
            }
            let target = record.target();
            let target =
                target.and_then(|[a, b]| posts.get(&*a).or_else(|| posts.get(&*b)).copied());
            match target {
                Some(post) if self.key(&post.actor) != who => {
                    answered.insert(&post.id);
                    let pair = (self.name(&record.actor), self.name(&post.actor));
                    *pairs.entry(pair).or_default() += 1;
                }
                Some(_) => {}
                None => {
                    last_reply.insert(&record.object, (record.time, who));
                }
            }
        }
        let waits = |record: &&&Record| {
            let later = last_reply.get(&*record.object);
            let is_later = |(time, who): &(Timestamp, &str)| {
                *time >= record.time && *who != self.key(&record.actor)
            };
            record.verb == Verb::Posted
                && !self.crew.is_led_by(self.key(&record.actor))
                && days(record.time, as_of) >= pulse.after_days
                && !answered.contains(&*record.id)
                && !later.is_some_and(is_later)
        };
        let waiting = self.records.iter().filter(waits).map(|record| Waiting {
            who: self.name(&record.actor),
            thread: self.thread(&record.object),
            at: record.time,
            day: date_view(self.crew.day(record.time)).text,
            days: days(record.time, as_of),
        });
        pulse.waiting = waiting.collect();
        let alone = authors.iter().filter(|(_, authors)| authors.len() == 1);
        pulse.alone = alone.map(|(key, _)| self.thread(key)).collect();
        pulse.alone.sort();
        let answers = pairs
            .into_iter()
            .map(|((who, whom), times)| Answer { who, whom, times });
        pulse.answers = answers.collect();
        pulse
            .answers
            .sort_by_key(|answer| std::cmp::Reverse(answer.times));
    }

    /// What people call a thread.
    fn thread(&self, key: &str) -> Thread {
        let site = self.site;
        let parts: Vec<&str> = key.trim_matches('/').splitn(3, '/').collect();
        let (["t", _, id], Some(_)) = (parts.as_slice(), &site.forum) else {
            return Thread {
                title: key.to_owned(),
                url: None,
            };
        };
        let lesson = site.lessons.iter().find(|lesson| lesson.id == *id);
        let title = lesson.map(|lesson| lesson.title.clone()).or_else(|| {
            let (kind, id) = id.split_once('-')?;
            let sessions = &self.crew.timetable.sessions;
            let introductions = &site.community.introductions;
            let teams = site.cohorts.iter().flat_map(|cohort| &cohort.teams);
            match kind {
                "module" => site
                    .modules
                    .iter()
                    .find(|one| one.id == id)
                    .map(|one| one.title.clone()),
                "session" => sessions
                    .iter()
                    .find(|one| one.id.as_str() == id)
                    .map(|one| one.title.clone()),
                "team" => teams
                    .into_iter()
                    .find(|one| one.id == id)
                    .map(|one| one.title.clone()),
                "group" => site
                    .community
                    .groups
                    .iter()
                    .find(|one| one.id == id)
                    .map(|one| one.title.clone()),
                "introduce" => {
                    let one = introductions.iter().find(|one| one.id == id)?;
                    Some(one.title.clone().unwrap_or_else(|| "Say hello".to_owned()))
                }
                _ => None,
            }
        });
        Thread {
            url: title
                .is_some()
                .then(|| site.url(key.trim_start_matches('/'))),
            title: title.unwrap_or_else(|| (*id).to_owned()),
        }
    }
}

/// Whole days between two moments.
fn days(from: Timestamp, to: Timestamp) -> i64 {
    let hours: SignedDuration = to.duration_since(from);
    hours.as_hours() / 24
}
