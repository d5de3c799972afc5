//! [`LargeFile`].

use std::fs::File;
use std::io::{Error, ErrorKind};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::stamp::Stamp;

/// A large file of the course, of which only the digest is in memory. It is read again when it is copied to the portal.
#[derive(Debug, Clone)]
pub struct LargeFile {
    path: PathBuf,
    stamp: Stamp,
}

impl LargeFile {
    pub(super) fn new(path: &Path, stamp: Stamp) -> Self {
        Self {
            path: path.to_owned(),
            stamp,
        }
    }

    /// The file that is at `path` now.
    ///
    /// # Errors
    ///
    /// If there is none.
    pub fn at(path: &Path) -> std::io::Result<Self> {
        let meta = path.metadata()?;
        Ok(Self::new(path, Stamp::of(&meta, SystemTime::UNIX_EPOCH)))
    }

    /// Where it is on this machine. Never part of an output.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
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
