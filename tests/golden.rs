//! Whole portals: `tests/golden/NAME/in` is a course, and `out` what is made of it, byte for byte;
//! `facilitator` is the edition for facilitators.
//!
//! The built-in theme may change its looks on any day, so all of these courses have the templates of
//! `tests/golden/theme`, and what comes from the theme's `assets/` is left out. `STOA_BLESS=1 cargo test --test golden`
//! writes what is made today.

#![allow(missing_docs, clippy::unwrap_used)]

mod support;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use stoa::pipeline::Options;
use support::Course;

fn golden(part: &str) -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "tests", "golden", part]
        .iter()
        .collect()
}

/// Every file in a folder, by path.
fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = walkdir::WalkDir::new(folder)
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_file());
    files
        .map(|entry| {
            let path = entry.path().strip_prefix(folder).unwrap();
            let parts: Vec<&str> = path.iter().map(|part| part.to_str().unwrap()).collect();
            (parts.join("/"), std::fs::read(entry.path()).unwrap())
        })
        .collect()
}

#[allow(clippy::disallowed_methods)] // It reaches no output but the expected one.
fn is_blessing() -> bool {
    std::env::var("STOA_BLESS").is_ok_and(|value| value == "1")
}

#[track_caller]
fn check(name: &str) {
    edition(name, "out", |_| {});
}

/// The edition of a course that `options` ask for, in the folder `out` beside it.
#[track_caller]
fn edition(name: &str, out: &str, options: impl FnOnce(&mut Options)) {
    let mut course = Course {
        files: tree(&golden("theme")),
        ..Course::default()
    };
    let own = tree(&golden(&format!("{name}/in")));
    assert!(
        !own.is_empty(),
        "there is no course in tests/golden/{name}/in"
    );
    course.files.extend(own);
    options(&mut course.options);
    let build = course.build();
    let mut made = build.files();
    made.retain(|path, _| !path.starts_with("assets/"));
    let findings: String = build
        .findings()
        .iter()
        .map(|line| format!("{line}\n"))
        .collect();
    assert!(
        made.insert("findings.txt".to_owned(), findings.into_bytes())
            .is_none()
    );
    let out = golden(&format!("{name}/{out}"));
    if is_blessing() {
        let _ = std::fs::remove_dir_all(&out);
        for (path, bytes) in &made {
            let path = out.join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, bytes).unwrap();
        }
        return;
    }
    let expected = tree(&out);
    let hint = "STOA_BLESS=1 cargo test --test golden takes it over";
    for path in expected.keys() {
        assert!(
            made.contains_key(path),
            "{name}: {path} is expected and not made; {hint}"
        );
    }
    for (path, bytes) in &made {
        let expected = expected
            .get(path)
            .unwrap_or_else(|| panic!("{name}: {path} is made and not expected; {hint}"));
        if expected != bytes {
            panic!(
                "{name}: {path} differs; {hint}\n--- expected\n{}\n--- made\n{}",
                String::from_utf8_lossy(expected),
                String::from_utf8_lossy(bytes)
            );
        }
    }
}

/// A folder of Markdown that knows nothing of stoa.
#[test]
fn plain() {
    check("plain");
}

/// Cohorts, a forum, badges, people, posts.
#[test]
fn full() {
    check("full");
}

/// A portal below a path of its host, in a language from right to left.
#[test]
fn subpath() {
    check("subpath");
}

/// Releases, a series, a break, holidays, teams, and a session that is no longer for all of them. In week 2.
#[test]
fn term() {
    check("term");
}

/// The same for facilitators: everything that is to come, the plan, its calendar, and the notes.
#[test]
fn term_for_facilitators() {
    edition("term", "facilitator", |options| options.facilitator = true);
}

/// One course, three zones, each across two changes of clocks: what `stoa list sessions` says of it, byte for byte.
#[test]
fn cohorts() {
    let course = Course {
        files: tree(&golden("cohorts/in")),
        ..Course::default()
    };
    let build = course.build();
    let listing = stoa::listing::survey(&build.sources, &course.options);
    let list = serde_json::to_string_pretty(&listing.sessions).unwrap();
    let findings = build.findings().join("\n");
    for (name, made) in [("sessions.json", list), ("findings.txt", findings)] {
        let path = golden("cohorts/out").join(name);
        let made = format!("{made}\n");
        if is_blessing() {
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, made).unwrap();
            continue;
        }
        let expected = std::fs::read_to_string(path).unwrap();
        assert!(
            expected == made,
            "cohorts: {name} differs; STOA_BLESS=1 cargo test --test golden takes it over\n{made}"
        );
    }
}
