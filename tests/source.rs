//! The course folder as it may come from a stranger: what is read, what is left out, and what is never written.

// A panic is how a test fails.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use std::time::{Duration, SystemTime};

use stoa::source::{Content, Sources, Unreadable};

/// A course in the folder `v`.
fn course() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "v/course.toml", "title = \"T\"\n");
    write(
        folder.path(),
        "v/modules/a.md",
        "# A\n\nText.\n\n```rust\nfn main() {}\n```\n",
    );
    folder
}

fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn stoa(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_stoa"))
        .current_dir(folder)
        .args(args)
        .env("SOURCE_DATE_EPOCH", "1791964800")
        .output()
        .unwrap()
}

fn code(output: &Output) -> Option<i32> {
    output.status.code()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[cfg(unix)]
#[test]
fn no_cache_is_written_through_a_link() {
    use std::os::unix::fs::symlink;
    for link in [".stoa", ".stoa/cache", ".stoa/cache/.gitignore"] {
        let folder = course();
        let elsewhere = folder.path().join("elsewhere");
        fs::create_dir(&elsewhere).unwrap();
        let link = folder.path().join("v").join(link);
        fs::create_dir_all(link.parent().unwrap()).unwrap();
        let to = if link.ends_with(".gitignore") {
            elsewhere.join("new")
        } else {
            elsewhere.clone()
        };
        symlink(to, &link).unwrap();
        let done = stoa(folder.path(), &["build", "v"]);
        assert_eq!(code(&done), Some(0), "{}", said(&done));
        assert_eq!(fs::read_dir(&elsewhere).unwrap().count(), 0);
    }
}

#[test]
fn a_manifest_alone_takes_no_folder_out_of_the_course() {
    let folder = course();
    let v = folder.path().join("v");
    let paths = || -> Vec<String> {
        let sources = Sources::read(&v, &[], None).unwrap();
        sources.iter().map(|file| file.path.to_string()).collect()
    };
    let manifest = r#"{"format":1,"inputs":"","complete":true,"files":{"index.html":{"length":1,"sha256":""}}}"#;
    let before = paths();
    // Not even with a home page beside it.
    write(&v, "modules/.stoa-manifest.json", manifest);
    assert_eq!(paths(), before);
    write(&v, "modules/index.html", "x");
    assert_eq!(paths().len(), before.len() + 1);
    fs::remove_file(v.join("modules/index.html")).unwrap();
    write(&v, "notes/.stoa-manifest.json", manifest);
    write(&v, "notes/b.txt", "b");
    assert_eq!(paths().len(), before.len() + 1);
    // This is a portal.
    write(&v, "old/.stoa-manifest.json", manifest);
    write(&v, "old/index.html", "x");
    assert_eq!(paths().len(), before.len() + 1);
}

#[test]
fn no_portal_goes_where_somebody_writes() {
    let folder = course();
    write(folder.path(), "v/notes/deep/b.md", "# B\n");
    write(folder.path(), "v/.stoa/cache/x", "");
    let cases = [
        ("v", "course folder itself"),
        (".", "the course is in there"),
        ("v/.stoa", "may be deleted at any time"),
        ("v/.stoa/cache", "may be deleted at any time"),
        ("v/modules", "that is a folder of the course"),
        ("v/Static", "that is a folder of the course"),
        ("v/modules/new", "that is a folder of the course"),
        ("v/notes", "`notes/deep/b.md`"),
    ];
    for (out, why) in cases {
        let done = stoa(folder.path(), &["build", "v", "--out", out]);
        assert_eq!(code(&done), Some(2), "{out}: {}", said(&done));
        assert!(said(&done).contains(why), "{out}: {}", said(&done));
    }
    assert!(folder.path().join("v/modules/a.md").exists());
    // Twice into the same folder, and beside the course.
    for out in ["v/public", "v/public", "public"] {
        let done = stoa(folder.path(), &["build", "v", "--out", out]);
        assert_eq!(code(&done), Some(0), "{out}: {}", said(&done));
    }
    // What somebody put into a portal stays.
    write(folder.path(), "v/public/README.md", "mine");
    write(folder.path(), "v/modules/c.md", "# C\n\nText.\n");
    let done = stoa(folder.path(), &["build", "v", "--out", "v/public"]);
    assert_eq!(code(&done), Some(0), "{}", said(&done));
    assert!(folder.path().join("v/public/README.md").exists());
}

#[cfg(unix)]
#[test]
fn a_portal_that_is_a_link_into_the_course_is_refused() {
    let folder = course();
    std::os::unix::fs::symlink("modules", folder.path().join("v/portal")).unwrap();
    let done = stoa(folder.path(), &["build", "v"]);
    assert_eq!(code(&done), Some(2), "{}", said(&done));
    assert!(folder.path().join("v/modules/a.md").exists());
}

#[test]
fn a_large_text_is_read_and_a_huge_one_is_a_finding() {
    let folder = course();
    let v = folder.path().join("v");
    let text = format!("# Large\n\n{}", "Many words in a row.\n\n".repeat(450_000));
    assert!(text.len() > 9_000_000);
    write(&v, "modules/large.md", &text);
    for (name, len) in [
        ("modules/huge.md", 65 << 20),
        ("static/film.mp4", 9 << 20),
        ("static/huge.json", 65 << 20),
    ] {
        write(&v, name, "");
        fs::File::options()
            .write(true)
            .open(v.join(name))
            .unwrap()
            .set_len(len)
            .unwrap();
    }
    let sources = Sources::read(&v, &[], None).unwrap();
    assert_eq!(
        sources.get("modules/large.md").unwrap().bytes(),
        text.as_bytes()
    );
    // What is only copied stays on the disk.
    assert!(sources.get("static/film.mp4").unwrap().bytes().is_empty());
    assert!(sources.get("static/huge.json").unwrap().bytes().is_empty());
    let unreadable = sources.unreadable();
    assert_eq!(unreadable.len(), 1);
    assert_eq!(unreadable[0].0.as_str(), "modules/huge.md");
    assert_eq!(unreadable[0].1, Unreadable::TooLarge);
}

#[cfg(target_os = "linux")]
#[test]
fn findings_that_cannot_be_written_are_no_success() {
    let folder = course();
    write(folder.path(), "v/notes/plan.md", "# Plan\n");
    for format in ["human", "json", "github", "sarif"] {
        let full = fs::File::options().write(true).open("/dev/full").unwrap();
        let done = Command::new(env!("CARGO_BIN_EXE_stoa"))
            .current_dir(folder.path())
            .args(["check", "v", "--format", format])
            .stdout(full)
            .output()
            .unwrap();
        assert_eq!(code(&done), Some(2), "{format}: {}", said(&done));
        assert!(said(&done).contains("can't be written"), "{}", said(&done));
    }
}

#[test]
fn a_save_is_read_where_it_happened() {
    use std::collections::BTreeSet;
    let folder = course();
    let v = folder.path().join("v");
    let sources = Sources::read(&v, &[], None).unwrap();
    let again = |sources: &Sources, paths: &[&str]| {
        let touched: BTreeSet<_> = paths.iter().map(|path| v.join(path)).collect();
        sources.read_again(&v, &touched)
    };
    write(&v, "modules/a.md", "# Another title\n\nText.\n");
    let next = again(&sources, &["modules/a.md"]).unwrap();
    assert!(next.same(&Sources::read(&v, &[], None).unwrap()));
    assert!(!next.same(&sources));
    // Editors make files for a moment.
    let same = again(&next, &["modules/a.md~", "modules/4913"]).unwrap();
    assert!(same.same(&next));
    // What came, went or is no plain file needs a look at everything.
    write(&v, "modules/b.md", "# B\n");
    assert!(again(&next, &["modules/b.md"]).is_none());
    assert!(again(&next, &["modules"]).is_none());
    fs::remove_file(v.join("modules/a.md")).unwrap();
    assert!(again(&next, &["modules/a.md"]).is_none());
    assert!(
        next.read_again(&v, &[folder.path().join("x")].into())
            .is_none()
    );
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("../../secret.md", v.join("modules/a.md")).unwrap();
        write(folder.path(), "secret.md", "# Secret\n");
        assert!(again(&next, &["modules/a.md"]).is_none());
    }
}

