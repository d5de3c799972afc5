//! [`Plan`]: what has to happen to the files of a portal. Looks and touches nothing.

use std::cell::LazyCell;
use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use rayon::prelude::*;
use sha2::{Digest as _, Sha256};
use walkdir::WalkDir;

use super::manifest::Manifest;
use super::stage::{MARKER, is_marked};
use super::{Error, JOURNAL, MANIFEST, Report, while_trying};
use crate::artifact::{Artifact, Artifacts};
use crate::source::Digest;

/// What the name of a file starts with that is about to take another one's place.
const PARTIAL: &str = ".stoa-partial-";

/// The name under which the file `path` of the portal waits to take its place. It follows from the
/// path, so that nobody's file is ever taken for one that a killed build left behind.
pub(super) fn partial_name(path: &str) -> String {
    let mut name = Digest::of(path.as_bytes()).hex();
    name.truncate(16);
    format!("{PARTIAL}{name}")
}

/// The names under which files may wait.
fn partial_names(artifacts: &Artifacts, old: Option<&Manifest>) -> BTreeSet<String> {
    let old = old.into_iter().flat_map(|old| old.files.keys());
    let new = artifacts.iter().map(|artifact| artifact.path.as_str());
    new.chain(old.map(String::as_str))
        .chain([MANIFEST, JOURNAL])
        .map(partial_name)
        .collect()
}

/// What has to happen to the files of a portal.
#[derive(Debug)]
pub(super) struct Plan<'a> {
    pub(super) write: Vec<&'a Artifact>,
    pub(super) keep: Vec<&'a Artifact>,
    pub(super) remove: Vec<PathBuf>,
    /// Files, links and whatever else is no folder and not from stoa.
    pub(super) foreign: Vec<PathBuf>,
    /// Folders without a file of stoa, parents first.
    pub(super) foreign_folders: Vec<PathBuf>,
    /// What killed builds left behind.
    pub(super) partial: Vec<PathBuf>,
    /// The time of the newest file that stays.
    pub(super) newest: SystemTime,
    /// Whether the folder as a whole may change places with another.
    pub(super) can_swap: bool,
}

impl<'a> Plan<'a> {
    pub(super) fn new(
        artifacts: &'a Artifacts,
        out: &Path,
        old: Option<&Manifest>,
    ) -> Result<Self, Error> {
        let mut plan = Self {
            write: Vec::new(),
            keep: Vec::new(),
            remove: Vec::new(),
            foreign: Vec::new(),
            foreign_folders: Vec::new(),
            partial: Vec::new(),
            newest: SystemTime::UNIX_EPOCH,
            can_swap: true,
        };
        let wanted = folders(artifacts.iter().map(|artifact| artifact.path.as_str()));
        let ours = old.map(folders_of_manifest).unwrap_or_default();
        let odd = Odd::among(wanted.union(&ours).copied(), out);
        plan.can_swap = !odd.has_mount;
        plan.compare(artifacts, out, old, &odd)?;
        plan.find_old(artifacts, out, old, &odd)?;
        plan.find_foreign(artifacts, out, old)?;
        Ok(plan)
    }

    pub(super) fn changes(&self) -> usize {
        self.write.len() + self.remove.len()
    }

    pub(super) fn report(&self) -> Report {
        Report {
            written: self.write.len(),
            unchanged: self.keep.len(),
            removed: self.remove.len(),
            kept_foreign: self.foreign.len(),
        }
    }

    /// Which artifacts are there already.
    fn compare(
        &mut self,
        artifacts: &'a Artifacts,
        out: &Path,
        old: Option<&Manifest>,
        odd: &Odd<'_>,
    ) -> Result<(), Error> {
        // What is behind the link belongs to somebody else, and so does the link.
        let mut paths = artifacts.iter().map(|artifact| artifact.path.as_str());
        if let Some(link) = paths.find_map(|path| odd.link_above(path)) {
            return Err(Error::Foreign(out.join(link)));
        }
        let artifacts: Vec<&Artifact> = artifacts
            .iter()
            .map(AsRef::as_ref)
            // Without a path it would take the place of the portal itself.
            .filter(|artifact| !artifact.path.as_str().is_empty())
            .collect();
        let found: Vec<Result<Found, Error>> = artifacts
            .par_iter()
            .with_min_len(32)
            .map(|artifact| look(artifact, out, old))
            .collect();
        for (artifact, found) in artifacts.into_iter().zip(found) {
            match found? {
                Found::Same(time) => {
                    self.newest = self.newest.max(time);
                    self.keep.push(artifact);
                }
                Found::Other => self.write.push(artifact),
            }
        }
        Ok(())
    }

