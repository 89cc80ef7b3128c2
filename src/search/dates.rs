//! Dates as a query writes them.

use std::ops::Range;

use jiff::ToSpan;
use jiff::civil::Date;

/// The accepted forms, shown when a query contains anything else.
pub(super) const FORMS: &str = "2016, 2016-01, 2016-01-12, today or 7d";

/// The days that `written` names, as a half-open range. `7d` means `today` and the seven days before it,
/// `2w` `today` and the two weeks before it. `None` when `written` is not a date.
pub fn days(written: &str, today: Date) -> Option<Range<Date>> {
    let day = |first: Date| Some(first..first.tomorrow().ok()?);
    match written {
        "today" => return day(today),
        "yesterday" => return day(today.yesterday().ok()?),
        _ => {}
    }
    if let Some(number) = written
        .strip_suffix('d')
        .or_else(|| written.strip_suffix('w'))
    {
        let number: i32 = number
            .parse()
            .ok()
            .filter(|number| (0..=100_000).contains(number))?;
        let back = if written.ends_with('w') {
            number * 7
        } else {
            number
        };
        return Some(today.checked_sub(back.days()).ok()?..today.tomorrow().ok()?);
    }
    let numbers: Option<Vec<i16>> = written.split('-').map(number).collect();
    match *numbers?.as_slice() {
        [year] if written.len() == 4 => {
            Some(Date::new(year, 1, 1).ok()?..Date::new(year + 1, 1, 1).ok()?)
        }
        [year, month] if written.len() == 7 => {
            let first = Date::new(year, i8::try_from(month).ok()?, 1).ok()?;
            Some(first..first.checked_add(1.month()).ok()?)
        }
        [year, month, number] if written.len() == 10 => {
            day(Date::new(year, i8::try_from(month).ok()?, i8::try_from(number).ok()?).ok()?)
        }
        _ => None,
    }
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
    use jiff::civil::date;

    use super::days;

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
        ] {
            assert_eq!(days(written, today), expected, "{written}");
        }
    }
}
