//! Files of the course that stoa writes when somebody asks for it.

use std::io::Write as _;
use std::path::Path;

use super::Failure;

/// Reads one from the disk; `none` where there is none. What a build keeps of a large file is not all of it.
///
/// # Errors
///
/// If it is there and can't be read.
pub(super) fn read(root: &Path, name: &str) -> Result<Option<Vec<u8>>, Failure> {
    match std::fs::read(root.join(name)) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(format!("{name} can't be read: {error}").into()),
    }
}

/// Writes one, whole or not at all; its folder may be new.
///
/// # Errors
///
/// If it can't be written, or something that is no file or folder is in the way.
pub(super) fn write(root: &Path, name: &str, text: &str) -> Result<(), Failure> {
    replace(root, &root.join(name), text)
        .map_err(|error| format!("{name} can't be written into the course folder: {error}").into())
}

fn replace(root: &Path, path: &Path, text: &str) -> std::io::Result<()> {
    let folder = path.parent().unwrap_or(root);
    std::fs::create_dir_all(folder)?;
    // A course may come from a stranger, and a link in it would let stoa write anywhere.
    if !folder.canonicalize()?.starts_with(root) {
        return Err(std::io::Error::other("its folder leads out of the course"));
    }
    // A link in the course stays one, and what it leads to is written.
    let path = match path.canonicalize() {
        Ok(path) if path.starts_with(root) => path,
        _ => path.to_owned(),
    };
    let mut builder = tempfile::Builder::new();
    // A hidden file is no part of the course, should this process end here.
    builder.prefix(".stoa-");
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
