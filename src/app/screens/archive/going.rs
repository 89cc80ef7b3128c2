//! Going to a date while it is typed.

use std::ops::RangeInclusive;

use jiff::civil::Date;

use super::calendar;
use super::state::{ArchiveScreen, Part, TypedDate};
use crate::app::parts::prompt::Prompt;
use crate::app::screen::{Answer, Screen};
use crate::app::session::Session;
use crate::briefing::{Dates, Form};
use crate::keymap::{Action, Edit};
use crate::search::{NotADate, typed_days};
use crate::text::counted;

/// The dates that are understood, as the prompt says them.
const FORMS: &str = "12 jan, 12 jan 2016, 2016-01 or 2016";
/// The letters of a month's name from which on it is understood.
const LEAST_OF_MONTH: usize = 3;

impl ArchiveScreen {
    pub(super) fn begin_going(&mut self, digit: usize, session: &mut Session) {
        let newest = calendar::span(session).map_or(session.today, |(_, newest)| newest);
        let mut prompt = Prompt::default();
        prompt.insert(&digit.to_string());
        let selected = self.list.selected();
        let id = |item| self.list.items.edition(item).id().clone();
        self.typed_date = Some(TypedDate {
            prompt,
            message: FORMS.to_owned(),
            before: (selected.map(id), self.day),
            latest: self.day.last_of_year().min(newest.max(session.today)),
            missed: None,
        });
        self.go_to_typed(session);
    }

    pub(super) fn perform_while_going(&mut self, action: Action, session: &mut Session) -> Answer {
        match action {
            Action::Edit(Edit::Accept) => {
                if let Some(missed) = self
                    .typed_date
                    .take()
                    .and_then(|typed_date| typed_date.missed)
                {
                    session.notify(&missed);
                }
            }
            Action::Edit(edit) => {
                if let Some(typed_date) = &mut self.typed_date {
                    typed_date.prompt.edit(edit);
                }
                self.go_to_typed(session);
            }
            Action::Cancel => {
                self.go_back(session);
                self.typed_date = None;
            }
            Action::Move(motion) if self.focus == Part::Year => {
                self.forget_missed();
                self.move_day(motion, session);
            }
            Action::Move(_) => {
                self.forget_missed();
                let answer = self.list.perform(action, session);
                self.follow_list(session);
                return answer;
            }
            _ => return Answer::HandedDown,
        }
        Answer::Handled
    }

    /// Selects again what was selected before the date was typed.
    fn go_back(&mut self, session: &Session) {
        let Some(TypedDate {
            before: (id, day), ..
        }) = &self.typed_date
        else {
            return;
        };
        let (day, item) = (
            *day,
            id.as_ref().and_then(|id| session.archive.position(id)),
        );
        let mut shown = self.list.shown().iter();
        let position = shown.position(|shown| Some(*shown) == item);
        self.list.select_position(position.unwrap_or(0), session);
        self.day = day;
    }

    /// Forgets what was missed: the user has moved on from the edition nearest to the date typed.
    fn forget_missed(&mut self) {
        if let Some(typed_date) = &mut self.typed_date {
            (typed_date.message, typed_date.missed) = (FORMS.to_owned(), None);
        }
    }

    pub(super) fn paste_date(&mut self, text: &str, session: &mut Session) {
        if let Some(typed_date) = &mut self.typed_date {
            let fits = typed_date.prompt.insert(text);
            session.report_paste(fits);
        }
        self.go_to_typed(session);
    }

    /// Selects the first edition of the date that has been typed so far, or the nearest. For what is no date,
    /// the selection goes back to where it was before.
    fn go_to_typed(&mut self, session: &Session) {
        let Some(typed_date) = &self.typed_date else {
            return;
        };
        let typed = typed_date.prompt.text();
        let days = typed_days(&typed, typed_date.latest);
        let (message, missed) = match &days {
            Err(why) => say_no_date(&typed, why),
            Ok(days) => self.say_found(days, session),
        };
        if let Some(typed_date) = &mut self.typed_date {
            (typed_date.message, typed_date.missed) = (message, missed);
        }
        let Ok(days) = days else {
            return self.go_back(session);
        };
        if let Some(position) = self.nearest(&days, session) {
            self.list.select_position(position, session);
            self.follow_list(session);
        }
    }

    /// What there is to say about a date; and about the selected edition, when none is of that date.
    fn say_found(
        &self,
        days: &RangeInclusive<Date>,
        session: &Session,
    ) -> (String, Option<String>) {
        let dates = session.dates();
        let found = self.positions(days, session).len();
        if found > 0 {
            let editions = counted(found, "edition", "editions");
            return (
                format!("{}: {editions}", named(days, Length::Long, dates)),
                None,
            );
        }
        let is_day = days.start() == days.end();
        let within = if is_day { "on" } else { "in" };
        let nearest = self.nearest(days, session);
        let nearest = nearest.and_then(|position| self.list.item(position));
        match nearest.and_then(|item| session.catalogue.day(item)) {
            Some(nearest) => {
                let nearest = dates.date(Form::ShortDay, nearest);
                let message = format!(
                    "none {within} {}; nearest {nearest}",
                    named(days, Length::Short, dates)
                );
                let date = named(days, Length::Long, dates);
                let missed = format!("No edition {within} {date}; this is the nearest");
                (message, Some(missed))
            }
            None => ("no edition here has a date".to_owned(), None),
        }
    }
}

/// What there is to say about what is no date, while it is typed and when it is accepted.
fn say_no_date(typed: &str, why: &NotADate) -> (String, Option<String>) {
    let typed = typed.trim();
    if typed.is_empty() {
        return (FORMS.to_owned(), None);
    }
    match why {
        NotADate::NoSuchDay(why) => (why.clone(), Some(sentence(why))),
        NotADate::Form => {
            let message = if may_become_date(typed) {
                FORMS
            } else {
                "not a date"
            };
            let missed = format!("“{typed}” is not a date; type {FORMS}");
            (message.to_owned(), Some(missed))
        }
    }
}

/// `text` with a capital letter at its start.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(letters).collect()
}

/// Whether what is no date ends in a number or a name that may still be unfinished.
fn may_become_date(typed: &str) -> bool {
    let mut words = typed.split([' ', ',']).rev();
    let last = words.next().unwrap_or_default();
    let is_first = words.next().is_none();
    let is_number = last.chars().all(|letter| letter.is_ascii_digit());
    let is_name = last.chars().all(char::is_alphabetic);
    is_number && last.len() < 4 || is_name && !is_first && last.chars().count() < LEAST_OF_MONTH
}

/// Whether the names of months are written in full.
#[derive(Clone, Copy)]
enum Length {
    Long,
    Short,
}

/// A year, a month or a day.
fn named(days: &RangeInclusive<Date>, length: Length, dates: Dates) -> String {
    let (start, end) = (*days.start(), *days.end());
    let form = match (start == end, start.month() == end.month(), length) {
        (true, _, Length::Long) => Form::Day,
        (true, _, Length::Short) => Form::ShortDay,
        (false, true, Length::Long) => Form::Month,
        (false, true, Length::Short) => Form::ShortMonth,
        (false, false, _) => return format!("{:04}", start.year()),
    };
    dates.date(form, start)
}
