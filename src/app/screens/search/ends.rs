//! What a search says where a key cannot go on: at the ends of its results, of a story and of the line being typed.

use super::state::SearchScreen;
use crate::app::parts::standing::{End, Way, end_of_line, end_of_list};
use crate::app::rows::Rows;
use crate::app::screen::Screen;
use crate::app::session::{SO_FAR, Session};
use crate::keymap::{Action, Mode, Motion};

impl SearchScreen {
    pub(super) fn why_unmoved(&self, action: Action, session: &Session) -> Option<String> {
        match action {
            Action::Edit(edit) => return end_of_line(edit).map(str::to_owned),
            Action::Move(motion @ (Motion::Up | Motion::Down)) if self.recalls() => {
                return Some(why_not_recalled(motion, session));
            }
            Action::Move(motion) if self.choices() > 0 => {
                let way = if motion.is_down() { Way::On } else { Way::Back };
                return Some(end_of_list("suggestion", self.choices(), way, ""));
            }
            _ => {}
        }
        if let Some(End::OfList(way)) = self.split.end(action) {
            return Some(self.end_of_results(way, session));
        }
        self.split
            .why_unmoved(action, "result", self.so_far(session), session)
    }

    /// What is said where the results go no further.
    pub(super) fn end_of_results(&self, way: Way, session: &Session) -> String {
        let count = self.results().count();
        let end = end_of_list("result", count, way, self.so_far(session));
        format!("{end}{}", self.way_back(session))
    }

    /// The key that leads out of the results, to end a sentence with; none while the prompt names it.
    pub(super) fn way_back(&self, session: &Session) -> String {
        if self.is_typing() {
            return String::new();
        }
        session.and_key(Action::Cancel, "goes back")
    }

    /// What follows the name of what is found, while more may be.
    pub(super) fn so_far(&self, session: &Session) -> &'static str {
        if self.is_awaiting() {
            SO_FAR
        } else {
            session.so_far()
        }
    }
}

/// What is said when nothing is found that could be kept.
pub(super) fn nothing_to_keep(session: &Session) -> String {
    let back = session.keymap.key_name_in(Mode::Typing, Action::Cancel);
    let again = session.key_name(Action::Reload);
    match session.nothing_left().map(|nothing| nothing.alone()) {
        Some(nothing) if back.is_empty() || again.is_empty() => nothing,
        Some(nothing) => format!("{nothing}; {back} and then {again} tries again"),
        None if back.is_empty() => "nothing to keep".to_owned(),
        None => format!("nothing to keep; {back} goes back"),
    }
}

/// What is said when there is no query to bring back in the direction of a key.
fn why_not_recalled(motion: Motion, session: &Session) -> String {
    if session.searches.kept_queries.is_empty() {
        return "There is no earlier search yet".to_owned();
    }
    if motion == Motion::Up {
        return "This is the oldest search".to_owned();
    }
    let up = Action::Move(Motion::Up);
    match session.keymap.key_name_in(Mode::Typing, up).as_str() {
        "" => "There is no later search".to_owned(),
        up => format!("There is no later search; {up} brings back the last one"),
    }
}
