//! The portal onto the disk: all or nothing, and nobody else's file is ever lost.

// A panic is how a test fails.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::Path;
use std::sync::Arc;
use std::time::SystemTime;

use stoa::artifact::{Artifact, Artifacts, Body, OutPath, Rope};
use stoa::output::{Error, MANIFEST, Report, is_current, publish};
use stoa::source::{Digest, LargeFile};

fn portal(files: &[(&str, &str)]) -> Artifacts {
    files
        .iter()
        .map(|(path, text)| {
            let rope = Rope::from(text.as_bytes().to_vec());
            Arc::new(Artifact::new(OutPath::new(path), rope))
        })
        .collect()
}

fn inputs(name: &str) -> Digest {
    Digest::of(name.as_bytes())
}

/// Everything in a folder but the manifest; folders end with `/`.
fn tree(folder: &Path) -> BTreeMap<String, String> {
    walkdir::WalkDir::new(folder)
        .min_depth(1)
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| entry.file_name() != MANIFEST)
        .map(|entry| {
            let path = entry.path().strip_prefix(folder).unwrap();
            let name = path.to_str().unwrap().to_owned();
            if entry.file_type().is_dir() {
                (name + "/", String::new())
            } else if entry.file_type().is_symlink() {
                let to = fs::read_link(entry.path()).unwrap();
                (name, format!("-> {}", to.display()))
            } else {
                (name, fs::read_to_string(entry.path()).unwrap())
            }
        })
        .collect()
}

fn names(folder: &Path) -> Vec<String> {
    tree(folder).into_keys().collect()
}

fn report(written: usize, unchanged: usize, removed: usize, kept_foreign: usize) -> Report {
    Report {
        written,
        unchanged,
        removed,
        kept_foreign,
    }
}

#[cfg(unix)]
fn inode(path: &Path) -> (u64, SystemTime) {
    use std::os::unix::fs::MetadataExt as _;
    let meta = path.symlink_metadata().unwrap();
    (meta.ino(), meta.modified().unwrap())
}

const FIRST: &[(&str, &str)] = &[
    ("index.html", "home"),
    ("a/index.html", "a"),
    ("b/index.html", "b"),
    ("b/c/index.html", "c"),
];
const SECOND: &[(&str, &str)] = &[
    ("index.html", "home"),
    ("a/index.html", "A"),
    ("d/index.html", "d"),
];

/// A portal in its folder.
fn first() -> (tempfile::TempDir, std::path::PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("public");
    publish(&portal(FIRST), &out, inputs("1")).unwrap();
    (folder, out)
}

#[test]
fn a_folder_that_is_missing_or_empty_is_filled() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["missing", "a/b/missing", "empty"] {
        let out = folder.path().join(name);
        if name == "empty" {
            fs::create_dir(&out).unwrap();
        }
        let done = publish(&portal(FIRST), &out, inputs("1")).unwrap();
        assert_eq!(done, report(4, 0, 0, 0));
        assert_eq!(
            names(&out),
            [
                "a/",
                "a/index.html",
                "b/",
                "b/c/",
                "b/c/index.html",
                "b/index.html",
                "index.html"
            ]
        );
        assert!(is_current(&out, inputs("1")));
        assert!(!is_current(&out, inputs("2")));
    }
    // Nothing hidden stays behind.
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3);
}

#[test]
fn others_may_read_the_portal() {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let (folder, out) = first();
        let usual = folder.path().join("usual");
        fs::create_dir(&usual).unwrap();
        fs::write(usual.join("file"), "").unwrap();
        let mode = |path: &Path| path.metadata().unwrap().permissions().mode();
        assert_eq!(mode(&out), mode(&usual));
        assert_eq!(mode(&out.join("index.html")), mode(&usual.join("file")));
        // One by one as well.
        publish(&portal(&FIRST[1..]), &out, inputs("2")).unwrap();
        assert_eq!(mode(&out.join(MANIFEST)), mode(&usual.join("file")));
        fs::set_permissions(&out, fs::Permissions::from_mode(0o750)).unwrap();
        publish(&portal(SECOND), &out, inputs("3")).unwrap();
        assert_eq!(mode(&out) & 0o777, 0o750);
    }
}

