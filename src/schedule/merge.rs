//! What a cohort changes, applied to the schedule; and from what was written, when a session is.

use std::collections::BTreeMap;

use super::anchor::{self, Anchor};
use super::{Placed, Written};
use crate::config::{
    CohortConfig, ScheduleConfig, SessionConfig, SessionOverride, Spanned, Time, WeekNumber,
    Weekday,
};
use crate::diagnostic::{Diagnostic, Span, did_you_mean, one_of};
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
    /// Relative to another session, the one at `base` in the schedule.
    After {
        at: Written<String>,
        base: usize,
        anchor: Anchor,
    },
}

impl When {
    /// Where the author would change it.
    pub(super) fn place(&self) -> (&SourcePath, Span) {
        match self {
            Self::Week { time, .. } => (&time.path, time.value.span()),
            Self::After { at, .. } => (&at.path, at.value.span()),
        }
    }
}

/// The two files that say when a session is.
pub(super) struct Merge<'a> {
    schedule: &'a ScheduleConfig,
    schedule_path: &'a SourcePath,
    cohort_path: &'a SourcePath,
    ids: BTreeMap<&'a str, usize>,
    overrides: BTreeMap<&'a str, &'a (Spanned<String>, SessionOverride)>,
}

impl<'a> Merge<'a> {
    /// Pairs the sessions with what the cohort says about them. An override for a session that
    /// does not exist is a finding.
    pub(super) fn new(
        schedule: &'a ScheduleConfig,
        schedule_path: &'a SourcePath,
        cohort: &'a CohortConfig,
        cohort_path: &'a SourcePath,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Self {
        let mut ids = BTreeMap::new();
        for (index, session) in schedule.sessions.iter().enumerate() {
            ids.entry(session.id.as_str()).or_insert(index);
        }
        let mut overrides = BTreeMap::new();
        for found in &cohort.overrides {
            let id = &found.0;
            if ids.contains_key(id.as_str()) {
                overrides.entry(id.as_str()).or_insert(found);
                continue;
            }
            // It is there, and what is wrong with it is said at its own place.
            if schedule.broken.contains(&id.value) {
                continue;
            }
            let message = format!("the schedule has no session `{}`", id.value);
            diagnostics.push(
                Diagnostic::new(&rule::UNKNOWN_REFERENCE, cohort_path, id.span(), message)
                    .maybe_help(which_session(id, &ids)),
            );
        }
        Self {
            schedule,
            schedule_path,
            cohort_path,
            ids,
            overrides,
        }
    }

    fn written<T: Clone>(
        &self,
        own: Option<&Spanned<T>>,
        base: Option<&Spanned<T>>,
    ) -> Option<Written<T>> {
        own.map(|value| Written::new(self.cohort_path, value))
            .or_else(|| base.map(|value| Written::new(self.schedule_path, value)))
    }

    /// Everything about a session but its time.
    pub(super) fn facts(&self, index: usize, start: jiff::ZonedDateTime) -> Placed {
        let session = &self.schedule.sessions[index];
        let none = SessionOverride::default();
        let own = self
            .overrides
            .get(session.id.as_str())
            .map_or(&none, |found| &found.1);
        let (facilitators, path) = match &own.facilitators {
            Some(facilitators) => (facilitators, self.cohort_path),
            None => (&session.facilitators, self.schedule_path),
        };
        Placed {
            index,
            id: session.id.value.clone(),
            title: own
                .title
                .clone()
                .or_else(|| session.title.clone())
                .unwrap_or_else(|| title_from_id(session.id.as_str())),
            format: session.format.value,
            start,
            end: None,
            duration: own
                .duration
                .as_ref()
                .or(session.duration.as_ref())
                .map(|duration| duration.value),
            week: 0,
            module: self.written(None, session.module.as_ref()),
            facilitators: facilitators
                .iter()
                .map(|person| Written::new(path, person))
                .collect(),
            prompt: own.prompt.clone().or_else(|| session.prompt.clone()),
            url: self.written(own.url.as_ref(), session.url.as_ref()),
            cancelled: own.cancelled.clone(),
            from: Written::new(self.schedule_path, &session.id),
        }
    }

    /// Where the length of a session is written.
    pub(super) fn duration_place(&self, index: usize) -> (&'a SourcePath, Option<Span>) {
        let session = &self.schedule.sessions[index];
        let own = self.overrides.get(session.id.as_str());
        match own.and_then(|found| found.1.duration.as_ref()) {
            Some(duration) => (self.cohort_path, Some(duration.span())),
            None => {
                let duration = session.duration.as_ref();
                (self.schedule_path, duration.map(Spanned::span))
            }
        }
    }

    /// When the session at `index` is, or a finding that says why nobody can know.
    ///
    /// A cohort that moves a session in one way takes it away in the other: `at` drops week, day
    /// and time, week or day drops `at`. A time on its own goes with either.
    pub(super) fn when(&self, index: usize, diagnostics: &mut Vec<Diagnostic>) -> Option<When> {
        let session = &self.schedule.sessions[index];
        let found = self.overrides.get(session.id.as_str());
        let none = SessionOverride::default();
        let own = found.map_or(&none, |found| &found.1);
        let anew = own.at.is_some();
        let weekly = own.week.is_some() || own.day.is_some();
        let base = |dropped: bool| if dropped { None } else { Some(session) };
        let weekly_base = base(anew);
        let week = self.written(own.week.as_ref(), weekly_base.and_then(|s| s.week.as_ref()));
        let day = self.written(own.day.as_ref(), weekly_base.and_then(|s| s.day.as_ref()));
        let time = self.written(own.time.as_ref(), weekly_base.and_then(|s| s.time.as_ref()));
        let at_base = base(weekly && !anew);
        let at = self.written(own.at.as_ref(), at_base.and_then(|s| s.at.as_ref()));
        let found = match at {
            Some(at) => {
                let other = week
                    .as_ref()
                    .map(Written::place)
                    .or_else(|| day.as_ref().map(Written::place));
                self.after(session, at, other, time)
            }
            None => self.weekly(session, week, day, time, found.map(|found| found.0.span())),
        };
        found
            .map_err(|diagnostic| diagnostics.push(*diagnostic))
            .ok()
    }

