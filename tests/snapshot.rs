//! What was said in the forum is in the page: readable without the forum, cleaned, and only where it was said.

#![allow(missing_docs, clippy::unwrap_used)]

mod support;

use proptest::prelude::*;
use stoa::document::highlight::Highlighter;
use stoa::pipeline::Builder;
use support::{Build, Course, RICH};

const FETCHED: &str = "2026-10-13T10:00:00Z";

/// A snapshot with these threads.
fn snapshot(threads: &str) -> String {
    format!(
        r#"{{"version":1,"engine":"isso","origin":"https://talk.example.org","fetched":"{FETCHED}","threads":[{threads}]}}"#
    )
}

fn thread(key: &str, posts: &str) -> String {
    format!(r#"{{"key":"{key}","url":null,"number":null,"posts":[{posts}]}}"#)
}

fn post(id: &str, parent: Option<&str>, html: &str) -> String {
    let parent = serde_json::to_string(&parent).unwrap();
    let html = serde_json::to_string(html).unwrap();
    format!(
        r#"{{"id":"{id}","parent":{parent},"author":"Ada","created":"2026-10-06T0{id}:00:00Z","likes":2,"html":{html},"url":"https://talk.example.org/#isso-{id}"}}"#
    )
}

fn with(threads: &str) -> Course {
    Course::parse(RICH).with("data/threads.json", snapshot(threads))
}

fn hello(build: &Build) -> String {
    build.page("modules/start/hello/")
}

#[test]
fn posts_are_in_the_page_of_their_thread_and_replies_in_each_other() {
    let posts = [
        post("3", Some("1"), "<p>A reply</p>"),
        post("1", None, "<p>First</p>"),
        post("2", None, "<p>Second</p>"),
        post("4", Some("3"), "<p>A deep one</p>"),
    ];
    let build = with(&thread("/t/2026-autumn/hello/", &posts.join(","))).build();
    build.assert_good();
    let page = hello(&build);
    let at = |words: &str| page.find(words).unwrap_or_else(|| panic!("no {words}"));
    assert!(
        at("First") < at("A reply")
            && at("A reply") < at("A deep one")
            && at("A deep one") < at("Second")
    );
    assert!(page.contains("4 posts</span> <span class=\"soft\">as of <time datetime=\"2026-10-13T12:00:00+02:00\">13 October 2026</time>"));
    assert!(page.contains("<a href=\"https://talk.example.org/#isso-1\" rel=\"nofollow ugc noopener\"><time datetime=\"2026-10-06T03:00:00+02:00\">"));
    assert!(page.contains("<bdi class=\"post-author\">A.</bdi>") && page.contains("2 likes"));
    let posts = &page[at("<ol class=\"posts\">")..];
    let posts = &posts[..posts.find("</details>").unwrap()];
    let count = |tag: &str| posts.matches(tag).count();
    assert_eq!(count("<ol"), count("</ol>"));
    assert_eq!(count("<li>") + count("<li "), count("</li>"));
    assert!(build.page("modules/start/").contains("· 4 posts"));
    assert!(
        !build
            .page("modules/start/try/")
            .contains("class=\"snapshot\"")
    );
    assert!(!build.has("data/threads.json"));
}

#[test]
fn a_past_cohort_stays_readable() {
    let threads = thread(
        "/t/2026-autumn/hello/",
        &post("1", None, "<p>In autumn</p>"),
    );
    let build = with(&threads)
        .with(
            "cohorts/2027-spring.toml",
            "title = \"Spring\"\nstart = 2027-03-01\ntimezone = \"UTC\"\n",
        )
        .options(|options| options.now = "2027-03-02T08:00:00Z".parse().unwrap())
        .build();
    let page = hello(&build);
    assert!(page.contains("<details class=\"snapshot\">"), "{page}");
    assert!(page.contains("Autumn 2026: 1 post</span>") && page.contains("In autumn"));
}

#[test]
fn introductions_say_how_many_there_are() {
    let threads = thread(
        "/t/2026-autumn/introduce-round/",
        &post("1", None, "<p>Hi</p>"),
    );
    let build = with(&threads).build();
    build.assert_good();
    assert!(build.page("community/").contains("· 1 post</span>"));
    assert!(hello(&build).contains("<p>Hi</p>"));
}

#[test]
fn nothing_alive_reaches_the_portal() {
    let evil = [
        "<script>alert(1)</script>",
        "<svg onload=alert(1)><style>*{}</style></svg>",
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
        "<a href=\"javascript:alert(1)\">x</a>",
        "<img src=https://evil.example/a.png>",
        "ada@lovelace.fr and ada<b></b>@lovelace.fr",
        "\u{202e}txet\u{1}0\u{2}",
    ];
    let posts: Vec<String> = evil
        .iter()
        .enumerate()
        .map(|(at, html)| post(&(at + 1).to_string(), None, html))
        .collect();
    let posts = posts
        .join(",")
        .replace("\"Ada\"", "\"<b>ada@lovelace.fr\u{202e}\"");
    let build = with(&thread("/t/2026-autumn/hello/", &posts)).build();
    assert!(
        build
            .findings()
            .iter()
            .all(|found| found.contains("unclean-post")),
        "{:?}",
        build.findings()
    );
    assert_eq!(build.findings_of("unclean-post").len(), evil.len());
    let page = hello(&build);
    for bad in [
        "alert(1)",
        "<math",
        "evil.example",
        "javascript:",
        "lovelace",
        "\u{202e}",
        "\u{1}",
    ] {
        assert!(!page.contains(bad), "{bad}");
    }
}

#[test]
fn absurd_files_are_findings() {
    let circle = [
        post("1", Some("2"), "<p>a</p>"),
        post("2", Some("1"), "<p>b</p>"),
        post("3", Some("3"), "<p>c</p>"),
    ];
    let build = with(&thread("/t/2026-autumn/hello/", &circle.join(","))).build();
    build.assert_good();
    assert!(hello(&build).contains("3 posts"));

    let mut chain: Vec<String> = Vec::new();
    for at in 0..600_u32 {
        chain.push(format!(
            r#"{{"id":"{at}","parent":"{}","html":"<p>x</p>"}}"#,
            at.wrapping_sub(1)
        ));
    }
    let build = with(&thread("/t/2026-autumn/hello/", &chain.join(","))).build();
    let found = build.findings_of("bad-snapshot");
    assert!(
        found[0].contains("this thread has 600 posts, of which the first 500 are shown"),
        "{found:?}"
    );
    assert!(hello(&build).contains("100 more posts are in the forum"));
    assert_eq!(
        hello(&build).matches("<ol").count(),
        hello(&build).matches("</ol>").count()
    );

    let long = "x".repeat(10 * 1024 * 1024);
    let build = with(&thread("/t/2026-autumn/hello/", &post("1", None, &long))).build();
    assert_eq!(build.findings_of("unclean-post").len(), 1);
    assert!(hello(&build).contains("This post is not shown here."));

    for (bytes, words) in [
        (
            b"{\"version\":1,\xff".to_vec(),
            "this file is not UTF-8 from here on",
        ),
        (
            "[".repeat(100_000).into_bytes(),
            "this can't be read as a snapshot",
        ),
        (
            snapshot("").replace(":1,", ":2,").into_bytes(),
            "this snapshot is of the version 2",
        ),
        (
            snapshot("").replace(FETCHED, "soon").into_bytes(),
            "no time at which somebody looked",
        ),
        (
            snapshot(&"[".repeat(10_000)).into_bytes(),
            "this can't be read as a snapshot",
        ),
    ] {
        let build = Course::parse(RICH).with("data/threads.json", bytes).build();
        let found = build.findings_of("bad-snapshot");
        assert!(found.len() == 1 && found[0].contains(words), "{found:?}");
    }
}

#[test]
fn only_the_pages_of_a_thread_that_changed_are_rendered_again() {
    let mut builder = Builder::new(Highlighter::new());
    let first = |html: &str| {
        let hello = thread("/t/2026-autumn/hello/", &post("1", None, html));
        let plan = thread(
            "/t/2026-autumn/discussion-talk/",
            &post("2", None, "<p>Two</p>"),
        );
        with(&format!("{hello},{plan}"))
    };
    first("<p>One</p>").build_with(&mut builder);
    let same = first("<p>One</p>").build_with(&mut builder);
    assert_eq!(same.build.stats.rendered, 0);
    let other = first("<p>Another</p>").build_with(&mut builder);
    // The lesson; its module does not show the words, only how many there are.
    assert_eq!(other.build.stats.rendered, 1);
    assert_eq!(other.files(), first("<p>Another</p>").build().files());
}

#[test]
fn the_embed_knows_the_number_of_a_discussion() {
    let lock = "version = 1\n\"/t/2026-autumn/hello/\" = { engine = \"giscus\", number = 42 }\n\"/t/2026-autumn/try/\" = { engine = \"discourse\", number = 7 }\n";
    let forum = "[forum]\nengine = \"giscus\"\n\n[forum.giscus]\nrepo = \"o/r\"\nrepo_id = \"R\"\ncategory = \"C\"\ncategory_id = \"D\"\n";
    let build = Course::parse(RICH)
        .with("community.toml", forum)
        .with("stoa.lock", lock)
        .build();
    assert!(
        build.findings_of("bad-lock").is_empty(),
        "{:?}",
        build.findings()
    );
    assert!(
        hello(&build).contains("&quot;numbers&quot;:{&quot;2026-autumn&quot;:42}"),
        "{}",
        hello(&build)
    );
    assert!(
        build
            .page("modules/start/try/")
            .contains("&quot;numbers&quot;:{}")
    );
    let text = build.build.lock.as_ref().unwrap().text.clone();
    assert!(
        text.contains("\"/t/2026-autumn/hello/\" = { engine = \"giscus\", number = 42 }\n"),
        "{text}"
    );
}

#[test]
fn two_branches_found_two_discussions() {
    let lock = "version = 1\n\"/t/2026-autumn/hello/\" = { engine = \"giscus\", number = 42 }\n\"/t/2026-autumn/hello/\" = { engine = \"giscus\", number = 40 }\n\"/t/x/\" = { engine = \"giscus\", number = 1 }\n\"/t/2026-autumn/try/\" = { engine = \"giscus\" }\n";
    let build = Course::parse(RICH).with("stoa.lock", lock).build();
    assert_eq!(
        build.findings_of("bad-lock"),
        [
            "stoa.lock:3:1 warning bad-lock: this is another line for the thread `/t/2026-autumn/hello/`; the lower number counts",
            "stoa.lock:4:1 error bad-lock: `/t/x/` is no key of a thread",
            "stoa.lock:5:25 error bad-lock: `number` is missing in this line",
        ]
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        Course::lesson("# A\n").with("data/threads.json", bytes).build();
    }

    #[test]
    fn any_json_is_read(
        pieces in prop::collection::vec("[{}\\[\\]:,]|\"(key|posts|id|html|parent|created|fetched|version|threads|engine|/t/course/a/|2026-10-06T08:00:00Z|<p>|é|\u{202e})\"|1|null|-9e99", 0..80),
    ) {
        let text = pieces.concat();
        Course::lesson("# A\n").with("data/threads.json", &text).build();
        Course::lesson("# A\n").with("data/threads.json", snapshot(&text)).build();
        Course::lesson("# A\n").with("data/threads.json", snapshot(&thread("/t/course/a/", &text))).build();
    }
}
