//! Channels: what they are for, where they are, and until when.

use std::borrow::Cow;

use jiff::Timestamp;

use super::Input;
use super::unknown_session::{Unknown, unknown_session};
use crate::address;
use crate::config::{ChannelConfig, Spanned};
use crate::diagnostic::{Diagnostic, Span};
use crate::route::is_web;
use crate::rule;
use crate::schedule::{NoMoment, Until, over, until};
use crate::site::{Channel, Cohort, LastDay};
use crate::source::SourcePath;

/// Where channels are written.
pub(super) const FILE: &str = "community.toml";

/// A longer purpose is not read by anybody, and stands on many pages.
const LONGEST_PURPOSE: usize = 500;

/// Every channel in the author's order, and the instants at which one of them is over, past or to come.
pub(super) fn channels(
    input: &Input<'_>,
    cohorts: &[Cohort],
    diagnostics: &mut Vec<Diagnostic>,
) -> (Vec<Channel>, Vec<Timestamp>) {
    let mut read = Read {
        path: SourcePath::new(FILE),
        cohorts,
        now: input.options.now,
        ends: Vec::new(),
        diagnostics,
    };
    let configs = input.config.community.channel.iter();
    let channels = configs.map(|config| read.channel(config)).collect();
    (channels, read.ends)
}

