//! The archive: every edition, newest first, under its month; above the list a year, where there is room for it.
//!
//! In reading order: [`editions`], the list; [`calendar`], the year; [`state`], both together; `moves`, from
//! edition to edition and from day to day; `going`, to a date that is typed; `following`, with what happens to the
//! archive; and here, what each key and the mouse do.

pub mod calendar;
pub mod editions;
mod ends;
mod following;
mod going;
mod moves;
pub mod state;

use crate::app::layout::{Panes, Shows};
use crate::app::mouse::{Gesture, Mouse};
use crate::app::parts::standing::Standing;
use crate::app::screen::{Answer, Header, Hint, PromptLine, Screen};
use crate::app::session::{Narrowed, Session};
use crate::app::texts::Text;
use crate::briefing::Form;
use crate::keymap::{Action, Edit, Motion};
use crate::text::{DisplayText, counted, grouped};
use calendar::{Calendar, ROWS};
use state::LEAST_LIST;
pub use state::{ArchiveScreen, Part};

impl ArchiveScreen {
    fn switch_focus(&mut self, session: &mut Session) -> Answer {
        match (self.focus, &self.calendar) {
            (Part::Year, _) => self.focus = Part::List,
            (Part::List, Some(_)) => {
                self.focus = Part::Year;
                // The selected edition may have no date.
                self.go_to_day(self.day, session);
            }
            (Part::List, None) => {
                let notice = if session.panes(self.shows()).list.height < ROWS + LEAST_LIST {
                    "The window is too short to show the year"
                } else {
                    "There is a year to show once the editions span more than a day"
                };
                session.notify(notice);
                return Answer::Refused;
            }
        }
        Answer::Handled
    }

    fn perform_in_year(&mut self, action: Action, session: &mut Session) -> Answer {
        match action {
            Action::Move(motion) => self.move_day(motion, session),
            Action::ReadOn => self.move_day(Motion::PageDown, session),
            Action::ReadBack => self.move_day(Motion::PageUp, session),
            Action::ToArticle => self.move_weeks(1, session),
            Action::ToList => self.move_weeks(-1, session),
            Action::Open => return self.open_day(session),
            Action::Cancel => self.focus = Part::List,
            Action::Search => {
                self.focus = Part::List;
                return self.list.perform(action, session);
            }
            _ => return Answer::HandedDown,
        }
        Answer::Handled
    }

    /// `Wednesday 25 November 2026: 2 editions, 3 of 31 stories unread`.
    fn day_text(&self, session: &Session) -> String {
        let date = session.dates().date(Form::Full, self.day);
        let day = self.calendar.as_ref().and_then(|year| year.at(self.day));
        let Some(day) = day.filter(|day| day.editions > 0) else {
            return if self.is_narrowed_out(session) {
                format!("{date}: not among those shown")
            } else {
                format!("{date}: no edition{}", session.so_far())
            };
        };
        let editions = counted(day.editions, "edition", "editions");
        let stories = counted(day.progress.stories, "story", "stories");
        match day.progress.unread {
            _ if day.progress.stories == 0 => format!("{date}: {editions}"),
            0 => format!("{date}: {editions}, all read"),
            unread if unread == day.progress.stories => {
                format!("{date}: {editions}, {stories} unread")
            }
            unread => format!(
                "{date}: {editions}, {} of {stories} unread",
                grouped(unread)
            ),
        }
    }
}

impl Screen for ArchiveScreen {
    fn shows(&self) -> Shows {
        self.list.shows()
    }

    fn perform(&mut self, action: Action, session: &mut Session) -> Answer {
        if self.typed_date.is_some() {
            return self.perform_while_going(action, session);
        }
        if let Some(why) = self.why_nothing(action, session) {
            session.notify(&why);
            return Answer::Refused;
        }
        match action {
            Action::Section(digit) => self.begin_going(digit, session),
            // Tab, while the list is being narrowed.
            Action::Scope if self.list.typing && !self.list.is_empty() => {
                let answer = self.switch_focus(session);
                self.list.typing = self.focus == Part::List;
                return answer;
            }
            Action::SwitchPane => return self.switch_focus(session),
            Action::NextSection if self.focus == Part::Year => self.later_year(session),
            Action::PreviousSection if self.focus == Part::Year => self.earlier_year(session),
            Action::NextSection => self.later_month(session),
            Action::PreviousSection => self.earlier_month(session),
            Action::OlderEdition | Action::NewerEdition => {
                let earlier = session.key_name(Action::PreviousSection);
                let later = session.key_name(Action::NextSection);
                let here = match (self.focus, &self.calendar) {
                    (Part::Year, _) => "year here, in the list below by month",
                    (Part::List, Some(_)) => "month here, in the year above by year",
                    (Part::List, None) => "month here",
                };
                if !earlier.is_empty() && !later.is_empty() {
                    session.notify(&format!("{earlier} and {later} go by {here}"));
                }
                return Answer::Refused;
            }
            action if self.focus == Part::Year => return self.perform_in_year(action, session),
            action => return self.list.perform(action, session),
        }
        Answer::Handled
    }

