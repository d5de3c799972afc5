//! Rules about badges.

use super::{Rule, Severity};

/// A badge to which no lesson leads.
pub static UNEARNABLE_BADGE: Rule = Rule {
    code: "unearnable-badge",
    severity: Severity::Note,
    summary: "a badge to which no lesson leads",
    why: "Learners see a badge and no way to it.",
    fix: "Name the badge in `badges = [...]` of the lessons that help to earn it.",
};
