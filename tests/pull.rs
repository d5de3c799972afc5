//! `stoa forum pull` against forums on loopback, which answer as their documentation says.

#![allow(missing_docs, clippy::unwrap_used)]

mod support;

#[path = "support/fixture.rs"]
mod fixture;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use fixture::{Fixture, ok};
use proptest::prelude::*;
use serde_json::{Value, json};
use stoa::pull::{Client, Progress, Settings, Thread, engine, files, pull};
use support::Course;
use tempfile::TempDir;

const COURSE: &str = r#"
-- course.toml --
title = "T"
base_url = "https://learn.example.org/social/"
-- modules/01-start/index.md --
# Start
-- modules/01-start/a.md --
# A
-- modules/01-start/b.md --
# B
-- cohorts/2026-autumn.toml --
start = 2026-10-05
timezone = "Europe/Paris"
"#;

fn course(forum: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    Course::parse(COURSE)
        .with("community.toml", forum)
        .write_to(folder.path());
    folder
}

/// The exit code, and what is said.
fn run(folder: &Path, more: &[(&str, &str)]) -> (i32, String) {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_stoa"));
    command
        .args(["forum", "pull"])
        .arg(folder)
        .env("SOURCE_DATE_EPOCH", "1791964800")
        .env("NO_COLOR", "1");
    for name in [
        "STOA_GITHUB_TOKEN",
        "STOA_GITHUB_GRAPHQL",
        "STOA_DISCOURSE_KEY",
        "http_proxy",
        "https_proxy",
        "HTTP_PROXY",
        "HTTPS_PROXY",
        "ALL_PROXY",
        "all_proxy",
    ] {
        command.env_remove(name);
    }
    let output = command.envs(more.iter().copied()).output().unwrap();
    assert!(output.stdout.is_empty());
    (
        output.status.code().unwrap(),
        String::from_utf8(output.stderr).unwrap(),
    )
}

fn read(folder: &TempDir, name: &str) -> String {
    std::fs::read_to_string(folder.path().join(name)).unwrap_or_default()
}

fn snapshot(folder: &TempDir) -> Value {
    serde_json::from_str(&read(folder, "data/threads.json")).unwrap()
}

fn comment(id: u64, parent: Option<u64>, text: &str) -> Value {
    json!({"id": id, "parent": parent, "text": text, "author": "Ada <ada@lovelace.fr>", "created": 1_791_000_000.25 + id as f64,
        "likes": if id == 1 { 2 } else { 0 }, "dislikes": 0, "hash": "4505c1eeda98", "mode": 1, "replies": []})
}

/// An Isso with two posts and a reply in the thread of the lesson `a`.
fn isso() -> Fixture {
    Fixture::new(|question| {
        if question.path == "/count" {
            let uris = question.json();
            let count =
                |uri: &Value| u64::from(uri.as_str().unwrap() == "/social/t/2026-autumn/a/") * 3;
            return ok(json!(
                uris.as_array()
                    .unwrap()
                    .iter()
                    .map(count)
                    .collect::<Vec<_>>()
            ));
        }
        assert_eq!(question.path, "/?uri=%2Fsocial%2Ft%2F2026-autumn%2Fa%2F");
        let mut first = comment(
            1,
            None,
            "<p>Hi <script>alert(1)</script><img src=https://evil.example/x>ada@lovelace.fr</p>",
        );
        first["replies"] = json!([comment(2, Some(1), "<p>Yes</p>")]);
        let mut pending = comment(4, None, "<p>Not yet</p>");
        pending["mode"] = json!(2);
        ok(
            json!({"total_replies": 3, "replies": [comment(3, None, "<p>Three</p>"), first, pending, {"text": "no id"}]}),
        )
    })
}

fn isso_forum(origin: &str) -> String {
    format!("[forum]\nengine = \"isso\"\norigin = \"{origin}\"\n")
}

