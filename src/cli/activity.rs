//! `stoa activity import`: exports of other systems, into the ledger.

use std::path::{Path, PathBuf};

use clap::builder::{PossibleValuesParser, TypedValueParser};
use jiff::Timestamp;

use super::setting::CourseArgs;
use super::{Failure, Outcome, course_file, report};
use crate::activity::{ACTIVITY, Format, Import, Imported, Ledger, Problem};
use crate::schedule::zone_named;

/// A larger file is no export. Bytes.
const LARGEST: u64 = 256 * 1024 * 1024;

const IMPORT_HELP: &str = "\
Formats, recognised by themselves where possible:
  csv        a table with the columns of the ledger: time,actor,verb,object and, if you like, id,value,source
  moodle     Grades, Export, Plain text file; with the e-mail address or the ID number
  xapi       statements, as a JSON list, as an answer of a learning record store, or one a line
  discourse  /t/ID.json or /posts.json of the forum
  slack      the unpacked folder of an export, or one CHANNEL/DAY.json

The ledger is data/activity.jsonl, one JSON object a line: id, time (UTC), actor, verb, object, value, source. People are in it by
ids that mean nothing to others: an address or a name becomes a digest. Importing a file again adds nothing.";

/// Add what people did in other systems to the ledger
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Read an export of another system into data/activity.jsonl
    ///
    /// Either all of it is added or, where a row is wrong, nothing: each bad row is named with its line and what to do.
    #[command(after_help = IMPORT_HELP)]
    Import(ImportArgs),
}

#[derive(Debug, clap::Args)]
struct ImportArgs {
    /// The export, a file or a folder
    file: PathBuf,

    #[command(flatten)]
    course: CourseArgs,

    /// The system it is from [default: recognised]
    #[arg(long, value_parser = formats(), value_name = "SYSTEM")]
    from: Option<Format>,

    /// The zone of times that do not say theirs, like Europe/Paris
    #[arg(long)]
    zone: Option<String>,

    /// When the export was made, where the file does not say
    #[arg(long, value_name = "TIME")]
    time: Option<Timestamp>,

    /// Leave bad rows out and add the others
    #[arg(long)]
    skip_bad: bool,
}

pub(super) fn run(args: &Args) -> Result<Outcome, Failure> {
    let Command::Import(args) = &args.command;
    let root = args.course.root()?;
    let zone = args.zone.as_deref().map(zone_named).transpose()?;
    let import = Import {
        zone: zone.map(|(zone, _)| zone),
        time: args.time,
    };
    let mut events = Vec::new();
    let mut bad = 0;
    for path in files(&args.file)? {
        let imported = read(&path, args.from, &import)?;
        bad += imported.problems.len();
        for problem in &imported.problems {
            tell(&path, problem);
        }
        events.extend(imported.events);
    }
    let rows = |count| report::number(count, "bad row");
    if bad > 0 && !args.skip_bad {
        report::say(&format!(
            "{}: nothing was added. Mend them, or leave them out with --skip-bad.",
            rows(bad)
        ));
        return Ok(Outcome::Problems);
    }
    let mut ledger = Ledger::read(&course_file::read(&root, ACTIVITY)?.unwrap_or_default())?;
    let all = events.len();
    let added = ledger.add(events);
    if added > 0 {
        course_file::write(&root, ACTIVITY, ledger.text())?;
    }
    let known = match all - added {
        0 => String::new(),
        known => format!(", {known} known already"),
    };
    let left_out = if bad > 0 {
        format!(", {} left out", rows(bad))
    } else {
        String::new()
    };
    report::good(
        "Imported",
        &format!(
            "{}{known}{left_out}; {ACTIVITY} holds {}.",
            report::number(added, "event"),
            report::number(ledger.len(), "event")
        ),
    );
    Ok(if bad > 0 {
        Outcome::Problems
    } else {
        Outcome::Good
    })
}

/// The file, or all JSON files in the folder.
fn files(path: &Path) -> Result<Vec<PathBuf>, Failure> {
    let missing = |error: std::io::Error| format!("`{}` can't be read: {error}", path.display());
    if !std::fs::metadata(path).map_err(missing)?.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut days = Vec::new();
    for entry in walkdir::WalkDir::new(path).max_depth(2).sort_by_file_name() {
        let entry =
            entry.map_err(|error| format!("`{}` can't be read: {error}", path.display()))?;
        // The lists of users and channels are on top; days are in the folders of channels.
        if entry.depth() == 2
            && entry.file_type().is_file()
            && entry
                .path()
                .extension()
                .is_some_and(|ending| ending == "json")
        {
            days.push(entry.into_path());
        }
    }
    if days.is_empty() {
        return Err(format!("`{}` is a folder without CHANNEL/DAY.json in it, so it is no export of Slack; name a file", path.display()).into());
    }
    Ok(days)
}

/// The names of the formats, on the command line.
fn formats() -> impl TypedValueParser<Value = Format> {
    PossibleValuesParser::new(Format::all().map(Format::name))
        .try_map(|name| Format::named(&name).ok_or("no format has this name"))
}

fn read(path: &Path, from: Option<Format>, import: &Import) -> Result<Imported, Failure> {
    let shown = path.display();
    let meta =
        std::fs::metadata(path).map_err(|error| format!("`{shown}` can't be read: {error}"))?;
    if !meta.is_file() || meta.len() > LARGEST {
        return Err(format!("`{shown}` is no file, or larger than 256 MiB").into());
    }
    let bytes = std::fs::read(path).map_err(|error| format!("`{shown}` can't be read: {error}"))?;
    let Some(format) = from.or_else(|| Format::of(&bytes)) else {
        return Err(format!("`{shown}` is none of the exports that stoa recognises; name the system with --from: csv, moodle, xapi, discourse or slack").into());
    };
    // Slack's export has the channel as a folder; otherwise the file is all there is.
    let folder = path.parent().and_then(Path::file_name);
    let name = folder
        .or(path.file_stem())
        .map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    Ok(import.read(format, &bytes, &name))
}

fn tell(path: &Path, problem: &Problem) {
    report::say(&format!(
        "{}:{}: {}\n  help: {}",
        path.display(),
        problem.line,
        problem.message,
        problem.help
    ));
}
