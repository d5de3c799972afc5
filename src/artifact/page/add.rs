//! Links that put one session into a calendar.

use jiff::Timestamp;
use jiff::tz::Offset;

use super::schedule::{schedule_path, session_calendar_url};
use crate::name::encode_value;
use crate::route::is_web;
use crate::schedule::Placed;
use crate::site::{Cohort, Site};
use crate::view::CalendarLinks;

/// A file, and pages of two services with the session filled in. They are plain links: nothing of those services is
/// loaded before somebody follows one. Instants are in UTC, which both services turn into their user's own zone.
pub(super) fn add_links(site: &Site, cohort: &Cohort, session: &Placed) -> CalendarLinks {
    let start = session.start.timestamp();
    let end = session
        .end
        .as_ref()
        .map_or(start, jiff::ZonedDateTime::timestamp);
    // The prompt and the people are one click further: a schedule has dozens of these links, and phones load them all.
    let place = site.absolute(&schedule_path(cohort));
    let place = place.map(|schedule| format!("{schedule}#session-{}", session.id));
    let place = place.unwrap_or_default();
    let join = session.url.as_ref().map(|url| url.value.value.as_str());
    let join = join.filter(|url| is_web(url)).unwrap_or_default();
    // A place in words is where people are led to; the link to join then stands in the text.
    let (location, details) = match session.place.as_deref() {
        Some(room) => (room, [join, &place].join("\n").trim().to_owned()),
        None => (join, place.clone()),
    };
    let dates = format!("{}/{}", basic(start), basic(end));
    let google = query(&[
        ("action", "TEMPLATE"),
        ("text", &session.title),
        ("dates", &dates),
        ("details", &details),
        ("location", location),
    ]);
    let outlook = query(&[
        ("path", "/calendar/action/compose"),
        ("rru", "addevent"),
        ("subject", &session.title),
        ("startdt", &extended(start)),
        ("enddt", &extended(end)),
        ("body", &details),
        ("location", location),
    ]);
    CalendarLinks {
        file: site.url(&session_calendar_url(cohort, session.id.as_str())),
        google: format!("https://calendar.google.com/calendar/render?{google}"),
        outlook: format!("https://outlook.live.com/calendar/0/deeplink/compose?{outlook}"),
        office: format!("https://outlook.office.com/calendar/0/deeplink/compose?{outlook}"),
    }
}

/// A query, without what is empty.
fn query(pairs: &[(&str, &str)]) -> String {
    let pairs = pairs.iter().filter(|(_, value)| !value.is_empty());
    let pairs: Vec<String> = pairs
        .map(|(key, value)| format!("{key}={}", encode_value(value)))
        .collect();
    pairs.join("&")
}

/// `20261006T120000Z`.
fn basic(moment: Timestamp) -> String {
    extended(moment).replace(['-', ':'], "")
}

/// `2026-10-06T12:00:00Z`.
fn extended(moment: Timestamp) -> String {
    let time = Offset::UTC.to_datetime(moment);
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z",
        time.year(),
        time.month(),
        time.day(),
        time.hour(),
        time.minute(),
        time.second()
    )
}
