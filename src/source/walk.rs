//! The walk through the course folder. It goes level by level, so that no depth can be too much for it, and all folders of a
//! level are read at once: every save waits for this.

use std::collections::HashMap;
use std::ffi::OsStr;
use std::fs::{DirEntry, Metadata};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use super::own::{is_of_the_course, is_portal};
use super::{SourcePath, Unreadable};

/// In how many places the same folder may be shown by links.
const MOST_VISITS: usize = 16;

/// What is in the course folder.
#[derive(Default)]
pub(super) struct Found {
    /// Every file, where it is on this machine, and what the system says of it.
    pub(super) files: Vec<(SourcePath, PathBuf, Metadata)>,
    /// What can't be taken in.
    pub(super) unreadable: Vec<(SourcePath, Unreadable)>,
}

/// A folder that is to be read.
struct Folder {
    /// Where it is, through whatever links.
    path: PathBuf,
    /// Where it really is, and those around it, so that a link back to one of them is seen.
    real: Arc<Real>,
}

/// A folder without links, and the one in which the walk found it.
struct Real {
    path: PathBuf,
    outer: Option<Arc<Real>>,
}

impl Real {
    fn is_inside(&self, folder: &Path) -> bool {
        std::iter::successors(Some(self), |real| real.outer.as_deref())
            .any(|real| real.path == folder)
    }
}

/// Walks through `root`, all but what is hidden, the folders in `skip`, and portals.
pub(super) fn walk(root: &Path, real: &Path, skip: &[PathBuf]) -> Found {
    let walk = Walk { root, real, skip };
    // Links that lead to folders with links double the paths at every step.
    let mut visits: HashMap<PathBuf, usize> = HashMap::new();
    let mut found = Found::default();
    let mut level = vec![Folder {
        path: root.to_owned(),
        real: Arc::new(Real {
            path: real.to_owned(),
            outer: None,
        }),
    }];
    while !level.is_empty() {
        let listed: Vec<_> = level.par_iter().map(|folder| walk.list(folder)).collect();
        level = Vec::new();
        for (one, inner) in listed {
            found.files.extend(one.files);
            found.unreadable.extend(one.unreadable);
            for folder in inner {
                let visits = visits.entry(folder.real.path.clone()).or_default();
                *visits += 1;
                if *visits <= MOST_VISITS {
                    level.push(folder);
                } else {
                    let path = lossy(root, &folder.path);
                    found.unreadable.push((path, Unreadable::TooOften));
                }
            }
        }
    }
    found.files.sort_unstable_by(|a, b| a.0.cmp(&b.0));
    found
}

struct Walk<'a> {
    root: &'a Path,
    real: &'a Path,
    skip: &'a [PathBuf],
}

impl Walk<'_> {
    /// What is in one folder, and the folders in it.
    fn list(&self, folder: &Folder) -> (Found, Vec<Folder>) {
        let mut found = Found::default();
        let mut inner = Vec::new();
        let mut cannot = |path: &Path, why: Unreadable| {
            found.unreadable.push((lossy(self.root, path), why));
        };
        let entries = match std::fs::read_dir(&folder.path) {
            Ok(entries) => entries,
            Err(error) => {
                cannot(&folder.path, (&error).into());
                return (found, inner);
            }
        };
        for entry in entries {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    cannot(&folder.path, (&error).into());
                    continue;
                }
            };
            if is_hidden(&entry.file_name()) {
                continue;
            }
            let path = entry.path();
            match self.look(folder, &entry, &path) {
                Ok(Some(Entry::File(meta))) => match relative(self.root, &path) {
                    Some(name) => found.files.push((name, path, meta)),
                    None => cannot(&path, Unreadable::Name),
                },
                Ok(Some(Entry::Folder(real))) => inner.push(Folder { path, real }),
                Ok(None) => {}
                Err(why) => cannot(&path, why),
            }
        }
        (found, inner)
    }

    /// What an entry is; `None` for what is passed over.
    fn look(
        &self,
        folder: &Folder,
        entry: &DirEntry,
        path: &Path,
    ) -> Result<Option<Entry>, Unreadable> {
        // What the entry itself says costs the system less than a path does.
        let itself = entry.metadata().map_err(|error| Unreadable::from(&error))?;
        let is_link = itself.is_symlink();
        let (meta, real) = if is_link {
            self.follow(path)?
        } else {
            (itself, None)
        };
        if meta.is_dir() && !self.is_wanted(path) {
            return Ok(None);
        }
        // Where a backslash parts folders, no name has one.
        if entry.file_name().as_encoded_bytes().contains(&b'\\') {
            return Err(Unreadable::Backslash);
        }
        if meta.is_file() {
            return Ok(Some(Entry::File(meta)));
        }
        if !meta.is_dir() {
            return Err(Unreadable::NoFile);
        }
        let path = real.unwrap_or_else(|| folder.real.path.join(entry.file_name()));
        if is_link && folder.real.is_inside(&path) {
            return Err(Unreadable::Loop);
        }
        let outer = Some(Arc::clone(&folder.real));
        Ok(Some(Entry::Folder(Arc::new(Real { path, outer }))))
    }

    /// What a link leads to, and where that is.
    fn follow(&self, path: &Path) -> Result<(Metadata, Option<PathBuf>), Unreadable> {
        let real = path
            .canonicalize()
            .map_err(|error| Unreadable::from(&error))?;
        if !real.starts_with(self.real) {
            return Err(Unreadable::Outside);
        }
        let meta = std::fs::metadata(&real).map_err(|error| Unreadable::from(&error))?;
        Ok((meta, Some(real)))
    }

    fn is_wanted(&self, folder: &Path) -> bool {
        let inside = folder.strip_prefix(self.root).unwrap_or(folder);
        !self.skip.iter().any(|skip| skip == folder)
            && (is_of_the_course(inside) || !is_portal(folder))
    }
}

/// What an entry of a folder is.
enum Entry {
    File(Metadata),
    Folder(Arc<Real>),
}

fn is_hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".") || name == "node_modules"
}

/// The path below `root`; `None` for one that is not Unicode.
pub(super) fn relative(root: &Path, path: &Path) -> Option<SourcePath> {
    let relative = path.strip_prefix(root).ok()?;
    let parts: Option<Vec<&str>> = relative.iter().map(OsStr::to_str).collect();
    Some(SourcePath::new(parts?.join("/")))
}

fn lossy(root: &Path, path: &Path) -> SourcePath {
    let relative = path.strip_prefix(root).unwrap_or(path);
    let parts: Vec<_> = relative.iter().map(|part| part.to_string_lossy()).collect();
    SourcePath::new(parts.join("/"))
}
