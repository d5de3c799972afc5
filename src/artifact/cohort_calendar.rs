//! The calendars of each cohort: of all its sessions, of each team, and of each session.

use super::calendar::{Calendar, Event, calendar};
use super::page::{Context, calendar_url, schedule_path, session_calendar_url, team_calendar_url};
use super::{Artifact, OutPath, Planned, Rendered};
use crate::lock::{Record, namespace};
use crate::route::is_web;
use crate::schedule::Placed;
use crate::site::{Cohort, Team};
use crate::source::Digest;

pub(super) fn plan<'a>(context: &'a Context<'a>) -> Vec<Planned<'a>> {
    let cohorts = context.site.cohorts.iter();
    cohorts.flat_map(|cohort| of(context, cohort)).collect()
}

fn of<'a>(context: &'a Context<'a>, cohort: &'a Cohort) -> Vec<Planned<'a>> {
    let site = context.site;
    let entries = entries(context, cohort);
    let title = format!("{}: {}", site.course.title, cohort.title);
    let mut planned = Vec::new();
    planned.extend(File::new(context, cohort, calendar_url(cohort), &title).plan(&entries));
    for team in &cohort.teams {
        let own = entries.iter().filter_map(|entry| entry.for_team(team));
        let own: Vec<_> = own.collect();
        let title = format!("{title}, {}", team.title);
        let url = team_calendar_url(cohort, team);
        planned.extend(File::new(context, cohort, url, &title).plan(&own));
    }
    for entry in &entries {
        let url = session_calendar_url(cohort, entry.id);
        let file = File::new(context, cohort, url, &title);
        planned.extend(file.plan(std::slice::from_ref(entry)));
    }
    planned
}

/// A session of the cohort, or what is left of one.
#[derive(Clone)]
struct Entry<'a> {
    id: &'a str,
    record: &'a Record,
    /// `None` for a session that is no longer in the schedule, or no longer for the team.
    session: Option<&'a Placed>,
    /// Names of facilitators who agreed to be named.
    facilitators: Vec<&'a str>,
    /// The whole address of its place in the portal.
    place: Option<String>,
    /// The whole address of the cohort's schedule.
    schedule: Option<String>,
}

impl Entry<'_> {
    /// What the calendar of a team shows of it. One that is no longer for the team is gone there as if it were removed.
    fn for_team(&self, team: &Team) -> Option<Self> {
        if self.record.audience.has(&team.id) {
            return Some(self.clone());
        }
        self.record.ever.has(&team.id).then(|| Self {
            session: None,
            facilitators: Vec::new(),
            place: self.schedule.clone(),
            ..self.clone()
        })
    }
}

/// The sessions in order of time. Those that were removed stay among them, cancelled, so that clients cross them out.
fn entries<'a>(context: &'a Context<'a>, cohort: &'a Cohort) -> Vec<Entry<'a>> {
    let site = context.site;
    let schedule = site.absolute(&schedule_path(cohort));
    let entry = |id: &'a str, session: Option<&'a Placed>| {
        let people = session.map_or(&[][..], |session| &session.facilitators);
        let people = people
            .iter()
            .filter_map(|id| site.community.person(&id.value));
        Some(Entry {
            id,
            record: site.lock.get(&cohort.id, id)?,
            session,
            facilitators: people.map(|person| person.name.as_str()).collect(),
            place: schedule.as_ref().map(|schedule| match session {
                Some(_) => format!("{schedule}#session-{id}"),
                None => schedule.clone(),
            }),
            schedule: schedule.clone(),
        })
    };
    let there = cohort.timetable.sessions.iter();
    let mut entries: Vec<_> = there
        .filter_map(|session| entry(session.id.as_str(), Some(session)))
        .collect();
    let gone = site.lock.of(&cohort.id);
    let gone = gone.filter(|(_, record)| record.facts.removed);
    entries.extend(gone.filter_map(|(id, _)| entry(id, None)));
    // A stable sort: what starts at once stays in the order of the schedule.
    entries.sort_by_key(|entry| entry.record.facts.start);
    entries
}

/// A calendar that can be made.
struct File<'a> {
    context: &'a Context<'a>,
    url: String,
    uid: String,
    name: String,
    schedule: Option<String>,
}

impl<'a> File<'a> {
    fn new(context: &'a Context<'a>, cohort: &Cohort, url: String, name: &str) -> Self {
        let site = context.site;
        let namespace = namespace(site.course.base_url.as_deref());
        let own = url
            .trim_start_matches("calendars/")
            .trim_end_matches(".ics")
            .replace('/', ".");
        Self {
            context,
            uid: format!("{own}@{namespace}"),
            url,
            name: name.to_owned(),
            schedule: site.absolute(&schedule_path(cohort)),
        }
    }

    /// Plans it, if there is something in it: a calendar has at least one component (RFC 5545, 3.4).
    fn plan(self, entries: &[Entry<'a>]) -> Option<Planned<'a>> {
        if entries.is_empty() {
            return None;
        }
        let entries = entries.to_vec();
        let course = &self.context.site.course;
        let shown = format!(
            "{} {:?} {:?} {:?} {:?}",
            self.uid, self.name, self.schedule, course.description, course.base_url
        );
        let of_entry = |entry: &Entry<'_>| {
            let session = entry
                .session
                .map(|session| (&session.prompt, &session.place, &session.url));
            format!(
                "{:?} {session:?} {:?} {:?}",
                entry.record, entry.facilitators, entry.place
            )
        };
        let parts: Vec<String> = entries.iter().map(of_entry).collect();
        let parts = parts.iter().map(String::as_bytes);
        let key = Digest::of_parts(std::iter::once(shown.as_bytes()).chain(parts));
        Some(Planned {
            path: OutPath::new(&self.url),
            origin: None,
            key,
            make: Box::new(move || Rendered::new(self.make(&entries), Vec::new())),
        })
    }

    fn make(&self, entries: &[Entry<'_>]) -> Artifact {
        let site = self.context.site;
        let source = site.absolute(&self.url);
        let rope = calendar(&Calendar {
            uid: &self.uid,
            name: &self.name,
            description: site.course.description.as_deref(),
            url: self.schedule.as_deref(),
            source: source.as_deref(),
            events: entries.iter().map(event).collect(),
        });
        Artifact::new(OutPath::new(&self.url), rope)
    }
}

fn event<'e>(entry: &'e Entry<'_>) -> Event<'e> {
    let Record {
        uid,
        sequence,
        revised,
        facts,
        format,
        ..
    } = entry.record;
    let url = entry.session.and_then(|session| session.url.as_ref());
    // Nobody says why it is gone.
    let gone = entry.session.is_none().then_some("");
    Event {
        uid,
        sequence: *sequence,
        revised: *revised,
        title: &facts.title,
        format: Some(*format),
        start: facts.start,
        end: facts.end,
        prompt: entry.session.and_then(|session| session.prompt.as_deref()),
        facilitators: entry.facilitators.clone(),
        place: entry.session.and_then(|session| session.place.as_deref()),
        join_url: url
            .map(|url| url.value.value.as_str())
            .filter(|url| is_web(url)),
        url: entry.place.as_deref(),
        cancelled: facts.cancelled.as_deref().or(gone),
    }
}
