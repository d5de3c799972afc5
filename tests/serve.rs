//! The server: a save reaches the browser, and nothing that goes wrong takes the portal away.
#![allow(clippy::disallowed_methods, reason = "the clock wakes the server")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "support/http.rs"]
mod http;

use std::fs;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use http::{PATIENCE, Stream, get, request};
use stoa::artifact::{Artifact, Body, OutPath};
use stoa::diagnostic::Diagnostic;
use stoa::pipeline::Build;
use stoa::rule::{BAD_VALUE, BROKEN_LINK};
use stoa::serve::{Config, Error, Event, Server};
use stoa::source::{Content, Sources};
use tempfile::TempDir;

/// Turns each `x.md` into `x/index.html` and copies everything else. `BROKEN` is an error, `ODD` a
/// warning, `PANIC` is a bug.
fn toy(sources: &Sources) -> Build {
    let mut diagnostics = Vec::new();
    let artifacts = sources.iter().map(|file| {
        let text = file.text().unwrap_or_default();
        assert!(!text.contains("PANIC"), "the toy fell over");
        if let Some(at) = text.find("BROKEN") {
            let problem = Diagnostic::new(
                &BAD_VALUE,
                &file.path,
                at..at + 6,
                "this <b>word</b> is broken",
            );
            diagnostics.push(problem.help("write `whole` instead"));
        }
        if let Some(at) = text.find("ODD") {
            let warning = Diagnostic::new(&BROKEN_LINK, &file.path, at..at + 3, "this is odd");
            diagnostics.push(warning.help("write `even` instead"));
        }
        let path = match file.path.as_str().strip_suffix(".md") {
            Some("index") => "index.html".to_owned(),
            Some("404") => "404.html".to_owned(),
            Some(name) => format!("{name}/index.html"),
            None => file.path.to_string(),
        };
        let path = OutPath::new(path);
        Arc::new(match &file.content {
            Content::Disk(large) => Artifact {
                path,
                body: Body::Copy(large.clone()),
                digest: file.digest,
            },
            Content::Memory(bytes) if file.path.extension() == "md" => {
                let mut rope = stoa::artifact::Rope::new();
                rope.push("<!doctype html><body>");
                rope.push(bytes.clone());
                rope.push("</BODY></html>");
                Artifact::new(path, rope)
            }
            Content::Memory(bytes) => Artifact::new(path, bytes.clone().into()),
        })
    });
    let artifacts = artifacts.collect();
    Build {
        artifacts,
        diagnostics,
        base: "/social/".to_owned(),
        ..Build::default()
    }
}

/// A served course in a folder of its own.
struct Course {
    server: Server,
    events: Receiver<Event>,
    to: SocketAddr,
    root: PathBuf,
    folder: TempDir,
}

impl Course {
    fn serve(files: &[(&str, &str)]) -> Self {
        Self::serve_with(files, |_| {})
    }

    fn serve_with(files: &[(&str, &str)], change: impl FnOnce(&mut Config)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("course");
        for (path, text) in files {
            write(&root.join(path), text);
        }
        let mut config = Config {
            root: root.clone(),
            skip: vec![root.join("portal")],
            port: 0,
            open: false,
            poll: false,
        };
        change(&mut config);
        let (sender, events) = mpsc::channel();
        let sender = Mutex::new(sender);
        let server = Server::start(
            config,
            || toy,
            move |event| {
                let _ = sender.lock().unwrap().send(event);
            },
        );
        let server = server.unwrap();
        Self {
            to: server.address(),
            server,
            events,
            root,
            folder,
        }
    }

    /// Saves at once, so that no half is ever seen, and each save is one message.
    fn write(&self, path: &str, text: &str) {
        let path = self.root.join(path);
        let name = path.file_name().unwrap().to_str().unwrap();
        let half = path.with_file_name(format!(".{name}.tmp"));
        write(&half, text);
        fs::rename(half, path).unwrap();
    }

