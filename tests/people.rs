//! People, groups and teams: their pages, who is named on them, and that nobody is left in a portal who did not agree.
#![allow(missing_docs, clippy::unwrap_used)]

mod support;

use stoa::artifact::Body;
use stoa::document::highlight::Highlighter;
use stoa::pipeline::Builder;
use support::{Build, Course};

/// Four people: a facilitator, two learners who agreed, and one who did not.
const COURSE: &str = r#"
-- course.toml --
title = "T"
base_url = "https://learn.example.org/"
-- community.toml --
[[group]]
id = "care"
title = "Care"
purpose = "Night shifts."
[forum]
engine = "isso"
origin = "https://talk.example.org"
-- schedule.toml --
[[session]]
id = "kickoff"
title = "Kick-off"
format = "webinar"
week = 1
day = "tue"
time = "10:00"
duration = "1h"
[[session]]
id = "clinic"
title = "Clinic"
format = "webinar"
week = 3
day = "tue"
time = "10:00"
duration = "1h"
[[session]]
id = "plan-due"
title = "Plan due"
format = "deadline"
week = 4
day = "fri"
time = "18:00"
-- cohorts/autumn.toml --
title = "Autumn"
start = 2026-10-05
timezone = "Europe/Paris"
facilitators = ["ines"]
[session.clinic]
teams = ["olive"]
[[team]]
id = "olive"
title = "Team Olive"
group = "care"
members = ["ada", "grace", "mary-s"]
[[team]]
id = "pair"
title = "Team Pair"
members = ["grete", "nobody-here"]
-- cohorts/old.toml --
title = "Old"
start = 2025-10-06
timezone = "Europe/Paris"
[[team]]
id = "olive"
title = "Old Olive"
group = "care"
members = ["grete"]
-- people/ines.md --
+++
name = "Ines Albarran"
role = "facilitator"
+++
Runs it.
-- people/ada.md --
+++
name = "Ada Lovelace"
consent = 2026-09-01
links = ["https://example.org/ada"]
+++
Counts.
-- people/grace.md --
+++
name = "Grace Hopper"
consent = 2026-09-02
+++
Sails.
-- people/grete.md --
+++
name = "Grete Hermann"
consent = 2026-09-02
groups = ["care"]
+++
-- people/mary.md --
+++
id = "mary-s"
name = "Mary Somerville"
photo = "mary.gif"
+++
Writes.
-- people/mary.gif --
GIF89a picture of mary
-- modules/a.md --
+++
title = "A"
authors = ["ada"]
+++
# A

:::introduce{id="hello" prompt="Who are you?"} Hello
Say three things.
:::
-- posts/2026-10-06-hi.md --
+++
title = "Hi"
authors = ["ines"]
+++
Hi.
-- resources/r.md --
+++
title = "R"
by = "ada"
added = 2026-10-01
+++
Read.
-- data/threads.json --
{"version":1,"engine":"isso","origin":"https://talk.example.org","fetched":"2026-10-13T08:00:00Z","threads":[
{"key":"/t/autumn/introduce-hello/","url":null,"number":null,"posts":[
{"id":"1","parent":null,"author":"ada_l","actor":"isso:aaa111","created":"2026-10-06T01:00:00Z","likes":0,"html":"<p>First</p>","url":null},
{"id":"2","parent":"1","author":"grace hopper","actor":"isso:bbb222","created":"2026-10-06T02:00:00Z","likes":0,"html":"<p>Second</p>","url":null},
{"id":"3","parent":"2","author":"zed","created":"2026-10-06T03:00:00Z","likes":0,"html":"<p>Third</p>","url":null}]},
{"key":"/t/old/introduce-hello/","url":null,"number":null,"posts":[
{"id":"9","parent":null,"author":"old","created":"2025-10-06T01:00:00Z","likes":0,"html":"<p>Long ago</p>","url":null}]},
{"key":"/t/shared/group-care/","url":null,"number":null,"posts":[
{"id":"12","parent":null,"author":"old","created":"2025-10-06T01:00:00Z","likes":0,"html":"<p>For years</p>","url":null}]}]}
"#;

fn course() -> Course {
    Course::parse(COURSE)
}

