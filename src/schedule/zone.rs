//! The time zone of a cohort, by its IANA name.

use jiff::tz::{TimeZone, TimeZoneDatabase};

use super::city::{zone_of_abbreviation, zone_of_city};
use crate::config::Spanned;
use crate::diagnostic::{Diagnostic, Severity, did_you_mean};
use crate::rule;
use crate::source::SourcePath;

/// The zone with this name, and the name as IANA spells it. An unknown name gives a finding and
/// UTC, so that the findings that depend on times still appear.
///
/// The database is the one inside the binary and never the machine's: the same course has the same
/// times everywhere.
pub(super) fn zone(
    name: &Spanned<String>,
    path: &SourcePath,
    diagnostics: &mut Vec<Diagnostic>,
) -> (TimeZone, String) {
    let database = TimeZoneDatabase::bundled();
    if let Ok(zone) = database.get(name)
        && !zone.is_unknown()
    {
        diagnostics.extend(abbreviation(name, &zone, path));
        let canonical = zone.iana_name().unwrap_or(name).to_owned();
        return (zone, canonical);
    }
    let known: Vec<String> = database.available().map(|name| name.to_string()).collect();
    diagnostics.push(
        Diagnostic::new(
            &rule::BAD_ZONE,
            path,
            name.span(),
            format!("there is no time zone `{}`", name.value),
        )
        .help(help(name, &known)),
    );
    (TimeZone::UTC, "UTC".to_owned())
}

/// The zone with this name, and the name as IANA spells it.
///
/// # Errors
///
/// That there is none, and what was probably meant.
pub fn zone_named(name: &str) -> Result<(TimeZone, String), String> {
    let mut found = Vec::new();
    let name = Spanned::new(name.to_owned(), 0..0);
    let zone = zone(&name, &SourcePath::new(""), &mut found);
    found.retain(|finding| finding.severity == Severity::Error);
    match found.pop() {
        None => Ok(zone),
        Some(finding) => Err(match finding.help {
            Some(help) => format!("{}; {help}", finding.message),
            None => finding.message,
        }),
    }
}

/// What was probably meant by a name that is not in the list.
fn help(written: &str, known: &[String]) -> String {
    if let Some(zone) = zone_of_city(written) {
        return format!("the time there is `{zone}`");
    }
    if let Some(zone) = zone_of_abbreviation(written) {
        return format!(
            "write the zone of a place, like \"{zone}\"; it knows when summer time begins and ends, which an abbreviation does not"
        );
    }
    let wanted = city(written);
    let same_city = known
        .iter()
        .filter(|name| name.contains('/') && city(name) == wanted)
        .min()
        .map(|name| format!("did you mean `{name}`?"));
    // Munich is three letters from Zurich, and another place: the city itself has to be close.
    let limit = (wanted.chars().count() / 4).max(1);
    let close = known
        .iter()
        .filter(|name| strsim::damerau_levenshtein(&city(name), &wanted) <= limit);
    same_city
        .or_else(|| did_you_mean(written, close))
        .unwrap_or_else(|| {
            "write the name of a region and a city, like \"Europe/Paris\"; it knows summer time, \
             which a distance from UTC does not"
                .to_owned()
        })
}

/// Authors write `Paris` or `new york`; the names end in the city.
fn city(name: &str) -> String {
    let city = name.rsplit('/').next().unwrap_or(name);
    let plain = deunicode::deunicode(city.trim());
    plain.replace([' ', '-'], "_").to_lowercase()
}

/// The list has some abbreviations too. `CET` has summer time there, and `EST` has none, which nobody expects who lives in
/// New York.
fn abbreviation(name: &Spanned<String>, zone: &TimeZone, path: &SourcePath) -> Option<Diagnostic> {
    let place = zone_of_abbreviation(name)?;
    let offset = |at: &str| at.parse().ok().map(|at| zone.to_offset(at));
    let is_fixed = offset("2026-01-01T12:00:00Z") == offset("2026-07-01T12:00:00Z");
    let (severity, message) = if is_fixed {
        let message = format!(
            "`{}` has no summer time: its clocks are the same all year",
            name.value
        );
        (Severity::Warning, message)
    } else {
        let message = format!("`{}` is an abbreviation, and names no place", name.value);
        (Severity::Note, message)
    };
    Some(
        Diagnostic::new(&rule::BAD_ZONE, path, name.span(), message)
            .severity(severity)
            .help(format!("write the zone of a place, like \"{place}\"; it knows when summer time begins and ends")),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn help(name: &str) -> Option<String> {
        let mut diagnostics = Vec::new();
        let path = SourcePath::new("cohorts/a.toml");
        zone(
            &Spanned::new(name.to_owned(), 0..1),
            &path,
            &mut diagnostics,
        );
        diagnostics.pop().and_then(|diagnostic| diagnostic.help)
    }

    #[test]
    fn abbreviations_that_are_in_the_list() {
        for (written, severity, words) in [
            ("EST", Severity::Warning, "has no summer time"),
            ("mst", Severity::Warning, "has no summer time"),
            ("CET", Severity::Note, "names no place"),
        ] {
            let mut found = Vec::new();
            let path = SourcePath::new("cohorts/a.toml");
            let name = Spanned::new(written.to_owned(), 0..1);
            let (zone, _) = zone(&name, &path, &mut found);
            assert_ne!(zone, TimeZone::UTC);
            assert_eq!(found.len(), 1, "{written}");
            assert_eq!(found[0].severity, severity);
            assert!(found[0].message.contains(words), "{}", found[0].message);
        }
    }

    #[test]
    fn names() {
        assert_eq!(help("europe/paris"), None);
        assert_eq!(help("UTC"), None);
        assert_eq!(
            help("Europe/Pariss").unwrap(),
            "did you mean `Europe/Paris`?"
        );
        assert_eq!(
            help("New York").unwrap(),
            "did you mean `America/New_York`?"
        );
        assert_eq!(
            help("Amercia/New_York").unwrap(),
            "did you mean `America/New_York`?"
        );
        for (written, zone) in [
            ("Europe/Munich", "Europe/Berlin"),
            ("münchen", "Europe/Berlin"),
            ("Milan", "Europe/Rome"),
            ("America/San_Francisco", "America/Los_Angeles"),
            ("US/Boston", "America/New_York"),
            ("Asia/Beijing", "Asia/Shanghai"),
            ("New-Delhi", "Asia/Kolkata"),
            ("Europe/Geneva", "Europe/Zurich"),
            ("Canberra", "Australia/Sydney"),
        ] {
            assert_eq!(
                help(written).unwrap(),
                format!("the time there is `{zone}`")
            );
        }
        // A town that is in no list is not taken for another one.
        let general = help("Europe/Mainz").unwrap();
        assert!(
            general.starts_with("write the name of a region"),
            "{general}"
        );
        let cest = help("CEST").unwrap();
        assert!(
            cest.starts_with(
                "write the zone of a place, like \"Europe/Paris\"; it knows when summer time"
            ),
            "{cest}"
        );
        assert!(help("Etc/Unknown").is_some());
        assert!(help("").is_some());
        assert!(help("../../etc/passwd").is_some());
    }
}
