//! The mouse in a list beside an article.

use super::article_mouse::Released;
use super::split::{Focus, Listing, Split, list_height};
use crate::app::layout::{Pane, Panes};
use crate::app::mouse::{Gesture, Mouse, wheel_rows};
use crate::app::rows::Row;
use crate::app::screen::{Answer, Step};
use crate::app::session::Session;

/// What the mouse was pressed on, or let go of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pointed {
    /// Nothing, or something that has been done.
    Nothing,
    /// A row of the list.
    Row(Row),
    /// A row of the head above it.
    Head(u16),
    Article(Released),
}

impl<L: Listing> Split<L> {
    /// Does what the mouse means in every list beside an article: it scrolls what is under the wheel, focuses
    /// the pane that was pressed, and selects text. What else it may mean is returned.
    pub fn point(&mut self, mouse: Mouse, panes: &Panes) -> Pointed {
        let pane = panes.pane_at(mouse.cell);
        if !matches!(mouse.gesture, Gesture::Drag { .. } | Gesture::Release) && pane.is_some() {
            self.reads = pane == Some(Pane::Article);
        }
        match (mouse.gesture, pane) {
            (Gesture::Drag { .. } | Gesture::Release, _) => {
                Pointed::Article(self.article.point(mouse, panes))
            }
            (_, None) => Pointed::Nothing,
            (gesture, Some(Pane::Article)) => {
                if let Gesture::Press(_) = gesture {
                    self.focus = Focus::Article;
                }
                Pointed::Article(self.article.point(mouse, panes))
            }
            (Gesture::Wheel(notches), Some(Pane::List)) => {
                let height = list_height(&self.list, panes);
                let rows = wheel_rows(notches);
                self.cursor = self.cursor.scroll(rows, &self.list, height);
                Pointed::Nothing
            }
            (Gesture::Press(_), Some(Pane::List)) => {
                self.article.deselect();
                self.pressed_in_list(mouse, panes)
            }
        }
    }

    fn pressed_in_list(&mut self, mouse: Mouse, panes: &Panes) -> Pointed {
        let head = u16::try_from(self.list.head()).unwrap_or(u16::MAX);
        let row = match mouse.cell.y.checked_sub(panes.list.y) {
            Some(row) if row < head => return Pointed::Head(row),
            Some(row) => Some(usize::from(row - head)),
            None => None,
        };
        let rows = self.rows_in_view(panes);
        match row.and_then(|row| rows.get(row)) {
            Some(&row @ (Row::Title(_) | Row::Line { .. })) => Pointed::Row(row),
            Some(Row::Gap) | None => {
                self.focus = Focus::List;
                Pointed::Nothing
            }
        }
    }

    /// Whether a click on an item of the list goes into its article.
    pub fn opens_on_click(&self, index: usize) -> bool {
        self.focus == Focus::List && self.selected() == index
    }

    /// Does what a click on an item of the list means: selects it, or goes into its article if it was
    /// selected.
    pub fn click(&mut self, index: usize, panes: &Panes, session: &mut Session) {
        if self.opens_on_click(index) {
            self.focus = Focus::Article;
            return;
        }
        self.focus = Focus::List;
        let before = self.selected();
        let height = list_height(&self.list, panes);
        self.cursor = self.cursor.select_in_place(index, &self.list, height);
        self.open_if_changed(before, self.list.entry(), panes, session);
    }

    /// What is to be done after the button was let go in the article.
    pub fn released(&self, released: Released) -> Answer {
        match released {
            Released::Nothing => Answer::Handled,
            Released::Text(text) => Answer::Go(Step::CopyText(text)),
            Released::Link(link) => {
                let article = self.article.article();
                let (links, address) = (article.destinations(), article.address(link));
                let chosen = links.iter().position(|link| *link.address == *address);
                Answer::Go(Step::FollowLink {
                    chosen: chosen.unwrap_or(0),
                    links,
                })
            }
        }
    }
}
