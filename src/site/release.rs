//! [`Coming`]: what learners will see later, and [`Opening`]: when.

use std::sync::Arc;

use jiff::ZonedDateTime;

use crate::document::Document;
use crate::schedule::{day_words, time_view};

/// When a page opens: the first moment at which a cohort that is not over has reached its release.
#[derive(Debug, Clone, PartialEq)]
pub struct Opening {
    /// The number of the week, where it falls into one.
    pub week: Option<u32>,
    /// Whose week it is, where there are several cohorts.
    pub cohort: Option<String>,
    /// The moment, on the clocks of the cohort that decides; `None` if no cohort that is not over ever gets there.
    pub at: Option<ZonedDateTime>,
}

/// A page that learners do not see yet.
#[derive(Debug, Clone)]
pub struct Coming {
    /// Its id.
    pub id: String,
    /// Its title; `None` for what is in a module that is still to come as a whole, and is shown nowhere.
    pub title: Option<String>,
    /// `2.1`, for a module.
    pub number: Option<String>,
    /// The module whose page says so, by its place in [`Site::modules`](super::Site::modules).
    pub module: Option<usize>,
    /// The place in [`Site::reading`](super::Site::reading) before which it comes.
    pub before: usize,
    /// Its file.
    pub document: Option<Arc<Document>>,
    /// When it opens.
    pub opens: Opening,
}

impl Opening {
    /// `opens in week 2, on Monday 12 October`; `in week 2 of Autumn 2026` where there are several cohorts.
    #[must_use]
    pub fn words(&self) -> String {
        let Some(at) = &self.at else {
            return "opens later".to_owned();
        };
        let whose = self.cohort.as_deref();
        let whose = whose.map_or_else(String::new, |cohort| format!(" of {cohort}"));
        let week = self
            .week
            .map_or_else(String::new, |week| format!("in week {week}{whose}, "));
        let clock = self
            .clock()
            .map_or_else(String::new, |clock| format!(" at {clock}"));
        format!("opens {week}on {}{clock}", day_words(at.date()))
    }

    /// `14:00, Europe/Paris`, where it is not the day that counts.
    #[must_use]
    pub fn clock(&self) -> Option<String> {
        let at = self.at.as_ref()?;
        let view = time_view(at);
        (at.time() != jiff::civil::Time::midnight())
            .then(|| format!("{}, {}", view.time, view.zone))
    }
}
