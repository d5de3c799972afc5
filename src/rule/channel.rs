//! Rules about channels: one place to exchange, and no scatter.

use super::{Rule, Severity};

/// More channels than the course allows itself.
pub static TOO_MANY_CHANNELS: Rule = Rule {
    code: "too-many-channels",
    severity: Severity::Warning,
    summary: "more channels than the course allows itself",
    why: "Talk that is spread over many systems is found by nobody. Every system counts once; so does one that only pages link to.",
    fix: "Give up a channel, raise `max` under [channels], or write `allow = [{ kind = \"trello\", reason = \"...\" }]` there.",
};

/// A channel that does not say what it is for, or that leads nowhere.
pub static BAD_CHANNEL: Rule = Rule {
    code: "bad-channel",
    severity: Severity::Warning,
    summary: "a channel that does not say what it is for, that leads nowhere, or whose `until` is no time",
    why: "Learners come to the page of channels with a question, and have to know where it belongs.",
    fix: "Write a purpose in a sentence or two, and an address with https://; tel: and sms: are possible too. No e-mail address is published: link to a form. `until` is a date, a session with a distance, or words.",
};

/// Two channels for the same thing, or one channel twice.
pub static CHANNEL_TWICE: Rule = Rule {
    code: "channel-twice",
    severity: Severity::Warning,
    summary: "two channels for the same thing, or one channel twice",
    why: "Half of the cohort would ask in one of them and half in the other, and neither would find the answers of the other half.",
    fix: "Keep one of the two, or say what each of them is for. If both are needed, write `allow = [{ kind = \"slack\", reason = \"...\" }]` under [channels].",
};

/// A link to a place to exchange that no channel names.
pub static CHANNEL_UNDECLARED: Rule = Rule {
    code: "channel-undeclared",
    severity: Severity::Warning,
    summary: "a link to a place to exchange that is no channel of the course",
    why: "A chat that only one page mentions is a second place to talk, and most of the cohort does not know of it.",
    fix: "Add a [[channel]] with its purpose, or take the link out. Behind a link that is only a source write {.external}: [a debate](https://www.reddit.com/r/...){.external}. The links of sessions, and what stands in code, are no finding.",
};

/// Questions in a place that those who come later cannot read.
pub static CHANNEL_CLOSED: Rule = Rule {
    code: "channel-closed",
    severity: Severity::Warning,
    summary: "questions are asked where those who come later cannot read the answers",
    why: "What is answered behind a login or in messages that vanish is lost to the next cohort, and to search.",
    fix: "Let questions go into the forum and copy good answers there, or write `allow = [{ kind = \"whatsapp\", reason = \"...\" }]` under [channels].",
};

/// A channel that shows numbers or names of people to each other.
pub static CHANNEL_PERSONAL_DATA: Rule = Rule {
    code: "channel-personal-data",
    severity: Severity::Note,
    summary: "a channel that shows phone numbers or the like to everybody in it",
    why: "Who has to join to take part cannot choose who gets the number. The page of channels says so before anybody joins.",
    fix: "Make sure that nobody needs it to take part, and say why it is there: `allow = [{ kind = \"signal\", reason = \"...\" }]` under [channels].",
};

/// A channel whose last day is over.
pub static CHANNEL_EXPIRED: Rule = Rule {
    code: "channel-expired",
    severity: Severity::Warning,
    summary: "a channel whose last day is over",
    why: "Its join link is not shown any more, and the page of channels says that it is over.",
    fix: "Take the channel out, or write a later day. With `until = \"kickoff + 8 weeks\"` the day is counted anew for each cohort, and the end of one is no finding.",
};

/// An invitation on a page that everybody can read.
pub static INVITE_PUBLIC: Rule = Rule {
    code: "invite-public",
    severity: Severity::Warning,
    summary: "an invitation on a page that everybody can read",
    why: "Who has such a link gets in, and machines collect them: the cohort meets spam, or strangers who read along.",
    fix: "Take the link out and give it to the cohort by mail, at the kick-off or in the forum, or write `allow = [{ kind = \"discord\", reason = \"...\" }]` under [channels] if everybody is welcome.",
};

/// A forum that is in no page.
pub static FORUM_UNREACHABLE: Rule = Rule {
    code: "forum-unreachable",
    severity: Severity::Warning,
    summary: "a forum that no page shows or links to",
    why: "Learners cannot find it, so the talk goes elsewhere.",
    fix: "Write `home = \"https://...\"` under [forum], or let lessons have threads: threads = \"lesson\".",
};

/// An exception without a reason, or for nothing.
pub static BAD_ALLOW: Rule = Rule {
    code: "bad-allow",
    severity: Severity::Warning,
    summary: "an exception under [channels] without a reason, or one that nothing needs",
    why: "A reason is for those who come later and wonder. An exception that nothing needs hides what may come.",
    fix: "Write `allow = [{ kind = \"trello\", reason = \"The hospital plans its shifts there.\" }]` under [channels], with `rule = \"invite-public\"` if only one rule is meant, or take the exception out.",
};

/// A place to pass pages on to that stoa does not know.
pub static BAD_SHARE: Rule = Rule {
    code: "bad-share",
    severity: Severity::Warning,
    summary: "share links that cannot be made",
    why: "A link to pass a page on needs the page's whole address, and a place that stoa knows.",
    fix: "Write `base_url` into course.toml, and `links = [\"linkedin\", \"mail\"]` under [share] in community.toml.",
};
