//! The words of a page as they come: counted, kept for the summary, and looked at for slips; and formulas.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event};

use super::marks::clean;
use super::{LONGEST_SPAN, Pass, SUMMARY};
use crate::diagnostic::Diagnostic;
use crate::document::{bad_math, math};
use crate::rule;

impl<'a> Pass<'a, '_> {
    pub(super) fn count(&mut self, text: &str) {
        if !self.in_facilitator() {
            self.body.words += if text.is_ascii() {
                text.split_ascii_whitespace().count()
            } else {
                text.split_whitespace().count()
            };
        }
        if let Some(length) = &mut self.summary
            && *length < SUMMARY
        {
            // Whole words, so that the summary ends as a sentence would.
            for word in text.split_inclusive(char::is_whitespace) {
                if *length >= SUMMARY {
                    self.body
                        .summary
                        .truncate(self.body.summary.trim_end().len());
                    self.body.summary.push('…');
                    break;
                }
                self.body.summary.push_str(word);
                *length += word.chars().count();
            }
        }
    }

    pub(super) fn plain_text(
        &mut self,
        text: &CowStr<'a>,
        range: &Range<usize>,
        events: &[(Event<'a>, Range<usize>)],
        at: usize,
    ) {
        self.count(text);
        // A mark of a footnote that does not exist stays text, cut at its brackets.
        if &**text == "["
            && let Some((Event::Text(next), _)) = events.get(at + 1)
            && let Some(name) = next.strip_prefix('^')
            && let Some((Event::Text(close), close_range)) = events.get(at + 2)
            && close.starts_with(']')
            && !name.is_empty()
        {
            let span = self.span(&(range.start..close_range.start + 1));
            self.diagnostics.push(
                Diagnostic::new(
                    &rule::MISSING_FOOTNOTE,
                    self.input.path,
                    span,
                    format!("there is no footnote `{name}` on this page"),
                )
                .help(format!(
                    "add a line `[^{name}]: the note`, or take the mark out"
                )),
            );
        }
        self.spaces_in_address(text, range);
        self.out.push(Event::Text(clean(text)));
    }

    /// `[text](my file.md)` is no link, for a space ends the address; learners would see the brackets.
    fn spaces_in_address(&mut self, text: &str, range: &Range<usize>) {
        let after = &self.text[range.end..];
        if text != "]" || !after.starts_with('(') {
            return;
        }
        let near = &after[1..after.floor_char_boundary(LONGEST_SPAN)];
        let Some((target, _)) = near.split_once(')') else {
            return;
        };
        let is_path = target.contains(' ') && !target.contains(['\n', '"', '<', '`']);
        let has_ending = target.rsplit_once('.').is_some_and(|(name, ending)| {
            !name.ends_with(' ')
                && (1..=5).contains(&ending.len())
                && ending.bytes().all(|byte| byte.is_ascii_alphanumeric())
        });
        if is_path && has_ending {
            let span = self.span(&(range.end + 1..range.end + 1 + target.len()));
            self.diagnostics.push(
                Diagnostic::new(
                    &rule::BROKEN_LINK,
                    self.input.path,
                    span,
                    "a space ends an address, so this is neither a link nor a picture",
                )
                .help(format!(
                    "write `<{target}>`, or give the file a name without spaces"
                )),
            );
        }
    }

    pub(super) fn formula(&mut self, source: &CowStr<'a>, range: &Range<usize>, display: bool) {
        let made = math::math(source, display);
        let is_styled = |html: &String| html.contains("style=");
        self.body.has_raw_html |= made.as_ref().is_ok_and(is_styled);
        match made {
            Ok(html) if display => {
                self.raw(format!("<span class=\"math\" tabindex=\"0\">{html}</span>"));
            }
            Ok(html) => self.raw(html),
            Err(error) => {
                let delimiter = if display { 2 } else { 1 };
                let start = range.start + delimiter + error.span.start;
                let end = (range.start + delimiter + error.span.end)
                    .min(range.end)
                    .max(start);
                let span = self.span(&(start..end));
                self.diagnostics
                    .push(bad_math(self.input.path, span, &error.message));
                self.out.push(Event::Code(clean(source)));
            }
        }
    }
}
