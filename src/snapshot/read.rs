//! [`read`]: the model from the file. The file is read as if an enemy had written it: whatever is wrong is a finding with its place,
//! and everything else is shown.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use rayon::prelude::*;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::file::VERSION;
use super::{Post, Snapshot, THREADS, Talk, clean, in_reading_order};
use crate::diagnostic::{Diagnostic, Severity, Span};
use crate::route::is_web;
use crate::rule;
use crate::source::{Content, Digest, SourceFile, SourcePath};

/// So many posts of a thread are shown; a page with more of them can't be read.
const MOST_POSTS: usize = 500;

/// So many findings about one thread are told.
const MOST_FINDINGS: usize = 20;

const AGAIN: &str =
    "run `stoa forum pull` to write it anew, or take it back from your version control";

/// A snapshot as it was read.
#[derive(Debug, Clone, Default)]
pub struct Read {
    /// What was said, if that can be read.
    pub snapshot: Option<Arc<Snapshot>>,
    /// What is wrong with the file.
    pub diagnostics: Vec<Diagnostic>,
    /// Where each thread is.
    pub(crate) places: BTreeMap<String, Span>,
}

#[derive(Deserialize)]
struct RawFile<'a> {
    version: u64,
    #[serde(borrow)]
    engine: Cow<'a, str>,
    #[serde(borrow)]
    fetched: &'a RawValue,
    #[serde(borrow)]
    threads: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
struct RawThread<'a> {
    #[serde(borrow)]
    key: Cow<'a, str>,
    #[serde(borrow, default)]
    url: Option<Cow<'a, str>>,
    #[serde(borrow)]
    posts: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
struct RawPost<'a> {
    #[serde(borrow)]
    id: Cow<'a, str>,
    #[serde(borrow, default)]
    parent: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    author: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    actor: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    created: Option<Cow<'a, str>>,
    #[serde(default)]
    likes: u64,
    #[serde(borrow)]
    html: Cow<'a, str>,
    #[serde(borrow, default)]
    url: Option<Cow<'a, str>>,
}

/// Reads `data/threads.json`.
#[must_use]
pub fn read(source: &SourceFile) -> Read {
    let path = SourcePath::new(THREADS);
    let broken = |span: Span, message: String| {
        let found = Diagnostic::new(&rule::BAD_SNAPSHOT, &path, span, message).help(AGAIN);
        Read {
            diagnostics: vec![found],
            ..Read::default()
        }
    };
    if matches!(source.content, Content::Disk(_)) {
        return broken(0..0, "this snapshot is larger than 64 MiB".to_owned());
    }
    let text = match source.text() {
        Ok(text) => text,
        Err(good) => {
            return broken(good..good, "this file is not UTF-8 from here on".to_owned());
        }
    };
    let raw: RawFile<'_> = match serde_json::from_str(text) {
        Ok(raw) => raw,
        Err(error) => {
            let at = offset(text, &error);
            return broken(
                at..at,
                format!("this can't be read as a snapshot: {}", words(&error)),
            );
        }
    };
    if raw.version != VERSION {
        return broken(
            0..0,
            format!(
                "this snapshot is of the version {}, and this stoa reads {VERSION}",
                raw.version
            ),
        );
    }
    let whole = Whole { text, path: &path };
    let moment = serde_json::from_str::<String>(raw.fetched.get()).ok();
    let Some(fetched) = moment.and_then(|moment| moment.parse::<Timestamp>().ok()) else {
        return broken(
            whole.place(raw.fetched),
            "this is no time at which somebody looked, like \"2026-11-02T10:00:00Z\"".to_owned(),
        );
    };
    let read: Vec<_> = raw
        .threads
        .par_iter()
        .map(|thread| whole.thread(thread, fetched))
        .collect();
    let mut all = Read::default();
    let mut threads: BTreeMap<String, Arc<Talk>> = BTreeMap::new();
    for (raw, (thread, found)) in raw.threads.iter().zip(read) {
        all.diagnostics.extend(found);
        let Some((key, talk)) = thread else { continue };
        let place = whole.place(raw);
        if let Some(first) = all.places.get(&key) {
            all.diagnostics.push(
                whole
                    .wrong(
                        place,
                        format!("the thread `{key}` is here twice; the first one is shown"),
                    )
                    .related(&path, Some(first.clone()), "the first one"),
            );
            continue;
        }
        all.places.insert(key.clone(), place);
        if talk.count() > 0 {
            threads.insert(key, Arc::new(talk));
        }
    }
    all.snapshot = Some(Arc::new(Snapshot {
        engine: clean::name(&raw.engine),
        fetched,
        threads,
    }));
    all
}

/// The whole file, for places in it.
struct Whole<'a> {
    text: &'a str,
    path: &'a SourcePath,
}

