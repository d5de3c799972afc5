//! Days that are written without a zone.

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::Offset;

/// When a day begins, at the first place on earth, which is 14 hours ahead of UTC: wherever a person
/// lives, nobody is told that today is yet to come.
pub(crate) fn begins(day: Date) -> Timestamp {
    Offset::constant(14)
        .to_timestamp(day.to_datetime(Time::midnight()))
        .unwrap_or(Timestamp::MAX)
}
