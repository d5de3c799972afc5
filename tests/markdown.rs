//! What authors write, and what learners see.

#![allow(missing_docs, clippy::unwrap_used)]

mod support;

use std::sync::Arc;

use bytes::Bytes;
use proptest::prelude::*;
use stoa::config::MarkdownConfig;
use stoa::document::{Document, Kind, Node};
use stoa::listing::survey;
use stoa::source::{SourceFile, SourcePath};
use support::{Build, Course};

/// The template of lessons gives the body and nothing else, so that tests show what Markdown does.
const BARE: &str = "{{ page.html | safe }}";

fn build(text: &str) -> Build {
    Course::lesson(text)
        .with("templates/lesson.html", BARE)
        .build()
}

/// The body of a lesson that reads `text`, which has no finding.
#[track_caller]
fn html(text: &str) -> String {
    let build = build(&format!("+++\ntitle = \"T\"\n+++\n{text}"));
    assert_eq!(build.findings(), [""; 0], "{text}");
    build.page("modules/a/").trim().to_owned()
}

#[track_caller]
fn has(text: &str, parts: &[&str]) {
    let html = html(text);
    for part in parts {
        assert!(html.contains(part), "{part:?} is not in\n{html}");
    }
}

fn parse(text: &str) -> Document {
    let file = SourceFile::in_memory(
        SourcePath::new("modules/a.md"),
        Bytes::copy_from_slice(text.as_bytes()),
    );
    Document::parse(&Arc::new(file), Kind::Page, &MarkdownConfig::default())
}

#[test]
fn plain_markdown() {
    assert_eq!(
        html("One *two* **three** ~~four~~ `five`.\n"),
        "<p>One <em>two</em> <strong>three</strong> <del>four</del> <code>five</code>.</p>"
    );
    assert_eq!(
        html("- a\n- b\n\n1. c\n2. d\n"),
        "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n<ol>\n<li>c</li>\n<li>d</li>\n</ol>"
    );
    assert_eq!(
        html("> Said.\n"),
        "<blockquote>\n<p>Said.</p>\n</blockquote>"
    );
    assert_eq!(html("a  \nb\n\n---\n"), "<p>a<br />\nb</p>\n<hr />");
    assert_eq!(
        html("a & b < c > \"d\" &amp; \\*e\\*\n"),
        "<p>a &amp; b &lt; c &gt; \"d\" &amp; *e*</p>"
    );
}

#[test]
fn smart_punctuation_is_a_setting() {
    let page = |setting: &str| {
        let config = format!("title = \"T\"\n[markdown]\nsmart_punctuation = {setting}\n");
        Course::lesson("# A\n\n\"It's\" -- so --- well...\n")
            .with("course.toml", config)
            .with("templates/lesson.html", BARE)
            .build()
            .page("modules/a/")
    };
    assert_eq!(page("true").trim(), "<p>“It’s” – so — well…</p>");
    assert_eq!(page("false").trim(), "<p>\"It's\" -- so --- well...</p>");
}

#[test]
fn callouts() {
    for (mark, kind) in [
        ("NOTE", "note"),
        ("TIP", "tip"),
        ("IMPORTANT", "important"),
        ("WARNING", "warning"),
        ("CAUTION", "caution"),
    ] {
        let html = html(&format!("> [!{mark}]\n> Look, *here*.\n\nAfter.\n"));
        assert!(html.contains(&format!("data-kind=\"{kind}\"")), "{html}");
        assert!(html.contains("<p>Look, <em>here</em>.</p>"), "{html}");
        assert!(
            html.ends_with("</div><p>After.</p>") || html.ends_with("<p>After.</p>"),
            "{html}"
        );
        assert!(!html.contains("[!"), "{html}");
    }
    has("> [!OTHER]\n> Not one.\n", &["<blockquote>", "[!OTHER]"]);
}

#[test]
fn footnotes() {
    let html = html(
        "One[^b] and two[^a], again[^b].\n\n[^a]: The *second*.\n\n[^b]: The first.\n\n    And more of it.\n",
    );
    // Numbered in the order of the references, whatever the order of the notes.
    let first = html.find("href=\"#fn-1\"").unwrap();
    assert!(first < html.find("href=\"#fn-2\"").unwrap(), "{html}");
    assert_eq!(html.matches("href=\"#fn-1\"").count(), 2, "{html}");
    for part in [
        "id=\"fnref-1\"",
        "id=\"fnref-1-2\"",
        "id=\"fnref-2\"",
        "<li id=\"fn-1\" value=\"1\">",
        "<p>The <em>second</em>. <a href=\"#fnref-2\"",
        "href=\"#fnref-1-2\"",
    ] {
        assert_eq!(html.matches(part).count(), 1, "{part} in\n{html}");
    }
    assert!(
        html.find("The first.").unwrap() < html.find("second</em>").unwrap(),
        "{html}"
    );
    // A note that nothing refers to is shown all the same.
    has(
        "Text.\n\n[^x]: Alone.\n",
        &["<li id=\"fn-1\" value=\"1\">\n<p>Alone.</p>"],
    );
    // A note in a note.
    let html = self::html("A[^1].\n\n[^1]: See[^2].\n\n[^2]: Here.\n");
    assert!(html.contains("<li id=\"fn-2\" value=\"2\">"), "{html}");
}

