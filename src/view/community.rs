//! People and groups.

use serde::Serialize;

use super::{CohortLink, DateView, Link, PictureView, PostLink, SessionView, ThreadView};

/// A person in lists; only facilitators and people who agreed to be shown.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct PersonLink {
    /// Its id, for `/community/#person-ID`.
    pub id: String,
    /// The name that the person chose.
    pub name: String,
    /// The first letters of the name, for a picture.
    pub initials: String,
    /// The person's page.
    pub url: String,
}

/// A person on the community page.
#[derive(Debug, Clone, Serialize)]
pub struct PersonView {
    /// The person.
    pub link: PersonLink,
    /// `facilitator` or `learner`.
    pub role: &'static str,
    /// A picture.
    pub photo: Option<PictureView>,
    /// Pages about the person.
    pub links: Vec<Link>,
    /// What the person says, HTML.
    pub html: String,
}

/// `community` in `community.html`.
#[derive(Debug, Clone, Serialize)]
pub struct CommunityView {
    /// `interest`, `learning` or `practice`.
    pub kind: &'static str,
    /// What that means, in a sentence.
    pub kind_text: &'static str,
    /// Its one goal.
    pub goal: Option<String>,
    /// Groups by common interest.
    pub groups: Vec<GroupView>,
    /// Facilitators.
    pub facilitators: Vec<PersonView>,
    /// Learners who agreed to be shown.
    pub learners: Vec<PersonView>,
    /// Where people introduce themselves.
    pub introductions: Vec<Introduction>,
    /// Where the introductions of the cohort that is on can be read.
    pub introductions_url: Option<String>,
    /// How many channels there are.
    pub channels: usize,
}

/// An `:::introduce` block somewhere in the course.
#[derive(Debug, Clone, Serialize)]
pub struct Introduction {
    /// Its id, written once.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What is asked, if it is in the block's arguments.
    pub prompt: Option<String>,
    /// The place in its lesson.
    pub url: String,
    /// The title of the lesson.
    pub lesson: String,
    /// How many posts there are in the cohort that is on.
    pub posts: usize,
}

/// A group by common interest.
#[derive(Debug, Clone, Serialize)]
pub struct GroupView {
    /// Its id.
    pub id: String,
    /// Its name.
    pub title: String,
    /// Its page.
    pub url: String,
    /// What it is for.
    pub purpose: Option<String>,
    /// Its teams in the cohort that the portal speaks of.
    pub teams: Vec<Link>,
}

/// `group` in `group.html`.
#[derive(Debug, Clone, Serialize)]
pub struct GroupPageView {
    /// What it is for.
    pub purpose: Option<String>,
    /// Its teams in the cohorts that run or are to come.
    pub cohorts: Vec<GroupCohort>,
    /// Those in it who agreed to be shown.
    pub members: Vec<PersonLink>,
    /// Its thread, one for all cohorts.
    pub thread: Option<ThreadView>,
}

/// A group in one cohort.
#[derive(Debug, Clone, Serialize)]
pub struct GroupCohort {
    /// The cohort.
    pub cohort: CohortLink,
    /// Its teams that belong to the group.
    pub teams: Vec<Link>,
    /// What is ahead for these teams alone.
    pub sessions: Vec<SessionView>,
}

/// `person` in `person.html`: a page about somebody who leads the course or agreed to be shown.
#[derive(Debug, Clone, Serialize)]
pub struct PersonPageView {
    /// The person. What it says of itself is the text of the page.
    pub link: PersonLink,
    /// `facilitator` or `learner`.
    pub role: &'static str,
    /// A picture.
    pub photo: Option<PictureView>,
    /// Pages about the person.
    pub links: Vec<Link>,
    /// The day on which the person agreed to be shown; facilitators may have none.
    pub since: Option<DateView>,
    /// Whether search engines are asked to leave the page alone: it speaks of a learner.
    pub noindex: bool,
    /// Cohorts that the person leads.
    pub cohorts: Vec<Link>,
    /// Groups that the person is in.
    pub groups: Vec<Link>,
    /// Teams that the person is in, each with the name of its cohort.
    pub teams: Vec<PersonTeam>,
    /// Lessons and modules that the person wrote.
    pub pages: Vec<Link>,
    /// Resources that the person brought.
    pub resources: Vec<Link>,
    /// Posts of the person.
    pub posts: Vec<PostLink>,
}

/// A team of a person.
#[derive(Debug, Clone, Serialize)]
pub struct PersonTeam {
    /// The team.
    pub team: Link,
    /// Its cohort.
    pub cohort: Link,
}

/// `introductions` in `introductions.html`: what a cohort says of itself.
#[derive(Debug, Clone, Serialize)]
pub struct IntroductionsView {
    /// The cohort.
    pub cohort: CohortLink,
    /// Every block of the course in which people introduce themselves, in course order.
    pub introductions: Vec<IntroductionThread>,
}

/// An `:::introduce` block with what one cohort said there.
#[derive(Debug, Clone, Serialize)]
pub struct IntroductionThread {
    /// The block.
    pub introduction: Introduction,
    /// Its thread in the cohort.
    pub thread: Option<ThreadView>,
}
