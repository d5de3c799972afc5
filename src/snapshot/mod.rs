//! [`Snapshot`]: what was said in the forum when somebody last looked, so that it can be read in the portal: without the forum,
//! without scripts, and after the cohort is over.
//!
//! It is a file of the course, `data/threads.json`, that `stoa forum pull` writes and the build reads like any other. People who
//! are strangers to the author wrote what is in it, so nothing of it is taken as it is: `clean` holds what may be shown, `read`
//! makes the model from the file, `file` is the file itself.

pub(crate) mod clean;
pub(crate) mod file;
mod read;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::Timestamp;

pub(crate) use read::is_key;
pub use read::{Read, read};

use crate::source::Digest;

/// Its place in the course folder.
pub const THREADS: &str = "data/threads.json";

/// How deep replies are shown inside each other; those below are shown on this level.
const DEEPEST: usize = 4;

/// What was said, by thread.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// The engine that it is from, `isso`.
    pub engine: String,
    /// When somebody looked.
    pub fetched: Timestamp,
    /// Threads with posts, by key.
    threads: BTreeMap<String, Arc<Talk>>,
}

/// A thread.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Talk {
    /// The thread in the forum.
    pub url: Option<String>,
    /// Its posts: each before its replies, by time beside each other.
    pub posts: Vec<Post>,
    /// How many more there are, which are not shown.
    pub more: usize,
    /// The digest of what is shown of it.
    pub digest: Digest,
}

/// A post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Post {
    /// Its id in the forum.
    pub id: String,
    /// The name that its author uses there; empty if there is none.
    pub author: String,
    /// Who that is, by an id that means nothing to anybody else. It is in no page.
    pub actor: Option<String>,
    /// When it was written, if that can be.
    pub created: Option<Timestamp>,
    /// How many people liked it.
    pub likes: u64,
    /// Its text, HTML that is safe to show; empty if it is too long for that.
    pub html: String,
    /// The post in the forum.
    pub url: Option<String>,
    /// How deep it is, from 0 on.
    pub depth: usize,
}

impl Snapshot {
    /// The thread with this key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Arc<Talk>> {
        self.threads.get(key)
    }

    /// Everybody who spoke, as the forum calls them, each as often as they did.
    pub(crate) fn actors(&self) -> impl Iterator<Item = &String> {
        let posts = self.threads.values().flat_map(|talk| &talk.posts);
        posts.filter_map(|post| post.actor.as_ref())
    }

    /// All keys.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.threads.keys().map(String::as_str)
    }
}

impl Snapshot {
    /// The same without the posts of these actors. Replies to them stay, and take their places.
    #[must_use]
    pub fn without(self: &Arc<Self>, removed: &BTreeSet<String>) -> Arc<Self> {
        let is_gone = |post: &Post| {
            post.actor
                .as_ref()
                .is_some_and(|actor| removed.contains(actor))
        };
        let touched = |talk: &Arc<Talk>| talk.posts.iter().any(is_gone);
        if removed.is_empty() || !self.threads.values().any(touched) {
            return Arc::clone(self);
        }
        let mut left = Self::clone(self);
        for talk in left.threads.values_mut().filter(|talk| touched(talk)) {
            let mut gone: Vec<usize> = Vec::new();
            let mut posts = Vec::with_capacity(talk.posts.len());
            for post in &talk.posts {
                // What is gone around this post: those on the way up from it.
                while gone.last().is_some_and(|depth| *depth >= post.depth) {
                    gone.pop();
                }
                if is_gone(post) {
                    gone.push(post.depth);
                    continue;
                }
                let depth = post.depth - gone.len();
                posts.push(Post {
                    depth,
                    ..post.clone()
                });
            }
            *talk = Arc::new(Talk {
                posts,
                ..Talk::clone(talk)
            });
        }
        left.threads.retain(|_, talk| talk.count() > 0);
        Arc::new(left)
    }
}

impl Talk {
    /// How many posts it has, those that are not shown among them.
    #[must_use]
    pub fn count(&self) -> usize {
        self.posts.len() + self.more
    }
}

/// Puts posts into the order in which they are read, and gives each its depth. The parents are places in the list. Whoever is its
/// own ancestor, or has a parent that is not there, begins a conversation.
fn in_reading_order(posts: Vec<Post>, parents: &[Option<usize>]) -> Vec<Post> {
    let mut order: Vec<usize> = (0..posts.len()).collect();
    order.sort_by(|a, b| {
        let key = |at: &usize| (posts[*at].created, *at);
        key(a).cmp(&key(b))
    });
    let mut replies: Vec<Vec<usize>> = vec![Vec::new(); posts.len()];
    let mut waiting = Vec::new();
    for at in order.iter().rev().copied() {
        match parents[at] {
            Some(parent) => replies[parent].push(at),
            None => waiting.push((at, 0)),
        }
    }
    let mut depths: Vec<Option<usize>> = vec![None; posts.len()];
    let mut read = Vec::with_capacity(posts.len());
    let mut rest = order.into_iter();
    loop {
        while let Some((at, depth)) = waiting.pop() {
            if depths[at].is_some() {
                continue;
            }
            depths[at] = Some(depth.min(DEEPEST));
            read.push(at);
            waiting.extend(replies[at].iter().map(|reply| (*reply, depth + 1)));
        }
        // What is left is in a circle.
        match rest.find(|at| depths[*at].is_none()) {
            Some(at) => waiting.push((at, 0)),
            None => break,
        }
    }
    let mut posts: Vec<Option<Post>> = posts.into_iter().map(Some).collect();
    let ordered = read.into_iter().filter_map(|at| {
        let post = posts[at].take()?;
        Some(Post {
            depth: depths[at].unwrap_or_default(),
            ..post
        })
    });
    ordered.collect()
}
