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

/// A course with a file beside a resource, which the resource and a lesson link to.
fn attached(name: &str, bytes: impl AsRef<[u8]>) -> support::Build {
    Course::lesson(&format!("# A\n\n[x](../resources/{name})\n"))
        .with(
            "resources/r.md",
            format!("+++\ntitle = \"R\"\n+++\n[x]({name}) ![a picture]({name})\n"),
        )
        .with(&format!("resources/{name}"), bytes)
        .build()
}

#[test]
fn what_other_people_wrote_does_not_run() {
    let late = format!("{}<html><script>x</script>", " ".repeat(1500));
    let comment = format!("<!-- {} --><script>x</script>", "x".repeat(5000));
    for (name, text) in [
        ("r.html", "<script>x</script>"),
        ("r.xhtml", "<html/>"),
        ("r.js", "x()"),
        ("r", "<!DOCTYPE html><p>x"),
        ("r.html.en", "<p>x"),
        (
            "r.rss",
            "<x:script xmlns:x=\"http://www.w3.org/1999/xhtml\"/>",
        ),
        ("r.kml", "<kml/>"),
        ("r.mathml", "<math/>"),
        ("r.svg", "<svg viewBox=\"0 0 1 1\"><path d=\"M0 0\"/></svg>"),
        (
            "r.svg",
            "<s:svg xmlns:s=\"http://www.w3.org/2000/svg\"><s:script>x</s:script></s:svg>",
        ),
        ("r.svgz", "x"),
        ("r.exe", "MZ"),
        ("r.bat", "x"),
        ("r.jar", "PK\u{3}\u{4}"),
        ("r.docm", "PK\u{3}\u{4}"),
        ("r.php", "x"),
        ("r.webmanifest", "{}"),
        ("r.cjs", "x"),
        ("r.txt", late.as_str()),
        ("r.txt", comment.as_str()),
        ("r.csv", "\u{feff}\n<html>"),
        ("r.txt", "a\0b"),
        ("r.png", "<html><script>x</script>"),
        ("r.pdf", "<html><script>x</script>"),
        ("r.zip", "MZ"),
    ] {
        let build = attached(name, text);
        assert!(!build.has(&format!("resources/{name}")), "{name}");
        let found = build.findings_of("unsafe-link");
        assert_eq!(found.len(), 3, "{name}: {found:?}");
        assert!(found.iter().all(|one| one.contains(" warning ")), "{name}");
        let page = build.page("resources/r/");
        assert!(page.contains("a picture"), "{page}");
        assert!(!page.contains("=\"\""), "{name}: {page}");
    }
    for (name, bytes) in [
        ("r.png", &b"\x89PNG\r\n\x1a\n"[..]),
        ("r.pdf", b"%PDF-1.7"),
        ("r.txt", b"Words, then <b>."),
        ("r.docx", b"PK\x03\x04"),
        ("r.mp4", b"\0\0\0\x18ftypmp42"),
        ("r.vtt", b"WEBVTT"),
    ] {
        let build = attached(name, bytes);
        assert!(build.has(&format!("resources/{name}")), "{name}");
        assert!(build.findings_of("unsafe-link").is_empty(), "{name}");
    }
    let found = attached("r.svg", "<svg/>").findings_of("unsafe-link");
    assert!(
        found[0].ends_with("`../resources/r.svg` is not published: it comes from other people, and a drawing can hold programs"),
        "{found:?}"
    );
    // The author's own drawings stay, wherever others show them.
    let build = Course::lesson("# A\n\nText.\n")
        .with(
            "resources/r.md",
            "+++\ntitle = \"R\"\n+++\n![x](/map.svg) ![x](../modules/plan.svg)\n",
        )
        .with("static/map.svg", "<svg viewBox=\"0 0 1 1\"/>")
        .with("modules/plan.svg", "<svg viewBox=\"0 0 1 1\"/>")
        .build();
    build.assert_good();
    assert!(build.has("map.svg") && build.has("modules/plan.svg"));
    let build = Course::lesson("# A\n\nText.\n")
        .with(
            "people/p.md",
            "---\nname: P\nrole: facilitator\nphoto: p.svg\n---\n",
        )
        .with("people/p.svg", "<svg/>")
        .build();
    assert!(!build.build.is_good());
}

