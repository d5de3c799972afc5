//! Arguments that several commands share, and what they become.

use std::path::{Path, PathBuf};

use clap::Args;

use super::Failure;
use crate::assemble::is_base_url;
use crate::pipeline::{Options, Served};
use crate::source::Sources;

/// The folder in the course folder into which the portal goes.
const OUT: &str = "portal";

/// The folder of the facilitators' edition.
const OUT_FACILITATOR: &str = "portal-facilitator";

/// The folder in the course folder for what stoa remembers. It may be deleted at any time.
const CACHE: &str = ".stoa/cache";

/// Which course, and how it is to be seen.
#[derive(Debug, Clone, Args)]
pub(super) struct CourseArgs {
    /// The course folder
    #[arg(default_value = ".", value_name = "DIR")]
    pub(super) dir: PathBuf,

    /// Show drafts as well
    #[arg(long)]
    pub(super) drafts: bool,

    /// Make the facilitator's edition, with the notes that learners do not see
    #[arg(long)]
    pub(super) facilitator: bool,

    /// Build as if it were this day or time, like 2026-10-05 or 2026-10-05T09:00:00Z [default: SOURCE_DATE_EPOCH, else now]
    #[arg(long, value_name = "TIME", value_parser = time)]
    now: Option<jiff::Timestamp>,
}

impl CourseArgs {
    /// The course folder as it is on disk, so that folders in it can be compared.
    pub(super) fn root(&self) -> Result<PathBuf, Failure> {
        let dir = &self.dir;
        let root = dunce(dir).map_err(|error| {
            format!(
                "the course folder `{}` can't be opened: {error}",
                dir.display()
            )
        })?;
        if root.is_dir() {
            Ok(root)
        } else {
            Err(format!(
                "`{}` is not a folder; name the folder that holds your course",
                dir.display()
            )
            .into())
        }
    }

    /// The options of a build.
    pub(super) fn options(&self, base_url: Option<String>) -> Result<Options, Failure> {
        if let Some(url) = base_url.as_deref().filter(|url| !is_base_url(url)) {
            return Err(format!(
                "`{url}` is no whole address; write --base-url https://learn.example.org/course/"
            )
            .into());
        }
        Ok(Options {
            base_url,
            drafts: self.drafts,
            facilitator: self.facilitator,
            highlight: true,
            now: self.now()?,
            served: Served::No,
        })
    }

    /// The one place where stoa looks at the clock.
    #[allow(clippy::disallowed_methods)] // The clock is read here and handed on as a value.
    pub(super) fn now(&self) -> Result<jiff::Timestamp, Failure> {
        if let Some(now) = self.now {
            return Ok(now);
        }
        match std::env::var("SOURCE_DATE_EPOCH") {
            Ok(text) => {
                let seconds = text
                    .trim()
                    .parse()
                    .ok()
                    .and_then(|seconds| jiff::Timestamp::from_second(seconds).ok());
                seconds.ok_or_else(|| {
                    format!("SOURCE_DATE_EPOCH is `{text}`, which is no number of seconds").into()
                })
            }
            Err(_) => Ok(jiff::Timestamp::now()),
        }
    }
}

/// A time; a day alone means its start in UTC.
fn time(text: &str) -> Result<jiff::Timestamp, String> {
    let day = text
        .parse::<jiff::civil::Date>()
        .ok()
        .filter(|_| !text.contains(['T', 't', ' ', ':']));
    let midnight = day.map(|day| day.to_datetime(jiff::civil::Time::midnight()));
    midnight
        .and_then(|midnight| jiff::tz::Offset::UTC.to_timestamp(midnight).ok())
        .or_else(|| text.parse().ok())
        .ok_or_else(|| {
            "write a day, like 2026-10-05, or a time with its zone, like 2026-10-05T09:00:00Z"
                .to_owned()
        })
}

/// Where the portal goes. What is for facilitators has a folder of its own, for the learners' is copied to web servers.
pub(super) fn out(root: &Path, out: Option<&PathBuf>, facilitator: bool) -> PathBuf {
    let own = if facilitator { OUT_FACILITATOR } else { OUT };
    out.map_or_else(|| root.join(own), |out| absolute(out))
}

/// The folders where portals go if nobody says otherwise; they are no part of the course.
pub(super) fn portals(root: &Path) -> Vec<PathBuf> {
    vec![root.join(OUT), root.join(OUT_FACILITATOR)]
}

/// Where stoa keeps what it remembers of a course.
pub(super) fn cache(root: &Path) -> PathBuf {
    root.join(CACHE)
}

/// Reads the course folder without the folders of portals in it.
pub(super) fn read(root: &Path, skip: &[PathBuf]) -> Result<Sources, Failure> {
    Sources::read(root, skip, None).map_err(|error| {
        format!(
            "the course folder `{}` can't be read: {error}",
            root.display()
        )
        .into()
    })
}

fn dunce(path: &Path) -> std::io::Result<PathBuf> {
    std::fs::canonicalize(path)
}

/// A path from the root of the disk, its existing part without links, so that it can be compared with folders of the
/// course.
fn absolute(path: &Path) -> PathBuf {
    if let Ok(path) = dunce(path) {
        return path;
    }
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    match (path.parent(), path.file_name()) {
        (Some(parent), Some(name)) => {
            dunce(parent).map_or_else(|_| path.clone(), |parent| parent.join(name))
        }
        _ => path,
    }
}