/// Every file of the portal that holds a text, whatever its case, and every name of a file that does.
fn holding(build: &Build, text: &str) -> Vec<String> {
    let text = text.to_lowercase();
    let artifacts = build.build.artifacts.iter();
    let held = artifacts.filter(|artifact| {
        let Body::Rope(rope) = &artifact.body else {
            return false;
        };
        let bytes = rope.to_vec();
        let held = String::from_utf8_lossy(&bytes).to_lowercase();
        held.contains(&text) || artifact.path.as_str().to_lowercase().contains(&text)
    });
    held.map(|artifact| artifact.path.as_str().to_owned())
        .collect()
}

#[test]
fn the_course_is_good() {
    let build = course().build();
    build.assert_good();
    assert_eq!(
        build.findings(),
        ["people/mary.md warning no-consent: this learner is not shown: there is no consent"]
    );
}

#[test]
fn a_person_has_a_page_with_what_the_course_knows() {
    let build = course().build();
    let ada = build.page("people/ada/");
    for wanted in [
        "Shown since <time datetime=\"2026-09-01\">",
        "because Ada Lovelace agreed",
        "href=\"/cohorts/autumn/teams/olive/\"",
        "href=\"/groups/care/\"",
        "href=\"/modules/a/\"",
        "href=\"/resources/r/\"",
        "content=\"noindex\"",
        "https://example.org/ada",
        "Counts.",
    ] {
        assert!(ada.contains(wanted), "{wanted}");
    }
    let ines = build.page("people/ines/");
    assert!(!ines.contains("noindex") && !ines.contains("Shown since"));
    assert!(ines.contains("/cohorts/autumn/") && ines.contains("/posts/hi/"));
    let sitemap = build.text("sitemap.xml");
    assert!(sitemap.contains("/people/ines/") && !sitemap.contains("/people/ada/"));
    for wanted in [
        "/groups/care/",
        "/cohorts/autumn/teams/olive/",
        "/cohorts/autumn/introductions/",
    ] {
        assert!(sitemap.contains(wanted), "{wanted}");
    }
    // Where people were before, they still are.
    assert!(build.page("community/").contains("id=\"person-ada\""));
}

#[test]
fn a_team_names_who_agreed_and_counts_the_others_only_where_that_names_nobody() {
    let build = course().build();
    let olive = build.page("cohorts/autumn/teams/olive/");
    assert!(olive.contains("Ada Lovelace") && olive.contains("Grace Hopper"));
    assert!(olive.contains("And 1 more, who is not shown."));
    for wanted in [
        "Clinic",
        "Plan due",
        "/calendars/autumn/teams/olive.ics",
        "/groups/care/",
        "thread-team-olive",
    ] {
        assert!(olive.contains(wanted), "{wanted}");
    }
    let pair = build.page("cohorts/autumn/teams/pair/");
    assert!(pair.contains("Grete Hermann"));
    assert!(!pair.contains(" more, who") && !pair.contains("Clinic"));
    let cohort = build.page("cohorts/autumn/");
    assert!(
        cohort.contains("id=\"team-olive\"") && cohort.contains("/cohorts/autumn/teams/olive/")
    );
    assert!(cohort.contains("3 members") && !cohort.contains("2 members"));
    // Mails know the thread by its key.
    let key = build.page("t/autumn/team-olive/");
    assert!(key.contains("/cohorts/autumn/teams/olive/#thread-team-olive"));
}

#[test]
fn a_group_has_its_teams_its_people_and_one_thread_for_ever() {
    let build = course().build();
    let care = build.page("groups/care/");
    for wanted in [
        "Night shifts.",
        "/cohorts/autumn/teams/olive/",
        "Clinic",
        "Ada Lovelace",
        "Grete Hermann",
        "For years",
    ] {
        assert!(care.contains(wanted), "{wanted}");
    }
    assert!(!care.contains("/cohorts/old/teams/olive/") && !care.contains("Mary"));
    assert!(
        build
            .page("t/shared/group-care/")
            .contains("/groups/care/#thread-group-care")
    );
    assert!(build.page("community/").contains("/groups/care/"));
}