#[test]
fn a_footnote_that_is_written_twice_keeps_one() {
    let build = build("# A\n\nA[^1].\n\n[^1]: One.\n\n[^1]: Two.\n");
    let html = build.page("modules/a/");
    assert_eq!(html.matches("id=\"fn-1\"").count(), 1, "{html}");
    assert!(
        html.contains("<p>One.</p>") && html.contains("<p>Two. <a"),
        "{html}"
    );
}

#[test]
fn tables_task_lists_and_definitions() {
    has(
        "| a | b |\n|:--|--:|\n| `c` | [d](#x){#x} |\n\n[x]{#x}\n",
        &[
            "<div class=\"table\" role=\"group\" tabindex=\"0\" aria-label=\"Table\"><table>",
            "<th class=\"right\">b</th>",
            "<td class=\"left\"><code>c</code></td>",
            "</table>\n</div>",
        ],
    );
    has(
        "- [x] Done\n- [ ] Open\n",
        &[
            "<li><input type=\"checkbox\" disabled checked aria-label=\"Done\"> Done",
            "<li><input type=\"checkbox\" disabled aria-label=\"To do\"> Open",
        ],
    );
    has(
        "Cohort\n: One run of the course.\n",
        &["<dl>\n<dt>Cohort</dt>\n<dd>One run of the course.</dd>\n</dl>"],
    );
}

#[test]
fn headings_have_the_ids_of_github() {
    let html = html(
        "## What's *next*?\n\n## What's next?\n\n### `code` & more {#own .wide}\n\n## Énergie — 世界\n",
    );
    for part in [
        "<h2 id=\"whats-next\">",
        "<h2 id=\"whats-next-1\">",
        "<h3 id=\"own\" class=\"wide\">",
        "<h2 id=\"énergie--世界\">",
        "href=\"#whats-next-1\" aria-label=\"Link to this section\"",
    ] {
        assert!(html.contains(part), "{part} in\n{html}");
    }
}

#[test]
fn a_page_has_one_heading_of_level_one() {
    let page = |text: &str| build(text).page("modules/a/");
    // The first is the title, which the template writes.
    assert!(!page("# A\n\n## B\n").contains("<h1"));
    assert!(page("# A\n\n## B\n").contains("<h2 id=\"b\">"));
    // More of them go down one level, and so does all that belongs to them.
    let html = page("# A\n\n# B\n\n## C\n");
    assert!(
        html.contains("<h2 id=\"b\">") && html.contains("<h3 id=\"c\">"),
        "{html}"
    );
    // One that says the same as the front matter is not said twice; another one stays.
    assert!(!page("+++\ntitle = \"A\"\n+++\n# a\n\nText.\n").contains("<h"));
    assert!(page("+++\ntitle = \"A\"\n+++\n# B\n\nText.\n").contains("<h2 id=\"b\">"));
}

#[test]
fn titles_come_from_front_matter_heading_or_file_name() {
    let course = Course::parse(
        "-- course.toml --\ntitle = \"T\"\n-- modules/01-a.md --\n+++\ntitle = \"Front\"\n+++\n# Heading\n-- modules/02-b.md --\n# The *heading* & more\n\nText.\n-- modules/03-ice_breakers-work.md --\nText.\n-- modules/04-yaml.md --\n---\ntitle: \"In YAML: yes\"\n---\nText.\n",
    );
    let build = course.build();
    for (url, title) in [
        ("a", "Front"),
        ("b", "The heading &amp; more"),
        ("ice-breakers-work", "Ice breakers work"),
        ("yaml", "In YAML: yes"),
    ] {
        let page = build.page(&format!("modules/{url}/"));
        assert!(page.contains(&format!("<h1>{title}</h1>")), "{url}");
    }
    assert_eq!(
        build.findings(),
        ["modules/03-ice_breakers-work.md warning empty-title: this page has no title"]
    );
}

#[test]
fn order_comes_from_numbers_and_names() {
    let course = Course::parse(
        "-- course.toml --\ntitle = \"T\"\n-- modules/10-ten.md --\n# Ten\n\nText.\n-- modules/2. two.md --\n# Two\n\nText.\n-- modules/1_one/README.md --\n# One\n-- modules/1_one/lesson-10.md --\n# L10\n\nText.\n-- modules/1_one/lesson-9.md --\n# L9\n\nText.\n-- modules/1_one/2026.md --\n# Year\n\nText.\n-- modules/zebra.md --\n# Zebra\n\nText.\n",
    );
    let build = course.build();
    assert_eq!(build.findings(), [""; 0]);
    let pages = [
        "modules/one/",
        "modules/one/2026/",
        "modules/one/lesson-9/",
        "modules/one/lesson-10/",
        "modules/two/",
        "modules/ten/",
        "modules/zebra/",
    ];
    for pair in pages.windows(2) {
        let page = build.page(pair[0]);
        let next = page
            .find("rel=\"next\"")
            .map(|at| page[..at].rfind("<a").unwrap())
            .unwrap_or_else(|| panic!("{page}"));
        assert!(
            page[next..].starts_with(&format!("<a href=\"/{}\"", pair[1]))
                || page[next..]
                    .lines()
                    .next()
                    .unwrap()
                    .contains(&format!("href=\"/{}\"", pair[1])),
            "{} does not lead to {}",
            pair[0],
            pair[1]
        );
    }
}