    fn point(&mut self, mouse: Mouse, session: &mut Session) -> Answer {
        let panes = session.panes(self.shows());
        let is_press = matches!(mouse.gesture, Gesture::Press(_));
        if is_press {
            self.stop_following();
        }
        if is_press && panes.pane_at(mouse.cell).is_some() {
            // Whoever points at something does not go on typing a date.
            self.typed_date = None;
        }
        if !panes.above_list.contains(mouse.cell) {
            let answer = self.list.point(mouse, session);
            if is_press && panes.list.contains(mouse.cell) && self.focus == Part::Year {
                // The first click on the list only brings the focus there.
                self.focus = Part::List;
                return Answer::Handled;
            }
            return answer;
        }
        let pressed = self.calendar.as_ref().filter(|_| is_press);
        let Some(day) = pressed.and_then(|year| year.day_at(mouse.cell)) else {
            return Answer::Handled;
        };
        if self.focus == Part::Year && day == self.day {
            return self.open_day(session);
        }
        self.focus = Part::Year;
        self.list.typing = false;
        self.go_to_day(day, session);
        Answer::Handled
    }

    fn key_pressed(&mut self) {
        self.stop_following();
        self.list.key_pressed();
    }

    fn fit(&mut self, session: &mut Session) {
        let has_year = Self::has_room(session);
        self.list.above = if has_year { ROWS } else { 0 };
        self.list.items.has_year = has_year;
        self.list.items.has_months = self.has_months(session);
        self.list.items.unread = session.catalogue.unread();
        self.list.fit(session);
        if !has_year || self.list.is_empty() {
            self.focus = Part::List;
        }
        if self.focus == Part::List {
            self.follow_list(session);
        }
        if let Some((oldest, newest)) = calendar::span(session) {
            self.day = self.day.clamp(oldest, newest);
        }
        let area = session.panes(self.shows()).above_list;
        self.calendar = has_year.then(|| Calendar::new(self.day, self.list.shown(), session, area));
    }

    fn opened_by(&self) -> Option<(Action, &'static str)> {
        Some((Action::Archive, "This is the archive"))
    }

    fn standing(&self) -> Standing {
        let typed_date = self.typed_date.as_ref();
        let prompt = typed_date.map(|typed_date| typed_date.prompt.clone());
        let list = self.list.standing();
        Standing {
            prompt: prompt.or(list.prompt),
            day: (self.focus == Part::Year).then_some(self.day),
            ..list
        }
    }

    fn unmoved(&self, action: Action, session: &Session) -> Option<String> {
        self.why_unmoved(action, session)
    }

    fn header(&self, panes: &Panes, session: &Session) -> Header {
        let mut header = self.list.header(panes, session);
        if let (Header::Titled(titled), Part::Year) = (&mut header, self.focus) {
            titled.below = DisplayText::line(&self.day_text(session));
        }
        header
    }

    fn hints(&self, panes: &Panes, session: &Session) -> Vec<Hint> {
        if self.focus == Part::List {
            return self.list.hints(panes, session);
        }
        let keymap = &session.keymap;
        let days = [Action::Move(Motion::Down), Action::Move(Motion::Up)];
        let weeks = [Action::ToList, Action::ToArticle];
        let years = [Action::PreviousSection, Action::NextSection];
        vec![
            Hint::of(keymap, &[Action::Open], "open"),
            Hint::of(keymap, &[Action::SwitchPane], "list"),
            Hint::of(keymap, &days, "day"),
            // In a narrow window there is no room for all, and these cannot be guessed.
            Hint::of(keymap, &years, "year"),
            Hint::of(keymap, &weeks, "week"),
            Hint::named(keymap, Action::Help),
        ]
    }

    fn is_typing(&self) -> bool {
        self.typed_date.is_some() || self.list.is_typing()
    }

    fn prompt(&self, session: &Session) -> Option<PromptLine<'_>> {
        let keymap = &session.keymap;
        let Some(typed_date) = &self.typed_date else {
            let mut prompt = self.list.prompt(session)?;
            if self.calendar.is_some() && !self.list.is_empty() {
                let year = Hint::typing(keymap, &[Action::Scope], "year");
                prompt.hints.insert(1, year);
            }
            return Some(prompt);
        };
        Some(PromptLine {
            sign: "go to ",
            prompt: &typed_date.prompt,
            messages: vec![self.say_typed(typed_date, session).message],
            hints: vec![
                Hint::typing(keymap, &[Action::Edit(Edit::Accept)], "stay"),
                Hint::typing(keymap, &[Action::Cancel], "back"),
            ],
        })
    }

    fn paste(&mut self, text: &str, session: &mut Session) {
        self.stop_following();
        if self.typed_date.is_some() {
            self.paste_date(text, session);
        } else {
            self.list.paste(text, session);
        }
    }

    fn leave(&self, session: &mut Session) {
        let selected = self.list.selected();
        let selected = selected.filter(|_| !self.list.prompt.is_empty());
        session.narrowed = selected.map(|item| Narrowed {
            words: self.list.prompt.text().to_string(),
            selected: self.list.items.edition(item).id().clone(),
        });
    }

    fn take_text(&mut self, _text: &Text, _session: &Session) {}

    fn settle(&mut self, session: &mut Session) {
        let version = session.marks.version();
        if self.marks_version != version {
            self.marks_version = version;
            self.list.narrow_again(session);
        }
        self.report_awaited(session);
    }

    fn archive_grew(&mut self, session: &mut Session) {
        self.follow_archive(session);
    }

    fn files_changed(&mut self, session: &mut Session) {
        self.follow_archive(session);
    }
}
