//! Awards in a course: issued and taken back on the command line, published by a build that has no key.

#![allow(missing_docs, clippy::unwrap_used)]

mod support;

use std::fs;
use std::path::Path;

use serde_json::Value;
use stoa::badge::{ASSERTION, CREDENTIAL, from_png, from_svg};
use stoa::document::highlight::Highlighter;
use stoa::pipeline::Builder;
use support::{Course, RICH, files};

const NOW: &str = "2026-10-14T08:00:00Z";

/// Address, salt and hash of nobody.
const TO: &str = "someone.with.a.long.name@mail.example.org";

/// A course on disk with a key.
struct Folder {
    folder: tempfile::TempDir,
    said: String,
}

impl Folder {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Course::parse(RICH).write_to(&folder.path().join("c"));
        let mut one = Self {
            folder,
            said: String::new(),
        };
        one.good(&["keygen", "c", "--key-file", "key", "--now", NOW]);
        one
    }

    fn run(&mut self, args: &[&str]) -> (i32, String, String) {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_stoa"));
        command
            .arg("badge")
            .args(args)
            .current_dir(self.folder.path())
            .env_remove("STOA_BADGE_KEY")
            .env("NO_COLOR", "1");
        let output = command.output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        let (out, said) = (text(output.stdout), text(output.stderr));
        self.said.push_str(&out);
        self.said.push_str(&said);
        (output.status.code().unwrap(), out, said)
    }

    fn good(&mut self, args: &[&str]) -> String {
        let (code, out, said) = self.run(args);
        assert_eq!(code, 0, "{args:?}\n{said}");
        out
    }

    fn issue(&mut self, more: &[&str]) -> String {
        let args = ["issue", "good-host", "c", "--key-file", "key", "--now", NOW];
        self.good(&[&args, more].concat())
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// The ids of all awards.
    fn ids(&self) -> Vec<String> {
        let Ok(entries) = fs::read_dir(self.path("c/data/awards")) else {
            return Vec::new();
        };
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut ids: Vec<String> = names.map(|name| name.replace(".json", "")).collect();
        ids.sort();
        ids
    }

    fn course(&self) -> Course {
        let mut course = Course::default();
        add(&self.path("c"), "", &mut course);
        course
    }
}

fn add(folder: &Path, under: &str, course: &mut Course) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = format!("{under}{}", entry.file_name().to_str().unwrap());
        if entry.path().is_dir() {
            add(&entry.path(), &format!("{name}/"), course);
        } else {
            course.files.insert(name, fs::read(entry.path()).unwrap());
        }
    }
}

/// A course with one award, and its id.
fn with_award(more: &[&str]) -> (Folder, String) {
    let mut folder = Folder::new();
    folder.issue(&[&["--to", TO], more].concat());
    let id = folder.ids().remove(0);
    (folder, id)
}

#[test]
fn an_award_is_issued_once_and_published_by_a_build_without_a_key() {
    let (mut folder, id) = with_award(&[
        "--because",
        "She asked first.",
        "--evidence",
        "https://talk.example.org/t/9",
    ]);
    let first = folder.read(&format!("c/data/awards/{id}.json"));
    assert!(!first.contains("someone"), "{first}");
    let out = folder.issue(&["--to", " Someone.With.A.Long.Name@mail.example.org "]);
    assert!(out.ends_with("known already\n"), "{out}");
    assert_eq!(folder.ids(), std::slice::from_ref(&id));
    assert_eq!(folder.read(&format!("c/data/awards/{id}.json")), first);

    let build = folder.course().build();
    build.assert_good();
    let page = build.page(&format!("awards/{id}/"));
    assert!(page.contains("noindex") && page.contains("She asked first."));
    assert!(page.contains("somebody who did not ask to be named"));
    assert!(!build.text("sitemap.xml").contains("awards"));
    assert!(!build.page("badges/good-host/").contains(&id));
    assert_eq!(build.text(&format!("awards/{id}/award.json")), first);
    let all = build.files();
    let credential: Value = serde_json::from_str(&first).unwrap();
    let png = &all[&format!("awards/{id}/badge.png")];
    let inside: Value = serde_json::from_str(&from_png(png, CREDENTIAL).unwrap()).unwrap();
    assert_eq!(inside, credential);
    let assertion = from_png(png, ASSERTION).unwrap();
    assert!(assertion.ends_with(&format!("awards/{id}/assertion.json")));
    let svg = build.text(&format!("awards/{id}/badge.svg"));
    let inside: Value = serde_json::from_str(&from_svg(&svg).unwrap()).unwrap();
    assert_eq!(inside, credential);
    let hosted: Value =
        serde_json::from_str(&build.text(&format!("awards/{id}/assertion.json"))).unwrap();
    assert_eq!(hosted["id"], assertion.as_str());
    assert!(build.has("badges/good-host/badge.json") && build.has("badges/issuer.json"));

    for name in ["award.json", "badge.png", "badge.svg"] {
        fs::write(folder.path(name), &all[&format!("awards/{id}/{name}")]).unwrap();
        let out = folder.good(&["verify", name, "c", "--now", NOW]);
        assert!(out.starts_with("Valid: Good host"), "{out}");
    }
}

