//! [`Live`]: what is served at this moment, as a value that is swapped whole.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fmt;
use std::hash::{BuildHasher, Hasher};
use std::str::FromStr;
use std::sync::Arc;

use super::media_type::is_seen_in_pages;
use super::portal::Portal;
use super::problems::Problems;
use crate::artifact::OutPath;
use crate::pipeline::Build;

/// Which portal a page came from. A page hands its own back and is told what changed since.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Revision {
    /// Differs between two servers, which count from 1 both, and between two bases.
    run: u64,
    number: u64,
}

impl fmt::Display for Revision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}-{}", self.run, self.number)
    }
}

impl FromStr for Revision {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (run, number) = text.split_once('-').ok_or(())?;
        Ok(Self {
            run: u64::from_str_radix(run, 16).map_err(|_| ())?,
            number: number.parse().map_err(|_| ())?,
        })
    }
}

/// What an open page must do to show the portal of this moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Change {
    Nothing,
    /// Fetch the stylesheets again, and nothing else.
    Styles,
    Reload,
}

/// What is served at this moment.
#[derive(Debug)]
pub(super) struct Live {
    pub(super) revision: Revision,
    /// The last good portal; `None` until there is one.
    pub(super) portal: Option<Arc<Portal>>,
    /// Why the course of this moment has no portal.
    pub(super) problems: Option<Arc<Problems>>,
    /// What is to be looked at in the course of this moment.
    pub(super) warnings: Option<Arc<Problems>>,
    /// The revision in which each file last changed, came or went. It holds only what changed while
    /// the server ran.
    changed: Arc<BTreeMap<OutPath, u64>>,
    /// The revision in which a stylesheet last changed.
    styles: u64,
    /// The revision in which something else that pages show last changed.
    assets: u64,
}

impl Live {
    /// Before the first build.
    pub(super) fn new() -> Self {
        // The keys of a hasher are the one source of random numbers in the standard library.
        let run = std::hash::RandomState::new().build_hasher().finish();
        Self {
            revision: Revision { run, number: 0 },
            portal: None,
            problems: None,
            warnings: None,
            changed: Arc::default(),
            styles: 0,
            assets: 0,
        }
    }

    /// With a new portal, and how many of its files differ from the one before, if there was one.
    pub(super) fn with_portal(
        &self,
        build: Arc<Build>,
        warnings: Option<Arc<Problems>>,
    ) -> (Self, Option<usize>) {
        let portal = Arc::new(Portal::new(build));
        let mut next = Self {
            revision: self.revision,
            portal: Some(Arc::clone(&portal)),
            problems: None,
            warnings,
            changed: Arc::clone(&self.changed),
            styles: self.styles,
            assets: self.assets,
        };
        let Some(old) = &self.portal else {
            next.revision.number += 1;
            return (next, None);
        };
        let paths = differing(&old.build, &portal.build);
        if old.base != portal.base {
            // Every address changed, so that no page can be told what happened to it.
            next.revision.run = next.revision.run.wrapping_add(1);
        }
        if !paths.is_empty() {
            next.revision.number += 1;
            let number = next.revision.number;
            let changed = Arc::make_mut(&mut next.changed);
            for path in &paths {
                match path.extension() {
                    "css" => next.styles = number,
                    extension if is_seen_in_pages(extension) => next.assets = number,
                    _ => {}
                }
                changed.insert(path.clone(), number);
            }
        }
        (next, Some(paths.len()))
    }

    /// With the portal of before, and problems.
    pub(super) fn with_problems(
        &self,
        problems: Problems,
        warnings: Option<Arc<Problems>>,
    ) -> Self {
        Self {
            revision: self.revision,
            portal: self.portal.clone(),
            problems: Some(Arc::new(problems)),
            warnings,
            changed: Arc::clone(&self.changed),
            styles: self.styles,
            assets: self.assets,
        }
    }

