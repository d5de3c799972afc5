//! Cohorts in a portal: what their pages link to, which address lasts, and who is shown.

#![allow(missing_docs, clippy::unwrap_used)]

mod support;

use support::Course;

/// A course with a session and a forum, and a cohort for each start, `c0`, `c1` and so on.
fn course(starts: &[&str]) -> Course {
    let mut course = Course::parse(
        "-- course.toml --
title = \"T\"
base_url = \"https://example.org/portal/\"
-- modules/a.md --
# A

Text.
-- community.toml --
goal = \"G\"

[forum]
engine = \"link\"
home = \"/talk/\"
privacy = \"/privacy/\"
threads = \"session\"
-- schedule.toml --
[[session]]
id = \"kickoff\"
format = \"webinar\"
week = 1
day = \"tue\"
time = \"10:00\"
duration = \"1h\"
",
    );
    for (at, start) in starts.iter().enumerate() {
        course.write(
            &format!("cohorts/c{at}.toml"),
            format!("start = {start}\ntimezone = \"UTC\"\n"),
        );
    }
    course
}

/// The cohorts that a schedule offers, by id, and the text of the last entry.
fn choice(html: &str) -> Vec<&str> {
    let picker = html.split("<nav class=\"picker\"").nth(1);
    let picker = picker.map_or("", |rest| rest.split("</nav>").next().unwrap());
    let entries = picker.split("href=\"/portal/cohorts/").skip(1);
    entries
        .map(|entry| entry.split(['/', '"']).next().unwrap())
        .collect()
}

#[test]
fn a_schedule_offers_what_runs_and_comes_and_not_hundreds_of_cohorts() {
    // The course lasts a week, and the build is on 14 October 2026.
    let few = course(&["2026-10-12", "2026-12-07", "2026-11-02", "2026-01-05"]).build();
    few.assert_good();
    assert_eq!(choice(&few.page("schedule/")), ["c0", "c2", "c1", "c3"]);
    assert_eq!(
        choice(&course(&["2026-10-12"]).build().page("schedule/")),
        [""; 0]
    );

    let starts: Vec<String> = (1970..2000).map(|year| format!("{year}-10-12")).collect();
    let mut starts: Vec<&str> = starts.iter().map(String::as_str).collect();
    starts.push("2026-12-07");
    let many = course(&starts).build();
    many.assert_good();
    assert_eq!(
        choice(&many.page("schedule/")),
        ["c30", "c29", "c28", "c27", "c26", "c25", "c24", "c23", ""]
    );
    let old = many.page("cohorts/c0/schedule/");
    assert_eq!(
        choice(&old),
        [
            "c30", "c29", "c28", "c27", "c26", "c25", "c24", "c23", "c0", ""
        ],
        "itself too"
    );
    assert!(old.contains("href=\"/portal/cohorts/c0/schedule/\" aria-current=\"page\""));
    assert!(old.contains(">All 31 cohorts</a>"));
}

#[test]
fn the_schedule_of_the_cohort_that_is_on_has_one_lasting_address() {
    let build = course(&["2026-10-12", "2026-12-07"]).build();
    let lasting =
        "<link rel=\"canonical\" href=\"https://example.org/portal/cohorts/c0/schedule/\">";
    assert!(build.page("schedule/").contains(lasting));
    assert!(build.page("cohorts/c0/schedule/").contains(lasting));
    assert!(
        build
            .page("cohorts/c1/schedule/")
            .contains("href=\"https://example.org/portal/cohorts/c1/schedule/\">")
    );
    let sitemap = build.text("sitemap.xml");
    assert!(sitemap.contains("<loc>https://example.org/portal/cohorts/c0/schedule/</loc>"));
    assert!(
        !sitemap.contains("<loc>https://example.org/portal/schedule/</loc>"),
        "{sitemap}"
    );
    assert!(sitemap.contains("<loc>https://example.org/portal/cohorts/</loc>"));
}

