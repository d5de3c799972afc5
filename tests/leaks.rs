//! What must not be in the learners' portal, however it was written: notes for facilitators, drafts, and links that run
//! programs. Either the portal is refused, or it does not hold the secret.
#![allow(missing_docs)]

mod support;

use stoa::document::highlight::Highlighter;
use stoa::pipeline::Builder;
use stoa::source::Sources;
use support::Course;

/// Lessons with a note or a draft in them, each with a slip that people make.
const SECRETS: &[&str] = &[
    "# T\n\nfoo\n\n   :::facilitator\n   SECRET\n   :::\n",
    "# T\n\n- a\n   :::facilitator\n   SECRET\n   :::\n",
    ":::facilitator\n# SECRET\n:::\n\nbody\n",
    ":::facilitator\nSECRET\n===\n:::\n\nbody\n",
    "+++\ntitle = \"T\"\n+++\n:::facilitator\n# SECRET\n:::\n\nbody\n",
    "# T\n\nA[^1]\n\n:::facilitator\n[^1]: SECRET\n:::\n",
    "# T\n\n:::facilitator\nA[^1]\n:::\n\n[^1]: SECRET\n",
    "# T\n\n<div>\n:::facilitator\nSECRET\n:::\n</div>\n",
    "# T\n\n<details><summary>x</summary>\n:::facilitator\nSECRET\n:::\n</details>\n",
    "# T\n\nfoo\r:::facilitator\rSECRET\r:::\rbar\n",
    "# T\r\rfoo\r\r:::facilitator\rSECRET\r:::\rbar\r",
    "---\rtitle: T\rdraft: true\r---\rSECRET\r",
    "---\ntitle: T\ndraft: true\n...\n\nSECRET\n",
    "---\ntitle: T\ndraft: true\n\nSECRET\n",
    "\n---\ntitle: T\ndraft: true\n---\n\nSECRET\n",
    " ---\ntitle: T\ndraft: true\n---\n\nSECRET\n",
    "----\ntitle: T\ndraft: true\n----\n\nSECRET\n",
    "++++\ntitle = \"T\"\ndraft = true\n++++\n\nSECRET\n",
    "---\ntitle: T\nDraft: true\n---\n\nSECRET\n",
    "# T\n\n:::Facilitator\nSECRET\n:::\n",
    "# T\n\n:::FACILITATOR\nSECRET\n:::\n",
    "# T\n\n:::facilitators\nSECRET\n:::\n",
    "# T\n\n:::facilitator-note\nSECRET\n:::\n",
    "# T\n\n:::facilitator\u{200b}\nSECRET\n:::\n",
    "# T\n\n:::facilitater\nSECRET\n:::\n",
    "# T\n\n::facilitator\nSECRET\n::\n",
    "# T\n\n::::facilitator\nx\n:::\nSECRET\n::::\n",
    "# T\n\n::::facilitator\n:::details\nx\n:::\nSECRET\n::::\n",
    "# T\n\n:::facilitator\nSECRET\n",
    "# T\n\n> :::facilitator\n> SECRET\n> :::\n",
    "# T\n\n:::::details\n::::facilitator\nSECRET\n::::\n:::::\n",
    "# T\n\n[a][x] [x][] [x] ![p][x] ![x]\n\n:::facilitator\n[x]: https://example.org/SECRET \"SECRET\"\n:::\n",
    "# T\n\n[a][Long  Name]\n\n> :::facilitator\n> [long name]: SECRET.md\n> :::\n",
    "# T\n\n:::facilitator\nA[^1]\n:::\n\n[^1]: B[^2]\n\n[^2]: SECRET\n",
    "# T\n\n:::facilitator\nA[^n]\n:::\n\n[^N]: SECRET\n",
    "# T\n\n:::facilitator\nA[^1]\n:::\n\n[^1]: SECRET\n[^1]: SECRET\n",
    "# T\n\n:::facilitator\n## SECRET\n\n[s]{#SECRET} <b id=\"SECRET\">x</b>\n:::\n",
    ":::facilitator\nSECRET first paragraph.\n:::\n\nText.\n",
    "# T\n\n:::facilitator\n:::introduce SECRET {id=\"x\" prompt=\"SECRET\"}\n:::\n:::\n",
    "# T\n\n::::facilitator\n:::discussion{id=\"SECRET\" prompt=\"SECRET\"}\n:::\n:::activity{id=\"SECRET\"}\n:::\n::::\n",
    "# T\n\n：：：facilitator\nSECRET\n：：：\n",
    "# T\n\n：facilitator\nSECRET\n",
    "# T\n\n:::\"facilitator\"\nSECRET\n:::\n",
    "# T\n\ntext\n\n\t:::facilitator\n\tSECRET\n\t:::\n",
    "# T\n\ntext\n\n    :::facilitator\n    SECRET\n    :::\n",
    "# T\n\n```\nx\n\n:::facilitator\nSECRET\n:::\n",
    "# T\n\n| a | b |\n| - | - |\n| :::facilitator | SECRET |\n",
    "# T\n\nx :::facilitator SECRET :::\n",
    "# T\n\n\u{feff}:::facilitator\nSECRET\n:::\n",
    "\u{feff}\u{feff}:::facilitator\nSECRET\n:::\n",
    "# T\n\n\u{c}:::facilitator\nSECRET\n:::\n",
    "# T\n\n\u{b}:::facilitator\nSECRET\n:::\n",
    "# T\n\n\u{2028}:::facilitator\nSECRET\n:::\n",
    ":::facilitator\n\n<!--\n:::\n-->\n\n# SECRET\n\n:::\n\nText.\n",
    ":::facilitator\n\n$$\nx\n:::\n$$\n\n# SECRET\n\n:::\n\nText.\n",
    "# T\n\n[a][x]\n\n:::facilitator\n<!--\n:::\n-->\n\n[x]: https://example.org/SECRET\n\n:::\n",
    "# T\n\n:::teacher\nSECRET\n:::\n",
    "# T\n\n:::trainer\nSECRET\n:::\n",
    "# T\n\n::: instructor\nSECRET\n:::\n",
    "# T\n\n:::animateur\nSECRET\n:::\n",
    "# T\n\n:::facilitator SECRET {id=\"SECRET\"}\n```SECRET\nSECRET\n```\n$SECRET$ ![SECRET](x.png \"SECRET\")\n:::\n",
];

