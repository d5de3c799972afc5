//! Rules about directives.

use super::{Rule, Severity};

/// A ::: block whose name the theme does not know.
pub static UNKNOWN_DIRECTIVE: Rule = Rule {
    code: "unknown-directive",
    severity: Severity::Warning,
    summary: "a ::: block whose name the theme does not know",
    why: "Its content is shown as plain text, without what the block was meant to do.",
    fix: "Write the name of a block that exists. A theme or the course itself can add blocks: a template with a component of that name.",
};

/// A ::: block that a later version will know.
pub static RESERVED_DIRECTIVE: Rule = Rule {
    code: "reserved-directive",
    severity: Severity::Warning,
    summary: "a ::: block that a later version will know",
    why: "Its content is shown as plain text for now.",
    fix: "Leave it in if you can wait, or write the block as an activity.",
};

/// A ::: block that is opened and never closed.
pub static UNCLOSED_DIRECTIVE: Rule = Rule {
    code: "unclosed-directive",
    severity: Severity::Error,
    summary: "a ::: block that is opened and never closed",
    why: "Everything behind it would be swallowed by the block.",
    fix: "Close it with a line of as many colons where it ends. A block inside a block has fewer colons than the outer one.",
};

/// A closing ::: line with nothing to close.
pub static STRAY_CLOSE: Rule = Rule {
    code: "stray-close",
    severity: Severity::Warning,
    summary: "a closing ::: line with nothing to close",
    why: "Mostly a block was closed twice, or its first line is misspelt.",
    fix: "Delete the line, or open the block that it was meant to close.",
};

/// An argument of a ::: block that is unknown, missing or of the wrong kind.
pub static BAD_ATTRIBUTE: Rule = Rule {
    code: "bad-attribute",
    severity: Severity::Error,
    summary: "an argument of a ::: block that is unknown, missing or of the wrong kind",
    why: "The block would not do what you meant.",
    fix: "Write the arguments as {name=\"text\" number=3 flag}. The message says which ones the block knows.",
};

/// A video without a transcript.
pub static MISSING_TRANSCRIPT: Rule = Rule {
    code: "missing-transcript",
    severity: Severity::Warning,
    summary: "a video without a transcript",
    why: "Who cannot hear it, or has no bandwidth, is left out; and nobody can search it.",
    fix: "Add {transcript=\"file.txt\"} with the spoken text in that file.",
};

/// A note for facilitators that is not read as one.
pub static UNREAD_DIRECTIVE: Rule = Rule {
    code: "unread-directive",
    severity: Severity::Error,
    summary: "a note for facilitators that is not read as one: inside HTML, in a line of text, in indented code, or with other colons than three plain ones",
    why: "It would be shown as text to learners, with all its content.",
    fix: "Write `:::facilitator` at the start of a line, with an empty line between it and HTML, and close comments and formulas before the `:::` that ends it. Code between two lines of ``` may show a note.",
};
