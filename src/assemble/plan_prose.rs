//! Texts of the plan, filled in for a cohort.

use std::borrow::Cow;

use jiff::ZonedDateTime;
use tera::Context;

use super::Input;
use super::plan::{Channel, FILE};
use super::plan_names;
use super::plan_text::{TextError, fields, render};
use crate::address;
use crate::config::{PlanConfig, Spanned};
use crate::diagnostic::{Diagnostic, Severity, Span, did_you_mean};
use crate::rule;
use crate::schedule::State;
use crate::site::{Cohort, Site};
use crate::source::SourcePath;

/// What the texts for one cohort need.
pub(super) struct Texts<'a> {
    pub(super) input: &'a Input<'a>,
    pub(super) site: &'a Site,
    pub(super) cohort: &'a Cohort,
    pub(super) facts: &'a Context,
}

/// A text and where it is written.
struct Written<'a> {
    config: &'a PlanConfig,
    text: &'a Spanned<String>,
    template: &'a str,
    /// Where it begins in its file.
    base: usize,
    /// Its file in `plan/`; none if it stands in the plan itself.
    file: Option<&'a SourcePath>,
}

impl Written<'_> {
    /// A finding about a part of it. In the plan itself, quotes may hide where the part is.
    fn say(&self, span: Option<Span>, message: &str) -> Diagnostic {
        let own = SourcePath::new(FILE);
        let (path, span) = match self.file {
            Some(path) => {
                let span = span.map(|span| span.start + self.base..span.end + self.base);
                (Cow::Borrowed(path), span)
            }
            None => (Cow::Owned(own), Some(self.text.span())),
        };
        let message = format!("{message} (in the plan's `{}`)", self.config.id.value);
        Diagnostic::new(&rule::BAD_PLAN, &path, span, message)
    }
}

impl Texts<'_> {
    /// What there is to post.
    pub(super) fn prose(
        &self,
        config: &PlanConfig,
        text: &Spanned<String>,
        at: &ZonedDateTime,
        channel: Option<&Channel>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<String> {
        let written = self
            .template(config, text, diagnostics)
            .map_err(|found| diagnostics.push(*found))
            .ok()?;
        let template = written.template;
        match render(template, self.facts, config, at, channel) {
            Ok(rendered) => {
                diagnostics.extend(self.empty(&written));
                let Some(cleaned) = address::take_out(&rendered, &[]) else {
                    return Some(rendered.trim().to_owned());
                };
                if let Some(file) = written.file
                    && let Some(found) = address::take_out(template, &[])
                    && let Some(first) = found.addresses().next()
                {
                    diagnostics.push(address::finding(file, first.clone()));
                }
                Some(cleaned.text.trim().to_owned())
            }
            Err(error) => {
                diagnostics.extend(self.why(&written, error));
                None
            }
        }
    }

    /// The text that is meant: of a file, or the text itself.
    fn template<'t>(
        &'t self,
        config: &'t PlanConfig,
        text: &'t Spanned<String>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Result<Written<'t>, Box<Diagnostic>> {
        let own = SourcePath::new(FILE);
        let say = |message: String, help: String| {
            Box::new(Diagnostic::new(&rule::BAD_PLAN, &own, text.span(), message).help(help))
        };
        let is_path = !text.contains(char::is_whitespace)
            && text.rsplit_once('.').is_some_and(|(_, ending)| {
                ["md", "markdown", "txt"].contains(&ending.to_lowercase().as_str())
            });
        let (template, file) = if is_path {
            let inside = text.strip_prefix("plan/").is_some_and(|rest| {
                rest.split('/')
                    .all(|part| !part.is_empty() && part != "." && part != "..")
            });
            if !inside {
                return Err(say(
                    format!("`{}` is not in the folder `plan`", text.value),
                    "texts of the plan are in plan/, where no learner gets them: write \"plan/welcome.md\"".to_owned(),
                ));
            }
            let Some(file) = self.input.sources.get(text) else {
                let known = self.input.sources.under("plan");
                let help = did_you_mean(text, known.map(|file| file.path.as_str()));
                return Err(say(
                    format!("there is no text `{}`", text.value),
                    help.unwrap_or_else(|| {
                        "add the file; text that is meant as it is needs a space in it".to_owned()
                    }),
                ));
            };
            (crate::config::text(file, diagnostics), Some(&file.path))
        } else {
            (text.value.as_str(), None)
        };
        let good = template.trim_start_matches('\u{feff}');
        Ok(Written {
            config,
            text,
            template: good,
            base: template.len() - good.len(),
            file,
        })
    }

    /// Why a text cannot be filled in: because of the sessions that it names, or else in the words of the templates.
    fn why(&self, written: &Written<'_>, error: TextError) -> Vec<Diagnostic> {
        if let Some(wrong) = plan_names::wrong(
            written.template,
            self.site,
            self.cohort,
            &fields(self.facts),
        ) {
            let wrong = wrong.into_iter().map(|wrong| {
                let found = written.say(Some(wrong.span), &wrong.message);
                found.maybe_help(wrong.help)
            });
            return wrong.collect();
        }
        let found = written.say(error.span, &error.words);
        vec![found.maybe_help(error.help)]
    }

    /// What a text says and nobody has written yet. Of a cohort that is over, it was said.
    fn empty(&self, written: &Written<'_>) -> Vec<Diagnostic> {
        if self.cohort.state == State::Past {
            return Vec::new();
        }
        let is_empty = |id: &str, field: &str| {
            let session = self.cohort.timetable.session(id);
            session.is_some_and(|session| match field {
                "join_url" => session.url.is_none(),
                "prompt" => session.prompt.is_none(),
                "end" => session.end.is_none(),
                _ => false,
            })
        };
        let empty = plan_names::empty(written.template, is_empty);
        let say = |(span, id, field): (Span, &str, &str)| {
            let (what, key) = match field {
                "join_url" => ("link", "url = \"https://...\""),
                "prompt" => ("prompt", "prompt = \"...\""),
                _ => ("end", "duration = \"1h\""),
            };
            let cohort = &self.cohort.id;
            let message =
                format!("`{id}` has no {what} in the cohort `{cohort}`, so this text has a gap");
            let help = format!(
                "write `{key}` in `[session.{id}]` of the cohort, or put what needs it between {{% if sessions['{id}'].{field} %}} and {{% endif %}}"
            );
            let found = written.say(Some(span), &message);
            found.severity(Severity::Warning).help(help)
        };
        empty.into_iter().map(say).collect()
    }
}
