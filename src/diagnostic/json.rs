//! For programs: one JSON object a line.

use serde::Serialize;

use super::place::{Place, Places};
use super::{Diagnostic, Related};
use crate::source::Sources;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Line<'a> {
    rule: &'a str,
    severity: &'a str,
    path: &'a str,
    #[serde(flatten)]
    region: Option<Region>,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related: Vec<RelatedPlace<'a>>,
}

#[derive(Serialize)]
struct RelatedPlace<'a> {
    path: &'a str,
    #[serde(flatten)]
    region: Option<Region>,
    label: &'a str,
}

/// Lines and columns from 1, columns in characters, the end behind the last one.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

impl From<Place> for Region {
    fn from(place: Place) -> Self {
        Self {
            line: place.start.line,
            column: place.start.column,
            end_line: place.end.line,
            end_column: place.end.column,
        }
    }
}

/// All diagnostics, one JSON object a line. A diagnostic about a whole file has no `line`.
#[must_use]
pub fn json<'a>(diagnostics: &'a [Diagnostic], sources: &'a Sources) -> String {
    let places = Places::new(sources);
    let mut text = String::new();
    for diagnostic in diagnostics {
        let related = |related: &'a Related| {
            let file = places.lines(diagnostic, related.path.as_str())?;
            let span = related.start..related.end;
            (span != (0..0)).then(|| Place::new(&file, &span).into())
        };
        let line = Line {
            rule: diagnostic.rule.code,
            severity: diagnostic.severity.word(),
            path: diagnostic.path.as_str(),
            region: places.of(diagnostic).map(Region::from),
            message: &diagnostic.message,
            help: diagnostic.help.as_deref(),
            related: diagnostic
                .related
                .iter()
                .map(|place| RelatedPlace {
                    path: place.path.as_str(),
                    region: related(place),
                    label: &place.label,
                })
                .collect(),
        };
        // Text and numbers always have a JSON form.
        text.push_str(&serde_json::to_string(&line).unwrap_or_default());
        text.push('\n');
    }
    text
}
