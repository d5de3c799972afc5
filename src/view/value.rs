//! Values that many views hold: links, formats, days, times, pictures.

use serde::Serialize;

/// A title and where it leads. The URL starts with the base path, or is absolute.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct Link {
    /// What the link says.
    pub title: String,
    /// Where it leads.
    pub url: String,
}

/// A format.
#[derive(Debug, Clone, Copy, Serialize, PartialEq, Eq)]
pub struct FormatView {
    /// `group-activity`: for classes and icons (`#format-group-activity` in the sprite).
    pub id: &'static str,
    /// `Group activity`.
    pub label: &'static str,
}

/// A length of time.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct DurationView {
    /// In minutes.
    pub minutes: u32,
    /// `1 h 30 min`.
    pub text: String,
    /// `PT1H30M`, for `<time datetime>`.
    pub iso: String,
}

/// A day.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct DateView {
    /// `2026-10-05`.
    pub iso: String,
    /// `5 October 2026`.
    pub text: String,
    /// `Mon 5 Oct`.
    pub short: String,
}

/// A moment, as the clocks of a cohort show it.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct TimeView {
    /// `2026-10-06T14:00:00+02:00`, for `<time datetime>`.
    pub iso: String,
    /// Its day.
    pub date: DateView,
    /// `Tuesday`.
    pub weekday: &'static str,
    /// `14:00`.
    pub time: String,
    /// `Europe/Paris`.
    pub zone: String,
    /// `UTC+02:00`.
    pub offset: String,
}

/// A picture.
#[derive(Debug, Clone, Serialize)]
pub struct PictureView {
    /// Where it is.
    pub url: String,
    /// In pixels.
    pub width: Option<u32>,
    /// In pixels.
    pub height: Option<u32>,
}
