//! What stoa may forget: files that save time, each whole or as good as absent.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use bytes::Bytes;

use crate::source::{Digest, read_own};

/// What the file starts with, before the version.
const MAGIC: &[u8] = b"stoa cache\n";

/// The contents of the cache file `name`, if it is whole and was written by `version`. A file
/// that is damaged, foreign or not there is no error: its contents are computed again.
pub(crate) fn load(folder: &Path, name: &str, version: &str) -> Option<Bytes> {
    if !is_in_place(folder) {
        return None;
    }
    let file = Bytes::from(read_own(&folder.join(name))?);
    let head = head(version);
    let contents = head.len() + 32;
    if file.len() < contents || file[..head.len()] != head {
        return None;
    }
    let whole = file[head.len()..contents] == *Digest::of(&file[contents..]).bytes();
    whole.then(|| file.slice(contents..))
}

/// Writes the cache file `name`. A reader sees the old file or the new one, never a part.
///
/// # Errors
///
/// If the folder or the file can't be written, or the folder is a link.
pub(crate) fn save(folder: &Path, name: &str, version: &str, contents: &[u8]) -> io::Result<()> {
    if !is_in_place(folder) {
        return Err(io::Error::other("the folder for the cache is a link"));
    }
    fs::create_dir_all(folder)?;
    // Only a new file: what is there may be a link to somewhere else.
    match fs::File::create_new(folder.join(".gitignore")) {
        Ok(mut ignore) => ignore.write_all(b"*\n")?,
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        Err(error) => return Err(error),
    }
    // Not flushed to the disk: losing a cache in a power cut costs one slow build, and the digest
    // in the head finds a torn file.
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(&head(version))?;
    file.write_all(Digest::of(contents).bytes())?;
    file.write_all(contents)?;
    file.persist(folder.join(name))?;
    Ok(())
}

/// Whether the folder for the cache, `.stoa/cache` of a course, is where it seems to be. A course
/// may come from a stranger, and a link in it would let stoa write anywhere.
pub(crate) fn is_in_place(folder: &Path) -> bool {
    let above = folder.parent().filter(|above| above.ends_with(".stoa"));
    !folder.is_symlink() && !above.is_some_and(Path::is_symlink)
}

fn head(version: &str) -> Vec<u8> {
    [MAGIC, version.as_bytes(), b"\n"].concat()
}
