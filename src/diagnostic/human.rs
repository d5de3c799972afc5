//! For people: as rustc shows its own.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::place::{Places, clamp};
use super::{Diagnostic, LineIndex, Severity};
use crate::source::Sources;

/// How the text is styled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Without colours.
    Plain,
    /// With ANSI colours.
    Colour,
}

/// A span of more lines than this is marked at its first line only.
const MOST_LINES: usize = 6;

/// So many bytes on either side of a place are more than a terminal shows of its line, and a
/// longer mark than that is cut too. Rendering costs time for every byte that is handed over.
const AROUND: usize = 800;

/// A second place in the file that is further away than this gets an excerpt of its own.
const FAR: usize = 16 * 1024;

/// The same within a line, which has to fit the screen.
const FAR_IN_A_LINE: usize = 200;

/// So many findings of one rule are shown of a file. Whoever has more mends the first ones and asks
/// again, or asks for one of the formats for programs, which leave nothing out.
const MOST_OF_A_RULE: usize = 100;

/// All diagnostics for a terminal, with the lines that they are about. No control character of a
/// file, its name or a message reaches the terminal.
#[must_use]
pub fn human(diagnostics: &[Diagnostic], sources: &Sources, style: Style) -> String {
    let renderer = match style {
        Style::Plain => Renderer::plain(),
        Style::Colour => Renderer::styled(),
    };
    let places = Places::new(sources);
    let mut text = String::new();
    for file in diagnostics.chunk_by(|one, next| one.path == next.path) {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for diagnostic in file {
            let count = counts.entry(diagnostic.rule.code).or_default();
            *count += 1;
            if *count > MOST_OF_A_RULE {
                continue;
            }
            let report = [group(diagnostic, &places)];
            text.push_str(renderer.render(&report).trim_end());
            text.push_str("\n\n");
        }
        for (code, count) in counts {
            if let more @ 1.. = count.saturating_sub(MOST_OF_A_RULE) {
                // Writing to a string can't fail.
                let _ = writeln!(text, "... and {more} more `{code}` in this file\n");
            }
        }
    }
    text
}

fn group<'a>(diagnostic: &'a Diagnostic, places: &Places<'a>) -> Group<'a> {
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
    let mut others: Vec<(&'a str, Vec<Mark<'a>>)> = Vec::new();
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
        if is_whole_file || places.lines(diagnostic, path).is_none() {
            let label = printable(&related.label);
            notes.push(format!("{label}: {}", in_one_line(path)));
            continue;
        }
        let mark = Mark {
            kind: AnnotationKind::Context,
            span: related.start..related.end,
            label: Some(&related.label),
        };
        let is_near = |span: &Range<usize>| {
            let line = |at| {
                places
                    .lines(diagnostic, own)
                    .map(|own| own.position(at).line)
            };
            let far = match line(span.start) == line(related.start) {
                true => FAR_IN_A_LINE,
                false => FAR,
            };
            span.start.abs_diff(related.start) <= far
        };
        if path == own && diagnostic.span.as_ref().is_some_and(is_near) {
            marks.push(mark);
        } else if let Some((_, marks)) = others.iter_mut().find(|(other, _)| *other == path) {
            marks.push(mark);
        } else {
            others.push((path, vec![mark]));
        }
    }
    group = match places.lines(diagnostic, own) {
        Some(lines) if diagnostic.span.is_some() => excerpt(group, own, &lines, &marks),
        _ => group.element(Origin::path(in_one_line(own))),
    };
    for (path, marks) in &others {
        if let Some(lines) = places.lines(diagnostic, path) {
            group = excerpt(group, path, &lines, marks);
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

/// Adds the lines around the marks, and no others: a report about one line must not cost the time
/// for the whole file, and one about a word not the time for a line without end.
fn excerpt<'a>(
    group: Group<'a>,
    path: &str,
    index: &LineIndex<'_>,
    marks: &[Mark<'_>],
) -> Group<'a> {
    let text = index.text();
    let spans: Vec<Range<usize>> = marks
        .iter()
        .map(|mark| shorten(text, clamp(text, &mark.span)))
        .collect();
    let first = spans.iter().map(|span| span.start).min().unwrap_or(0);
    let last = spans.iter().map(|span| span.end).max().unwrap_or(0);
    let from = text.floor_char_boundary(first.saturating_sub(AROUND));
    let to = text.ceil_char_boundary((last + AROUND).min(text.len()));
    let line_start = text[from..first].rfind('\n').map(|at| from + at + 1);
    let start = line_start.unwrap_or(from);
    let is_cut = line_start.is_none() && from > 0 && !text[..from].ends_with('\n');
    let end = text[last..to].find('\n').map_or(to, |at| last + at);
    // The last line may end with half of a Windows line end.
    let lines = text[start..end].trim_end_matches('\r');
    let annotations = marks.iter().zip(&spans).map(|(mark, span)| {
        let within = |at: usize| (at - start).min(lines.len());
        mark.kind
            .span(within(span.start)..within(span.end))
            .label(mark.label.map(printable))
    });
    let snippet = Snippet::source(harmless(lines))
        .line_start(index.position(start).line)
        .annotations(annotations.collect::<Vec<_>>());
    let path = in_one_line(path);
    if !is_cut {
        return group.element(snippet.path(path));
    }
    // The renderer counts columns from the cut, so it has to be told.
    let at = marks
        .iter()
        .zip(&spans)
        .find(|(mark, _)| mark.kind == AnnotationKind::Primary)
        .map_or(first, |(_, span)| span.start);
    let position = index.position(at);
    let origin = Origin::path(path)
        .line(position.line)
        .char_column(position.column);
    group.element(origin).element(snippet)
}

/// A span of many lines becomes its first line, so that a report fits the screen; the end of a
/// line is left out, and what is too long for any screen.
fn shorten(text: &str, span: Range<usize>) -> Range<usize> {
    let to = text.floor_char_boundary(span.end.min(span.start + FAR));
    let inside = &text[span.start..to];
    let end = if inside.matches('\n').take(MOST_LINES).count() >= MOST_LINES {
        inside.find('\n').unwrap_or(inside.len())
    } else {
        inside.len()
    };
    let end = match inside[..end].find('\n') {
        None => text[span.start..].floor_char_boundary(end.min(AROUND)),
        Some(_) => end,
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
pub(crate) fn printable(text: &str) -> String {
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