#[test]
fn every_cohort_has_a_page_of_its_introductions() {
    let build = course().build();
    let page = build.page("cohorts/autumn/introductions/");
    assert!(page.contains("Who are you?") && page.contains("/modules/a/#hello"));
    assert!(page.contains("First") && !page.contains("Long ago"));
    let old = build.page("cohorts/old/introductions/");
    assert!(old.contains("Long ago") && !old.contains("data-embed"));
    for from in ["cohorts/autumn/", "community/"] {
        assert!(
            build.page(from).contains("/cohorts/autumn/introductions/"),
            "{from}"
        );
    }
    let mut none = course();
    none.write("modules/a.md", "# A\n");
    assert!(!none.build().has("cohorts/autumn/introductions/index.html"));
}

const FORUM: &str = "engine = \"isso\"\n";

fn names(setting: &str) -> Course {
    let mut course = course();
    let table = format!("{setting}\n");
    course.replace(
        "community.toml",
        "origin = \"https://talk.example.org\"\n",
        &format!("origin = \"https://talk.example.org\"\n[forum.snapshot]\n{table}"),
    );
    course
}

fn authors(build: &Build) -> Vec<String> {
    let page = build.page("cohorts/autumn/introductions/");
    let parts = page.split("post-author").skip(1);
    let name = |part: &str| {
        part.split_once('>')
            .unwrap()
            .1
            .split('<')
            .next()
            .unwrap()
            .to_owned()
    };
    parts.map(name).collect()
}

#[test]
fn a_snapshot_names_people_as_they_agreed_to() {
    assert!(course().read("community.toml").contains(FORUM));
    assert_eq!(authors(&course().build()), ["A.", "G. H.", "Z."]);
    assert_eq!(
        authors(&names("names = \"handle\"").build()),
        ["ada_l", "grace hopper", "zed"]
    );
    assert_eq!(
        authors(&names("names = \"none\"").build()),
        ["Somebody", "Somebody", "Somebody"]
    );
    let known = course().with(
        "data/people.toml",
        "[[person]]\nid = \"ada\"\nactors = [\"isso:aaa111\"]\n[[person]]\nname = \"Gracie\"\nconsent = 2026-10-01\nactors = [\"isso:bbb222\"]\n",
    );
    let build = known.build();
    assert_eq!(authors(&build), ["Ada Lovelace", "Gracie", "Z."]);
    assert!(holding(&build, "isso:aaa111").is_empty() && holding(&build, "aaa111").is_empty());
    let wrong = names("names = \"all\"").build();
    assert!(
        wrong.findings()[0].contains("`all` is not known here"),
        "{:?}",
        wrong.findings()
    );
}

#[test]
fn what_somebody_said_is_gone_for_ever_and_replies_stay() {
    let course = course().with(
        "data/people.toml",
        "[[removed]]\nactors = [\"isso:aaa111\", \"isso:bbb222\"]\n",
    );
    let build = course.build();
    build.assert_good();
    assert_eq!(authors(&build), ["Z."]);
    let page = build.page("cohorts/autumn/introductions/");
    assert!(page.contains("Third") && !page.contains("First") && !page.contains("Second"));
    assert!(page.contains("1 post<") && holding(&build, "ada_l").is_empty());
}

#[test]
fn whoever_is_taken_out_leaves_no_trace() {
    let with_photo = |mut course: Course| {
        course.replace(
            "people/ada.md",
            "consent = 2026-09-01",
            "consent = 2026-09-01\nphoto = \"ada.gif\"",
        );
        course.write("people/ada.gif", "GIF89a picture of ada");
        course.write(
            "data/people.toml",
            "[[person]]\nid = \"ada\"\nactors = [\"isso:aaa111\"]\n",
        );
        course
    };
    let before = with_photo(course()).build();
    before.assert_good();
    assert!(holding(&before, "Lovelace").len() > 5 && before.has("people/ada.gif"));
    let mut deleted = with_photo(course());
    deleted.remove("people/ada.md");
    deleted.remove("data/people.toml");
    deleted.replace("resources/r.md", "by = \"ada\"\n", "");
    let mut withdrawn = with_photo(course());
    withdrawn.replace("people/ada.md", "consent = 2026-09-01\n", "");
    withdrawn.replace("resources/r.md", "by = \"ada\"\n", "");
    for course in [deleted, withdrawn] {
        for facilitator in [false, true] {
            let build = course
                .clone()
                .options(|options| options.facilitator = facilitator)
                .build();
            for trace in [
                "lovelace",
                "people/ada",
                "person-ada",
                "GIF89a picture of ada",
            ] {
                assert_eq!(holding(&build, trace), Vec::<String>::new(), "{trace}");
            }
            // What names its author says so.
            assert!(
                build
                    .findings()
                    .iter()
                    .any(|found| found.starts_with("modules/a.md:3:12 ")),
                "{:?}",
                build.findings()
            );
            let olive = build.page("cohorts/autumn/teams/olive/");
            assert!(olive.contains("And 2 more, who are not shown."));
        }
    }
}

