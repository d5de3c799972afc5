//! [`Asked`]: a `release` as it was written, and when that is in each cohort.

use jiff::ZonedDateTime;

use super::Moments;
use crate::assemble::Input;
use crate::assemble::unknown_session::{Unknown, unknown_session};
use crate::config::{ReleaseConfig, Spanned};
use crate::diagnostic::Diagnostic;
use crate::rule;
use crate::schedule::{Doubt, Moment, NoMoment, Point, State, day_words, weeks_words};
use crate::site::Cohort;
use crate::source::SourcePath;

/// A `release` and where it was written.
pub(super) struct Asked<'a> {
    pub(super) input: &'a Input<'a>,
    pub(super) cohorts: &'a [Cohort],
    pub(super) path: &'a SourcePath,
    pub(super) written: &'a Spanned<ReleaseConfig>,
}

impl Asked<'_> {
    /// The release in each cohort; `None` where it says nothing.
    pub(super) fn moments(&self, diagnostics: &mut Vec<Diagnostic>) -> Option<Moments> {
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
    pub(super) fn too_early(&self, own: &Moments, outer: &Moments) -> Option<Diagnostic> {
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