#[cfg(unix)]
#[test]
fn what_is_unchanged_keeps_its_time_and_inode() {
    let (_folder, out) = first();
    let before = inode(&out.join("index.html"));
    let done = publish(&portal(SECOND), &out, inputs("2")).unwrap();
    assert_eq!(done, report(2, 1, 2, 0));
    assert_eq!(inode(&out.join("index.html")), before);
    assert_eq!(
        names(&out),
        ["a/", "a/index.html", "d/", "d/index.html", "index.html"]
    );
    assert_eq!(fs::read_to_string(out.join("a/index.html")).unwrap(), "A");
    assert!(is_current(&out, inputs("2")));
}

#[cfg(unix)]
#[test]
fn without_a_change_nothing_is_touched() {
    let (folder, out) = first();
    let all = |out: &Path| -> Vec<_> {
        walkdir::WalkDir::new(out)
            .sort_by_file_name()
            .into_iter()
            .map(|entry| inode(entry.unwrap().path()))
            .collect()
    };
    let (before, parent) = (all(&out), inode(folder.path()));
    let done = publish(&portal(FIRST), &out, inputs("1")).unwrap();
    assert_eq!(done, report(0, 4, 0, 0));
    assert_eq!(all(&out), before);
    assert_eq!(inode(folder.path()), parent);
    // Other inputs with the same result: only the manifest is another one.
    let page = inode(&out.join("index.html"));
    publish(&portal(FIRST), &out, inputs("2")).unwrap();
    assert!(is_current(&out, inputs("2")));
    assert_eq!(inode(&out.join("index.html")), page);
    assert_eq!(inode(&out).0, before[0].0);
}

#[test]
fn the_manifest_is_the_same_on_every_machine() {
    let (_one, first_out) = first();
    let (_two, second_out) = first();
    let read = |out: &Path| fs::read(out.join(MANIFEST)).unwrap();
    assert_eq!(read(&first_out), read(&second_out));
    // Whichever way it came about.
    publish(&portal(SECOND), &first_out, inputs("2")).unwrap();
    publish(&portal(FIRST), &first_out, inputs("1")).unwrap();
    assert_eq!(read(&first_out), read(&second_out));
}

#[test]
fn one_change_alone_is_as_good_as_many() {
    let (_folder, out) = first();
    let mut files = FIRST.to_vec();
    files[1].1 = "another";
    assert_eq!(
        publish(&portal(&files), &out, inputs("2")).unwrap(),
        report(1, 3, 0, 0)
    );
    assert!(is_current(&out, inputs("2")));
    files.pop();
    assert_eq!(
        publish(&portal(&files), &out, inputs("3")).unwrap(),
        report(0, 3, 1, 0)
    );
    // The folder of the page that is gone has gone with it.
    assert_eq!(
        names(&out),
        ["a/", "a/index.html", "b/", "b/index.html", "index.html"]
    );
    assert!(is_current(&out, inputs("3")));
}

#[cfg(unix)]
#[test]
fn what_stoa_did_not_write_moves_along() {
    let (_folder, out) = first();
    fs::write(out.join("CNAME"), "example.org").unwrap();
    fs::write(out.join("b/notes.txt"), "mine").unwrap();
    fs::create_dir_all(out.join("empty/inside")).unwrap();
    std::os::unix::fs::symlink("nowhere", out.join("link")).unwrap();
    std::os::unix::fs::symlink("a", out.join("linked-folder")).unwrap();
    let before = inode(&out.join("CNAME"));
    let done = publish(&portal(SECOND), &out, inputs("2")).unwrap();
    assert_eq!(done, report(2, 1, 2, 4));
    assert_eq!(inode(&out.join("CNAME")), before);
    assert_eq!(
        names(&out),
        [
            "CNAME",
            "a/",
            "a/index.html",
            "b/",
            "b/notes.txt",
            "d/",
            "d/index.html",
            "empty/",
            "empty/inside/",
            "index.html",
            "link",
            "linked-folder"
        ]
    );
    assert_eq!(tree(&out)["link"], "-> nowhere");
}

