//! [`Worker`]: wakes, looks at the course folder, builds, and swaps what is served. It has a
//! thread of its own, so that answers never wait for a build.

use std::any::Any;
use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use tokio::sync::watch;

use super::live::Live;
use super::problems::Problems;
use super::watcher::{Trouble, Wake, Watcher};
use super::{Config, Error, Event};
use crate::pipeline::Build;
use crate::source::Sources;

/// A save is one or a few events within less than this.
const QUIET: Duration = Duration::from_millis(3);

/// How long to wait for a program that writes to say that it has done so.
const WRITING: Duration = Duration::from_millis(25);

/// After this long the look is taken although events still come.
const RESTLESS: Duration = Duration::from_millis(50);

/// After the last event, one look more. It finds what was written into a new folder before the
/// system watched it, and a second save within one tick of the file system's clock.
const AFTERWARDS: Duration = Duration::from_millis(150);

/// Without any event, a look this often: links that lead out of the folder, network drives and a
/// folder that was swapped as a whole have no events.
const IDLE: Duration = Duration::from_secs(2);

/// The same, where the system reports no changes at all.
const POLL: Duration = Duration::from_millis(300);

/// Looks without an event may take one part in so many of a processor.
const LEISURE: u32 = 30;

/// Wakes, looks, builds, swaps.
pub(super) struct Worker<F, B, E> {
    config: Config,
    /// Makes a builder.
    factory: F,
    /// `None` after a panic, which may have left it broken.
    builder: Option<B>,
    events: E,
    sources: Arc<Sources>,
    lives: watch::Sender<Arc<Live>>,
    wakes: Receiver<Wake>,
    wake: Sender<Wake>,
    watcher: Option<Watcher>,
    /// Whether the system reports changes.
    polling: bool,
    /// Whether the course folder is not there at the moment.
    gone: bool,
    /// How long the last look took.
    look: Duration,
    /// Where something changed since the last look.
    touched: Touched,
    /// When the portal changes by itself, if that is still to come.
    due: Option<Timestamp>,
}

/// Where something changed.
enum Touched {
    /// Perhaps anywhere.
    Anywhere,
    /// At these paths, as far as the system says. The look at the whole folder that follows each of these finds the rest.
    At(BTreeSet<PathBuf>),
}

impl Touched {
    /// Adds the paths of an event; an event without paths may be about anything.
    fn add(&mut self, paths: Vec<PathBuf>) {
        match self {
            Self::At(touched) if !paths.is_empty() => touched.extend(paths),
            _ => *self = Self::Anywhere,
        }
    }

    fn nowhere() -> Self {
        Self::At(BTreeSet::new())
    }
}

