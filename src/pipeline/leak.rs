//! The last look at a finished portal: nobody is in it who did not agree to it, whichever way it took. Where there is nothing to
//! look for, nothing is looked at.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use memchr::memmem;
use rayon::prelude::*;

use super::place::places;
use super::reading::{Folded, readings};
use super::secrets::{Secret, Secrets, What};
use crate::address;
use crate::artifact::page::is_pulse;
use crate::artifact::{Artifact, Body, OutPath, Planned, Rendered};
use crate::diagnostic::Diagnostic;
use crate::memo::Memo;
use crate::rule;
use crate::source::{Digest, SourcePath, Sources};

/// How many of the files in which something is are asked where it comes from.
const ORIGINS: usize = 8;

/// What stoa writes before names that others chose: of authors of posts and of entries of feeds, and of who brought a resource.
const BEFORE_NAMES: &[&str] = &[
    "class=\"post-author\">",
    "<name>",
    "data-by=\"",
    "brought by ",
    "class=\"person\">",
    "aria-hidden=\"true\"></span><span>",
];

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
    if secrets.all.is_empty() {
        return Found::default();
    }
    let look = |(path, _, rendered): &(OutPath, Digest, Rendered)| {
        let digest = secrets.digest?;
        let key = (rendered.artifact.digest, digest);
        let known = old.get(path, &key).cloned();
        let found = known.unwrap_or_else(|| {
            // There facilitators read whom they know.
            if secrets.for_facilitators && is_pulse(path) {
                return Vec::new();
            }
            secrets.in_file(&rendered.artifact)
        });
        Some((path.clone(), key, found))
    };
    let looked: Vec<_> = pages.par_iter().map(look).collect();
    // Pages in the order of their plan: the same for every build.
    let mut origins: BTreeMap<usize, Vec<&SourcePath>> = BTreeMap::new();
    for (planned, looked) in planned.iter().zip(&looked) {
        let origin = planned.origin.as_ref();
        let photo = origin.and_then(|origin| secrets.photo(origin, sources));
        let found = looked.iter().flat_map(|(.., found)| found);
        for at in found.copied().chain(photo) {
            let all = origins.entry(at).or_default();
            let new = origin.filter(|path| all.len() < ORIGINS && !all.contains(path));
            all.extend(new);
        }
    }
    let mut places = places(secrets, &origins, sources);
    for (at, origins) in origins {
        let secret = &secrets.all[at];
        let (path, span) = places.remove(&at).unwrap_or_else(|| {
            let first = origins.first().map(|path| ((*path).clone(), None));
            first.unwrap_or_else(|| secret.place.clone())
        });
        let (message, help) = words(secret);
        let found = Diagnostic::new(&rule::PERSON_IN_PORTAL, &path, span, message);
        diagnostics.push(found.help(help));
    }
    looked.into_iter().flatten().collect()
}

impl Secrets {
    /// The secrets in a file of the portal, and in its name.
    fn in_file(&self, artifact: &Artifact) -> Vec<usize> {
        let path = artifact.path.as_str();
        let ending = artifact.path.extension();
        let mut found = BTreeSet::new();
        self.in_text("", &format!("/{path}"), &mut found);
        if let Body::Rope(rope) = &artifact.body
            && !NO_TEXT.contains(&ending)
        {
            let mut bytes = rope.to_vec();
            if ending == "ics" {
                // Its lines are folded, within words too (RFC 5545, 3.1).
                bytes = unfolded(&bytes);
            }
            let text = address::as_text(&bytes);
            self.in_text(ending, text.as_deref().unwrap_or_default(), &mut found);
        }
        found.into_iter().collect()
    }

    fn in_text(&self, ending: &str, text: &str, found: &mut BTreeSet<usize>) {
        for reading in readings(ending, text) {
            self.actors_in(&reading, found);
            if !self.ids.is_empty() {
                self.ids_in(&reading, found);
            }
            if self.names.has_single() {
                self.single_in(&reading, found);
            }
            if !self.names.is_empty() {
                self.names.find(&Folded::of(&reading), found);
            }
        }
    }

    /// What others call somebody.
    pub(super) fn actors_in(&self, text: &str, found: &mut BTreeSet<usize>) {
        for (system, ids) in &self.actors {
            for at in memmem::find_iter(text.as_bytes(), system.as_bytes()) {
                found.extend(ids.get(word_at(&text[at + system.len()..])));
            }
        }
    }

    /// Ids where stoa writes them: in the address of a person's page or picture, and in anchors.
    fn ids_in(&self, text: &str, found: &mut BTreeSet<usize>) {
        let bytes = text.as_bytes();
        for at in memmem::find_iter(bytes, b"/people/") {
            let rest = text[at + "/people/".len()..].trim_start_matches(['/', '.']);
            let id = word_at(rest);
            let next = rest.as_bytes().get(id.len());
            if matches!(
                next,
                Some(b'/' | b'.' | b'"' | b'\'' | b'#' | b'?' | b'&' | b';')
            ) {
                found.extend(self.ids.get(&id.to_ascii_lowercase()));
            }
        }
        for at in memmem::find_iter(bytes, b"person-") {
            let is_anchor = at > 0 && matches!(bytes[at - 1], b'"' | b'\'' | b'#');
            let id = word_at(&text[at + "person-".len()..]);
            if is_anchor {
                found.extend(self.ids.get(&id.to_ascii_lowercase()));
            }
        }
    }

    /// Names of one word, where stoa writes names and nothing else.
    fn single_in(&self, text: &str, found: &mut BTreeSet<usize>) {
        for before in BEFORE_NAMES {
            for at in memmem::find_iter(text.as_bytes(), before.as_bytes()) {
                let rest = &text[at + before.len()..];
                let end = rest.find(['<', '"', '·']).unwrap_or(rest.len());
                found.extend(self.names.single(&rest[..end]));
            }
        }
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

/// What is said of a secret, and what to do.
fn words(secret: &Secret) -> (String, Cow<'static, str>) {
    let (text, (own, _)) = (&secret.text, &secret.place);
    match secret.what {
        What::Name => (
            format!("learners would read the name `{text}` here, and {own} has no consent to show this person"),
            format!("take the name out, or ask and write down the consent; if somebody else is meant, add `names = [{{ name = \"{text}\", reason = \"...\" }}]` below [privacy] in course.toml").into(),
        ),
        What::Id => (
            format!("the portal would hold the id `{text}` of a person here who is not shown"),
            "take it out, or ask and write the consent into the person's file".into(),
        ),
        What::Actor => (
            format!("learners would read `{text}` here, which says who somebody is in another system"),
            "take it out: these ids are for data/activity.jsonl and data/people.toml alone".into(),
        ),
        What::Photo => (
            format!("the portal would hold the picture `{text}` of a person who is not shown"),
            "take the picture out here and delete the file, or ask and write the consent into the person's file".into(),
        ),
        What::Stray => (
            format!("nobody who is shown has this picture, `{text}`"),
            "take it out; or name it in the file of whoever it is of and agreed; a picture of nobody belongs beside the page that shows it".into(),
        ),
    }
}
