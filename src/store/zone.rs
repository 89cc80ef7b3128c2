//! The time zone of this machine.

#[cfg(unix)]
use std::path::Path;

use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

#[cfg(unix)]
use super::read;

/// In bytes: more than any zone takes.
#[cfg(unix)]
const MAX_BYTES: u64 = 64 * 1024;

/// The moment in the time zone of this machine. Unlike in [`Zoned::now`], the zone has no name: its rules are read
/// from `/etc/localtime`. To find the name as well, all the zones of the system would be looked up first, which
/// takes longer than a key.
pub fn in_local_zone(moment: Timestamp) -> Zoned {
    moment.to_zoned(local_zone())
}

fn local_zone() -> TimeZone {
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

    use super::in_local_zone;

    #[test]
    fn moments_have_the_same_times_as_in_the_zone_of_the_system() {
        for months in 0..600 {
            let time = Timestamp::UNIX_EPOCH + SignedDuration::from_hours(months * 731);
            let here = in_local_zone(time).datetime();
            assert_eq!(here, time.to_zoned(TimeZone::system()).datetime());
        }
    }
}
