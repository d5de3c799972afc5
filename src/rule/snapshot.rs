//! Rules about what comes from the forum.

use super::{Rule, Severity};

/// A snapshot of the forum that cannot be read.
pub static BAD_SNAPSHOT: Rule = Rule {
    code: "bad-snapshot",
    severity: Severity::Error,
    summary: "a data/threads.json that cannot be read, or something in it that cannot be",
    why: "It holds what was said in the forum, so that it can be read without the forum and after the cohort is over. Without it the discussions of earlier cohorts would silently be missing. A single thread or post that is wrong is a warning, and all others are shown.",
    fix: "Run `stoa forum pull`, which writes the file anew, or take it back from your version control. After a merge take either side and pull again: nothing is lost that the forum still has, and whatever neither side could fetch any more stays on the side that you took.",
};

/// A post with something that is not published.
pub static UNCLEAN_POST: Rule = Rule {
    code: "unclean-post",
    severity: Severity::Warning,
    summary: "a post in data/threads.json with something that is never published",
    why: "Strangers write in a forum. Scripts, styles, drawings, pictures from elsewhere, e-mail addresses and characters that nobody sees are taken out of every post before it is shown. `stoa forum pull` has done that already, so that somebody else changed this file.",
    fix: "Run `stoa forum pull`. If the finding comes back, look at the post in the forum and ask its moderators.",
};

/// A thread that nothing in the course leads to any more.
pub static LOST_THREAD: Rule = Rule {
    code: "lost-thread",
    severity: Severity::Warning,
    summary: "a discussion whose lesson, session or block is gone, or has another id",
    why: "The thread of a page is found by an id that is written once. With another id the page gets a new, empty thread, and what people said is no longer beside what they spoke of.",
    fix: "Write the old id into the front matter of the lesson, `id = \"welcome\"`, or into the session or block. If it is gone for good, delete the line in stoa.lock or the thread in data/threads.json.",
};
