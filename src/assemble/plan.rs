//! The plan: what the facilitator of each cohort does when, and what there is to post.

use std::collections::{BTreeMap, HashMap};

use jiff::ZonedDateTime;

use super::Input;
use super::plan_text::{Facts, render};
use super::release::{Unknown, unknown_session};
use crate::address;
use crate::config::{PlanConfig, Spanned};
use crate::diagnostic::{Diagnostic, did_you_mean, one_of};
use crate::rule;
use crate::schedule::{Moment, NoMoment, Point, State};
use crate::site::{Cohort, PlanItem, Site};
use crate::source::SourcePath;

/// The file of the plan.
const FILE: &str = "community.toml";

/// The plan of every cohort, by its id, in order of time. What is wrong with it is said in every edition; in the learners' the
/// texts of cohorts that are over are not looked at again.
pub(super) fn plans(
    input: &Input<'_>,
    site: &Site,
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeMap<String, Vec<PlanItem>> {
    let mut plans = BTreeMap::new();
    let configs = &input.config.community.plan;
    if configs.is_empty() {
        return plans;
    }
    let path = SourcePath::new(FILE);
    let channels: Vec<_> = configs
        .iter()
        .map(|config| {
            let channel = config.channel.as_ref()?;
            let found = channel_of(site, channel);
            found.map_err(|found| diagnostics.push(*found)).ok()
        })
        .collect();
    for cohort in &site.cohorts {
        if cohort.state == State::Past && !input.options.facilitator {
            continue;
        }
        let moments = Moments {
            input,
            site,
            cohort,
            path: &path,
        }
        .resolve(diagnostics);
        let facts = Facts::new(site, cohort);
        let mut items: Vec<PlanItem> = Vec::new();
        for ((config, at), channel) in configs.iter().zip(moments).zip(&channels) {
            let Some(Moment { is: at, .. }) = at else {
                continue;
            };
            let text = config.text.as_ref().and_then(|text| {
                prose(
                    input,
                    config,
                    text,
                    &at,
                    channel.as_ref(),
                    &facts,
                    diagnostics,
                )
            });
            items.push(PlanItem {
                id: config.id.as_str().to_owned(),
                at,
                role: config.role,
                channel: channel.clone(),
                title: config.title.clone(),
                text,
            });
        }
        items.sort_by_key(|item| item.at.timestamp());
        plans.insert(cohort.id.clone(), items);
    }
    plans
}

/// The channel that is meant: its name and its address.
fn channel_of(
    site: &Site,
    written: &Spanned<String>,
) -> Result<(String, Option<String>), Box<Diagnostic>> {
    let say = |message: String, help: String| {
        let path = SourcePath::new(FILE);
        Box::new(
            Diagnostic::new(&rule::UNKNOWN_REFERENCE, &path, written.span(), message).help(help),
        )
    };
    let name = written.value.as_str();
    if name == "forum" {
        return match &site.forum {
            Some(forum) => Ok(("Forum".to_owned(), forum.home.clone())),
            None => Err(say(
                "the course has no forum".to_owned(),
                "add a [forum] table, or name another channel".to_owned(),
            )),
        };
    }
    let channels = || site.community.channels.iter();
    let titled: Vec<_> = channels().filter(|channel| channel.title == name).collect();
    let of_kind: Vec<_> = channels()
        .filter(|channel| channel.kind.facts().0 == name)
        .collect();
    match (titled.as_slice(), of_kind.as_slice()) {
        ([channel, ..], _) | ([], [channel]) => Ok((channel.title.clone(), channel.url.clone())),
        ([], []) => {
            let mut known: Vec<&str> = channels()
                .flat_map(|channel| [channel.kind.facts().0, channel.title.as_str()])
                .collect();
            known.extend(site.forum.is_some().then_some("forum"));
            let help = did_you_mean(name, &known).unwrap_or_else(|| {
                if known.is_empty() {
                    "add a [[channel]], or take the line out".to_owned()
                } else {
                    format!("there is {}", one_of(&known))
                }
            });
            Err(say(format!("there is no channel `{name}`"), help))
        }
        ([], several) => {
            let titles: Vec<&str> = several.iter().map(|one| one.title.as_str()).collect();
            Err(say(
                format!("{} channels are `{name}`", several.len()),
                format!(
                    "write the title of the one that is meant: {}",
                    one_of(&titles)
                ),
            ))
        }
    }
}

/// What there is to post.
fn prose(
    input: &Input<'_>,
    config: &PlanConfig,
    text: &Spanned<String>,
    at: &ZonedDateTime,
    channel: Option<&(String, Option<String>)>,
    facts: &Facts,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<String> {
    let own = SourcePath::new(FILE);
    let say = |message: String, help: &str| {
        Diagnostic::new(&rule::BAD_PLAN, &own, text.span(), message).help(help.to_owned())
    };
    // The path of a file, or the text itself.
    let is_path = !text.contains(char::is_whitespace)
        && text.rsplit_once('.').is_some_and(|(_, ending)| {
            ["md", "markdown", "txt"].contains(&ending.to_lowercase().as_str())
        });
    let (template, file) = if is_path {
        let inside = text.strip_prefix("plan/").is_some_and(|rest| {
            rest.split('/')
                .all(|part| !part.is_empty() && part != "." && part != "..")
        });
        if !inside {
            diagnostics.push(say(
                format!("`{}` is not in the folder `plan`", text.value),
                "texts of the plan are in plan/, where no learner gets them: write \"plan/welcome.md\"",
            ));
            return None;
        }
        let Some(file) = input.sources.get(text) else {
            let known = input.sources.under("plan").map(|file| file.path.as_str());
            let help = did_you_mean(text, known);
            let found = Diagnostic::new(
                &rule::BAD_PLAN,
                &own,
                text.span(),
                format!("there is no text `{}`", text.value),
            );
            diagnostics.push(found.help(help.unwrap_or_else(|| {
                "add the file; text that is meant as it is needs a space in it".to_owned()
            })));
            return None;
        };
        (crate::config::text(file, diagnostics), Some(&file.path))
    } else {
        (text.value.as_str(), None)
    };
    let template = template.trim_start_matches('\u{feff}');
    let rendered = render(template, facts, config, at, channel).map_err(|error| {
        let span = match file {
            Some(_) => error.span,
            None => Some(text.span()),
        };
        Diagnostic::new(
            &rule::BAD_PLAN,
            file.unwrap_or(&own),
            span,
            format!("{} (in the plan's `{}`)", error.words, config.id.value),
        )
        .maybe_help(error.help)
    });
    match rendered {
        Ok(rendered) => {
            let Some(cleaned) = address::take_out(&rendered, &[]) else {
                return Some(rendered.trim().to_owned());
            };
            if let Some(file) = file
                && let Some(found) = address::take_out(template, &[])
                && let Some(first) = found.addresses().next()
            {
                diagnostics.push(address::finding(file, first.clone()));
            }
            Some(cleaned.text.trim().to_owned())
        }
        Err(found) => {
            diagnostics.push(found);
            None
        }
    }
}

/// When the elements of the plan are, in one cohort.
struct Moments<'a> {
    input: &'a Input<'a>,
    site: &'a Site,
    cohort: &'a Cohort,
    path: &'a SourcePath,
}

impl Moments<'_> {
    /// The moment of each element; `None` for one that has none, and why is said.
    fn resolve(&self, diagnostics: &mut Vec<Diagnostic>) -> Vec<Option<Moment>> {
        let configs = &self.input.config.community.plan;
        let ids: HashMap<&str, usize> = configs
            .iter()
            .enumerate()
            .map(|(at, config)| (config.id.as_str(), at))
            .collect();
        // Which other element each one waits for; sessions come first where both have the id.
        let bases: Vec<Option<usize>> = configs
            .iter()
            .map(|config| {
                let base = crate::schedule::anchor_base(config.at.as_ref()?)?;
                let is_session = self.cohort.timetable.session(&base).is_some();
                ids.get(base.as_str()).copied().filter(|_| !is_session)
            })
            .collect();
        let mut moments: Vec<Option<Moment>> = vec![None; configs.len()];
        let mut done = vec![false; configs.len()];
        for first in 0..configs.len() {
            // Each waits for one other at most, so that the way to its root is a list.
            let mut path = Vec::new();
            let mut on_path = std::collections::HashSet::new();
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
                    "the cohort `{}` has {weeks} weeks, so this week never comes",
                    self.cohort.id
                ),
                "name a week of the schedule, or write `at` with a session",
            )),
            NoMoment::NoSession(session) => {
                match unknown_session(self.input, &self.site.cohorts, &session) {
                    Unknown::Nowhere(help) => Some(
                        Diagnostic::new(
                            &rule::UNKNOWN_REFERENCE,
                            self.path,
                            span,
                            format!("neither the schedule nor the plan has a `{session}`"),
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
