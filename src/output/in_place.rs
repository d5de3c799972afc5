//! Files one by one, each whole, where the folder can't change places as a whole.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use rayon::prelude::*;

use super::manifest::{self, Entry, Manifest};
use super::plan::{PARTIAL, Plan, folders, is_behind_a_link};
use super::stage::{time, write_body};
use super::{Error, MANIFEST, while_trying};

/// Brings `out` up to date. Each file is the old one or the new one at any moment. After a kill
/// the manifest still knows every file that may be from stoa, and what it may hold.
pub(super) fn publish(
    plan: &Plan<'_>,
    old: Option<&Manifest>,
    new: &Manifest,
    out: &Path,
) -> Result<(), Error> {
    fs::create_dir_all(out).map_err(while_trying("create the folder", out))?;
    write_manifest(&both(old, new), out, SystemTime::UNIX_EPOCH)?;
    for path in &plan.partial {
        // It will be tried again; nobody reads it.
        let _ = fs::remove_file(out.join(path));
    }
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
    let written = plan.write.par_iter().map(|artifact| {
        let path = out.join(artifact.path.as_str());
        let folder = path.parent().unwrap_or(out);
        let mut file = partial(folder).map_err(while_trying("write", &path))?;
        write_body(artifact, file.as_file_mut(), &path)?;
        file.persist(&path)
            .map_err(|error| while_trying("write", &path)(error.error))
            .map(|file| time(&file))
    });
    let newest = written.try_reduce(|| plan.newest, |one, other| Ok(one.max(other)))?;
    for path in last {
        remove(path, out)?;
    }
    write_manifest(new, out, newest)
}

/// Puts the manifest in place; `newest` is the time of the newest file that it vouches for.
pub(super) fn write_manifest(
    manifest: &Manifest,
    out: &Path,
    newest: SystemTime,
) -> Result<(), Error> {
    let path = out.join(MANIFEST);
    let write = || {
        let mut file = partial(out)?;
        manifest::write(manifest, file.as_file_mut(), newest)?;
        file.persist(&path).map_err(|error| error.error)
    };
    write().map_err(while_trying("write", &path))?;
    manifest::renew(out, newest);
    Ok(())
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

fn partial(folder: &Path) -> std::io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(PARTIAL);
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
