//! Dates in all the forms in which feeds and mails give them.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, ToSpan};

use crate::briefing::Published;
use crate::text::fold;

const LONGEST: usize = 128;
const YEARS: std::ops::RangeInclusive<i16> = 1000..=9998;
/// Years of two digits below this one are in this century.
const PIVOT: i16 = 69;

/// How month names begin, folded: English, French, German, Spanish, Italian, Portuguese, Dutch,
/// Scandinavian, Greek, Russian; Hungarian begins like these.
const MONTHS: [&[&str]; 12] = [
    &["jan", "ene", "gen", "ιαν", "янв"],
    &["feb", "fev", "φεβ", "фев"],
    &["mar", "maer", "mrt", "μαρ", "мар"],
    &["apr", "abr", "avr", "απρ", "апр"],
    &["may", "mai", "maj", "mag", "mei", "μαι", "маи", "мая"],
    &["jun", "juin", "giu", "ιουν", "июн"],
    &["jul", "juil", "lug", "ιουλ", "июл"],
    &["aug", "aou", "ago", "αυγ", "авг"],
    &["sep", "set", "szept", "σεπ", "сен"],
    &["oct", "okt", "ott", "out", "οκτ", "окт"],
    &["nov", "νοε", "ноя"],
    &["dec", "dez", "dic", "des", "δεκ", "дек"],
];
/// Tuesdays that begin like March.
const TUESDAYS: [&str; 4] = ["mardi", "martes", "martedi", "marti"];
/// Names of zones and their offsets in minutes.
#[rustfmt::skip]
const ZONES: &[(&str, i32)] = &[
    ("z", 0), ("ut", 0), ("utc", 0), ("gmt", 0), ("wet", 0), ("uct", 0),
    ("et", -300), ("est", -300), ("edt", -240), ("ct", -360), ("cst", -360), ("cdt", -300),
    ("mt", -420), ("mst", -420), ("mdt", -360), ("pt", -480), ("pst", -480), ("pdt", -420),
    ("at", -240), ("ast", -240), ("adt", -180), ("nst", -210), ("ndt", -150), ("akst", -540), ("akdt", -480),
    ("hst", -600), ("brt", -180), ("brst", -120), ("art", -180), ("clt", -240), ("clst", -180),
    ("bst", 60), ("west", 60), ("cet", 60), ("cest", 120), ("met", 60), ("mest", 120), ("mez", 60),
    ("mesz", 120), ("eet", 120), ("eest", 180), ("msk", 180), ("msd", 240), ("sast", 120), ("trt", 180),
    ("ist", 330), ("pkt", 300), ("ict", 420), ("wib", 420), ("sgt", 480), ("hkt", 480), ("awst", 480),
    ("jst", 540), ("kst", 540), ("acst", 570), ("acdt", 630), ("aest", 600), ("aedt", 660),
    ("nzst", 720), ("nzdt", 780),
];

/// `None` for what is no date. A zone that is missing or not known is UTC.
pub(super) fn parse(text: &str) -> Option<Published> {
    let text = text.trim();
    if text.is_empty() || text.len() > LONGEST {
        return None;
    }
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return digits(text);
    }
    let text = without_comments(text);
    let text = between_hangul(&text);
    let mut parts = Parts::default();
    parts.read(&text);
    parts.published()
}

/// Seconds or milliseconds since 1970, or a date without separators.
fn digits(text: &str) -> Option<Published> {
    let number: i64 = text.parse().ok()?;
    match text.len() {
        9 | 10 => Some(moment(Timestamp::from_second(number).ok()?)),
        12 | 13 => Some(moment(Timestamp::from_millisecond(number).ok()?)),
        _ => {
            let mut parts = Parts::default();
            parts.compact(text);
            parts.published()
        }
    }
}

fn moment(timestamp: Timestamp) -> Published {
    Published::Moment(timestamp.to_zoned(TimeZone::fixed(Offset::UTC)))
}

