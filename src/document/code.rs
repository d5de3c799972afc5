//! [`Code`].

use bytes::Bytes;

use crate::source::SourceFile;

/// A block of code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// Its language, as written; empty where there is none.
    pub language: String,
    text: Bytes,
}

impl Code {
    /// Code that starts at `start` in a file. As long as it stands there as it is, it is not copied: code is a large
    /// part of many courses.
    pub(super) fn new(language: &str, text: String, file: &SourceFile, start: usize) -> Self {
        let text = file
            .slice(start..start + text.len())
            .filter(|slice| *slice == text.as_bytes())
            .unwrap_or_else(|| text.into());
        Self {
            language: language.to_owned(),
            text,
        }
    }

    /// The code.
    #[must_use]
    pub fn text(&self) -> &str {
        // It was text when it came in.
        std::str::from_utf8(&self.text).unwrap_or_default()
    }
}
