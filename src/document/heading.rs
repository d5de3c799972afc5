//! Ids of headings, as GitHub makes them.

use std::collections::HashMap;

use crate::name::is_mark;

/// Ids that the theme gives to the parts of its pages. Those of its lists of posts, badges and the like are on pages without a text
/// of an author's.
pub(super) const FRAME: &[&str] = &[
    "alignment-title",
    "alone-title",
    "answers-title",
    "ask-title",
    "awards-title",
    "badges-title",
    "before-title",
    "belongs-title",
    "challenges-title",
    "changes-title",
    "cohort-title",
    "criteria-title",
    "dates-title",
    "evidence-title",
    "facilitators-title",
    "go-title",
    "groups-title",
    "hello-title",
    "learners-title",
    "lessons-title",
    "main",
    "members-title",
    "mix-title",
    "next-title",
    "now-title",
    "pages-title",
    "path-title",
    "people-title",
    "places-title",
    "posts-title",
    "prompt-title",
    "quiet-title",
    "rules-title",
    "sessions-title",
    "silent-title",
    "take-title",
    "teams-title",
    "together-title",
    "used-title",
    "verify-title",
    "waiting-title",
    "weeks-title",
    "wrote-title",
];

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
            let is_taken = FRAME.contains(&candidate.as_str());
            match self.0.get(&candidate).copied() {
                None if !is_taken => {
                    self.0.insert(candidate.clone(), 0);
                    return candidate;
                }
                _ => {
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
    fn ids_of_the_frame_are_those_of_the_theme() {
        let mut ids = std::collections::BTreeSet::new();
        for (name, bytes) in crate::theme::built_in_files() {
            if !name.starts_with("templates/") {
                continue;
            }
            let text = String::from_utf8(bytes.to_vec()).unwrap();
            let written = text.split(" id=\"").skip(1);
            let written = written.filter_map(|rest| rest.split('"').next());
            let is_part =
                |id: &&str| *id == "main" || (id.ends_with("-title") && !id.contains('{'));
            ids.extend(written.filter(is_part).map(str::to_owned));
        }
        assert_eq!(ids.into_iter().collect::<Vec<_>>(), super::FRAME);
        assert_eq!(HeadingIds::default().of_text("Main"), "main-1");
    }

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
