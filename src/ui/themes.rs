//! The list of themes, in a frame over the page.

use ratatui::layout::Rect;

use super::filtered::{self, ItemRow};
use super::paint::Painter;
use super::parts::{LEFT, draw_bar, draw_symbol};
use crate::app::layout::Panes;
use crate::app::screens::themes::ThemesScreen;
use crate::text::DisplayStr;

/// Draws the themes' names, which of them have faults, and which the settings name.
pub(super) fn draw(painter: &mut Painter<'_>, screen: &ThemesScreen, panes: &Panes) {
    let Some(frame) = panes.frame else {
        return;
    };
    // A free column keeps the text beside it apart.
    let left = frame.x.saturating_sub(1);
    painter.clear(Rect {
        x: left,
        width: frame.right() - left,
        ..frame
    });
    painter.frame(frame, DisplayStr::own(" Theme "));
    let line = |painter: &mut Painter<'_>, row: &ItemRow| {
        let theme = &screen.items.rows[row.item];
        let style = if row.bar.is_some() {
            painter.theme.strong
        } else {
            painter.theme.text
        };
        let (left, right) = (row.area.left(), row.area.right() - 1);
        draw_bar(painter, left, row.y, row.bar);
        let dim = painter.theme.dim;
        let is_set = DisplayStr::own(if theme.is_set { "set" } else { "" });
        let limit = painter.right_aligned(left + LEFT, row.y, right, is_set, dim);
        if theme.faults > 0 {
            draw_symbol(painter, left, row.y, "!", painter.theme.fault);
        }
        let name = theme.shown.as_display();
        painter.cut(left + LEFT, row.y, limit.saturating_sub(1), name, style);
    };
    filtered::draw(painter, screen, panes, |_, _, _| {}, line);
}
