//! Channels: until when they are used, what is asked where, what scatters the talk, and share links.

#![allow(missing_docs, clippy::unwrap_used)]

mod support;

use support::{Build, Course};

const COURSE: &str = r#"
-- course.toml --
title = "T"
base_url = "https://learn.example.org/portal/"
-- schedule.toml --
[[session]]
id = "kickoff"
format = "webinar"
week = 1
day = "tue"
time = "14:00"
-- cohorts/2026-autumn.toml --
title = "Autumn"
start = 2026-10-05
timezone = "Europe/Paris"
-- modules/a/index.md --
# Module
-- modules/a/one.md --
# One

Text.
"#;

fn course(community: &str) -> Course {
    Course::parse(COURSE).with("community.toml", community)
}

fn at(course: Course, now: &str) -> Course {
    course.options(|options| options.now = now.parse().unwrap())
}

fn channel(more: &str) -> String {
    format!(
        "[[channel]]\nkind = \"teams\"\ntitle = \"Room\"\nurl = \"https://meet.example.org/x\"\npurpose = \"Seeing each other\"\n{more}"
    )
}

/// The page of channels without what surrounds it, and without tags.
fn words(build: &Build) -> String {
    let page = build.page("channels/");
    let main = page.split_once("<main").unwrap().1;
    let main = main.split_once("</main").unwrap().0;
    let mut text = String::new();
    for piece in main.split('<').skip(1) {
        text.push(' ');
        text.push_str(piece.split_once('>').map_or(piece, |(_, text)| text));
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_small_course_with_one_link_for_sessions_hears_nothing() {
    course(&channel("")).build().assert_good();
}

#[test]
fn a_last_day_is_shown_and_then_takes_the_link_away() {
    for until in ["until = 2026-12-01\n", "until = \"kickoff + 8 weeks\"\n"] {
        let open = course(&channel(until)).build();
        assert!(
            words(&open).contains("Until 1 December 2026"),
            "{}",
            words(&open)
        );
        assert!(
            open.page("channels/")
                .contains("href=\"https://meet.example.org/x\"")
        );
        // The day itself still counts, on the clocks of the cohort.
        let last = at(course(&channel(until)), "2026-12-01T22:59:59Z").build();
        assert!(
            last.page("channels/")
                .contains("https://meet.example.org/x")
        );
        let json = last.text("build.json");
        assert!(
            json.contains("\"next_change\": \"2026-12-01T23:00:00Z\""),
            "{json}"
        );
        let over = at(course(&channel(until)), "2026-12-01T23:00:00Z").build();
        assert!(words(&over).contains("Over"), "{}", words(&over));
        assert!(words(&over).contains("Was open until 1 December 2026"));
        for (path, bytes) in over.files() {
            let text = String::from_utf8_lossy(&bytes);
            assert!(!text.contains("meet.example.org"), "{path}");
        }
        // A day that each cohort has anew is over as it was meant.
        let findings = over.findings_of("channel-expired").len();
        assert_eq!(findings, usize::from(until.contains("2026")), "{until}");
    }
}

#[test]
fn each_cohort_has_its_own_last_day() {
    let spring = "title = \"Spring\"\nstart = 2027-03-01\ntimezone = \"America/New_York\"\n";
    let course =
        course(&channel("until = \"kickoff + 1w\"\n")).with("cohorts/2027-spring.toml", spring);
    let build = course.build();
    let text = words(&build);
    assert!(
        text.contains("Until 13 October 2026 for Autumn") || !text.contains("for Autumn"),
        "{text}"
    );
    assert!(text.contains("9 March 2027 for Spring"), "{text}");
    let later = at(course, "2026-11-30T08:00:00Z").build();
    let text = words(&later);
    assert!(
        text.contains("9 March 2027 for Spring") && !text.contains("for Autumn"),
        "{text}"
    );
    assert!(text.contains("Go to Room"), "{text}");
}

#[test]
fn what_until_says_is_a_date_a_distance_or_words() {
    let said = |until: &str| {
        let build = course(&channel(&format!("until = \"{until}\"\n"))).build();
        (build.findings(), words(&build), build)
    };
    let (found, text, _) = said("your certificate is there");
    assert!(
        found.is_empty() && text.contains("Until your certificate is there"),
        "{found:?}"
    );
    let (found, _, build) = said("kickof + 8 weeks");
    assert_eq!(
        found,
        ["community.toml:6:9 error unknown-reference: the schedule has no session `kickof`"]
    );
    assert_eq!(
        build.help_of("unknown-reference"),
        "did you mean `kickoff`?"
    );
    let (found, _, _) = said("kickoff + 8 wekks");
    assert!(found[0].contains("`wekks` is no unit"), "{found:?}");
    let (found, _, _) = said("2026-02-30");
    assert!(found[0].contains("is no day of the calendar"), "{found:?}");
    let (found, _, _) = said("kickoff + 9999999999d");
    assert!(found[0].contains("not in the years 1 to 9999"), "{found:?}");
    let plain = Course::lesson("# A\n\nText.\n")
        .with("community.toml", channel("until = \"kickoff + 8 weeks\"\n"));
    let found = plain.build().findings();
    assert!(found[0].contains("the course has no cohort"), "{found:?}");
}

#[test]
fn the_page_answers_where_to_ask_and_invents_nothing() {
    let one = course(&channel("")).build();
    assert!(!words(&one).contains("Where do I ask this?"));
    let said = course(&channel("ask = [\"Help, now\", \" \"]\n")).build();
    assert!(words(&said).contains("Where do I ask this? Help, now Room All channels"));
    let mail = "[[channel]]\nkind = \"mail\"\nurl = \"https://learn.example.org/contact\"\npurpose = \"Illness, access needs. Answered within a day.\"\n";
    let forum = "[forum]\nengine = \"isso\"\norigin = \"https://talk.example.org\"\n";
    let all = course(&format!(
        "{forum}{}{mail}",
        channel("ask = [\"Help, now\"]\n")
    ))
    .build();
    assert!(
        words(&all).contains(
            "Where do I ask this? A question about a lesson The discussion below that lesson \
             Help, now Room Illness, access needs Mail All channels The forum"
        ),
        "{}",
        words(&all)
    );
    let own = course(&format!("{forum}ask = [\"What did you try?\"]\n{mail}")).build();
    assert!(
        words(&own).contains("Where do I ask this? What did you try? The forum Illness"),
        "{}",
        words(&own)
    );
    // What is over is asked nowhere.
    let over = channel("until = 2026-01-01\nask = [\"Help, now\"]\n");
    let over = course(&format!("{forum}{over}")).build();
    assert!(!words(&over).contains("Help, now"));
}

#[test]
fn where_there_is_no_forum_prompts_lead_to_the_channels() {
    let front = "+++\n[discussion]\nprompt = \"What now?\"\n+++\n# One\n\n:::discussion{id=\"talk\" prompt=\"And you?\"}\n:::\n";
    for forum in ["", "[forum]\nengine = \"none\"\n"] {
        let with = course(&format!("{forum}{}", channel(""))).with("modules/a/one.md", front);
        let page = with.build().page("modules/a/one/");
        assert!(
            page.contains("What now?") && page.contains("And you?"),
            "{page}"
        );
        assert_eq!(page.matches("Where to discuss").count(), 2, "{page}");
        assert!(page.contains("href=\"https://meet.example.org/x\""));
        let page = course(forum)
            .with("modules/a/one.md", front)
            .build()
            .page("modules/a/one/");
        assert!(!page.contains("Where to discuss") && !page.contains("not open yet"));
    }
}

#[test]
fn links_that_scatter_are_found_and_sources_are_not() {
    let text = "# One\n\n[a](https://chat.whatsapp.com/AbC), [b](https://www.reddit.com/r/rust/x){.external} read on, `https://discord.gg/x`, [c](https://trello.com/b/1), [d](https://meet.example.org/x), [e](https://trello.com/b/2).\n\n```\nhttps://t.me/x\n```\n\n:::facilitator\n[f](https://discord.gg/x)\n:::\n";
    let with = course(&channel("")).with("modules/a/one.md", text);
    let build = with.build();
    assert_eq!(
        build.findings(),
        [
            "modules/a/one.md:3:5 warning channel-undeclared: this leads to WhatsApp, which is no channel of the course",
            "modules/a/one.md:3:5 warning invite-public: everybody who finds this page gets into WhatsApp by this link",
            "modules/a/one.md:3:122 warning channel-undeclared: this leads to Trello, which is no channel of the course",
        ]
    );
    assert_eq!(build.build.diagnostics[2].related.len(), 1);
    let page = build.page("modules/a/one/");
    assert!(
        !page.contains(".external") && page.contains("b</a> read on"),
        "{page}"
    );
    // Without community.toml a folder of Markdown hears nothing.
    Course::lesson(text).build().assert_good();
}

#[test]
fn the_link_of_a_session_is_no_channel() {
    let mut with = course(&channel("")).with(
        "modules/a/one.md",
        "# One\n\n[Join](https://course.slack.com/archives/C1)\n",
    );
    assert_eq!(with.build().findings_of("channel-undeclared").len(), 1);
    with.edit("schedule.toml", |text| {
        format!("{text}url = \"https://course.slack.com/archives/C1\"\n")
    });
    with.build().assert_good();
}

#[test]
fn a_reason_silences_and_has_to_be_one() {
    let whatsapp = "[[channel]]\nkind = \"whatsapp\"\npurpose = \"Questions about exercises\"\nurl = \"https://chat.whatsapp.com/AbC\"\n";
    let codes = |allow: &str| -> Vec<String> {
        let text = format!("{whatsapp}[channels]\nallow = [{allow}]\n");
        let found = course(&text).build().findings();
        let code = |line: &String| {
            line.split(' ')
                .nth(2)
                .unwrap()
                .trim_end_matches(':')
                .to_owned()
        };
        found.iter().map(code).collect()
    };
    let all = ["channel-personal-data", "channel-closed", "invite-public"];
    assert_eq!(codes(""), all);
    let reason = "reason = \"They have it anyway.\"";
    assert!(codes(&format!("{{ kind = \"whatsapp\", {reason} }}")).is_empty());
    let one = format!("{{ kind = \"whatsapp\", rule = \"invite-public\", {reason} }}");
    assert_eq!(codes(&one), ["channel-personal-data", "channel-closed"]);
    for (bad, said) in [
        (
            format!("{{ kind = \"slack\", {reason} }}"),
            "nothing needs this exception for Slack",
        ),
        (
            format!("{{ kind = \"whatsapp\", rule = \"channel-twice\", {reason} }}"),
            "nothing needs this exception from `channel-twice` for WhatsApp",
        ),
        (
            "{ kind = \"whatsapp\", reason = \" \" }".to_owned(),
            "this exception has no reason",
        ),
        (
            "{ kind = \"whatsapp\" }".to_owned(),
            "error missing-value: this exception has no reason",
        ),
        (format!("{{ kind = \"whatsap\", {reason} }}"), "`whatsap`"),
        (
            format!("{{ kind = \"whatsapp\", rule = \"invite-publik\", {reason} }}"),
            "there is no exception from `invite-publik`",
        ),
    ] {
        let build = course(&format!("{whatsapp}[channels]\nallow = [{bad}]\n")).build();
        let found = build.findings();
        assert!(
            found.iter().any(|line| line.contains(said)),
            "{bad}: {found:#?}"
        );
        // It silences nothing then.
        assert!(
            all.iter().all(|code| !build.findings_of(code).is_empty()),
            "{bad}"
        );
    }
}

#[test]
fn every_system_counts_once_and_so_does_one_that_only_pages_link_to() {
    let two = channel("")
        + &channel("")
            .replace("Seeing each other", "Small groups")
            .replace("/x", "/y");
    let text = "# One\n\n[a](https://trello.com/b/1)\n";
    let with =
        |max: &str| course(&format!("[channels]\n{max}\n{two}")).with("modules/a/one.md", text);
    let many = with("max = 1").build();
    assert_eq!(
        many.findings_of("too-many-channels"),
        [
            "modules/a/one.md:3:5 warning too-many-channels: this is channel number 2, and the course allows itself 1"
        ]
    );
    assert!(
        with("max = 2")
            .build()
            .findings_of("too-many-channels")
            .is_empty()
    );
    let allow = "max = 1\nallow = [{ kind = \"trello\", reason = \"The ward plans there.\" }]";
    with(allow).build().assert_good();
}

#[test]
fn a_forum_that_no_page_shows_is_found() {
    let isso = "[forum]\nengine = \"isso\"\norigin = \"https://talk.example.org\"\n";
    course(isso).build().assert_good();
    let hidden = course(&format!("{isso}threads = \"none\"\n"));
    assert_eq!(hidden.build().findings_of("forum-unreachable").len(), 1);
    hidden
        .with(
            "modules/a/one.md",
            "# One\n\n:::discussion{id=\"t\" prompt=\"?\"}\n:::\n",
        )
        .build()
        .assert_good();
    let never = course(&format!("{isso}load = \"never\"\n"));
    assert_eq!(never.build().findings_of("forum-unreachable").len(), 1);
}

#[test]
fn bad_channels_do_no_harm() {
    let url = |url: &str| {
        let channel = channel("").replace("https://meet.example.org/x", url);
        let build = course(&channel).build();
        assert!(!build.findings().is_empty(), "{url}");
        build.page("channels/")
    };
    for bad in [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "https://meet.example.org/\\u202Egro.live",
        "https://",
        "https:///x",
        "tel:javascript",
        "//meet.example.org",
        "https://a b",
        "",
    ] {
        let page = url(bad);
        assert!(
            !page.contains("Go to Room") && !page.contains("alert(1)\""),
            "{bad}"
        );
    }
    // A character that nobody sees is taken out, and said.
    assert!(url("https://meet.example.org/\\u0007x").contains("https://meet.example.org/x"));
    let long = channel("").replace("Seeing each other", &"é ".repeat(5_000_000));
    let build = course(&long).build();
    assert_eq!(
        build.findings_of("bad-channel").len(),
        1,
        "{:?}",
        build.findings_of("bad-channel")
    );
    assert!(build.page("channels/").len() < 100_000);
    let twice = channel("") + &channel("");
    let found = course(&twice).build().findings();
    assert_eq!(
        found,
        [
            "community.toml:7:8 warning channel-twice: this channel is there already, with the same address"
        ]
    );
}

#[test]
fn share_links_are_plain_and_only_where_the_author_wants_them() {
    let lesson = "modules/a/one/";
    assert!(!course("").build().page(lesson).contains("class=\"share\""));
    let share =
        "[share]\nlinks = [\"linkedin\", \"facebook\", \"whatsapp\", \"teams\", \"mail\"]\n";
    let with = course(share).with("modules/a/one.md", "# One & {url} \"two\"\n\nText.\n");
    let build = with.build();
    build.assert_good();
    let page = build.page(lesson);
    let url = "https://learn.example.org/portal/modules/a/one/";
    let title = "One%20%26%20%7Burl%7D%20%22two%22";
    for link in [
        format!("https://www.linkedin.com/sharing/share-offsite/?url={url}"),
        format!("https://www.facebook.com/sharer/sharer.php?u={url}"),
        format!("https://wa.me/?text={title}%20{url}"),
        format!("https://teams.microsoft.com/share?href={url}&amp;msgText={title}"),
        format!("mailto:?subject={title}&amp;body={url}"),
    ] {
        let link = format!("<a href=\"{link}\" rel=\"noreferrer noopener external\">");
        assert!(page.contains(&link), "{link}\n{page}");
    }
    assert!(build.page("modules/a/").contains("class=\"share\""));
    assert!(!build.page("").contains("class=\"share\""));
    // What only facilitators see is not passed on.
    let edition = with
        .clone()
        .options(|options| options.facilitator = true)
        .build();
    assert!(!edition.page(lesson).contains("class=\"share\""));
    let mut without = with;
    without.replace(
        "course.toml",
        "base_url = \"https://learn.example.org/portal/\"\n",
        "",
    );
    let build = without.build();
    assert!(!build.page(lesson).contains("class=\"share\""));
    assert_eq!(build.findings_of("bad-share").len(), 1);
    let slips = course("[share]\nlinks = [\"linkdin\", \"mail\", \"mail\"]\n").build();
    assert_eq!(
        slips.findings(),
        [
            "community.toml:2:10 warning bad-share: there is no share link for `linkdin`",
            "community.toml:2:29 warning bad-share: `mail` is there twice",
        ]
    );
}

#[test]
fn every_kind_has_a_sign_and_a_place_in_the_page() {
    let sprite = std::fs::read_to_string("themes/agora/assets/icons.svg").unwrap();
    let mut ids: Vec<&str> = Vec::new();
    for kind in stoa::config::ChannelKind::all() {
        assert!(
            sprite.contains(&format!("id=\"channel-{}\"", kind.glyph)),
            "{kind:?}"
        );
        let text = format!(
            "[[channel]]\nkind = \"{}\"\ntitle = \"X\"\npurpose = \"Y\"\n",
            kind.id
        );
        let page = words(&course(&text).build());
        assert!(kind.id == "other" || page.contains(kind.name), "{page}");
        assert!(kind.note.is_none_or(|note| page.contains(note)), "{page}");
        ids.push(kind.id);
    }
    assert!(ids.is_sorted());
}
