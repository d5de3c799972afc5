//! Where a session is: in the words of its authors, wherever it says when.

#![allow(missing_docs, clippy::unwrap_used)]

mod support;

use stoa::announce::{Announcement, FORMS};
use stoa::listing::{survey, understand};
use stoa::lock::LOCK;
use support::Course;

const COURSE: &str = r#"
-- course.toml --
title = "T"
base_url = "https://learn.example.org/"
-- community.toml --
[[plan]]
id = "remind"
at = "day - 1d 09:00"
title = "Remind"
text = "TOMORROW {{ sessions.day.place }}|{{ sessions.talk.place }}|"
-- modules/start/index.md --
# Start
-- schedule.toml --
[[session]]
id = "day"
format = "in-person"
week = 1
day = "tue"
time = "10:00"
module = "start"
place = "Rue de Rivoli 12, Paris"
url = "https://maps.example.org/x"
[[session]]
id = "talk"
format = "webinar"
week = 1
day = "wed"
time = "10:00"
duration = "1h"
url = "https://meet.example.org/x"
-- cohorts/autumn.toml --
title = "Autumn"
start = 2026-10-19
timezone = "Europe/Paris"
"#;

#[test]
fn a_place_stands_wherever_the_session_does() {
    let build = Course::parse(COURSE).build();
    build.assert_good();
    for page in ["cohorts/autumn/schedule/", "schedule/", "modules/start/"] {
        let html = build.page(page);
        assert!(html.contains("Rue de Rivoli 12, Paris"), "{page}");
        assert!(html.contains("About the place"), "{page}");
    }
    let schedule = build.page("cohorts/autumn/schedule/");
    assert!(schedule.contains("location=Rue%20de%20Rivoli%2012%2C%20Paris"));
    assert!(schedule.contains("maps.example.org/x%0Ahttps"));

    let calendar = build.text("calendars/autumn/sessions/day.ics");
    assert!(calendar.contains("LOCATION:Rue de Rivoli 12\\, Paris\r\n"));
    assert!(!calendar.contains("CONFERENCE"));
    assert!(calendar.contains("About the place: https://maps.example.org/x"));
    let talk = build.text("calendars/autumn/sessions/talk.ics");
    assert!(talk.contains("LOCATION:https://meet.example.org/x\r\n"));
    assert!(talk.contains("LABEL=Join:"));
}

#[test]
fn a_room_beside_a_link_is_where_people_go() {
    let mut course = Course::parse(COURSE);
    let own = "[session.talk]\nplace = \"Room 4\"\n[session.day]\ncancelled = \"Strike\"\n";
    course.edit("cohorts/autumn.toml", |text| text.to_owned() + own);
    let build = course.build();
    build.assert_good();
    let talk = build.text("calendars/autumn/sessions/talk.ics");
    assert!(talk.contains("LOCATION:Room 4\r\n"));
    assert!(talk.contains("FEATURE=VIDEO;LABEL=Join:https://meet"));
    // Nobody is sent to what does not take place.
    let day = build.text("calendars/autumn/sessions/day.ics");
    assert!(!day.contains("LOCATION"));
    assert!(!build.page("cohorts/autumn/schedule/").contains("Rivoli"));
}

#[test]
fn lists_plans_and_announcements_say_it() {
    let course = Course::parse(COURSE);
    let rows = survey(&course.sources(), &course.options).sessions;
    assert_eq!(rows[0].place.as_deref(), Some("Rue de Rivoli 12, Paris"));
    assert_eq!(rows[1].place, None);

    let plan = course.clone().options(|options| options.facilitator = true);
    let plan = plan.build().page("cohorts/autumn/plan/");
    assert!(plan.contains("TOMORROW Rue de Rivoli 12, Paris||"));

    let site = understand(&course.sources(), &course.options, &mut Vec::new());
    let week = Announcement::of_week(&site, &site.cohorts[0], 0).unwrap();
    for form in FORMS {
        let text = (form.write)(&week);
        assert!(text.contains("Where: Rue de Rivoli 12, Paris"), "{text}");
        assert!(text.contains("About the place"), "{text}");
        assert!(text.contains("Join"), "{text}");
    }
}

#[test]
fn another_place_is_another_revision() {
    let mut course = Course::parse(COURSE);
    let build = course.build();
    course.write(LOCK, &build.build.lock.unwrap().text);
    assert!(course.build().build.lock.is_none());
    course.replace("schedule.toml", "Rivoli 12", "Rivoli 14");
    let build = course.build();
    assert!(build.build.lock.is_some());
    let calendar = build.text("calendars/autumn.ics");
    assert_eq!(calendar.matches("SEQUENCE:1\r\n").count(), 1);
}

#[test]
fn other_words_for_it_lead_to_it() {
    for word in ["location", "room", "venue", "where"] {
        let mut course = Course::parse(COURSE);
        course.replace("schedule.toml", "place =", &format!("{word} ="));
        let build = course.build();
        assert_eq!(build.help_of("unknown-key"), "did you mean `place`?");
    }
}
