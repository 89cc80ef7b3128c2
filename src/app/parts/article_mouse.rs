//! The mouse in an article: scrolling, dragging the scrollbar, selecting text, following links.

use std::ops::Range;

use ratatui::layout::Position;

use super::article_view::ArticleView;
use super::selection::{Held, Selection, Unit};
use crate::app::layout::Panes;
use crate::app::mouse::{Clicks, Gesture, Mouse, wheel_rows};
use crate::article::Under;

/// What letting go of the button means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Released {
    Nothing,
    /// This text was selected, and is to be copied.
    Text(String),
    /// The link with this index was clicked.
    Link(usize),
}

/// The thumb of the scrollbar, in rows of the pane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Thumb {
    pub above: usize,
    pub rows: usize,
}

impl ArticleView {
    /// What the mouse does in the article's pane, or outside of it after it was pressed inside.
    pub fn point(&mut self, mouse: Mouse, panes: &Panes) -> Released {
        match mouse.gesture {
            Gesture::Press(clicks) => self.press(mouse.cell, clicks, panes),
            Gesture::Drag { reports } => self.drag(mouse.cell, usize::from(reports), panes),
            Gesture::Release => return self.release(mouse.cell, panes),
            Gesture::Wheel(notches) => self.scroll_rows(wheel_rows(notches)),
        }
        Released::Nothing
    }

    /// The thumb for the visible part of the article; `None` when all of it is visible.
    pub fn thumb(&self) -> Option<Thumb> {
        let (rows, height) = (self.rows(), self.height);
        if rows <= height {
            return None;
        }
        let thumb = (height * height / rows).max(1);
        let free = height - thumb;
        let above = (self.top() * free).div_ceil(rows - height).min(free);
        Some(Thumb { above, rows: thumb })
    }

    /// The bytes of the text that are selected; empty when none are.
    pub fn selected(&self) -> Range<usize> {
        self.selection.selected.clone()
    }

    /// Selects no text any more.
    pub fn deselect(&mut self) {
        self.selection = Selection::default();
    }

    fn press(&mut self, cell: Position, clicks: Clicks, panes: &Panes) {
        self.selection = Selection::default();
        if cell.x >= panes.scrollbar {
            self.press_scrollbar(cell, panes);
        } else if let Some(under) = self.under(cell, panes) {
            let unit = Unit::of(clicks);
            let pressed = unit.around(self.article(), under.text);
            if unit != Unit::Character {
                self.selection.selected = pressed.clone();
            }
            self.selection.held = Some(Held::Text {
                unit,
                pressed,
                link: under.link.filter(|_| clicks == Clicks::One),
            });
        }
    }

    /// Takes hold of the thumb, which comes to the pointer if that is not on it.
    fn press_scrollbar(&mut self, cell: Position, panes: &Panes) {
        let (Some(thumb), Some(row)) = (self.thumb(), cell.y.checked_sub(panes.text.y)) else {
            return;
        };
        let on_thumb = usize::from(row).checked_sub(thumb.above);
        let on_thumb = on_thumb.filter(|&row| row < thumb.rows);
        self.selection.held = Some(Held::Thumb(on_thumb.unwrap_or(thumb.rows / 2)));
        if on_thumb.is_none() {
            self.drag_thumb(cell, panes);
        }
    }

    fn drag(&mut self, cell: Position, reports: usize, panes: &Panes) {
        match &self.selection.held {
            Some(Held::Text { .. }) => {}
            Some(Held::Thumb(_)) => return self.drag_thumb(cell, panes),
            None => return,
        }
        let reports = isize::try_from(reports).unwrap_or(isize::MAX);
        if cell.y < panes.text.top() {
            self.scroll_rows(-reports);
        } else if cell.y >= panes.text.bottom() {
            self.scroll_rows(reports);
        }
        let Some(under) = self.under(cell, panes) else {
            return;
        };
        let Some(Held::Text { unit, pressed, .. }) = &self.selection.held else {
            return;
        };
        let here = unit.around(self.article(), under.text);
        // The hand has trembled: this is still a click, or nothing is selected any more.
        let is_click = *unit == Unit::Character && here == *pressed;
        let selected = pressed.start.min(here.start)..pressed.end.max(here.end);
        self.selection.selected = if is_click { 0..0 } else { selected };
        if let Some(Held::Text { link, .. }) = &mut self.selection.held
            && !is_click
        {
            *link = None;
        }
    }

    /// Scrolls by some rows, up when negative.
    fn scroll_rows(&mut self, rows: isize) {
        self.scroll_to(self.top().saturating_add_signed(rows));
    }

    fn drag_thumb(&mut self, cell: Position, panes: &Panes) {
        let (Some(Held::Thumb(by)), Some(thumb)) = (&self.selection.held, self.thumb()) else {
            return;
        };
        let row = usize::from(cell.y.saturating_sub(panes.text.y));
        let free = self.height - thumb.rows;
        let above = row.saturating_sub(*by).min(free);
        // Where the thumb has no room to move, it shows nothing but whether this is the end.
        let top = (above * (self.rows() - self.height)).checked_div(free);
        self.scroll_to(top.unwrap_or(usize::MAX));
    }

    fn release(&mut self, cell: Position, panes: &Panes) -> Released {
        let Some(Held::Text { link, .. }) = self.selection.held.take() else {
            return Released::Nothing;
        };
        let here = self.under(cell, panes).and_then(|under| under.link);
        let link = link.filter(|link| here == Some(*link));
        let text = self.article().copied(self.selection.selected.clone());
        match link {
            Some(link) => Released::Link(link),
            None if text.is_empty() => Released::Nothing,
            None => Released::Text(text),
        }
    }

    /// What is under a cell, else under the nearest one in view; `None` without any text.
    fn under(&self, cell: Position, panes: &Panes) -> Option<Under> {
        let rows = self.visible();
        let row = usize::from(cell.y.saturating_sub(panes.text.y));
        let column = cell.x.checked_sub(panes.text.x).map(usize::from);
        let in_pane = row < usize::from(panes.text.height);
        Some(match rows.get(row) {
            Some(row) => self.article().under(row, column),
            // Below the last row of a short article.
            None if in_pane => self.article().under(rows.last()?, Some(usize::MAX)),
            None => self.article().under(rows.last()?, column),
        })
    }
}
