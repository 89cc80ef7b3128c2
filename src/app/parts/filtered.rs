//! A list over the whole width that narrows as one types.

use super::list_cursor::ListCursor;
use super::prompt::Prompt;
use crate::app::layout::{Panes, Shows};
use crate::app::rows::{Row, Rows, title};
use crate::app::screen::{Answer, Hint, PromptLine, Step};
use crate::app::session::Session;
use crate::keymap::{Action, Edit, Motion};
use crate::text::fold;

/// Items that can be narrowed.
pub trait Narrowable {
    fn count(&self) -> usize;

    /// What an item is found by, folded.
    fn folded(&self, index: usize) -> &str;

    /// Whether a title stands above an item; `above` is the item shown above it.
    fn starts_group(&self, _index: usize, _above: Option<usize>) -> bool {
        false
    }

    /// Sets the items to a list of `columns`.
    fn fit(&mut self, _columns: usize) {}

    /// Rows of an item without its title.
    fn lines(&self, _index: usize) -> usize {
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
    shown: Vec<usize>,
    /// Selects among the items shown.
    cursor: ListCursor,
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
        };
        let panes = session.panes(Shows::List);
        list.fit(&panes);
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

    /// Where the selected item stands among those shown.
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

    pub fn fit(&mut self, panes: &Panes) {
        if !panes.tiny {
            self.items.fit(usize::from(panes.list.width));
            self.cursor = self.cursor.fit(self, usize::from(panes.list.height));
        }
    }

    pub fn paste(&mut self, text: &str, panes: &Panes, session: &mut Session) {
        let mut fits = true;
        self.edit(panes, |prompt| fits = prompt.insert(text));
        session.report_paste(fits);
    }

    /// Takes other items; `position` tells where an item of those before stands among them.
    pub fn replace(
        &mut self,
        items: T,
        position: impl Fn(&T, usize) -> Option<usize>,
        panes: &Panes,
    ) {
        let old = std::mem::replace(&mut self.items, items);
        let selected = self.selected().and_then(|item| position(&old, item));
        self.before = self.before.and_then(|item| position(&old, item));
        self.narrow(selected, panes);
    }

    /// Does what `action` means in every list of this kind; false when it means nothing there.
    fn perform(&mut self, action: Action, panes: &Panes) -> bool {
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

    /// What a screen that is nothing but this list answers to an action.
    pub fn answer(&mut self, action: Action, panes: &Panes) -> Answer {
        match action {
            action if self.perform(action, panes) => Answer::Handled,
            Action::Cancel | Action::ToList => Answer::Go(Step::Close),
            _ => Answer::HandedDown,
        }
    }

    /// What Esc does.
    pub fn back_hint(&self, session: &Session) -> Hint {
        let back = if self.prompt.is_empty() {
            "back"
        } else {
            "all again"
        };
        Hint::of(&session.keymap, &[Action::Cancel], back)
    }

    /// While something is typed; `accept` is what Enter does then.
    pub fn prompt_line(&self, accept: &str, session: &Session) -> Option<PromptLine<'_>> {
        let keys = || {
            vec![
                Hint::of(&session.keymap, &[Action::Edit(Edit::Accept)], accept),
                Hint::of(&session.keymap, &[Action::Cancel], "all again"),
            ]
        };
        self.typing.then(|| PromptLine {
            prompt: &self.prompt,
            message: None,
            hints: keys(),
        })
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
        self.fit(panes);
        self.select(selected, panes);
    }

    fn select(&mut self, item: Option<usize>, panes: &Panes) {
        let position = self.shown.iter().position(|&shown| Some(shown) == item);
        let height = usize::from(panes.list.height);
        self.cursor = self.cursor.select(position.unwrap_or(0), self, height);
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
