//! Kinds and tags: words of many hands, which make one list.

use std::collections::{BTreeMap, HashMap};

use unicode_normalization::UnicodeNormalization;

use crate::diagnostic::{Diagnostic, Span};
use crate::rule;
use crate::source::SourcePath;

/// A word with its place.
pub(super) struct Word {
    pub(super) text: String,
    pub(super) path: SourcePath,
    pub(super) span: Span,
}

/// The spelling of each word that the portal shows, by the word as it was written: of spellings that differ in capitals, spaces,
/// hyphens or the plural only, the one that most resources have, or else the first. The others are reported.
pub(super) fn fold(
    what: &str,
    words: &[Word],
    diagnostics: &mut Vec<Diagnostic>,
) -> HashMap<String, String> {
    let mut groups: BTreeMap<String, Vec<(&str, usize)>> = BTreeMap::new();
    for word in words {
        let spellings = groups.entry(key(&word.text)).or_default();
        match spellings.iter_mut().find(|(text, _)| *text == word.text) {
            Some((_, count)) => *count += 1,
            None => spellings.push((&word.text, 1)),
        }
    }
    let mut shown = HashMap::new();
    for spellings in groups.values() {
        // The first of those with the highest count.
        let best = spellings.iter().rev().max_by_key(|(_, count)| *count);
        let Some((best, _)) = best else { continue };
        for (spelling, _) in spellings {
            shown.insert((*spelling).to_owned(), (*best).to_owned());
        }
    }
    for word in words {
        let best = &shown[&word.text];
        if *best != word.text {
            let message = format!(
                "the {what} `{}` is `{best}` in other resources, and stands under that",
                word.text
            );
            diagnostics.push(
                Diagnostic::new(
                    &rule::NEAR_DUPLICATE,
                    &word.path,
                    word.span.clone(),
                    message,
                )
                .help(format!("write `{best}` here too")),
            );
        }
    }
    shown
}

/// What words have in common that are one to a reader.
fn key(word: &str) -> String {
    let small: String = word.nfkc().flat_map(char::to_lowercase).collect();
    let parts = small.split(|char: char| char.is_whitespace() || matches!(char, '-' | '_'));
    let joined: String = parts.collect();
    singular(&joined).to_owned()
}

/// Without the `s` of an English plural. What is short or ends in `ss`, `us` or `is` is none.
fn singular(word: &str) -> &str {
    let is_plural = word.len() > 4 && !["ss", "us", "is"].iter().any(|end| word.ends_with(end));
    word.strip_suffix('s').filter(|_| is_plural).unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::key;

    #[test]
    fn what_is_one_word() {
        for (a, b) in [
            ("Video", "videos"),
            ("time zones", "Time-Zone"),
            ("Café", "cafe\u{301}"),
        ] {
            assert_eq!(key(a), key(b), "{a} {b}");
        }
        for (a, b) in [
            ("news", "new"),
            ("class", "clas"),
            ("status", "statu"),
            ("c", "c++"),
        ] {
            assert_ne!(key(a), key(b), "{a} {b}");
        }
    }
}
