//! Ids of headings, as GitHub makes them.

use std::collections::HashMap;

use crate::name::is_mark;

/// Gives each heading of a page its own id.
#[derive(Debug, Default)]
pub(super) struct HeadingIds(HashMap<String, usize>);

impl HeadingIds {
    /// The id for a heading's text: small letters, punctuation dropped, spaces to hyphens; a
    /// second one of the same text gets `-1`, a third `-2`.
    pub(super) fn of_text(&mut self, text: &str) -> String {
        let mut id = String::with_capacity(text.len());
        for char in text.trim().chars().flat_map(char::to_lowercase) {
            match char {
                ' ' | '-' => id.push('-'),
                char if char.is_alphanumeric() || is_mark(char) || char == '_' => id.push(char),
                _ => {}
            }
        }
        if id.is_empty() {
            id.push_str("section");
        }
        self.unique(&id)
    }

    /// The id that an author wrote, or it with a number where it was written before.
    pub(super) fn unique(&mut self, id: &str) -> String {
        let mut candidate = id.to_owned();
        loop {
            match self.0.get(&candidate).copied() {
                None => {
                    self.0.insert(candidate.clone(), 0);
                    return candidate;
                }
                Some(_) => {
                    let count = self.0.entry(id.to_owned()).or_default();
                    *count += 1;
                    candidate = format!("{id}-{count}");
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::HeadingIds;

    #[test]
    fn as_github_does() {
        let mut ids = HeadingIds::default();
        assert_eq!(ids.of_text("What's next?"), "whats-next");
        assert_eq!(ids.of_text("What's next?"), "whats-next-1");
        assert_eq!(ids.of_text("What's next-1"), "whats-next-1-1");
        assert_eq!(ids.of_text("Énergie & co"), "énergie--co");
        assert_eq!(ids.of_text("Урок 1: Введение"), "урок-1-введение");
        assert_eq!(ids.of_text("第一課 始め"), "第一課-始め");
        assert_eq!(ids.of_text("हिन्दी"), "हिन्दी");
        assert_eq!(ids.of_text("🚀"), "section");
    }
}
