//! What issuers of awards publish: their keys and their lists of revoked awards, for `stoa badge verify --online`.

use serde_json::Value;

use super::client::{Client, Trouble};
use crate::badge::{Answer, Claim, PublicKey, StatusList, Verdict, document_url, key_in_did};

/// What stands against it, and whether that means no or that nobody can say.
type Against = (Answer, String);

/// The key with which an award was signed, from where its issuer publishes it: in its name (`did:key`), in its DID document
/// (`did:web`), or at the address of the key itself.
///
/// # Errors
///
/// If it can't be had, or is not the issuer's.
pub fn issuer_key(
    issuer: &str,
    method: &str,
    client: &mut Client<'_>,
) -> Result<PublicKey, Against> {
    if let Some(key) = key_in_did(issuer, method) {
        return Ok(key);
    }
    let is_own = method
        .strip_prefix(issuer)
        .is_some_and(|rest| rest.starts_with('#'));
    if issuer.is_empty() || !is_own {
        return Err((
            Answer::No,
            format!(
                "it is signed with the key `{method}`, which is not one of its issuer, `{issuer}`"
            ),
        ));
    }
    let url = match issuer.starts_with("did:") {
        true => document_url(issuer),
        false => Some(issuer.to_owned()),
    };
    let url = url.ok_or_else(|| {
        (
            Answer::Unknown,
            format!(
                "stoa does not know issuers like `{issuer}`; it knows did:web, did:key and https"
            ),
        )
    })?;
    let document = client
        .get(&url, &[])
        .map_err(|trouble| unanswered(&trouble))?;
    let key = key_in(&document, issuer, method);
    key.ok_or_else(|| {
        (
            Answer::No,
            format!("{issuer} does not publish the key `{method}`"),
        )
    })
}

/// A key in the document of its issuer, if it may be used for statements.
fn key_in(document: &Value, issuer: &str, method: &str) -> Option<PublicKey> {
    if document["id"].as_str() != Some(issuer) {
        return None;
    }
    let fragment = method.strip_prefix(issuer).unwrap_or_default();
    let is_it = |id: &Value| id.as_str().is_some_and(|id| id == method || id == fragment);
    let list = |name: &str| document[name].as_array().cloned().unwrap_or_default();
    let allowed = list("assertionMethod");
    let whole = allowed.iter().find(|one| is_it(&one["id"])).cloned();
    let named = allowed.iter().any(&is_it);
    let found = whole.or_else(|| {
        let methods = list("verificationMethod");
        methods.into_iter().find(|one| named && is_it(&one["id"]))
    })?;
    if found["controller"]
        .as_str()
        .is_some_and(|controller| controller != issuer)
    {
        return None;
    }
    PublicKey::parse(found["publicKeyMultibase"].as_str()?).ok()
}

/// The list of revoked awards at `url`, verified.
///
/// # Errors
///
/// If it can't be had, or the issuer did not sign it.
pub fn status_list(
    url: &str,
    issuer: &str,
    client: &mut Client<'_>,
) -> Result<StatusList, Against> {
    let document = client
        .get(url, &[])
        .map_err(|trouble| unanswered(&trouble))?;
    let bad = |why: &str| {
        (
            Answer::Unknown,
            format!("the list of revoked awards at {url} {why}"),
        )
    };
    let claim = Claim::read(document).map_err(|why| bad(&format!("cannot be used: {why}")))?;
    if claim.issuer != issuer {
        return Err(bad("is by somebody else"));
    }
    let key = issuer_key(issuer, &claim.proof.verification_method, client)?;
    let mut verdict = Verdict::default();
    claim.check_signature(&key, &mut verdict);
    if !verdict.is_good() {
        return Err(bad(&format!(
            "is not valid: {}",
            verdict.reason().unwrap_or_default()
        )));
    }
    let subject = &claim.document["credentialSubject"];
    if subject["statusPurpose"].as_str() != Some("revocation") {
        return Err(bad("is about something else"));
    }
    let list = subject["encodedList"].as_str().and_then(StatusList::decode);
    list.ok_or_else(|| bad("cannot be unpacked"))
}

fn unanswered(trouble: &Trouble) -> Against {
    (
        Answer::Unknown,
        format!("the issuer did not answer: {trouble}"),
    )
}
