//! Rules about the schedule.

use super::{Rule, Severity};

/// A session whose time cannot be worked out.
pub static BAD_ANCHOR: Rule = Rule {
    code: "bad-anchor",
    severity: Severity::Error,
    summary: "a session whose time cannot be worked out",
    why: "Nobody would know when to come.",
    fix: "Give it week, day and time, or at = \"kickoff + 9d 23:59\" with the id of another session. A session of a series has a number, like office-hours-3.",
};

/// Sessions whose times depend on each other in a circle.
pub static ANCHOR_CYCLE: Rule = Rule {
    code: "anchor-cycle",
    severity: Severity::Error,
    summary: "sessions whose times depend on each other in a circle",
    why: "None of them has a time.",
    fix: "Give one of them a week, a day and a time.",
};

/// A time zone that does not exist.
pub static BAD_ZONE: Rule = Rule {
    code: "bad-zone",
    severity: Severity::Error,
    summary: "a time zone that does not exist, or that is no place",
    why: "Every time in the portal and in the calendars would be wrong.",
    fix: "Use a name like \"Europe/Paris\", from the IANA list of time zones: the zone of a large city near you. Abbreviations like CET or EST know no summer time, or not yours.",
};

/// A local time that does not exist, because clocks go forward.
pub static LOCAL_TIME_SKIPPED: Rule = Rule {
    code: "local-time-skipped",
    severity: Severity::Warning,
    summary: "a local time that does not exist, because clocks go forward",
    why: "People would come at different times.",
    fix: "Move it by an hour. stoa takes the time as it would be without the change.",
};

/// A local time that exists twice, because clocks go back.
pub static LOCAL_TIME_TWICE: Rule = Rule {
    code: "local-time-twice",
    severity: Severity::Warning,
    summary: "a local time that exists twice, because clocks go back",
    why: "People would come at different times.",
    fix: "Move it by an hour. stoa takes the first of the two.",
};

/// A session before the cohort starts or long after its last week.
pub static SESSION_OUTSIDE: Rule = Rule {
    code: "session-outside",
    severity: Severity::Warning,
    summary: "a session before the cohort starts or long after its last week",
    why: "It is probably a slip of the pen, and calendars would show it.",
    fix: "Check the week, the date, or the distance and its sign. In week 1 it is a note: a session may be before the day that `start` says, for a week begins with its Monday.",
};

/// A session that falls into a break.
pub static SESSION_IN_BREAK: Rule = Rule {
    code: "session-in-break",
    severity: Severity::Warning,
    summary: "a session that falls into a break",
    why: "Learners were promised time off.",
    fix: "Move the session, or end the break earlier.",
};

/// A session on a holiday.
pub static SESSION_ON_HOLIDAY: Rule = Rule {
    code: "session-on-holiday",
    severity: Severity::Warning,
    summary: "a session on a holiday that the cohort declares",
    why: "Nobody comes on a day off. A holiday moves no week on, as a break does; only you know where the session goes.",
    fix: "Move the session in the file of the cohort, like [session.kickoff] with day = \"wed\", or delete the holiday.",
};

/// A session of one run whose id is almost that of another.
pub static SIMILAR_ID: Rule = Rule {
    code: "similar-id",
    severity: Severity::Warning,
    summary: "a session of one run whose id is almost that of another session",
    why: "Who means to move a session and misspells its id gets a second one, and learners come twice. Ids that differ in a number, like office-hours-2 and office-hours-3, are no finding.",
    fix: "Write the id of the session that is meant, like [session.kickoff], or give the new one another id.",
};

/// A break or a holiday outside of the cohort's run.
pub static DAY_OFF_OUTSIDE: Rule = Rule {
    code: "day-off-outside",
    severity: Severity::Warning,
    summary: "a break or a holiday before the cohort starts or after its last session",
    why: "It moves nothing and keeps no session away, so it was most likely meant for another year.",
    fix: "Check the year and the start of the cohort, or delete it. A holiday is a note only, for who lists those of a whole year.",
};

