//! [`Anchor`]: the text of `at`, `"kickoff + 9d 23:59"`, taken apart.

use jiff::civil::Time;

use crate::config;

/// A time relative to another session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Anchor {
    /// The id of the other session, as it was written.
    pub(super) session: String,
    /// Calendar days from the other session, on the clocks of the cohort.
    pub(super) days: i64,
    /// The local time, if it is not that of the other session.
    pub(super) time: Option<Time>,
    /// Minutes from the other session that pass whatever the clocks do.
    pub(super) minutes: i64,
}

/// The largest distance. Nine thousand years are not quite five billion minutes, so that nothing
/// which could ever be meant is refused, and sums stay far inside `i64`.
const LARGEST: i64 = 9_999_999_999;

/// Takes `text` apart. Days and weeks are days of the calendar, hours and minutes are exact, and a
/// clock time may stand at the end: `kickoff`, `kickoff 12:00`, `kickoff + 1w 2d`,
/// `kickoff - 3d 09:00`, `kickoff + 2h 30m`, `kickoff + 8 weeks`.
///
/// # Errors
///
/// What cannot be understood, in words that follow the text itself.
pub(super) fn parse(text: &str) -> Result<Anchor, String> {
    let text = text.trim();
    let end = text
        .find(|char: char| !char.is_alphanumeric() && char != '-' && char != '_')
        .unwrap_or(text.len());
    let (session, mut rest) = text.split_at(end);
    if session.is_empty() {
        return Err("it does not begin with the id of a session".to_owned());
    }
    let mut anchor = Anchor {
        session: session.to_owned(),
        days: 0,
        time: None,
        minutes: 0,
    };
    let mut sign = None;
    let mut exact = false;
    // A sign without a distance behind it is a distance that somebody forgot.
    let mut open = None;
    loop {
        rest = rest.trim_start();
        let Some(first) = rest.chars().next() else {
            break;
        };
        if let Some(time) = anchor.time {
            return Err(format!(
                "nothing can stand behind the time {}",
                super::words::time(time)
            ));
        }
        let after = &rest[first.len_utf8()..];
        match first {
            '+' => (sign, open, rest) = (Some(1), Some('+'), after),
            // What keyboards and word processors make of a minus.
            '-' | '−' | '–' => (sign, open, rest) = (Some(-1), Some('-'), after),
            '0'..='9' => {
                let (word, behind) = token(rest);
                if word.contains(':') {
                    let time = config::Time::parse(word)
                        .ok_or_else(|| format!("`{word}` is no time of day"))?;
                    anchor.time = Some(time.0);
                    rest = behind;
                } else {
                    let sign = sign.ok_or("there is no + or - before the distance")?;
                    let (amount, unit, behind) = distance(rest)?;
                    match unit {
                        Unit::Days(days) => anchor.days += sign * amount * days,
                        Unit::Minutes(minutes) => {
                            anchor.minutes += sign * amount * minutes;
                            exact = true;
                        }
                    }
                    (open, rest) = (None, behind);
                }
            }
            _ => return Err(format!("`{}` is no distance", token(rest).0)),
        }
        if anchor.days.abs() > LARGEST || anchor.minutes.abs() > LARGEST {
            return Err("the distance is too large".to_owned());
        }
    }
    if let Some(sign) = open {
        return Err(format!("there is no distance behind the {sign}"));
    }
    if exact && anchor.time.is_some() {
        return Err(
            "hours and minutes say the time already, so no clock time can follow".to_owned(),
        );
    }
    Ok(anchor)
}

enum Unit {
    Days(i64),
    Minutes(i64),
}

/// A number and its unit, with or without a space between: `9d`, `8 weeks`.
fn distance(text: &str) -> Result<(i64, Unit, &str), String> {
    let digits = text
        .find(|char: char| !char.is_ascii_digit())
        .unwrap_or(text.len());
    let (number, behind) = text.split_at(digits);
    let amount = number
        .parse::<i64>()
        .ok()
        .filter(|amount| *amount <= LARGEST)
        .ok_or_else(|| format!("`{number}` is too large"))?;
    let behind = behind.trim_start();
    let letters = behind
        .find(|char: char| !char.is_alphabetic())
        .unwrap_or(behind.len());
    let (unit, behind) = behind.split_at(letters);
    let unit = match unit {
        "w" | "week" | "weeks" => Unit::Days(7),
        "d" | "day" | "days" => Unit::Days(1),
        "h" | "hour" | "hours" => Unit::Minutes(60),
        "m" | "min" | "minute" | "minutes" => Unit::Minutes(1),
        "" => return Err(format!("`{number}` has no unit")),
        other => {
            return Err(format!(
                "`{other}` is no unit; there are w, d, h and m for weeks, days, hours and minutes"
            ));
        }
    };
    Ok((amount, unit, behind))
}

/// The text up to the next space, and what stands behind it.
fn token(text: &str) -> (&str, &str) {
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    text.split_at(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn anchor(text: &str) -> (String, i64, Option<String>, i64) {
        let anchor = parse(text).unwrap();
        let time = anchor.time.map(super::super::words::time);
        (anchor.session, anchor.days, time, anchor.minutes)
    }

    fn named(days: i64, time: Option<&str>, minutes: i64) -> (String, i64, Option<String>, i64) {
        (
            "kick-off".to_owned(),
            days,
            time.map(str::to_owned),
            minutes,
        )
    }

    #[test]
    fn every_form() {
        assert_eq!(anchor("kick-off + 9d 23:59"), named(9, Some("23:59"), 0));
        assert_eq!(anchor(" kick-off - 3d 9:00 "), named(-3, Some("09:00"), 0));
        assert_eq!(anchor("kick-off + 1w"), named(7, None, 0));
        assert_eq!(anchor("kick-off + 8 weeks"), named(56, None, 0));
        assert_eq!(anchor("kick-off + 2h"), named(0, None, 120));
        assert_eq!(anchor("kick-off + 1h30m"), named(0, None, 90));
        assert_eq!(anchor("kick-off + 1w 2d - 30m"), named(9, None, -30));
        assert_eq!(anchor("kick-off +1d"), named(1, None, 0));
        assert_eq!(anchor("kick-off − 1d"), named(-1, None, 0));
        assert_eq!(anchor("kick-off+1d"), named(1, None, 0));
        assert_eq!(anchor("kick-off"), named(0, None, 0));
        assert_eq!(anchor("kick-off 12:00"), named(0, Some("12:00"), 0));
    }

    #[test]
    fn every_mistake() {
        for text in [
            "",
            "+ 3d",
            "k +",
            "k + 3",
            "k + 3x",
            "k 3d",
            "k + soon",
            "k + 3d 25:00",
            "k + 3d 09:00 1d",
            "k + 2h 09:00",
            "k + 99999999999999999999d",
            "k + 9999999999w",
            "k + 3d €",
            "k + 9999999999d 9999999999d",
            "k + 3d 9:",
            "k + ٣d",
        ] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
