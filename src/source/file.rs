//! [`SourceFile`].

use std::io::{ErrorKind, Read as _};
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;

use super::root::Root;
use super::stamp::Stamp;
use super::{Digest, LargeFile, SourcePath};

/// Files larger than this stay on disk; only their digest is kept in memory. Bytes.
const IN_MEMORY_LIMIT: u64 = 8 * 1024 * 1024;

/// Texts and photos up to this size are kept in memory, because stoa may have to look into them. Bytes.
const TEXT_LIMIT: u64 = 64 * 1024 * 1024;

/// A ledger is read whole up to this size, some million events. Bytes.
const LEDGER_LIMIT: u64 = 256 * 1024 * 1024;

/// The endings of files that hold text.
const TEXT: &[&str] = &[
    "css", "html", "js", "json", "lock", "markdown", "md", "svg", "toml", "txt", "yaml", "yml",
];

/// The endings of texts that stoa always reads, so that one that is too large can't be passed on as
/// it is.
const ALWAYS_READ: &[&str] = &["lock", "markdown", "md", "toml", "yaml", "yml"];

/// The endings of pictures that cameras write.
pub(crate) const PHOTOS: &[&str] = &[
    "jpg", "jpeg", "jpe", "jfif", "png", "apng", "webp", "avif", "heic", "heif", "tif", "tiff",
    "dng", "jxl",
];

/// What a file holds.
#[derive(Debug, Clone)]
pub enum Content {
    /// All of it.
    Memory(Bytes),
    /// A large file, read again only when it is copied to the portal.
    Disk(LargeFile),
}

impl Content {
    /// Its length in bytes.
    #[must_use]
    #[allow(clippy::len_without_is_empty)]
    pub fn len(&self) -> u64 {
        match self {
            Self::Memory(bytes) => bytes.len() as u64,
            Self::Disk(file) => file.len(),
        }
    }
}

/// One file of the course.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// Where it is in the course folder.
    pub path: SourcePath,
    /// What it holds.
    pub content: Content,
    /// The digest of what it holds.
    pub digest: Digest,
    stamp: Stamp,
}

impl SourceFile {
    /// A file that never was on a disk, for tests and for the built-in theme.
    #[must_use]
    pub fn in_memory(path: SourcePath, bytes: Bytes) -> Self {
        let digest = Digest::of(&bytes);
        Self {
            path,
            content: Content::Memory(bytes),
            digest,
            stamp: Stamp::default(),
        }
    }

    /// The bytes of the file; those of a large file are not here, and it has none.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        match &self.content {
            Content::Memory(bytes) => bytes,
            Content::Disk(_) => &[],
        }
    }

    /// The first `length` bytes of the file, of a large one too, whose first [`LargeFile::BEGINNING`] are known.
    #[must_use]
    pub fn beginning(&self, length: usize) -> &[u8] {
        let bytes = match &self.content {
            Content::Memory(bytes) => bytes,
            Content::Disk(file) => file.beginning(),
        };
        &bytes[..bytes.len().min(length)]
    }

    /// Some of the bytes, shared; `None` for what is not in memory or not in the file.
    #[must_use]
    pub fn slice(&self, range: Range<usize>) -> Option<Bytes> {
        match &self.content {
            Content::Memory(bytes) if range.end <= bytes.len() && range.start <= range.end => {
                Some(bytes.slice(range))
            }
            _ => None,
        }
    }

    /// The file as text.
    ///
    /// # Errors
    ///
    /// The number of leading bytes that are good UTF-8, where not all of them are.
    pub fn text(&self) -> Result<&str, usize> {
        std::str::from_utf8(self.bytes()).map_err(|error| error.valid_up_to())
    }
}

/// Reads the file at `disk`, unless it is still what `old` was read from.
pub(super) fn read_file(
    root: &Root,
    path: &SourcePath,
    disk: &Path,
    stamp: Stamp,
    old: Option<&Arc<SourceFile>>,
) -> std::io::Result<Arc<SourceFile>> {
    if let Some(old) = old.filter(|old| old.stamp.still_holds(&stamp)) {
        return Ok(Arc::clone(old));
    }
    if stamp.len() > TEXT_LIMIT && path.has_extension(ALWAYS_READ) {
        return Err(ErrorKind::FileTooLarge.into());
    }
    let limit = if path.has_extension(TEXT) || path.has_extension(PHOTOS) {
        TEXT_LIMIT
    } else if path.has_extension(&["jsonl"]) {
        LEDGER_LIMIT
    } else {
        IN_MEMORY_LIMIT
    };
    let mut file = root.open(disk)?;
    let (content, digest) = if stamp.len() > limit {
        let (large, digest) = LargeFile::read(disk, stamp, file)?;
        (Content::Disk(large), digest)
    } else {
        let mut bytes = Vec::with_capacity(usize::try_from(stamp.len()).unwrap_or_default() + 1);
        // It may grow while it is read; then the next look finds another length.
        file.by_ref().take(limit).read_to_end(&mut bytes)?;
        bytes.shrink_to_fit();
        let bytes = Bytes::from(bytes);
        let digest = Digest::of(&bytes);
        (Content::Memory(bytes), digest)
    };
    if let Some(old) = old.filter(|old| old.digest == digest && old.stamp == stamp) {
        return Ok(Arc::clone(old));
    }
    Ok(Arc::new(SourceFile {
        path: path.clone(),
        content,
        digest,
        stamp,
    }))
}
