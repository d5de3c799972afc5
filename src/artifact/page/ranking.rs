//! The ranking of each cohort: teams first, people as they agreed, and how points are counted.
//!
//! A ranking is a disclosure to the world, so that it holds totals of groups and the names that people chose, and nothing else: no
//! team below `min_group`, and none of which so few are not named that the rest gives their points away.

use std::collections::BTreeMap;

use super::link::{cohort_link, cohort_page, person_url, team_path};
use super::{Context, Page, Planned, local};
use crate::config::{RankingConfig, Show};
use crate::document::Document;
use crate::points::{Crew, Crews, Points, Score, Standings, neighbours, ranked};
use crate::schedule::date_view;
use crate::site::{Cohort, Team};
use crate::source::KeyWriter;
use crate::view::{
    BarView, ChallengeView, Link, PointsRuleView, RankView, RankedPersonView, RankedWeekView,
    RankingCard, RankingView,
};

/// How high a picture of weeks is.
const HEIGHT: u64 = 24;

/// How wide a week is in it.
const STEP: usize = 8;

/// So many teams are on a card.
const ON_CARD: usize = 5;

/// The address of the ranking of a cohort below the base path.
pub(crate) fn ranking_path(cohort: &Cohort) -> String {
    format!("cohorts/{}/ranking/", cohort.id)
}

pub(super) fn plan<'a>(context: &'a Context<'a>) -> Vec<Planned<'a>> {
    let site = context.site;
    let all = Link {
        title: "Cohorts".to_owned(),
        url: site.url("cohorts/"),
    };
    let plan = |cohort: &'a Cohort| {
        let points = context.shown_points()?;
        let title = format!("Ranking of {}", cohort.title);
        let page = Page::new("ranking", ranking_path(cohort), title)
            .section("cohorts")
            .breadcrumbs(vec![context.home(), all.clone(), cohort_page(site, cohort)]);
        Some(context.page(page, "ranking", context.ranking_page(points, cohort)))
    };
    site.cohorts.iter().filter_map(plan).collect()
}

/// Somebody in the ranking of people.
struct Named<'a> {
    name: &'a str,
    url: Option<String>,
    score: Option<&'a Score>,
}

