//! From what was written about a session, when it is: [`Timing`].

use jiff::Timestamp;
use jiff::civil::DateTime;

use super::Written;
use super::anchor::{self, Anchor};
use super::fixed::{self, Fixed};
use super::merge::{Entry, Layer, Merge};
use super::repeat::Nth;
use crate::config::{Spanned, Time, WeekNumber, Weekday};
use crate::diagnostic::{Diagnostic, Span};
use crate::rule;
use crate::source::SourcePath;

/// When a session is, in the author's terms.
#[derive(Debug)]
pub(super) enum When {
    /// A week of the cohort, a day and a local time.
    Week {
        week: Written<WeekNumber>,
        day: Weekday,
        time: Written<Time>,
    },
    /// Relative to another session, the one at `base` in the list.
    After {
        at: Written<String>,
        base: usize,
        anchor: Anchor,
    },
    /// At a date.
    Fixed { at: Written<String>, moment: Moment },
}

/// The moment that a date says.
#[derive(Debug, Clone, Copy)]
pub(super) enum Moment {
    /// On the clocks of the cohort.
    Local(DateTime),
    /// Whatever those clocks show.
    Instant(Timestamp),
}

impl When {
    /// Where the author would change it.
    pub(super) fn place(&self) -> (&SourcePath, Span) {
        match self {
            Self::Week { time, .. } => time.place(),
            Self::After { at, .. } | Self::Fixed { at, .. } => at.place(),
        }
    }
}

/// When a session is, or when its series begins and what is different for this one of it.
#[derive(Debug)]
pub(super) struct Timing {
    /// When it is, or the first of its series.
    pub(super) when: When,
    /// How far it is from that first.
    pub(super) nth: Option<Nth>,
    /// Another day of its own week.
    pub(super) day: Option<Written<Weekday>>,
    /// Another time of its own day.
    pub(super) time: Option<Written<Time>>,
}

impl Timing {
    /// Where the author would change it.
    pub(super) fn place(&self) -> (&SourcePath, Span) {
        let own = self.time.as_ref().map(Written::place);
        own.or_else(|| self.day.as_ref().map(Written::place))
            .unwrap_or_else(|| self.when.place())
    }
}

/// The keys that say when a session is.
#[derive(Default)]
struct Keys {
    week: Option<Written<WeekNumber>>,
    day: Option<Written<Weekday>>,
    time: Option<Written<Time>>,
    at: Option<Written<String>>,
}

impl Keys {
    /// Says more, or something else. Who moves a session in one way takes it away in the other: `at`
    /// drops week, day and time, week or day drops `at`. A time on its own goes with either.
    fn say(&mut self, layer: &Layer<'_>) {
        let facts = layer.facts;
        if facts.at.is_some() {
            *self = Self::default();
        } else if facts.week.is_some() || facts.day.is_some() {
            self.at = None;
        }
        fn set<T: Clone>(
            key: &mut Option<Written<T>>,
            path: &SourcePath,
            said: Option<&Spanned<T>>,
        ) {
            if let Some(value) = said {
                *key = Some(Written::new(path, value));
            }
        }
        set(&mut self.week, layer.path, facts.week.as_ref());
        set(&mut self.day, layer.path, facts.day.as_ref());
        set(&mut self.time, layer.path, facts.time.as_ref());
        set(&mut self.at, layer.path, facts.at.as_ref());
    }
}

