//! Selecting an item of a list by its number or its letter.

use super::{Filtered, Narrowable};
use crate::app::screen::Answer;
use crate::app::session::Session;
use crate::keymap::Action;

impl<T: Narrowable> Filtered<T> {
    /// Selects an item by the number `typed` with `digit` after it, or by `digit` alone when there is no such item.
    pub(super) fn choose(&mut self, typed: usize, digit: usize, session: &mut Session) -> Answer {
        let count = self.items.count();
        let longer = typed.saturating_mul(10).saturating_add(digit);
        let number = if longer <= count { longer } else { digit };
        let Some(item) = number.checked_sub(1).filter(|&item| item < count) else {
            session.notify(&format!("There is no number {number} here"));
            return Answer::Refused;
        };
        if !self.select_shown(item, &format!("Number {number}"), session) {
            return Answer::Refused;
        }
        self.number = number;
        Answer::Handled
    }

    /// Selects the item that has a letter; false when none has it.
    pub(super) fn choose_lettered(&mut self, letter: char, session: &mut Session) -> bool {
        let item = self.items.lettered(letter);
        if let Some(item) = item {
            self.number = 0;
            self.select_shown(item, &format!("The letter {letter}"), session);
        }
        item.is_some()
    }

    /// Selects an item; false, with a notice that calls it `name`, when the list is narrowed to others.
    fn select_shown(&mut self, item: usize, name: &str, session: &mut Session) -> bool {
        if !self.shows_item(item) {
            let all = session.and_key(Action::Cancel, "shows all");
            session.notify(&format!("{name} is not shown now{all}"));
            return false;
        }
        if self.selected() == Some(item) {
            session.notify(&format!("{name} is selected already"));
        }
        self.select(Some(item), &self.panes(session));
        true
    }
}
