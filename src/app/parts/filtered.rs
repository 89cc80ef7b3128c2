//! A list over the whole width that narrows as one types: the archive and the help page.

use std::ops::Range;

use crate::app::layout::Panes;
use crate::app::parts::list_cursor::{Extent, ListCursor};
use crate::app::parts::prompt::Prompt;
use crate::keymap::action::{Edit, Motion};
use crate::text::fold;

/// Items that can be narrowed.
pub trait Narrowable {
    fn count(&self) -> usize;

    /// What an item is found by, folded.
    fn folded(&self, index: usize) -> &str;

    /// Whether a title stands above an item; `above` is the item shown above it.
    fn starts_group(&self, index: usize, above: Option<usize>) -> bool;

    /// Sets the items to a list of `columns`.
    fn fit(&mut self, _columns: usize) {}

    /// Rows of an item without its title.
    fn rows(&self, _index: usize) -> usize {
        1
    }
}

#[derive(Debug)]
pub struct Filtered<T> {
    pub items: T,
    pub prompt: Prompt,
    pub typing: bool,
    /// The item selected when typing began.
    before: Option<usize>,
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
            before: None,
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
        self.items.fit(usize::from(panes.list.width));
        self.with_list(panes, ListCursor::fit);
    }

    pub fn edit(&mut self, edit: Edit, panes: &Panes) {
        self.change(panes, |prompt| prompt.edit(edit));
    }

    pub fn paste(&mut self, text: &str, panes: &Panes) {
        self.change(panes, |prompt| prompt.insert(text));
    }

    /// Begins to narrow the list by what is typed.
    pub fn start_typing(&mut self) {
        self.typing = true;
        self.before = self.before.or(self.selected());
    }

    /// Shows everything again, with the item selected that was when typing began, or one found since.
    pub fn clear(&mut self, panes: &Panes) {
        let selected = self.selected().or(self.before);
        self.prompt = Prompt::default();
        self.typing = false;
        self.before = None;
        self.narrow_to(selected, panes);
    }

    fn change(&mut self, panes: &Panes, change: impl FnOnce(&mut Prompt)) {
        let before = self.prompt.text().to_text();
        change(&mut self.prompt);
        if *self.prompt.text() != *before {
            let selected = self.selected().or(self.before);
            self.narrow_to(selected, panes);
        }
    }

    /// Takes other items; `selected` is where the selected one stands among them.
    pub fn replace(&mut self, items: T, selected: Option<usize>, panes: &Panes) {
        self.items = items;
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
        let mut cursor = self.cursor;
        change(&mut cursor, self.extent(panes, &|place| self.height(place)));
        self.cursor = cursor;
    }

    fn extent<'a>(&self, panes: &Panes, item: &'a dyn Fn(usize) -> usize) -> Extent<'a> {
        Extent {
            len: self.shown.len(),
            height: usize::from(panes.list.height),
            item,
        }
    }

    /// Whether a title stands above the item shown at `place`.
    pub fn starts_group(&self, place: usize) -> bool {
        let above = place.checked_sub(1).map(|above| self.shown[above]);
        self.items.starts_group(self.shown[place], above)
    }

    /// Rows of the item shown at `place`: a title stands under an empty row, but for the first.
    pub fn height(&self, place: usize) -> usize {
        let title = match (self.starts_group(place), place) {
            (false, _) => 0,
            (true, 0) => 1,
            (true, _) => 2,
        };
        title + self.items.rows(self.shown[place])
    }

    /// The places in view.
    pub fn visible(&self, panes: &Panes) -> Range<usize> {
        self.cursor
            .visible(self.extent(panes, &|place| self.height(place)))
    }
}