impl Merge<'_> {
    /// When the session at `index` is, or a finding that says why nobody can know.
    pub(super) fn timing(&self, index: usize, diagnostics: &mut Vec<Diagnostic>) -> Option<Timing> {
        let entry = &self.entries[index];
        let mut keys = Keys::default();
        for layer in entry.layers.iter().rev() {
            keys.say(layer);
        }
        let (mut nth, mut day, mut time) = (entry.nth, None, None);
        if let Some(own) = &entry.own {
            if own.facts.week.is_some() || own.facts.at.is_some() {
                // It has a place of its own, whenever its series begins.
                keys.say(own);
                nth = None;
            } else {
                let facts = own.facts;
                day = facts.day.as_ref().map(|day| Written::new(own.path, day));
                time = facts.time.as_ref().map(|time| Written::new(own.path, time));
            }
        }
        let found = match keys.at.take() {
            Some(at) => self.at(entry, &at, &keys),
            None => self.weekly(entry, keys).map_err(Some),
        };
        match found {
            Ok(when) => Some(Timing {
                when,
                nth,
                day,
                time,
            }),
            Err(found) => {
                diagnostics.extend(found.map(|boxed| *boxed));
                None
            }
        }
    }

    /// A session in a week, if week, day and time are all there. Boxed, as diagnostics are large.
    fn weekly(
        &self,
        entry: &Entry<'_>,
        Keys {
            week, day, time, ..
        }: Keys,
    ) -> Result<When, Box<Diagnostic>> {
        let parts = [
            (week.is_some(), "week", "`week = 1`"),
            (day.is_some(), "day", "`day = \"tue\"`"),
            (time.is_some(), "time", "`time = \"10:00\"`"),
        ];
        let pick = |there: bool, long: bool| -> Vec<&str> {
            parts
                .iter()
                .filter(|part| part.0 == there)
                .map(|part| if long { part.2 } else { part.1 })
                .collect()
        };
        match (week, day, time) {
            (Some(week), _, _) if week.value.0 == 0 => {
                let diagnostic = Diagnostic::new(
                    &rule::BAD_ANCHOR,
                    &week.path,
                    week.value.span(),
                    "there is no week 0, weeks are counted from 1",
                );
                Err(Box::new(diagnostic.help("for a session before the course, write `at = \"kickoff - 3d 09:00\"` with the id of another session")))
            }
            (Some(week), Some(day), Some(time)) => Ok(When::Week {
                week,
                day: day.value.value,
                time,
            }),
            _ => {
                let (there, missing) = (pick(true, false), pick(false, false));
                let mut message = if there.is_empty() {
                    format!("the session `{}` has no time", entry.from.as_str())
                } else {
                    format!(
                        "the session `{}` has a {}, but no {}",
                        entry.from.as_str(),
                        there.join(" and a "),
                        missing.join(" and no ")
                    )
                };
                // The place is where something is missing: in the cohort, if that took `at` away.
                let had = entry.layers.last().map(|base| &base.facts.at);
                let (path, span) = match entry.header {
                    Some(header) if had.is_some_and(Option::is_some) => {
                        message.push_str(" in this cohort");
                        (self.cohort_path, header.span())
                    }
                    _ => entry.from.place(),
                };
                let help = if there.is_empty() {
                    format!(
                        "add {}, or a place relative to another session, like `at = \"{} + 9d 23:59\"`",
                        list(&pick(false, true)),
                        self.other(entry)
                    )
                } else {
                    format!("add {}", list(&pick(false, true)))
                };
                let diagnostic = Diagnostic::new(&rule::BAD_ANCHOR, path, span, message);
                Err(Box::new(diagnostic.help(help)))
            }
        }
    }

    /// A session at a date, or relative to another.
    fn at(
        &self,
        entry: &Entry<'_>,
        at: &Written<String>,
        keys: &Keys,
    ) -> Result<When, Option<Box<Diagnostic>>> {
        let fixed = fixed::parse(at);
        let week = keys.week.as_ref().map(Written::place);
        if let Some((path, span)) = week.or_else(|| keys.day.as_ref().map(Written::place)) {
            let message = format!(
                "the session `{}` is written for a week and {} at once",
                entry.from.as_str(),
                if fixed.is_some() {
                    "at a date"
                } else {
                    "relative to another session"
                }
            );
            return Err(Some(Box::new(
                bad(at, message)
                    .help("leave out `at`, or `week` and `day`")
                    .related(path, Some(span), "the week or the day is here"),
            )));
        }
        match fixed {
            Some(fixed) => fixed_at(entry, at, fixed, keys.time.as_ref()).map_err(Some),
            None => self.after(entry, at, keys.time.as_ref()),
        }
    }

    /// A session relative to another; no finding for one that waits for a session without a time.
    fn after(
        &self,
        entry: &Entry<'_>,
        at: &Written<String>,
        time: Option<&Written<Time>>,
    ) -> Result<When, Option<Box<Diagnostic>>> {
        let mut anchor = anchor::parse(at).map_err(|why| {
            let message = format!("`{}` says no time: {why}", at.value.value);
            Box::new(bad(at, message).help(format!(
                "write a session and a distance, like `{0} + 9d 23:59`, `{0} - 3d 09:00` or `{0} + 2h`, or a date, like `2026-12-01T10:00`",
                self.other(entry)
            )))
        })?;
        if let Some(time) = time {
            // A cohort may give another clock time to what the schedule says.
            if anchor.minutes != 0 || (anchor.time.is_some() && time.path == at.path) {
                return Err(Some(says_the_time(at, time)));
            }
            anchor.time = Some(time.value.value.0);
        }
        let id = anchor.session.as_str();
        match self.names.find(id) {
            Some(base) => {
                let at = at.clone();
                Ok(When::After { at, base, anchor })
            }
            // What is wrong with that one is said there, and when this one is follows from it.
            None if self.names.is_broken(id) => Err(None),
            None => {
                let message = format!("the schedule has no session `{id}`");
                let found = bad(at, message).maybe_help(self.names.meant(id, []));
                Err(Some(Box::new(found)))
            }
        }
    }

    /// The id of another session, for examples that can be copied.
    fn other(&self, entry: &Entry<'_>) -> &str {
        let is_other = |other: &&Entry<'_>| {
            other.from.as_str() != entry.from.as_str()
                && other.said(|facts| facts.at.as_ref()).is_none()
        };
        let other = self.entries.iter().find(is_other);
        other.map_or("kickoff", |other| other.id.as_str())
    }
}

