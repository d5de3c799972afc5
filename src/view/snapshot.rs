//! What was said in a thread, to be read without the forum.

use serde::Serialize;

use super::{CohortLink, TimeView};

/// The posts of one cohort in a thread, as they were when somebody last looked.
#[derive(Debug, Clone, Serialize)]
pub struct SnapshotView {
    /// The cohort that talked.
    pub cohort: Option<CohortLink>,
    /// Whether that is another cohort than the one that the page speaks of.
    pub is_earlier: bool,
    /// When somebody last looked.
    pub as_of: TimeView,
    /// How many posts there are, those that are not shown among them.
    pub count: usize,
    /// How many of them are not shown.
    pub more: usize,
    /// The thread in the forum.
    pub url: Option<String>,
    /// The posts: each before its replies, by time beside each other.
    pub posts: Vec<SnapshotPost>,
}

/// A post. Strangers wrote it: `html` was cleaned, everything else is text.
#[derive(Debug, Clone, Serialize)]
pub struct SnapshotPost {
    /// The name that its author uses in the forum.
    pub author: Option<String>,
    /// When it was written.
    pub time: Option<TimeView>,
    /// How many people liked it.
    pub likes: u64,
    /// Its text, HTML that is safe to show; empty where it is too long.
    pub html: String,
    /// The post in the forum.
    pub url: Option<String>,
    /// Whether the next post is a reply to this one, one level deeper.
    pub opens: bool,
    /// One element for each level that ends after this post.
    pub closes: Vec<usize>,
}
