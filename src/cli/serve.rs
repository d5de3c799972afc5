//! `stoa serve`: the portal while you write.

use super::setting::{self, CourseArgs};
use super::{Failure, Outcome, report};
use crate::document::highlight::Highlighter;
use crate::pipeline::{Builder, Options, Served, Stats};
use crate::serve::{Config, Event, serve};
use crate::source::Sources;

/// Show the portal while you write
///
/// The page in your browser follows every save. An error in the course is shown over the page, which stays as it was
/// until the error is mended. Warnings are behind a button at the edge of the page. When a lesson is released or a session is
/// over the page follows as well, without a save. Discussions are a preview: you can post in it, and nothing is sent. Ctrl-C ends it.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    course: CourseArgs,

    /// The first port to try, then the next ten; 0 for any free one
    #[arg(long, default_value_t = 4000, value_name = "N")]
    port: u16,

    /// Open the portal in the browser
    #[arg(long)]
    open: bool,

    /// Load the real forum instead of a preview: what you post there is sent
    #[arg(long)]
    live_forum: bool,

    /// Look at the folder again and again, for disks that do not report changes
    #[arg(long)]
    poll: bool,
}

pub(super) fn run(args: &Args) -> Result<Outcome, Failure> {
    let root = args.course.root()?;
    let options = Options {
        served: if args.live_forum {
            Served::WithForum
        } else {
            Served::WithPreview
        },
        ..args.course.options(None)?
    };
    let cache = setting::cache(&root);
    let config = Config {
        skip: setting::portals(&root),
        port: args.port,
        open: args.open,
        poll: args.poll,
        root,
    };
    let course = args.course.clone();
    let builder = move || {
        let mut builder = Builder::new(Highlighter::load(&cache));
        let (mut options, course, cache) = (options.clone(), course.clone(), cache.clone());
        let mut is_first = true;
        move |sources: &Sources| {
            // What was readable at the start is readable now.
            options.now = course.now().unwrap_or(options.now);
            let build = builder.rebuild(sources, &options);
            // Once is enough: what a save adds is little, and writing the cache would keep the page waiting. A cache that
            // cannot be written makes the next start slower, and nothing else.
            if std::mem::take(&mut is_first) {
                let _ = builder.highlighter().save(&cache);
            }
            build
        }
    };
    serve(config, builder, tell)?;
    Ok(Outcome::Good)
}

/// "Built 24 pages" for the first portal, "3 files changed" for the ones after it.
fn build_words(changed: Option<usize>, stats: &Stats) -> String {
    match changed {
        None => format!("Built {}", report::number(stats.pages, "page")),
        Some(changed) => format!("{} changed", report::number(changed, "file")),
    }
}

fn tell(event: Event) {
    match event {
        Event::Started { url } => {
            report::good("Serving", &url);
            report::soft("Write and save; the page follows. Ctrl-C ends it.");
        }
        Event::Rebuilt {
            changed,
            took,
            build,
            sources,
        } => {
            let shown = report::shown(&build.diagnostics);
            report::findings(&shown, &sources);
            let counts = report::counts(&shown);
            let counts = if counts.is_empty() {
                String::new()
            } else {
                format!(", {counts}")
            };
            let (head, took) = (build_words(changed, &build.stats), report::took(took));
            report::say(&format!("{head} in {took}{counts}"));
        }
        Event::Failed { build, sources, .. } => {
            let shown = report::shown(&build.diagnostics);
            report::findings(&shown, &sources);
            report::refused(&shown, "The page stays as it was until this is mended.");
        }
        Event::Panicked { message } => {
            report::failure(&*Failure::from(format!(
                "stoa itself failed, which is a bug: {message}. The page stays as it was; go on writing."
            )));
        }
        Event::Polling { why, hint } => report::soft(&format!(
            "Changes are looked for once in a while ({why}). {hint}"
        )),
        Event::FolderGone { path } => report::say(&format!(
            "{} is gone; the page stays as it was.",
            path.display()
        )),
        Event::FolderBack { path } => report::say(&format!("{} is back.", path.display())),
        Event::NotOpened { url, why } => report::say(&format!(
            "No browser could be opened ({why}). Open {url} yourself."
        )),
    }
}
