//! Rules about badges.

use super::{Rule, Severity};

/// Keys or an issuer of awards that cannot be used.
pub static BAD_ISSUER: Rule = Rule {
    code: "bad-issuer",
    severity: Severity::Error,
    summary: "an issuer of awards, or one of its keys, that cannot be used",
    why: "Awards name the issuer and the key by their addresses for ever. With a key that is wrong or gone, nobody can verify them.",
    fix: "Let `stoa badge keygen` and `stoa badge rotate-key` write badges/issuer.toml, keep every key in it, and keep `base_url` in course.toml.",
};

/// An award that is not valid.
pub static BAD_AWARD: Rule = Rule {
    code: "bad-award",
    severity: Severity::Error,
    summary: "an award that was changed, that another key signed, or whose badge is gone",
    why: "Whoever was given it will show it to others, and their programs will call it a forgery.",
    fix: "Take the file in data/awards/ back as `stoa badge issue` wrote it: not one character in it can be changed. To take an award back, use `stoa badge revoke`.",
};

/// A badge to which no lesson leads.
pub static UNEARNABLE_BADGE: Rule = Rule {
    code: "unearnable-badge",
    severity: Severity::Note,
    summary: "a badge to which no lesson leads",
    why: "Learners see a badge and no way to it.",
    fix: "Name the badge in `badges = [...]` of the lessons that help to earn it.",
};
