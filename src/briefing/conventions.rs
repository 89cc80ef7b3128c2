//! How dates, hours and reading times are written for people.

use jiff::civil::{Date, Time};

/// What the user prefers for all of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Conventions {
    pub dates: Dates,
    pub words_a_minute: WordsAMinute,
}

/// How dates and hours are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dates {
    /// `Tuesday 12 January 2016`, `07:30`.
    #[default]
    Long,
    /// `2016-01-12`, `07:30`.
    Iso,
    /// `Tuesday 12 January 2016`, `7:30 am`.
    TwelveHours,
    /// `Tuesday, January 12, 2016`, `7:30 am`.
    American,
}

/// What of a date is written, and how fully. The examples are those of [`Dates::Long`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// `Tuesday 12 January 2016`.
    Full,
    /// `Tue 12 Jan 2016`.
    Short,
    /// `12 January 2016`.
    Day,
    /// `12 Jan 2016`.
    ShortDay,
    /// `12 Jan`, where the year is known.
    DayOfYear,
    /// `Tue 12 Jan`, where the year is known.
    WeekdayOfYear,
    /// `Tue 12`, below the name of its month.
    WeekdayOfMonth,
    /// `January 2016`.
    Month,
    /// `Jan 2016`.
    ShortMonth,
    /// `Jan`, where the year is known.
    MonthOfYear,
}

impl Dates {
    /// Every way to write dates.
    pub const ALL: [Self; 4] = [Self::Long, Self::Iso, Self::TwelveHours, Self::American];

    /// The date as it is written, with what `form` asks for.
    pub fn date(self, form: Form, day: Date) -> String {
        day.strftime(self.format(form)).to_string()
    }

    /// `07:30`.
    pub fn time(self, time: Time) -> String {
        let format = match self {
            Self::Long | Self::Iso => "%H:%M",
            Self::TwelveHours | Self::American => "%-I:%M %P",
        };
        time.strftime(format).to_string()
    }

    fn format(self, form: Form) -> &'static str {
        match (self, form) {
            (_, Form::WeekdayOfMonth) => "%a %-d",
            (_, Form::MonthOfYear) => "%b",
            (Self::Iso, Form::Month | Form::ShortMonth) => "%Y-%m",
            // A month and a day in figures could be read either way without the year.
            (Self::Iso, _) => "%Y-%m-%d",
            (_, Form::Month) => "%B %Y",
            (_, Form::ShortMonth) => "%b %Y",
            (Self::American, Form::Full) => "%A, %B %-d, %Y",
            (Self::American, Form::Short) => "%a, %b %-d, %Y",
            (Self::American, Form::Day) => "%B %-d, %Y",
            (Self::American, Form::ShortDay) => "%b %-d, %Y",
            (Self::American, Form::DayOfYear) => "%b %-d",
            (Self::American, Form::WeekdayOfYear) => "%a, %b %-d",
            (Self::Long | Self::TwelveHours, Form::Full) => "%A %-d %B %Y",
            (Self::Long | Self::TwelveHours, Form::Short) => "%a %-d %b %Y",
            (Self::Long | Self::TwelveHours, Form::Day) => "%-d %B %Y",
            (Self::Long | Self::TwelveHours, Form::ShortDay) => "%-d %b %Y",
            (Self::Long | Self::TwelveHours, Form::DayOfYear) => "%-d %b",
            (Self::Long | Self::TwelveHours, Form::WeekdayOfYear) => "%a %-d %b",
        }
    }
}

impl Form {
    /// Those that name a day, though some of them leave out the year.
    pub const DAYS: [Self; 6] = [
        Self::Full,
        Self::Short,
        Self::Day,
        Self::ShortDay,
        Self::DayOfYear,
        Self::WeekdayOfYear,
    ];
    /// Those that name a month of a year.
    pub const MONTHS: [Self; 2] = [Self::Month, Self::ShortMonth];
}

/// The user's reading speed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WordsAMinute(pub u32);

impl Default for WordsAMinute {
    /// The usual figure for silent reading of English news.
    fn default() -> Self {
        Self(230)
    }
}

impl WordsAMinute {
    /// The minutes that it takes to read so many words: more than none for the first word.
    pub fn minutes(self, words: usize) -> usize {
        words.div_ceil(self.0.max(1) as usize)
    }

    /// The words that are read in so many minutes.
    pub fn words(self, minutes: usize) -> usize {
        minutes.saturating_mul(self.0 as usize)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time};

    use super::{Dates, Form};

    #[test]
    fn each_way_of_writing_has_all_forms() {
        let forms = [
            Form::Full,
            Form::Short,
            Form::Day,
            Form::ShortDay,
            Form::DayOfYear,
            Form::WeekdayOfYear,
            Form::WeekdayOfMonth,
            Form::Month,
            Form::ShortMonth,
            Form::MonthOfYear,
        ];
        let day = date(2016, 1, 5);
        let written = |dates: Dates| forms.map(|form| dates.date(form, day)).join(" | ");
        let long = "Tuesday 5 January 2016 | Tue 5 Jan 2016 | 5 January 2016 | 5 Jan 2016 | 5 Jan | \
            Tue 5 Jan | Tue 5 | January 2016 | Jan 2016 | Jan";
        assert_eq!(written(Dates::Long), long);
        assert_eq!(written(Dates::TwelveHours), long);
        assert_eq!(
            written(Dates::Iso),
            "2016-01-05 | 2016-01-05 | 2016-01-05 | 2016-01-05 | 2016-01-05 | 2016-01-05 | Tue 5 | \
             2016-01 | 2016-01 | Jan"
        );
        assert_eq!(
            written(Dates::American),
            "Tuesday, January 5, 2016 | Tue, Jan 5, 2016 | January 5, 2016 | Jan 5, 2016 | Jan 5 | \
             Tue, Jan 5 | Tue 5 | January 2016 | Jan 2016 | Jan"
        );
    }

    #[test]
    fn hours_are_counted_to_twelve_or_to_twenty_four() {
        for (hour, of_24, of_12) in [
            (0, "00:05", "12:05 am"),
            (7, "07:05", "7:05 am"),
            (12, "12:05", "12:05 pm"),
            (23, "23:05", "11:05 pm"),
        ] {
            let written = Dates::ALL.map(|dates| dates.time(time(hour, 5, 0, 0)));
            assert_eq!(written, [of_24, of_24, of_12, of_12]);
        }
    }
}
