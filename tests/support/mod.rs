//! Small courses for tests: a whole course folder as one string, built in memory and without a clock.

// Every test file uses a part of it.
#![allow(
    dead_code,
    missing_docs,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::must_use_candidate
)]

use std::collections::BTreeMap;
use std::path::Path;

use bytes::Bytes;
use stoa::artifact::{Artifacts, Body};
use stoa::diagnostic::{Diagnostic, LineIndex, Severity};
use stoa::document::highlight::Highlighter;
use stoa::pipeline::{self, Builder, Options, Served};
use stoa::source::{SourcePath, Sources};

/// A Wednesday in the second week of [`RICH`]'s cohort.
pub const NOW: &str = "2026-10-14T08:00:00Z";

/// A course folder in memory.
#[derive(Debug, Clone)]
pub struct Course {
    /// What is in it, by path.
    pub files: BTreeMap<String, Vec<u8>>,
    /// How it is built.
    pub options: Options,
}

impl Default for Course {
    fn default() -> Self {
        let now = NOW.parse().unwrap();
        let options = Options {
            base_url: None,
            drafts: false,
            facilitator: false,
            highlight: true,
            now,
            served: Served::No,
        };
        Self {
            files: BTreeMap::new(),
            options,
        }
    }
}

impl Course {
    /// A course from one string: a line `-- path --` begins a file, which goes on to the next such line.
    pub fn parse(text: &str) -> Self {
        let mut course = Self::default();
        let mut path = None;
        for line in text.split_inclusive('\n') {
            let name = line
                .trim_end()
                .strip_prefix("-- ")
                .and_then(|rest| rest.strip_suffix(" --"));
            if let Some(name) = name {
                assert!(
                    course
                        .files
                        .insert(name.trim().to_owned(), Vec::new())
                        .is_none(),
                    "{name} is there twice"
                );
                path = Some(name.trim().to_owned());
            } else if let Some(path) = &path {
                course
                    .files
                    .get_mut(path)
                    .unwrap()
                    .extend_from_slice(line.as_bytes());
            } else {
                assert!(line.trim().is_empty(), "text before the first file: {line}");
            }
        }
        course
    }

    /// A course with one lesson, `modules/a.md`, and nothing else to say of it.
    pub fn lesson(text: &str) -> Self {
        Self::default()
            .with("course.toml", "title = \"T\"\n")
            .with("modules/a.md", text)
    }

    /// Adds a file.
    #[must_use]
    pub fn with(mut self, path: &str, text: impl AsRef<[u8]>) -> Self {
        self.write(path, text);
        self
    }

    /// Changes how it is built.
    #[must_use]
    pub fn options(mut self, change: impl FnOnce(&mut Options)) -> Self {
        change(&mut self.options);
        self
    }

    /// The text of a file.
    pub fn read(&self, path: &str) -> &str {
        std::str::from_utf8(
            self.files
                .get(path)
                .unwrap_or_else(|| panic!("no file {path}")),
        )
        .unwrap()
    }

    /// Writes a file, new or not.
    pub fn write(&mut self, path: &str, text: impl AsRef<[u8]>) {
        self.files.insert(path.to_owned(), text.as_ref().to_vec());
    }

    /// Changes a file that is there.
    pub fn edit(&mut self, path: &str, change: impl FnOnce(&str) -> String) {
        let text = change(self.read(path));
        self.write(path, text);
    }

    /// Replaces a part of a file that is there.
    pub fn replace(&mut self, path: &str, from: &str, to: &str) {
        assert!(
            self.read(path).contains(from),
            "{path} does not hold {from:?}"
        );
        self.edit(path, |text| text.replace(from, to));
    }

    /// Removes a file that is there.
    pub fn remove(&mut self, path: &str) {
        assert!(self.files.remove(path).is_some(), "no file {path}");
    }

    /// Renames a file that is there.
    pub fn rename(&mut self, from: &str, to: &str) {
        let text = self
            .files
            .remove(from)
            .unwrap_or_else(|| panic!("no file {from}"));
        self.write(to, text);
    }

    /// As the pipeline takes it in.
    pub fn sources(&self) -> Sources {
        Sources::from_files(
            self.files
                .iter()
                .map(|(path, text)| (SourcePath::new(path), Bytes::copy_from_slice(text))),
        )
    }