#[test]
fn readme_or_index_is_the_page_of_its_folder() {
    let course = Course::parse(
        "-- README.md --\n# Home\n\nText.\n-- one/README.md --\n# One\n-- one/a.md --\n# A\n\nText.\n-- two/index.md --\n# Two\n-- two/README.md --\n# About two\n\nText.\n-- three/b.md --\n# B\n\n[One](../one/), [Two](../two/README.md), [home](../README.md) and [B](b.html).\n",
    );
    let build = course.build();
    assert_eq!(build.findings(), [""; 0]);
    for (url, title) in [
        ("", "Home"),
        ("one/", "One"),
        ("two/", "Two"),
        ("two/readme/", "About two"),
        ("three/", "Three"),
        ("three/b/", "B"),
    ] {
        assert!(
            build.page(url).contains(&format!("<h1>{title}</h1>")),
            "{url}"
        );
    }
    let page = build.page("three/b/");
    for part in [
        "<a href=\"/one/\">One</a>",
        "<a href=\"/two/readme/\">Two</a>",
        "<a href=\"/\">home</a>",
        "<a href=\"/three/b/\">B</a>",
    ] {
        assert!(page.contains(part), "{part}");
    }
}

#[test]
fn drafts_are_for_authors_only() {
    let course = Course::parse(
        "-- course.toml --\ntitle = \"T\"\n-- modules/a.md --\n# A\n\nText.\n-- modules/b.md --\n+++\ndraft = true\n+++\n# Bee\n\nText.\n-- modules/c/index.md --\n+++\ndraft = true\n+++\n# Sea\n-- modules/c/d.md --\n# Dee\n\nText.\n-- posts/2026-01-01-p.md --\n+++\ndraft = true\n+++\n# Pea\n\nText.\n",
    );
    let build = course.build();
    assert_eq!(build.findings(), [""; 0]);
    for path in build
        .paths()
        .into_iter()
        .filter(|path| path.ends_with(".html"))
    {
        let text = build.text(path);
        assert!(
            !["Bee", "Sea", "Dee", "Pea"]
                .iter()
                .any(|title| text.contains(title)),
            "{path} tells of a draft"
        );
    }
    let build = course.options(|options| options.drafts = true).build();
    for url in ["modules/b/", "modules/c/", "modules/c/d/", "posts/p/"] {
        assert!(!build.page(url).is_empty());
    }
}

#[test]
fn notes_for_facilitators_are_in_their_edition_only() {
    let text = "# A\n\nFor all.\n\n:::facilitator\n## Secret plan\n\nHush, [b](b.md).\n\n::::discussion{id=\"inner\"}\nInside.\n::::\n:::\n\nAfter.\n";
    let course = Course::lesson(text).with("modules/b.md", "# B\n\nText.\n");
    let build = course.build();
    assert_eq!(build.findings(), [""; 0]);
    for path in build
        .paths()
        .into_iter()
        .filter(|path| path.ends_with(".html"))
    {
        let text = build.text(path);
        assert!(
            !["Secret", "secret-plan", "Hush", "Inside"]
                .iter()
                .any(|word| text.contains(word)),
            "{path} tells what only facilitators should know"
        );
    }
    assert!(build.page("modules/a/").contains("<p>After.</p>"));
    let page = course
        .options(|options| options.facilitator = true)
        .build()
        .page("modules/a/");
    for part in [
        "<div class=\"facilitator\" role=\"note\">",
        "id=\"secret-plan\"",
        "Hush, <a href=\"/modules/b/\">b</a>",
        "Inside.",
    ] {
        assert!(page.contains(part), "{part}");
    }
}

#[test]
fn directives_with_any_number_of_colons() {
    // More colons outside, as Pandoc and MyST write it.
    let outer_more = "::::details Outer\n:::challenge Inner\nText.\n:::\nMore.\n::::\n\nEnd.\n";
    // The same number everywhere: the innermost closes.
    let same = ":::details Outer\n:::challenge Inner\nText.\n:::\nMore.\n:::\n\nEnd.\n";
    // More colons inside, as the Carpentries write it, with colons at the end of the line.
    let inner_more = "::: details Outer\n\n:::::::::::::: challenge Inner ::::::::::\n\nText.\n\n::::::::::::::\n\nMore.\n\n:::\n\nEnd.\n";
    let squeeze = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let first = squeeze(html(outer_more));
    let inner = first.find("class=\"block challenge\"").unwrap();
    assert!(
        first.find("<details class=\"fold\">").unwrap() < inner,
        "{first}"
    );
    assert!(first.find("<p>Text.</p>").unwrap() > inner, "{first}");
    assert!(
        first.find("<p>More.</p>").unwrap() < first.find("</details>").unwrap(),
        "{first}"
    );
    assert!(
        first.ends_with("</details> <p>End.</p>") || first.ends_with("</details><p>End.</p>"),
        "{first}"
    );
    assert_eq!(squeeze(html(same)), first);
    assert_eq!(squeeze(html(inner_more)), first);
}

