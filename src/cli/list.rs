//! `stoa list`: what stoa understood of a course.

use std::io::Write;

use clap::ValueEnum;
use serde::Serialize;

use super::setting::{self, CourseArgs};
use super::{Failure, Outcome};
use crate::listing::{Listing, survey};
use crate::rule::RULES;

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
        return print(args, &["code", "severity", "looks for"], &rules, row);
    }
    let root = args.course.root()?;
    let options = args.course.options(None)?;
    let sources = setting::read(&root, &setting::out(&root, None))?;
    let mut listing: Listing = survey(&sources, &options);
    if let Some(cohort) = &args.cohort {
        if listing.cohorts.iter().all(|known| known != cohort) {
            let help =
                crate::diagnostic::did_you_mean(cohort, &listing.cohorts).unwrap_or_else(|| {
                    format!("there is {}", crate::diagnostic::one_of(&listing.cohorts))
                });
            return Err(format!("there is no cohort `{cohort}`; {help}").into());
        }
        listing.sessions.retain(|session| session.cohort == *cohort);
    }
    match args.what {
        What::Sessions => print(
            args,
            &["cohort", "session", "when", "zone", "format", "title"],
            &listing.sessions,
            |session| {
                let title = session.cancelled.as_ref().map_or_else(
                    || session.title.clone(),
                    |why| format!("{} (cancelled: {why})", session.title),
                );
                vec![
                    session.cohort.clone(),
                    session.id.clone(),
                    session.local.clone(),
                    session.zone.clone(),
                    session.format.to_owned(),
                    title,
                ]
            },
        ),
        What::Lessons => print(
            args,
            &["module", "lesson", "format", "duration", "title"],
            &listing.lessons,
            |lesson| {
                let minutes = lesson
                    .minutes
                    .map_or_else(|| "-".to_owned(), |minutes| format!("{minutes} min"));
                vec![
                    lesson.module.clone().unwrap_or_else(|| "-".to_owned()),
                    lesson.id.clone(),
                    lesson.format.to_owned(),
                    minutes,
                    lesson.title.clone(),
                ]
            },
        ),
        What::Badges => print(
            args,
            &["badge", "name", "lessons"],
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
    heads: &[&str],
    rows: &[T],
    row: impl Fn(&T) -> Vec<String>,
) -> Result<Outcome, Failure> {
    let mut out = anstream::stdout();
    if args.format == Format::Json {
        writeln!(out, "{}", serde_json::to_string_pretty(rows)?)?;
        return Ok(Outcome::Good);
    }
    let mut table: Vec<Vec<String>> = vec![heads.iter().map(|head| (*head).to_owned()).collect()];
    table.extend(rows.iter().map(row));
    let widths: Vec<usize> = (0..heads.len())
        .map(|at| {
            table
                .iter()
                .map(|row| row[at].chars().count())
                .max()
                .unwrap_or(0)
        })
        .collect();
    for row in &table {
        let cells: Vec<String> = row
            .iter()
            .zip(&widths)
            .map(|(cell, width)| format!("{cell:<width$}"))
            .collect();
        writeln!(out, "{}", cells.join("  ").trim_end())?;
    }
    Ok(Outcome::Good)
}
