//! [`Verdict`]: what was looked at in an award, and what came of it.

use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;

use super::canon::{canonical, unsigned};
use super::proof::{self, CRYPTOSUITE, Proof};
use super::{PublicKey, StatusList};

/// Something that was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Check {
    /// What, in two or three words: `signature`.
    pub what: &'static str,
    /// How it is.
    pub result: Answer,
    /// Why, in a sentence.
    pub why: String,
}

/// How something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Answer {
    /// As it should be.
    Yes,
    /// Not as it should be.
    No,
    /// Nobody can say here.
    Unknown,
}

/// All that was looked at in an award.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Verdict {
    /// In the order in which it was looked at.
    pub checks: Vec<Check>,
}

impl Verdict {
    /// Adds one.
    pub fn add(&mut self, what: &'static str, result: Answer, why: impl Into<String>) {
        self.checks.push(Check {
            what,
            result,
            why: why.into(),
        });
    }

    /// The worst of the answers: no, then unknown, then yes.
    #[must_use]
    pub fn answer(&self) -> Answer {
        let any = |answer| self.checks.iter().any(|check| check.result == answer);
        match (
            any(Answer::No),
            any(Answer::Unknown) || self.checks.is_empty(),
        ) {
            (true, _) => Answer::No,
            (_, true) => Answer::Unknown,
            _ => Answer::Yes,
        }
    }

    /// Whether all is as it should be.
    #[must_use]
    pub fn is_good(&self) -> bool {
        self.answer() == Answer::Yes
    }

    /// The first reason against it.
    #[must_use]
    pub fn reason(&self) -> Option<&str> {
        let bad = |answer| self.checks.iter().find(move |check| check.result == answer);
        let found = bad(Answer::No).or_else(|| bad(Answer::Unknown));
        found.map(|check| check.why.as_str())
    }
}

/// What a document says about how it can be verified, whoever wrote it.
#[derive(Debug, Clone)]
pub struct Claim {
    /// The document without its proof.
    pub document: Value,
    /// The proof.
    pub proof: Proof,
    /// The issuer's address.
    pub issuer: String,
}

impl Claim {
    /// Reads a credential.
    ///
    /// # Errors
    ///
    /// If there is no proof in it that stoa can look at, in words.
    pub fn read(mut document: Value) -> Result<Self, String> {
        let map = document
            .as_object_mut()
            .ok_or("this is no credential, but another kind of JSON")?;
        let is_credential = |kind: &Value| kind.as_str() == Some("VerifiableCredential");
        let kind = map.get("type").unwrap_or(&Value::Null);
        if !(is_credential(kind)
            || kind
                .as_array()
                .is_some_and(|all| all.iter().any(is_credential)))
        {
            return Err(
                "this is no VerifiableCredential, so no award of Open Badges 3.0".to_owned(),
            );
        }
        let proofs = match map.remove("proof") {
            None => return Err("it is not signed: it has no proof".to_owned()),
            Some(Value::Array(list)) => list,
            Some(one) => vec![one],
        };
        let suite = |proof: &Value| proof["cryptosuite"].as_str() == Some(CRYPTOSUITE);
        let Some(found) = proofs.iter().find(|proof| suite(proof)) else {
            return Err(format!(
                "it is signed in a way that stoa cannot verify; stoa knows {CRYPTOSUITE}"
            ));
        };
        let proof: Proof = serde_json::from_value(found.clone())
            .map_err(|error| format!("its proof cannot be read: {error}"))?;
        let issuer = match map.get("issuer") {
            Some(Value::String(id)) => id.clone(),
            Some(issuer) => issuer["id"].as_str().unwrap_or_default().to_owned(),
            None => String::new(),
        };
        Ok(Self {
            document,
            proof,
            issuer,
        })
    }

    /// Looks at the signature, and whether it covers all that is said.
    pub fn check_signature(&self, key: &PublicKey, verdict: &mut Verdict) {
        let proof = &self.proof;
        if proof.kind != "DataIntegrityProof" || proof.proof_purpose != "assertionMethod" {
            verdict.add(
                "signature",
                Answer::No,
                "its proof is not meant for statements like this",
            );
            return;
        }
        let form = match canonical(&self.document) {
            Ok(form) => form,
            Err(error) => {
                verdict.add("signature", Answer::Unknown, error.to_string());
                return;
            }
        };
        match proof::verifies(&self.document, proof, key) {
            Ok(true) => verdict.add(
                "signature",
                Answer::Yes,
                "the key signed this award, and nothing was changed since",
            ),
            Ok(false) => {
                verdict.add(
                    "signature",
                    Answer::No,
                    "the key did not sign this: something was changed since, or another key signed",
                );
                return;
            }
            Err(error) => {
                verdict.add("signature", Answer::Unknown, error.to_string());
                return;
            }
        }
        match unsigned(&self.document, &form) {
            Ok(None) => {}
            Ok(Some(place)) => verdict.add(
                "all of it signed",
                Answer::No,
                format!("the signature does not cover `{place}`, so anybody could have written it"),
            ),
            Err(error) => verdict.add("all of it signed", Answer::Unknown, error.to_string()),
        }
    }

    /// Looks at the times between which it counts.
    pub fn check_times(&self, now: Timestamp, verdict: &mut Verdict) {
        let time = |key: &str| match self.document.get(key) {
            None => Ok(None),
            Some(value) => value
                .as_str()
                .and_then(|text| text.parse::<Timestamp>().ok())
                .map(Some)
                .ok_or(()),
        };
        match (time("validFrom"), time("validUntil")) {
            (Ok(Some(from)), _) if from > now => {
                verdict.add("time", Answer::No, format!("it counts only from {from} on"));
            }
            (_, Ok(Some(until))) if until < now => {
                verdict.add("time", Answer::No, format!("it expired on {until}"));
            }
            (Ok(_), Ok(until)) => {
                let why = match until {
                    Some(until) => format!("it counts until {until}"),
                    None => "it does not expire".to_owned(),
                };
                verdict.add("time", Answer::Yes, why);
            }
            _ => verdict.add("time", Answer::No, "its times cannot be read"),
        }
    }

    /// The list of revoked awards that it names and the number of its bit; `None` if it names none.
    ///
    /// # Errors
    ///
    /// If it names one in a way that stoa does not know.
    pub fn status(&self) -> Result<Option<(String, usize)>, String> {
        let Some(status) = self.document.get("credentialStatus") else {
            return Ok(None);
        };
        let field = |name: &str| status[name].as_str();
        let index = field("statusListIndex").and_then(|index| index.parse().ok());
        match (
            field("type"),
            field("statusPurpose"),
            index,
            field("statusListCredential"),
        ) {
            (Some("BitstringStatusListEntry"), Some("revocation"), Some(index), Some(list)) => {
                Ok(Some((list.to_owned(), index)))
            }
            _ => Err("it says in a way that stoa does not know whether it was revoked".to_owned()),
        }
    }
}

/// Looks at the bit of an award in a list that was verified.
pub fn check_status(list: &StatusList, index: usize, verdict: &mut Verdict) {
    match list.get(index) {
        Some(false) => verdict.add("not revoked", Answer::Yes, "the issuer has not revoked it"),
        Some(true) => verdict.add("not revoked", Answer::No, "the issuer has revoked it"),
        None => verdict.add(
            "not revoked",
            Answer::No,
            "its number is in no list of the issuer",
        ),
    }
}