#[test]
fn attributes_in_all_forms() {
    for opening in [
        ":::activity{id=\"x\" team minutes=5} Do it",
        "::: activity Do it {id='x' team=true minutes=\"5\"}",
        ":::activity{#x team minutes=5 title=\"Do it\"}",
        ":::: {.activity #x team=yes minutes=5} Do it",
        ":::{activity id=x team minutes=5 } Do it",
    ] {
        has(
            &format!("{opening}\nWell.\n::::\n"),
            &[
                "id=\"x\"",
                "Team activity",
                "5 min",
                ">Do it</p>",
                "<p>Well.</p>",
            ],
        );
    }
    // Text in arguments is text.
    has(
        ":::challenge{title=\"<b> & \\\"c\\\"\"}\nWell.\n:::\n",
        &["&lt;b&gt; &amp; &quot;c&quot;"],
    );
    assert!(!html(":::activity{id=\"x\" team=false}\nWell.\n:::\n").contains("Team activity"));
}

#[test]
fn directives_in_quotes_and_lists() {
    let html = html(
        "> :::details In a quote\n> Text.\n> :::\n\n- One\n\n  :::details In a list\n  Two.\n  :::\n\n- :::details At its start\n  Three.\n  :::\n\n1. x\n   :::details Close by\n   Four.\n   :::\n",
    );
    assert_eq!(
        html.matches("<details class=\"fold\">").count(),
        4,
        "{html}"
    );
    assert_eq!(html.matches("</details>").count(), 4, "{html}");
    assert!(!html.contains(":::") && !html.contains("<?"), "{html}");
    // What was opened in a list item ends with it.
    let build = build("# A\n\n- :::details\n  Open.\n\nAfter.\n");
    assert_eq!(
        build.findings(),
        ["modules/a.md:3:3 error unclosed-directive: this `details` block is never closed"]
    );
    assert!(
        build.page("modules/a/").contains("</ul>\n<p>After.</p>"),
        "{}",
        build.page("modules/a/")
    );
}

#[test]
fn a_directive_interrupts_a_paragraph_as_a_heading_does() {
    let html = html("Before.\n:::details\nInside.\n:::\nAfter.\n");
    assert!(
        html.starts_with("<p>Before.</p>")
            && html.ends_with("<p>After.</p>")
            && html.contains("<p>Inside.</p>"),
        "{html}"
    );
}

#[test]
fn code_shows_directives_untouched() {
    let html = html(
        "```\n:::activity{id=\"x\"}\n  :::: y\n:::\n```\n\n    :::indented{a=\"b\"}\n    :::\n\n`:::inline`\n\n- ```\n  :::in-list\n  ```\n\n~~~text\n::: é ::::\n~~~\n",
    );
    for part in [
        ":::activity{id=\"x\"}\n  :::: y\n:::\n</code>",
        ":::indented{a=\"b\"}\n:::\n</code>",
        "<code>:::inline</code>",
        ":::in-list\n</code>",
        "::: é ::::\n</code>",
    ] {
        assert!(html.contains(part), "{part:?} in\n{html}");
    }
    assert!(!html.contains("<?") && !html.contains("&lt;?"), "{html}");
}

#[test]
fn colons_elsewhere_are_text() {
    assert_eq!(
        html("std::mem ::: text and a:::b\n"),
        "<p>std::mem ::: text and a:::b</p>"
    );
    assert_eq!(html(":: two\n"), "<p>:: two</p>");
    let build =
        build("# A\n\n<pre>\n:::activity{id=\"x\"}\n</pre>\n\n<!--\n:::zebra\n-->\n\nEnd.\n");
    assert_eq!(build.findings(), [""; 0]);
    assert!(
        build.page("modules/a/").contains(":::activity{id=\"x\"}"),
        "{}",
        build.page("modules/a/")
    );
}

#[test]
fn code_is_coloured_and_named() {
    has(
        "```python\nprint(\"hello\")\n```\n",
        &[
            "<pre class=\"code\" tabindex=\"0\"><code class=\"language-python\">",
            "<span class=",
        ],
    );
    has(
        "```{.rust .numbers}\nfn main() {}\n```\n",
        &["<code class=\"language-rust\">"],
    );
    has(
        "```nosuch\na < b\n```\n",
        &["<code class=\"language-nosuch\">a &lt; b\n</code>"],
    );
    has("```\na < \"b\"\n```\n", &["<code>a &lt; \"b\"\n</code>"]);
    let course = Course::lesson("# A\n\n```python\nprint(1)\n```\n")
        .options(|options| options.highlight = false);
    assert!(
        course
            .build()
            .page("modules/a/")
            .contains("<code class=\"language-python\">print(1)\n</code>")
    );
}