/// A session at a date.
fn fixed_at(
    entry: &Entry<'_>,
    at: &Written<String>,
    fixed: Result<Fixed, String>,
    time: Option<&Written<Time>>,
) -> Result<When, Box<Diagnostic>> {
    let fixed = fixed.map_err(|why| {
        let message = format!("`{}` says no time: {why}", at.value.value);
        Box::new(bad(at, message).help("write a day and a time, like `2026-12-01T10:00`"))
    })?;
    let clock = match (fixed.time, time) {
        // A cohort may give another clock time to what the schedule says, but an instant has none.
        (Some(_), Some(time)) if fixed.offset.is_some() || time.path == at.path => {
            return Err(says_the_time(at, time));
        }
        (_, Some(time)) => time.value.value.0,
        (Some(clock), None) => clock,
        (None, None) => {
            let message = format!(
                "the session `{}` has a date, but no time",
                entry.from.as_str()
            );
            return Err(Box::new(
                bad(at, message).help(format!("write the time behind it, `{}T10:00`", fixed.day)),
            ));
        }
    };
    let local = fixed.day.to_datetime(clock);
    let moment = match fixed.offset.map(|offset| offset.to_timestamp(local)) {
        None => Moment::Local(local),
        Some(Ok(instant)) => Moment::Instant(instant),
        Some(Err(_)) => {
            let message = format!("`{}` is not in the years 1 to 9999", at.value.value);
            return Err(Box::new(bad(at, message).help("check the year")));
        }
    };
    let at = at.clone();
    Ok(When::Fixed { at, moment })
}

fn bad(at: &Written<String>, message: String) -> Diagnostic {
    let (path, span) = at.place();
    Diagnostic::new(&rule::BAD_ANCHOR, path, span, message)
}

fn says_the_time(at: &Written<String>, time: &Written<Time>) -> Box<Diagnostic> {
    let message = format!("`{}` says the time already", at.value.value);
    let (path, span) = time.place();
    Box::new(bad(at, message).help("leave out one of the two").related(
        path,
        Some(span),
        "the time is here too",
    ))
}

fn list(parts: &[&str]) -> String {
    match parts.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => parts.concat(),
    }
}