#[test]
fn a_folder_of_somebody_else_is_added_to() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path();
    fs::write(out.join("mine.txt"), "mine").unwrap();
    fs::create_dir(out.join("empty")).unwrap();
    fs::write(out.join("index.html"), "home").unwrap();
    // The same contents are no conflict.
    let done = publish(&portal(FIRST), out, inputs("1")).unwrap();
    assert_eq!(done, report(3, 1, 0, 1));
    assert!(is_current(out, inputs("1")));
    let done = publish(&portal(SECOND), out, inputs("2")).unwrap();
    assert_eq!(done, report(2, 1, 2, 1));
    assert_eq!(
        names(out),
        [
            "a/",
            "a/index.html",
            "d/",
            "d/index.html",
            "empty/",
            "index.html",
            "mine.txt"
        ]
    );
}

#[test]
fn a_file_of_somebody_else_is_never_overwritten() {
    for (path, file) in [
        // At the path of a page.
        ("d/index.html", "d/index.html"),
        // At the path of a page's folder.
        ("d", "d"),
        // In a folder at the path of a file.
        ("feed.xml/mine", "feed.xml/mine"),
    ] {
        let (_folder, out) = first();
        let theirs = out.join(path);
        fs::create_dir_all(theirs.parent().unwrap()).unwrap();
        fs::write(&theirs, "theirs").unwrap();
        let before = tree(&out);
        let mut files = SECOND.to_vec();
        files.push(("feed.xml", "feed"));
        let error = publish(&portal(&files), &out, inputs("2")).unwrap_err();
        assert!(
            matches!(&error, Error::Foreign(path)
            if out.join(file).starts_with(path.strip_prefix(&out).map(|p| out.join(p)).unwrap())
                || path.canonicalize().unwrap() == out.join(file).canonicalize().unwrap()),
            "{error}"
        );
        assert!(error.to_string().contains("is in the way"), "{error}");
        assert_eq!(tree(&out), before);
        assert!(is_current(&out, inputs("1")));
    }
}

#[test]
fn a_file_may_become_a_folder_and_a_folder_a_file() {
    for others in [false, true] {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("public");
        if others {
            // With a foreign file and no manifest the way is one by one.
            fs::create_dir(&out).unwrap();
            fs::write(out.join("mine"), "").unwrap();
        }
        publish(
            &portal(&[("x", "1"), ("y/z/index.html", "2")]),
            &out,
            inputs("1"),
        )
        .unwrap();
        publish(
            &portal(&[("x/index.html", "1"), ("y", "2")]),
            &out,
            inputs("2"),
        )
        .unwrap();
        fs::remove_file(out.join(MANIFEST)).unwrap();
        publish(
            &portal(&[("x/index.html", "1"), ("y", "2")]),
            &out,
            inputs("2"),
        )
        .unwrap();
        assert!(is_current(&out, inputs("2")));
        let mut names = names(&out);
        names.retain(|name| name != "mine");
        assert_eq!(names, ["x/", "x/index.html", "y"]);
    }
}