#[test]
fn pictures_have_sizes_and_descriptions() {
    let course = Course::lesson("# A\n\n![A *map*](img/map.svg \"The way\")\n\n![](img/map.svg){alt=\"Same & more\"} text\n\n<img src=\"img/map.svg\" alt=\"Raw\"> <img src='/logo.svg' width=5 alt=\"\">\n\n<video src=\"img/map.svg\" poster=\"img/map.svg\"></video>\n")
        .with("modules/img/map.svg", "<svg viewBox=\"0 0 40 20\"></svg>")
        .with("static/logo.svg", "<svg viewBox=\"0 0 1 1\"></svg>")
        .with("templates/lesson.html", BARE);
    let build = course.build();
    assert_eq!(build.findings(), [""; 0]);
    let html = build.page("modules/a/");
    for part in [
        "<img src=\"/modules/img/map.svg\" alt=\"A map\" title=\"The way\" width=\"40\" height=\"20\" decoding=\"async\">",
        "alt=\"Same &amp; more\" width=\"40\" height=\"20\" loading=\"lazy\" decoding=\"async\"> text",
        "<img src=\"/modules/img/map.svg\" alt=\"Raw\" width=\"40\" height=\"20\">",
        "<img src='/logo.svg' width=5 alt=\"\">",
        "<video src=\"/modules/img/map.svg\" poster=\"/modules/img/map.svg\">",
    ] {
        assert!(html.contains(part), "{part} in\n{html}");
    }
    assert!(build.has("modules/img/map.svg") && build.has("logo.svg"));
}

#[test]
fn a_picture_that_nothing_shows_is_not_in_the_portal() {
    let build = Course::lesson("# A\n\nText.\n")
        .with("modules/unused.svg", "<svg viewBox=\"0 0 1 1\"></svg>")
        .build();
    assert!(!build.has("modules/unused.svg"));
}

#[test]
fn links_follow_the_base_path() {
    let course = Course::parse(
        "-- course.toml --\ntitle = \"T\"\nbase_url = \"https://example.org/x/y\"\n-- modules/01-a b/index.md --\n# AB\n-- modules/01-a b/02-Ç & d.md --\n# D\n\n[up](index.md), [raw](../01-a%20b/), <a href=\"/data.csv?x=1&amp;y#z\">file</a>, [web](https://example.org/?a=1&b), [here](#d-2).\n\n## D\n\n## D\n\n## D\n-- static/data.csv --\n1\n",
    );
    let build = course.build();
    assert_eq!(build.findings(), [""; 0]);
    let html = build.page("modules/a-b/ç-d/");
    for part in [
        "<a href=\"/x/y/modules/a-b/\">up</a>",
        "<a href=\"/x/y/modules/a-b/\">raw</a>",
        "<a href=\"/x/y/data.csv?x=1&amp;y#z\">file</a>",
        "<a href=\"https://example.org/?a=1&amp;b\">web</a>",
        "<a href=\"#d-2\">here</a>",
    ] {
        assert!(html.contains(part), "{part}");
    }
    assert_eq!(build.build.base, "/x/y/");
    assert!(
        build
            .text("sitemap.xml")
            .contains("<loc>https://example.org/x/y/modules/a-b/%C3%A7-d/</loc>"),
        "{}",
        build.text("sitemap.xml")
    );
}

#[test]
fn wikilinks_name_ids() {
    let course = Course::lesson("# A\n\n[[b]], [[start|the start]] and [[Ice breakers]].\n")
        .with("modules/01-b.md", "# The title of b\n\nText.\n")
        .with("modules/start/index.md", "# Start\n")
        .with("modules/ice-breakers.md", "# Ice\n\nText.\n");
    let build = course.build();
    assert_eq!(build.findings(), [""; 0]);
    let html = build.page("modules/a/");
    for part in [
        "<a href=\"/modules/b/\">b</a>",
        "<a href=\"/modules/start/\">the start</a>",
        "<a href=\"/modules/ice-breakers/\">Ice breakers</a>",
    ] {
        assert!(html.contains(part), "{part}");
    }
}

#[test]
fn pandoc_gives_ids_to_parts_of_a_line() {
    assert_eq!(
        html("A [word *here*]{#w} and [go](#w).\n"),
        "<p>A <span id=\"w\">word <em>here</em></span> and <a href=\"#w\">go</a>.</p>"
    );
    assert_eq!(
        html("A [word]{.note} stays.\n"),
        "<p>A [word]{.note} stays.</p>"
    );
}

#[test]
fn raw_html_is_for_authors_and_not_for_those_who_contribute() {
    assert_eq!(
        html("<div class=\"x\">\n\nText <b>bold</b>.\n\n</div>\n"),
        "<div class=\"x\">\n<p>Text <b>bold</b>.</p>\n</div>"
    );
    assert_eq!(
        html("a <!-- not for learners --> b\n\n<!-- nor\n\nthis -->\n\nc\n"),
        "<p>a  b</p>\n\n<p>c</p>"
    );
    let course = Course::lesson("# A\n\nText.\n").with(
        "resources/r.md",
        "# R\n\n<script>alert(1)</script>\n\nA <b onclick=\"x\">b</b>.\n",
    );
    let page = course.build().page("resources/r/");
    assert!(
        !page.contains("<script>alert") && !page.contains("<b onclick"),
        "{page}"
    );
    assert!(
        page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"),
        "{page}"
    );
}

