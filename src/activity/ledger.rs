//! [`Ledger`]: the file, and what is added to it.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::{ACTIVITY, Event};

/// The ledger as it is, and what is added.
#[derive(Debug, Clone)]
pub struct Ledger {
    text: String,
    ids: BTreeSet<String>,
}

impl Ledger {
    /// Reads the ledger.
    ///
    /// # Errors
    ///
    /// Where a line can't be read: then nobody knows what is in it, and nothing may be added.
    pub fn read(bytes: &[u8]) -> Result<Self, String> {
        let Ok(text) = std::str::from_utf8(bytes) else {
            return Err(format!(
                "{ACTIVITY} is not UTF-8; take it back from your version control"
            ));
        };
        let mut ids = BTreeSet::new();
        for (at, line) in text
            .lines()
            .enumerate()
            .filter(|(_, line)| !line.trim().is_empty())
        {
            match serde_json::from_str::<Event>(line) {
                Ok(event) => ids.insert(event.id),
                Err(_) => {
                    return Err(format!(
                        "line {} of {ACTIVITY} can't be read, so nothing was added; delete what a merge left, or take the file back from your version control",
                        at + 1
                    ));
                }
            };
        }
        Ok(Self {
            text: text.to_owned(),
            ids,
        })
    }

    /// Adds what is not in it yet, by time, and says how much that was.
    pub fn add(&mut self, mut events: Vec<Event>) -> usize {
        events.sort_by(|a, b| (a.time, &a.id).cmp(&(b.time, &b.id)));
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
        let mut added = 0;
        for event in events {
            if self.ids.contains(&event.id) {
                continue;
            }
            // Numbers that are none can't be written, and writing to memory does not fail.
            let Ok(line) = serde_json::to_string(&event) else {
                continue;
            };
            let _ = writeln!(self.text, "{line}");
            self.ids.insert(event.id);
            added += 1;
        }
        added
    }

    /// How many events are in it.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether nothing is in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// The text of the file.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }
}
