//! A screen that is one list over the whole width, which narrows as the user types.

mod choose;

use std::sync::Arc;

use crate::app::layout::{Panes, Shows};
use crate::app::mark_book::MarkBook;
use crate::app::mouse::{Gesture, Mouse, wheel_rows};
use crate::app::parts::list_cursor::ListCursor;
use crate::app::parts::prompt::Prompt;
use crate::app::rows::{Row, Rows, title};
use crate::app::screen::{Answer, Header, Hint, PromptLine, Screen, Step, Titled};
use crate::app::session::Session;
use crate::app::texts::Text;
use crate::archive::Archive;
use crate::keymap::{Action, Edit, Keymap, Motion};
use crate::text::fold;

/// The items of such a screen, with what is particular to it.
pub trait Narrowable {
    fn count(&self) -> usize;

    /// What an item is found by, folded.
    fn folded(&self, index: usize) -> &str;

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

    /// Makes ready what is shown of the items in view.
    fn prepare(&mut self, _in_view: &[usize], _marks: &MarkBook) {}

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
    pub typing: bool,
    /// The item selected when typing began.
    before: Option<usize>,
    /// The items shown, in order.
    shown: Vec<usize>,
    /// Selects among the items shown.
    cursor: ListCursor,
    /// The number of an item that has been typed so far; 0 for none.
    number: usize,
}

impl<T: Narrowable> Filtered<T> {
    /// All of `items`, with `selected` selected.
    pub fn new(items: T, selected: usize, session: &Session) -> Self {
        let mut list = Self {
            shown: (0..items.count()).collect(),
            items,
            prompt: Prompt::default(),
            typing: false,
            before: None,
            cursor: ListCursor::default(),
            number: 0,
        };
        let panes = session.panes(Shows::List);
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
    fn perform_in_list(&mut self, action: Action, panes: &Panes) -> bool {
        match action {
            Action::Move(motion) => self.go(motion, panes),
            Action::ReadOn => self.go(Motion::PageDown, panes),
            Action::ReadBack => self.go(Motion::PageUp, panes),
            Action::Search => {
                self.typing = true;
                self.before = self.before.or(self.selected());
            }
            Action::Edit(Edit::Accept) => self.typing = false,
            Action::Edit(edit) => self.edit(panes, |prompt| prompt.edit(edit)),
            Action::Cancel if self.typing || !self.prompt.is_empty() => self.clear(panes),
            _ => return false,
        }
        true
    }

    /// The position of the item at a row of the screen.
    fn position_at(&self, row: u16, panes: &Panes) -> Option<usize> {
        let row = row.checked_sub(panes.list.y)?;
        match self.rows_in_view(panes).get(usize::from(row)) {
            Some(Row::Line { item, .. }) => Some(*item),
            _ => None,
        }
    }

    /// Selects an item, or opens it if it was selected.
    fn click(&mut self, position: usize, panes: &Panes) -> Answer {
        if position != self.selected_position() {
            let height = usize::from(panes.list.height);
            self.cursor = self.cursor.select_in_place(position, self, height);
            return Answer::Handled;
        }
        let item = self.selected();
        let step = item.and_then(|item| self.items.step(item, Action::Open));
        step.map_or(Answer::Handled, Answer::Go)
    }

    fn go(&mut self, motion: Motion, panes: &Panes) {
        let height = usize::from(panes.list.height);
        self.cursor = self.cursor.turn(motion, self, height);
    }

    /// Shows everything again, with the item selected that was when typing began, or one found since.
    fn clear(&mut self, panes: &Panes) {
        let selected = self.selected().or(self.before);
        self.prompt = Prompt::default();
        self.typing = false;
        self.before = None;
        self.narrow(selected, panes);
    }

    fn edit(&mut self, panes: &Panes, edit: impl FnOnce(&mut Prompt)) {
        let before = self.prompt.text().to_text();
        edit(&mut self.prompt);
        if *self.prompt.text() != *before {
            let selected = self.selected().or(self.before);
            self.narrow(selected, panes);
        }
    }

    /// Shows what has all the words typed, with the item `selected` if that is shown.
    fn narrow(&mut self, selected: Option<usize>, panes: &Panes) {
        let words = fold(&self.prompt.text());
        let words: Vec<_> = words.split_whitespace().collect();
        let matches = |index: &usize| {
            words
                .iter()
                .all(|word| self.items.folded(*index).contains(word))
        };
        self.shown = (0..self.items.count()).filter(matches).collect();
        self.fit_list(panes);
        self.select(selected, panes);
    }

    fn select(&mut self, item: Option<usize>, panes: &Panes) {
        let position = self.shown.iter().position(|&shown| Some(shown) == item);
        let height = usize::from(panes.list.height);
        self.cursor = self.cursor.select(position.unwrap_or(0), self, height);
    }
}

impl<T: Narrowable> Screen for Filtered<T> {
    fn shows(&self) -> Shows {
        Shows::List
    }

