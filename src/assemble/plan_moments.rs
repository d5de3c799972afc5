//! When the elements of the plan are in a cohort.

use super::unknown_session::{Unknown, unknown_session};
use std::collections::{HashMap, HashSet};

use super::Input;

use crate::config::{PlanConfig, Spanned};
use crate::diagnostic::Diagnostic;
use crate::rule;
use crate::schedule::{Moment, NoMoment, Point, weeks_words};
use crate::site::{Cohort, Site};
use crate::source::SourcePath;

/// When the elements of the plan are, in one cohort.
pub(super) struct Moments<'a> {
    input: &'a Input<'a>,
    site: &'a Site,
    cohort: &'a Cohort,
    path: &'a SourcePath,
    /// Which other element each one waits for.
    bases: Vec<Option<usize>>,
}

impl<'a> Moments<'a> {
    /// Finds out which element waits for which; sessions come first where both have the id.
    pub(super) fn new(
        input: &'a Input<'a>,
        site: &'a Site,
        cohort: &'a Cohort,
        path: &'a SourcePath,
    ) -> Self {
        let configs = &input.config.community.plan;
        let ids: HashMap<&str, usize> = configs
            .iter()
            .enumerate()
            .map(|(at, config)| (config.id.as_str(), at))
            .collect();
        let base = |config: &PlanConfig| {
            let base = crate::schedule::anchor_base(config.at.as_ref()?)?;
            let is_session = cohort.timetable.session(&base).is_some();
            ids.get(base.as_str()).copied().filter(|_| !is_session)
        };
        Self {
            input,
            site,
            cohort,
            path,
            bases: configs.iter().map(base).collect(),
        }
    }

    /// For each element the name of the session that it waits for, if that one is cancelled.
    pub(super) fn cancelled(&self) -> Vec<Option<String>> {
        let configs = &self.input.config.community.plan;
        let timetable = &self.cohort.timetable;
        if timetable.sessions.iter().all(|one| one.cancelled.is_none()) {
            return vec![None; configs.len()];
        }
        let of = |first: usize| {
            let mut at = first;
            // A circle has no end, and is a finding.
            for _ in 0..configs.len() {
                let Some(base) = self.bases[at] else { break };
                at = base;
            }
            let base = crate::schedule::anchor_base(configs[at].at.as_ref()?)?;
            let session = timetable.session(&base)?;
            session.cancelled.is_some().then(|| session.title.clone())
        };
        (0..configs.len()).map(of).collect()
    }

    /// The moment of each element; `None` for one that has none, and why is said.
    pub(super) fn resolve(&self, diagnostics: &mut Vec<Diagnostic>) -> Vec<Option<Moment>> {
        let configs = &self.input.config.community.plan;
        let bases = &self.bases;
        let mut moments: Vec<Option<Moment>> = vec![None; configs.len()];
        let mut done = vec![false; configs.len()];
        for first in 0..configs.len() {
            // Each waits for one other at most, so that the way to its root is a list.
            let mut path = Vec::new();
            let mut on_path = HashSet::new();
            let mut next = Some(first);
            while let Some(at) = next.filter(|at| !done[*at] && on_path.insert(*at)) {
                path.push(at);
                next = bases[at];
            }
            if let Some(at) = next.filter(|at| !done[*at]) {
                let start = path.iter().position(|other| *other == at).unwrap_or(0);
                diagnostics.push(self.circle(&path[start..]));
                for at in path {
                    done[at] = true;
                }
                continue;
            }
            for at in path.into_iter().rev() {
                done[at] = true;
                let base = bases[at].map(|base| moments[base].clone());
                moments[at] = self.moment(&configs[at], base, diagnostics);
            }
        }
        moments
    }

    fn circle(&self, members: &[usize]) -> Diagnostic {
        let configs = &self.input.config.community.plan;
        let mut order = members.to_vec();
        if let Some(lead) = (0..order.len()).min_by_key(|at| order[*at]) {
            order.rotate_left(lead);
        }
        let first = &configs[order[0]];
        let mut names: Vec<String> = order
            .iter()
            .map(|at| format!("`{}`", configs[*at].id.value))
            .collect();
        names.push(names[0].clone());
        let message = if let [_] = order.as_slice() {
            format!("the time of `{}` depends on itself", first.id.value)
        } else {
            format!("these wait for each other: {}", names.join(" -> "))
        };
        let span = |config: &PlanConfig| config.at.as_ref().map(Spanned::span);
        let mut found = Diagnostic::new(&rule::ANCHOR_CYCLE, self.path, span(first), message)
            .help("give one of them a session, or a week, a day and a time");
        for at in &order[1..] {
            let other = &configs[*at];
            let label = format!("the time of `{}` is here", other.id.value);
            found = found.related(self.path, span(other), label);
        }
        found
    }