#[test]
fn the_talk_about_a_session_is_at_both_addresses_of_its_schedule() {
    let mut course = course(&["2026-10-12", "2026-12-07"]);
    let plain = course.build().page("schedule/").to_owned();
    assert!(!plain.contains("assets/forum.js"), "a link needs no script");
    course.replace(
        "community.toml",
        "engine = \"link\"",
        "engine = \"isso\"\norigin = \"https://talk.example.org\"",
    );
    let build = course.build();
    for url in ["schedule/", "cohorts/c0/schedule/", "cohorts/c1/schedule/"] {
        let html = build.page(url);
        assert!(html.contains("class=\"session-talk\""), "{url}");
        assert!(html.contains("assets/forum.js"), "{url}");
    }
}

#[test]
fn a_cohort_stays_the_current_one_and_keeps_its_threads_whatever_begins_beside_it() {
    // Two that begin on one day, and one that begins while they run.
    let mut course = course(&["2026-10-12", "2026-10-12", "2026-11-02"]);
    course.replace(
        "community.toml",
        "engine = \"link\"",
        "engine = \"isso\"\norigin = \"https://talk.example.org\"",
    );
    course.edit("schedule.toml", |text| {
        let later = text
            .replace("kickoff", "end")
            .replace("week = 1", "week = 5");
        format!("{text}\n{later}")
    });
    let current = |now: &str| {
        let at = now.parse().unwrap();
        let build = course.clone().options(|options| options.now = at).build();
        for cohort in ["c0", "c1", "c2"] {
            assert!(
                build.has(&format!("t/{cohort}/session-kickoff/index.html")),
                "{now}: nothing forwards to the thread of {cohort}"
            );
        }
        let home = build.page("");
        let at = home.find("data-cohort=\"").unwrap() + "data-cohort=\"".len();
        home[at..].split('"').next().unwrap().to_owned()
    };
    let before = current("2026-10-11T12:00:00Z");
    for now in [
        "2026-10-12T12:00:00Z",
        "2026-10-20T12:00:00Z",
        "2026-11-05T12:00:00Z",
    ] {
        assert_eq!(current(now), before, "{now}");
    }
}

#[test]
fn a_forum_on_a_page_of_the_portal_is_below_the_base_path() {
    let build = course(&["2026-10-12"]).build();
    build.assert_good();
    for url in ["", "channels/", "schedule/"] {
        let html = build.page(url);
        assert!(html.contains("href=\"/portal/talk/\""), "{url}: {html}");
        assert!(!html.contains("href=\"/talk/\""), "{url}");
    }
}

#[test]
fn a_consent_counts_from_its_day_on() {
    // The day begins first at 14 hours before UTC, at 10 o'clock in the morning of the day before.
    let person = |consent: &str| {
        let text = format!("+++\nname = \"Bo\"\nconsent = {consent}\n+++\n");
        course(&["2026-10-12"]).with("people/bo.md", text)
    };
    let shown = |consent, now: &str| {
        let build = person(consent)
            .options(|options| options.now = now.parse().unwrap())
            .build();
        let shown = build.page("community/").contains("person-bo");
        assert_eq!(shown, build.findings_of("no-consent").is_empty());
        (shown, build.build.steady)
    };
    assert!(shown("2026-10-05", "2026-10-14T08:00:00Z").0);
    let (early, steady) = shown("2026-10-15", "2026-10-14T09:59:59Z");
    assert!(!early);
    assert_eq!(steady.until.unwrap().to_string(), "2026-10-14T10:00:00Z");
    let (later, steady) = shown("2026-10-15", "2026-10-14T10:00:00Z");
    assert!(later);
    assert_eq!(steady.since.unwrap().to_string(), "2026-10-14T10:00:00Z");
    let build = person("2126-10-05").build();
    assert_eq!(
        build.findings_of("no-consent"),
        [
            "people/bo.md:3:11 warning no-consent: this learner is not shown: the consent is from 5 October 2126, a day that is yet to come"
        ]
    );
    assert_eq!(
        build.help_of("no-consent"),
        "correct the day, or wait for it: the person is shown from then on"
    );
}

