//! The same award as Open Badges 2.0 writes it: files whose addresses are their names ("hosted").

use serde_json::{Map, Value, json};

use super::Credential;
use super::credential::Achievement;
use super::issuer::Issuer;

const CONTEXT: &str = "https://w3id.org/openbadges/v2";

/// Where the issuer is in the portal.
pub(crate) const ISSUER: &str = "badges/issuer.json";

/// The issuer.
#[must_use]
pub(crate) fn issuer(issuer: &Issuer) -> Value {
    json!({
        "@context": CONTEXT,
        "type": "Issuer",
        "id": format!("{}{ISSUER}", issuer.base_url),
        "name": issuer.name,
        "url": issuer.url,
    })
}

/// Where the class of a badge is in the portal.
#[must_use]
pub(crate) fn class_path(badge: &str) -> String {
    format!("badges/{badge}/badge.json")
}

/// What can be reached.
#[must_use]
pub(crate) fn class(issuer: &Issuer, badge: &str, achievement: &Achievement) -> Value {
    let base = &issuer.base_url;
    let mut class = json!({
        "@context": CONTEXT,
        "type": "BadgeClass",
        "id": format!("{base}{}", class_path(badge)),
        "name": achievement.name,
        "description": achievement.description,
        "image": achievement.image.id,
        "criteria": { "id": achievement.criteria.id, "narrative": achievement.criteria.narrative },
        "issuer": format!("{base}{ISSUER}"),
    });
    if !achievement.tag.is_empty() {
        class["tags"] = json!(achievement.tag);
    }
    if !achievement.alignment.is_empty() {
        let alignment = achievement.alignment.iter().map(|one| {
            let pairs = [
                ("targetName", Some(&one.target_name)),
                ("targetUrl", Some(&one.target_url)),
                ("targetFramework", one.target_framework.as_ref()),
                ("targetCode", one.target_code.as_ref()),
            ];
            let pairs = pairs
                .into_iter()
                .filter_map(|(key, value)| Some((key.to_owned(), json!(value?))));
            Value::Object(pairs.collect::<Map<_, _>>())
        });
        class["alignment"] = alignment.collect();
    }
    class
}

/// Where an award is in the portal.
#[must_use]
pub(crate) fn assertion_path(award: &str) -> String {
    format!("awards/{award}/assertion.json")
}

/// An award. Of a revoked one only that is left, since a server of files cannot say "gone" (Open Badges 2.0, hosted
/// verification).
#[must_use]
pub(crate) fn assertion(
    issuer: &Issuer,
    award: &str,
    badge: &str,
    credential: &Credential,
    revoked: Option<&str>,
) -> Value {
    let base = &issuer.base_url;
    let id = format!("{base}{}", assertion_path(award));
    if let Some(reason) = revoked {
        return json!({
            "@context": CONTEXT,
            "type": "Assertion",
            "id": id,
            "revoked": true,
            "revocationReason": reason,
        });
    }
    let identity = credential.credential_subject.identifier.first();
    let evidence: Vec<Value> = credential
        .evidence
        .iter()
        .map(|one| {
            let mut evidence = Map::new();
            let pairs = [("id", &one.id), ("narrative", &one.narrative)];
            for (key, value) in pairs {
                if let Some(value) = value {
                    evidence.insert(key.to_owned(), json!(value));
                }
            }
            Value::Object(evidence)
        })
        .collect();
    let mut assertion = json!({
        "@context": CONTEXT,
        "type": "Assertion",
        "id": id,
        "recipient": {
            "type": "email",
            "hashed": true,
            "salt": identity.map(|one| one.salt.as_str()).unwrap_or_default(),
            "identity": identity.map(|one| one.identity_hash.as_str()).unwrap_or_default(),
        },
        "badge": format!("{base}{}", class_path(badge)),
        "image": format!("{base}awards/{award}/badge.png"),
        "issuedOn": credential.valid_from,
        "verification": { "type": "HostedBadge" },
    });
    if !evidence.is_empty() {
        assertion["evidence"] = Value::Array(evidence);
    }
    assertion
}
