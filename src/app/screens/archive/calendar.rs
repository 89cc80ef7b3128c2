//! A year as a calendar: a column for each week, a row for each day of the week.

use jiff::ToSpan;
use jiff::civil::Date;
use ratatui::layout::{Position, Rect};

use crate::app::catalogue::{Catalogue, Progress};
use crate::app::session::Session;

/// Rows of a calendar: the months, the days of the week, and a free one below.
pub const ROWS: u16 = 9;
/// The first column for the name of a month: those before it are taken by the number of the year.
const FIRST_NAME: u16 = 6;
/// Columns of the name of a month.
const NAME: u16 = 3;
/// The weeks of most years; those of a few leap years are one more.
const WEEKS: u16 = 53;

/// The months of one year, from that of the archive's oldest edition to that of its newest: a new archive has a
/// short calendar rather than an empty one.
#[derive(Debug)]
pub struct Calendar {
    days: Vec<Day>,
    /// The day that is selected.
    pub selected: Date,
    pub today: Date,
    area: Rect,
    pitch: Pitch,
    /// Columns of days that are hidden at the left.
    hidden: u16,
}

/// A day, with what the list shows of its editions.
#[derive(Clone, Copy, Debug)]
pub struct Day {
    pub date: Date,
    pub editions: usize,
    /// Of all its editions together.
    pub progress: Progress,
    /// No file of the day can be read.
    is_unreadable: bool,
}

/// How much of a day is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayState {
    NoEdition,
    Unread,
    /// Some of it is read.
    Begun,
    Read,
    Unreadable,
}

/// How far apart the weeks are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pitch {
    /// Two columns for each week.
    Wide,
    /// One column for each week, and a free one between two months.
    Narrow,
}

impl Pitch {
    /// Columns left of the days: in two columns for each week, a year just fits into 110.
    fn left(self) -> u16 {
        match self {
            Self::Wide => 4,
            Self::Narrow => 6,
        }
    }
}

impl Day {
    pub fn state(&self) -> DayState {
        match self.progress {
            _ if self.editions == 0 => DayState::NoEdition,
            _ if self.is_unreadable => DayState::Unreadable,
            Progress { unread: 0, .. } => DayState::Read,
            progress if progress.is_begun() => DayState::Begun,
            _ => DayState::Unread,
        }
    }
}

impl Calendar {
    /// The year of `selected` in `area`, with the editions at the positions `shown` of the archive, newest
    /// first.
    pub(super) fn new(selected: Date, shown: &[usize], session: &Session, area: Rect) -> Self {
        let (oldest, newest) = span(session).unwrap_or((selected, selected));
        let first = oldest.first_of_month().max(selected.first_of_year());
        let last = newest.last_of_month().min(selected.last_of_year());
        // All years of an archive look alike.
        let weeks = if oldest.year() == newest.year() {
            (week_of(last) + 1).saturating_sub(week_of(first))
        } else {
            WEEKS
        };
        let pitch = if Pitch::Wide.left() + 2 * weeks <= area.width {
            Pitch::Wide
        } else {
            Pitch::Narrow
        };
        let days = first.series(1.day()).take_while(|day| *day <= last);
        let mut calendar = Self {
            days: days.map(Day::empty).collect(),
            selected,
            today: session.today,
            area,
            pitch,
            hidden: 0,
        };
        calendar.count(shown, session);
        calendar.scroll();
        calendar
    }

    pub fn area(&self) -> Rect {
        self.area
    }

    pub fn days(&self) -> &[Day] {
        &self.days
    }

    /// What there is of a day; `None` for one outside the calendar.
    pub fn at(&self, date: Date) -> Option<&Day> {
        self.days.get(self.index(date)?)
    }

    /// The cell of a day; `None` for one out of view.
    pub fn cell(&self, date: Date) -> Option<Position> {
        let column = self.column(date).checked_sub(self.hidden)?;
        let weekday = u16::try_from(date.weekday().to_monday_zero_offset()).ok()?;
        let is_in_view = column < self.columns_in_view() && weekday + 1 < self.area.height;
        is_in_view.then_some(Position {
            x: self.area.x + self.pitch.left() + column,
            y: self.area.y + 1 + weekday,
        })
    }

    /// The day at a cell of the screen; right of a day, the free column belongs to it.
    pub fn day_at(&self, cell: Position) -> Option<Date> {
        let dates = || self.days.iter().map(|day| day.date);
        let is_at = |cell| dates().find(|date| self.cell(*date) == Some(cell));
        let left = Position {
            x: cell.x.saturating_sub(1),
            ..cell
        };
        is_at(cell).or_else(|| is_at(left).filter(|_| self.pitch == Pitch::Wide))
    }

