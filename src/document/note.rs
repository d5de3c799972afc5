//! Notes for facilitators, and what keeps them out of the learners' portal when they are written with a slip.

use std::ops::Range;

use super::directive::{self, Candidate, Line};
use crate::diagnostic::closest;

/// The directive that learners do not see.
pub(crate) const NOTE: &str = "facilitator";

/// Whether somebody who wrote this name meant a note.
pub(crate) fn is_meant(name: &str) -> bool {
    let plain: String = name
        .to_lowercase()
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .collect();
    plain.starts_with(NOTE) || closest(&plain, [NOTE]).is_some()
}

/// Where the notes are, in bytes of the text. A note ends with the first line of at least as many colons that closes no block
/// in it; one that does not end goes to the end of the text.
pub(super) fn ranges(text: &str, candidates: &[Candidate]) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let mut open: Option<(usize, usize, usize)> = None;
    for candidate in candidates {
        match (directive::read(text, candidate), &mut open) {
            (Line::Open(opening), None) if is_meant(&opening.name) => {
                open = Some((candidate.span.start, candidate.colons, 0));
            }
            (Line::Open(_) | Line::Broken(_), Some((_, _, inner))) => *inner += 1,
            (Line::Close, Some((_, _, inner))) if *inner > 0 => *inner -= 1,
            (Line::Close, Some((start, colons, _))) if candidate.colons >= *colons => {
                ranges.push(*start..candidate.span.end);
                open = None;
            }
            _ => {}
        }
    }
    ranges.extend(open.map(|(start, ..)| start..text.len()));
    ranges
}

/// Whether this byte is in one of these ranges, which are in order.
pub(super) fn holds(ranges: &[Range<usize>], at: usize) -> bool {
    let before = ranges.partition_point(|range| range.end <= at);
    ranges.get(before).is_some_and(|range| range.start <= at)
}

/// Lines that begin like a note and have one or two colons.
pub(super) fn with_too_few_colons(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let content = line.trim_start();
        let colons = content.bytes().take_while(|byte| *byte == b':').count();
        let name = content[colons..].trim_start();
        let word = name
            .split(|char: char| char.is_whitespace() || char == '{')
            .next()
            .unwrap_or_default();
        if matches!(colons, 1 | 2) && !word.is_empty() && is_meant(word) {
            let at = start + line.len() - content.len();
            found.push(at..at + content.trim_end().len());
        }
        start += line.len();
    }
    found
}