#[test]
fn links_to_posts_lead_to_their_pages() {
    let course = Course::lesson("# A\n\n[p](/posts/p.md)\n").with(
        "posts/p.md",
        "+++\nid = \"a--b\"\ndate = 2026-01-01\n+++\n# P\n\nText.\n",
    );
    let build = course.build();
    assert!(
        build
            .page("modules/a/")
            .contains("<a href=\"/posts/a--b/\">p</a>")
    );
    assert!(build.has("posts/a--b/index.html"));
}

/// What takes a time that grows with the square of the text would not end here.
#[test]
fn long_lines_come_to_an_end() {
    for piece in [
        "[",
        "[^1]",
        "![](x){",
        ":::a{b=\"c\n",
        "$",
        "<a href=\"",
        "<!--",
        "**a",
        "`",
        "[a]{#b}",
        "&#1;",
        "> [!NOTE]\n",
    ] {
        parse(&format!("{}\n\n[^1]: x\n", piece.repeat(10_000)));
    }
}

#[test]
fn a_summary_is_the_first_paragraph() {
    assert_eq!(
        parse("# A\n\nFirst *words*\nof `it`.\n\nSecond.\n")
            .body
            .summary,
        "First words of it."
    );
    let long = parse(&"word ".repeat(100)).body.summary;
    assert!(
        long.ends_with("word…") && long.chars().count() < 210,
        "{long}"
    );
    assert_eq!(
        parse(":::details\nInside.\n:::\n\nOutside.\n").body.summary,
        "Outside."
    );
}

/// The nodes of a document with everything in them, to see that they hang together.
fn check_nodes(document: &Document, nodes: &[Node], directives: &mut Vec<usize>) {
    let body = &document.body;
    for node in nodes {
        match node {
            Node::Html(start, end) => {
                let html = &body.html[*start as usize..*end as usize];
                let html = std::str::from_utf8(html).unwrap();
                assert!(
                    !html.contains(['\u{1}', '\u{2}']),
                    "a mark is left in {html:?}"
                );
            }
            Node::Link(at)
            | Node::LinkEnd(at)
            | Node::Url(at)
            | Node::Picture(at)
            | Node::Size(at) => {
                assert!((*at as usize) < body.links.len());
            }
            Node::Code(at) => assert!((*at as usize) < body.codes.len()),
            Node::Directive(at, inner) => {
                assert!((*at as usize) < body.directives.len());
                directives.push(*at as usize);
                check_nodes(document, inner, directives);
            }
        }
    }
}

fn check(text: &str) {
    let document = parse(text);
    let mut directives = Vec::new();
    check_nodes(&document, &document.body.nodes, &mut directives);
    directives.sort_unstable();
    directives.dedup();
    // Those in notes that nobody kept may be missing, and none is there that was not written.
    assert!(directives.len() <= document.body.directives.len());
    let good = |span: &std::ops::Range<usize>| {
        span.start <= span.end
            && span.end <= text.len()
            && text.is_char_boundary(span.start)
            && text.is_char_boundary(span.end)
    };
    for found in &document.diagnostics {
        assert!(
            found.span.as_ref().is_none_or(good),
            "{found:?} in {text:?}"
        );
    }
    for link in &document.body.links {
        assert!(good(&link.span), "{link:?} in {text:?}");
    }
    for directive in &document.body.directives {
        assert!(
            good(&directive.span) && good(&directive.opening.name_span),
            "{directive:?} in {text:?}"
        );
        assert!(
            directive
                .opening
                .attributes
                .iter()
                .all(|attribute| good(&attribute.span)),
            "{directive:?} in {text:?}"
        );
        if directive.opening.name != "callout" && !directive.opening.name.is_empty() {
            assert_eq!(
                text[directive.opening.name_span.clone()].trim_start_matches('.'),
                directive.opening.name.trim_start_matches('.'),
                "in {text:?}"
            );
        }
    }
}

