//! `stoa.lock` on disk.

use std::io::Write as _;
use std::path::Path;

use super::Failure;
use crate::lock::LOCK;

/// Writes it, whole or not at all.
///
/// # Errors
///
/// If it can't be written: then nobody would know at the next build what calendars were told at this one.
pub(super) fn write(root: &Path, text: &str) -> Result<(), Failure> {
    let write = || -> std::io::Result<()> {
        let mut builder = tempfile::Builder::new();
        // A hidden file is no part of the course, should this process end here.
        builder.prefix(".stoa-lock-");
        // Without this only its author could read it.
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        let mut file = builder.tempfile_in(root)?;
        file.write_all(text.as_bytes())?;
        file.as_file().sync_all()?;
        file.persist(root.join(LOCK)).map_err(|error| error.error)?;
        Ok(())
    };
    write().map_err(|error| {
        format!("{LOCK} can't be written into the course folder: {error}; where it is committed already, use --locked")
            .into()
    })
}
