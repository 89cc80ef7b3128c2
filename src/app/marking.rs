//! Marking a story: by a key, or because it was read to its end.

use std::sync::Arc;

use super::session::Session;
use crate::briefing::StoryId;
use crate::config::settings::ReadBy;
use crate::keymap::Action;
use crate::marks::{Change, Operation};
use crate::text::width;

/// The most columns of a headline in a notice.
const HEADLINE: usize = 40;

impl Session {
    /// Marks a story, as one step that can be undone; false, with a notice, when its file has gone.
    pub(super) fn mark(&mut self, id: &StoryId, change: Change) -> bool {
        self.mark_with(id, change, None)
    }

    /// As [`Self::mark`], with another change of the same story that is undone with the first.
    fn mark_with(&mut self, id: &StoryId, change: Change, other: Option<Change>) -> bool {
        let archive = Arc::clone(&self.archive);
        // Another story may have taken its place.
        let story = archive.story(id).filter(|story| *story.id() == *id.id());
        let Some(story) = story else {
            let why = match archive.find(id.edition()) {
                Some(_) => "This story is no longer in its file",
                None => "This story’s file has gone",
            };
            self.notify(&format!("{why}, so it cannot be marked"));
            return false;
        };
        let undone = match change {
            Change::Read(true) => "unread again",
            Change::Read(false) => "read again",
            Change::Saved(true) => "no longer saved",
            Change::Saved(false) => "saved again",
            // A change of place is not undone, so nothing is said.
            Change::Place(_) => "",
        };
        let headline = width::cut(story.headline(), HEADLINE);
        let notice = if headline.contains(['“', '”', '"']) {
            format!("{undone}: {headline}")
        } else {
            format!("{undone}: “{headline}”")
        };
        let operations = std::iter::once(change).chain(other);
        let operations = operations.map(|change| Operation {
            key: story.key(),
            change,
        });
        let operations = operations.collect();
        self.marks.mark_all(operations, notice, Some(id.edition()));
        true
    }

    /// Marks a story read because it was read to its end. It opens at its top again.
    pub(super) fn finish(&mut self, id: &StoryId) {
        if self.mark_with(id, Change::Read(true), Some(Change::Place(0))) {
            self.marks.note_read(&id.key());
        }
    }

    /// As [`Self::finish`], when the user goes on without having asked for the mark. Unless a list beside the
    /// story shows it, a notice says so.
    pub(super) fn finish_in_passing(&mut self, id: &StoryId, list_shows_it: bool) {
        let was_read = self.marks.status(id).read;
        self.finish(id);
        if !was_read && !list_shows_it && self.marks.status(id).read {
            let undo = self.and_key(Action::Undo, "undoes it");
            self.notify(&format!("Read to its end and marked read{undo}"));
        }
    }

    /// Marks a story read whose end was on the screen, if that is what is set. It does so once: what the user
    /// then makes of the mark stays.
    pub(super) fn note_end_shown(&mut self, id: &StoryId) {
        let is_set = self.configuration.settings.read.value == ReadBy::End;
        if is_set
            && self.archive.story(id).is_some()
            && self.ends_shown.insert(id.key())
            && !self.marks.status(id).read
        {
            self.finish_in_passing(id, self.window.shows_both());
        }
    }

    /// Notes that the user has marked the story with this key, or taken a mark of it back: it is not marked by
    /// itself then.
    pub(super) fn note_marked(&mut self, key: String) {
        self.ends_shown.insert(key);
    }
}