fn without_comments(text: &str) -> String {
    let mut depth = 0_usize;
    let kept = text.chars().filter(|&c| {
        depth += usize::from(c == '(');
        let is_kept = depth == 0;
        depth -= usize::from(c == ')' && depth > 0);
        is_kept
    });
    kept.collect()
}

/// Dates such as 2004년 05월 28일 오후 1:31 in the form of others.
fn between_hangul(text: &str) -> String {
    if text.is_ascii() {
        return text.to_owned();
    }
    let mut text = text.to_owned();
    for (found, put) in [
        ("년 ", "-"),
        ("년", "-"),
        ("年", "-"),
        ("월 ", "-"),
        ("월", "-"),
        ("月", "-"),
        ("일", " "),
        ("日", " "),
        ("오전", " AM "),
        ("오후", " PM "),
    ] {
        text = text.replace(found, put);
    }
    text
}

/// What was found of a date.
#[derive(Default)]
struct Parts {
    year: Option<i16>,
    month: Option<i8>,
    day: Option<i8>,
    time: Option<(i8, i8, i8)>,
    /// In minutes.
    offset: Option<i32>,
    is_afternoon: Option<bool>,
}

impl Parts {
    fn read(&mut self, text: &str) {
        let is_separator = |c: char| c.is_whitespace() || c == ',' || c == ';' || c == '_';
        for token in text.split(is_separator).filter(|token| !token.is_empty()) {
            self.token(token);
        }
    }

    fn token(&mut self, token: &str) {
        let is_number = token.starts_with(|c: char| c.is_ascii_digit());
        // A date and a time in one.
        if is_number
            && let Some(at) = token.find(['T', 't'])
            && token[at + 1..].starts_with(|c: char| c.is_ascii_digit())
        {
            self.token(&token[..at]);
            self.time(&token[at + 1..]);
        } else if is_number && token.contains(':') {
            self.time(token);
        } else if is_number {
            self.numbers(token);
        } else if token.starts_with(['+', '-']) {
            if let Some(offset) = offset(token) {
                self.offset = Some(offset);
            }
        } else {
            self.word(token);
        }
    }

    fn word(&mut self, token: &str) {
        let folded = fold(token.trim_matches('.'));
        let (word, is_etc) = match folded.strip_prefix("etc/") {
            Some(word) => (word, true),
            None => (folded.as_str(), false),
        };
        let name_end = word.find(['+', '-']).unwrap_or(word.len());
        let (name, behind) = word.split_at(name_end);
        if let Some(&(_, zone)) = ZONES.iter().find(|(known, _)| *known == name) {
            let behind = offset(behind).unwrap_or_default();
            // Etc/GMT+5 is west of Greenwich.
            self.offset = Some(zone + if is_etc { -behind } else { behind });
        } else if word == "am" || word == "pm" {
            self.is_afternoon = Some(word == "pm");
        } else if let Some(month) = month(name) {
            self.month = Some(month);
            if !behind.is_empty() {
                self.token(behind.trim_start_matches('-'));
            }
        }
    }

    /// A number, or several with `-`, `/` or `.` between them, of which one may be a month's name.
    fn numbers(&mut self, token: &str) {
        let separator = token
            .chars()
            .find(|c| matches!(c, '-' | '/' | '.'))
            .unwrap_or('-');
        let parts: Vec<&str> = token
            .split(separator)
            .filter(|part| !part.is_empty())
            .collect();
        let number = |at: usize| parts.get(at).and_then(|part| leading(part));
        match (parts.as_slice(), number(0)) {
            ([one], Some(number)) if one.len() <= 4 => self.number(one, number),
            ([one], _) => self.compact(one),
            ([year, rest @ ..], Some(_)) if year.len() == 4 => {
                self.year = year.parse().ok();
                match rest {
                    [day_of_year] if day_of_year.len() == 3 => self.day_of_year(day_of_year),
                    [month_name, ..] => {
                        self.month = number(1)
                            .or_else(|| month(&fold(month_name)).map(i16::from))
                            .and_then(small);
                        self.day = number(2).and_then(small);
                    }
                    [] => {}
                }
            }
            ([_, name, ..], Some(day)) if month(&fold(name)).is_some() => {
                self.day = small(day);
                self.month = month(&fold(name));
                self.year = number(2).map(|year| full_year(parts[2], year));
            }
            ([_, _, year], Some(first)) => {
                let second = number(1).unwrap_or_default();
                let is_day_first =
                    separator == '.' || first > 12 || (separator == '-' && second <= 12);
                let (day, month) = if is_day_first {
                    (first, second)
                } else {
                    (second, first)
                };
                self.day = small(day);
                self.month = small(month);
                self.year = number(2).map(|number| full_year(year, number));
            }
            _ => {}
        }
    }

