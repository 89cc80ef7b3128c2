//! Moves in the archive: by month in the list, by day, week, month and year in the year above it.

use std::ops::{Range, RangeInclusive};

use jiff::civil::Date;
use jiff::{Span, ToSpan};

use super::calendar;
use super::state::{ArchiveScreen, Part};
use crate::app::catalogue::Catalogue;
use crate::app::screen::{Answer, Step};
use crate::app::session::Session;
use crate::briefing::Form;
use crate::keymap::Motion;

impl ArchiveScreen {
    /// Selects the first edition of the month before the selected one; from the oldest month, the first
    /// edition without a date.
    pub(super) fn earlier_month(&mut self, session: &mut Session) {
        let (month, shown) = (self.selected_month(session), self.list.shown());
        let selected = self.list.selected_position();
        let later = shown.iter().skip(selected);
        match later
            .take_while(|&&item| month_of(item, &session.catalogue) == month)
            .count()
        {
            same if selected + same < shown.len() => {
                self.list.select_position(selected + same, session);
            }
            _ => session.notify("There is no earlier month"),
        }
    }

    /// Selects the first edition of the month after the selected one's.
    pub(super) fn later_month(&mut self, session: &mut Session) {
        let month = self.selected_month(session);
        let first = self.first_of_month(self.list.selected_position(), month, session);
        let Some(position) = first.checked_sub(1) else {
            return session.notify("There is no later month");
        };
        let item = self.list.shown()[position];
        let month = month_of(item, &session.catalogue);
        let first = self.first_of_month(position, month, session);
        self.list.select_position(first, session);
    }

    /// Whether the editions shown are of more than one month.
    pub(super) fn has_months(&self, session: &Session) -> bool {
        let shown = self.list.shown();
        let month = |item: &usize| month_of(*item, &session.catalogue);
        shown.first().map(month) != shown.last().map(month)
    }

    /// The first day of the month of the selected edition; `None` without a date.
    fn selected_month(&self, session: &Session) -> Option<Date> {
        month_of(self.list.selected()?, &session.catalogue)
    }

    /// The position of the first of the editions around `position` that are of `month`.
    fn first_of_month(&self, position: usize, month: Option<Date>, session: &Session) -> usize {
        let before = self.list.shown().iter().take(position).rev();
        let same = before.take_while(|&&item| month_of(item, &session.catalogue) == month);
        position - same.count()
    }

    pub(super) fn earlier_year(&mut self, session: &mut Session) {
        let this_year = self.day.first_of_year();
        let positions = self.positions(&(Date::MIN..=this_year), session);
        let older = self.list.shown()[positions]
            .iter()
            .filter_map(|&item| session.catalogue.day(item));
        match older.map(Date::year).find(|&year| year < this_year.year()) {
            Some(year) => self.go_to_year(year, session),
            None => session.notify("There is no earlier year"),
        }
    }

    pub(super) fn later_year(&mut self, session: &mut Session) {
        let this_year = self.day.last_of_year();
        let newer = self.positions(&(this_year..=Date::MAX), session);
        let newer = self.list.shown()[newer]
            .iter()
            .rev()
            .filter_map(|&item| session.catalogue.day(item));
        match newer.map(Date::year).find(|&year| year > this_year.year()) {
            Some(year) => self.go_to_year(year, session),
            None => session.notify("There is no later year"),
        }
    }

    /// Goes to the same day of another year.
    fn go_to_year(&mut self, year: i16, session: &mut Session) {
        let years = i64::from(year) - i64::from(self.day.year());
        self.go_to_day(self.day.saturating_add(Span::new().years(years)), session);
    }

