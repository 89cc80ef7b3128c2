//! What is particular to each list that narrows as the user types.

use std::sync::Arc;

use crate::app::screen::{Hint, Step, Titled};
use crate::app::session::Session;
use crate::archive::Archive;
use crate::keymap::{Action, Edit, Keymap};
use crate::text::fold;

/// The items of a screen of one list, with what is particular to it.
pub trait Narrowable {
    fn count(&self) -> usize;

    /// The items that are shown once something has been typed, in their order.
    fn narrowed(&self, typed: &str, session: &Session) -> Vec<usize>;

    /// What there is to say about what has been typed.
    fn message(&self, _typed: &str, _session: &Session) -> Option<String> {
        None
    }

    /// What is said when nothing is left of the list.
    fn nothing_left(&self) -> &'static str {
        "No entry has all these words."
    }

    /// Whether an item has a title above it; `above` is the item shown above it.
    fn starts_group(&self, _index: usize, _above: Option<usize>) -> bool {
        false
    }

    /// Breaks the items into rows for a list of `columns`.
    fn fit(&mut self, _columns: usize) {}

    /// Rows of an item without its title.
    fn lines(&self, _index: usize) -> usize {
        1
    }

    /// Makes ready what is shown of the selected item only, in a list of `columns` by `rows`.
    fn unfold(&mut self, _selected: Option<usize>, _columns: usize, _rows: usize) {}

    /// Whether digits select an item by its number, which is its index and one.
    fn is_numbered(&self) -> bool {
        false
    }

    /// The item that a letter selects; it is no key that means something else on this screen.
    fn lettered(&self, _letter: char) -> Option<usize> {
        None
    }

    /// Where `action` leads from an item; `None` when it means nothing there.
    fn step(&self, _index: usize, _action: Action) -> Option<Step> {
        None
    }

    /// Whether more items come while files are still being read.
    fn grows(&self) -> bool {
        false
    }

    /// The header while `shown` of the items are shown.
    fn header(&self, shown: usize) -> Titled;

    /// The keys that matter now; `back` is the one for Esc.
    fn hints(&self, keymap: &Keymap, back: Hint) -> Vec<Hint>;

    /// What Enter does while something is typed.
    fn accept_hint(&self) -> &'static str {
        "open"
    }

    /// The items of the changed archive, among which [`Self::position_in`] finds these again; `None` when
    /// they do not depend on the archive.
    fn renewed(&self, _archive: &Arc<Archive>) -> Option<Self>
    where
        Self: Sized,
    {
        None
    }

    /// The index of the item `index` among `others`, which have replaced these items; `None` if it has gone.
    fn position_in(&self, _others: &Self, index: usize) -> Option<usize>
    where
        Self: Sized,
    {
        Some(index)
    }
}

/// The items of which the folded text has all the words typed.
pub fn with_words(typed: &str, folded: &[String]) -> Vec<usize> {
    let words = fold(typed);
    let words: Vec<_> = words.split_whitespace().collect();
    let matches = |index: &usize| words.iter().all(|word| folded[*index].contains(word));
    (0..folded.len()).filter(matches).collect()
}

/// Whether `action` opens the selected item.
pub fn opens(action: Action) -> bool {
    matches!(action, Action::Open | Action::Edit(Edit::Accept))
}
