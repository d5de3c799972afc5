//! Directives and callouts: what is open, and what closes it.

use std::ops::Range;

use pulldown_cmark::BlockQuoteKind;

use super::marks::{MARK, MARK_END};
use super::{DEEPEST, Pass};
use crate::diagnostic::{Diagnostic, Severity, Span};
use crate::document::Directive;
use crate::document::directive::{self, Attribute, Candidate, Line, Opening};
use crate::document::note::{self, NOTE};
use crate::rule;

/// A directive that is open.
pub(super) struct Frame {
    pub(super) index: usize,
    pub(super) colons: usize,
    /// How many block quotes and list items it stands in.
    pub(super) containers: usize,
    /// Whether it has marks: not where it stands too deep.
    is_marked: bool,
    /// Where it starts, if it is a note in no other note.
    note: Option<usize>,
    /// Whether it is a note or stands in one.
    in_note: bool,
}

impl<'a> Pass<'a, '_> {
    pub(super) fn in_facilitator(&self) -> bool {
        self.frames
            .last()
            .is_some_and(|frame| self.body.directives[frame.index].for_facilitators)
    }

    pub(super) fn open_callout(&mut self, kind: BlockQuoteKind, range: &Range<usize>) {
        let kind = match kind {
            BlockQuoteKind::Note => "note",
            BlockQuoteKind::Tip => "tip",
            BlockQuoteKind::Important => "important",
            BlockQuoteKind::Warning => "warning",
            BlockQuoteKind::Caution => "caution",
        };
        let span = self.span(range);
        let attribute = Attribute {
            name: "kind".to_owned(),
            value: Some(kind.to_owned()),
            span: span.clone(),
        };
        let opening = Opening {
            name: "callout".to_owned(),
            name_span: span.clone(),
            title: String::new(),
            attributes: vec![attribute],
        };
        let for_facilitators = self.in_facilitator();
        self.body.directives.push(Directive {
            opening,
            span,
            for_facilitators,
        });
        self.depth += 1;
        self.mark(&format!("o{}", self.body.directives.len() - 1));
    }

    pub(super) fn directive_line(&mut self, candidate: &Candidate) {
        let at = self
            .candidates
            .partition_point(|other| other.span.start < candidate.span.start);
        self.read[at] = true;
        match directive::read(self.text, candidate) {
            Line::Open(mut opening) => {
                let shift = |span: &mut Span| *span = self.span(span);
                shift(&mut opening.name_span);
                opening
                    .attributes
                    .iter_mut()
                    .for_each(|attribute| shift(&mut attribute.span));
                // Lessons of the Carpentries call theirs so.
                if opening.name == "instructor" {
                    NOTE.clone_into(&mut opening.name);
                }
                let for_facilitators = opening.name == NOTE || self.in_facilitator();
                let span = self.span(&candidate.span);
                let directive = Directive {
                    opening,
                    span,
                    for_facilitators,
                };
                let directive = self.fit(directive);
                if let Some(id) = directive.own_id() {
                    self.claim(id, &candidate.span, Some(&directive.opening.name));
                }
                self.body.directives.push(directive);
                self.open_frame(candidate);
            }
            Line::Close => self.close_line(candidate),
            Line::Broken(span) => {
                let span = self.span(&span);
                self.diagnostics.push(
                    Diagnostic::new(
                        &rule::BAD_ATTRIBUTE,
                        self.input.path,
                        span,
                        "these braces or quotes have no end",
                    )
                    .help("write the arguments on this line, as in {id=\"name\" minutes=10}"),
                );
                // The block is there all the same: its end must find it.
                let opening = Opening {
                    name: String::new(),
                    name_span: 0..0,
                    title: String::new(),
                    attributes: Vec::new(),
                };
                let for_facilitators = self.in_facilitator();
                self.body.directives.push(Directive {
                    opening,
                    span: self.span(&candidate.span),
                    for_facilitators,
                });
                self.open_frame(candidate);
            }
        }
    }

    /// Opens the last directive.
    pub(super) fn open_frame(&mut self, candidate: &Candidate) {
        let index = self.body.directives.len() - 1;
        let is_marked = self.depth < DEEPEST;
        let in_note = self.frames.last().is_some_and(|frame| frame.in_note);
        let is_note = !in_note && note::is_meant(&self.body.directives[index].opening.name);
        self.frames.push(Frame {
            note: is_note.then_some(candidate.span.start),
            in_note: in_note || is_note,
            index,
            colons: candidate.colons,
            containers: self.containers,
            is_marked,
        });
        if is_marked {
            self.depth += 1;
            let mark = format!("{MARK}o{index}{MARK_END}\n");
            self.block(mark);
        } else {
            self.diagnostics.push(
                Diagnostic::new(
                    &rule::UNCLOSED_DIRECTIVE,
                    self.input.path,
                    self.span(&candidate.span),
                    format!("more than {DEEPEST} blocks are open here"),
                )
                .help("close the blocks before it"),
            );
        }
    }

    /// Closes the open directive with as many colons, or else the innermost one.
    pub(super) fn close_line(&mut self, candidate: &Candidate) {
        let here = |frame: &&Frame| frame.containers == self.containers;
        let innermost = self.frames.iter().rposition(|frame| here(&frame));
        let exact = self
            .frames
            .iter()
            .rposition(|frame| here(&frame) && frame.colons == candidate.colons);
        // A note for facilitators ends with as many colons as it began with: what a shorter line would let out, learners
        // would read.
        let is_note = |at: &usize| {
            let frame = &self.frames[*at];
            self.body.directives[frame.index].opening.name == NOTE
                && frame.colons > candidate.colons
        };
        match exact.or(innermost).filter(|at| !is_note(at)) {
            Some(at) => {
                self.close_frames(at + 1);
                let Some(frame) = self.frames.pop() else {
                    return;
                };
                let note = frame.note.map(|start| start..candidate.span.end);
                self.notes.extend(note);
                if frame.is_marked {
                    self.mark_close();
                }
            }
            None => {
                let mut found = Diagnostic::new(
                    &rule::STRAY_CLOSE,
                    self.input.path,
                    self.span(&candidate.span),
                    "no block is open here that this line could close",
                );
                found = match self.two_colons(candidate.span.start) {
                    Some(line) => found
                        .related(self.input.path, Some(line), "this line has two colons only")
                        .help("a block begins with three colons: add one there"),
                    None => found.help("delete this line, or write the line that opens its block"),
                };
                // It may be where a note was meant to end that another line ended before.
                if !self.notes.is_empty() {
                    found = found.severity(Severity::Error);
                }
                self.diagnostics.push(found);
            }
        }
    }

    /// What looks like a note for facilitators and is not read as one. It would be published. Says whether there was any.
    pub(super) fn report_unread(&mut self) -> bool {
        let mut any = false;
        for line in note::beginnings(self.text) {
            if note::holds(&self.code, line.start) {
                continue;
            }
            let at = self
                .candidates
                .partition_point(|candidate| candidate.span.end <= line.start);
            let candidate = self.candidates.get(at);
            let candidate = candidate.filter(|candidate| candidate.span.start <= line.start);
            let is_note = candidate.is_some_and(|candidate| {
                matches!(directive::read(self.text, candidate), Line::Open(opening) if note::is_meant(&opening.name))
            });
            if is_note && self.read[at] {
                continue;
            }
            let in_code = note::holds(&self.indented, line.start);
            let (words, help) = if in_code {
                (
                    "this note is indented so far that it is code, which learners see",
                    "begin it at the start of the line; to show it as code, put it between two lines of ```",
                )
            } else if is_note {
                (
                    "this note stands inside HTML, where it is not read",
                    "write an empty line before it, and one behind it",
                )
            } else if candidate.is_some() {
                (
                    "this note is not read as one, for its name is not written as one",
                    "write `:::facilitator`",
                )
            } else {
                (
                    "a note for facilitators begins with three colons at the start of a line",
                    "write `:::facilitator` on a line of its own, and `:::` on another where it ends",
                )
            };
            let found = Diagnostic::new(
                &rule::UNREAD_DIRECTIVE,
                self.input.path,
                self.span(&line),
                words,
            );
            self.diagnostics.push(found.help(help));
            any = true;
        }
        any
    }

    /// Notes have to be the same for whoever reads lines and for whoever reads Markdown: a `:::` in a comment or in a formula
    /// closes them for one only, and what follows would be published as a title or as the target of a link.
    pub(super) fn report_note_ends(&mut self, notes: &[Range<usize>]) {
        // A note without an end is reported as such. Both lists are in order.
        let same = notes
            .iter()
            .zip(&self.notes)
            .take_while(|(a, b)| a == b)
            .count();
        let other = notes.get(same).or(self.notes.get(same)).cloned();
        let Some(note) = other.filter(|_| !self.has_unclosed) else {
            return;
        };
        let line = self.text[note.clone()].lines().next().unwrap_or_default();
        let span = self.span(&(note.start..note.start + line.len()));
        self.diagnostics.push(
            Diagnostic::new(
                &rule::UNREAD_DIRECTIVE,
                self.input.path,
                span,
                "it is not clear where this note ends: one of its `:::` lines stands in a comment, in HTML or in a formula",
            )
            .help("close the comment, the HTML or the formula before the line that closes the note"),
        );
    }

    /// Opens what only facilitators see, without a block of its own.
    pub(super) fn open_hidden(&mut self) {
        let index = self.hidden_directive();
        self.depth += 1;
        self.mark(&format!("o{index}"));
    }

    /// A directive that nobody wrote, for what only facilitators see.
    pub(super) fn hidden_directive(&mut self) -> usize {
        let opening = Opening {
            name: String::new(),
            name_span: 0..0,
            title: String::new(),
            attributes: Vec::new(),
        };
        self.body.directives.push(Directive {
            opening,
            span: 0..0,
            for_facilitators: true,
        });
        self.body.directives.len() - 1
    }

    /// The last line before `end` that would open a block if it had a third colon.
    fn two_colons(&self, end: usize) -> Option<Span> {
        let mut start = end;
        for line in self.text[..end].split_inclusive('\n').rev().take(200) {
            start -= line.len();
            let content = line.trim();
            if content
                .strip_prefix("::")
                .is_some_and(|rest| rest.starts_with(|char: char| char.is_ascii_alphabetic()))
            {
                let at = start + line.find("::").unwrap_or_default();
                return Some(self.span(&(at..at + content.len())));
            }
        }
        None
    }

    /// A block quote or list item ends: what was opened in it ends with it.
    pub(super) fn leave_container(&mut self) {
        let outer = self
            .frames
            .iter()
            .take_while(|frame| frame.containers < self.containers)
            .count();
        self.close_frames(outer);
        self.containers = self.containers.saturating_sub(1);
    }

    /// Closes what nobody closed, down to `keep` open directives.
    pub(super) fn close_frames(&mut self, keep: usize) {
        while self.frames.len() > keep {
            let Some(frame) = self.frames.pop() else {
                return;
            };
            self.has_unclosed = true;
            let directive = &self.body.directives[frame.index];
            let colons = ":".repeat(frame.colons.min(12));
            let name = &directive.opening.name;
            self.diagnostics.push(
                Diagnostic::new(
                    &rule::UNCLOSED_DIRECTIVE,
                    self.input.path,
                    directive.span.clone(),
                    format!("this `{name}` block is never closed"),
                )
                .help(format!("write a line `{colons}` where it ends")),
            );
            if frame.is_marked {
                self.mark_close();
            }
        }
    }
}
