//! Notes for facilitators, and what keeps them out of the learners' portal when they are written with a slip.

use std::ops::Range;

use memchr::memchr;

use super::directive::{self, Candidate, Line};
use crate::diagnostic::closest;

/// The directive that learners do not see.
pub(crate) const NOTE: &str = "facilitator";

/// What other tools and other languages call the person whom a note is for. The Carpentries write `:::instructor`.
const OTHER_NAMES: &[&str] = &[
    "animateur",
    "animatrice",
    "docente",
    "dozent",
    "enseignant",
    "formateur",
    "formatrice",
    "instructor",
    "lehrkraft",
    "profesor",
    "teacher",
    "trainer",
];

/// Characters that look like a colon: ASCII, and what keyboards for other scripts write in its place.
const COLONS: &[char] = &[':', '：', '﹕', '︓', '꞉', '∶', 'ː', '׃'];

/// Whether somebody who wrote this name meant a note.
pub(crate) fn is_meant(name: &str) -> bool {
    let plain = plain(name);
    is_almost(&plain) || OTHER_NAMES.iter().any(|other| plain.starts_with(other))
}

fn plain(name: &str) -> String {
    name.to_lowercase()
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .collect()
}

fn is_almost(plain: &str) -> bool {
    plain.starts_with(NOTE) || closest(plain, [NOTE]).is_some()
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

/// Everything that begins like a note, wherever it stands and whatever its colons are. Of those with one or two plain colons,
/// only what begins a line.
pub(super) fn beginnings(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let mut done = 0;
        // Most lines are ASCII and have no colon, and this is asked of every line of the course.
        let is_ascii = line.is_ascii();
        let colon = |done: usize| {
            let found = if is_ascii {
                memchr(b':', &line.as_bytes()[done..])
            } else {
                line[done..].find(COLONS)
            };
            found.map(|at| done + at)
        };
        while let Some(at) = colon(done) {
            let rest = line[at..].trim_start_matches(COLONS);
            done = line.len() - rest.len();
            let colons = &line[at..done];
            // Quotes, braces and what cannot be seen are slips of the hand.
            let word = rest.trim_start_matches(|char: char| {
                !char.is_alphanumeric() && !COLONS.contains(&char)
            });
            let between = &rest[..rest.len() - word.len()];
            let end = word
                .find(|char: char| !char.is_alphanumeric() && char != '-' && char != '_')
                .unwrap_or(word.len());
            let is_plain = colons.bytes().all(|byte| byte == b':');
            let count = colons.chars().count();
            let is_first = line[..at]
                .chars()
                .all(|char| char.is_whitespace() || char.is_control());
            let is_beginning = match count {
                _ if word.is_empty() || between.len() > 8 => false,
                1 if is_plain => {
                    is_first && between.trim().is_empty() && is_almost(&plain(&word[..end]))
                }
                2 if is_plain => is_first && is_meant(&word[..end]),
                1 => is_first && is_meant(&word[..end]),
                _ => is_meant(&word[..end]),
            };
            if is_beginning {
                let end = line.trim_end().len().max(done);
                found.push(start + at..start + end);
                break;
            }
        }
        start += line.len();
    }
    found
}
