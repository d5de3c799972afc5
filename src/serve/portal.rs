//! [`Portal`]: a build and the addresses of its files.

use std::sync::Arc;

use super::request_path;
use crate::artifact::Artifact;
use crate::pipeline::Build;

/// A build and the addresses of its files.
#[derive(Debug)]
pub(super) struct Portal {
    pub(super) build: Arc<Build>,
    /// The path of the portal under its host as it stands in URLs, `/` or `/social/`.
    pub(super) base: String,
    /// The same, decoded.
    prefix: String,
}

/// What is at an address.
#[derive(Debug)]
pub(super) enum Found<'a> {
    File(&'a Arc<Artifact>),
    /// A page, but its address must end in a slash, or relative links in it lead astray.
    MissingSlash,
    /// The address is above the portal.
    AboveBase,
    Nothing,
}

impl Portal {
    pub(super) fn new(build: Arc<Build>) -> Self {
        let inner = build.base.trim_matches('/');
        let base = if inner.is_empty() {
            "/".to_owned()
        } else {
            format!("/{inner}/")
        };
        let prefix = request_path::decode(&base).unwrap_or_else(|_| base.clone());
        Self {
            build,
            base,
            prefix,
        }
    }

    /// What is at the decoded path of a URL.
    pub(super) fn find(&self, path: &str) -> Found<'_> {
        let Some(rest) = path.strip_prefix(&self.prefix) else {
            // `/social` for `/social/`, or `/`, which nobody means when the portal is in a folder.
            return if path == "/" || self.prefix.strip_suffix('/') == Some(path) {
                Found::AboveBase
            } else {
                Found::Nothing
            };
        };
        let artifacts = &self.build.artifacts;
        let [file, page] = names(rest);
        if let Some(file) = file.and_then(|file| artifacts.get(&file)) {
            return Found::File(file);
        }
        match page.and_then(|page| artifacts.get(&page)) {
            Some(file) if rest.is_empty() || rest.ends_with('/') => Found::File(file),
            Some(_) => Found::MissingSlash,
            None => Found::Nothing,
        }
    }

    /// The files that decide what is at the decoded path of a URL, whether they exist or not.
    pub(super) fn names(&self, path: &str) -> impl Iterator<Item = String> + use<> {
        let nothing = !matches!(self.find(path), Found::File(_));
        path.strip_prefix(&self.prefix)
            .map_or([None, None], names)
            .into_iter()
            .flatten()
            .chain(nothing.then(|| "404.html".to_owned()))
    }
}

/// The file and the page that a path below the portal can mean.
fn names(rest: &str) -> [Option<String>; 2] {
    if rest.is_empty() || rest.ends_with('/') {
        [None, Some(format!("{rest}index.html"))]
    } else {
        [Some(rest.to_owned()), Some(format!("{rest}/index.html"))]
    }
}
