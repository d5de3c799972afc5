//! `stoa build`: the portal, on disk.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use jiff::tz::{TimeZone, TimeZoneDatabase};

use super::last_build::LastBuild;
use super::setting::{self, CourseArgs};
use super::{Failure, Outcome, lock_file, report};
use crate::diagnostic::{self, Diagnostic, Severity};
use crate::document::highlight::Highlighter;
use crate::lock::LOCK;
use crate::output::{self, publish};
use crate::pipeline::{Build, Builder, Steady};
use crate::rule;
use crate::schedule::time_view;
use crate::source::{is_of_the_course, is_portal};

/// Make the portal
///
/// Writes the whole portal into a folder, ready for any web server. With errors in the course nothing is written and the
/// portal before stays as it is. Files that have not changed are not touched, and files that stoa did not write are never
/// deleted. What calendars are told about each session is kept in the file stoa.lock of the course: commit it.
///
/// The last lines say when to build again: at that moment something changes without an edit, because a lesson is released
/// or a session is over. For a pipeline the same instant is in the portal's `build.json`, as `next_change`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    course: CourseArgs,

    /// Where the portal goes [default: the folder `portal` in the course folder; with --facilitator
    /// `portal-facilitator`]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,

    /// Where the portal will be, instead of `base_url` in course.toml
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,

    /// Take warnings for errors
    #[arg(long)]
    strict: bool,

    /// Write no stoa.lock, and refuse a course whose stoa.lock does not know yet what has changed: for CI
    #[arg(long)]
    locked: bool,
}

pub(super) fn run(args: &Args) -> Result<Outcome, Failure> {
    let started = Instant::now();
    let root = args.course.root()?;
    let options = args.course.options(args.base_url.clone())?;
    let out = setting::out(&root, args.out.as_ref(), options.facilitator);
    may_hold_the_portal(&root, &out)?;
    let cache = setting::cache(&root);
    report::progress("Reading the course …");
    let skip = match &args.out {
        None => setting::portals(&root),
        Some(_) => vec![out.clone()],
    };
    let sources = setting::read(&root, &skip)?;
    let read = started.elapsed();
    if let Some(last) = LastBuild::load(&cache)
        .filter(|last| last.is_still_right(&sources, &options, args.strict, &out))
    {
        report::progress_end();
        let shown = last.diagnostics();
        report::findings(&shown, &sources);
        report::good(
            "Built",
            &format!(
                "{} already, nothing has changed (looked for {}).",
                report::number(last.stats.pages, "page"),
                report::took(started.elapsed())
            ),
        );
        again(last.steady, last.zone.as_deref());
        next_step(&shown, &out, args);
        return Ok(Outcome::Good);
    }
    report::progress(&format!(
        "Building {} …",
        report::number(sources.iter().count(), "file")
    ));
    let mut builder = Builder::new(Highlighter::load(&cache));
    let mut build = builder.rebuild(&sources, &options);
    report::progress_end();
    if args.strict {
        make_strict(&mut build.diagnostics);
    }
    if args.locked {
        refuse_stale(&mut build);
    }
    let shown = report::shown(&build.diagnostics);
    report::findings(&shown, &sources);
    if !build.is_good() {
        let kept = if out.exists() {
            "The portal from before is untouched."
        } else {
            "Nothing was written."
        };
        report::refused(&shown, kept);
        return Ok(Outcome::Problems);
    }
    let write = Instant::now();
    // Before the portal: what calendars are told must not be forgotten, and a revision that nobody has seen harms nobody.
    let sources = match &build.lock {
        None => sources,
        Some(due) => {
            lock_file::write(&root, &due.text)?;
            sources.with(LOCK, due.text.clone().into())
        }
    };
    report::progress(&format!(
        "Writing {} …",
        report::number(build.artifacts.len(), "file")
    ));
    let last = LastBuild::new(&sources, &options, args.strict, &build, &shown);
    let written = publish(&build.artifacts, &out, last.inputs)?;
    report::progress_end();
    summary(&build, &written, read, write.elapsed(), started.elapsed());
    let is_placeholder = |found: &&Diagnostic| found.rule == &rule::PLACEHOLDER;
    let placeholders = build.diagnostics.iter().filter(is_placeholder).count();
    let locked = build.lock.is_some();
    // The portal is on disk; what follows needs no second copy of it.
    drop(build);
    // A cache that cannot be written makes the next build slower, and nothing else.
    let _ = builder.highlighter().save(&cache);
    let _ = last.save(&cache);
    if locked {
        report::soft(
            "      stoa.lock has changed: commit it, so that calendars know moved sessions from new ones.",
        );
    }
    if placeholders > 0 {
        report::soft(&format!(
            "      {} of `stoa new` still to replace; `stoa check` says where.",
            report::number(placeholders, "text")
        ));
    }
    again(last.steady, last.zone.as_deref());
    next_step(&shown, &out, args);
    Ok(Outcome::Good)
}

