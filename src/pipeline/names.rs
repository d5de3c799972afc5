//! [`Names`]: names to look for in a text, all of them in one pass.

use std::collections::{BTreeSet, HashMap};

use super::reading::Folded;

/// Letters that Arabic joins to the word behind them, and its article.
const JOINED: &[&str] = &["و", "ف", "ب", "ل", "ك", "ال"];

/// How much of a name stands before the two letters, the name, and what it is.
type Unspaced = (usize, String, usize);

/// Names, with what each of them is in [`super::secrets::Secrets::all`].
#[derive(Debug, Default)]
pub(super) struct Names {
    /// Those that stand as words, by their first, folded, each with a space behind.
    by_first: HashMap<String, Vec<(String, usize)>>,
    /// How their first words start, as a place in a list: most words of a text start otherwise.
    starts: Vec<bool>,
    /// Names of several words, without the spaces.
    joined: HashMap<String, usize>,
    /// Names in scripts that put no spaces between words, by the first two letters of the script.
    unspaced: HashMap<(char, char), Vec<Unspaced>>,
    has_arabic: bool,
    /// Names of one word, which are ordinary words as often as not: found only where stoa writes names.
    single: HashMap<String, usize>,
}

impl Names {
    /// Adds a folded name.
    pub(super) fn add(&mut self, folded: &str, at: usize) {
        let name = folded.trim_start();
        let letters = name.chars().filter(|char| *char != ' ').count();
        if let Some((before, first)) = name.char_indices().find(|(_, char)| is_unspaced(*char))
            && (letters > 2 || !is_dense(first))
        {
            let name = name.trim_end();
            let second = name[before..].chars().nth(1).unwrap_or_default();
            let same = self.unspaced.entry((first, second)).or_default();
            same.push((before, name.to_owned(), at));
            return;
        }
        let words: Vec<&str> = name.split_whitespace().collect();
        match words[..] {
            [] => return,
            [word] if !word.chars().all(is_unspaced) => {
                self.single.insert(word.to_owned(), at);
                return;
            }
            _ => {}
        }
        if words.len() > 1 {
            self.joined.insert(words.concat(), at);
        }
        self.has_arabic |= name.chars().any(is_arabic);
        self.starts.resize(1 << 16, false);
        self.starts[start(name.as_bytes())] = true;
        let same = self.by_first.entry(words[0].to_owned()).or_default();
        same.push((name.to_owned(), at));
    }

    /// Those of several words, and those in scripts without spaces, that are in a text.
    pub(super) fn find(&self, folded: &Folded, found: &mut BTreeSet<usize>) {
        for word in &folded.joined {
            found.extend(self.joined.get(word));
        }
        let text = folded.text.as_str();
        if !self.by_first.is_empty() {
            let spaces = memchr::memchr_iter(b' ', text.as_bytes());
            spaces.for_each(|space| self.at(&text[space + 1..], found));
        }
        if self.unspaced.is_empty() || text.is_ascii() {
            return;
        }
        let mut chars = text.char_indices().peekable();
        while let Some((at, char)) = chars.next() {
            if !is_unspaced(char) {
                continue;
            }
            let next = chars.peek().map_or('\0', |(_, next)| *next);
            for second in [next, '\0'] {
                for (before, name, secret) in
                    self.unspaced.get(&(char, second)).into_iter().flatten()
                {
                    let start = at.checked_sub(*before);
                    let rest = start.and_then(|start| text.get(start..));
                    if rest.is_some_and(|rest| rest.starts_with(name.as_str())) {
                        found.insert(*secret);
                    }
                }
            }
        }
    }

    /// Names at the start of a text.
    fn at(&self, text: &str, found: &mut BTreeSet<usize>) {
        self.here(text, found);
        if !self.has_arabic || !text.chars().next().is_some_and(is_arabic) {
            return;
        }
        for joined in JOINED {
            if let Some(rest) = text.strip_prefix(joined) {
                self.here(rest, found);
                let more = JOINED.iter().filter_map(|joined| rest.strip_prefix(joined));
                more.for_each(|rest| self.here(rest, found));
            }
        }
    }

    fn here(&self, text: &str, found: &mut BTreeSet<usize>) {
        if text.len() < 2 || !self.starts[start(text.as_bytes())] {
            return;
        }
        let end = text.find(' ').unwrap_or(text.len());
        let same = self.by_first.get(&text[..end]).into_iter().flatten();
        let here = same.filter(|(name, _)| text.starts_with(name.as_str()));
        found.extend(here.map(|(_, at)| *at));
    }

    /// Whether there are no names but those of one word.
    pub(super) fn is_empty(&self) -> bool {
        self.by_first.is_empty() && self.unspaced.is_empty()
    }

    /// Whether there are names of one word.
    pub(super) fn has_single(&self) -> bool {
        !self.single.is_empty()
    }

    /// The name of one word that a text is.
    pub(super) fn single(&self, text: &str) -> Option<usize> {
        self.single.get(Folded::of(text).text.trim()).copied()
    }

    /// Names of one word, wherever they stand.
    pub(super) fn find_single(&self, folded: &Folded, found: &mut BTreeSet<usize>) {
        if self.has_single() {
            let words = folded.text.split(' ');
            found.extend(words.filter_map(|word| self.single.get(word)));
        }
    }
}

/// The first two bytes as one number.
fn start(bytes: &[u8]) -> usize {
    match bytes {
        [first, second, ..] => usize::from(*first) << 8 | usize::from(*second),
        _ => 0,
    }
}

/// Whether a letter is of a script in which no space tells where a name begins or ends.
fn is_unspaced(char: char) -> bool {
    matches!(char,
        '\u{e00}'..='\u{109f}' | '\u{1100}'..='\u{11ff}' | '\u{1780}'..='\u{17ff}'
        | '\u{2e80}'..='\u{d7ff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Whether a letter of such a script is as much as a syllable or a word: two of them are part of many others.
fn is_dense(char: char) -> bool {
    char >= '\u{1100}'
}

fn is_arabic(char: char) -> bool {
    matches!(char, '\u{600}'..='\u{77f}' | '\u{8a0}'..='\u{8ff}')
}