#[test]
fn the_private_key_is_nowhere() {
    let (mut folder, id) = with_award(&[]);
    let key = folder.read("key");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = fs::metadata(folder.path("key"))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    let secret = stoa::badge::SecretKey::parse(&key).unwrap().to_multibase();
    folder.good(&[
        "revoke",
        &id,
        "c",
        "--key-file",
        "key",
        "--reason",
        "A slip.",
        "--now",
        NOW,
    ]);
    let (code, ..) = folder.run(&["keygen", "c", "--key-file", "key"]);
    assert_eq!(code, 2);
    let (code, _, said) = folder.run(&["rotate-key", "c", "--key-file", "key"]);
    assert_eq!(code, 2, "{said}");
    assert_eq!(folder.read("key"), key, "a key was overwritten");
    let body: String = key.lines().nth(1).unwrap().chars().skip(20).collect();
    let mut course = folder.course();
    let build = course.build();
    let mut texts = vec![folder.said.clone(), format!("{:?}", build.findings())];
    texts.extend(
        build
            .files()
            .into_values()
            .map(|bytes| String::from_utf8_lossy(&bytes).into_owned()),
    );
    texts.extend(
        course
            .files
            .values()
            .map(|bytes| String::from_utf8_lossy(bytes).into_owned()),
    );
    for text in texts {
        assert!(
            !text.contains(&secret[2..]) && !text.contains(&body),
            "{text}"
        );
    }
    // Somebody pasted the wrong half.
    let issuer = course.read("badges/issuer.toml").to_owned();
    let start = issuer.find("z6Mk").unwrap();
    let pasted = format!("{}{secret}\"\n", &issuer[..start]);
    course.write("badges/issuer.toml", pasted);
    let found = course.build();
    assert!(found.findings_of("bad-issuer")[0].contains("private key"));
    let found = format!("{:?}", found.findings());
    assert!(!found.contains(&secret), "{found}");
}

#[test]
fn a_revoked_award_says_so_everywhere() {
    let (mut folder, id) = with_award(&["--name", "Ada <L>", "--consent", "2026-10-01"]);
    let build = folder.course().build();
    assert!(
        build
            .page(&format!("awards/{id}/"))
            .contains("Ada &lt;L&gt;")
    );
    assert!(build.page("badges/good-host/").contains(&id));
    let revoke = [
        "revoke",
        id.as_str(),
        "c",
        "--key-file",
        "key",
        "--reason",
        "Given by \"mistake\".",
        "--now",
        NOW,
    ];
    folder.good(&revoke);
    let course = folder.course();
    folder.good(&revoke);
    assert_eq!(folder.course().files, course.files);
    let build = course.build();
    build.assert_good();
    let page = build.page(&format!("awards/{id}/"));
    assert!(page.contains("This award was revoked") && !page.contains("Ada"));
    assert!(!build.page("badges/good-host/").contains(&id));
    let hosted: Value =
        serde_json::from_str(&build.text(&format!("awards/{id}/assertion.json"))).unwrap();
    assert_eq!(hosted["revoked"], true);
    assert_eq!(hosted["revocationReason"], "Given by \"mistake\".");
    assert_eq!(hosted.as_object().unwrap().len(), 5);
    fs::write(
        folder.path("a.json"),
        build.text(&format!("awards/{id}/award.json")),
    )
    .unwrap();
    let (code, out, _) = folder.run(&["verify", "a.json", "c", "--now", NOW]);
    assert_eq!(code, 1);
    assert!(out.starts_with("Not valid: Good host") && out.contains("the issuer has revoked it"));
    // Issuing again does not undo it.
    let out = folder.issue(&["--to", TO]);
    assert!(out.ends_with("was revoked\n"), "{out}");
}