impl Whole<'_> {
    /// The place of a value: its first line, for the whole of it may be most of the file.
    fn place(&self, raw: &RawValue) -> Span {
        let value = raw.get();
        let start = (value.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize);
        let line = value.lines().next().unwrap_or_default();
        let length = line.char_indices().nth(60).map_or(line.len(), |(at, _)| at);
        start..start + length
    }

    fn wrong(&self, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(&rule::BAD_SNAPSHOT, self.path, span, message)
            .severity(Severity::Warning)
            .help(AGAIN)
    }

    fn thread(
        &self,
        raw: &RawValue,
        fetched: Timestamp,
    ) -> (Option<(String, Talk)>, Vec<Diagnostic>) {
        let mut found = Vec::new();
        let thread: RawThread<'_> = match serde_json::from_str(raw.get()) {
            Ok(thread) => thread,
            Err(error) => {
                let message = format!("this is no thread, so it is not shown: {}", words(&error));
                found.push(self.wrong(self.place(raw), message));
                return (None, found);
            }
        };
        if !is_key(&thread.key) {
            let message = "this thread has no key like /t/2026-autumn/welcome/, so it is not shown";
            found.push(self.wrong(self.place(raw), message));
            return (None, found);
        }
        let mut posts = Vec::new();
        let mut ids: HashMap<String, usize> = HashMap::new();
        let mut written = Vec::new();
        for raw in thread.posts.iter().take(MOST_POSTS) {
            let Some((post, parent)) = self.post(raw, fetched, &mut found) else {
                continue;
            };
            if ids.contains_key(&post.id) {
                found.push(self.wrong(
                    self.place(raw),
                    format!(
                        "the post `{}` is here twice; the first one is shown",
                        post.id
                    ),
                ));
                continue;
            }
            ids.insert(post.id.clone(), posts.len());
            posts.push(post);
            written.push(parent);
        }
        let parents: Vec<Option<usize>> = written
            .iter()
            .map(|parent| ids.get(parent.as_deref()?).copied())
            .collect();
        let more = thread.posts.len().saturating_sub(MOST_POSTS);
        if more > 0 {
            found.push(
                self.wrong(
                    self.place(raw),
                    format!(
                        "this thread has {} posts, of which the first {MOST_POSTS} are shown",
                        thread.posts.len()
                    ),
                )
                .severity(Severity::Note)
                .help("nothing has to be done: readers find a link to the whole thread"),
            );
        }
        found.truncate(MOST_FINDINGS);
        let talk = Talk {
            url: address(thread.url),
            posts: in_reading_order(posts, &parents),
            more,
            digest: Digest::of_parts([raw.get().as_bytes()]),
        };
        (Some((thread.key.into_owned(), talk)), found)
    }

    /// A post, and the id of the one that it answers.
    fn post(
        &self,
        raw: &RawValue,
        fetched: Timestamp,
        found: &mut Vec<Diagnostic>,
    ) -> Option<(Post, Option<String>)> {
        let post: RawPost<'_> = match serde_json::from_str(raw.get()) {
            Ok(post) => post,
            Err(error) => {
                let message = format!("this is no post, so it is not shown: {}", words(&error));
                found.push(self.wrong(self.place(raw), message));
                return None;
            }
        };
        let cleaned = clean::html(&post.html);
        let author = clean::name(post.author.as_deref().unwrap_or_default());
        let id = clean::name(&post.id);
        if let Some(gone) = &cleaned.gone {
            found.push(
                Diagnostic::new(
                    &rule::UNCLEAN_POST,
                    self.path,
                    self.place(raw),
                    format!("not shown of the post `{id}`: {gone}"),
                )
                .help(AGAIN),
            );
        }
        let created = post
            .created
            .as_deref()
            .map(|created| time(created, fetched));
        if created == Some(None) {
            found.push(self.wrong(
                self.place(raw),
                format!("the post `{id}` has a time that can't be, so it is shown without one"),
            ));
        }
        let made = Post {
            id,
            author,
            actor: post.actor.map(Cow::into_owned),
            created: created.flatten(),
            likes: post.likes,
            html: cleaned.html,
            url: address(post.url),
            depth: 0,
        };
        Some((made, post.parent.map(|parent| clean::name(&parent))))
    }
}

/// A time at which somebody can have written: since there is a web, and before somebody looked.
fn time(text: &str, fetched: Timestamp) -> Option<Timestamp> {
    let moment: Timestamp = text.parse().ok()?;
    let first = Timestamp::from_second(631_152_000).ok()?;
    // Clocks differ.
    let last = fetched.checked_add(SignedDuration::from_hours(24)).ok()?;
    (first..=last).contains(&moment).then_some(moment)
}

/// An address on the web without anything that hides in it.
fn address(url: Option<Cow<'_, str>>) -> Option<String> {
    let url = url?;
    let is_plain = url.len() <= 2048 && url.chars().all(|char| char.is_ascii_graphic());
    let is_safe =
        !url.contains(['"', '<', '>', '\'', '`', '\\', '@']) && !crate::address::is_in(&url);
    (is_web(&url) && is_plain && is_safe).then(|| url.into_owned())
}

/// Whether this is a key of a thread: `/t/`, a cohort and an id.
pub(crate) fn is_key(key: &str) -> bool {
    let parts = key
        .strip_prefix("/t/")
        .and_then(|key| key.strip_suffix('/'));
    let parts = parts.and_then(|parts| parts.split_once('/'));
    let is_part = |part: &str| {
        !part.is_empty()
            && part.len() <= 200
            && part
                .chars()
                .all(|char| char.is_alphanumeric() || matches!(char, '-' | '_' | '.'))
    };
    parts.is_some_and(|(cohort, id)| is_part(cohort) && is_part(id))
}

/// Where the reader of JSON stopped. Its columns are in bytes.
fn offset(text: &str, error: &serde_json::Error) -> usize {
    let lines = text
        .split_inclusive('\n')
        .take(error.line().saturating_sub(1));
    let start: usize = lines.map(str::len).sum();
    let mut at = (start + error.column().saturating_sub(1)).min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// What the reader of JSON says, without the place: the finding has one.
fn words(error: &serde_json::Error) -> String {
    let words = error.to_string();
    let end = words.rfind(" at line ").unwrap_or(words.len());
    words[..end].to_owned()
}
