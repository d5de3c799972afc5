//! Resources, posts and badges.

use serde::Serialize;

use super::{AwardLink, DateView, LessonLink, Link, PersonLink, PictureView, ThreadView};

/// `resources` in `resources.html`.
#[derive(Debug, Clone, Serialize)]
pub struct ResourcesView {
    /// The library, newest first.
    pub resources: Vec<ResourceView>,
    /// The kinds that occur.
    pub kinds: Vec<FacetView>,
    /// The languages that occur: `value` is the tag, `label` the name.
    pub languages: Vec<FacetView>,
    /// The tags that occur.
    pub tags: Vec<FacetView>,
    /// Those who are named.
    pub people: Vec<FacetView>,
    /// Where somebody can add a resource, if the course says so.
    pub add: Option<AddView>,
    /// The library's thread, in which somebody can add one otherwise.
    pub thread: Option<ThreadView>,
    /// Its Atom feed, if there is a base URL and a resource with a day.
    pub feed: Option<String>,
}

/// Something by which the library can be narrowed down.
#[derive(Debug, Clone, Serialize)]
pub struct FacetView {
    /// What stands in the address.
    pub value: String,
    /// What it is called.
    pub label: String,
    /// How many resources have it.
    pub count: usize,
}

/// Where somebody can add a resource.
#[derive(Debug, Clone, Serialize)]
pub struct AddView {
    /// The page there.
    pub url: String,
    /// Its host.
    pub host: String,
    /// Whether a file is written there.
    pub is_repository: bool,
    /// Whether the file is filled in with what to say.
    pub is_filled: bool,
    /// What to put into the file, where it is not.
    pub template: Option<String>,
}

/// `resource` in `resource.html`: a [`ResourceView`] with more.
#[derive(Debug, Clone, Serialize)]
pub struct ResourcePageView {
    /// The resource, whose fields stand here.
    #[serde(flatten)]
    pub resource: ResourceView,
    /// The lessons and modules that show it or link to it.
    pub used: Vec<Link>,
}

/// Who brought a resource.
#[derive(Debug, Clone, Serialize)]
pub struct ByView {
    /// The name; `a learner` for who did not agree to be named.
    pub name: String,
    /// Whether that is a name.
    pub is_named: bool,
    /// Where the portal says who that is.
    pub url: Option<String>,
}

/// A file of the course that people can take home.
#[derive(Debug, Clone, Serialize)]
pub struct FileView {
    /// Its name, `Dressing Chart.pdf`.
    pub name: String,
    /// How large it is, `1.2 MB`.
    pub size: String,
}

/// A resource; also `resource` in the component `resource`.
#[derive(Debug, Clone, Serialize)]
pub struct ResourceView {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its page in the portal.
    pub url: String,
    /// Where it is: elsewhere, or a file or page of the course.
    pub external: Option<String>,
    /// The host of `external`, to say where the link leads.
    pub host: Option<String>,
    /// The file of the course to which `external` leads.
    pub file: Option<FileView>,
    /// `article`.
    pub kind: Option<String>,
    /// BCP 47.
    pub language: Option<String>,
    /// What its speakers call the language, `português (BR)`.
    pub language_name: Option<String>,
    /// `ltr` or `rtl`, if the language is known.
    pub direction: Option<&'static str>,
    /// Words to find it by.
    pub tags: Vec<String>,
    /// Who brought it.
    pub by: Option<ByView>,
    /// When it was brought.
    pub added: Option<DateView>,
    /// Its first sentences, plain.
    pub summary: String,
}

/// `posts` in `posts.html`.
#[derive(Debug, Clone, Serialize)]
pub struct PostsView {
    /// Newest first.
    pub posts: Vec<PostLink>,
}

/// A post in lists; also `post` in `post.html`.
#[derive(Debug, Clone, Serialize)]
pub struct PostLink {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its page.
    pub url: String,
    /// Its day.
    pub date: DateView,
    /// What it says, in a sentence or two, plain.
    pub summary: String,
    /// Who wrote it.
    pub authors: Vec<PersonLink>,
}

/// `badges` in `badges.html`.
#[derive(Debug, Clone, Serialize)]
pub struct BadgesView {
    /// In the author's order.
    pub badges: Vec<BadgeLink>,
}

/// A badge in lists and in the component `badge`.
#[derive(Debug, Clone, Serialize)]
pub struct BadgeLink {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it means.
    pub description: Option<String>,
    /// Its page.
    pub url: String,
    /// Its picture: the author's, or one that was drawn.
    pub image: PictureView,
}

/// A place in a framework of skills or goals.
#[derive(Debug, Clone, Serialize)]
pub struct AlignmentView {
    /// What the framework calls it.
    pub name: String,
    /// Where it is written.
    pub url: String,
    /// The name of the framework.
    pub framework: Option<String>,
    /// Its number there.
    pub code: Option<String>,
}

/// `badge` in `badge.html`. Its criteria are the text of the page.
#[derive(Debug, Clone, Serialize)]
pub struct BadgeView {
    /// The badge.
    pub link: BadgeLink,
    /// Badges that come before.
    pub requires: Vec<BadgeLink>,
    /// Lessons that lead to it.
    pub lessons: Vec<LessonLink>,
    /// Frameworks that it fits: what they call it, and where that is written.
    pub alignment: Vec<AlignmentView>,
    /// Awards whose owners agreed to be named.
    pub awards: Vec<AwardLink>,
    /// Words to find it by.
    pub tags: Vec<String>,
}
