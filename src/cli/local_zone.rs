//! The zone of whoever sits at this machine.

use jiff::tz::TimeZone;

/// The zone that `TZ` or the machine says, with its name if it has one. `None` where nobody knows.
#[allow(clippy::disallowed_methods)] // It is for tables on a terminal, and reaches no portal.
pub(super) fn local_zone() -> Option<(TimeZone, String)> {
    let zone = TimeZone::try_system()
        .ok()
        .filter(|zone| !zone.is_unknown());
    zone.map(|zone| {
        let name = zone.iana_name().unwrap_or("your time").to_owned();
        (zone, name)
    })
}