#[test]
fn a_page_that_was_changed_by_hand_is_kept() {
    let (_folder, out) = first();
    fs::write(out.join("b/index.html"), "B").unwrap();
    // At once, and of the same length: noticed all the same.
    assert!(!is_current(&out, inputs("1")));
    // No longer part of the course: kept, and counted.
    let done = publish(&portal(SECOND), &out, inputs("2")).unwrap();
    assert_eq!(done, report(2, 1, 1, 1));
    assert_eq!(fs::read_to_string(out.join("b/index.html")).unwrap(), "B");
    // Wanted with other contents: the author has to decide.
    fs::write(out.join("d/index.html"), "by hand").unwrap();
    let error = publish(&portal(&[("d/index.html", "new")]), &out, inputs("3")).unwrap_err();
    assert!(matches!(error, Error::ChangedByHand(_)), "{error}");
    assert!(error.to_string().contains("d/index.html"), "{error}");
    // Wanted with just these contents: fine.
    publish(&portal(&[("d/index.html", "by hand")]), &out, inputs("3")).unwrap();
}

#[allow(clippy::disallowed_methods)] // A file that was changed just now has the time of now.
#[test]
fn a_touched_or_missing_file_is_noticed() {
    let (_folder, out) = first();
    #[expect(clippy::disallowed_methods, reason = "files have the machine's time")]
    let later = SystemTime::now() + std::time::Duration::from_secs(5);
    File::options()
        .write(true)
        .open(out.join("index.html"))
        .unwrap()
        .set_modified(later)
        .unwrap();
    assert!(!is_current(&out, inputs("1")));
    assert_eq!(
        publish(&portal(FIRST), &out, inputs("1")).unwrap(),
        report(0, 4, 0, 0)
    );
    // Its contents were read and are right, so the next look is fast again.
    assert!(is_current(&out, inputs("1")));
    fs::remove_file(out.join("b/index.html")).unwrap();
    assert!(!is_current(&out, inputs("1")));
    assert_eq!(
        publish(&portal(FIRST), &out, inputs("1")).unwrap(),
        report(1, 3, 0, 0)
    );
    assert!(is_current(&out, inputs("1")));
}

#[test]
fn without_a_good_manifest_everything_is_foreign() {
    for bad in [
        "",
        "{}",
        "nonsense",
        // A forged one that reaches outside.
        r#"{"format":1,"inputs":"","complete":true,"files":{"../secret":{"length":1,"sha256":""}}}"#,
        r#"{"format":9,"inputs":"","complete":true,"files":{}}"#,
    ] {
        let (folder, out) = first();
        fs::write(folder.path().join("secret"), "x").unwrap();
        fs::write(out.join(MANIFEST), bad).unwrap();
        assert!(!is_current(&out, inputs("1")));
        let error = publish(&portal(SECOND), &out, inputs("2")).unwrap_err();
        assert!(matches!(error, Error::Foreign(_)), "{error}");
        let done = publish(&portal(&FIRST[..2]), &out, inputs("2")).unwrap();
        assert_eq!(done, report(0, 2, 0, 2));
        assert!(folder.path().join("secret").exists());
    }
}

#[test]
fn what_a_killed_build_left_is_cleared_away() {
    let (folder, out) = first();
    let left = folder.path().join(".public.stoa-staging-abc");
    fs::create_dir_all(left.join("a")).unwrap();
    fs::write(left.join("a/index.html"), "half").unwrap();
    let mark = "stoa is making a portal here. If no stoa is running, this folder may be deleted.\n";
    fs::write(left.join(".stoa-staging"), mark).unwrap();
    let partial = |path: &str| {
        let digest = Digest::of(path.as_bytes()).hex();
        out.join(format!("a/.stoa-partial-{}", &digest[..16]))
    };
    fs::write(partial("a/index.html"), "half").unwrap();
    fs::write(partial("mine"), "mine").unwrap();
    // Not ours: another portal's, a file, another name, and one that a living build holds.
    let others = [
        ".other.stoa-staging-abc",
        ".public.mine",
        ".public.stoa-staging-used",
        ".public.stoa-staging-mine",
    ];
    for name in others {
        fs::create_dir(folder.path().join(name)).unwrap();
    }
    for name in [others[0], others[2]] {
        fs::write(folder.path().join(name).join(".stoa-staging"), mark).unwrap();
    }
    fs::write(folder.path().join(".public.stoa-staging-file"), "").unwrap();
    let held = File::open(folder.path().join(others[2])).unwrap();
    held.lock().unwrap();
    let done = publish(&portal(SECOND), &out, inputs("2")).unwrap();
    assert_eq!(done, report(2, 1, 2, 1));
    assert!(!left.exists());
    assert!(!partial("a/index.html").exists());
    assert!(partial("mine").exists());
    assert!(!out.join(".stoa-staging").exists());
    for name in others {
        assert!(folder.path().join(name).exists(), "{name}");
    }
    assert!(folder.path().join(".public.stoa-staging-file").exists());
}

