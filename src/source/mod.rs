//! [`Sources`]: the course folder as a value. This is the only reader of the course folder.

mod digest;
mod file;
mod large_file;
mod own;
mod path;
mod root;
mod stamp;
mod unreadable;
mod walk;

use std::collections::{BTreeMap, BTreeSet};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use bytes::Bytes;
use rayon::prelude::*;
use sha2::{Digest as _, Sha256};

pub use digest::Digest;
pub(crate) use digest::KeyWriter;
pub(crate) use file::PHOTOS;
use file::read_file;
pub use file::{Content, SourceFile};
pub use large_file::LargeFile;
pub use own::MANIFEST;
pub(crate) use own::{is_of_the_course, is_portal, read_own};
pub use path::SourcePath;
use root::Root;
use stamp::Stamp;
pub use unreadable::Unreadable;
use walk::{Found, walk};

/// The course folder, whole, at one moment.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    files: BTreeMap<SourcePath, Arc<SourceFile>>,
    unreadable: Vec<(SourcePath, Unreadable)>,
}

impl Sources {
    /// Reads the course folder `root`. Hidden files, `node_modules`, the folders in `skip` and
    /// every folder that holds a portal are passed over; a folder in which authors write, such as
    /// `modules`, holds none. A file of `previous` that has kept its
    /// time and length is not read again.
    ///
    /// # Errors
    ///
    /// If `root` is not a folder that can be read. A file that can't be read is no error: it is
    /// in [`Sources::unreadable`].
    pub fn read(
        root: &Path,
        skip: &[PathBuf],
        previous: Option<&Sources>,
    ) -> std::io::Result<Self> {
        let looked = now();
        std::fs::read_dir(root)?;
        let opened = Root::new(root)?;
        let Found {
            files,
            mut unreadable,
        } = walk(root, &opened.real, skip);
        let read: Vec<_> = files
            .into_par_iter()
            .map(|(path, disk, meta)| {
                let old = previous.and_then(|previous| previous.files.get(&path));
                let read = read_file(&opened, &path, &disk, Stamp::of(&meta, looked), old);
                (path, read)
            })
            .collect();
        let mut files = Vec::with_capacity(read.len());
        for (path, result) in read {
            match result {
                Ok(file) => files.push((path, file)),
                Err(error) => unreadable.push((path, (&error).into())),
            }
        }
        unreadable.sort_by(|a, b| a.0.cmp(&b.0));
        Ok(Self {
            files: files.into_iter().collect(),
            unreadable,
        })
    }

    /// The same sources with the files at these paths below `root` read again. `None` if that is not all that may have
    /// changed, because one of them came, went, or is no plain file: only a look at the whole folder can tell then.
    ///
    /// A path at which there was nothing and is nothing is passed over; editors make and remove files while they save.
    #[must_use]
    pub fn read_again(&self, root: &Path, touched: &BTreeSet<PathBuf>) -> Option<Self> {
        let looked = now();
        let opened = Root::new(root).ok()?;
        let mut files = None;
        for disk in touched {
            let path = walk::relative(root, disk)?;
            let old = self.files.get(&path);
            match (old, disk.symlink_metadata()) {
                (Some(old), Ok(meta)) if meta.is_file() => {
                    let stamp = Stamp::of(&meta, looked);
                    let file = read_file(&opened, &path, disk, stamp, Some(old)).ok()?;
                    files
                        .get_or_insert_with(|| self.files.clone())
                        .insert(path, file);
                }
                (None, Err(error)) if error.kind() == ErrorKind::NotFound => {}
                _ => return None,
            }
        }
        Some(Self {
            files: files.unwrap_or_else(|| self.files.clone()),
            unreadable: self.unreadable.clone(),
        })
    }

    /// Sources from memory, for tests.
    pub fn from_files(files: impl IntoIterator<Item = (SourcePath, Bytes)>) -> Self {
        let files = files
            .into_iter()
            .map(|(path, bytes)| (path.clone(), Arc::new(SourceFile::in_memory(path, bytes))))
            .collect();
        Self {
            files,
            unreadable: Vec::new(),
        }
    }

    /// The same sources with one file written or replaced.
    #[must_use]
    pub fn with(&self, path: &str, bytes: Bytes) -> Self {
        let path = SourcePath::new(path);
        let mut with = self.clone();
        let file = SourceFile::in_memory(path.clone(), bytes);
        with.files.insert(path, Arc::new(file));
        with
    }

    /// The file at `path`.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&Arc<SourceFile>> {
        self.files.get(&SourcePath::new(path))
    }

    /// All files, by path.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<SourceFile>> {
        self.files.values()
    }

    /// The files in `folder`, at any depth.
    pub fn under<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = &'a Arc<SourceFile>> {
        let prefix = if folder.is_empty() {
            String::new()
        } else {
            format!("{folder}/")
        };
        let start = SourcePath::new(&prefix);
        self.files
            .range(start..)
            .map(|(_, file)| file)
            .take_while(move |file| file.path.as_str().starts_with(&prefix))
    }

    /// What could not be read, by path.
    #[must_use]
    pub fn unreadable(&self) -> &[(SourcePath, Unreadable)] {
        &self.unreadable
    }

    /// One digest of all files and of what could not be read.
    #[must_use]
    pub fn digest(&self) -> Digest {
        let mut hash = Sha256::new();
        for file in self.files.values() {
            hash.update((file.path.as_str().len() as u64).to_le_bytes());
            hash.update(file.path.as_str());
            hash.update(file.digest.bytes());
        }
        for (path, why) in &self.unreadable {
            hash.update(format!("\0{path}\0{why:?}"));
        }
        hash.into()
    }

    /// Whether both hold the same files with the same bytes.
    #[must_use]
    pub fn same(&self, other: &Self) -> bool {
        self.unreadable == other.unreadable
            && self.files.len() == other.files.len()
            && self
                .files
                .values()
                .zip(other.files.values())
                .all(|(a, b)| Arc::ptr_eq(a, b) || (a.path == b.path && a.digest == b.digest))
    }
}

/// The time of a look, which no file that is read after it can be older than unless it was left alone.
#[expect(
    clippy::disallowed_methods,
    reason = "how old a file is decides whether it is read again, and reaches no output"
)]
fn now() -> SystemTime {
    SystemTime::now()
}
