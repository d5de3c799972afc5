//! The course folder as it may come from a stranger: what is read, what is left out, and what is never written.

// A panic is how a test fails.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

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
