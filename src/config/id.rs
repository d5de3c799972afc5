//! [`Id`]: what is written once and never changes.

use std::fmt;

use deunicode::deunicode_with_tofu;
use serde::{Deserialize, Deserializer, Serialize, de};

/// An id: `[a-z0-9-]+`, written once, for ever.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Id(String);

impl Id {
    /// The most characters of one: it becomes the name of a file, and of a folder.
    pub const LONGEST: usize = 100;

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether `text` can be an id.
    #[must_use]
    pub fn is_good(text: &str) -> bool {
        !text.is_empty()
            && text
                .bytes()
                .all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'))
    }

    /// Why an author cannot write `text` as an id, and what to write; `None` if it is one.
    #[must_use]
    pub fn mistake(text: &str) -> Option<String> {
        if text.trim().is_empty() {
            return Some(
                "this id is empty: use small letters, digits and hyphens, like `kick-off`"
                    .to_owned(),
            );
        }
        if !Self::is_good(text) {
            return Some(format!(
                "`{text}` is no id: use small letters, digits and hyphens, like `{}`",
                Self::from_name(text)
            ));
        }
        (text.len() > Self::LONGEST).then(|| {
            format!(
                "this id has {} characters, and an id has {} at most",
                text.len(),
                Self::LONGEST
            )
        })
    }

    /// The text as an id, if it can be one.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::is_good(text).then(|| Self(text.to_owned()))
    }

    /// An id from a file name without its order prefix: `01-Ice Breakers` gives `ice-breakers`.
    /// Letters of other scripts are spelt in Latin ones. A name without a single letter or digit gives `page`.
    #[must_use]
    pub fn from_name(name: &str) -> Self {
        let slug = crate::name::slug(name);
        if Self::is_good(&slug) {
            return Self(slug);
        }
        // In Latin letters: `übung` gives `ubung`, `модуль` gives `modul`, `第一課` gives `di-yi-ke`.
        let id = crate::name::slug(&deunicode_with_tofu(&slug, ""));
        let end = id.floor_char_boundary(Self::LONGEST);
        match id[..end].trim_end_matches('-') {
            "" => Self("page".to_owned()),
            id => Self(id.to_owned()),
        }
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        match Self::mistake(&text) {
            Some(mistake) => Err(de::Error::custom(mistake)),
            None => Ok(Self(text)),
        }
    }
}
