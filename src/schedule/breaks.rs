//! The breaks of a cohort.

use jiff::civil::Date;

use super::weeks::{plus_days, span_words};
use super::words;
use crate::config::{BreakConfig, CohortConfig, Spanned};
use crate::diagnostic::{Diagnostic, Severity};
use crate::rule;
use crate::source::SourcePath;

/// The breaks of a cohort that have a first and a last day, in order of time.
#[derive(Debug)]
pub(super) struct Breaks<'a>(Vec<&'a Spanned<BreakConfig>>);

impl<'a> Breaks<'a> {
    /// Checks the breaks of a cohort. One that ends before it begins is left out. Two that overlap
    /// both count, for their days are free either way; but one of them was most likely meant for
    /// other days.
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
        Self(good)
    }

    /// The break that `day` belongs to.
    pub(super) fn on(&self, day: Date) -> Option<&'a Spanned<BreakConfig>> {
        self.0
            .iter()
            .copied()
            .find(|found| found.from.value.0 <= day && day <= found.to.value.0)
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
