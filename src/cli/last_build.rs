//! [`LastBuild`]: what the last `stoa build` was made from and what it said, so that the next one sees at once that
//! nothing has changed. It stands in the cache, may be deleted at any time, and is believed only where every input is the
//! same: the whole course by its digest, the options, the version of stoa, and a time at which no other portal is due.

use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::cache::is_in_place;
use crate::diagnostic::{Diagnostic, Related, Severity};
use crate::output::is_current;
use crate::pipeline::{Build, Options, Stats, Steady};
use crate::rule;
use crate::source::{Digest, SourcePath, Sources, read_own};

const FILE: &str = "last-build";

/// What the last build was made from and what it said.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct LastBuild {
    /// The digest of everything that the portal was made from; of the time, from when until when it is the right one.
    pub(super) inputs: Digest,
    /// What was built.
    pub(super) stats: Stats,
    /// How long the portal is the right one.
    pub(super) steady: Steady,
    /// The zone in which people are told when it is not any more.
    pub(super) zone: Option<String>,
    said: Vec<Said>,
}

/// A diagnostic as it was said.
#[derive(Debug, Serialize, Deserialize)]
struct Said {
    code: String,
    severity: u8,
    path: String,
    span: Option<(usize, usize)>,
    message: String,
    help: Option<String>,
    related: Vec<(String, usize, usize, String)>,
    text: Option<String>,
}

impl LastBuild {
    pub(super) fn new(
        sources: &Sources,
        options: &Options,
        strict: bool,
        build: &Build,
        shown: &[Diagnostic],
    ) -> Self {
        Self {
            inputs: inputs(sources, options, strict, build.steady),
            stats: build.stats,
            steady: build.steady,
            // What was wrong with the lock is mended by the build that says it.
            said: shown
                .iter()
                .filter(|found| found.rule != &rule::BAD_LOCK)
                .map(Said::new)
                .collect(),
            zone: build.zone.clone(),
        }
    }

    /// Reads it; anything that cannot be read counts as nothing.
    pub(super) fn load(cache: &Path) -> Option<Self> {
        if !is_in_place(cache) {
            return None;
        }
        postcard::from_bytes(&read_own(&cache.join(FILE))?).ok()
    }

    /// Writes it, whole or not at all.
    ///
    /// # Errors
    ///
    /// If the cache cannot be written. No build needs to fail for that.
    pub(super) fn save(&self, cache: &Path) -> std::io::Result<()> {
        if !is_in_place(cache) {
            return Err(std::io::Error::other("the folder for the cache is a link"));
        }
        let bytes = postcard::to_allocvec(self).map_err(std::io::Error::other)?;
        std::fs::create_dir_all(cache)?;
        let mut file = tempfile::NamedTempFile::new_in(cache)?;
        std::io::Write::write_all(&mut file, &bytes)?;
        file.persist(cache.join(FILE))
            .map_err(|error| error.error)?;
        Ok(())
    }

    /// Whether a build now would give what is on disk already.
    pub(super) fn is_still_right(
        &self,
        sources: &Sources,
        options: &Options,
        strict: bool,
        out: &Path,
    ) -> bool {
        self.steady.holds(options.now)
            && self.inputs == inputs(sources, options, strict, self.steady)
            && is_current(out, self.inputs)
    }

    /// What it said, as far as this version of stoa still knows the rules.
    pub(super) fn diagnostics(&self) -> Vec<Diagnostic> {
        self.said.iter().filter_map(Said::diagnostic).collect()
    }
}

/// With the time: the portal in another folder may have been made from the same course when it was not the right one yet.
fn inputs(sources: &Sources, options: &Options, strict: bool, steady: Steady) -> Digest {
    let Options {
        base_url,
        drafts,
        facilitator,
        highlight,
        now: _,
        served: _,
    } = options;
    let options = format!(
        "{} {base_url:?} {drafts} {facilitator} {highlight} {strict} {:?} {:?}",
        env!("CARGO_PKG_VERSION"),
        steady.since,
        steady.until
    );
    Digest::of_parts([sources.digest().bytes(), options.as_bytes()])
}

impl Said {
    fn new(diagnostic: &Diagnostic) -> Self {
        let related = diagnostic.related.iter();
        Self {
            code: diagnostic.rule.code.to_owned(),
            severity: diagnostic.severity as u8,
            path: diagnostic.path.to_string(),
            span: diagnostic.span.as_ref().map(|span| (span.start, span.end)),
            message: diagnostic.message.clone(),
            help: diagnostic.help.clone(),
            related: related
                .map(|one| (one.path.to_string(), one.start, one.end, one.label.clone()))
                .collect(),
            text: diagnostic.text.as_ref().map(ToString::to_string),
        }
    }

    fn diagnostic(&self) -> Option<Diagnostic> {
        let severity = match self.severity {
            0 => Severity::Error,
            1 => Severity::Warning,
            _ => Severity::Note,
        };
        let related = self.related.iter();
        Some(Diagnostic {
            rule: rule::find(&self.code)?,
            severity,
            path: SourcePath::new(&self.path),
            span: self.span.map(|(start, end)| start..end),
            message: self.message.clone(),
            help: self.help.clone(),
            related: related
                .map(|(path, start, end, label)| Related {
                    path: SourcePath::new(path),
                    start: *start,
                    end: *end,
                    label: label.clone(),
                })
                .collect(),
            text: self.text.as_deref().map(std::sync::Arc::from),
        })
    }
}