#[test]
fn notes_and_drafts_stay_out_of_the_portal() {
    for lesson in SECRETS {
        let build = Course::lesson(lesson)
            .with("modules/b.md", "# B\n\nThe neighbour.\n")
            .build();
        if build.build.is_good() {
            for path in build.paths() {
                let text = build.text(path);
                assert!(!text.contains("SECRET"), "{lesson:?} is in {path}");
            }
        }
    }
}

#[test]
fn what_is_no_note_is_left_alone() {
    for text in [
        "Ask: teacher, facilitator or trainer?",
        "The facilitator: teachers say so.",
        ":teacher: Hello!",
        "Write `:::facilitator` and `:::instructor`.",
        "Term\n\n:   Teachers know it.",
        ":::instructions\nx\n:::",
        "~~~\n:::facilitator\n~~~",
        "- a\n\n  ```md\n  :::facilitator\n  ```",
        ":::facilitator\n<!-- x -->\n\n$$\nx\n$$\n:::",
    ] {
        Course::lesson(&format!("# T\n\n{text}\n"))
            .build()
            .assert_good();
    }
}

#[test]
fn code_may_show_notes() {
    let build =
        Course::lesson("# A\n\n```\n:::facilitator\nshown\n:::\n::facilitator\n```\n").build();
    build.assert_good();
    assert!(build.page("modules/a/").contains(":::facilitator"));
}

