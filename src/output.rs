//! The portal onto the disk, all or nothing.
//!
//! The new portal is built in a hidden folder beside the old one and both change places in one
//! system call, so no visitor sees a mixture and a killed build leaves the old portal as it was.
//! Unchanged files are linked, not written: they keep their time and their inode. Files that stoa
//! did not write move along.
//!
//! Where folders can't change places (the portal is a mount point or the current folder, its
//! parent is not writable, it holds another mount) or where there is no old portal to protect in a
//! folder full of other files, each file is replaced by itself. A note in the manifest keeps a
//! kill in between harmless: the next build completes what this one began.

mod carry;
mod exchange;
mod in_place;
mod manifest;
mod plan;
mod stage;

use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use self::manifest::Manifest;
use self::plan::{Odd, Plan, folders_of_manifest};
use self::stage::Published;
use crate::artifact::Artifacts;
use crate::source::Digest;

pub use crate::source::MANIFEST;

/// What stands in for the path of the manifest that is there while files are replaced one by one.
const JOURNAL: &str = ".stoa-manifest.json/journal";

/// What was done, in files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Report {
    /// Written, new or with new contents.
    pub written: usize,
    /// Left as they were.
    pub unchanged: usize,
    /// Removed, because the course no longer has them.
    pub removed: usize,
    /// In the portal's folder and not from stoa, or from stoa and changed by hand since: left
    /// alone.
    pub kept_foreign: usize,
}

/// Why the portal could not be published. The old one is still there.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The place is taken by something else.
    #[error("`{}` is not a folder, so the portal can't go there", .0.display())]
    NotAFolder(PathBuf),
    /// A file or folder of somebody else is in the way.
    #[error(
        "`{}` is in the way: the portal has a file of that name, and stoa did not write this one. \
         Move it away or give the page another name",
        .0.display()
    )]
    Foreign(PathBuf),
    /// A file of the portal was changed by hand, and the course has other contents for it.
    #[error(
        "`{}` was changed by hand since stoa wrote it. Take the change over into the course, then \
         delete this file",
        .0.display()
    )]
    ChangedByHand(PathBuf),
    /// A large file of the course is not what it was when the course was read.
    #[error("`{}` changed while the portal was being built; build it again", .0.display())]
    SourceChanged(PathBuf),
    /// The system said no.
    #[error("can't {what} `{}`: {source}", .path.display())]
    System {
        /// What stoa was about to do, `write`.
        what: &'static str,
        /// To what.
        path: PathBuf,
        /// The system's own words.
        source: io::Error,
    },
}

/// Adds to an error of the system what was being done to what.
fn while_trying<'a>(what: &'static str, path: &'a Path) -> impl FnOnce(io::Error) -> Error + 'a {
    move |source| Error::System {
        what,
        path: path.to_owned(),
        source,
    }
}

/// Makes the folder `out` hold exactly `artifacts`, and the files in it that stoa did not write.
/// `inputs` stands for everything that the artifacts were made from; [`is_current`] compares it.
///
/// A file that an earlier build wrote and this one does not is removed, unless somebody changed
/// it. Where nothing has changed nothing is touched.
///
/// # Errors
///
/// If a file of somebody else is in the way, or the disk is full, or something is not writable.
/// The old portal is then as it was.
pub fn publish(artifacts: &Artifacts, out: &Path, inputs: Digest) -> Result<Report, Error> {
    let out = resolve(out)?;
    let _lock = stage::lock(&out);
    stage::clean(&out);
    let old = Manifest::read(&out);
    let plan = Plan::new(artifacts, &out, old.as_ref())?;
    let new = Manifest::new(artifacts, inputs);
    let report = plan.report();
    if plan.changes() == 0 && out.exists() {
        let same = old.is_some_and(|old| old.complete && old == new);
        if same {
            manifest::renew(&out, plan.newest);
        } else {
            in_place::write_manifest(&new, &out, plan.newest)?;
        }
        return Ok(report);
    }
    // One file changes at once by itself, and ten thousand need not be linked for it.
    let together = plan.can_swap && (plan.changes() > 1 || !out.exists());
    if !together || stage::publish(&plan, &new, &out)? == Published::CannotSwap {
        in_place::publish(&plan, old.as_ref(), &new, &out)?;
    }
    Ok(report)
}

/// Whether `out` holds the whole portal that was made from `inputs`, and nobody has changed a file
/// of it since. A look at each file's length and time, not at its contents.
#[must_use]
pub fn is_current(out: &Path, inputs: Digest) -> bool {
    let Some(manifest) = Manifest::read(out) else {
        return false;
    };
    if !manifest.complete || manifest.inputs != inputs.hex() {
        return false;
    }
    let odd = Odd::among(folders_of_manifest(&manifest), out);
    let files: Vec<_> = manifest.files.iter().collect();
    files.par_iter().with_min_len(64).all(|(path, entry)| {
        odd.link_above(path).is_none()
            && out
                .join(path)
                .symlink_metadata()
                .is_ok_and(|meta| manifest.vouches_for(entry, &meta))
    })
}

/// The folder itself, where `out` is a link to one. A folder that is not there yet stays as it is
/// written.
fn resolve(out: &Path) -> Result<PathBuf, Error> {
    match out.canonicalize() {
        Ok(path) if path.is_dir() => Ok(path),
        Ok(_) => Err(Error::NotAFolder(out.to_owned())),
        // A link that leads nowhere.
        Err(_) if out.symlink_metadata().is_ok() => Err(Error::NotAFolder(out.to_owned())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let out = std::path::absolute(out).map_err(while_trying("find", out))?;
            let parent = out.parent().unwrap_or(&out);
            std::fs::create_dir_all(parent).map_err(while_trying("create the folder", parent))?;
            Ok(out)
        }
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
            Err(Error::NotAFolder(out.parent().unwrap_or(out).to_owned()))
        }
        Err(error) => Err(while_trying("read", out)(error)),
    }
}
