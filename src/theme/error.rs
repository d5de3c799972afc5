//! Errors of the template engine, as diagnostics.

use std::sync::Arc;

use super::Theme;
use crate::diagnostic::{Diagnostic, LineIndex};
use crate::rule;
use crate::source::SourcePath;

impl Theme {
    /// Turns an error of the template engine into a diagnostic; `page` is what was being rendered.
    #[must_use]
    pub fn explain(&self, error: &tera::Error, page: Option<&str>) -> Diagnostic {
        let (file, span, words) = match error.kind() {
            tera::ErrorKind::SyntaxError(report) | tera::ErrorKind::RenderingError(report) => (
                report.filename().to_owned(),
                Some(report.span().range.clone()),
                report.message().to_owned(),
            ),
            _ => self.read_report(&error.to_string()),
        };
        let (path, text) = match self.templates.get(&file) {
            Some(file) => (
                file.path.clone(),
                Some(Arc::from(String::from_utf8_lossy(&file.bytes))),
            ),
            None => (
                SourcePath::new(if file.is_empty() {
                    "templates"
                } else {
                    file.as_str()
                }),
                None,
            ),
        };
        let message = match page {
            Some(page) => format!("{words} (while rendering {page})"),
            None => words,
        };
        let mut diagnostic = Diagnostic::new(&rule::TEMPLATE_ERROR, &path, span, message);
        diagnostic.text = text;
        diagnostic.maybe_help(error.source_help())
    }

    /// What is found while loading comes as finished text, ` --> file:line:column` in it.
    fn read_report(&self, text: &str) -> (String, Option<std::ops::Range<usize>>, String) {
        let words = text
            .lines()
            .find(|line| !line.trim().is_empty())
            .unwrap_or("this template cannot be read");
        let words = words.trim().trim_start_matches("error:").trim().to_owned();
        let place = text
            .lines()
            .find_map(|line| line.trim_start().strip_prefix("--> "));
        let Some((file, line, column)) = place.and_then(cut_place) else {
            return (String::new(), None, words);
        };
        let span = self.templates.get(file).map(|template| {
            let text = String::from_utf8_lossy(&template.bytes);
            let start = LineIndex::new(&text).offset(line);
            let rest = &text[start..];
            let at = start
                + rest
                    .char_indices()
                    .nth(column.saturating_sub(1))
                    .map_or(rest.len(), |(at, _)| at);
            at..at
        });
        (file.to_owned(), span, words)
    }
}

trait SourceHelp {
    fn source_help(&self) -> Option<String>;
}

impl SourceHelp for tera::Error {
    fn source_help(&self) -> Option<String> {
        let source = std::error::Error::source(self)?;
        Some(
            source
                .to_string()
                .lines()
                .next()
                .unwrap_or_default()
                .to_owned(),
        )
    }
}

fn cut_place(place: &str) -> Option<(&str, usize, usize)> {
    let place = place.trim().trim_start_matches('[').trim_end_matches(']');
    let (rest, column) = place.rsplit_once(':')?;
    let (file, line) = rest.rsplit_once(':')?;
    Some((file, line.parse().ok()?, column.parse().ok()?))
}
