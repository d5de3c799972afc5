//! What XML can hold.

use std::borrow::Cow;

/// A text without the characters that XML 1.0 forbids, even as references (2.2, `Char`), and without the control characters
/// that it advises against.
pub(super) fn allowed(text: &str) -> Cow<'_, str> {
    let is_forbidden = |char: char| {
        (char.is_control() && !matches!(char, '\n' | '\t' | '\r'))
            || matches!(char, '\u{fffe}' | '\u{ffff}')
    };
    if text.contains(is_forbidden) {
        Cow::Owned(text.replace(is_forbidden, ""))
    } else {
        Cow::Borrowed(text)
    }
}