/// Notes that name a file, each in another way.
const FILES: &[&str] = &[
    ":::facilitator\n[answers](answers.pdf)\n:::\n",
    ":::facilitator\n![answers](answers.pdf)\n:::\n",
    ":::facilitator\n[answers][x]\n\n[x]: answers.pdf\n:::\n",
    "[answers][x]\n\n:::facilitator\n[x]: answers.pdf\n:::\n",
    "![answers][x]\n\n:::facilitator\n[x]: answers.pdf\n:::\n",
    ":::facilitator\n<a href=\"answers.pdf\">x</a> <img src=\"answers.pdf\" alt=\"x\">\n:::\n",
    "::::facilitator\n:::video{src=\"answers.pdf\" transcript=\"answers.pdf\" title=\"x\"}\n:::\n::::\n",
    ":::facilitator\nA[^1]\n:::\n\n[^1]: [answers](answers.pdf)\n",
    ":::facilitator\nA[^1]\n:::\n\n[^1]: B[^2]\n\n[^2]: ![answers](answers.pdf)\n",
    "A[^1]\n\n:::facilitator\n[^1]: [answers](answers.pdf)\n:::\n",
];

#[test]
fn what_only_a_note_links_to_is_not_published() {
    for note in FILES {
        let course = Course::lesson(&format!("# A\n\n{note}\n[shown](shown.pdf)\n"))
            .with("modules/answers.pdf", "no")
            .with("modules/shown.pdf", "yes");
        let build = course.clone().build();
        build.assert_good();
        assert!(!build.has("modules/answers.pdf"), "{note}");
        assert!(build.has("modules/shown.pdf"), "{note}");
        let notes = course.options(|options| options.facilitator = true).build();
        assert_eq!(
            notes.has("modules/answers.pdf"),
            !note.contains("answers][x]\n\n:::"),
            "{note}"
        );
    }
}

#[test]
fn a_link_into_a_note_is_told() {
    let build = Course::lesson(
        "# A\n\n[see][x] and [y]\n\n:::facilitator\n[x]: https://example.org/\n\n[inside][x]\n:::\n\n```\n:::facilitator\n```\n\n[y]: https://example.org/y\n",
    )
    .build();
    let found = build.findings_of("broken-link");
    assert_eq!(
        found,
        [
            "modules/a.md:3:1 warning broken-link: where this leads stands in a note for facilitators, which learners do not get"
        ]
    );
    let page = build.page("modules/a/");
    assert!(page.contains("<a>see</a>"), "{page}");
    assert!(page.contains("https://example.org/y"), "{page}");
}

#[test]
fn references_in_notes_leave_no_way_back() {
    let course = Course::lesson("# A\n\nA[^1]\n\n:::facilitator\nB[^1]\n:::\n\n[^1]: The note.\n");
    let page = |facilitator| {
        let course = course.clone();
        let build = course
            .options(|options| options.facilitator = facilitator)
            .build();
        build.page("modules/a/")
    };
    assert!(page(false).contains("#fnref-1\"") && !page(false).contains("#fnref-1-2"));
    assert!(page(true).contains("#fnref-1\"") && page(true).contains("#fnref-1-2"));
}

/// Ways to a program in the reader's browser.
const PROGRAMS: &[(&str, &str)] = &[
    (
        "modules/a.md",
        "# A\n\n[x](%6Aavascript:alert(1)) ![x](%6Aavascript:alert(2)) [[%6Aavascript:alert(3)]]\n",
    ),
    (
        "modules/a.md",
        "# A\n\n[x](javascript:alert(1)) [y](JaVaScRiPt:alert(1)) [z](%2F%2Fevil.example/)\n",
    ),
    (
        "modules/a.md",
        "# A\n\n<a href=\"%6Aavascript:alert(1)\">x</a> <a href=\"&#106;avascript:alert(1)\">y</a>\n",
    ),
    (
        "modules/a.md",
        "# A\n\n:::video{src=\"%6Aavascript:a()\" title=\"x\" poster=\"%6Aavascript:b()\" transcript=\"%6Aavascript:c()\"}\n:::\n",
    ),
    (
        "resources/r.md",
        "+++\ntitle = \"R\"\nurl = \"javascript:alert(1)\"\n+++\n[x](%6Aavascript:alert(1))\n",
    ),
    (
        "people/p.md",
        "+++\nname = \"P\"\nrole = \"facilitator\"\nlinks = [\"javascript:alert(1)\"]\n+++\n<script>alert(1)</script>\n",
    ),
    (
        "community.toml",
        "[forum]\nengine = \"link\"\nhome = \"javascript:alert(1)\"\nprivacy = \"javascript:alert(2)\"\n",
    ),
    (
        "community.toml",
        "[[channel]]\nkind = \"other\"\npurpose = \"x\"\nurl = \"javascript:alert(1)\"\n",
    ),
    (
        "course.toml",
        "title = \"T\"\nedit_url = \"javascript:alert(1)//{path}\"\ncontribute_url = \"javascript:alert(2)\"\n",
    ),
];

