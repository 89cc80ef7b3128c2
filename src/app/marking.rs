//! The keys that mark stories, and the one that takes a mark back.

use std::sync::Arc;

use crate::app::screens::edition::headline::Filter;
use crate::app::screens::search::results::Place;
use crate::app::{Model, Overlay};
use crate::briefing::Story;
use crate::keymap::action::Action;
use crate::keymap::key_name;
use crate::marks::{Change, Operation};
use crate::text::{counted, grouped, width};

/// Columns of a headline in a notice.
const HEADLINE_COLUMNS: usize = 40;

impl Model {
    /// The story that the keys mean: of the search on top, of the closing page, or of the edition.
    fn story_in_hand(&self) -> Option<Place> {
        match (self.overlays.last(), &self.closing) {
            (Some(Overlay::Search(searching)), _) => searching.story_shown(),
            (Some(_), _) => None,
            (None, Some(closing)) => Some(closing.selected()?.place.clone()),
            (None, None) => {
                let list = &self.reader.list;
                let story = list.story_index(self.reader.selected())?;
                Some(Place {
                    edition: Arc::clone(&list.edition),
                    story: Some(story),
                })
            }
        }
    }

    /// Follows the subject of the story in hand.
    pub(super) fn follow_story(&mut self) {
        match self.story_in_hand() {
            Some(place) => self.follow(&place),
            None => self.notify("There is no story here to follow"),
        }
    }

    pub(super) fn toggle_read(&mut self) {
        let Some(place) = self.story_in_hand() else {
            return self.notify("There is no story here to mark");
        };
        self.with_story(&place, |model, story| {
            let read = !model.progress.mark(&story.key()).read;
            model.mark_story(story, Change::Read(read));
            model.notify(if read { "Read" } else { "Unread" });
        });
    }

    pub(super) fn toggle_saved(&mut self) {
        let Some(place) = self.story_in_hand() else {
            return self.notify("There is no story here to save");
        };
        self.with_story(&place, |model, story| {
            let saved = !model.progress.mark(&story.key()).saved;
            model.mark_story(story, Change::Saved(saved));
            if saved {
                let key = key_name(Action::SavedStories);
                model.notify(&format!("Saved; {key} shows every saved story"));
            } else {
                model.notify("No longer saved");
            }
        });
    }

    /// Marks the story in hand read: its last row was in view when the reader went on.
    pub(super) fn finish_story(&mut self) {
        if let Some(place) = self.story_in_hand() {
            self.with_story(&place, |model, story| {
                model.mark_story(story, Change::Read(true));
            });
        }
    }

