//! [`PageName`]: what follows from the path of a page's file alone, so that it is worked out once and not at every save.

use crate::config::Id;
use crate::name::{cut_order, encode, page_url, slug};
use crate::source::SourcePath;

/// What the path of a page's file says about its page.
#[derive(Debug, Clone)]
pub struct PageName {
    /// The number in front of the file's name, which orders it.
    pub order: Option<u32>,
    /// The rest of the name, so that sorting these puts `lesson-10` behind `lesson-9`.
    pub natural: String,
    /// The address of a page of its own below the base path, encoded.
    pub url: String,
    /// Ids for a page that states none.
    pub id: DerivedId,
}

impl PageName {
    /// The name of the page at `path`.
    #[must_use]
    pub fn of(path: &SourcePath) -> Self {
        let (order, rest) = cut_order(path.stem());
        Self {
            order,
            natural: natural(rest),
            url: encode(&page_url(path, false)),
            id: DerivedId::of(path.stem(), path),
        }
    }
}

/// The ids that something gets if its author writes none.
#[derive(Debug, Clone)]
pub struct DerivedId {
    /// From its name: `modules/01-hello/02-Who is who.md` gives `who-is-who`.
    pub short: String,
    /// From its path, for a name that is there twice: `hello-who-is-who`.
    pub long: String,
}

impl DerivedId {
    /// The ids of what is called `name` and lies at `path`.
    #[must_use]
    pub fn of(name: &str, path: &SourcePath) -> Self {
        Self {
            short: Id::from_name(cut_order(name).1).as_str().to_owned(),
            long: from_path(path),
        }
    }
}

fn from_path(path: &SourcePath) -> String {
    let text = path.as_str();
    let text = text.strip_prefix("modules/").unwrap_or(text);
    let text = text.strip_suffix(".md").unwrap_or(text);
    let parts: Vec<String> = text
        .split('/')
        .map(|part| slug(cut_order(part).1))
        .filter(|part| !part.is_empty())
        .collect();
    Id::from_name(&parts.join("-")).as_str().to_owned()
}

/// A key by which `lesson-10` comes behind `lesson-9`.
pub(crate) fn natural(name: &str) -> String {
    let mut key = String::with_capacity(name.len() + 12);
    let mut digits = String::new();
    for char in name.chars().flat_map(char::to_lowercase).chain(['\0']) {
        if char.is_ascii_digit() {
            digits.push(char);
            continue;
        }
        if !digits.is_empty() {
            key.push_str(&format!("{digits:0>12}"));
            digits.clear();
        }
        key.push(char);
    }
    key
}
