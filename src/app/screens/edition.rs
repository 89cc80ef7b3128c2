//! The edition that is being read: its headlines beside a story, and its closing page.

pub mod closing;
mod ends;
mod header_and_hints;
pub mod headlines;
pub mod items;
pub mod location;
mod moves;
mod pointed;
mod same_day;
pub mod section_hints;
pub mod section_keys;
pub mod state;

use std::sync::Arc;

use crate::app::layout::{Panes, Shows};
use crate::app::mouse::Mouse;
use crate::app::parts::article_view::Entry;
use crate::app::parts::section_number::SectionNumber;
use crate::app::parts::split::{Focus, Listing};
use crate::app::parts::standing::Standing;
use crate::app::rows::Rows;
use crate::app::screen::{Answer, Header, Hint, Screen, Step};
use crate::app::session::Session;
use crate::app::texts::Text;
use crate::archive::Edition;
use crate::briefing::StoryId;
use crate::keymap::{Action, Keymap};
use crate::text::{DisplayText, grouped};
use headlines::Followed;
use items::{Filter, ItemKind};
use section_hints::after_digits;
pub use state::EditionScreen;

impl Screen for EditionScreen {
    fn shows(&self) -> Shows {
        match &self.closing {
            _ if self.is_zen() => Shows::Article,
            // The page is shown in place of the article.
            Some(_) => Shows::Split {
                article_focused: true,
            },
            None => self.split.shows(),
        }
    }

    fn perform(&mut self, action: Action, session: &mut Session) -> Answer {
        self.split.note_move(action);
        if let Some(answer) = self.perform_in_closing(action, session) {
            return answer;
        }
        match action {
            Action::NextStory => self.next_story(session),
            Action::PreviousStory => self.previous_story(Entry::AsLeft, session),
            Action::NextMatch => self.step_unread(1, session),
            Action::PreviousMatch => self.step_unread(-1, session),
            Action::ReadOn => self.read_on(session),
            Action::ReadBack => self.read_back(session),
            Action::Section(number) => self.go_to_section(number.checked_sub(1), session),
            Action::NextSection => self.next_section(session),
            Action::PreviousSection => self.previous_section(session),
            Action::GoToLetter(letter) => self.go_to_letter(letter, session),
            Action::OlderEdition => self.open_neighbour(1, session),
            Action::NewerEdition => self.open_neighbour(-1, session),
            Action::NextFilter => self.next_filter(session),
            Action::SectionRead => self.mark_section_read(session),
            Action::Zen => {
                let panes = session.panes(self.shows());
                self.toggle_zen();
                if session.report_same_panes(&panes, self.shows()) {
                    self.toggle_zen();
                }
            }
            Action::Search => return Answer::Go(Step::Search),
            Action::ToList | Action::Cancel | Action::Close if self.is_zen() => self.leave_zen(),
            action if self.is_zen() && session.refuses_in_zen(action) => return Answer::Refused,
            Action::Close if self.is_lone_article(session) => self.split.focus = Focus::List,
            Action::Cancel if self.split.focus == Focus::List && self.from_results => {
                return Answer::Go(Step::Close);
            }
            Action::Open | Action::SwitchPane if self.list().count() == 0 => {
                session.notify("There is no story here to open");
            }
            // One step back, but never out.
            Action::Cancel if self.split.focus == Focus::List => {}
            action => {
                let panes = session.panes(self.shows());
                if !self.split.perform(action, &panes, session) {
                    return Answer::HandedDown;
                }
            }
        }
        Answer::Handled
    }

    fn point(&mut self, mouse: Mouse, session: &mut Session) -> Answer {
        self.point_at(mouse, session)
    }

    fn key_pressed(&mut self) {
        self.split.key_pressed();
        if let Some(closing) = &mut self.closing {
            closing.key_pressed();
        }
    }

    fn fit(&mut self, session: &mut Session) {
        if !self.is_zen() {
            self.split.keep_in_view(session);
        }
        let panes = session.panes(self.shows());
        self.split.fit(&panes, session);
        if let Some(closing) = self.closing.as_mut().filter(|_| !panes.tiny) {
            closing.fit(&panes);
        }
    }

    fn standing(&self) -> Standing {
        match &self.closing {
            Some(closing) => closing.standing(self.shows()),
            None => self.split.standing(self.shows()),
        }
    }

    fn unmoved(&self, action: Action, session: &Session) -> Option<String> {
        self.why_unmoved(action, session)
    }

    fn header(&self, panes: &Panes, session: &Session) -> Header {
        if panes.shows_list {
            Header::Titled(self.masthead(session))
        } else if self.closing.is_some() {
            let progress = self
                .list()
                .briefing()
                .map(|briefing| self.progress(briefing, session));
            Header::Position {
                text: DisplayText::line(&progress.unwrap_or_default()),
                percent: None,
            }
        } else {
            Header::Position {
                text: self.position_text(session),
                percent: Some(self.split.article.percent()),
            }
        }
    }

    fn hints(&self, panes: &Panes, session: &Session) -> Vec<Hint> {
        let named = |action| Hint::named(&session.keymap, action);
        let middle = if self.closing.is_some() {
            self.closing_hints(session)
        } else {
            self.reading_hints(panes, session)
        };
        middle.into_iter().chain([named(Action::Help)]).collect()
    }

