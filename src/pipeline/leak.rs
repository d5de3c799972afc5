//! The last look at a finished portal: nobody is in it who did not agree to it, whichever way it took. Where there is nothing to
//! look for, nothing is looked at.

use std::collections::{BTreeMap, BTreeSet};

use memchr::memmem;
use rayon::prelude::*;

use super::secrets::{Secret, Secrets, What, folded};
use crate::activity::ACTIVITY;
use crate::artifact::{Artifact, Body, OutPath, Planned, Rendered};
use crate::config::PEOPLE;
use crate::diagnostic::{Diagnostic, Span};
use crate::memo::Memo;
use crate::name::decode;
use crate::rule;
use crate::source::{Digest, SourceFile, SourcePath, Sources};
use crate::visible;

/// Endings of files that hold no text.
const NO_TEXT: &[&str] = &[
    "avif", "gif", "gz", "ico", "jpeg", "jpg", "mp3", "mp4", "ogg", "otf", "pdf", "png", "ttf",
    "webm", "webp", "woff", "woff2", "zip",
];

/// What was found in each file of the portal, by what it holds and what was looked for.
pub(super) type Found = Memo<OutPath, (Digest, Digest), Vec<usize>>;

/// Looks through the portal, and reports each secret once, where it most likely comes from.
pub(super) fn report(
    secrets: &Secrets,
    planned: &[Planned<'_>],
    pages: &[(OutPath, Digest, Rendered)],
    sources: &Sources,
    old: &Found,
    diagnostics: &mut Vec<Diagnostic>,
) -> Found {
    let Some(digest) = secrets.digest else {
        return Found::default();
    };
    let looked: Vec<_> = pages
        .par_iter()
        .map(|(path, _, rendered)| {
            let key = (rendered.artifact.digest, digest);
            let known = old.get(path, &key).cloned();
            let found = known.unwrap_or_else(|| secrets.in_file(&rendered.artifact));
            (path.clone(), key, found)
        })
        .collect();
    // Pages in the order of their plan: the same for every build.
    let mut origins: BTreeMap<usize, Vec<&SourcePath>> = BTreeMap::new();
    for (planned, (_, _, found)) in planned.iter().zip(&looked) {
        let photo = planned
            .origin
            .as_ref()
            .and_then(|origin| secrets.photo(origin, sources));
        for at in found.iter().copied().chain(photo) {
            let all = origins.entry(at).or_default();
            all.extend(planned.origin.as_ref());
        }
    }
    for (at, origins) in origins {
        diagnostics.push(finding(&secrets.all[at], &origins, sources));
    }
    looked.into_iter().collect()
}

impl Secrets {
    /// The secrets in a file of the portal, and in its name.
    fn in_file(&self, artifact: &Artifact) -> Vec<usize> {
        let path = artifact.path.as_str();
        let mut found = BTreeSet::new();
        self.in_text(&format!("/{path}"), path, &mut found);
        if let Body::Rope(rope) = &artifact.body
            && !NO_TEXT.contains(&artifact.path.extension())
        {
            let mut bytes = rope.to_vec();
            if artifact.path.extension() == "ics" {
                // Its lines are folded, within words too (RFC 5545, 3.1).
                bytes = unfolded(&bytes);
            }
            self.in_text(&String::from_utf8_lossy(&bytes), path, &mut found);
        }
        found.into_iter().collect()
    }

    fn in_text(&self, text: &str, path: &str, found: &mut BTreeSet<usize>) {
        for (system, ids) in &self.actors {
            for at in memmem::find_iter(text.as_bytes(), system.as_bytes()) {
                let id = word_at(&text[at + system.len()..]);
                found.extend(ids.get(id));
            }
        }
        if !self.ids.is_empty() {
            self.ids_in(text, found);
        }
        let mut is_near = false;
        if !self.words.is_empty() || !self.single.is_empty() {
            is_near = self.words_in(text, found);
        }
        if is_near {
            // As it is written, with its tags and its code; and as it is read.
            let is_markup = matches!(
                path.rsplit('.').next(),
                Some("html" | "htm" | "xhtml" | "xml" | "svg")
            );
            let mut read = vec![folded(text)];
            if is_markup {
                read.push(folded(&visible::of_html(text)));
            }
            if text.contains('%') {
                read.push(folded(&decode(text)));
            }
            for (name, at) in &self.names {
                let is_spaced = name.chars().all(|char| char < '\u{2e80}');
                // Scripts that put no spaces between words have none around a name.
                let name = if is_spaced {
                    name.as_str()
                } else {
                    name.trim()
                };
                if read.iter().any(|text| text.contains(name)) {
                    found.insert(*at);
                }
            }
        }
    }

    /// Ids where stoa writes them: in the address of a person's page or picture, and in anchors.
    fn ids_in(&self, text: &str, found: &mut BTreeSet<usize>) {
        let bytes = text.as_bytes();
        for at in memmem::find_iter(bytes, b"/people/") {
            let rest = &text[at + "/people/".len()..];
            let id = word_at(rest);
            let next = rest.as_bytes().get(id.len());
            if matches!(next, Some(b'/' | b'.' | b'"' | b'\'' | b'#')) {
                found.extend(self.ids.get(id));
            }
        }
        for at in memmem::find_iter(bytes, b"person-") {
            let is_anchor = at > 0 && matches!(bytes[at - 1], b'"' | b'\'' | b'#');
            let id = word_at(&text[at + "person-".len()..]);
            if is_anchor {
                found.extend(self.ids.get(id));
            }
        }
    }

    /// Finds names of one word, where one is all that stands between two tags or quotes; and says whether there is a word of one
    /// of the other names.
    fn words_in(&self, text: &str, found: &mut BTreeSet<usize>) -> bool {
        let lengths = |len: usize| self.words.iter().any(|word| word.len() == len);
        let mut wanted = [false; 256];
        for (len, wanted) in wanted.iter_mut().enumerate() {
            *wanted = lengths(len);
        }
        let has_other = self.words.iter().any(|word| !word.is_ascii());
        let bytes = text.as_bytes();
        let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte >= 0x80;
        let (mut at, mut is_near) = (0, false);
        while at < bytes.len() {
            if !is_word(bytes[at]) {
                at += 1;
                continue;
            }
            let start = at;
            while at < bytes.len() && is_word(bytes[at]) {
                at += 1;
            }
            let before = start.checked_sub(1).map(|at| bytes[at]);
            if matches!(before, Some(b'>' | b'"'))
                && matches!(bytes.get(at), Some(b'<' | b'"'))
                && !self.single.is_empty()
            {
                found.extend(self.single.get(&text[start..at]));
            }
            if is_near {
                continue;
            }
            let word = &text[start..at];
            if !word.is_ascii() {
                is_near = self.has_any(word, has_other);
                continue;
            }
            // What an escape leaves at the start of a word: `%20Lovelace`, `\nLovelace`.
            let cut = match before {
                Some(b'%') => 2,
                Some(b'\\') => 1,
                _ => 0,
            };
            let word = word.get(cut..).unwrap_or_default();
            if wanted.get(word.len()).is_some_and(|wanted| *wanted) {
                is_near = self.words.contains(&word.to_ascii_lowercase());
            }
        }
        is_near
    }

    /// Whether one of the words of a stretch of other letters than ASCII's is one of a name.
    fn has_any(&self, stretch: &str, has_other: bool) -> bool {
        let mut words = stretch.split(|char: char| !char.is_alphanumeric());
        words.any(|word| self.words.contains(&word.to_lowercase()))
            || (has_other && stretch.chars().any(|char| char >= '\u{2e80}'))
    }

    /// The secret picture that a file of the course is.
    fn photo(&self, origin: &SourcePath, sources: &Sources) -> Option<usize> {
        if self.photos.is_empty() {
            return None;
        }
        let by_path = self.photos.get(origin).copied();
        by_path.or_else(|| {
            let file = sources.get(origin.as_str())?;
            self.pictures.get(&file.digest).copied()
        })
    }
}

/// The id at the start of a text.
fn word_at(text: &str) -> &str {
    let is_id = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let end = text.bytes().take_while(is_id).count();
    &text[..end]
}

/// A calendar with whole lines.
fn unfolded(bytes: &[u8]) -> Vec<u8> {
    let mut whole = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some(at) = memmem::find(rest, b"\r\n ") {
        whole.extend_from_slice(&rest[..at]);
        rest = &rest[at + 3..];
    }
    whole.extend_from_slice(rest);
    whole
}

fn finding(secret: &Secret, origins: &[&SourcePath], sources: &Sources) -> Diagnostic {
    let (own, _) = &secret.place;
    let files = origins.iter().filter_map(|path| sources.get(path.as_str()));
    // These know of people and are in no portal.
    let is_known = |path: &SourcePath| {
        path == own && own.as_str().starts_with("people/")
            || [PEOPLE, ACTIVITY].contains(&path.as_str())
    };
    let all = files
        .chain(sources.iter())
        .filter(|file| !is_known(&file.path));
    let place = all.filter_map(|file| place(file, secret)).next();
    let (path, span) = place.unwrap_or_else(|| {
        let first = origins.first().map(|path| ((*path).clone(), None));
        first.unwrap_or_else(|| secret.place.clone())
    });
    let text = &secret.text;
    let (message, help) = match secret.what {
        What::Name => (
            format!("learners would read the name `{text}` here, and {own} has no consent to show this person"),
            format!("take the name out, or ask and write down the consent; if somebody else is meant, add `names = [{{ name = \"{text}\", reason = \"...\" }}]` below [privacy] in course.toml"),
        ),
        What::Id => (
            format!("the portal would hold the id `{text}` of a person here who is not shown"),
            "take it out, or ask and write the consent into the person's file".to_owned(),
        ),
        What::Actor => (
            format!("learners would read `{text}` here, which says who somebody is in another system"),
            "take it out: these ids are for data/activity.jsonl and data/people.toml alone".to_owned(),
        ),
        What::Photo => (
            format!("the portal would hold the picture `{text}` of a person who is not shown"),
            "take the picture out here and delete the file, or ask and write the consent into the person's file".to_owned(),
        ),
    };
    Diagnostic::new(&rule::PERSON_IN_PORTAL, &path, span, message).help(help)
}

/// Where in a file a secret comes from: its name, or the line with most of its words.
fn place(file: &SourceFile, secret: &Secret) -> Option<(SourcePath, Option<Span>)> {
    if secret.what == What::Photo {
        let name = secret.text.rsplit('/').next()?;
        let text = file.text().ok()?;
        let at = text.find(name)?;
        return Some((file.path.clone(), Some(at..at + name.len())));
    }
    let wanted = folded(&secret.text);
    if folded(file.path.as_str()).contains(&wanted) {
        return Some((file.path.clone(), None));
    }
    let text = file.text().ok()?;
    let words: Vec<&str> = wanted.split_whitespace().collect();
    if let [first, ..] = words[..]
        && !first.is_ascii()
        && let Some(at) = text.find(secret.text.as_str())
    {
        return Some((file.path.clone(), Some(at..at + secret.text.len())));
    }
    let mut best: Option<(usize, Span)> = None;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        // Most lines have nothing of it.
        let own = folded(&decode(line));
        let is_in = |word: &&&str| own.contains(&format!(" {word} "));
        let count = words.iter().filter(is_in).count();
        let enough = count == words.len() || count > 1;
        if enough && best.as_ref().is_none_or(|(most, _)| count > *most) {
            let at = line.find(secret.text.as_str());
            let indent = line.len() - line.trim_start().len();
            let span = match at {
                Some(at) => start + at..start + at + secret.text.len(),
                None => start + indent..start + line.trim_end().len(),
            };
            best = Some((count, span));
        }
        start += line.len();
    }
    best.map(|(_, span)| (file.path.clone(), Some(span)))
}
