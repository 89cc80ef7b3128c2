//! Moving through an article, and how far the user has come in it.

use super::article_view::ArticleView;
use super::entry::Moved;
use crate::article::RowKind;
use crate::keymap::Motion;

impl ArticleView {
    /// Whether the user has scrolled to the end of the story since it was opened. One that fits its pane has
    /// no end to scroll to, and the mouse alone does not count.
    pub fn end_was_reached(&self) -> bool {
        self.moved == Moved::ToEnd
    }

    /// Whether the story has an end to scroll to: it does not fit its pane.
    pub(super) fn has_end(&self) -> bool {
        self.story_rows() > self.height
    }

    /// Whether the last row of the story is in view; the addresses at the foot may not be.
    pub fn at_end(&self) -> bool {
        self.is_ready() && self.top + self.height >= self.story_rows()
    }

    /// Rows without the list of addresses at the foot.
    fn story_rows(&self) -> usize {
        self.layout().story_rows
    }

    pub fn at_top(&self) -> bool {
        self.is_ready() && self.top == 0
    }

    /// How much of the story is above the lower edge of the pane, 0 to 100.
    pub fn percent(&self) -> usize {
        let seen = (self.top + self.height).min(self.story_rows());
        match self.story_rows() {
            0 if self.is_ready() => 100,
            0 => 0,
            rows => seen * 100 / rows,
        }
    }

    /// Brings a row to the top, or as near as it comes.
    pub(super) fn scroll_to(&mut self, row: usize) {
        if self.is_ready() && row.min(self.last_top()) != self.top {
            self.moved = self.moved.max(Moved::Somewhere);
            self.go_to(row);
        }
    }

    /// Moves the text as a key asks for, or as soon as it has come.
    pub fn scroll(&mut self, motion: Motion) {
        if !self.is_ready() {
            return self.awaiting.push(motion);
        }
        self.turn(motion);
        if motion.is_down() && self.has_end() && self.at_end() {
            self.moved = Moved::ToEnd;
        }
    }

    /// Moves the text on or back by a page to read it: there is nothing to read on from until it has come.
    pub fn turn_page(&mut self, motion: Motion) {
        if self.is_ready() {
            self.scroll(motion);
        }
    }

    pub(super) fn turn(&mut self, motion: Motion) {
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
        self.moved = self.moved.max(Moved::Somewhere);
        let before = self.top;
        self.go_to(top);
        if motion == Motion::PageDown && self.top > before && self.top < top {
            let rows = self.layout().rows.iter().enumerate();
            let mut new = rows.skip(before + self.height);
            self.first_new = new
                .find(|(_, row)| row.kind != RowKind::Gap)
                .map(|(index, _)| index);
        }
    }

    /// Brings the byte `offset` into view, a third from the top, unless it is well in view already.
    pub(super) fn reveal(&mut self, offset: usize) {
        let row = self.layout().row_at(offset);
        let in_view = self.top..self.top + self.height.saturating_sub(1).max(1);
        if !in_view.contains(&row) {
            self.go_to(row.saturating_sub(self.height / 3));
        }
    }

    pub(super) fn go_to(&mut self, row: usize) {
        let top = row.min(self.last_top());
        self.first_new = None;
        if top != self.top {
            self.top = top;
            let row = self.layout().rows.get(top);
            self.anchor = row.map_or(0, |row| row.start as usize);
        }
    }

    /// Rows that a page moves by: up to two of the rows in view stay there, so that no sentence is torn.
    fn page(&self) -> usize {
        let kept = match self.height {
            0..4 => 0,
            4..10 => 1,
            _ => 2,
        };
        (self.height - kept).max(1)
    }

    pub(super) fn last_top(&self) -> usize {
        self.rows().saturating_sub(self.height)
    }
}
