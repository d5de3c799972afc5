//! Releases: from when on learners see a page, and which pages this edition leaves out until then.
//!
//! A release is counted in every cohort, with its weeks and on its clocks. A page is out as soon as one cohort that is not
//! over has reached it; if all cohorts are over, or there is none, everything is out. What is in a module is not released
//! before the module.
//!
//! This runs last, on the whole site: what is wrong with a page that is still to come was found like everything else.

use std::cmp::max;

use jiff::{Timestamp, ZonedDateTime};

use super::Input;
use crate::config::{PageFront, ReleaseConfig, Spanned};
use crate::diagnostic::Diagnostic;
use crate::rule;
use crate::schedule::{Doubt, Moment, NoMoment, Point, State, day_words, weeks_words};
use crate::site::{Cohort, Coming, Lesson, Module, Opening, PageRef, Site};
use crate::source::SourcePath;

/// When a page is released in each cohort, in the order of the site's; `None` for never.
type Moments = Vec<Option<ZonedDateTime>>;

/// Works out every release, and takes out what this edition does not show yet.
pub(super) fn release(input: &Input<'_>, site: &mut Site, diagnostics: &mut Vec<Diagnostic>) {
    if let Some(home) = &site.home
        && let Some(release) = home.page().and_then(|front| front.release.as_ref())
    {
        diagnostics.push(
            Diagnostic::new(
                &rule::BAD_RELEASE,
                &home.path,
                release.span(),
                "the home page is always there, so it cannot have a release",
            )
            .help("take `release` out, or write it on a lesson or on the page of a module"),
        );
    }
    let openings = openings(input, site, diagnostics);
    if openings.iter().all(Option::is_none) {
        return;
    }
    let shows_all = input.options.drafts || input.options.facilitator;
    if shows_all {
        for (page, opens) in site.reading.iter().zip(openings) {
            match page {
                PageRef::Module(at) => site.modules[*at].opens = opens,
                PageRef::Lesson(at) => site.lessons[*at].opens = opens,
            }
        }
    } else {
        withhold(site, openings);
    }
}

/// When each page in reading order opens; `None` for one that is out.
fn openings(
    input: &Input<'_>,
    site: &mut Site,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Option<Opening>> {
    let mut of_modules: Vec<Option<Moments>> = vec![None; site.modules.len()];
    let mut openings = Vec::with_capacity(site.reading.len());
    let mut releases = Vec::new();
    let mut released = Vec::new();
    for page in &site.reading {
        let (document, outer) = match page {
            PageRef::Module(at) => (
                site.modules[*at].document.as_ref(),
                site.modules[*at].parent,
            ),
            PageRef::Lesson(at) => (Some(&site.lessons[*at].document), site.lessons[*at].module),
        };
        let outer = outer.and_then(|module| of_modules[module].clone());
        let written = document.and_then(|document| {
            let front: &PageFront = document.page()?;
            Some((&document.path, front.release.as_ref()?))
        });
        let moments = match written {
            None => outer,
            Some((path, written)) => {
                let asked = Asked {
                    input,
                    cohorts: &site.cohorts,
                    path,
                    written,
                };
                let own = asked.moments(diagnostics);
                if let (Some(own), Some(outer)) = (&own, &outer) {
                    diagnostics.extend(asked.too_early(own, outer));
                }
                releases.extend(own.iter().flatten().flatten().map(ZonedDateTime::timestamp));
                both(own, outer)
            }
        };
        openings.push(
            moments
                .as_ref()
                .and_then(|moments| opening(moments, &site.cohorts, input.options.now)),
        );
        if let (true, Some(moments)) = (input.options.facilitator, &moments) {
            released.push((openings.len() - 1, moments.clone()));
        }
        if let PageRef::Module(at) = page {
            of_modules[*at] = moments;
        }
    }
    site.releases = releases;
    site.released = released;
    openings
}

/// The later of two releases, cohort by cohort.
fn both(own: Option<Moments>, outer: Option<Moments>) -> Option<Moments> {
    match (own, outer) {
        (Some(own), Some(outer)) => {
            let pairs = own.into_iter().zip(outer);
            Some(pairs.map(|(own, outer)| Some(max(own?, outer?))).collect())
        }
        (own, outer) => own.or(outer),
    }
}

/// When a page opens; `None` if it is out.
fn opening(moments: &Moments, cohorts: &[Cohort], now: Timestamp) -> Option<Opening> {
    let mut live = cohorts
        .iter()
        .zip(moments)
        .filter(|(cohort, _)| cohort.state != State::Past)
        .peekable();
    live.peek()?;
    let first = live
        .filter_map(|(cohort, moment)| Some((moment.as_ref()?, cohort)))
        .min_by_key(|(moment, _)| moment.timestamp());
    match first {
        Some((moment, _)) if moment.timestamp() <= now => None,
        Some((moment, cohort)) => {
            let week = cohort.timetable.week_of(moment);
            Some(Opening {
                week: week.and_then(|at| cohort.timetable.weeks[at].number),
                cohort: (cohorts.len() > 1).then(|| cohort.title.clone()),
                at: Some(moment.clone()),
            })
        }
        None => Some(Opening {
            week: None,
            cohort: None,
            at: None,
        }),
    }
}

/// A `release` and where it was written.
struct Asked<'a> {
    input: &'a Input<'a>,
    cohorts: &'a [Cohort],
    path: &'a SourcePath,
    written: &'a Spanned<ReleaseConfig>,
}

