//! The only code that writes cells. It accepts only `DisplayStr`: text that is safe to print.

use std::num::NonZeroU16;
use std::ops::Range;

use ratatui::buffer::{Buffer, CellDiffOption};
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::theme::Theme;
use crate::briefing::Uri;
use crate::text::{DisplayStr, width};

pub(super) struct Painter<'b> {
    buffer: &'b mut Buffer,
    pub(super) theme: &'b Theme,
    /// The bytes that may still be spent on hyperlinks.
    link_bytes: usize,
}

/// The most bytes that hyperlinks add to a frame: every cell repeats the address, so many long ones would
/// make a slow connection wait.
const LINK_BYTES: usize = 128 * 1024;

/// What a piece of text leads to.
#[derive(Clone, Copy)]
pub(super) struct Target<'a> {
    pub(super) address: DisplayStr<'a>,
    /// The same for all the text of one link, and for no other on the screen.
    pub(super) id: usize,
}

impl<'b> Painter<'b> {
    /// `hyperlinks` is whether the terminal makes text clickable.
    pub(super) fn new(buffer: &'b mut Buffer, theme: &'b Theme, hyperlinks: bool) -> Self {
        let mut painter = Self {
            buffer,
            theme,
            link_bytes: if hyperlinks { LINK_BYTES } else { 0 },
        };
        painter.fill(painter.buffer.area);
        painter
    }

    /// Writes `text` at (`x`, `y`), clipped before the column `right`. Returns the column after it.
    pub(super) fn text(
        &mut self,
        x: u16,
        y: u16,
        right: u16,
        text: DisplayStr<'_>,
        style: Style,
    ) -> u16 {
        let area = self.buffer.area;
        let right = right.min(area.right());
        if y >= area.bottom() || x >= right {
            return x;
        }
        if text.as_str().is_ascii() {
            return self.ascii(x, y, right, text.as_str(), style);
        }
        self.buffer
            .set_stringn(x, y, text.as_str(), usize::from(right - x), style)
            .0
    }

    /// Makes the cells from the column `x` up to `right` lead to `target`, where the terminal can do that. Each cell
    /// is a whole hyperlink of its own, so that it stays one when its neighbours are drawn again.
    pub(super) fn link(&mut self, x: u16, y: u16, right: u16, target: Target<'_>) {
        if self.link_bytes == 0 {
            return;
        }
        let Some(uri) = Uri::new(&target.address) else {
            return;
        };
        let area = self.buffer.area;
        let mut x = x;
        while y < area.bottom() && x < right.min(area.right()) {
            let cell = &mut self.buffer[(x, y)];
            let columns = u16::try_from(width::of(cell.symbol())).ok();
            let columns = columns.and_then(NonZeroU16::new).unwrap_or(NonZeroU16::MIN);
            let linked = uri.link(target.id, cell.symbol());
            let Some(left) = self.link_bytes.checked_sub(linked.len()) else {
                self.link_bytes = 0;
                return;
            };
            self.link_bytes = left;
            cell.set_symbol(&linked)
                .set_diff_option(CellDiffOption::ForcedWidth(columns));
            // The cells that a wide character covers are empty.
            x = x.saturating_add(columns.get());
        }
    }

    /// Writes text whose bytes take a cell each, without looking for graphemes. `right` is inside the
    /// buffer.
    fn ascii(&mut self, x: u16, y: u16, right: u16, text: &str, style: Style) -> u16 {
        let mut end = x;
        for (x, character) in (x..right).zip(text.chars()) {
            self.buffer[(x, y)].set_char(character).set_style(style);
            end = x + 1;
        }
        end
    }

    /// Writes `text`, shortened with `…` when it does not fit. Returns the column after it.
    pub(super) fn cut(
        &mut self,
        x: u16,
        y: u16,
        right: u16,
        text: DisplayStr<'_>,
        style: Style,
    ) -> u16 {
        let cut = width::cut(text, usize::from(right.saturating_sub(x)));
        self.text(x, y, right, cut.as_display(), style)
    }

    /// Writes `text` so that it ends just before the column `right`, unless it would start before
    /// `left`. Returns the column it starts in, or `right` when nothing was written.
    pub(super) fn right_aligned(
        &mut self,
        left: u16,
        y: u16,
        right: u16,
        text: DisplayStr<'_>,
        style: Style,
    ) -> u16 {
        let columns = u16::try_from(width::of(&text)).unwrap_or(u16::MAX);
        match right
            .checked_sub(columns)
            .filter(|&x| x >= left && columns > 0)
        {
            Some(x) => {
                self.text(x, y, right, text, style);
                x
            }
            None => right,
        }
    }

    /// Writes text of the program itself, as [`Self::text`] does.
    pub(super) fn own(
        &mut self,
        x: u16,
        y: u16,
        right: u16,
        text: &'static str,
        style: Style,
    ) -> u16 {
        self.text(x, y, right, DisplayStr::own(text), style)
    }

    /// Gives the cells of `area` the colours of the window.
    fn fill(&mut self, area: Rect) {
        if self.theme.window != Style::new() {
            self.buffer.set_style(area, self.theme.window);
        }
    }

    /// Empties the cells of `area`.
    pub(super) fn clear(&mut self, area: Rect) {
        let area = area.intersection(self.buffer.area);
        for position in area.positions() {
            self.buffer[position].reset();
        }
        self.fill(area);
    }

    /// Draws a rule over the whole width of the screen.
    pub(super) fn horizontal_rule(&mut self, y: u16) {
        let right = self.buffer.area.right();
        for x in 0..right {
            self.own(x, y, right, "─", self.theme.dim);
        }
    }

    /// Draws the edges of `area`, with a title in the upper one.
    pub(super) fn frame(&mut self, area: Rect, title: DisplayStr<'_>) {
        let dim = self.theme.dim;
        let (right, bottom) = (area.right() - 1, area.bottom() - 1);
        for (y, [first, last]) in [(area.y, ["┌", "┐"]), (bottom, ["└", "┘"])] {
            for x in area.x..right {
                self.own(x, y, right, "─", dim);
            }
            self.own(area.x, y, area.right(), first, dim);
            self.own(right, y, area.right(), last, dim);
        }
        for x in [area.x, right] {
            self.vertical_rule(x, area.y + 1..bottom);
        }
        self.cut(area.x + 2, area.y, right, title, self.theme.strong);
    }

    pub(super) fn vertical_rule(&mut self, x: u16, rows: Range<u16>) {
        for y in rows {
            self.own(x, y, x + 1, "│", self.theme.dim);
        }
    }

    /// Draws `symbol` where two rules meet.
    pub(super) fn crossing(&mut self, x: u16, y: u16, symbol: &'static str) {
        self.own(x, y, x + 1, symbol, self.theme.dim);
    }
}