/// Refuses a folder in which a portal would take the place of something that somebody wrote, or would be lost.
fn may_hold_the_portal(root: &Path, out: &Path) -> Result<(), Failure> {
    let shown = out.display();
    // The folder may be a link to another one.
    let out = out.canonicalize().unwrap_or_else(|_| out.to_owned());
    if out == root {
        return Err("the portal can't go into the course folder itself; choose a folder in it or beside it with --out".into());
    }
    if root.starts_with(&out) {
        return Err(format!(
            "the portal can't go into `{shown}`, because the course is in there; choose another folder with --out"
        )
        .into());
    }
    let Ok(inside) = out.strip_prefix(root) else {
        return Ok(());
    };
    if inside.starts_with(".stoa") {
        return Err(format!(
            "the portal can't go into `{shown}`: in `.stoa` is what stoa remembers, and it may be deleted at any time; choose another folder with --out"
        )
        .into());
    }
    if is_of_the_course(inside) {
        return Err(format!(
            "the portal can't go into `{shown}`, because that is a folder of the course; choose another folder with --out"
        )
        .into());
    }
    // Where stoa has written before, a page of Markdown is one that the portal is to keep.
    if is_portal(&out) {
        return Ok(());
    }
    let is_text = |path: &Path| {
        path.extension().is_some_and(|ending| {
            ending.eq_ignore_ascii_case("md") || ending.eq_ignore_ascii_case("markdown")
        })
    };
    let mut files = walkdir::WalkDir::new(&out).into_iter().flatten();
    match files.find(|entry| is_text(entry.path())) {
        Some(text) => Err(format!(
            "the portal can't go into `{shown}`: there is a text of the course in it, `{}`; choose another folder with --out",
            text.path().strip_prefix(root).unwrap_or(text.path()).display()
        )
        .into()),
        None => Ok(()),
    }
}

/// A lock that would have to be written becomes an error.
pub(super) fn refuse_stale(build: &mut Build) {
    if let Some(due) = build.lock.take() {
        build.diagnostics.push(due.stale);
        diagnostic::sort(&mut build.diagnostics);
    }
}

/// Warnings become errors.
pub(super) fn make_strict(diagnostics: &mut [Diagnostic]) {
    for diagnostic in diagnostics
        .iter_mut()
        .filter(|diagnostic| diagnostic.severity == Severity::Warning)
    {
        diagnostic.severity = Severity::Error;
    }
}

/// One line: what was made, and how long each stage took.
fn summary(
    build: &Build,
    written: &output::Report,
    read: Duration,
    write: Duration,
    all: Duration,
) {
    let stats = &build.stats;
    let mut parts = vec![report::number(stats.pages, "page")];
    let counted = [
        (stats.modules, "module"),
        (stats.lessons, "lesson"),
        (stats.cohorts, "cohort"),
        (stats.sessions, "session"),
    ];
    parts.extend(
        counted
            .into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, noun)| report::number(count, noun)),
    );
    let t = &stats.timings;
    let stages = [
        ("read", read),
        ("parse", t.parse),
        ("assemble", t.assemble),
        ("render", t.render),
        ("write", write),
    ];
    let stages: Vec<String> = stages
        .iter()
        .map(|(name, time)| format!("{name} {}", report::took(*time)))
        .collect();
    report::good(
        "Built",
        &format!(
            "{} in {} ({}).",
            parts.join(", "),
            report::took(all),
            stages.join(", ")
        ),
    );
    let mut files = vec![
        format!("{} written", written.written),
        format!("{} unchanged", written.unchanged),
    ];
    if written.removed > 0 {
        files.push(format!("{} removed", written.removed));
    }
    if written.kept_foreign > 0 {
        files.push(format!("{} not from stoa kept", written.kept_foreign));
    }
    report::soft(&format!("      Files: {}.", files.join(", ")));
}

/// When another build would give another portal, on the clocks of the cohort that is on.
fn again(steady: Steady, zone: Option<&str>) {
    let Some(until) = steady.until else { return };
    let zone = zone.and_then(|name| TimeZoneDatabase::bundled().get(name).ok());
    let moment = time_view(&until.to_zoned_datetime(zone.unwrap_or(TimeZone::UTC)));
    report::say(&format!(
        "      Build again on {} {}, {} ({}), when something in the portal changes by itself.",
        &moment.weekday[..3],
        moment.date.text,
        moment.time,
        moment.zone
    ));
}

fn next_step(shown: &[Diagnostic], out: &Path, args: &Args) {
    if !shown.is_empty() {
        report::say(&format!(
            "      {} to look at; `stoa explain CODE` says more about each.",
            report::counts(shown)
        ));
    }
    let course = report::word(&args.course.dir);
    let out = report::word(out);
    report::say(&if args.course.facilitator {
        format!(
            "Next: `stoa serve {course} --facilitator` shows it in your browser. {out} is for facilitators: do not publish it."
        )
    } else {
        format!(
            "Next: `stoa serve {course}` shows it in your browser; to publish, copy {out} to your web server."
        )
    });
}
