//! [`Site`]: the course as it is meant, whole and immutable. It knows nothing of files' formats,
//! of templates or of output.

mod award;
mod channel;
mod community;
mod module;
mod people;
mod plan;
mod release;
mod schedule;
mod share;
mod shelf;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use award::{Award, Awards};
pub use channel::{Channel, LastDay};
pub use community::Community;
pub use module::{Introduction, Lesson, Module, PageRef};
pub use people::{Group, Hidden, Person, Voices, told_size};
pub use plan::PlanItem;
pub use release::{Coming, Opening};
pub use schedule::{Cohort, Team};
pub use share::{ShareTarget, TARGETS as SHARE_TARGETS};
pub use shelf::{Badge, By, LIBRARY, Post, Resource};

use crate::activity;
use crate::config::{AllowedName, AllowedOrigin, MarkdownConfig, Node, Threads};
use crate::document::Document;
pub use crate::forum::Forum;
use crate::lock::{Due, Lock};
use crate::points::Points;
use crate::route::Routes;
use crate::schedule::State;
use crate::snapshot::Snapshot;

/// What the course says of itself.
#[derive(Debug, Clone)]
pub struct Course {
    /// Its name.
    pub title: String,
    /// What it is, in one sentence.
    pub description: Option<String>,
    /// BCP 47.
    pub language: String,
    /// Where the portal will be, with a `/` at its end.
    pub base_url: Option<String>,
    /// The path of the portal under its host, `/` or `/social/`.
    pub base: String,
    /// SPDX.
    pub license: Option<String>,
    /// Where a page can be edited; `{path}` stands for the page's path.
    pub edit_url: Option<String>,
    /// Where somebody can add a resource.
    pub contribute_url: Option<String>,
    /// From where pages may load something, and why.
    pub allow: Vec<AllowedOrigin>,
    /// Names that pages may hold although somebody has them who is not shown, and why.
    pub names: Vec<AllowedName>,
    /// How Markdown is read.
    pub markdown: MarkdownConfig,
    /// What the author chose of the theme's options.
    pub theme_options: Option<Node>,
}

/// The whole course.
#[derive(Debug, Clone)]
pub struct Site {
    /// What the course says of itself.
    pub course: Course,
    /// The home page's own text.
    pub home: Option<Arc<Document>>,
    /// Modules in course order, each before the modules in it.
    pub modules: Vec<Module>,
    /// Lessons in course order.
    pub lessons: Vec<Lesson>,
    /// Modules and lessons in the order in which they are read.
    pub reading: Vec<PageRef>,
    /// What learners do not see yet, in reading order. It is in none of the lists above.
    pub coming: Vec<Coming>,
    /// The instants at which a page is released in a cohort, past or to come.
    pub releases: Vec<jiff::Timestamp>,
    /// When pages with a release open in each cohort, by their places in `reading` and in the order of `cohorts`; `None` for
    /// never. For the facilitator's edition only.
    pub released: Vec<(usize, Vec<Option<jiff::ZonedDateTime>>)>,
    /// Who learns together.
    pub community: Community,
    /// The forum.
    pub forum: Option<Forum>,
    /// Where pages can be passed on to, in the order of the links.
    pub share: Vec<ShareTarget>,
    /// What was said in it when somebody last looked.
    pub snapshot: Option<Arc<Snapshot>>,
    /// Cohorts, latest start first.
    pub cohorts: Vec<Cohort>,
    /// The cohort of which pages without one speak, by its place in `cohorts`.
    pub current: Option<usize>,
    /// What calendars are told about each session.
    pub lock: Lock,
    /// That lock, if it is not the one in the course folder.
    pub lock_due: Option<Due>,
    /// What the facilitators of each cohort do when, by the cohort's id. For their edition only.
    pub plans: BTreeMap<String, Vec<PlanItem>>,
    /// What people did, as far as the course knows. Of all of it only `points` come into a learners' portal.
    pub ledger: Option<Arc<activity::Read>>,
    /// Points, where the course gives some.
    pub points: Option<Points>,
    /// Badges, by file name.
    pub badges: Vec<Badge>,
    /// Who gives awards, and the awards.
    pub awards: Awards,
    /// Resources, newest first.
    pub resources: Vec<Resource>,
    /// Posts, newest first.
    pub posts: Vec<Post>,
    /// The addresses of everything.
    pub routes: Routes,
    /// Whether this is the facilitator's edition.
    pub facilitator: bool,
    /// Whether `stoa serve` shows it.
    pub served: bool,
}

