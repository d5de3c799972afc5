//! [`calendar`]: a cohort's sessions as iCalendar (RFC 5545 and 7986), to subscribe to.
//!
//! There is no METHOD: with METHOD:PUBLISH an ORGANIZER would be needed (RFC 5546, 3.2.1), and
//! without one DTSTAMP says when an event was last revised (RFC 5545, 3.8.7.2), which is what a
//! file that is fetched again and again has to say. All times are instants in UTC: no VTIMEZONE, and
//! no client that knows older rules for a zone than stoa does.

use jiff::Timestamp;
use jiff::tz::Offset;

use super::Rope;

/// How often clients should look again. A moved session must reach people the same day.
const REFRESH: &str = "PT12H";

/// The longest line without its end, in octets (RFC 5545, 3.1).
const LONGEST: usize = 75;

/// What a calendar holds. Plain values, so that it depends on no model.
#[derive(Debug, Clone)]
pub struct Calendar<'a> {
    /// The id of the cohort.
    pub cohort: &'a str,
    /// Where UIDs are unique: see [`namespace`].
    pub namespace: &'a str,
    /// Its name in clients, `Social learning in practice: Autumn 2026`.
    pub name: &'a str,
    /// What it is, in a sentence.
    pub description: Option<&'a str>,
    /// The whole address of the schedule for people.
    pub url: Option<&'a str>,
    /// The whole address of this file.
    pub source: Option<&'a str>,
    /// When the schedule was last revised. It comes from what the course says and never from a
    /// clock: a new DTSTAMP with every build would tell all clients that every session has changed.
    /// Provisional: the first instant of the course ([`Timetable::starts`]), until `stoa.lock` keeps
    /// a time of revision for every session.
    ///
    /// [`Timetable::starts`]: crate::schedule::Timetable::starts
    pub revised: Timestamp,
    /// The sessions, in order of time. RFC 5545 wants one at least.
    pub events: Vec<Event<'a>>,
}

/// A session in a calendar.
#[derive(Debug, Clone)]
pub struct Event<'a> {
    /// The id of the session.
    pub id: &'a str,
    /// Its name.
    pub title: &'a str,
    /// The name of its format for people, `Group activity`.
    pub format: &'a str,
    /// When it starts.
    pub start: Timestamp,
    /// When it ends; `None` for what takes no time, like a deadline.
    pub end: Option<Timestamp>,
    /// How often it was revised: zero until `stoa.lock` counts.
    pub sequence: u32,
    /// What to think about before.
    pub prompt: Option<&'a str>,
    /// Names of facilitators who agreed to be named.
    pub facilitators: Vec<&'a str>,
    /// Where to join.
    pub join_url: Option<&'a str>,
    /// The whole address of its place in the portal.
    pub url: Option<&'a str>,
    /// Why it does not take place. The event stays, so that clients cross it out.
    pub cancelled: Option<&'a str>,
}

/// Where the UIDs of a portal are unique: the host of its base URL, and before it the parts of its
/// path from the last to the first, for two courses on one host may have a cohort and a session of
/// the same ids. `https://learn.example.org/social/` gives `social.learn.example.org`; without a
/// base URL it is `stoa.invalid`, a name that belongs to nobody (RFC 2606).
#[must_use]
pub fn namespace(base_url: Option<&str>) -> String {
    let address = base_url.unwrap_or_default().trim();
    let address = address.split_once("://").map_or(address, |(_, rest)| rest);
    let address = address.split(['?', '#']).next().unwrap_or_default();
    let (authority, path) = address.split_once('/').unwrap_or((address, ""));
    let host = authority.rsplit('@').next().unwrap_or_default();
    // The brackets of an IPv6 address hold colons of their own.
    let host = match host.rfind(']') {
        Some(end) => &host[..=end],
        None => host.split(':').next().unwrap_or_default(),
    };
    let mut labels: Vec<String> = path.split('/').rev().map(label).collect();
    labels.extend(host.split('.').map(label));
    labels.retain(|label| !label.is_empty());
    if label(host).is_empty() {
        return "stoa.invalid".to_owned();
    }
    labels.join(".")
}

