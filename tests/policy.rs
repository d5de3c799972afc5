//! What pages may load, and what the privacy page says of it.

#![allow(missing_docs, clippy::unwrap_used)]

mod support;

use support::{Build, Course};

fn policy(build: &Build, url: &str) -> String {
    let html = build.page(url);
    let (_, rest) = html
        .split_once("http-equiv=\"Content-Security-Policy\" content=\"")
        .unwrap_or_else(|| panic!("{url} has no policy"));
    rest.split('"').next().unwrap().replace("&#39;", "'")
}

/// The policy of a lesson, without what every page has.
fn own(text: &str) -> String {
    let build = Course::lesson(text).build();
    policy(&build, "modules/a/")
        .replace("default-src 'none'; base-uri 'none'; ", "")
        .replace("form-action 'none'; ", "")
        .replace("script-src 'self'; style-src 'self'; img-src 'self'", "-")
}

const ALLOW: &str = "title = \"T\"\n[privacy]\nallow = [{ origin = \"https://media.example.org\", reason = \"The recordings are kept there.\" }]\n";

#[test]
fn a_page_may_load_what_it_needs_and_nothing_else() {
    assert_eq!(
        own("# A\n\nText, `code` and\n\n| a | b |\n|--:|---|\n| 1 | 2 |\n"),
        "-"
    );
    assert_eq!(
        own("# A\n\n![x](data:image/gif;base64,R0lGODlhAQABAAAAACw=)\n"),
        "- data:"
    );
    assert_eq!(
        own("# A\n\n<video src=\"b.mp4\"></video>\n"),
        "-; media-src 'self'"
    );
    assert_eq!(
        own(
            "# A\n\n:::video What we do {src=\"https://youtu.be/abc\" transcript=\"https://a.org/t\"}\n:::\n"
        ),
        "-; frame-src https://www.youtube-nocookie.com"
    );
    assert_eq!(
        own(
            "# A\n\n:::video What we do {src=\"https://a.org/b.mp4\" transcript=\"https://a.org/t\"}\n:::\n"
        ),
        "-; media-src https://a.org"
    );
    let hash = "'sha256-NerDAUWfwD31YdZHveMrq0GLjsNFMwxLpZl0dPUeCcw='";
    assert_eq!(
        own("# A\n\n<p style=\"color: red\">x</p>\n"),
        format!(
            "script-src 'self'; style-src 'self'; style-src-attr {hash} 'unsafe-hashes'; img-src 'self'"
        )
    );
    let script = own("# A\n\n<script>\nlet a = 1 < 2;\n</script>\n");
    assert!(script.starts_with("script-src 'self' 'sha256-"), "{script}");
    // A page of other people gets no exception.
    let build = Course::lesson("# A\n\nText.\n")
        .with(
            "resources/r.md",
            "+++\ntitle = \"R\"\nurl = \"https://a.org/\"\n+++\n<script>alert(1)</script>\n",
        )
        .build();
    assert!(!policy(&build, "resources/r/").contains("sha256"));
    assert!(!policy(&build, "").contains("unsafe"));
}

#[test]
fn a_page_with_sessions_may_ask_for_those_of_the_readers_own_cohort() {
    let course = Course::lesson("# A\n\n:::schedule\n:::\n")
        .with("modules/b.md", "# B\n\nText.\n")
        .with(
            "cohorts/now.toml",
            "start = 2026-10-12\ntimezone = \"UTC\"\n",
        );
    let build = course.build();
    for (url, wanted) in [
        ("", true),
        ("modules/a/", true),
        ("cohorts/now/", true),
        ("modules/b/", false),
        ("privacy/", false),
    ] {
        assert_eq!(
            policy(&build, url).contains("connect-src 'self'"),
            wanted,
            "{url}"
        );
    }
}

#[test]
fn what_comes_from_elsewhere_is_a_link_unless_the_course_says_why() {
    let lesson = "# A\n\n![A map](https://media.example.org/map.png)\n\n<iframe src=\"https://media.example.org/x\" title=\"x\"></iframe>\n\n<img alt=\"\" src=\"https://other.example.org/x.png\">\n";
    let course = Course::lesson(lesson);
    let refused = course.build();
    assert_eq!(refused.findings_of("external-content").len(), 3);
    assert!(!policy(&refused, "modules/a/").contains("example.org"));
    assert!(!refused.page("modules/a/").contains("<iframe"));
    let found = &refused.build.diagnostics[0];
    assert!(
        found.help.as_ref().unwrap().contains("[privacy]"),
        "{found:?}"
    );
    assert!(!refused.page("privacy/").contains("example.org"));

    let allowed = course.with("course.toml", ALLOW).build();
    assert_eq!(allowed.findings_of("external-content").len(), 1);
    let own = policy(&allowed, "modules/a/");
    assert!(
        own.contains(
            "img-src 'self' https://media.example.org; frame-src https://media.example.org"
        ),
        "{own}"
    );
    assert!(
        !policy(&allowed, "").contains("media.example.org"),
        "only the page that needs it"
    );
    let page = allowed.page("modules/a/");
    assert!(
        page.contains("<iframe src=\"https://media.example.org/x\""),
        "{page}"
    );
    assert!(
        page.contains("<img src=\"https://media.example.org/map.png\""),
        "{page}"
    );
    let privacy = allowed.page("privacy/");
    for words in [
        "media.example.org",
        "At once, when you open the page.",
        "The recordings are kept there.",
        "href=\"/modules/a/\"",
    ] {
        assert!(privacy.contains(words), "{words}: {privacy}");
    }
    assert!(!privacy.contains("other.example.org"));
}

