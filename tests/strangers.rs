//! What pages may not ask of other hosts, what other people's files may not do at the address of the portal, and texts that
//! are made to break whoever reads them.
#![allow(missing_docs)]

mod support;

use support::Course;

/// Ways to load something from another host, in Markdown and in HTML.
const LOADED: &[&str] = &[
    "![x](https://evil.example/x.png)",
    "![x](//evil.example/x.png)",
    "![x](http:evil.example/x.png)",
    "![x](\\\\\\\\evil.example/x.png)",
    "![x][y]\n\n[y]: https://evil.example/x.png",
    "[![x](https://evil.example/x.png)](https://example.org/)",
    "<img src=\"https://evil.example/x.png\" alt=\"x\">",
    "<img srcset='a.png 1x, //evil.example/x.png 2x' alt=\"x\">",
    "<iframe src=\"https&colon;//evil.example/x\"></iframe>",
    "<video poster=\"//evil.example/x.png\"></video>",
    "<object data=\"//evil.example/x\"></object>",
    "<link rel=\"stylesheet\" href=\"https://evil.example/x.css\">",
    "<script src=\"https://evil.example/x.js\"></script>",
    "<p style=\"background: url(//evil.example/x.png)\">x</p>",
    "<style>\n@import \"//evil.example/x.css\";\n</style>",
    "<meta http-equiv=\"refresh\" content=\"0; url=https://evil.example/\">",
    "<base href=\"https://evil.example/\">",
    "<svg><image xlink:href=\"https://evil.example/x.png\"/></svg>",
    "<svg><image href=\"https://evil.example/x.png\"/></svg>",
    ":::video{src=\"a.mp4\" title=\"x\" transcript=\"a.txt\" poster=\"https://evil.example/x.png\"}\n:::",
];

#[test]
fn no_page_asks_another_host_by_itself() {
    for text in LOADED {
        for path in ["modules/b.md", "resources/b.md", "people/b.md"] {
            let build = Course::lesson("# A\n\nText.\n")
                .with("modules/a.mp4", "")
                .with("modules/a.txt", "")
                .with(
                    path,
                    format!("---\nname: B\ntitle: B\nrole: facilitator\n---\n\nSee\n\n{text}\n"),
                )
                .build();
            let out = path.replace(".md", "/index.html");
            let page = if build.has(&out) {
                build.text(&out)
            } else {
                String::new()
            };
            // What stands as text, or leads there on a click, loads nothing.
            let lines: String = page.lines().filter(|line| !line.contains("&lt;")).collect();
            let loads = lines.replace("<a href=\"", "").replace("&quot;", "'");
            for load in [
                "=\"https://evil",
                "=\"//evil",
                "=\"http:evil",
                "=\"a.png 1x, //evil",
                "url(//evil",
                "@import \"",
            ] {
                assert!(!loads.contains(load), "{text}: {load}\n{page}");
            }
            if path.starts_with("modules") {
                assert!(!build.findings_of("external-content").is_empty(), "{text}");
            }
        }
    }
}

#[test]
fn what_a_page_would_load_is_a_link() {
    let build = Course::lesson(
        "# A\n\n![A map](https://example.org/map.png){alt=\"x\"}\n\n<iframe src=\"https://example.org/f\" title=\"A form\"></iframe>\n\n![](data:image/png;base64,AA) <a href=\"https://example.org/\">x</a>\n",
    )
    .build();
    let page = build.page("modules/a/");
    assert!(
        page.contains("<a href=\"https://example.org/map.png\">A map</a>"),
        "{page}"
    );
    assert!(
        page.contains("<a href=\"https://example.org/f\">A form</a>"),
        "{page}"
    );
    assert!(page.contains("src=\"data:image"), "{page}");
    assert_eq!(build.findings_of("external-content").len(), 2);
}

#[test]
fn what_other_people_wrote_does_not_run() {
    for (name, text) in [
        ("r.html", "<script>x</script>"),
        ("r.xhtml", "<html/>"),
        ("r.js", "x()"),
        ("r.svg", "<svg onload=\"x()\"/>"),
        ("r.svg", "<svg><script>x</script></svg>"),
        ("r.svg", "<svg><foreignObject/></svg>"),
        (
            "r.svg",
            "<svg><image href=\"https://evil.example/x\"/></svg>",
        ),
        ("r", "<!DOCTYPE html><p>x"),
    ] {
        let build = Course::lesson(
            "# A\n\n[x](../resources/NAME)\n"
                .replace("NAME", name)
                .as_str(),
        )
        .with(
            "resources/r.md",
            format!("+++\ntitle = \"R\"\n+++\n[x]({name}) ![x]({name})\n"),
        )
        .with(&format!("resources/{name}"), text)
        .build();
        assert!(!build.has(&format!("resources/{name}")), "{name}");
        assert!(!build.findings_of("unsafe-link").is_empty(), "{name}");
    }
    let build = Course::lesson("# A\n\nText.\n")
        .with("resources/r.md", "+++\ntitle = \"R\"\n+++\n![x](r.svg)\n")
        .with(
            "resources/r.svg",
            "<svg viewBox=\"0 0 1 1\"><path d=\"M0 0\"/></svg>",
        )
        .build();
    build.assert_good();
    assert!(build.has("resources/r.svg"));
    let build = Course::lesson("# A\n\nText.\n")
        .with(
            "people/p.md",
            "---\nname: P\nrole: facilitator\nphoto: p.svg\n---\n",
        )
        .with("people/p.svg", "<svg onload=\"x()\"/>")
        .build();
    assert!(!build.build.is_good());
}

