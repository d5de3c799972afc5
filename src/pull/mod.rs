//! What people said in the forum, fetched: [`pull`]. Connections are opened here alone, and only when somebody runs `stoa forum
//! pull`, sends an announcement with [`deliver`], or verifies an award with `stoa badge verify --online`; no build ever comes here.
//!
//! `client` asks and keeps to the rules (where, how long, how much, how often); one file an engine says what to ask and what the
//! answers mean. Everything is cleaned before it is written, and cleaned again when it is read (`snapshot`).

mod client;
mod discourse;
mod giscus;
mod isso;
mod issuer;
mod json;
mod remark42;
mod settings;
mod webhook;

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub use client::{Client, Trouble};
pub use issuer::{issuer_key, status_list};
pub use settings::{Settings, engine};
pub use webhook::deliver;

use crate::activity::Event;
use crate::lock::ThreadLine;
use crate::snapshot::clean;
use crate::snapshot::file::{File, FilePost, FileThread};

/// An engine that can be asked for what was said.
pub trait Engine {
    /// Its name in files, `isso`.
    fn id(&self) -> &'static str;
    /// Where it is.
    fn origin(&self) -> &str;
    /// Looks which of these threads there are, if that can be asked for many at once. Says how many there are.
    ///
    /// # Errors
    ///
    /// If the forum does not answer as it should.
    fn look(&mut self, keys: &[String], client: &mut Client<'_>) -> Result<(), Trouble>;
    /// The thread with this key; `None` if there is none, or nothing in it.
    ///
    /// # Errors
    ///
    /// If the forum does not answer as it should.
    fn thread(&self, key: &str, client: &mut Client<'_>) -> Result<Option<Thread>, Trouble>;
}

/// A thread as a forum gives it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Thread {
    /// The thread in the forum.
    pub url: Option<String>,
    /// What the forum calls it, if it has a number.
    pub number: Option<u64>,
    /// Its posts, in any order.
    pub posts: Vec<Post>,
}

/// A post as a forum gives it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Post {
    /// Its id.
    pub id: String,
    /// The id of the post that it answers.
    pub parent: Option<String>,
    /// The name that its author uses.
    pub author: Option<String>,
    /// Who that is, for the ledger.
    pub actor: Option<String>,
    /// When it was written.
    pub created: Option<Timestamp>,
    /// How many people liked it.
    pub likes: u64,
    /// Its text.
    pub html: String,
    /// The post in the forum.
    pub url: Option<String>,
}

/// What was fetched so far, kept from one try to the next.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Progress {
    /// From which forum it is.
    pub forum: String,
    /// When the first of it was fetched.
    pub began: Option<Timestamp>,
    /// What was fetched, by key; `None` where there is nothing.
    pub done: BTreeMap<String, Option<Thread>>,
}

/// So long ago something may have been fetched and still go on with the rest. Seconds.
const STILL_FRESH: i64 = 60 * 60;

impl Progress {
    /// What is left of an earlier try, if it was with the same forum and not long ago.
    #[must_use]
    pub fn or_new(self, engine: &dyn Engine, now: Timestamp) -> Self {
        let forum = format!("{} {}", engine.id(), engine.origin());
        let age = self.began.map(|began| now.as_second() - began.as_second());
        if self.forum == forum && age.is_some_and(|age| (0..STILL_FRESH).contains(&age)) {
            return self;
        }
        Self {
            forum,
            began: Some(now),
            done: BTreeMap::new(),
        }
    }
}

/// Fetches what is not in `progress` yet. `say` is told how far it is.
///
/// # Errors
///
/// If the forum does not answer as it should. What was fetched until then is in `progress`.
pub fn pull(
    engine: &mut dyn Engine,
    keys: &[String],
    client: &mut Client<'_>,
    progress: &mut Progress,
    say: &mut dyn FnMut(usize, usize),
) -> Result<(), Trouble> {
    let left: Vec<String> = keys
        .iter()
        .filter(|key| !progress.done.contains_key(*key))
        .cloned()
        .collect();
    if left.is_empty() {
        return Ok(());
    }
    say(keys.len() - left.len(), keys.len());
    engine.look(&left, client)?;
    for key in left {
        let thread = engine.thread(&key, client)?;
        progress.done.insert(key, thread.map(cleaned));
        say(progress.done.len().min(keys.len()), keys.len());
    }
    Ok(())
}

/// Nothing is kept, not even for a moment on disk, that must not be published.
fn cleaned(mut thread: Thread) -> Thread {
    for post in &mut thread.posts {
        post.html = clean::html(&post.html).html;
        post.author = post.author.take().map(|author| clean::name(&author));
    }
    thread
}

