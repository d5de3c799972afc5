//! Where a photo was taken, which phones write into it, and which is nobody's business: it is taken out.
//!
//! Only the position goes, in place: every other byte keeps its value and its place, so that colours, orientation and the
//! second pictures that phones put behind the first one stay as they are. A whole reader of each container is not needed
//! for that, and would not see those second pictures: EXIF is a TIFF file in JPEG, PNG, WebP, AVIF and HEIC alike (Exif 3.0,
//! 4.5.2), and XMP is text (ISO 16684-1, 7.1).

use std::ops::Range;

use super::tiff::{Entry, Tiff};

/// The tag that leads to the position (Exif 3.0, 4.6.3.2).
const GPS: u16 = 0x8825;

/// Tables of tags that are looked through in one TIFF file: the picture's, its preview's, and some more.
const TABLES: usize = 8;

/// Beginnings of TIFF files that are looked at in a picture. Phones write two or three.
const HEADS: usize = 1000;

/// The longest value in EXIF, in bytes: it has to fit into one piece of a JPEG.
const LONGEST_PIECE: usize = 0xffff;

/// The longest value of a position in XMP, in bytes.
const LONGEST_VALUE: usize = 200;

/// The signature of PNG (PNG, third edition, 5.2).
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

/// The photo without its position; `None` if it has none.
pub(super) fn take_out(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut clean: Option<Vec<u8>> = None;
    let mut heads = 0;
    for at in 0..bytes.len() {
        let rest = &bytes[at..];
        if Tiff::new(rest).is_some() && heads < HEADS {
            heads += 1;
            if let Some(found) = find(clean.as_ref().map_or(rest, |clean| &clean[at..])) {
                found.take_out(&mut clean.get_or_insert_with(|| bytes.to_vec())[at..]);
            }
        } else if let Some(value) = value_in_xmp(rest) {
            let clean = clean.get_or_insert_with(|| bytes.to_vec());
            clean[at + value.start..at + value.end].fill(b' ');
        }
    }
    if bytes.starts_with(PNG) {
        return tidy_png(bytes, clean.as_deref());
    }
    clean
}

/// The position in a TIFF file.
#[derive(Default)]
struct Found {
    /// What it says.
    values: Vec<Range<usize>>,
    /// The tables with the tag that leads to it, and which of their entries that is.
    tables: Vec<(Range<usize>, usize)>,
    is_little: bool,
}

fn find(bytes: &[u8]) -> Option<Found> {
    let tiff = Tiff::new(bytes)?;
    let mut found = Found {
        is_little: tiff.is_little,
        ..Found::default()
    };
    let mut next = tiff.first();
    for _ in 0..TABLES {
        let Some(table) = next.and_then(|at| tiff.table(at)) else {
            break;
        };
        next = table.next;
        let leads = |entry: &Entry| entry.tag == GPS && entry.offset().is_some();
        if let Some(index) = table.entries.iter().position(leads) {
            let position = table.entries[index].offset().and_then(|at| tiff.table(at));
            if let Some(position) = position {
                let values = position
                    .entries
                    .iter()
                    .filter_map(|entry| entry.value.clone());
                found
                    .values
                    .extend(values.filter(|value| value.len() <= LONGEST_PIECE));
                found.values.push(position.range);
            }
            found.tables.push((table.range, index));
        }
    }
    (!found.tables.is_empty()).then_some(found)
}

impl Found {
    fn take_out(self, bytes: &mut [u8]) {
        for range in self.values {
            bytes[range].fill(0);
        }
        for (range, index) in self.tables {
            // What follows the tag moves up, and with it the place of the next table.
            let entry = range.start + 2 + index * 12;
            bytes.copy_within(entry + 12..range.end, entry);
            bytes[range.end - 12..range.end].fill(0);
            let count = &mut bytes[range.start..range.start + 2];
            let low = usize::from(!self.is_little);
            let number = u16::from_le_bytes([count[low], count[1 - low]]).saturating_sub(1);
            [count[low], count[1 - low]] = number.to_le_bytes();
        }
    }
}

/// The value behind `:GPSLatitude=` or `<exif:GPSLatitude>`, for a text that begins with the colon.
fn value_in_xmp(text: &[u8]) -> Option<Range<usize>> {
    let name = text.strip_prefix(b":")?;
    if !name.get(..3)?.eq_ignore_ascii_case(b"gps") {
        return None;
    }
    let end = 1 + name.iter().position(|byte| !byte.is_ascii_alphanumeric())?;
    let blank = text[end..]
        .iter()
        .take_while(|byte| byte.is_ascii_whitespace())
        .count();
    let (start, close) = match text.get(end + blank)? {
        b'>' => (end + blank + 1, b'<'),
        b'=' => {
            let after = end + blank + 1;
            let blank = text[after..]
                .iter()
                .take_while(|byte| byte.is_ascii_whitespace())
                .count();
            let quote = *text.get(after + blank)?;
            if quote != b'"' && quote != b'\'' {
                return None;
            }
            (after + blank + 1, quote)
        }
        _ => return None,
    };
    let near = &text[start..text.len().min(start + LONGEST_VALUE)];
    let len = near.iter().position(|byte| *byte == close)?;
    near[..len]
        .iter()
        .any(u8::is_ascii_digit)
        .then_some(start..start + len)
}

/// A PNG with the sums of its changed pieces put right, and without packed metadata, into which nobody can look.
fn tidy_png(bytes: &[u8], clean: Option<&[u8]>) -> Option<Vec<u8>> {
    let now = clean.unwrap_or(bytes);
    let mut tidy = Vec::with_capacity(now.len());
    let mut done = PNG.len();
    tidy.extend_from_slice(PNG);
    let mut is_changed = clean.is_some();
    while let Some(len) = now.get(done..done + 4) {
        let len = u32::from_be_bytes([len[0], len[1], len[2], len[3]]) as usize;
        let Some(end) = len.checked_add(done + 12).filter(|end| *end <= now.len()) else {
            break;
        };
        let (kind, data) = (&now[done + 4..done + 8], &now[done + 8..end - 4]);
        if is_packed_metadata(kind, data) {
            is_changed = true;
        } else {
            tidy.extend_from_slice(&now[done..end - 4]);
            if now[done..end] == bytes[done..end] {
                tidy.extend_from_slice(&now[end - 4..end]);
            } else {
                tidy.extend(crc32fast::hash(&now[done + 4..end - 4]).to_be_bytes());
            }
        }
        done = end;
    }
    tidy.extend_from_slice(&now[done.min(now.len())..]);
    is_changed.then_some(tidy)
}

/// Metadata of a photo that some programs write into a PNG as packed or spelt-out text. No browser reads it.
fn is_packed_metadata(kind: &[u8], data: &[u8]) -> bool {
    let keyword = data.split(|byte| *byte == 0).next().unwrap_or_default();
    let keyword = String::from_utf8_lossy(keyword).to_ascii_lowercase();
    let is_profile = ["exif", "app1", "xmp"]
        .iter()
        .any(|name| keyword == format!("raw profile type {name}"));
    let is_packed_xmp = keyword == "xml:com.adobe.xmp"
        && (kind == b"zTXt" || data.get(keyword.len() + 1) == Some(&1));
    matches!(kind, b"tEXt" | b"zTXt" | b"iTXt") && (is_profile || is_packed_xmp)
}
