//! `stoa pulse`: how a cohort is.

use std::fmt::Write as _;
use std::io::Write;

use clap::ValueEnum;

use super::announce::cohort;
use super::list::width;
use super::setting::{self, CourseArgs};
use super::table::{Table, in_one_line};
use super::{Failure, Outcome, report};
use crate::activity::{self, ACTIVITY};
use crate::listing::understand;
use crate::pulse::{Pulse, Thread};
use crate::snapshot::{self, THREADS};

/// Say who has not been heard of, who waits for a reply, and which team is quiet
///
/// It is made from data/activity.jsonl and is for facilitators alone: it names people as the course knows them. Times are as of
/// what was last fetched, so run `stoa forum pull` before. `stoa build --facilitator` has the same as a page for each cohort.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    course: CourseArgs,

    /// The cohort [default: the one that is running, else the next]
    #[arg(long, value_name = "ID")]
    cohort: Option<String>,

    /// Posts without a reply after this time, like 3d or 1w
    #[arg(long, value_name = "TIME", default_value = "3d", value_parser = days)]
    after: i64,

    /// How it is printed
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Tables for people
    Human,
    /// JSON for programs
    Json,
}

/// A number of days: `3d`, `1w`.
fn days(text: &str) -> Result<i64, String> {
    let wrong = || "write a number of days or weeks, like 3d or 1w".to_owned();
    let (number, unit) = text
        .strip_suffix('d')
        .map(|number| (number, 1))
        .or_else(|| text.strip_suffix('w').map(|number| (number, 7)))
        .ok_or_else(wrong)?;
    let number: u16 = number.trim().parse().map_err(|_| wrong())?;
    Ok(i64::from(number) * unit)
}

pub(super) fn run(args: &Args) -> Result<Outcome, Failure> {
    let root = args.course.root()?;
    let options = args.course.options(None)?;
    let sources = setting::read(&root, &setting::portals(&root))?;
    let site = understand(&sources, &options, &mut Vec::new());
    let cohort = cohort(&site, args.cohort.as_deref())?;
    let Some(file) = sources.get(ACTIVITY) else {
        return Err(format!(
            "there is no {ACTIVITY} yet; `stoa forum pull` and `stoa activity import` write it"
        )
        .into());
    };
    let ledger = activity::read(file);
    report::findings(&ledger.diagnostics, &sources);
    let snapshot = sources
        .get(THREADS)
        .and_then(|file| snapshot::read(file).snapshot);
    let fetched = snapshot.map(|snapshot| snapshot.fetched);
    let pulse = Pulse::of(&site, cohort, &ledger, fetched, args.after);
    let text = match args.format {
        Format::Json => format!("{}\n", serde_json::to_string_pretty(&pulse)?),
        Format::Human => text(&pulse),
    };
    write!(anstream::stdout(), "{text}")?;
    Ok(Outcome::Good)
}

fn text(pulse: &Pulse) -> String {
    let mut text = format!("Pulse of {}", in_one_line(&pulse.title));
    let Some(as_of) = &pulse.as_of_day else {
        return format!("{text}: nothing of this cohort is in {ACTIVITY} yet.\n");
    };
    // Writing to memory does not fail.
    let _ = writeln!(text, ", as of {as_of}");
    let thread = |thread: &Thread| thread.title.clone();
    section(
        &mut text,
        &format!("Posts without a reply after {} days", pulse.after_days),
        &[
            ("who", true),
            ("thread", true),
            ("written", false),
            ("days", false),
        ],
        pulse.waiting.iter().map(|one| {
            vec![
                one.who.clone(),
                thread(&one.thread),
                one.day.clone(),
                one.days.to_string(),
            ]
        }),
    );
    section(
        &mut text,
        "Not heard of yet",
        &[("who", true), ("team", true), ("", true)],
        pulse.silent.iter().map(|one| {
            let known = if one.is_known {
                ""
            } else {
                "no actor in data/people.toml"
            };
            vec![one.who.clone(), one.team.clone(), known.to_owned()]
        }),
    );
    section(
        &mut text,
        "Quiet teams",
        &[("team", true), ("last heard of", false)],
        pulse.quiet_teams.iter().map(|one| {
            let last = one.last_day.clone();
            vec![
                one.title.clone(),
                last.unwrap_or_else(|| "never".to_owned()),
            ]
        }),
    );
    section(
        &mut text,
        "Threads in which one person talks alone",
        &[("thread", true)],
        pulse.alone.iter().map(|one| vec![thread(one)]),
    );
    section(
        &mut text,
        "Active in each week",
        &[("week", true), ("active", false), ("share", false)],
        pulse.weeks.iter().map(|week| {
            let number = week.number.map(|number| number.to_string());
            let name = number.or_else(|| week.title.clone()).unwrap_or_default();
            vec![
                name,
                format!("{} of {}", week.active, week.of),
                format!("{} %", week.percent),
            ]
        }),
    );
    section(
        &mut text,
        "Who answered whom",
        &[("who", true), ("whom", true), ("times", false)],
        pulse
            .answers
            .iter()
            .map(|one| vec![one.who.clone(), one.whom.clone(), one.times.to_string()]),
    );
    text
}

fn section(
    text: &mut String,
    title: &str,
    columns: &[(&str, bool)],
    rows: impl ExactSizeIterator<Item = Vec<String>>,
) {
    let _ = writeln!(text, "\n{title}");
    if rows.len() == 0 {
        text.push_str("None.\n");
        return;
    }
    let mut table = Table::new(columns);
    for row in rows {
        table.row(&row);
    }
    text.push_str(&table.text(width()));
}
