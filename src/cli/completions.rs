//! `stoa completions`: what a shell needs to complete commands and options.

use std::io::Write;

use clap::CommandFactory;
use clap_complete::Shell;

use super::{Cli, Failure, Outcome};

/// Print completions for a shell
#[derive(Debug, clap::Args)]
#[command(
    after_help = "For example: stoa completions bash > ~/.local/share/bash-completion/completions/stoa"
)]
pub(super) struct Args {
    /// The shell
    shell: Shell,
}

pub(super) fn run(args: &Args) -> Result<Outcome, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "stoa", &mut script);
    std::io::stdout().write_all(&script)?;
    Ok(Outcome::Good)
}