#[test]
fn no_link_runs_a_program() {
    for (path, text) in PROGRAMS {
        let build = Course::lesson("# A\n\nText.\n")
            .with("community.toml", "goal = \"G\"\n")
            .with(path, text)
            .build();
        for out in build
            .paths()
            .iter()
            .filter(|out| out.ends_with(".html") || out.ends_with(".xml"))
        {
            let page = build.text(out).to_lowercase();
            for bad in [
                "=\"javascript:",
                "='javascript:",
                "<script>alert",
                "=\"//evil",
                "href=\"&#",
            ] {
                assert!(!page.contains(bad), "{path}: {bad} in {out}\n{page}");
            }
        }
    }
}

#[test]
fn comments_of_others_are_not_shown() {
    let build = Course::lesson("# A\n\nText.\n")
        .with(
            "resources/r.md",
            "+++\ntitle = \"R\"\n+++\n\nText <!-- SECRET --> more.\n\n<!-- SECRET -->\n",
        )
        .build();
    assert!(!build.page("resources/r/").contains("SECRET"));
}

/// A course with an address in every place that could come into a page.
const ADDRESSES: &str = r#"
-- course.toml --
title = "T ada@college.eu"
description = "D ada@college.eu"
base_url = "https://learn.example.org/"
edit_url = "https://git.example.org/{path}?by=ada@college.eu"
-- community.toml --
goal = "G ada@college.eu"
[[group]]
id = "g"
title = "T ada@college.eu"
purpose = "P ada@college.eu"
[[channel]]
kind = "mail"
title = "T ada@college.eu"
url = "mailto:ada@college.eu"
purpose = "P ada@college.eu"
audience = "A ada@college.eu"
[forum]
engine = "link"
home = "https://talk.example.org/"
operator = "O ada@college.eu"
-- schedule.toml --
[[session]]
id = "kickoff"
title = "T ada@college.eu"
format = "webinar"
week = 1
day = "tue"
time = "10:00"
duration = "1h"
prompt = "P ada@college.eu"
-- cohorts/autumn.toml --
title = "T ada@college.eu"
start = 2026-10-05
timezone = "Europe/Paris"
[session.kickoff]
cancelled = "ada@college.eu is ill"
[[team]]
id = "t"
title = "T ada@college.eu"
members = ["ada@college.eu"]
-- modules/01-m/index.md --
+++
title = "T ada@college.eu"
description = "D ada@college.eu"
objectives = ["O ada@college.eu"]
+++
Text.
-- modules/01-m/a.md --
# A ada@college.eu

