//! Texts that `stoa new` writes for the author to replace.

use memchr::memmem;

use crate::diagnostic::Diagnostic;
use crate::rule;
use crate::source::SourcePath;

/// The texts, each in one line of one file of the skeleton. They are whole sentences to an author, which no learner should
/// read, and which nobody writes by chance. The examples of the skeleton, like its sessions, may well stay.
pub(crate) const PLACEHOLDERS: &[&str] = &[
    "The name of your course",
    "Say in one sentence what people can do after it.",
    "Write the one goal that everybody shares.",
    "Write here what the course is about, for whom it is, and how much time it takes.",
    "name = \"Your Name\"",
    "One or two sentences about you, as you would say them at the door.",
    "A folder in `modules/` is a module, and this file is its page.",
    "A lesson is a Markdown file. Write as you would write to a colleague",
    "Everything that you can put between `:::` lines is in the lessons of this module.",
    "A post is an announcement. Its day is in the name of its file.",
    "Delete this file, or write down what your learners bring",
];

/// Says which of them are still in a file.
pub(crate) fn placeholders(text: &str, path: &SourcePath, diagnostics: &mut Vec<Diagnostic>) {
    for placeholder in PLACEHOLDERS {
        let found = memmem::find(text.as_bytes(), placeholder.as_bytes());
        diagnostics.extend(found.map(|at| {
            Diagnostic::new(
                &rule::PLACEHOLDER,
                path,
                at..at + placeholder.len(),
                "this is still the text that `stoa new` wrote",
            )
            .help("write your own, or delete it")
        }));
    }
}