    /// Builds it, cold.
    pub fn build(&self) -> Build {
        self.build_with(&mut Builder::new(Highlighter::new()))
    }

    /// Builds it with a builder that may know something from before.
    pub fn build_with(&self, builder: &mut Builder) -> Build {
        let sources = self.sources();
        Build {
            build: builder.rebuild(&sources, &self.options),
            sources,
        }
    }

    /// Writes it to a folder on disk.
    pub fn write_to(&self, folder: &Path) {
        for (path, text) in &self.files {
            let path = folder.join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
    }
}

/// A portal in memory, with what it was built from.
#[derive(Debug)]
pub struct Build {
    pub build: pipeline::Build,
    pub sources: Sources,
}

impl Build {
    /// The HTML of the page at an address below the base path, `modules/welcome/`.
    pub fn page(&self, url: &str) -> String {
        assert!(
            url.is_empty() || url.ends_with('/'),
            "the address of a page ends with a slash"
        );
        self.text(&format!("{url}index.html"))
    }

    /// The text of a file of the portal.
    pub fn text(&self, path: &str) -> String {
        let artifact = self.build.artifacts.get(path);
        let artifact =
            artifact.unwrap_or_else(|| panic!("no {path} in the portal, only {:#?}", self.paths()));
        String::from_utf8(bytes(&artifact.body)).unwrap()
    }

    /// Whether the portal has a file.
    pub fn has(&self, path: &str) -> bool {
        self.build.artifacts.get(path).is_some()
    }

    /// The paths of the portal.
    pub fn paths(&self) -> Vec<&str> {
        self.build
            .artifacts
            .iter()
            .map(|artifact| artifact.path.as_str())
            .collect()
    }

    /// The whole portal.
    pub fn files(&self) -> BTreeMap<String, Vec<u8>> {
        files(&self.build.artifacts)
    }

    /// What was found, one line each: `modules/a.md:3:5 warning broken-link: message`.
    pub fn findings(&self) -> Vec<String> {
        self.build
            .diagnostics
            .iter()
            .map(|diagnostic| line(diagnostic, &self.sources))
            .collect()
    }

    /// What was found of one rule.
    pub fn findings_of(&self, code: &str) -> Vec<String> {
        let wanted = self
            .build
            .diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.rule.code == code);
        wanted
            .map(|diagnostic| line(diagnostic, &self.sources))
            .collect()
    }

    /// The help of the only finding of one rule.
    pub fn help_of(&self, code: &str) -> &str {
        let mut wanted = self
            .build
            .diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.rule.code == code);
        let found = wanted
            .next()
            .unwrap_or_else(|| panic!("no {code} in {:#?}", self.findings()));
        assert!(
            wanted.next().is_none(),
            "more than one {code} in {:#?}",
            self.findings()
        );
        found.help.as_deref().unwrap_or_default()
    }

    /// Fails if there is an error.
    #[track_caller]
    pub fn assert_good(&self) {
        let errors: Vec<_> = self
            .build
            .diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.severity == Severity::Error)
            .collect();
        assert!(errors.is_empty(), "{errors:#?}");
    }
}

/// A portal as a map from paths to bytes.
pub fn files(artifacts: &Artifacts) -> BTreeMap<String, Vec<u8>> {
    artifacts
        .iter()
        .map(|artifact| (artifact.path.as_str().to_owned(), bytes(&artifact.body)))
        .collect()
}

fn bytes(body: &Body) -> Vec<u8> {
    match body {
        Body::Rope(rope) => rope.to_vec(),
        Body::Copy(file) => std::fs::read(file.path()).unwrap(),
    }
}

