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
use crate::text::width;

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
            let now = self.screens.location();
            if jump != Jump::AlongHistory && !before.is_same(&now) {
                // Closing results counts as a jump if there is a way back to them.
                let has_closed = before.has_results() && !now.has_results();
                let leads_back = || self.way_back().is_some_and(Location::has_results);
                let jumped = jump == Jump::Made || (has_closed && leads_back());
                self.screens.edition_mut().jumped_within = jumped;
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

    /// The location that going back leads to.
    fn way_back(&self) -> Option<&Location> {
        let (screens, archive) = (&self.screens, &self.session.archive);
        let missing = |location: &Location| screens.missing(location, archive);
        let now = screens.location();
        self.history.next(Direction::Back, &now, missing)
    }

    /// What is said when Esc closes nothing. Nothing when it has taken another notice away: that is a step, too.
    pub(super) fn nothing_to_close(&self) -> Option<String> {
        let notice = self.nothing_open();
        let dismissed = self.session.dismissed.as_deref();
        dismissed
            .is_none_or(|shown| *shown == *notice)
            .then_some(notice)
    }

    /// That nothing lies on top, with the keys that undo the last jump and quit.
    fn nothing_open(&self) -> String {
        let quit = self.session.key_name(Action::Close);
        let quits = |joined: &str| match quit.as_str() {
            "" => String::new(),
            quit => format!("{joined} {quit} quits"),
        };
        let nothing = "There is nothing to close";
        let Some(to) = self.way_back() else {
            return format!("{nothing}{}", quits(";"));
        };
        let with = |goes: &str| {
            let goes = self.session.and_key(Action::JumpBack, goes);
            let joined = if goes.is_empty() { ";" } else { "," };
            format!("{nothing}{goes}{}", quits(joined))
        };
        let named = self.name_of(to);
        let named = named.map(|to| with(&format!("goes back to {to}")));
        let fits = |notice: &String| width::of(notice) <= self.session.notice_columns();
        named.filter(fits).unwrap_or_else(|| with("goes back"))
    }

    /// What results and other editions than the one being read are called; `None` for a place in that one.
    fn name_of(&self, location: &Location) -> Option<String> {
        if location.has_results() {
            return Some("the results".to_owned());
        }
        let other = location.edition().filter(|id| *id != self.edition().id())?;
        let name = self.session.edition_name(other);
        (!name.is_empty()).then_some(name)
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
