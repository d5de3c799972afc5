//! [`Module`] and [`Lesson`].

use std::sync::Arc;

use super::Opening;
use crate::config::{Format, Minutes};
use crate::document::Document;
use crate::source::SourcePath;

/// A folder with lessons, modules or both.
#[derive(Debug, Clone)]
pub struct Module {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its address below the base path, `modules/welcome/`.
    pub url: String,
    /// `2`, or `2.1` for a module in a module.
    pub number: String,
    /// Its own page, if it has one.
    pub document: Option<Arc<Document>>,
    /// Its folder in the course folder.
    pub folder: String,
    /// The module that it is in, by its place in [`Site::modules`](super::Site::modules).
    pub parent: Option<usize>,
    /// Its lessons, by their places in [`Site::lessons`](super::Site::lessons).
    pub lessons: Vec<usize>,
    /// Modules in it.
    pub modules: Vec<usize>,
    /// Its place in [`Site::reading`](super::Site::reading).
    pub at: usize,
    /// When learners will see it, if they do not yet: this edition shows it all the same.
    pub opens: Option<Opening>,
}

impl Module {
    /// The file of its page, or its folder where it has none.
    #[must_use]
    pub fn path(&self) -> SourcePath {
        self.document
            .as_ref()
            .map_or_else(|| SourcePath::new(&self.folder), |page| page.path.clone())
    }
}

/// A page of a module, or one beside the modules.
#[derive(Debug, Clone)]
pub struct Lesson {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its address below the base path.
    pub url: String,
    /// What kind of lesson it is.
    pub format: Format,
    /// How long it takes.
    pub duration: Option<Minutes>,
    /// Its file.
    pub document: Arc<Document>,
    /// The module that it is in.
    pub module: Option<usize>,
    /// Its place in [`Site::reading`](super::Site::reading).
    pub at: usize,
    /// When learners will see it, if they do not yet: this edition shows it all the same.
    pub opens: Option<Opening>,
}

/// A page in the order in which the course is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageRef {
    /// A module's page.
    Module(usize),
    /// A lesson.
    Lesson(usize),
}

/// An `:::introduce` block.
#[derive(Debug, Clone)]
pub struct Introduction {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: Option<String>,
    /// What is asked.
    pub prompt: Option<String>,
    /// The lesson that it stands in.
    pub lesson: usize,
}
