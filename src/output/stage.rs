//! The new portal beside the old one, and the moment at which they change places.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use rayon::prelude::*;
use walkdir::WalkDir;

use super::carry::carry;
use super::exchange::exchange;
use super::manifest::{self, Manifest};
use super::plan::{Plan, folders};
use super::{Error, MANIFEST, while_trying};
use crate::artifact::{Artifact, Body};
use crate::source::read_own;

/// The file by which stoa knows a hidden folder of its own. A name alone proves nothing.
pub(super) const MARKER: &str = ".stoa-staging";

/// What is in the marker.
const MARK: &[u8] =
    b"stoa is making a portal here. If no stoa is running, this folder may be deleted.\n";

/// What became of an attempt.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Published {
    Done,
    /// Nothing was changed, and another way has to be taken.
    CannotSwap,
}

/// Builds the new portal in a hidden folder beside `out` and lets them change places.
pub(super) fn publish(plan: &Plan<'_>, new: &Manifest, out: &Path) -> Result<Published, Error> {
    let Some(parent) = out.parent() else {
        return Ok(Published::CannotSwap);
    };
    if std::env::current_dir().is_ok_and(|here| here.starts_with(out)) {
        // A shell in a folder that was swapped away would look at a portal that is gone.
        return Ok(Published::CannotSwap);
    }
    let staging = match create(out, parent) {
        Ok(staging) => staging,
        // The parent is not writable; the folder itself may be.
        Err(_) if out.exists() => return Ok(Published::CannotSwap),
        Err(error) => return Err(while_trying("create a folder in", parent)(error)),
    };
    // Held to the end, so that a build beside this one does not take the folder for a leftover.
    let _lock = File::open(staging.path()).inspect(|file| {
        let _ = file.try_lock();
    });
    let carried = fill(plan, new, staging.path(), out)?;
    if !out.exists() {
        // From here on the folder is the portal, so nobody may clear it away.
        let staging = staging.keep();
        return match fs::rename(&staging, out) {
            Ok(()) => {
                let _ = fs::remove_file(out.join(MARKER));
                Ok(Published::Done)
            }
            Err(error) => {
                let _ = fs::remove_dir_all(&staging);
                Err(while_trying("write", out)(error))
            }
        };
    }
    if exchange(staging.path(), out).is_err() {
        return Ok(Published::CannotSwap);
    }
    // The name of the new folder is now that of the old one, and so is the mark.
    let old = staging.keep();
    let _ = mark(&old);
    let _ = fs::remove_file(out.join(MARKER));
    clear(&old, out, &known(plan, new), &carried);
    Ok(Published::Done)
}

/// Takes the folder `out` for this process, so that two builds publish one after the other. A
/// system that can't do it lets them publish at once; the later one wins.
pub(super) fn lock(out: &Path) -> Option<File> {
    loop {
        let file = File::open(out).ok()?;
        file.lock().ok()?;
        // Another build may have put another folder in its place in the meantime.
        if is_same(&file, out) {
            return Some(file);
        }
    }
}

#[cfg(unix)]
fn is_same(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let id = |meta: fs::Metadata| (meta.dev(), meta.ino());
    match (file.metadata(), path.metadata()) {
        (Ok(file), Ok(path)) => id(file) == id(path),
        // The next step meets the same error and says so.
        _ => true,
    }
}

#[cfg(not(unix))]
fn is_same(_: &File, _: &Path) -> bool {
    true
}