impl<F, B, E> Worker<F, B, E>
where
    F: Fn() -> B,
    B: FnMut(&Sources) -> Build,
    E: Fn(Event),
{
    /// Watches the course, reads it and builds it for the first time.
    pub(super) fn new(
        config: Config,
        factory: F,
        events: E,
        (wake, wakes): (Sender<Wake>, Receiver<Wake>),
    ) -> Result<Self, Error> {
        let mut worker = Self {
            polling: config.poll,
            config,
            factory,
            builder: None,
            events,
            sources: Arc::default(),
            lives: watch::Sender::new(Arc::new(Live::new())),
            wakes,
            wake,
            watcher: None,
            gone: false,
            look: Duration::ZERO,
            touched: Touched::nowhere(),
            due: None,
        };
        // Before the first read, so that no change after it is missed.
        worker.watch();
        let start = Instant::now();
        let (root, skip) = (&worker.config.root, &worker.config.skip);
        let sources = Sources::read(root, skip, None).map_err(|source| Error::Folder {
            path: root.clone(),
            source,
        })?;
        worker.look = start.elapsed();
        worker.sources = Arc::new(sources);
        worker.build(start);
        Ok(worker)
    }

    /// What is served, always.
    pub(super) fn lives(&self) -> watch::Receiver<Arc<Live>> {
        self.lives.subscribe()
    }

    /// Works until the server stops.
    pub(super) fn run(mut self) {
        let mut again = Some(Instant::now() + AFTERWARDS);
        loop {
            let wait = again.map_or_else(
                || self.leisure(),
                |again| again.saturating_duration_since(Instant::now()),
            );
            match self.wakes.recv_timeout(wait) {
                Ok(wake) => {
                    if !self.settle(wake) {
                        return;
                    }
                    again = Some(Instant::now() + AFTERWARDS);
                }
                Err(RecvTimeoutError::Timeout) => {
                    again = None;
                    self.touched = Touched::Anywhere;
                }
                Err(RecvTimeoutError::Disconnected) => return,
            }
            if self.look() {
                again = Some(Instant::now() + AFTERWARDS);
            }
        }
    }

    /// How long to wait for an event before a look without one.
    fn leisure(&self) -> Duration {
        let least = if self.watcher.is_none() { POLL } else { IDLE };
        let wait = least.max(self.look * LEISURE);
        // The portal changes by itself at a moment that is known.
        let due = self.due.and_then(|due| {
            let left = due.duration_since(clock()).max(SignedDuration::ZERO);
            Duration::try_from(left).ok()
        });
        due.map_or(wait, |due| wait.min(due))
    }

    /// Waits until the events of one save are over. `false` if the server stops.
    fn settle(&mut self, first: Wake) -> bool {
        let end = Instant::now() + RESTLESS;
        let mut wake = first;
        loop {
            let quiet = match wake {
                Wake::Stop => return false,
                Wake::Writing(paths) => {
                    self.touched.add(paths);
                    WRITING
                }
                Wake::Changed(paths) => {
                    self.touched.add(paths);
                    QUIET
                }
                Wake::Root => {
                    self.watcher = None;
                    self.touched = Touched::Anywhere;
                    QUIET
                }
                Wake::Trouble(trouble) => {
                    self.poll(trouble);
                    self.touched = Touched::Anywhere;
                    QUIET
                }
            };
            let left = end.saturating_duration_since(Instant::now());
            match self.wakes.recv_timeout(quiet.min(left)) {
                Ok(next) => wake = next,
                Err(RecvTimeoutError::Timeout) => return true,
                Err(RecvTimeoutError::Disconnected) => return false,
            }
        }
    }

    /// Reads what changed and builds it if it did. `true` if it did.
    fn look(&mut self) -> bool {
        let start = Instant::now();
        let root = &self.config.root;
        // A folder in the place of the watched one has no events yet.
        if !self.polling
            && self
                .watcher
                .as_ref()
                .is_none_or(|watcher| watcher.is_stale(root))
            && root.is_dir()
        {
            self.watch();
            self.touched = Touched::Anywhere;
        }
        let root = &self.config.root;
        let read = match std::mem::replace(&mut self.touched, Touched::nowhere()) {
            Touched::At(paths) if !self.gone => self.sources.read_again(root, &paths),
            _ => None,
        };
        let read = read.map_or_else(
            || {
                let read = Sources::read(root, &self.config.skip, Some(&self.sources));
                self.look = start.elapsed();
                read
            },
            Ok,
        );
        let Ok(sources) = read else {
            if !self.gone {
                self.gone = true;
                self.watcher = None;
                let path = root.clone();
                (self.events)(Event::FolderGone { path });
            }
            return false;
        };
        if self.gone {
            self.gone = false;
            let path = root.clone();
            (self.events)(Event::FolderBack { path });
        }
        let same = self.sources.same(&sources);
        // Also if they are the same: the next look then knows that these files were read.
        self.sources = Arc::new(sources);
        let is_due = self.due.is_some_and(|due| due <= clock());
        if same && !is_due {
            return false;
        }
        self.build(start);
        true
    }

    /// Builds, swaps what is served, and tells.
    fn build(&mut self, start: Instant) {
        let sources = Arc::clone(&self.sources);
        let (factory, builder) = (&self.factory, &mut self.builder);
        let built = catch_unwind(AssertUnwindSafe(|| {
            let build = builder.get_or_insert_with(factory)(&sources);
            // Here, so that a wrong span in a diagnostic can't end the thread.
            let problems = Problems::errors(&build.diagnostics, &sources);
            let warnings = Problems::warnings(&build.diagnostics, &sources).map(Arc::new);
            (Arc::new(build), problems, warnings)
        }));
        let live = Arc::clone(&self.lives.borrow());
        match built {
            Ok((build, None, warnings)) => {
                self.due = due(&build);
                let (next, changed) = live.with_portal(Arc::clone(&build), warnings);
                self.lives.send_replace(Arc::new(next));
                let took = start.elapsed();
                (self.events)(Event::Rebuilt {
                    changed,
                    took,
                    build,
                    sources,
                });
            }
            Ok((build, Some(problems), warnings)) => {
                self.due = due(&build);
                self.lives
                    .send_replace(Arc::new(live.with_problems(problems, warnings)));
                let took = start.elapsed();
                (self.events)(Event::Failed {
                    took,
                    build,
                    sources,
                });
            }
            Err(panic) => {
                self.builder = None;
                self.due = None;
                let message = words(&*panic);
                let problems = Problems::of_panic(&message);
                self.lives
                    .send_replace(Arc::new(live.with_problems(problems, None)));
                (self.events)(Event::Panicked { message });
            }
        }
    }

    /// Watches the folder that is at the root now, or polls where that is not possible.
    fn watch(&mut self) {
        if self.polling {
            return;
        }
        match Watcher::new(&self.config.root, &self.config.skip, self.wake.clone()) {
            Ok(watcher) => self.watcher = Some(watcher),
            // A folder went while its parent was walked: the next look tries again.
            Err(error) if is_missing(&error) => self.watcher = None,
            Err(error) => self.poll(error.into()),
        }
    }

    /// Looks again and again from now on. `Sources::read` is all the polling that is needed: it
    /// reads only files whose time or length changed.
    fn poll(&mut self, trouble: Trouble) {
        self.watcher = None;
        if !self.polling {
            self.polling = true;
            let Trouble { why, hint } = trouble;
            (self.events)(Event::Polling { why, hint });
        }
    }
}

/// Whether there was nothing to watch, rather than no way to watch it.
fn is_missing(error: &notify::Error) -> bool {
    match &error.kind {
        notify::ErrorKind::PathNotFound => true,
        notify::ErrorKind::Io(error) => error.kind() == std::io::ErrorKind::NotFound,
        _ => false,
    }
}

/// When a portal changes by itself. A build for a time that was chosen has that moment behind it.
fn due(build: &Build) -> Option<Timestamp> {
    build.steady.until.filter(|until| *until > clock())
}

/// The time, to wake. What a portal shows depends on the time that its builder takes.
#[allow(clippy::disallowed_methods)]
fn clock() -> Timestamp {
    Timestamp::now()
}

/// The message of a panic.
fn words(panic: &(dyn Any + Send)) -> String {
    panic
        .downcast_ref::<String>()
        .cloned()
        .or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()))
        .unwrap_or_else(|| "no message".to_owned())
}
