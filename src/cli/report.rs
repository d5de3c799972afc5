//! What commands say: findings, summaries and failures.

use std::io::{self, IsTerminal, Write};
use std::path::Path;

use anstream::ColorChoice;
use anstyle::{AnsiColor, Style};

use crate::diagnostic::{self, Diagnostic, Severity};
use crate::source::Sources;

/// A path as it is written in a command: in quotes where a shell would take it for several words.
pub(super) fn word(path: &Path) -> String {
    let text = path.display().to_string();
    let is_plain = |char: char| char.is_alphanumeric() || "/._-+:@%,=~\\".contains(char);
    if !text.is_empty()
        && !text.starts_with('-')
        && text.chars().all(is_plain)
        && (cfg!(windows) || !text.contains('\\'))
    {
        text
    } else if cfg!(windows) {
        format!("\"{text}\"")
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}

const ERROR: Style = AnsiColor::Red.on_default().bold();
const WARNING: Style = AnsiColor::Yellow.on_default().bold();
const GOOD: Style = AnsiColor::Green.on_default().bold();
const SOFT: Style = Style::new().dimmed();

/// Whether to colour what goes to a stream: on a terminal, unless `NO_COLOR` is set.
fn style(choice: ColorChoice) -> diagnostic::Style {
    if choice == ColorChoice::Never {
        diagnostic::Style::Plain
    } else {
        diagnostic::Style::Colour
    }
}

/// What `build` and `serve` show: everything but notes, which are for `check`.
pub(super) fn shown(diagnostics: &[Diagnostic]) -> Vec<Diagnostic> {
    let important = diagnostics
        .iter()
        .filter(|one| one.severity != Severity::Note);
    important.cloned().collect()
}

/// Prints findings for people to standard error.
pub(super) fn findings(diagnostics: &[Diagnostic], sources: &Sources) {
    if diagnostics.is_empty() {
        return;
    }
    let choice = anstream::AutoStream::choice(&std::io::stderr());
    let text = diagnostic::human(diagnostics, sources, style(choice));
    let _ = write!(anstream::stderr(), "{text}");
}

/// Prints findings for people to standard output.
///
/// # Errors
///
/// See [`findings_text`].
pub(super) fn findings_out(diagnostics: &[Diagnostic], sources: &Sources) -> io::Result<()> {
    let choice = anstream::AutoStream::choice(&std::io::stdout());
    findings_text(&diagnostic::human(diagnostics, sources, style(choice)))
}

/// Prints findings that are text already to standard output.
///
/// # Errors
///
/// If they can't be written: nobody may take a course for good whose findings got lost. Whoever
/// closes the pipe has seen enough, and that is no error.
pub(super) fn findings_text(text: &str) -> io::Result<()> {
    let mut out = anstream::stdout();
    match write!(out, "{text}").and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(io::Error::new(
            error.kind(),
            format!("the findings can't be written: {error}"),
        )),
        _ => Ok(()),
    }
}

/// "2 errors, 1 warning and 3 notes", in colour; empty if there is nothing.
pub(super) fn counts(diagnostics: &[Diagnostic]) -> String {
    let count = |wanted| {
        diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.severity == wanted)
            .count()
    };
    let parts: Vec<String> = [
        (Severity::Error, ERROR),
        (Severity::Warning, WARNING),
        (Severity::Note, SOFT),
    ]
    .into_iter()
    .map(|(severity, style)| (count(severity), severity, style))
    .filter(|(count, ..)| *count > 0)
    .map(|(count, severity, style)| format!("{style}{}{style:#}", number(count, severity.word())))
    .collect();
    match parts.split_last() {
        None => String::new(),
        Some((only, [])) => only.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
    }
}

/// "1 page", "2 pages".
pub(super) fn number(count: usize, noun: &str) -> String {
    if count == 1 {
        format!("1 {noun}")
    } else {
        format!("{count} {noun}s")
    }
}

/// A time for people: `8 ms`, `1.24 s`.
pub(super) fn took(duration: std::time::Duration) -> String {
    let millis = duration.as_secs_f64() * 1000.0;
    if millis < 10.0 {
        format!("{millis:.1} ms")
    } else if millis < 1000.0 {
        format!("{millis:.0} ms")
    } else {
        format!("{:.2} s", millis / 1000.0)
    }
}

/// Says something good, on standard error: standard output is for results.
pub(super) fn good(head: &str, rest: &str) {
    let _ = writeln!(anstream::stderr(), "{GOOD}{head}{GOOD:#} {rest}");
}

/// Says something soft.
pub(super) fn soft(text: &str) {
    let _ = writeln!(anstream::stderr(), "{SOFT}{text}{SOFT:#}");
}

/// Says something as it is.
pub(super) fn say(text: &str) {
    let _ = writeln!(anstream::stderr(), "{text}");
}

/// Says that the course has errors and what follows from that.
pub(super) fn refused(diagnostics: &[Diagnostic], what: &str) {
    let _ = writeln!(
        anstream::stderr(),
        "{ERROR}Stopped:{ERROR:#} {}. {what}",
        counts(diagnostics)
    );
}

/// Says why a command could not run.
pub(super) fn failure(failure: &dyn std::error::Error) {
    let _ = writeln!(anstream::stderr(), "{ERROR}error:{ERROR:#} {failure}");
}

/// A line that is overwritten by the next one, for long work; only a terminal shows it.
pub(super) fn progress(text: &str) {
    let mut stderr = std::io::stderr();
    if stderr.is_terminal() {
        let _ = write!(stderr, "\r\x1b[2K{text}");
        let _ = stderr.flush();
    }
}

/// Takes the line of [`progress`] away.
pub(super) fn progress_end() {
    progress("");
}
