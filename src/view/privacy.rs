//! The privacy page: whom a reader's browser talks to.

use serde::Serialize;

use super::Link;

/// `site.privacy`: where readers learn what the portal does with them.
#[derive(Debug, Clone, Serialize)]
pub struct PrivacyLinks {
    /// The page about privacy: the author's own at `/privacy/`, or else the list that stoa makes.
    pub url: String,
    /// The list of everybody whom a page can ask for something, which stoa makes.
    pub list: String,
}

/// `privacy` in `privacy.html`.
#[derive(Debug, Clone, Serialize)]
pub struct PrivacyView {
    /// Everybody whom a page can ask for something, the forum first.
    pub origins: Vec<OriginView>,
    /// Whether there is a forum that is loaded in pages.
    pub has_forum: bool,
    /// Whether somebody is asked only after a click.
    pub is_asked: bool,
    /// Whether somebody is asked without a click.
    pub at_once: bool,
}

/// Somebody whom a page can ask for something.
#[derive(Debug, Clone, Serialize)]
pub struct OriginView {
    /// `forum`, `video`, `form`, `theme` or `content`.
    pub kind: &'static str,
    /// The host, `talk.example.org`.
    pub host: String,
    /// When it is asked, as a sentence.
    pub when: &'static str,
    /// What is loaded or sent, as a sentence.
    pub what: String,
    /// Who runs it.
    pub operator: Option<String>,
    /// Why, in the author's words.
    pub reason: Option<String>,
    /// What its operator does with what it learns.
    pub privacy: Option<String>,
    /// Whether that is every page; with a forum, every page with a discussion.
    pub everywhere: bool,
    /// The first pages that do so.
    pub pages: Vec<Link>,
    /// How many more pages do so.
    pub more: usize,
}
