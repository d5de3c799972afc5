//! `stoa forum pull`: what was said in the forum, into the course.

use std::collections::BTreeMap;
use std::path::Path;

use jiff::Timestamp;

use super::setting::{self, CourseArgs};
use super::{Failure, Outcome, course_file, lock_file, report};
use crate::activity::{ACTIVITY, Ledger};
use crate::cache;
use crate::document::highlight::Highlighter;
use crate::forum::Thread;
use crate::lock;
use crate::pipeline::{Build, Builder, Options};
use crate::pull::{self, Client, Engine, Progress, Settings, Trouble};
use crate::snapshot::THREADS;
use crate::source::Sources;

/// What is kept of a try that failed.
const KEPT: &str = "pull";

const PULL_HELP: &str = "\
Reads isso, discourse, giscus and remark42 and writes into the course folder:
  data/threads.json     what was said: the next build shows it below each prompt, without scripts, for ever
  data/activity.jsonl   who wrote and what was liked, one event a line, added at the end
  stoa.lock             what giscus and Discourse call each thread, so that it is found whatever is renamed
Commit all three. What was fetched before a failure is kept for an hour: run it again to go on.

Environment:
  STOA_GITHUB_TOKEN     giscus: a token that may read discussions; it is sent to GitHub and to nobody else
  STOA_GITHUB_GRAPHQL   giscus: the address of another GraphQL interface than api.github.com
  STOA_DISCOURSE_KEY    discourse: a key for topics that not everybody may read; usually none is needed";

/// Fetch what was said in the forum
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Fetch all discussions, so that the portal shows them without the forum
    ///
    /// It opens connections to the forum of the course and to nobody else. Posts are cleaned before they are
    /// written: no scripts, pictures or e-mail addresses of strangers. If the forum does not answer, everything stays as it was.
    #[command(after_help = PULL_HELP)]
    Pull(#[command(flatten)] CourseArgs),
}

pub(super) fn run(args: &Args) -> Result<Outcome, Failure> {
    let Command::Pull(course) = &args.command;
    let root = course.root()?;
    let options = Options {
        highlight: false,
        // Threads of lessons that are still to come are there already.
        facilitator: true,
        ..course.options(None)?
    };
    let sources = setting::read(&root, &setting::portals(&root))?;
    let build = Builder::new(Highlighter::new()).rebuild(&sources, &options);
    let mut found = Vec::new();
    let old_lock = lock::read(&sources, &mut found);
    if old_lock.broken {
        report::findings(&found, &sources);
        return Err("stoa.lock can't be read, and the numbers of discussions belong into it; nothing was fetched".into());
    }
    let settings = settings(&build, &sources, &old_lock.lock)?;
    let keys: Vec<String> = settings.threads.keys().cloned().collect();
    let name = build
        .forum
        .as_ref()
        .map_or("link", |forum| forum.engine.id());
    let mut engine = pull::engine(name, settings)?;
    let cache = setting::cache(&root);
    let mut progress = load(&cache).or_new(&*engine, options.now);
    let fetched = fetch(&mut *engine, &keys, &mut progress);
    report::progress_end();
    if let Err(trouble) = fetched {
        save(&cache, Some(&progress));
        return Err(words(&trouble, &sources, &progress).into());
    }
    let old = course_file::read(&root, THREADS)?;
    let old = old.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    if old.as_ref().is_some_and(|old| !pull::is_snapshot(old)) {
        report::say(&format!("{THREADS} can't be read, and is written anew."));
    }
    let pulled = pull::files(
        &*engine,
        &progress,
        old.as_deref(),
        &build.removed,
        options.now,
    );
    let mut ledger = Ledger::read(&course_file::read(&root, ACTIVITY)?.unwrap_or_default())?;
    let added = ledger.add(pulled.events);
    let mut new_lock = old_lock.lock.clone();
    for (key, line) in pulled.numbers {
        new_lock.insert_thread(&key, line);
    }
    // The snapshot last: when it is there, so is everything else.
    if new_lock != old_lock.lock {
        lock_file::write(&root, &new_lock.text())?;
    }
    if added > 0 {
        course_file::write(&root, ACTIVITY, ledger.text())?;
    }
    course_file::write(&root, THREADS, &pulled.snapshot)?;
    save(&cache, None);
    report::good(
        "Pulled",
        &format!(
            "{} in {} from {}; {} new in the ledger.",
            report::number(pulled.posts, "post"),
            report::number(pulled.threads, "thread"),
            engine.origin(),
            report::number(added, "event")
        ),
    );
    report::say(&format!(
        "Next: `stoa build {}` shows them; commit {THREADS}, {ACTIVITY} and stoa.lock with the course.",
        report::word(&course.dir)
    ));
    Ok(Outcome::Good)
}