    fn with_story(&mut self, place: &Place, act: impl FnOnce(&mut Self, Story<'_>)) {
        let briefing = place.edition.briefing.as_ref();
        if let Some((briefing, story)) = briefing.zip(place.story) {
            act(self, briefing.story(story));
        }
    }

    fn mark_story(&mut self, story: Story<'_>, change: Change) {
        let again = match change {
            Change::Read(true) => "unread again",
            Change::Read(false) => "read again",
            Change::Saved(true) => "no longer saved",
            Change::Saved(false) => "saved again",
            Change::Place(_) => return,
        };
        let headline = width::cut(story.headline(), HEADLINE_COLUMNS);
        self.progress
            .mark_all(operations(story, change), format!("{again}: “{headline}”"));
    }

    /// Marks every story of this section read, or of the whole edition when they are.
    pub(super) fn mark_section_read(&mut self) {
        if !self.overlays.is_empty() || self.closing.is_some() {
            return self.notify("Only a section of an open edition can be marked at once");
        }
        let edition = Arc::clone(&self.reader.list.edition);
        let Some(briefing) = &edition.briefing else {
            return self.notify("There is no story here to mark");
        };
        let section = self.reader.list.section_of(self.reader.selected());
        let (stories, name) = match section {
            None => (briefing.lead_stories(), "the lead".to_owned()),
            Some(section) => (
                briefing.section_stories(section),
                briefing.section_title(section).to_string(),
            ),
        };
        let read = |index: usize| operations(briefing.story(index), Change::Read(true));
        let undo = key_name(Action::Undo);
        let of_section = stories.flat_map(read).collect();
        let told = format!("unread again: the stories of {name}");
        let marked = self.progress.mark_all(of_section, told);
        if marked > 0 {
            let marked = counted(marked, "story", "stories");
            let again = key_name(Action::SectionRead);
            return self.notify(&format!(
                "{marked} marked read; {again}: the whole edition, {undo}: undo"
            ));
        }
        let all = (0..briefing.len()).flat_map(read).collect();
        let told = "unread again: the stories of this edition".to_owned();
        match self.progress.mark_all(all, told) {
            0 => self.notify("Every story of this edition is read already"),
            marked => {
                let marked = grouped(marked);
                self.notify(&format!("{marked} more marked read; {undo}: undo"));
            }
        }
    }

    pub(super) fn undo(&mut self) {
        match self.progress.undo() {
            Some(told) => self.notify(&format!("Undone, {told}")),
            None => self.notify("There is no mark to undo"),
        }
    }

    /// Shows all stories of the edition, those unread, those saved.
    pub(super) fn next_filter(&mut self) {
        self.closing = None;
        let (list, selected) = (&mut self.reader.list, self.reader.cursor.selected());
        let filter = list.filter.next();
        let place = list.set_filter(filter, selected);
        let matching = list.matching();
        self.keep_in_reader(place.unwrap_or(0));
        let next = key_name(Action::NextFilter);
        let then = match filter.next() {
            Filter::All => "all".to_owned(),
            next => format!("the {} ones", next.name()),
        };
        let told = match filter {
            Filter::All => "All stories of this edition".to_owned(),
            filter if matching == 0 => {
                format!("No story here is {}; {next} shows {then}", filter.name())
            }
            filter => {
                let stories = counted(matching, "story", "stories");
                format!("Only {}: {stories}; {next} shows {then}", filter.name())
            }
        };
        self.notify(&told);
    }

    /// Shows all stories of the edition, whatever filter is on.
    pub(super) fn show_all(&mut self) {
        let selected = self.reader.selected();
        let place = self.reader.list.set_filter(Filter::All, selected);
        self.keep_in_reader(place.unwrap_or(0));
    }

    /// Goes on showing the open story although it now stands elsewhere in the list.
    pub(super) fn keep_in_reader(&mut self, item: usize) {
        let panes = crate::app::layout::panes(self.size, self.reader_shows(), self.measure);
        self.reader.keep_selected(item, &panes);
    }

    /// Searches for every story that is saved.
    pub(super) fn show_saved(&mut self) {
        if self.progress.marks().any_saved() {
            self.open_kept_search("is:saved", false);
        } else {
            let save = key_name(Action::ToggleSaved);
            self.notify(&format!("No story is saved yet; {save} saves one"));
        }
    }

    /// Notes the places in the stories that are open: the program may end, or another come on top.
    pub(super) fn keep_place(&mut self) {
        for overlay in &self.overlays {
            if let Overlay::Search(searching) = overlay {
                searching.split.leave(&mut self.progress);
            }
        }
        self.reader.leave(&mut self.progress);
    }

    /// Takes what has been marked into the lists that show it.
    pub(super) fn refresh_marks(&mut self) {
        let selected = self.reader.selected();
        let list = &mut self.reader.list;
        let changed = list.refresh(&self.progress);
        if list.filter != Filter::All
            && (changed || list.kept() != Some(list.place_among_all(selected)))
            && let Some(place) = list.keep(selected)
        {
            self.keep_in_reader(place);
        }
        if let Some(closing) = &mut self.closing {
            closing.refresh(&self.archive, &self.reader.list, &self.progress);
        }
    }
}

/// What a change of a story takes. Whoever opens again what has been read begins at its top.
fn operations(story: Story<'_>, change: Change) -> Vec<Operation> {
    let top = (change == Change::Read(true)).then_some(Change::Place(0));
    [Some(change), top]
        .into_iter()
        .flatten()
        .map(|change| Operation {
            key: story.key(),
            change,
        })
        .collect()
}
