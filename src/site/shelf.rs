//! [`Badge`], [`Resource`] and [`Post`]: what stands on shelves of its own.

use std::sync::Arc;

use crate::config::BadgeFront;
use crate::config::ResourceFront;
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

/// Something in the library.
#[derive(Debug, Clone)]
pub struct Resource {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What else its file says.
    pub front: ResourceFront,
    /// Its file.
    pub document: Arc<Document>,
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