#[test]
fn a_link_that_is_not_published_is_text() {
    let build = Course::lesson("# A\n\n[one](javascript:alert(1)) [two]()\n")
        .with(
            "resources/r.md",
            "+++\ntitle = \"R\"\n+++\n[three *four*](javascript:alert(1) \"t\") ![five](javascript:x)\n",
        )
        .build();
    let (lesson, resource) = (build.page("modules/a/"), build.page("resources/r/"));
    for page in [&lesson, &resource] {
        assert!(
            !page.contains("href=\"\"") && !page.contains("src=\"\""),
            "{page}"
        );
    }
    assert!(
        lesson.contains("<span>one</span> <span>two</span>"),
        "{lesson}"
    );
    assert!(
        resource.contains("<span title=\"t\">three <em>four</em></span> five"),
        "{resource}"
    );
}

#[test]
fn values_hold_nothing_that_nobody_sees() {
    let hidden = "\u{202e}\u{200b}\u{ad}\u{2066}\u{feff}\u{e0041}";
    let build = Course::lesson(&format!(
        "---\ntitle: \"Les{hidden}son\"\ndescription: \"De{hidden}scription\"\n---\n\nText.\n"
    ))
    .with(
        "course.toml",
        "title = \"Cou\\u202E\\u0001rse 👩‍🔬 می‌خواهم\"\ncontribute_url = \"https://forms.example.org/\\u200Bf\"\n",
    )
    .with(
        "community.toml",
        "[[channel]]\nkind = \"matrix\"\ntitle = \"Li\\u2067st\"\npurpose = \"New\\u00ADs\"\naudience = \"Al\\u200Bl\"\nask = [\"Any\\uFEFFthing\"]\nuntil = \"the e\\u202Dnd\"\nurl = \"https://lists.example.org/\\u202Ex\"\n",
    )
    .with(
        "people/p.md",
        "---\nname: \"Ada \\u202eL\"\nrole: facilitator\n---\n",
    )
    .build();
    let found = build.findings_of("hidden-character");
    assert_eq!(found.len(), 11, "{:?}", build.findings());
    assert!(found[0].starts_with("community.toml:"), "{found:?}");
    let is_bad = |char: char| matches!(char, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200b}' | '\u{ad}' | '\u{feff}' | '\u{e0041}' | '\u{1}');
    for (path, bytes) in build.files() {
        if path.ends_with(".html") && !path.starts_with("t/") {
            let page = String::from_utf8_lossy(&bytes).into_owned();
            assert!(!page.contains(is_bad), "{path}: {page}");
        }
    }
    assert!(build.page("").contains("Course 👩‍🔬 می‌خواهم"));
    assert!(
        build
            .page("channels/")
            .contains("href=\"https://lists.example.org/x\"")
    );
}

#[test]
fn addresses_of_channels_say_where_they_lead() {
    let at = |url: &str| {
        Course::lesson("# A\n\nText.\n")
            .with(
                "course.toml",
                format!("title = \"T\"\ncontribute_url = \"{url}\"\n"),
            )
            .with(
                "community.toml",
                format!("[[channel]]\nkind = \"matrix\"\npurpose = \"Help\"\nurl = \"{url}\"\n"),
            )
            .build()
    };
    let build = at("https://ada:pw@evil.org/");
    for out in build.paths().iter().filter(|out| out.ends_with(".html")) {
        assert!(!build.text(out).contains("evil.org"), "{out}");
    }
    let words = "this address leads to evil.org, and what stands before the @ hides that";
    let found: Vec<_> = build.findings();
    assert_eq!(
        found.iter().filter(|one| one.ends_with(words)).count(),
        2,
        "{found:?}"
    );
    for sign in ["%40", "%2540", "%252540", "%2525252540"] {
        let build = at(&format!(
            "https://chat.example.org/?to=ada{sign}lovelace.fr"
        ));
        assert_eq!(build.findings_of("address-in-portal").len(), 2, "{sign}");
        assert!(!build.page("channels/").contains("lovelace"), "{sign}");
    }
}