/// A break that moves no week on, or not all that it touches.
pub static BREAK_IN_PART: Rule = Rule {
    code: "break-in-part",
    severity: Severity::Warning,
    summary: "a break that moves no week on, or not all that it touches",
    why: "A week moves on if it is free from Monday to Friday, for half a week cannot move. With a break of fewer days all sessions stay where they are; learners are shown the days.",
    fix: "Lengthen the break to whole weeks. Days off that move nothing are holidays, like holidays = [{ date = 2027-02-17 }]. It is a note only, where the break moves one week and takes a part of another.",
};

/// Weeks without a session before one that has some.
pub static LONG_GAP: Rule = Rule {
    code: "long-gap",
    severity: Severity::Note,
    summary: "many weeks without a session in the middle of a cohort, or with one series alone at its end",
    why: "A cohort lasts until its last session, and learners see every week up to it. A slip like week = 12 for week = 2, or count = 80 for count = 8, makes the course longer for everybody.",
    fix: "Check the week, the distance or the count. If it is meant, leave it: this is a note.",
};

/// Sessions at the same time for the same people.
pub static SESSIONS_AT_ONCE: Rule = Rule {
    code: "sessions-at-once",
    severity: Severity::Warning,
    summary: "two sessions at the same time, for the same people",
    why: "Nobody can be in both. It is a note where learners can choose, and a warning where somebody leads both.",
    fix: "Move one of them, cancel it for this cohort, or write with teams = [\"olive\"] whom each of them is for.",
};

/// A date in the schedule of all cohorts.
pub static FIXED_DATE: Rule = Rule {
    code: "fixed-date",
    severity: Severity::Note,
    summary: "a date in schedule.toml, which is the same in every cohort",
    why: "The next run of the course has a new start, and this session would stay where it was.",
    fix: "Write a week, a day and a time, or at = \"kickoff + 9d 23:59\". A date that is really fixed belongs into the file of the cohort, like [session.conference] with at = 2026-12-01T10:00.",
};

/// A release that cannot be worked out.
pub static BAD_RELEASE: Rule = Rule {
    code: "bad-release",
    severity: Severity::Error,
    summary: "a `release` that cannot be worked out",
    why: "Nobody could say when learners see the page: it would be there too early, or never.",
    fix: "Write release = { week = 2 }, release = { after = \"kickoff\" } with the id of a session and perhaps a distance (\"kickoff + 1d 09:00\"), or a day like release = 2026-10-12. The page is out as soon as one cohort that is not over has reached it.",
};

/// A page that learners of a cohort would not see while it lasts.
pub static RELEASE_NEVER: Rule = Rule {
    code: "release-never",
    severity: Severity::Warning,
    summary: "a page that learners of a cohort would not see while it lasts",
    why: "They would read \"Opens in week 12\" to the end, and week 12 never comes.",
    fix: "Release it in a week of the schedule, or after a session that the cohort has.",
};

/// A page that would be released before its module.
pub static RELEASE_EARLY: Rule = Rule {
    code: "release-early",
    severity: Severity::Warning,
    summary: "a page that would be released before the module that it is in",
    why: "A module's release holds for everything in it, so the page waits for the module, and its own release does nothing.",
    fix: "Take release out of the page, or release the module earlier.",
};

/// A release in a course without a cohort.
pub static RELEASE_WITHOUT_COHORT: Rule = Rule {
    code: "release-without-cohort",
    severity: Severity::Warning,
    summary: "a release in a course that has no cohort",
    why: "A release is counted from a cohort's start and on its clocks. Without one the page is out at once.",
    fix: "Add a cohort, a file in cohorts/ with start and timezone, or take release out.",
};

/// A session that was changed after it took place.
pub static SESSION_HELD: Rule = Rule {
    code: "session-held",
    severity: Severity::Note,
    summary: "a session that is over, and of which a cohort's file says another time now",
    why: "What took place is not moved by what is written for the next run: calendars and the schedule keep it as it was.",
    fix: "Nothing has to be done. If stoa remembers it wrong, delete its line from stoa.lock; to say that it did not take place, write cancelled = \"why\".",
};
