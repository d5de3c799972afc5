//! Errors of the template engine, as diagnostics.

use std::sync::Arc;

use super::{Theme, ThemeFile, circle};
use crate::diagnostic::{Diagnostic, LineIndex, Span};
use crate::rule;
use crate::source::SourcePath;

/// How the engine calls the one template that is not a page: the options.
const ONE_OFF: &str = "__tera_one_off";

/// An error as the engine means it.
#[derive(Default)]
struct Meant {
    /// The template; empty if nobody knows.
    file: String,
    span: Option<Span>,
    words: String,
    help: Option<String>,
}

impl Theme {
    /// Turns an error of the template engine into a diagnostic; `page` is what was being rendered. `None` for an error
    /// that only follows from another finding: options that a broken `theme.toml` could not give.
    #[must_use]
    pub fn explain(&self, error: &tera::Error, page: Option<&str>) -> Option<Diagnostic> {
        let meant = self.meant(error);
        let file = self.file(&meant.file);
        let text = file.map(|file| String::from_utf8_lossy(&file.bytes));
        if !self.options_are_whole
            && text
                .as_deref()
                .zip(meant.span.as_ref())
                .is_some_and(|(text, span)| is_option(text, span))
        {
            return None;
        }
        let path = match file {
            Some(file) => file.path.clone(),
            None if meant.file.is_empty() => SourcePath::new("templates"),
            None => SourcePath::new(&meant.file),
        };
        let message = match page {
            Some(page) => format!("{} (while rendering {page})", meant.words),
            None => meant.words,
        };
        let mut diagnostic = Diagnostic::new(&rule::TEMPLATE_ERROR, &path, meant.span, message);
        diagnostic.text = text.map(|text| Arc::from(&*text));
        Some(diagnostic.maybe_help(meant.help))
    }

    /// The file that the engine knows by this name.
    fn file(&self, name: &str) -> Option<&ThemeFile> {
        if name == ONE_OFF {
            return self.assets.get("options.css");
        }
        self.templates.get(name)
    }

    fn meant(&self, error: &tera::Error) -> Meant {
        let help = std::error::Error::source(error).map(|source| {
            source
                .to_string()
                .lines()
                .next()
                .unwrap_or_default()
                .to_owned()
        });
        match error.kind() {
            tera::ErrorKind::SyntaxError(report) | tera::ErrorKind::RenderingError(report) => {
                Meant {
                    file: report.filename().to_owned(),
                    span: Some(report.span().range.clone()),
                    words: report.message().to_owned(),
                    help,
                }
            }
            tera::ErrorKind::CircularExtend {
                tpl,
                inheritance_chain,
            } => {
                // The chain begins behind the template itself, and ends where it closes.
                let chain: Vec<&str> = [tpl.as_str()]
                    .into_iter()
                    .chain(inheritance_chain.iter().map(String::as_str))
                    .collect();
                self.circle("extends", &chain)
            }
            tera::ErrorKind::CircularInclude { include_chain, .. } => {
                let chain: Vec<&str> = include_chain.iter().map(String::as_str).collect();
                self.circle("include", &chain)
            }
            tera::ErrorKind::Msg(words) if words.contains("recursion depth for components") => {
                self.endless_component()
            }
            _ => Meant {
                help,
                ..self.read_report(&error.to_string())
            },
        }
    }

    /// Templates that extend or include each other; the last of `chain` was met before.
    fn circle(&self, tag: &str, chain: &[&str]) -> Meant {
        let [.., from, to] = chain else {
            return Meant::default();
        };
        let step = circle::tag(&self.templates, from, tag, to);
        let names: Vec<String> = chain
            .iter()
            .skip_while(|name| *name != to)
            .map(|name| {
                self.templates
                    .get(*name)
                    .map_or_else(|| (*name).to_owned(), |file| file.path.to_string())
            })
            .collect();
        let short = to.split_once('/').map_or(*to, |(_, name)| name);
        let verb = if tag == "extends" {
            "extends"
        } else {
            "includes"
        };
        let words = match names.as_slice() {
            [_] | [_, _] => format!("this template {verb} itself"),
            _ => format!(
                "this template in the end {verb} itself: {}",
                names.join(", then ")
            ),
        };
        let is_built_in = self.templates.contains_key(&format!("builtin/{short}"));
        let help = if is_built_in && !to.starts_with("builtin/") {
            format!("to build on the template that comes with stoa, write \"builtin/{short}\"")
        } else {
            format!("take one of the `{tag}` tags out")
        };
        Meant {
            file: (*from).to_owned(),
            span: step.map(|step| step.span),
            words,
            help: Some(help),
        }
    }

    /// A component that calls itself until the engine gives up, which does not say where.
    fn endless_component(&self) -> Meant {
        let help = Some(
            "take the call out, or put it into an {% if %} that is false in the end".to_owned(),
        );
        match circle::component(&self.templates) {
            Some((step, names)) => Meant {
                file: step.file.to_owned(),
                span: Some(step.span),
                words: match names.as_slice() {
                    [one] => format!("the component `{one}` calls itself without an end"),
                    all => format!(
                        "the component `{}` in the end calls itself, without an end: `{}`",
                        all[0],
                        all.join("`, then `")
                    ),
                },
                help,
            },
            None => Meant {
                words: "components call each other without an end".to_owned(),
                help,
                ..Meant::default()
            },
        }
    }

    /// What is found while loading comes as finished text, ` --> file:line:column` in it.
    fn read_report(&self, text: &str) -> Meant {
        let (words, place) = finished_text(text);
        let Some((file, line, column)) = place else {
            return Meant {
                words,
                ..Meant::default()
            };
        };
        let span = self.file(file).map(|template| {
            let text = String::from_utf8_lossy(&template.bytes);
            span_at(&text, line, column)
        });
        Meant {
            file: file.to_owned(),
            span,
            words,
            help: None,
        }
    }
}

/// Whether a span is the name of an option: `accent` in `site.options.accent`.
fn is_option(text: &str, span: &Span) -> bool {
    let before = text.get(..span.start).unwrap_or_default();
    before
        .trim_end_matches(['.', '[', '"', '\'', ' '])
        .ends_with("site.options")
}

/// The words and the place of an error that comes as finished text.
pub(crate) fn finished_text(text: &str) -> (String, Option<(&str, usize, usize)>) {
    let words = text
        .lines()
        .find(|line| !line.trim().is_empty())
        .unwrap_or("this template cannot be read");
    let words = words.trim().trim_start_matches("error:").trim().to_owned();
    let place = text
        .lines()
        .find_map(|line| line.trim_start().strip_prefix("--> "));
    (words, place.and_then(cut_place))
}

/// The place of a line and a column, both counted from 1.
pub(crate) fn span_at(text: &str, line: usize, column: usize) -> Span {
    let start = LineIndex::new(text).offset(line);
    let rest = &text[start..];
    let at = start
        + rest
            .char_indices()
            .nth(column.saturating_sub(1))
            .map_or(rest.len(), |(at, _)| at);
    at..at
}

fn cut_place(place: &str) -> Option<(&str, usize, usize)> {
    let place = place.trim().trim_start_matches('[').trim_end_matches(']');
    let (rest, column) = place.rsplit_once(':')?;
    let (file, line) = rest.rsplit_once(':')?;
    Some((file, line.parse().ok()?, column.parse().ok()?))
}