    /// A number by itself is the day, then the year.
    fn number(&mut self, token: &str, number: i16) {
        if self.year.is_none() && (token.len() == 4 || self.day.is_some()) {
            self.year = Some(full_year(token, number));
        } else if self.day.is_none() {
            self.day = small(number);
        }
    }

    /// YYYYMMDD, YYYYDDD, YYYYMM and with a time behind it.
    fn compact(&mut self, token: &str) {
        if !token.bytes().all(|byte| byte.is_ascii_digit()) || token.len() < 4 {
            return;
        }
        let part = |from: usize, to: usize| token.get(from..to).and_then(|part| part.parse().ok());
        self.year = token[..4].parse().ok();
        if token.len() == 7 {
            self.day_of_year(&token[4..]);
        } else {
            self.month = part(4, 6);
            self.day = part(6, 8);
            if token.len() >= 12 {
                self.time(&token[8..]);
            }
        }
    }

    fn day_of_year(&mut self, day: &str) {
        let day = day.parse::<i64>().unwrap_or_default();
        let first = self.year.and_then(|year| Date::new(year, 1, 1).ok());
        let date = first.and_then(|first| first.checked_add((day - 1).days()).ok());
        self.month = date.map(Date::month);
        self.day = date.map(Date::day);
    }

    /// A time and the zone that may follow without a space.
    fn time(&mut self, token: &str) {
        let end = token
            .find(|c: char| !(c.is_ascii_digit() || c == ':' || c == '.'))
            .unwrap_or(token.len());
        let (digits, behind) = token.split_at(end);
        let digits = digits.split('.').next().unwrap_or(digits);
        let parts: Vec<i8> = if digits.contains(':') {
            digits
                .split(':')
                .filter_map(|part| part.parse().ok())
                .collect()
        } else {
            let pairs = [0, 2, 4].into_iter();
            pairs
                .filter_map(|at| digits.get(at..at + 2)?.parse().ok())
                .collect()
        };
        let at = |index: usize| parts.get(index).copied().unwrap_or_default();
        if self.time.is_none() && !parts.is_empty() {
            self.time = Some((at(0), at(1), at(2)));
        }
        let behind = behind.trim_start_matches(',');
        if !behind.is_empty() {
            self.token(behind);
        }
    }

    fn published(&self) -> Option<Published> {
        let year = self.year.filter(|year| YEARS.contains(year))?;
        let month = self.month.unwrap_or(1);
        let first = Date::new(year, month, 1).ok()?;
        let day = self.day.unwrap_or(1).min(first.days_in_month());
        let date = Date::new(year, month, day).ok()?;
        let Some((mut hour, minute, second)) = self.time else {
            return Some(Published::Day(date));
        };
        match self.is_afternoon {
            Some(true) if hour < 12 => hour += 12,
            Some(false) if hour == 12 => hour = 0,
            _ => {}
        }
        // Midnight at the end of a day.
        let (date, hour) = if hour == 24 {
            (date.tomorrow().ok()?, 0)
        } else {
            (date, hour)
        };
        let Ok(time) = Time::new(hour, minute, second.min(59), 0) else {
            return Some(Published::Day(date));
        };
        let seconds = self.offset.unwrap_or_default() * 60;
        let offset = Offset::from_seconds(seconds).unwrap_or(Offset::UTC);
        let zoned = DateTime::from_parts(date, time).to_zoned(TimeZone::fixed(offset));
        Some(zoned.map_or(Published::Day(date), Published::Moment))
    }
}