/// What comes of it: the files of the course, new.
#[derive(Debug, Clone, PartialEq)]
pub struct Pulled {
    /// The text of `data/threads.json`.
    pub snapshot: String,
    /// How many threads with posts are in it.
    pub threads: usize,
    /// How many posts are in it.
    pub posts: usize,
    /// What happened, for the ledger.
    pub events: Vec<Event>,
    /// What the forum calls each thread.
    pub numbers: BTreeMap<String, ThreadLine>,
}

/// Whether a text is a snapshot whose threads can be kept.
#[must_use]
pub fn is_snapshot(text: &str) -> bool {
    File::parse(text).is_some()
}

/// Makes the files from what was fetched and the snapshot before. What was said in threads that nobody asks for any more stays; what
/// was deleted in the forum is gone, and so is what these actors said, as `data/people.toml` asks.
#[must_use]
pub fn files(
    engine: &dyn Engine,
    progress: &Progress,
    old: Option<&str>,
    removed: &BTreeSet<String>,
    now: Timestamp,
) -> Pulled {
    let stays =
        |actor: &Option<String>| !actor.as_ref().is_some_and(|actor| removed.contains(actor));
    let now = Timestamp::from_second(now.as_second()).unwrap_or(now);
    let old = old.and_then(File::parse);
    let mut threads: BTreeMap<String, FileThread> = BTreeMap::new();
    for mut thread in old.into_iter().flat_map(|old| old.threads) {
        thread.posts.retain(|post| stays(&post.actor));
        if !progress.done.contains_key(&thread.key) {
            threads.insert(thread.key.clone(), thread);
        }
    }
    let (mut events, mut numbers) = (Vec::new(), BTreeMap::new());
    for (key, thread) in &progress.done {
        let Some(thread) = thread else { continue };
        if let Some(number) = thread.number {
            let engine = engine.id().to_owned();
            numbers.insert(key.clone(), ThreadLine { engine, number });
        }
        if thread.posts.is_empty() {
            continue;
        }
        let posts = thread.posts.iter().filter(|post| stays(&post.actor));
        for post in posts.clone() {
            add_events(engine.id(), key, post, now, &mut events);
        }
        let thread = Thread {
            posts: posts.cloned().collect(),
            ..thread.clone()
        };
        if !thread.posts.is_empty() {
            threads.insert(key.clone(), file_thread(key, &thread));
        }
    }
    let file = File {
        engine: engine.id().to_owned(),
        origin: engine.origin().to_owned(),
        fetched: now.to_string(),
        threads: threads.into_values().collect(),
    };
    Pulled {
        snapshot: file.text(),
        threads: file.threads.len(),
        posts: file.threads.iter().map(|thread| thread.posts.len()).sum(),
        events,
        numbers,
    }
}

fn file_thread(key: &str, thread: &Thread) -> FileThread {
    let post = |post: &Post| FilePost {
        id: clean::name(&post.id),
        parent: post.parent.as_deref().map(clean::name),
        author: post.author.clone().filter(|author| !author.is_empty()),
        actor: post.actor.clone(),
        created: post.created.map(|created| created.to_string()),
        likes: post.likes,
        html: post.html.clone(),
        url: post.url.clone(),
    };
    FileThread {
        key: key.to_owned(),
        url: thread.url.clone(),
        number: thread.number,
        posts: thread.posts.iter().map(post).collect(),
    }
}

/// That somebody wrote it, and that people liked it: one event for each of them, for nobody says who they were.
fn add_events(engine: &str, key: &str, post: &Post, now: Timestamp, events: &mut Vec<Event>) {
    let id = clean::name(&post.id);
    let event = |id: String, time: Timestamp, actor: String, verb: &str, object: String| Event {
        id,
        time: Timestamp::from_second(time.as_second()).unwrap_or(time),
        actor,
        verb: verb.to_owned(),
        object,
        value: None,
        source: engine.to_owned(),
    };
    if let (Some(actor), Some(created)) = (&post.actor, post.created) {
        let (verb, object) = match &post.parent {
            Some(parent) => ("replied", format!("{key}#{}", clean::name(parent))),
            None => ("posted", key.to_owned()),
        };
        events.push(event(
            format!("{engine}:{id}"),
            created,
            actor.clone(),
            verb,
            object,
        ));
    }
    // A forum that counts wildly fills no ledger.
    for number in 1..=post.likes.min(1000) {
        events.push(event(
            format!("{engine}:{id}:like:{number}"),
            now,
            format!("{engine}:unknown"),
            "liked",
            format!("{key}#{id}"),
        ));
    }
}
