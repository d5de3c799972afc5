//! `stoa badge keygen`: a key, the private half for whoever issues and the public half into the course.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;

use super::super::setting::{self, CourseArgs};
use super::super::{Failure, Outcome, course_file, report};
use super::secret;
use crate::badge::{SecretKey, did_web};
use crate::config::{Config, ISSUER, Id};

const HELP: &str = "\
The private key is shown once, or written to --key-file, which only you can read. Put it where secrets are kept: a password
manager, the secrets of a pipeline. Whoever has it can issue awards in your name; without it you can issue no more. It is in no
file of the course, and no build needs it.";

/// Make the key that awards are signed with
#[derive(Debug, clap::Args)]
#[command(after_help = HELP)]
pub(super) struct Args {
    #[command(flatten)]
    course: CourseArgs,

    /// Write the private key to this file, which must not be there yet, instead of the terminal
    #[arg(long, value_name = "FILE")]
    key_file: Option<PathBuf>,

    /// What the key is called, for ever [default: key-YEAR]
    #[arg(long, value_name = "ID", value_parser = id)]
    id: Option<String>,
}

pub(super) fn id(text: &str) -> Result<String, String> {
    match Id::is_good(text) {
        true => Ok(text.to_owned()),
        false => Err("an id has small letters, digits and hyphens, like key-2026".to_owned()),
    }
}

pub(super) fn run(args: &Args) -> Result<Outcome, Failure> {
    let root = args.course.root()?;
    let day = day(args.course.now()?);
    let (config, old) = course(&root)?;
    if config.issuer.is_some_and(|issuer| !issuer.keys.is_empty()) {
        return Err(format!(
            "there is a key in {ISSUER} already; `stoa badge rotate-key` makes the next one and keeps what was signed with this one"
        )
        .into());
    }
    let id = args
        .id
        .clone()
        .unwrap_or_else(|| format!("key-{:04}", day.year()));
    let mut text = old.unwrap_or_default();
    if text.trim().is_empty() {
        text =
            "# Who gives awards. Awards name this for ever: keep every key, also retired ones.\n\
                # name = \"...\"        who gives them, if it is not the course itself\n\
                # url = \"https://...\"  its own pages\n"
                .to_owned();
    }
    let key = secret::make()?;
    add(&mut text, &id, &key);
    hand_over(&root, &key, &text, args.key_file.as_deref())?;
    report::good(
        "Made",
        &format!("the key `{id}`. Its public half is in {ISSUER}; commit that file."),
    );
    Ok(Outcome::Good)
}

/// The settings of the course, which must say where it is; and the file of the issuer as it is.
pub(super) fn course(root: &Path) -> Result<(Config, Option<String>), Failure> {
    let sources = setting::read(root, &setting::portals(root))?;
    let mut found = Vec::new();
    let config = Config::read(&sources, &mut found);
    found.retain(|one| one.path.as_str() == ISSUER);
    if !found.is_empty() {
        report::findings(&found, &sources);
        return Err(format!("{ISSUER} can't be read; mend it first").into());
    }
    let base = config
        .course
        .base_url
        .as_ref()
        .map(|url| url.value.as_str());
    if base.and_then(did_web).is_none() {
        return Err("awards need an address that lasts: write `base_url = \"https://...\"`, with the name of your host, into course.toml".into());
    }
    let old = course_file::read(root, ISSUER)?;
    let old = old.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    Ok((config, old))
}

pub(super) fn day(now: Timestamp) -> Date {
    Offset::UTC.to_datetime(now).date()
}

/// Adds the public half to the text of the issuer.
pub(super) fn add(text: &mut String, id: &str, key: &SecretKey) {
    if !text.ends_with('\n') {
        text.push('\n');
    }
    text.push_str(&format!(
        "\n[[key]]\nid = \"{id}\"\npublic = \"{}\"\n",
        key.public()
    ));
}

/// The private half to the person, then the public one into the course.
pub(super) fn hand_over(
    root: &Path,
    key: &SecretKey,
    text: &str,
    file: Option<&Path>,
) -> Result<(), Failure> {
    if let Some(file) = file {
        secret::keep(key, file)?;
        let written = course_file::write(root, ISSUER, text);
        if written.is_err() {
            // A key that nothing knows is of no use to anybody.
            let _ = std::fs::remove_file(file);
        }
        written?;
        report::say(&format!(
            "The private key is in {}; keep it out of the course.",
            report::word(file)
        ));
        return Ok(());
    }
    course_file::write(root, ISSUER, text)?;
    report::say("This is the private key. It is shown this once:");
    let mut out = std::io::stdout();
    writeln!(out, "{}", key.to_multibase())?;
    out.flush()?;
    Ok(())
}
