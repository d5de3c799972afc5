//! The portal while its author writes: a change in the course folder is in the browser a few
//! milliseconds after the editor saved it.
//!
//! ```text
//! watcher -wake-> worker -look, build-> Live -swap-> http, updates -> browser (live.js)
//! ```
//!
//! - **Events wake, hashes decide.** A file event, or the clock, only makes the worker look. What
//!   changed is told by digests alone, so a missed or a needless event can't make a wrong portal.
//! - The portal is served from memory, and the bytes are those that `stoa build` writes, but for what
//!   [`Served`](crate::pipeline::Served) asks for: pages may ask for what is new, and threads are a
//!   preview that sends nothing. Only the answer to a browser gets one script more, `live.js`.
//! - A portal with errors is never served. The last good one stays, and `live.js` lays the errors
//!   over it. Warnings are a small button at the edge of every page, which opens their list.
//! - A page knows the revision it was served with and asks "what changed for me since?", so no
//!   change is lost while it was not connected.

mod error;
mod event;
mod file_response;
mod forum;
mod http;
mod live;
mod media_type;
mod page;
mod portal;
mod problems;
mod range;
mod request_path;
mod server;
mod updates;
mod watcher;
mod worker;

use std::path::PathBuf;

pub use error::Error;
pub use event::Event;
pub use server::Server;

use crate::pipeline::Build;
use crate::source::Sources;

/// What is served, and where.
#[derive(Debug, Clone)]
pub struct Config {
    /// The course folder.
    pub root: PathBuf,
    /// Folders that are not part of the course, such as the output folder. Each begins with
    /// `root` as it is written there.
    pub skip: Vec<PathBuf>,
    /// The first port to try, then the next ten; 0 for any free port.
    pub port: u16,
    /// Whether to open the portal in a browser.
    pub open: bool,
    /// Whether to look at the folder again and again, for disks that report no changes.
    pub poll: bool,
}

/// Serves the course until Ctrl-C, and tells what happens through `events`.
///
/// `builder` makes what turns a course into a portal. It is called once at the start, and again
/// after a panic, which may have left the builder broken:
///
/// ```no_run
/// use stoa::{document::highlight::Highlighter, pipeline::{Builder, Options, Served}, serve, source::Sources};
///
/// # fn main() -> Result<(), serve::Error> {
/// let config = serve::Config {
///     root: "my-course".into(),
///     skip: vec!["my-course/portal".into()],
///     port: 4000,
///     open: false,
///     poll: false,
/// };
/// let options = Options {
///     now: "2026-10-20T09:00:00Z".parse().expect("this is a time"),
///     base_url: None,
///     drafts: false,
///     facilitator: false,
///     highlight: true,
///     served: Served::WithPreview,
/// };
/// let builder = move || {
///     let (mut builder, options) = (Builder::new(Highlighter::default()), options.clone());
///     move |sources: &Sources| builder.rebuild(sources, &options)
/// };
/// serve::serve(config, builder, |event| eprintln!("{event:?}"))
/// # }
/// ```
///
/// # Errors
///
/// If the folder can't be read or no port is free. A problem in the course is none.
pub fn serve<B>(
    config: Config,
    builder: impl Fn() -> B + Send + 'static,
    events: impl Fn(Event) + Send + Sync + 'static,
) -> Result<(), Error>
where
    B: FnMut(&Sources) -> Build + 'static,
{
    let open = config.open;
    let events = std::sync::Arc::new(events);
    let told = std::sync::Arc::clone(&events);
    let server = Server::start(config, builder, move |event| told(event))?;
    let url = server.url();
    events(Event::Started { url: url.clone() });
    if open && let Err(error) = open::that_detached(&url) {
        let why = error.to_string();
        events(Event::NotOpened { url, why });
    }
    server.wait_for_signal()?;
    server.stop();
    Ok(())
}