fn label(text: &str) -> String {
    let mut label = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            'a'..='z' | '0'..='9' | '-' => label.push(char),
            'A'..='Z' => label.push(char.to_ascii_lowercase()),
            // A UID is best plain ASCII; other letters keep their difference by number.
            '[' | ']' => {}
            other => label.push_str(&format!("-{:x}", u32::from(other))),
        }
    }
    label
}

/// The UID of a session in one cohort, `kickoff@2026-autumn.learn.example.org`.
///
/// It is made of ids only, which are written once and live forever. A client takes an event with
/// another UID for another event: with the title or the date in it, a session that is renamed or
/// moved would stand in everybody's calendar twice, once at the wrong time (RFC 5545, 3.8.4.7).
/// RFC 7986, 5.3, wants no host that tells something private; that of a public portal does not.
#[must_use]
pub fn uid(session: &str, cohort: &str, namespace: &str) -> String {
    format!("{session}@{cohort}.{namespace}")
}

/// The calendar as a file.
#[must_use]
pub fn calendar(calendar: &Calendar<'_>) -> Rope {
    let revised = utc(calendar.revised);
    let mut lines = Lines(String::with_capacity(1024 + 768 * calendar.events.len()));
    lines.add("BEGIN", "VCALENDAR");
    lines.add("VERSION", "2.0");
    // Without a version: a new stoa is no reason for a new file.
    lines.add("PRODID", "-//stoa//stoa//EN");
    lines.add("CALSCALE", "GREGORIAN");
    let own_uid = format!("{}@{}", calendar.cohort, calendar.namespace);
    lines.text("UID", &own_uid);
    lines.add("LAST-MODIFIED", &revised);
    lines.text("NAME", calendar.name);
    // What clients knew before RFC 7986: these names are in MS-OXCICAL.
    lines.text("X-WR-CALNAME", calendar.name);
    if let Some(description) = calendar.description {
        lines.text("DESCRIPTION", description);
        lines.text("X-WR-CALDESC", description);
    }
    if let Some(url) = calendar.url {
        lines.add("URL", &uri(url));
    }
    if let Some(source) = calendar.source {
        lines.add("SOURCE;VALUE=URI", &uri(source));
    }
    lines.add("REFRESH-INTERVAL;VALUE=DURATION", REFRESH);
    lines.add("X-PUBLISHED-TTL", REFRESH);
    for event in &calendar.events {
        lines.event(event, calendar, &revised);
    }
    lines.add("END", "VCALENDAR");
    Rope::from(lines.0)
}

/// Content lines, folded and ended.
struct Lines(String);

impl Lines {
    /// A property whose value needs no escapes.
    fn add(&mut self, name: &str, value: &str) {
        self.0.push_str(&fold(&format!("{name}:{value}")));
        self.0.push_str("\r\n");
    }

    /// A property of type TEXT.
    fn text(&mut self, name: &str, value: &str) {
        self.add(name, &escape(value));
    }

    fn event(&mut self, event: &Event<'_>, calendar: &Calendar<'_>, revised: &str) {
        self.add("BEGIN", "VEVENT");
        self.text("UID", &uid(event.id, calendar.cohort, calendar.namespace));
        self.add("DTSTAMP", revised);
        self.add("LAST-MODIFIED", revised);
        self.add("SEQUENCE", &event.sequence.to_string());
        self.add("DTSTART", &utc(event.start));
        match event.end {
            Some(end) => self.add("DTEND", &utc(end)),
            // Neither DTEND nor DURATION: the event ends when it starts (RFC 5545, 3.6.1), and
            // nobody is busy because something is due.
            None => self.add("TRANSP", "TRANSPARENT"),
        }
        match event.cancelled {
            // Many clients show a cancelled event of a subscription like any other, so the title
            // says it too.
            Some(_) => {
                self.text("SUMMARY", &format!("Cancelled: {}", event.title));
                self.add("STATUS", "CANCELLED");
            }
            None => {
                self.text("SUMMARY", event.title);
                self.add("STATUS", "CONFIRMED");
            }
        }
        self.text("CATEGORIES", event.format);
        let join_url = event.join_url.filter(|_| event.cancelled.is_none());
        let description = description(event, join_url);
        if !description.is_empty() {
            self.text("DESCRIPTION", &description);
        }
        if let Some(url) = event.url {
            self.add("URL", &uri(url));
        }
        if let Some(join_url) = join_url {
            // RFC 7986, 5.11; clients that do not know it show the location.
            self.add("CONFERENCE;VALUE=URI;LABEL=Join", &uri(join_url));
            self.text("LOCATION", join_url);
        }
        self.add("END", "VEVENT");
    }
}

