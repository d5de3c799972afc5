//! [`Credential`]: an award as Open Badges 3.0 writes it, an `AchievementCredential`, and [`StatusCredential`], the list of those
//! that were revoked. What stoa writes has this shape and no other; lists are lists even where one thing is in them, since the
//! official schema wants them so.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::canon::{CREDENTIALS, NoForm, OPEN_BADGES};
use super::identity;
use super::issuer::{Issuer, IssuerKey};
use super::proof::{self, Proof};
use super::{PublicKey, SecretKey};

/// Where the list of revoked awards is in the portal.
pub const STATUS: &str = "awards/status.json";

/// An award.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Credential {
    /// The contexts.
    #[serde(rename = "@context")]
    pub context: Vec<String>,
    /// Its address.
    pub id: String,
    /// `VerifiableCredential`, `OpenBadgeCredential`.
    #[serde(rename = "type")]
    pub kind: Vec<String>,
    /// Who gives it.
    pub issuer: Profile,
    /// Since when it counts.
    pub valid_from: String,
    /// The name of the badge.
    pub name: String,
    /// What was reached, and by whom.
    pub credential_subject: Subject,
    /// Why it was given.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
    /// Its bit in the list of revoked awards.
    pub credential_status: Status,
    /// The signature.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub proof: Vec<Proof>,
}

/// Who gives awards.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// Its DID.
    pub id: String,
    /// `Profile`.
    #[serde(rename = "type")]
    pub kind: Vec<String>,
    /// Its name.
    pub name: String,
    /// Its own pages.
    pub url: String,
}

/// What was reached, and by whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Subject {
    /// `AchievementSubject`.
    #[serde(rename = "type")]
    pub kind: Vec<String>,
    /// By whom, as a hash.
    pub identifier: Vec<Identity>,
    /// What was reached.
    pub achievement: Achievement,
}

/// A person, as the hash of an address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Identity {
    /// `IdentityObject`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Always.
    pub hashed: bool,
    /// `sha256$…`.
    pub identity_hash: String,
    /// `emailAddress`.
    pub identity_type: String,
    /// What was hashed behind the address.
    pub salt: String,
}

/// What can be reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Achievement {
    /// Its address.
    pub id: String,
    /// `Achievement`.
    #[serde(rename = "type")]
    pub kind: Vec<String>,
    /// Its name.
    pub name: String,
    /// What it means.
    pub description: String,
    /// What has to be done for it.
    pub criteria: Criteria,
    /// Its picture.
    pub image: Image,
    /// Frameworks that it fits.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alignment: Vec<Alignment>,
    /// Words to find it by.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tag: Vec<String>,
}

/// What has to be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Criteria {
    /// The page of the badge.
    pub id: String,
    /// In Markdown.
    pub narrative: String,
}

/// A picture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Image {
    /// Its address.
    pub id: String,
    /// `Image`.
    #[serde(rename = "type")]
    pub kind: String,
    /// What is on it, in words.
    pub caption: String,
}

/// A place in a framework of skills or learning goals.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Alignment {
    /// `Alignment`.
    #[serde(rename = "type")]
    pub kind: Vec<String>,
    /// Its name.
    pub target_name: String,
    /// Where it is written.
    pub target_url: String,
    /// The name of the framework.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target_framework: Option<String>,
    /// Its number there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target_code: Option<String>,
}

/// Why an award was given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// Where it can be seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// `Evidence`.
    #[serde(rename = "type")]
    pub kind: Vec<String>,
    /// In words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub narrative: Option<String>,
}

/// A bit in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Status {
    /// The list and the number.
    pub id: String,
    /// `BitstringStatusListEntry`.
    #[serde(rename = "type")]
    pub kind: String,
    /// `revocation`.
    pub status_purpose: String,
    /// The number of the bit.
    pub status_list_index: String,
    /// The list.
    pub status_list_credential: String,
}

/// What is said of an award when it is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given<'a> {
    /// The id of the award.
    pub id: &'a str,
    /// The e-mail address, as [`identity::address`] gives it. It is hashed here and kept by nobody.
    pub address: &'a str,
    /// The salt.
    pub salt: &'a str,
    /// The number of its bit.
    pub index: usize,
    /// When, `2026-11-02T09:00:00Z`.
    pub time: &'a str,
    /// Why.
    pub evidence: Vec<Evidence>,
}

