//! One slip is one finding, in the author's words, and its help can be copied.

#![allow(missing_docs, clippy::unwrap_used)]

mod support;

use support::{Build, Course};

/// The findings of a course, each with its help.
fn told(build: &Build) -> Vec<String> {
    let all = build.findings().len();
    assert!(all <= 1, "{:?}", build.findings());
    build.findings()
}

fn lesson(text: &str) -> Build {
    Course::lesson(&format!("# A\n\n{text}\n")).build()
}

#[test]
fn text_without_quotes_in_a_block_is_one_finding() {
    let build = lesson(":::activity {id=x title=How to look}\nLook.\n:::");
    assert_eq!(
        told(&build),
        [
            "modules/a.md:3:19 error bad-attribute: the text of `title` has several words and no quotes"
        ]
    );
    assert_eq!(
        build.help_of("bad-attribute"),
        "put it in quotes: title=\"How to look\""
    );
}

#[test]
fn a_misspelt_argument_is_not_missing_as_well() {
    let build = lesson(":::activity Look {idd=\"x\"}\nLook.\n:::");
    assert_eq!(
        told(&build),
        ["modules/a.md:3:19 error bad-attribute: `activity` has no argument `idd`"]
    );
}

#[test]
fn the_address_of_a_video_stands_in_the_help() {
    let build = lesson(":::video https://video.example.org/w/1\n:::");
    assert_eq!(
        build.findings_of("bad-attribute").len(),
        1,
        "{:?}",
        build.findings()
    );
    assert!(
        build
            .help_of("bad-attribute")
            .contains("src=\"https://video.example.org/w/1\"")
    );
}

#[test]
fn callouts_of_other_generators_are_named() {
    for (name, kind) in [
        ("note", "NOTE"),
        ("tip", "TIP"),
        ("warning", "WARNING"),
        ("danger", "CAUTION"),
    ] {
        let build = lesson(&format!(":::{name}\nText.\n:::"));
        assert!(
            build
                .help_of("unknown-directive")
                .contains(&format!("> [!{kind}]")),
            "{name}"
        );
    }
}

#[test]
fn a_table_that_is_written_as_text() {
    let course = |text: &str| {
        Course::lesson("# A\n\nText.\n")
            .with("community.toml", text)
            .build()
    };
    let build = course("forum = \"isso\"\n");
    assert_eq!(told(&build).len(), 1);
    assert_eq!(
        build.help_of("bad-value"),
        "write `[forum]` on a line of its own, and below it `engine = \"isso\"`"
    );
    let build = course("channels = \"three\"\n");
    assert_eq!(told(&build).len(), 1);
    assert!(
        build
            .help_of("bad-value")
            .starts_with("write `[channels]` on a line of its own")
    );
    let build = course("[forum]\nengine = \"isso\"\nurl = \"https://talk.example.org\"\n");
    assert_eq!(build.help_of("unknown-key"), "did you mean `origin`?");
}

#[test]
fn a_channel_with_an_email_address_is_one_finding() {
    let build = Course::lesson("# A\n\nText.\n")
        .with(
            "community.toml",
            "[[channel]]\nkind = \"mail\"\npurpose = \"Help\"\nurl = \"mailto:ada@college.eu\"\n",
        )
        .build();
    assert_eq!(
        told(&build),
        ["community.toml:4:15 warning address-in-portal: this e-mail address is not published"]
    );
}

#[test]
fn a_wrong_base_url_is_not_missing_as_well() {
    let build = Course::lesson("# A\n\nText.\n")
        .with(
            "course.toml",
            "title = \"T\"\nbase_url = \"learn.example.org\"\n",
        )
        .with("posts/2026-01-05-hello.md", "# Hello\n\nText.\n")
        .build();
    assert!(build.findings_of("no-base-url").is_empty());
    assert!(!build.findings().is_empty());
}

#[test]
fn names_are_looked_for_in_other_folders_too() {
    let build = lesson("[Plan](../files/plam.txt)");
    assert_eq!(build.findings_of("broken-link").len(), 1);
    let course = Course::lesson("+++\nbadges = [\"zzz\"]\n+++\n# A\n\n[Plan](plam-for-all.txt)\n")
        .with("resources/plan-for-all.txt", "x")
        .with("badges/open.md", "+++\nname = \"Open\"\n+++\nText.\n")
        .build();
    assert_eq!(
        course.help_of("broken-link"),
        "did you mean `../resources/plan-for-all.txt`?"
    );
    assert_eq!(
        course.help_of("unknown-reference"),
        "there is one badge, `open`"
    );
}

#[test]
fn people_are_found_by_the_names_of_their_files() {
    let build = Course::lesson("+++\nauthors = [\"jürgen\"]\n+++\n# A\n\nText.\n")
        .with(
            "people/jürgen.md",
            "+++\nname = \"Jürgen\"\nrole = \"facilitator\"\n+++\n",
        )
        .build();
    assert_eq!(build.findings(), [""; 0]);
    assert!(build.page("modules/a/").contains("/people/jurgen/"));
}