/// Ways by which somebody without a consent comes into a portal, each with the place that is told.
const LEAKS: &[(&str, &str, &str)] = &[
    (
        "modules/b.md",
        "# B\n\nThanks to Mary Somerville.\n",
        "modules/b.md:3:11 error person-in-portal: learners would read the name `Mary Somerville` here, and people/mary.md has no consent to show this person",
    ),
    (
        "modules/b.md",
        "# B\n\nThanks to MARY\n*Somerville*.\n",
        "modules/b.md",
    ),
    (
        "modules/b.md",
        "# B\n\nThanks to Mary&nbsp;Somerville.\n",
        "modules/b.md:3:1",
    ),
    (
        "modules/b.md",
        "# B\n\n`Mary Somerville`\n",
        "modules/b.md:3:2",
    ),
    (
        "modules/b.md",
        "# B\n\n![Mary Somerville](x.png)\n",
        "modules/b.md",
    ),
    (
        "modules/b.md",
        "# B\n\n[x](https://example.org/?q=Mary%20Somerville)\n",
        "modules/b.md:3:1",
    ),
    (
        "modules/b.md",
        "# B\n\n[x](https://example.org/mary-somerville)\n",
        "modules/b.md:3:1",
    ),
    (
        "modules/mary-somerville.md",
        "# B\n\nText.\n",
        "modules/mary-somerville.md",
    ),
    (
        "modules/b.md",
        "# B\n\n![Her](/people/mary.gif)\n",
        "modules/b.md:3:16 error person-in-portal: the portal would hold the picture `people/mary.gif` of a person who is not shown",
    ),
    (
        "static/her.png",
        "GIF89a picture of mary\n",
        "static/her.png",
    ),
    (
        "static/list.csv",
        "name\nSomerville;Mary\nMary Somerville\n",
        "static/list.csv:3:1",
    ),
    (
        "static/old.html",
        "<a href=\"/community/#person-mary-s\">her</a>",
        "static/old.html",
    ),
    (
        "modules/b.md",
        "# B\n\nAsk isso:aaa111.\n",
        "modules/b.md:3:5 error person-in-portal: learners would read `isso:aaa111` here, which says who somebody is in another system",
    ),
    (
        "posts/2026-10-07-hi.md",
        "+++\ntitle = \"Mary Somerville came\"\n+++\nText.\n",
        "posts/2026-10-07-hi.md:2:10",
    ),
    (
        "cohorts/next.toml",
        "title = \"Cohort of Mary Somerville\"\nstart = 2027-10-04\ntimezone = \"Europe/Paris\"\n",
        "cohorts/next.toml:1:20",
    ),
];

#[test]
fn nobody_is_in_a_portal_who_did_not_agree() {
    for (path, text, place) in LEAKS {
        for facilitator in [false, true] {
            let mut course = course().options(|options| options.facilitator = facilitator);
            course.write(path, text);
            let build = course.build();
            let found = build.findings_of("person-in-portal");
            assert_eq!(found.len(), 1, "{path} {text} {found:?}");
            assert!(found[0].starts_with(place), "{text}: {found:?}");
            assert!(!build.build.is_good());
        }
    }
}

