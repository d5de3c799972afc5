//! Addresses in bytes that may be text of any encoding, or no text at all.

use super::is_in;

/// How much of a block is looked at again with the next one, so that nothing is cut in two. Even, for UTF-16.
const OVERLAP: usize = 1024;

/// Whether there is something like an address in bytes.
pub(crate) fn is_in_bytes(bytes: &[u8]) -> bool {
    as_text(bytes).is_some_and(|text| is_in(&text))
}

/// Looks for an address in a file that is read block by block.
#[derive(Debug, Default)]
pub(crate) struct Search {
    /// The end of the last block, and this one.
    block: Vec<u8>,
    has_begun: bool,
    /// Whether there is one, as soon as it is known.
    found: Option<bool>,
}

impl Search {
    /// Looks through the next bytes of the file.
    pub(crate) fn feed(&mut self, bytes: &[u8]) {
        if self.found.is_some() || bytes.is_empty() {
            return;
        }
        self.block.extend_from_slice(bytes);
        match as_text(&self.block) {
            // Films and archives are no text from their first block on.
            None if !self.has_begun => self.found = Some(false),
            Some(text) if is_in(&text) => self.found = Some(true),
            _ => {}
        }
        self.has_begun = true;
        let keep = self.block.len().saturating_sub(OVERLAP);
        self.block.drain(..keep - keep % 2);
    }

    /// Whether there was an address in all that was fed.
    pub(crate) fn found(&self) -> bool {
        self.found == Some(true)
    }
}

/// Bytes as text: UTF-8, UTF-16, or else one of the old encodings, in which the letters of addresses are the same. `None` if
/// they are no text at all.
pub(crate) fn as_text(bytes: &[u8]) -> Option<String> {
    match std::str::from_utf8(bytes) {
        Ok(text) if !text.contains('\0') => return Some(text.to_owned()),
        _ => {}
    }
    let words = |from: fn([u8; 2]) -> u16| {
        let pairs = bytes.as_chunks::<2>().0.iter();
        let words: Vec<u16> = pairs.map(|pair| from(*pair)).collect();
        Some(String::from_utf16_lossy(&words))
    };
    let zeros = |odd: usize| {
        let every_second = bytes.iter().skip(odd).step_by(2);
        every_second.filter(|byte| **byte == 0).count()
    };
    let is_zero_in =
        |odd: usize| zeros(odd) > bytes.len() / 4 && zeros(1 - odd) < bytes.len() / 100 + 1;
    if bytes.starts_with(&[0xff, 0xfe]) || is_zero_in(1) {
        return words(u16::from_le_bytes);
    }
    if bytes.starts_with(&[0xfe, 0xff]) || is_zero_in(0) {
        return words(u16::from_be_bytes);
    }
    // In what is packed or drawn, every tenth byte is one of these.
    let is_control = |byte: &&u8| **byte < b' ' && !byte.is_ascii_whitespace();
    let is_text = bytes.iter().filter(is_control).count() <= bytes.len() / 100;
    is_text.then(|| bytes.iter().map(|byte| char::from(*byte)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn search(bytes: &[u8], block: usize) -> bool {
        let mut search = Search::default();
        bytes.chunks(block).for_each(|block| search.feed(block));
        search.found()
    }

    #[test]
    fn an_address_is_found_wherever_blocks_end() {
        let text = format!(
            "{}é ask ada@college.eu today {}",
            "x y ".repeat(500),
            " z".repeat(900)
        );
        let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        for block in [2, 7, 64, 1000, 4096] {
            assert!(search(text.as_bytes(), block), "{block}");
        }
        for block in [64, 1000, 4096] {
            assert!(search(&wide, block), "{block}");
            assert!(!search(text.replace('@', " ").as_bytes(), block));
        }
    }

    #[test]
    fn what_is_no_text_is_left() {
        let film: Vec<u8> = (0..4096_u32).map(|at| (at * 7 % 256) as u8).collect();
        let mut with_name = film.clone();
        with_name.extend(b" ada@college.eu ");
        assert!(!search(&with_name, 1024));
        assert!(!is_in_bytes(&film));
    }
}