/// What is to be fetched: the threads that the portal has pages for, and those that were there before.
#[allow(clippy::disallowed_methods)] // Secrets are in the environment, so that they are in no file.
fn settings(build: &Build, sources: &Sources, lock: &lock::Lock) -> Result<Settings, Failure> {
    let Some(forum) = &build.forum else {
        return Err("this course has no forum: there is no table [forum] in community.toml, or something is wrong with it, which `stoa check` says".into());
    };
    let pages = build.artifacts.iter().filter_map(|artifact| {
        let key = artifact.path.as_str().strip_suffix("index.html")?;
        key.starts_with("t/").then(|| format!("/{key}"))
    });
    let mut keys: Vec<String> = pages.collect();
    keys.extend(lock.threads().map(|(key, _)| key.to_owned()));
    let snapshot = sources.get(THREADS).map(|file| crate::snapshot::read(file));
    let snapshot = snapshot.and_then(|read| read.snapshot);
    keys.extend(
        snapshot
            .iter()
            .flat_map(|all| all.keys().map(str::to_owned)),
    );
    let embed = |key: &String| {
        let thread = Thread {
            key,
            base: &build.base,
            base_url: build.base_url.as_deref(),
            title: "",
            language: "en",
            numbers: &BTreeMap::new(),
        };
        forum.engine.embed(&thread)
    };
    let threads: BTreeMap<_, _> = keys
        .into_iter()
        .filter_map(|key| Some((key.clone(), embed(&key)?)))
        .collect();
    if threads.is_empty() {
        return Err("this course has no threads that can be fetched: its forum is only linked to, or needs a base_url in course.toml".into());
    }
    let secret = |name: &str| {
        std::env::var(name)
            .ok()
            .filter(|value| !value.trim().is_empty())
    };
    Ok(Settings {
        threads,
        portal: build.base_url.clone(),
        lock: lock.clone(),
        github_token: secret("STOA_GITHUB_TOKEN"),
        github_graphql: secret("STOA_GITHUB_GRAPHQL"),
        discourse_key: secret("STOA_DISCOURSE_KEY"),
    })
}

fn fetch(engine: &mut dyn Engine, keys: &[String], progress: &mut Progress) -> Result<(), Trouble> {
    let mut say = |words: &str| report::progress(words);
    let mut client = Client::new(&mut say);
    pull::pull(engine, keys, &mut client, progress, &mut |done, all| {
        report::progress(&format!("Fetching discussions … {done} of {all}"));
    })
}

fn words(trouble: &Trouble, sources: &Sources, progress: &Progress) -> String {
    let old = sources.get(THREADS).map(|file| crate::snapshot::read(file));
    let fetched: Option<Timestamp> = old.and_then(|read| Some(read.snapshot?.fetched));
    let stays = match fetched {
        Some(fetched) => format!("your snapshot from {} stays", fetched.strftime("%-d %B %Y")),
        None => "nothing was written".to_owned(),
    };
    let again = match progress.done.len() {
        0 => String::new(),
        1 => "; run it again within the hour and it goes on behind the first thread".to_owned(),
        many => {
            format!("; run it again within the hour and it goes on behind the first {many} threads")
        }
    };
    format!("the forum did not answer: {trouble}; {stays}{again}")
}

fn load(folder: &Path) -> Progress {
    let kept = cache::load(folder, KEPT, env!("CARGO_PKG_VERSION"));
    kept.and_then(|kept| serde_json::from_slice(&kept).ok())
        .unwrap_or_default()
}

/// Keeps what was fetched, or forgets it. That this may fail harms nobody: then all is fetched again.
fn save(folder: &Path, progress: Option<&Progress>) {
    let kept = progress.and_then(|progress| serde_json::to_vec(progress).ok());
    let _ = match kept {
        Some(kept) => cache::save(folder, KEPT, env!("CARGO_PKG_VERSION"), &kept),
        None if cache::is_in_place(folder) => std::fs::remove_file(folder.join(KEPT)),
        None => Ok(()),
    };
}