#[test]
fn whoever_did_not_agree_or_not_yet_is_not_named() {
    let (folder, id) = with_award(&["--name", "Ada Lovelace", "--consent", "2026-12-01"]);
    let build = folder.course().build();
    assert_eq!(build.findings_of("no-consent").len(), 1);
    for bytes in build.files().values() {
        assert!(!String::from_utf8_lossy(bytes).contains("Lovelace"));
    }
    let later = folder
        .course()
        .options(|options| options.now = "2026-12-02T00:00:00Z".parse().unwrap());
    assert!(
        later
            .build()
            .page(&format!("awards/{id}/"))
            .contains("Ada Lovelace")
    );
}

#[test]
fn many_are_issued_at_once_or_none() {
    let mut folder = Folder::new();
    fs::write(folder.path("bad.csv"), "email,because\nada@example.org,Well done\nnot an address,x\nbo@example.org,ask ada@nowhere.net\n").unwrap();
    let (code, _, said) = folder.run(&[
        "issue",
        "good-host",
        "c",
        "--csv",
        "bad.csv",
        "--key-file",
        "key",
        "--now",
        NOW,
    ]);
    assert_eq!(code, 1);
    assert!(
        said.contains("bad.csv:3:")
            && said.contains("bad.csv:4:")
            && said.contains("nothing was issued"),
        "{said}"
    );
    assert!(folder.ids().is_empty());
    fs::write(folder.path("good.csv"), "\u{feff}Email;Because\r\nada@example.org;Well done\r\nbo@example.org;\"Asked; twice\"\r\nADA@example.org;again\r\n").unwrap();
    let args = [
        "issue",
        "good-host",
        "c",
        "--csv",
        "good.csv",
        "--key-file",
        "key",
        "--now",
        NOW,
    ];
    let out = folder.good(&args);
    assert_eq!(out.lines().count(), 3);
    assert_eq!(folder.ids().len(), 2);
    let before = folder.course().files;
    folder.good(&args);
    assert_eq!(folder.course().files, before);
    folder.course().build().assert_good();
}

#[test]
fn what_cannot_be_issued_is_said_and_nothing_is_written() {
    let mut folder = Folder::new();
    let before = folder.course().files;
    let all: [(&[&str], &str); 5] = [
        (
            &[
                "issue",
                "good-hots",
                "c",
                "--key-file",
                "key",
                "--to",
                "a@b.example",
            ],
            "good-host",
        ),
        (
            &["issue", "good-host", "c", "--to", "a@b.example"],
            "STOA_BADGE_KEY",
        ),
        (
            &[
                "issue",
                "good-host",
                "c",
                "--key-file",
                "key",
                "--to",
                "nobody",
            ],
            "no e-mail address",
        ),
        (
            &[
                "issue",
                "good-host",
                "c",
                "--key-file",
                "key",
                "--to",
                "a@b.example",
                "--because",
                "ask a@b.example",
            ],
            "e-mail address in the reason",
        ),
        (
            &[
                "issue",
                "good-host",
                "c",
                "--key-file",
                "c/course.toml",
                "--to",
                "a@b.example",
            ],
            "no key in",
        ),
    ];
    for (args, words) in all {
        let (code, _, said) = folder.run(args);
        assert_eq!(code, 2, "{args:?}");
        assert!(said.contains(words), "{args:?}: {said}");
    }
    let other = stoa::badge::SecretKey::from_seed(&[9; 32]).to_multibase();
    fs::write(folder.path("other"), other).unwrap();
    let (code, _, said) = folder.run(&[
        "issue",
        "good-host",
        "c",
        "--key-file",
        "other",
        "--to",
        "a@b.example",
    ]);
    assert_eq!(code, 2);
    assert!(said.contains("not the one of `key-2026`"), "{said}");
    assert_eq!(folder.course().files, before);
    let text = folder.read("c/course.toml");
    let start = text.find("base_url").unwrap();
    let end = start + text[start..].find('\n').unwrap();
    let local = format!(
        "{}base_url = \"http://localhost:8080/\"{}",
        &text[..start],
        &text[end..]
    );
    fs::write(folder.path("c/course.toml"), local).unwrap();
    let (code, _, said) = folder.run(&[
        "issue",
        "good-host",
        "c",
        "--key-file",
        "key",
        "--to",
        "a@b.example",
    ]);
    assert_eq!(code, 2);
    assert!(said.contains("an address that lasts"), "{said}");
}

