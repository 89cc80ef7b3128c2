//! What a list over the whole width does as a screen.

use super::{Filtered, Narrowable, SHOW_ALL};
use crate::app::layout::{Panes, Shows};
use crate::app::mouse::Mouse;
use crate::app::parts::prompt::did_you_mean;
use crate::app::parts::standing::Standing;
use crate::app::screen::{Answer, Header, Hint, PromptLine, Screen, Step};
use crate::app::session::Session;
use crate::app::texts::Text;
use crate::keymap::{Action, Edit, Keymap, Mode};
use crate::text::DisplayStr;

impl<T: Narrowable> Screen for Filtered<T> {
    fn shows(&self) -> Shows {
        self.items.shows(self.above)
    }

    fn perform(&mut self, action: Action, session: &mut Session) -> Answer {
        if let Some(answer) = T::answer(self, action, session) {
            return answer;
        }
        let typed = std::mem::take(&mut self.number);
        let selected = self.selected();
        if let Some(step) = selected.and_then(|item| self.items.step(item, action)) {
            return Answer::Go(step);
        }
        match action {
            Action::Section(digit) if self.items.is_numbered() => {
                self.choose(typed, digit, session)
            }
            action if self.perform_in_list(action, session) => Answer::Handled,
            Action::Cancel | Action::ToList => Answer::Go(Step::Close),
            _ => Answer::HandedDown,
        }
    }

    fn opened_by(&self) -> Option<(Action, &'static str)> {
        self.items.opened_by()
    }

    fn point(&mut self, mouse: Mouse, session: &mut Session) -> Answer {
        self.point_at(mouse, session)
    }

    fn key_pressed(&mut self) {
        self.cursor = self.cursor.unscrolled();
    }

    fn fit(&mut self, session: &mut Session) {
        let panes = self.panes(session);
        self.fit_list(&panes);
        let height = usize::from(panes.list.height);
        let in_view = &self.shown[self.cursor.visible(self, height)];
        self.items.prepare(in_view, &session.marks);
        self.items.show_selected(self.selected(), session);
    }

    fn standing(&self) -> Standing {
        self.standing_in_list()
    }

    fn unmoved(&self, action: Action, session: &Session) -> Option<String> {
        self.why_unmoved(action, session)
    }

    fn header(&self, _panes: &Panes, session: &Session) -> Header {
        let mut header = self.items.header(self.len());
        if self.items.grows() {
            header.right.push(DisplayStr::own(session.so_far()));
        }
        Header::Titled(header)
    }

    fn hints(&self, _panes: &Panes, session: &Session) -> Vec<Hint> {
        let keymap = &session.keymap;
        let back = if self.prompt.is_empty() {
            "back"
        } else {
            SHOW_ALL
        };
        let back = Hint::of(keymap, &[Action::Cancel], back);
        if self.is_empty() && !self.prompt.is_empty() {
            let words = Hint::of(keymap, &[Action::Search], "other words");
            return vec![back, words, Hint::named(keymap, Action::Help)];
        }
        let mut hints = T::first_hints(self, keymap);
        hints.extend(self.items.hints(keymap, back));
        if self.is_empty() {
            let needs_item = |action: &Action| matches!(action, Action::Open | Action::CopyLink);
            hints.retain(|hint| !hint.actions.iter().any(|(_, action)| needs_item(action)));
        }
        hints
    }

    fn is_typing(&self) -> bool {
        self.typing
    }

    fn mode(&self) -> Mode {
        if self.typing {
            Mode::Typing
        } else {
            self.items.mode()
        }
    }

    fn prompt(&self, session: &Session) -> Option<PromptLine<'_>> {
        let keymap = &session.keymap;
        let mut hints = T::first_hints(self, keymap);
        let accept = |does| Hint::typing(keymap, &[Action::Edit(Edit::Accept)], does);
        let meant = self.meant();
        if meant.is_some() {
            hints.insert(0, accept("correct"));
        } else if hints.is_empty() && !self.is_empty() {
            hints.push(accept(self.items.accept_hint()));
        }
        let cancel = self.items.cancel_hint();
        hints.push(Hint::typing(keymap, &[Action::Cancel], cancel));
        let mut messages = self.items.messages(&self.prompt.text(), session);
        if messages.is_empty() {
            messages.extend(meant.map(|meant| did_you_mean(&meant)));
        }
        self.typing.then(|| PromptLine {
            sign: self.items.sign(),
            prompt: &self.prompt,
            messages,
            hints,
        })
    }

    fn what_helps(&self, keymap: &Keymap) -> Option<String> {
        self.items.what_helps(keymap)
    }

    fn choose_letter(&mut self, letter: char, session: &mut Session) -> bool {
        self.choose_lettered(letter, session)
    }

    fn paste(&mut self, text: &str, session: &mut Session) {
        let mut fits = true;
        self.edit(session, |prompt| fits = prompt.insert(text));
        session.report_paste(fits);
    }

    fn keys_changed(&mut self, session: &mut Session) {
        if let Some(items) = self.items.rekeyed(session) {
            self.items = items;
            let panes = self.panes(session);
            self.fit_list(&panes);
        }
    }

    fn take_text(&mut self, _text: &Text, _session: &Session) {}

    fn archive_grew(&mut self, session: &mut Session) {
        let Some(items) = self.items.renewed(session) else {
            return;
        };
        let panes = self.panes(session);
        let (held, place) = self.held(&panes);
        let old = std::mem::replace(&mut self.items, items);
        let position = |item| old.position_in(&self.items, item);
        // Where the selected one has gone, the one after it, or else before it, is in its place.
        let row = self.selected_position();
        let rows = (row..self.len()).chain((0..row).rev());
        let selected = rows.filter_map(|row| self.item(row)).find_map(position);
        self.before = self.before.and_then(position);
        let held = held.and_then(position);
        self.narrow(selected, session);
        self.hold((held, place), &panes);
    }

    fn files_changed(&mut self, session: &mut Session) {
        self.archive_grew(session);
    }
}
