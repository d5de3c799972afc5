//! The calendar of each cohort, for people to subscribe to.

use super::calendar::{Calendar, Event, calendar, namespace};
use super::page::{Context, calendar_url, schedule_path};
use super::{Artifact, OutPath, Planned};
use crate::route::is_web;
use crate::site::Cohort;

pub(super) fn plan<'a>(context: &'a Context<'a>) -> Vec<Planned<'a>> {
    // RFC 5545, 3.4: a calendar has at least one component.
    let with_sessions = context
        .site
        .cohorts
        .iter()
        .filter(|cohort| !cohort.timetable.sessions.is_empty());
    with_sessions
        .map(|cohort| Planned::ready(one(context, cohort), None))
        .collect()
}

fn one(context: &Context<'_>, cohort: &Cohort) -> Artifact {
    let site = context.site;
    let path = calendar_url(cohort);
    let schedule = site.absolute(&schedule_path(cohort));
    let places: Vec<Option<String>> = cohort
        .timetable
        .sessions
        .iter()
        .map(|session| {
            schedule
                .as_ref()
                .map(|schedule| format!("{schedule}#session-{}", session.id))
        })
        .collect();
    let events = cohort
        .timetable
        .sessions
        .iter()
        .zip(&places)
        .map(|(session, place)| Event {
            id: session.id.as_str(),
            title: &session.title,
            format: session.format.label(),
            start: session.start.timestamp(),
            end: session.end.as_ref().map(jiff::ZonedDateTime::timestamp),
            sequence: 0,
            prompt: session.prompt.as_deref(),
            facilitators: session
                .facilitators
                .iter()
                .filter_map(|id| site.community.person(&id.value))
                .map(|person| person.name.as_str())
                .collect(),
            join_url: session
                .url
                .as_ref()
                .map(|url| url.value.value.as_str())
                .filter(|url| is_web(url)),
            url: place.as_deref(),
            cancelled: session.cancelled.as_deref(),
        });
    let source = site.absolute(&path);
    let rope = calendar(&Calendar {
        cohort: &cohort.id,
        namespace: &namespace(site.course.base_url.as_deref()),
        name: &format!("{}: {}", site.course.title, cohort.title),
        description: site.course.description.as_deref(),
        url: schedule.as_deref(),
        source: source.as_deref(),
        revised: cohort.timetable.starts(),
        events: events.collect(),
    });
    Artifact::new(OutPath::new(path), rope)
}
