//! [`Proof`]: Data Integrity with `eddsa-rdfc-2022` (Data Integrity EdDSA Cryptosuites 1.0, 3.2).

use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::canon::{NoForm, canonical};
use super::{PublicKey, SecretKey};

/// The one cryptosuite that Open Badges 3.0 asks an issuer for.
pub(super) const CRYPTOSUITE: &str = "eddsa-rdfc-2022";

/// A proof, in the document that it proves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Proof {
    /// `DataIntegrityProof`.
    #[serde(rename = "type")]
    pub kind: String,
    /// When it was signed.
    pub created: String,
    /// The key: an address in the issuer's DID document.
    pub verification_method: String,
    /// `eddsa-rdfc-2022`.
    pub cryptosuite: String,
    /// `assertionMethod`.
    pub proof_purpose: String,
    /// The signature in base58btc.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub proof_value: String,
}

impl Proof {
    /// A proof that does not prove anything yet.
    #[must_use]
    pub fn unsigned(created: &str, verification_method: &str) -> Self {
        Self {
            kind: "DataIntegrityProof".to_owned(),
            created: created.to_owned(),
            verification_method: verification_method.to_owned(),
            cryptosuite: CRYPTOSUITE.to_owned(),
            proof_purpose: "assertionMethod".to_owned(),
            proof_value: String::new(),
        }
    }
}

/// Signs a document without a proof.
///
/// # Errors
///
/// If it has no form that can be signed.
pub(super) fn sign(document: &Value, mut proof: Proof, key: &SecretKey) -> Result<Proof, NoForm> {
    let bytes = signed_bytes(document, &proof)?;
    proof.proof_value = format!("z{}", bs58::encode(key.sign(&bytes)).into_string());
    Ok(proof)
}

/// Whether `key` signed a document, given without its proof.
///
/// # Errors
///
/// If it has no form that can be signed.
pub fn verifies(document: &Value, proof: &Proof, key: &PublicKey) -> Result<bool, NoForm> {
    let signature = signature(&proof.proof_value);
    let bytes = signed_bytes(document, proof)?;
    Ok(signature.is_some_and(|signature| key.verifies(&bytes, &signature)))
}

/// The hash of the proof's own words, then the hash of the document.
fn signed_bytes(document: &Value, proof: &Proof) -> Result<Vec<u8>, NoForm> {
    let bare = Proof {
        proof_value: String::new(),
        ..proof.clone()
    };
    // Text can always be written.
    let mut words = serde_json::to_value(bare).unwrap_or_default();
    if let (Some(words), Some(context)) = (words.as_object_mut(), document.get("@context")) {
        words.insert("@context".to_owned(), context.clone());
    }
    let hash = |text: String| Sha256::digest(text.as_bytes());
    Ok([hash(canonical(&words)?), hash(canonical(document)?)].concat())
}

fn signature(text: &str) -> Option<[u8; 64]> {
    // Longer ones take quadratic time.
    let digits = text.strip_prefix('z').filter(|digits| digits.len() < 100)?;
    bs58::decode(digits).into_vec().ok()?.try_into().ok()
}
