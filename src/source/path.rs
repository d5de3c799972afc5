//! [`SourcePath`].

use std::fmt;
use std::sync::Arc;

/// The path of a file in the course folder: relative, with `/` between its parts.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourcePath(Arc<str>);

impl SourcePath {
    /// A path from its text, which must be relative and use `/`.
    pub fn new(path: impl AsRef<str>) -> Self {
        Self(Arc::from(path.as_ref()))
    }

    /// The path as text, `modules/01-welcome/index.md`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The file name, `index.md`.
    #[must_use]
    pub fn name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or(&self.0)
    }

    /// The folder, `modules/01-welcome`; empty for a file at the top.
    #[must_use]
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// The file name without its last ending, `index`.
    #[must_use]
    pub fn stem(&self) -> &str {
        let name = self.name();
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    }

    /// The last ending in lower case, `md`; empty where there is none.
    #[must_use]
    pub fn extension(&self) -> String {
        self.ending().to_ascii_lowercase()
    }

    /// Whether the last ending is one of these, which are in lower case.
    #[must_use]
    pub fn has_extension(&self, endings: &[&str]) -> bool {
        let ending = self.ending();
        endings
            .iter()
            .any(|other| other.eq_ignore_ascii_case(ending))
    }

    fn ending(&self) -> &str {
        self.name()
            .rsplit_once('.')
            .map_or("", |(_, ending)| ending)
    }
}

impl fmt::Debug for SourcePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for SourcePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
