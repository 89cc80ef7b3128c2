//! A screen that is one list over the whole width, which narrows as the user types.

mod choose;
mod ends;
mod narrowing;
mod pointed;
mod rows;
mod screen;
mod words;

use crate::app::layout::{Panes, Shows};
use crate::app::mark_book::MarkBook;
use crate::app::parts::list_cursor::{Held, ListCursor};
use crate::app::parts::prompt::{Prompt, Replacement};
use crate::app::parts::standing::FIRST_AND_LAST;
use crate::app::rows::Row;
use crate::app::screen::{Answer, Hint, Screen, Step, Titled};
use crate::app::session::Session;
use crate::keymap::{Action, Edit, Keymap, Mode, Motion};
pub(super) use words::corrections;
use words::with_words;

/// The items of a screen of one list, with what is particular to it.
pub trait Narrowable {
    fn count(&self) -> usize;

    /// The folded text that words find each item by; nothing where items are found in another way.
    fn folded(&self) -> &[String] {
        &[]
    }

    /// The items to show for what is typed, by ascending index, each after a rank: the lower, the nearer to what is
    /// meant. The first of the lowest rank is selected.
    fn ranked(&self, typed: &str, _session: &Session) -> Vec<(u8, usize)> {
        with_words(typed, self.folded())
    }

    /// What there is to say about what has been typed, as [`PromptLine`](crate::app::screen::PromptLine) has it.
    fn messages(&self, _typed: &str, _session: &Session) -> Vec<String> {
        Vec::new()
    }

    /// What may have been meant by parts of what is typed, in their order, when nothing is left of the list.
    fn corrections(&self, typed: &str, _session: &Session) -> Vec<Replacement> {
        corrections(typed, self.folded())
    }

    /// What an item is called where the list goes no further.
    fn item_name(&self) -> &'static str;

    /// What the first item and the last are called.
    fn end_names(&self) -> [&'static str; 2] {
        FIRST_AND_LAST
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

    /// What the screen shows, with this many rows kept free above the list.
    fn shows(&self, above: u16) -> Shows {
        Shows::List { above }
    }

    /// Makes ready what is shown of the items in view.
    fn prepare(&mut self, _in_view: &[usize], _marks: &MarkBook) {}

    /// Makes ready what is shown of the selected item only, in a list of `columns` by `rows`.
    fn unfold(&mut self, _selected: Option<usize>, _columns: usize, _rows: usize) {}

    /// Shows outside the list what is selected in it. It is called after every message while the screen is on top.
    fn show_selected(&self, _selected: Option<usize>, _session: &mut Session) {}

    /// Whether digits select an item by its number: its index plus one.
    fn is_numbered(&self) -> bool {
        false
    }

    /// The item that a letter selects. Such a letter means nothing else on this screen.
    fn lettered(&self, _letter: char) -> Option<usize> {
        None
    }

    /// How keys are interpreted while nothing is typed.
    fn mode(&self) -> Mode {
        Mode::Normal
    }

    /// As for any [`Screen`].
    fn opened_by(&self) -> Option<(Action, &'static str)> {
        None
    }

    /// Whether a click on an item opens it, as in a menu, rather than selecting it first.
    fn is_menu(&self) -> bool {
        false
    }

    /// What `action` does on this screen in particular; `None` for what it does on every screen of this
    /// kind.
    fn answer(_list: &mut Filtered<Self>, _action: Action, _session: &mut Session) -> Option<Answer>
    where
        Self: Sized,
    {
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

    /// What Esc does while something is typed.
    fn cancel_hint(&self) -> &'static str {
        SHOW_ALL
    }

    /// What is said to help with a key that means nothing on this screen; `None` where the help is named.
    fn what_helps(&self, _keymap: &Keymap) -> Option<String> {
        None
    }

    /// What is before the line being typed.
    fn sign(&self) -> &'static str {
        "/"
    }

    /// Hints that depend on what is selected, which come first; while something is typed, in place of what
    /// Enter does.
    fn first_hints(_list: &Filtered<Self>, _keymap: &Keymap) -> Vec<Hint>
    where
        Self: Sized,
    {
        Vec::new()
    }

    /// The items as they are in the changed archive, among which [`Self::position_in`] finds these again. `None` to
    /// keep these: they do not depend on the archive, or what they are of has gone from it.
    fn renewed(&self, _session: &Session) -> Option<Self>
    where
        Self: Sized,
    {
        None
    }

