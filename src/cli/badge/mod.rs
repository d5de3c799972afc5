//! `stoa badge`: awards that others can verify. One file a command.

mod issue;
mod keygen;
mod recipients;
mod revoke;
mod rotate_key;
mod secret;
mod signing;
mod verify;

use super::{Failure, Outcome};

const HELP: &str = "\
How awards come about:
  stoa badge keygen                       once: a private key for you, the public one into badges/issuer.toml
  stoa badge issue good-host --to ...     writes data/awards/ID.json, signed; commit it
  stoa build                              needs no key: it verifies every award and publishes it at /awards/ID/
  stoa badge revoke ID --reason ...       takes an award back

Environment:
  STOA_BADGE_KEY   the private key, where no --key-file is given";

/// Issue badges that others can verify, and verify them
#[derive(Debug, clap::Args)]
#[command(after_help = HELP)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    Keygen(keygen::Args),
    Issue(issue::Args),
    Revoke(revoke::Args),
    RotateKey(rotate_key::Args),
    Verify(verify::Args),
}

pub(super) fn run(args: &Args) -> Result<Outcome, Failure> {
    match &args.command {
        Command::Keygen(args) => keygen::run(args),
        Command::Issue(args) => issue::run(args),
        Command::Revoke(args) => revoke::run(args),
        Command::RotateKey(args) => rotate_key::run(args),
        Command::Verify(args) => verify::run(args),
    }
}
