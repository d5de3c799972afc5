//! `stoa check`: every finding, no output.

use clap::ValueEnum;

use super::build::{make_strict, refuse_stale};
use super::setting::{self, CourseArgs};
use super::{Failure, Outcome, report};
use crate::diagnostic::{self, Severity};
use crate::document::highlight::Highlighter;
use crate::pipeline::{Builder, Options};

/// Say everything that is wrong with a course, and write nothing
///
/// Every finding says where it is, what is wrong, and what to write instead. `stoa explain CODE` says why it matters.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    course: CourseArgs,

    /// How findings are printed
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,

    /// Take warnings for errors
    #[arg(long)]
    strict: bool,

    /// Take a stoa.lock that does not know yet what has changed for an error
    #[arg(long)]
    locked: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Human,
    /// One JSON object a line
    Json,
    /// Annotations for GitHub Actions
    Github,
    /// SARIF 2.1.0, for code scanning
    Sarif,
}

pub(super) fn run(args: &Args) -> Result<Outcome, Failure> {
    let root = args.course.root()?;
    let options = Options {
        highlight: false,
        ..args.course.options(None)?
    };
    let sources = setting::read(&root, &setting::portals(&root))?;
    let mut builder = Builder::new(Highlighter::new());
    let mut build = builder.rebuild(&sources, &options);
    if args.strict {
        make_strict(&mut build.diagnostics);
    }
    if args.locked {
        refuse_stale(&mut build);
    }
    let found = &build.diagnostics;
    let text = match args.format {
        Format::Human => {
            report::findings_out(found, &sources)?;
            let counts = report::counts(found);
            if counts.is_empty() {
                report::good(
                    "Good:",
                    &format!(
                        "{} checked, nothing to say.",
                        report::number(sources.iter().count(), "file")
                    ),
                );
            } else {
                report::say(&format!(
                    "{counts}. `stoa explain CODE` says why a finding matters and how to mend it."
                ));
            }
            String::new()
        }
        Format::Json => diagnostic::json(found, &sources),
        Format::Github => diagnostic::github(found, &sources),
        Format::Sarif => diagnostic::sarif(found, &sources),
    };
    report::findings_text(&text)?;
    let is_bad = found
        .iter()
        .any(|diagnostic| diagnostic.severity == Severity::Error);
    Ok(if is_bad {
        Outcome::Problems
    } else {
        Outcome::Good
    })
}
