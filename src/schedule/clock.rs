//! Local times as the clocks of a zone show them, and what there is to say about them: one rule for sessions, for
//! releases and for the plan.

use jiff::civil::{Date, DateTime};
use jiff::tz::{AmbiguousOffset, Offset, TimeZone};
use jiff::{SignedDuration, ZonedDateTime};

use super::anchor::Anchor;
use super::weeks::plus_days;
use super::words;
use crate::diagnostic::{Diagnostic, Span};
use crate::rule;
use crate::source::SourcePath;

/// A moment twice: as it was meant and as it is. They differ where clocks go forward, and what is a week later is
/// meant at the same time on the clock, not an hour after.
#[derive(Debug, Clone, PartialEq)]
pub struct Moment {
    /// What was meant to be on the clocks.
    pub(super) meant: DateTime,
    /// When it is.
    pub is: ZonedDateTime,
    /// Whether somebody else would take another instant.
    pub doubt: Option<Doubt>,
}

impl Moment {
    /// A moment that says nothing about clocks, so that nothing about it can be in doubt.
    pub(super) fn sure(meant: DateTime, is: ZonedDateTime) -> Self {
        let doubt = None;
        Self { meant, is, doubt }
    }
}

/// A local time that is no single instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Doubt {
    rule: &'static rule::Rule,
    meant: DateTime,
    chosen: (DateTime, Offset),
}

impl Doubt {
    /// What is said about `what`, which stands at this place: the instant that was chosen, and why.
    #[must_use]
    pub fn finding(&self, what: &str, zone: &str, (path, span): (&SourcePath, Span)) -> Diagnostic {
        let (chosen, offset) = self.chosen;
        let offset = words::offset(offset);
        let meant = format!(
            "{what} is at {} on {}, a time that",
            words::time(self.meant.time()),
            words::long_date(self.meant.date()),
        );
        let message = if *self.rule == rule::LOCAL_TIME_TWICE {
            format!(
                "{meant} comes twice in {zone}, because clocks go back; stoa takes the first of the two ({offset})"
            )
        } else {
            // Samoa once left out a whole day.
            let day = if chosen.date() == self.meant.date() {
                String::new()
            } else {
                format!(" on {}", words::long_date(chosen.date()))
            };
            let time = words::time(chosen.time());
            format!(
                "{meant} does not exist in {zone}, because clocks go forward; stoa takes {time}{day} ({offset})"
            )
        };
        Diagnostic::new(self.rule, path, span, message).help("move it by an hour")
    }
}

/// The instant at which the clocks of `zone` show `meant`, if it is in the years 1 to 9999. Where they never do, it is the
/// instant at which they would without the change; where they do twice, the first (RFC 5545, 3.3.5, says the same of both).
pub(super) fn on_the_clock(zone: &TimeZone, meant: DateTime) -> Option<Moment> {
    let ambiguous = zone.to_ambiguous_zoned_datetime(meant);
    let rule = match ambiguous.offset() {
        AmbiguousOffset::Unambiguous { .. } => None,
        AmbiguousOffset::Gap { .. } => Some(&rule::LOCAL_TIME_SKIPPED),
        AmbiguousOffset::Fold { .. } => Some(&rule::LOCAL_TIME_TWICE),
    };
    let is = ambiguous.compatible().ok()?;
    let chosen = (is.datetime(), is.offset());
    is_in_range(is.date()).then(|| Moment {
        meant,
        is,
        doubt: rule.map(|rule| Doubt {
            rule,
            meant,
            chosen,
        }),
    })
}

/// What `anchor` means where the session or whatever it begins with is at `base`, if it is in the years 1 to 9999.
pub(super) fn relative(zone: &TimeZone, base: &Moment, anchor: &Anchor) -> Option<Moment> {
    if anchor.days == 0 && anchor.time.is_none() {
        let is = later(&base.is, anchor.minutes)?;
        let meant = match anchor.minutes {
            0 => base.meant,
            _ => is.datetime(),
        };
        return Some(Moment::sure(meant, is));
    }
    let day = plus_days(base.meant.date(), anchor.days)?;
    let time = anchor.time.unwrap_or(base.meant.time());
    let moment = on_the_clock(zone, day.to_datetime(time))?;
    if anchor.minutes == 0 {
        return Some(moment);
    }
    let is = later(&moment.is, anchor.minutes)?;
    let meant = is.datetime();
    Some(Moment {
        meant,
        is,
        ..moment
    })
}

/// The moment `minutes` later, if there is one in the years 1 to 9999.
pub(super) fn later(moment: &ZonedDateTime, minutes: i64) -> Option<ZonedDateTime> {
    let later = moment
        .checked_add(SignedDuration::try_from_mins(minutes)?)
        .ok()?;
    is_in_range(later.date()).then_some(later)
}

pub(super) fn is_in_range(day: Date) -> bool {
    day.year() >= 1
}
