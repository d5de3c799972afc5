//! The breaks of a cohort.

use jiff::civil::Date;

use super::weeks::{plus_days, span_words};
use super::words;
use crate::config::{BreakConfig, CohortConfig, Spanned};
use crate::diagnostic::{Diagnostic, Severity};
use crate::rule;
use crate::source::SourcePath;

/// The most days of a break, a year: a cohort that waits for longer is another cohort, and a slip of
/// the pen must not move its weeks by a thousand years.
const LONGEST: i32 = 366;

/// The breaks of a cohort that have a first and a last day, in order of time.
#[derive(Debug)]
pub(super) struct Breaks<'a> {
    /// By their first days.
    found: Vec<&'a Spanned<BreakConfig>>,
    /// For each of them the latest last day of it and of all before it, to search by.
    until: Vec<Date>,
}

impl<'a> Breaks<'a> {
    /// Checks the breaks of a cohort. One that ends before it begins, or a year later, is left out.
    /// Two that overlap both count, for their days are free either way; but one of them was most
    /// likely meant for other days.
    pub(super) fn new(
        cohort: &'a CohortConfig,
        path: &SourcePath,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Self {
        let mut good = Vec::new();
        for found in &cohort.breaks {
            let (from, to) = (found.from.value.0, found.to.value.0);
            if from > to {
                let message = format!(
                    "this break ends on {}, before it begins on {}",
                    words::date(to),
                    words::date(from)
                );
                diagnostics.push(
                    Diagnostic::new(&rule::BAD_VALUE, path, found.to.span(), message)
                        .help("`from` is the first free day and `to` the last"),
                );
            } else if (to - from).get_days() >= LONGEST {
                let message = format!("this break is longer than a year, {}", span_words(from, to));
                diagnostics.push(
                    Diagnostic::new(&rule::BAD_VALUE, path, found.to.span(), message)
                        .help("check the year; what goes on after so long is a cohort of its own"),
                );
            } else {
                good.push(found);
            }
        }
        good.sort_by_key(|found| (found.from.value, found.to.value, found.span().start));
        let mut longest: Option<&Spanned<BreakConfig>> = None;
        for &found in &good {
            if let Some(other) = longest
                && found.from.value <= other.to.value
            {
                let message = format!(
                    "the break {} overlaps the one {}",
                    span_words(found.from.value.0, found.to.value.0),
                    span_words(other.from.value.0, other.to.value.0)
                );
                diagnostics.push(
                    Diagnostic::new(&rule::BAD_VALUE, path, found.span(), message)
                        .severity(Severity::Warning)
                        .help("make one break of the two, or correct the days")
                        .related(path, Some(other.span()), "the other break is here"),
                );
            }
            if longest.is_none_or(|other| other.to.value < found.to.value) {
                longest = Some(found);
            }
        }
        let mut latest = Date::MIN;
        let until = good.iter().map(|found| {
            latest = latest.max(found.to.value.0);
            latest
        });
        Self {
            until: until.collect(),
            found: good,
        }
    }

    /// All of them, by their first days.
    pub(super) fn all(&self) -> impl Iterator<Item = &'a Spanned<BreakConfig>> {
        self.found.iter().copied()
    }

    /// The break that `day` belongs to, the first if there are two.
    pub(super) fn on(&self, day: Date) -> Option<&'a Spanned<BreakConfig>> {
        // All before this one end before the day, and all behind it do not begin earlier.
        let at = self.until.partition_point(|until| *until < day);
        let found = *self.found.get(at)?;
        (found.from.value.0 <= day).then_some(found)
    }

    /// The breaks that take the days from Monday to Friday of the week that begins on `monday`,
    /// all five of them; none if one of the five is not free.
    pub(super) fn over_week(&self, monday: Date) -> Vec<&'a Spanned<BreakConfig>> {
        let mut over: Vec<&'a Spanned<BreakConfig>> = Vec::new();
        for days in 0..5 {
            let Some(found) = plus_days(monday, days).and_then(|day| self.on(day)) else {
                return Vec::new();
            };
            if !over.contains(&found) {
                over.push(found);
            }
        }
        over
    }
}
