//! [`SecretKey`] and [`PublicKey`]: Ed25519, written as Multikey (Controlled Identifiers 1.0, 2.2.2).

use ed25519_dalek::pkcs8::{DecodePrivateKey, EncodePrivateKey, spki::der::pem::LineEnding};
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use sha2::{Digest as _, Sha256};

/// Before the 32 bytes of a public key.
const PUBLIC: [u8; 2] = [0xed, 0x01];

/// Before the 32 bytes of a secret key.
const SECRET: [u8; 2] = [0x80, 0x26];

/// Why something is no key. It says nothing of what was written there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadKey {
    /// It is no public key.
    #[error("a public key begins with `z6Mk` and has 48 characters")]
    Public,
    /// It is no secret key.
    #[error(
        "a private key is one line that begins with `z3u2`, or a block that begins with BEGIN PRIVATE KEY"
    )]
    Secret,
}

/// What awards are signed with. It is shown by nothing but [`SecretKey::to_pem`] and [`SecretKey::to_multibase`], and wiped from
/// memory when it is no longer used.
pub struct SecretKey(SigningKey);

impl std::fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SecretKey(..)")
    }
}

impl SecretKey {
    /// The key of 32 random bytes.
    #[must_use]
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        Self(SigningKey::from_bytes(seed))
    }

    /// Reads a key: Multikey, or PKCS#8 as PEM (RFC 8410).
    ///
    /// # Errors
    ///
    /// If it is none.
    pub fn parse(text: &str) -> Result<Self, BadKey> {
        let text = text.trim();
        if text.starts_with("-----") {
            let key = SigningKey::from_pkcs8_pem(text).map_err(|_| BadKey::Secret)?;
            return Ok(Self(key));
        }
        let seed = multikey(text, SECRET).ok_or(BadKey::Secret)?;
        Ok(Self::from_seed(&seed))
    }

    /// The key as one line, for the secrets of a pipeline.
    #[must_use]
    pub fn to_multibase(&self) -> String {
        written(SECRET, self.0.as_bytes())
    }

    /// The key as PKCS#8, which other programs read too.
    #[must_use]
    pub fn to_pem(&self) -> String {
        // 32 bytes can always be written.
        let pem = self.0.to_pkcs8_pem(LineEnding::LF);
        pem.map(|pem| pem.to_string()).unwrap_or_default()
    }

    /// The key that others verify with.
    #[must_use]
    pub fn public(&self) -> PublicKey {
        PublicKey(self.0.verifying_key())
    }

    /// Signs: always the same signature for the same bytes (RFC 8032, 5.1.6).
    #[must_use]
    pub fn sign(&self, bytes: &[u8]) -> [u8; 64] {
        self.0.sign(bytes).to_bytes()
    }

    /// 32 bytes that only who has the key can know, and that are always the same for the same words: HMAC-SHA-256 (RFC 2104)
    /// with a key that is derived from the secret.
    #[must_use]
    pub fn derive(&self, label: &str, words: &[&str]) -> [u8; 32] {
        let secret = Sha256::new()
            .chain_update(b"stoa award\0")
            .chain_update(self.0.as_bytes())
            .finalize();
        let pad = |with: u8| {
            let mut block = [with; 64];
            for (at, byte) in secret.iter().enumerate() {
                block[at] ^= byte;
            }
            block
        };
        let mut inner = Sha256::new();
        inner.update(pad(0x36));
        for part in std::iter::once(&label).chain(words) {
            inner.update((part.len() as u64).to_be_bytes());
            inner.update(part.as_bytes());
        }
        let inner = inner.finalize();
        let outer = Sha256::new().chain_update(pad(0x5c)).chain_update(inner);
        outer.finalize().into()
    }
}

/// What awards are verified with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PublicKey(VerifyingKey);

impl PublicKey {
    /// Reads a Multikey, `z6Mk…`.
    ///
    /// # Errors
    ///
    /// If it is none of Ed25519, or one that signs nothing safely.
    pub fn parse(text: &str) -> Result<Self, BadKey> {
        let bytes = multikey(text, PUBLIC).ok_or(BadKey::Public)?;
        let key = VerifyingKey::from_bytes(&bytes).map_err(|_| BadKey::Public)?;
        if key.is_weak() {
            return Err(BadKey::Public);
        }
        Ok(Self(key))
    }

    /// Whether this key signed these bytes.
    #[must_use]
    pub fn verifies(&self, bytes: &[u8], signature: &[u8; 64]) -> bool {
        let signature = Signature::from_bytes(signature);
        self.0.verify_strict(bytes, &signature).is_ok()
    }
}

impl std::fmt::Display for PublicKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&written(PUBLIC, self.0.as_bytes()))
    }
}

fn written(before: [u8; 2], key: &[u8; 32]) -> String {
    let bytes = [&before[..], key].concat();
    format!("z{}", bs58::encode(bytes).into_string())
}

fn multikey(text: &str, before: [u8; 2]) -> Option<[u8; 32]> {
    // Longer ones take quadratic time.
    let digits = text.strip_prefix('z').filter(|digits| digits.len() < 64)?;
    let bytes = bs58::decode(digits).into_vec().ok()?;
    bytes.strip_prefix(&before)?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read_as_they_are_written() {
        let key = SecretKey::from_seed(&[7; 32]);
        for text in [key.to_multibase(), key.to_pem()] {
            let read = SecretKey::parse(&text).map(|key| key.public());
            assert_eq!(read, Ok(key.public()));
        }
        let public = key.public().to_string();
        assert!(public.starts_with("z6Mk"), "{public}");
        assert!(key.to_multibase().starts_with("z3u2"));
        assert_eq!(PublicKey::parse(&public), Ok(key.public()));
        for bad in [
            "",
            "z",
            "z6Mk",
            "zzzz",
            &public[1..],
            &key.to_multibase(),
            "é",
        ] {
            assert_eq!(PublicKey::parse(bad), Err(BadKey::Public), "{bad}");
        }
        assert_eq!(format!("{key:?}"), "SecretKey(..)");
    }

    #[test]
    fn what_is_derived_depends_on_every_word_and_where_it_ends() {
        let key = SecretKey::from_seed(&[7; 32]);
        let one = key.derive("id", &["ab", "c"]);
        assert_eq!(one, key.derive("id", &["ab", "c"]));
        assert_ne!(one, key.derive("id", &["a", "bc"]));
        assert_ne!(one, key.derive("salt", &["ab", "c"]));
        assert_ne!(
            one,
            SecretKey::from_seed(&[8; 32]).derive("id", &["ab", "c"])
        );
    }
}