/// Lessons that somebody reads a name in, each with the name.
const DISGUISES: &[(&str, &str)] = &[
    ("Mary Somerville", "Mary Somer**ville**"),
    ("Mary Somerville", "Mary Somer<b>ville</b>"),
    ("Mary Somerville", "Mary Somer<wbr>ville"),
    ("Mary Somerville", "Mary Somer<!-- x -->ville"),
    ("Mary Somerville", "Mary Somer&shy;ville"),
    ("Mary Somerville", "Mary Somer\u{ad}ville"),
    ("Mary Somerville", "Mary Somer&#8203;ville"),
    ("Mary Somerville", "Ｍａｒｙ Ｓｏｍｅｒｖｉｌｌｅ"),
    ("Mary Somerville", "𝐌𝐚𝐫𝐲 𝐒𝐨𝐦𝐞𝐫𝐯𝐢𝐥𝐥𝐞"),
    ("Mary Somerville", "![Mary Somer&shy;ville](p.svg)"),
    ("Mary Somerville", "`Mary` Somerville"),
    ("Mary Somerville", "`Mary` `Somerville`"),
    ("Mary Somerville", "<i>x</i>Mary Somerville"),
    ("Mary Somerville", "[x](https://example.org/MarySomerville)"),
    (
        "Mary Somerville",
        "[x](https://example.org/?q=Mary%2520Somerville)",
    ),
    ("José Núñez", "Jose\u{301} Nu\u{301}n\u{303}ez"),
    ("Jose\u{301} Nu\u{301}n\u{303}ez", "José Núñez"),
    ("José Núñez", "<b>Jos&eacute;</b> N&uacute;&ntilde;ez"),
    ("Steﬀi Strauß", "STEFFI STRAUSS"),
    (
        "김민준",
        "\u{1100}\u{1175}\u{11b7}\u{1106}\u{1175}\u{11ab}\u{110c}\u{116e}\u{11ab}",
    ),
    ("محمد علي", "ومحمد علي هنا"),
    ("สมชาย ใจดี", "คุณสมชาย ใจดีที่ช่วย"),
    ("王芳", "- **王芳**来了"),
    ("林小雨", "今天林小雨来了。"),
];

#[test]
fn a_name_is_found_however_it_is_written() {
    let mut missed = Vec::new();
    for (name, text) in DISGUISES {
        let mut course = course();
        course.write(
            "people/x.md",
            format!("+++\nid = \"x-x\"\nname = \"{name}\"\n+++\n"),
        );
        if name.starts_with("Mary") {
            course.remove("people/x.md");
        }
        course.write(
            "modules/b.md",
            format!("# B\n\nThanks to\n{text} indeed.\n"),
        );
        course.write(
            "modules/p.svg",
            "<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
        );
        let found = course.build().findings_of("person-in-portal");
        if found.len() != 1 || !found[0].starts_with("modules/b.md") {
            missed.push((text, found));
        }
    }
    assert!(missed.is_empty(), "{missed:#?}");
}

/// Files that say more than is good, each with where that is told.
const FILES: &[(&str, &[u8], &str)] = &[
    (
        "static/x.txt",
        b"\xff\xfeM\0a\0r\0y\0 \0S\0o\0m\0e\0r\0v\0i\0l\0l\0e\0",
        "static/x.txt",
    ),
    (
        "static/x.txt",
        b"Fran\xe7ois, Mary Somerville",
        "static/x.txt",
    ),
    (
        "static/MarySomerville.txt",
        b"x",
        "static/MarySomerville.txt",
    ),
    (
        "static/x.json",
        b"{\"a\": \"Mary\\nSomer\\u0076ille\"}",
        "static/x.json:1:1",
    ),
    (
        "static/x.json",
        b"{\"a\": \"<p>Mary Somer<b>ville</b></p>\"}",
        "static/x.json:1:1",
    ),
    (
        "static/x.html",
        b"<a href='https://talk.example.org/#isso%3Aaaa111'>x</a>",
        "static/x.html:1:1",
    ),
    (
        "static/x.html",
        b"<a href='/people/mary-s?x'>x</a>",
        "static/x.html:1:18",
    ),
    (
        "static/x.html",
        b"<a href='/people//mary-s/'>x</a>",
        "static/x.html",
    ),
    (
        "static/x.html",
        b"<a href='/people/Mary-S/'>x</a>",
        "static/x.html",
    ),
    (
        "modules/b.md",
        b"+++\ntitle = \"Mary Somer\\u200Bville\"\n+++\nText.\n",
        "modules/b.md:2:1",
    ),
    (
        "cohorts/next.toml",
        b"title = \"Room of\\nMary Somerville\"\nstart = 2027-10-04\ntimezone = \"Europe/Paris\"\n",
        "cohorts/next.toml:1:19",
    ),
    ("people/Mary.PNG", b"\x89PNG\r\n\x1a\nother", "modules/b.md"),
    (
        "people/mary-2.png",
        b"\x89PNG\r\n\x1a\nother",
        "modules/b.md",
    ),
    (
        "people/photos/mary.png",
        b"\x89PNG\r\n\x1a\nother",
        "modules/b.md",
    ),
    (
        "people/stranger.png",
        b"\x89PNG\r\n\x1a\nother",
        "modules/b.md:3:16 error person-in-portal: nobody who is shown has this picture",
    ),
];