    /// When one element is; `base` is the moment of the element that it waits for, if it waits for one.
    fn moment(
        &self,
        config: &PlanConfig,
        base: Option<Option<Moment>>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<Moment> {
        let id = &config.id;
        let timetable = &self.cohort.timetable;
        let say = |span, message: String, help: &str| {
            Diagnostic::new(&rule::BAD_ANCHOR, self.path, span, message).help(help.to_owned())
        };
        let (found, span) = match (&config.at, &config.week, &config.day, &config.time) {
            (Some(at), None, None, None) => {
                let found = match base {
                    // What is wrong with the other element is said there.
                    Some(None) => return None,
                    Some(Some(base)) => timetable.relative_to(&base, at),
                    None => timetable.moment(Point::Anchor(at)),
                };
                (found, at.span())
            }
            (None, Some(week), Some(day), Some(time)) => {
                let point = Point::Week {
                    number: week.value.0,
                    days: day.value.days_after_monday(),
                    time: Some(time.value.0),
                };
                (timetable.moment(point), week.span())
            }
            (Some(at), ..) => {
                diagnostics.push(say(
                    at.span(),
                    format!(
                        "the plan's `{}` is written for a week and relative to a session at once",
                        id.value
                    ),
                    "leave out `at`, or `week`, `day` and `time`",
                ));
                return None;
            }
            _ => {
                diagnostics.push(say(
                    id.span(),
                    format!("the plan's `{}` has no time", id.value),
                    "add a line like `at = \"kickoff - 3d 09:00\"`, or `week = 1`, `day = \"tue\"` and `time = \"10:00\"`",
                ));
                return None;
            }
        };
        let why = match found {
            Ok(moment) => {
                diagnostics.extend(moment.doubt.map(|doubt| {
                    let what = format!(
                        "the plan's `{}` in the cohort `{}`",
                        id.value, self.cohort.id
                    );
                    let span = config.time.as_ref().map_or(span, Spanned::span);
                    doubt.finding(&what, &timetable.zone_name, (self.path, span))
                }));
                return Some(moment);
            }
            Err(why) => why,
        };
        let written = config.at.as_ref().map_or("", |at| at.value.as_str());
        diagnostics.extend(match why {
            NoMoment::WeekZero => Some(say(
                span,
                "there is no week 0, weeks are counted from 1".to_owned(),
                "for what is to be done before the course, write `at = \"kickoff - 3d 09:00\"`",
            )),
            NoMoment::Unreadable(why) => Some(say(
                span,
                format!("`{written}` says no time: {why}"),
                "write a session and a distance, like `kickoff - 3d 09:00` or `kickoff + 2h`",
            )),
            NoMoment::OutOfRange => Some(say(
                span,
                format!("the time of `{}` is not in the years 1 to 9999", id.value),
                "check the distance",
            )),
            NoMoment::Beyond(weeks) => Some(say(
                span,
                format!(
                    "the cohort `{}` has {}, so this week never comes",
                    self.cohort.id,
                    weeks_words(weeks)
                ),
                &format!(
                    "the last week is {weeks}; for what comes after it, write `at` with a session"
                ),
            )),
            NoMoment::NoSession(session) => {
                let plan = &self.input.config.community.plan;
                let others: Vec<&str> = plan
                    .iter()
                    .map(|other| other.id.as_str())
                    .filter(|other| *other != id.as_str())
                    .collect();
                match unknown_session(self.cohort, &self.site.cohorts, &session, &others) {
                    Unknown::Nowhere(help) => Some(
                        Diagnostic::new(
                            &rule::UNKNOWN_REFERENCE,
                            self.path,
                            span,
                            if self.cohort.timetable.names.is_series(&session) {
                                format!("the schedule has no session `{session}`")
                            } else {
                                format!("neither the schedule nor the plan has a `{session}`")
                            },
                        )
                        .maybe_help(help),
                    ),
                    // It has no time, and why is said there; or it is another cohort's own, and so is this.
                    Unknown::Broken | Unknown::Here => None,
                }
            }
        });
        None
    }
}
