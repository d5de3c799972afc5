//! [`Badge`], [`Resource`] and [`Post`]: what stands on shelves of its own.

use std::sync::Arc;

use crate::config::{BadgeFront, Spanned};
use crate::document::Document;

/// What can be earned.
#[derive(Debug, Clone)]
pub struct Badge {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What else its file says.
    pub front: BadgeFront,
    /// The criteria in Markdown, without addresses of people.
    pub criteria: String,
    /// Its file; the body is the criteria.
    pub document: Arc<Document>,
    /// The lessons that lead to it, by their places in [`Site::lessons`](super::Site::lessons).
    pub lessons: Vec<usize>,
}

/// The last part of the key of the library's thread.
pub const LIBRARY: &str = "library-resources";

/// Something in the library.
#[derive(Debug, Clone)]
pub struct Resource {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Where it is, if it is elsewhere: an address on the web, or the path of a file or page of the course.
    pub url: Option<Spanned<String>>,
    /// What it is, in the spelling of the library.
    pub kind: Option<String>,
    /// BCP 47.
    pub language: Option<String>,
    /// Words to find it by, in the spelling of the library.
    pub tags: Vec<String>,
    /// Who brought it.
    pub by: By,
    /// When it was brought.
    pub added: Option<jiff::civil::Date>,
    /// Its file.
    pub document: Arc<Document>,
}

/// Who brought a resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum By {
    /// Nobody says.
    Nobody,
    /// Somebody who did not agree to be named.
    Unnamed,
    /// A person of the course, by the id.
    Person(String),
    /// Somebody who agreed to this name.
    Name(String),
}

/// An announcement.
#[derive(Debug, Clone)]
pub struct Post {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its day.
    pub date: jiff::civil::Date,
    /// Ids of people.
    pub authors: Vec<String>,
    /// Its file.
    pub document: Arc<Document>,
}
