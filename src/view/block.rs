//! What blocks in a text show: threads and videos.

use serde::Serialize;

use super::{CohortLink, Link};

/// A thread inside a page: the argument `thread` of the components `discussion` and `introduce`, and of the theme's own
/// component for the thread of a page. Nothing is loaded before the learner asks.
#[derive(Debug, Clone, Serialize)]
pub struct ThreadView {
    /// The id of the section in the page, `thread-welcome`.
    pub anchor: String,
    /// The key of the thread, `/t/2026-autumn/welcome/`.
    pub key: String,
    /// The cohort that talks in it, where there are several. The theme's `forum` script puts the reader's own in its
    /// place.
    pub cohort: Option<CohortLink>,
    /// What is asked.
    pub prompt: Option<String>,
    /// `isso`, `giscus`, `discourse`, `remark42`, `iframe` or `link`.
    pub engine: &'static str,
    /// `click`, `lazy`, or `never` for a link only.
    pub load: &'static str,
    /// The host that is talked to.
    pub host: Option<String>,
    /// Who runs it.
    pub operator: Option<String>,
    /// What the operator does with what is posted.
    pub privacy: Option<String>,
    /// The thread, or the forum, as a plain link.
    pub url: Option<String>,
    /// Whether its cohort is over: nothing is loaded, and what was said stays to be read.
    pub is_over: bool,
    /// Whether it is shown by `stoa serve` from its own memory, so that nothing is sent.
    pub preview: bool,
    /// What the theme's `forum` script needs, as JSON for an attribute: see `forum/`.
    pub embed: Option<String>,
}

/// `thread` in `thread.html`: where a thread is shown.
#[derive(Debug, Clone, Serialize)]
pub struct ForwardView {
    /// What it is about.
    pub title: String,
    /// The page, with `#` and the place on it.
    pub url: String,
    /// The id of its cohort, where the page shows the thread of another one.
    pub cohort: Option<String>,
}

/// `discussion` in `discussion.html`: a thread of a cohort that is over, at the address of its key.
#[derive(Debug, Clone, Serialize)]
pub struct DiscussionView {
    /// The place in the course that it is about.
    pub about: Link,
    /// Who talked.
    pub cohort: CohortLink,
    /// What was said.
    pub thread: Option<ThreadView>,
}

/// The argument `video` of the component `video`.
#[derive(Debug, Clone, Serialize)]
pub struct VideoView {
    /// `file`, or the provider: `youtube`, `vimeo`, `peertube`.
    pub kind: &'static str,
    /// A file's address, or the provider's page with the video.
    pub url: String,
    /// The address for an `<iframe>`, for a provider; loaded on a click only.
    pub embed_url: Option<String>,
    /// The host that a click talks to; `none` for a file of the portal.
    pub host: Option<String>,
    /// A picture to show before.
    pub poster: Option<String>,
    /// The transcript's page or file.
    pub transcript: Option<String>,
}
