//! [`ThreadLine`]: what a forum calls a thread, learnt by `stoa forum pull`.

use super::Lock;

/// What a forum calls a thread: the number of a discussion on GitHub, or the id of a topic of Discourse. With it the thread is
/// found whatever becomes of the title, the text and the address of the page.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ThreadLine {
    /// The engine, `giscus`.
    pub engine: String,
    /// The number.
    pub number: u64,
}

impl Lock {
    /// What this engine calls the thread with this key.
    #[must_use]
    pub fn thread(&self, key: &str, engine: &str) -> Option<u64> {
        let line = self.threads.get(key)?;
        (line.engine == engine).then_some(line.number)
    }

    /// All threads, by key.
    pub fn threads(&self) -> impl Iterator<Item = (&str, &ThreadLine)> {
        self.threads.iter().map(|(key, line)| (key.as_str(), line))
    }

    /// Puts a line in the place of the one before.
    pub fn insert_thread(&mut self, key: &str, line: ThreadLine) {
        self.threads.insert(key.to_owned(), line);
    }
}
