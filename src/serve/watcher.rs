//! [`Watcher`]: file events, which only wake.

use std::ffi::OsStr;
use std::fmt;
use std::fs::Metadata;
use std::path::{Component, Path, PathBuf};
use std::sync::mpsc::Sender;

use notify::event::{AccessKind, AccessMode, EventKind, ModifyKind};
use notify::{RecommendedWatcher, RecursiveMode, Watcher as _};

/// Why the worker wakes.
#[derive(Debug)]
pub(super) enum Wake {
    /// A program is writing these files and will say when it has done so.
    Writing(Vec<PathBuf>),
    /// Something changed at these paths; without one, anything may have.
    Changed(Vec<PathBuf>),
    /// The watched folder itself was moved or removed.
    Root,
    /// The system can't report all changes.
    Trouble(Trouble),
    /// The server stops.
    Stop,
}

/// Why the system can't report changes.
#[derive(Debug)]
pub(super) struct Trouble {
    pub(super) why: String,
    pub(super) hint: &'static str,
}

impl From<notify::Error> for Trouble {
    fn from(error: notify::Error) -> Self {
        let too_many = match &error.kind {
            notify::ErrorKind::MaxFilesWatch => true,
            // EMFILE and ENOSPC: inotify has run out of instances or of watches.
            notify::ErrorKind::Io(error) => matches!(error.raw_os_error(), Some(24 | 28)),
            _ => false,
        };
        let hint = if too_many && cfg!(target_os = "linux") {
            "raise the limits: `sudo sysctl fs.inotify.max_user_watches=524288 fs.inotify.max_user_instances=512`"
        } else {
            "changes are still found, a little later than they could be"
        };
        // Only the first words: the paths behind them say nothing to an author.
        let why = notify::Error::new(error.kind).to_string();
        Self { why, hint }
    }
}

/// Watches a folder while it lives.
pub(super) struct Watcher {
    _watcher: RecommendedWatcher,
    identity: Option<Identity>,
}

impl fmt::Debug for Watcher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Watcher").finish_non_exhaustive()
    }
}

impl Watcher {
    /// Wakes through `wakes` whenever something in `root` may have changed, hidden files and the
    /// folders in `skip` apart.
    pub(super) fn new(root: &Path, skip: &[PathBuf], wakes: Sender<Wake>) -> notify::Result<Self> {
        // Some systems report real paths, others those that were given.
        let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let course = Course {
            roots: [root.to_owned(), real(root)],
            skip: skip
                .iter()
                .flat_map(|path| [path.clone(), real(path)])
                .collect(),
        };
        let mut watcher = notify::recommended_watcher(move |event: notify::Result<_>| {
            let wake = match event {
                Ok(event) => course.wake(&event),
                Err(error) => Some(Wake::Trouble(error.into())),
            };
            if let Some(wake) = wake {
                // Without a worker nobody must be woken.
                let _ = wakes.send(wake);
            }
        })?;
        watcher.watch(root, RecursiveMode::Recursive)?;
        Ok(Self {
            _watcher: watcher,
            identity: Identity::of(root),
        })
    }

    /// Whether the folder at `root` is another one than the one that is watched.
    pub(super) fn is_stale(&self, root: &Path) -> bool {
        self.identity != Identity::of(root)
    }
}

/// Which events are about the course.
struct Course {
    roots: [PathBuf; 2],
    skip: Vec<PathBuf>,
}

impl Course {
    fn wake(&self, event: &notify::Event) -> Option<Wake> {
        let kind = event.kind;
        let concerning = event.paths.iter().filter(|path| self.holds(path));
        let paths: Vec<_> = concerning.cloned().collect();
        // An event without a path says that events were lost.
        if paths.is_empty() && !event.paths.is_empty() {
            return None;
        }
        Some(match kind {
            EventKind::Access(AccessKind::Close(AccessMode::Write)) => Wake::Changed(paths),
            // Reading is an event, too: without this the look at the folder would wake itself.
            EventKind::Access(_) => return None,
            // Only Linux reports the end of writing, so that it can be waited for.
            EventKind::Modify(ModifyKind::Data(_)) if cfg!(target_os = "linux") => {
                Wake::Writing(paths)
            }
            EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_))
                if event.paths.iter().any(|path| self.roots.contains(path)) =>
            {
                Wake::Root
            }
            _ => Wake::Changed(paths),
        })
    }

    /// Whether a file at this path is a part of the course. This passes over the same folders as
    /// the reader of the course folder; where they differ, a look in vain is all that comes of it.
    fn holds(&self, path: &Path) -> bool {
        let mut inside = self
            .roots
            .iter()
            .filter_map(|root| path.strip_prefix(root).ok());
        let hidden = |part: Component<'_>| {
            let name = part.as_os_str();
            name.as_encoded_bytes().starts_with(b".") || name == OsStr::new("node_modules")
        };
        inside
            .next()
            .is_none_or(|inside| !inside.components().any(hidden))
            && !self.skip.iter().any(|skip| path.starts_with(skip))
    }
}

/// Tells a folder from another one that took its place.
#[derive(Debug, PartialEq, Eq)]
struct Identity {
    created: Option<std::time::SystemTime>,
    #[cfg(unix)]
    node: (u64, u64),
}

impl Identity {
    fn of(root: &Path) -> Option<Self> {
        let meta: Metadata = std::fs::metadata(root).ok()?;
        Some(Self {
            created: meta.created().ok(),
            #[cfg(unix)]
            node: {
                use std::os::unix::fs::MetadataExt as _;
                (meta.dev(), meta.ino())
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use super::Course;

    #[test]
    fn hidden_and_skipped_folders_are_no_part_of_the_course() {
        let root = PathBuf::from("/home/.me/course");
        let course = Course {
            roots: [root.clone(), root.clone()],
            skip: vec![root.join("portal")],
        };
        for (path, holds) in [
            ("modules/a.md", true),
            ("portal.md", true),
            ("", true),
            ("portal/index.html", false),
            (".git/index", false),
            ("modules/.a.md.swp", false),
            ("node_modules/x/y.js", false),
        ] {
            assert_eq!(course.holds(&root.join(path)), holds, "{path}");
        }
        assert!(course.holds(Path::new("/elsewhere/x.md")));
    }
}
