//! Rules about `stoa.lock`.

use super::{Rule, Severity};

/// A `stoa.lock` that cannot be read.
pub static BAD_LOCK: Rule = Rule {
    code: "bad-lock",
    severity: Severity::Error,
    summary: "a stoa.lock that cannot be read, or that two branches changed",
    why: "It says what calendars were told. Without it a moved session would stand in everybody's calendar twice, once at the wrong time, so nothing is written over it.",
    fix: "After a merge keep the lines of both sides, delete the marks, and run `stoa build`: it makes one line of two. Otherwise take the file back from your version control and run `stoa build`.",
};

/// A `stoa.lock` that does not know what has changed.
pub static STALE_LOCK: Rule = Rule {
    code: "stale-lock",
    severity: Severity::Error,
    summary: "with --locked: a stoa.lock that does not know yet what has changed",
    why: "When a session was moved is written down once, by its author. If every build in a pipeline found it out anew, calendars would be told at each of them that it was moved again.",
    fix: "Run `stoa build` where you write the course, and commit stoa.lock together with the change.",
};

/// Lines of a cohort that has no file any more.
pub static COHORT_GONE: Rule = Rule {
    code: "cohort-gone",
    severity: Severity::Warning,
    summary: "a stoa.lock that knows a cohort which has no file any more",
    why: "The name of a cohort's file is its address: when the file is renamed, the calendar is no longer at calendars/NAME.ics, and whoever subscribed to it gets no news. Under its new name the cohort begins anew, with sessions that calendars take for others.",
    fix: "Rename the file back, or write the name of before in it, like id = \"brazil\". If the cohort is to be forgotten, delete its lines from stoa.lock.",
};
