//! [`LargeFile`].

use std::fs::File;
use std::io::{Error, ErrorKind, Read as _};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use bytes::Bytes;
use sha2::{Digest as _, Sha256};

use super::Digest;
use super::stamp::Stamp;
use crate::address::Search;

/// A large file of the course, of which only the digest is in memory. It is read again when it is copied to the portal.
#[derive(Debug, Clone)]
pub struct LargeFile {
    path: PathBuf,
    stamp: Stamp,
    holds_address: bool,
    beginning: Bytes,
}

/// How much of a large file is in memory at once, in bytes.
const BLOCK: usize = 1024 * 1024;

impl LargeFile {
    /// How much of its beginning is kept, in bytes.
    pub const BEGINNING: usize = 4096;

    /// Reads a file once for everything that is to be known of it: its digest, and whether somebody's address is in it.
    pub(super) fn read(
        path: &Path,
        stamp: Stamp,
        mut file: File,
    ) -> std::io::Result<(Self, Digest)> {
        let mut hash = Sha256::new();
        let mut search = Search::default();
        let mut block = Vec::with_capacity(BLOCK);
        let mut beginning = Bytes::new();
        while file.by_ref().take(BLOCK as u64).read_to_end(&mut block)? > 0 {
            hash.update(&block);
            search.feed(&block);
            if beginning.is_empty() {
                beginning = Bytes::copy_from_slice(&block[..block.len().min(Self::BEGINNING)]);
            }
            block.clear();
        }
        let large = Self {
            path: path.to_owned(),
            stamp,
            holds_address: search.found(),
            beginning,
        };
        Ok((large, hash.into()))
    }

    /// The file that is at `path` now.
    ///
    /// # Errors
    ///
    /// If there is none.
    pub fn at(path: &Path) -> std::io::Result<Self> {
        let stamp = Stamp::of(&path.metadata()?, SystemTime::UNIX_EPOCH);
        Ok(Self::read(path, stamp, File::open(path)?)?.0)
    }

    /// Where it is on this machine. Never part of an output.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Its first bytes, by which one sees what it is.
    #[must_use]
    pub fn beginning(&self) -> &Bytes {
        &self.beginning
    }

    /// Whether there is an e-mail address in it. Nothing is found in what is no text, such as a film.
    #[must_use]
    pub fn holds_address(&self) -> bool {
        self.holds_address
    }

    /// Its length in bytes.
    #[must_use]
    #[allow(clippy::len_without_is_empty)] // It is large.
    pub fn len(&self) -> u64 {
        self.stamp.len()
    }

    /// Opens it.
    ///
    /// # Errors
    ///
    /// If it is not the file any more that was read for its digest: it may have changed since, or a link to a secret may have
    /// taken its place.
    pub fn open(&self) -> std::io::Result<File> {
        let changed = || Error::new(ErrorKind::NotFound, "it changed after it was read");
        // A pipe would be waited for without end.
        if !self.path.metadata()?.is_file() {
            return Err(changed());
        }
        let file = File::open(&self.path)?;
        if self.stamp.is_of(&file.metadata()?) {
            Ok(file)
        } else {
            Err(changed())
        }
    }
}
