//! [`Issuer`]: who gives awards, and the keys that it signs them with.

use jiff::civil::Date;

use super::PublicKey;

/// Who gives awards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issuer {
    /// `did:web:learn.example.org:social`.
    pub did: String,
    /// The portal, with a `/` at its end.
    pub base_url: String,
    /// Its name.
    pub name: String,
    /// Its own pages.
    pub url: String,
    /// Its keys, the oldest first.
    pub keys: Vec<IssuerKey>,
}

/// A key of an issuer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssuerKey {
    /// `key-2026`.
    pub id: String,
    /// The public half.
    pub public: PublicKey,
    /// The last day on which it signed. It stays published, for what it signed before.
    pub retired: Option<Date>,
}

impl Issuer {
    /// The key that signs now: the youngest that is not retired.
    #[must_use]
    pub fn current(&self) -> Option<&IssuerKey> {
        self.keys.iter().rfind(|key| key.retired.is_none())
    }

    /// The key with this address.
    #[must_use]
    pub fn key(&self, verification_method: &str) -> Option<&IssuerKey> {
        let id = verification_method
            .strip_prefix(self.did.as_str())?
            .strip_prefix('#')?;
        self.keys.iter().find(|key| key.id == id)
    }
}
