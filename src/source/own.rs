//! What stoa itself wrote into the course folder: the portal and the files that it keeps there.

use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::Path;

/// The name of the file that lists what stoa wrote. It is the same on every machine: the times
/// that the fast check needs are those of the files themselves, compared with the manifest's own.
pub const MANIFEST: &str = ".stoa-manifest.json";

/// The folders at the top of a course that hold what its authors write. No portal is in them, whatever
/// a manifest there says.
pub(crate) const OF_THE_COURSE: &[&str] = &[
    "badges",
    "cohorts",
    "data",
    "modules",
    "people",
    "plan",
    "posts",
    "resources",
    "static",
    "templates",
    "themes",
];

/// What stoa wrote for itself is never larger than this. Bytes.
const OWN_LIMIT: u64 = 256 * 1024 * 1024;

/// Whether this path in the course folder is, or is in, one of the folders that only authors write to.
pub(crate) fn is_of_the_course(path: &Path) -> bool {
    path.iter().next().is_some_and(|top| {
        OF_THE_COURSE
            .iter()
            .any(|name| top.eq_ignore_ascii_case(name))
    })
}

/// Whether stoa wrote a portal into `folder`: a home page is there, and the manifest knows it. A
/// manifest alone proves nothing, and a course must not lose a folder to one.
pub(crate) fn is_portal(folder: &Path) -> bool {
    #[derive(serde::Deserialize)]
    struct Listed {
        files: BTreeMap<String, serde::de::IgnoredAny>,
    }
    let manifest = folder.join(MANIFEST);
    manifest.exists()
        && folder.join("index.html").is_file()
        && read_own(&manifest)
            .and_then(|bytes| serde_json::from_slice::<Listed>(&bytes).ok())
            .is_some_and(|manifest| manifest.files.contains_key("index.html"))
}

/// A file that stoa wrote for itself. What is no file, or too large for one of stoa's, is as good
/// as absent: a pipe would be waited for without end, and a device may never end.
pub(crate) fn read_own(path: &Path) -> Option<Vec<u8>> {
    let meta = path.symlink_metadata().ok()?;
    if !meta.is_file() || meta.len() > OWN_LIMIT {
        return None;
    }
    let mut bytes = Vec::with_capacity(usize::try_from(meta.len()).ok()?);
    let file = std::fs::File::open(path).ok()?;
    // It may grow while it is read.
    file.take(OWN_LIMIT).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}
