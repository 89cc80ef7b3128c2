//! What several screens draw: the bar of a selected item, symbols for marks, titles, hints.

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::paint::Painter;
use super::theme::Theme;
use crate::app::hints::{self, Placed};
use crate::app::layout::LIST_LEFT;
use crate::app::mark_book::Status;
use crate::app::parts::split::Focus;
use crate::app::rows::Row;
use crate::app::screen::Hint;
use crate::text::DisplayStr;

/// Column of the selected item's bar, from the left of the list.
const BAR: u16 = 1;
/// Column of the star of a saved story, from the left of the list.
const STAR: u16 = 2;
/// Column of the symbol for a story that is begun or unread, from the left of the list.
const SYMBOL: u16 = 3;
/// Columns left of the text in a list.
pub(super) const LEFT: u16 = LIST_LEFT;

/// Pairs each row of a list with the screen row that it is drawn on, as far as `area` reaches.
pub(super) fn placed(rows: Vec<Row>, area: Rect) -> impl Iterator<Item = (u16, Row)> {
    (area.top()..area.bottom()).zip(rows)
}

/// The style of an item's bar; `None` when the item is not selected.
pub(super) fn bar(theme: &Theme, selected: bool, focus: Focus) -> Option<Style> {
    let style = match focus {
        Focus::List => theme.accent,
        Focus::Article => theme.bar_unfocused,
    };
    selected.then_some(style)
}

pub(super) fn draw_bar(painter: &mut Painter<'_>, left: u16, y: u16, bar: Option<Style>) {
    if let Some(style) = bar {
        painter.own(left + BAR, y, left + BAR + 1, "▌", style);
    }
}

/// Draws the title of a group of items.
pub(super) fn draw_title(painter: &mut Painter<'_>, area: Rect, y: u16, title: DisplayStr<'_>) {
    let style = painter.theme.accent;
    painter.cut(area.left() + LEFT, y, area.right(), title, style);
}

/// The style of a headline: strong if it is unread, dim if it is read and not selected.
pub(super) fn headline_style(theme: &Theme, status: Status, selected: bool) -> Style {
    match status {
        Status { read: true, .. } if selected => theme.text,
        Status { read: true, .. } => theme.dim,
        _ => theme.strong,
    }
}

/// Draws the symbols before a headline: a star when it is saved, and whether it is begun or unread. A
/// story that is only read has none.
pub(super) fn draw_status(painter: &mut Painter<'_>, left: u16, y: u16, status: Status) {
    let star = left + STAR;
    if status.saved {
        painter.own(star, y, star + 1, "★", painter.theme.saved);
    }
    let state = match status {
        Status { read: true, .. } => return,
        Status { begun: true, .. } => "◐",
        _ => "●",
    };
    draw_symbol(painter, left, y, state, painter.theme.unread);
}

/// Draws the symbol of an item, in the column before its text.
pub(super) fn draw_symbol(
    painter: &mut Painter<'_>,
    left: u16,
    y: u16,
    symbol: &'static str,
    style: Style,
) {
    painter.own(left + SYMBOL, y, left + SYMBOL + 1, symbol, style);
}

/// Draws as many hints as fit before the column `right`, as [`hints::place`] places them.
pub(super) fn draw_hints(painter: &mut Painter<'_>, hints: &[Hint], line: Rect, right: u16) {
    for Placed { hint, x } in hints::place(hints, line, right) {
        let (strong, dim) = (painter.theme.strong, painter.theme.dim);
        let x = painter.text(x, line.y, u16::MAX, hint.keys.as_display(), strong);
        painter.text(x + 1, line.y, u16::MAX, hint.text.as_display(), dim);
    }
}
