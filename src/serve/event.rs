//! [`Event`]: what happens while a portal is served, for the command line to tell.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use crate::pipeline::Build;
use crate::source::Sources;

/// What happens while a portal is served. The server itself never prints.
#[derive(Debug, Clone)]
pub enum Event {
    /// The portal can be opened in a browser.
    Started {
        /// Where: `http://127.0.0.1:4000/social/`.
        url: String,
    },
    /// A new portal is served.
    Rebuilt {
        /// How many files of the portal differ from the one before; `None` for the first portal.
        changed: Option<usize>,
        /// From the look at the folder to the moment the portal is served.
        took: Duration,
        /// The portal, with its warnings and numbers.
        build: Arc<Build>,
        /// What it was built from, to show the warnings with their lines.
        sources: Arc<Sources>,
    },
    /// The course has errors: the portal before is still served.
    Failed {
        /// From the look at the folder to the moment browsers are told.
        took: Duration,
        /// What was built, with its errors.
        build: Arc<Build>,
        /// What it was built from, to show the errors with their lines.
        sources: Arc<Sources>,
    },
    /// Stoa has a bug: the portal before is still served.
    Panicked {
        /// The message of the panic.
        message: String,
    },
    /// The system does not report changes; the folder is looked at again and again instead.
    Polling {
        /// Why, in the system's own words.
        why: String,
        /// What can be done about it.
        hint: &'static str,
    },
    /// The course folder is gone: the last portal is still served.
    FolderGone {
        /// Where it was.
        path: PathBuf,
    },
    /// The course folder is back.
    FolderBack {
        /// Where it is.
        path: PathBuf,
    },
    /// No browser could be started; the address must be opened by hand.
    NotOpened {
        /// The address.
        url: String,
        /// The system's own words.
        why: String,
    },
}