impl Credential {
    /// An award that is not signed yet.
    #[must_use]
    pub fn new(issuer: &Issuer, achievement: &Achievement, given: Given<'_>) -> Self {
        let base = &issuer.base_url;
        let list = format!("{base}{STATUS}");
        Self {
            context: vec![CREDENTIALS.to_owned(), OPEN_BADGES.to_owned()],
            id: format!("{base}awards/{}/award.json", given.id),
            kind: vec![
                "VerifiableCredential".to_owned(),
                "OpenBadgeCredential".to_owned(),
            ],
            issuer: Profile {
                id: issuer.did.clone(),
                kind: vec!["Profile".to_owned()],
                name: issuer.name.clone(),
                url: issuer.url.clone(),
            },
            valid_from: given.time.to_owned(),
            name: achievement.name.clone(),
            credential_subject: Subject {
                kind: vec!["AchievementSubject".to_owned()],
                identifier: vec![Identity {
                    kind: "IdentityObject".to_owned(),
                    hashed: true,
                    identity_hash: identity::hash(given.address, given.salt),
                    identity_type: "emailAddress".to_owned(),
                    salt: given.salt.to_owned(),
                }],
                achievement: achievement.clone(),
            },
            evidence: given.evidence,
            credential_status: Status {
                id: format!("{list}#{}", given.index),
                kind: "BitstringStatusListEntry".to_owned(),
                status_purpose: "revocation".to_owned(),
                status_list_index: given.index.to_string(),
                status_list_credential: list,
            },
            proof: Vec::new(),
        }
    }

    /// Whether it was given to whoever has this address.
    #[must_use]
    pub fn is_for(&self, address: &str) -> bool {
        let identities = &self.credential_subject.identifier;
        identities
            .iter()
            .any(|one| one.hashed && one.identity_hash == identity::hash(address, &one.salt))
    }

    /// The number of its bit.
    #[must_use]
    pub fn index(&self) -> Option<usize> {
        self.credential_status.status_list_index.parse().ok()
    }
}

/// The list of revoked awards, signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct StatusCredential {
    /// The context.
    #[serde(rename = "@context")]
    pub context: Vec<String>,
    /// Its address.
    pub id: String,
    /// `VerifiableCredential`, `BitstringStatusListCredential`.
    #[serde(rename = "type")]
    pub kind: Vec<String>,
    /// The DID of the issuer.
    pub issuer: String,
    /// When it was written.
    pub valid_from: String,
    /// The list.
    pub credential_subject: StatusSubject,
    /// The signature.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub proof: Vec<Proof>,
}

/// The bits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct StatusSubject {
    /// Its address.
    pub id: String,
    /// `BitstringStatusList`.
    #[serde(rename = "type")]
    pub kind: String,
    /// `revocation`.
    pub status_purpose: String,
    /// The bits, packed.
    pub encoded_list: String,
}

impl StatusCredential {
    /// A list that is not signed yet.
    #[must_use]
    pub fn new(issuer: &Issuer, time: &str, encoded: String) -> Self {
        let id = format!("{}{STATUS}", issuer.base_url);
        Self {
            context: vec![CREDENTIALS.to_owned()],
            id: id.clone(),
            kind: vec![
                "VerifiableCredential".to_owned(),
                "BitstringStatusListCredential".to_owned(),
            ],
            issuer: issuer.did.clone(),
            valid_from: time.to_owned(),
            credential_subject: StatusSubject {
                id: format!("{id}#list"),
                kind: "BitstringStatusList".to_owned(),
                status_purpose: "revocation".to_owned(),
                encoded_list: encoded,
            },
            proof: Vec::new(),
        }
    }
}

/// What can be signed: an award or a list.
pub trait Signable: Serialize + Clone {
    /// Its proofs.
    fn proofs(&mut self) -> &mut Vec<Proof>;

    /// The document without its proofs.
    fn bare(&self) -> Value {
        let mut bare = self.clone();
        bare.proofs().clear();
        // Text can always be written.
        serde_json::to_value(bare).unwrap_or_default()
    }

    /// Signs it.
    ///
    /// # Errors
    ///
    /// If it has no form that can be signed, which what stoa writes always has.
    fn signed(
        mut self,
        issuer: &Issuer,
        key: &IssuerKey,
        secret: &SecretKey,
        time: &str,
    ) -> Result<Self, NoForm> {
        let words = Proof::unsigned(time, &format!("{}#{}", issuer.did, key.id));
        let proof = proof::sign(&self.bare(), words, secret)?;
        *self.proofs() = vec![proof];
        Ok(self)
    }

    /// Whether its one proof is by this key.
    fn is_signed_by(&mut self, key: &PublicKey) -> Result<bool, NoForm> {
        let proofs = self.proofs().clone();
        match proofs.as_slice() {
            [one] => proof::verifies(&self.bare(), one, key),
            _ => Ok(false),
        }
    }

    /// As a file: keys in their order, lines for people.
    fn text(&self) -> String {
        // Text can always be written.
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }
}

impl Signable for Credential {
    fn proofs(&mut self) -> &mut Vec<Proof> {
        &mut self.proof
    }
}

impl Signable for StatusCredential {
    fn proofs(&mut self) -> &mut Vec<Proof> {
        &mut self.proof
    }
}