#[cfg(unix)]
#[test]
fn a_folder_is_walked_however_deep_it_is_and_links_end() {
    use std::os::unix::fs::symlink;
    let folder = course();
    let v = folder.path().join("v");
    let deep = vec!["d"; 400].join("/");
    write(&v, &format!("static/{deep}/x.txt"), "x");
    // Two folders that lead into each other, and one link twice.
    fs::create_dir_all(v.join("static/one")).unwrap();
    fs::create_dir_all(v.join("static/two")).unwrap();
    symlink("../two", v.join("static/one/to-two")).unwrap();
    symlink("../one", v.join("static/two/to-one")).unwrap();
    symlink("one", v.join("static/three")).unwrap();
    let sources = Sources::read(&v, &[], None).unwrap();
    assert!(sources.get(&format!("static/{deep}/x.txt")).is_some());
    let unreadable = sources.unreadable();
    assert!(!unreadable.is_empty() && unreadable.len() < 10);
    assert!(
        unreadable.iter().all(|(_, why)| *why == Unreadable::Loop),
        "{unreadable:?}"
    );
}

#[cfg(unix)]
#[test]
fn a_large_file_that_became_another_is_not_read() {
    use std::os::unix::fs::symlink;
    let folder = course();
    write(folder.path(), "secret.bin", "secret");
    let path = folder.path().join("v/static/big.bin");
    write(
        folder.path(),
        "v/static/big.bin",
        &"x".repeat(9 * 1024 * 1024),
    );
    let v = folder.path().join("v");
    let sources = Sources::read(&v, &[], None).unwrap();
    let Content::Disk(large) = sources.get("static/big.bin").unwrap().content.clone() else {
        panic!("it is in memory");
    };
    assert!(large.open().is_ok());
    fs::remove_file(&path).unwrap();
    assert!(large.open().is_err());
    symlink(folder.path().join("secret.bin"), &path).unwrap();
    assert!(large.open().is_err());
    fs::remove_file(&path).unwrap();
    assert!(
        Command::new("mkfifo")
            .arg(&path)
            .status()
            .unwrap()
            .success()
    );
    assert!(large.open().is_err());
}

