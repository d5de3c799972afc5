//! [`Tiff`]: the tables of tags in a TIFF file, as EXIF has them (TIFF 6.0, section 2).

use std::ops::Range;

/// The tag of the orientation (Exif 3.0, 4.6.4.1).
const ORIENTATION: u16 = 0x0112;

/// Tags in one table; cameras write some dozens.
const MOST_ENTRIES: usize = 1000;

/// Bytes that begin with the head of a TIFF file.
pub(super) struct Tiff<'a> {
    bytes: &'a [u8],
    /// Whether numbers begin with their lowest byte.
    pub(super) is_little: bool,
}

/// A table of tags.
pub(super) struct Table {
    /// Where it is, from the number of its tags to the place of the next table.
    pub(super) range: Range<usize>,
    pub(super) entries: Vec<Entry>,
    /// Where the next table is.
    pub(super) next: Option<usize>,
}

/// A tag and what it says.
pub(super) struct Entry {
    pub(super) tag: u16,
    kind: u16,
    count: u32,
    /// The four bytes that are the value, or say where it is.
    field: u32,
    /// Where the value is, if it has more than four bytes.
    pub(super) value: Option<Range<usize>>,
}

impl Entry {
    /// The place of a table to which this leads.
    pub(super) fn offset(&self) -> Option<usize> {
        let leads = matches!(self.kind, 4 | 13) && self.count == 1;
        leads.then_some(self.field as usize)
    }
}

impl<'a> Tiff<'a> {
    /// The file that starts here; `None` where none does.
    pub(super) fn new(bytes: &'a [u8]) -> Option<Self> {
        let is_little = match bytes.get(..4)? {
            b"II*\0" => true,
            b"MM\0*" => false,
            _ => return None,
        };
        Some(Self { bytes, is_little })
    }

    /// Where the first table is.
    pub(super) fn first(&self) -> Option<usize> {
        Some(self.long(4)? as usize)
    }

    /// How the picture has to be turned, from 1 to 8.
    pub(super) fn orientation(&self) -> Option<u16> {
        let at = self.first()?;
        let table = self.table(at)?;
        let index = table
            .entries
            .iter()
            .position(|entry| entry.tag == ORIENTATION)?;
        self.short(at + 2 + index * 12 + 8)
    }

    /// The table at a place, with the entries that are there; `None` if there is none.
    pub(super) fn table(&self, at: usize) -> Option<Table> {
        let count = usize::from(self.short(at)?);
        if at < 8 || count == 0 || count > MOST_ENTRIES {
            return None;
        }
        let end = at + 2 + count * 12;
        let entries: Vec<Entry> = (0..count)
            .map_while(|index| self.entry(at + 2 + index * 12))
            .collect();
        if entries.is_empty() {
            return None;
        }
        let next = self.long(end).filter(|next| *next != 0);
        Some(Table {
            // Some programs leave out the place of the next table where there is none.
            range: at..self.bytes.len().min(end + 4),
            entries,
            next: next.map(|next| next as usize),
        })
    }

    fn entry(&self, at: usize) -> Option<Entry> {
        let (tag, kind) = (self.short(at)?, self.short(at + 2)?);
        let (count, field) = (self.long(at + 4)?, self.long(at + 8)?);
        let size = match kind {
            3 | 8 => 2,
            4 | 9 | 11 | 13 => 4,
            5 | 10 | 12 => 8,
            _ => 1,
        };
        let len = (count as usize).saturating_mul(size);
        let start = field as usize;
        let end = start.saturating_add(len);
        Some(Entry {
            tag,
            kind,
            count,
            field,
            value: (len > 4 && end <= self.bytes.len()).then_some(start..end),
        })
    }

    /// Two bytes as a number.
    fn short(&self, at: usize) -> Option<u16> {
        let bytes = self.bytes.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if self.is_little {
            u16::from_le_bytes(bytes)
        } else {
            u16::from_be_bytes(bytes)
        })
    }

    fn long(&self, at: usize) -> Option<u32> {
        let bytes = self.bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
        Some(if self.is_little {
            u32::from_le_bytes(bytes)
        } else {
            u32::from_be_bytes(bytes)
        })
    }
}
