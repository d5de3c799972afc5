//! What took place: [`History`]. A schedule is edited for the next run of the course, and must not rewrite the last one.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::{Placed, Written, is_over};
use crate::config::{Format, Id, Spanned};
use crate::source::SourcePath;

/// A session as calendars were told of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// Its id.
    pub id: Id,
    /// Its name.
    pub title: String,
    /// What kind of session it is.
    pub format: Format,
    /// When it starts.
    pub start: Timestamp,
    /// When it ends.
    pub end: Option<Timestamp>,
}

/// What is known of a cohort's past.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct History {
    /// The sessions that it has or had.
    pub held: Vec<Held>,
    /// Whether calendars were told of this cohort at all.
    pub is_known: bool,
    /// The time of the build.
    pub now: Timestamp,
}

impl History {
    /// Puts what took place in the place of what the schedule says now. A session that was moved to a time that is still to
    /// come did not take place yet; one that the schedule has no more did. Gives the index of each session that differs.
    pub(super) fn keep(
        &self,
        sessions: &mut Vec<Placed>,
        zone: &TimeZone,
        cohort: &SourcePath,
    ) -> Vec<usize> {
        let held = self.held.iter().filter(|held| held.over() <= self.now);
        let mut held: BTreeMap<&str, &Held> = held.map(|held| (held.id.as_str(), held)).collect();
        let mut differing = Vec::new();
        for session in &mut *sessions {
            let Some(held) = held.remove(session.id.as_str()) else {
                continue;
            };
            if is_over(session, self.now) && !held.is(session) {
                differing.push(session.index);
                held.put_into(session, zone);
            }
        }
        let end = sessions.iter().map(|session| session.index).max();
        let next = end.map_or(0, |end| end + 1);
        let gone = held.into_values().enumerate();
        sessions.extend(gone.map(|(at, held)| held.session(next + at, zone, cohort)));
        differing
    }

    /// The instants at which what was told of a session takes the place of what is written: it is over then.
    pub(super) fn turns(&self, sessions: &[Placed]) -> Vec<Timestamp> {
        let written: BTreeMap<&str, &Placed> = sessions
            .iter()
            .map(|session| (session.id.as_str(), session))
            .collect();
        let is_written = |held: &Held| {
            let session = written.get(held.id.as_str());
            session.is_some_and(|session| held.is(session))
        };
        let differing = self.held.iter().filter(|held| !is_written(held));
        differing.map(Held::over).collect()
    }

    /// Takes out of a cohort that is over what was added to the schedule for another one.
    pub(super) fn without_strangers(&self, sessions: &mut Vec<Placed>, schedule: &SourcePath) {
        if !self.is_known {
            return;
        }
        let held = |session: &Placed| self.held.iter().any(|held| held.id == session.id);
        sessions.retain(|session| session.from.path != *schedule || held(session));
    }
}

impl Held {
    /// From when on it is over.
    fn over(&self) -> Timestamp {
        self.end.unwrap_or(self.start)
    }

    fn is(&self, session: &Placed) -> bool {
        let end = session.end.as_ref().map(|end| end.timestamp().as_second());
        self.start.as_second() == session.start.timestamp().as_second()
            && self.end.map(Timestamp::as_second) == end
            && self.title == session.title
            && self.format == session.format
    }

    fn put_into(&self, session: &mut Placed, zone: &TimeZone) {
        session.title.clone_from(&self.title);
        session.format = self.format;
        session.start = self.start.to_zoned_datetime(zone.clone());
        session.meant = session.start.datetime();
        session.end = self.end.map(|end| end.to_zoned_datetime(zone.clone()));
        session.duration = None;
    }

    /// The session, of which no file says anything any more.
    fn session(&self, index: usize, zone: &TimeZone, cohort: &SourcePath) -> Placed {
        let start = self.start.to_zoned_datetime(zone.clone());
        Placed {
            index,
            id: self.id.clone(),
            title: self.title.clone(),
            nth: None,
            format: self.format,
            meant: start.datetime(),
            start,
            end: self.end.map(|end| end.to_zoned_datetime(zone.clone())),
            duration: None,
            week: 0,
            module: None,
            facilitators: Vec::new(),
            teams: Vec::new(),
            prompt: None,
            place: None,
            url: None,
            cancelled: None,
            from: Written::new(cohort, &Spanned::new(self.id.clone(), 0..0)),
        }
    }
}