#[test]
fn a_kill_between_two_files_is_mended() {
    // One by one: the manifest says what may be there, and some files are new, some old.
    let (_folder, out) = first();
    let digest = |text: &str| Digest::of(text.as_bytes()).hex();
    let entry = |text: &str, was: Option<&str>| {
        let was = was.map_or(String::new(), |was| {
            format!(r#","was":["0","{}"]"#, digest(was))
        });
        format!(r#"{{"length":1,"sha256":"{}"{was}}}"#, digest(text))
    };
    let manifest = format!(
        r#"{{"format":1,"inputs":"{}","complete":false,"files":{{"a/index.html":{},"b/index.html":{},"d/index.html":{}}}}}"#,
        inputs("2").hex(),
        entry("A", Some("a")),
        entry("B", Some("b")),
        entry("d", None),
    );
    fs::write(out.join("a/index.html"), "A").unwrap();
    fs::write(out.join(MANIFEST), manifest).unwrap();
    assert!(!is_current(&out, inputs("2")));
    let files = [
        ("a/index.html", "3"),
        ("b/index.html", "4"),
        ("d/index.html", "d"),
    ];
    let done = publish(&portal(&files), &out, inputs("3")).unwrap();
    assert_eq!((done.written, done.unchanged), (3, 0));
    assert!(is_current(&out, inputs("3")));
}

#[cfg(unix)]
#[test]
fn a_link_to_a_folder_is_followed() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("target");
    let link = folder.path().join("link");
    fs::create_dir(&target).unwrap();
    std::os::unix::fs::symlink(&target, &link).unwrap();
    publish(&portal(FIRST), &link, inputs("1")).unwrap();
    publish(&portal(SECOND), &link, inputs("2")).unwrap();
    assert!(link.symlink_metadata().unwrap().is_symlink());
    assert!(is_current(&target, inputs("2")) && is_current(&link, inputs("2")));
    // A link that leads nowhere is not replaced.
    fs::remove_dir_all(&target).unwrap();
    let error = publish(&portal(FIRST), &link, inputs("1")).unwrap_err();
    assert!(matches!(error, Error::NotAFolder(_)), "{error}");
}

#[test]
fn a_file_in_the_place_of_the_folder_stays() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("public");
    fs::write(&out, "mine").unwrap();
    for out in [out.clone(), out.join("inside")] {
        let error = publish(&portal(FIRST), &out, inputs("1")).unwrap_err();
        assert!(
            error.to_string().contains("public` is not a folder"),
            "{error}"
        );
    }
    assert_eq!(fs::read_to_string(&out).unwrap(), "mine");
}