    fn position(&self, panes: &Panes) -> Option<String> {
        match &self.closing {
            Some(closing) if closing.shows_all(panes) => None,
            Some(closing) => Some(format!(
                "{} of {}",
                grouped(closing.selected_index() + 1),
                grouped(closing.remaining().len())
            )),
            None => {
                let both = panes.divider.is_some();
                both.then(|| format!("{} %", self.split.article.percent()))
            }
        }
    }

    fn letter_hints(&self, keymap: &Keymap) -> Vec<Hint> {
        self.section_hints(keymap)
    }

    fn number_hints(&self, typed: SectionNumber, keymap: &Keymap) -> Vec<Hint> {
        let briefing = self.list().briefing();
        briefing.map_or_else(Vec::new, |briefing| after_digits(typed, briefing, keymap))
    }

    fn story_in_hand(&self) -> Option<StoryId> {
        match &self.closing {
            Some(closing) => closing.selected().cloned(),
            None => self.open_story(),
        }
    }

    fn keys_changed(&mut self, session: &mut Session) {
        self.split.list.set_keys(&session.keymap);
    }

    fn conventions_changed(&mut self, session: &mut Session) {
        self.take_reading(Arc::clone(self.list().edition()), session);
    }

    fn shows_gone_story(&self) -> bool {
        let item = self.list().item(self.split.selected());
        self.closing.is_none() && item.is_some_and(|item| item.kind == ItemKind::Gone)
    }

    fn leave(&self, session: &mut Session) {
        self.split.leave(session);
    }

    fn take_text(&mut self, text: &Text, session: &Session) {
        self.split.article.take(text, session);
    }

    fn settle(&mut self, session: &mut Session) {
        if let Some(item) = self.split.list.let_go(self.split.selected()) {
            self.set_cursor(item, session);
        }
        self.take_marks(session);
        let panes = session.panes(self.shows());
        if let Some(closing) = &mut self.closing {
            closing.refresh(&self.split.list, &panes, session);
        }
    }

    fn archive_grew(&mut self, _session: &mut Session) {}

    /// An edition that has gone stays until it is left.
    fn files_changed(&mut self, session: &mut Session) {
        let id = self.list().edition().id();
        let Some(edition) = session.archive.find(id).map(Arc::clone) else {
            return;
        };
        if !Arc::ptr_eq(&edition, self.list().edition()) {
            self.take_reading(edition, session);
        }
    }
}

impl EditionScreen {
    /// Shows the marks as they are now, and what the filter lets through by them.
    fn take_marks(&mut self, session: &Session) {
        let selected = self.split.selected();
        let changed = self.split.list.refresh(&session.marks);
        if self.list().filter() == Filter::All {
            return;
        }
        let was_open = self.list().pins(selected);
        if !changed && was_open {
            return;
        }
        let panes = session.panes(self.shows());
        let held = self.split.held(&panes);
        let item = self.split.list.pin(selected);
        if was_open {
            self.split.hold(item, &held, &panes);
        } else if changed || item != selected {
            // This may scroll the list, which a click must not do.
            self.split.set_cursor(item, &panes);
        }
    }

    /// Shows another reading of the edition's file.
    fn take_reading(&mut self, edition: Arc<Edition>, session: &mut Session) {
        let selected = self.split.selected();
        let panes = session.panes(self.shows());
        let held = self.split.held(&panes);
        let (item, followed) = self.split.list.replace(edition, selected, session);
        self.split.hold(item, &held, &panes);
        match followed {
            Followed::Same => self.split.article.refresh(session),
            Followed::Renamed => {
                let subject = self.split.list.subject(item);
                self.split.article.follow(subject, session);
            }
            // Its text stays on the screen.
            Followed::Gone => {}
            Followed::Other => {
                self.split.open(Entry::AsLeft, &panes, session);
            }
        }
    }

    /// What the closing page does with an action; `None` for what is to be done in the edition itself.
    fn perform_in_closing(&mut self, action: Action, session: &mut Session) -> Option<Answer> {
        let panes = session.panes(self.shows());
        let closing = self.closing.as_mut()?;
        match action {
            Action::Move(motion) => closing.go(motion, &panes),
            Action::Open | Action::ReadOn if self.begins_again(session) => {
                self.begin_again(session);
            }
            Action::Open | Action::ReadOn | Action::NextMatch => self.go_on(session),
            Action::NextStory => {
                let notice = self.last_story_notice(session);
                session.notify(&notice);
            }
            Action::ReadBack | Action::PreviousStory | Action::ToList | Action::Cancel => {
                self.closing = None;
            }
            Action::SectionRead => {
                session.notify("Go back to a story to mark its section read");
                return Some(Answer::Refused);
            }
            Action::SwitchPane => return Some(Answer::Refused),
            _ => return None,
        }
        Some(Answer::Handled)
    }

    fn is_lone_article(&self, session: &Session) -> bool {
        let lone = session.panes(self.shows()).divider.is_none();
        lone && self.closing.is_none() && self.split.focus == Focus::Article
    }
}