/// Removes what killed builds left beside `out`: folders with stoa's own name and mark and no
/// living build that holds them.
pub(super) fn clean(out: &Path) {
    let Some(parent) = out.parent() else { return };
    let prefix = prefix(out);
    for entry in fs::read_dir(parent).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let ours = name
            .as_encoded_bytes()
            .starts_with(prefix.as_encoded_bytes());
        if ours
            && entry.file_type().is_ok_and(|kind| kind.is_dir())
            && is_marked(&entry.path())
            && let Ok(folder) = File::open(entry.path())
            && folder.try_lock().is_ok()
        {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

fn mark(folder: &Path) -> io::Result<()> {
    File::create_new(folder.join(MARKER))?.write_all(MARK)
}

/// Whether stoa's own mark is in `folder`.
pub(super) fn is_marked(folder: &Path) -> bool {
    read_own(&folder.join(MARKER)).is_some_and(|mark| mark == MARK)
}

/// `.NAME.stoa-staging-`.
fn prefix(out: &Path) -> OsString {
    let mut prefix = OsString::from(".");
    prefix.push(out.file_name().unwrap_or_default());
    prefix.push(".stoa-staging-");
    prefix
}

fn create(out: &Path, parent: &Path) -> io::Result<tempfile::TempDir> {
    let prefix = prefix(out);
    let mut builder = tempfile::Builder::new();
    builder.prefix(&prefix);
    // Without this only the author could read the portal.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o777));
    let staging = builder.tempdir_in(parent)?;
    mark(staging.path())?;
    if let Ok(meta) = out.metadata() {
        fs::set_permissions(staging.path(), meta.permissions())?;
    }
    Ok(staging)
}

/// Files of somebody else, and what each was when it was carried over.
type Carried<'p> = BTreeMap<&'p Path, Option<Id>>;

/// By what a file is known again: inode, time and length.
type Id = (u64, Option<SystemTime>, u64);

fn id(path: &Path) -> Option<Id> {
    let meta = path.symlink_metadata().ok()?;
    Some((inode(&meta), meta.modified().ok(), meta.len()))
}

#[cfg(unix)]
fn inode(meta: &fs::Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(meta)
}

#[cfg(not(unix))]
fn inode(_: &fs::Metadata) -> u64 {
    0
}

/// The whole new portal, in `staging`.
fn fill<'p>(
    plan: &'p Plan<'_>,
    new: &Manifest,
    staging: &Path,
    out: &Path,
) -> Result<Carried<'p>, Error> {
    make_folders(plan, new, staging, out)?;
    let foreign = plan.foreign.iter().map(PathBuf::as_path);
    let carried = foreign.map(|path| (path, id(&out.join(path)))).collect();
    let kept = plan
        .keep
        .par_iter()
        .map(|artifact| Path::new(artifact.path.as_str()));
    let foreign = plan.foreign.par_iter().map(PathBuf::as_path);
    kept.chain(foreign).try_for_each(|path| {
        carry(&out.join(path), &staging.join(path)).map_err(while_trying("keep", &out.join(path)))
    })?;
    let written = plan.write.par_iter().map(|artifact| {
        let path = staging.join(artifact.path.as_str());
        // The author knows the path in the portal, not the one in the hidden folder.
        let shown = out.join(artifact.path.as_str());
        let mut file = File::create_new(&path).map_err(while_trying("write", &shown))?;
        write_body(artifact, &mut file, &shown)?;
        Ok(time(&file))
    });
    let newest = written.try_reduce(|| plan.newest, |one, other| Ok(one.max(other)))?;
    let shown = out.join(MANIFEST);
    let write = || {
        let mut file = File::create_new(staging.join(MANIFEST))?;
        manifest::write(new, &mut file, newest)
    };
    write().map_err(while_trying("write", &shown))?;
    manifest::renew(staging, newest);
    Ok(carried)
}

fn make_folders(plan: &Plan<'_>, new: &Manifest, staging: &Path, out: &Path) -> Result<(), Error> {
    let mut all: BTreeSet<&Path> = folders(new.files.keys().map(String::as_str))
        .into_iter()
        .map(Path::new)
        .collect();
    for path in plan.foreign.iter().chain(&plan.foreign_folders) {
        all.extend(path.ancestors().skip(1));
    }
    all.extend(plan.foreign_folders.iter().map(PathBuf::as_path));
    all.remove(Path::new(""));
    // One level after the other, each on all cores.
    let mut levels: Vec<Vec<&Path>> = Vec::new();
    for folder in all {
        let depth = folder.components().count();
        levels.resize_with(levels.len().max(depth), Vec::new);
        levels[depth - 1].push(folder);
    }
    for level in levels {
        level.par_iter().try_for_each(|folder| {
            fs::create_dir(staging.join(folder))
                .map_err(while_trying("create the folder", &out.join(folder)))
        })?;
    }
    for folder in &plan.foreign_folders {
        if let Ok(meta) = out.join(folder).metadata() {
            // A folder that nobody may write to is filled first.
            if !meta.permissions().readonly() {
                let _ = fs::set_permissions(staging.join(folder), meta.permissions());
            }
        }
    }
    Ok(())
}

/// When a file was last written, as far as the system knows.
pub(super) fn time(file: &File) -> SystemTime {
    file.metadata()
        .and_then(|meta| meta.modified())
        .unwrap_or(SystemTime::UNIX_EPOCH)
}

