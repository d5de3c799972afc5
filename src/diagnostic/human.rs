//! For people: as rustc shows its own.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::place::{clamp, text_of};
use super::{Diagnostic, Severity};
use crate::source::Sources;

/// How the text is styled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Without colours.
    Plain,
    /// With ANSI colours.
    Colour,
}

/// How many findings of one rule in one file are shown in full. Nobody reads more before mending the first ones, and the
/// renderings for programs have them all.
const MOST_ALIKE: usize = 40;

/// A span of more lines than this is marked at its first line only.
const MOST_LINES: usize = 6;

/// All diagnostics for a terminal, with the lines that they are about. No control character of a
/// file, its name or a message reaches the terminal.
#[must_use]
pub fn human(diagnostics: &[Diagnostic], sources: &Sources, style: Style) -> String {
    let renderer = match style {
        Style::Plain => Renderer::plain(),
        Style::Colour => Renderer::styled(),
    };
    let mut text = String::new();
    let mut shown: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for diagnostic in diagnostics {
        let count = shown
            .entry((diagnostic.path.as_str(), diagnostic.rule.code))
            .or_default();
        *count += 1;
        if *count > MOST_ALIKE {
            continue;
        }
        let report = [group(diagnostic, sources)];
        text.push_str(renderer.render(&report).trim_end());
        text.push_str("\n\n");
    }
    for ((path, code), count) in shown.into_iter().filter(|(_, count)| *count > MOST_ALIKE) {
        let _ = writeln!(
            text,
            "... and {} more of {code} in {}\n",
            count - MOST_ALIKE,
            in_one_line(path)
        );
    }
    text
}

fn group<'a>(diagnostic: &'a Diagnostic, sources: &'a Sources) -> Group<'a> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let title = level
        .primary_title(printable(&diagnostic.message))
        .id(diagnostic.rule.code);
    let mut group = Group::with_title(title);

    // The file itself, with the related places that are in it.
    let own = diagnostic.path.as_str();
    let mut notes = Vec::new();
    let mut others: Vec<(&str, Vec<Mark<'_>>)> = Vec::new();
    let mut marks = Vec::new();
    if let Some(span) = &diagnostic.span {
        marks.push(Mark {
            kind: AnnotationKind::Primary,
            span: span.clone(),
            label: None,
        });
    }
    for related in &diagnostic.related {
        let path = related.path.as_str();
        let is_whole_file = related.start == 0 && related.end == 0;
        if is_whole_file || text_of(diagnostic, path, sources).is_none() {
            let label = printable(&related.label);
            notes.push(format!("{label}: {}", in_one_line(path)));
            continue;
        }
        let mark = Mark {
            kind: AnnotationKind::Context,
            span: related.start..related.end,
            label: Some(&related.label),
        };
        if path == own && diagnostic.span.is_some() {
            marks.push(mark);
        } else if let Some((_, marks)) = others.iter_mut().find(|(other, _)| *other == path) {
            marks.push(mark);
        } else {
            others.push((path, vec![mark]));
        }
    }
    group = match text_of(diagnostic, own, sources) {
        Some(text) if diagnostic.span.is_some() => group.element(snippet(own, text, &marks)),
        _ => group.element(Origin::path(in_one_line(own))),
    };
    for (path, marks) in &others {
        if let Some(text) = text_of(diagnostic, path, sources) {
            group = group.element(snippet(path, text, marks));
        }
    }
    for note in notes {
        group = group.element(Level::NOTE.message(note));
    }
    match &diagnostic.help {
        Some(help) => group.element(Level::HELP.message(printable(help))),
        None => group,
    }
}

/// A place to mark in a file.
struct Mark<'a> {
    kind: AnnotationKind,
    span: Range<usize>,
    label: Option<&'a str>,
}

/// The lines around the marks, and no others: a report about one line must not cost the time for
/// the whole file.
fn snippet<'a>(path: &str, text: &str, marks: &[Mark<'_>]) -> Snippet<'a, Annotation<'a>> {
    let spans: Vec<Range<usize>> = marks
        .iter()
        .map(|mark| shorten(text, clamp(text, &mark.span)))
        .collect();
    let first = spans.iter().map(|span| span.start).min().unwrap_or(0);
    let last = spans.iter().map(|span| span.end).max().unwrap_or(0);
    let start = text[..first].rfind('\n').map_or(0, |at| at + 1);
    let end = text[last..].find('\n').map_or(text.len(), |at| last + at);
    // The last line may end with half of a Windows line end.
    let lines = text[start..end].trim_end_matches('\r');
    let annotations = marks.iter().zip(spans).map(|(mark, span)| {
        let within = |at: usize| (at - start).min(lines.len());
        mark.kind
            .span(within(span.start)..within(span.end))
            .label(mark.label.map(printable))
    });
    Snippet::source(harmless(lines))
        .path(in_one_line(path))
        .line_start(text[..start].matches('\n').count() + 1)
        .annotations(annotations.collect::<Vec<_>>())
}

/// A span of many lines becomes its first line, so that a report fits the screen; the end of a
/// line is left out.
fn shorten(text: &str, span: Range<usize>) -> Range<usize> {
    let inside = &text[span.clone()];
    let end = if inside.matches('\n').count() >= MOST_LINES {
        inside.find('\n').unwrap_or(inside.len())
    } else {
        inside.len()
    };
    span.start..span.start + inside[..end].trim_end_matches(['\n', '\r']).len()
}

/// The text with as many bytes and characters, but none that a terminal or an eye falls for. The
/// renderer replaces tabs and most others by itself.
fn harmless(text: &str) -> String {
    text.replace("\r\n", " \n")
        .chars()
        .map(|char| match (is_dangerous(char), char.len_utf8()) {
            (false, _) => char,
            (true, 1) => '?',
            (true, 2) => '·',
            (true, _) => '\u{fffd}',
        })
        .collect()
}

/// Controls, and signs that turn the direction of writing or are not seen.
fn is_dangerous(char: char) -> bool {
    (char.is_control() && !matches!(char, '\n' | '\t'))
        || matches!(char, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2028}' | '\u{2029}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// A message, with what is dangerous in it written out.
fn printable(text: &str) -> String {
    let mut printable = String::with_capacity(text.len());
    for char in text.chars() {
        if char == '\t' {
            printable.push(' ');
        } else if is_dangerous(char) {
            // Writing to a string can't fail.
            let _ = write!(printable, "{}", char.escape_unicode());
        } else {
            printable.push(char);
        }
    }
    printable
}

/// A file name: it has one line, whatever the file system allows.
fn in_one_line(path: &str) -> String {
    printable(path).replace('\n', "\\n")
}
