//! Texts of the plan: templates with what is true of a cohort in them. They know no other template and no function that reads
//! anything, and what they make is text and never HTML.

use std::collections::BTreeMap;

use jiff::ZonedDateTime;
use serde::Serialize;
use tera::{Context, Tera};

use super::plan_language::check;
use crate::config::PlanConfig;
use crate::diagnostic::Span;
use crate::route::is_web;
use crate::schedule::{date_view, day_words, time_view};
use crate::site::{Cohort, Site};
use crate::theme::{finished_text, span_at};

/// Everything that a text of the plan can name.
#[derive(Debug, Serialize)]
struct Facts {
    cohort: CohortFacts,
    course: CourseFacts,
    /// The community's goal; empty if there is none.
    goal: String,
    /// The whole address of the portal, if `base_url` is set.
    portal: String,
    /// The forum's front page; empty if there is none.
    forum: String,
    /// By id: `sessions.kickoff.time`, `sessions['plan-due'].day`.
    sessions: BTreeMap<String, SessionFacts>,
}

#[derive(Debug, Serialize)]
struct CohortFacts {
    id: String,
    title: String,
    /// `5 October 2026`.
    start: String,
    end: String,
    /// `Europe/Paris`.
    timezone: String,
    url: String,
    schedule: String,
}

#[derive(Debug, Serialize)]
struct CourseFacts {
    title: String,
    description: String,
}

#[derive(Debug, Serialize)]
struct SessionFacts {
    title: String,
    /// `Virtual classroom`.
    format: &'static str,
    /// `Tuesday 6 October`.
    day: String,
    /// `6 October 2026`.
    date: String,
    /// `14:00`.
    time: String,
    /// `15:30`; empty for what takes no time.
    end: String,
    /// `Europe/Paris`.
    zone: String,
    /// Its place in the portal.
    url: String,
    /// Where people meet; empty if nobody says.
    place: String,
    /// Where to join; empty if that is not known.
    join_url: String,
    prompt: String,
    /// Why it does not take place; empty if it does.
    cancelled: String,
}

/// What the texts of a cohort can name, but for what differs from one to the next. Once a cohort, for there may be many texts.
pub(super) fn facts(site: &Site, cohort: &Cohort) -> Context {
    // Structs and maps of text are always a context.
    Context::from_serialize(&Facts::new(site, cohort)).unwrap_or_default()
}

/// What a session can say in a text.
pub(super) fn fields(facts: &Context) -> Vec<&str> {
    let sessions = facts.get("sessions").and_then(|sessions| sessions.as_map());
    let first = sessions.and_then(|sessions| sessions.values().next());
    let fields = first.and_then(|first| first.as_map());
    let mut fields: Vec<&str> = fields
        .into_iter()
        .flat_map(|fields| fields.keys().filter_map(|key| key.as_str()))
        .collect();
    fields.sort_unstable();
    fields
}

impl Facts {
    fn new(site: &Site, cohort: &Cohort) -> Self {
        let timetable = &cohort.timetable;
        let whole = |path: &str| site.absolute(path).unwrap_or_else(|| site.url(path));
        let own = format!("cohorts/{}/", cohort.id);
        let schedule = format!("{own}schedule/");
        let session = |session: &crate::schedule::Placed| {
            let start = time_view(&session.start);
            let facts = SessionFacts {
                title: session.title.clone(),
                format: session.format.label(),
                day: day_words(session.start.date()),
                date: start.date.text,
                time: start.time,
                end: session
                    .end
                    .as_ref()
                    .map_or_else(String::new, |end| time_view(end).time),
                zone: start.zone,
                url: whole(&format!("{schedule}#session-{}", session.id)),
                place: session.place.clone().unwrap_or_default(),
                join_url: session
                    .url
                    .as_ref()
                    .map(|url| url.value.value.clone())
                    .filter(|url| is_web(url))
                    .unwrap_or_default(),
                prompt: session.prompt.clone().unwrap_or_default(),
                cancelled: session.cancelled.clone().unwrap_or_default(),
            };
            (session.id.as_str().to_owned(), facts)
        };
        Self {
            cohort: CohortFacts {
                id: cohort.id.clone(),
                title: cohort.title.clone(),
                start: date_view(timetable.first_day).text,
                end: date_view(timetable.last_day).text,
                timezone: timetable.zone_name.clone(),
                url: whole(&own),
                schedule: whole(&schedule),
            },
            course: CourseFacts {
                title: site.course.title.clone(),
                description: site.course.description.clone().unwrap_or_default(),
            },
            goal: site.community.goal.clone().unwrap_or_default(),
            portal: whole(""),
            forum: site
                .forum
                .as_ref()
                .and_then(|forum| forum.home.clone())
                .unwrap_or_default(),
            sessions: timetable.sessions.iter().map(session).collect(),
        }
    }
}

/// What is wrong with a text.
pub(super) struct TextError {
    pub(super) span: Option<Span>,
    pub(super) words: String,
    pub(super) help: Option<String>,
}

/// What is to be posted.
pub(super) fn render(
    template: &str,
    facts: &Context,
    config: &PlanConfig,
    at: &ZonedDateTime,
    channel: Option<&(String, Option<String>)>,
) -> Result<String, TextError> {
    let error = |error: tera::Error| {
        let (span, words) = match error.kind() {
            tera::ErrorKind::SyntaxError(report) | tera::ErrorKind::RenderingError(report) => {
                let span = report.span().range.clone();
                (Some(span), report.message().to_owned())
            }
            _ => {
                let text = error.to_string();
                let (words, place) = finished_text(&text);
                let span = place.map(|(_, line, column)| span_at(template, line, column));
                (span, words)
            }
        };
        TextError {
            span,
            words,
            help: Some("what a text of the plan can name: cohort, course, goal, portal, forum, sessions['id'], channel and moment".to_owned()),
        }
    };
    check(template).map_err(|foreign| TextError {
        span: Some(foreign.span),
        words: foreign.words,
        help: Some(foreign.help.to_owned()),
    })?;
    let mut context = facts.clone();
    let moment = time_view(at);
    let (name, url) = channel.map_or((String::new(), String::new()), |(name, url)| {
        (name.clone(), url.clone().unwrap_or_default())
    });
    context.insert("channel", &BTreeMap::from([("title", name), ("url", url)]));
    context.insert(
        "moment",
        &BTreeMap::from([
            ("title", config.title.clone()),
            ("day", day_words(at.date())),
            ("date", moment.date.text),
            ("time", moment.time),
            ("zone", moment.zone),
        ]),
    );
    Tera::one_off(template, &context, false).map_err(error)
}