/// Writes what an artifact holds; `path` is for the message.
pub(super) fn write_body(artifact: &Artifact, file: &mut File, path: &Path) -> Result<(), Error> {
    match &artifact.body {
        // One call for a page in many small pieces.
        Body::Rope(rope) if rope.pieces().len() > 1 && rope.len() < 1 << 20 => file
            .write_all(&rope.to_vec())
            .map_err(while_trying("write", path)),
        Body::Rope(rope) => rope
            .pieces()
            .iter()
            .try_for_each(|piece| file.write_all(piece))
            .map_err(while_trying("write", path)),
        Body::Copy(large) => {
            let changed = || Error::SourceChanged(large.path().to_owned());
            let mut source = large.open().map_err(|_| changed())?;
            let copied = io::copy(&mut source, file).map_err(while_trying("write", path))?;
            if copied == large.len() {
                Ok(())
            } else {
                Err(changed())
            }
        }
    }
}

/// Everything in the old portal that was carried over, written anew or is to go.
fn known<'p>(plan: &'p Plan<'_>, new: &'p Manifest) -> BTreeSet<&'p Path> {
    let mut known: BTreeSet<&Path> = new.files.keys().map(Path::new).collect();
    known.extend(plan.remove.iter().map(PathBuf::as_path));
    known.extend(plan.foreign.iter().map(PathBuf::as_path));
    known.extend(plan.partial.iter().map(PathBuf::as_path));
    known.insert(Path::new(MANIFEST));
    known
}

/// Removes the old portal. A file that somebody put there or replaced while the new one was being
/// built moves over. What can't be removed is tried again by the next build.
fn clear(old: &Path, out: &Path, known: &BTreeSet<&Path>, carried: &Carried<'_>) {
    let mut files = Vec::new();
    let mut folders = Vec::new();
    for entry in WalkDir::new(old)
        .min_depth(1)
        .contents_first(true)
        .into_iter()
        .flatten()
    {
        if entry.file_type().is_dir() {
            folders.push(entry.into_path());
        } else if entry.path() != old.join(MARKER) {
            files.push(entry.into_path());
        }
    }
    let stranded = files.par_iter().filter(|file| {
        let path = file.strip_prefix(old).unwrap_or(file);
        let to = out.join(path);
        let moves = match carried.get(path) {
            Some(before) => id(file) != *before,
            None => !known.contains(path) && to.symlink_metadata().is_err(),
        };
        if moves {
            let _ = to.parent().map(fs::create_dir_all);
            if fs::rename(file, &to).is_err() {
                return true;
            }
        }
        // Two names of one file stay two names when one is renamed to the other.
        let _ = fs::remove_file(file);
        false
    });
    if stranded.count() > 0 {
        // Without the mark no later build takes the folder for stoa's own.
        let _ = fs::remove_file(old.join(MARKER));
        return;
    }
    for folder in folders {
        let _ = fs::remove_dir(folder);
    }
    // The mark goes last, so that a kill leaves nothing that no build would clear away.
    if fs::read_dir(old).is_ok_and(|left| left.count() == 1) {
        let _ = fs::remove_file(old.join(MARKER));
    }
    let _ = fs::remove_dir(old);
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a panic is how a test fails")]

    use super::*;

    #[test]
    fn what_changes_while_a_portal_is_built_is_not_lost() {
        let folder = tempfile::tempdir().unwrap();
        let (old, out) = (folder.path().join("old"), folder.path().join("out"));
        fs::create_dir_all(old.join("a")).unwrap();
        fs::create_dir_all(out.join("a")).unwrap();
        mark(&old).unwrap();
        let names = ["a/same", "a/replaced", "a/written", "page"];
        for name in names {
            fs::write(old.join(name), "before").unwrap();
        }
        let paths = names[..3].iter().map(Path::new);
        let carried: Carried<'_> = paths.map(|path| (path, id(&old.join(path)))).collect();
        for name in names {
            carry(&old.join(name), &out.join(name)).unwrap();
        }
        // As an editor saves: a new file in the place of the old one.
        fs::write(old.join("a/new"), "after!").unwrap();
        fs::rename(old.join("a/new"), old.join("a/replaced")).unwrap();
        fs::write(old.join("a/written"), "after!").unwrap();
        fs::write(old.join("late"), "late").unwrap();
        let known = names.iter().map(Path::new).collect();
        clear(&old, &out, &known, &carried);
        let read = |name: &str| fs::read_to_string(out.join(name)).unwrap();
        assert_eq!(read("a/same"), "before");
        assert_eq!(read("a/replaced"), "after!");
        assert_eq!(read("a/written"), "after!");
        assert_eq!(read("late"), "late");
        assert!(!old.exists());
    }
}
