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
    let path = root.join(LOCK);
    if path.is_dir() {
        return Err(format!(
            "{LOCK} is a folder, and calendars need a file of this name; move it away"
        )
        .into());
    }
    replace(root, &path, text).map_err(|error| {
        format!("{LOCK} can't be written into the course folder: {error}; where it is committed already, use --locked")
            .into()
    })
}

fn replace(root: &Path, path: &Path, text: &str) -> std::io::Result<()> {
    // A link in the course stays one, and what it leads to is written.
    let path = match path.canonicalize() {
        Ok(path) if path.starts_with(root) => path,
        _ => path.to_owned(),
    };
    let mut builder = tempfile::Builder::new();
    // A hidden file is no part of the course, should this process end here.
    builder.prefix(".stoa-lock-");
    // Without this only its author could read it.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut file = builder.tempfile_in(path.parent().unwrap_or(root))?;
    if let Ok(meta) = path.metadata() {
        file.as_file().set_permissions(meta.permissions())?;
    }
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}
