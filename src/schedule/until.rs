//! [`Until`]: how long something is used, in the author's terms.

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::Offset;

use super::weeks::plus_days;
use super::{NoMoment, Point, Timetable, anchor, fixed};

/// The last day of something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Until {
    /// In words, which say no day: `your certificate is there`.
    Words,
    /// The same day whenever a cohort starts.
    Day(Date),
    /// Relative to the session with this id, so each cohort has a day of its own.
    After(String),
}

/// Takes `text` apart. It is words unless it begins with a date, or with an id and a distance; a single word is an id if
/// `is_session` says so.
///
/// # Errors
///
/// What cannot be understood of a date or of a distance, in words that follow the text itself.
pub fn until(text: &str, is_session: impl Fn(&str) -> bool) -> Result<Until, String> {
    if let Some(day) = fixed::parse(text) {
        return day.map(|fixed| Until::Day(fixed.day));
    }
    let (id, rest) = anchor_parts(text);
    match anchor::parse(text) {
        Ok(_) if !rest.is_empty() || is_session(id) => Ok(Until::After(id.to_owned())),
        Err(why) if rest.starts_with(['+', '-', '−', '–']) && is_session(id) => Err(why),
        _ if is_like_a_day(text) => Err("no day is written like this".to_owned()),
        _ => Ok(Until::Words),
    }
}

/// Whether somebody meant a day: `31.1.2027`, `31 January 2027`, `week 8`.
fn is_like_a_day(text: &str) -> bool {
    let lower = text.trim().to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    let is_number = |word: &&str| word.bytes().all(|byte| byte.is_ascii_digit());
    let is_year = |word: &str| {
        let digits: String = word.chars().filter(char::is_ascii_digit).collect();
        matches!(digits.len(), 4 | 8) || word.matches(['.', '/']).count() == 2
    };
    match words[..] {
        ["week", number] => is_number(&number),
        [first, .., last] => first.starts_with(|char: char| char.is_ascii_digit()) && is_year(last),
        [only] => only.starts_with(|char: char| char.is_ascii_digit()) && is_year(only),
        [] => false,
    }
}

/// The id that a text begins with, and what stands behind it.
fn anchor_parts(text: &str) -> (&str, &str) {
    let text = text.trim();
    let end = text
        .find(|char: char| !char.is_alphanumeric() && char != '-' && char != '_')
        .unwrap_or(text.len());
    let (id, rest) = text.split_at(end);
    (id, rest.trim_start())
}

impl Timetable {
    /// The last day that is meant in this cohort by a text that is relative to a session, on the clocks of the cohort.
    ///
    /// # Errors
    ///
    /// Why there is none.
    pub fn last_day_of(&self, text: &str) -> Result<Date, NoMoment> {
        self.moment(Point::Anchor(text))
            .map(|moment| moment.is.date())
    }

    /// The first instant after this day, on the clocks of the cohort.
    #[must_use]
    pub fn after(&self, day: Date) -> Timestamp {
        plus_days(day, 1)
            .and_then(|next| self.moment(Point::Local(next, None)).ok())
            .map_or(Timestamp::MAX, |moment| moment.is.timestamp())
    }
}

/// The first instant after a day that is written without a zone: when it is over at the last place on earth, 12 hours behind
/// UTC.
pub(crate) fn over(day: Date) -> Timestamp {
    plus_days(day, 1)
        .and_then(|next| {
            let midnight = next.to_datetime(Time::midnight());
            Offset::constant(-12).to_timestamp(midnight).ok()
        })
        .unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Until, String> {
        until(text, |id| id == "kickoff")
    }

    #[test]
    fn days_distances_and_words() {
        let day = Until::Day(jiff::civil::date(2026, 12, 20));
        assert_eq!(read("2026-12-20"), Ok(day.clone()));
        assert_eq!(read("2026-12-20T18:00"), Ok(day));
        for text in ["kickoff", "kickoff + 8 weeks", " kickoff − 1d 09:00"] {
            assert_eq!(read(text), Ok(Until::After("kickoff".to_owned())), "{text}");
        }
        // Who writes a distance means a session, whatever its name.
        let slip = Until::After("kickof".to_owned());
        assert_eq!(read("kickof + 8 weeks"), Ok(slip));
        for text in [
            "",
            "Christmas",
            "kickof",
            "the end of the course",
            "spring - or summer",
            "your certificate is there",
        ] {
            assert_eq!(read(text), Ok(Until::Words), "{text}");
        }
        for text in [
            "week 8",
            "20.12.2026",
            "2026-02-30",
            "2026-12-20 + 3d",
            "kickoff + 8 wekks",
            "kickoff +",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
