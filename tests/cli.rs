//! Whole command lines and their whole output.
//!
//! `SNAPSHOTS=overwrite cargo test --test cli` writes the output of today into this file; times are `[..]`, by hand.

#![allow(missing_docs, clippy::unwrap_used)]

mod support;

use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;
use std::process::Stdio;
use std::time::SystemTime;

use snapbox::cmd::Command;
use snapbox::{IntoData, str};
use support::{Course, NOW};
use tempfile::TempDir;

/// The command, as a program in a pipe sees it.
fn stoa(folder: &Path, args: &[&str]) -> Command {
    let command = Command::new(env!("CARGO_BIN_EXE_stoa"))
        .current_dir(folder)
        .args(args);
    let unset = [
        "NO_COLOR",
        "CLICOLOR",
        "CLICOLOR_FORCE",
        "RUST_BACKTRACE",
        "SOURCE_DATE_EPOCH",
    ];
    unset
        .into_iter()
        .fold(command, Command::env_remove)
        .env("COLUMNS", "100")
        .env("SOURCE_DATE_EPOCH", "1791964800")
}

#[track_caller]
fn run(folder: &Path, args: &[&str], code: i32, out: impl IntoData, err: impl IntoData) {
    stoa(folder, args)
        .assert()
        .code(code)
        .stdout_eq(out)
        .stderr_eq(err);
}

/// A folder with a course in `c`.
fn on_disk(course: &Course) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    course.write_to(&folder.path().join("c"));
    folder
}

fn good() -> TempDir {
    on_disk(&Course::parse(
        "-- course.toml --\ntitle = \"T\"\nbase_url = \"https://learn.example.org/\"\n-- modules/01-start/index.md --\n# Start\n-- modules/01-start/a.md --\n+++\nduration = \"5m\"\nbadges = [\"host\"]\n+++\n# A lesson\n\nText.\n-- badges/host.md --\n# Good host\n\nOpen a meeting.\n-- schedule.toml --\n[[session]]\nid = \"kickoff\"\nformat = \"webinar\"\nweek = 1\nday = \"tue\"\ntime = \"10:00\"\n-- cohorts/autumn.toml --\nstart = 2026-10-05\ntimezone = \"Europe/Paris\"\n",
    ))
}

#[test]
fn the_facilitators_edition_stays_out_of_the_public_folder() {
    let folder = good();
    let built = |args: &[&str]| {
        let out = stoa(folder.path(), args)
            .assert()
            .code(0)
            .get_output()
            .clone();
        String::from_utf8(out.stdout).unwrap() + &String::from_utf8(out.stderr).unwrap()
    };
    built(&["build", "c"]);
    let public =
        |name: &str| std::fs::read_to_string(folder.path().join("c/portal").join(name)).unwrap();
    let (home, robots) = (public("index.html"), public("robots.txt"));
    let said = built(&["build", "c", "--facilitator"]);
    assert!(said.contains("c/portal-facilitator is for facilitators: do not publish it."));
    assert!(said.contains("`stoa serve c --facilitator` shows it"));
    assert!(!said.contains("to publish, copy"));
    assert_eq!((public("index.html"), public("robots.txt")), (home, robots));
    assert!(!public("index.html").contains("noindex"));

    let own = folder.path().join("c/portal-facilitator");
    let read = |name: &str| std::fs::read_to_string(own.join(name)).unwrap();
    assert!(read("index.html").contains("<meta name=\"robots\" content=\"noindex"));
    assert_eq!(read("robots.txt"), "User-agent: *\nDisallow: /\n");
    assert!(!own.join("sitemap.xml").exists());

    // Neither edition is a source, not even where it is no portal any more.
    std::fs::remove_file(own.join("index.html")).unwrap();
    std::fs::write(own.join("note.md"), "# A\n\n[Away](nowhere.md).\n").unwrap();
    for args in [["build", "c"], ["check", "c"]] {
        assert!(!built(&args).contains("nowhere"), "{args:?}");
    }
}

fn with_warning() -> TempDir {
    on_disk(
        &Course::lesson("# A\n\nSee [b](bb.md).\n")
            .with("modules/b.md", "# B\n\n![](x.svg)\n")
            .with("modules/x.svg", "<svg viewBox='0 0 1 1'/>"),
    )
}

fn with_error() -> TempDir {
    on_disk(&Course::lesson("# A\n\n:::challenge\nText.\n").with("course.toml", "titel = \"T\"\n"))
}

/// What is in a folder, with the times of last change.
fn state(folder: &Path) -> BTreeMap<String, (SystemTime, Vec<u8>)> {
    let files = walkdir::WalkDir::new(folder)
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| entry.file_type().is_file());
    files
        .map(|entry| {
            let name = entry
                .path()
                .strip_prefix(folder)
                .unwrap()
                .to_str()
                .unwrap()
                .to_owned();
            (
                name,
                (
                    entry.metadata().unwrap().modified().unwrap(),
                    std::fs::read(entry.path()).unwrap(),
                ),
            )
        })
        .collect()
}

