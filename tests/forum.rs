//! Threads: what an engine gets, which key a thread has, and what stays when a cohort is over.

#![allow(missing_docs, clippy::unwrap_used)]

mod support;

use stoa::pipeline::Served;
use support::{Build, Course};

/// A lesson, a cohort that runs, one that is over, and a team.
fn course(forum: &str) -> Course {
    Course::parse(&format!(
        r#"
-- course.toml --
title = "T"
base_url = "https://learn.example.org/portal/"
-- community.toml --
{forum}
-- schedule.toml --
[[session]]
id = "kickoff"
week = 1
day = "mon"
time = "18:00"
duration = "60m"
format = "webinar"
-- cohorts/now.toml --
title = "This one"
start = 2026-10-12
timezone = "UTC"
[[team]]
id = "blue"
title = "Blue"
-- cohorts/past.toml --
title = "The first"
start = 2026-01-12
timezone = "UTC"
-- cohorts/soon.toml --
title = "The next"
start = 2027-01-11
timezone = "UTC"
-- modules/01-a/01-one.md --
# One & "only"

:::discussion{{id="pick"}}
Well?
:::
"#
    ))
}

const ISSO: &str = "[forum]\nengine = \"isso\"\norigin = \"https://talk.example.org\"\nhome = \"https://talk.example.org/\"\noperator = \"Example Org\"\n";