    /// Waits until the page shows this text: a save may be seen in two halves.
    fn wait_for_text(&self, path: &str, text: &str) {
        let start = Instant::now();
        while !String::from_utf8_lossy(&get(self.to, path).body).contains(text) {
            assert!(start.elapsed() < PATIENCE, "{path} never shows {text}");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    fn wait_for_status(&self, path: &str, status: u16) {
        let start = Instant::now();
        while get(self.to, path).status != status {
            assert!(start.elapsed() < PATIENCE, "{path} never is {status}");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    fn wait_for_event(&self, wanted: impl Fn(&Event) -> bool) -> Event {
        loop {
            let event = self.events.recv_timeout(PATIENCE).expect("an event comes");
            if wanted(&event) {
                return event;
            }
        }
    }
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

#[test]
fn a_save_is_in_the_browser() {
    let course = Course::serve(&[("index.md", "home"), ("a.md", "first"), ("b.md", "other")]);
    assert_eq!(course.server.url(), format!("http://{}/social/", course.to));
    let page = get(course.to, "/social/a/");
    assert_eq!(page.status, 200);
    assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
    assert_eq!(page.header("cache-control"), "no-cache");
    let tag = format!(
        "first<script src=\"/social/__stoa/live.js\" data-revision=\"{}\" defer></script></BODY>",
        page.revision()
    );
    assert!(page.text().contains(&tag), "{}", page.text());
    let here = Stream::of_page(course.to, "/social/a/");
    let elsewhere = Stream::of_page(course.to, "/social/b/");
    for stream in [&here, &elsewhere] {
        assert_eq!(stream.next().0, "revision", "the revision comes at once");
        assert_eq!(stream.next(), ("warnings".to_owned(), String::new()));
        assert_eq!(stream.next().0, "fixed");
    }
    course.write("a.md", "second");
    here.wait_for("reload");
    course.wait_for_text("/social/a/", "second");
    assert_eq!(
        elsewhere.next().0,
        "revision",
        "another page stays as it is"
    );
}

#[test]
fn the_portal_is_built_anew_when_it_changes_by_itself() {
    let folder = TempDir::new().unwrap();
    write(&folder.path().join("a.md"), "first");
    let config = Config {
        root: folder.path().to_path_buf(),
        skip: Vec::new(),
        port: 0,
        open: false,
        poll: false,
    };
    let (sender, events) = mpsc::channel();
    let sender = Mutex::new(sender);
    // The first portal is right for a moment only, the second for a time that is behind it.
    let factory = || {
        let mut wait = Some(jiff::SignedDuration::from_millis(300));
        move |sources: &Sources| {
            let mut build = toy(sources);
            let now = jiff::Timestamp::now();
            build.steady.until =
                Some(now + wait.take().unwrap_or(-jiff::SignedDuration::from_secs(9)));
            build
        }
    };
    let started = Instant::now();
    let server = Server::start(config, factory, move |event| {
        let _ = sender.lock().unwrap().send(event);
    })
    .unwrap();
    for _ in 0..2 {
        let event = events.recv_timeout(PATIENCE).unwrap();
        assert!(matches!(event, Event::Rebuilt { .. }), "{event:?}");
    }
    assert!(started.elapsed() >= Duration::from_millis(300));
    let third = events.recv_timeout(Duration::from_millis(700));
    assert!(third.is_err(), "{third:?}");
    server.stop();
}

#[test]
fn the_portal_itself_has_no_script() {
    let course = Course::serve(&[("a.md", "first")]);
    let rebuilt = course.wait_for_event(|event| matches!(event, Event::Rebuilt { .. }));
    let Event::Rebuilt { build, changed, .. } = rebuilt else {
        unreachable!()
    };
    assert_eq!(changed, None, "there was no portal before");
    let Body::Rope(rope) = &build.artifacts.get("a/index.html").unwrap().body else {
        panic!("it is in memory")
    };
    assert!(get(course.to, "/social/a/").text().contains("__stoa"));
    assert_eq!(rope.to_vec(), b"<!doctype html><body>first</BODY></html>");
}

#[test]
fn a_page_that_was_away_is_told_what_it_missed() {
    let course = Course::serve(&[("a.md", "first"), ("b.md", "other")]);
    let old = get(course.to, "/social/a/").revision().to_owned();
    course.write("a.md", "second");
    course.wait_for_text("/social/a/", "second");
    assert_eq!(
        Stream::since(course.to, "/social/a/", &old).next().0,
        "reload"
    );
    assert_eq!(
        Stream::since(course.to, "/social/b/", &old).next().0,
        "revision"
    );
    let other = Stream::since(course.to, "/social/b/", "00000000000000aa-1");
    assert_eq!(other.next().0, "reload", "the page is from another server");
}

#[test]
fn a_change_of_style_swaps_the_sheet() {
    let course = Course::serve(&[
        ("a.md", "first"),
        ("style.css", "b{}"),
        ("feed.xml", "<a/>"),
        ("p.svg", "<svg/>"),
    ]);
    let stream = Stream::of_page(course.to, "/social/a/");
    stream.wait_for("fixed");
    course.write("style.css", "i{}");
    assert_eq!(stream.next().0, "styles");
    course.write("feed.xml", "<b/>");
    assert_eq!(stream.next().0, "revision", "a feed is no part of a page");
    course.write("p.svg", "<svg></svg>");
    assert_eq!(stream.next().0, "reload");
}

#[test]
fn a_broken_course_keeps_the_last_good_portal() {
    let course = Course::serve(&[("a.md", "first")]);
    let stream = Stream::of_page(course.to, "/social/a/");
    stream.wait_for("fixed");
    course.write("a.md", "one\ntwo BROKEN three");
    let problems: serde_json::Value = serde_json::from_str(&stream.wait_for("problems")).unwrap();
    let item = &problems["items"][0];
    assert_eq!(item["place"], "a.md:2:5");
    assert_eq!(item["message"], "this <b>word</b> is broken");
    assert_eq!(item["help"], "write `whole` instead");
    let line =
        serde_json::json!({"number": 2, "before": "two ", "marked": "BROKEN", "after": " three"});
    assert_eq!(item["line"], line);
    assert!(get(course.to, "/social/a/").text().contains("first"));
    let late = Stream::of_page(course.to, "/social/a/");
    assert_eq!(late.next().0, "revision");
    assert_eq!(late.next().0, "warnings");
    assert_eq!(
        late.next().0,
        "problems",
        "a page that is opened now is told, too"
    );
    course.wait_for_event(|event| matches!(event, Event::Failed { build, .. } if !build.is_good()));
    course.write("a.md", "first");
    assert_eq!(stream.next().0, "revision", "the portal is what it was");
    assert_eq!(stream.next().0, "fixed");
    course.write("a.md", "second");
    stream.wait_for("reload");
}

#[test]
fn a_course_that_begins_broken_goes_live_once_it_is_mended() {
    let course = Course::serve(&[("a.md", "BROKEN")]);
    let page = get(course.to, "/social/a/");
    assert_eq!(page.status, 503);
    assert!(
        page.text()
            .contains("a.md:1:1: this &lt;b&gt;word&lt;/b&gt; is broken"),
        "{}",
        page.text()
    );
    let stream = Stream::of_page(course.to, "/");
    stream.wait_for("problems");
    course.write("a.md", "whole");
    stream.wait_for("reload");
    course.wait_for_text("/social/a/", "whole");
    assert!(course.server.url().ends_with("/social/"));
}

#[test]
fn warnings_are_told_while_the_portal_is_served() {
    let course = Course::serve(&[("a.md", "one\ntwo ODD three"), ("b.md", "other")]);
    let page = get(course.to, "/social/a/");
    assert!(
        !page.text().contains("odd"),
        "they are in the stream, not in the page"
    );
    let stream = Stream::of_page(course.to, "/social/b/");
    let warnings: serde_json::Value = serde_json::from_str(&stream.wait_for("warnings")).unwrap();
    assert_eq!(warnings["title"], "1 thing to look at");
    let item = &warnings["items"][0];
    assert_eq!(item["place"], "a.md:2:5");
    assert_eq!(item["message"], "this is odd");
    assert_eq!(item["help"], "write `even` instead");
    assert_eq!(stream.next().0, "fixed", "a warning is no problem");
    course.write("b.md", "another");
    assert_eq!(
        stream.next().0,
        "reload",
        "the same warnings are not told again"
    );
    course.write("b.md", "BROKEN");
    assert_eq!(stream.next().0, "revision");
    assert_eq!(stream.next().0, "problems", "the warnings stay as they are");
    course.write("b.md", "ODD");
    assert_eq!(stream.next().0, "reload");
    assert!(
        stream
            .wait_for("warnings")
            .contains("\"2 things to look at\"")
    );
    assert_eq!(stream.next().0, "fixed");
    course.write("b.md", "even");
    stream.wait_for("warnings");
    course.write("a.md", "even");
    assert_eq!(stream.wait_for("warnings"), "", "they are mended");
}

#[test]
fn a_panic_in_a_build_is_survived() {
    let course = Course::serve(&[("a.md", "first")]);
    let stream = Stream::of_page(course.to, "/social/a/");
    stream.wait_for("fixed");
    course.write("a.md", "PANIC");
    assert!(stream.wait_for("problems").contains("the toy fell over"));
    assert!(get(course.to, "/social/a/").text().contains("first"));
    course.wait_for_event(
        |event| matches!(event, Event::Panicked { message } if message == "the toy fell over"),
    );
    course.write("a.md", "second");
    stream.wait_for("reload");
    course.wait_for_text("/social/a/", "second");
}

#[test]
fn every_way_to_save_is_seen() {
    let course = Course::serve(&[("a.md", "first"), ("404.md", "not here")]);
    // As most editors do.
    course.write("a.md", "renamed");
    course.wait_for_text("/social/a/", "renamed");
    write(&course.root.join("a.md"), "in place");
    course.wait_for_text("/social/a/", "in place");
    // As Vim does.
    fs::rename(course.root.join("a.md"), course.root.join("a.md~")).unwrap();
    course.write("a.md", "backup");
    course.wait_for_text("/social/a/", "backup");
    course.write("new/deep/x.md", "deep");
    course.wait_for_text("/social/new/deep/x/", "deep");
    course.write("new/deep/x.md", "edited in a new folder");
    course.wait_for_text("/social/new/deep/x/", "edited in a new folder");
    fs::rename(course.root.join("new"), course.root.join("old")).unwrap();
    course.wait_for_text("/social/old/deep/x/", "edited in a new folder");
    course.wait_for_status("/social/new/deep/x/", 404);
    course.write("old/deep/x.md", "edited in a renamed folder");
    course.wait_for_text("/social/old/deep/x/", "edited in a renamed folder");
    let stream = Stream::of_page(course.to, "/social/old/deep/x/");
    fs::remove_dir_all(course.root.join("old")).unwrap();
    stream.wait_for("reload");
    course.wait_for_status("/social/old/deep/x/", 404);
    let lost = Stream::of_page(course.to, "/social/old/deep/x/");
    course.write("old/deep/x.md", "back");
    lost.wait_for("reload");
    // Slowly, in two halves.
    let mut file = fs::File::create(course.root.join("a.md")).unwrap();
    std::io::Write::write_all(&mut file, b"one half").unwrap();
    course.wait_for_text("/social/a/", "one half");
    std::io::Write::write_all(&mut file, b", two halves").unwrap();
    course.wait_for_text("/social/a/", "one half, two halves");
}

#[test]
fn hidden_and_skipped_files_are_no_change() {
    let course = Course::serve(&[("a.md", "first"), ("portal/x.md", "no")]);
    assert_eq!(get(course.to, "/social/portal/x/").status, 404);
    course.write("portal/y.md", "no");
    course.write(".git/z.md", "no");
    course.write("a.md", "second");
    course.wait_for_text("/social/a/", "second");
    let rebuilt = |event: &Event| matches!(event, Event::Rebuilt { .. });
    course.wait_for_event(rebuilt);
    let Event::Rebuilt { build, .. } = course.wait_for_event(rebuilt) else {
        unreachable!()
    };
    assert_eq!(build.artifacts.len(), 1);
}

#[test]
fn polling_sees_changes_too() {
    let course = Course::serve_with(&[("a.md", "first")], |config| config.poll = true);
    course.write("a.md", "second, longer");
    course.wait_for_text("/social/a/", "second, longer");
}

#[test]
fn the_folder_may_go_and_come_back() {
    let course = Course::serve(&[("a.md", "first")]);
    let away = course.folder.path().join("away");
    fs::rename(&course.root, &away).unwrap();
    course.wait_for_event(
        |event| matches!(event, Event::FolderGone { path } if *path == course.root),
    );
    assert!(get(course.to, "/social/a/").text().contains("first"));
    course.write("a.md", "another folder");
    course.wait_for_event(|event| matches!(event, Event::FolderBack { .. }));
    course.wait_for_text("/social/a/", "another folder");
    course.write("a.md", "edited");
    course.wait_for_text("/social/a/", "edited");
}

#[test]
fn addresses_lead_to_pages() {
    let course = Course::serve(&[
        ("index.md", "home"),
        ("a.md", "first"),
        ("é x.md", "accent"),
        ("404.md", "not here"),
    ]);
    for (from, to) in [
        ("/", "/social/"),
        ("/social", "/social/"),
        ("/social/a", "/social/a/"),
        ("/social/a?x=1&y=/", "/social/a/?x=1&y=/"),
        ("/social/%C3%A9%20x", "/social/%C3%A9%20x/"),
    ] {
        let answer = get(course.to, from);
        assert_eq!(
            (answer.status, answer.header("location")),
            (307, to),
            "{from}"
        );
    }
    assert!(get(course.to, "/social/?q=1").text().contains("home"));
    assert!(
        get(course.to, "/social/%C3%A9%20x/")
            .text()
            .contains("accent")
    );
    for lost in ["/social/nowhere", "/a/", "/social//a/", "//social/a/"] {
        let answer = get(course.to, lost);
        assert_eq!(answer.status, 404, "{lost}");
        assert!(answer.text().contains("not here"));
    }
    for bad in [
        "/social/../a/",
        "/social/%2e%2e/a/",
        "/social/..%2fa",
        "/social/%00",
        "/social/%zz",
        "/social/%ff",
    ] {
        let answer = get(course.to, bad);
        assert_eq!(answer.status, 400, "{bad}");
        assert!(answer.text().starts_with("The address "), "{bad}");
    }
    let script = get(course.to, "/social/__stoa/live.js");
    assert_eq!(
        script.header("content-type"),
        "text/javascript; charset=utf-8"
    );
    let head = request(course.to, "HEAD", "/social/a/", &[]);
    let whole = get(course.to, "/social/a/");
    assert_eq!((head.status, head.body.len()), (200, 0));
    assert_eq!(head.header("content-length"), whole.body.len().to_string());
    let post = request(course.to, "POST", "/social/a/", &[("Content-Length", "0")]);
    assert_eq!((post.status, post.header("allow")), (405, "GET, HEAD"));
}

#[test]
fn the_preview_of_a_discussion_is_kept_in_memory() {
    let course = Course::serve(&[("a.md", "first")]);
    let threads = "/social/__stoa/forum/threads?key=%2Ft%2Fautumn%2Fwelcome%2F";
    let first = get(course.to, threads);
    assert_eq!(first.header("content-type"), "application/json");
    assert!(
        first.text().contains("\"author\":\"Ada\""),
        "{}",
        first.text()
    );
    let post = |headers: &[(&str, &str)], body: &str| {
        let length = body.len().to_string();
        let headers = [headers, &[("Content-Length", length.as_str())]].concat();
        http::send_body(course.to, threads, &headers, body)
    };
    let json = ("Content-Type", "application/json");
    let own = ("Origin", "http://localhost");
    let sent = r#"{"author":" ","text":"<b>Hello</b>","parent":1}"#;
    let answer = post(&[json, own], sent);
    assert_eq!(answer.status, 200);
    let kept = get(course.to, threads);
    assert_eq!(kept.text(), answer.text());
    assert!(
        kept.text()
            .ends_with(r#"{"id":3,"parent":1,"author":"You","text":"<b>Hello</b>"}]"#),
        "{}",
        kept.text()
    );
    let other = get(
        course.to,
        "/__stoa/forum/threads?key=%2Ft%2Fautumn%2Fother%2F",
    );
    assert_eq!(other.text(), first.text(), "every thread begins the same");
    for (headers, status) in [
        (vec![own], 403),
        (vec![json, ("Origin", "https://evil.example")], 403),
        (vec![json, ("Host", "evil.example")], 403),
    ] {
        assert_eq!(post(&headers, sent).status, status, "{headers:?}");
    }
    assert_eq!(post(&[json], "no JSON").status, 400);
    assert_eq!(post(&[json], &"x".repeat(70_000)).status, 413);
    assert_eq!(get(course.to, threads).text(), kept.text());
    assert_eq!(
        get(course.to, "/social/__stoa/forum/threads?key=/etc").status,
        404
    );
    let engine = get(course.to, "/social/__stoa/forum/engine.js");
    assert!(engine.text().contains("Preview: nothing is sent."));
}

#[test]
fn only_this_computer_is_answered() {
    let course = Course::serve(&[("a.md", "first")]);
    assert!(course.to.ip().is_loopback());
    for host in [
        "localhost",
        "LocalHost:4000",
        "127.0.0.1:1",
        "[::1]",
        "[::1]:4000",
    ] {
        let answer = request(course.to, "GET", "/social/a/", &[("Host", host)]);
        assert_eq!(answer.status, 200, "{host}");
    }
    for host in [
        "evil.example",
        "localhost.evil.example",
        "127.0.0.1.evil.example:80",
        "localhost:x",
        "",
        "[::2]",
    ] {
        let answer = request(course.to, "GET", "/social/a/", &[("Host", host)]);
        assert_eq!(answer.status, 403, "{host}");
        assert!(!answer.text().contains("first"));
    }
}

#[test]
fn a_browser_fetches_only_what_is_new() {
    let course = Course::serve(&[("a.md", "first"), ("style.css", "b{}")]);
    for path in ["/social/a/", "/social/style.css"] {
        let tag = get(course.to, path).header("etag").to_owned();
        for known in [
            tag.clone(),
            format!("W/{tag}"),
            format!("\"x\", {tag}"),
            "*".to_owned(),
        ] {
            let answer = request(course.to, "GET", path, &[("If-None-Match", &known)]);
            assert_eq!((answer.status, answer.body.len()), (304, 0), "{known}");
            assert_eq!(answer.header("etag"), tag);
        }
    }
    let tag = get(course.to, "/social/style.css")
        .header("etag")
        .to_owned();
    course.write("style.css", "i{}");
    course.wait_for_text("/social/style.css", "i{}");
    let answer = request(
        course.to,
        "GET",
        "/social/style.css",
        &[("If-None-Match", &tag)],
    );
    assert_eq!((answer.status, answer.text()), (200, "i{}"));
}

#[test]
fn a_video_can_be_sought_in() {
    let large: String = (0..9 * 1024 * 1024 / 16)
        .map(|n| format!("{n:016}"))
        .collect();
    let course = Course::serve(&[("small.mp4", "0123456789"), ("large.mp4", &large)]);
    for (path, bytes) in [
        ("/social/small.mp4", "0123456789"),
        ("/social/large.mp4", &*large),
    ] {
        let whole = get(course.to, path);
        assert_eq!(whole.header("content-type"), "video/mp4");
        assert_eq!(whole.header("accept-ranges"), "bytes");
        assert!(whole.body == bytes.as_bytes());
        let len = bytes.len();
        let range = |range: &str| request(course.to, "GET", path, &[("Range", range)]);
        let part = range("bytes=2-4");
        assert_eq!((part.status, part.text()), (206, &bytes[2..5]));
        assert_eq!(part.header("content-range"), format!("bytes 2-4/{len}"));
        assert_eq!(part.header("content-length"), "3");
        assert_eq!(range("bytes=-5").text(), &bytes[len - 5..]);
        assert!(range("bytes=1-").body == bytes.as_bytes()[1..]);
        let behind = range(&format!("bytes={len}-"));
        assert_eq!((behind.status, behind.body.len()), (416, 0));
        assert_eq!(behind.header("content-range"), format!("bytes */{len}"));
        assert_eq!(range("bytes=0-1,3-4").status, 200);
        let old = request(
            course.to,
            "GET",
            path,
            &[("Range", "bytes=0-1"), ("If-Range", "\"x\"")],
        );
        assert_eq!(old.status, 200);
    }
}

#[test]
fn open_pages_do_not_keep_the_server() {
    let course = Course::serve(&[("a.md", "first")]);
    let streams: Vec<_> = (0..5)
        .map(|_| Stream::of_page(course.to, "/social/a/"))
        .collect();
    for stream in &streams {
        stream.wait_for("fixed");
    }
    let Course { server, .. } = course;
    server.stop();
    assert!(streams.iter().all(Stream::is_closed));
}

#[test]
fn a_port_in_use_is_passed_over() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    let course = Course::serve_with(&[("a.md", "first")], |config| config.port = port);
    assert!((port + 1..=port + 10).contains(&course.to.port()));
}

#[test]
fn a_folder_that_is_not_there_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let config = Config {
        root: folder.path().join("nowhere"),
        skip: Vec::new(),
        port: 0,
        open: false,
        poll: false,
    };
    let error = Server::start(config, || toy, |_| {}).unwrap_err();
    assert!(matches!(&error, Error::Folder { path, .. } if path.ends_with("nowhere")));
    assert!(
        error.to_string().starts_with("the course folder `"),
        "{error}"
    );
}

/// Not a test but a measurement: `cargo nextest run --release --run-ignored only latency --no-capture`.
#[test]
#[ignore = "a measurement"]
fn latency() {
    for count in [1, 1_000, 10_000] {
        let names: Vec<_> = (0..count).map(|n| format!("m{}/{n}.md", n / 100)).collect();
        let files: Vec<_> = names.iter().map(|name| (name.as_str(), "first")).collect();
        let course = Course::serve(&files);
        let stream = Stream::of_page(course.to, "/social/m0/0/");
        stream.wait_for("fixed");
        for way in ["write", "rename"] {
            let (mut told, mut shown) = (Vec::new(), Vec::new());
            for n in 0..60 {
                std::thread::sleep(Duration::from_millis(230));
                let text = format!("{way} {n}");
                let start = Instant::now();
                if way == "write" {
                    fs::write(course.root.join("m0/0.md"), &text).unwrap();
                } else {
                    fs::write(course.root.join("m0/.0.md"), &text).unwrap();
                    fs::rename(course.root.join("m0/.0.md"), course.root.join("m0/0.md")).unwrap();
                }
                stream.wait_for("reload");
                told.push(start.elapsed());
                assert!(get(course.to, "/social/m0/0/").text().contains(&text));
                shown.push(start.elapsed());
            }
            told.sort();
            shown.sort();
            println!(
                "{count} files, {way}: told p50 {:?} p95 {:?}; new bytes fetched p50 {:?} p95 {:?} max {:?}",
                told[30], told[57], shown[30], shown[57], shown[59]
            );
        }
    }
}