#[test]
fn two_cohorts_of_one_id_are_one_finding() {
    let build = course(&["2026-10-12"])
        .with(
            "cohorts/a.toml",
            "id = \"x\"\nstart = 2026-10-12\ntimezone = \"UTC\"\n",
        )
        .with(
            "cohorts/b.toml",
            "id = \"x\"\nstart = 2026-10-19\ntimezone = \"UTC\"\n",
        )
        .build();
    assert_eq!(
        build.findings(),
        ["cohorts/b.toml:1:6 error duplicate-id: another cohort has the id `x`"]
    );
    assert!(build.page("cohorts/x/").contains("12 October 2026"));
}

#[test]
fn two_cohorts_of_one_name_are_an_error_and_none_makes_way() {
    let cohort = "start = 2026-10-05\ntimezone = \"Europe/Paris\"\n";
    let build = |files: &[&str]| {
        let mut course = Course::lesson("# A\n\nText.\n").with(
            "schedule.toml",
            "[[session]]\nid = \"kickoff\"\nformat = \"webinar\"\nweek = 1\nday = \"tue\"\ntime = \"10:00\"\n",
        );
        for file in files {
            let (path, id) = file.split_once(' ').unwrap_or((file, ""));
            let id = if id.is_empty() {
                String::new()
            } else {
                format!("id = \"{id}\"\n")
            };
            course = course.with(path, format!("{id}{cohort}"));
        }
        course.build().findings_of("duplicate-id")
    };
    for files in [
        ["cohorts/26-autumn.toml", "cohorts/27-autumn.toml"],
        ["cohorts/a.toml", "cohorts/01-a.toml"],
        ["cohorts/a.toml", "cohorts/b.toml a"],
    ] {
        let found = build(&files);
        assert!(
            found.len() == 1 && found[0].contains(" error duplicate-id: another cohort is called"),
            "{files:?}: {found:?}"
        );
    }
    assert_eq!(
        build(&["cohorts/2026-autumn.toml", "cohorts/2027-autumn.toml"]),
        [""; 0]
    );
}

#[test]
fn cohorts_stand_in_the_order_in_which_they_matter() {
    // The build is on 14 October 2026.
    let starts = [
        "2026-10-12",
        "2027-12-06",
        "2026-11-02",
        "2026-01-05",
        "2026-03-02",
    ];
    let html = course(&starts).build().page("cohorts/");
    let rows: Vec<&str> = html
        .split("data-cohort-row=\"")
        .skip(1)
        .map(|row| row.split('"').next().unwrap())
        .collect();
    assert_eq!(rows, ["c0", "c2", "c1", "c4", "c3"]);
    let states = ["running", "next", "later", "past", "past"];
    let found: Vec<&str> = html
        .split("class=\"tag state-")
        .skip(1)
        .map(|tag| tag.split('"').next().unwrap())
        .collect();
    assert_eq!(found, states);
    // Who has one that is over has none to choose.
    assert_eq!(html.matches("data-choose-cohort=").count(), 3);
}

#[test]
fn what_is_said_of_one_cohort_says_of_which() {
    let mut course = course(&["2026-10-12", "2026-11-02"]);
    course.replace("schedule.toml", "duration", "module = \"m\"\nduration");
    course.write("modules/m/index.md", "# M\n");
    course.write(
        "modules/m/a.md",
        "+++\nrelease = { week = 2 }\n+++\n# Later\n",
    );
    course.replace("schedule.toml", "week = 1", "week = 2");
    let build = course.build();
    let page = build.page("modules/m/");
    assert!(page.contains("data-whose>c0</a> · times in <span data-whose-zone>UTC<"));
    assert!(page.contains("Opens in week 2 of c0, on"), "{page}");
    assert!(!page.contains("Part of"));
    assert!(build.page("cohorts/c0/schedule/").contains("Part of"));
    // With one cohort, there is nothing to say.
    course.remove("cohorts/c1.toml");
    assert!(
        course
            .build()
            .page("modules/m/")
            .contains("Opens in week 2, on")
    );
}