    /// The items with the keys that hold now, in the same order; `None` when they show none.
    fn rekeyed(&self, _session: &Session) -> Option<Self>
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

/// Whether `action` opens the selected item.
pub fn opens(action: Action) -> bool {
    matches!(action, Action::Open | Action::Edit(Edit::Accept))
}

/// What Esc does while the list is narrowed.
const SHOW_ALL: &str = "show all";

/// A list of items, and what has been typed to narrow it. *Item* numbers count all items; *positions* count
/// only those shown.
#[derive(Debug)]
pub struct Filtered<T> {
    pub items: T,
    pub prompt: Prompt,
    /// While true, keys go to `prompt`.
    pub typing: bool,
    /// Rows kept free above the list.
    pub above: u16,
    /// The item selected when typing began.
    before: Option<usize>,
    /// The items shown, in order.
    shown: Vec<usize>,
    /// What may have been meant by parts of what is typed, if no item is shown.
    corrections: Vec<Replacement>,
    /// Selects among the items shown.
    cursor: ListCursor,
    /// The number of an item that has been typed so far; 0 for none.
    number: usize,
    /// The selected item was chosen row by row or with the mouse since the words typed changed. Turning a page
    /// does not count.
    chosen: bool,
}

impl<T: Narrowable> Filtered<T> {
    /// All of `items`, with `selected` selected.
    pub fn new(items: T, selected: usize, session: &Session) -> Self {
        let mut list = Self {
            shown: (0..items.count()).collect(),
            items,
            prompt: Prompt::default(),
            typing: false,
            above: 0,
            before: None,
            corrections: Vec::new(),
            cursor: ListCursor::default(),
            number: 0,
            chosen: false,
        };
        let panes = list.panes(session);
        list.fit_list(&panes);
        list.select(Some(selected), &panes);
        list
    }

    /// Items shown.
    pub fn len(&self) -> usize {
        self.shown.len()
    }

    pub fn is_empty(&self) -> bool {
        self.shown.is_empty()
    }

    /// The item selected; `None` when none is shown.
    pub fn selected(&self) -> Option<usize> {
        self.item(self.selected_position())
    }

    /// The items shown, in order.
    pub fn shown(&self) -> &[usize] {
        &self.shown
    }

    /// The position of the selected item among those shown.
    pub fn selected_position(&self) -> usize {
        self.cursor.selected()
    }

    /// The item shown at `position`.
    pub fn item(&self, position: usize) -> Option<usize> {
        self.shown.get(position).copied()
    }

    /// What the rows of the list's pane show; items by their positions among those shown.
    pub fn rows_in_view(&self, panes: &Panes) -> Vec<Row> {
        self.cursor
            .rows_in_view(self, usize::from(panes.list.height))
    }

    /// Selects what is shown at `position`, or the last item. What is out of view comes to the top.
    pub fn select_position(&mut self, position: usize, session: &Session) {
        let height = usize::from(self.panes(session).list.height);
        let is_in_view = self.cursor.visible(self, height).contains(&position);
        let cursor = if is_in_view {
            self.cursor
        } else {
            ListCursor::at(position)
        };
        self.cursor = cursor.select(position, self, height);
    }

    pub(super) fn panes(&self, session: &Session) -> Panes {
        session.panes(self.shows())
    }

    fn fit_list(&mut self, panes: &Panes) {
        if !panes.tiny {
            let (columns, rows) = (panes.list.width, panes.list.height);
            self.items.fit(usize::from(columns));
            let selected = self.selected();
            self.items
                .unfold(selected, usize::from(columns), usize::from(rows));
            self.cursor = self.cursor.fit(self, usize::from(panes.list.height));
        }
    }

    /// Does what `action` means in the list itself; false when it means nothing there.
    fn perform_in_list(&mut self, action: Action, session: &Session) -> bool {
        let panes = &self.panes(session);
        match action {
            Action::Move(motion) => self.go(motion, panes),
            Action::ReadOn => self.go(Motion::PageDown, panes),
            Action::ReadBack => self.go(Motion::PageUp, panes),
            Action::Search => self.start_typing(),
            Action::Edit(Edit::Accept) => self.accept(session),
            Action::Edit(edit) => self.edit(session, |prompt| prompt.edit(edit)),
            Action::Cancel if self.typing || !self.prompt.is_empty() => self.clear(session),
            _ => return false,
        }
        true
    }

    /// The item that is to stay in its row when the items change, with where it is.
    fn held(&self, panes: &Panes) -> (Option<usize>, Held) {
        let height = usize::from(panes.list.height);
        let held = self.cursor.held(self, height);
        (self.item(held.item), held)
    }

    /// Moves the list so that the item `held` is in its row again, as far as there are rows.
    fn hold(&mut self, (item, held): (Option<usize>, Held), panes: &Panes) {
        let position = item.and_then(|item| self.shown.binary_search(&item).ok());
        if let Some(item) = position.filter(|_| !panes.tiny) {
            let (selected, height) = (self.selected_position(), usize::from(panes.list.height));
            self.cursor = ListCursor::holding(selected, held.moved_to(item), self, height);
        }
    }

    fn go(&mut self, motion: Motion, panes: &Panes) {
        // Turning pages is reading, not choosing.
        self.chosen = matches!(motion, Motion::Down | Motion::Up);
        let height = usize::from(panes.list.height);
        self.cursor = self.cursor.turn(motion, self, height);
    }

    pub(super) fn select(&mut self, item: Option<usize>, panes: &Panes) {
        let position = self.shown.iter().position(|&shown| Some(shown) == item);
        let height = usize::from(panes.list.height);
        self.cursor = self.cursor.select(position.unwrap_or(0), self, height);
    }
}
