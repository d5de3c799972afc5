//! Rules about what people did.

use super::{Rule, Severity};

/// A line of the ledger that cannot be read.
pub static BAD_ACTIVITY: Rule = Rule {
    code: "bad-activity",
    severity: Severity::Warning,
    summary: "a line of data/activity.jsonl that cannot be read",
    why: "The ledger says who did what: points, rankings and the pulse are made from it. A line that cannot be read counts for nothing, and somebody misses points.",
    fix: "Take the file back from your version control. After a merge keep the lines of both sides, in any order, and delete the marks that Git left: an event that is there twice counts once.",
};

/// A word of the ledger that earns nothing.
pub static UNKNOWN_VERB: Rule = Rule {
    code: "unknown-verb",
    severity: Severity::Note,
    summary: "something that people did and that [points] knows no rule for",
    why: "Points are for what stoa knows: posted, replied, liked, accepted, completed, achieved. Whoever expects points for another word waits for them in vain.",
    fix: "Nothing, if it should earn nothing. Otherwise write one of these words into the column `verb` before you import the table.",
};