#[test]
fn a_key_can_be_replaced_and_what_it_signed_stays_valid() {
    let (mut folder, id) = with_award(&[]);
    folder.good(&[
        "rotate-key",
        "c",
        "--key-file",
        "key2",
        "--now",
        "2026-11-01",
    ]);
    let (code, ..) = folder.run(&[
        "issue",
        "good-host",
        "c",
        "--key-file",
        "key",
        "--to",
        "b@example.org",
    ]);
    assert_eq!(code, 2, "the retired key signed");
    folder.good(&[
        "issue",
        "good-host",
        "c",
        "--key-file",
        "key2",
        "--to",
        "b@example.org",
        "--now",
        "2026-11-02",
    ]);
    let out = folder.good(&[
        "issue",
        "good-host",
        "c",
        "--key-file",
        "key2",
        "--to",
        TO,
        "--now",
        "2026-11-02",
    ]);
    assert!(
        out.contains(&id) && out.ends_with("known already\n"),
        "{out}"
    );
    folder.good(&[
        "revoke",
        &id,
        "c",
        "--key-file",
        "key2",
        "--reason",
        "A slip.",
        "--now",
        "2026-11-03",
    ]);
    assert_eq!(folder.ids().len(), 2);
    let build = folder.course().build();
    build.assert_good();
    let keys: Vec<String> = build
        .paths()
        .into_iter()
        .filter(|path| path.ends_with("did.json"))
        .map(str::to_owned)
        .collect();
    let document: Value = serde_json::from_str(&build.text(&keys[0])).unwrap();
    assert_eq!(document["assertionMethod"].as_array().unwrap().len(), 2);
}

#[test]
fn a_stored_award_that_was_touched_is_an_error_with_its_place() {
    let (folder, id) = with_award(&["--because", "She asked first."]);
    let path = format!("data/awards/{id}.json");
    let mut course = folder.course();
    course.replace(&path, "She asked first.", "She asked last.");
    let found = course.build();
    assert_eq!(
        found.findings_of("bad-award"),
        [format!(
            "{path} error bad-award: the signature does not fit: this was changed since it was issued"
        )]
    );
    assert!(!found.has(&format!("awards/{id}/award.json")));
    let mut course = folder.course();
    course.replace(&path, "  \"name\"", "  \"grade\": \"A\",\n  \"name\"");
    assert!(course.build().findings_of("bad-award")[0].starts_with(&format!("{path}:")));
    let mut course = folder.course();
    course.rename(&path, "data/awards/other.json");
    assert_eq!(course.build().findings_of("bad-award").len(), 1);
    let mut course = folder.course();
    course.remove("data/award-status.json");
    assert_eq!(course.build().findings_of("bad-award").len(), 1);
    let mut course = folder.course();
    course.remove("badges/good-host.md");
    assert_eq!(course.build().findings_of("bad-award").len(), 1);
    let mut course = folder.course();
    course.replace(&path, "She asked first.", "Write to ada@nowhere.net.");
    assert!(course.build().findings_of("bad-award")[0].contains("e-mail address"));
}

#[test]
fn a_badge_without_a_picture_has_one() {
    let mut course = Course::parse(RICH);
    course.replace("badges/good-host.md", "image = \"host.svg\"\n", "");
    let build = course.build();
    build.assert_good();
    assert!(build.text("badges/good-host/badge.svg").contains("<path"));
    assert!(
        build
            .page("badges/good-host/")
            .contains("badges/good-host/badge.svg")
    );
}