/// Pieces of Markdown that meet badly.
fn piece() -> impl Strategy<Value = String> {
    let pieces = [
        ":::",
        "::::",
        ":::a",
        "::: {.b #c}",
        ":::d{e=\"f\" g} h",
        ":::i{j=\"",
        "\n",
        "\n\n",
        "\r\n",
        "  ",
        "    ",
        "\t",
        "> ",
        "- ",
        "1. ",
        "* ",
        "[^1]",
        "[^1]: ",
        "[[x]]",
        "[x]{#y}",
        "[x](y)",
        "![z](w.png){alt=\"v\"}",
        "![",
        "](",
        "[",
        "]",
        "{",
        "}",
        "{#",
        "```",
        "~~~",
        "`",
        "$",
        "$$",
        "<!--",
        "-->",
        "<?",
        "?>",
        "<img src=\"a.png\">",
        "<a href='b'",
        "<",
        ">",
        "</",
        "| a | b |\n|---|---|\n",
        "|",
        "# ",
        "## ",
        "===",
        "---",
        "+++",
        "**",
        "_",
        "~~",
        "[!NOTE]",
        "> [!TIP]\n",
        ": ",
        "- [x] ",
        "é",
        "世",
        "\u{1f600}",
        "\u{1}",
        "\u{2}",
        "\u{1}o0\u{2}",
        "\0",
        "\u{feff}",
        "&#1;",
        "&amp;",
        "\\",
        "\"",
        "'",
        "text",
        "facilitator",
    ];
    prop_oneof![8 => prop::sample::select(pieces.to_vec()).prop_map(str::to_owned), 1 => any::<char>().prop_map(|char| char.to_string())]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_markdown_is_a_panic(pieces in prop::collection::vec(piece(), 0..40)) {
        check(&pieces.concat());
    }

    #[test]
    fn no_text_is_a_panic(text in any::<String>()) {
        check(&text);
    }

    #[test]
    fn no_bytes_are_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let file = SourceFile::in_memory(SourcePath::new("modules/a.md"), Bytes::from(bytes));
        let _ = Document::parse(&Arc::new(file), Kind::Resource, &MarkdownConfig::default());
    }

    /// Without directives, headings, links and code a page is what the parser's own writer makes of it.
    #[test]
    fn plain_text_is_as_the_parser_writes_it(pieces in prop::collection::vec(prop::sample::select(vec!["a ", "word", "*", "**", "_", "~~", "\n", "\n\n", "> ", "- ", "* ", "1. ", "  ", "    x", "\\", "&amp;", "&", "\"", "'", "--", "...", "---", "é", "(", ")", "!", ".\n", "+ ", "x\n: y"]), 0..30)) {
        use pulldown_cmark::{Options, Parser, Event, Tag, html};
        let text = pieces.concat();
        let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS | Options::ENABLE_HEADING_ATTRIBUTES
            | Options::ENABLE_GFM | Options::ENABLE_DEFINITION_LIST | Options::ENABLE_WIKILINKS | Options::ENABLE_MATH | Options::ENABLE_SMART_PUNCTUATION;
        let events: Vec<Event<'_>> = Parser::new_ext(&text, options).collect();
        prop_assume!(!events.iter().any(|event| matches!(event, Event::Start(Tag::Heading { .. } | Tag::CodeBlock(_) | Tag::Table(_)))));
        // Front matter is no Markdown.
        prop_assume!(!text.trim_start().starts_with("---"));
        let mut expected = String::new();
        html::push_html(&mut expected, events.into_iter());
        let config = MarkdownConfig { smart_punctuation: true, math: true, ..MarkdownConfig::default() };
        let file = SourceFile::in_memory(SourcePath::new("modules/a.md"), Bytes::copy_from_slice(text.as_bytes()));
        let document = Document::parse(&Arc::new(file), Kind::Page, &config);
        let written: Vec<u8> = document.body.nodes.iter().flat_map(|node| match node {
            Node::Html(start, end) => document.body.html[*start as usize..*end as usize].to_vec(),
            other => panic!("{other:?} in {text:?}"),
        }).collect();
        prop_assert_eq!(String::from_utf8(written).unwrap(), expected);
    }
}

#[test]
fn an_id_is_on_a_page_once() {
    let build = Course::lesson(
        "# A\n\n## One {#x}\n\n## Two {#x}\n\n[part]{#x}\n\n:::activity Do {id=\"x\"}\n:::\n\n:::discussion Say {id=\"x\"}\n:::\n\n## Say\n\n:::activity Do {id=\"say\"}\n:::\n\n:::badge{id=\"x\"}\n:::\n",
    )
    .build();
    let place = "something else on this page has the id";
    assert_eq!(
        build.findings_of("duplicate-id"),
        [
            format!("modules/a.md:5:9 warning duplicate-id: {place} `x`"),
            format!("modules/a.md:7:1 warning duplicate-id: {place} `x`"),
            format!("modules/a.md:9:1 warning duplicate-id: {place} `x`"),
            format!("modules/a.md:12:1 warning duplicate-id: {place} `x`"),
            format!("modules/a.md:17:1 warning duplicate-id: {place} `say`"),
        ]
    );
}

#[test]
fn a_title_looks_the_same_from_the_front_matter_and_from_a_heading() {
    let page = |text: &str| {
        let course = Course::lesson(text)
            .with(
                "course.toml",
                "title = \"T\"\n[markdown]\nsmart_punctuation = true\n",
            )
            .with(
                "templates/lesson.html",
                "{{ page.title }}|{{ page.html | safe }}",
            );
        course.build().page("modules/a/")
    };
    let both = page("+++\ntitle = \"What's next...\"\n+++\n# What's next...\n\nText.\n");
    assert_eq!(both.trim(), "What’s next…|<p>Text.</p>");
    assert_eq!(page("# What's next...\n\nText.\n"), both);
}

#[test]
fn pictures_in_html_need_a_description_too() {
    let build = Course::lesson(
        "# A\n\n<img src=\"a.png\"> <img src=\"a.png\" alt=\"\"> <img src=\"a.png\" ALT='x'>\n\n<p><img width=\"1\" height=\"1\" src=\"a.png\"></p>\n",
    )
    .with("modules/a.png", "")
    .build();
    assert_eq!(
        build.findings_of("missing-alt"),
        [
            "modules/a.md:3:11 note missing-alt: this picture has no description",
            "modules/a.md:5:35 note missing-alt: this picture has no description",
        ]
    );
}

