//! [`Manifest`]: what stoa wrote, so that it never takes a file of somebody else for its own.

use std::collections::BTreeMap;
use std::fs::{File, Metadata};
use std::io::{self, Seek as _, Write as _};
use std::path::Path;
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};

use super::MANIFEST;
use crate::artifact::{Artifacts, OutPath};
use crate::source::{Digest, read_own};

/// The list of what stoa wrote.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Manifest {
    /// Of this file. A stoa that does not know the number treats the portal as somebody else's.
    format: u32,
    /// The digest of everything that the portal was made from.
    pub(super) inputs: String,
    /// False while files are being replaced one by one.
    pub(super) complete: bool,
    /// By path.
    pub(super) files: BTreeMap<String, Entry>,
    /// When the file was written, on this machine.
    #[serde(skip)]
    written: Option<SystemTime>,
}

/// One file that stoa wrote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Entry {
    pub(super) length: u64,
    pub(super) sha256: String,
    /// What it may still be, while files are being replaced one by one.
    /// More than one thing after one kill upon another.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) was: Vec<String>,
}

impl Entry {
    /// Whether contents with this digest are from stoa.
    pub(super) fn wrote(&self, digest: Digest) -> bool {
        let hex = digest.hex();
        self.sha256 == hex || self.was.contains(&hex)
    }
}

/// Equal in what is written down.
impl PartialEq for Manifest {
    fn eq(&self, other: &Self) -> bool {
        self.format == other.format
            && self.inputs == other.inputs
            && self.complete == other.complete
            && self.files == other.files
    }
}

const FORMAT: u32 = 1;

impl Manifest {
    pub(super) fn new(artifacts: &Artifacts, inputs: Digest) -> Self {
        let files = artifacts
            .iter()
            .filter(|artifact| !artifact.path.as_str().is_empty())
            .map(|artifact| {
                let entry = Entry {
                    length: artifact.body.len(),
                    sha256: artifact.digest.hex(),
                    was: Vec::new(),
                };
                (artifact.path.to_string(), entry)
            })
            .collect();
        Self {
            format: FORMAT,
            inputs: inputs.hex(),
            complete: true,
            files,
            written: None,
        }
    }

    /// The manifest in `out`. One that can't be read counts as none: nothing there is known to be
    /// stoa's, so nothing is removed.
    pub(super) fn read(out: &Path) -> Option<Self> {
        let path = out.join(MANIFEST);
        let mut manifest: Self = serde_json::from_slice(&read_own(&path)?).ok()?;
        // A path that leaves the portal can only be forged.
        let inside = |path: &String| !path.is_empty() && OutPath::new(path).as_str() == path;
        if manifest.format != FORMAT || !manifest.files.keys().all(inside) {
            return None;
        }
        manifest.written = path.symlink_metadata().ok()?.modified().ok();
        Some(manifest)
    }

    /// Whether a file is surely what stoa wrote: it has its length, and is older than the
    /// manifest, which is written last and in a later tick of the clock.
    pub(super) fn vouches_for(&self, entry: &Entry, meta: &Metadata) -> bool {
        self.complete
            && meta.is_file()
            && meta.len() == entry.length
            && meta.modified().ok() < self.written
    }

    pub(super) fn to_json(&self) -> Vec<u8> {
        // Only maps with keys that are no strings can fail, and there is none.
        let mut json = serde_json::to_vec_pretty(self).unwrap_or_default();
        json.push(b'\n');
        json
    }
}

/// Writes the manifest's bytes into the empty `file`, in a later tick of the file system's clock
/// than `newest`, the time of the newest file that it vouches for: whoever changes a file from then
/// on makes it as new as the manifest or newer, and is noticed.
pub(super) fn write(manifest: &Manifest, file: &mut File, newest: SystemTime) -> io::Result<()> {
    // A tick has 1 to 10 ms. Where it has seconds, or the newest file is from the future, the next
    // look at the portal is a slow one, no more.
    for _ in 0..20 {
        file.write_all(b" ")?;
        if file.metadata()?.modified().is_ok_and(|now| now > newest) {
            break;
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    file.set_len(0)?;
    file.rewind()?;
    file.write_all(&manifest.to_json())
}

/// Makes the manifest newer than the newest file of a portal whose contents are known to be right,
/// so that the next look can be a fast one. It costs a slow look where that fails.
pub(super) fn renew(out: &Path, newest: SystemTime) {
    let path = out.join(MANIFEST);
    // Opening a pipe to write would wait for a reader.
    let older = |meta: Metadata| meta.is_file() && meta.modified().is_ok_and(|time| time <= newest);
    if path.symlink_metadata().is_ok_and(older)
        && let Ok(file) = File::options().write(true).open(&path)
    {
        let _ = file.set_modified(newest + Duration::from_millis(1));
    }
}
