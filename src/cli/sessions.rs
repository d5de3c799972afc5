//! The sessions of cohorts as tables for people: what, when in both zones, where, who.

use std::fmt::Write;

use jiff::ZonedDateTime;
use jiff::tz::TimeZone;

use super::table::{Table, in_one_line};
use crate::listing::{CohortRow, Listing, SessionRow};
use crate::schedule::time_view;

/// A heading and a table for each cohort, on its own clocks and on those of the reader.
pub(super) fn text(
    listing: &Listing,
    reader: Option<&(TimeZone, String)>,
    width: Option<usize>,
) -> String {
    let mut text = String::new();
    for cohort in &listing.cohorts {
        if !text.is_empty() {
            text.push('\n');
        }
        let sessions = listing.sessions.iter();
        let sessions = sessions.filter(|session| session.cohort == cohort.id);
        // Writing to a string can't fail.
        let _ = writeln!(text, "{}\n", heading(cohort));
        text += &table(cohort, sessions, reader).text(width);
    }
    text
}

fn heading(cohort: &CohortRow) -> String {
    let name = if cohort.title == cohort.id {
        cohort.id.clone()
    } else {
        format!("{} ({})", cohort.title, cohort.id)
    };
    in_one_line(&format!(
        "{name}, {}: {} to {}",
        cohort.state, cohort.first_day, cohort.last_day
    ))
}

fn table<'a>(
    cohort: &CohortRow,
    sessions: impl Iterator<Item = &'a SessionRow>,
    reader: Option<&(TimeZone, String)>,
) -> Table {
    let own = reader.filter(|(_, name)| *name != cohort.zone);
    let mut columns = vec![("week", false), (cohort.zone.as_str(), false)];
    columns.extend(own.map(|(_, name)| (name.as_str(), false)));
    columns.extend([
        ("session", true),
        ("what", true),
        ("where", true),
        ("who", true),
    ]);
    let mut table = Table::new(&columns);
    for session in sessions {
        let (start, end) = &session.moments;
        let mut row = vec![
            session
                .week
                .map_or_else(String::new, |week| format!("{week:>4}")),
            when(start, end.as_ref()),
        ];
        row.extend(own.map(|(zone, _)| {
            let there = |moment: &ZonedDateTime| moment.with_time_zone(zone.clone());
            hours(&there(start), end.as_ref().map(there).as_ref())
        }));
        let mut what = format!("{} ({})", session.title, session.format);
        if let Some(why) = &session.cancelled {
            what = format!("{what}, cancelled: {why}");
        }
        let place = [session.place.as_deref(), session.url.as_deref()];
        let place: Vec<&str> = place.into_iter().flatten().collect();
        let teams = session.teams.iter().map(|team| format!("team {team}"));
        let who: Vec<String> = session.facilitators.iter().cloned().chain(teams).collect();
        row.extend([session.id.clone(), what, place.join("; "), who.join(", ")]);
        table.row(&row);
    }
    table
}

/// `Tue  6 Oct 14:00-15:30`; the heading says the year.
fn when(start: &ZonedDateTime, end: Option<&ZonedDateTime>) -> String {
    let short = time_view(start).date.short;
    let date = short.split_once(' ').map_or("", |(_, date)| date);
    let hours = hours(start, end);
    let (weekday, hours) = hours.split_once(' ').unwrap_or(("", &hours));
    format!("{weekday} {date:>6} {hours}")
}

/// `Tue 14:00-15:30`; the day of the end as well, where it is another one.
fn hours(start: &ZonedDateTime, end: Option<&ZonedDateTime>) -> String {
    let weekday = |moment: &ZonedDateTime| time_view(moment).weekday.chars().take(3).collect();
    let clock = |moment: &ZonedDateTime| time_view(moment).time;
    let first: String = weekday(start);
    let mut text = format!("{first} {}", clock(start));
    if let Some(end) = end {
        text.push('-');
        if end.date() != start.date() {
            let last: String = weekday(end);
            text = format!("{text}{last} ");
        }
        text += &clock(end);
    }
    text
}