    fn perform(&mut self, action: Action, session: &mut Session) -> Answer {
        let typed = std::mem::take(&mut self.number);
        let selected = self.selected();
        if let Some(step) = selected.and_then(|item| self.items.step(item, action)) {
            return Answer::Go(step);
        }
        match action {
            Action::Section(digit) if self.items.is_numbered() => {
                self.choose(typed, digit, session)
            }
            action if self.perform_in_list(action, &session.panes(Shows::List)) => Answer::Handled,
            Action::Cancel | Action::ToList => Answer::Go(Step::Close),
            _ => Answer::HandedDown,
        }
    }

    fn point(&mut self, mouse: Mouse, session: &mut Session) -> Answer {
        let panes = session.panes(Shows::List);
        if panes.pane_at(mouse.cell).is_none() {
            return Answer::Handled;
        }
        match mouse.gesture {
            Gesture::Wheel(notches) => {
                let (rows, height) = (wheel_rows(notches), usize::from(panes.list.height));
                self.cursor = self.cursor.scroll(rows, self, height);
            }
            Gesture::Press(_) => {
                self.number = 0;
                if let Some(position) = self.position_at(mouse.cell.y, &panes) {
                    return self.click(position, &panes);
                }
            }
            Gesture::Drag { .. } | Gesture::Release => {}
        }
        Answer::Handled
    }

    fn key_pressed(&mut self) {
        self.cursor = self.cursor.unscrolled();
    }

    fn fit(&mut self, session: &mut Session) {
        let panes = session.panes(Shows::List);
        self.fit_list(&panes);
        let height = usize::from(panes.list.height);
        let in_view = &self.shown[self.cursor.visible(self, height)];
        self.items.prepare(in_view, &session.marks);
    }

    fn header(&self, _panes: &Panes, _session: &Session) -> Header {
        Header::Titled(self.items.header(self.len()))
    }

    fn hints(&self, _panes: &Panes, session: &Session) -> Vec<Hint> {
        let keymap = &session.keymap;
        let back = if self.prompt.is_empty() {
            "back"
        } else {
            SHOW_ALL
        };
        let back = Hint::of(keymap, &[Action::Cancel], back);
        self.items.hints(keymap, back)
    }

    fn is_typing(&self) -> bool {
        self.typing
    }

    fn prompt(&self, session: &Session) -> Option<PromptLine<'_>> {
        let keymap = &session.keymap;
        let accept = [Action::Edit(Edit::Accept)];
        self.typing.then(|| PromptLine {
            prompt: &self.prompt,
            message: None,
            hints: vec![
                Hint::of(keymap, &accept, self.items.accept_hint()),
                Hint::of(keymap, &[Action::Cancel], SHOW_ALL),
            ],
        })
    }

    fn choose_letter(&mut self, letter: char, session: &mut Session) -> bool {
        self.choose_lettered(letter, session)
    }

    fn paste(&mut self, text: &str, session: &mut Session) {
        let mut fits = true;
        let panes = session.panes(Shows::List);
        self.edit(&panes, |prompt| fits = prompt.insert(text));
        session.report_paste(fits);
    }

    fn take_text(&mut self, _text: &Text, _session: &Session) {}

    fn archive_grew(&mut self, session: &mut Session) {
        let Some(items) = self.items.renewed(&session.archive) else {
            return;
        };
        let old = std::mem::replace(&mut self.items, items);
        let position = |item| old.position_in(&self.items, item);
        let selected = self.selected().and_then(position);
        self.before = self.before.and_then(position);
        self.narrow(selected, &session.panes(Shows::List));
    }

    fn files_changed(&mut self, session: &mut Session) {
        self.archive_grew(session);
    }
}

impl<T: Narrowable> Rows for Filtered<T> {
    fn count(&self) -> usize {
        self.shown.len()
    }

    /// The number of a title is the position of the item below it.
    fn each_row(&self, position: usize, row: &mut dyn FnMut(Row)) {
        let item = self.shown[position];
        let above = position.checked_sub(1).map(|above| self.shown[above]);
        if self.items.starts_group(item, above) {
            title(position, position == 0, row);
        }
        for line in 0..self.items.lines(item) {
            row(Row::Line {
                item: position,
                line,
            });
        }
    }
}
