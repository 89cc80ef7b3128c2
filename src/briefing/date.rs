//! The date of an edition, and that of a story.

use std::fmt;

use jiff::civil::{Date, Time};
use toml::value::Datetime;

use super::{Dates, Form};

/// The day of an edition, and its time if a day has several. Ordered from old to new; without a time
/// comes before any time of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EditionDate {
    pub day: Date,
    pub time: Option<Time>,
}

impl EditionDate {
    /// `None` if `written` has no day, or one that does not exist. An offset from UTC is ignored: what
    /// counts is the local time on the masthead.
    pub(super) fn from_toml(written: &Datetime) -> Option<Self> {
        let date = written.date?;
        let day = Date::new(
            i16::try_from(date.year).ok()?,
            i8::try_from(date.month).ok()?,
            i8::try_from(date.day).ok()?,
        )
        .ok()?;
        let time = match written.time {
            None => None,
            // A leap second counts as the one before it.
            Some(time) => Some(
                Time::new(
                    i8::try_from(time.hour).ok()?,
                    i8::try_from(time.minute).ok()?,
                    i8::try_from(time.second.unwrap_or(0).min(59)).ok()?,
                    i32::try_from(time.nanosecond.unwrap_or(0)).ok()?,
                )
                .ok()?,
            ),
        };
        Some(Self { day, time })
    }

    /// The first day in the name of a file: `2016-01-12`, `2016_01_12`, `2016.01.12` or `20160112`.
    pub fn in_file_name(name: &str) -> Option<Self> {
        let bytes = name.as_bytes();
        (0..bytes.len()).find_map(|start| {
            let starts_number = start == 0 || !bytes[start - 1].is_ascii_digit();
            starts_number.then(|| day_at(&bytes[start..])).flatten()
        })
    }

    /// `2016-01-12`, or `2016-01-12T07:30:00` with a time.
    pub fn iso(&self) -> String {
        match self.time {
            None => self.day.to_string(),
            Some(time) => format!("{}T{time}", self.day),
        }
    }

    /// `Tuesday 12 January 2016`.
    pub fn long(&self, dates: Dates) -> String {
        dates.date(Form::Full, self.day)
    }

    /// `Tue 12 Jan 2016`.
    pub fn short(&self, dates: Dates) -> String {
        dates.date(Form::Short, self.day)
    }
}

fn day_at(bytes: &[u8]) -> Option<EditionDate> {
    let separated = bytes
        .get(4)
        .is_some_and(|b| matches!(b, b'-' | b'_' | b'.'));
    let (month, day) = if separated { (5, 8) } else { (4, 6) };
    if separated && bytes.get(7) != bytes.get(4) {
        return None;
    }
    if bytes.get(day + 2).is_some_and(u8::is_ascii_digit) {
        return None;
    }
    let number = |start: usize, length: usize| -> Option<i16> {
        let digits = bytes.get(start..start + length)?;
        digits.iter().try_fold(0, |number, byte| {
            byte.is_ascii_digit()
                .then(|| number * 10 + i16::from(byte - b'0'))
        })
    };
    let day = Date::new(
        number(0, 4)?,
        i8::try_from(number(month, 2)?).ok()?,
        i8::try_from(number(day, 2)?).ok()?,
    );
    day.ok().map(|day| EditionDate { day, time: None })
}

/// `2016-01-12`, or `2016-01-12 07:30` with a time.
impl fmt::Display for EditionDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.day)?;
        match self.time {
            None => Ok(()),
            Some(time) => write!(f, " {:02}:{:02}", time.hour(), time.minute()),
        }
    }
}

/// When a story was published, as its publisher says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct StoryDate {
    /// In the publisher's zone.
    local: EditionDate,
    /// East of UTC, in minutes.
    offset: Option<i16>,
}

impl StoryDate {
    /// `None` if `written` has no day, or one that does not exist.
    pub(super) fn from_toml(written: &Datetime) -> Option<Self> {
        let offset = written.offset.map(|offset| match offset {
            toml::value::Offset::Z => 0,
            toml::value::Offset::Custom { minutes } => minutes,
        });
        Some(Self {
            local: EditionDate::from_toml(written)?,
            offset,
        })
    }

    /// `2016-01-12`, or `2016-01-12T06:10:00+01:00` with a time, and without the offset where the file
    /// does not say it.
    pub fn iso(self) -> String {
        let mut iso = self.local.iso();
        if let Some(offset) = self.offset {
            iso.push_str(&zone(offset.into()));
        }
        iso
    }

    /// `12 January 2016`, or `12 January 2016, 06:10` with a time, which is the publisher's.
    pub fn written(self, dates: Dates) -> String {
        let day = dates.date(Form::Day, self.local.day);
        match self.local.time {
            None => day,
            Some(time) => format!("{day}, {}", dates.time(time)),
        }
    }
}

/// An offset from UTC, in minutes, as TOML writes it: `Z` or `+01:00`.
pub(super) fn zone(minutes: i32) -> String {
    if minutes == 0 {
        return "Z".to_owned();
    }
    let sign = if minutes < 0 { '-' } else { '+' };
    format!("{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
}

#[cfg(test)]
mod tests {
    use super::EditionDate;

    #[test]
    fn a_day_is_found_in_a_file_name() {
        for (name, day) in [
            ("2016-01-12.toml", Some("2016-01-12")),
            ("2016-01-12-evening.toml", Some("2016-01-12")),
            ("health-20160112.toml", Some("2016-01-12")),
            ("health_2016_01_12", Some("2016-01-12")),
            ("2016-13-40.toml", None),
            ("120160112.toml", None),
            ("notes.toml", None),
            ("", None),
        ] {
            assert_eq!(
                EditionDate::in_file_name(name)
                    .map(|date| date.to_string())
                    .as_deref(),
                day,
                "{name}"
            );
        }
    }
}