    /// What changed since `revision` for the page at the decoded path `page`.
    pub(super) fn since(&self, revision: Revision, page: &str) -> Change {
        if revision == self.revision {
            return Change::Nothing;
        }
        let Some(portal) = &self.portal else {
            return Change::Nothing;
        };
        if revision.run != self.revision.run || revision.number == 0 {
            return Change::Reload;
        }
        let since = |number: u64| number > revision.number;
        let changed = |path: String| self.changed.get(path.as_str()).copied().is_some_and(since);
        if since(self.assets) || portal.names(page).any(changed) {
            Change::Reload
        } else if since(self.styles) {
            Change::Styles
        } else {
            Change::Nothing
        }
    }
}

/// The files that are not in both builds with the same bytes. Both are in order, so one walk along both finds them.
fn differing(old: &Build, new: &Build) -> Vec<OutPath> {
    let mut paths = Vec::new();
    let (mut old, mut new) = (
        old.artifacts.iter().peekable(),
        new.artifacts.iter().peekable(),
    );
    loop {
        let order = match (old.peek(), new.peek()) {
            (Some(old), Some(new)) => old.path.cmp(&new.path),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => return paths,
        };
        let went = if order.is_le() { old.next() } else { None };
        let came = if order.is_ge() { new.next() } else { None };
        if went.map(|artifact| artifact.digest) != came.map(|artifact| artifact.digest) {
            paths.extend(came.or(went).map(|artifact| artifact.path.clone()));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{Change, Live, Revision};
    use crate::artifact::{Artifact, OutPath};
    use crate::pipeline::Build;

    fn build(base: &str, files: &[(&str, &'static str)]) -> Arc<Build> {
        let artifacts = files
            .iter()
            .map(|(path, text)| Arc::new(Artifact::new(OutPath::new(path), (*text).into())))
            .collect();
        let base = base.to_owned();
        Arc::new(Build {
            artifacts,
            base,
            ..Build::default()
        })
    }

    fn with_portal(live: &Live, build: Arc<Build>) -> (Live, Option<usize>) {
        live.with_portal(build, None)
    }

    #[test]
    fn a_page_is_told_what_concerns_it() {
        let (one, _) = with_portal(
            &Live::new(),
            build("/s/", &[("a/index.html", "1"), ("c.css", "1")]),
        );
        let start = one.revision;
        let (two, count) =
            with_portal(&one, build("/s/", &[("a/index.html", "1"), ("c.css", "2")]));
        assert_eq!(count, Some(1));
        assert_eq!(two.since(start, "/s/a/"), Change::Styles);
        let files = [("a/index.html", "1"), ("b/index.html", "1"), ("c.css", "2")];
        let (three, _) = with_portal(&two, build("/s/", &files));
        assert_eq!(three.since(start, "/s/a/"), Change::Styles);
        assert_eq!(three.since(two.revision, "/s/a/"), Change::Nothing);
        assert_eq!(
            three.since(two.revision, "/s/b/"),
            Change::Reload,
            "it was a 404 before"
        );
        let (four, _) = with_portal(
            &three,
            build("/s/", &[("b/index.html", "1"), ("c.css", "2")]),
        );
        assert_eq!(four.since(start, "/s/a/"), Change::Reload, "it is gone");
        assert_eq!(four.since(three.revision, "/s/b/"), Change::Nothing);
        let (five, _) = with_portal(
            &four,
            build("/t/", &[("b/index.html", "1"), ("c.css", "2")]),
        );
        assert_eq!(
            five.since(four.revision, "/s/b/"),
            Change::Reload,
            "the base is another"
        );
    }

    #[test]
    fn a_page_of_another_server_reloads() {
        let (here, _) = with_portal(&Live::new(), build("/", &[]));
        let (there, _) = with_portal(&Live::new(), build("/", &[]));
        assert_eq!(here.since(there.revision, "/"), Change::Reload);
        let written: Revision = there.revision.to_string().parse().unwrap();
        assert_eq!(written, there.revision);
    }
}
