//! [`Layout`]: which file of the course folder is what.

use std::collections::BTreeSet;

use crate::document::Kind;
use crate::source::{SourcePath, Sources};

/// Files at the top that say what a course is.
pub const SETTINGS: &[&str] = &[
    "course.toml",
    "community.toml",
    "schedule.toml",
    "stoa.lock",
];

/// Folders at the top that have a meaning.
pub const FOLDERS: &[&str] = &[
    "badges",
    "cohorts",
    "data",
    "people",
    "plan",
    "posts",
    "resources",
    "static",
    "templates",
    "themes",
    "modules",
];

/// Those of them that hold no modules, in a course with a `course.toml`.
const NAMED: &[&str] = FOLDERS.split_at(10).0;

/// Folders at the top that have a meaning of their own in every course.
const ALWAYS_NAMED: &[&str] = &["static", "templates", "themes"];

/// Files at the top that speak to people who work on a repository, and not to learners.
const REPOSITORY: &[&str] = &[
    "changelog",
    "code_of_conduct",
    "code-of-conduct",
    "contributing",
    "license",
    "licence",
    "readme",
    "security",
];

/// What a Markdown file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// The home page's own text.
    Home,
    /// A folder's own page.
    Module,
    /// A page in a module, or beside the modules.
    Lesson,
    /// A file in the folder of its kind.
    Other(Kind),
    /// In no part of the course, and meant to be so.
    Ignored,
    /// In no part of the course, and probably by mistake.
    Stray,
}

impl Role {
    /// How such a file is parsed.
    #[must_use]
    pub fn kind(self) -> Option<Kind> {
        match self {
            Self::Home | Self::Module | Self::Lesson => Some(Kind::Page),
            Self::Other(kind) => Some(kind),
            Self::Ignored | Self::Stray => None,
        }
    }
}

/// How a course folder is laid out.
#[derive(Debug, Clone)]
pub struct Layout {
    /// The folder that holds the modules: `modules`, or empty for the top itself.
    pub modules: &'static str,
    /// Top folders that hold no modules.
    named: &'static [&'static str],
    /// Folders whose page is an `index.md`, so that a `README.md` in them is a page like others.
    with_index: BTreeSet<String>,
}

impl Layout {
    /// Looks at what there is.
    #[must_use]
    pub fn of(sources: &Sources) -> Self {
        let mut has_modules = false;
        let mut is_plain = true;
        let mut with_index = BTreeSet::new();
        for file in sources.iter() {
            let path = file.path.as_str();
            let is_markdown = is_markdown(&file.path);
            has_modules |= is_markdown && path.starts_with("modules/");
            is_plain &= !matches!(path, "course.toml" | "community.toml" | "schedule.toml")
                && !path.starts_with("cohorts/");
            if is_markdown && file.path.stem().eq_ignore_ascii_case("index") {
                with_index.insert(file.path.folder().to_owned());
            }
        }
        Self {
            modules: if has_modules { "modules" } else { "" },
            named: if is_plain && !has_modules {
                ALWAYS_NAMED
            } else {
                NAMED
            },
            with_index,
        }
    }

    /// What a Markdown file is; `None` for any other file, and for those that are copied as they are.
    #[must_use]
    pub fn role(&self, path: &SourcePath) -> Option<Role> {
        if !is_markdown(path) {
            return None;
        }
        let text = path.as_str();
        let top = text.split_once('/').map(|(top, _)| top);
        if let Some(top) = top
            && self.named.contains(&top)
        {
            return match top {
                "badges" => Some(Role::Other(Kind::Badge)),
                "posts" => Some(Role::Other(Kind::Post)),
                "resources" => Some(Role::Other(Kind::Resource)),
                "people" => Some(Role::Other(Kind::Person)),
                _ => None,
            };
        }
        let folder = path.folder();
        if folder.is_empty() && self.is_page_of_folder(path) {
            return Some(Role::Home);
        }
        let inside = self.modules.is_empty() || top == Some(self.modules);
        if !inside {
            let stem = path.stem().to_lowercase();
            return Some(
                if folder.is_empty() && REPOSITORY.contains(&stem.as_str()) {
                    Role::Ignored
                } else {
                    Role::Stray
                },
            );
        }
        Some(if self.is_page_of_folder(path) {
            Role::Module
        } else {
            Role::Lesson
        })
    }

    fn is_page_of_folder(&self, path: &SourcePath) -> bool {
        let stem = path.stem();
        stem.eq_ignore_ascii_case("index")
            || (stem.eq_ignore_ascii_case("readme") && !self.with_index.contains(path.folder()))
    }
}

/// Whether a file is Markdown, by its ending.
#[must_use]
pub fn is_markdown(path: &SourcePath) -> bool {
    path.has_extension(&["md", "markdown"])
}