struct Read<'a> {
    path: SourcePath,
    cohorts: &'a [Cohort],
    now: Timestamp,
    ends: Vec<Timestamp>,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl Read<'_> {
    fn channel(&mut self, config: &ChannelConfig) -> Channel {
        let purpose = self.purpose(config);
        let url = self.url(config);
        let until = config.until.as_ref().and_then(|text| self.until(text));
        let is_over = match &until {
            Some((_, over)) => *over,
            None => false,
        };
        let asked = config.ask.iter().map(|ask| cut(ask.trim()).into_owned());
        Channel {
            kind: config.kind.value,
            title: config
                .title
                .as_deref()
                .map(str::trim)
                .filter(|title| !title.is_empty())
                .map_or_else(
                    || config.kind.name.to_owned(),
                    |title| cut(title).into_owned(),
                ),
            url: url.filter(|_| !is_over),
            purpose,
            audience: config.audience.as_deref().map(|who| cut(who).into_owned()),
            until: until.map(|(day, _)| day),
            is_over,
            ask: asked.filter(|ask| !ask.is_empty()).collect(),
        }
    }

    fn bad(&mut self, span: Span, message: impl Into<String>, help: impl Into<String>) {
        let found = Diagnostic::new(&rule::BAD_CHANNEL, &self.path, span, message);
        self.diagnostics.push(found.help(help));
    }

    fn purpose(&mut self, config: &ChannelConfig) -> Option<String> {
        let written = config.purpose.as_ref();
        let Some((text, span)) = written
            .map(|purpose| (purpose.value.trim(), purpose.span()))
            .filter(|(text, _)| !text.is_empty())
        else {
            self.bad(
                config.kind.span(),
                "this channel does not say what it is for",
                "add a line like `purpose = \"Help during sessions\"`",
            );
            return None;
        };
        let shown = cut(text);
        if shown.len() < text.len() {
            self.bad(
                span,
                format!(
                    "this purpose has {} characters, so it is cut",
                    text.chars().count()
                ),
                "say it in a sentence or two",
            );
        }
        Some(shown.into_owned())
    }

    fn url(&mut self, config: &ChannelConfig) -> Option<String> {
        let written = config.url.as_ref()?;
        if is_address(written) {
            return Some(written.value.clone());
        }
        // An e-mail address was taken out and has its finding.
        if !address::was_in(written) {
            let shown: String = written.value.chars().filter(|char| !turns(*char)).collect();
            self.bad(
                written.span(),
                format!("`{}` is no address that a browser can open", cut(&shown)),
                "write it with https://; instead of an e-mail address, link to a form",
            );
        }
        None
    }

    /// The last day, and whether it is over.
    fn until(&mut self, written: &Spanned<String>) -> Option<(LastDay, bool)> {
        let text = written.value.trim();
        let cohorts = self.cohorts.iter();
        let names = cohorts.map(|cohort| &cohort.timetable.names);
        let found = until(text, |id| names.clone().any(|names| names.is_written(id)));
        match found {
            Err(why) => {
                self.bad(
                    written.span(),
                    format!("`{}` says no time: {why}", cut(text)),
                    "write a date, like 2026-12-20, or a session and a distance, like \"kickoff + 8 weeks\"",
                );
                None
            }
            Ok(Until::Words) if text.is_empty() => None,
            Ok(Until::Words) => Some((LastDay::Words(cut(text).into_owned()), false)),
            Ok(Until::Day(day)) => {
                let cohorts = self.cohorts.iter();
                let end = cohorts.map(|cohort| cohort.timetable.after(day)).max();
                let end = end.unwrap_or_else(|| over(day));
                self.ends.push(end);
                Some((LastDay::Day(day), end <= self.now))
            }
            Ok(Until::After(id)) => self.of_cohorts(written, text, &id),
        }
    }

    fn of_cohorts(
        &mut self,
        written: &Spanned<String>,
        text: &str,
        id: &str,
    ) -> Option<(LastDay, bool)> {
        if self.cohorts.is_empty() {
            self.bad(
                written.span(),
                format!(
                    "the course has no cohort, so nobody knows when `{}` is",
                    cut(text)
                ),
                "write a date, or add a file in cohorts/ with `start` and `timezone`",
            );
            return None;
        }
        let mut days = Vec::new();
        let mut out_of_range = false;
        for (at, cohort) in self.cohorts.iter().enumerate() {
            match cohort.timetable.last_day_of(text) {
                Ok(day) => {
                    let end = cohort.timetable.after(day);
                    self.ends.push(end);
                    days.push((at, day, end <= self.now));
                }
                Err(NoMoment::NoSession(_)) => {
                    // A session without a time has its own finding; one of another cohort says nothing about this one.
                    if let Unknown::Nowhere(help) = unknown_session(cohort, self.cohorts, id, &[]) {
                        let message = format!("the schedule has no session `{id}`");
                        self.diagnostics.push(
                            Diagnostic::new(
                                &rule::UNKNOWN_REFERENCE,
                                &self.path,
                                written.span(),
                                message,
                            )
                            .maybe_help(help),
                        );
                    }
                }
                Err(_) => out_of_range = true,
            }
        }
        if out_of_range {
            self.bad(
                written.span(),
                format!("`{}` is not in the years 1 to 9999", cut(text)),
                "check the distance",
            );
        }
        if days.is_empty() {
            return None;
        }
        days.sort_by_key(|(at, day, _)| (*day, *at));
        let is_over = days.iter().all(|(.., over)| *over);
        Some((LastDay::OfCohorts(days), is_over))
    }
}

/// A text that is short enough for a page.
fn cut(text: &str) -> Cow<'_, str> {
    let end = text.char_indices().nth(LONGEST_PURPOSE).map(|(at, _)| at);
    match end {
        None => Cow::Borrowed(text),
        Some(end) => Cow::Owned(format!("{}…", &text[..end])),
    }
}

/// Whether a browser can open this and nothing else happens.
fn is_address(url: &str) -> bool {
    let number = ["tel:", "sms:"]
        .iter()
        .find_map(|scheme| url.strip_prefix(scheme));
    let is_number = |text: &str| {
        let is_good = |char: char| char.is_ascii_digit() || "+-.();=&?".contains(char);
        !text.is_empty() && text.chars().all(is_good)
    };
    (is_web(url) && !url.contains(turns)) || number.is_some_and(is_number)
}

/// Characters that turn the text around, so that an address reads as another one.
fn turns(char: char) -> bool {
    matches!(char, '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
