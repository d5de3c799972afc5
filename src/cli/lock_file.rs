//! `stoa.lock` on disk.

use std::path::Path;

use super::{Failure, course_file};
use crate::lock::LOCK;

/// Writes it, whole or not at all.
///
/// # Errors
///
/// If it can't be written: then nobody would know at the next build what calendars were told at this one.
pub(super) fn write(root: &Path, text: &str) -> Result<(), Failure> {
    if root.join(LOCK).is_dir() {
        return Err(format!(
            "{LOCK} is a folder, and calendars need a file of this name; move it away"
        )
        .into());
    }
    course_file::write(root, LOCK, text)
        .map_err(|error| format!("{error}; where it is committed already, use --locked").into())
}
