//! [`SiteView`], the same on every page.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{ChannelLink, CohortLink, ComingView, FormatView, ModuleLink, PrivacyLinks};

/// `site`: the same on every page.
#[derive(Debug, Clone, Serialize)]
pub struct SiteView {
    /// The name of the course.
    pub title: String,
    /// What it is, in one sentence.
    pub description: Option<String>,
    /// BCP 47.
    pub language: String,
    /// `ltr` or `rtl`.
    pub direction: &'static str,
    /// The path of the portal under its host, `/` or `/social/`.
    pub base: String,
    /// The whole address of the home page, with a `/` at its end, if `base_url` is set.
    pub url: Option<String>,
    /// SPDX.
    pub license: Option<String>,
    /// The sections that this course has, for the header: `id` is `modules`, `schedule`,
    /// `community`, `channels`, `resources`, `posts` or `badges`.
    pub sections: Vec<SectionLink>,
    /// The modules at the top, in course order.
    pub modules: Vec<ModuleLink>,
    /// Modules at the top and lessons beside the modules that are not released yet.
    pub coming: Vec<ComingView>,
    /// The cohorts, latest start first.
    pub cohorts: Vec<CohortLink>,
    /// The cohort that a page without one speaks of: the running one, else the next, else the last.
    pub cohort: Option<CohortLink>,
    /// The forum, if there is one.
    pub forum: Option<ForumView>,
    /// The open channels on which people exchange, for what is asked where no thread of the forum is.
    pub places: Vec<ChannelLink>,
    /// Where readers learn what the portal does with them.
    pub privacy: PrivacyLinks,
    /// The Atom feed of the posts, if there are posts and a base URL.
    pub feed: Option<String>,
    /// Where the library says how to add a resource, if somebody can.
    pub add_url: Option<String>,
    /// All formats by id, for legends.
    pub formats: BTreeMap<&'static str, FormatView>,
    /// The theme's options, as typed by `theme.toml`, defaults filled in.
    pub options: BTreeMap<String, serde_json::Value>,
    /// Whether this is the facilitator's edition.
    pub facilitator: bool,
    /// `stoa 0.1.0`.
    pub generator: String,
}

/// An entry of the header.
#[derive(Debug, Clone, Serialize)]
pub struct SectionLink {
    /// Which section, `schedule`.
    pub id: &'static str,
    /// What the link says.
    pub title: &'static str,
    /// Where it leads.
    pub url: String,
}

/// The forum.
#[derive(Debug, Clone, Serialize)]
pub struct ForumView {
    /// `isso`.
    pub engine: &'static str,
    /// The host that is talked to, `talk.example.org`.
    pub host: Option<String>,
    /// Its front page.
    pub home: Option<String>,
    /// Who runs it.
    pub operator: Option<String>,
    /// What the operator does with what is posted.
    pub privacy: Option<String>,
}
