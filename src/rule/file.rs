//! Rules about files.

use super::{Rule, Severity};

/// A text file that is not UTF-8.
pub static INVALID_UTF8: Rule = Rule {
    code: "invalid-utf8",
    severity: Severity::Error,
    summary: "a text file that is not UTF-8",
    why: "Letters would come out wrong for every learner, or the page not at all.",
    fix: "Open the file in your editor and save it with the encoding UTF-8.",
};

/// A file or folder that cannot be read.
pub static UNREADABLE_FILE: Rule = Rule {
    code: "unreadable-file",
    severity: Severity::Error,
    summary: "a file or folder that cannot be read",
    why: "A part of the course would silently be missing.",
    fix: "Give yourself the right to read it, mend the link, or take it out of the course folder.",
};

/// A symbolic link that leads back to a folder it is in.
pub static LINK_LOOP: Rule = Rule {
    code: "link-loop",
    severity: Severity::Error,
    summary: "a symbolic link that leads back to a folder it is in",
    why: "Following it would never end.",
    fix: "Remove the link, or let it point to another folder.",
};

/// A symbolic link that leads out of the course folder.
pub static LINK_OUTSIDE: Rule = Rule {
    code: "link-outside",
    severity: Severity::Error,
    summary: "a symbolic link that leads out of the course folder",
    why: "Whatever is there would be published, be it a password or a stranger's file, and on another computer it would be missing.",
    fix: "Copy what the link leads to into the course folder, and remove the link.",
};

/// A Markdown page that is in no part of the course.
pub static STRAY_PAGE: Rule = Rule {
    code: "stray-page",
    severity: Severity::Warning,
    summary: "a Markdown page that is in no part of the course",
    why: "You wrote it, and no learner will ever see it.",
    fix: "Move it into `modules/`, or into the folder for what it is (posts, resources, badges, people).",
};

/// A file or folder whose name is almost one that means something.
pub static MISNAMED: Rule = Rule {
    code: "misnamed",
    severity: Severity::Warning,
    summary: "a file or folder whose name is almost one that means something",
    why: "What is in it would count for nothing: a cohort in `cohort/`, or in a file that ends in .txt, is no cohort, and its learners have no schedule.",
    fix: "Rename it, or give it a name that nobody takes for a slip. At the top there can be course.toml, community.toml, schedule.toml and stoa.lock, and the folders modules, cohorts, people, posts, resources, badges, plan, data, static, templates and themes.",
};
