//! Jumps, and the way back from them.

use super::history::{Direction, Taken};
use super::message::Msg;
use super::model::Model;
use super::screen::Step;
use super::screens::AnyScreen;
use super::screens::edition::location::EditionLocation;
use super::screens::location::Location;
use super::steps::EDITION_GONE;
use crate::keymap::{Action, Mode};

impl Model {
    /// Where the user is before a message that may turn out to be a jump.
    pub(super) fn begin_jump(&mut self, msg: &Msg) -> Option<Location> {
        self.session.jumped = false;
        let is_typing = self.screens.top().get().is_typing();
        // While something is typed, an answer may be the one that Enter was pressed for.
        let may_jump = is_typing || matches!(msg, Msg::KeyPressed(_) | Msg::Mouse(_));
        may_jump.then(|| self.screens.location())
    }

    /// Notes the jump from `before`, if there was one.
    pub(super) fn finish_jump(&mut self, before: Option<Location>) {
        if let Some(before) = before
            && self.session.jumped
        {
            let now = self.screens.location();
            self.history.jumped(before, &now);
        }
    }

    /// Goes to where the user was before the last jump, or forward again. A list that lies on top is closed
    /// instead. False where it means nothing.
    pub(super) fn jump(&mut self, direction: Direction) -> bool {
        let is_on_top = !matches!(
            self.screens.top(),
            AnyScreen::Edition(_) | AnyScreen::Search(_)
        );
        match direction {
            _ if self.mode() == Mode::Typing => return false,
            Direction::Back if is_on_top => {
                self.go(Step::Close);
                return true;
            }
            Direction::Forward if is_on_top => return false,
            Direction::Back | Direction::Forward => {}
        }
        let now = self.screens.location();
        let (screens, archive) = (&self.screens, &self.session.archive);
        let is_there = |location: &Location| screens.can_open(location, archive);
        let Taken { location, skipped } = self.history.take(direction, now, is_there);
        if let Some(location) = &location {
            self.screens.open(location, &mut self.session);
        }
        self.report_jump(direction, location.is_some(), skipped);
        true
    }

    /// Reports what cannot be seen: that there was nothing to go to, or that something was skipped.
    fn report_jump(&mut self, direction: Direction, found: bool, skipped: bool) {
        let gone = "A file that has gone was skipped";
        let (nothing, other_way) = match direction {
            Direction::Back => ("There is nothing to go back to", Direction::Forward),
            Direction::Forward => ("There is nothing to go forward to", Direction::Back),
        };
        let mut notice = match (found, skipped) {
            (true, false) => return,
            (true, true) => gone.to_owned(),
            (false, false) => nothing.to_owned(),
            (false, true) => format!("{gone}. {nothing}"),
        };
        if !found && !self.history.is_empty(other_way) {
            notice += &match other_way {
                Direction::Back => {
                    format!("; {} goes back", self.session.key_name(Action::JumpBack))
                }
                Direction::Forward => {
                    let key = self.session.key_name(Action::JumpForward);
                    format!("; {key} goes forward")
                }
            };
        }
        self.session.notify(&notice);
    }

    /// Ends the search, and stays at the result that is open in its whole edition.
    pub(super) fn stay_in_edition(&mut self) {
        let Some(search) = self.screens.search() else {
            return;
        };
        let shown = search.shown();
        let Some(edition) = self.session.archive.find(&shown.edition) else {
            return self.session.notify(EDITION_GONE);
        };
        let (id, results) = (edition.id().clone(), search.split.location());
        let edition = EditionLocation::as_in_results(id, results, search.is_zen());
        self.session.note_jump();
        let location = self.screens.location().with_edition(edition);
        self.screens.open(&location, &mut self.session);
        let key = self.session.key_name(Action::JumpBack);
        let notice = format!("The search has ended; {key} brings it back");
        self.session.notify(&notice);
    }
}
