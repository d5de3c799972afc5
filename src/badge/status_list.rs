//! Which awards were revoked: one bit each in a list (Bitstring Status List 1.0). Who asks for the list does not say about whom.

use std::io::{Read as _, Write as _};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use flate2::read::GzDecoder;
use flate2::{Compression, GzBuilder};

/// How many bits there are at least, so that one of them says nothing (Bitstring Status List 1.0, 6.1).
pub const LENGTH: usize = 131_072;

/// A longer list is not read. Bytes.
const LONGEST: u64 = 16 * 1024 * 1024;

/// The bits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusList(Vec<u8>);

impl Default for StatusList {
    fn default() -> Self {
        Self(vec![0; LENGTH / 8])
    }
}

impl StatusList {
    /// Reads the `encodedList` of a credential.
    #[must_use]
    pub fn decode(text: &str) -> Option<Self> {
        let packed = URL_SAFE_NO_PAD.decode(text.strip_prefix('u')?).ok()?;
        let mut bits = Vec::new();
        let mut reader = GzDecoder::new(packed.as_slice()).take(LONGEST);
        reader.read_to_end(&mut bits).ok()?;
        (bits.len() * 8 >= LENGTH).then_some(Self(bits))
    }

    /// Writes it: gzip without a time, in base64url.
    #[must_use]
    pub fn encode(&self) -> String {
        // The system that packed it is not named either.
        let mut packer = GzBuilder::new()
            .mtime(0)
            .operating_system(255)
            .write(Vec::new(), Compression::best());
        // Writing to memory does not fail.
        let _ = packer.write_all(&self.0);
        let packed = packer.finish().unwrap_or_default();
        format!("u{}", URL_SAFE_NO_PAD.encode(packed))
    }

    /// Whether the bit is set; `None` behind the end. The first is the leftmost of the first byte.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<bool> {
        let byte = self.0.get(index / 8)?;
        Some(byte & (0x80 >> (index % 8)) != 0)
    }

    /// Sets the bit.
    pub fn set(&mut self, index: usize) {
        if let Some(byte) = self.0.get_mut(index / 8) {
            *byte |= 0x80 >> (index % 8);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_are_read_as_they_were_set() {
        let mut list = StatusList::default();
        list.set(0);
        list.set(9);
        list.set(LENGTH);
        let read = StatusList::decode(&list.encode());
        assert_eq!(read.as_ref(), Some(&list));
        assert_eq!(list.0[..2], [0x80, 0x40]);
        assert_eq!(list.get(9), Some(true));
        assert_eq!(list.get(8), Some(false));
        assert_eq!(list.get(LENGTH), None);
        assert_eq!(StatusList::decode("uAAAA"), None);
        assert_eq!(StatusList::decode("x"), None);
    }
}