#[test]
fn a_person_is_found_in_every_file() {
    let mut missed = Vec::new();
    for (path, bytes, place) in FILES {
        let mut course = course();
        course.write(path, bytes);
        if path.starts_with("people/") {
            course.write("modules/b.md", format!("# B\n\n![Her](/{path})\n"));
        }
        let found = course.build().findings_of("person-in-portal");
        if found.len() != 1 || !found[0].starts_with(place) {
            missed.push((path, found));
        }
    }
    assert!(missed.is_empty(), "{missed:#?}");
    // Whoever is shown has more than one picture.
    for (path, file) in [
        ("people/ada-2.png", "people/ada.md"),
        ("people/sea.png", "people/grace.md"),
    ] {
        let mut course = course();
        course.write(path, "other");
        course.edit(file, |text| format!("{text}\n![x](sea.png)\n"));
        course.write("people/sea.png", "sea");
        course.write("modules/b.md", format!("# B\n\n![x](/{path})\n"));
        assert_eq!(course.build().findings_of("person-in-portal"), [""; 0]);
    }
}

#[test]
fn what_somebody_said_in_the_forum_is_read_too() {
    let mut missed = Vec::new();
    for (from, to) in [
        ("<p>First</p>", "<p>Mary Somer<b>ville</b></p>"),
        (
            "<p>First</p>\",\"url\":null",
            "<p>First</p>\",\"url\":\"https://talk.example.org/x#isso%3Abbb222\"",
        ),
        ("\"author\":\"zed\"", "\"author\":\"MARY Somerville\""),
    ] {
        let mut course = names("names = \"handle\"");
        course.replace("data/threads.json", from, to);
        let found = course.build().findings_of("person-in-portal");
        if found.len() != 1 {
            missed.push((to, found));
        }
    }
    assert!(missed.is_empty(), "{missed:#?}");
}

#[test]
fn ordinary_words_are_no_people() {
    let quiet = |name: &str, id: &str, text: &str| {
        let mut course = course();
        course.write(
            "people/x.md",
            format!("+++\nid = \"{id}\"\nname = \"{name}\"\n+++\n"),
        );
        course.write("modules/b.md", format!("# B\n\n{text}\n"));
        course.build().findings_of("person-in-portal")
    };
    for (name, id, text) in [
        (
            "Will",
            "will",
            "Where there is a will, *will* it. Will you? people/will",
        ),
        (
            "Mark Down",
            "down",
            "Markdown. A mark. Down there. markdown-down person-down",
        ),
        ("Hope", "hope", "Hope dies last, in the people/ of hope."),
        ("Li", "li-1", "- Li\n- Na"),
        ("May", "may-1", "| a | b |\n| - | - |\n| May | June |"),
        ("Spring", "spring-1", "**Spring**"),
        ("李", "li-2", "行李。"),
        ("王芳", "wang", "国王芳心。"),
        ("Hypatia", "h", "By <b>Hypatia</b>."),
        // Whoever is shown has the name too.
        ("Ada Lovelace", "ada-2", "Ada Lovelace."),
    ] {
        assert_eq!(quiet(name, id, text), [""; 0], "{name}");
    }
    // A name of one word is one where names stand.
    let mut course = names("names = \"handle\"");
    course.write("people/x.md", "+++\nname = \"Hypatia\"\n+++\n");
    course.replace(
        "data/threads.json",
        "\"author\":\"zed\"",
        "\"author\":\"hypatia\"",
    );
    let found = course.build().findings_of("person-in-portal");
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("data/threads.json"), "{found:?}");
}

