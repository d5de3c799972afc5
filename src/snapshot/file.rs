//! The file of a snapshot as it is written.

use serde::{Deserialize, Serialize};

/// The version of the format that is written and read here.
pub(crate) const VERSION: u64 = 1;

/// What `stoa forum pull` writes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct File {
    pub(crate) engine: String,
    pub(crate) origin: String,
    pub(crate) fetched: String,
    pub(crate) threads: Vec<FileThread>,
}

/// A thread.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct FileThread {
    pub(crate) key: String,
    pub(crate) url: Option<String>,
    pub(crate) number: Option<u64>,
    #[serde(default)]
    pub(crate) posts: Vec<FilePost>,
}

/// A post.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct FilePost {
    pub(crate) id: String,
    pub(crate) parent: Option<String>,
    pub(crate) author: Option<String>,
    /// Who that is, by an id that means nothing to anybody else. Files of earlier versions have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) actor: Option<String>,
    pub(crate) created: Option<String>,
    #[serde(default)]
    pub(crate) likes: u64,
    pub(crate) html: String,
    pub(crate) url: Option<String>,
}

impl File {
    /// What was written before, if it can be read at all. What cannot be is of no use to the one who writes it anew.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        #[derive(Deserialize)]
        struct Versioned {
            version: u64,
            #[serde(flatten)]
            file: File,
        }
        let read: Versioned = serde_json::from_str(text).ok()?;
        (read.version == VERSION).then_some(read.file)
    }

    /// The text of the file: a post a line, sorted, so that the same talk gives the same bytes and a new post is one line of a
    /// diff.
    pub(crate) fn text(&self) -> String {
        let mut threads: Vec<&FileThread> = self.threads.iter().collect();
        threads.sort_by(|a, b| a.key.cmp(&b.key));
        let mut text = format!(
            "{{\"version\":{VERSION},\"engine\":{},\"origin\":{},\"fetched\":{},\"threads\":[",
            json(&self.engine),
            json(&self.origin),
            json(&self.fetched)
        );
        for (at, thread) in threads.iter().enumerate() {
            text.push_str(if at == 0 { "\n" } else { ",\n" });
            text += &format!(
                "{{\"key\":{},\"url\":{},\"number\":{},\"posts\":[",
                json(&thread.key),
                json(&thread.url),
                json(&thread.number)
            );
            let mut posts: Vec<&FilePost> = thread.posts.iter().collect();
            posts.sort_by(|a, b| (&a.created, &a.id).cmp(&(&b.created, &b.id)));
            for (at, post) in posts.into_iter().enumerate() {
                text.push_str(if at == 0 { "\n  " } else { ",\n  " });
                text += &json(post);
            }
            text.push_str("]}");
        }
        text.push_str("\n]}\n");
        text
    }
}

fn json<T: Serialize + ?Sized>(value: &T) -> String {
    // Strings, numbers and structs of them always can be written.
    serde_json::to_string(value).unwrap_or_default()
}
