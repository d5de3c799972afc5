//! Front matter: what stands above the text of a page.

use serde::Deserialize;
use serde::de::{self, Deserializer, MapAccess, Visitor};

use super::{Date, Format, Id, Minutes, ReleaseConfig, Spanned};

/// Which language a front matter is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FrontFormat {
    /// Between `+++` lines.
    Toml,
    /// Between `---` lines.
    Yaml,
}

/// The front matter of a file, by the kind of the file.
#[derive(Debug, Clone)]
pub enum Front {
    /// A lesson, a module's own page, or the course's home page.
    Page(PageFront),
    /// `badges/*.md`.
    Badge(BadgeFront),
    /// `posts/*.md`.
    Post(PostFront),
    /// `resources/*.md`.
    Resource(ResourceFront),
    /// `people/*.md`.
    Person(PersonFront),
}

/// The front matter of a lesson or a module.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PageFront {
    /// Its id; the file name without the order prefix if there is none.
    pub id: Option<Spanned<Id>>,
    /// Its title; the first heading if there is none.
    pub title: Option<Spanned<String>>,
    /// What it is about, in one sentence.
    pub description: Option<String>,
    /// What kind of lesson it is.
    pub format: Option<Format>,
    /// How long it takes.
    pub duration: Option<Spanned<Minutes>>,
    /// What a learner can do afterwards.
    pub objectives: Vec<String>,
    /// Ids of lessons or modules that come before.
    pub requires: Vec<Spanned<String>>,
    /// From when on learners see it; always if there is none. What is in a module is never released before it.
    pub release: Option<Spanned<ReleaseConfig>>,
    /// Ids of badges that it helps to earn.
    pub badges: Vec<Spanned<String>>,
    /// Its thread.
    pub discussion: Discussion,
    /// Ids of people.
    pub authors: Vec<Spanned<String>>,
    /// Words to find it by.
    pub tags: Vec<String>,
    /// Not yet for learners.
    pub draft: bool,
    /// Minutes of teaching, as the Carpentries write it; counts where there is no `duration`.
    pub teaching: Option<u32>,
    /// Minutes of exercises, as the Carpentries write it.
    pub exercises: Option<u32>,
}

/// `discussion = { prompt = "..." }`, or `false`.
#[derive(Debug, Clone, Default)]
pub enum Discussion {
    /// A thread if lessons have threads.
    #[default]
    Default,
    /// No thread.
    None,
    /// A thread with a prompt.
    With(DiscussionFront),
}

/// The table after `discussion =`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DiscussionFront {
    /// What is asked.
    pub prompt: Option<String>,
    /// The page's own thread, or the one of its module.
    pub thread: Option<Spanned<String>>,
}

impl<'de> Deserialize<'de> for Discussion {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct DiscussionVisitor;
        impl<'de> Visitor<'de> for DiscussionVisitor {
            type Value = Discussion;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("`false` or { prompt = \"...\" }")
            }
            fn visit_bool<E: de::Error>(self, value: bool) -> Result<Discussion, E> {
                Ok(if value {
                    Discussion::Default
                } else {
                    Discussion::None
                })
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Discussion, A::Error> {
                DiscussionFront::deserialize(de::value::MapAccessDeserializer::new(map))
                    .map(Discussion::With)
            }
        }
        deserializer.deserialize_any(DiscussionVisitor)
    }
}

/// The front matter of a badge.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct BadgeFront {
    /// Its id; the file name if there is none.
    pub id: Option<Spanned<Id>>,
    /// Its name.
    pub name: Option<Spanned<String>>,
    /// What it means, in one sentence.
    pub description: Option<String>,
    /// The picture, beside the file.
    pub image: Option<Spanned<String>>,
    /// Ids of badges that come before.
    pub requires: Vec<Spanned<String>>,
    /// Frameworks of skills or goals that it fits.
    pub alignment: Vec<AlignmentFront>,
    /// Words to find it by.
    pub tags: Vec<String>,
    /// Not yet for learners.
    pub draft: bool,
}

/// An element of `alignment`: `{ name = "...", url = "https://..." }`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AlignmentFront {
    /// What the framework calls it.
    pub name: String,
    /// Where it is written.
    pub url: Spanned<String>,
    /// The name of the framework.
    #[serde(default)]
    pub framework: Option<String>,
    /// Its number in the framework.
    #[serde(default)]
    pub code: Option<String>,
}

/// The front matter of a post.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PostFront {
    /// Its id; the file name without the date if there is none.
    pub id: Option<Spanned<Id>>,
    /// Its title; the first heading if there is none.
    pub title: Option<Spanned<String>>,
    /// What it says, in one sentence.
    pub description: Option<String>,
    /// Its day; the one in the file name if there is none. A day that is still to come keeps no post back, since a portal
    /// does not change by itself when the day comes; `draft` does.
    pub date: Option<Spanned<Date>>,
    /// Ids of people.
    pub authors: Vec<Spanned<String>>,
    /// Words to find it by.
    pub tags: Vec<String>,
    /// Not yet for learners.
    pub draft: bool,
}

/// The front matter of a resource.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ResourceFront {
    /// Its id; the file name if there is none.
    pub id: Option<Spanned<Id>>,
    /// Its title; the first heading if there is none.
    pub title: Option<Spanned<String>>,
    /// Where it is, if it is elsewhere.
    pub url: Option<Spanned<String>>,
    /// What it is: an article, a book, a video, a template ...
    pub kind: Option<Spanned<String>>,
    /// Its language, as in BCP 47.
    pub language: Option<Spanned<String>>,
    /// Words to find it by.
    pub tags: Vec<Spanned<String>>,
    /// Who brought it: the id of a person, or a name if there is a `consent`. Everybody else is "a learner".
    pub by: Option<Spanned<String>>,
    /// The day on which the owner of the name in `by` agreed to be shown; a person of the course has it in people/.
    pub consent: Option<Spanned<Date>>,
    /// When it was brought. The feed has no resource without it.
    pub added: Option<Spanned<Date>>,
    /// Not yet for learners.
    pub draft: bool,
}

/// The front matter of a person.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PersonFront {
    /// Its id; the file name if there is none.
    pub id: Option<Spanned<Id>>,
    /// The name that the person chose.
    pub name: Option<Spanned<String>>,
    /// `facilitator` or `learner`.
    pub role: Role,
    /// The day on which the person agreed to be shown.
    pub consent: Option<Spanned<Date>>,
    /// A picture, beside the file.
    pub photo: Option<Spanned<String>>,
    /// Ids of groups of common interest that the person is in, besides those of its teams.
    pub groups: Vec<Spanned<String>>,
    /// Pages about the person.
    pub links: Vec<Spanned<String>>,
}

/// What a person does in the course.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum Role {
    Facilitator,
    #[default]
    Learner,
}
