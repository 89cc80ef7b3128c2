//! The list of an edition when its file was read again: the story that was selected is followed, and one that has
//! gone stays until it is left.

use std::sync::Arc;

use super::Headlines;
use crate::app::screens::edition::items::{Item, ItemKind};
use crate::app::session::Session;
use crate::archive::Edition;
use crate::briefing::StoryId;

/// What has become of the item that was selected when its file was read again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Followed {
    /// The same story, or the faults of the file.
    Same,
    /// The story was corrected so that it has another id now.
    Renamed,
    /// The story is not in the file any more. Its item stays in the list.
    Gone,
    /// Another item took its place.
    Other,
}

impl Headlines {
    /// Shows the edition as it was read again. Returns the new position of the item that was shown at
    /// `selected`, and what has become of it.
    pub fn replace(
        &mut self,
        edition: Arc<Edition>,
        selected: usize,
        session: &Session,
    ) -> (usize, Followed) {
        let before = self.item(selected).map(|item| item.kind);
        let story = self.story_id(selected).or(match before {
            Some(ItemKind::Gone) => self.gone.clone(),
            _ => None,
        });
        let (position, followed) = match &story {
            None if before.is_none() => (None, Followed::Other),
            None if edition.is_faulty() => (None, Followed::Same),
            None => (edition.briefing.as_ref().map(|_| 0), Followed::Other),
            Some(story) => Self::follow(story, &edition),
        };
        let headline = self.item(selected).and_then(|item| match item.story() {
            Some(position) => Some(Item::gone(self.briefing()?.story(position).headline())),
            None => item.gone_again(),
        });
        let mut list = Self::new(edition, session);
        list.filter = self.filter;
        let mut pinned = list.all.iter().position(|item| item.story() == position);
        if let (Followed::Gone, Some(item), Some(story)) = (&followed, headline, story) {
            pinned = Some(list.insert_gone(item, story));
        }
        list.show(pinned);
        *self = list;
        let item = pinned.and_then(|pinned| self.shown_at(pinned));
        let nearest = || selected.min(self.shown.len().saturating_sub(1));
        (item.unwrap_or_else(nearest), followed)
    }

    /// Where a story is in another reading of its file.
    fn follow(story: &StoryId, edition: &Edition) -> (Option<usize>, Followed) {
        match edition.id().follow(story) {
            Some(now) if now.id() == story.id() => (Some(now.position()), Followed::Same),
            Some(renamed) => (Some(renamed.position()), Followed::Renamed),
            None => (None, Followed::Gone),
        }
    }

    /// Shows a story that is no longer in the file.
    pub fn show_gone(&mut self, story: StoryId) {
        let item = Item::gone(story.headline());
        let index = self.insert_gone(item, story);
        self.show(Some(index));
    }

    /// Adds an item for a story that is no longer in the file; returns its index among all items.
    fn insert_gone(&mut self, item: Item, story: StoryId) -> usize {
        let is_at_or_after = |other: &Item| other.story() >= Some(story.position());
        let index = self.all.iter().position(is_at_or_after);
        let index = index.unwrap_or(self.all.len());
        self.all.insert(index, item);
        self.gone = Some(story);
        index
    }

    /// Whether it shows a story that is no longer in the file.
    pub fn has_gone_story(&self) -> bool {
        self.gone.is_some()
    }

    /// Lets go of the story that is no longer in the file, unless that is still selected. Returns the new
    /// position of the item at `selected`, if there was anything to let go of.
    pub fn let_go(&mut self, selected: usize) -> Option<usize> {
        let is_open = self.item(selected)?.kind == ItemKind::Gone;
        if is_open || self.gone.take().is_none() {
            return None;
        }
        let kept = self.shown.get(selected).map(|shown| shown.item)?;
        let is_gone = |item: &Item| item.kind == ItemKind::Gone;
        let index = self.all.iter().position(is_gone)?;
        self.all.remove(index);
        let kept = if kept > index { kept - 1 } else { kept };
        self.show(Some(kept));
        self.shown_at(kept)
    }
}
