//! [`Error`]: why the portal could not be served at all.

use std::io;
use std::path::PathBuf;

/// Why the portal could not be served at all. Problems in the course are no errors here: the
/// server lives on and shows them.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The course folder is not there or may not be read.
    #[error("the course folder `{}` can't be read: {source}", .path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// The system's own words.
        source: io::Error,
    },
    /// Other programs use all the ports that were tried.
    #[error(
        "the ports {first} to {last} are all in use; stop another `stoa serve`, or choose a port with `--port`"
    )]
    PortsTaken {
        /// The first port that was tried.
        first: u16,
        /// The last port that was tried.
        last: u16,
    },
    /// The system does not let this program use the port.
    #[error("port {port} can't be used: {source}; choose another one with `--port`")]
    Port {
        /// The port.
        port: u16,
        /// The system's own words.
        source: io::Error,
    },
    /// The system gave no thread or no socket.
    #[error("the server can't start: {0}")]
    Start(#[source] io::Error),
}
