//! [`Sources`]: the course folder as a value. This is the only reader of the course folder.

use std::collections::BTreeMap;
use std::fmt;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use rayon::prelude::*;
use sha2::{Digest as _, Sha256};
use walkdir::WalkDir;

/// The name of the file that lists what stoa wrote. It is the same on every machine: the times
/// that the fast check needs are those of the files themselves, compared with the manifest's own.
pub const MANIFEST: &str = ".stoa-manifest.json";

/// Files larger than this stay on disk; only their digest is kept in memory. Bytes.
const IN_MEMORY_LIMIT: u64 = 8 * 1024 * 1024;

/// Texts up to this size are kept in memory, because stoa may have to look into them. Bytes.
const TEXT_LIMIT: u64 = 64 * 1024 * 1024;

/// The endings of files that hold text.
const TEXT: &[&str] = &[
    "css", "html", "js", "json", "markdown", "md", "svg", "toml", "txt", "yaml", "yml",
];

/// The endings of texts that stoa always reads, so that one that is too large can't be passed on as
/// it is.
const ALWAYS_READ: &[&str] = &["markdown", "md", "toml", "yaml", "yml"];

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

/// A file whose clock reads this close to the moment of the look may change again within one
/// tick of that clock, so the next look reads it whatever its time says.
const RACY: Duration = Duration::from_millis(50);

/// The path of a file in the course folder: relative, with `/` between its parts.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourcePath(Arc<str>);

impl SourcePath {
    /// A path from its text, which must be relative and use `/`.
    pub fn new(path: impl AsRef<str>) -> Self {
        Self(Arc::from(path.as_ref()))
    }

    /// The path as text, `modules/01-welcome/index.md`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The file name, `index.md`.
    #[must_use]
    pub fn name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or(&self.0)
    }

    /// The folder, `modules/01-welcome`; empty for a file at the top.
    #[must_use]
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// The file name without its last ending, `index`.
    #[must_use]
    pub fn stem(&self) -> &str {
        let name = self.name();
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    }

    /// The last ending in lower case, `md`; empty where there is none.
    #[must_use]
    pub fn extension(&self) -> String {
        self.name()
            .rsplit_once('.')
            .map_or_else(String::new, |(_, ext)| ext.to_ascii_lowercase())
    }
}

impl fmt::Debug for SourcePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for SourcePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The SHA-256 of some bytes, the only hash that stoa uses.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
pub struct Digest([u8; 32]);

impl Digest {
    /// The digest of `bytes`.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// The digest of several parts, each with its length before it, so that no two lists of
    /// parts can be confused.
    pub fn of_parts<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> Self {
        let mut hash = Sha256::new();
        for part in parts {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part);
        }
        Self(hash.finalize().into())
    }

    /// The 32 bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// 64 hexadecimal digits.
    #[must_use]
    pub fn hex(&self) -> String {
        use fmt::Write as _;
        self.0
            .iter()
            .fold(String::with_capacity(64), |mut text, byte| {
                let _ = write!(text, "{byte:02x}");
                text
            })
    }
}

impl From<Sha256> for Digest {
    fn from(hash: Sha256) -> Self {
        Self(hash.finalize().into())
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.hex()[..12])
    }
}

/// What a file holds.
#[derive(Debug, Clone)]
pub enum Content {
    /// All of it.
    Memory(Bytes),
    /// A large file, read again only when it is copied to the portal.
    Disk {
        /// Where it is on this machine. Never part of an output.
        path: PathBuf,
        /// Its length in bytes.
        len: u64,
    },
}

/// One file of the course.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// Where it is in the course folder.
    pub path: SourcePath,
    /// What it holds.
    pub content: Content,
    /// The digest of what it holds.
    pub digest: Digest,
    stamp: Stamp,
}

impl SourceFile {
    /// A file that never was on a disk, for tests and for the built-in theme.
    #[must_use]
    pub fn in_memory(path: SourcePath, bytes: Bytes) -> Self {
        let digest = Digest::of(&bytes);
        Self {
            path,
            content: Content::Memory(bytes),
            digest,
            stamp: Stamp::default(),
        }
    }

    /// The bytes of the file; those of a large file are not here, and it has none.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        match &self.content {
            Content::Memory(bytes) => bytes,
            Content::Disk { .. } => &[],
        }
    }

    /// The file as text.
    ///
    /// # Errors
    ///
    /// The number of leading bytes that are good UTF-8, where not all of them are.
    pub fn text(&self) -> Result<&str, usize> {
        std::str::from_utf8(self.bytes()).map_err(|error| error.valid_up_to())
    }
}

/// What the file system says of a file, to see without reading whether it changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Stamp {
    len: u64,
    modified: Option<SystemTime>,
    racy: bool,
}

