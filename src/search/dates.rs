//! Dates as a query writes them.

use std::ops::{Range, RangeInclusive};

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

/// What a query may contain for a date, shown when it contains anything else.
pub(super) const FORMS: &str = "2016-01-12, \"12 Jan 2016\", 2016 or 7d";

/// English months and days of the week, in the order of the calendar.
const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
const WEEKDAYS: [&str; 7] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

/// How many years back a day is looked for that is written without a year: every date has fallen on every
/// day of the week within that many, even where a century has no leap day.
const YEARS_BACK: i16 = 40;
/// Any year that has a 29 February.
const LEAP_YEAR: i16 = 2000;

/// The days that a date in a query names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Days {
    /// A half-open range.
    Between(Range<Date>),
    /// The same day of every year.
    OfEveryYear(Yearly),
}

/// A day written without a year. It exists, if only in leap years.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Yearly {
    month: i8,
    day: i8,
    /// Only the years in which the day falls on this one.
    weekday: Option<Weekday>,
}

/// Why something written is not a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotADate {
    /// It is not written like one.
    Form,
    /// There is no such day, as this sentence without a capital and a full stop says.
    NoSuchDay(String),
}

impl Days {
    pub fn contains(&self, day: &Date) -> bool {
        match self {
            Self::Between(days) => days.contains(day),
            Self::OfEveryYear(yearly) => yearly.falls_on(*day),
        }
    }
}

impl Yearly {
    fn falls_on(self, date: Date) -> bool {
        let is_named = self.weekday.is_none_or(|day| day == date.weekday());
        is_named && (date.month(), date.day()) == (self.month, self.day)
    }

    /// The latest such day up to `latest`.
    pub(super) fn latest(self, latest: Date) -> Option<Date> {
        (0..YEARS_BACK)
            .filter_map(|back| Date::new(latest.year() - back, self.month, self.day).ok())
            .find(|date| *date <= latest && self.falls_on(*date))
    }
}

/// The days that `written`, which is in lower case, names. `7d` means `today` and the seven days before it,
/// `2w` `today` and the two weeks before it. Months may be named.
///
/// # Errors
/// When `written` is not a date.
pub(super) fn days(written: &str, today: Date) -> Result<Days, NotADate> {
    let named = match relative(written, today) {
        Some(days) => Named::Range(days),
        None => absolute(written)?,
    };
    match named {
        Named::Range(days) => {
            let end = days.end().tomorrow().map_err(|_| NotADate::Form)?;
            Ok(Days::Between(*days.start()..end))
        }
        Named::Yearly(yearly) => Ok(Days::OfEveryYear(yearly)),
    }
}

/// The days that `written` names where one edition is looked for, as a half-open range: like `days`, but a
/// day named without a year is the latest such day up to `today`. `None` when `written` is not a date.
pub fn latest_days(written: &str, today: Date) -> Option<Range<Date>> {
    match days(written, today).ok()? {
        Days::Between(days) => Some(days),
        Days::OfEveryYear(yearly) => {
            let day = yearly.latest(today)?;
            Some(day..day.tomorrow().ok()?)
        }
    }
}

/// The days that `typed` names while it is being typed, in any case: like `days`, but a month or a day may
/// have one digit, a number may still have its separator after it, and the name of a month may be cut off
/// anywhere after its third letter. A year before 1000 is no date: `0615` is meant as something else. A day named
/// without a year is the latest such day up to `latest`.
///
/// # Errors
/// When `typed` is not a date, or not yet.
pub fn typed_days(typed: &str, latest: Date) -> Result<RangeInclusive<Date>, NotADate> {
    let typed = typed.trim().to_lowercase();
    let numbers: Vec<_> = typed.trim_end_matches('-').split('-').collect();
    let is_number = |part: &&str| part.len() <= 4 && number(part).is_some();
    let named = if numbers.len() <= 3 && numbers[0].len() == 4 && numbers.iter().all(is_number) {
        // A lone 0 is the beginning of a number.
        let begun = numbers.iter().position(|part| *part == "0");
        let parts = &numbers[..begun.unwrap_or(numbers.len())];
        let padded: Vec<_> = parts.iter().map(|part| format!("{part:0>2}")).collect();
        absolute(&padded.join("-"))?
    } else {
        let whole = |word| {
            let is_begun = |month: &&&str| word_begins(word, month);
            MONTHS.iter().find(is_begun).map_or(word, |month| *month)
        };
        let words: Vec<_> = typed.split([' ', ',']).map(whole).collect();
        absolute(&words.join(" "))?
    };
    match named {
        Named::Range(days) if days.start().year() < FIRST_YEAR => Err(NotADate::Form),
        Named::Range(days) => Ok(days),
        Named::Yearly(yearly) => {
            let date = yearly.latest(latest).ok_or(NotADate::Form)?;
            Ok(date..=date)
        }
    }
}

