//! What changes in a cohort as an Atom feed (RFC 4287), for those who want to hear of a moved session at once.

use std::io;

use jiff::Timestamp;

use super::atom::{Feed, Xml, link, text};
use super::page::{Context, changes_path, has_changes_feed, local, schedule_path};
use super::{Artifact, OutPath, Planned, Rope};
use crate::lock::{Change, Kind};
use crate::site::Cohort;

/// How many changes a feed holds. Readers keep what they have seen.
const LONGEST: usize = 50;

pub(super) fn plan<'a>(context: &'a Context<'a>) -> Vec<Planned<'a>> {
    let site = context.site;
    let Some(base) = &site.course.base_url else {
        return Vec::new();
    };
    let cohorts = site.cohorts.iter();
    cohorts
        .filter(|cohort| has_changes_feed(site, cohort))
        .map(|cohort| {
            let written = feed(context, cohort, base);
            let path = OutPath::new(changes_path(cohort));
            Planned::ready(Artifact::new(path, Rope::from(written)), None)
        })
        .collect()
}

fn feed(context: &Context<'_>, cohort: &Cohort, base: &str) -> Vec<u8> {
    let site = context.site;
    let changes = site.lock.changes(&cohort.id);
    let page = format!("{base}cohorts/{}/", cohort.id);
    let first = || site.lock.of(&cohort.id).map(|(_, record)| record.revised);
    let newest = changes.first().map(|change| change.at);
    let updated = newest.or_else(|| first().max()).unwrap_or_default();
    let address = format!("{base}{}", changes_path(cohort));
    let feed = Feed {
        id: &address,
        title: &format!("{}: {}: what changed", site.course.title, cohort.title),
        subtitle: None,
        language: "en",
        updated: &updated.to_string(),
        address: &address,
        page: &page,
        author: &site.course.title,
    };
    feed.write(|xml| {
        let mut changes = changes.iter().take(LONGEST);
        changes.try_for_each(|change| entry(xml, cohort, base, change))
    })
}

fn entry(xml: &mut Xml, cohort: &Cohort, base: &str, change: &Change<'_>) -> io::Result<()> {
    let schedule = format!("{base}{}", schedule_path(cohort));
    let (title, summary) = words(cohort, change);
    xml.create_element("entry").write_inner_content(|xml| {
        // The session, what and when: no two changes have all of them in common, and none is ever another.
        let id = format!(
            "{base}{}#{}-{}-{}",
            changes_path(cohort),
            change.session,
            change.kind.word(),
            change.at.as_second()
        );
        text(xml, "id", &id)?;
        text(xml, "title", &title)?;
        text(xml, "updated", &change.at.to_string())?;
        text(xml, "published", &change.at.to_string())?;
        if change.record.facts.removed {
            link(xml, "alternate", &schedule)?;
        } else {
            let session = format!("{schedule}#session-{}", change.session);
            link(xml, "alternate", &session)?;
        }
        text(xml, "summary", &summary)
    })?;
    Ok(())
}

/// `Moved: Kick-off`, and what was and is.
fn words(cohort: &Cohort, change: &Change<'_>) -> (String, String) {
    let now = change.now;
    let when = |moment: Timestamp| {
        let time = local(cohort, moment);
        format!(
            "{} {}, {} ({}, {})",
            time.weekday, time.date.text, time.time, time.zone, time.offset
        )
    };
    let until = |moment: Option<Timestamp>| moment.map_or_else(|| "open".to_owned(), when);
    let start = when(now.start);
    let title = &now.title;
    match change.kind {
        Kind::Added => (
            format!("New: {title}"),
            format!("It takes place on {start}."),
        ),
        Kind::Moved(before) => (
            format!("Moved: {title}"),
            format!("From {} to {start}.", when(before.start)),
        ),
        Kind::Resized(before) => (
            format!("Other length: {title}"),
            format!(
                "It starts on {start} as before. Its end was {} and is {}.",
                until(before.end),
                until(now.end)
            ),
        ),
        Kind::Renamed(before) => (
            format!("Renamed: {title}"),
            format!(
                "It was called \u{201c}{}\u{201d}. It takes place on {start}.",
                before.title
            ),
        ),
        Kind::Relinked => (
            format!("New link: {title}"),
            format!(
                "It takes place on {start}. Where to join is another address now: take it from the schedule."
            ),
        ),
        Kind::Relocated => (
            format!("New place: {title}"),
            format!(
                "It takes place on {start}. Where people meet is another place now: {}.",
                now.place.as_deref().unwrap_or_default()
            ),
        ),
        Kind::Cancelled => {
            let why = now.cancelled.as_deref().unwrap_or_default();
            let text = format!("It does not take place on {start}. {why}");
            (format!("Cancelled: {title}"), text.trim().to_owned())
        }
        Kind::Restored => (
            format!("Takes place after all: {title}"),
            format!("It takes place on {start}."),
        ),
        Kind::Removed => (
            format!("Cancelled: {title}"),
            format!("It was planned for {start} and is no longer in the schedule."),
        ),
    }
}
