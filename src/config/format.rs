//! [`Format`]: what kind of thing a session or a lesson is.

use serde::{Deserialize, Serialize};

/// What kind of thing a session or a lesson is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// Something to read at one's own pace; what a lesson is unless it says otherwise.
    Reading,
    /// Under five minutes, one thing.
    Microlearning,
    /// One speaks, many ask.
    Webinar,
    /// A task for a team.
    GroupActivity,
    /// Everybody at once, taught live.
    VirtualClassroom,
    /// A question, and time to answer it.
    Discussion,
    /// Making something, with help at hand.
    Workshop,
    /// Come with your question.
    OfficeHours,
    /// A short round: how is it going?
    CheckIn,
    /// Time of one's own.
    SelfStudy,
    /// Something is due.
    Deadline,
    /// In one room.
    InPerson,
}

impl Format {
    /// All formats, in the order of the course format.
    pub const ALL: [Self; 12] = [
        Self::Reading,
        Self::Microlearning,
        Self::Webinar,
        Self::GroupActivity,
        Self::VirtualClassroom,
        Self::Discussion,
        Self::Workshop,
        Self::OfficeHours,
        Self::CheckIn,
        Self::SelfStudy,
        Self::Deadline,
        Self::InPerson,
    ];

    /// Its name in files, `group-activity`.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Reading => "reading",
            Self::Microlearning => "microlearning",
            Self::Webinar => "webinar",
            Self::GroupActivity => "group-activity",
            Self::VirtualClassroom => "virtual-classroom",
            Self::Discussion => "discussion",
            Self::Workshop => "workshop",
            Self::OfficeHours => "office-hours",
            Self::CheckIn => "check-in",
            Self::SelfStudy => "self-study",
            Self::Deadline => "deadline",
            Self::InPerson => "in-person",
        }
    }

    /// Its name for people, `Group activity`.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Reading => "Reading",
            Self::Microlearning => "Microlearning",
            Self::Webinar => "Webinar",
            Self::GroupActivity => "Group activity",
            Self::VirtualClassroom => "Virtual classroom",
            Self::Discussion => "Discussion",
            Self::Workshop => "Workshop",
            Self::OfficeHours => "Office hours",
            Self::CheckIn => "Check-in",
            Self::SelfStudy => "Self-study",
            Self::Deadline => "Deadline",
            Self::InPerson => "In person",
        }
    }
}