First ada@college.eu, ada\@college.eu, ada&#64;college.eu, first_last@college.eu, **ada@college.eu**.
ada@college\.eu <ada@college.eu> <mailto:ada@college.eu> [a](mailto:ada@college.eu "T ada@college.eu") [b](ada@college.eu)
[c](mailto:ada%40college.eu) [d](mailto:ada@college%2Eeu) [e][x] [[ada@college.eu]]
![alt ada@college.eu](a.png "T ada@college.eu") ![](a.png){alt="ada@college.eu"}
<img src="a.png" alt="ada@college.eu"> <a href="mailto:ada@college.eu" title="ada@college.eu">ada@college.eu</a>
[span ada@college.eu]{#ada@college.eu} A[^1] [^ada@college.eu]

<div data-by="ada@college.eu">
ada@college.eu
<!-- ada@college.eu -->
</div>

## H ada@college.eu {#h-ada@college.eu}

:::activity{id="x" title="ada@college.eu"}
ada@college.eu
:::

:::introduce Say ada@college.eu {id="y" prompt="P ada@college.eu"}
:::

:::unknown ada@college.eu
:::

| ada@college.eu |
| --- |
| ada@college.eu |

[x]: mailto:ada@college.eu
[^1]: N ada@college.eu

[txt](list.txt) [html](page.html)
-- modules/01-m/list.txt --
ada@college.eu
-- modules/01-m/page.html --
<p>ada@college.eu
-- static/data/roster.csv --
name,address
Ada,ada@college.eu
-- resources/r.md --
---
title: T ada@college.eu
by: ada@college.eu
url: https://example.org/?ada@college.eu
tags: [ada@college.eu]
---
Text ada@college.eu <b>ada@college.eu</b>
-- posts/2026-10-05-p.md --
---
title: T ada@college.eu
description: D ada@college.eu
---
Text ada@college.eu
-- badges/b.md --
---
name: N ada@college.eu
description: D ada@college.eu
---
Text ada@college.eu
-- people/bo.md --
---
name: Bo
role: facilitator
---
Bo.
"#;

#[test]
fn no_address_is_published() {
    let course = Course::parse(ADDRESSES).with("modules/01-m/a.png", "");
    for facilitator in [false, true] {
        let build = course
            .clone()
            .options(|options| options.facilitator = facilitator)
            .build();
        build.assert_good();
        for path in build.paths() {
            let text = build.text(path);
            let found = text.find("college").map(|at| {
                let start = text.floor_char_boundary(at.saturating_sub(100));
                &text[start..text.ceil_char_boundary(at + 50)]
            });
            assert_eq!(found, None, "{path}");
        }
        let page = build.page("modules/m/a/");
        assert!(page.contains("First address removed, "), "{page}");
        assert!(page.contains("<a>a</a>"), "{page}");
        assert_eq!(
            build.text("data/roster.csv"),
            "name,address\nAda,address removed\n"
        );
    }
}

/// Ways around whoever looks for addresses in the text of an author.
const DISGUISES: &[&str] = &[
    "ab@college&#46;eu",
    "ab&#0064;college.eu",
    "ab@c&#111;llege.eu",
    "ab@college&period;eu",
    "ab@coll<!-- x -->ege.eu",
    "**ab**@college.eu",
    "ab@*college*.eu",
    "ab<b></b>@college.eu",
    "ab&shy;@college.eu",
    "ab\u{200b}@college.eu",
    "ab＠college.eu",
    "<span title=\"ab&#0064;college.eu\">x</span>",
    "<a href=\"mailto:ab&#0064;college%2eeu\">x</a>",
    "ab@2x.eu",
    "ab@126.3m.com",
    "git@college.eu",
    "ab@college.eu:a/b",
    "[x](https://x.org/?a=ab%40college%2Eeu)",
    "[ab@](https://example.org/)college.eu",
];

#[test]
fn no_disguise_of_an_address_is_published() {
    for text in DISGUISES {
        for path in ["modules/b.md", "posts/2026-10-05-p.md", "badges/b.md"] {
            let build = Course::lesson("# A\n\nText.\n")
                .with(path, format!("# T\n\nFirst.\n\nSee {text} here.\n"))
                .build();
            let found = build.findings_of("address-in-portal");
            let is_refused = found.iter().any(|found| found.contains(" error "));
            let is_cleaned = build.build.is_good() && !found.is_empty();
            assert!(is_refused || is_cleaned, "{text}: {found:?}");
            assert!(
                found
                    .iter()
                    .all(|found| found.starts_with(&format!("{path}:5:"))),
                "{text}: {found:?}"
            );
        }
    }
}

#[test]
fn no_name_of_a_file_is_an_address() {
    for path in [
        "modules/ada@college.eu/a.md",
        "modules/ada@college.eu.md",
        "static/ada@college.eu.txt",
        "static/ada@college.eu/x.txt",
    ] {
        let build = Course::lesson("# A\n\nText.\n")
            .with(path, "Text.\n")
            .build();
        assert!(!build.build.is_good(), "{path}");
        let found = build.findings_of("address-in-portal");
        assert!(
            found
                .iter()
                .all(|found| found.starts_with(path) || path.contains("/a.md")),
            "{found:?}"
        );
    }
    Course::lesson("# A\n\nText.\n")
        .with("static/map@2x.png", "")
        .with("static/map@2x.min.js", "")
        .with("static/night@home.jpeg", "")
        .build()
        .assert_good();
}

#[test]
fn copied_texts_hold_no_address_whatever_they_are_called() {
    for name in [
        "a.srt",
        "a.rst",
        "a.bib",
        "a.rtf",
        "a.xhtml",
        "a.webmanifest",
        "a.ndjson",
        "a",
        "README",
        "a.ipynb",
    ] {
        let build = Course::lesson("# A\n\nText.\n")
            .with(&format!("static/{name}"), "Ask ada@college.eu.\n")
            .build();
        build.assert_good();
        assert_eq!(build.text(name), "Ask address removed.\n", "{name}");
        assert_eq!(build.findings_of("address-in-portal").len(), 1, "{name}");
    }
    let utf16 = |bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
        "\u{feff}Ask ada@college.eu.\n"
            .encode_utf16()
            .flat_map(bytes)
            .collect()
    };
    let mut large = "0123456789012345678901234567890\n"
        .repeat(300_000)
        .into_bytes();
    large.extend(b"ada@college.eu\n");
    for (name, bytes) in [
        ("latin.txt", b"Fran\xe7ois, ada@college.eu\n".to_vec()),
        ("little.csv", utf16(u16::to_le_bytes)),
        ("big", utf16(u16::to_be_bytes)),
        ("bare.txt", utf16(u16::to_le_bytes)[2..].to_vec()),
        ("page.html", b"<p>ada&#64;college&#46;eu</p>".to_vec()),
        ("large.log", large),
    ] {
        let course = Course::lesson("# A\n\nText.\n").with(&format!("static/{name}"), &bytes);
        let folder = tempfile::tempdir().unwrap();
        course.write_to(folder.path());
        let sources = Sources::read(folder.path(), &[], None).unwrap();
        let mut builder = Builder::new(Highlighter::new());
        let build = support::Build {
            build: builder.rebuild(&sources, &course.options),
            sources,
        };
        let found = build.findings_of("address-in-portal");
        assert!(!build.build.is_good(), "{name}");
        assert_eq!(found.len(), 1, "{name}: {found:?}");
    }
}

