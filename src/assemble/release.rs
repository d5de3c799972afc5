//! Releases: from when on learners see a page, and which pages this edition leaves out until then.
//!
//! A release is counted in every cohort, with its weeks and on its clocks. A page is out as soon as one cohort that is not
//! over has reached it; if all cohorts are over, or there is none, everything is out. What is in a module is not released
//! before the module.
//!
//! This runs last, on the whole site: what is wrong with a page that is still to come was found like everything else.

use std::cmp::max;

use jiff::{Timestamp, ZonedDateTime};

mod asked;
mod withhold;

use asked::Asked;
use withhold::withhold;

use super::Input;
use crate::config::PageFront;
use crate::diagnostic::Diagnostic;
use crate::rule;
use crate::schedule::State;
use crate::site::{Cohort, Opening, PageRef, Site};

/// When a page is released in each cohort, in the order of the site's; `None` for never.
type Moments = Vec<Option<ZonedDateTime>>;

/// Works out every release, and takes out what this edition does not show yet.
pub(super) fn release(input: &Input<'_>, site: &mut Site, diagnostics: &mut Vec<Diagnostic>) {
    if let Some(home) = &site.home
        && let Some(release) = home.page().and_then(|front| front.release.as_ref())
    {
        diagnostics.push(
            Diagnostic::new(
                &rule::BAD_RELEASE,
                &home.path,
                release.span(),
                "the home page is always there, so it cannot have a release",
            )
            .help("take `release` out, or write it on a lesson or on the page of a module"),
        );
    }
    let openings = openings(input, site, diagnostics);
    if openings.iter().all(Option::is_none) {
        return;
    }
    let shows_all = input.options.drafts || input.options.facilitator;
    if shows_all {
        for (page, opens) in site.reading.iter().zip(openings) {
            match page {
                PageRef::Module(at) => site.modules[*at].opens = opens,
                PageRef::Lesson(at) => site.lessons[*at].opens = opens,
            }
        }
    } else {
        withhold(site, openings);
    }
}

/// When each page in reading order opens; `None` for one that is out.
fn openings(
    input: &Input<'_>,
    site: &mut Site,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Option<Opening>> {
    let mut of_modules: Vec<Option<Moments>> = vec![None; site.modules.len()];
    let mut openings = Vec::with_capacity(site.reading.len());
    let mut releases = Vec::new();
    let mut released = Vec::new();
    for page in &site.reading {
        let (document, outer) = match page {
            PageRef::Module(at) => (
                site.modules[*at].document.as_ref(),
                site.modules[*at].parent,
            ),
            PageRef::Lesson(at) => (Some(&site.lessons[*at].document), site.lessons[*at].module),
        };
        let outer = outer.and_then(|module| of_modules[module].clone());
        let written = document.and_then(|document| {
            let front: &PageFront = document.page()?;
            Some((&document.path, front.release.as_ref()?))
        });
        let moments = match written {
            None => outer,
            Some((path, written)) => {
                let asked = Asked {
                    input,
                    cohorts: &site.cohorts,
                    path,
                    written,
                };
                let own = asked.moments(diagnostics);
                if let (Some(own), Some(outer)) = (&own, &outer) {
                    diagnostics.extend(asked.too_early(own, outer));
                }
                releases.extend(own.iter().flatten().flatten().map(ZonedDateTime::timestamp));
                both(own, outer)
            }
        };
        openings.push(
            moments
                .as_ref()
                .and_then(|moments| opening(moments, &site.cohorts, input.options.now)),
        );
        if let (true, Some(moments)) = (input.options.facilitator, &moments) {
            released.push((openings.len() - 1, moments.clone()));
        }
        if let PageRef::Module(at) = page {
            of_modules[*at] = moments;
        }
    }
    site.releases = releases;
    site.released = released;
    openings
}

/// The later of two releases, cohort by cohort.
fn both(own: Option<Moments>, outer: Option<Moments>) -> Option<Moments> {
    match (own, outer) {
        (Some(own), Some(outer)) => {
            let pairs = own.into_iter().zip(outer);
            Some(pairs.map(|(own, outer)| Some(max(own?, outer?))).collect())
        }
        (own, outer) => own.or(outer),
    }
}

/// When a page opens; `None` if it is out.
fn opening(moments: &Moments, cohorts: &[Cohort], now: Timestamp) -> Option<Opening> {
    let mut live = cohorts
        .iter()
        .zip(moments)
        .filter(|(cohort, _)| cohort.state != State::Past)
        .peekable();
    live.peek()?;
    let first = live
        .filter_map(|(cohort, moment)| Some((moment.as_ref()?, cohort)))
        .min_by_key(|(moment, _)| moment.timestamp());
    match first {
        Some((moment, _)) if moment.timestamp() <= now => None,
        Some((moment, cohort)) => {
            let week = cohort.timetable.week_of(moment);
            Some(Opening {
                week: week.and_then(|at| cohort.timetable.weeks[at].number),
                cohort: (cohorts.len() > 1).then(|| cohort.title.clone()),
                at: Some(moment.clone()),
            })
        }
        None => Some(Opening {
            week: None,
            cohort: None,
            at: None,
        }),
    }
}
