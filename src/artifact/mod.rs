//! [`Artifact`]: a file of the portal, as a value. One file a kind of artefact, and one line in `PRODUCERS`.

mod asset;
mod atom;
pub(crate) mod award;
mod build_info;
pub mod calendar;
mod changes_feed;
mod cohort_calendar;
mod copied;
mod feed;
mod library_feed;
mod out_path;
pub(crate) mod page;
mod plan_calendar;
mod rope;
mod sitemap;
mod xml;

use std::collections::BTreeMap;
use std::sync::Arc;

pub(crate) use build_info::plan as build_info;
pub use out_path::OutPath;
pub use rope::Rope;
pub(crate) use rope::RopeWriter;

use crate::address;
use crate::diagnostic::Diagnostic;
use crate::source::{Digest, LargeFile, SourcePath};

/// What a file of the portal holds.
#[derive(Debug, Clone)]
pub enum Body {
    /// Bytes, in shared pieces.
    Rope(Rope),
    /// A copy of a large file of the course.
    Copy(LargeFile),
}

impl Body {
    /// Its length in bytes.
    #[must_use]
    pub fn len(&self) -> u64 {
        match self {
            Self::Rope(rope) => rope.len() as u64,
            Self::Copy(file) => file.len(),
        }
    }

    /// Whether it holds nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// A file of the portal.
#[derive(Debug, Clone)]
pub struct Artifact {
    /// Where it is in the portal.
    pub path: OutPath,
    /// What it holds.
    pub body: Body,
    /// The SHA-256 of what it holds.
    pub digest: Digest,
}

impl Artifact {
    /// A file from bytes.
    #[must_use]
    pub fn new(path: OutPath, rope: Rope) -> Self {
        let digest = rope.digest();
        Self {
            path,
            body: Body::Rope(rope),
            digest,
        }
    }
}

/// The whole portal: every file by its path.
#[derive(Debug, Clone, Default)]
pub struct Artifacts(BTreeMap<OutPath, Arc<Artifact>>);

impl Artifacts {
    /// The file at `path`, `welcome/index.html`.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&Arc<Artifact>> {
        self.0.get(path)
    }

    /// All files, by path.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Artifact>> {
        self.0.values()
    }

    /// How many files there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromIterator<Arc<Artifact>> for Artifacts {
    fn from_iter<I: IntoIterator<Item = Arc<Artifact>>>(artifacts: I) -> Self {
        Self(
            artifacts
                .into_iter()
                .map(|artifact| (artifact.path.clone(), artifact))
                .collect(),
        )
    }
}

/// A file of the portal that can be made.
pub(crate) struct Planned<'a> {
    /// Where it will be.
    pub(crate) path: OutPath,
    /// The file of the course that it comes from.
    pub(crate) origin: Option<SourcePath>,
    /// The digest of everything that its bytes depend on.
    pub(crate) key: Digest,
    /// Makes it.
    pub(crate) make: Box<dyn Fn() -> Rendered + Send + Sync + 'a>,
}

impl<'a> Planned<'a> {
    /// A file that is quickly made.
    pub(crate) fn ready(artifact: Artifact, origin: Option<SourcePath>) -> Self {
        let artifact = Arc::new(artifact);
        let (path, key) = (artifact.path.clone(), artifact.digest);
        Planned {
            path,
            origin,
            key,
            make: Box::new(move || Rendered {
                artifact: Arc::clone(&artifact),
                diagnostics: Vec::new(),
                addresses: Vec::new(),
            }),
        }
    }
}

/// A file of the portal that was made, and what was wrong with it.
#[derive(Debug, Clone)]
pub(crate) struct Rendered {
    pub(crate) artifact: Arc<Artifact>,
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// The e-mail addresses that are in it all the same.
    pub(crate) addresses: Vec<String>,
}

impl Rendered {
    pub(crate) fn new(artifact: Artifact, diagnostics: Vec<Diagnostic>) -> Self {
        Self {
            artifact: Arc::new(artifact),
            diagnostics,
            addresses: Vec::new(),
        }
    }

    /// Looks for addresses in what is finished, whichever way they came there.
    pub(crate) fn searched(mut self) -> Self {
        let is_page = matches!(
            self.artifact.path.extension(),
            "html" | "htm" | "xhtml" | "xml" | "svg"
        );
        if let Body::Rope(rope) = &self.artifact.body
            && is_page
            && rope.pieces().iter().any(|piece| can_hold_address(piece))
        {
            self.addresses = address::in_html(&String::from_utf8_lossy(&rope.to_vec()));
        }
        self
    }
}

/// Whether there is something that can be read as the `@` of an address. Every page is asked this, and most have none.
fn can_hold_address(bytes: &[u8]) -> bool {
    let signs = memchr::memchr3_iter(b'@', b'&', b'%', bytes);
    let mut signs = signs.map(|at| (bytes[at], at));
    // The wide forms of the sign: U+FF20, U+FE6B.
    let mut wide = memchr::memchr_iter(0xef, bytes).map(|at| bytes.get(at + 1));
    signs.any(|(byte, at)| match byte {
        b'@' => has_name_before(&bytes[..at]),
        b'&' => is_reference_to_sign(&bytes[at + 1..]),
        _ => bytes[at + 1..].starts_with(b"40"),
    }) || wide.any(|next| matches!(next, None | Some(0xbc | 0xb9)))
}

/// Whether a name can end here, tags left out: behind a space there is none, as before the `@` of a decorator in code. At the
/// start of a piece nobody knows.
fn has_name_before(mut before: &[u8]) -> bool {
    while before.last() == Some(&b'>') {
        let Some(tag) = memchr::memrchr(b'<', before) else {
            return true;
        };
        before = &before[..tag];
    }
    before.last().is_none_or(|byte| !byte.is_ascii_whitespace())
}

/// Whether `&commat;`, `&#64;` or `&#x40;` goes on like this, with as many zeros as somebody liked.
fn is_reference_to_sign(rest: &[u8]) -> bool {
    let (digits, sign): (&[u8], &[u8]) = match rest {
        [b'#', b'x' | b'X', digits @ ..] => (digits, b"40"),
        [b'#', digits @ ..] => (digits, b"64"),
        _ => return rest.starts_with(b"commat"),
    };
    let zeros = digits.iter().take_while(|byte| **byte == b'0').count();
    digits[zeros..].starts_with(sign)
}

/// Plans the files of one kind.
type Producer = for<'a> fn(&'a page::Context<'a>) -> Vec<Planned<'a>>;

/// Everything that a portal is made of.
const PRODUCERS: &[Producer] = &[
    page::plan,
    asset::plan,
    award::plan,
    cohort_calendar::plan,
    plan_calendar::plan,
    feed::plan,
    library_feed::plan,
    changes_feed::plan,
    sitemap::plan,
];

/// Plans the whole portal.
pub(crate) fn plan<'a>(context: &'a page::Context<'a>) -> Vec<Planned<'a>> {
    PRODUCERS
        .iter()
        .flat_map(|producer| producer(context))
        .collect()
}
