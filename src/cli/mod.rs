//! The command line. One file a command; nothing else prints.

mod activity;
mod announce;
mod badge;
mod build;
mod check;
mod completions;
mod course_file;
mod explain;
mod forum;
mod last_build;
mod list;
mod local_zone;
mod lock_file;
mod new;
mod pulse;
mod report;
mod serve;
mod sessions;
mod setting;
mod table;
mod theme;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// How a command ended, as its exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// All is well.
    Good,
    /// There are problems in the course.
    Problems,
}

/// Why a command could not run at all, in words for people.
type Failure = Box<dyn std::error::Error>;

/// Make a portal for a course and its cohorts from a folder of Markdown.
#[derive(Debug, Parser)]
#[command(name = "stoa", version, propagate_version = true, max_term_width = 100)]
#[command(after_help = AFTER_HELP)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

const AFTER_HELP: &str = "\
Start here:
  stoa new my-course      makes a small course to begin with
  stoa serve my-course    shows it while you write
  stoa check my-course    says what is wrong, with file, line and what to write instead
  stoa build my-course    makes the portal in my-course/portal, ready for any web server

Exit codes: 0 all is well, 1 there are problems in the course, 2 the command could not run.";

#[derive(Debug, Subcommand)]
enum Command {
    New(new::Args),
    Build(build::Args),
    Serve(serve::Args),
    Check(check::Args),
    Explain(explain::Args),
    List(list::Args),
    Forum(forum::Args),
    Activity(activity::Args),
    Announce(announce::Args),
    Pulse(pulse::Args),
    Badge(badge::Args),
    Theme(theme::Args),
    Completions(completions::Args),
}

/// Runs the command that the arguments ask for.
#[must_use]
pub fn main() -> ExitCode {
    let outcome = match Cli::parse().command {
        Command::New(args) => new::run(&args),
        Command::Build(args) => build::run(&args),
        Command::Serve(args) => serve::run(&args),
        Command::Check(args) => check::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::List(args) => list::run(&args),
        Command::Forum(args) => forum::run(&args),
        Command::Activity(args) => activity::run(&args),
        Command::Announce(args) => announce::run(&args),
        Command::Pulse(args) => pulse::run(&args),
        Command::Badge(args) => badge::run(&args),
        Command::Theme(args) => theme::run(&args),
        Command::Completions(args) => completions::run(&args),
    };
    match outcome {
        Ok(Outcome::Good) => ExitCode::SUCCESS,
        Ok(Outcome::Problems) => ExitCode::from(1),
        // Whoever reads the output has seen enough: `stoa list lessons | head`.
        Err(failure) if is_broken_pipe(&*failure) => ExitCode::SUCCESS,
        Err(failure) => {
            report::failure(&*failure);
            ExitCode::from(2)
        }
    }
}

fn is_broken_pipe(failure: &(dyn std::error::Error + 'static)) -> bool {
    let error = failure.downcast_ref::<std::io::Error>();
    error.is_some_and(|error| error.kind() == std::io::ErrorKind::BrokenPipe)
}
