//! What others write into the library is published as far as it can be read: one word of somebody else's does not keep the portal
//! back.

use crate::diagnostic::{Diagnostic, Severity};
use crate::document::Kind;
use crate::layout::{Layout, Role};
use crate::rule::{self, Rule};

/// Rules about words and blocks. Whatever would make somebody known or take another page's place stays what it is.
const ABOUT_WORDS: &[&Rule] = &[
    &rule::BAD_TOML,
    &rule::BAD_YAML,
    &rule::BAD_FRONT_MATTER,
    &rule::UNKNOWN_KEY,
    &rule::BAD_VALUE,
    &rule::MISSING_VALUE,
    &rule::DUPLICATE_ID,
    &rule::UNKNOWN_REFERENCE,
    &rule::UNCLOSED_DIRECTIVE,
    &rule::BAD_ATTRIBUTE,
    &rule::UNREAD_DIRECTIVE,
];

/// Makes what is wrong with the words of a resource a warning.
pub(super) fn soften(diagnostics: &mut [Diagnostic], layout: &Layout) {
    let is_resource =
        |found: &Diagnostic| matches!(layout.role(&found.path), Some(Role::Other(Kind::Resource)));
    for found in diagnostics {
        if found.severity == Severity::Error
            && ABOUT_WORDS.contains(&found.rule)
            && is_resource(found)
        {
            found.severity = Severity::Warning;
        }
    }
}