/// What the theme's script is told about the first thread of a page.
fn embed(build: &Build, url: &str) -> serde_json::Value {
    let html = build.page(url);
    let (_, rest) = html.split_once("data-embed=\"").unwrap();
    let text = rest.split('"').next().unwrap();
    let text = text
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&#x2F;", "/")
        .replace("&amp;", "&");
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

fn policy(build: &Build, url: &str) -> String {
    let html = build.page(url);
    let (_, rest) = html
        .split_once("http-equiv=\"Content-Security-Policy\" content=\"")
        .unwrap_or_else(|| panic!("{url} has no policy"));
    rest.split('"').next().unwrap().replace("&#39;", "'")
}

const LESSON: &str = "modules/a/one/";

#[test]
fn each_engine_gets_what_its_documentation_asks_for_and_no_other_origin() {
    let plain = "default-src 'none'; base-uri 'none'; form-action 'none'; script-src 'self'";
    for (forum, wanted, sources) in [
        (
            ISSO.to_owned(),
            serde_json::json!({"engine": "isso", "origin": "https://talk.example.org", "id": "/portal/t/now/discussion-pick/",
                "title": "discussion-pick", "lang": "en", "avatar": false}),
            " https://talk.example.org; style-src 'self' https://talk.example.org; img-src 'self'; connect-src https://talk.example.org",
        ),
        (
            "[forum]\nengine = \"giscus\"\n[forum.giscus]\nrepo = \"a/b\"\nrepo_id = \"R\"\ncategory = \"C\"\ncategory_id = \"D\"\n".to_owned(),
            serde_json::json!({"engine": "giscus", "origin": "https://giscus.app", "attributes": {
                "data-repo": "a/b", "data-repo-id": "R", "data-category": "C", "data-category-id": "D", "data-mapping": "specific",
                "data-term": "/t/now/discussion-pick/", "data-strict": "1", "data-reactions-enabled": "1", "data-emit-metadata": "0",
                "data-input-position": "top", "data-lang": "en"}}),
            " https://giscus.app; style-src 'self' https://giscus.app; img-src 'self'; frame-src https://giscus.app",
        ),
        (
            "[forum]\nengine = \"discourse\"\norigin = \"https://talk.example.org\"\n".to_owned(),
            serde_json::json!({"engine": "discourse", "origin": "https://talk.example.org/",
                "embedUrl": "https://learn.example.org/portal/t/now/discussion-pick/", "topicId": null, "fullApp": false}),
            " https://talk.example.org; style-src 'self'; img-src 'self'; frame-src https://talk.example.org",
        ),
        (
            "[forum]\nengine = \"remark42\"\norigin = \"https://talk.example.org\"\n[forum.remark42]\nsite_id = \"course\"\n".to_owned(),
            serde_json::json!({"engine": "remark42", "origin": "https://talk.example.org", "siteId": "course",
                "url": "https://learn.example.org/portal/t/now/discussion-pick/", "title": "discussion-pick", "lang": "en"}),
            " https://talk.example.org; style-src 'self'; img-src 'self'; frame-src https://talk.example.org",
        ),
        (
            "[forum]\nengine = \"iframe\"\n[forum.iframe]\nurl = \"https://talk.example.org/embed?thread={key}&page={page}\"\n".to_owned(),
            serde_json::json!({"engine": "iframe", "origin": "https://talk.example.org",
                "src": "https://talk.example.org/embed?thread=/t/now/discussion-pick/&page=https://learn.example.org/portal/t/now/discussion-pick/",
                "title": "discussion-pick"}),
            "; style-src 'self'; img-src 'self'; frame-src https://talk.example.org",
        ),
    ] {
        let build = course(&forum).build();
        build.assert_good();
        // Whoever merges may add to it.
        let found = embed(&build, LESSON);
        for (key, value) in wanted.as_object().unwrap() {
            assert_eq!(found[key], *value, "{key} of {forum}");
        }
        assert_eq!(policy(&build, LESSON), format!("{plain}{sources}"), "{forum}");
        assert!(!policy(&build, "privacy/").contains("://"), "{forum}");
    }
}

#[test]
fn settings_that_are_wrong_say_what_to_write() {
    let found = |text: &str| {
        let build = course(text).build();
        let findings = build.findings();
        let help = build.build.diagnostics[0].help.clone().unwrap_or_default();
        (findings.join("\n"), help)
    };
    let (said, help) = found("[forum]\nengine = \"commento\"\n");
    assert_eq!(
        said,
        "community.toml:2:10 error bad-forum: no forum is called `commento`"
    );
    // Engines that people ask for have a reason why there is none.
    assert_eq!(
        help,
        "Commento is not looked after any more; write `isso`, `giscus`, `discourse`, `remark42`, `link`, `iframe` or `none`"
    );
    for (engine, why) in [
        ("Disqus", "advertising"),
        ("facebook", "account"),
        ("utterances", "giscus is its successor"),
        ("cusdis", "lost"),
    ] {
        let (_, help) = found(&format!("[forum]\nengine = \"{engine}\"\n"));
        assert!(help.contains(why), "{help}");
    }
    let (_, help) = found("[forum]\nengine = \"talkyard\"\n");
    assert_eq!(
        help,
        "write `isso`, `giscus`, `discourse`, `remark42`, `link`, `iframe` or `none`"
    );
    let (_, help) = found("[forum]\nengine = \"discorse\"\n");
    assert_eq!(help, "did you mean `discourse`?");
    let (said, help) = found("[forum]\nengine = \"remark42\"\n");
    assert!(
        said.ends_with("this forum needs a table `[forum.remark42]`"),
        "{said}"
    );
    assert!(help.contains("site_id"), "{help}");
    let (said, _) = found(&format!("{ISSO}[forum.iso]\navatar = true\n"));
    assert!(
        said.ends_with("no forum is called `iso`, so this does nothing"),
        "{said}"
    );
    let (said, _) = found(&format!("{ISSO}[forum.isso]\navatars = true\n"));
    assert!(said.contains("unknown-key"), "{said}");
    let (said, _) =
        found("[forum]\nengine = \"iframe\"\n[forum.iframe]\nurl = \"https://a.org/\"\n");
    assert!(
        said.ends_with("every thread would be the same one"),
        "{said}"
    );
    let (said, _) =
        found("[forum]\nengine = \"iframe\"\n[forum.iframe]\nurl = \"javascript:alert({key})\"\n");
    assert!(said.contains("is no address of a frame"), "{said}");
    let mut without = course("[forum]\nengine = \"discourse\"\norigin = \"https://a.org\"\n");
    without.replace(
        "course.toml",
        "base_url = \"https://learn.example.org/portal/\"\n",
        "",
    );
    let build = without.build();
    assert!(
        build.findings_of("bad-forum")[0].contains("has to know where the portal will be"),
        "{:?}",
        build.findings()
    );
}

#[test]
fn a_forum_whose_front_page_is_known_is_linked_to_without_being_named() {
    let build =
        course("[forum]\nengine = \"discourse\"\norigin = \"https://talk.example.org\"\n").build();
    let page = build.page(LESSON);
    assert!(
        page.contains("href=\"https://talk.example.org/\""),
        "{page}"
    );
    assert!(
        build
            .page("channels/")
            .contains("href=\"https://talk.example.org/\"")
    );
}

#[test]
fn a_thread_is_at_its_key_whatever_becomes_of_titles_and_paths() {
    let mut course = course(ISSO);
    let before = course.build();
    course.rename("modules/01-a/01-one.md", "modules/02-b/09-renamed.md");
    course.edit("modules/02-b/09-renamed.md", |text| {
        format!(
            "+++\nid = \"one\"\n+++\n{}",
            text.replace("# One", "# Another title")
        )
    });
    let after = course.build();
    let key = "/portal/t/now/one/";
    for (build, url) in [(&before, LESSON), (&after, "modules/b/renamed/")] {
        assert!(
            build.page(url).contains(&format!("{key}&quot;")) || build.page(url).contains(key),
            "{url}"
        );
        assert!(
            build
                .page("t/now/one/")
                .contains(&format!("/portal/{url}#thread-one")),
            "{url}"
        );
    }
}

#[test]
fn lessons_modules_sessions_teams_and_blocks_have_threads_in_every_cohort() {
    let build = course(ISSO).build();
    for key in ["one", "module-a", "discussion-pick"] {
        for cohort in ["now", "past", "soon"] {
            assert!(
                build.has(&format!("t/{cohort}/{key}/index.html")),
                "{cohort} {key}"
            );
        }
    }
    assert!(
        build
            .page("t/now/team-blue/")
            .contains("/portal/cohorts/now/#thread-team-blue")
    );
    assert!(
        build
            .page("cohorts/now/")
            .contains("id=\"thread-team-blue\"")
    );
    let sessions = course(&format!("{ISSO}threads = \"session\"\n")).build();
    assert!(
        sessions
            .page("t/now/session-kickoff/")
            .contains("/portal/cohorts/now/schedule/#")
    );
    // The page of a lesson shows the thread of the cohort that is on: it is told when another one is meant.
    assert!(build.page("t/soon/one/").contains("data-cohort=\"soon\""));
    assert!(!build.page("t/now/one/").contains("data-cohort"));
}

#[test]
fn a_cohort_that_is_over_has_its_threads_at_their_keys_and_nothing_to_load() {
    let build = course(ISSO).build();
    let page = build.page("t/past/one/");
    assert!(
        !page.contains("data-embed") && !page.contains("assets/forum.js"),
        "{page}"
    );
    assert!(!policy(&build, "t/past/one/").contains("talk.example.org"));
    assert!(page.contains("This cohort is over"), "{page}");
    assert!(
        page.contains("href=\"https://talk.example.org/\""),
        "{page}"
    );
    assert!(page.contains("/portal/modules/a/one/#thread-one"), "{page}");
    // When all of them are over, so is the talk in the lessons.
    let later = "2028-10-14T08:00:00Z".parse().unwrap();
    let build = course(ISSO).options(|options| options.now = later).build();
    assert!(!policy(&build, LESSON).contains("talk.example.org"));
    assert!(build.page(LESSON).contains("This cohort is over"));
}

#[test]
fn threads_that_a_forum_would_take_for_one_are_told_with_both_places() {
    let mut course =
        course("[forum]\nengine = \"discourse\"\norigin = \"https://talk.example.org\"\n");
    course.edit("modules/01-a/01-one.md", |text| {
        format!("{text}\n:::discussion{{id=\"a\"}}\nA?\n:::\n")
    });
    course.write(
        "modules/01-a/02-two.md",
        "+++\nid = \"discussion--a\"\n+++\n# Two\n\nText.\n",
    );
    let build = course.build();
    assert_eq!(
        build.findings_of("thread-clash"),
        [
            "modules/01-a/02-two.md error thread-clash: the forum makes no difference between the threads `discussion-a` and `discussion--a`"
        ]
    );
    let found = build
        .build
        .diagnostics
        .iter()
        .find(|found| found.rule.code == "thread-clash")
        .unwrap();
    assert_eq!(found.related[0].path.as_str(), "modules/01-a/01-one.md");
    // Isso tells them apart.
    course.write("community.toml", ISSO);
    course.build().assert_good();
    course.replace("modules/01-a/02-two.md", "discussion--a", "discussion-a");
    let build = course.build();
    assert_eq!(
        build.findings_of("thread-clash").len(),
        1,
        "{:?}",
        build.findings()
    );
    assert!(build.findings_of("url-collision").is_empty());
}

#[test]
fn the_preview_is_for_serve_alone() {
    let course = course(ISSO);
    let build = course.build();
    let preview = course
        .options(|options| options.served = Served::WithPreview)
        .build();
    assert_eq!(embed(&preview, LESSON)["engine"], "preview");
    assert_eq!(
        embed(&preview, LESSON)["module"],
        "/portal/__stoa/forum/engine.js"
    );
    assert!(!policy(&preview, LESSON).contains("talk.example.org"));
    // Who is named before the click is who will be asked.
    assert!(preview.page(LESSON).contains("talk.example.org"));
    assert!(preview.page(LESSON).contains("nothing is sent"));
    for (path, bytes) in build.files() {
        let text = String::from_utf8_lossy(&bytes);
        for word in ["__stoa", "\"preview\"", "Preview: nothing"] {
            assert!(!text.contains(word), "{path} holds {word}");
        }
    }
}