#[test]
fn many_leaks_are_found_at_once() {
    let mut course = course();
    let mut names = String::from("# B\n\n");
    for at in 0..2000 {
        let name = format!("Person Number{at}");
        course.write(
            &format!("people/p{at}.md"),
            format!("+++\nname = \"{name}\"\n+++\n"),
        );
        names += &format!("- {name}\n");
    }
    course.write("modules/b.md", names);
    let start = std::time::Instant::now();
    let found = course.build().findings_of("person-in-portal");
    assert_eq!(found.len(), 2000);
    assert!(found[0].starts_with("modules/b.md:3:3"), "{}", found[0]);
    // Far more than it takes, and far less than to look for each.
    assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
}

#[test]
fn somebody_else_of_that_name_is_allowed_with_a_reason() {
    let mut course = course();
    course.write(
        "modules/b.md",
        "# B\n\nMary Somerville wrote about the sea.\n",
    );
    course.edit("course.toml", |text| {
        format!("{text}[privacy]\nnames = [{{ name = \"Mary Somerville\", reason = \"The scientist.\" }}]\n")
    });
    course.build().assert_good();
    course.replace("course.toml", "The scientist.", "");
    let found = course.build().findings();
    assert!(
        found
            .iter()
            .any(|found| found.contains("bad-privacy: `Mary Somerville` has no reason")),
        "{found:?}"
    );
    course.replace("course.toml", "reason = \"\"", "reason = \"x\"");
    course.replace("course.toml", "Mary Somerville", "Marie Curie");
    let found = course.build().findings();
    assert!(
        found
            .iter()
            .any(|found| found.contains("nobody is called `Marie Curie` who is not shown")),
        "{found:?}"
    );
}

/// What authors get wrong, each with all that is found beside what the course has already.
const SLIPS: &[(&str, &str, &[&str])] = &[
    (
        "data/people.toml",
        "[[person]]\nid = \"adda\"\nactors = [\"isso:1\"]\n",
        &[
            "data/people.toml:2:6 error unknown-reference: nobody with the id `adda` is shown in this course",
        ],
    ),
    (
        "data/people.toml",
        "[[person]]\nid = \"mary-s\"\nactors = [\"isso:1\"]\n",
        &[
            "data/people.toml:2:6 warning unknown-reference: nobody with the id `mary-s` is shown in this course",
        ],
    ),
    (
        "data/people.toml",
        "[[person]]\nname = \"X Y\"\nactors = [\"isso:1\"]\n",
        &[
            "data/people.toml:3:10 warning no-consent: this person is not named in discussions: there is no consent",
        ],
    ),
    (
        "data/people.toml",
        "[[person]]\nname = \"X Y\"\nconsent = 2026-11-01\nactors = [\"isso:1\"]\n",
        &[
            "data/people.toml:3:11 warning no-consent: this person is not named in discussions: the consent is from 1 November 2026, a day that is yet to come",
        ],
    ),
    (
        "data/people.toml",
        "[[person]]\nconsent = 2026-10-01\nactors = [\"isso:1\"]\n",
        &["data/people.toml:3:10 error missing-value: this person has no name"],
    ),
    (
        "data/people.toml",
        "[[person]]\nname = \"X\"\nconsent = 2026-10-01\n",
        &["data/people.toml:1:1 error missing-value: this person has no actors"],
    ),
    (
        "data/people.toml",
        "[[person]]\nid = \"ada\"\nactor = \"isso:1\"\nactors = []\n",
        &[
            "data/people.toml:3:1 error unknown-key: this person has no `actor`",
            "data/people.toml:4:10 error bad-value: nobody is meant by this: it names no actor",
        ],
    ),
    (
        "data/people.toml",
        "[[person]]\nid = \"ada\"\nactors = [\"isso:1\"]\n[[removed]]\nactors = [\"isso:1\", \"isso:unknown\", \"Ada\"]\n",
        &[
            "data/people.toml:5:21 error bad-value: `isso:unknown` is everybody whom that system does not tell apart",
            "data/people.toml:5:37 error bad-value: `Ada` is no actor",
        ],
    ),
    (
        "data/people.toml",
        "[person]\nid = \"ada\"\nactors = [\"isso:1\"]\n",
        &[
            "data/people.toml:1:1 error bad-value: there can be more than one person, so each begins with double brackets",
        ],
    ),
    (
        "data/people.toml",
        "people = 1\n",
        &["data/people.toml:1:1 error unknown-key: this file has no `people`"],
    ),
    ("data/people.toml", "\u{0}\u{1}\u{2}", &["data/people.toml"]),
    (
        "people/bo.md",
        "+++\nname = \"Bo B\"\nconsent = 2026-09-01\ngroups = [\"car\"]\n+++\n",
        &["people/bo.md:4:11 error unknown-reference: no group has the id `car`"],
    ),
];