    pub(super) fn move_day(&mut self, motion: Motion, session: &mut Session) {
        let day = self.day;
        let day = match motion {
            Motion::Down => day.saturating_add(1.day()),
            Motion::Up => day.saturating_sub(1.day()),
            Motion::HalfPageDown | Motion::PageDown => day.saturating_add(1.month()),
            Motion::HalfPageUp | Motion::PageUp => day.saturating_sub(1.month()),
            Motion::Top => day.first_of_year(),
            Motion::Bottom => day.last_of_year(),
        };
        self.go_to_day(day, session);
    }

    pub(super) fn move_weeks(&mut self, weeks: i64, session: &mut Session) {
        self.go_to_day(self.day.saturating_add(weeks.weeks()), session);
    }

    /// Goes to a day, or to the end of the archive that is nearest to it, and selects the nearest edition.
    pub(super) fn go_to_day(&mut self, day: Date, session: &Session) {
        let Some((oldest, newest)) = calendar::span(session) else {
            return;
        };
        self.day = day.clamp(oldest, newest);
        if let Some(position) = self.nearest(&(self.day..=self.day), session) {
            self.list.select_position(position, session);
        }
    }

    /// Opens the edition of the selected day. If there are several, selects the first of them in the list
    /// instead.
    pub(super) fn open_day(&mut self, session: &mut Session) -> Answer {
        let positions = self.positions(&(self.day..=self.day), session);
        match positions.len() {
            0 => {
                let day = session.dates().date(Form::Full, self.day);
                session.notify(&if self.is_narrowed_out(session) {
                    format!("{day}: not among those shown")
                } else {
                    format!("No edition on {day}{}", session.so_far())
                });
                Answer::Refused
            }
            1 => match self.list.item(positions.start) {
                Some(item) => open(item, session),
                None => Answer::Handled,
            },
            editions => {
                self.focus = Part::List;
                self.list.select_position(positions.start, session);
                session.notify(&format!("{editions} editions on this day"));
                Answer::Handled
            }
        }
    }

    /// Whether the selected day, of which the list shows nothing, has an edition all the same.
    pub(super) fn is_narrowed_out(&self, session: &Session) -> bool {
        let all = session.archive.editions().len();
        let mut days = (0..all).map(|item| session.catalogue.day(item));
        self.list.len() < all && days.any(|day| day == Some(self.day))
    }

    /// The positions in the list of the editions of these days.
    pub(super) fn positions(&self, days: &RangeInclusive<Date>, session: &Session) -> Range<usize> {
        let (shown, catalogue) = (self.list.shown(), &session.catalogue);
        let is_after = |&item: &usize| catalogue.day(item).is_some_and(|day| day > *days.end());
        let is_not_before =
            |&item: &usize| catalogue.day(item).is_some_and(|day| day >= *days.start());
        shown.partition_point(is_after)..shown.partition_point(is_not_before)
    }

    /// The position in the list of the first edition of these days; if there is none, of the day nearest to
    /// them. `None` when no edition has a date.
    pub(super) fn nearest(&self, days: &RangeInclusive<Date>, session: &Session) -> Option<usize> {
        let positions = self.positions(days, session);
        if !positions.is_empty() {
            return Some(positions.start);
        }
        let day = |position: usize| session.catalogue.day(self.list.item(position)?);
        let older = day(positions.start);
        let newer = positions.start.checked_sub(1).and_then(day);
        let nearest = match (older, newer) {
            (Some(older), Some(newer)) => {
                let is_older =
                    (*days.start() - older).get_days() <= (newer - *days.end()).get_days();
                if is_older { older } else { newer }
            }
            (older, newer) => older.or(newer)?,
        };
        Some(self.positions(&(nearest..=nearest), session).start)
    }
}

/// The first day of the month of an edition; `None` without a date.
fn month_of(item: usize, catalogue: &Catalogue) -> Option<Date> {
    catalogue.day(item).map(Date::first_of_month)
}

/// Opens the edition at `position` of the archive.
fn open(position: usize, session: &Session) -> Answer {
    let edition = &session.archive.editions()[position];
    Answer::Go(Step::Edition(edition.id().clone()))
}
