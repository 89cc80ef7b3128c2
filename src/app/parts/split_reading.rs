//! Whether the user reads the article or goes through the list: a window with room for one of them shows that one.

use super::split::{Focus, Listing, Split};
use crate::app::screen::Hint;
use crate::app::session::Session;
use crate::keymap::{Action, Keymap};

impl<L: Listing> Split<L> {
    /// Keeps what is being read in view when the window has no room for both panes any more.
    pub fn keep_in_view(&mut self, session: &Session) {
        let both = session.window.shows_both();
        let before = std::mem::replace(&mut self.shown_both, both);
        if before && !both && self.reads && self.focus == Focus::List {
            self.focus = Focus::Article;
            self.lent_focus = true;
        } else if both && std::mem::take(&mut self.lent_focus) {
            self.focus = Focus::List;
        }
    }

    /// Takes in whether `action`, which is about to be done, moves in the article or in the list.
    pub fn note_move(&mut self, action: Action) {
        self.reads = match action {
            Action::ReadOn | Action::ReadBack => true,
            Action::Move(_) => self.focus == Focus::Article,
            action if action.is_jump() => false,
            Action::NextStory | Action::PreviousStory | Action::ToList => false,
            _ => self.reads,
        };
    }

    /// Goes to a match in the open article: the user reads there.
    pub fn read_at_match(&mut self, number: usize) {
        self.article.go_to_match(number);
        self.reads = true;
    }

    /// The key that takes the focus to the other pane: while both are shown, it tells which of them has it.
    pub fn way_across(&self, keymap: &Keymap) -> Hint {
        match self.focus {
            Focus::List => Hint::named(keymap, Action::ToArticle),
            Focus::Article => Hint::of(keymap, &[Action::ToList], "list"),
        }
    }
}
