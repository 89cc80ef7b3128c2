//! Going to a date while it is typed.

use std::ops::RangeInclusive;

use jiff::civil::Date;

use super::calendar;
use super::state::{ArchiveScreen, AwaitedDays, Part, TypedDate};
use crate::app::parts::prompt::Prompt;
use crate::app::remark::capitalized;
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
            leads: true,
            before: (selected.map(id), self.day),
            latest: self.day.last_of_year().min(newest.max(session.today)),
        });
        self.go_to_typed(session);
    }

    pub(super) fn perform_while_going(&mut self, action: Action, session: &mut Session) -> Answer {
        match action {
            Action::Edit(Edit::Accept) => self.accept_date(session),
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
                self.move_on();
                self.move_day(motion, session);
            }
            Action::Move(_) => {
                self.move_on();
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

    /// Takes in that the user has moved on from where the date leads.
    fn move_on(&mut self) {
        if let Some(typed_date) = &mut self.typed_date {
            typed_date.leads = false;
        }
    }

    /// Stays where the date leads. If none of its editions is there, one may still come while files are loaded.
    fn accept_date(&mut self, session: &mut Session) {
        let Some(typed_date) = self.typed_date.take() else {
            return;
        };
        let Some(missed) = self.say_typed(&typed_date, session).missed else {
            return;
        };
        session.notify(&missed);
        let days = typed_date.days().filter(|_| session.loading.is_some());
        self.awaited = days.map(|days| AwaitedDays {
            days,
            said: session.notice.clone(),
        });
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
        let Some(typed_date) = &mut self.typed_date else {
            return;
        };
        typed_date.leads = true;
        match typed_date.days() {
            Some(days) => self.go_to_days(&days, session),
            None => self.go_back(session),
        }
    }

    /// Selects the first edition of these days, or the nearest.
    pub(super) fn go_to_days(&mut self, days: &RangeInclusive<Date>, session: &Session) {
        if let Some(position) = self.nearest(days, session) {
            self.list.select_position(position, session);
            self.follow_list(session);
        }
    }

    /// What there is to say about a date being typed.
    pub(super) fn say_typed(&self, typed_date: &TypedDate, session: &Session) -> Said {
        if !typed_date.leads {
            return Said::of(FORMS);
        }
        let typed = typed_date.prompt.text();
        match typed_days(&typed, typed_date.latest) {
            Err(why) => say_no_date(&typed, &why),
            Ok(days) => self.say_found(&days, session),
        }
    }

    /// What there is to say about days.
    pub(super) fn say_found(&self, days: &RangeInclusive<Date>, session: &Session) -> Said {
        let dates = session.dates();
        let (long, so_far) = (named(days, Length::Long, dates), session.so_far());
        let found = self.positions(days, session).len();
        if found > 0 {
            let editions = counted(found, "edition", "editions");
            return Said::of(&format!("{long}: {editions}{so_far}"));
        }
        let is_day = days.start() == days.end();
        let within = if is_day { "on" } else { "in" };
        let nearest = self.nearest(days, session);
        let nearest = nearest.and_then(|position| self.list.item(position));
        let Some(nearest) = nearest.and_then(|item| session.catalogue.day(item)) else {
            return Said::of("no edition here has a date");
        };
        let nearest = dates.date(Form::ShortDay, nearest);
        let short = named(days, Length::Short, dates);
        let missed = format!("No edition {within} {long}{so_far}; this is the nearest");
        Said {
            message: format!("none {within} {short}{so_far}; nearest {nearest}"),
            missed: Some(missed),
        }
    }
}

impl TypedDate {
    /// The days to which the date leads; `None` for what is no date, and where the user has moved on.
    pub(super) fn days(&self) -> Option<RangeInclusive<Date>> {
        let days = typed_days(&self.prompt.text(), self.latest);
        days.ok().filter(|_| self.leads)
    }
}

/// What there is to say about a date.
pub(super) struct Said {
    /// While it is typed.
    pub(super) message: String,
    /// When it is accepted: set when no edition is of the date, and the nearest is selected; and when it is no
    /// date.
    pub(super) missed: Option<String>,
}

impl Said {
    fn of(message: &str) -> Self {
        Self {
            message: message.to_owned(),
            missed: None,
        }
    }
}

/// What there is to say about what is no date.
fn say_no_date(typed: &str, why: &NotADate) -> Said {
    let typed = typed.trim();
    if typed.is_empty() {
        return Said::of(FORMS);
    }
    match why {
        NotADate::NoSuchDay(why) => Said {
            message: why.clone(),
            missed: Some(capitalized(why)),
        },
        NotADate::Form => {
            let message = if may_become_date(typed) {
                FORMS
            } else {
                "not a date"
            };
            Said {
                message: message.to_owned(),
                missed: Some(format!("“{typed}” is not a date; type {FORMS}")),
            }
        }
    }
}

/// Whether what is no date ends in a number or a name that may still be unfinished.
fn may_become_date(typed: &str) -> bool {
    let mut words = typed.split([' ', ',']).rev();
    let last = words.next().unwrap_or_default();
    let is_first = words.next().is_none();
    let is_number = last.chars().all(|letter| letter.is_ascii_digit());
    let is_name = last.chars().all(char::is_alphabetic);
    is_number && last.len() <= 4 || is_name && !is_first && last.chars().count() < LEAST_OF_MONTH
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