/// A finding in one line.
pub fn line(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let text = sources.get(diagnostic.path.as_str()).map(|file| {
        let good = file.text().map_or_else(|good| good, str::len);
        std::str::from_utf8(&file.bytes()[..good]).unwrap()
    });
    let text = text.or(diagnostic.text.as_deref());
    let place = match (&diagnostic.span, text) {
        (Some(span), Some(text)) => {
            assert!(
                span.start <= span.end && span.end <= text.len(),
                "{diagnostic:?} is outside of its file"
            );
            assert!(
                text.is_char_boundary(span.start) && text.is_char_boundary(span.end),
                "{diagnostic:?} cuts a character"
            );
            let position = LineIndex::new(text).position(span.start);
            format!(":{}:{}", position.line, position.column)
        }
        (Some(_), None) => panic!("{diagnostic:?} has a place in a file without text"),
        (None, _) => String::new(),
    };
    format!(
        "{}{place} {} {}: {}",
        diagnostic.path,
        diagnostic.severity.word(),
        diagnostic.rule.code,
        diagnostic.message
    )
}

/// A small course with some of everything, without a finding.
pub const RICH: &str = r##"
-- course.toml --
title = "Rich"
description = "Some of everything."
base_url = "https://learn.example.org/rich/"
license = "CC-BY-4.0"
edit_url = "https://git.example.org/edit/{path}"

[theme_options]
accent = "#336699"
-- index.md --
# Rich

The home page, with [the first lesson](modules/01-start/01-hello.md#say-it).
-- community.toml --
type = "practice"
goal = "Everybody tries one thing."

[[group]]
id = "nurses"
title = "Nurses"

[forum]
engine = "isso"
origin = "https://talk.example.org"
home = "https://talk.example.org/"
operator = "Example Org"

[[channel]]
kind = "matrix"
title = "Live help"
purpose = "During sessions"
url = "https://matrix.to/#/#help"
-- schedule.toml --
[[session]]
id = "kickoff"
title = "Kick-off"
format = "virtual-classroom"
week = 1
day = "tue"
time = "10:00"
duration = "90m"
module = "start"
facilitators = ["ada"]

[[session]]
id = "plan-due"
format = "deadline"
at = "kickoff + 9d 23:59"
-- cohorts/2026-autumn.toml --
title = "Autumn 2026"
start = 2026-10-05
timezone = "Europe/Paris"
facilitators = ["ada"]

[session.kickoff]
url = "https://meet.example.org/abc"

[[team]]
id = "olive"
title = "Team Olive"
group = "nurses"
members = ["bo"]
-- people/ada.md --
+++
name = "Ada"
role = "facilitator"
+++
Asks well.
-- people/bo.md --
+++
name = "Bo"
consent = 2026-09-01
+++
-- badges/good-host.md --
+++
name = "Good host"
description = "Opens a meeting so that everybody speaks."
image = "host.svg"
+++
Open two meetings.
-- badges/host.svg --
<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"></svg>
-- resources/openings.md --
+++
title = "Twelve openings"
url = "https://openings.example.org/"
kind = "article"
by = "bo"
added = 2026-09-20
+++
The best list there is.
-- posts/2026-10-05-welcome.md --
+++
authors = ["ada"]
+++
# We begin

Read [the first lesson](/modules/01-start/01-hello.md).
-- modules/01-start/index.md --
+++
title = "Start"
description = "How to begin."
+++
What this module is for: [the plan](../02-go-on/plan.md).
-- modules/01-start/01-hello.md --
+++
title = "Hello"
duration = "5m"
objectives = ["Say hello"]
badges = ["good-host"]
authors = ["ada"]
+++
Hello, *you*.

## Say it

![A map](map.svg)

```python
print("hello")
```

:::introduce{id="round"} Say who you are
One line is enough.
:::

:::facilitator
Be there early.
:::
-- modules/01-start/02-try.md --
+++
requires = ["hello"]
+++
# Try

:::activity{id="first" minutes=5}
See [what was said](01-hello.md#say-it), and the [[plan]].
:::
-- modules/01-start/map.svg --
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"></svg>
-- modules/02-go-on/index.md --
# Go on
-- modules/02-go-on/plan.md --
# Plan

> [!TIP]
> Short.

:::discussion{id="talk" prompt="And you?"}
:::
-- modules/02-go-on/deep/index.md --
# Deep

A module in a module.
-- modules/02-go-on/deep/well.md --
# Well

Back to [Go on](../index.md).
-- static/robots.txt --
User-agent: *
-- templates/404.html --
{% extends "base.html" %}
{% block content %}<p>Not here.</p>{% endblock %}
"##;
