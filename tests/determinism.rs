//! The same input gives the same bytes: with any number of threads, from any folder, in any order and in any time zone.

#![allow(missing_docs, clippy::unwrap_used)]

mod support;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use bytes::Bytes;
use stoa::document::highlight::Highlighter;
use stoa::pipeline::Builder;
use stoa::source::{SourcePath, Sources};
use support::{Course, NOW, RICH, files, line};

/// Rich, with findings of every kind and enough lessons for every thread.
fn course() -> Course {
    let mut course = Course::parse(RICH);
    for at in 0..40 {
        let text = format!(
            "# Lesson {at}\n\nSee [next](l{:02}.md#nowhere), [[nope]] and ![](none{at}.png).\n\n```rust\nlet x = {at};\n```\n\n:::zebra\n:::\n",
            at + 1
        );
        course.write(&format!("modules/03-many/l{at:02}.md"), text);
    }
    course.write(
        "modules/02-go-on/01-Plan.md",
        "# Plan\n\nThe same address.\n",
    );
    course
}

fn all(course: &Course, sources: &Sources) -> (BTreeMap<String, Vec<u8>>, Vec<String>) {
    let build = Builder::new(Highlighter::new()).rebuild(sources, &course.options);
    (
        files(&build.artifacts),
        build
            .diagnostics
            .iter()
            .map(|one| line(one, sources))
            .collect(),
    )
}

#[test]
fn two_runs_and_any_number_of_threads() {
    let course = course();
    let sources = course.sources();
    let first = all(&course, &sources);
    assert!(first.1.len() > 100, "{:#?}", first.1);
    assert!(all(&course, &sources) == first);
    for threads in [1, 2, 7] {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap();
        assert!(
            pool.install(|| all(&course, &sources)) == first,
            "{threads} threads"
        );
    }
}

#[test]
fn any_order_of_files() {
    let course = course();
    let first = all(&course, &course.sources());
    let mut list: Vec<_> = course.files.iter().collect();
    for turn in 1..4 {
        list.reverse();
        let middle = list.len() / (turn + 1);
        list.rotate_left(middle);
        let sources = Sources::from_files(
            list.iter()
                .map(|(path, text)| (SourcePath::new(path), Bytes::copy_from_slice(text))),
        );
        assert!(all(&course, &sources) == first, "turn {turn}");
    }
}

/// Everything in a folder, the manifest as well.
fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = walkdir::WalkDir::new(folder)
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| entry.file_type().is_file());
    files
        .map(|entry| {
            (
                entry
                    .path()
                    .strip_prefix(folder)
                    .unwrap()
                    .to_str()
                    .unwrap()
                    .to_owned(),
                std::fs::read(entry.path()).unwrap(),
            )
        })
        .collect()
}

/// Runs the command itself.
fn build(
    folder: &Path,
    out: &Path,
    change: impl FnOnce(&mut Command),
) -> BTreeMap<String, Vec<u8>> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_stoa"));
    command
        .arg("build")
        .arg(folder)
        .arg("--out")
        .arg(out)
        .args(["--now", NOW])
        .current_dir(folder);
    change(&mut command);
    let output = command.output().unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    tree(out)
}

#[test]
fn another_folder_another_time_zone_and_another_language() {
    let course = Course::parse(RICH);
    let here = tempfile::tempdir().unwrap();
    let there = tempfile::Builder::new()
        .prefix("another name ü ")
        .tempdir()
        .unwrap();
    course.write_to(here.path());
    course.write_to(&there.path().join("deeper/course"));
    let outs = tempfile::tempdir().unwrap();
    let first = build(here.path(), &outs.path().join("1"), |command| {
        command.env("TZ", "UTC");
    });
    assert!(
        first.keys().any(|path| path.contains("manifest")),
        "{:?}",
        first.keys()
    );
    // What is shown comes from the course alone.
    for (path, bytes) in &first {
        let text = String::from_utf8_lossy(bytes);
        assert!(
            !text.contains(here.path().to_str().unwrap()),
            "{path} names a folder of this machine"
        );
    }
    let second = build(
        &there.path().join("deeper/course"),
        &outs.path().join("2"),
        |command| {
            command
                .env("TZ", "Pacific/Kiritimati")
                .env("LANG", "fr_FR.UTF-8")
                .env("LC_ALL", "tr_TR.UTF-8")
                .env("RAYON_NUM_THREADS", "1");
        },
    );
    assert!(first.keys().eq(second.keys()));
    for (path, bytes) in &first {
        assert!(second[path] == *bytes, "{path} differs");
    }
    // In memory it is the same as on disk.
    let memory = course.build().files();
    for (path, bytes) in &memory {
        assert!(
            first[path] == *bytes,
            "{path} differs from the build in memory"
        );
    }
}

#[test]
fn the_clock_comes_from_source_date_epoch() {
    let folder = tempfile::tempdir().unwrap();
    Course::parse(RICH).write_to(folder.path());
    let run = |epoch: &str, out: &str| {
        let out = folder.path().join(out);
        let mut command = Command::new(env!("CARGO_BIN_EXE_stoa"));
        let output = command
            .arg("build")
            .arg(folder.path())
            .arg("--out")
            .arg(&out)
            .env("SOURCE_DATE_EPOCH", epoch)
            .output()
            .unwrap();
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        std::fs::read_to_string(out.join("index.html")).unwrap()
    };
    // Both in the second week, and the first of them before the cohort begins.
    let running = run("1791964800", "portal");
    assert_eq!(
        running,
        run("1791964801", "portal"),
        "a second that passes touches no page"
    );
    assert_ne!(running, run("1700000000", "portal"));
}
