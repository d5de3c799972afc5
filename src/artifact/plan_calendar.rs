//! The calendar of each cohort's plan, for its facilitators to subscribe to. In their edition only.

use super::calendar::{Calendar, Event, calendar};
use super::page::{Context, plan_calendar_url, plan_path};
use super::{Artifact, OutPath, Planned};
use crate::lock::{first_revision, namespace, uid};
use crate::site::{Cohort, PlanItem};

pub(super) fn plan<'a>(context: &'a Context<'a>) -> Vec<Planned<'a>> {
    let cohorts = context.site.cohorts.iter();
    cohorts
        .filter_map(|cohort| Some((cohort, context.plan_of(cohort)?)))
        .map(|(cohort, items)| Planned::ready(one(context, cohort, items), None))
        .collect()
}

fn one(context: &Context<'_>, cohort: &Cohort, items: &[PlanItem]) -> Artifact {
    let site = context.site;
    let path = plan_calendar_url(cohort);
    let runbook = site.absolute(&plan_path(cohort));
    let places: Vec<(Option<String>, String)> = items
        .iter()
        .map(|item| {
            let place = runbook
                .as_ref()
                .map(|runbook| format!("{runbook}#plan-{}", item.id));
            let channel = item.channel.as_ref().map(|(title, url)| match url {
                Some(url) => format!("{title}: {url}"),
                None => title.clone(),
            });
            let parts = [channel, item.text.clone()];
            (
                place,
                parts.into_iter().flatten().collect::<Vec<_>>().join("\n\n"),
            )
        })
        .collect();
    // No id has a dot, so that these are the UIDs of no session of any cohort.
    let own = format!("{}.plan", cohort.id);
    let namespace = namespace(site.course.base_url.as_deref());
    let uids: Vec<String> = items
        .iter()
        .map(|item| uid(&item.id, &own, &namespace))
        .collect();
    let revised = first_revision(&cohort.timetable);
    let events = items
        .iter()
        .zip(&places)
        .zip(&uids)
        .map(|((item, (place, prompt)), uid)| Event {
            uid,
            revised,
            title: &item.title,
            format: None,
            start: item.at.timestamp(),
            // It is done at a moment and takes nobody's time.
            end: None,
            sequence: 0,
            prompt: Some(prompt.as_str()),
            facilitators: Vec::new(),
            place: None,
            join_url: None,
            url: place.as_deref(),
            cancelled: None,
        });
    let source = site.absolute(&path);
    let rope = calendar(&Calendar {
        uid: &format!("{own}@{namespace}"),
        name: &format!("{}: plan of {}", site.course.title, cohort.title),
        description: None,
        url: runbook.as_deref(),
        source: source.as_deref(),
        events: events.collect(),
    });
    Artifact::new(OutPath::new(path), rope)
}
