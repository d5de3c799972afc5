//! Calendars: the forms of RFC 5545, and one whole file.

use jiff::Timestamp;
use proptest::prelude::*;
use stoa::artifact::calendar::{Calendar, Event, calendar, escape, fold};
use stoa::config::Format;

fn at(text: &str) -> Timestamp {
    text.parse().expect("a moment")
}

fn event<'a>(uid: &'a str, title: &'a str) -> Event<'a> {
    Event {
        uid,
        sequence: 0,
        revised: at("2026-10-04T22:00:00Z"),
        title,
        format: Some(Format::Webinar),
        start: at("2026-10-06T12:00:00Z"),
        end: Some(at("2026-10-06T13:30:00Z")),
        prompt: None,
        facilitators: Vec::new(),
        place: None,
        join_url: None,
        url: None,
        cancelled: None,
    }
}

fn autumn(events: Vec<Event<'_>>) -> Calendar<'_> {
    Calendar {
        uid: "2026-autumn@social.learn.example.org",
        name: "Social learning in practice: Autumn 2026",
        description: Some("Run a course in which people learn, talk; and stay."),
        url: Some("https://learn.example.org/social/schedule/"),
        source: Some("https://learn.example.org/social/2026-autumn.ics"),
        events,
    }
}

fn text(calendar_: &Calendar<'_>) -> String {
    String::from_utf8(calendar(calendar_).to_vec()).expect("UTF-8")
}

#[test]
fn a_whole_calendar() {
    let kickoff = Event {
        format: Some(Format::VirtualClassroom),
        prompt: Some(
            "What would make these eight weeks worth it?\nThink of one thing; write it down.",
        ),
        facilitators: vec!["Ada Lovelace"],
        join_url: Some("https://meet.example.org/abc?a=1;2,3"),
        url: Some("https://learn.example.org/social/schedule/#session-kickoff"),
        ..event(
            "kickoff@2026-autumn.social.learn.example.org",
            "Kick-off: meet your team – à bientôt, «l’équipe» des apprenantes et apprenants",
        )
    };
    let due = Event {
        format: Some(Format::Deadline),
        sequence: 3,
        revised: at("2026-10-07T08:15:00Z"),
        start: at("2026-10-15T21:59:00Z"),
        end: None,
        ..event("plan-due@2026-autumn.social.learn.example.org", "Plan due")
    };
    let ill = Event {
        join_url: Some("https://meet.example.org/abc"),
        cancelled: Some("The speaker is ill."),
        ..event("webinar-2@2026-autumn.social.learn.example.org", "Webinar")
    };
    let expected = "\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//stoa//stoa//EN
CALSCALE:GREGORIAN
UID:2026-autumn@social.learn.example.org
LAST-MODIFIED:20261007T081500Z
NAME:Social learning in practice: Autumn 2026
X-WR-CALNAME:Social learning in practice: Autumn 2026
DESCRIPTION:Run a course in which people learn\\, talk\\; and stay.
X-WR-CALDESC:Run a course in which people learn\\, talk\\; and stay.
URL:https://learn.example.org/social/schedule/
SOURCE;VALUE=URI:https://learn.example.org/social/2026-autumn.ics
REFRESH-INTERVAL;VALUE=DURATION:PT12H
X-PUBLISHED-TTL:PT12H
COLOR:darkslateblue
BEGIN:VEVENT
UID:kickoff@2026-autumn.social.learn.example.org
DTSTAMP:20261004T220000Z
LAST-MODIFIED:20261004T220000Z
SEQUENCE:0
DTSTART:20261006T120000Z
DTEND:20261006T133000Z
SUMMARY:Kick-off: meet your team – à bientôt\\, «l’équipe» des appr
 enantes et apprenants
STATUS:CONFIRMED
CATEGORIES:Virtual classroom
DESCRIPTION:What would make these eight weeks worth it?\\nThink of one thing
 \\; write it down.\\n\\nWith Ada Lovelace\\n\\nJoin: https://meet.example.org/a
 bc?a=1\\;2\\,3\\n\\nMore: https://learn.example.org/social/schedule/#session-k
 ickoff
URL:https://learn.example.org/social/schedule/#session-kickoff
CONFERENCE;VALUE=URI;FEATURE=VIDEO;LABEL=Join:https://meet.example.org/abc?
 a=1;2,3
LOCATION:https://meet.example.org/abc?a=1\\;2\\,3
BEGIN:VALARM
ACTION:DISPLAY
TRIGGER:-PT15M
DESCRIPTION:Kick-off: meet your team – à bientôt\\, «l’équipe» des 
 apprenantes et apprenants
END:VALARM
END:VEVENT
BEGIN:VEVENT
UID:plan-due@2026-autumn.social.learn.example.org
DTSTAMP:20261007T081500Z
LAST-MODIFIED:20261007T081500Z
SEQUENCE:3
DTSTART:20261015T215900Z
TRANSP:TRANSPARENT
SUMMARY:Plan due
STATUS:CONFIRMED
CATEGORIES:Deadline
BEGIN:VALARM
ACTION:DISPLAY
TRIGGER:-P1D
DESCRIPTION:Plan due
END:VALARM
END:VEVENT
BEGIN:VEVENT
UID:webinar-2@2026-autumn.social.learn.example.org
DTSTAMP:20261004T220000Z
LAST-MODIFIED:20261004T220000Z
SEQUENCE:0
DTSTART:20261006T120000Z
DTEND:20261006T133000Z
SUMMARY:Cancelled: Webinar
STATUS:CANCELLED
CATEGORIES:Webinar
DESCRIPTION:The speaker is ill.
END:VEVENT
END:VCALENDAR
";
    let file = text(&autumn(vec![kickoff, due, ill]));
    assert_eq!(file.matches('\n').count(), file.matches("\r\n").count());
    assert_eq!(file.replace("\r\n", "\n"), expected);
}

#[test]
fn an_author_cannot_write_properties_by_accident() {
    let file = text(&autumn(vec![Event {
        join_url: Some("https://a/\r\nATTENDEE:x"),
        prompt: Some("a\r\nBEGIN:VTODO\u{0}"),
        ..event(
            "kickoff@2026-autumn.social.learn.example.org",
            "A\nATTENDEE:x",
        )
    }]));
    assert!(
        !file
            .lines()
            .any(|line| line.starts_with("ATTENDEE") || line.starts_with("BEGIN:VTODO"))
    );
    assert!(!file.contains('\0'));
}

/// As a client does it.
fn unescape(text: &str) -> String {
    let mut plain = String::new();
    let mut chars = text.chars();
    while let Some(char) = chars.next() {
        match char {
            '\\' => match chars.next() {
                Some('n' | 'N') => plain.push('\n'),
                Some(other) => plain.push(other),
                None => panic!("a backslash at the end of {text:?}"),
            },
            ';' | ',' => panic!("{char} without a backslash in {text:?}"),
            other => plain.push(other),
        }
    }
    plain
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn folding_keeps_everything(line in "[^\r\n]{0,400}") {
        let folded = fold(&line);
        prop_assert_eq!(folded.replace("\r\n ", ""), line);
        for piece in folded.split("\r\n") {
            prop_assert!(piece.len() <= 75, "{} octets", piece.len());
        }
    }

    #[test]
    fn escaping_keeps_text(text in "([^\\x00-\\x08\\x0b-\\x1f\\x7f]|\r\n|[,;\\\\\n]){0,80}") {
        let escaped = escape(&text);
        prop_assert!(!escaped.contains(['\n', '\r']));
        prop_assert_eq!(unescape(&escaped), text.replace("\r\n", "\n"));
    }

    #[test]
    fn any_text_makes_good_lines(title in "\\PC{0,200}|[\r\n\\x00-\\x7f]{0,60}", url in "\\PC{0,90}") {
        let file = text(&autumn(vec![Event { join_url: Some(&url), ..event("kickoff@2026-autumn.social.learn.example.org", &title) }]));
        for line in file.strip_suffix("\r\n").unwrap().split("\r\n") {
            prop_assert!(line.len() <= 75 && !line.is_empty());
            prop_assert!(!line.chars().any(|char| char.is_ascii_control() && char != '\t'));
        }
    }
}
