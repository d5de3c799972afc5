//! [`Highlighter`]: colours for code. By far the dearest step of a build, so each block is read
//! once in its life and its HTML kept in a cache.

mod class;
mod grammars;
mod markup;

use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use serde::{Deserialize, Serialize};

use self::grammars::{GRAMMARS, is_plain, tidy};
pub(crate) use self::markup::plain;
use crate::cache;
use crate::source::Digest;

/// The cache file.
const FILE: &str = "highlight.bin";

/// Everything that the HTML of a block depends on besides the block. The last number goes up
/// with every change to the classes or the markup; a test compares the engines with Cargo.lock.
const VERSION: &str = concat!(
    "highlight ",
    env!("CARGO_PKG_VERSION"),
    " syntect 5.3.0 two-face 0.5.2+bat-0.26.1 schema 1"
);

/// Code longer than this is shown without colours: nobody reads it in a lesson. Bytes.
const LONGEST_CODE: usize = 512 * 1024;

/// Code with a line longer than this is shown without colours: grammars take time with the square
/// of a line's length. Bytes.
const LONGEST_LINE: usize = 20_000;

/// Colours for code, from any number of threads. What it returns depends on its arguments alone,
/// never on the cache.
#[derive(Default)]
pub struct Highlighter {
    known: Mutex<Known>,
}

#[derive(Default)]
struct Known {
    blocks: BTreeMap<Digest, Block>,
    /// Whether there is something that the cache file does not have.
    learnt: bool,
}

struct Block {
    html: Bytes,
    /// Whether this run asked for it. Others are left behind when the cache is next written.
    used: bool,
}

impl Highlighter {
    /// A highlighter that knows no block yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A highlighter that knows the blocks of the last [`Highlighter::save`]. A cache that is
    /// missing, damaged or from another version counts as empty.
    #[must_use]
    pub fn load(cache_dir: &Path) -> Self {
        let blocks = read(cache_dir).unwrap_or_default();
        Self {
            known: Mutex::new(Known {
                blocks,
                learnt: false,
            }),
        }
    }

    /// Writes down what was learnt, and only that: without a new block the file stays as it is.
    /// Blocks that nobody has asked for since [`Highlighter::load`] are left out, so the cache is
    /// never larger than one course. It may be deleted at any time.
    ///
    /// # Errors
    ///
    /// If the cache can't be written. No build needs to fail for that.
    pub fn save(&self, cache_dir: &Path) -> io::Result<()> {
        let mut known = self.lock();
        if !known.learnt {
            return Ok(());
        }
        let blocks: Vec<(Digest, Html<'_>)> = known
            .blocks
            .iter()
            .filter(|(_, block)| block.used)
            .map(|(key, block)| (*key, Html(&block.html)))
            .collect();
        let size: usize = blocks.iter().map(|(_, html)| html.0.len() + 40).sum();
        let contents = postcard::to_extend(&blocks, Vec::with_capacity(size))
            .map_err(|error| io::Error::other(error.to_string()))?;
        cache::save(cache_dir, FILE, VERSION, &contents)?;
        known.learnt = false;
        Ok(())
    }

    /// Whether code of this language has colours, or asks for none by a name such as `text`. A
    /// language is named as after a Markdown fence; what follows the name does not matter.
    #[must_use]
    pub fn is_known(&self, language: &str) -> bool {
        let name = tidy(language);
        is_plain(&name) || GRAMMARS.language(&name).is_some()
    }

    /// The HTML inside a `<code>`: `code`, escaped, with `<span class="k">` around keywords and so
    /// on. Code in a language without a grammar is escaped only.
    #[must_use]
    pub fn highlight(&self, language: &str, code: &str) -> Bytes {
        let name = tidy(language);
        if is_plain(&name) || is_too_long(code) {
            return markup::plain(code).into();
        }
        let key = Digest::of_parts([name.as_bytes(), code.as_bytes()]);
        if let Some(block) = self.lock().blocks.get_mut(&key) {
            block.used = true;
            return block.html.clone();
        }
        // Not under the lock: two threads with one new block do the same work, which is rare and
        // cheaper than all others waiting.
        let html = Bytes::from(render(&name, code));
        let block = Block {
            html: html.clone(),
            used: true,
        };
        let mut known = self.lock();
        known.blocks.insert(key, block);
        known.learnt = true;
        html
    }

    /// The blocks are whole between any two statements under the lock, so a panic elsewhere in a
    /// thread that held it does no harm.
    fn lock(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Highlighter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Highlighter")
            .field("blocks", &self.lock().blocks.len())
            .finish()
    }
}

fn is_too_long(code: &str) -> bool {
    code.len() > LONGEST_CODE || code.split('\n').any(|line| line.len() > LONGEST_LINE)
}

fn render(language: &str, code: &str) -> String {
    let grammars = &*GRAMMARS;
    let Some(language) = grammars.language(language) else {
        return markup::plain(code);
    };
    // syntect panics on a grammar with a faulty pattern. Plain code in one lesson is better than
    // no portal. Nothing of the grammar's state outlives the call.
    catch_unwind(AssertUnwindSafe(|| {
        markup::highlighted(grammars, language, code)
    }))
    .ok()
    .and_then(Result::ok)
    .unwrap_or_else(|| markup::plain(code))
}

/// All blocks share the bytes of the file.
fn read(cache_dir: &Path) -> Option<BTreeMap<Digest, Block>> {
    let contents = cache::load(cache_dir, FILE, VERSION)?;
    let blocks: Vec<(Digest, Html<'_>)> = postcard::from_bytes(&contents).ok()?;
    let block = |html: Html<'_>| Block {
        html: contents.slice_ref(html.0),
        used: false,
    };
    Some(
        blocks
            .into_iter()
            .map(|(key, html)| (key, block(html)))
            .collect(),
    )
}

/// The HTML of one block in the file: bytes in one piece, where serde would write each by itself.
struct Html<'a>(&'a [u8]);

impl Serialize for Html<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(self.0)
    }
}

impl<'de> Deserialize<'de> for Html<'de> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        <&[u8]>::deserialize(deserializer).map(Self)
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_version_names_the_engines_that_are_built_in() {
        let lock = include_str!("../../Cargo.lock");
        for engine in ["syntect", "two-face"] {
            let (_, package) = lock
                .split_once(&format!("name = \"{engine}\"\nversion = \""))
                .unwrap();
            let (version, _) = package.split_once('"').unwrap();
            assert!(super::VERSION.contains(&format!(" {engine} {version} ")));
        }
    }
}