impl Asked<'_> {
    /// The release in each cohort; `None` where it says nothing.
    fn moments(&self, diagnostics: &mut Vec<Diagnostic>) -> Option<Moments> {
        if self.cohorts.is_empty() {
            diagnostics.push(
                self.say(
                    &rule::RELEASE_WITHOUT_COHORT,
                    "the course has no cohort, so this page is released at once".to_owned(),
                )
                .help("add a file in cohorts/ with `start` and `timezone`, or take `release` out"),
            );
            return None;
        }
        let point = match &self.written.value {
            ReleaseConfig::Week(week) => Point::Week {
                number: week.value.0,
                days: 0,
                time: None,
            },
            ReleaseConfig::After(text) => Point::Anchor(text),
            ReleaseConfig::Local(day, time) => Point::Local(*day, *time),
        };
        let ends = |cohort: &Cohort| cohort.timetable.last_day;
        let mut moments = Vec::with_capacity(self.cohorts.len());
        let mut never = Vec::new();
        for cohort in self.cohorts {
            let moment = match cohort.timetable.moment(point) {
                Ok(Moment { is, doubt, .. }) => {
                    // In a cohort that is over, it opens nothing any more.
                    if cohort.state != State::Past {
                        if is.date() > ends(cohort) {
                            never.push(self.after_the_end(cohort, &is));
                        }
                        diagnostics.extend(doubt.map(|doubt| self.doubtful(cohort, doubt)));
                    }
                    Some(is)
                }
                Err(why) => {
                    if cohort.state != State::Past {
                        never.extend(self.no_moment(cohort, &why));
                    } else if !matches!(why, NoMoment::Beyond(_)) {
                        diagnostics.extend(self.no_moment(cohort, &why));
                    }
                    None
                }
            };
            moments.push(moment);
        }
        // A fixed day is meant for one cohort; the others may have ended before it.
        let is_fixed = matches!(point, Point::Local(..));
        let live = self.cohorts.iter();
        let live = live.filter(|cohort| cohort.state != State::Past).count();
        if !is_fixed || never.len() == live {
            diagnostics.extend(never);
        }
        Some(moments)
    }

    fn say(&self, rule: &'static rule::Rule, message: String) -> Diagnostic {
        Diagnostic::new(rule, self.path, self.written.span(), message)
    }

    /// The file of a cohort.
    fn file(&self, cohort: &Cohort) -> Option<(&SourcePath, std::ops::Range<usize>)> {
        let configs = self.input.config.cohorts.iter();
        let mut files = configs.filter(|(path, config)| config.id(path).as_str() == cohort.id);
        files
            .next()
            .map(|(path, config)| (path, config.start.span()))
    }

    fn never(&self, cohort: &Cohort, message: String) -> Diagnostic {
        let found = self.say(&rule::RELEASE_NEVER, message);
        match self.file(cohort) {
            Some((path, span)) => found.related(path, Some(span), "the cohort starts here"),
            None => found,
        }
    }

    fn doubtful(&self, cohort: &Cohort, doubt: Doubt) -> Diagnostic {
        let what = format!("this release in the cohort `{}`", cohort.id);
        let place = (self.path, self.written.span());
        doubt.finding(&what, &cohort.timetable.zone_name, place)
    }

    fn after_the_end(&self, cohort: &Cohort, moment: &ZonedDateTime) -> Diagnostic {
        let message = format!(
            "learners of the cohort `{}` would see this on {} for the first time, and it ends on {}",
            cohort.id,
            day_words(moment.date()),
            day_words(cohort.timetable.last_day),
        );
        self.never(cohort, message)
            .help("release it earlier, or check the distance and its sign")
    }

    fn no_moment(&self, cohort: &Cohort, why: &NoMoment) -> Option<Diagnostic> {
        Some(match why {
            NoMoment::WeekZero => self
                .say(
                    &rule::BAD_RELEASE,
                    "there is no week 0, weeks are counted from 1".to_owned(),
                )
                .help("leave `release` out for what is open before the course begins"),
            NoMoment::Unreadable(why) => {
                let text = match &self.written.value {
                    ReleaseConfig::After(text) => text.value.as_str(),
                    _ => "",
                };
                self.say(
                    &rule::BAD_RELEASE,
                    format!("`{text}` says no time: {why}"),
                )
                .help("write the id of a session, with a distance if you want: { after = \"kickoff\" } or { after = \"kickoff + 1d 09:00\" }")
            }
            NoMoment::OutOfRange => self
                .say(
                    &rule::BAD_RELEASE,
                    "this release is not in the years 1 to 9999".to_owned(),
                )
                .help("check the distance"),
            NoMoment::Beyond(weeks) => {
                let ReleaseConfig::Week(week) = &self.written.value else {
                    return None;
                };
                let message = format!(
                    "the cohort `{}` has {}, so its week {} never comes",
                    cohort.id,
                    weeks_words(*weeks),
                    week.value.0
                );
                self.never(cohort, message).help(match weeks {
                    0 => "give the cohort a session, for its last one says when it ends".to_owned(),
                    last => format!("the last week is {last}: write `release = {{ week = {last} }}` or an earlier one"),
                })
            }
            NoMoment::NoSession(id) => match unknown_session(cohort, self.cohorts, id, &[]) {
                Unknown::Nowhere(help) => self
                    .say(
                        &rule::UNKNOWN_REFERENCE,
                        format!("the schedule has no session `{id}`"),
                    )
                    .maybe_help(help),
                // What is wrong with that session is said at its own place.
                Unknown::Broken => return None,
                Unknown::Here => {
                    let message = format!("the cohort `{}` has no session `{id}`", cohort.id);
                    self.never(cohort, message)
                        .help("name a session that every cohort has, or a week")
                }
            },
        })
    }

    /// A page that would be released before the module that it is in.
    fn too_early(&self, own: &Moments, outer: &Moments) -> Option<Diagnostic> {
        let pairs = own.iter().zip(outer).zip(self.cohorts);
        let mut early = pairs.filter_map(|((own, outer), cohort)| {
            Some((own.as_ref()?, outer.as_ref()?, cohort)).filter(|(own, outer, _)| own < outer)
        });
        let (own, outer, cohort) = early.next()?;
        let message = format!(
            "this would be released on {}, and its module only on {} (cohort `{}`), so it waits for the module",
            day_words(own.date()),
            day_words(outer.date()),
            cohort.id
        );
        let found = self.say(&rule::RELEASE_EARLY, message);
        Some(found.help("take `release` out here, or release the module earlier"))
    }
}