impl Context<'_> {
    /// Points, if anybody sees them.
    fn shown_points(&self) -> Option<&Points> {
        let points = self.site.points.as_ref()?;
        (points.ranking.show != Show::None).then_some(points)
    }

    /// The ranking of a cohort, if this course shows one.
    pub(super) fn ranking_url(&self, cohort: &Cohort) -> Option<String> {
        self.shown_points()
            .map(|_| self.site.url(&ranking_path(cohort)))
    }

    /// The card of a ranking.
    pub(super) fn ranking_card(&self, cohort: &Cohort) -> Option<RankingCard> {
        let points = self.shown_points()?;
        let ranking = self.ranking_page(points, cohort);
        let teams = ranking.teams.into_iter().take(ON_CARD);
        Some(RankingCard {
            cohort: ranking.cohort,
            url: self.site.url(&ranking_path(cohort)),
            as_of: ranking.as_of,
            teams: teams.collect(),
        })
    }

    /// Adds what a text shows of rankings to the key of its page.
    pub(super) fn add_rankings_in(&self, document: Option<&Document>, key: &mut KeyWriter) {
        let directives = document.into_iter().flat_map(|page| &page.body.directives);
        if !directives
            .into_iter()
            .any(|one| one.opening.name == "ranking")
        {
            return;
        }
        for cohort in &self.site.cohorts {
            let card = self.ranking_card(cohort);
            key.part(&serde_json::to_vec(&card).unwrap_or_default());
        }
    }

    fn ranking_page(&self, points: &Points, cohort: &Cohort) -> RankingView {
        let site = self.site;
        let none = Standings::default();
        let standings = points.standings.get(&cohort.id).unwrap_or(&none);
        let config = points.ranking;
        let crews = Crews::new(std::slice::from_ref(cohort), &site.community);
        let named = crews
            .all
            .first()
            .map_or_else(BTreeMap::new, |crew| self.named(&crews, crew, standings));
        let shown = |team: &&Team| config.show.teams() && is_shown(team, &named, config);
        let teams: Vec<&Team> = cohort.teams.iter().filter(shown).collect();
        // When somebody last looked is later than what was found then.
        let fetched = site.snapshot.as_ref().map(|all| all.fetched);
        let newest = standings.newest;
        let as_of = newest.map(|newest| fetched.map_or(newest, |fetched| fetched.max(newest)));
        let timetable = &cohort.timetable;
        let day = as_of.map(|as_of| timetable.zone.to_datetime(as_of).date());
        let weeks = timetable.weeks.iter();
        let weeks = weeks
            .filter(|week| day.is_some_and(|day| week.from <= day))
            .count();
        let mut view = RankingView {
            cohort: cohort_link(site, cohort),
            as_of: as_of.map(|as_of| local(cohort, as_of)),
            shows_teams: config.show.teams(),
            shows_people: config.show.people(),
            teams: Vec::new(),
            has_small_teams: config.show.teams() && teams.len() < cohort.teams.len(),
            weeks: Vec::new(),
            people: Vec::new(),
            min_group: config.min_group.0,
            rules: rules(points),
            daily_cap: points.rules.daily_cap.map(|cap| cap.0),
            weekly_cap: points.rules.weekly_cap.map(|cap| cap.0),
            challenges: self.challenges(points, standings, cohort, &teams),
        };
        if as_of.is_some() {
            let score = |team: &Team| standings.teams.get(&team.id);
            view.teams = self.places(cohort, &teams, |team| {
                score(team).map_or(0, |score| score.total)
            });
            let bars = |at: &Team| {
                let weeks = |team: &Team| score(team).map_or(&[][..], |score| &score.weeks);
                let all = teams.iter().flat_map(|team| weeks(team));
                bars(weeks(at), all.copied().max().unwrap_or(0))
            };
            for row in &mut view.teams {
                let is_its =
                    |team: &&&Team| row.url == Some(self.site.url(&team_path(cohort, team)));
                row.bars = teams
                    .iter()
                    .find(is_its)
                    .map_or_else(Vec::new, |team| bars(team));
            }
            for (at, week) in timetable.weeks.iter().take(weeks).enumerate().rev() {
                let of = |team: &Team| score(team).and_then(|score| score.weeks.get(at)).copied();
                view.weeks.push(RankedWeekView {
                    number: week.number,
                    title: week.title.clone(),
                    from: date_view(week.from),
                    to: date_view(week.to),
                    teams: self.places(cohort, &teams, |team| of(team).unwrap_or(0)),
                });
            }
            if config.show.people() && named.len() >= config.min_group.0 {
                view.people = people(&named, weeks.checked_sub(1), config);
            }
        }
        view
    }

    fn places(
        &self,
        cohort: &Cohort,
        teams: &[&Team],
        points: impl Fn(&Team) -> u64,
    ) -> Vec<RankView> {
        let scores = teams
            .iter()
            .map(|team| ((&team.title, &team.id), points(team)));
        let place = |(place, (title, id), points): (usize, (&String, &String), u64)| {
            let team = teams.iter().find(|team| team.id == *id);
            RankView {
                place,
                title: title.clone(),
                url: team.map(|team| self.site.url(&team_path(cohort, team))),
                points,
                bars: Vec::new(),
                is_self: false,
            }
        };
        ranked(scores).into_iter().map(place).collect()
    }

    /// Those who agreed to be named, by key: members of teams, and whoever has points in this cohort.
    fn named<'s>(
        &'s self,
        crews: &Crews<'s>,
        crew: &Crew<'_>,
        standings: &'s Standings,
    ) -> BTreeMap<&'s str, Named<'s>> {
        let community = &self.site.community;
        let known = crews.known().filter_map(|(_, who)| {
            let (key, name) = (who.key.as_str(), who.name.as_deref()?);
            let score = standings.people.get(key);
            let is_in = crew.team_of.contains_key(key) || score.is_some();
            (is_in && !crew.is_led_by(key)).then_some((key, name, score))
        });
        let named = known.map(|(key, name, score)| {
            let person = community.by_id.get(key).map(|at| &community.people[*at]);
            let url = person.map(|person| self.site.url(&person_url(person)));
            (key, Named { name, url, score })
        });
        named.collect()
    }

    fn challenges(
        &self,
        points: &Points,
        standings: &Standings,
        cohort: &Cohort,
        teams: &[&Team],
    ) -> Vec<ChallengeView> {
        let view = |challenge: &crate::points::Challenge| {
            let done = standings.achieved.get(&challenge.id);
            let title = |id: &String| teams.iter().find(|team| team.id == *id);
            let done = done.into_iter().flatten().filter_map(title);
            let due = challenge.deadline.as_deref();
            ChallengeView {
                title: challenge.title.clone(),
                url: self.site.url(&challenge.url),
                points: challenge.points,
                due: due.and_then(|id| self.due(cohort, id)),
                done: done.map(|team| team.title.clone()).collect(),
            }
        };
        points.challenges.iter().map(view).collect()
    }

    /// When a session of a cohort is.
    pub(super) fn due(&self, cohort: &Cohort, id: &str) -> Option<crate::view::TimeView> {
        let mut sessions = cohort.timetable.sessions.iter();
        let session = sessions.find(|session| session.id.as_str() == id)?;
        Some(crate::schedule::time_view(&session.start))
    }
}

