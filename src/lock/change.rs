//! [`Change`]: what has changed in a cohort, for people.

use jiff::Timestamp;

use super::{Facts, Lock, Record};

/// Something that has changed in a cohort since calendars know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change<'a> {
    /// When it was changed.
    pub at: Timestamp,
    /// The id of the session.
    pub session: &'a str,
    /// What calendars were told about it last.
    pub record: &'a Record,
    /// What held afterwards.
    pub now: &'a Facts,
    /// What it was.
    pub kind: Kind<'a>,
}

/// What has changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind<'a> {
    /// It was added.
    Added,
    /// It takes place at another time.
    Moved(&'a Facts),
    /// It starts as before and ends at another time.
    Resized(&'a Facts),
    /// It has another name.
    Renamed(&'a Facts),
    /// It has another link.
    Relinked,
    /// People meet at another place.
    Relocated,
    /// It does not take place.
    Cancelled,
    /// It takes place after all.
    Restored,
    /// It is no longer in the schedule.
    Removed,
}

impl Kind<'_> {
    /// The word in views and addresses, `moved`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Moved(_) => "moved",
            Self::Resized(_) => "resized",
            Self::Renamed(_) => "renamed",
            Self::Relinked => "relinked",
            Self::Relocated => "relocated",
            Self::Cancelled => "cancelled",
            Self::Restored => "restored",
            Self::Removed => "removed",
        }
    }
}

impl Lock {
    /// What has changed in a cohort, newest first.
    #[must_use]
    pub fn changes(&self, cohort: &str) -> Vec<Change<'_>> {
        let mut changes = Vec::new();
        for (session, record) in self.of(cohort) {
            let after = record.before.iter().skip(1).map(|before| &before.facts);
            let after = after.chain([&record.facts]);
            let mut add = |at, now, kind| {
                changes.push(Change {
                    at,
                    session,
                    record,
                    now,
                    kind,
                });
            };
            if let Some(at) = record.added {
                let first = record.before.first();
                let first = first.map_or(&record.facts, |before| &before.facts);
                if !first.removed {
                    add(at, first, Kind::Added);
                }
            }
            for (before, now) in record.before.iter().zip(after) {
                for kind in kinds(&before.facts, now) {
                    add(before.until, now, kind);
                }
            }
        }
        // What was changed at once is in the order in which it takes place.
        changes.sort_by(|a, b| {
            let order = |change: &Change<'_>| (change.now.start, change.session.to_owned());
            b.at.cmp(&a.at).then_with(|| order(a).cmp(&order(b)))
        });
        changes
    }
}

fn kinds<'a>(before: &'a Facts, now: &'a Facts) -> Vec<Kind<'a>> {
    let takes_place = |facts: &Facts| facts.cancelled.is_none() && !facts.removed;
    let mut kinds = Vec::new();
    if now.removed {
        if !before.removed {
            kinds.push(Kind::Removed);
        }
        return kinds;
    }
    match (takes_place(before), takes_place(now)) {
        (true, false) => kinds.push(Kind::Cancelled),
        (false, true) => kinds.push(Kind::Restored),
        _ => {}
    }
    if before.title != now.title {
        kinds.push(Kind::Renamed(before));
    }
    if before.url != now.url && now.url.is_some() && takes_place(now) {
        kinds.push(Kind::Relinked);
    }
    if before.place != now.place && now.place.is_some() && takes_place(now) {
        kinds.push(Kind::Relocated);
    }
    if before.start != now.start {
        kinds.push(Kind::Moved(before));
    } else if before.end != now.end {
        kinds.push(Kind::Resized(before));
    }
    kinds
}
