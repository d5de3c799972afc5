//! `stoa list`: what stoa understood of a course.

use std::io::Write;

use clap::ValueEnum;
use serde::Serialize;

use super::local_zone::local_zone;
use super::setting::{self, CourseArgs};
use super::table::Table;
use super::{Failure, Outcome, sessions};
use crate::diagnostic::{did_you_mean, one_of};
use crate::listing::{Listing, survey};
use crate::rule::RULES;
use crate::schedule::zone_named;

/// List what stoa understood: sessions, lessons, badges or rules
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// What to list
    what: What,

    #[command(flatten)]
    course: CourseArgs,

    /// How the list is printed
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,

    /// Only sessions of this cohort
    #[arg(long, value_name = "ID")]
    cohort: Option<String>,

    /// The zone of your own clock in the list of sessions, like Europe/Paris [default: that of this
    /// machine in the table, none in JSON]
    #[arg(long, value_name = "ZONE")]
    timezone: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum What {
    /// When what takes place, for each cohort
    Sessions,
    /// Lessons in the order in which they are read
    Lessons,
    /// Badges and the lessons that lead to them
    Badges,
    /// Every rule that `check` knows
    Rules,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A table for people
    Human,
    /// JSON for programs
    Json,
}

/// A rule, for programs.
#[derive(Debug, Serialize)]
struct RuleRow {
    code: &'static str,
    severity: &'static str,
    /// For people, all that it can be.
    #[serde(skip)]
    severities: String,
    summary: &'static str,
}

pub(super) fn run(args: &Args) -> Result<Outcome, Failure> {
    let zone = args.timezone.as_deref().map(zone_named).transpose()?;
    if args.what == What::Rules {
        let rules: Vec<RuleRow> = RULES
            .iter()
            .map(|rule| RuleRow {
                code: rule.code,
                severity: rule.severity.word(),
                severities: rule.severities(),
                summary: rule.summary,
            })
            .collect();
        let row = |rule: &RuleRow| {
            vec![
                rule.code.to_owned(),
                rule.severities.clone(),
                rule.summary.to_owned(),
            ]
        };
        return print(
            args,
            &[("code", false), ("severity", false), ("looks for", true)],
            &rules,
            row,
        );
    }
    let root = args.course.root()?;
    let options = args.course.options(None)?;
    let sources = setting::read(&root, &setting::portals(&root))?;
    let mut listing: Listing = survey(&sources, &options);
    if let Some(cohort) = &args.cohort {
        let known: Vec<&String> = listing.cohorts.iter().map(|known| &known.id).collect();
        if !known.contains(&cohort) {
            let help = match (did_you_mean(cohort, &known), &known[..]) {
                (Some(help), _) => help,
                (None, []) => "add a file in cohorts/".to_owned(),
                (None, known) => format!("there is {}", one_of(known)),
            };
            return Err(format!("there is no cohort `{cohort}`; {help}").into());
        }
        listing.cohorts.retain(|known| known.id == *cohort);
        listing.sessions.retain(|session| session.cohort == *cohort);
    }
    match args.what {
        What::Sessions if args.format == Format::Json => {
            // What programs get depends on no machine, so only a zone that is asked for is in it.
            if let Some((zone, name)) = &zone {
                for session in &mut listing.sessions {
                    session.read_in(zone, name);
                }
            }
            json(&listing.sessions)
        }
        What::Sessions => {
            let reader = zone.or_else(local_zone);
            if listing.cohorts.is_empty() {
                return out(
                    "This course has no cohort yet, so no session has a time: add a file in cohorts/, like cohorts/spring.toml,\n\
                     with `start = 2027-01-11` and `timezone = \"Europe/Paris\"`.\n",
                );
            }
            let text = sessions::text(&listing, reader.as_ref(), width());
            out(&text)
        }
        What::Lessons => {
            let mut columns = vec![
                ("module", true),
                ("lesson", true),
                ("format", false),
                ("duration", false),
                ("title", true),
            ];
            // Most courses release nothing later.
            let has_releases = listing.lessons.iter().any(|one| !one.releases.is_empty());
            columns.extend(has_releases.then_some(("opens", true)));
            print(args, &columns, &listing.lessons, |lesson| {
                let minutes = lesson
                    .minutes
                    .map_or_else(|| "-".to_owned(), |minutes| format!("{minutes} min"));
                let opens = lesson.releases.iter().map(|release| {
                    let day = release.day.as_deref().unwrap_or("never");
                    format!("{}: {day}", release.cohort)
                });
                let mut row = vec![
                    lesson.module.clone().unwrap_or_else(|| "-".to_owned()),
                    lesson.id.clone(),
                    lesson.format.to_owned(),
                    minutes,
                    lesson.title.clone(),
                ];
                let opens: Vec<String> = opens.collect();
                row.extend(has_releases.then(|| opens.join(", ")));
                row
            })
        }
        What::Badges => print(
            args,
            &[("badge", true), ("name", true), ("lessons", true)],
            &listing.badges,
            |badge| {
                vec![
                    badge.id.clone(),
                    badge.name.clone(),
                    badge.lessons.join(", "),
                ]
            },
        ),
        What::Rules => Ok(Outcome::Good),
    }
}

fn print<T: Serialize>(
    args: &Args,
    columns: &[(&str, bool)],
    rows: &[T],
    row: impl Fn(&T) -> Vec<String>,
) -> Result<Outcome, Failure> {
    if args.format == Format::Json {
        return json(rows);
    }
    let mut table = Table::new(columns);
    for one in rows {
        table.row(&row(one));
    }
    out(&table.text(width()))
}

fn json<T: Serialize>(rows: &[T]) -> Result<Outcome, Failure> {
    out(&format!("{}\n", serde_json::to_string_pretty(rows)?))
}

fn out(text: &str) -> Result<Outcome, Failure> {
    write!(anstream::stdout(), "{text}")?;
    Ok(Outcome::Good)
}

/// How many columns the terminal has. What goes into a file or another program keeps one line a row.
pub(super) fn width() -> Option<usize> {
    let (width, _) = terminal_size::terminal_size_of(std::io::stdout())?;
    Some(usize::from(width.0))
}
