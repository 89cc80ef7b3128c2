//! A screen that is one list over the whole width, which narrows as the user types.

mod choose;
mod narrowable;

use crate::app::layout::{Panes, Shows};
use crate::app::mouse::{Gesture, Mouse, wheel_rows};
use crate::app::parts::list_cursor::ListCursor;
use crate::app::parts::prompt::Prompt;
use crate::app::rows::{Row, Rows, title};
use crate::app::screen::{Answer, Header, Hint, PromptLine, Screen, Step};
use crate::app::session::Session;
use crate::app::texts::Text;
use crate::keymap::{Action, Edit, Motion};
use crate::text::DisplayStr;
pub use narrowable::{Narrowable, opens, with_words};

/// What Esc does while the list is narrowed.
const SHOW_ALL: &str = "show all";

/// A list of items, and what has been typed to narrow it. *Item* numbers count all items; *positions* count
/// only those shown.
#[derive(Debug)]
pub struct Filtered<T> {
    pub items: T,
    pub prompt: Prompt,
    pub typing: bool,
    /// Rows kept free above the list.
    pub above: u16,
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
            above: 0,
            before: None,
            cursor: ListCursor::default(),
            number: 0,
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

    /// Narrows the list again by what is typed, after what it is narrowed by may have changed.
    pub fn narrow_again(&mut self, session: &Session) {
        if !self.prompt.is_empty() {
            self.narrow(self.selected().or(self.before), session);
        }
    }

    fn panes(&self, session: &Session) -> Panes {
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
            Action::Search => {
                self.typing = true;
                self.before = self.before.or(self.selected());
            }
            Action::Edit(Edit::Accept) => self.typing = false,
            Action::Edit(edit) => self.edit(session, |prompt| prompt.edit(edit)),
            Action::Cancel if self.typing || !self.prompt.is_empty() => self.clear(session),
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
    fn clear(&mut self, session: &Session) {
        let selected = self.selected().or(self.before);
        self.prompt = Prompt::default();
        self.typing = false;
        self.before = None;
        self.narrow(selected, session);
    }

    fn edit(&mut self, session: &Session, edit: impl FnOnce(&mut Prompt)) {
        let before = self.prompt.text().to_text();
        edit(&mut self.prompt);
        if *self.prompt.text() != *before {
            let selected = self.selected().or(self.before);
            self.narrow(selected, session);
        }
    }

    /// Shows what is left of the list, with the item `selected` if that is shown.
    fn narrow(&mut self, selected: Option<usize>, session: &Session) {
        self.shown = if self.prompt.is_empty() {
            (0..self.items.count()).collect()
        } else {
            self.items.narrowed(&self.prompt.text(), session)
        };
        let panes = self.panes(session);
        self.fit_list(&panes);
        self.select(selected, &panes);
    }

    fn select(&mut self, item: Option<usize>, panes: &Panes) {
        let position = self.shown.iter().position(|&shown| Some(shown) == item);
        let height = usize::from(panes.list.height);
        self.cursor = self.cursor.select(position.unwrap_or(0), self, height);
    }
}

impl<T: Narrowable> Screen for Filtered<T> {
    fn shows(&self) -> Shows {
        Shows::List { above: self.above }
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
            action if self.perform_in_list(action, session) => Answer::Handled,
            Action::Cancel | Action::ToList => Answer::Go(Step::Close),
            _ => Answer::HandedDown,
        }
    }

    fn point(&mut self, mouse: Mouse, session: &mut Session) -> Answer {
        let panes = self.panes(session);
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
        let panes = self.panes(session);
        self.fit_list(&panes);
    }

    fn header(&self, _panes: &Panes, session: &Session) -> Header {
        let mut header = self.items.header(self.len());
        if self.items.grows() && session.loading.is_some() {
            header.right.push(DisplayStr::own(" so far"));
        }
        Header::Titled(header)
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
        let accept = Hint::of(keymap, &accept, self.items.accept_hint());
        let accept = Some(accept).filter(|_| !self.is_empty());
        let all = Hint::of(keymap, &[Action::Cancel], SHOW_ALL);
        self.typing.then(|| PromptLine {
            label: "/",
            prompt: &self.prompt,
            message: self.items.message(&self.prompt.text(), session),
            hints: accept.into_iter().chain([all]).collect(),
        })
    }

    fn choose_letter(&mut self, letter: char, session: &mut Session) -> bool {
        self.choose_lettered(letter, session)
    }

    fn paste(&mut self, text: &str, session: &mut Session) {
        let mut fits = true;
        self.edit(session, |prompt| fits = prompt.insert(text));
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
        self.narrow(selected, session);
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