/// Why a file of the course could not be taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unreadable {
    /// A link that leads back to a folder it is in.
    Loop,
    /// A link that leads out of the course folder, where there may be secrets.
    Outside,
    /// The name is not Unicode, so it can have no address.
    Name,
    /// A backslash in the name, which parts folders on some systems, so it can have no address.
    Backslash,
    /// A pipe, a socket or a device.
    NoFile,
    /// A text that stoa would have to read and that is larger than 64 MiB.
    TooLarge,
    /// The system's own words.
    System(String),
}

/// The course folder, whole, at one moment.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    files: BTreeMap<SourcePath, Arc<SourceFile>>,
    unreadable: Vec<(SourcePath, Unreadable)>,
}

impl Sources {
    /// Reads the course folder `root`. Hidden files, `node_modules`, the folders in `skip` and
    /// every folder that holds a portal are passed over; a folder in which authors write, such as
    /// `modules`, holds none. A file of `previous` that has kept its
    /// time and length is not read again.
    ///
    /// # Errors
    ///
    /// If `root` is not a folder that can be read. A file that can't be read is no error: it is
    /// in [`Sources::unreadable`].
    #[allow(clippy::disallowed_methods)] // The look's own time, to see which files may still change.
    pub fn read(
        root: &Path,
        skip: &[PathBuf],
        previous: Option<&Sources>,
    ) -> std::io::Result<Self> {
        std::fs::read_dir(root)?;
        #[expect(
            clippy::disallowed_methods,
            reason = "how old a file is decides whether it is read again, and reaches no output"
        )]
        let looked = SystemTime::now();
        let mut found = Vec::new();
        let mut unreadable = Vec::new();
        let mut walk = WalkDir::new(root)
            .follow_links(true)
            .sort_by_file_name()
            .into_iter()
            .filter_entry(|entry| entry.depth() == 0 || wanted(entry, root, skip));
        let real_root = root.canonicalize()?;
        while let Some(entry) = walk.next() {
            match entry {
                Ok(entry) if leads_outside(&entry, &real_root) => {
                    unreadable.push((lossy(root, entry.path()), Unreadable::Outside));
                    if entry.file_type().is_dir() {
                        walk.skip_current_dir();
                    }
                }
                Ok(entry) if entry.depth() > 0 && has_backslash(&entry) => {
                    unreadable.push((lossy(root, entry.path()), Unreadable::Backslash));
                    if entry.file_type().is_dir() {
                        walk.skip_current_dir();
                    }
                }
                Ok(entry) if entry.file_type().is_file() => match relative(root, entry.path()) {
                    Some(path) => found.push((path, entry)),
                    None => unreadable.push((lossy(root, entry.path()), Unreadable::Name)),
                },
                Ok(entry) if entry.file_type().is_dir() => {}
                Ok(entry) => unreadable.push((lossy(root, entry.path()), Unreadable::NoFile)),
                Err(error) => {
                    let path = lossy(root, error.path().unwrap_or(root));
                    let why = if error.loop_ancestor().is_some() {
                        Unreadable::Loop
                    } else {
                        Unreadable::System(system_words(error.io_error()))
                    };
                    unreadable.push((path, why));
                }
            }
        }
        let read: Vec<_> = found
            .into_par_iter()
            .map(|(path, entry)| {
                let old = previous.and_then(|previous| previous.files.get(&path));
                read_file(path.clone(), &entry, old, looked).map_err(|error| (path, error))
            })
            .collect();
        let mut files = Vec::with_capacity(read.len());
        for result in read {
            match result {
                Ok(file) => files.push((file.path.clone(), file)),
                Err((path, error)) => {
                    let why = match error.kind() {
                        std::io::ErrorKind::FileTooLarge => Unreadable::TooLarge,
                        _ => Unreadable::System(system_words(Some(&error))),
                    };
                    unreadable.push((path, why));
                }
            }
        }
        unreadable.sort_by(|a, b| a.0.cmp(&b.0));
        Ok(Self {
            files: files.into_iter().collect(),
            unreadable,
        })
    }

    /// Sources from memory, for tests.
    pub fn from_files(files: impl IntoIterator<Item = (SourcePath, Bytes)>) -> Self {
        let files = files
            .into_iter()
            .map(|(path, bytes)| (path.clone(), Arc::new(SourceFile::in_memory(path, bytes))))
            .collect();
        Self {
            files,
            unreadable: Vec::new(),
        }
    }

    /// The file at `path`.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&Arc<SourceFile>> {
        self.files.get(&SourcePath::new(path))
    }

    /// All files, by path.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<SourceFile>> {
        self.files.values()
    }

    /// The files in `folder`, at any depth.
    pub fn under<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = &'a Arc<SourceFile>> {
        let prefix = if folder.is_empty() {
            String::new()
        } else {
            format!("{folder}/")
        };
        let start = SourcePath::new(&prefix);
        self.files
            .range(start..)
            .map(|(_, file)| file)
            .take_while(move |file| file.path.as_str().starts_with(&prefix))
    }

    /// What could not be read, by path.
    #[must_use]
    pub fn unreadable(&self) -> &[(SourcePath, Unreadable)] {
        &self.unreadable
    }

    /// One digest of all files and of what could not be read.
    #[must_use]
    pub fn digest(&self) -> Digest {
        let mut hash = Sha256::new();
        for file in self.files.values() {
            hash.update((file.path.as_str().len() as u64).to_le_bytes());
            hash.update(file.path.as_str());
            hash.update(file.digest.bytes());
        }
        for (path, why) in &self.unreadable {
            hash.update(format!("\0{path}\0{why:?}"));
        }
        hash.into()
    }

    /// Whether both hold the same files with the same bytes.
    #[must_use]
    pub fn same(&self, other: &Self) -> bool {
        self.unreadable == other.unreadable
            && self.files.len() == other.files.len()
            && self
                .files
                .values()
                .zip(other.files.values())
                .all(|(a, b)| Arc::ptr_eq(a, b) || (a.path == b.path && a.digest == b.digest))
    }
}