    /// Which files of the last build are no longer wanted.
    fn find_old(
        &mut self,
        artifacts: &Artifacts,
        out: &Path,
        old: Option<&Manifest>,
        odd: &Odd<'_>,
    ) -> Result<(), Error> {
        for (path, entry) in old.iter().flat_map(|old| &old.files) {
            // Behind a link is not in the portal, whatever the manifest says.
            if artifacts.get(path).is_some() || odd.link_above(path).is_some() {
                continue;
            }
            let full = out.join(path);
            let Some(meta) = stat(&full)? else { continue };
            let ours = old.is_some_and(|old| old.vouches_for(entry, &meta))
                || (meta.is_file() && entry.wrote(digest(&full)?));
            // What somebody changed is found as foreign below.
            if ours {
                self.remove.push(PathBuf::from(path));
            }
        }
        Ok(())
    }

    /// What else is in the folder.
    fn find_foreign(
        &mut self,
        artifacts: &Artifacts,
        out: &Path,
        old: Option<&Manifest>,
    ) -> Result<(), Error> {
        if !out.exists() {
            return Ok(());
        }
        let device = device(out);
        let removed: BTreeSet<&Path> = self.remove.iter().map(PathBuf::as_path).collect();
        let ours = old.map(folders_of_manifest).unwrap_or_default();
        let wanted = folders(artifacts.iter().map(|artifact| artifact.path.as_str()));
        let partial = LazyCell::new(|| partial_names(artifacts, old));
        for entry in WalkDir::new(out).min_depth(1).sort_by_file_name() {
            let Ok(entry) = entry else {
                // What can't be read can't be carried over either, so it has to stay in place.
                self.can_swap = false;
                continue;
            };
            let path = entry.path().strip_prefix(out).unwrap_or(entry.path());
            let name = path.to_str();
            let is_artifact = name.is_some_and(|name| artifacts.get(name).is_some());
            let is_folder = entry.file_type().is_dir();
            if is_folder && name.is_some_and(|name| ours.contains(name)) {
                continue;
            }
            if !is_folder && (is_artifact || removed.contains(path) || path == Path::new(MANIFEST))
            {
                // Compared above.
                continue;
            }
            let in_a_file = |folder: &Path| {
                let folder = folder.to_str();
                folder.is_some_and(|folder| artifacts.get(folder).is_some())
            };
            if path.ancestors().any(in_a_file)
                || (!is_folder && name.is_some_and(|name| wanted.contains(name)))
            {
                return Err(Error::Foreign(entry.into_path()));
            }
            if is_folder {
                if self::device(entry.path()) != device {
                    self.can_swap = false;
                }
                self.foreign_folders.push(path.to_owned());
            } else if (path == Path::new(MARKER) && is_marked(out))
                || name
                    .and_then(|name| name.rsplit('/').next())
                    .is_some_and(|name| name.starts_with(PARTIAL) && partial.contains(name))
            {
                self.partial.push(path.to_owned());
            } else {
                self.foreign.push(path.to_owned());
            }
        }
        // There is no portal to protect, and this may be somebody's home.
        if old.is_none() && !self.foreign.is_empty() {
            self.can_swap = false;
        }
        Ok(())
    }
}

/// What is odd about the folders of a portal.
#[derive(Debug, Default)]
pub(super) struct Odd<'p> {
    /// Links in the place of folders. What is behind one is outside of the portal.
    links: BTreeSet<&'p str>,
    /// Whether one is on another disk, so that it can't move with the rest.
    has_mount: bool,
}

impl<'p> Odd<'p> {
    /// Looks at each of `folders` of `out`.
    pub(super) fn among(folders: impl IntoIterator<Item = &'p str>, out: &Path) -> Self {
        let home = device(out);
        let folders: Vec<&str> = folders.into_iter().collect();
        let look = |folder: &&'p str| {
            let meta = out.join(folder).symlink_metadata().ok()?;
            if meta.is_symlink() {
                return Some((*folder, true));
            }
            (meta.is_dir() && Some(device_of(&meta)) != home).then_some((*folder, false))
        };
        let found: Vec<_> = folders
            .par_iter()
            .with_min_len(64)
            .filter_map(look)
            .collect();
        let mut odd = Self::default();
        for (folder, is_link) in found {
            if is_link {
                odd.links.insert(folder);
            } else {
                odd.has_mount = true;
            }
        }
        odd
    }

    /// The link that stands in the place of a folder above `path`.
    pub(super) fn link_above<'a>(&self, mut path: &'a str) -> Option<&'a str> {
        if self.links.is_empty() {
            return None;
        }
        let mut found = None;
        while let Some((folder, _)) = path.rsplit_once('/') {
            if self.links.contains(folder) {
                found = Some(folder);
            }
            path = folder;
        }
        found
    }
}

