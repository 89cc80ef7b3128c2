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

/// The days that `written`, which is in lower case, names, as a half-open range. `7d` means `today` and the
/// seven days before it, `2w` `today` and the two weeks before it. Months may be named, and a day named
/// without a year is the latest such day up to `today`. `None` when `written` is not a date.
pub fn days(written: &str, today: Date) -> Option<Range<Date>> {
    let days = relative(written, today).or_else(|| absolute(written, today))?;
    Some(*days.start()..days.end().tomorrow().ok()?)
}

/// The days that `typed` names while it is being typed, in any case: like [`days`], but a month or a day may
/// have one digit, a number may still have its separator after it, and the name of a month may be cut off
/// anywhere after its third letter. A day named without a year is the latest such day up to `latest`.
pub fn typed_days(typed: &str, latest: Date) -> Option<RangeInclusive<Date>> {
    let typed = typed.trim().to_lowercase();
    let numbers: Vec<_> = typed.trim_end_matches('-').split('-').collect();
    let is_number = |part: &&str| part.len() <= 4 && number(part).is_some();
    if numbers.len() <= 3 && numbers[0].len() == 4 && numbers.iter().all(is_number) {
        // A lone 0 is the beginning of a number.
        let begun = numbers.iter().position(|part| *part == "0");
        let parts = &numbers[..begun.unwrap_or(numbers.len())];
        let padded: Vec<_> = parts.iter().map(|part| format!("{part:0>2}")).collect();
        return absolute(&padded.join("-"), latest);
    }
    let whole = |word| {
        let is_begun = |month: &&&str| word_begins(word, month);
        MONTHS.iter().find(is_begun).map_or(word, |month| *month)
    };
    let words: Vec<_> = typed.split([' ', ',']).map(whole).collect();
    absolute(&words.join(" "), latest)
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

/// The days of a date in figures or words; one without a year is the latest up to `today`.
fn absolute(written: &str, today: Date) -> Option<RangeInclusive<Date>> {
    let numbers: Option<Vec<i16>> = written.split('-').map(number).collect();
    let Some(numbers) = numbers else {
        return in_words(written, today);
    };
    match *numbers.as_slice() {
        [year] if written.len() == 4 => {
            Some(Date::new(year, 1, 1).ok()?..=Date::new(year, 12, 31).ok()?)
        }
        [year, month] if written.len() == 7 => {
            let first = Date::new(year, i8::try_from(month).ok()?, 1).ok()?;
            Some(first..=first.last_of_month())
        }
        [year, month, number] if written.len() == 10 => {
            let day =
                Date::new(year, i8::try_from(month).ok()?, i8::try_from(number).ok()?).ok()?;
            Some(day..=day)
        }
        _ => None,
    }
}

/// The days that something like `tuesday 12 january 2016`, `12 jan` or `january 2016` names.
fn in_words(written: &str, today: Date) -> Option<RangeInclusive<Date>> {
    let (mut weekday, mut day, mut month, mut year) = (None, None, None, None);
    let words = written.split([' ', ',']).filter(|word| !word.is_empty());
    for word in words {
        let known = match number(word) {
            Some(number) if word.len() == 4 => year.replace(number).is_some(),
            Some(number) if word.len() <= 2 => day.replace(i8::try_from(number).ok()?).is_some(),
            Some(_) => return None,
            None => match (named(word, &MONTHS), named(word, &WEEKDAYS)) {
                (Some(number), _) => month.replace(number).is_some(),
                (None, Some(number)) => {
                    let number = Weekday::from_monday_one_offset(number).ok()?;
                    weekday.replace(number).is_some()
                }
                (None, None) => return None,
            },
        };
        if known {
            return None;
        }
    }
    let month = month?;
    let Some(day) = day else {
        let first = Date::new(year?, month, 1).ok();
        let first = first.filter(|_| weekday.is_none())?;
        return Some(first..=first.last_of_month());
    };
    let is_named = |date: &Date| weekday.is_none_or(|weekday| weekday == date.weekday());
    let date = match year {
        Some(year) => Date::new(year, month, day).ok().filter(is_named),
        None => (0..YEARS_BACK)
            .filter_map(|back| Date::new(today.year() - back, month, day).ok())
            .find(|date| *date <= today && is_named(date)),
    }?;
    Some(date..=date)
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
    use jiff::civil::date;

    use super::{days, typed_days};
    use crate::briefing::{Dates, Form};
    use crate::search::Query;

    #[test]
    fn what_the_screen_prints_is_found_for_every_day() {
        let today = date(2016, 3, 1);
        // Days of all weekdays, months and leap years.
        let year = date(2012, 1, 1).series(1.day()).take(366);
        let others = date(1912, 4, 14).series(211.days()).take(180);
        for day in year.chain(others) {
            for dates in Dates::ALL {
                for form in Form::DAYS {
                    let written = dates.date(form, day);
                    let found = days(&written.to_lowercase(), today);
                    let typed = typed_days(&written, today);
                    let found = found.unwrap_or_else(|| panic!("{written}"));
                    let has_year = written.contains(&day.year().to_string());
                    if has_year {
                        assert_eq!(found, day..day.tomorrow().unwrap(), "{written}");
                    } else {
                        // The latest of such days.
                        assert_eq!(dates.date(form, found.start), written);
                        assert!(found.start >= day, "{written}");
                    }
                    assert_eq!(typed, Some(found.start..=found.start), "{written}");
                    let query = Query::parse(&format!("date:\"{written}\""), today);
                    assert!(query.notes.is_empty(), "{written}");
                }
                for form in Form::MONTHS {
                    let written = dates.date(form, day).to_lowercase();
                    let month = day.first_of_month()..day.last_of_month().tomorrow().unwrap();
                    assert_eq!(days(&written, today), Some(month), "{written}");
                }
            }
        }
    }

    #[test]
    fn every_form_of_date_is_parsed() {
        let today = date(2016, 3, 1);
        for (written, expected) in [
            ("2016", Some(date(2016, 1, 1)..date(2017, 1, 1))),
            ("2016-02", Some(date(2016, 2, 1)..date(2016, 3, 1))),
            ("2016-12", Some(date(2016, 12, 1)..date(2017, 1, 1))),
            ("2016-02-29", Some(date(2016, 2, 29)..date(2016, 3, 1))),
            ("today", Some(date(2016, 3, 1)..date(2016, 3, 2))),
            ("yesterday", Some(date(2016, 2, 29)..date(2016, 3, 1))),
            ("7d", Some(date(2016, 2, 23)..date(2016, 3, 2))),
            ("2w", Some(date(2016, 2, 16)..date(2016, 3, 2))),
            ("2015-02-29", None),
            ("201", None),
            ("2016-1", None),
            ("2016-13", None),
            ("d", None),
            ("-1d", None),
            ("+1-01-01", None),
            ("99999999999d", None),
            ("9999", None),
            ("soon", None),
            ("", None),
            ("20 july 1969", Some(date(1969, 7, 20)..date(1969, 7, 21))),
            ("12 jan 2016", Some(date(2016, 1, 12)..date(2016, 1, 13))),
            (
                "tue 12 jan 2016",
                Some(date(2016, 1, 12)..date(2016, 1, 13)),
            ),
            (
                "tuesday 12 january 2016",
                Some(date(2016, 1, 12)..date(2016, 1, 13)),
            ),
            ("july 20, 1969", Some(date(1969, 7, 20)..date(1969, 7, 21))),
            ("january 2016", Some(date(2016, 1, 1)..date(2016, 2, 1))),
            ("dec 2016", Some(date(2016, 12, 1)..date(2017, 1, 1))),
            // Without a year: the latest up to the first of March 2016, a Tuesday.
            ("1 mar", Some(date(2016, 3, 1)..date(2016, 3, 2))),
            ("2 mar", Some(date(2015, 3, 2)..date(2015, 3, 3))),
            ("sun 20 jul", Some(date(2014, 7, 20)..date(2014, 7, 21))),
            ("fri 29 feb", Some(date(2008, 2, 29)..date(2008, 3, 1))),
            ("mon 12 jan 2016", None),
            ("tue jan 2016", None),
            ("30 feb 2016", None),
            ("january", None),
            ("12 janu 2016", None),
            ("12 jan jan 2016", None),
            ("12 2016", None),
            ("wed", None),
        ] {
            assert_eq!(days(written, today), expected, "{written}");
        }
    }

    #[test]
    fn a_date_is_understood_while_it_is_typed() {
        let latest = date(2016, 3, 1);
        for (typed, expected) in [
            ("2", None),
            ("201", None),
            ("2016", Some(date(2016, 1, 1)..=date(2016, 12, 31))),
            ("2016-", Some(date(2016, 1, 1)..=date(2016, 12, 31))),
            ("2016-0", Some(date(2016, 1, 1)..=date(2016, 12, 31))),
            ("2016-1", Some(date(2016, 1, 1)..=date(2016, 1, 31))),
            ("2016-12", Some(date(2016, 12, 1)..=date(2016, 12, 31))),
            ("2016-12-", Some(date(2016, 12, 1)..=date(2016, 12, 31))),
            ("2016-02-3", Some(date(2016, 2, 3)..=date(2016, 2, 3))),
            ("2016-02-30", None),
            ("2016-02-3-1", None),
            ("2016-x", None),
            ("12 ", None),
            ("12 ja", None),
            ("12 jan", Some(date(2016, 1, 12)..=date(2016, 1, 12))),
            ("12 JANU", Some(date(2016, 1, 12)..=date(2016, 1, 12))),
            ("12 jan 20", None),
            ("12 janu 2015", Some(date(2015, 1, 12)..=date(2015, 1, 12))),
            ("12 dec", Some(date(2015, 12, 12)..=date(2015, 12, 12))),
            ("2016 jan", Some(date(2016, 1, 1)..=date(2016, 1, 31))),
            ("9999", Some(date(9999, 1, 1)..=date(9999, 12, 31))),
            ("9999-12-31", Some(date(9999, 12, 31)..=date(9999, 12, 31))),
            ("0001", Some(date(1, 1, 1)..=date(1, 12, 31))),
            ("7d", None),
            ("today", None),
            ("", None),
            ("99999", None),
            ("2016-99999", None),
        ] {
            assert_eq!(typed_days(typed, latest), expected, "{typed}");
        }
    }
}
