//! [`SourceFile`].

use std::fs::Metadata;
use std::io::Read as _;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use sha2::{Digest as _, Sha256};

use super::{Digest, SourcePath};
use crate::picture::PHOTOS;

/// Files larger than this stay on disk; only their digest is kept in memory. Bytes.
const IN_MEMORY_LIMIT: u64 = 8 * 1024 * 1024;

/// Texts and photos up to this size are kept in memory, because stoa may have to look into them. Bytes.
const TEXT_LIMIT: u64 = 64 * 1024 * 1024;

/// The endings of files that hold text.
const TEXT: &[&str] = &[
    "css", "html", "js", "json", "markdown", "md", "svg", "toml", "txt", "yaml", "yml",
];

/// The endings of texts that stoa always reads, so that one that is too large can't be passed on as
/// it is.
const ALWAYS_READ: &[&str] = &["markdown", "md", "toml", "yaml", "yml"];

/// A file whose clock reads this close to the moment of the look may change again within one
/// tick of that clock, so the next look reads it whatever its time says.
const RACY: Duration = Duration::from_millis(50);

/// What a file holds.
#[derive(Debug, Clone)]
pub enum Content {
    /// All of it.
    Memory(Bytes),
    /// A large file, read again only when it is copied to the portal.
    Disk {
        /// Where it is on this machine. Never part of an output.
        path: PathBuf,
        /// Its length in bytes.
        len: u64,
    },
}

impl Content {
    /// Its length in bytes.
    #[must_use]
    #[allow(clippy::len_without_is_empty)]
    pub fn len(&self) -> u64 {
        match self {
            Self::Memory(bytes) => bytes.len() as u64,
            Self::Disk { len, .. } => *len,
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
            Content::Disk { .. } => &[],
        }
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

/// What the file system says of a file, to see without reading whether it changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Stamp {
    len: u64,
    modified: Option<SystemTime>,
    racy: bool,
}

impl Stamp {
    /// The stamp of a file that was looked at no earlier than `looked`.
    pub(super) fn of(meta: &Metadata, looked: SystemTime) -> Self {
        let modified = meta.modified().ok();
        Self {
            len: meta.len(),
            modified,
            racy: modified.is_none_or(|time| time + RACY >= looked),
        }
    }
}

/// Reads the file at `disk`, unless `old` has the same time and length.
pub(super) fn read_file(
    path: &SourcePath,
    disk: &Path,
    stamp: Stamp,
    old: Option<&Arc<SourceFile>>,
) -> std::io::Result<Arc<SourceFile>> {
    if let Some(old) = old
        && !old.stamp.racy
        && old.stamp.len == stamp.len
        && old.stamp.modified == stamp.modified
    {
        return Ok(Arc::clone(old));
    }
    let path = path.clone();
    if stamp.len > TEXT_LIMIT && path.has_extension(ALWAYS_READ) {
        return Err(std::io::ErrorKind::FileTooLarge.into());
    }
    let limit = if path.has_extension(TEXT) || path.has_extension(PHOTOS) {
        TEXT_LIMIT
    } else {
        IN_MEMORY_LIMIT
    };
    if stamp.len > limit {
        let digest = digest_of_file(disk)?;
        let content = Content::Disk {
            path: disk.to_owned(),
            len: stamp.len,
        };
        return Ok(Arc::new(SourceFile {
            path,
            content,
            digest,
            stamp,
        }));
    }
    let bytes = Bytes::from(std::fs::read(disk)?);
    let digest = Digest::of(&bytes);
    if let Some(old) = old
        && old.digest == digest
        && old.stamp == stamp
    {
        return Ok(Arc::clone(old));
    }
    Ok(Arc::new(SourceFile {
        path,
        content: Content::Memory(bytes),
        digest,
        stamp,
    }))
}

fn digest_of_file(path: &Path) -> std::io::Result<Digest> {
    let mut file = std::fs::File::open(path)?;
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            return Ok(hash.into());
        }
        hash.update(&buffer[..read]);
    }
}
