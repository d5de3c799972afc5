//! The time zone of a cohort, by its IANA name.

use jiff::tz::{TimeZone, TimeZoneDatabase};

use crate::config::Spanned;
use crate::diagnostic::{Diagnostic, did_you_mean};
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
        let canonical = zone.iana_name().unwrap_or(name).to_owned();
        return (zone, canonical);
    }
    let known: Vec<String> = database.available().map(|name| name.to_string()).collect();
    let help = did_you_mean(name, &known)
        .or_else(|| city(name, &known))
        .unwrap_or_else(|| {
            "write the name of a region and a city, like \"Europe/Paris\"; it knows summer time, \
             which a distance from UTC does not"
                .to_owned()
        });
    diagnostics.push(
        Diagnostic::new(
            &rule::BAD_ZONE,
            path,
            name.span(),
            format!("there is no time zone `{}`", name.value),
        )
        .help(help),
    );
    (TimeZone::UTC, "UTC".to_owned())
}

/// Authors write `Paris` or `new york`; the names end in the city.
fn city(written: &str, known: &[String]) -> Option<String> {
    let city = |name: &str| {
        let city = name.rsplit('/').next().unwrap_or(name);
        city.trim().replace([' ', '-'], "_").to_lowercase()
    };
    let wanted = city(written);
    known
        .iter()
        .filter(|name| name.contains('/') && city(name) == wanted)
        .min()
        .map(|name| format!("did you mean `{name}`?"))
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
        assert!(help("Etc/Unknown").is_some());
        assert!(help("").is_some());
        assert!(help("../../etc/passwd").is_some());
    }
}