/// Whether the points of a team may be shown: it is no smaller than the smallest group and, where people are shown beside it,
/// what is left of its points without theirs is that of nobody or of a group.
fn is_shown(team: &Team, named: &BTreeMap<&str, Named<'_>>, config: RankingConfig) -> bool {
    let least = config.min_group.0;
    let is_named = |member: &&String| config.show.people() && named.contains_key(member.as_str());
    let rest = team.members.len() - team.members.iter().filter(is_named).count();
    team.members.len() >= least && (rest == 0 || rest >= least)
}

fn bars(weeks: &[u64], tallest: u64) -> Vec<BarView> {
    let bar = |(at, points): (usize, &u64)| {
        // What is there is seen.
        let height = (points * HEIGHT).checked_div(tallest).unwrap_or(0);
        let height = height.max(u64::from(*points > 0));
        BarView {
            x: at * STEP,
            y: HEIGHT - height,
            height,
        }
    };
    weeks.iter().enumerate().map(bar).collect()
}

/// Each person with those around it, by name.
fn people(
    named: &BTreeMap<&str, Named<'_>>,
    week: Option<usize>,
    config: RankingConfig,
) -> Vec<RankedPersonView> {
    let total = |score: Option<&Score>| score.map_or(0, |score| score.total);
    let of_week = |score: Option<&Score>| {
        week.and_then(|at| score?.weeks.get(at).copied())
            .unwrap_or(0)
    };
    let order = |points: &dyn Fn(Option<&Score>) -> u64| {
        ranked(
            named
                .iter()
                .map(|(key, one)| ((one.name, *key), points(one.score))),
        )
    };
    let (overall, weekly) = (order(&total), order(&of_week));
    let around = |all: &[(usize, (&str, &str), u64)], key: &str| {
        let at = all
            .iter()
            .position(|(_, (_, one), _)| *one == key)
            .unwrap_or(0);
        let rows = neighbours(all, at, config.neighbours.0).iter();
        rows.map(|(place, (name, one), points)| RankView {
            place: *place,
            title: (*name).to_owned(),
            url: named.get(one).and_then(|one| one.url.clone()),
            points: *points,
            bars: Vec::new(),
            is_self: *one == key,
        })
        .collect()
    };
    let mut keys: Vec<(&str, &str)> = named.iter().map(|(key, one)| (one.name, *key)).collect();
    keys.sort_by_key(|(name, key)| (name.to_lowercase(), *key));
    keys.into_iter()
        .map(|(name, key)| RankedPersonView {
            name: name.to_owned(),
            overall: around(&overall, key),
            week: around(&weekly, key),
        })
        .collect()
}

/// The rules that earn something, as a learner reads them.
fn rules(points: &Points) -> Vec<PointsRuleView> {
    let rules = &points.rules;
    let all = [
        (
            "a post of yours that was accepted as the answer",
            rules.answer_accepted,
        ),
        ("a post that begins a conversation", rules.post),
        ("a reply to somebody else", rules.reply),
        (
            "the first reply to somebody who had none, on top",
            rules.first_help,
        ),
        (
            "a like that a post of yours gets from somebody else",
            rules.like_received,
        ),
        (
            "a lesson that was completed in another system",
            rules.lesson_completed,
        ),
    ];
    let earning = all.into_iter().filter(|(_, points)| points.0 > 0);
    let mut earning: Vec<PointsRuleView> = earning
        .map(|(what, points)| PointsRuleView {
            what,
            points: points.0,
        })
        .collect();
    earning.sort_by_key(|rule| std::cmp::Reverse(rule.points));
    earning
}