fn month(name: &str) -> Option<i8> {
    if TUESDAYS.contains(&name) {
        return None;
    }
    let at = MONTHS
        .iter()
        .position(|starts| starts.iter().any(|start| name.starts_with(start)))?;
    i8::try_from(at + 1).ok()
}

/// The number at the start of `1st`, `05` and `2004`.
fn leading(part: &str) -> Option<i16> {
    let end = part
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(part.len());
    part[..end].parse().ok()
}

fn small(number: i16) -> Option<i8> {
    i8::try_from(number)
        .ok()
        .filter(|number| (1..=31).contains(number))
}

fn full_year(token: &str, number: i16) -> i16 {
    match number {
        0..PIVOT if token.len() <= 2 => 2000 + number,
        PIVOT..100 if token.len() <= 2 => 1900 + number,
        100..1000 if token.len() == 3 => 1900 + number,
        _ => number,
    }
}

/// Minutes of `+0100`, `-05:30`, `+1` and `+530`.
fn offset(token: &str) -> Option<i32> {
    let sign = match token.chars().next()? {
        '+' => 1,
        '-' => -1,
        _ => return None,
    };
    let token = &token[1..];
    let end = token
        .find(|c: char| !(c.is_ascii_digit() || c == ':'))
        .unwrap_or(token.len());
    let token = &token[..end];
    let (hours, minutes) = match token.split_once(':') {
        Some(parts) => parts,
        None if token.len() > 2 => token.split_at(token.len().min(4) - 2),
        None => (token, "0"),
    };
    let hours: i32 = hours.parse().ok()?;
    let minutes: i32 = minutes.get(..minutes.len().min(2))?.parse().ok()?;
    (hours < 24 && minutes < 60).then_some(sign * (hours * 60 + minutes))
}

#[cfg(test)]
mod tests {
    use super::parse;
    use crate::briefing::Published;

    fn shown(text: &str) -> String {
        match parse(text) {
            None => "none".to_owned(),
            Some(Published::Day(day)) => day.to_string(),
            Some(Published::Moment(zoned)) => zoned.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string(),
        }
    }

