//! Resources: what is worth a look, elsewhere or in the course itself.

#![allow(missing_docs, clippy::unwrap_used)]

mod support;

use support::Course;

fn course(url: &str) -> Course {
    Course::lesson("# A\n\nText.\n")
        .with(
            "resources/chart.md",
            format!("+++\ntitle = \"Chart\"\nkind = \"PDF\"\nurl = \"{url}\"\n+++\nHang it up.\n"),
        )
        .with("static/downloads/Dressing Chart.pdf", vec![7; 1_234_567])
        .with("resources/files/Plan A.docx", "PK\u{3}\u{4}plan")
}

#[test]
fn a_resource_can_be_a_file_of_the_course() {
    for url in [
        "/downloads/Dressing%20Chart.pdf",
        "/downloads/Dressing Chart.pdf",
    ] {
        let build = course(url).build();
        assert_eq!(build.findings(), [""; 0]);
        let page = build.page("resources/chart/");
        assert!(
            page.contains("href=\"/downloads/Dressing%20Chart.pdf\""),
            "{page}"
        );
        assert!(page.contains("Open Dressing Chart.pdf (1.2 MB)"), "{page}");
        assert!(page.contains(">PDF"), "the kind is as it was written");
    }
    let build = course("files/Plan%20A.docx").build();
    assert_eq!(build.findings(), [""; 0]);
    assert!(
        build
            .page("resources/chart/")
            .contains("href=\"/resources/files/Plan%20A.docx\"")
    );
    assert_eq!(
        build.text("resources/files/Plan A.docx"),
        "PK\u{3}\u{4}plan"
    );
}

#[test]
fn a_file_that_is_not_there_is_a_broken_link() {
    let build = course("files/Plan B.docx").build();
    assert_eq!(
        build.findings(),
        [
            "resources/chart.md:4:7 warning broken-link: there is no page or file `files/Plan B.docx`"
        ]
    );
    assert_eq!(
        build.help_of("broken-link"),
        "did you mean `files/Plan A.docx`?"
    );
    let build = course("www.example.org/chart").build();
    assert!(build.help_of("broken-link").contains("https://"));
    let build = course("javascript:alert(1)").build();
    assert_eq!(build.findings_of("unsafe-link").len(), 1);
}

/// A library of two, in a course at an address.
const LIBRARY: &str = r#"
-- course.toml --
title = "T"
base_url = "https://learn.example.org/t/"
-- modules/a.md --
# A

:::resource{id="one"}
:::

-- modules/b.md --
# B

[One](../resources/one.md), and for us:

:::facilitator
:::resource{id="two"}
:::
:::
-- people/ada.md --
+++
name = "Ada Kant"
role = "facilitator"
+++
-- people/bo.md --
+++
name = "Bo Hidden"
+++
-- resources/one.md --
+++
title = "Eins"
url = "https://www.example.org:8443/eins"
kind = "article"
language = "de-at"
tags = ["start", "start", " "]
by = "ada"
added = 2026-10-01
+++
Why.
-- resources/two.md --
+++
title = "Two"
kind = "Articles"
language = "english"
tags = ["Start"]
by = "bo"
added = 2026-10-02
+++
Text.
-- resources/three.md --
+++
title = "Three"
language = "x"
by = "Cy Named"
consent = 2026-09-01
+++
Text.
-- resources/four.md --
+++
title = "Four"
by = "Dee Unasked"
added = 2026-09-30
+++
Text.
-- resources/five.md --
+++
title = "Five"
by = "Eve Later"
consent = 2099-09-01
+++
Text.
"#;