/// What people read when they open the event: the reason, the prompt, the people, the links.
fn description(event: &Event<'_>, join_url: Option<&str>) -> String {
    let mut parts: Vec<String> = Vec::new();
    parts.extend(event.cancelled.map(str::to_owned));
    parts.extend(event.prompt.map(str::to_owned));
    if !event.facilitators.is_empty() {
        parts.push(format!("With {}", event.facilitators.join(", ")));
    }
    parts.extend(join_url.map(|url| format!("Join: {url}")));
    parts.extend(event.url.map(|url| format!("More: {url}")));
    parts.retain(|part| !part.trim().is_empty());
    parts.join("\n\n")
}

/// `20261006T120000Z` (RFC 5545, 3.3.5, form 2).
fn utc(moment: Timestamp) -> String {
    let moment = Offset::UTC.to_datetime(moment);
    format!(
        "{:04}{:02}{:02}T{:02}{:02}{:02}Z",
        moment.year(),
        moment.month(),
        moment.day(),
        moment.hour(),
        moment.minute(),
        moment.second()
    )
}

/// A value of type TEXT: backslash, semicolon, comma and line breaks get a backslash (RFC 5545,
/// 3.3.11). Other control characters but the tab cannot stand in a value and are left out.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    let mut chars = text.chars().peekable();
    while let Some(char) = chars.next() {
        match char {
            '\\' | ';' | ',' => {
                escaped.push('\\');
                escaped.push(char);
            }
            '\r' => {
                chars.next_if_eq(&'\n');
                escaped.push_str("\\n");
            }
            '\n' => escaped.push_str("\\n"),
            '\t' => escaped.push(char),
            char if char.is_ascii_control() => {}
            char => escaped.push(char),
        }
    }
    escaped
}

/// A value of type URI. What cannot stand in one (RFC 3986, 2) is percent-encoded; the line breaks
/// among it would otherwise begin a property of their own.
fn uri(address: &str) -> String {
    let mut uri = String::with_capacity(address.len());
    for byte in address.trim().bytes() {
        match byte {
            b'!' | b'#'..=b';' | b'=' | b'?'..=b'[' | b']' | b'_' | b'a'..=b'z' | b'~' => {
                uri.push(char::from(byte));
            }
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

/// A content line in pieces of 75 octets at most, each but the first after a line break and a
/// space (RFC 5545, 3.1), and no character of UTF-8 in two pieces.
#[must_use]
pub fn fold(line: &str) -> String {
    let mut folded = String::with_capacity(line.len() + line.len() / 24 + 3);
    let mut rest = line;
    let mut room = LONGEST;
    while rest.len() > room {
        let piece = &rest[..rest.floor_char_boundary(room)];
        folded.push_str(piece);
        folded.push_str("\r\n ");
        rest = &rest[piece.len()..];
        // The space counts.
        room = LONGEST - 1;
    }
    folded.push_str(rest);
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_uids_are_unique() {
        for (url, expected) in [
            (None, "stoa.invalid"),
            (Some(""), "stoa.invalid"),
            (Some("/social/"), "stoa.invalid"),
            (Some("https://learn.example.org"), "learn.example.org"),
            (Some("https://Learn.Example.org/"), "learn.example.org"),
            (
                Some("http://me:pw@localhost:8000/a/b/?x#y"),
                "b.a.localhost",
            ),
            (
                Some("https://learn.example.org/social/"),
                "social.learn.example.org",
            ),
            (Some("http://[::1]:80/"), "-3a-3a1"),
        ] {
            assert_eq!(namespace(url), expected, "{url:?}");
        }
    }

    #[test]
    fn addresses_cannot_break_out() {
        assert_eq!(
            uri("https://a.b/x?y=1;2,3&z=[4]#e"),
            "https://a.b/x?y=1;2,3&z=[4]#e"
        );
        assert_eq!(
            uri("https://a/\r\nX:1 \"é"),
            "https://a/%0D%0AX:1%20%22%C3%A9"
        );
    }
}
