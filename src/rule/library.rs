//! Rules about the library, and about what others contribute to it.

use super::{Rule, Severity};

/// Characters that nobody sees, in what others contribute and in every value.
pub static HIDDEN_CHARACTER: Rule = Rule {
    code: "hidden-character",
    severity: Severity::Warning,
    summary: "characters that nobody sees, in a value or in a page that others may have contributed",
    why: "They turn the direction of a line, so that it says something else than it seems to say, and hide words from search and from whoever looks a contribution over. stoa leaves them out.",
    fix: "Delete them, or type the line again. What joins letters in scripts that need it, and what picks an emoji, stays.",
};

/// A link that leads to another host than its text says.
pub static DECEPTIVE_LINK: Rule = Rule {
    code: "deceptive-link",
    severity: Severity::Warning,
    summary: "a link that leads to another host than it says, in a page that others may have contributed",
    why: "Learners trust what stands in their course, and would give a password to the host that they believe to be at. stoa writes behind such a link where it leads.",
    fix: "Write words as the text of the link, or the host that it leads to. An address has no name and no password before its host.",
};

/// A block that contributions have no use for.
pub static BLOCK_IN_CONTRIBUTION: Rule = Rule {
    code: "block-in-contribution",
    severity: Severity::Warning,
    summary: "a block that asks for something of the course, in a page that others may have contributed",
    why: "A contribution that opens a thread, sets an exercise, plays a video or speaks to the facilitators acts for the course. stoa shows the text in the block without it; what is said to facilitators stays theirs.",
    fix: "Take the block out, or move it into a lesson. In a contribution there can be callout, details, steps, tabs, tab, resource and badge.",
};

/// A value that is longer than a list can show.
pub static TOO_LONG: Rule = Rule {
    code: "too-long",
    severity: Severity::Warning,
    summary: "a title, word or address of a resource that is longer than the library shows, or more tags than it shows",
    why: "One entry would fill the list, and nobody would find the others. stoa cuts it.",
    fix: "Say it in fewer words: 200 characters for a title, 60 for a kind, a tag or a name, 20 tags.",
};

/// Two resources with one address.
pub static SAME_RESOURCE: Rule = Rule {
    code: "same-resource",
    severity: Severity::Warning,
    summary: "two resources that lead to the same place",
    why: "What people say about it stands in two places, and who has read one finds the other as news.",
    fix: "Keep one of the two, and put what both say into it.",
};

/// Kinds or tags that differ in capitals or number only.
pub static NEAR_DUPLICATE: Rule = Rule {
    code: "near-duplicate",
    severity: Severity::Note,
    summary: "a kind or tag of a resource that is another one but for capitals, spaces, hyphens or the plural",
    why: "Who looks under one of them would miss what stands under the other. stoa shows all under the spelling that most resources have.",
    fix: "Write all of them in one way.",
};

/// A resource with a day that is still to come.
pub static FUTURE_RESOURCE: Rule = Rule {
    code: "future-resource",
    severity: Severity::Note,
    summary: "a resource that was added on a day that is still to come",
    why: "It is published with the next build all the same, and stands first in the library until then.",
    fix: "Write the day on which somebody brought it. `draft = true` keeps it back.",
};