fn text(page: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for char in page.chars() {
        match char {
            '<' => inside = true,
            '>' => {
                inside = false;
                out.push(' ');
            }
            char if !inside => out.push(char),
            _ => {}
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_library_says_what_is_known_and_names_who_agreed() {
    let build = Course::parse(LIBRARY).build();
    assert_eq!(
        build.findings(),
        [
            "people/bo.md warning no-consent: this learner is not shown: there is no consent",
            "resources/five.md:4:11 warning no-consent: the portal says “a learner” here: the consent is from 1 September 2099, a day that is yet to come",
            "resources/four.md:3:6 warning no-consent: the portal says “a learner” here: nobody in people/ has the id `Dee Unasked`, and a name needs consent",
            "resources/three.md:3:12 warning bad-value: `x` is no language",
            "resources/two.md:3:8 note near-duplicate: the kind `Articles` is `article` in other resources, and stands under that",
            "resources/two.md:4:12 warning bad-value: `english` is no language",
            "resources/two.md:5:9 note near-duplicate: the tag `Start` is `start` in other resources, and stands under that",
        ]
    );
    let one = build.page("resources/one/");
    assert!(
        one.contains("<h1 lang=\"de-AT\" dir=\"ltr\">Eins</h1>"),
        "{one}"
    );
    assert!(one.contains("hreflang=\"de-AT\" rel=\"noopener\""), "{one}");
    let words = text(&one);
    assert!(words.contains("article · Deutsch (AT) · brought by Ada Kant · 1 October 2026 start Open at www.example.org "), "{words}");
    for (id, by) in [
        ("two", "a learner"),
        ("three", "Cy Named"),
        ("four", "a learner"),
        ("five", "a learner"),
    ] {
        let words = text(&build.page(&format!("resources/{id}/")));
        assert!(
            words.contains(&format!("brought by {by} ")),
            "{id}: {words}"
        );
    }
    for (path, bytes) in build.files() {
        let file = String::from_utf8_lossy(&bytes).into_owned();
        for hidden in ["Bo Hidden", "Dee Unasked", "Eve Later"] {
            assert!(!file.contains(hidden), "{path}: {hidden}");
        }
    }
}

#[test]
fn the_library_is_narrowed_down_by_what_occurs() {
    let page = Course::parse(LIBRARY).build().page("resources/");
    for option in [
        "<option value=\"article\">article (2)</option>",
        "<option value=\"de-AT\" lang=\"de-AT\">Deutsch (AT) (1)</option>",
        "<option value=\"start\">start (2)</option>",
        "<option value=\"Ada Kant\">Ada Kant (1)</option>",
        "<option value=\"Cy Named\">Cy Named (1)</option>",
    ] {
        assert!(page.contains(option), "{option}\n{page}");
    }
    assert!(!page.contains("value=\"a learner\""));
    let order: Vec<usize> = ["Two", "Eins", "Four", "Five", "Three"]
        .iter()
        .map(|title| page.find(&format!(">{title}</a>")).unwrap())
        .collect();
    assert!(order.is_sorted(), "newest first: {order:?}");
}

#[test]
fn a_resource_says_where_it_is_used() {
    let build = Course::parse(LIBRARY).build();
    let one = text(&build.page("resources/one/"));
    assert!(one.contains("Used in A B "), "{one}");
    assert!(!text(&build.page("resources/two/")).contains("Used in"));
    let build = Course::parse(LIBRARY)
        .options(|options| options.facilitator = true)
        .build();
    assert!(text(&build.page("resources/two/")).contains("Used in B "));
}

#[test]
fn the_library_has_a_feed_of_what_has_a_day() {
    let build = Course::parse(LIBRARY).build();
    let feed = build.text("resources/feed.xml");
    assert_eq!(feed.matches("<entry>").count(), 3);
    for part in [
        "<id>https://learn.example.org/t/resources/</id>",
        "<updated>2026-10-02T00:00:00Z</updated>",
        "<link rel=\"related\" href=\"https://www.example.org:8443/eins\" hreflang=\"de-AT\"/>",
        "<author><name>Ada Kant</name></author>",
        "<category term=\"article\"/><category term=\"start\"/>",
    ] {
        assert!(feed.contains(part), "{part}\n{feed}");
    }
    assert!(!feed.contains("a learner"));
    assert!(build.page("resources/").contains(
        "<link rel=\"alternate\" type=\"application/atom+xml\" title=\"T: resources\" href=\"/t/resources/feed.xml\">"
    ));
    let build = Course::parse(&LIBRARY.replace("base_url", "# base_url")).build();
    assert!(!build.has("resources/feed.xml"));
    assert!(!build.page("resources/").contains("application/atom+xml"));
}

#[test]
fn adding_one_begins_with_a_file_to_fill_in() {
    let at = |url: &str| {
        let line = format!("title = \"T\"\ncontribute_url = \"{url}\"");
        Course::parse(&LIBRARY.replace("title = \"T\"", &line)).build()
    };
    let page = at("https://github.com/o/r/new/main/resources").page("resources/");
    assert!(page.contains("href=\"https://github.com/o/r/new/main/resources?filename=name-of-the-resource.md&amp;value=%2B%2B%2B%0A"), "{page}");
    assert!(text(&page).contains("You need an account at github.com"));
    assert!(!page.contains("id=\"add-template\""));
    let page = at("https://gitlab.example.org/o/r/-/new/main/resources").page("resources/");
    assert!(
        page.contains("resources?file_name=name-of-the-resource.md\""),
        "{page}"
    );
    assert!(page.contains("id=\"add-template\">+++"), "{page}");
    let page = at("https://forms.example.org/f?x=1").page("resources/");
    assert!(
        page.contains("href=\"https://forms.example.org/f?x=1\""),
        "{page}"
    );
    assert!(!text(&page).contains("an account"));
    // Nothing is said where nobody can add anything.
    let page = Course::parse(LIBRARY).build().page("resources/");
    assert!(!page.contains("#add"), "{page}");
    // A library that is empty waits for the first.
    let build = Course::lesson("# A\n\nText.\n")
        .with(
            "course.toml",
            "title = \"T\"\ncontribute_url = \"https://github.com/o/r/new/main/resources\"\n",
        )
        .build();
    assert_eq!(build.findings(), [""; 0]);
    assert!(text(&build.page("resources/")).contains("The library is empty."));
}

#[test]
fn the_address_of_a_folder_is_no_place_to_add_a_file() {
    for (written, meant) in [
        (
            "https://github.com/ward/handover",
            "https://github.com/ward/handover/new/main/resources",
        ),
        (
            "https://github.com/ward/handover/",
            "https://github.com/ward/handover/new/main/resources",
        ),
        (
            "https://github.com/ward/handover/new",
            "https://github.com/ward/handover/new/main/resources",
        ),
        (
            "https://github.com/ward/handover/tree/trunk/course/resources?x=1",
            "https://github.com/ward/handover/new/trunk/course/resources",
        ),
        (
            "https://github.com/ward/handover/blob/main/resources/a.md",
            "https://github.com/ward/handover/new/main/resources",
        ),
        (
            "https://git.example.org/a/b/c/-/tree/main/resources",
            "https://git.example.org/a/b/c/-/new/main/resources",
        ),
        (
            "https://codeberg.org/a/b/src/branch/main/resources",
            "https://codeberg.org/a/b/_new/main/resources",
        ),
    ] {
        let line = format!("title = \"T\"\ncontribute_url = \"{written}\"");
        let build = Course::parse(&LIBRARY.replace("title = \"T\"", &line)).build();
        let mut found = build.findings_of("bad-value");
        found.retain(|one| one.starts_with("course.toml:"));
        assert_eq!(found.len(), 1, "{written}: {:?}", build.findings());
        assert!(found[0].contains(" warning "), "{found:?}");
        let all = &build.build.diagnostics;
        let help = all.iter().filter_map(|one| one.help.as_deref());
        let wanted = format!("write `contribute_url = \"{meant}\"`");
        assert_eq!(
            help.filter(|help| *help == wanted).count(),
            1,
            "{written}: {all:?}"
        );
    }
    for good in [
        "https://github.com/o/r/new/main/resources",
        "https://github.com/o/r/issues/new/choose",
        "https://forms.example.org/tree/blob",
        "https://forms.example.org/",
    ] {
        let line = format!("title = \"T\"\ncontribute_url = \"{good}\"");
        let build = Course::parse(&LIBRARY.replace("title = \"T\"", &line)).build();
        let found = build.findings_of("bad-value");
        assert!(
            !found.iter().any(|one| one.starts_with("course.toml:")),
            "{good}"
        );
    }
}

#[test]
fn a_text_that_is_the_resource_is_in_its_language() {
    let build = Course::lesson("# A\n\nText.\n")
        .with("resources/own.md", "+++\ntitle = \"Spickzettel\"\nlanguage = \"de\"\n+++\nHallo.\n")
        .with(
            "resources/link.md",
            "+++\ntitle = \"Seite\"\nlanguage = \"de\"\nurl = \"https://example.org/\"\n+++\nWhy it helps.\n",
        )
        .build();
    let own = build.page("resources/own/");
    assert!(
        own.contains("<div class=\"prose\" lang=\"de\" dir=\"ltr\"><p>Hallo."),
        "{own}"
    );
    assert!(
        build
            .page("resources/link/")
            .contains("<div class=\"prose\"><p>Why")
    );
}

#[test]
fn what_is_filled_in_is_a_good_resource() {
    let page = Course::lesson("# A\n\nText.\n")
        .with(
            "course.toml",
            "title = \"T\"\ncontribute_url = \"https://gitlab.com/o/r/-/new/main/resources\"\n",
        )
        .build()
        .page("resources/");
    let (_, template) = page.split_once("id=\"add-template\">").unwrap();
    let (template, _) = template.split_once("</pre>").unwrap();
    let template = template
        .replace("&quot;", "\"")
        .replace("&lt;", "<")
        .replace("&gt;", ">");
    let filled = template
        .replace("title = \"\"", "title = \"X\"")
        .replace("url = \"\"", "url = \"https://example.org/\"")
        .replace("# added", "added");
    let build = Course::lesson("# A\n\nText.\n")
        .with("resources/x.md", filled)
        .build();
    assert_eq!(build.findings(), [""; 0]);
    assert!(!build.page("resources/x/").contains("Write here"));
    let build = Course::lesson("# A\n\nText.\n")
        .with("resources/x.md", template)
        .build();
    assert_eq!(
        build.findings(),
        [
            "resources/x.md warning empty-title: this resource has no title",
            "resources/x.md:5:7 warning broken-link: this address is empty",
        ]
    );
}

#[test]
fn a_forum_is_where_resources_are_posted_without_a_repository() {
    let forum = "[forum]\nengine = \"isso\"\norigin = \"https://talk.example.org\"\n";
    let cohort = "start = 2026-10-05\nend = 2026-11-05\ntimezone = \"UTC\"\n";
    let course = Course::parse(LIBRARY)
        .with("community.toml", forum)
        .with("cohorts/autumn.toml", cohort)
        .with(
            "schedule.toml",
            "[[session]]\nid = \"s\"\nformat = \"webinar\"\nweek = 4\nday = \"tue\"\ntime = \"10:00\"\n",
        );
    let over = course.clone();
    let build = course.build();
    let page = build.page("resources/");
    assert!(
        text(&page).contains("Add yours Post a link, what it is, and why it helped you."),
        "{page}"
    );
    assert!(page.contains("assets/forum.js"), "{page}");
    assert!(
        build
            .page("t/autumn/library-resources/")
            .contains("/t/resources/#add")
    );
    // A cohort that is over adds nothing any more.
    let over = over.options(|options| options.now = "2027-10-14T08:00:00Z".parse().unwrap());
    assert!(!over.build().page("resources/").contains("#add"));
    // With a repository there is one place for it.
    let build = course
        .with(
            "course.toml",
            "title = \"T\"\ncontribute_url = \"https://github.com/o/r/new/main/resources\"\n",
        )
        .build();
    assert!(!build.has("t/autumn/library-resources/index.html"));
    assert!(!build.page("resources/").contains("assets/forum.js"));
}

#[test]
fn shelves_stay_as_they_were() {
    let build = Course::parse(LIBRARY)
        .with("posts/2026-10-05-p.md", "# P\n\nText.\n")
        .with("badges/b.md", "# B\n\nText.\n")
        .build();
    assert!(build.page("posts/").contains(">P</a>"));
    assert!(build.page("badges/").contains(">B</a>"));
    assert!(build.text("posts/feed.xml").contains("<title>P</title>"));
}
