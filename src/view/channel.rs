//! Channels, what is asked where, and where pages can be passed on to.

use serde::Serialize;

use super::DateView;

/// `channels` in `channels.html`.
#[derive(Debug, Clone, Serialize)]
pub struct ChannelsView {
    /// What is asked where, the forum first. Empty where it would only say again what the one channel is for.
    pub ask: Vec<AskView>,
    /// The forum first, then the channels in the author's order.
    pub channels: Vec<ChannelView>,
}

/// A question, and where it belongs.
#[derive(Debug, Clone, Serialize)]
pub struct AskView {
    /// The question in the author's words: "Urgent during a session".
    pub question: String,
    /// Where it belongs.
    pub place: ChannelLink,
}

/// A channel in lists.
#[derive(Debug, Clone, Serialize)]
pub struct ChannelLink {
    /// As in [`ChannelView`].
    pub glyph: &'static str,
    /// Its name.
    pub title: String,
    /// Where to join; `none` for the discussion inside the lessons, and where nobody said it.
    pub url: Option<String>,
    /// What it is for.
    pub purpose: Option<String>,
}

/// A channel.
#[derive(Debug, Clone, Serialize)]
pub struct ChannelView {
    /// `forum`, `teams`, `mail` ...
    pub kind: &'static str,
    /// The sign of its class, for icons (`#channel-chat` in the sprite): `forum`, `chat`, `group`, `feed`, `board`, `mail`, `phone`,
    /// `video` or `other`.
    pub glyph: &'static str,
    /// `Microsoft Teams`; `Forum`, and `Other` where the author's kind is `other`.
    pub kind_label: &'static str,
    /// Its name.
    pub title: String,
    /// Where to join; never for one that is over.
    pub url: Option<String>,
    /// What it is for.
    pub purpose: Option<String>,
    /// For whom it is.
    pub audience: Option<String>,
    /// Until when it is used; one for each cohort where the day is relative to a session.
    pub until: Vec<UntilView>,
    /// Whether it is over.
    pub is_over: bool,
    /// What is good to know before joining: "Needs an account there".
    pub note: Option<&'static str>,
}

/// Until when a channel is used.
#[derive(Debug, Clone, Serialize)]
pub struct UntilView {
    /// The day, if it is one.
    pub date: Option<DateView>,
    /// The author's words, if it is none.
    pub words: Option<String>,
    /// The cohort whose day it is, where there are several.
    pub cohort: Option<String>,
}

/// A place to pass the page on to: a plain link, nothing is loaded.
#[derive(Debug, Clone, Serialize)]
pub struct ShareView {
    /// `linkedin`.
    pub id: &'static str,
    /// `LinkedIn`.
    pub name: &'static str,
    /// The sign of its class, as in [`ChannelView`].
    pub glyph: &'static str,
    /// The link.
    pub url: String,
}
