//! [`Cleaned`]: a text from which [`take_out`] took the addresses.

use std::ops::Range;

use super::{LONGEST_HOST, REMOVED, REMOVED_IN_WORD, find};

/// A text without its addresses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Cleaned {
    /// What is left.
    pub(crate) text: String,
    edits: Vec<Edit>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Edit {
    /// The address.
    address: Range<usize>,
    /// What was replaced, in the old text.
    old: Range<usize>,
    /// What stands there, in the new text.
    new: Range<usize>,
}

impl Cleaned {
    /// Where the addresses were, in the old text.
    pub(crate) fn addresses(&self) -> impl ExactSizeIterator<Item = &Range<usize>> {
        self.edits.iter().map(|edit| &edit.address)
    }

    /// The place in the old text of a place in the new one.
    pub(crate) fn original(&self, at: usize) -> usize {
        let before = self.edits.partition_point(|edit| edit.new.start < at);
        match before.checked_sub(1).map(|last| &self.edits[last]) {
            None => at,
            Some(edit) if at < edit.new.end => edit.old.start,
            Some(edit) => edit.old.end + (at - edit.new.end),
        }
    }
}

/// Takes all addresses out of a text but those in `keep`, which is in order; `None` where there are none.
pub(crate) fn take_out(text: &str, keep: &[Range<usize>]) -> Option<Cleaned> {
    let mut cleaned = Cleaned {
        text: String::new(),
        edits: Vec::new(),
    };
    let mut done = 0;
    for address in find(text) {
        let next = keep.partition_point(|range| range.end <= address.start);
        if keep
            .get(next)
            .is_some_and(|range| range.start < address.end)
        {
            continue;
        }
        let (old, instead) = replacement(text, &address);
        if old.start < done {
            continue;
        }
        cleaned.text.push_str(&text[done..old.start]);
        let start = cleaned.text.len();
        cleaned.text.push_str(instead);
        done = old.end;
        cleaned.edits.push(Edit {
            address,
            new: start..cleaned.text.len(),
            old,
        });
    }
    if cleaned.edits.is_empty() {
        return None;
    }
    cleaned.text.push_str(&text[done..]);
    Some(cleaned)
}

/// What goes with an address, and what stands there instead.
fn replacement(text: &str, address: &Range<usize>) -> (Range<usize>, &'static str) {
    let (before, after) = (&text[..address.start], &text[address.end..]);
    let scheme = before
        .get(before.len().saturating_sub("mailto:".len())..)
        .filter(|scheme| scheme.eq_ignore_ascii_case("mailto:"));
    let outer = &before[..before.len() - scheme.map_or(0, str::len)];
    // Else there would be an `<address>` element in the page.
    if outer.ends_with('<') && after.starts_with('>') && !outer.ends_with("](<") {
        return (outer.len() - 1..address.end + 1, REMOVED);
    }
    let is_target = ["](", "](<", "]: ", "]:"]
        .iter()
        .any(|open| outer.ends_with(open));
    if scheme.is_some() || is_target {
        // With it goes what the letter would say: `?subject=...`.
        let query = if after.starts_with('?') {
            let near = &after[..after.floor_char_boundary(4 * LONGEST_HOST)];
            near.find(|char: char| char.is_whitespace() || "()<>\"'".contains(char))
                .unwrap_or(near.len())
        } else {
            0
        };
        return (outer.len()..address.end + query, "mailto:");
    }
    let in_word = before.ends_with(|char: char| "/=#%&".contains(char));
    (
        address.clone(),
        if in_word { REMOVED_IN_WORD } else { REMOVED },
    )
}
