//! Moments, days and lengths of time as templates see them, and as messages say them.

use jiff::ZonedDateTime;
use jiff::civil::{Date, Time, Weekday};
use jiff::tz::Offset;

use crate::config::Minutes;
use crate::view::{DateView, DurationView, TimeView};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A moment, as the clocks of its zone show it.
#[must_use]
pub fn time_view(moment: &ZonedDateTime) -> TimeView {
    // HTML's `datetime` and RFC 3339 know offsets in whole minutes, some zones had seconds until
    // 1972. The wall clock is shifted with the offset, so the instant stays exact.
    let seconds = moment.offset().seconds();
    let whole = Offset::from_seconds(seconds - seconds % 60).unwrap_or(Offset::UTC);
    let wall = whole.to_datetime(moment.timestamp());
    let clock = moment.time();
    TimeView {
        iso: format!(
            "{}T{:02}:{:02}:{:02}{}",
            iso_date(wall.date()),
            wall.hour(),
            wall.minute(),
            wall.second(),
            hours_and_minutes(whole)
        ),
        date: date_view(moment.date()),
        weekday: weekday(moment.weekday()),
        time: time(clock),
        zone: moment.time_zone().iana_name().unwrap_or("UTC").to_owned(),
        offset: offset(moment.offset()),
    }
}

/// A day.
#[must_use]
pub fn date_view(day: Date) -> DateView {
    DateView {
        iso: iso_date(day),
        text: date(day),
        short: format!(
            "{} {} {}",
            &weekday(day.weekday())[..3],
            day.day(),
            &month(day)[..3]
        ),
    }
}

/// A length of time.
#[must_use]
pub fn duration_view(minutes: Minutes) -> DurationView {
    let (hours, rest) = (minutes.0 / 60, minutes.0 % 60);
    let iso = match (hours, rest) {
        (0, rest) => format!("PT{rest}M"),
        (hours, 0) => format!("PT{hours}H"),
        (hours, rest) => format!("PT{hours}H{rest}M"),
    };
    DurationView {
        minutes: minutes.0,
        text: minutes.to_string(),
        iso,
    }
}

/// `UTC+02:00`; `UTC` where there is no difference.
#[must_use]
pub fn offset(offset: Offset) -> String {
    if offset.seconds() / 60 == 0 {
        "UTC".to_owned()
    } else {
        format!("UTC{}", hours_and_minutes(offset))
    }
}

/// `Tuesday`.
pub(super) fn weekday(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    }
}

/// `14:00`.
pub(super) fn time(time: Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// `5 October 2026`.
pub(super) fn date(day: Date) -> String {
    format!("{} {} {}", day.day(), month(day), day.year())
}

/// `Monday 5 October 2026`.
pub(super) fn long_date(day: Date) -> String {
    format!("{} {}", weekday(day.weekday()), date(day))
}

/// `Monday 12 October`.
#[must_use]
pub fn day_words(day: Date) -> String {
    format!("{} {} {}", weekday(day.weekday()), day.day(), month(day))
}

/// `1 week`, `8 weeks`.
#[must_use]
pub fn weeks_words(weeks: u32) -> String {
    match weeks {
        1 => "1 week".to_owned(),
        weeks => format!("{weeks} weeks"),
    }
}

fn month(day: Date) -> &'static str {
    // jiff counts months from 1 to 12.
    MONTHS[usize::from(day.month().unsigned_abs()) - 1]
}

fn iso_date(day: Date) -> String {
    format!("{:04}-{:02}-{:02}", day.year(), day.month(), day.day())
}

fn hours_and_minutes(offset: Offset) -> String {
    let minutes = offset.seconds() / 60;
    let sign = if minutes < 0 { '-' } else { '+' };
    let minutes = minutes.unsigned_abs();
    format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::tz::TimeZoneDatabase;

    fn at(zone: &str, text: &str) -> TimeView {
        let zone = TimeZoneDatabase::bundled().get(zone).unwrap();
        let moment: jiff::Timestamp = text.parse().unwrap();
        time_view(&moment.to_zoned_datetime(zone))
    }

    #[test]
    fn moments() {
        let view = at("Europe/Paris", "2026-10-06T12:00:00Z");
        assert_eq!(view.iso, "2026-10-06T14:00:00+02:00");
        assert_eq!(view.date.text, "6 October 2026");
        assert_eq!(view.date.short, "Tue 6 Oct");
        assert_eq!((view.weekday, view.time.as_str()), ("Tuesday", "14:00"));
        assert_eq!(view.zone, "Europe/Paris");
        assert_eq!(view.offset, "UTC+02:00");
        assert_eq!(
            at("Asia/Kathmandu", "2026-10-06T12:00:00Z").offset,
            "UTC+05:45"
        );
        assert_eq!(
            at("America/St_Johns", "2026-12-06T12:00:00Z").offset,
            "UTC-03:30"
        );
        assert_eq!(at("Europe/London", "2026-12-06T12:00:00Z").offset, "UTC");
    }

    #[test]
    fn an_offset_with_seconds_keeps_its_instant() {
        let view = at("Africa/Monrovia", "1971-01-01T12:00:00Z");
        let back: jiff::Timestamp = view.iso.parse().unwrap();
        assert_eq!(back, "1971-01-01T12:00:00Z".parse().unwrap());
    }

    #[test]
    fn lengths() {
        let iso = |minutes| duration_view(Minutes(minutes)).iso;
        assert_eq!(
            (iso(5), iso(60), iso(90)),
            ("PT5M".into(), "PT1H".into(), "PT1H30M".into())
        );
        assert_eq!(duration_view(Minutes(90)).text, "1 h 30 min");
    }
}