    /// A session in a week, if week, day and time are all there. Boxed, as diagnostics are large.
    fn weekly(
        &self,
        session: &SessionConfig,
        week: Option<Written<WeekNumber>>,
        day: Option<Written<Weekday>>,
        time: Option<Written<Time>>,
        own: Option<Span>,
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
                    format!("the session `{}` has no time", session.id.value)
                } else {
                    format!(
                        "the session `{}` has a {}, but no {}",
                        session.id.value,
                        there.join(" and a "),
                        missing.join(" and no ")
                    )
                };
                // The place is where something is missing: in the cohort, if that took `at` away.
                let (path, span) = match own {
                    Some(span) if session.at.is_some() => {
                        message.push_str(" in this cohort");
                        (self.cohort_path, span)
                    }
                    _ => (self.schedule_path, session.id.span()),
                };
                let help = if there.is_empty() {
                    format!(
                        "add {}, or a place relative to another session, like `at = \"{} + 9d 23:59\"`",
                        list(&pick(false, true)),
                        self.other(session)
                    )
                } else {
                    format!("add {}", list(&pick(false, true)))
                };
                let diagnostic = Diagnostic::new(&rule::BAD_ANCHOR, path, span, message);
                Err(Box::new(diagnostic.help(help)))
            }
        }
    }

    /// A session relative to another.
    fn after(
        &self,
        session: &SessionConfig,
        at: Written<String>,
        other: Option<(&SourcePath, Span)>,
        time: Option<Written<Time>>,
    ) -> Result<When, Box<Diagnostic>> {
        let bad = |message: String| {
            Diagnostic::new(&rule::BAD_ANCHOR, &at.path, at.value.span(), message)
        };
        if let Some((path, span)) = other {
            let message = format!(
                "the session `{}` is written for a week and relative to another session at once",
                session.id.value
            );
            return Err(Box::new(
                bad(message)
                    .help("leave out `at`, or `week` and `day`")
                    .related(path, Some(span), "the week or the day is here"),
            ));
        }
        let mut anchor = anchor::parse(&at).map_err(|why| {
            let message = format!("`{}` says no time: {why}", at.value.value);
            Box::new(bad(message).help(format!(
                "write a session and a distance, like `{0} + 9d 23:59`, `{0} - 3d 09:00` or `{0} + 2h`",
                self.other(session)
            )))
        })?;
        if let Some(time) = time {
            // A cohort may give another clock time to what the schedule says.
            if anchor.minutes != 0 || (anchor.time.is_some() && time.path == at.path) {
                let message = format!("`{}` says the time already", at.value.value);
                return Err(Box::new(
                    bad(message).help("leave out one of the two").related(
                        &time.path,
                        Some(time.value.span()),
                        "the time is here too",
                    ),
                ));
            }
            anchor.time = Some(time.value.value.0);
        }
        match self.ids.get(anchor.session.as_str()) {
            Some(&base) => Ok(When::After { at, base, anchor }),
            None if self.schedule.broken.contains(&anchor.session) => {
                let message = format!(
                    "`{}` has no time yet, so this one has none either",
                    anchor.session
                );
                Err(Box::new(bad(message).help("mend that session first")))
            }
            None => {
                let message = format!("the schedule has no session `{}`", anchor.session);
                let help = self
                    .minus(&anchor.session)
                    .or_else(|| which_session(&anchor.session, &self.ids));
                Err(Box::new(bad(message).maybe_help(help)))
            }
        }
    }

    /// `kickoff-3d`: hyphens belong to ids, so this minus is none.
    fn minus(&self, written: &str) -> Option<String> {
        let (id, distance) = written.rsplit_once('-')?;
        let is_distance = distance.starts_with(|char: char| char.is_ascii_digit());
        (is_distance && self.ids.contains_key(id)).then(|| {
            format!(
                "a minus has a space on each side, for hyphens belong to ids: `{id} - {distance}`"
            )
        })
    }

    /// The id of another session, for examples that can be copied.
    fn other(&self, session: &SessionConfig) -> &str {
        self.schedule
            .sessions
            .iter()
            .find(|other| other.id.value != session.id.value && other.at.is_none())
            .map_or("kickoff", |other| other.id.as_str())
    }
}

fn which_session(written: &str, ids: &BTreeMap<&str, usize>) -> Option<String> {
    did_you_mean(written, ids.keys()).or_else(|| {
        let all = || one_of(ids.keys()).replace(" or ", " and ");
        match ids.len() {
            1 => Some(format!("the only session is {}", all())),
            2..=12 => Some(format!("the sessions are {}", all())),
            // A long list does not help anybody.
            _ => None,
        }
    })
}

/// `plan-due` gives `Plan due`.
fn title_from_id(id: &str) -> String {
    let words = id.replace('-', " ");
    let words = words.trim();
    let mut chars = words.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        // An id may be hyphens only.
        None => id.to_owned(),
    }
}

fn list(parts: &[&str]) -> String {
    match parts.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => parts.concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::title_from_id;

    #[test]
    fn titles() {
        assert_eq!(title_from_id("plan-due"), "Plan due");
        assert_eq!(title_from_id("--"), "--");
    }
}