#[test]
fn code_in_titles_and_summaries_is_text() {
    let build = Course::lesson("# A `ada@college.eu`\n\nRun `x ada@college.eu`.\n\n## B `ada@college.eu`\n\n![a `ada@college.eu`](a.png)\n")
        .with("modules/a.png", "")
        .build();
    build.assert_good();
}

#[test]
fn the_address_of_a_person_refuses_the_portal() {
    for text in [
        "+++\nname = \"Bo bo@college.eu\"\nrole = \"facilitator\"\n+++\n",
        "# Bo\n\nWrite to bo@college.eu.\n",
    ] {
        let build = Course::lesson("# A\n\nText.\n")
            .with("people/bo.md", text)
            .build();
        assert!(!build.build.is_good(), "{text}");
    }
}

#[test]
fn examples_in_code_stay() {
    let text = "# A\n\n`git config user.email ada@college.eu`, user@example.org\n\n```\nbo@college.eu\n```\n\n    cy@college.eu\n";
    let build = Course::lesson(text).build();
    build.assert_good();
    let page = build.page("modules/a/");
    for shown in [
        "ada@college.eu",
        "user@example.org",
        "bo@college.eu",
        "cy@college.eu",
    ] {
        assert!(page.contains(shown), "{shown}\n{page}");
    }
}

#[test]
fn characters_that_nobody_sees_are_not_published() {
    let build = Course::parse(
        "-- course.toml --\ntitle = \"K\\u0000x\\u001Bé\"\n-- modules/a.md --\n# A\n\nText.\n",
    )
    .build();
    let found = build.findings();
    assert!(
        found.len() == 1
            && found[0].starts_with(
                "course.toml:1:9 warning hidden-character: here are characters that nobody sees"
            ),
        "{found:?}"
    );
    let page = build.page("");
    assert!(page.contains("Kxé") && !page.contains(['\0', '\u{1b}']));
}
