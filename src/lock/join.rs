//! Two branches changed the same session: one record of two.

use jiff::ToSpan;

use super::Record;

/// The record that goes on from both. The one that was revised more often holds, and of two with the same count the later
/// one, which then counts once more: calendars may have seen either. Nothing here asks for the time, so that both
/// authors come to the same record.
pub(super) fn join(one: Record, other: Record) -> Record {
    if one == other {
        return one;
    }
    // The texts decide where nothing else does, so that the order of the lines does not.
    let rank = |record: &Record| (record.sequence, record.revised, format!("{record:?}"));
    let (mut holds, gone) = if rank(&one) >= rank(&other) {
        (one, other)
    } else {
        (other, one)
    };
    if holds.sequence == gone.sequence && !holds.shows_the_same(&gone) {
        holds.sequence = holds.sequence.saturating_add(1);
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