#[cfg(unix)]
#[test]
fn a_folder_without_permission_is_an_error_in_words() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let parent = folder.path().join("parent");
    let inside = parent.join("inside");
    fs::create_dir_all(&inside).unwrap();
    fs::set_permissions(&parent, fs::Permissions::from_mode(0o555)).unwrap();
    if fs::write(parent.join("probe"), "").is_ok() {
        return; // The superuser may do anything.
    }
    let error = publish(&portal(FIRST), &parent.join("public"), inputs("1")).unwrap_err();
    assert!(
        error.to_string().contains("can't create a folder in"),
        "{error}"
    );
    // The folder itself is writable, so its files are replaced one by one.
    publish(&portal(FIRST), &inside, inputs("1")).unwrap();
    publish(&portal(SECOND), &inside, inputs("2")).unwrap();
    assert!(is_current(&inside, inputs("2")));
    fs::set_permissions(&parent, fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn a_large_file_is_copied_and_left_alone_then() {
    let (folder, out) = first();
    let from = folder.path().join("video.mp4");
    fs::write(&from, "a film").unwrap();
    let other = LargeFile::at(&from).unwrap();
    fs::write(&from, "video").unwrap();
    let video = LargeFile::at(&from).unwrap();
    let with_video = |file: &LargeFile| -> Artifacts {
        let video = Artifact {
            path: OutPath::new("video.mp4"),
            body: Body::Copy(file.clone()),
            digest: Digest::of(b"video"),
        };
        let pages = portal(&SECOND[..2]);
        pages.iter().cloned().chain([Arc::new(video)]).collect()
    };
    let before = tree(&out);
    let error = publish(&with_video(&other), &out, inputs("2")).unwrap_err();
    assert!(matches!(error, Error::SourceChanged(_)), "{error}");
    assert_eq!(tree(&out), before);
    assert_eq!(
        publish(&with_video(&video), &out, inputs("2")).unwrap(),
        report(2, 1, 2, 0)
    );
    assert_eq!(
        publish(&with_video(&video), &out, inputs("2")).unwrap(),
        report(0, 3, 0, 0)
    );
    assert_eq!(fs::read_to_string(out.join("video.mp4")).unwrap(), "video");
    // A failed build leaves nothing beside the portal.
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
}

#[test]
fn builds_at_the_same_time_do_not_mix() {
    let (folder, out) = first();
    let versions: Vec<String> = (0..4).map(|version| version.to_string()).collect();
    std::thread::scope(|scope| {
        for version in &versions {
            let out = &out;
            scope.spawn(move || {
                for round in 0..10 {
                    let text = format!("{version} {round}");
                    let files: Vec<(String, &str)> = (0..20)
                        .map(|at| (format!("{at}/index.html"), &*text))
                        .collect();
                    let files: Vec<(&str, &str)> =
                        files.iter().map(|(path, text)| (&**path, *text)).collect();
                    publish(&portal(&files), out, inputs(&text)).unwrap();
                }
            });
        }
    });
    let tree = tree(&out);
    let texts: std::collections::BTreeSet<&String> = tree
        .iter()
        .filter(|(path, _)| !path.ends_with('/'))
        .map(|(_, text)| text)
        .collect();
    assert_eq!(texts.len(), 1, "{texts:?}");
    assert_eq!(tree.len(), 40);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[cfg(unix)]
#[test]
fn what_is_behind_a_link_in_the_portal_is_nobodys_page() {
    let (folder, out) = first();
    let elsewhere = folder.path().join("elsewhere");
    fs::create_dir(&elsewhere).unwrap();
    fs::write(elsewhere.join("diary.txt"), "dear").unwrap();
    fs::write(elsewhere.join("index.html"), "b").unwrap();
    std::os::unix::fs::symlink(&elsewhere, out.join("lnk")).unwrap();
    // A manifest that takes the diary for a page, and is newer than it.
    let manifest = fs::read_to_string(out.join(MANIFEST)).unwrap();
    let forged = manifest.replacen(
        "\"files\": {",
        "\"files\": {\"lnk/diary.txt\": {\"length\": 4, \"sha256\": \"\"},",
        1,
    );
    assert_ne!(manifest, forged);
    std::thread::sleep(std::time::Duration::from_millis(20));
    fs::write(out.join(MANIFEST), forged).unwrap();
    assert!(!is_current(&out, inputs("1")));
    publish(&portal(SECOND), &out, inputs("2")).unwrap();
    assert_eq!(
        fs::read_to_string(elsewhere.join("diary.txt")).unwrap(),
        "dear"
    );
    assert!(out.join("lnk").is_symlink());
    // A page that would be written through the link names the link.
    let error = publish(&portal(&[("lnk/index.html", "b")]), &out, inputs("3")).unwrap_err();
    assert!(matches!(&error, Error::Foreign(path) if path.ends_with("lnk")));
    assert_eq!(names(&elsewhere), ["diary.txt", "index.html"]);
    assert_eq!(fs::read_to_string(out.join("a/index.html")).unwrap(), "A");
}

#[cfg(unix)]
#[test]
fn a_manifest_that_is_no_file_is_as_good_as_none() {
    let (_folder, out) = first();
    let manifest = out.join(MANIFEST);
    let reset = || fs::remove_file(&manifest).unwrap();
    reset();
    // A pipe that nobody writes to would be waited for without end.
    let made = std::process::Command::new("mkfifo").arg(&manifest).status();
    if made.is_ok_and(|status| status.success()) {
        assert!(!is_current(&out, inputs("1")));
        let done = publish(&portal(FIRST), &out, inputs("1")).unwrap();
        assert_eq!(done, report(0, 4, 0, 0));
        reset();
    }
    std::os::unix::fs::symlink("/dev/zero", &manifest).unwrap();
    assert!(!is_current(&out, inputs("1")));
    publish(&portal(FIRST), &out, inputs("1")).unwrap();
    reset();
    // A file of a terabyte with nothing in it.
    let huge = File::create(&manifest).unwrap();
    if huge.set_len(1 << 40).is_ok() {
        assert!(!is_current(&out, inputs("1")));
    }
    drop(huge);
    publish(&portal(FIRST), &out, inputs("1")).unwrap();
    assert!(is_current(&out, inputs("1")));
}

#[test]
fn what_cannot_be_written_leaves_the_old_portal_untouched() {
    let (folder, out) = first();
    let from = folder.path().join("film.mp4");
    fs::write(&from, "short").unwrap();
    let large = LargeFile::at(&from).unwrap();
    fs::write(&from, "long by now").unwrap();
    let film = |path: &str| {
        Arc::new(Artifact {
            path: OutPath::new(path),
            body: Body::Copy(large.clone()),
            digest: inputs("film"),
        })
    };
    let with = |files: &[(&str, &str)], path: &str| -> Artifacts {
        portal(files).iter().cloned().chain([film(path)]).collect()
    };
    // One change is made in place.
    let before = (tree(&out), fs::read(out.join(MANIFEST)).unwrap());
    let error = publish(&with(FIRST, "new/film.mp4"), &out, inputs("2")).unwrap_err();
    assert!(matches!(error, Error::SourceChanged(_)), "{error}");
    let after = (tree(&out), fs::read(out.join(MANIFEST)).unwrap());
    assert_eq!(before, after);
    assert!(is_current(&out, inputs("1")));
    // And so are many where there are only files of somebody else.
    let home = folder.path().join("home");
    fs::create_dir(&home).unwrap();
    fs::write(home.join("mine"), "mine").unwrap();
    publish(&with(FIRST, "z/film.mp4"), &home, inputs("2")).unwrap_err();
    assert_eq!(names(&home), ["mine"]);
    assert!(!home.join(MANIFEST).exists());
}

#[test]
fn a_path_that_no_file_can_have_is_passed_over() {
    let (_folder, out) = first();
    let manifest = fs::read_to_string(out.join(MANIFEST)).unwrap();
    let forged = manifest.replacen(
        "\"files\": {",
        &format!(
            r#""files": {{"a\u0000b": {{"length": 1, "sha256": ""}}, "{}": {{"length": 1, "sha256": ""}},"#,
            "x".repeat(5000)
        ),
        1,
    );
    fs::write(out.join(MANIFEST), forged).unwrap();
    // Without a path, an artifact is written nowhere.
    let files: Vec<_> = SECOND.iter().copied().chain([("\\", "x")]).collect();
    let done = publish(&portal(&files), &out, inputs("2")).unwrap();
    assert_eq!(done, report(2, 1, 2, 0));
    assert!(is_current(&out, inputs("2")));
}
