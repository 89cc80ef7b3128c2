//! A list that changes while it is shown: what is selected stays in its row.

use super::list_cursor::{Held, ListCursor};
use super::split::{Listing, Split, list_height, story_of};
use crate::app::layout::Panes;
use crate::briefing::StoryId;

/// The item of a list that is to stay in its row when the list changes.
#[derive(Debug)]
pub struct HeldItem {
    held: Held,
    /// `None` for the selected item.
    story: Option<StoryId>,
}

impl<L: Listing> Split<L> {
    /// What is to stay in its row when the list changes.
    pub fn held(&self, panes: &Panes) -> HeldItem {
        let height = list_height(&self.list, panes);
        let held = self.cursor.held(&self.list, height);
        let is_selected = held.item == self.selected();
        HeldItem {
            held,
            story: (!is_selected)
                .then(|| story_of(&self.list, held.item))
                .flatten(),
        }
    }

    /// Selects an item of the list, which has changed, without opening its article. What is `held` stays in its
    /// row, as far as there are rows.
    pub fn hold(&mut self, index: usize, held: &HeldItem, panes: &Panes) {
        if panes.tiny {
            return self.set_cursor(index, panes);
        }
        self.list.fit(usize::from(panes.list.width));
        let story = held.story.as_ref();
        let item = story.and_then(|story| self.list.item_with(story));
        let held = held.held.moved_to(item.unwrap_or(index));
        let height = list_height(&self.list, panes);
        self.cursor = ListCursor::holding(index, held, &self.list, height);
    }
}