    #[test]
    fn every_form_of_date_is_read() {
        for (text, date) in [
            (
                "Mon, 02 Apr 2031 08:30:00 +0200",
                "2031-04-02T08:30:00+02:00",
            ),
            ("Mon, 2 Apr 2031 08:30 GMT", "2031-04-02T08:30:00+00:00"),
            ("2 Apr 31 08:30:05 EDT", "2031-04-02T08:30:05-04:00"),
            ("02 Apr 1999 08:30:05 PST", "1999-04-02T08:30:05-08:00"),
            ("02 Apr 99 08:30:05 MET", "1999-04-02T08:30:05+01:00"),
            ("Wed, 2 Apr 2031 08:30:05 MEST", "2031-04-02T08:30:05+02:00"),
            (
                "Wed, 2 Apr 2031 08:30:05 Etc/GMT",
                "2031-04-02T08:30:05+00:00",
            ),
            (
                "Wed, 2 Apr 2031 08:30:05 Etc/GMT+5",
                "2031-04-02T08:30:05-05:00",
            ),
            (
                "Wed, 2 Apr 2031 08:30:05 GMT-01:01",
                "2031-04-02T08:30:05-01:01",
            ),
            (
                "Wed, 2 Apr 2031 08:30:05 UTC+2",
                "2031-04-02T08:30:05+02:00",
            ),
            (
                "Wed, 2 Apr 2031 08:30:05 Nowhere",
                "2031-04-02T08:30:05+00:00",
            ),
            ("Wed, 2 Apr 2031 08:30:05", "2031-04-02T08:30:05+00:00"),
            (
                "Wed, 2 Apr 2031 08:30:05 -0700 (PDT)",
                "2031-04-02T08:30:05-07:00",
            ),
            ("Wednesday, 2nd April 2031", "2031-04-02"),
            ("April 2, 2031 8:30 PM", "2031-04-02T20:30:00+00:00"),
            ("Apr 2, 2031 12:05am", "2031-04-02T00:05:00+00:00"),
            ("Wed Apr  2 08:30:05 2031", "2031-04-02T08:30:05+00:00"),
            ("Wed Apr  2 08:30:05 EST 2031", "2031-04-02T08:30:05-05:00"),
            ("02-Apr-2031 08:30:05 GMT", "2031-04-02T08:30:05+00:00"),
            ("Wed, 2031/04/02 08:30:05 EDT", "2031-04-02T08:30:05-04:00"),
            ("2031-04-02T08:30:05Z", "2031-04-02T08:30:05+00:00"),
            (
                "2031-04-02T08:30:05.123456-05:30",
                "2031-04-02T08:30:05-05:30",
            ),
            ("2031-04-02T08:30+01", "2031-04-02T08:30:00+01:00"),
            ("2031-04-02 08:30:05 UTC", "2031-04-02T08:30:05+00:00"),
            ("2031-04-02T24:00:00Z", "2031-04-03T00:00:00+00:00"),
            ("2031-04-02T08:30:60Z", "2031-04-02T08:30:59+00:00"),
            ("20310402T083005Z", "2031-04-02T08:30:05+00:00"),
            ("20310402", "2031-04-02"),
            ("2031-04-02", "2031-04-02"),
            ("2031-4-2", "2031-04-02"),
            ("2031-04", "2031-04-01"),
            ("2031", "2031-01-01"),
            ("2031-092", "2031-04-02"),
            ("2031092", "2031-04-02"),
            ("1932877805", "2031-04-02T06:30:05+00:00"),
            ("1932877805000", "2031-04-02T06:30:05+00:00"),
            ("4/2/2031", "2031-04-02"),
            ("25/4/2031", "2031-04-25"),
            ("2.4.2031 08:30", "2031-04-02T08:30:00+00:00"),
            (
                "mer. 2 avr. 2031 08:30:05 +0200",
                "2031-04-02T08:30:05+02:00",
            ),
            ("mar., 04 août 2031", "2031-08-04"),
            ("mardi 4 février 2031", "2031-02-04"),
            ("2. März 2031", "2031-03-02"),
            (
                "Κυρ, 11 Ιούλ 2004 12:00:00 EST",
                "2004-07-11T12:00:00-05:00",
            ),
            ("2004-július-13T9:15-05:00", "2004-07-13T09:15:00-05:00"),
            ("2 мая 2031", "2031-05-02"),
            ("2004년 05월 28일  01:31:15", "2004-05-28T01:31:15+00:00"),
            ("2004-05-25 오후 11:23:17", "2004-05-25T23:23:17+00:00"),
            ("Wed, 31 Jun 2031 08:30:05 GMT", "2031-06-30T08:30:05+00:00"),
            ("Wed, 2 Apr 2031 27:99:00 GMT", "2031-04-02"),
            ("", "none"),
            ("yesterday", "none"),
            ("0001-01-01T00:00:00Z", "none"),
            ("9999-12-31T23:59:59-23:59", "none"),
            ("Wed, 45 Foo 99999", "none"),
            ("99999999999999999999999999", "none"),
            ("12:30", "none"),
        ] {
            assert_eq!(shown(text), date, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_without_a_panic(text in ".{0,60}", digits in "[-+0-9:./TZ apmJunMET]{0,40}") {
            parse(&text);
            parse(&digits);
        }
    }
}