/// What can be said of the id of a session that a cohort does not have.
pub(super) enum Unknown {
    /// Nobody has such a session; with what was probably meant.
    Nowhere(Option<String>),
    /// It is in the schedule and has no time, and why is said there.
    Broken,
    /// Another cohort has it.
    Here,
}

/// Looks for a session that a cohort does not have. `others` can stand in its place.
pub(super) fn unknown_session(
    cohort: &Cohort,
    cohorts: &[Cohort],
    id: &str,
    others: &[&str],
) -> Unknown {
    let names = &cohort.timetable.names;
    let mut all = cohorts.iter().map(|other| &other.timetable.names);
    if names.is_written(id) {
        Unknown::Broken
    } else if !names.is_series(id) && all.any(|names| names.is_written(id)) {
        Unknown::Here
    } else {
        Unknown::Nowhere(names.meant(id, others.iter().copied()))
    }
}

/// Takes out the pages that open later. `openings` is in reading order.
fn withhold(site: &mut Site, openings: Vec<Option<Opening>>) {
    let mut modules: Vec<Option<Module>> = site.modules.drain(..).map(Some).collect();
    let mut lessons: Vec<Option<Lesson>> = site.lessons.drain(..).map(Some).collect();
    // Where each module and each lesson is now.
    let mut new_modules: Vec<Option<usize>> = vec![None; modules.len()];
    let mut new_lessons: Vec<Option<usize>> = vec![None; lessons.len()];
    let reading = std::mem::take(&mut site.reading);
    for (page, opens) in reading.into_iter().zip(openings) {
        let before = site.reading.len();
        match page {
            PageRef::Module(old) => {
                let Some(mut module) = modules[old].take() else {
                    continue;
                };
                let parent = module.parent;
                module.parent = parent.and_then(|parent| new_modules[parent]);
                let is_top = parent.is_none() || module.parent.is_some();
                if let Some(opens) = opens {
                    site.routes.withhold(&module.url, opens.words());
                    site.coming.push(Coming {
                        id: module.id,
                        title: is_top.then_some(module.title),
                        number: Some(module.number),
                        module: module.parent,
                        before,
                        document: module.document,
                        opens,
                    });
                    continue;
                }
                let at = site.modules.len();
                new_modules[old] = Some(at);
                module.at = before;
                module.lessons.clear();
                module.modules.clear();
                if let Some(parent) = module.parent {
                    site.modules[parent].modules.push(at);
                }
                site.reading.push(PageRef::Module(at));
                site.modules.push(module);
            }
            PageRef::Lesson(old) => {
                let Some(mut lesson) = lessons[old].take() else {
                    continue;
                };
                let module = lesson.module;
                lesson.module = module.and_then(|module| new_modules[module]);
                let is_top = module.is_none() || lesson.module.is_some();
                if let Some(opens) = opens {
                    site.routes.withhold(&lesson.url, opens.words());
                    site.coming.push(Coming {
                        id: lesson.id,
                        title: is_top.then_some(lesson.title),
                        number: None,
                        module: lesson.module,
                        before,
                        document: Some(lesson.document),
                        opens,
                    });
                    continue;
                }
                let at = site.lessons.len();
                new_lessons[old] = Some(at);
                lesson.at = before;
                if let Some(module) = lesson.module {
                    site.modules[module].lessons.push(at);
                }
                site.reading.push(PageRef::Lesson(at));
                site.lessons.push(lesson);
            }
        }
    }
    site.community.introductions.retain_mut(|introduction| {
        let new = new_lessons[introduction.lesson];
        introduction.lesson = new.unwrap_or_default();
        new.is_some()
    });
    for badge in &mut site.badges {
        badge.lessons = badge
            .lessons
            .iter()
            .filter_map(|lesson| new_lessons[*lesson])
            .collect();
    }
}
