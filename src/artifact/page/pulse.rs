//! The pulse of each cohort, in the facilitators' edition only.

use super::link::cohort_page;
use super::{Context, OutPath, Page, Planned};
use crate::pulse::Pulse;
use crate::site::Cohort;
use crate::view::Link;

/// After so many days a post without a reply is on the page; `stoa pulse --after` asks for others.
pub(crate) const AFTER: i64 = 3;

/// The address of the pulse of a cohort below the base path.
fn pulse_path(cohort: &Cohort) -> String {
    format!("cohorts/{}/pulse/", cohort.id)
}

/// Whether a file of the facilitators' edition names people as facilitators know them.
pub(crate) fn is_pulse(path: &OutPath) -> bool {
    let cohort = path.as_str().strip_prefix("cohorts/");
    cohort.is_some_and(|rest| rest.ends_with("/pulse/index.html"))
}

pub(super) fn plan<'a>(context: &'a Context<'a>) -> Vec<Planned<'a>> {
    let site = context.site;
    let Some(ledger) = site.ledger.as_ref().filter(|_| site.facilitator) else {
        return Vec::new();
    };
    let all = Link {
        title: "Cohorts".to_owned(),
        url: site.url("cohorts/"),
    };
    let fetched = site.snapshot.as_ref().map(|all| all.fetched);
    let plan = |cohort: &'a Cohort| {
        let title = format!("Pulse of {}", cohort.title);
        let page = Page::new("pulse", pulse_path(cohort), title)
            .section("cohorts")
            .breadcrumbs(vec![context.home(), all.clone(), cohort_page(site, cohort)]);
        context.page(
            page,
            "pulse",
            Pulse::of(site, cohort, ledger, fetched, AFTER),
        )
    };
    site.cohorts.iter().map(plan).collect()
}

impl Context<'_> {
    /// The pulse of a cohort, where this edition has it.
    pub(super) fn pulse_url(&self, cohort: &Cohort) -> Option<String> {
        let has_one = self.site.facilitator && self.site.ledger.is_some();
        has_one.then(|| self.site.url(&pulse_path(cohort)))
    }
}
