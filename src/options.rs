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
}
