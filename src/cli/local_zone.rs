//! The zone of whoever sits at this machine.

use jiff::tz::TimeZone;

use super::Failure;
use crate::schedule::zone_named;

/// The zone with this name, else the one that `TZ` or the machine says, with its name if it has one.
/// `None` where nobody knows.
///
/// # Errors
///
/// If there is no zone with this name.
#[allow(clippy::disallowed_methods)] // It is for tables on a terminal, and reaches no portal.
pub(super) fn local_zone(name: Option<&str>) -> Result<Option<(TimeZone, String)>, Failure> {
    if let Some(name) = name {
        return Ok(Some(zone_named(name)?));
    }
    let zone = TimeZone::try_system()
        .ok()
        .filter(|zone| !zone.is_unknown());
    Ok(zone.map(|zone| {
        let name = zone.iana_name().unwrap_or("your time").to_owned();
        (zone, name)
    }))
}
