//! [`Due`]: a lock that has to be written.

use super::{LOCK, Lock, Read};
use crate::diagnostic::Diagnostic;
use crate::rule;
use crate::source::SourcePath;

/// A lock that is not the one in the course folder.
#[derive(Debug, Clone)]
pub struct Due {
    /// What to write.
    pub text: String,
    /// What is said where nothing may be written.
    pub stale: Diagnostic,
}

impl Due {
    /// What to write, if anything. Over what could not be read nothing is ever written.
    #[must_use]
    pub fn of(old: &Read, new: &Lock) -> Option<Self> {
        if old.broken || (*new == old.lock && !old.joined) {
            return None;
        }
        let differs = |(cohort, session, record): &(&str, &str, _)| {
            old.lock.get(cohort, session) != Some(*record)
        };
        let mut differing = new.iter().filter(differs);
        let first = differing.next();
        let more = match differing.count() {
            0 => String::new(),
            1 => " and one more session".to_owned(),
            count => format!(" and {count} more sessions"),
        };
        let message = match first {
            Some((cohort, session, _)) => {
                format!(
                    "what has changed is not in stoa.lock yet: `{session}` of the cohort `{cohort}`{more}"
                )
            }
            None if old.lock.threads().ne(new.threads()) => {
                "what the forum calls a thread is not in stoa.lock yet".to_owned()
            }
            None => "two lines of stoa.lock are to be made one".to_owned(),
        };
        let place = first.and_then(|(cohort, session, _)| old.place(cohort, session).cloned());
        let stale = Diagnostic::new(&rule::STALE_LOCK, &SourcePath::new(LOCK), place, message)
            .help("run `stoa build` without --locked, and commit stoa.lock with your change");
        Some(Self {
            text: new.text(),
            stale,
        })
    }
}
