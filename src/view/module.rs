//! Modules and lessons.

use serde::Serialize;

use super::{
    BadgeLink, DurationView, FormatView, Link, PersonLink, SessionView, ThreadView, TimeView,
};

/// A module in lists.
#[derive(Debug, Clone, Serialize)]
pub struct ModuleLink {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its page.
    pub url: String,
    /// `2`, or `2.1` for a module in a module.
    pub number: String,
    /// What it is about, in one sentence.
    pub description: Option<String>,
    /// How many lessons it has, those of its modules included.
    pub lessons: usize,
    /// How long its lessons take together.
    pub duration: Option<DurationView>,
    /// The formats of its lessons and sessions, each once.
    pub formats: Vec<FormatView>,
    /// When learners will see it, if they do not yet; in the facilitator's edition and with drafts.
    pub opens: Option<OpensView>,
}

/// When something that learners do not see yet opens.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct OpensView {
    /// The number of the week, where it falls into one.
    pub week: Option<u32>,
    /// The name of the cohort whose week it is, where there are several.
    pub cohort: Option<String>,
    /// The moment; `none` if no cohort that is not over ever gets there.
    pub at: Option<TimeView>,
    /// `Monday 12 October`.
    pub day: Option<String>,
    /// `14:00, Europe/Paris`, where it does not open with the day.
    pub clock: Option<String>,
}

/// Something that is not released yet. It has no page.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct ComingView {
    /// Its title.
    pub title: String,
    /// `2.1`, for a module.
    pub number: Option<String>,
    /// When it opens.
    pub opens: OpensView,
}

/// `module` in `module.html`.
#[derive(Debug, Clone, Serialize)]
pub struct ModuleView {
    /// The module.
    pub link: ModuleLink,
    /// What a learner can do afterwards.
    pub objectives: Vec<String>,
    /// What comes before.
    pub requires: Vec<Link>,
    /// Its own lessons, in course order.
    pub lessons: Vec<LessonLink>,
    /// Modules in it.
    pub modules: Vec<ModuleLink>,
    /// Lessons and modules in it that are not released yet.
    pub coming: Vec<ComingView>,
    /// Its sessions in the cohort that the portal speaks of.
    pub sessions: Vec<SessionView>,
    /// The badges that its lessons lead to.
    pub badges: Vec<BadgeLink>,
    /// Its thread.
    pub thread: Option<ThreadView>,
    /// What is to be talked about, where there is no thread for it.
    pub prompt: Option<String>,
    /// The page before, in reading order.
    pub previous: Option<Link>,
    /// The page after.
    pub next: Option<Link>,
}

/// A lesson in lists.
#[derive(Debug, Clone, Serialize)]
pub struct LessonLink {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its page.
    pub url: String,
    /// What it is about, in one sentence.
    pub description: Option<String>,
    /// What kind of lesson it is.
    pub format: FormatView,
    /// How long it takes.
    pub duration: Option<DurationView>,
    /// Whether it is a draft.
    pub draft: bool,
    /// When learners will see it, if they do not yet; in the facilitator's edition and with drafts.
    pub opens: Option<OpensView>,
    /// How many posts its thread has in the cohort that is on.
    pub posts: usize,
}

/// `lesson` in `lesson.html`.
#[derive(Debug, Clone, Serialize)]
pub struct LessonView {
    /// Its id.
    pub id: String,
    /// What kind of lesson it is.
    pub format: FormatView,
    /// How long it takes.
    pub duration: Option<DurationView>,
    /// What a learner can do afterwards.
    pub objectives: Vec<String>,
    /// What comes before.
    pub requires: Vec<Link>,
    /// The badges that it leads to.
    pub badges: Vec<BadgeLink>,
    /// Who wrote it.
    pub authors: Vec<PersonLink>,
    /// Words to find it by.
    pub tags: Vec<String>,
    /// The module that it is in.
    pub module: Option<Link>,
    /// The page before, in reading order.
    pub previous: Option<Link>,
    /// The page after.
    pub next: Option<Link>,
    /// Its thread.
    pub thread: Option<ThreadView>,
    /// What is to be talked about, where there is no thread for it.
    pub prompt: Option<String>,
    /// Whether it is a draft.
    pub draft: bool,
    /// When learners will see it, if they do not yet; in the facilitator's edition and with drafts.
    pub opens: Option<OpensView>,
}