#[test]
fn nesting_without_end_is_a_finding() {
    for depth in [20, 44, 300, 20_000] {
        let flow = format!(
            "---\ntags: {}{}\n---\n",
            "[".repeat(depth),
            "]".repeat(depth)
        );
        let maps = format!(
            "---\ntags: {}{}\n---\n",
            "{a: ".repeat(depth),
            "}".repeat(depth)
        );
        let list = format!("---\ntags:\n  {}x\n---\n", "- ".repeat(depth));
        for text in [flow, maps, list] {
            let build = Course::lesson(&text).build();
            assert!(!build.build.is_good(), "{depth} {}", &text[..30]);
            let found = build.findings_of("bad-yaml");
            assert_eq!(found.len(), 1, "{depth} {}", &text[..30]);
            assert!(
                found[0].contains("too deep"),
                "{depth} {}: {found:?}",
                &text[..30]
            );
        }
        let build = Course::lesson("# A\n\nText.\n")
            .with("course.toml", format!("title = {}\n", "[".repeat(depth)))
            .with("community.toml", format!("{}\n", "[".repeat(depth)))
            .build();
        assert!(!build.build.is_good());
        let build = Course::lesson("# A\n\nText.\n")
            .with("course.toml", format!("title{} = 1\n", ".a".repeat(depth)))
            .build();
        assert!(!build.build.is_good());
    }
}

#[test]
fn front_matter_that_multiplies_itself_is_a_finding() {
    let mut text = "---\na0: &a0 [x, x]\n".to_owned();
    for at in 1..12 {
        let again = format!("*a{}, ", at - 1).repeat(10);
        text.push_str(&format!("a{at}: &a{at} [{again}]\n"));
    }
    let build = Course::lesson(&format!("{text}---\n")).build();
    let found = build.findings_of("bad-yaml");
    assert!(
        found.len() == 1 && found[0].contains("repeats itself"),
        "{found:?}"
    );
}

#[test]
fn feeds_hold_only_what_xml_allows() {
    let build = Course::lesson("# A\n\nText.\n")
        .with(
            "course.toml",
            "title = \"T\\u0007\"\nbase_url = \"https://learn.example.org/\"\n",
        )
        .with(
            "posts/2026-10-05-p.md",
            "---\ntitle: \"P\\x0B\\uFFFE\"\n---\nText \u{b}\u{c}\u{ffff}\u{fffe}\u{7}&#11; x\n",
        )
        .build();
    for path in ["posts/feed.xml", "sitemap.xml"] {
        let text = build.text(path);
        let is_bad = |char: char| {
            (char.is_control() && char != '\n') || matches!(char, '\u{fffe}' | '\u{ffff}')
        };
        assert!(!text.contains(is_bad), "{path}: {text:?}");
    }
}

#[test]
fn texts_of_a_theme_are_utf8() {
    for path in [
        "templates/lesson.html",
        "templates/other.html",
        "templates/components/callout.html",
        "themes/unused/theme.toml",
        "themes/unused/assets/a.css",
    ] {
        let build = Course::lesson("# A\n\nText.\n")
            .with(path, b"caf\xe9")
            .build();
        let found = build.findings_of("invalid-utf8");
        assert_eq!(found.len(), 1, "{path}");
        assert!(found[0].starts_with(&format!("{path}:1:4")), "{found:?}");
    }
}

#[test]
fn the_frame_of_a_page_is_not_the_authors() {
    let build = Course::lesson(
        "# A\n\n## Main\n\n## H {#main .site-header}\n\n[s]{#main} <b id=\"main\">x</b>\n",
    )
    .with(
        "resources/r.md",
        "+++\ntitle = \"R\"\n+++\n## H {.site-header}\n",
    )
    .build();
    assert_eq!(
        build.findings_of("duplicate-id").len(),
        3,
        "{:?}",
        build.findings()
    );
    assert!(build.page("modules/a/").contains("<h2 id=\"main-1\">"));
    assert!(!build.page("resources/r/").contains("<h2 id=\"h\" class"));
}

#[test]
fn callouts_are_of_five_kinds() {
    let build = Course::lesson(
        "# A\n\n:::callout{kind=\"warnin\"}\nx\n:::\n\n:::callout{kind=\"tip\"}\nx\n:::\n",
    )
    .build();
    assert_eq!(
        build.findings_of("bad-attribute"),
        ["modules/a.md:3:12 error bad-attribute: there is no callout of the kind `warnin`"]
    );
}

#[test]
fn base_addresses_are_whole() {
    for url in [
        "https://a.org/%zz/",
        "https://a.org/%2e%2e/x/",
        "https://a.org/%2E/",
        "https://[::1",
        "https://a.org/%",
        "https://a]b/",
        "https://[x]/",
    ] {
        let build = Course::lesson("# A\n\nText.\n")
            .with(
                "course.toml",
                format!("title = \"T\"\nbase_url = \"{url}\"\n"),
            )
            .build();
        assert!(!build.findings_of("bad-value").is_empty(), "{url}");
    }
    for url in ["https://[::1]:8080/", "https://a.org/%C3%A9/"] {
        Course::lesson("# A\n\nText.\n")
            .with(
                "course.toml",
                format!("title = \"T\"\nbase_url = \"{url}\"\n"),
            )
            .build()
            .assert_good();
    }
}
