//! For code scanning: SARIF 2.1.0.
//!
//! <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>

use std::fmt::Write as _;
use std::ops::Range;

use serde::Serialize;

use super::place::{Place, Places};
use super::{Diagnostic, Severity};
use crate::rule::{RULES, Rule};
use crate::source::Sources;

#[derive(Serialize)]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'a str,
    version: &'a str,
    runs: [Run<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Tool<'a>,
    column_kind: &'a str,
    results: Vec<Finding<'a>>,
}

#[derive(Serialize)]
struct Tool<'a> {
    driver: Driver<'a>,
}

#[derive(Serialize)]
struct Driver<'a> {
    name: &'a str,
    version: &'a str,
    rules: Vec<RuleInfo<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RuleInfo<'a> {
    id: &'a str,
    short_description: Text<'a>,
    full_description: Text<'a>,
    help: Text<'a>,
    default_configuration: Configuration,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
struct Text<'a> {
    text: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Finding<'a> {
    rule_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_index: Option<usize>,
    level: &'a str,
    message: OwnText,
    locations: [Location; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location>,
}

#[derive(Serialize)]
struct OwnText {
    text: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    physical_location: Physical,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<OwnText>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Physical {
    artifact_location: ArtifactLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<Region>,
}

#[derive(Serialize)]
struct ArtifactLocation {
    uri: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
}

/// All diagnostics as one SARIF log, with what every rule looks for.
#[must_use]
pub fn sarif(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    let places = Places::new(sources);
    let log = Log {
        schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json",
        version: "2.1.0",
        runs: [Run {
            tool: Tool {
                driver: Driver {
                    name: "stoa",
                    version: env!("CARGO_PKG_VERSION"),
                    rules: RULES.iter().map(|rule| info(rule)).collect(),
                },
            },
            column_kind: "unicodeCodePoints",
            results: diagnostics
                .iter()
                .map(|diagnostic| finding(diagnostic, &places))
                .collect(),
        }],
    };
    // Text and numbers always have a JSON form.
    let mut text = serde_json::to_string_pretty(&log).unwrap_or_default();
    text.push('\n');
    text
}

fn info(rule: &'static Rule) -> RuleInfo<'static> {
    RuleInfo {
        id: rule.code,
        short_description: Text { text: rule.summary },
        full_description: Text { text: rule.why },
        help: Text { text: rule.fix },
        default_configuration: Configuration {
            level: rule.severity.word(),
        },
    }
}

fn finding<'a>(diagnostic: &'a Diagnostic, places: &Places<'a>) -> Finding<'a> {
    let mut text = diagnostic.message.clone();
    if let Some(help) = &diagnostic.help {
        text.push_str("\nhelp: ");
        text.push_str(help);
    }
    let place = |path: &'a str, span: Option<Range<usize>>| Physical {
        artifact_location: ArtifactLocation { uri: uri(path) },
        region: span.and_then(|span| {
            let place = Place::new(&*places.lines(diagnostic, path)?, &span);
            Some(Region {
                start_line: place.start.line,
                start_column: place.start.column,
                end_line: place.end.line,
                end_column: place.end.column,
            })
        }),
    };
    let related = diagnostic.related.iter().enumerate().map(|(at, related)| {
        let span = related.start..related.end;
        Location {
            id: Some(at + 1),
            physical_location: place(related.path.as_str(), (span != (0..0)).then_some(span)),
            message: Some(OwnText {
                text: related.label.clone(),
            }),
        }
    });
    Finding {
        rule_id: diagnostic.rule.code,
        rule_index: RULES
            .iter()
            .position(|rule| rule.code == diagnostic.rule.code),
        level: match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        },
        message: OwnText { text },
        locations: [Location {
            id: None,
            physical_location: place(diagnostic.path.as_str(), diagnostic.span.clone()),
            message: None,
        }],
        related_locations: related.collect(),
    }
}

/// A path as a relative URI (RFC 3986, 2.3 and 4.2).
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            // Writing to a string can't fail.
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}
