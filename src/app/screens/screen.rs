//! What every screen can be asked.

use crate::app::answer::Answer;
use crate::app::layout::{Panes, Shows};
use crate::app::parts::header::Header;
use crate::app::parts::hint::Hint;
use crate::app::parts::prompt::PromptLine;
use crate::app::session::Session;
use crate::app::texts::Text;
use crate::briefing::StoryId;
use crate::keymap::Action;

/// A screen: its state, what it does with each action, and what it says in the header and the last line.
/// A new one needs an entry in [`super::AnyScreen`] and a way of drawing it in `ui`.
pub trait Screen {
    fn shows(&self) -> Shows;

    fn perform(&mut self, action: Action, session: &mut Session) -> Answer;

    /// Adapts it to the size of the window; called after every message while it is on top, so cheap when nothing has
    /// changed.
    fn fit(&mut self, session: &mut Session);

    fn header(&self, panes: &Panes, session: &Session) -> Header;

    /// The keys that matter now, the most useful first; the last one stays when there is no room.
    fn hints(&self, panes: &Panes, session: &Session) -> Vec<Hint>;

    /// What the last line says at its right end.
    fn position(&self, _panes: &Panes) -> Option<String> {
        None
    }

    /// Whether something is being typed.
    fn is_typing(&self) -> bool {
        false
    }

    /// The line being typed; `None` unless [`Self::is_typing`].
    fn prompt(&self, _session: &Session) -> Option<PromptLine<'_>> {
        None
    }

    /// Takes pasted text, while something is typed.
    fn paste(&mut self, _text: &str, _session: &mut Session) {}

    /// What letters go to after `g`.
    fn letter_hints(&self) -> Vec<Hint> {
        Vec::new()
    }

    /// The story that the keys for marks mean; `None` when none is shown.
    fn story(&self) -> Option<StoryId> {
        None
    }

    /// Notes where its article is left.
    fn leave(&self, _session: &mut Session) {}

    /// Called when it is on top again because another screen was closed.
    fn return_to(&mut self, _session: &mut Session) {}

    /// Takes a text that was asked for, by this screen or by another.
    fn take_text(&mut self, text: &Text, session: &Session);

    /// Takes in what has been marked.
    fn marks_changed(&mut self, _session: &mut Session) {}

    /// Takes in what has come into the archive.
    fn archive_grew(&mut self, session: &mut Session);

    /// Takes in that files have changed or gone: what it refers to is to be looked up by its id.
    fn files_changed(&mut self, session: &mut Session);
}