#[test]
fn build_a_good_course() {
    let folder = good();
    run(
        folder.path(),
        &["build", "c"],
        0,
        str![""],
        str![[r#"
Built 11 pages, 1 module, 1 lesson, 1 cohort, 1 session in [..] (read [..], parse [..], assemble [..], render [..], write [..]).
      Files: [..] written, 0 unchanged.
      stoa.lock has changed: commit it, so that calendars know moved sessions from new ones.
Next: `stoa serve c` shows it in your browser; to publish, copy [..]/c/portal to your web server.

"#]],
    );
    assert!(
        folder
            .path()
            .join("c/portal/modules/start/a/index.html")
            .exists()
    );
    let before = state(&folder.path().join("c/portal"));
    // Nothing has changed, so nothing is touched.
    run(
        folder.path(),
        &["build", "c"],
        0,
        str![""],
        str![[r#"
Built 11 pages already, nothing has changed (looked for [..]).
Next: `stoa serve c` shows it in your browser; to publish, copy [..]/c/portal to your web server.

"#]],
    );
    assert_eq!(state(&folder.path().join("c/portal")), before);
}

#[test]
fn build_says_when_to_build_again() {
    let folder = good();
    for head in [
        "Built [..] in [..] (read [..], parse [..], assemble [..], render [..], write [..]).\n      Files: [..] written, 0 unchanged.\n      stoa.lock has changed: commit it, so that calendars know moved sessions from new ones.",
        "Built [..] already, nothing has changed (looked for [..]).",
    ] {
        run(
            folder.path(),
            &["build", "c", "--now", "2026-10-05T09:00:00Z"],
            0,
            str![""],
            snapbox::Data::text(format!(
                "{head}\n      Build again on Tue 6 October 2026, 10:00 (Europe/Paris), when something in the portal changes by itself.\nNext: `stoa serve c` shows it in your browser; to publish, copy [..]/c/portal to your web server.\n"
            )),
        );
    }
    let json = std::fs::read_to_string(folder.path().join("c/portal/build.json")).unwrap();
    assert!(
        json.contains("\"next_change\": \"2026-10-06T08:00:01Z\""),
        "{json}"
    );
}

#[test]
fn the_lock_is_written_by_build_only_and_once() {
    let folder = good();
    let lock = folder.path().join("c/stoa.lock");
    let edit = |from: &str, to: &str| {
        let path = folder.path().join("c/schedule.toml");
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.contains(from));
        std::fs::write(&path, text.replace(from, to)).unwrap();
    };
    let stoa = |args: &[&str]| {
        let output = stoa(folder.path(), args).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        (output.status.code().unwrap(), said)
    };
    // The clock of these tests shows a day in week 2.
    edit("week = 1", "week = 3");
    assert_eq!(stoa(&["check", "c"]).0, 0);
    assert_eq!(stoa(&["list", "sessions", "c"]).0, 0);
    assert!(!lock.exists());
    // Where nothing may be written, a lock that is missing is an error with the command to run.
    for command in ["build", "check"] {
        assert_eq!(stoa(&[command, "c", "--locked"]).0, 1);
        assert!(!lock.exists() && !folder.path().join("c/portal").exists());
    }
    run(
        folder.path(),
        &["build", "c", "--locked"],
        1,
        str![""],
        str![[r#"
error[stale-lock]: what has changed is not in stoa.lock yet: `kickoff` of the cohort `autumn`
--> stoa.lock
 = help: run `stoa build` without --locked, and commit stoa.lock with your change

Stopped: 1 error. Nothing was written.

"#]],
    );
    assert_eq!(stoa(&["build", "c"]).0, 0);
    let first = std::fs::read_to_string(&lock).unwrap();
    let portal = state(&folder.path().join("c/portal"));
    for args in [
        &["build", "c", "--locked"][..],
        &["build", "c"],
        &["build", "c", "--now", "2026-10-13T00:00:00Z"],
        &["check", "c", "--locked"],
    ] {
        assert_eq!(stoa(args).0, 0, "{args:?}");
    }
    assert_eq!(state(&folder.path().join("c/portal")), portal);
    assert_eq!(std::fs::read_to_string(&lock).unwrap(), first);

    // A change is written once, at the time of the build; a course with errors writes nothing.
    edit("10:00", "11:00");
    assert_eq!(stoa(&["build", "c", "--locked"]).0, 1);
    edit("week = 3", "week = -1");
    assert_eq!(stoa(&["build", "c"]).0, 1);
    assert_eq!(std::fs::read_to_string(&lock).unwrap(), first);
    assert_eq!(state(&folder.path().join("c/portal")), portal);
    edit("week = -1", "week = 3");
    let (code, said) = stoa(&["build", "c"]);
    assert!(
        code == 0 && said.contains("stoa.lock has changed: commit it"),
        "{said}"
    );
    let second = std::fs::read_to_string(&lock).unwrap();
    assert!(
        second.contains("sequence = 1, revised = \"2026-10-14T08:00:00Z\""),
        "{second}"
    );
    let (code, said) = stoa(&["build", "c", "--locked"]);
    assert!(code == 0 && said.contains("nothing has changed"), "{said}");

    // Another machine has the committed lock and another clock, and makes the same bytes.
    let other = tempfile::tempdir().unwrap();
    for name in [
        "course.toml",
        "schedule.toml",
        "stoa.lock",
        "modules/01-start/index.md",
        "modules/01-start/a.md",
        "badges/host.md",
        "cohorts/autumn.toml",
    ] {
        let to = other.path().join("c").join(name);
        std::fs::create_dir_all(to.parent().unwrap()).unwrap();
        std::fs::copy(folder.path().join("c").join(name), to).unwrap();
    }
    let calendars = |folder: &Path| -> BTreeMap<String, Vec<u8>> {
        let files = state(&folder.join("c/portal/calendars")).into_iter();
        files.map(|(name, (_, bytes))| (name, bytes)).collect()
    };
    run(
        other.path(),
        &["build", "c", "--locked", "--now", "2026-11-30T12:00:00Z"],
        0,
        str![""],
        str!["..."],
    );
    assert_eq!(calendars(other.path()), calendars(folder.path()));
}

/// The memory of the last build is of one folder and one time; the portal in another folder is of its own time.
#[test]
fn a_portal_of_another_time_in_another_folder_is_made_anew() {
    let folder = good();
    let build = |out: &str, now: &str| {
        let args = ["build", "c", "--out", out, "--now", now];
        let output = stoa(folder.path(), &args).output().unwrap();
        assert!(output.status.success());
    };
    let home =
        |out: &str| std::fs::read_to_string(folder.path().join(out).join("index.html")).unwrap();
    let (before, during) = ("2026-09-01T00:00:00Z", "2026-10-07T00:00:00Z");
    build("one", before);
    build("other", during);
    assert_ne!(home("one"), home("other"));
    build("one", during);
    assert_eq!(home("one"), home("other"));
}

#[cfg(unix)]
#[test]
fn a_lock_that_can_be_read_and_not_written() {
    use std::os::unix::fs::PermissionsExt;
    let folder = good();
    assert!(
        stoa(folder.path(), &["build", "c"])
            .output()
            .unwrap()
            .status
            .success()
    );
    let lock = folder.path().join("c/stoa.lock");
    let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!(
        mode(&lock),
        mode(&folder.path().join("c/portal/index.html")),
        "others may read it"
    );
    // A folder in its place can't be replaced by a file, and nothing is published without it.
    std::fs::remove_file(&lock).unwrap();
    std::fs::create_dir_all(lock.join("x")).unwrap();
    let before = state(&folder.path().join("c/portal"));
    let output = stoa(folder.path(), &["build", "c"]).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("stoa.lock is a folder"), "{said}");
    assert_eq!(state(&folder.path().join("c/portal")), before);
}

#[test]
fn build_elsewhere_and_with_another_address() {
    let folder = good();
    run(
        folder.path(),
        &[
            "build",
            "c",
            "--out",
            "out",
            "--base-url",
            "https://example.org/x",
        ],
        0,
        str![""],
        str![[r#"
Built 11 pages, 1 module, 1 lesson, 1 cohort, 1 session in [..] (read [..], parse [..], assemble [..], render [..], write [..]).
      Files: [..] written, 0 unchanged.
      stoa.lock has changed: commit it, so that calendars know moved sessions from new ones.
Next: `stoa serve c` shows it in your browser; to publish, copy [..]/out to your web server.

"#]],
    );
    let home = std::fs::read_to_string(folder.path().join("out/index.html")).unwrap();
    assert!(home.contains("https://example.org/x/"));
    assert!(!folder.path().join("c/portal").exists());
}

#[test]
fn build_with_warnings_writes_the_portal() {
    let folder = with_warning();
    run(
        folder.path(),
        &["build", "c"],
        0,
        str![""],
        str![[r#"
warning[broken-link]: there is no page or file `bb.md`
 --> modules/a.md:3:9
  |
3 | See [b](bb.md).
  |         ^^^^^
  |
  = help: did you mean `b.md`?

Built 5 pages, 2 lessons in [..] (read [..], parse [..], assemble [..], render [..], write [..]).
      Files: [..] written, 0 unchanged.
      1 warning to look at; `stoa explain CODE` says more about each.
Next: `stoa serve c` shows it in your browser; to publish, copy [..]/c/portal to your web server.

"#]],
    );
    assert!(folder.path().join("c/portal/index.html").exists());
    // Also where nothing has changed since, a warning is said, and is an error where it is strict.
    let again = stoa(folder.path(), &["build", "c"]).assert().success();
    let again = String::from_utf8_lossy(&again.get_output().stderr).into_owned();
    assert!(
        again.contains("warning[broken-link]") && again.contains("nothing has changed"),
        "{again}"
    );
    stoa(folder.path(), &["build", "c", "--strict"])
        .assert()
        .code(1);
}

#[test]
fn build_with_warnings_is_refused_where_it_is_strict() {
    let folder = with_warning();
    run(
        folder.path(),
        &["build", "c", "--strict"],
        1,
        str![""],
        str![[r#"
error[broken-link]: there is no page or file `bb.md`
 --> modules/a.md:3:9
  |
3 | See [b](bb.md).
  |         ^^^^^
  |
  = help: did you mean `b.md`?

Stopped: 1 error. Nothing was written.

"#]],
    );
    assert!(!folder.path().join("c/portal").exists());
}

#[test]
fn build_with_errors_leaves_the_portal_of_before() {
    let folder = good();
    stoa(folder.path(), &["build", "c"]).assert().success();
    let before = state(&folder.path().join("c/portal"));
    std::fs::write(folder.path().join("c/course.toml"), "titel = \"T\"\n").unwrap();
    run(
        folder.path(),
        &["build", "c"],
        1,
        str![""],
        str![[r#"
warning[empty-title]: the course has no title
--> course.toml
 = help: write `title = "..."` into course.toml

error[unknown-key]: the course has no `titel`
 --> course.toml:1:1
  |
1 | titel = "T"
  | ^^^^^
  |
  = help: did you mean `title`?

Stopped: 1 error and 1 warning. The portal from before is untouched.

"#]],
    );
    assert_eq!(state(&folder.path().join("c/portal")), before);
}

#[test]
fn build_that_cannot_run() {
    let folder = good();
    run(
        folder.path(),
        &["build", "missing"],
        2,
        str![""],
        str![[r#"
error: the course folder `missing` can't be opened: No such file or directory (os error 2)

"#]],
    );
    run(
        folder.path(),
        &["build", "c/course.toml"],
        2,
        str![""],
        str![[r#"
error: `c/course.toml` is not a folder; name the folder that holds your course

"#]],
    );
    run(
        folder.path(),
        &["build", "c", "--out", "c"],
        2,
        str![""],
        str![[r#"
error: the portal can't go into the course folder itself; choose a folder in it or beside it with --out

"#]],
    );
    run(
        folder.path(),
        &["build", "c", "--base-url", "example.org"],
        2,
        str![""],
        str![[r#"
error: `example.org` is no whole address; write --base-url https://learn.example.org/course/

"#]],
    );
    run(
        folder.path(),
        &["build", "c", "--now", "yesterday"],
        2,
        str![""],
        str![[r#"
error: invalid value 'yesterday' for '--now <TIME>': write a day, like 2026-10-05, or a time with its zone, like 2026-10-05T09:00:00Z

For more information, try '--help'.

"#]],
    );
    run(
        folder.path(),
        &["build", "c", "--outt", "x"],
        2,
        str![""],
        str![[r#"
error: unexpected argument '--outt' found

  tip: a similar argument exists: '--out'

Usage: stoa build --out <DIR> <DIR>

For more information, try '--help'.

"#]],
    );
    stoa(folder.path(), &["build", "c"])
        .env("SOURCE_DATE_EPOCH", "soon")
        .assert()
        .code(2)
        .stdout_eq(str![""])
        .stderr_eq(str![[r#"
error: SOURCE_DATE_EPOCH is `soon`, which is no number of seconds

"#]]);
    run(
        folder.path(),
        &["bulid"],
        2,
        str![""],
        str![[r#"
error: unrecognized subcommand 'bulid'

  tip: a similar subcommand exists: 'build'

Usage: stoa <COMMAND>

For more information, try '--help'.

"#]],
    );
    // A folder without any page is a problem of the course.
    std::fs::create_dir(folder.path().join("empty")).unwrap();
    run(
        folder.path(),
        &["build", "empty"],
        1,
        str![""],
        str![[r#"
warning[empty-title]: the course has no title
--> course.toml
 = help: add a file course.toml with a line `title = "..."`, or an index.md with a heading

error[nothing-to-build]: there is no page in this folder
--> modules
 = help: start in the folder with your Markdown files, or make a course with `stoa new`

Stopped: 1 error and 1 warning. Nothing was written.

"#]],
    );
}

#[test]
fn check_for_people() {
    run(
        good().path(),
        &["check", "c"],
        0,
        str![""],
        str![[r#"
Good: 6 files checked, nothing to say.

"#]],
    );
    run(
        with_warning().path(),
        &["check", "c"],
        0,
        str![[r#"
warning[broken-link]: there is no page or file `bb.md`
 --> modules/a.md:3:9
  |
3 | See [b](bb.md).
  |         ^^^^^
  |
  = help: did you mean `b.md`?

note[missing-alt]: this picture has no description
 --> modules/b.md:3:5
  |
3 | ![](x.svg)
  |     ^^^^^
  |
  = help: say in the brackets what it shows: ![what it shows](picture.png)


"#]],
        str![[r#"
1 warning and 1 note. `stoa explain CODE` says why a finding matters and how to mend it.

"#]],
    );
    run(
        with_warning().path(),
        &["check", "c", "--strict"],
        1,
        str![[r#"
error[broken-link]: there is no page or file `bb.md`
 --> modules/a.md:3:9
  |
3 | See [b](bb.md).
  |         ^^^^^
  |
  = help: did you mean `b.md`?

note[missing-alt]: this picture has no description
 --> modules/b.md:3:5
  |
3 | ![](x.svg)
  |     ^^^^^
  |
  = help: say in the brackets what it shows: ![what it shows](picture.png)


"#]],
        str![[r#"
1 error and 1 note. `stoa explain CODE` says why a finding matters and how to mend it.

"#]],
    );
    let folder = with_error();
    run(
        folder.path(),
        &["check", "c"],
        1,
        str![[r#"
warning[empty-title]: the course has no title
--> course.toml
 = help: write `title = "..."` into course.toml

error[unknown-key]: the course has no `titel`
 --> course.toml:1:1
  |
1 | titel = "T"
  | ^^^^^
  |
  = help: did you mean `title`?

error[unclosed-directive]: this `challenge` block is never closed
 --> modules/a.md:3:1
  |
3 | :::challenge
  | ^^^^^^^^^^^^
  |
  = help: write a line `:::` where it ends


"#]],
        str![[r#"
2 errors and 1 warning. `stoa explain CODE` says why a finding matters and how to mend it.

"#]],
    );
    assert!(
        !folder.path().join("c/portal").exists() && !folder.path().join("c/.stoa").exists(),
        "a check writes nothing"
    );
    run(
        folder.path(),
        &["check", "missing"],
        2,
        str![""],
        str![[r#"
error: the course folder `missing` can't be opened: No such file or directory (os error 2)

"#]],
    );
}

#[test]
fn check_for_programs() {
    let folder = with_warning();
    run(
        folder.path(),
        &["check", "c", "--format", "json"],
        0,
        str![[r#"
{"rule":"broken-link","severity":"warning","path":"modules/a.md","line":3,"column":9,"endLine":3,"endColumn":14,"message":"there is no page or file `bb.md`","help":"did you mean `b.md`?"}
{"rule":"missing-alt","severity":"note","path":"modules/b.md","line":3,"column":5,"endLine":3,"endColumn":10,"message":"this picture has no description","help":"say in the brackets what it shows: ![what it shows](picture.png)"}

"#]],
        str![""],
    );
    run(
        folder.path(),
        &["check", "c", "--format", "github"],
        0,
        str![[r#"
::warning file=modules/a.md,line=3,endLine=3,col=9,endColumn=14,title=broken-link::there is no page or file `bb.md`%0Ahelp: did you mean `b.md`?
::notice file=modules/b.md,line=3,endLine=3,col=5,endColumn=10,title=missing-alt::this picture has no description%0Ahelp: say in the brackets what it shows: ![what it shows](picture.png)

"#]],
        str![""],
    );
    let sarif = stoa(folder.path(), &["check", "c", "--format", "sarif"])
        .assert()
        .success()
        .stderr_eq(str![""]);
    let sarif: serde_json::Value = serde_json::from_slice(&sarif.get_output().stdout).unwrap();
    assert_eq!(sarif["version"], "2.1.0");
    assert_eq!(sarif["runs"][0]["results"].as_array().unwrap().len(), 2);
    // Nothing found is nothing said, and an error is one here too.
    run(
        good().path(),
        &["check", "c", "--format", "json"],
        0,
        str![""],
        str![""],
    );
    run(
        with_error().path(),
        &["check", "c", "--format", "github"],
        1,
        str![[r#"
::warning file=course.toml,title=empty-title::the course has no title%0Ahelp: write `title = "..."` into course.toml
::error file=course.toml,line=1,endLine=1,col=1,endColumn=6,title=unknown-key::the course has no `titel`%0Ahelp: did you mean `title`?
::error file=modules/a.md,line=3,endLine=3,col=1,endColumn=13,title=unclosed-directive::this `challenge` block is never closed%0Ahelp: write a line `:::` where it ends

"#]],
        str![""],
    );
}

#[test]
fn colours_are_for_terminals_and_those_who_ask() {
    let folder = with_warning();
    let out = |name: &str, value: &str| {
        let assert = stoa(folder.path(), &["check", "c"])
            .env(name, value)
            .assert();
        let output = assert.get_output();
        String::from_utf8([output.stdout.clone(), output.stderr.clone()].concat()).unwrap()
    };
    assert!(!out("A", "b").contains('\u{1b}'));
    assert!(out("CLICOLOR_FORCE", "1").contains('\u{1b}'));
    let assert = stoa(folder.path(), &["check", "c"])
        .env("CLICOLOR_FORCE", "1")
        .env("NO_COLOR", "1")
        .assert();
    assert!(
        !String::from_utf8_lossy(&assert.get_output().stdout).contains('\u{1b}'),
        "NO_COLOR wins"
    );
}

#[test]
fn explain_a_rule() {
    let folder = tempfile::tempdir().unwrap();
    run(
        folder.path(),
        &["explain", "broken-link"],
        0,
        str![[r#"
broken-link (warning)

Looks for:
  a link to a page or file that is not there

Why it matters:
  A learner who follows it lands on an error page.

How to mend it:
  Write the path of the file, seen from the page with the link.


"#]],
        str![""],
    );
    run(
        folder.path(),
        &["explain", "brokn-link"],
        2,
        str![""],
        str![[r#"
error: there is no rule `brokn-link`; did you mean `broken-link`?

"#]],
    );
    run(
        folder.path(),
        &["explain", "zebra"],
        2,
        str![""],
        str![[r#"
error: there is no rule `zebra`; `stoa list rules` shows all of them

"#]],
    );
    for rule in stoa::rule::RULES {
        let assert = stoa(folder.path(), &["explain", rule.code])
            .assert()
            .success();
        let text = String::from_utf8_lossy(&assert.get_output().stdout).into_owned();
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(
            words.contains(rule.why) && words.contains(rule.fix),
            "{}",
            rule.code
        );
        assert!(
            text.lines().all(|line| line.chars().count() <= 80),
            "{text}"
        );
    }
}

#[test]
fn lists_of_a_course_without_a_cohort_and_with_releases() {
    let mut course = Course::parse(
        "-- course.toml --\ntitle = \"T\"\n-- schedule.toml --\n[[session]]\nid = \"kickoff\"\nformat = \"webinar\"\nweek = 1\nday = \"tue\"\ntime = \"10:00\"\n-- modules/a.md --\n+++\nrelease = { after = \"kickoff\" }\n+++\n# A\n",
    );
    let folder = on_disk(&course);
    run(
        folder.path(),
        &["list", "sessions", "c"],
        0,
        str![[r#"
This course has no cohort yet, so no session has a time: add a file in cohorts/, like cohorts/spring.toml,
with `start = 2027-01-11` and `timezone = "Europe/Paris"`.

"#]],
        str![""],
    );
    for (id, start) in [("autumn", "2026-10-05"), ("winter", "2027-01-11")] {
        course.write(
            &format!("cohorts/{id}.toml"),
            format!("start = {start}\ntimezone = \"Europe/Paris\"\n"),
        );
    }
    let folder = on_disk(&course);
    run(
        folder.path(),
        &["list", "lessons", "c", "--now", "2026-10-05"],
        0,
        str![[r#"
module  lesson  format   duration  title  opens
-       a       reading  -         A      winter: 12 January 2027, autumn: 6 October 2026

"#]],
        str![""],
    );
}

#[test]
fn list_what_was_understood() {
    let folder = good();
    run(
        folder.path(),
        &["list", "lessons", "c"],
        0,
        str![[r#"
module  lesson  format   duration  title
start   a       reading  5 min     A lesson

"#]],
        str![""],
    );
    run(
        folder.path(),
        &["list", "lessons", "c", "--format", "json"],
        0,
        str![[r#"
[
  {
    "id": "a",
    "title": "A lesson",
    "module": "start",
    "format": "reading",
    "minutes": 5,
    "path": "modules/01-start/a.md",
    "url": "modules/start/a/",
    "opens": null,
    "releases": []
  }
]

"#]],
        str![""],
    );
    run(
        folder.path(),
        &[
            "list",
            "sessions",
            "c",
            "--timezone",
            "america/new_york",
            "--now",
            "2026-10-06T00:00:00Z",
        ],
        0,
        str![[r#"
autumn, running: 5 October 2026 to 11 October 2026

week  Europe/Paris      America/New_York  session  what
   1  Tue  6 Oct 10:00  Tue 04:00         kickoff  Kickoff (webinar)

"#]],
        str![""],
    );
    run(
        folder.path(),
        &["list", "sessions", "c", "--timezone", "Europe/Munich"],
        2,
        str![""],
        str![[r#"
error: there is no time zone `Europe/Munich`; the time there is `Europe/Berlin`

"#]],
    );
    // Programs get the same error, and the times in the zone that was asked for.
    let json = ["list", "sessions", "c", "--format", "json", "--timezone"];
    run(
        folder.path(),
        &[&json[..], &["Europe/Munich"]].concat(),
        2,
        str![""],
        str![[r#"
error: there is no time zone `Europe/Munich`; the time there is `Europe/Berlin`

"#]],
    );
    let assert = stoa(folder.path(), &[&json[..], &["asia/kolkata"]].concat());
    let output = assert.assert().success().get_output().stdout.clone();
    let rows: serde_json::Value = serde_json::from_slice(&output).unwrap();
    assert_eq!(
        rows[0]["reader"],
        serde_json::json!({
            "zone": "Asia/Kolkata",
            "start": "2026-10-06T13:30:00+05:30",
            "end": null,
        })
    );
    // Without a word, it is the reader's own clock.
    for (zone, heads) in [
        (
            "Asia/Kolkata",
            "week  Europe/Paris      Asia/Kolkata  session",
        ),
        ("Europe/Paris", "week  Europe/Paris      session"),
    ] {
        let assert = stoa(folder.path(), &["list", "sessions", "c"])
            .env("TZ", zone)
            .assert()
            .success();
        let text = String::from_utf8_lossy(&assert.get_output().stdout).into_owned();
        assert!(text.contains(heads), "{text}");
    }
    run(
        folder.path(),
        &[
            "list", "sessions", "c", "--format", "json", "--cohort", "autumn",
        ],
        0,
        str![[r#"
[
  {
    "cohort": "autumn",
    "id": "kickoff",
    "title": "Kickoff",
    "format": "webinar",
    "week": 1,
    "start": "2026-10-06T10:00:00+02:00",
    "start_utc": "2026-10-06T08:00:00Z",
    "end": null,
    "end_utc": null,
    "local": "Tuesday 6 October 2026, 10:00",
    "zone": "Europe/Paris",
    "module": null,
    "facilitators": [],
    "teams": [],
    "place": null,
    "url": null,
    "cancelled": null
  }
]

"#]],
        str![""],
    );
    run(
        folder.path(),
        &["list", "sessions", "c", "--cohort", "autum"],
        2,
        str![""],
        str![[r#"
error: there is no cohort `autum`; did you mean `autumn`?

"#]],
    );
    run(
        folder.path(),
        &["list", "badges", "c"],
        0,
        str![[r#"
badge  name       lessons
host   Good host  a

"#]],
        str![""],
    );
    run(
        folder.path(),
        &["list", "lessons", "missing"],
        2,
        str![""],
        str![[r#"
error: the course folder `missing` can't be opened: No such file or directory (os error 2)

"#]],
    );
    let assert = stoa(folder.path(), &["list", "rules"]).assert().success();
    assert_eq!(
        String::from_utf8_lossy(&assert.get_output().stdout)
            .lines()
            .count(),
        stoa::rule::RULES.len() + 1
    );
    let assert = stoa(folder.path(), &["list", "rules", "--format", "json"])
        .assert()
        .success();
    let rules: serde_json::Value = serde_json::from_slice(&assert.get_output().stdout).unwrap();
    assert_eq!(rules.as_array().unwrap().len(), stoa::rule::RULES.len());
}

#[test]
fn a_reader_that_closes_the_pipe_is_no_failure() {
    let folder = good();
    for args in [["list", "rules"], ["completions", "bash"]] {
        let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_stoa"))
            .args(args)
            .current_dir(folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let mut err = String::new();
        child
            .stderr
            .take()
            .unwrap()
            .read_to_string(&mut err)
            .unwrap();
        assert!(child.wait().unwrap().success(), "{args:?}: {err}");
        assert_eq!(err, "");
    }
}

#[test]
fn theme_files() {
    let folder = good();
    let course = folder.path().join("c");
    let assert = stoa(folder.path(), &["theme", "list", "c"])
        .assert()
        .success();
    let list = String::from_utf8_lossy(&assert.get_output().stdout).into_owned();
    assert!(
        list.starts_with("agora (built in)\n") && list.contains("  templates/lesson.html\n"),
        "{list}"
    );
    run(
        folder.path(),
        &["theme", "eject", "templates/lesson.html", "c"],
        0,
        str![""],
        str![[r#"
Copied templates/lesson.html to c/templates/lesson.html. Your copy is used from now on; delete it to go back.

"#]],
    );
    run(
        folder.path(),
        &["theme", "eject", "templates/lesson.html", "c"],
        2,
        str![""],
        str![[r#"
error: `c/templates/lesson.html` is there already; nothing was changed

"#]],
    );
    run(
        folder.path(),
        &["theme", "eject", "templates/leson.html", "c"],
        2,
        str![""],
        str![[r#"
error: the theme has no file `templates/leson.html`; did you mean `templates/lesson.html`?

"#]],
    );
    run(
        folder.path(),
        &["theme", "eject", "theme.toml", "c"],
        2,
        str![""],
        str![[r#"
error: `theme.toml` belongs to the theme as a whole; copy the theme into themes/ to change it

"#]],
    );
    // It is a template, and would be copied as it is.
    stoa(
        folder.path(),
        &["theme", "eject", "assets/options.css", "c"],
    )
    .assert()
    .code(2);
    // Every file that is taken over as it is changes nothing.
    stoa(folder.path(), &["build", "c", "--out", "before"])
        .assert()
        .success();
    for (name, _) in stoa::theme::built_in_files().filter(|(name, _)| {
        !["theme.toml", "templates/lesson.html", "assets/options.css"].contains(&name.as_str())
    }) {
        stoa(folder.path(), &["theme", "eject", &name, "c"])
            .assert()
            .success();
    }
    assert!(
        course.join("templates/components/activity.html").exists()
            && course.join("static/assets/agora.css").exists()
    );
    stoa(folder.path(), &["build", "c", "--out", "after"])
        .assert()
        .success();
    let bytes = |name: &str| {
        state(&folder.path().join(name))
            .into_iter()
            .filter(|(path, _)| !path.contains("manifest"))
            .map(|(path, (_, bytes))| (path, bytes))
            .collect::<BTreeMap<_, _>>()
    };
    let (before, after) = (bytes("before"), bytes("after"));
    for (path, bytes) in &before {
        assert!(after.get(path) == Some(bytes), "{path} differs");
    }
}

#[test]
fn new_courses_have_no_errors() {
    let folder = tempfile::tempdir().unwrap();
    let assert = stoa(folder.path(), &["new", "c"])
        .assert()
        .success()
        .stdout_eq(str![""]);
    assert!(
        String::from_utf8_lossy(&assert.get_output().stderr).starts_with("Made a course in c (")
    );
    assert!(folder.path().join("c/.gitignore").exists());
    // Nothing of anybody is overwritten.
    run(
        folder.path(),
        &["new", "c"],
        2,
        str![""],
        str![[r#"
error: `c` is not empty; choose another folder, so that nothing of yours is lost

"#]],
    );
    std::fs::write(folder.path().join("file"), "x").unwrap();
    run(
        folder.path(),
        &["new", "file"],
        2,
        str![""],
        str![[r#"
error: `file` is not empty; choose another folder, so that nothing of yours is lost

"#]],
    );
    std::fs::create_dir(folder.path().join("empty")).unwrap();
    stoa(folder.path(), &["new", "empty"]).assert().success();
    if folder.path().join("c/course.toml").exists() {
        let assert = stoa(folder.path(), &["build", "c", "--now", NOW, "--strict"])
            .assert()
            .success();
        let said = String::from_utf8_lossy(&assert.get_output().stderr).into_owned();
        assert!(
            said.contains("11 texts of `stoa new` still to replace; `stoa check` says where."),
            "{said}"
        );
        let assert = stoa(folder.path(), &["check", "c", "--now", NOW])
            .assert()
            .success();
        let found = String::from_utf8_lossy(&assert.get_output().stdout).into_owned();
        assert_eq!(found.matches("note[placeholder]").count(), 11, "{found}");
        assert!(found.contains("--> course.toml:3:10"), "{found}");
    } else {
        println!("skipped: the skeleton has no course.toml yet");
    }
}

#[test]
fn completions_for_every_shell() {
    let folder = tempfile::tempdir().unwrap();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let assert = stoa(folder.path(), &["completions", shell])
            .assert()
            .success()
            .stderr_eq(str![""]);
        let script = String::from_utf8_lossy(&assert.get_output().stdout).into_owned();
        assert!(
            script.contains("stoa") && script.contains("explain"),
            "{shell}"
        );
    }
    stoa(folder.path(), &["completions", "tcsh"])
        .assert()
        .code(2);
}

#[test]
fn help() {
    let folder = tempfile::tempdir().unwrap();
    run(
        folder.path(),
        &["--help"],
        0,
        str![[r#"
Make a portal for a course and its cohorts from a folder of Markdown

Usage: stoa <COMMAND>

Commands:
  new          Make a small, complete course to begin with
  build        Make the portal
  serve        Show the portal while you write
  check        Say everything that is wrong with a course, and write nothing
  explain      Explain a rule: what it looks for, why it matters, how to mend it
  list         List what stoa understood: sessions, lessons, badges or rules
  forum        Fetch what was said in the forum
  activity     Add what people did in other systems to the ledger
  announce     Print this week's message for a cohort, from its schedule and the plan
  pulse        Say who has not been heard of, who waits for a reply, and which team is quiet
  badge        Issue badges that others can verify, and verify them
  theme        Look at themes, and take a template over to change it
  completions  Print completions for a shell
  help         Print this message or the help of the given subcommand(s)

Options:
  -h, --help     Print help
  -V, --version  Print version

Start here:
  stoa new my-course      makes a small course to begin with
  stoa serve my-course    shows it while you write
  stoa check my-course    says what is wrong, with file, line and what to write instead
  stoa build my-course    makes the portal in my-course/portal, ready for any web server

Exit codes: 0 all is well, 1 there are problems in the course, 2 the command could not run.

"#]],
        str![""],
    );
    run(
        folder.path(),
        &["build", "--help"],
        0,
        str![[r#"
Make the portal

Writes the whole portal into a folder, ready for any web server. With errors in the course nothing
is written and the portal before stays as it is. Files that have not changed are not touched, and
files that stoa did not write are never deleted. What calendars are told about each session is kept
in the file stoa.lock of the course: commit it.

The last lines say when to build again: at that moment something changes without an edit, because a
lesson is released or a session is over. For a pipeline the same instant is in the portal's
`build.json`, as `next_change`.

Usage: stoa build [OPTIONS] [DIR]

Arguments:
  [DIR]
          The course folder
          
          [default: .]

Options:
      --drafts
          Show drafts as well

      --facilitator
          Make the facilitator's edition, with the notes that learners do not see

      --now <TIME>
          Build as if it were this day or time, like 2026-10-05 or 2026-10-05T09:00:00Z [default:
          SOURCE_DATE_EPOCH, else now]

      --out <DIR>
          Where the portal goes [default: the folder `portal` in the course folder; with
          --facilitator `portal-facilitator`]

      --base-url <URL>
          Where the portal will be, instead of `base_url` in course.toml

      --strict
          Take warnings for errors

      --locked
          Write no stoa.lock, and refuse a course whose stoa.lock does not know yet what has
          changed: for CI

  -h, --help
          Print help (see a summary with '-h')

  -V, --version
          Print version

"#]],
        str![""],
    );
    run(
        folder.path(),
        &["check", "--help"],
        0,
        str![[r#"
Say everything that is wrong with a course, and write nothing

Every finding says where it is, what is wrong, and what to write instead. `stoa explain CODE` says
why it matters.

Usage: stoa check [OPTIONS] [DIR]

Arguments:
  [DIR]
          The course folder
          
          [default: .]

Options:
      --drafts
          Show drafts as well

      --facilitator
          Make the facilitator's edition, with the notes that learners do not see

      --now <TIME>
          Build as if it were this day or time, like 2026-10-05 or 2026-10-05T09:00:00Z [default:
          SOURCE_DATE_EPOCH, else now]

      --format <FORMAT>
          How findings are printed

          Possible values:
          - human:  For people
          - json:   One JSON object a line
          - github: Annotations for GitHub Actions
          - sarif:  SARIF 2.1.0, for code scanning
          
          [default: human]

      --strict
          Take warnings for errors

      --locked
          Take a stoa.lock that does not know yet what has changed for an error

  -h, --help
          Print help (see a summary with '-h')

  -V, --version
          Print version

"#]],
        str![""],
    );
    run(
        folder.path(),
        &["serve", "--help"],
        0,
        str![[r#"
Show the portal while you write

The page in your browser follows every save. An error in the course is shown over the page, which
stays as it was until the error is mended. Warnings are behind a button at the edge of the page.
When a lesson is released or a session is over the page follows as well, without a save. Discussions
are a preview: you can post in it, and nothing is sent. Ctrl-C ends it.

Usage: stoa serve [OPTIONS] [DIR]

Arguments:
  [DIR]
          The course folder
          
          [default: .]

Options:
      --drafts
          Show drafts as well

      --facilitator
          Make the facilitator's edition, with the notes that learners do not see

      --now <TIME>
          Build as if it were this day or time, like 2026-10-05 or 2026-10-05T09:00:00Z [default:
          SOURCE_DATE_EPOCH, else now]

      --port <N>
          The first port to try, then the next ten; 0 for any free one
          
          [default: 4000]

      --open
          Open the portal in the browser

      --live-forum
          Load the real forum instead of a preview: what you post there is sent

      --poll
          Look at the folder again and again, for disks that do not report changes

  -h, --help
          Print help (see a summary with '-h')

  -V, --version
          Print version

"#]],
        str![""],
    );
    run(
        folder.path(),
        &["new", "--help"],
        0,
        str![[r#"
Make a small, complete course to begin with

It has two modules, one cohort and one of everything else, with comments that say what can be
changed.

Usage: stoa new <DIR>

Arguments:
  <DIR>
          The folder for the course; it must not exist yet, or be empty

Options:
  -h, --help
          Print help (see a summary with '-h')

  -V, --version
          Print version

"#]],
        str![""],
    );
    run(
        folder.path(),
        &["explain", "--help"],
        0,
        str![[r#"
Explain a rule: what it looks for, why it matters, how to mend it

Usage: stoa explain <CODE>

Arguments:
  <CODE>  The code of a finding, like `broken-link`

Options:
  -h, --help     Print help
  -V, --version  Print version

"#]],
        str![""],
    );
    run(
        folder.path(),
        &["list", "--help"],
        0,
        str![[r#"
List what stoa understood: sessions, lessons, badges or rules

Usage: stoa list [OPTIONS] <WHAT> [DIR]

Arguments:
  <WHAT>
          What to list

          Possible values:
          - sessions: When what takes place, for each cohort
          - lessons:  Lessons in the order in which they are read
          - badges:   Badges and the lessons that lead to them
          - rules:    Every rule that `check` knows

  [DIR]
          The course folder
          
          [default: .]

Options:
      --drafts
          Show drafts as well

      --facilitator
          Make the facilitator's edition, with the notes that learners do not see

      --now <TIME>
          Build as if it were this day or time, like 2026-10-05 or 2026-10-05T09:00:00Z [default:
          SOURCE_DATE_EPOCH, else now]

      --format <FORMAT>
          How the list is printed

          Possible values:
          - human: A table for people
          - json:  JSON for programs
          
          [default: human]

      --cohort <ID>
          Only sessions of this cohort

      --timezone <ZONE>
          The zone of your own clock in the list of sessions, like Europe/Paris [default: that of
          this machine in the table, none in JSON]

  -h, --help
          Print help (see a summary with '-h')

  -V, --version
          Print version

"#]],
        str![""],
    );
    run(
        folder.path(),
        &["theme", "--help"],
        0,
        str![[r#"
Look at themes, and take a template over to change it

Usage: stoa theme <COMMAND>

Commands:
  list   List the themes, and the files of the built-in one
  eject  Copy a file of the built-in theme into the course, where it takes the place of the built-in
         one
  help   Print this message or the help of the given subcommand(s)

Options:
  -h, --help     Print help
  -V, --version  Print version

"#]],
        str![""],
    );
    run(
        folder.path(),
        &["theme", "eject", "--help"],
        0,
        str![[r#"
Copy a file of the built-in theme into the course, where it takes the place of the built-in one

Usage: stoa theme eject <FILE> [DIR]

Arguments:
  <FILE>  The file, like `templates/lesson.html`, `components/activity.html` or `assets/agora.css`
  [DIR]   The course folder [default: .]

Options:
  -h, --help     Print help
  -V, --version  Print version

"#]],
        str![""],
    );
    run(
        folder.path(),
        &["completions", "--help"],
        0,
        str![[r#"
Print completions for a shell

Usage: stoa completions <SHELL>

Arguments:
  <SHELL>  The shell [possible values: bash, elvish, fish, powershell, zsh]

Options:
  -h, --help     Print help
  -V, --version  Print version

For example: stoa completions bash > ~/.local/share/bash-completion/completions/stoa

"#]],
        str![""],
    );
    run(
        folder.path(),
        &["--version"],
        0,
        str!["stoa [..]\n"],
        str![""],
    );
    // Without a command there is something to read as well.
    stoa(folder.path(), &[])
        .assert()
        .code(2)
        .stdout_eq(str![""]);
}

#[test]
fn the_next_command_can_be_copied_for_a_folder_with_a_space() {
    let folder = tempfile::tempdir().unwrap();
    for args in [
        &["new", "Wound care"][..],
        &["build", "Wound care", "--now", "2027-01-13"],
    ] {
        let output = stoa(folder.path(), args).output().unwrap();
        let text = String::from_utf8_lossy(&output.stderr).into_owned()
            + &String::from_utf8_lossy(&output.stdout);
        assert!(
            text.contains("'Wound care'`") || text.contains("'Wound care' "),
            "{text}"
        );
    }
}

#[test]
fn a_wrong_time_is_told_with_a_right_one() {
    let folder = tempfile::tempdir().unwrap();
    let output = stoa(folder.path(), &["build", "--now", "13.1.2027"])
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(text.contains("write a day, like 2026-10-05"), "{text}");
}

#[cfg(unix)]
#[test]
fn a_lock_keeps_its_place_and_its_permissions() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = good();
    let root = folder.path().join("c");
    let lock = root.join("stoa.lock");
    let build = || {
        let output = stoa(folder.path(), &["build", "c"]).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        (output.status.code().unwrap(), said)
    };
    std::fs::create_dir_all(root.join("data")).unwrap();
    std::fs::write(root.join("data/own.lock"), "version = 1\n").unwrap();
    let mode = std::fs::Permissions::from_mode(0o640);
    std::fs::set_permissions(root.join("data/own.lock"), mode).unwrap();
    symlink("data/own.lock", &lock).unwrap();
    assert_eq!(build().0, 0);
    assert!(lock.is_symlink());
    let own = root.join("data/own.lock");
    assert!(std::fs::read_to_string(&own).unwrap().contains("kickoff"));
    let mode = std::fs::metadata(&own).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o640);

    std::fs::remove_file(&lock).unwrap();
    std::fs::create_dir(&lock).unwrap();
    let (code, said) = build();
    assert!(code == 2 && said.contains("is a folder"), "{said}");
    std::fs::write(lock.join("x"), "").unwrap();
    let (code, said) = build();
    assert!(code == 1 && said.contains("bad-lock"), "{said}");
}