#[cfg(unix)]
#[test]
fn a_file_with_the_length_and_time_of_another_is_read() {
    let folder = course();
    let v = folder.path().join("v");
    let page = v.join("modules/a.md");
    let at = SystemTime::UNIX_EPOCH + Duration::from_secs(1_577_836_800);
    let set = |text: &str| {
        let new = v.join("modules/new.md");
        fs::write(&new, text).unwrap();
        fs::File::options()
            .write(true)
            .open(&new)
            .unwrap()
            .set_modified(at)
            .unwrap();
        fs::rename(&new, &page).unwrap();
    };
    set("# One\n\nText.\n");
    let first = Sources::read(&v, &[], None).unwrap();
    set("# Two\n\nText.\n");
    let again = first.read_again(&v, &[page.clone()].into()).unwrap();
    let whole = Sources::read(&v, &[], Some(&first)).unwrap();
    for sources in [again, whole] {
        assert_eq!(
            sources.get("modules/a.md").unwrap().bytes(),
            b"# Two\n\nText.\n"
        );
    }
}

#[cfg(unix)]
#[test]
fn links_that_double_at_every_step_end() {
    use std::os::unix::fs::symlink;
    let folder = course();
    let v = folder.path().join("v");
    for at in 0..24 {
        let inner = v.join(format!("static/d{at}"));
        fs::create_dir_all(&inner).unwrap();
        for link in ["a", "b"] {
            symlink(format!("../d{}", at + 1), inner.join(link)).unwrap();
        }
    }
    write(&v, "static/d24/x.txt", "x");
    let sources = Sources::read(&v, &[], None).unwrap();
    assert!(sources.iter().count() < 500);
    assert!(
        sources
            .unreadable()
            .iter()
            .any(|(_, why)| *why == Unreadable::TooOften)
    );
}

#[cfg(unix)]
#[test]
fn links_with_whole_paths_are_followed_inside_only() {
    use std::os::unix::fs::symlink;
    let folder = course();
    let v = folder.path().join("v");
    write(&v, "static/x.txt", "x");
    write(folder.path(), "secret.txt", "secret");
    symlink(v.join("static/x.txt"), v.join("static/y.txt")).unwrap();
    symlink(folder.path().join("secret.txt"), v.join("static/z.txt")).unwrap();
    let sources = Sources::read(&v, &[], None).unwrap();
    assert_eq!(sources.get("static/y.txt").unwrap().bytes(), b"x");
    assert_eq!(sources.unreadable().len(), 1);
    assert_eq!(sources.unreadable()[0].1, Unreadable::Outside);
}
