//! Typing the words that narrow a list.

use super::{Filtered, Narrowable};
use crate::app::layout::Panes;
use crate::app::parts::prompt::Prompt;
use crate::text::fold;

impl<T: Narrowable> Filtered<T> {
    pub(in crate::app::screens) fn start_typing(&mut self) {
        self.typing = true;
        self.before = self.before.or(self.selected());
    }

    /// Whether the selected item was chosen row by row or with the mouse since the words typed changed.
    pub(in crate::app::screens) fn is_moved(&self) -> bool {
        self.moved
    }

    /// Whether an item is among those shown.
    pub(in crate::app::screens) fn shows_item(&self, item: usize) -> bool {
        self.shown.binary_search(&item).is_ok()
    }

    /// Shows everything again, with the item selected that was when typing began, or one found since.
    pub(super) fn clear(&mut self, panes: &Panes) {
        let selected = self.selected().or(self.before);
        self.prompt = Prompt::default();
        self.typing = false;
        self.before = None;
        self.narrow(selected, panes);
    }

    pub(super) fn edit(&mut self, panes: &Panes, edit: impl FnOnce(&mut Prompt)) {
        let before = self.prompt.text().to_text();
        edit(&mut self.prompt);
        if *self.prompt.text() != *before {
            let selected = self.selected().or(self.before);
            self.narrow(selected, panes);
        }
    }

    /// Shows what the words typed let through, with the item `selected` if none fits them better.
    pub(super) fn narrow(&mut self, selected: Option<usize>, panes: &Panes) {
        let words = fold(&self.prompt.text());
        let words: Vec<_> = words.split_whitespace().collect();
        let rank = |index| self.items.rank(index, &words);
        let ranked: Vec<_> = (0..self.items.count())
            .filter_map(|index| Some((rank(index)?, index)))
            .collect();
        let best = ranked.iter().min();
        let fits = |item: &usize| best.is_some_and(|&(best, _)| rank(*item) == Some(best));
        let selected = selected.filter(fits).or(best.map(|&(_, index)| index));
        self.shown = ranked.iter().map(|&(_, index)| index).collect();
        self.moved = false;
        self.fit_list(panes);
        self.select(selected, panes);
    }
}
