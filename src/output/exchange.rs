//! [`exchange`]: two folders change places in one step, where the system can do that.

use std::path::{Path, PathBuf};
use std::{fs, io};

/// Lets two folders change places.
#[cfg(target_os = "linux")]
pub(super) fn exchange(staging: &Path, out: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    match renameat_with(CWD, staging, CWD, out, RenameFlags::EXCHANGE) {
        Ok(()) => Ok(()),
        // Old kernels and some network file systems.
        Err(rustix::io::Errno::INVAL | rustix::io::Errno::NOSYS | rustix::io::Errno::NOTSUP) => {
            rename_twice(staging, out)
        }
        Err(error) => Err(error.into()),
    }
}

#[cfg(not(target_os = "linux"))]
pub(super) fn exchange(staging: &Path, out: &Path) -> io::Result<()> {
    rename_twice(staging, out)
}

/// For a moment there is no portal; should the second step fail, the old one comes back.
fn rename_twice(staging: &Path, out: &Path) -> io::Result<()> {
    let mut aside = staging.as_os_str().to_owned();
    aside.push("-old");
    let aside = PathBuf::from(aside);
    fs::rename(out, &aside)?;
    if let Err(error) = fs::rename(staging, out) {
        fs::rename(&aside, out)?;
        return Err(error);
    }
    fs::rename(&aside, staging)
}
