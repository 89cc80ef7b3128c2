//! A list over the whole width that narrows as one types: the archive and the help page.

use super::action::{Edit, Motion};
use super::layout::Panes;
use super::list::{Extent, ListCursor};
use super::prompt::Prompt;
use crate::text::fold;

/// Items that can be narrowed.
pub trait Narrowable {
    fn count(&self) -> usize;

    /// What an item is found by, folded.
    fn folded(&self, index: usize) -> &str;

    /// Rows of an item; `above` is the item shown above it.
    fn height(&self, index: usize, above: Option<usize>) -> usize;
}

#[derive(Debug)]
pub struct Filtered<T> {
    pub items: T,
    pub prompt: Prompt,
    pub typing: bool,
    /// The items shown, in order.
    pub shown: Vec<usize>,
    /// Selects among the items shown.
    pub cursor: ListCursor,
}

impl<T: Narrowable> Filtered<T> {
    pub fn new(items: T) -> Self {
        let shown = (0..items.count()).collect();
        Self {
            items,
            prompt: Prompt::default(),
            typing: false,
            shown,
            cursor: ListCursor::default(),
        }
    }

    /// The item selected; `None` when none is shown.
    pub fn selected(&self) -> Option<usize> {
        self.shown.get(self.cursor.selected()).copied()
    }

    pub fn select(&mut self, item: usize, panes: &Panes) {
        let place = self
            .shown
            .iter()
            .position(|&shown| shown == item)
            .unwrap_or(0);
        self.with_list(panes, |cursor, list| cursor.select(place, list));
    }

    pub fn go(&mut self, motion: Motion, panes: &Panes) {
        self.with_list(panes, |cursor, list| cursor.step(motion, list));
    }

    pub fn fit(&mut self, panes: &Panes) {
        self.with_list(panes, ListCursor::fit);
    }

    pub fn edit(&mut self, edit: Edit, panes: &Panes) {
        self.prompt.edit(edit);
        self.narrow(panes);
    }

    pub fn paste(&mut self, text: &str, panes: &Panes) {
        self.prompt.insert(text);
        self.narrow(panes);
    }

    /// Shows everything again, the selected item still selected.
    pub fn clear(&mut self, panes: &Panes) {
        self.prompt = Prompt::default();
        self.typing = false;
        self.narrow(panes);
    }

    /// Takes other items; `selected` is where the selected one stands among them.
    pub fn replace(&mut self, items: T, selected: Option<usize>, panes: &Panes) {
        self.items = items;
        self.narrow_to(selected, panes);
    }

    fn narrow(&mut self, panes: &Panes) {
        let selected = self.selected();
        self.narrow_to(selected, panes);
    }

    fn narrow_to(&mut self, selected: Option<usize>, panes: &Panes) {
        let words = fold(&self.prompt.text());
        let words: Vec<_> = words.split_whitespace().collect();
        let matches = |index: &usize| {
            words
                .iter()
                .all(|word| self.items.folded(*index).contains(word))
        };
        self.shown = (0..self.items.count()).filter(matches).collect();
        self.select(selected.unwrap_or(0), panes);
    }

    fn with_list(&mut self, panes: &Panes, change: impl FnOnce(&mut ListCursor, Extent<'_>)) {
        let item = |place: usize| self.height(place);
        let list = Extent {
            len: self.shown.len(),
            height: usize::from(panes.list.height),
            item: &item,
        };
        let mut cursor = self.cursor;
        change(&mut cursor, list);
        self.cursor = cursor;
    }

    /// Rows of the item shown at `place`.
    pub fn height(&self, place: usize) -> usize {
        let above = place.checked_sub(1).map(|above| self.shown[above]);
        self.items.height(self.shown[place], above)
    }

    /// The places in view.
    pub fn visible(&self, panes: &Panes) -> std::ops::Range<usize> {
        let item = |place: usize| self.height(place);
        self.cursor.visible(Extent {
            len: self.shown.len(),
            height: usize::from(panes.list.height),
            item: &item,
        })
    }
}
