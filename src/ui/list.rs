//! Parts that all lists share: the bar of the selected item, symbols for marks, titles.

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::paint::Painter;
use super::theme::Theme;
use crate::app::layout::LIST_LEFT;
use crate::app::mark_book::Status;
use crate::app::parts::split::Focus;
use crate::app::rows::Row;
use crate::text::DisplayStr;

/// Column of the selected item's bar, from the left of the list.
const BAR: u16 = 1;
/// Column of the symbol for a story's mark, from the left of the list.
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

/// The style of a headline: strong when unread, dim when read, except that the selected one is never
/// dim.
pub(super) fn headline_style(theme: &Theme, status: Status, selected: bool) -> Style {
    match status {
        Status { read: true, .. } if selected => theme.text,
        Status { read: true, .. } => theme.dim,
        _ => theme.strong,
    }
}

/// Draws the symbol before a headline: saved, begun or unread. A story that is only read has none.
pub(super) fn draw_status(painter: &mut Painter<'_>, left: u16, y: u16, status: Status) {
    let (symbol, style) = match status {
        Status { saved: true, .. } => ("★", painter.theme.saved),
        Status { read: true, .. } => return,
        Status { begun: true, .. } => ("◐", painter.theme.unread),
        _ => ("●", painter.theme.unread),
    };
    painter.own(left + SYMBOL, y, left + SYMBOL + 1, symbol, style);
}