#[test]
fn isso_comes_into_snapshot_ledger_and_page() {
    let forum = isso();
    let folder = course(&isso_forum(&forum.origin));
    let (code, said) = run(folder.path(), &[]);
    assert_eq!(code, 0, "{said}");
    assert!(
        said.contains("Pulled 3 posts in 1 thread from http://127.0.0.1:")
            && said.contains("; 5 events new in the ledger."),
        "{said}"
    );
    let found = snapshot(&folder);
    assert_eq!(found["fetched"], "2026-10-14T08:00:00Z");
    let posts = found["threads"][0]["posts"].as_array().unwrap().clone();
    assert_eq!(
        posts[0],
        json!({"id": "1", "parent": null, "author": "Ada address removed", "actor": "isso:4505c1eeda98", "created": "2026-10-03T04:00:01Z", "likes": 2,
            "html": "<p>Hi address removed</p>", "url": "https://learn.example.org/social/t/2026-autumn/a/#isso-1"})
    );
    assert_eq!(posts[1]["parent"], "1");
    let ledger = read(&folder, "data/activity.jsonl");
    assert_eq!(
        ledger.lines().next().unwrap(),
        r#"{"id":"isso:1","time":"2026-10-03T04:00:01Z","actor":"isso:4505c1eeda98","verb":"posted","object":"/t/2026-autumn/a/","value":null,"source":"isso"}"#
    );
    assert!(ledger.contains(r#""verb":"replied""#));
    assert_eq!(
        ledger
            .matches(r##""verb":"liked","object":"/t/2026-autumn/a/#1""##)
            .count(),
        2
    );
    assert!(!read(&folder, "stoa.lock").contains("/t/"));

    // Again: the same bytes.
    let before = [read(&folder, "data/threads.json"), ledger];
    let (code, said) = run(folder.path(), &[]);
    assert!(
        code == 0 && said.contains("; 0 events new in the ledger."),
        "{said}"
    );
    assert_eq!(
        before,
        [
            read(&folder, "data/threads.json"),
            read(&folder, "data/activity.jsonl")
        ]
    );

    let mut built =
        Course::parse(COURSE).with("community.toml", isso_forum("https://talk.example.org"));
    built.write("data/threads.json", read(&folder, "data/threads.json"));
    let build = built.build();
    assert!(
        build.findings_of("unclean-post").is_empty()
            && build.findings_of("bad-snapshot").is_empty(),
        "{:?}",
        build.findings()
    );
    assert!(
        build
            .page("modules/start/a/")
            .contains("<p>Hi address removed</p>")
    );
}

#[test]
fn a_forum_that_fails_costs_nothing_and_the_next_try_goes_on() {
    let broken = Arc::new(AtomicBool::new(true));
    let is_broken = Arc::clone(&broken);
    let forum = Fixture::new(move |question| {
        if question.path == "/count" {
            let count = question.json().as_array().unwrap().len();
            return ok(json!(vec![1; count]));
        }
        if question.path.contains("autumn%2Fb") && is_broken.load(Ordering::Relaxed) {
            return (500, Vec::new(), "oops".to_owned());
        }
        ok(json!({"replies": [comment(question.path.len() as u64, None, "<p>x</p>")]}))
    });
    let folder = course(&isso_forum(&forum.origin));
    let old = r#"{"version":1,"engine":"isso","origin":"x","fetched":"2026-10-01T08:00:00Z","threads":[]}"#;
    std::fs::create_dir_all(folder.path().join("data")).unwrap();
    std::fs::write(folder.path().join("data/threads.json"), old).unwrap();
    let (code, said) = run(folder.path(), &[]);
    assert_eq!(code, 2);
    assert_eq!(
        said,
        "error: the forum did not answer: it answers with the status 500; your snapshot from 1 October 2026 stays; run it again within the hour and it goes on behind the first thread\n"
    );
    assert_eq!(read(&folder, "data/threads.json"), old);
    assert_eq!(read(&folder, "data/activity.jsonl"), "");

    broken.store(false, Ordering::Relaxed);
    forum.forget();
    let (code, said) = run(folder.path(), &[]);
    assert_eq!(code, 0, "{said}");
    assert!(
        !forum
            .asked()
            .iter()
            .any(|asked| asked.contains("autumn%2Fa")),
        "{:?}",
        forum.asked()
    );
    assert_eq!(snapshot(&folder)["threads"].as_array().unwrap().len(), 3);
    // What was kept is gone: the next one asks for everything.
    forum.forget();
    run(folder.path(), &[]);
    assert!(
        forum
            .asked()
            .iter()
            .any(|asked| asked.contains("autumn%2Fa"))
    );
}

#[test]
fn what_is_no_longer_asked_for_stays_and_what_was_deleted_goes() {
    let forum = isso();
    let folder = course(&isso_forum(&forum.origin));
    let post = r#"{"id":"9","parent":null,"author":"Bo","created":"2025-10-01T08:00:00Z","likes":0,"html":"<p>Long ago</p>","url":null}"#;
    let thread =
        |key: &str| format!(r#"{{"key":"{key}","url":null,"number":null,"posts":[{post}]}}"#);
    let old = format!(
        r#"{{"version":1,"engine":"link","origin":"x","fetched":"2026-10-01T08:00:00Z","threads":[{},{}]}}"#,
        thread("/t/2026-autumn/a/"),
        thread("/t/2026-autumn/b/")
    );
    std::fs::create_dir_all(folder.path().join("data")).unwrap();
    std::fs::write(folder.path().join("data/threads.json"), old).unwrap();
    assert_eq!(run(folder.path(), &[]).0, 0);
    let text = read(&folder, "data/threads.json");
    assert!(!text.contains("Long ago"), "{text}");
}

#[test]
fn questions_that_are_not_asked() {
    let other = Fixture::new(|_| ok("[]"));
    let elsewhere = other.origin.clone();
    let forum = Fixture::new(move |_| {
        (
            302,
            vec![("location", format!("{elsewhere}/count"))],
            String::new(),
        )
    });
    let folder = course(&isso_forum(&forum.origin));
    let (code, said) = run(folder.path(), &[]);
    assert!(
        code == 2 && said.contains("the forum did not answer"),
        "{said}"
    );
    assert!(other.asked().is_empty());

    let folder = course(&isso_forum("http://talk.example.org"));
    let (code, said) = run(folder.path(), &[]);
    assert!(
        code == 2 && said.contains("write it with https://"),
        "{said}"
    );

    let folder = course("[forum]\nengine = \"link\"\nhome = \"https://talk.example.org/\"\n");
    let (code, said) = run(folder.path(), &[]);
    assert!(code == 2 && said.contains("only linked to"), "{said}");

    let folder = course("type = \"learning\"\n");
    let (code, said) = run(folder.path(), &[]);
    assert!(
        code == 2 && said.contains("this course has no forum"),
        "{said}"
    );

    // Nobody listens there.
    let folder = course(&isso_forum("http://127.0.0.1:9"));
    let (code, said) = run(folder.path(), &[]);
    assert!(
        code == 2 && said.contains("can't be reached") && said.contains("nothing was written"),
        "{said}"
    );
    assert!(!folder.path().join("data").exists());
}

#[test]
fn a_forum_can_ask_to_wait() {
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    let forum = Fixture::new(
        move |question| match count.fetch_add(1, Ordering::Relaxed) {
            0 => (429, vec![("retry-after", "1".to_owned())], String::new()),
            1 => (
                429,
                Vec::new(),
                json!({"error_type": "rate_limit", "extras": {"wait_seconds": 1}}).to_string(),
            ),
            _ => ok(json!(vec![
                0;
                question.json().as_array().map_or(0, Vec::len)
            ])),
        },
    );
    let folder = course(&isso_forum(&forum.origin));
    let (code, said) = run(folder.path(), &[]);
    assert_eq!(code, 0, "{said}");
    assert_eq!(asked.load(Ordering::Relaxed), 3);

    let forum = Fixture::new(|_| (429, vec![("retry-after", "3600".to_owned())], String::new()));
    let folder = course(&isso_forum(&forum.origin));
    let (code, said) = run(folder.path(), &[]);
    assert!(
        code == 2 && said.contains("it asks to wait 60 min before it answers again"),
        "{said}"
    );
}

// ------------------------------------------------------------------------------------------------------------- giscus

const GISCUS: &str = "[forum]\nengine = \"giscus\"\n\n[forum.giscus]\nrepo = \"org/course\"\nrepo_id = \"R_1\"\ncategory = \"Cohort\"\ncategory_id = \"DIC_1\"\n";

fn page(nodes: &Value, next: Option<&str>) -> Value {
    json!({"pageInfo": {"hasNextPage": next.is_some(), "endCursor": next}, "nodes": nodes})
}

fn discussion_comment(id: u64, author: &Value, replies: &Value) -> Value {
    json!({"id": format!("DC_{id}"), "databaseId": id, "url": format!("https://github.com/org/course/discussions/7#discussioncomment-{id}"),
        "createdAt": "2026-10-06T08:00:00Z", "bodyHTML": format!("<p dir=\"auto\">Post {id}</p>"), "upvoteCount": 1, "isMinimized": id == 13, "deletedAt": null,
        "author": author, "replies": replies})
}

/// GitHub with three pages of discussions, of which one is the lesson's.
fn github() -> Fixture {
    Fixture::new(|question| {
        assert_eq!(question.header("authorization"), Some("Bearer secret"));
        let asked = question.json();
        let (query, variables) = (asked["query"].as_str().unwrap(), &asked["variables"]);
        let after = variables["after"].as_str();
        let ada = json!({"login": "ada", "databaseId": 77});
        if query.contains("repository(") {
            assert_eq!(
                [
                    &variables["owner"],
                    &variables["name"],
                    &variables["category"]
                ],
                ["org", "course", "DIC_1"]
            );
            // The hash of /t/2026-autumn/a/, as giscus writes it.
            let own = json!([{"id": "D_7", "number": 7, "title": "A new title", "url": "https://github.com/org/course/discussions/7",
                "body": "# a\n\n<!-- sha1: e64c379a947738bcb3419d9c7dad26698eab0122 -->"}, {"id": "D_8", "number": 8, "title": "/t/2026-autumn/b/", "url": null, "body": null}]);
            let discussions = match after {
                None => page(
                    &json!([{"id": "D_1", "number": 1, "title": "Other", "url": null, "body": "x"}]),
                    Some("c1"),
                ),
                Some("c1") => page(&json!([]), Some("c2")),
                _ => page(&own, None),
            };
            return ok(json!({"data": {"repository": {"discussions": discussions}}}));
        }
        let nobody = Value::Null;
        if query.contains("on DiscussionComment{") {
            assert_eq!(
                (variables["id"].as_str(), after),
                (Some("DC_11"), Some("r1"))
            );
            return ok(
                json!({"data": {"node": {"replies": page(&json!([discussion_comment(15, &ada, &Value::Null)]), None)}}}),
            );
        }
        let comments = match (variables["id"].as_str().unwrap(), after) {
            ("D_8", None) => {
                let replies = page(
                    &json!([discussion_comment(14, &nobody, &Value::Null)]),
                    Some("r1"),
                );
                page(&json!([discussion_comment(11, &ada, &replies)]), Some("c1"))
            }
            ("D_8", Some("c1")) => page(
                &json!([
                    discussion_comment(12, &nobody, &page(&json!([]), None)),
                    discussion_comment(13, &ada, &Value::Null)
                ]),
                None,
            ),
            _ => page(&json!([]), None),
        };
        ok(json!({"data": {"node": {"comments": comments}}}))
    })
}

#[test]
fn giscus_comes_page_by_page_and_its_number_is_kept() {
    let forum = github();
    let folder = course(GISCUS);
    let endpoint = format!("{}/graphql", forum.origin);
    let (code, said) = run(folder.path(), &[]);
    assert!(code == 2 && said.contains("STOA_GITHUB_TOKEN"), "{said}");
    assert!(forum.asked().is_empty());
    let env = [
        ("STOA_GITHUB_TOKEN", "secret"),
        ("STOA_GITHUB_GRAPHQL", endpoint.as_str()),
    ];
    let (code, said) = run(folder.path(), &env);
    assert_eq!(code, 0, "{said}");
    let found = snapshot(&folder);
    let thread = &found["threads"][0];
    assert_eq!(
        (thread["key"].as_str(), thread["number"].as_u64()),
        (Some("/t/2026-autumn/b/"), Some(8))
    );
    let posts: Vec<_> = thread["posts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|post| {
            (
                post["id"].as_str().unwrap(),
                post["parent"].as_str(),
                post["author"].as_str(),
            )
        })
        .collect();
    assert_eq!(
        posts,
        [
            ("11", None, Some("ada")),
            ("12", None, None),
            ("14", Some("11"), None),
            ("15", Some("11"), Some("ada"))
        ]
    );
    assert_eq!(thread["posts"][0]["html"], "<p>Post 11</p>");
    let ledger = read(&folder, "data/activity.jsonl");
    assert!(
        ledger.contains(r#""actor":"giscus:u77","verb":"posted""#)
            && ledger.contains(r#""actor":"giscus:unknown","verb":"replied""#),
        "{ledger}"
    );
    let lock = read(&folder, "stoa.lock");
    // By the hash in its text, whatever its title has become, and by its title.
    for (id, number) in [("a", 7), ("b", 8)] {
        assert!(
            lock.contains(&format!(
                "\"/t/2026-autumn/{id}/\" = {{ engine = \"giscus\", number = {number} }}\n"
            )),
            "{lock}"
        );
    }
    for name in ["data/threads.json", "data/activity.jsonl", "stoa.lock"] {
        assert!(!read(&folder, name).contains("secret"), "{name}");
    }
}

#[test]
fn the_limit_of_github_is_said() {
    let forum = Fixture::new(|_| {
        ok(json!({"errors": [{"type": "RATE_LIMITED", "message": "API rate limit exceeded"}]}))
    });
    let folder = course(GISCUS);
    let (code, said) = run(
        folder.path(),
        &[
            ("STOA_GITHUB_TOKEN", "secret"),
            ("STOA_GITHUB_GRAPHQL", &forum.origin),
        ],
    );
    assert!(
        code == 2
            && said
                .contains("it asks to wait an hour before it answers again; nothing was written"),
        "{said}"
    );
    let forum = Fixture::new(|_| {
        (
            401,
            Vec::new(),
            json!({"message": "Bad credentials"}).to_string(),
        )
    });
    let (code, said) = run(
        folder.path(),
        &[
            ("STOA_GITHUB_TOKEN", "secret"),
            ("STOA_GITHUB_GRAPHQL", &forum.origin),
        ],
    );
    assert!(
        code == 2 && said.contains("it says: Bad credentials"),
        "{said}"
    );
}

// ---------------------------------------------------------------------------------------------------------- discourse

fn topic_post(number: u64) -> Value {
    json!({"id": 100 + number, "post_number": number, "post_type": if number == 5 { 3 } else { 1 }, "username": "ada", "name": "Ada",
        "user_id": 7, "created_at": "2026-10-06T08:00:00.123Z", "cooked": format!("<p>Post {number}</p>"), "reply_to_post_number": if number == 4 { json!(2) } else { Value::Null },
        "actions_summary": [{"id": 2, "count": 3}], "hidden": number == 6})
}

/// A Discourse with one topic of 26 posts.
fn discourse() -> Fixture {
    Fixture::new(|question| {
        let path = question.path.as_str();
        if path.starts_with("/embed/comments?embed_url=") {
            assert!(
                question
                    .header("referer")
                    .is_some_and(|page| page.starts_with("https://learn.example.org/social/t/"))
            );
            let own =
                path.ends_with("https%3A%2F%2Flearn.example.org%2Fsocial%2Ft%2F2026-autumn%2Fa%2F");
            return ok(if own {
                "<html><a href=\"/t/lesson-a/4217/2\">Continue</a></html>"
            } else {
                "<html>loading</html>"
            });
        }
        if path == "/t/4217.json" {
            let first: Vec<Value> = (1..=20).map(topic_post).collect();
            return ok(
                json!({"id": 4217, "slug": "lesson-a", "post_stream": {"posts": first, "stream": (101..=126).collect::<Vec<u64>>()}}),
            );
        }
        let rest: Vec<Value> = (21..=26).map(topic_post).collect();
        assert_eq!(
            path,
            "/t/4217/posts.json?post_ids[]=121&post_ids[]=122&post_ids[]=123&post_ids[]=124&post_ids[]=125&post_ids[]=126"
        );
        ok(json!({"post_stream": {"posts": rest}}))
    })
}

#[test]
fn discourse_comes_whole_and_its_topic_is_kept() {
    let forum = discourse();
    let folder = course(&format!(
        "[forum]\nengine = \"discourse\"\norigin = \"{}\"\n",
        forum.origin
    ));
    let (code, said) = run(folder.path(), &[]);
    assert_eq!(code, 0, "{said}");
    let found = snapshot(&folder);
    let posts = found["threads"][0]["posts"].as_array().unwrap();
    // Not the page itself, not that the topic was closed, not what is hidden.
    assert_eq!(posts.len(), 23);
    let four = posts.iter().find(|post| post["id"] == "104").unwrap();
    assert_eq!(
        (
            four["parent"].as_str(),
            four["likes"].as_u64(),
            four["author"].as_str()
        ),
        (Some("102"), Some(3), Some("Ada"))
    );
    assert_eq!(four["url"], format!("{}/t/lesson-a/4217/4", forum.origin));
    assert!(
        read(&folder, "stoa.lock")
            .contains("\"/t/2026-autumn/a/\" = { engine = \"discourse\", number = 4217 }\n")
    );
    assert!(read(&folder, "data/activity.jsonl").contains(r#""actor":"discourse:u7""#));
    // The second time the topic is known.
    forum.forget();
    run(folder.path(), &[]);
    assert!(
        !forum
            .asked()
            .iter()
            .any(|asked| asked.contains("autumn%2Fa")),
        "{:?}",
        forum.asked()
    );
}

// ----------------------------------------------------------------------------------------------------------- remark42

#[test]
fn remark42_comes_by_the_address_of_the_page() {
    let forum = Fixture::new(|question| {
        assert_eq!(
            question.path,
            "/api/v1/find?site=course&url=https%3A%2F%2Flearn.example.org%2Ft%2Fcourse%2Fa%2F&sort=%2Btime&format=plain"
        );
        let comment = |id: &str, pid: &str, delete: bool| {
            json!({"id": id, "pid": pid, "text": "<p>x</p>", "user": {"name": "Ada", "id": "github_ef0f", "picture": "https://evil.example/a.png"},
            "score": if pid.is_empty() { 2 } else { -1 }, "time": "2026-10-06T08:00:00.5Z", "delete": delete})
        };
        ok(
            json!({"comments": [comment("a1", "", false), comment("b2", "a1", false), comment("c3", "", true)], "info": {"count": 2}}),
        )
    });
    let key = "/t/course/a/".to_owned();
    let embed = json!({"engine": "remark42", "origin": forum.origin, "siteId": "course", "url": "https://learn.example.org/t/course/a/"});
    let settings = Settings {
        threads: BTreeMap::from([(key.clone(), embed)]),
        ..Settings::default()
    };
    let mut engine = engine("remark42", settings).unwrap();
    let mut say = |_: &str| ();
    let mut progress = Progress::default();
    pull(
        &mut *engine,
        std::slice::from_ref(&key),
        &mut Client::new(&mut say),
        &mut progress,
        &mut |_, _| (),
    )
    .unwrap();
    let thread: &Thread = progress.done[&key].as_ref().unwrap();
    let posts: Vec<_> = thread
        .posts
        .iter()
        .map(|post| {
            (
                post.id.as_str(),
                post.parent.as_deref(),
                post.likes,
                post.actor.as_deref(),
            )
        })
        .collect();
    assert_eq!(
        posts,
        [
            ("a1", None, 2, Some("remark42:github_ef0f")),
            ("b2", Some("a1"), 0, Some("remark42:github_ef0f"))
        ]
    );
    let made = files(
        &*engine,
        &progress,
        None,
        &std::collections::BTreeSet::new(),
        "2026-10-14T08:00:00Z".parse().unwrap(),
    );
    assert!(
        made.snapshot.contains("#remark42__comment-a1") && !made.snapshot.contains("evil"),
        "{}",
        made.snapshot
    );
    assert_eq!(made.events.len(), 4);
}

// ---------------------------------------------------------------------------------------------------- any answer at all

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_answer_is_an_answer(
        body in "([{}\\[\\]:,]|\"(replies|comments|id|text|post_stream|posts|stream|data|repository|discussions|nodes|pageInfo|hasNextPage|endCursor|errors|created|hash)\"|1|-7|1e300|true|null|\"x\"|<a href=\"/t/x/1\">){0,40}",
        status in prop::sample::select(vec![200_u16, 200, 200, 204, 302, 404, 403, 500]),
    ) {
        let answer = body.clone();
        let forum = Fixture::new(move |_| (status, Vec::new(), answer.clone()));
        let threads = |thread: Value| BTreeMap::from([("/t/course/a/".to_owned(), thread)]);
        let embeds = [
            ("isso", json!({"origin": forum.origin, "id": "/t/course/a/"})),
            ("discourse", json!({"origin": forum.origin, "embedUrl": "https://learn.example.org/t/course/a/"})),
            ("giscus", json!({"attributes": {"data-repo": "o/r", "data-category-id": "C"}})),
            ("remark42", json!({"origin": forum.origin, "siteId": "s", "url": "https://learn.example.org/t/course/a/"})),
        ];
        for (name, embed) in embeds {
            let settings = Settings {
                threads: threads(embed),
                github_token: Some("secret".to_owned()),
                github_graphql: Some(forum.origin.clone()),
                ..Settings::default()
            };
            let mut engine = engine(name, settings).unwrap();
            let mut say = |_: &str| ();
            let mut progress = Progress::default();
            let _ = pull(&mut *engine, &["/t/course/a/".to_owned()], &mut Client::new(&mut say), &mut progress, &mut |_, _| ());
            let _ = files(&*engine, &progress, Some(&body), &std::collections::BTreeSet::new(), "2026-10-14T08:00:00Z".parse().unwrap());
        }
    }
}
