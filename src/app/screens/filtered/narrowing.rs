//! Typing the words that narrow a list.

use super::{Filtered, Narrowable};
use crate::app::parts::prompt::Prompt;
use crate::app::session::Session;

impl<T: Narrowable> Filtered<T> {
    pub(in crate::app::screens) fn start_typing(&mut self) {
        self.typing = true;
        self.before = self.before.or(self.selected());
    }

    /// What Enter puts in place of what is typed, of which nothing is left of the list.
    pub(in crate::app::screens) fn corrected(&self) -> Option<Prompt> {
        self.prompt.with(self.corrections.clone())
    }

    /// What may have been meant by what is typed.
    pub(super) fn meant(&self) -> Option<String> {
        let meant = self.corrections.iter().map(|(_, meant)| meant.as_str());
        self.corrected()
            .map(|_| meant.collect::<Vec<_>>().join(", "))
    }

    /// Ends the typing, or corrects what is typed.
    pub(super) fn accept(&mut self, session: &Session) {
        match self.corrected() {
            Some(corrected) => self.edit(session, |prompt| *prompt = corrected),
            None => self.typing = false,
        }
    }

    /// Whether the selected item was chosen row by row or with the mouse since the words typed changed.
    pub(in crate::app::screens) fn is_chosen(&self) -> bool {
        self.chosen
    }

    /// Whether an item is among those shown.
    pub(in crate::app::screens) fn shows_item(&self, item: usize) -> bool {
        self.shown.binary_search(&item).is_ok()
    }

    /// Shows everything again. The selected item stays selected; if none was shown, the one from when typing
    /// began.
    pub(super) fn clear(&mut self, session: &Session) {
        let selected = self.selected().or(self.before);
        self.prompt = Prompt::default();
        self.typing = false;
        self.before = None;
        self.narrow(selected, session);
    }

    pub(super) fn edit(&mut self, session: &Session, edit: impl FnOnce(&mut Prompt)) {
        let before = self.prompt.text().to_text();
        edit(&mut self.prompt);
        if *self.prompt.text() != *before {
            let selected = self.selected().or(self.before);
            self.narrow(selected, session);
        }
    }

    /// Shows what the words typed let through, with the item `selected` if none fits them better.
    pub(super) fn narrow(&mut self, selected: Option<usize>, session: &Session) {
        let ranked = if self.prompt.is_empty() {
            (0..self.items.count()).map(|index| (0, index)).collect()
        } else {
            self.items.ranked(&self.prompt.text(), session)
        };
        let best = ranked.iter().min();
        let fits = |item: &usize| best.is_some_and(|&(best, _)| ranked.contains(&(best, *item)));
        let selected = selected.filter(fits).or(best.map(|&(_, index)| index));
        self.shown = ranked.iter().map(|&(_, index)| index).collect();
        self.corrections = if self.shown.is_empty() {
            self.items.corrections(&self.prompt.text(), session)
        } else {
            Vec::new()
        };
        self.chosen = false;
        let panes = self.panes(session);
        self.fit_list(&panes);
        self.select(selected, &panes);
    }

    /// Narrows the list by words that were typed before. The selected item stays selected, else the one after it is;
    /// if nothing would be left, the whole list stays.
    pub(in crate::app) fn narrow_by(&mut self, words: &str, session: &Session) {
        let selected = self.selected();
        self.prompt.insert(words);
        self.before = selected;
        self.narrow(selected, session);
        if self.is_empty() {
            self.clear(session);
        } else if let Some(selected) = selected.filter(|&item| !self.shows_item(item)) {
            let after = self.shown.partition_point(|&item| item < selected);
            self.select_position(after, session);
        }
    }

    /// Narrows the list again by what is typed, after what it is narrowed by may have changed.
    pub(in crate::app::screens) fn narrow_again(&mut self, session: &Session) {
        if !self.prompt.is_empty() {
            self.narrow(self.selected().or(self.before), session);
        }
    }
}
