//! What a list says where a key cannot go on: at its ends, and at those of the line being typed.

use super::{Filtered, Narrowable};
use crate::app::parts::standing::{Standing, Way, end_of_line, end_of_named_list};
use crate::app::screen::Screen;
use crate::app::session::Session;
use crate::keymap::{Action, Key, Mode};

impl<T: Narrowable> Filtered<T> {
    pub(super) fn standing_in_list(&self) -> Standing {
        Standing {
            shows: self.shows(),
            cursor: self.cursor,
            article: None,
            prompt: self.typing.then(|| self.prompt.clone()),
            day: None,
        }
    }

    pub(super) fn why_unmoved(&self, action: Action, session: &Session) -> Option<String> {
        let way = match action {
            Action::Edit(edit) => return end_of_line(edit).map(str::to_owned),
            // In a list of sections, a letter that none of them has means what it means elsewhere.
            Action::GoToLetter(letter) => {
                let action = session.keymap.action(Mode::Normal, Key::Char(letter))?;
                Way::of(action)?
            }
            action => Way::of(action)?,
        };
        let is_loading = self.items.grows() && session.loading.is_some();
        let which = match way {
            _ if !self.prompt.is_empty() => " shown",
            Way::On if is_loading => " loaded so far",
            _ => "",
        };
        let (item, names) = (self.items.item_name(), self.items.end_names());
        let end = end_of_named_list(item, self.len(), (way, names), which);
        let all = if self.typing || self.prompt.is_empty() {
            String::new()
        } else {
            session.and_key(Action::Cancel, "shows all")
        };
        Some(format!("{end}{all}"))
    }
}
