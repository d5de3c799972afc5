//! Rules about the community.

use super::{Rule, Severity};

/// A forum whose settings are not complete.
pub static BAD_FORUM: Rule = Rule {
    code: "bad-forum",
    severity: Severity::Error,
    summary: "a forum whose settings are not complete",
    why: "The discussion would not load, or not be the right one.",
    fix: "Write the lines that the message names into community.toml.",
};

/// A course that has prompts but no forum.
pub static FORUM_MISSING: Rule = Rule {
    code: "forum-missing",
    severity: Severity::Note,
    summary: "a course that has prompts but no forum",
    why: "Learners are asked something and have no place to answer.",
    fix: "Add a [forum] table to community.toml; engine = \"link\" needs nothing but an address.",
};

/// Two threads that the forum would take for one.
pub static THREAD_CLASH: Rule = Rule {
    code: "thread-clash",
    severity: Severity::Error,
    summary: "two threads that the forum would take for one",
    why: "What is said in one place would appear in the other, and nobody could take it apart again.",
    fix: "Give one of the two another id. Discourse, for one, makes no difference between one hyphen and several.",
};

/// A learner without a recorded consent.
pub static NO_CONSENT: Rule = Rule {
    code: "no-consent",
    severity: Severity::Warning,
    summary: "a learner without a recorded consent, or with one from a day that is yet to come",
    why: "Nobody is shown in the portal who did not agree to it; stoa leaves this person out.",
    fix: "Ask, and write `consent = 2026-10-05` into the front matter, with the day of the answer.",
};

/// An e-mail address in what authors wrote.
pub static ADDRESS_IN_PORTAL: Rule = Rule {
    code: "address-in-portal",
    severity: Severity::Warning,
    summary: "an e-mail address in what authors wrote",
    why: "Addresses in public pages are collected by machines and filled with spam, and a portal holds none without being asked. stoa publishes \"address removed\" instead: in pages, in values, and in text files that are copied. It is an error in a person's file, in the name of a file or folder, and where it is disguised or in an encoding of its own, so that stoa cannot take it out.",
    fix: "Link to a form or to the forum instead. Addresses at example.org, example.com and example.net stay, and so does everything that stands in code.",
};

/// Somebody in the portal who is not to be shown.
pub static PERSON_IN_PORTAL: Rule = Rule {
    code: "person-in-portal",
    severity: Severity::Error,
    summary: "the name, id or picture of somebody in the finished portal who did not agree to be shown",
    why: "Nobody is shown without a recorded consent, and somebody who takes it back trusts that no trace is left. stoa looks through every finished file: pages, feeds, calendars, data, names of files. It looks for the whole names of people with a file in people/ or an entry in data/people.toml and without a consent that counts; for their ids where stoa writes ids; for their pictures, whatever they are called; and for the ids by which a forum knows anybody. A name of a single word is looked for only where stoa itself writes names, as the author of a post. A picture in people/ is of the person whose file it is called after, and one that no shown person has is not published. Whoever has neither a file nor an entry is unknown to stoa: before you delete a file, build once with the consent taken out, and see where the name still is. stoa.lock remembers what titles were before, and what changed says so: take a name out of there too.",
    fix: "Take the name, link or picture out where the finding is, or ask and write down the consent. If somebody else of that name is meant, say so below [privacy] in course.toml: names = [{ name = \"Ada Lovelace\", reason = \"The lesson is about the mathematician.\" }].",
};

/// A text of the plan that is not there or cannot be made.
pub static BAD_PLAN: Rule = Rule {
    code: "bad-plan",
    severity: Severity::Error,
    summary: "a text of the plan that is not there, or that cannot be made",
    why: "A facilitator would find the gap in the minute in which the text has to be posted.",
    fix: "Name a file in plan/, or write the text itself. Between {{ and }} can stand cohort, course, goal, portal, forum, sessions['id'], channel and moment: \"{{ cohort.title }} begins on {{ sessions.kickoff.day }}\".",
};
