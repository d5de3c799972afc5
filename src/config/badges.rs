//! `badges/issuer.toml`: who gives awards; and `data/awards.toml`: whose names are shown, and what was revoked.

use serde::Deserialize;

use super::read::{list, typed};
use super::{Date, Id, Node, Spanned, Strictness};
use crate::diagnostic::Diagnostic;
use crate::source::SourcePath;

/// The file that says who gives awards.
pub const ISSUER: &str = "badges/issuer.toml";

/// The file that says whose names are shown, and what was revoked.
pub const AWARDS: &str = "data/awards.toml";

/// `badges/issuer.toml`. `stoa badge keygen` writes it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct IssuerConfig {
    /// Who gives awards; the title of the course if nothing is said.
    pub name: Option<String>,
    /// Its own pages; the portal if nothing is said.
    pub url: Option<Spanned<String>>,
    /// Its keys, the oldest first.
    #[serde(skip)]
    pub keys: Vec<KeyConfig>,
}

/// `[[key]]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeyConfig {
    /// Its id, which awards name: it never changes.
    pub id: Spanned<Id>,
    /// The public half, `z6Mk…`. The private one is in no file of the course.
    pub public: Spanned<String>,
    /// The last day on which awards were signed with it. It stays here, or they would be worth nothing.
    #[serde(default)]
    pub retired: Option<Date>,
}

impl IssuerConfig {
    /// Reads `badges/issuer.toml`.
    pub fn read(mut node: Node, path: &SourcePath, diagnostics: &mut Vec<Diagnostic>) -> Self {
        let keys = list(&mut node, "key", "this key", path, diagnostics);
        let config: Option<Self> = typed(node, "the issuer", Strictness::Own, path, diagnostics);
        Self {
            keys,
            ..config.unwrap_or_default()
        }
    }
}

/// `data/awards.toml`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AwardsConfig {
    /// Whose names are shown.
    #[serde(skip)]
    pub shown: Vec<ShownConfig>,
    /// What was revoked.
    #[serde(skip)]
    pub revoked: Vec<RevokedConfig>,
}

/// `[[shown]]`: somebody agreed to be named on the page of an award.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShownConfig {
    /// The id of the award.
    pub award: Spanned<String>,
    /// The name that the person chose.
    pub name: String,
    /// The day on which the person agreed.
    pub consent: Spanned<Date>,
}

/// `[[revoked]]`. `stoa badge revoke` writes it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RevokedConfig {
    /// The id of the award.
    pub award: Spanned<String>,
    /// The day.
    pub date: Date,
    /// Why. Everybody can read it.
    pub reason: String,
}

impl AwardsConfig {
    /// Reads `data/awards.toml`.
    pub fn read(mut node: Node, path: &SourcePath, diagnostics: &mut Vec<Diagnostic>) -> Self {
        let shown = list(&mut node, "shown", "this name", path, diagnostics);
        let revoked = list(&mut node, "revoked", "this award", path, diagnostics);
        typed::<Self>(node, AWARDS, Strictness::Own, path, diagnostics);
        Self { shown, revoked }
    }
}
