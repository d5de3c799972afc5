//! [`Rope`]: bytes in shared pieces, so that ten thousand pages do not each hold a copy of the
//! same navigation.

use bytes::Bytes;
use sha2::{Digest as _, Sha256};

use crate::source::Digest;

/// Bytes in shared pieces.
#[derive(Debug, Clone, Default)]
pub struct Rope(Vec<Bytes>);

impl Rope {
    /// A rope without a piece.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a piece.
    pub fn push(&mut self, piece: impl Into<Bytes>) {
        let piece = piece.into();
        if !piece.is_empty() {
            self.0.push(piece);
        }
    }

    /// Adds all pieces of another rope.
    pub fn extend(&mut self, other: &Self) {
        self.0.extend(other.0.iter().cloned());
    }

    /// The pieces in order.
    #[must_use]
    pub fn pieces(&self) -> &[Bytes] {
        &self.0
    }

    /// The length in bytes.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.iter().map(Bytes::len).sum()
    }

    /// Whether it holds nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All bytes in one piece.
    #[must_use]
    pub fn to_vec(&self) -> Vec<u8> {
        self.0.concat()
    }

    /// The digest of all bytes.
    #[must_use]
    pub fn digest(&self) -> Digest {
        let mut hash = Sha256::new();
        for piece in &self.0 {
            hash.update(piece);
        }
        hash.into()
    }
}

impl<T: Into<Bytes>> From<T> for Rope {
    fn from(piece: T) -> Self {
        let mut rope = Self::new();
        rope.push(piece);
        rope
    }
}