#[test]
fn disguises_of_an_address_are_not_allowed_with_the_one_that_is() {
    for source in [
        "https://media.example.org.evil.org/x",
        "https://media.example.org@evil.org/x",
        "https://evil.org/https://media.example.org",
        "//evil.org\\@media.example.org",
        "http://media.example.org/x",
        "https://media.example.org:8443/x",
    ] {
        let build = Course::lesson(&format!("# A\n\n![x]({source})\n\n<img alt=\"x\" src=\"{source}\">\n<iframe srcdoc=\"https://media.example.org\"></iframe>\n"))
            .with("course.toml", ALLOW)
            .build();
        let page = build.page("modules/a/");
        assert!(
            !page.contains("<img") && !page.contains("<iframe"),
            "{source}: {page}"
        );
        assert!(!policy(&build, "modules/a/").contains("evil"), "{source}");
    }
}

#[test]
fn a_change_of_what_is_allowed_is_seen_by_a_builder_that_knows_the_course() {
    let mut builder =
        stoa::pipeline::Builder::new(stoa::document::highlight::Highlighter::default());
    let lesson = "# A\n\n![A map](https://media.example.org/map.png)\n\n[$x$](b.md)\n";
    let mut course = Course::lesson(lesson);
    for config in [
        "title = \"T\"\n",
        ALLOW,
        "title = \"T\"\n[markdown]\nmath = true\n",
        "title = \"T\"\n",
    ] {
        course.write("course.toml", config);
        let warm = course.build_with(&mut builder);
        let cold = course.build();
        assert_eq!(warm.files(), cold.files(), "{config}");
        assert_eq!(warm.findings(), cold.findings(), "{config}");
    }
}

#[test]
fn an_authors_own_page_about_privacy_stays_and_the_list_is_below_it() {
    let build = Course::lesson("# A\n\nText.\n").build();
    assert!(build.page("").contains("href=\"/privacy/\""));
    assert!(
        build
            .page("privacy/")
            .contains("Nobody else is asked for anything.")
    );
    let build = Course::default()
        .with("privacy.md", "# Our privacy\n\nWe keep nothing.\n")
        .with("index.md", "# Home\n\nText.\n")
        .build();
    build.assert_good();
    assert!(build.page("privacy/").contains("We keep nothing."));
    let home = build.page("");
    assert!(
        home.contains("href=\"/privacy/\"") && home.contains("href=\"/privacy/what-is-loaded/\"")
    );
    assert!(
        build
            .page("privacy/what-is-loaded/")
            .contains("Whom your browser talks to")
    );
}

#[test]
fn where_a_form_is_sent_is_on_the_privacy_page() {
    let build = Course::lesson(
        "# A\n\n<form action=\"https:&#x2f;/forms.example.org/x\"><button formaction=\"//other.example.org/y\">Send</button></form>\n\n<form action=\"/here\"></form>\n",
    )
    .build();
    build.assert_good();
    let privacy = build.page("privacy/");
    for host in ["forms.example.org", "other.example.org"] {
        assert!(privacy.contains(&format!("<bdi>{host}</bdi>")), "{privacy}");
    }
    assert_eq!(privacy.matches("When you send the form.").count(), 2);
    assert!(privacy.contains("only the host of this portal"));
    let page = build.page("modules/a/");
    assert!(
        page.contains(
            "form-action &#39;self&#39; https://forms.example.org https://other.example.org"
        ),
        "{page}"
    );
}

#[test]
fn a_theme_is_told_what_pages_refuse() {
    let build = Course::lesson("# A\n\nText.\n")
        .with("course.toml", ALLOW)
        .with(
            "templates/page.html",
            "{% extends \"builtin/page.html\" %}\n{# <script>x</script> #}\n{% block head %}<script>let x = 1;</script>\n<link rel=\"stylesheet\" href=\"https://media.example.org/a.css\">\n<script src=\"https://other.example.org/b.js\"></script>{% endblock %}\n{% block after %}<p style=\"color: red\" onclick=\"x()\">{% endblock %}\n",
        )
        .build();
    assert_eq!(
        build.findings_of("blocked-by-policy"),
        [
            "templates/page.html:3:17 warning blocked-by-policy: the text of this <script> does nothing: pages refuse it",
            "templates/page.html:5:1 warning blocked-by-policy: this <script> would be loaded from another host, which pages refuse",
            "templates/page.html:6:18 warning blocked-by-policy: this `onclick` does nothing: pages refuse it",
            "templates/page.html:6:18 warning blocked-by-policy: this `style` does nothing: pages refuse it",
        ]
    );
    assert!(build.findings_of("bad-privacy").is_empty());
    assert!(policy(&build, "").contains("style-src 'self' https://media.example.org"));
    let list = build.page("privacy/");
    let asked = list.rsplit("media.example.org").next().unwrap_or_default();
    assert!(
        asked.contains("At once, when you open the page.") && asked.contains("On every page."),
        "{list}"
    );
    assert!(!list.contains("asks only the host"), "{list}");
}
