//! What the archive says where a key cannot go on: at the ends of its list, of a year and of all years.

use super::calendar;
use super::state::{ArchiveScreen, Part};
use crate::app::parts::standing::Direction;
use crate::app::screen::Screen;
use crate::app::session::Session;
use crate::keymap::Action;

impl ArchiveScreen {
    pub(super) fn why_unmoved(&self, action: Action, session: &Session) -> Option<String> {
        let direction = match action {
            Action::ToArticle => Some(Direction::On),
            Action::ToList => Some(Direction::Back),
            action => Direction::of(action),
        };
        let direction = direction.filter(|_| self.focus == Part::Year);
        let (Some(direction), Some((oldest, newest))) = (direction, calendar::span(session)) else {
            return self.list.unmoved(action, session);
        };
        Some(match direction {
            Direction::Back if self.day == oldest => "The archive begins on this day".to_owned(),
            Direction::On if self.day == newest => "The archive ends on this day".to_owned(),
            Direction::Back => {
                let before = session.and_key(Action::PreviousSection, "goes to the year before");
                format!("This is the first day of the year{before}")
            }
            Direction::On => {
                let after = session.and_key(Action::NextSection, "goes to the year after");
                format!("This is the last day of the year{after}")
            }
        })
    }
}
