//! [`carry`]: a file that stays gets a second name in the new portal.

use std::fs::{self, File};
use std::io;
use std::path::Path;

/// The same file at a second place: linked, or copied where the system does not link.
pub(super) fn carry(from: &Path, to: &Path) -> io::Result<()> {
    let Err(refused) = fs::hard_link(from, to) else {
        return Ok(());
    };
    let meta = from.symlink_metadata()?;
    if meta.is_symlink() {
        return copy_link(from, to);
    }
    if !meta.is_file() {
        return Err(refused);
    }
    fs::copy(from, to)?;
    if let Ok(time) = meta.modified() {
        File::options().write(true).open(to)?.set_modified(time)?;
    }
    Ok(())
}

#[cfg(unix)]
fn copy_link(from: &Path, to: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(fs::read_link(from)?, to)
}

#[cfg(not(unix))]
fn copy_link(from: &Path, to: &Path) -> io::Result<()> {
    fs::copy(from, to).map(|_| ())
}