fn wanted(entry: &walkdir::DirEntry, root: &Path, skip: &[PathBuf]) -> bool {
    let name = entry.file_name().to_string_lossy();
    if name.starts_with('.') || name == "node_modules" {
        return false;
    }
    if !entry.file_type().is_dir() {
        return true;
    }
    let is_skipped = skip.iter().any(|skip| skip == entry.path());
    let of_the_course = || {
        let path = entry.path().strip_prefix(root).unwrap_or(entry.path());
        is_of_the_course(path)
    };
    !is_skipped && (of_the_course() || !is_portal(entry.path()))
}

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

/// Whether this is a link out of the course folder. What is below a link is inside if the link is.
fn leads_outside(entry: &walkdir::DirEntry, real_root: &Path) -> bool {
    entry.depth() > 0
        && entry.path_is_symlink()
        && entry
            .path()
            .canonicalize()
            .is_ok_and(|target| !target.starts_with(real_root))
}

/// Whether the name has a backslash; where that parts folders, no name has one.
fn has_backslash(entry: &walkdir::DirEntry) -> bool {
    entry.file_name().as_encoded_bytes().contains(&b'\\')
}

fn relative(root: &Path, path: &Path) -> Option<SourcePath> {
    let relative = path.strip_prefix(root).ok()?;
    let parts: Option<Vec<&str>> = relative.iter().map(std::ffi::OsStr::to_str).collect();
    Some(SourcePath::new(parts?.join("/")))
}

fn lossy(root: &Path, path: &Path) -> SourcePath {
    let relative = path.strip_prefix(root).unwrap_or(path);
    let parts: Vec<_> = relative.iter().map(|part| part.to_string_lossy()).collect();
    SourcePath::new(parts.join("/"))
}

fn system_words(error: Option<&std::io::Error>) -> String {
    use std::io::ErrorKind;
    match error.map(std::io::Error::kind) {
        Some(ErrorKind::PermissionDenied) => "permission denied".to_owned(),
        Some(ErrorKind::NotFound) => "the link leads nowhere".to_owned(),
        _ => error.map_or_else(|| "unknown reason".to_owned(), ToString::to_string),
    }
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

fn read_file(
    path: SourcePath,
    entry: &walkdir::DirEntry,
    old: Option<&Arc<SourceFile>>,
    looked: SystemTime,
) -> std::io::Result<Arc<SourceFile>> {
    let meta = std::fs::metadata(entry.path())?;
    let modified = meta.modified().ok();
    let racy = modified.is_none_or(|time| time + RACY >= looked);
    let stamp = Stamp {
        len: meta.len(),
        modified,
        racy,
    };
    if let Some(old) = old
        && !old.stamp.racy
        && old.stamp.len == stamp.len
        && old.stamp.modified == stamp.modified
    {
        return Ok(Arc::clone(old));
    }
    let extension = path.extension();
    let is_one_of = |endings: &[&str]| endings.contains(&extension.as_str());
    if meta.len() > TEXT_LIMIT && is_one_of(ALWAYS_READ) {
        return Err(std::io::ErrorKind::FileTooLarge.into());
    }
    let limit = if is_one_of(TEXT) {
        TEXT_LIMIT
    } else {
        IN_MEMORY_LIMIT
    };
    if meta.len() > limit {
        let digest = digest_of_file(entry.path())?;
        let content = Content::Disk {
            path: entry.path().to_owned(),
            len: meta.len(),
        };
        return Ok(Arc::new(SourceFile {
            path,
            content,
            digest,
            stamp,
        }));
    }
    let bytes = Bytes::from(std::fs::read(entry.path())?);
    let digest = Digest::of(&bytes);
    if let Some(old) = old
        && old.digest == digest
        && old.stamp == stamp
    {
        return Ok(Arc::clone(old));
    }
    Ok(Arc::new(SourceFile {
        path,
        content: Content::Memory(bytes),
        digest,
        stamp,
    }))
}

fn digest_of_file(path: &Path) -> std::io::Result<Digest> {
    let mut file = std::fs::File::open(path)?;
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            return Ok(hash.into());
        }
        hash.update(&buffer[..read]);
    }
}
