//! Jumps, and the way back from them.

use super::history::{Direction, Taken};
use super::message::Msg;
use super::model::Model;
use super::screen::Step;
use super::screens::edition::location::EditionLocation;
use super::screens::location::{Location, Missing};
use super::session::Jump;
use super::steps::EDITION_GONE;
use crate::keymap::{Action, Mode};

impl Model {
    /// Where the user is before a message that may turn out to be a jump.
    pub(super) fn begin_jump(&mut self, msg: &Msg) -> Option<Location> {
        self.session.jump = Jump::None;
        let is_typing = self.screens.top().get().is_typing();
        let may_jump = match msg {
            Msg::KeyPressed(_) | Msg::Mouse(_) => true,
            // Where only one file is read, the story that was edited in it is opened.
            Msg::ReadAgain { is_one_file, .. } => *is_one_file,
            // Enter may have been pressed before this answer to what is typed: it takes effect now.
            _ => is_typing,
        };
        may_jump.then(|| self.screens.location())
    }

    /// Notes the jump from `before`, if this message made one, or an earlier jump whose texts have come by now.
    pub(super) fn finish_jump(&mut self, before: Option<Location>) {
        if let Some(before) = before {
            let jump = self.session.jump;
            if jump != Jump::AlongHistory && !before.is_same(&self.screens.location()) {
                self.screens.edition_mut().jumped_within = jump == Jump::Made;
            }
            if jump == Jump::Made {
                self.history.leave(before);
            }
        }
        if self.history.is_leaving() {
            self.history.arrive(&self.screens.location());
        }
    }

    /// Goes to where the user was before the last jump, or forward again. A list that lies on top is closed
    /// instead. False where it means nothing.
    pub(super) fn jump(&mut self, direction: Direction) -> bool {
        if self.mode() == Mode::Typing {
            return false;
        }
        if !self.screens.top().is_location() {
            if direction == Direction::Back {
                self.go(Step::Close);
            }
            return direction == Direction::Back;
        }
        let now = self.screens.location();
        let (screens, archive) = (&self.screens, &self.session.archive);
        let missing = |location: &Location| screens.missing(location, archive);
        let Taken { location, skipped } = self.history.take(direction, now, missing);
        let skipped = skipped.into_iter().map(|missing| match missing {
            Missing::File => "A file that has gone was skipped".to_owned(),
            Missing::Story => "A story that is no longer in its file was skipped".to_owned(),
        });
        let mut notice: Vec<_> = skipped.collect();
        match location {
            Some(location) => {
                self.session.jump = Jump::AlongHistory;
                self.screens.open(&location, &mut self.session);
            }
            None => notice.push(self.nothing_there(direction)),
        }
        if !notice.is_empty() {
            self.session.notify(&notice.join(". "));
        }
        true
    }

    /// What a notice says when there is nothing to go to in a direction.
    fn nothing_there(&self, direction: Direction) -> String {
        let (nothing, other_way, action, way_on) = match direction {
            Direction::Back => ("back", Direction::Forward, Action::JumpForward, "forward"),
            Direction::Forward => ("forward", Direction::Back, Action::JumpBack, "back"),
        };
        let nothing = format!("There is nothing to go {nothing} to");
        if self.history.is_empty(other_way) {
            return nothing;
        }
        let goes = self.session.and_key(action, &format!("goes {way_on}"));
        format!("{nothing}{goes}")
    }

    /// Ends the search, and opens the whole edition of the open result at the same line.
    pub(super) fn stay_in_edition(&mut self) {
        let Some(search) = self.screens.search() else {
            return;
        };
        let shown = search.shown();
        let Some(edition) = self.session.archive.find(&shown.edition) else {
            return self.session.notify(EDITION_GONE);
        };
        let (id, results) = (edition.id().clone(), search.split.location());
        let edition = EditionLocation::as_in_results(id, results, search.is_zen(), self.edition());
        self.session.note_jump();
        let location = self.screens.location().with_edition(edition);
        self.screens.open(&location, &mut self.session);
        let back = self.session.and_key(Action::JumpBack, "brings it back");
        self.session.notify(&format!("The search has ended{back}"));
    }
}