/// The first year of four digits.
const FIRST_YEAR: i16 = 1000;

/// What a date names.
enum Named {
    Range(RangeInclusive<Date>),
    Yearly(Yearly),
}

/// Whether `word` is at least the first three letters of `name`.
fn word_begins(word: &str, name: &str) -> bool {
    word.len() >= 3 && name.starts_with(word)
}

/// The days of a date that is counted back from `today`.
fn relative(written: &str, today: Date) -> Option<RangeInclusive<Date>> {
    match written {
        "today" => return Some(today..=today),
        "yesterday" => return today.yesterday().ok().map(|day| day..=day),
        _ => {}
    }
    let counted = written
        .strip_suffix('d')
        .or_else(|| written.strip_suffix('w'))
        .and_then(|number| number.parse::<i32>().ok());
    let number = counted.filter(|number| (0..=100_000).contains(number))?;
    let back = if written.ends_with('w') {
        number * 7
    } else {
        number
    };
    Some(today.checked_sub(back.days()).ok()?..=today)
}

/// What a date in figures or words names.
fn absolute(written: &str) -> Result<Named, NotADate> {
    let numbers: Option<Vec<i16>> = written.split('-').map(number).collect();
    let Some(numbers) = numbers else {
        return in_words(written);
    };
    match *numbers.as_slice() {
        [year] if written.len() == 4 => {
            let first = day_of(year, 1, 1)?;
            Ok(Named::Range(first..=first.last_of_year()))
        }
        [year, month] if written.len() == 7 => {
            let first = day_of(year, month, 1)?;
            Ok(Named::Range(first..=first.last_of_month()))
        }
        [year, month, number] if written.len() == 10 => {
            let day = day_of(year, month, number)?;
            Ok(Named::Range(day..=day))
        }
        _ => Err(NotADate::Form),
    }
}

/// What something like `tuesday 12 january 2016`, `12 jan` or `january 2016` names.
fn in_words(written: &str) -> Result<Named, NotADate> {
    let (mut weekday, mut day, mut month, mut year) = (None, None, None, None);
    let words = written.split([' ', ',']).filter(|word| !word.is_empty());
    for word in words {
        let known = match number(word) {
            Some(number) if word.len() == 4 => year.replace(number).is_some(),
            Some(number) if word.len() <= 2 => day.replace(number).is_some(),
            Some(_) => return Err(NotADate::Form),
            None => match (named(word, &MONTHS), named(word, &WEEKDAYS)) {
                (Some(number), _) => month.replace(i16::from(number)).is_some(),
                (None, Some(number)) => {
                    let number = Weekday::from_monday_one_offset(number);
                    weekday
                        .replace(number.map_err(|_| NotADate::Form)?)
                        .is_some()
                }
                (None, None) => return Err(NotADate::Form),
            },
        };
        if known {
            return Err(NotADate::Form);
        }
    }
    match (weekday, day, month, year) {
        (None, None, Some(month), Some(year)) => {
            let first = day_of(year, month, 1)?;
            Ok(Named::Range(first..=first.last_of_month()))
        }
        (weekday, Some(day), Some(month), Some(year)) => {
            let date = day_of(year, month, day)?;
            match weekday {
                Some(weekday) if weekday != date.weekday() => Err(NotADate::NoSuchDay(
                    date.strftime("%-d %B %Y is a %A").to_string(),
                )),
                _ => Ok(Named::Range(date..=date)),
            }
        }
        (weekday, Some(day), Some(month), None) => {
            // Every day there is exists in a leap year.
            let date = day_of(LEAP_YEAR, month, day).map_err(|_| no_such_day(month, day, ""))?;
            Ok(Named::Yearly(Yearly {
                month: date.month(),
                day: date.day(),
                weekday,
            }))
        }
        _ => Err(NotADate::Form),
    }
}

fn day_of(year: i16, month: i16, day: i16) -> Result<Date, NotADate> {
    let date = i8::try_from(month).ok().zip(i8::try_from(day).ok());
    let date = date.and_then(|(month, day)| Date::new(year, month, day).ok());
    date.ok_or_else(|| no_such_day(month, day, &format!(" {year:04}")))
}

