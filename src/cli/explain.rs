//! `stoa explain`: a rule, why it matters, and how to mend what it finds.

use std::io::Write;

use super::{Failure, Outcome};
use crate::diagnostic::did_you_mean;
use crate::rule::{self, RULES};

/// Explain a rule: what it looks for, why it matters, how to mend it
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The code of a finding, like `broken-link`
    code: String,
}

pub(super) fn run(args: &Args) -> Result<Outcome, Failure> {
    let Some(rule) = rule::find(&args.code) else {
        let help = did_you_mean(&args.code, RULES.iter().map(|rule| rule.code))
            .unwrap_or_else(|| "`stoa list rules` shows all of them".to_owned());
        return Err(format!("there is no rule `{}`; {help}", args.code).into());
    };
    let mut out = anstream::stdout();
    writeln!(out, "{} ({})\n", rule.code, rule.severities())?;
    for (head, text) in [
        ("Looks for", rule.summary),
        ("Why it matters", rule.why),
        ("How to mend it", rule.fix),
    ] {
        writeln!(out, "{head}:\n{}\n", wrapped(text))?;
    }
    Ok(Outcome::Good)
}

/// Text in lines of at most 78 characters, indented by two.
fn wrapped(text: &str) -> String {
    let mut lines = vec![String::from(" ")];
    for word in text.split_whitespace() {
        let last = lines.len() - 1;
        if lines[last].chars().count() + word.chars().count() + 1 > 78 && lines[last] != " " {
            lines.push(format!("  {word}"));
        } else {
            lines[last].push(' ');
            lines[last].push_str(word);
        }
    }
    lines.join("\n")
}
