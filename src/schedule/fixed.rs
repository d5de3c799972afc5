//! [`Fixed`]: the text of `at` when it is a date, `2026-12-01T10:00`, taken apart.

use jiff::civil::{Date, Time};
use jiff::tz::Offset;

use crate::config;

/// A date that is the same whenever a cohort starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Fixed {
    /// The day.
    pub(super) day: Date,
    /// The time on the clocks of `offset`, or of the cohort.
    pub(super) time: Option<Time>,
    /// How far those clocks are from UTC, if they are not those of the cohort.
    pub(super) offset: Option<Offset>,
}

/// Takes `text` apart: `2026-12-01`, `2026-12-01T10:00`, `2026-12-01 10:00:00`, `2026-12-01T10:00Z`,
/// `2026-12-01T10:00+02:00`. `None` if it does not begin with a day.
///
/// # Errors
///
/// What cannot be understood, in words that follow the text itself.
pub(super) fn parse(text: &str) -> Option<Result<Fixed, String>> {
    let text = text.trim();
    let (day, rest) = text.split_at_checked(10)?;
    let has_shape = day.bytes().enumerate().all(|(at, byte)| match at {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    });
    // An id can begin with a day as well: `2026-12-01-talk`.
    if !has_shape || !(rest.is_empty() || rest.starts_with(['T', 't', ' '])) {
        return None;
    }
    Some(fixed(day, rest.get(1..).unwrap_or_default().trim_start()))
}

fn fixed(day: &str, rest: &str) -> Result<Fixed, String> {
    let found = day.parse::<Date>();
    let day = found.map_err(|_| format!("`{day}` is no day of the calendar"))?;
    let mut fixed = Fixed {
        day,
        time: None,
        offset: None,
    };
    if rest.is_empty() {
        return Ok(fixed);
    }
    let end = rest
        .find(|char: char| !char.is_ascii_digit() && char != ':')
        .unwrap_or(rest.len());
    let (clock, zone) = rest.split_at(end);
    if clock.is_empty() {
        return Err("behind a date there can only be a time".to_owned());
    }
    let time = config::Time::parse(clock).ok_or_else(|| format!("`{clock}` is no time of day"))?;
    fixed.time = Some(time.0);
    let zone = zone.trim();
    if !zone.is_empty() {
        let found = offset(zone);
        fixed.offset = Some(found.ok_or_else(|| {
            format!(
                "`{zone}` is no distance from UTC, like Z or +02:00; without one, the clocks are those of the cohort"
            )
        })?);
    }
    Ok(fixed)
}

/// `Z`, `+02:00`, `-03:30`.
fn offset(text: &str) -> Option<Offset> {
    if text.eq_ignore_ascii_case("z") {
        return Some(Offset::UTC);
    }
    let (sign, clock) = match text.strip_prefix('+') {
        Some(clock) => (1, clock),
        None => (-1, text.strip_prefix('-')?),
    };
    let time = config::Time::parse(clock).filter(|_| clock.len() == 5)?.0;
    let minutes = i32::from(time.hour()) * 60 + i32::from(time.minute());
    Offset::from_seconds(sign * minutes * 60).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> String {
        let found = parse(text).unwrap().unwrap();
        let offset = found.offset.map(Offset::seconds);
        format!("{} {:?} {offset:?}", found.day, found.time)
    }

    #[test]
    fn every_form() {
        assert_eq!(words("2026-12-01"), "2026-12-01 None None");
        for text in [
            "2026-12-01T10:00",
            "2026-12-01 10:00",
            "2026-12-01t10:00:00",
            " 2026-12-01  10:00 ",
        ] {
            assert_eq!(words(text), "2026-12-01 Some(10:00:00) None");
        }
        let utc = "2026-12-01 Some(10:00:00) Some(0)";
        assert_eq!(words("2026-12-01T10:00Z"), utc);
        assert_eq!(words("2026-12-01 10:00 +00:00"), utc);
        assert_eq!(
            words("2026-12-01T10:00-03:30"),
            "2026-12-01 Some(10:00:00) Some(-12600)"
        );
    }

    #[test]
    fn ids_and_mistakes() {
        for text in [
            "",
            "kickoff",
            "2026-12-01-talk",
            "2026-12-1",
            "٢026-12-01",
            "kickoff 9€",
        ] {
            assert!(parse(text).is_none(), "{text}");
        }
        for text in [
            "2026-02-30",
            "2026-12-01 + 3d",
            "2026-12-01 25:00",
            "2026-12-01 10:00:30",
            "2026-12-01 10:00 Europe/Paris",
            "2026-12-01 10:00+2",
            "2026-12-01 10:00 + 2h",
        ] {
            assert!(parse(text).unwrap().is_err(), "{text}");
        }
    }
}
