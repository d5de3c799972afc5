//! Rules about the portal.

use super::{Rule, Severity};

/// Two things with the same address.
pub static URL_COLLISION: Rule = Rule {
    code: "url-collision",
    severity: Severity::Error,
    summary: "two things with the same address",
    why: "Only one of them could be seen.",
    fix: "Rename one of the files or folders. The number in front of a name is not part of its address.",
};

/// A course that does not say where it will be.
pub static NO_BASE_URL: Rule = Rule {
    code: "no-base-url",
    severity: Severity::Note,
    summary: "a course that does not say where it will be",
    why: "Feeds, calendars and the sitemap need whole addresses, so they are left out or say less.",
    fix: "Write `base_url = \"https://...\"` into course.toml, or use --base-url.",
};

/// A folder without any page.
pub static NOTHING_TO_BUILD: Rule = Rule {
    code: "nothing-to-build",
    severity: Severity::Error,
    summary: "a folder without any page",
    why: "There is nothing to show.",
    fix: "Start in the folder that holds course.toml or your Markdown files, or make a course with `stoa new`.",
};

/// An origin under `[privacy]` that cannot be allowed, or that nothing uses.
pub static BAD_PRIVACY: Rule = Rule {
    code: "bad-privacy",
    severity: Severity::Warning,
    summary: "an origin under [privacy] that cannot be allowed, or that no page uses",
    why: "The privacy page tells readers whom their browser talks to and why. It has to be true.",
    fix: "Write allow = [{ origin = \"https://media.example.org\", reason = \"The recordings are kept there.\" }] under [privacy] in course.toml, and take out what is not needed.",
};