#[test]
fn a_calendar_can_be_subscribed_to_without_a_program_that_knows_how() {
    let mut course = course(&["2026-11-02"]);
    let html = course.build().page("schedule/");
    assert!(html.contains("href=\"webcal://example.org/portal/calendars/c0.ics\""));
    assert!(
        html.contains("<code data-copy-text>https://example.org/portal/calendars/c0.ics</code>")
    );
    for part in [
        "From URL",
        "Subscribe from web",
        "New Calendar Subscription",
        "a copy of today",
    ] {
        assert!(html.contains(part), "{part}");
    }
    assert!(html.contains("https://outlook.office.com/calendar/0/deeplink/compose?"));
    assert!(html.contains("https://outlook.live.com/calendar/0/deeplink/compose?"));
    // Where nobody knows where the portal will be, there is the file.
    course.replace(
        "course.toml",
        "base_url = \"https://example.org/portal/\"\n",
        "",
    );
    let html = course.build().page("schedule/");
    assert!(!html.contains("webcal:") && !html.contains("From URL"));
    assert!(html.contains("a copy of today"));
}

#[test]
fn a_schedule_says_what_kind_of_session_it_is_and_not_more() {
    let mut course = course(&["2026-10-12"]);
    course.edit("schedule.toml", |text| {
        text.to_owned()
            + "[[session]]\nid = \"door\"\ntitle = \"Office hours\"\nformat = \"office-hours\"\nweek = 1\nday = \"thu\"\ntime = \"10:00\"\nevery = \"week\"\ncount = 3\n"
    });
    course.replace(
        "cohorts/c0.toml",
        "timezone = \"UTC\"",
        "timezone = \"America/Sao_Paulo\"\n[session.door-2]\ncancelled = \"Ill\"",
    );
    let build = course.build();
    let html = build.page("schedule/");
    assert!(html.contains("<span class=\"nth\">1 of 3</span>"));
    assert!(
        html.contains("Times in America/Sao Paulo (UTC-03:00)"),
        "{html}"
    );
    // What it is called is what it is; what does not take place is of no kind.
    let session = |id: &str| {
        html.split(&format!("id=\"session-{id}\""))
            .nth(1)
            .unwrap()
            .split("</li>")
            .next()
            .unwrap()
            .to_owned()
    };
    assert!(!session("door-1").contains("format-office-hours"));
    let off = session("door-2");
    assert!(
        off.contains("<span class=\"chip off\">Cancelled</span> <span class=\"nth\">2 of 3</span>"),
        "{off}"
    );
    assert!(session("kickoff").contains("format-webinar"));
}

#[test]
fn offsets_come_with_the_day_from_which_they_hold() {
    let mut course = course(&["2026-10-19"]);
    course.replace("cohorts/c0.toml", "UTC", "Europe/Paris");
    course.replace(
        "schedule.toml",
        "duration",
        "every = \"week\"\ncount = 3\nduration",
    );
    let html = course.build().page("schedule/");
    assert!(
        html.contains("Times in Europe/Paris (UTC+02:00, from Sun 25 Oct UTC+01:00)"),
        "{html}"
    );
}

#[test]
fn a_deadline_that_comes_next_is_called_one() {
    let mut course = course(&["2026-10-19"]);
    assert!(course.build().page("").contains("Next session"));
    course.replace(
        "schedule.toml",
        "format = \"webinar\"",
        "format = \"deadline\"",
    );
    let build = course.build();
    for page in ["", "cohorts/c0/"] {
        let html = build.page(page);
        assert!(
            html.contains("Next deadline") && !html.contains("Next session"),
            "{page}"
        );
    }
}
