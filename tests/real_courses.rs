//! Courses that others wrote, which must build as they are. They stand beside the repository; without them these tests
//! say so and pass.

#![allow(missing_docs, clippy::unwrap_used)]

mod support;

use std::path::{Path, PathBuf};

use stoa::diagnostic::LineIndex;
use stoa::document::highlight::Highlighter;
use stoa::listing::survey;
use stoa::pipeline::Builder;
use stoa::source::Sources;
use support::{Build, Course};

fn build(folder: &Path) -> Build {
    let sources = Sources::read(folder, &[], None).unwrap();
    // Colours take time and are tested elsewhere.
    let mut options = Course::default().options;
    options.highlight = false;
    let build = Builder::new(Highlighter::new()).rebuild(&sources, &options);
    Build { build, sources }
}

fn real(name: &str) -> Option<Build> {
    let folder: PathBuf = [env!("CARGO_MANIFEST_DIR"), "..", "shared", "courses", name]
        .iter()
        .collect();
    if !folder.is_dir() {
        println!("skipped: there is no {}", folder.display());
        return None;
    }
    Some(build(&folder))
}

/// The titles of lessons in reading order.
fn titles(build: &Build) -> Vec<String> {
    survey(&build.sources, &Course::default().options)
        .lessons
        .into_iter()
        .map(|lesson| lesson.title)
        .collect()
}

/// What holds for every course that was written for another tool.
fn check(build: &Build) {
    build.assert_good();
    for (found, line) in build.build.diagnostics.iter().zip(build.findings()) {
        let whole_file = [
            "stray-page",
            "empty-title",
            "no-content",
            "order-clash",
            "no-base-url",
        ];
        assert!(
            found.span.is_some() || whole_file.contains(&found.rule.code),
            "{line} has no place"
        );
    }
    let listing = survey(&build.sources, &Course::default().options);
    for found in build
        .build
        .diagnostics
        .iter()
        .filter(|found| found.rule.code == "unknown-directive")
    {
        let Some(lesson) = listing
            .lessons
            .iter()
            .find(|lesson| lesson.path == found.path.as_str())
        else {
            continue;
        };
        let text = build
            .sources
            .get(found.path.as_str())
            .unwrap()
            .text()
            .unwrap();
        let line = LineIndex::new(text)
            .position(found.span.clone().unwrap().start)
            .line;
        // The first line in the block that looks the same in Markdown and in HTML.
        let plain = |line: &&str| {
            line.len() > 8
                && line
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b' ' | b',' | b'.'))
        };
        let Some(content) = text
            .lines()
            .skip(line)
            .take_while(|line| !line.starts_with(":::"))
            .find(plain)
        else {
            continue;
        };
        let page = build.text(&format!("{}index.html", stoa::name::decode(&lesson.url)));
        assert!(
            page.contains(content.trim()),
            "{} lost {content:?}",
            found.path
        );
    }
    for path in build
        .paths()
        .into_iter()
        .filter(|path| path.ends_with(".html"))
    {
        let page = build.text(path);
        assert!(
            !page.contains("<?") && !page.contains(['\u{1}', '\u{2}']),
            "{path} holds a mark"
        );
        assert!(page.contains("</html>"), "{path} has no end");
    }
}

#[test]
fn shell_novice() {
    let Some(build) = real("shell-novice") else {
        return;
    };
    check(&build);
    assert!(build.page("").contains("<title>The Unix Shell</title>"));
    let titles = titles(&build);
    let episodes = [
        "Introducing the Shell",
        "Navigating Files and Directories",
        "Working With Files and Directories",
        "Pipes and Filters",
        "Loops",
        "Shell Scripts",
        "Finding Things",
    ];
    let start = titles
        .iter()
        .position(|title| title == episodes[0])
        .unwrap_or_else(|| panic!("{titles:#?}"));
    assert_eq!(
        titles[start..start + episodes.len()],
        episodes,
        "{titles:#?}"
    );
    assert_eq!(start, 0, "the episodes come first: {titles:#?}");
    // Their minutes count.
    let lessons = survey(&build.sources, &Course::default().options).lessons;
    assert!(
        lessons[..episodes.len()]
            .iter()
            .all(|lesson| lesson.minutes.is_some()),
        "{lessons:#?}"
    );
}

#[test]
fn iot_for_beginners() {
    let Some(build) = real("iot-for-beginners") else {
        return;
    };
    check(&build);
    let home = build.page("");
    assert!(
        home.contains("<title>IoT for Beginners - A Curriculum</title>"),
        "{}",
        home.lines()
            .find(|line| line.contains("<title>"))
            .unwrap_or_default()
    );
    // The six projects in order, each with its lessons.
    let listing = survey(&build.sources, &Course::default().options);
    let mut projects: Vec<&str> = Vec::new();
    for lesson in &listing.lessons {
        let project = lesson.path.split('/').next().unwrap();
        if projects.last() != Some(&project)
            && project.starts_with(|char: char| char.is_ascii_digit())
        {
            projects.push(project);
        }
    }
    assert_eq!(
        projects,
        [
            "1-getting-started",
            "2-farm",
            "3-transport",
            "4-manufacturing",
            "5-retail",
            "6-consumer"
        ]
    );
    for project in [
        "getting-started",
        "farm",
        "transport",
        "manufacturing",
        "retail",
        "consumer",
    ] {
        assert!(build.has(&format!("{project}/index.html")), "{project}");
    }
}

#[test]
fn the_example_course() {
    let folder: PathBuf = [env!("CARGO_MANIFEST_DIR"), "example-course"]
        .iter()
        .collect();
    if !folder.is_dir() {
        println!("skipped: this package has no example course");
        return;
    }
    let build = build(&folder);
    build.assert_good();
    let warnings = build
        .findings()
        .into_iter()
        .filter(|line| line.contains(" warning "));
    assert_eq!(warnings.collect::<Vec<_>>(), [""; 0]);
}
