//! People and groups.

use serde::Serialize;

use super::{Link, PictureView};

/// A person in lists; only facilitators and people who agreed to be shown.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct PersonLink {
    /// Its id, for `/community/#person-ID`.
    pub id: String,
    /// The name that the person chose.
    pub name: String,
    /// The first letters of the name, for a picture.
    pub initials: String,
    /// The person on the community page.
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
    /// How many channels there are.
    pub channels: usize,
}

/// An `:::introduce` block somewhere in the course.
#[derive(Debug, Clone, Serialize)]
pub struct Introduction {
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
    /// What it is for.
    pub purpose: Option<String>,
    /// Its teams in the cohort that the portal speaks of.
    pub teams: Vec<Link>,
}
