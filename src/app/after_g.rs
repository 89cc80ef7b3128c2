//! What follows `g`: a letter or a number that goes to a section; and numbers that are typed without it.

use ratatui::layout::Size;

use super::last_line;
use super::model::Model;
use super::parts::section_number::SectionNumber;
use super::screens::sections::{Sections, SectionsScreen};
use crate::keymap::{Action, Key, Mode, Motion};

impl Model {
    /// Waits for what follows `g` and the digits typed since. The last lines show every section with its
    /// letter; where they cannot, a list of the sections comes on top.
    pub(super) fn await_section(&mut self, number: SectionNumber) {
        let edition = self.screens.edition_on_top();
        let with_sections = edition.filter(|edition| edition.sections() > 0);
        let is_for_list = with_sections.is_some_and(|edition| {
            let has_letters = edition.list().has_all_letters();
            !has_letters || !last_line::strip_fits(self)
        });
        if is_for_list {
            self.list_sections(number);
        } else {
            self.after_g = Some(number);
        }
    }

    /// Shows the sections of the edition on top as a list.
    fn list_sections(&mut self, number: SectionNumber) {
        let Some(edition) = self.screens.edition_on_top() else {
            return;
        };
        let sections = Sections::new(edition, number, &self.session.keymap);
        let selected = sections.typed_or_present();
        let screen = SectionsScreen::new(sections, selected, &self.session);
        self.screens.push(screen);
    }

    /// Takes `digit` for the first of a section's number, as after `g`, if some section of the edition has a number
    /// of more digits that begins with it. Otherwise returns false.
    pub(super) fn begin_section_number(&mut self, digit: usize) -> bool {
        let sections = self.screens.sections_on_top();
        if digit == 0 || sections == 0 || !self.session.keymap.has_digits() {
            return false;
        }
        let Some(number) = SectionNumber::begun_on_page(digit, sections) else {
            return false;
        };
        self.await_section(number);
        true
    }

    /// Goes to a section, so that what the next key asks for can be done there at once: short stories have their text.
    /// False if it has no story to go to; then a notice says so.
    pub(super) fn go_to_section(&mut self, section: usize) -> bool {
        let index = section.checked_sub(1);
        // The user waits for what the key after the number does, so a section that is selected already is no news.
        if !self.edition().is_at_start_of(index) {
            self.perform_as_by_key(Action::Section(section));
            self.settle();
            self.read_first_texts();
        }
        self.edition().is_at_start_of(index)
    }

    /// Takes in a new size of the window, which may have too little room for the letters in the last lines, and in
    /// which the text may have moved.
    pub(super) fn resize(&mut self, size: Size) {
        if self.session.window.size != size
            && let Some(unmoved) = self.session.unmoved.take()
        {
            self.session.notice.take_if(|notice| *notice == unmoved);
        }
        self.session.window.size = size;
        if let Some(number) = self.after_g.take() {
            self.await_section(number);
        }
    }

    /// What `action`, asked for by `key`, means after `g` and the digits `typed`; `None` while another digit is
    /// awaited. Where there are no sections, the key for the end of a list means that, since `g` leads to the top.
    /// The key that narrows a list does so with the sections.
    pub(super) fn following_g(
        &mut self,
        action: Action,
        key: Key,
        mut typed: SectionNumber,
    ) -> Option<Action> {
        let sections = self.screens.sections_on_top();
        let normal = self.session.keymap.action(Mode::Normal, key);
        if key == Key::Backspace && typed.typed().is_some() {
            self.after_g = typed.pop();
            return None;
        }
        if let Some(section) = typed.typed_on_page()
            && !matches!(action, Action::Section(_) | Action::Open | Action::Stay)
        {
            // `g` was not pressed, so the key means what it means on the page. Only the number is there to close.
            if normal == Some(Action::Close) || !self.go_to_section(section) {
                return None;
            }
            if normal.is_none() {
                self.refuse(&key.name());
            }
            return normal;
        }
        match action {
            Action::GoToLetter(_) if sections > 0 && normal == Some(Action::Search) => {
                self.list_sections(typed);
                Some(Action::Search)
            }
            Action::Section(digit) if sections > 0 => {
                let number = typed.push(digit, sections);
                if number.is_none() {
                    self.after_g = Some(typed);
                }
                number.map(Action::Section)
            }
            Action::Open => {
                let section = typed.typed().map(Action::Section);
                Some(section.unwrap_or(Action::GoToNothing(key)))
            }
            Action::GoToLetter(_) | Action::GoToNothing(_) if sections == 0 => {
                let end = Action::Move(Motion::Bottom);
                Some(if normal == Some(end) { end } else { action })
            }
            action => Some(action),
        }
    }
}
