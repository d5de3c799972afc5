//! [`Digest`].

use std::fmt;

use sha2::{Digest as _, Sha256};

/// The SHA-256 of some bytes, the only hash that stoa uses.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
pub struct Digest([u8; 32]);

impl Digest {
    /// The digest of `bytes`.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// The digest of several parts, each with its length before it, so that no two lists of
    /// parts can be confused.
    pub fn of_parts<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> Self {
        let mut key = KeyWriter::new();
        for part in parts {
            key.part(part);
        }
        key.finish()
    }

    /// The 32 bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// 64 hexadecimal digits.
    #[must_use]
    pub fn hex(&self) -> String {
        use fmt::Write as _;
        self.0
            .iter()
            .fold(String::with_capacity(64), |mut text, byte| {
                let _ = write!(text, "{byte:02x}");
                text
            })
    }
}

/// Makes the digest of several parts, one after the other: see [`Digest::of_parts`].
#[derive(Default)]
pub(crate) struct KeyWriter(Sha256);

impl KeyWriter {
    /// A key without parts.
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// Adds a part.
    pub(crate) fn part(&mut self, part: &[u8]) -> &mut Self {
        self.0.update((part.len() as u64).to_le_bytes());
        self.0.update(part);
        self
    }

    /// The digest of all parts.
    pub(crate) fn finish(self) -> Digest {
        self.0.into()
    }
}

impl From<Sha256> for Digest {
    fn from(hash: Sha256) -> Self {
        Self(hash.finalize().into())
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.hex()[..12])
    }
}