/// Inputs that repeat something. No clock is read here: what takes time that grows with the square of its length takes minutes,
/// and ends the run.
const REPEATED: &[(&str, &str)] = &[
    ("", "["),
    ("", "[a "),
    ("", "![](a.png){alt=\"x "),
    ("", "[a](b c"),
    ("", "[a]{#b} "),
    ("", "<"),
    ("", "<a x=\""),
    ("", "*_"),
    ("", "*a **b "),
    ("", ">"),
    ("", "- "),
    ("", "## a\n\n"),
    ("", "a[^1]\n\n[^1]: n\n\n"),
    ("", ":::details\n"),
    ("", "::facilitator\n```\nx\n```\n"),
    ("", "a@b.eu:"),
    ("a", "%40a"),
    ("---\ntags: [", "a, "),
];

#[test]
fn twenty_thousand_of_anything_are_read_at_once() {
    let parse = |text: String| {
        let path = SourcePath::new("modules/a.md");
        let file = Arc::new(SourceFile::in_memory(path, Bytes::from(text)));
        Document::parse(&file, Kind::Page, &MarkdownConfig::default())
    };
    for (start, again) in REPEATED {
        let mut text = (*start).to_owned() + &again.repeat(20_000);
        if start.starts_with("---") {
            text.push_str("]\n---\n");
        }
        assert!(
            !parse(text).body.nodes.is_empty() || start.starts_with("---"),
            "{again:?}"
        );
    }
    let footnotes: String = (0..20_000)
        .map(|at| format!("a[^{at}]\n\n[^{at}]: n\n\n"))
        .collect();
    assert!(!parse(footnotes).body.nodes.is_empty());
    // For each of these a heading is looked for that it could mean.
    let anchors: String = (0..5_000)
        .map(|at| format!("## a {at}\n[a](#b-{at})\n\n"))
        .collect();
    let build = Course::lesson(&anchors).build();
    assert_eq!(build.findings_of("broken-anchor").len(), 5_000);
}

#[test]
fn brackets_in_brackets_open_one_span_only() {
    assert_eq!(
        html(&("[".repeat(2_000) + "a]{#b}")),
        format!("<p>{}<span id=\"b\">a</span></p>", "[".repeat(1_999))
    );
}

/// Names in other scripts: addresses keep them, as headings do, and ids are Latin.
const SCRIPTS: &str = r#"
-- course.toml --
title = "T"
base_url = "https://learn.example.org/"
-- modules/01-модуль-один/index.md --
# Модуль один

[1](01-урок.md) [2](01-%D1%83%D1%80%D0%BE%D0%BA.md#%D0%B2%D0%B2%D0%B5%D0%B4%D0%B5%D0%BD%D0%B8%D0%B5) [3](01-урок.md#введение)
[4](/modules/модуль-один/урок/) [5](/modules/%D0%BC%D0%BE%D0%B4%D1%83%D0%BB%D1%8C-%D0%BE%D0%B4%D0%B8%D0%BD/%D1%83%D1%80%D0%BE%D0%BA/#%D0%B2%D0%B2%D0%B5%D0%B4%D0%B5%D0%BD%D0%B8%D0%B5)
[6](../第一課/) [7](../مقدمة.md) [[urok]] [[Урок]] [8](../हिन्दी.md)
-- modules/01-модуль-один/01-урок.md --
# Урок

## Введение

[1](#введение) [2](#%D0%B2%D0%B2%D0%B5%D0%B4%D0%B5%D0%BD%D0%B8%D0%B5) ![к](карта.svg)
-- modules/01-модуль-один/карта.svg --
<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>
-- modules/第一課/index.md --
# 第一課

Text.
-- modules/مقدمة.md --
# مقدمة

Text.
-- modules/हिन्दी.md --
# हिन्दी

Text.
-- modules/a/诗.md --
# 诗

Text.
-- modules/a/师.md --
# 师

Text.
"#;

#[test]
fn names_in_any_script_are_addresses_and_give_latin_ids() {
    let course = Course::parse(SCRIPTS);
    let build = course.build();
    assert_eq!(build.findings(), [""; 0]);
    let page = build.page("modules/модуль-один/");
    let lesson = "modules/%D0%BC%D0%BE%D0%B4%D1%83%D0%BB%D1%8C-%D0%BE%D0%B4%D0%B8%D0%BD/%D1%83%D1%80%D0%BE%D0%BA/";
    assert!(page.matches(lesson).count() > 5, "{page}");
    assert!(
        build
            .page("modules/модуль-один/урок/")
            .contains("<h2 id=\"введение\">")
    );
    assert!(build.has("modules/модуль-один/карта.svg"));
    let listing = survey(&build.sources, &course.options);
    let ids: Vec<_> = listing
        .lessons
        .iter()
        .map(|lesson| lesson.id.as_str())
        .collect();
    assert_eq!(
        ids,
        ["urok", "a-shi-0d7aaa", "a-shi-9679cd", "mqdm", "hindii"]
    );
}
