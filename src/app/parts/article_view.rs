//! An article on the screen: its rows, and which of them are in view.

use crate::article::{Article, Layout, Row};
use crate::keymap::action::Motion;

/// The view of one article. What is in view is anchored to a byte of the text, so that another
/// width, height or measure keeps the same words on screen.
#[derive(Debug, Default)]
pub struct Reading {
    pub article: Article,
    layout: Layout,
    /// The row at the top of the pane.
    top: usize,
    /// The first byte of the row that was at the top when the reader last moved.
    anchor: usize,
    /// Whether the reader has moved the text, rather than a search.
    moved: bool,
    /// Rows of the pane.
    height: usize,
}

impl Reading {
    /// Opens `article` with the byte `anchor` at the top.
    pub fn new(article: Article, anchor: usize, columns: usize, height: usize) -> Self {
        let layout = Layout::new(&article, columns);
        let mut reading = Self {
            article,
            layout,
            top: 0,
            anchor,
            moved: false,
            height,
        };
        reading.return_to_anchor();
        reading
    }

    /// Sets the rows to another pane's size, and the anchored row back to the top.
    pub fn fit(&mut self, columns: usize, height: usize) {
        if self.layout.columns != columns {
            self.layout = Layout::new(&self.article, columns);
        } else if self.height == height {
            return;
        }
        self.height = height;
        self.return_to_anchor();
    }

    fn return_to_anchor(&mut self) {
        self.top = self.layout.row_at(self.anchor).min(self.last_top());
    }

    /// The rows in view.
    pub fn visible(&self) -> &[Row] {
        let end = (self.top + self.height).min(self.layout.rows.len());
        &self.layout.rows[self.top.min(end)..end]
    }

    pub fn top(&self) -> usize {
        self.top
    }

    /// Rows of the whole article.
    pub fn rows(&self) -> usize {
        self.layout.rows.len()
    }

    pub fn columns(&self) -> usize {
        self.layout.columns
    }

    pub fn anchor(&self) -> usize {
        self.anchor
    }

    /// How many bytes of the body stand above the view, when the reader has moved it there: what a
    /// search has brought into view is no place reached.
    pub fn place(&self) -> Option<u32> {
        let above = self.anchor.saturating_sub(self.article.body_start);
        self.moved.then(|| u32::try_from(above).unwrap_or(u32::MAX))
    }

    /// Whether the last row is in view.
    pub fn at_end(&self) -> bool {
        self.top >= self.last_top()
    }

    pub fn at_top(&self) -> bool {
        self.top == 0
    }

    /// How much has been in view from the top down, 0 to 100.
    pub fn percent(&self) -> usize {
        let seen = (self.top + self.height).min(self.rows());
        if self.rows() == 0 {
            100
        } else {
            seen * 100 / self.rows()
        }
    }

    pub fn scroll(&mut self, motion: Motion) {
        let half = (self.height / 2).max(1);
        let top = match motion {
            Motion::Down => self.top + 1,
            Motion::Up => self.top.saturating_sub(1),
            Motion::HalfPageDown => self.top + half,
            Motion::HalfPageUp => self.top.saturating_sub(half),
            Motion::PageDown => self.top + self.page(),
            Motion::PageUp => self.top.saturating_sub(self.page()),
            Motion::Top => 0,
            Motion::Bottom => usize::MAX,
        };
        self.moved = true;
        self.go_to(top);
    }

    /// Shows the first row; no move of the reader's.
    pub fn return_to_top(&mut self) {
        self.go_to(0);
    }

    /// Brings the byte `offset` into view, a third from the top, unless it is well in view already.
    pub fn reveal(&mut self, offset: usize) {
        let row = self.layout.row_at(offset);
        let in_view = self.top..self.top + self.height.saturating_sub(1).max(1);
        if !in_view.contains(&row) {
            self.go_to(row.saturating_sub(self.height / 3));
        }
    }

    fn go_to(&mut self, row: usize) {
        let top = row.min(self.last_top());
        if top != self.top {
            self.top = top;
            self.anchor = self
                .layout
                .rows
                .get(top)
                .map_or(0, |row| row.start as usize);
        }
    }

    /// A page keeps two rows in view, so that no sentence is torn.
    fn page(&self) -> usize {
        let kept = match self.height {
            0..4 => 0,
            4..10 => 1,
            _ => 2,
        };
        (self.height - kept).max(1)
    }

    fn last_top(&self) -> usize {
        self.rows().saturating_sub(self.height)
    }
}