    /// The cell for a sign that there are days further left; `None` when there are none.
    pub fn cut_left(&self) -> Option<Position> {
        let x = self.area.x + FIRST_NAME - 1;
        let cell = Position {
            x,
            ..self.area.into()
        };
        (self.hidden > 0).then_some(cell)
    }

    /// The cell for a sign that there are days further right; `None` when there are none.
    pub fn cut_right(&self) -> Option<Position> {
        let x = self.area.right().saturating_sub(1);
        let cell = Position {
            x,
            ..self.area.into()
        };
        let in_view = self.hidden.saturating_add(self.columns_in_view());
        (in_view < self.columns()).then_some(cell)
    }

    /// The first day of each month in view whose name has room, and the column for its name.
    pub fn months(&self) -> impl Iterator<Item = (Date, u16)> {
        let firsts = self.days.iter().map(|day| day.date);
        let right = self.cut_right().map_or(self.area.right(), |cell| cell.x);
        firsts
            .filter(|date| date.day() == 1)
            .filter_map(|date| Some((date, self.cell(date)?.x.max(self.area.x + FIRST_NAME))))
            .filter(move |(_, x)| x.saturating_add(NAME) <= right)
    }

    /// Whether a line may be drawn right of a day, because the next week is of another month.
    pub fn ends_month(&self, date: Date) -> bool {
        let next_week = self.index(date).and_then(|index| self.days.get(index + 7));
        let is_other = next_week.is_some_and(|next| next.date.month() != date.month());
        self.pitch == Pitch::Wide && is_other
    }

    fn index(&self, date: Date) -> Option<usize> {
        let first = self.days.first()?.date;
        usize::try_from((date - first).get_days()).ok()
    }

    /// The column of a day, from that of the first, whether or not it is in view.
    fn column(&self, date: Date) -> u16 {
        let Some(first) = self.days.first().map(|day| day.date) else {
            return 0;
        };
        let weeks = week_of(date).saturating_sub(week_of(first));
        let months = date.month().saturating_sub(first.month());
        match self.pitch {
            Pitch::Wide => 2 * weeks,
            Pitch::Narrow => weeks + u16::try_from(months).unwrap_or(0),
        }
    }

    /// The columns of all days.
    fn columns(&self) -> u16 {
        self.days.last().map_or(0, |day| self.column(day.date) + 1)
    }

    fn columns_in_view(&self) -> u16 {
        self.area.width.saturating_sub(self.pitch.left())
    }

    /// Brings the selected day into view. What shows it without hiding anything at the left is preferred, then
    /// what hides nothing at the right, so that the calendar moves as little as possible.
    fn scroll(&mut self) {
        let columns = self.columns();
        let (room, selected) = (self.columns_in_view(), self.column(self.selected));
        let most = columns.saturating_sub(room);
        self.hidden = if selected < room {
            0
        } else if selected >= most {
            most
        } else {
            selected - room / 2
        };
    }

    /// Adds up the editions of each day.
    fn count(&mut self, shown: &[usize], session: &Session) {
        let Some((first, last)) = self.days.first().zip(self.days.last()) else {
            return;
        };
        let (first, last) = (first.date, last.date);
        let catalogue: &Catalogue = &session.catalogue;
        let newer = |&item: &usize| catalogue.day(item).is_some_and(|day| day > last);
        for &item in &shown[shown.partition_point(newer)..] {
            let Some(date) = catalogue.day(item).filter(|day| *day >= first) else {
                return;
            };
            let is_readable = session.archive.editions()[item].briefing.is_some();
            if let Some(day) = self.index(date).and_then(|index| self.days.get_mut(index)) {
                day.is_unreadable = !is_readable && (day.editions == 0 || day.is_unreadable);
                day.editions += 1;
                day.progress = day.progress.plus(catalogue.progress(item));
            }
        }
    }
}

impl Day {
    fn empty(date: Date) -> Self {
        Self {
            date,
            editions: 0,
            progress: Progress::default(),
            is_unreadable: false,
        }
    }
}

/// The days of the archive's oldest and newest edition; up to today, when that is later in the same year.
pub(super) fn span(session: &Session) -> Option<(Date, Date)> {
    let (oldest, newest) = session.catalogue.span()?;
    let today = session.today;
    let newest = if today.year() == newest.year() {
        newest.max(today)
    } else {
        newest
    };
    Some((oldest, newest))
}

/// The number of a day's week in its year, from 0. Weeks begin on Mondays; the first may be short.
fn week_of(date: Date) -> u16 {
    let before = date.first_of_year().weekday().to_monday_zero_offset();
    let days = i16::from(before) + date.day_of_year() - 1;
    u16::try_from(days / 7).unwrap_or(0)
}
