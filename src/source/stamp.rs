//! [`Stamp`]: what the file system says of a file, to see without reading whether it is still the same.

use std::fs::Metadata;
use std::time::{Duration, SystemTime};

/// A file whose clock reads this close to the moment of the look may change again within one
/// tick of that clock, so the next look reads it whatever its time says.
const RACY: Duration = Duration::from_millis(50);

/// Which file it is, how long it is, and when it last changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Stamp {
    facts: Facts,
    racy: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Facts {
    len: u64,
    modified: Option<SystemTime>,
    /// Device and number, which a file that takes the place of another does not share.
    #[cfg(unix)]
    node: (u64, u64),
    /// When anything about it changed, which no program can set: copies and archives keep the other time.
    #[cfg(unix)]
    changed: (i64, i64),
}

impl Stamp {
    /// The stamp of a file that was looked at no earlier than `looked`.
    pub(super) fn of(meta: &Metadata, looked: SystemTime) -> Self {
        let facts = Facts::of(meta);
        Self {
            facts,
            racy: facts.modified.is_none_or(|time| time + RACY >= looked),
        }
    }

    /// The length in bytes.
    pub(super) fn len(&self) -> u64 {
        self.facts.len
    }

    /// Whether a file that had this stamp and has the other one now needs no reading.
    pub(super) fn still_holds(&self, now: &Self) -> bool {
        !self.racy && self.facts == now.facts
    }

    /// Whether this is what the system says of a file now.
    pub(super) fn is_of(&self, meta: &Metadata) -> bool {
        self.facts == Facts::of(meta)
    }
}

impl Facts {
    fn of(meta: &Metadata) -> Self {
        #[cfg(unix)]
        use std::os::unix::fs::MetadataExt as _;
        Self {
            len: meta.len(),
            modified: meta.modified().ok(),
            #[cfg(unix)]
            node: (meta.dev(), meta.ino()),
            #[cfg(unix)]
            changed: (meta.ctime(), meta.ctime_nsec()),
        }
    }
}
