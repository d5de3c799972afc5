//! Rules about configs.

use super::{Rule, Severity};

/// TOML that cannot be read.
pub static BAD_TOML: Rule = Rule {
    code: "bad-toml",
    severity: Severity::Error,
    summary: "TOML that cannot be read",
    why: "What stands behind the mistake may be read as something else, or not at all.",
    fix: "Mend the line that the caret shows. Text goes in \"quotes\", dates and numbers do not, lists in [brackets].",
};

/// YAML front matter that cannot be read.
pub static BAD_YAML: Rule = Rule {
    code: "bad-yaml",
    severity: Severity::Error,
    summary: "YAML front matter that cannot be read",
    why: "The page would lose its title, its order and everything else that is written there.",
    fix: "Mend the line that the caret shows, or write the front matter in TOML between +++ lines.",
};

/// A key that stoa does not know.
pub static UNKNOWN_KEY: Rule = Rule {
    code: "unknown-key",
    severity: Severity::Error,
    summary: "a key that stoa does not know",
    why: "A misspelt key does nothing, and nobody notices until the course runs.",
    fix: "Write the key that was meant, or delete the line.",
};

/// A YAML key that belongs to another tool.
pub static OTHER_KEY: Rule = Rule {
    code: "other-key",
    severity: Severity::Note,
    summary: "a YAML key that belongs to another tool",
    why: "stoa leaves such keys alone, so that a course from elsewhere builds as it is.",
    fix: "Nothing needs to be done. To use the value in stoa, write it under the name that the course format has for it.",
};

/// A value of the wrong kind.
pub static BAD_VALUE: Rule = Rule {
    code: "bad-value",
    severity: Severity::Error,
    summary: "a value of the wrong kind",
    why: "stoa cannot know what was meant, and will not guess with dates and times of people.",
    fix: "Write the value as the message shows it.",
};

/// Something that has to be there and is not.
pub static MISSING_VALUE: Rule = Rule {
    code: "missing-value",
    severity: Severity::Error,
    summary: "something that has to be there and is not",
    why: "Without it the portal cannot say something that learners need.",
    fix: "Add the line that the message shows.",
};

/// An id that two things of one kind have.
pub static DUPLICATE_ID: Rule = Rule {
    code: "duplicate-id",
    severity: Severity::Error,
    summary: "an id that two things of one kind have, or two things on one page",
    why: "A link, an award or a thread could mean either of them.",
    fix: "Give one of them another id. Change the younger one: the older may be in links and threads already.",
};

/// An id that names nothing.
pub static UNKNOWN_REFERENCE: Rule = Rule {
    code: "unknown-reference",
    severity: Severity::Error,
    summary: "an id that names nothing",
    why: "A learner would be sent to something that does not exist.",
    fix: "Write the id of something that exists, or add it.",
};

/// Something of the course format that this version does nothing with.
pub static NOT_YET: Rule = Rule {
    code: "not-yet",
    severity: Severity::Note,
    summary: "something of the course format that this version does nothing with",
    why: "You should not rely on it yet.",
    fix: "Leave it in if you can wait. It does no harm.",
};