fn no_such_day(month: i16, day: i16, year: &str) -> NotADate {
    let index = usize::try_from(month - 1).unwrap_or(MONTHS.len());
    NotADate::NoSuchDay(match MONTHS.get(index) {
        Some(name) => {
            let (first, rest) = name.split_at(1);
            format!("there is no {day} {}{rest}{year}", first.to_uppercase())
        }
        None => format!("there is no month {month}"),
    })
}

/// The number from 1 of the name that is `word`, or that begins with it if `word` has three letters.
fn named(word: &str, names: &[&str]) -> Option<i8> {
    let is_named = |name: &&str| **name == *word || word.len() == 3 && name.starts_with(word);
    let index = names.iter().position(is_named)?;
    i8::try_from(index + 1).ok()
}

fn number(digits: &str) -> Option<i16> {
    digits
        .bytes()
        .all(|byte| byte.is_ascii_digit())
        .then(|| digits.parse().ok())
        .flatten()
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;
    use jiff::civil::{Date, date};

    use super::{Days, NotADate, days, latest_days, typed_days};
    use crate::briefing::{Dates, Form};
    use crate::search::Query;

    #[test]
    fn what_the_screen_prints_is_found_for_every_day() {
        let today = date(2016, 3, 1);
        // Days of all weekdays, months and leap years.
        let year = date(2012, 1, 1).series(1.day()).take(366);
        let others = date(1912, 4, 14).series(211.days()).take(180);
        for day in year.chain(others) {
            let next = day.tomorrow().unwrap();
            for dates in Dates::ALL {
                for form in Form::DAYS {
                    let written = dates.date(form, day);
                    let found = days(&written.to_lowercase(), today);
                    let typed = typed_days(&written, today).unwrap();
                    if written.contains(&day.year().to_string()) {
                        assert_eq!(found, Ok(Days::Between(day..next)), "{written}");
                        assert_eq!(typed, day..=day, "{written}");
                    } else {
                        // A day of every year; the latest of them while it is typed.
                        assert!(found.unwrap().contains(&day), "{written}");
                        assert_eq!(dates.date(form, *typed.start()), written);
                    }
                    let query = Query::parse(&format!("date:\"{written}\""), today);
                    assert!(query.notes.is_empty(), "{written}");
                }
                for form in Form::MONTHS {
                    let written = dates.date(form, day).to_lowercase();
                    let month = day.first_of_month()..day.last_of_month().tomorrow().unwrap();
                    assert_eq!(days(&written, today), Ok(Days::Between(month)), "{written}");
                }
            }
        }
    }

    fn wrong(why: &str) -> NotADate {
        NotADate::NoSuchDay(why.to_owned())
    }

    #[test]
    fn every_form_of_date_is_parsed() {
        let today = date(2016, 3, 1);
        for (written, from, to) in [
            ("2016", date(2016, 1, 1), date(2017, 1, 1)),
            ("2016-02", date(2016, 2, 1), date(2016, 3, 1)),
            ("2016-12", date(2016, 12, 1), date(2017, 1, 1)),
            ("2016-02-29", date(2016, 2, 29), date(2016, 3, 1)),
            ("today", date(2016, 3, 1), date(2016, 3, 2)),
            ("yesterday", date(2016, 2, 29), date(2016, 3, 1)),
            ("7d", date(2016, 2, 23), date(2016, 3, 2)),
            ("2w", date(2016, 2, 16), date(2016, 3, 2)),
            ("20 july 1969", date(1969, 7, 20), date(1969, 7, 21)),
            ("12 jan 2016", date(2016, 1, 12), date(2016, 1, 13)),
            ("tue 12 jan 2016", date(2016, 1, 12), date(2016, 1, 13)),
            (
                "tuesday 12 january 2016",
                date(2016, 1, 12),
                date(2016, 1, 13),
            ),
            ("july 20, 1969", date(1969, 7, 20), date(1969, 7, 21)),
            ("january 2016", date(2016, 1, 1), date(2016, 2, 1)),
            ("dec 2016", date(2016, 12, 1), date(2017, 1, 1)),
        ] {
            assert_eq!(
                days(written, today),
                Ok(Days::Between(from..to)),
                "{written}"
            );
        }
        for written in [
            "201",
            "2016-1",
            "d",
            "-1d",
            "+1-01-01",
            "99999999999d",
            "9999",
            "soon",
            "",
            "tue jan 2016",
            "january",
            "12 janu 2016",
            "12 jan jan 2016",
            "12 2016",
            "wed",
        ] {
            assert_eq!(days(written, today), Err(NotADate::Form), "{written}");
        }
    }

    #[test]
    fn a_day_without_a_year_is_that_of_every_year_in_which_the_weekday_fits() {
        let first = date(1990, 1, 1);
        let all = first.series(1.day()).take_while(|day| day.year() < 2032);
        let all: Vec<Date> = all.collect();
        for (written, years) in [
            ("12 jan", (1990..2032).collect::<Vec<i16>>()),
            ("january 12", (1990..2032).collect()),
            ("tue 12 jan", vec![1993, 1999, 2010, 2016, 2021, 2027]),
            (
                "29 feb",
                vec![1992, 1996, 2000, 2004, 2008, 2012, 2016, 2020, 2024, 2028],
            ),
            ("friday 29 feb", vec![2008]),
        ] {
            let days = days(written, date(2016, 3, 1)).unwrap();
            let found = all.iter().filter(|day| days.contains(day));
            let found: Vec<_> = found.map(|day| day.year()).collect();
            assert_eq!(found, years, "{written}");
        }
    }

    #[test]
    fn an_edition_is_looked_for_on_the_latest_day_of_that_name() {
        let latest = |written| latest_days(written, date(2016, 3, 1));
        let day = date(2015, 3, 2);
        assert_eq!(latest("2 mar"), Some(day..date(2015, 3, 3)));
        assert_eq!(latest("2015-03-02"), Some(day..date(2015, 3, 3)));
        assert_eq!(latest("31 april"), None);
    }

    #[test]
    fn days_that_do_not_exist_are_named() {
        for (written, why) in [
            ("2015-02-29", "there is no 29 February 2015"),
            ("2016-13", "there is no month 13"),
            ("2016-00-01", "there is no month 0"),
            ("2016-04-00", "there is no 0 April 2016"),
            ("30 feb 2016", "there is no 30 February 2016"),
            ("31 april", "there is no 31 April"),
            ("mon 31 apr", "there is no 31 April"),
            ("mon 12 jan 2016", "12 January 2016 is a Tuesday"),
        ] {
            assert_eq!(
                days(written, date(2016, 3, 1)),
                Err(wrong(why)),
                "{written}"
            );
        }
    }

    #[test]
    fn a_date_is_understood_while_it_is_typed() {
        let latest = date(2016, 3, 1);
        for (typed, from, to) in [
            ("2016", date(2016, 1, 1), date(2016, 12, 31)),
            ("2016-", date(2016, 1, 1), date(2016, 12, 31)),
            ("2016-0", date(2016, 1, 1), date(2016, 12, 31)),
            ("2016-1", date(2016, 1, 1), date(2016, 1, 31)),
            ("2016-12", date(2016, 12, 1), date(2016, 12, 31)),
            ("2016-12-", date(2016, 12, 1), date(2016, 12, 31)),
            ("2016-02-3", date(2016, 2, 3), date(2016, 2, 3)),
            ("12 janu 2015", date(2015, 1, 12), date(2015, 1, 12)),
            ("2016 jan", date(2016, 1, 1), date(2016, 1, 31)),
            ("9999", date(9999, 1, 1), date(9999, 12, 31)),
            ("9999-12-31", date(9999, 12, 31), date(9999, 12, 31)),
            // Without a year: the latest up to the first of March 2016, a Tuesday.
            ("12 jan", date(2016, 1, 12), date(2016, 1, 12)),
            ("12 JANU", date(2016, 1, 12), date(2016, 1, 12)),
            ("12 dec", date(2015, 12, 12), date(2015, 12, 12)),
            ("1 mar", date(2016, 3, 1), date(2016, 3, 1)),
            ("2 mar", date(2015, 3, 2), date(2015, 3, 2)),
            ("sun 20 jul", date(2014, 7, 20), date(2014, 7, 20)),
            ("fri 29 feb", date(2008, 2, 29), date(2008, 2, 29)),
        ] {
            assert_eq!(typed_days(typed, latest), Ok(from..=to), "{typed}");
        }
        for typed in [
            "2",
            "201",
            "2016-02-3-1",
            "2016-x",
            "12 ",
            "12 ja",
            "12 jan 20",
            "7d",
            "today",
            "",
            "99999",
            "2016-99999",
            // Years before 1000.
            "0615",
            "0999-12",
            "12 jan 0016",
        ] {
            assert_eq!(typed_days(typed, latest), Err(NotADate::Form), "{typed}");
        }
        for (typed, why) in [
            ("2016-02-30", "there is no 30 February 2016"),
            ("2016-2-30", "there is no 30 February 2016"),
            ("31 apri", "there is no 31 April"),
            ("29 feb 2015", "there is no 29 February 2015"),
        ] {
            assert_eq!(typed_days(typed, latest), Err(wrong(why)), "{typed}");
        }
    }
}
