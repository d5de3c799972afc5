//! [`Rope`]: bytes in shared pieces, so that ten thousand pages do not each hold a copy of the
//! same navigation.

use std::ops::Range;

use bytes::Bytes;
use sha2::{Digest as _, Sha256};

use crate::source::Digest;

/// Pieces shorter than this are copied: sharing them would cost more than it saves. Bytes.
const SHORT: usize = 192;

/// Bytes in shared pieces.
#[derive(Debug, Clone, Default)]
pub struct Rope(Vec<Bytes>);

/// Makes a [`Rope`] from many short pieces and some long ones.
#[derive(Debug, Default)]
pub(crate) struct RopeWriter {
    rope: Rope,
    short: Vec<u8>,
}

impl RopeWriter {
    /// Adds text by copying it.
    pub(crate) fn text(&mut self, text: &str) {
        self.bytes(text.as_bytes());
    }

    /// Adds bytes by copying them.
    pub(crate) fn bytes(&mut self, bytes: &[u8]) {
        self.short.extend_from_slice(bytes);
    }

    /// Adds a part of a buffer, shared if it is worth it.
    pub(crate) fn piece(&mut self, buffer: &Bytes, range: Range<usize>) {
        if range.len() < SHORT {
            self.short.extend_from_slice(&buffer[range]);
        } else {
            self.flush();
            self.rope.push(buffer.slice(range));
        }
    }

    /// Adds a whole buffer, shared if it is worth it.
    pub(crate) fn whole(&mut self, buffer: &Bytes) {
        self.piece(buffer, 0..buffer.len());
    }

    /// Adds all pieces of a rope.
    pub(crate) fn rope(&mut self, rope: &Rope) {
        rope.pieces().iter().for_each(|piece| self.whole(piece));
    }

    fn flush(&mut self) {
        if !self.short.is_empty() {
            self.rope.push(Bytes::copy_from_slice(&self.short));
            self.short.clear();
        }
    }

    /// The finished rope.
    pub(crate) fn finish(mut self) -> Rope {
        self.flush();
        self.rope.0.shrink_to_fit();
        self.rope
    }
}

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
