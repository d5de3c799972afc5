//! [`calendar`]: a cohort's sessions as iCalendar (RFC 5545 and 7986), to subscribe to.
//!
//! There is no METHOD: with METHOD:PUBLISH an ORGANIZER would be needed (RFC 5546, 3.2.1), and
//! without one DTSTAMP says when an event was last revised (RFC 5545, 3.8.7.2), which is what a
//! file that is fetched again and again has to say. `stoa.lock` knows that. All times are instants in UTC: no VTIMEZONE, and
//! no client that knows older rules for a zone than stoa does.

use jiff::Timestamp;
use jiff::tz::Offset;

use super::Rope;
use crate::config::Format;

/// How often clients should look again. A moved session must reach people the same day.
const REFRESH: &str = "PT12H";

/// How clients tell it from other calendars, unless their users choose (RFC 7986, 5.9, a name of CSS).
const COLOUR: &str = "darkslateblue";

/// The longest line without its end, in octets (RFC 5545, 3.1).
const LONGEST: usize = 75;

/// What a calendar holds. Plain values, so that it depends on no model.
#[derive(Debug, Clone)]
pub struct Calendar<'a> {
    /// What it is known by (RFC 7986, 5.3).
    pub uid: &'a str,
    /// Its name in clients, `Social learning in practice: Autumn 2026`.
    pub name: &'a str,
    /// What it is, in a sentence.
    pub description: Option<&'a str>,
    /// The whole address of the schedule for people.
    pub url: Option<&'a str>,
    /// The whole address of this file.
    pub source: Option<&'a str>,
    /// The sessions, in order of time. RFC 5545 wants one at least.
    pub events: Vec<Event<'a>>,
}

/// A session in a calendar.
#[derive(Debug, Clone)]
pub struct Event<'a> {
    /// What it is known by in every client, for ever.
    pub uid: &'a str,
    /// How often what is shown here was revised.
    pub sequence: u32,
    /// When that was revised last. It comes from `stoa.lock` and never from a clock: a new DTSTAMP with every build would
    /// tell all clients that every session has changed.
    pub revised: Timestamp,
    /// Its name.
    pub title: &'a str,
    /// What kind of session it is; `None` for what the plan asks of facilitators.
    pub format: Option<Format>,
    /// When it starts.
    pub start: Timestamp,
    /// When it ends; `None` for what takes no time, like a deadline.
    pub end: Option<Timestamp>,
    /// What to think about before.
    pub prompt: Option<&'a str>,
    /// Names of facilitators who agreed to be named.
    pub facilitators: Vec<&'a str>,
    /// Where people meet, in words.
    pub place: Option<&'a str>,
    /// Where to join; of what is in one room, a page about its place.
    pub join_url: Option<&'a str>,
    /// The whole address of its place in the portal.
    pub url: Option<&'a str>,
    /// Why it does not take place, empty where nobody says. The event stays, so that clients cross it out.
    pub cancelled: Option<&'a str>,
}

/// The calendar as a file.
#[must_use]
pub fn calendar(calendar: &Calendar<'_>) -> Rope {
    let revised = calendar.events.iter().map(|event| event.revised).max();
    let mut lines = Lines(String::with_capacity(1024 + 768 * calendar.events.len()));
    lines.add("BEGIN", "VCALENDAR");
    lines.add("VERSION", "2.0");
    // Without a version: a new stoa is no reason for a new file.
    lines.add("PRODID", "-//stoa//stoa//EN");
    lines.add("CALSCALE", "GREGORIAN");
    lines.text("UID", calendar.uid);
    if let Some(revised) = revised {
        lines.add("LAST-MODIFIED", &utc(revised));
    }
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
    lines.add("COLOR", COLOUR);
    for event in &calendar.events {
        lines.event(event);
    }
    lines.add("END", "VCALENDAR");
    Rope::from(lines.0)
}

/// What people are reminded of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reminder {
    /// Others wait, and a link has to be found.
    Join,
    /// There is a way to go.
    Leave,
    /// There is still time to do it.
    Finish,
}

impl Reminder {
    /// How long before the start (RFC 5545, 3.8.6.3).
    fn trigger(self) -> &'static str {
        match self {
            Self::Join => "-PT15M",
            Self::Leave => "-PT1H",
            Self::Finish => "-P1D",
        }
    }
}

/// Reminded is who would miss something: of what is live a quarter of an hour before, of what is in one room an hour
/// before, of what is due a day before. What everybody does in their own time rings no bell. Many clients leave alarms of
/// subscribed calendars out, which is their users' choice.
fn reminder(format: Format) -> Option<Reminder> {
    match format {
        Format::Webinar
        | Format::VirtualClassroom
        | Format::Workshop
        | Format::OfficeHours
        | Format::GroupActivity
        | Format::CheckIn => Some(Reminder::Join),
        Format::InPerson => Some(Reminder::Leave),
        Format::Deadline => Some(Reminder::Finish),
        Format::Reading | Format::Microlearning | Format::Discussion | Format::SelfStudy => None,
    }
}

/// What a link to join is called.
const JOIN: &str = "Join";

/// What the link of a session is called: people go to a place, and join whatever else there is.
#[must_use]
pub fn join_words(format: Format) -> &'static str {
    match format {
        Format::InPerson => "About the place",
        _ => JOIN,
    }
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

    fn event(&mut self, event: &Event<'_>) {
        let revised = utc(event.revised);
        self.add("BEGIN", "VEVENT");
        self.text("UID", event.uid);
        self.add("DTSTAMP", &revised);
        self.add("LAST-MODIFIED", &revised);
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
        self.text("CATEGORIES", event.format.map_or("Plan", Format::label));
        let join_url = event.join_url.filter(|_| event.cancelled.is_none());
        let place = event.place.filter(|_| event.cancelled.is_none());
        let description = description(event, join_url);
        if !description.is_empty() {
            self.text("DESCRIPTION", &description);
        }
        if let Some(url) = event.url {
            self.add("URL", &uri(url));
        }
        let reminder = event.format.and_then(reminder);
        if let Some(join_url) = join_url {
            // RFC 7986, 5.11; clients that do not know it show the location. A page about a place in a town is no
            // conference.
            match reminder {
                Some(Reminder::Leave) => {}
                Some(Reminder::Join) => self.add(
                    "CONFERENCE;VALUE=URI;FEATURE=VIDEO;LABEL=Join",
                    &uri(join_url),
                ),
                _ => self.add("CONFERENCE;VALUE=URI;LABEL=Join", &uri(join_url)),
            }
        }
        // What people read on the way there comes first (RFC 5545, 3.8.1.7).
        if let Some(location) = place.or(join_url) {
            self.text("LOCATION", location);
        }
        if let Some(reminder) = reminder.filter(|_| event.cancelled.is_none()) {
            self.add("BEGIN", "VALARM");
            self.add("ACTION", "DISPLAY");
            self.add("TRIGGER", reminder.trigger());
            self.text("DESCRIPTION", event.title);
            self.add("END", "VALARM");
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
    let leads = event.format.map_or(JOIN, join_words);
    parts.extend(join_url.map(|url| format!("{leads}: {url}")));
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
