//! Where in the course something comes from that is in the portal: all that was found in one pass of a file.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use memchr::memmem;

use super::reading::{Folded, of_source};
use super::secrets::{Secrets, What};
use crate::activity::ACTIVITY;
use crate::config::PEOPLE;
use crate::diagnostic::Span;
use crate::source::{SourceFile, SourcePath, Sources};

/// For how many of a file more is said than the line: to find the words in a line, it is read once for each.
const EXACT: usize = 200;

/// A file, and where in it; nowhere if it is its name.
pub(super) type Place = (SourcePath, Option<Span>);

/// The place of each secret, of which the files are known that its pages are made from.
pub(super) fn places(
    secrets: &Secrets,
    origins: &BTreeMap<usize, Vec<&SourcePath>>,
    sources: &Sources,
) -> BTreeMap<usize, Place> {
    let mut places = BTreeMap::new();
    let mut rest: BTreeSet<usize> = origins.keys().copied().collect();
    // Each file is read once, whatever is found in it.
    let mut known: HashMap<&SourcePath, BTreeMap<usize, Option<Span>>> = HashMap::new();
    for (at, own) in origins {
        for path in own {
            let Some(file) = sources.get(path.as_str()) else {
                continue;
            };
            let here = known
                .entry(*path)
                .or_insert_with(|| secrets.in_source(file, &rest));
            if let Some(span) = here.get(at) {
                places.insert(*at, ((*path).clone(), span.clone()));
                break;
            }
        }
    }
    rest.retain(|at| !places.contains_key(at));
    for file in sources.iter() {
        if rest.is_empty() {
            break;
        }
        if known.contains_key(&file.path) {
            continue;
        }
        for (at, span) in secrets.in_source(file, &rest) {
            rest.remove(&at);
            places.insert(at, (file.path.clone(), span));
        }
    }
    places
}

impl Secrets {
    /// Those of the wanted secrets that are in a file of the course, its name first.
    fn in_source(
        &self,
        file: &SourceFile,
        wanted: &BTreeSet<usize>,
    ) -> BTreeMap<usize, Option<Span>> {
        let mut places = BTreeMap::new();
        // These know of people and are in no portal.
        if [PEOPLE, ACTIVITY].contains(&file.path.as_str()) {
            return places;
        }
        let is_of_person = file.path.as_str().starts_with("people/");
        let is_wanted = |at: &usize| {
            let is_own = || self.all[*at].place.0 == file.path;
            wanted.contains(at) && !(is_of_person && is_own())
        };
        let mut found = BTreeSet::new();
        for reading in of_source(file.path.as_str()) {
            self.names.find(&Folded::of(&reading), &mut found);
        }
        places.extend(found.into_iter().filter(is_wanted).map(|at| (at, None)));
        let Ok(text) = file.text() else {
            return places;
        };
        // A name can go on in the next line.
        for many in [1, 2] {
            let mut start = 0;
            let mut lines = text.split_inclusive('\n').peekable();
            while let Some(line) = lines.next() {
                let next = lines.peek().filter(|_| many == 2);
                let end = start + line.len() + next.map_or(0, |next| next.len());
                let mut found = BTreeSet::new();
                self.in_line(&text[start..end], &mut found);
                for at in found.into_iter().filter(is_wanted) {
                    let is_exact = places.len() < EXACT;
                    let span = || Some(self.span(at, text, start..start + line.len(), is_exact));
                    places.entry(at).or_insert_with(span);
                }
                start += line.len();
            }
            if wanted.iter().all(|at| places.contains_key(at)) {
                break;
            }
        }
        places
    }

    /// All that could be meant in a line.
    fn in_line(&self, line: &str, found: &mut BTreeSet<usize>) {
        for reading in of_source(line) {
            let folded = Folded::of(&reading);
            self.names.find(&folded, found);
            self.names.find_single(&folded, found);
            self.actors_in(&reading, found);
            let is_id = |char: char| char.is_ascii_alphanumeric() || char == '-' || char == '_';
            for word in reading.split(|char| !is_id(char)) {
                let id = word.strip_prefix("person-").unwrap_or(word);
                if !id.is_empty() && !self.ids.is_empty() {
                    found.extend(self.ids.get(&id.to_ascii_lowercase()));
                }
            }
            if self.files.is_empty() {
                continue;
            }
            let ends = |char: char| char.is_whitespace() || "/()[]<>\"'=".contains(char);
            for name in reading.split(ends) {
                found.extend(self.files.get(name).into_iter().flatten());
            }
        }
    }

    /// Where in a line a secret is, or the line.
    fn span(&self, at: usize, text: &str, line: Span, is_exact: bool) -> Span {
        let secret = &self.all[at];
        let words = match secret.what {
            What::Photo | What::Stray => secret.text.rsplit('/').next().unwrap_or_default(),
            _ => &secret.text,
        };
        let own = &text[line.clone()];
        let exact = is_exact.then(|| memmem::find(own.as_bytes(), words.as_bytes()));
        if let Some(at) = exact.flatten() {
            return line.start + at..line.start + at + words.len();
        }
        let indent = own.len() - own.trim_start().len();
        let end = line.start + own.trim_end().len();
        (line.start + indent).min(end)..end
    }
}
