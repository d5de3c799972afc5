//! [`PageView`], what every page has, and the navigation beside it.

use serde::Serialize;

use super::{
    BadgeLink, ChannelView, CohortView, DurationView, FormatView, GroupView, LessonLink, Link,
    ModuleLink, OpensView, PostLink, ShareView,
};

/// `page`: what every page has.
#[derive(Debug, Clone, Serialize)]
pub struct PageView {
    /// The name of its template without `.html`: `lesson`.
    pub kind: &'static str,
    /// The section of the header that it belongs to, or `none`.
    pub section: Option<&'static str>,
    /// Its title.
    pub title: String,
    /// What it is about, in one sentence.
    pub description: Option<String>,
    /// Its address, with the base path.
    pub url: String,
    /// Its whole address, if `base_url` is set.
    pub canonical: Option<String>,
    /// From the home page to its parent.
    pub breadcrumbs: Vec<Link>,
    /// Its text, HTML.
    pub html: String,
    /// Its headings of level 2 and 3.
    pub outline: Vec<OutlineEntry>,
    /// Where it can be edited.
    pub edit_url: Option<String>,
    /// Where it can be passed on to; empty unless the course wants it and says where it will be.
    pub share: Vec<ShareView>,
    /// The side navigation of its module, HTML; empty where there is none. Rendered once a module
    /// by the component `module_nav`.
    pub nav_html: String,
    /// Scripts of the theme that only some pages need: `forum`, `tabs`.
    pub scripts: Vec<&'static str>,
    /// Its content security policy, for `<meta http-equiv="Content-Security-Policy">` before anything that loads.
    pub policy: String,
}

/// A heading of the page.
#[derive(Debug, Clone, Serialize)]
pub struct OutlineEntry {
    /// Its id.
    pub id: String,
    /// Its text.
    pub title: String,
    /// 2 or 3.
    pub level: u8,
}

/// The argument `module` of the component `module_nav`: the side navigation, once a module.
#[derive(Debug, Clone, Serialize)]
pub struct ModuleNavView {
    /// The module at the top that it belongs to.
    pub module: ModuleLink,
    /// All modules at the top.
    pub modules: Vec<NavModule>,
    /// Its pages in reading order.
    pub entries: Vec<NavEntry>,
}

/// A module in the side navigation.
#[derive(Debug, Clone, Serialize)]
pub struct NavModule {
    /// Its title.
    pub title: String,
    /// Its address.
    pub url: String,
    /// Its number.
    pub number: String,
    /// Whether the page is in it.
    pub open: bool,
    /// When it opens, if it is not released yet. Learners have no page of it then, and `url` is empty.
    pub opens: Option<OpensView>,
    /// A mark, as in [`NavEntry`].
    pub current: String,
}

/// A page in the side navigation. The component writes `{{ entry.current | safe }}` inside the tag of its link:
/// there stoa puts ` aria-current="page"` on the entry's own page.
#[derive(Debug, Clone, Serialize)]
pub struct NavEntry {
    /// Its title.
    pub title: String,
    /// Its address.
    pub url: String,
    /// 1 for lessons of the module, 2 for lessons of a module in it, and so on.
    pub level: usize,
    /// Whether it is the page of a module in the module.
    pub is_module: bool,
    /// The format of a lesson.
    pub format: Option<FormatView>,
    /// How long it takes.
    pub duration: Option<DurationView>,
    /// When it opens, if it is not released yet. Learners have no page of it then, and `url` is empty.
    pub opens: Option<OpensView>,
    /// A mark.
    pub current: String,
}

/// `home` in `home.html`.
#[derive(Debug, Clone, Serialize)]
pub struct HomeView {
    /// The one goal of the community.
    pub goal: Option<String>,
    /// The lesson to begin with.
    pub first_lesson: Option<LessonLink>,
    /// The cohort that the page speaks of.
    pub cohort: Option<CohortView>,
    /// The groups.
    pub groups: Vec<GroupView>,
    /// The last three posts.
    pub posts: Vec<PostLink>,
    /// The badges.
    pub badges: Vec<BadgeLink>,
    /// The channels.
    pub channels: Vec<ChannelView>,
    /// Lessons that are in no module.
    pub pages: Vec<LessonLink>,
}
