//! Rules about content.

use super::{Rule, Severity};

/// A page without a title.
pub static EMPTY_TITLE: Rule = Rule {
    code: "empty-title",
    severity: Severity::Warning,
    summary: "a page without a title",
    why: "Lists, the browser tab, search and screen readers all call a page by its title.",
    fix: "Write `title = \"...\"` in the front matter, or start the page with a heading.",
};

/// A formula that cannot be read.
pub static BAD_MATH: Rule = Rule {
    code: "bad-math",
    severity: Severity::Warning,
    summary: "a formula that cannot be read",
    why: "Learners would see the source of the formula instead of the formula.",
    fix: "Mend the formula. If a dollar sign means money, write it as \\$.",
};

/// HTML in a page that others may have contributed.
pub static RAW_HTML_IN_CONTRIBUTION: Rule = Rule {
    code: "raw-html-in-contribution",
    severity: Severity::Warning,
    summary: "HTML in a page that others may have contributed",
    why: "HTML from others can run programs in the browsers of your learners.",
    fix: "Write it in Markdown. stoa shows such HTML as text.",
};

/// Lessons that require each other in a circle.
pub static REQUIRES_CYCLE: Rule = Rule {
    code: "requires-cycle",
    severity: Severity::Error,
    summary: "lessons that require each other in a circle",
    why: "Nobody could begin.",
    fix: "Take one of them out of `requires`.",
};

/// Two pages or modules with the same number in their names.
pub static ORDER_CLASH: Rule = Rule {
    code: "order-clash",
    severity: Severity::Warning,
    summary: "two pages or modules with the same number in their names",
    why: "Their order is then that of the alphabet, which may not be the one you mean.",
    fix: "Give each of them its own number.",
};

/// A footnote mark without its footnote.
pub static MISSING_FOOTNOTE: Rule = Rule {
    code: "missing-footnote",
    severity: Severity::Warning,
    summary: "a footnote mark without its footnote",
    why: "The learner sees the mark as text and looks for a note that is not there.",
    fix: "Add a line `[^name]: the note`, or take the mark out.",
};

/// What looks like Markdown and is not read as it.
pub static MARKDOWN_SLIP: Rule = Rule {
    code: "markdown-slip",
    severity: Severity::Warning,
    summary: "what looks like a list, a table, a block or bold text and is read as plain text",
    why: "Learners would see the signs, and lines that run together, instead of what you meant.",
    fix: "Write it as the finding says. What is meant to be seen as it is goes between backticks.",
};

/// A page with nothing on it.
pub static NO_CONTENT: Rule = Rule {
    code: "no-content",
    severity: Severity::Warning,
    summary: "a page with nothing on it",
    why: "A learner who opens it finds a dead end.",
    fix: "Write the page, or set `draft = true` until it is written.",
};

/// A front matter that is not closed, or not at the very start.
pub static BAD_FRONT_MATTER: Rule = Rule {
    code: "bad-front-matter",
    severity: Severity::Error,
    summary: "a front matter that is not closed, or not at the very start of the file",
    why: "It would be shown as text, and a draft would be published.",
    fix: "Begin the file with a line of three: +++ for TOML or --- for YAML, and end the front matter with the same line.",
};

/// A text that `stoa new` wrote for the author to replace.
pub static PLACEHOLDER: Rule = Rule {
    code: "placeholder",
    severity: Severity::Note,
    summary: "a text that `stoa new` wrote for you to replace",
    why: "It speaks to you, and learners would read it.",
    fix: "Write your own text in its place, or delete it.",
};

/// A post with a day that is still to come.
pub static FUTURE_POST: Rule = Rule {
    code: "future-post",
    severity: Severity::Note,
    summary: "a post with a day that is still to come",
    why: "It is published with the next build all the same: a portal does not change by itself when the day comes.",
    fix: "Write `draft = true` into its front matter to keep it back, and take the line out on the day; or leave it if people may read it now.",
};