#[test]
fn one_word_of_somebody_elses_keeps_nothing_back() {
    for text in [
        "+++\ntitle = \"R\"\n+++\n:::callout hi {kind=\"nope\"}\nWords.\n:::\n",
        "+++\ntitle = \"R\"\n+++\n:::callout{kind=\"tip\"}\nWords.\n",
        "+++\ntitle = 1\n+++\nWords.\n",
        "+++\ntitle = \"R\"\ncolour = \"red\"\n+++\nWords.\n",
        "+++\ntitle = \"R\n+++\nWords.\n",
        "+++\ntitle = \"R\"\nid = \"a\"\n+++\nWords.\n",
        "+++\ntitle = \"R\"\nadded = \"soon\"\n+++\nWords.\n",
        "+++\ntitle = \"R\"\n+++\n:::resource{id=\"nope\"}\n:::\nWords.\n",
        "---\ntitle: [R\n---\nWords.\n",
    ] {
        let build = Course::lesson("# A\n\nText.\n")
            .with(
                "resources/first.md",
                "+++\ntitle = \"First\"\nid = \"a\"\n+++\nFirst words.\n",
            )
            .with("resources/r.md", text)
            .build();
        build.assert_good();
        let found = build.findings();
        assert!(
            found
                .iter()
                .any(|one| one.starts_with("resources/r.md") && one.contains(" warning ")),
            "{text}: {found:?}"
        );
        assert!(build.page("resources/r/").contains("Words."), "{text}");
        assert!(
            build.page("resources/a/").contains("First words."),
            "{text}"
        );
        // In what the author wrote, it is an error as before.
        if !text.contains("id = \"a\"") {
            let build = Course::lesson(text).build();
            assert!(!build.build.is_good(), "{text}");
        }
    }
    let build = Course::lesson("# A\n\nText.\n")
        .with("resources/r.md", "+++\ntitle = \"R\"\n+++\nWords.\n")
        .with("static/resources/r/index.html", "x")
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

/// The page of a resource with this text, and what was found in it.
fn contributed(text: impl AsRef<[u8]>) -> support::Build {
    let mut file = b"+++\ntitle = \"R\"\n+++\n".to_vec();
    file.extend_from_slice(text.as_ref());
    Course::lesson("# A\n\nText.\n")
        .with("resources/r.md", file)
        .with("resources/files/plan.pdf", "%PDF")
        .build()
}

/// The page between its heading and its end.
fn body(build: &support::Build) -> String {
    let page = build.page("resources/r/");
    let (_, body) = page.split_once("<main").unwrap_or(("", &page));
    let (body, _) = body.split_once("</main>").unwrap_or((body, ""));
    body.to_owned()
}

#[test]
fn nothing_that_others_wrote_is_alive() {
    for text in [
        "<script>alert(1)</script>",
        "a <script src=//evil.example></script>",
        "<style>body{display:none}</style>",
        "<svg onload=alert(1)><path/></svg>",
        "<math href=\"javascript:alert(1)\">x</math>",
        "<iframe srcdoc=\"<script>x</script>\"></iframe>",
        "<form action=\"https://evil.example\"><input name=password></form>",
        "<p onclick=\"x()\">x</p>",
        "<base href=\"//evil.example/\">",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](java&#10;script:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](\u{1}javascript:alert(1))",
        "[x](javascript\u{200b}:alert(1))",
        "[x](<java\u{200b}script:alert(1)>)",
        "[x](data:text/html,<script>x</script>)",
        "[x](vbscript:x)",
        "![x](javascript:alert(1))",
        "![x](data:text/html;base64,AA)",
        "[x]: javascript:alert(1)\n\n[x] ![x]",
        "<javascript:alert(1)>",
        "[![x](javascript:a)](javascript:b)",
        "[x](https://example.org/\"onmouseover=\"alert(1))",
        "![\" onerror=\"alert(1)](files/plan.pdf)",
        "[x](https://example.org 'a\" onclick=\"x()')",
        "## x {#\"><script>}",
        "```\"><script>\nx\n```",
        ":::callout \"><script>x</script> {kind=\"tip\"}\nx\n:::",
        ":::video{src=\"https://evil.example/x.mp4\" title=\"x\"}\n:::",
        ":::details{title=\"<img src=x onerror=x>\"}\nx\n:::",
    ] {
        let build = contributed(format!("See\n\n{text}\n"));
        let body = body(&build).to_lowercase();
        // What is between tags is text; in a tag nothing of these may be.
        let tags: Vec<&str> = body
            .split('<')
            .skip(1)
            .filter_map(|rest| rest.split_once('>'))
            .map(|(tag, _)| tag)
            .collect();
        for tag in tags {
            let outside: String = tag.split('"').step_by(2).collect();
            let name = tag.split([' ', '/']).next().unwrap_or_default();
            assert!(
                ![
                    "script", "style", "math", "iframe", "form", "input", "base", "object", "video"
                ]
                .contains(&name),
                "{text}: <{tag}>"
            );
            assert!(!outside.contains(" on"), "{text}: <{tag}>");
            for bad in [
                "=\"javascript",
                "=\"vbscript",
                "=\"data:text",
                "=\"//evil",
                "src=\"https://evil",
            ] {
                assert!(!tag.contains(bad), "{text}: <{tag}>");
            }
        }
        assert!(!body.contains("<svg onload"), "{text}");
    }
}

#[test]
fn templates_and_blocks_of_the_course_are_text_to_others() {
    let build = contributed(
        "{{ site.title }} {% include \"x\" %}\n\n:::discussion{id=\"d\" prompt=\"p\"}\nSay it.\n:::\n\n:::introduce{id=\"i\"}\n:::\n\n:::calout\nText.\n:::\n\n:::facilitator\nSecret.\n:::\n",
    );
    let body = body(&build);
    assert!(
        body.contains("{{ site.title }}") && body.contains("Say it."),
        "{body}"
    );
    assert!(
        !body.contains("Secret") && !body.contains("class=\"thread\""),
        "{body}"
    );
    assert_eq!(
        build.findings_of("block-in-contribution").len(),
        4,
        "{:?}",
        build.findings()
    );
    let good = contributed(":::callout{kind=\"tip\"}\nx\n:::\n\n:::details More\nx\n:::\n");
    good.assert_good();
    assert!(good.findings_of("block-in-contribution").is_empty());
}

#[test]
fn what_nobody_sees_is_left_out() {
    let hidden = [
        "\u{202e}",
        "\u{2066}",
        "\u{200b}",
        "\u{feff}",
        "\u{ad}",
        "\u{e0041}",
        "&#x202e;",
        "&rlm;",
        "&ZeroWidthSpace;",
    ];
    for char in hidden {
        let text = format!(
            "# R{char}\n\na{char}b [t{char}](https://example.org/{char} \"t{char}\") ![d{char}](x{char}.png)\n\n## H{char}\n\n```\nc{char}d\n```\n\n:::callout T{char} {{kind=\"tip\"}}\nx\n:::\n"
        );
        let build = contributed(&text);
        for (path, bytes) in build.files() {
            let file = String::from_utf8_lossy(&bytes).into_owned();
            if path.starts_with("resources/") {
                assert!(
                    !file.contains([
                        '\u{202e}',
                        '\u{2066}',
                        '\u{200b}',
                        '\u{ad}',
                        '\u{e0041}',
                        '\u{200f}'
                    ]),
                    "{char:?} {path}: {file}"
                );
            }
        }
        assert!(
            !build.findings_of("hidden-character").is_empty(),
            "{char:?}"
        );
    }
    let front = Course::lesson("# A\n\nText.\n")
        .with("resources/r.md", "+++\ntitle = \"R\\u202Eevil\\u0001\"\nkind = \"k\\u200B\"\ntags = [\"t\\u0002\"]\n+++\nx\n")
        .build();
    assert_eq!(
        front.findings_of("hidden-character").len(),
        3,
        "{:?}",
        front.findings()
    );
    assert!(front.page("resources/r/").contains(">Revil</h1>"));
    // What letters and pictures need is no secret.
    let build = contributed("می‌خواهم 👩‍🔬 ❤️ 1️⃣ 👍🏽 שלום\n");
    assert!(
        build.findings_of("hidden-character").is_empty(),
        "{:?}",
        build.findings()
    );
}

#[test]
fn links_say_where_they_lead() {
    for (text, shown) in [
        (
            "[bank.example](https://evil.example/)",
            Some("bank.example</a> (evil.example)"),
        ),
        (
            "[https://bank.example/login](https://evil.example/)",
            Some("</a> (evil.example)"),
        ),
        (
            "[**bank.example**](//evil.example/)",
            Some("</a> (evil.example)"),
        ),
        (
            "[ba\u{200b}nk.example](https://evil.example/)",
            Some("</a> (evil.example)"),
        ),
        (
            "[x](https://bank.example@evil.example/)",
            Some("x</a> (evil.example)"),
        ),
        ("[`bank.example`](https://bank.example.evil.example/)", None),
        ("[the bank](https://evil.example/)", None),
        ("[www.bank.example](https://bank.example/)", None),
        ("[plan.pdf](files/plan.pdf)", None),
        ("<https://bank.example/>", None),
    ] {
        let build = contributed(format!("{text}\n"));
        let found = build.findings_of("deceptive-link");
        let body = body(&build);
        match shown {
            Some(shown) => {
                assert_eq!(found.len(), 1, "{text}: {:?}", build.findings());
                assert!(body.contains(shown), "{text}: {body}");
            }
            None if text.contains("evil.example/)") && text.contains("`bank") => {}
            None => assert!(found.is_empty(), "{text}: {found:?}"),
        }
    }
    let build = Course::lesson("# A\n\nText.\n")
        .with(
            "resources/r.md",
            "+++\ntitle = \"R\"\nurl = \"https://bank.example@evil.example/\"\n+++\n",
        )
        .build();
    assert_eq!(build.findings_of("deceptive-link").len(), 1);
    assert!(!build.page("resources/r/").contains("bank.example"));
}

#[test]
fn what_is_huge_is_cut_in_a_moment() {
    let started = std::time::Instant::now();
    let tags: Vec<String> = (0..100_000).map(|at| format!("\"t{at}\"")).collect();
    let front = format!(
        "+++\ntitle = \"{}\"\nurl = \"https://example.org/{}\"\nby = \"{}\"\ntags = [{}]\n+++\nx\n",
        "long ".repeat(200_000),
        "x".repeat(10_000),
        "n".repeat(1000),
        tags.join(", ")
    );
    let build = Course::lesson("# A\n\nText.\n")
        .with("resources/r.md", front)
        .build();
    assert_eq!(
        build.findings_of("too-long").len(),
        4,
        "title, address, name, tags"
    );
    let page = build.page("resources/r/");
    assert!(page.len() < 20_000, "{}", page.len());
    assert_eq!(page.matches("data-tag=").count(), 20);
    let build = Course::lesson("# A\n\nText.\n")
        .with(
            "resources/r.md",
            format!("+++\ntitle = \"{}\"\n+++\nx\n", "w".repeat(1 << 20)),
        )
        .build();
    assert!(build.page("resources/r/").len() < 20_000);
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
}

#[test]
fn bodies_without_end_are_read_in_a_moment() {
    let many = 20_000;
    for (name, text) in [
        ("10 MB of words", "word ".repeat(2 << 20)),
        (
            "lists in lists",
            (0..2000)
                .map(|at| format!("{}- x\n", " ".repeat(at * 2 % 4000)))
                .collect(),
        ),
        ("quotes in quotes", format!("{}x\n", "> ".repeat(5000))),
        ("brackets", "[".repeat(many)),
        ("links in links", "[a](".repeat(many)),
        ("emphasis", "*a **a ".repeat(many)),
        (
            "ticks",
            (1..1000).map(|at| format!("{} ", "`".repeat(at))).collect(),
        ),
        (
            "definitions",
            (0..many)
                .map(|at| format!("[d{at}]: https://example.org/{at}\n"))
                .collect(),
        ),
        (
            "a wide table",
            format!(
                "|{}\n|{}\n|{}\n",
                "a|".repeat(many),
                "-|".repeat(many),
                "b|".repeat(many)
            ),
        ),
        (
            "a long table",
            format!("|a|\n|-|\n{}", "|b|\n".repeat(many)),
        ),
        ("open blocks", ":::callout{kind=\"tip\"}\n".repeat(many / 4)),
        ("closed blocks", ":::\n".repeat(many / 4)),
        (
            "footnotes",
            (0..many / 4)
                .map(|at| format!("[^{at}] x\n\n[^{at}]: n\n\n"))
                .collect(),
        ),
        ("html", "<b>".repeat(many)),
        ("comments", "<!-- ".repeat(many)),
        ("hidden", "a\u{200b}".repeat(many)),
        ("hosts", "[a.example](https://b.example/) ".repeat(many / 4)),
        ("headings", "# x {#x}\n\n".repeat(many / 4)),
    ] {
        let started = std::time::Instant::now();
        let build = contributed(&text);
        assert!(
            build.has("resources/r/index.html") || !build.build.is_good(),
            "{name}"
        );
        let spent = started.elapsed();
        println!("{name}: {spent:?}");
        assert!(spent.as_secs() < 20, "{name}: {spent:?}");
    }
}

#[test]
fn a_file_of_another_encoding_says_where() {
    let build = contributed(b"Text \xff\xfe more.\n");
    assert_eq!(build.findings_of("invalid-utf8").len(), 1);
    assert!(build.findings_of("invalid-utf8")[0].starts_with("resources/r.md:4:6"));
    assert!(!build.build.is_good());
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]
    #[test]
    fn whatever_others_write_stays_text(pieces in proptest::collection::vec("(<|>|\\[|\\]|\\(|\\)|\"|'|=|:::|\\{|\\}|\\n|\\n\\n| |script|svg|a|on|javascript:|https://e[.]example/|b[.]example|\u{202e}|\u{200b}|&#106;|&lt;|`|```|\\*|#|-|>|!|callout|facilitator|\\\\|\u{1}0\u{2}|é)", 0..60)) {
        let build = contributed(pieces.concat());
        if build.has("resources/r/index.html") {
            let body = body(&build).to_lowercase();
            for bad in ["<script", "<svg>", "href=\"javascript:", "href=\"&#106;", "\u{202e}", "\u{200b}", "\u{1}", "\u{2}"] {
                proptest::prop_assert!(!body.contains(bad), "{bad}: {body}");
            }
        }
    }
}
