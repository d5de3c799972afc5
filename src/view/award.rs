//! Awards.

use serde::Serialize;

use super::{BadgeLink, DateView, Link};

/// An award in lists: somebody agreed to be named.
#[derive(Debug, Clone, Serialize)]
pub struct AwardLink {
    /// The name that the person chose.
    pub name: String,
    /// The page of the award.
    pub url: String,
    /// When it was given.
    pub date: DateView,
}

/// Why an award was given.
#[derive(Debug, Clone, Serialize)]
pub struct EvidenceView {
    /// In words.
    pub text: Option<String>,
    /// Where it can be seen.
    pub url: Option<String>,
    /// The host of that.
    pub host: Option<String>,
}

/// `award` in `award.html`.
#[derive(Debug, Clone, Serialize)]
pub struct AwardView {
    /// Its id.
    pub id: String,
    /// The badge.
    pub badge: BadgeLink,
    /// What the badge was called when the award was given.
    pub name: String,
    /// What it meant then.
    pub description: String,
    /// The name that the person chose; `None` where nobody agreed to be named.
    pub person: Option<String>,
    /// When it was given.
    pub date: DateView,
    /// Who gave it.
    pub issuer: Link,
    /// Why.
    pub evidence: Vec<EvidenceView>,
    /// Why it was revoked, if it was.
    pub revoked: Option<String>,
    /// The whole address of this page.
    pub address: String,
    /// Files to take home.
    pub files: AwardFiles,
    /// Where a network asks what to do with it. Plain links: nothing is loaded from there.
    pub add_to_linkedin: String,
    /// The same for a post there.
    pub share_on_linkedin: String,
}

/// The files of an award.
#[derive(Debug, Clone, Serialize)]
pub struct AwardFiles {
    /// Open Badges 3.0.
    pub json: String,
    /// Open Badges 2.0.
    pub assertion: String,
    /// The picture with both in it.
    pub png: String,
    /// The picture as SVG with the award in it, if the badge has one.
    pub svg: Option<String>,
    /// The keys of the issuer.
    pub keys: String,
    /// The list of revoked awards.
    pub status: String,
}