/// Whether a link stands in the place of a folder above `path` in `out`.
pub(super) fn is_behind_a_link(path: &Path, out: &Path) -> bool {
    path.ancestors()
        .skip(1)
        .filter(|folder| !folder.as_os_str().is_empty())
        .any(|folder| out.join(folder).is_symlink())
}

/// All folders above these paths.
pub(super) fn folders<'p>(paths: impl IntoIterator<Item = &'p str>) -> BTreeSet<&'p str> {
    let mut folders = BTreeSet::new();
    for mut path in paths {
        while let Some((folder, _)) = path.rsplit_once('/') {
            if !folders.insert(folder) {
                break;
            }
            path = folder;
        }
    }
    folders
}

pub(super) fn folders_of_manifest(manifest: &Manifest) -> BTreeSet<&str> {
    folders(manifest.files.keys().map(String::as_str))
}

enum Found {
    Same(SystemTime),
    Other,
}

fn look(artifact: &Artifact, out: &Path, old: Option<&Manifest>) -> Result<Found, Error> {
    let full = out.join(artifact.path.as_str());
    let Some(meta) = stat(&full)? else {
        return Ok(Found::Other);
    };
    if meta.is_dir() {
        // Fine if it only holds old pages of stoa; the walk finds whether it does.
        return Ok(Found::Other);
    }
    let modified = meta.modified().unwrap_or(SystemTime::UNIX_EPOCH);
    let entry = old.and_then(|old| old.files.get(artifact.path.as_str()));
    if let (Some(old), Some(entry)) = (old, entry)
        && old.vouches_for(entry, &meta)
    {
        let same = entry.sha256 == artifact.digest.hex();
        return Ok(if same {
            Found::Same(modified)
        } else {
            Found::Other
        });
    }
    if !meta.is_file() {
        return Err(Error::Foreign(full));
    }
    let found = digest(&full)?;
    match entry {
        _ if found == artifact.digest => Ok(Found::Same(modified)),
        Some(entry) if entry.wrote(found) => Ok(Found::Other),
        // A file without contents is what a power cut leaves of one that was just written.
        Some(_) if meta.len() == 0 => Ok(Found::Other),
        Some(_) => Err(Error::ChangedByHand(full)),
        None => Err(Error::Foreign(full)),
    }
}

/// `None` where nothing is there: also where a file is in the place of a folder above.
fn stat(path: &Path) -> Result<Option<fs::Metadata>, Error> {
    match path.symlink_metadata() {
        Ok(meta) => Ok(Some(meta)),
        Err(error)
            if matches!(
                error.kind(),
                io::ErrorKind::NotFound
                    | io::ErrorKind::NotADirectory
                    // No system has a file of such a name.
                    | io::ErrorKind::InvalidInput
                    | io::ErrorKind::InvalidFilename
            ) =>
        {
            Ok(None)
        }
        Err(error) => Err(while_trying("read", path)(error)),
    }
}

fn digest(path: &Path) -> Result<Digest, Error> {
    let read = || -> io::Result<Digest> {
        let mut file = fs::File::open(path)?;
        let mut hash = Sha256::new();
        let mut buffer = vec![0; 64 * 1024];
        loop {
            let read = file.read(&mut buffer)?;
            if read == 0 {
                return Ok(hash.into());
            }
            hash.update(&buffer[..read]);
        }
    };
    read().map_err(while_trying("read", path))
}

fn device(path: &Path) -> Option<u64> {
    path.symlink_metadata().ok().as_ref().map(device_of)
}

#[cfg(unix)]
fn device_of(meta: &fs::Metadata) -> u64 {
    use std::os::unix::fs::MetadataExt as _;
    meta.dev()
}

#[cfg(not(unix))]
fn device_of(_: &fs::Metadata) -> u64 {
    0
}