impl Site {
    /// Whether there is a library: it has resources, or waits for the first.
    #[must_use]
    pub fn has_library(&self) -> bool {
        !self.resources.is_empty() || self.course.contribute_url.is_some()
    }

    /// Whether the library has a thread, for courses that have no other place to add a resource.
    #[must_use]
    pub fn has_library_thread(&self) -> bool {
        let forum = self.forum.as_ref();
        self.has_library()
            && self.course.contribute_url.is_none()
            && forum.is_some_and(|forum| forum.threads != Threads::None)
    }

    /// Whether somebody who has found something can add it.
    #[must_use]
    pub fn can_add(&self) -> bool {
        let cohort = self.current_cohort();
        let is_on = cohort.is_none_or(|cohort| cohort.state != State::Past);
        self.course.contribute_url.is_some() || (self.has_library_thread() && is_on)
    }

    /// The file of a lesson, or of a module that has a page.
    #[must_use]
    pub fn document_of(&self, page: PageRef) -> Option<&Arc<Document>> {
        match page {
            PageRef::Module(at) => self.modules[at].document.as_ref(),
            PageRef::Lesson(at) => Some(&self.lessons[at].document),
        }
    }

    /// The cohort of which pages without one speak.
    #[must_use]
    pub fn current_cohort(&self) -> Option<&Cohort> {
        self.current.and_then(|at| self.cohorts.get(at))
    }

    /// Every document that is shown, in no order that means anything.
    pub fn documents(&self) -> impl Iterator<Item = &Arc<Document>> {
        let modules = self
            .modules
            .iter()
            .filter_map(|module| module.document.as_ref());
        let lessons = self.lessons.iter().map(|lesson| &lesson.document);
        let badges = self.badges.iter().map(|badge| &badge.document);
        let resources = self.resources.iter().map(|resource| &resource.document);
        let posts = self.posts.iter().map(|post| &post.document);
        let people = self.community.people.iter().map(|person| &person.document);
        self.home
            .iter()
            .chain(modules)
            .chain(lessons)
            .chain(badges)
            .chain(resources)
            .chain(posts)
            .chain(people)
    }

    /// How many sessions there are in all cohorts.
    #[must_use]
    pub fn sessions(&self) -> usize {
        let cohorts = self.cohorts.iter();
        cohorts.map(|cohort| cohort.timetable.sessions.len()).sum()
    }

    /// Title and address of a page.
    #[must_use]
    pub fn page(&self, page: PageRef) -> (&str, &str) {
        match page {
            PageRef::Module(at) => (&self.modules[at].title, &self.modules[at].url),
            PageRef::Lesson(at) => (&self.lessons[at].title, &self.lessons[at].url),
        }
    }

    /// The pages before and after the one with this place in [`Site::reading`].
    #[must_use]
    pub fn neighbours(&self, at: usize) -> (Option<PageRef>, Option<PageRef>) {
        let before = at.checked_sub(1).and_then(|at| self.reading.get(at));
        (before.copied(), self.reading.get(at + 1).copied())
    }

    /// A module and the modules around it, from the inside out.
    pub fn ancestors(&self, module: Option<usize>) -> impl Iterator<Item = PageRef> + '_ {
        std::iter::successors(module, |at| self.modules[*at].parent).map(PageRef::Module)
    }

    /// An address with the base path before it.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        [&self.course.base, path].concat()
    }

    /// A whole address, if the course says where it will be.
    #[must_use]
    pub fn absolute(&self, path: &str) -> Option<String> {
        self.course
            .base_url
            .as_ref()
            .map(|base| format!("{base}{path}"))
    }
}