#[test]
fn a_warm_build_equals_a_cold_one() {
    let (mut folder, id) = with_award(&["--name", "Ada", "--consent", "2026-10-01"]);
    let mut builder = Builder::new(Highlighter::new());
    let path = format!("data/awards/{id}.json");
    let mut steps = vec![folder.course()];
    folder.issue(&["--to", "bo@example.org"]);
    steps.push(folder.course());
    folder.good(&[
        "revoke",
        &id,
        "c",
        "--key-file",
        "key",
        "--reason",
        "A slip.",
        "--now",
        NOW,
    ]);
    steps.push(folder.course());
    let edits: [&dyn Fn(&mut Course); 8] = [
        &|course| {
            course.replace(
                "badges/issuer.toml",
                "# name = \"...\"",
                "name = \"Else\" #",
            );
        },
        &|course| {
            course.write("badges/host.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"6\" height=\"9\"><circle r=\"4\"/></svg>");
        },
        &|course| {
            course.write("badges/host.svg", "no picture");
        },
        &|course| {
            course.write(&path, "{\"x\": 1}");
        },
        &|course| {
            course.write("data/awards.toml", "[[shown]]\naward = \"x\"\n");
        },
        &|course| {
            course.remove("data/award-status.json");
        },
        &|course| {
            course.remove("badges/issuer.toml");
        },
        &|course| {
            course.replace("badges/good-host.md", "Open two", "Open three");
        },
    ];
    for edit in edits {
        let mut course = folder.course();
        edit(&mut course);
        steps.push(course);
    }
    steps.push(folder.course());
    for course in steps {
        let (warm, cold) = (course.build_with(&mut builder), course.build());
        assert_eq!(warm.findings(), cold.findings());
        assert!(files(&warm.build.artifacts) == files(&cold.build.artifacts));
    }
}

/// Answers questions with files until the test ends.
fn publish(files: std::collections::BTreeMap<String, String>, listener: std::net::TcpListener) {
    use std::io::{BufRead as _, BufReader, Write as _};
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
            let first = lines.next().unwrap().unwrap();
            while lines.next().is_some_and(|line| !line.unwrap().is_empty()) {}
            let path = first.split(' ').nth(1).unwrap();
            let (status, body) = match files.get(path) {
                Some(body) => ("200 OK", body.as_str()),
                None => ("404 Not Found", ""),
            };
            let head = format!(
                "HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
                body.len()
            );
            stream.write_all(head.as_bytes()).unwrap();
            stream.write_all(body.as_bytes()).unwrap();
        }
    });
}

#[test]
fn an_award_of_somebody_else_is_verified_with_what_its_issuer_publishes() {
    use stoa::badge::{
        Credential, Given, Issuer, IssuerKey, SecretKey, Signable as _, StatusCredential,
        StatusList, did_document,
    };
    let (mut folder, id) = with_award(&[]);
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let host = format!("http://{}", listener.local_addr().unwrap());
    let secret = SecretKey::from_seed(&[5; 32]);
    let key = IssuerKey {
        id: "key-1".to_owned(),
        public: secret.public(),
        retired: None,
    };
    let issuer = Issuer {
        did: format!("{host}/issuer"),
        base_url: format!("{host}/"),
        name: "Elsewhere".to_owned(),
        url: format!("{host}/"),
        keys: vec![key.clone()],
    };
    let own: Credential =
        serde_json::from_str(&folder.read(&format!("c/data/awards/{id}.json"))).unwrap();
    let award = |index: usize| {
        let given = Given {
            id: "x",
            address: "a@b.example",
            salt: "s",
            index,
            time: NOW,
            evidence: Vec::new(),
        };
        let achievement = &own.credential_subject.achievement;
        let award = Credential::new(&issuer, achievement, given);
        award.signed(&issuer, &key, &secret, NOW).unwrap().text()
    };
    let mut list = StatusList::default();
    list.set(8);
    let list = StatusCredential::new(&issuer, NOW, list.encode());
    let list = list.signed(&issuer, &key, &secret, NOW).unwrap().text();
    let files = [
        ("/issuer".to_owned(), did_document(&issuer).to_string()),
        ("/awards/status.json".to_owned(), list),
    ];
    publish(files.into(), listener);
    let verify = ["verify", "a.json", "c", "--now", NOW];
    let online = [&verify[..], &["--online"]].concat();
    fs::write(folder.path("a.json"), award(7)).unwrap();
    let (code, out, _) = folder.run(&verify);
    assert_eq!(code, 2, "{out}");
    assert!(
        out.starts_with("Not known") && out.contains("with --online"),
        "{out}"
    );
    let out = folder.good(&online);
    assert!(out.starts_with("Valid: Good host"), "{out}");
    fs::write(folder.path("a.json"), award(8)).unwrap();
    let (code, out, _) = folder.run(&online);
    assert_eq!(code, 1, "{out}");
    assert!(out.contains("the issuer has revoked it"), "{out}");
    // The key of somebody else, under a name of one's own.
    let claimed = award(7).replace(&format!("{host}/issuer\","), &format!("{host}/other\","));
    fs::write(folder.path("a.json"), claimed).unwrap();
    let (code, out, _) = folder.run(&online);
    assert_eq!(code, 1, "{out}");
    assert!(out.contains("not one of its issuer"), "{out}");
}
