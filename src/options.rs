//! [`Options`]: what a command asks of a build.

/// What a command asks of a build.
#[derive(Debug, Clone)]
pub struct Options {
    /// Instead of `base_url` in `course.toml`.
    pub base_url: Option<String>,
    /// Whether drafts are shown.
    pub drafts: bool,
    /// Whether this is the facilitator's edition.
    pub facilitator: bool,
    /// Whether code is coloured where the course wants it; `check` needs no colours.
    pub highlight: bool,
    /// The time of the build, the only clock there is.
    pub now: jiff::Timestamp,
    /// Whether `stoa serve` shows it.
    pub served: Served,
}

/// Whether `stoa serve` shows a portal, and what it does with its threads. Pages that are served may ask for what is new.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Served {
    /// It is for readers.
    #[default]
    No,
    /// Threads are a preview in the server's memory, and nothing is sent.
    WithPreview,
    /// Threads are those of the forum.
    WithForum,
}