#[test]
fn slips_are_told_in_words() {
    for (path, text, wanted) in SLIPS {
        let course = course().with(path, text);
        let found = course.build().findings();
        let found: Vec<_> = found
            .iter()
            .filter(|found| !found.starts_with("people/mary.md"))
            .collect();
        assert_eq!(found.len(), wanted.len(), "{text}: {found:#?}");
        for (found, wanted) in found.iter().zip(*wanted) {
            assert!(found.starts_with(wanted), "{text}: {found}");
        }
    }
    let mut twice = course();
    twice.replace("cohorts/autumn.toml", "\"mary-s\"]", "\"ada\"]");
    twice.replace("cohorts/autumn.toml", "\"nobody-here\"]", "\"grace\"]");
    let found = twice.build().findings_of("duplicate-id");
    assert_eq!(
        found,
        [
            "cohorts/autumn.toml:11:28 warning duplicate-id: `ada` is in this team twice",
            "cohorts/autumn.toml:15:21 warning duplicate-id: `grace` is in the team `olive` already",
        ]
    );
    assert!(twice.build().page("cohorts/autumn/").contains("2 members"));
    let mut bytes = course();
    bytes.write("data/people.toml", b"\xff\xfe[[person]]");
    assert!(
        bytes
            .build()
            .findings()
            .iter()
            .any(|found| found.contains("invalid-utf8"))
    );
    let folder = course().with("data/people.toml/x.md", "# X\n");
    folder.build().assert_good();
}

#[test]
fn many_people_are_no_trouble() {
    let mut course = course();
    let mut people = String::new();
    let mut members = String::new();
    // Without optimisation, some hundreds take as long as many thousands do with it.
    for at in 0..400 {
        let consent = if at % 2 == 0 {
            "consent = 2026-09-01\n"
        } else {
            ""
        };
        course.write(
            &format!("people/p{at}.md"),
            format!("+++\nname = \"Person Number{at}\"\n{consent}+++\n"),
        );
        people += &format!("[[person]]\nid = \"p{at}\"\nactors = [\"isso:x{at}\"]\n");
        members += &format!("\"p{at}\", ");
    }
    course.write("data/people.toml", people);
    course.edit("cohorts/autumn.toml", |text| format!("{text}[[team]]\nid = \"all\"\ntitle = \"All\"\ngroup = \"care\"\nmembers = [{members}]\n"));
    let build = course.build();
    assert!(build.findings_of("person-in-portal").is_empty());
    assert!(
        build
            .page("cohorts/autumn/teams/all/")
            .contains("And 200 more")
    );
}

#[test]
fn a_warm_build_sees_who_was_taken_out() {
    let mut course = course();
    let mut builder = Builder::new(Highlighter::new());
    course.build_with(&mut builder).assert_good();
    course.write("modules/b.md", "# B\n\nAda Lovelace.\n");
    course.build_with(&mut builder).assert_good();
    course.replace("people/ada.md", "consent = 2026-09-01\n", "");
    let warm = course.build_with(&mut builder);
    assert_eq!(warm.findings(), course.build().findings());
    assert_eq!(
        warm.findings_of("person-in-portal").len(),
        1,
        "{:?}",
        warm.findings()
    );
    course.remove("people/ada.md");
    course.replace("resources/r.md", "by = \"ada\"\n", "");
    let warm = course.build_with(&mut builder);
    assert_eq!(warm.findings(), course.build().findings());
    assert!(warm.findings_of("person-in-portal").is_empty());
    assert_eq!(warm.files(), course.build().files());
}
