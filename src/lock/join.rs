//! Branches changed the same session: one record of theirs.

use jiff::ToSpan;

use super::{LAST_SEQUENCE, Record};

/// The record that goes on from all, whatever their order is.
pub(super) fn join(mut records: Vec<Record>) -> Option<Record> {
    records.sort_by_cached_key(rank);
    records.into_iter().rev().reduce(join_two)
}

/// The texts decide where nothing else does, so that the order of the lines does not.
fn rank(record: &Record) -> (u32, jiff::Timestamp, String) {
    (record.sequence, record.revised, format!("{record:?}"))
}

/// The record that goes on from both. The one that was revised more often holds, and of two with the same count the later
/// one, which then counts once more: calendars may have seen either. Nothing here asks for the time, so that both
/// authors come to the same record.
fn join_two(one: Record, other: Record) -> Record {
    if one == other {
        return one;
    }
    let (mut holds, gone) = if rank(&one) >= rank(&other) {
        (one, other)
    } else {
        (other, one)
    };
    if holds.sequence == gone.sequence && !holds.shows_the_same(&gone) {
        holds.sequence = holds.sequence.saturating_add(1).min(LAST_SEQUENCE);
        holds.revised = holds
            .revised
            .max(gone.revised)
            .checked_add(1.second())
            .unwrap_or(holds.revised);
    }
    holds.added = [holds.added, gone.added].into_iter().flatten().min();
    holds.ever = holds.ever.or(&gone.ever);
    holds.before.extend(gone.before);
    holds.before.sort_by(|a, b| {
        let key = |before: &super::Before| (before.until, format!("{before:?}"));
        key(a).cmp(&key(b))
    });
    holds.before.dedup();
    holds.forget();
    holds
}
