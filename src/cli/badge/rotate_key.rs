//! `stoa badge rotate-key`: the next key; what was signed with those before stays valid.

use std::path::PathBuf;

use super::super::setting::CourseArgs;
use super::super::{Failure, Outcome, report};
use super::keygen::{self, add, course, day, hand_over};
use super::secret;
use crate::config::ISSUER;

/// Retire the key and make the next one
///
/// What was signed so far stays valid: the old public key stays published, with the day on which it was used last.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    course: CourseArgs,

    /// Write the private key to this file, which must not be there yet, instead of the terminal
    #[arg(long, value_name = "FILE")]
    key_file: Option<PathBuf>,

    /// What the key is called, for ever [default: key-YEAR, or with the day]
    #[arg(long, value_name = "ID", value_parser = keygen::id)]
    id: Option<String>,
}

pub(super) fn run(args: &Args) -> Result<Outcome, Failure> {
    let root = args.course.root()?;
    let day = day(args.course.now()?);
    let (config, old) = course(&root)?;
    let keys = config.issuer.map(|issuer| issuer.keys).unwrap_or_default();
    let (Some(mut text), false) = (old, keys.is_empty()) else {
        return Err(format!(
            "there is no key in {ISSUER} yet; `stoa badge keygen` makes the first one"
        )
        .into());
    };
    let is_there = |id: &str| keys.iter().any(|key| key.id.value.as_str() == id);
    let year = format!("key-{:04}", day.year());
    let free = match is_there(&year) {
        true => format!("key-{day}"),
        false => year,
    };
    let id = args.id.clone().unwrap_or(free);
    if is_there(&id) {
        return Err(format!("there is a key `{id}` already; name the next one with --id").into());
    }
    // From the end, so that places before stay right.
    for key in keys.iter().rev().filter(|key| key.retired.is_none()) {
        let after = key.public.span().end;
        let rest = text.get(after..).unwrap_or_default();
        let end = rest.find('\n').map_or(text.len(), |at| after + at);
        text.insert_str(end, &format!("\nretired = {day}"));
    }
    let key = secret::make()?;
    add(&mut text, &id, &key);
    hand_over(&root, &key, &text, args.key_file.as_deref())?;
    report::good(
        "Made",
        &format!(
            "the key `{id}`; those before it are retired and stay in {ISSUER}. Commit that file."
        ),
    );
    Ok(Outcome::Good)
}
