//! The only code that writes cells. It accepts only `DisplayStr`: text that is safe to print.

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::theme::Theme;
use crate::text::{DisplayStr, width};

pub(super) struct Painter<'b> {
    buffer: &'b mut Buffer,
    pub(super) theme: &'b Theme,
}

impl<'b> Painter<'b> {
    pub(super) fn new(buffer: &'b mut Buffer, theme: &'b Theme) -> Self {
        Self { buffer, theme }
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

    /// Resets the cells of `area`.
    pub(super) fn clear(&mut self, area: Rect) {
        let area = area.intersection(self.buffer.area);
        for position in area.positions() {
            self.buffer[position].reset();
        }
    }

    /// Draws a rule over the whole width of the screen.
    pub(super) fn horizontal_rule(&mut self, y: u16) {
        let right = self.buffer.area.right();
        for x in 0..right {
            self.own(x, y, right, "─", self.theme.rule);
        }
    }

    pub(super) fn vertical_rule(&mut self, x: u16, rows: Range<u16>) {
        for y in rows {
            self.own(x, y, x + 1, "│", self.theme.rule);
        }
    }

    /// Draws `symbol` where two rules meet.
    pub(super) fn crossing(&mut self, x: u16, y: u16, symbol: &'static str) {
        self.own(x, y, x + 1, symbol, self.theme.rule);
    }
}
