//! Files one by one, each whole, where the folder can't change places as a whole.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use rayon::prelude::*;
use tempfile::TempPath;

use super::manifest::{self, Entry, Manifest};
use super::plan::{Plan, folders, is_behind_a_link, partial_name};
use super::stage::{time, write_body};
use super::{Error, JOURNAL, MANIFEST, while_trying};
use crate::artifact::Artifact;

/// Brings `out` up to date. Everything new is written under another name first, so that a full disk
/// leaves the old portal as it was. Then each file is the old one or the new one at any moment, and
/// after a kill the manifest still knows every file that may be from stoa, and what it may hold.
pub(super) fn publish(
    plan: &Plan<'_>,
    old: Option<&Manifest>,
    new: &Manifest,
    out: &Path,
) -> Result<(), Error> {
    fs::create_dir_all(out).map_err(while_trying("create the folder", out))?;
    for path in &plan.partial {
        // It will be tried again; nobody reads it.
        let _ = fs::remove_file(out.join(path));
    }
    let staged: Vec<_> = plan
        .write
        .par_iter()
        .map(|artifact| stage(artifact, out))
        .collect::<Result<_, _>>()?;
    let newest = staged
        .iter()
        .map(|(_, time)| *time)
        .fold(plan.newest, SystemTime::max);
    let journal = stage_manifest(&both(old, new), JOURNAL, out, SystemTime::UNIX_EPOCH)?;
    let manifest = stage_manifest(new, MANIFEST, out, newest)?;
    // From here on nothing needs room on the disk but folders.
    put(journal, &out.join(MANIFEST))?;
    // What is in the way of a new file or folder goes first, the rest last, so that a visitor
    // meets a page too many rather than a missing one.
    let wanted = folders(plan.write.iter().map(|artifact| artifact.path.as_str()));
    let files: BTreeSet<&Path> = plan
        .write
        .iter()
        .map(|artifact| Path::new(artifact.path.as_str()))
        .collect();
    let (first, last): (Vec<&PathBuf>, Vec<&PathBuf>) = plan.remove.iter().partition(|path| {
        path.to_str().is_some_and(|path| wanted.contains(path))
            || path.ancestors().any(|folder| files.contains(folder))
    });
    for path in first {
        remove(path, out)?;
    }
    for folder in &wanted {
        let folder = out.join(folder);
        fs::create_dir_all(&folder).map_err(while_trying("create the folder", &folder))?;
    }
    let moves: Vec<_> = plan.write.iter().zip(staged).collect();
    moves
        .into_par_iter()
        .try_for_each(|(artifact, (file, _))| put(file, &out.join(artifact.path.as_str())))?;
    for path in last {
        remove(path, out)?;
    }
    put(manifest, &out.join(MANIFEST))?;
    manifest::renew(out, newest);
    Ok(())
}

/// Puts the manifest in place; `newest` is the time of the newest file that it vouches for.
pub(super) fn write_manifest(
    manifest: &Manifest,
    out: &Path,
    newest: SystemTime,
) -> Result<(), Error> {
    let file = stage_manifest(manifest, MANIFEST, out, newest)?;
    put(file, &out.join(MANIFEST))?;
    manifest::renew(out, newest);
    Ok(())
}

/// A new file under the name at which it waits, with its time. It is removed if it never gets its
/// place.
fn stage(artifact: &Artifact, out: &Path) -> Result<(TempPath, SystemTime), Error> {
    let path = out.join(artifact.path.as_str());
    // Its folder may be missing still, or be a file still; one above it is on the same disk.
    let folder = path
        .ancestors()
        .skip(1)
        .take_while(|folder| folder.starts_with(out))
        .find(|folder| folder.symlink_metadata().is_ok_and(|meta| meta.is_dir()))
        .unwrap_or(out);
    let mut file = partial(folder, artifact.path.as_str()).map_err(while_trying("write", &path))?;
    write_body(artifact, file.as_file_mut(), &path)?;
    let time = time(file.as_file());
    Ok((file.into_temp_path(), time))
}

fn stage_manifest(
    manifest: &Manifest,
    name: &str,
    out: &Path,
    newest: SystemTime,
) -> Result<TempPath, Error> {
    let write = || {
        let mut file = partial(out, name)?;
        manifest::write(manifest, file.as_file_mut(), newest)?;
        Ok(file.into_temp_path())
    };
    write().map_err(while_trying("write", &out.join(MANIFEST)))
}

/// Gives a file that waits its place.
fn put(file: TempPath, path: &Path) -> Result<(), Error> {
    file.persist(path)
        .map_err(|error| while_trying("write", path)(error.error))
}

/// Everything that may be from stoa while files are being replaced.
fn both(old: Option<&Manifest>, new: &Manifest) -> Manifest {
    let mut both = new.clone();
    both.complete = false;
    for (path, entry) in old.iter().flat_map(|old| &old.files) {
        both.files
            .entry(path.clone())
            .and_modify(|new: &mut Entry| {
                new.was.push(entry.sha256.clone());
                new.was.extend(entry.was.iter().cloned());
                new.was.sort();
                new.was.dedup();
            })
            .or_insert_with(|| entry.clone());
    }
    both
}

fn partial(folder: &Path, path: &str) -> std::io::Result<tempfile::NamedTempFile> {
    let name = partial_name(path);
    let mut builder = tempfile::Builder::new();
    builder.prefix(&name).rand_bytes(0);
    // Without this only the author could read the portal.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder)
}

/// Removes a file, and the folders above it that are empty then.
fn remove(path: &Path, out: &Path) -> Result<(), Error> {
    let full = out.join(path);
    // Looked at before, but a folder may have become a link since.
    if is_behind_a_link(path, out) {
        return Ok(());
    }
    fs::remove_file(&full).map_err(while_trying("remove", &full))?;
    for folder in path.ancestors().skip(1) {
        // Never `out` itself; and a folder with something in it can't be removed, which is right.
        if folder.as_os_str().is_empty() || fs::remove_dir(out.join(folder)).is_err() {
            break;
        }
    }
    Ok(())
}
