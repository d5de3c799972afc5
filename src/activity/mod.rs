//! The ledger: who did what when, as other systems gave it. [`Event`] is a line of it, [`Ledger`] the file, and `import` reads the
//! exports of other systems.
//!
//! `data/activity.jsonl` is a file of the course. `stoa forum pull` and `stoa activity import` add lines at its end and never change
//! one; an event that is in it already, by its id, is left alone, so that both can be done again and again. A line is a JSON object:
//!
//! | column | holds |
//! | --- | --- |
//! | `id` | what the event is known by, with its source: `isso:12`, `slack:general:1696.002` |
//! | `time` | when it was, in UTC: `2026-10-06T08:00:00Z` |
//! | `actor` | who: an id that means nothing to anybody else, `isso:4505c1eeda98`; never a name or an address |
//! | `verb` | what: `posted`, `replied`, `liked`, `accepted`, `attended`, `completed`, `graded`, `achieved` (a team activity), or another word of the source |
//! | `object` | on what: the key of a thread, `/t/2026-autumn/welcome/`, a post in it (`#12`), or a thing of the source; of a reply the post that it answers, where the source says so |
//! | `value` | how much, a number; or `null` |
//! | `source` | which system said so: `isso`, `moodle` |
//!
//! An address that somebody is known by becomes a digest: whoever reads the ledger learns no address from it. Whoever has the address
//! can see whether it is in there; that is what a digest is.

mod import;
mod ledger;
mod record;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub(crate) use import::table;
pub use import::{Format, Import, Imported, Problem};
pub use ledger::Ledger;
pub use record::{Read, Record, Verb, read};

use crate::address;
use crate::source::Digest;

/// Its place in the course folder.
pub const ACTIVITY: &str = "data/activity.jsonl";

/// The longest text in a column. Characters.
const LONGEST: usize = 500;

/// Something that somebody did.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// What it is known by.
    pub id: String,
    /// When it was.
    pub time: Timestamp,
    /// Who it was.
    pub actor: String,
    /// What it was.
    pub verb: String,
    /// On what.
    pub object: String,
    /// How much.
    pub value: Option<f64>,
    /// Which system said so.
    pub source: String,
}

/// Somebody, by an id of a system that is no name and no address: as it is. Anything else becomes a digest, for it may say who it is.
#[must_use]
pub fn actor(source: &str, id: &str) -> String {
    let id = id.trim();
    let is_opaque = !id.is_empty()
        && id.len() <= 64
        && id.bytes().any(|byte| byte.is_ascii_digit())
        && id
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
    if is_opaque {
        return format!("{source}:{id}");
    }
    hidden(source, id)
}

/// Somebody by an address or a name, which nobody learns from this. The same address is the same actor in all systems.
#[must_use]
pub fn hidden(source: &str, name: &str) -> String {
    let name = name.trim().trim_start_matches("mailto:").to_lowercase();
    let source = if name.contains('@') { "mail" } else { source };
    let digest = Digest::of_parts([b"stoa actor".as_slice(), source.as_bytes(), name.as_bytes()]);
    format!("{source}:{}", &digest.hex()[..16])
}

/// A text in a column: in one line, of some length, without addresses.
fn column(text: &str) -> String {
    let visible: String = text
        .chars()
        .map(|char| if char.is_control() { ' ' } else { char })
        .take(LONGEST)
        .collect();
    let line = visible.split_whitespace().collect::<Vec<_>>().join(" ");
    let line = address::take_out(&line, &[]).map_or(line, |cleaned| cleaned.text);
    // What is left of an address that another one hid.
    if address::is_in(&line) {
        String::new()
    } else {
        line
    }
}
