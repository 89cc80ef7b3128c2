//! The time zone of this machine.

#[cfg(unix)]
use std::path::Path;

use jiff::tz::TimeZone;

#[cfg(unix)]
use super::read;

/// In bytes: more than any zone takes.
#[cfg(unix)]
const MAX_BYTES: u64 = 64 * 1024;

/// The same times as [`TimeZone::system`], for those who only need the day: the rules are read from
/// `/etc/localtime`. To find the name of the zone as well, all the names there are would be looked up first,
/// which takes about as long as reading an edition.
pub fn local_zone() -> TimeZone {
    #[cfg(unix)]
    if std::env::var_os("TZ").is_none()
        && let Ok(rules) = read::bytes(Path::new("/etc/localtime"), MAX_BYTES)
        && let Ok(zone) = TimeZone::tzif("", &rules)
    {
        return zone;
    }
    TimeZone::system()
}

#[cfg(test)]
mod tests {
    use jiff::tz::TimeZone;
    use jiff::{SignedDuration, Timestamp};

    use super::local_zone;

    #[test]
    fn the_local_zone_has_the_same_times_as_that_of_the_system() {
        let zone = local_zone();
        for months in 0..600 {
            let time = Timestamp::UNIX_EPOCH + SignedDuration::from_hours(months * 731);
            let here = time.to_zoned(zone.clone()).datetime();
            assert_eq!(here, time.to_zoned(TimeZone::system()).datetime());
        }
    }
}
