//! Isso: `GET /?uri=` gives a thread as a tree (isso-comments.de, "API"). Nothing needs a password.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::json::{encode, id, list, moment, number, text};
use super::{Client, Engine, Post, Settings, Thread, Trouble};
use crate::activity::actor;

/// So many threads are counted with one question.
const AT_ONCE: usize = 100;

/// How deep a tree can be; Isso's own has two levels.
const DEEPEST: usize = 32;

/// A comment that everybody may read. 2 waits for a moderator, 4 was deleted.
const PUBLISHED: u64 = 1;

#[derive(Debug)]
pub(super) struct Isso {
    origin: String,
    /// What Isso calls each thread, by key.
    uris: BTreeMap<String, String>,
    portal: Option<String>,
    /// Threads in which somebody wrote.
    there: BTreeSet<String>,
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "every engine takes what it needs of its settings"
)]
pub(super) fn make(settings: Settings) -> Result<Box<dyn Engine>, String> {
    Ok(Box::new(Isso {
        origin: settings.origin()?,
        uris: settings.each("/id"),
        portal: settings
            .portal
            .as_ref()
            .map(|url| url.trim_end_matches('/').to_owned()),
        there: BTreeSet::new(),
    }))
}

impl Isso {
    fn add(
        &self,
        key: &str,
        comment: &Value,
        parent: Option<&str>,
        depth: usize,
        posts: &mut Vec<Post>,
    ) {
        let Some(own) = id(comment, "/id") else {
            return;
        };
        if number(comment, "/mode").is_none_or(|mode| mode == PUBLISHED) {
            let parent = id(comment, "/parent").or(parent.map(str::to_owned));
            posts.push(Post {
                parent,
                author: text(comment, "/author"),
                actor: Some(match text(comment, "/hash") {
                    Some(hash) => actor("isso", &hash),
                    None => "isso:unknown".to_owned(),
                }),
                created: moment(comment, "/created"),
                likes: number(comment, "/likes").unwrap_or(0),
                html: text(comment, "/text").unwrap_or_default(),
                url: self
                    .portal
                    .as_ref()
                    .map(|portal| format!("{portal}{key}#isso-{own}")),
                id: own.clone(),
            });
        }
        if depth < DEEPEST {
            for reply in list(comment, "/replies") {
                self.add(key, reply, Some(&own), depth + 1, posts);
            }
        }
    }
}

impl Engine for Isso {
    fn id(&self) -> &'static str {
        "isso"
    }

    fn origin(&self) -> &str {
        &self.origin
    }

    fn look(&mut self, keys: &[String], client: &mut Client<'_>) -> Result<(), Trouble> {
        for keys in keys.chunks(AT_ONCE) {
            let uris: Vec<String> = keys
                .iter()
                .map(|key| self.uris.get(key).cloned().unwrap_or_default())
                .collect();
            let counts = client.post(&format!("{}/count", self.origin), &[], &json!(uris))?;
            let counts = list(&counts, "");
            if counts.len() != keys.len() {
                return Err(Trouble::Odd(
                    "with other counts than it was asked for; is this an Isso?".to_owned(),
                ));
            }
            let there = keys
                .iter()
                .zip(counts)
                .filter(|(_, count)| count.as_u64() != Some(0));
            self.there.extend(there.map(|(key, _)| key.clone()));
        }
        Ok(())
    }

    fn thread(&self, key: &str, client: &mut Client<'_>) -> Result<Option<Thread>, Trouble> {
        let Some(uri) = self.uris.get(key).filter(|_| self.there.contains(key)) else {
            return Ok(None);
        };
        let url = format!("{}/?uri={}", self.origin, encode(uri));
        let answer = match client.get(&url, &[]) {
            Err(Trouble::Missing(_)) => return Ok(None),
            answer => answer?,
        };
        let mut posts = Vec::new();
        for comment in list(&answer, "/replies") {
            self.add(key, comment, None, 0, &mut posts);
        }
        Ok(Some(Thread {
            url: None,
            number: None,
            posts,
        }))
    }
}
