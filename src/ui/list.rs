//! What every list is drawn with: the bar of the selected row, the symbols of marks, titles.

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::paint::Painter;
use super::theme::Theme;
use crate::app::layout::LIST_LEFT;
use crate::app::mark_book::Status;
use crate::app::parts::split::Focus;
use crate::app::rows::Row;
use crate::text::DisplayStr;

/// Column of the selected row's bar, from the left of the list.
const BAR: u16 = 1;
/// Column of the symbol of a story's mark.
const SYMBOL: u16 = 3;
/// Columns left of the text in a list.
pub(super) const LEFT: u16 = LIST_LEFT;

/// The rows of a list with the row of the screen that each is drawn in.
pub(super) fn placed(rows: Vec<Row>, area: Rect) -> impl Iterator<Item = (u16, Row)> {
    (area.top()..area.bottom()).zip(rows)
}

/// The style of an item's bar; `None` when the item is not the selected one.
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

/// The title of a group of items.
pub(super) fn draw_title(painter: &mut Painter<'_>, area: Rect, y: u16, title: DisplayStr<'_>) {
    let style = painter.theme.accent;
    painter.cut(area.left() + LEFT, y, area.right(), title, style);
}

/// How a headline is set: unread ones stand out, read ones step back, the selected one never does.
pub(super) fn headline_style(theme: &Theme, status: Status, selected: bool) -> Style {
    match status {
        Status { read: true, .. } if selected => theme.text,
        Status { read: true, .. } => theme.dim,
        _ => theme.strong,
    }
}

/// The symbol before a headline: saved, begun, unread, or none for a story that has been read.
pub(super) fn draw_status(painter: &mut Painter<'_>, left: u16, y: u16, status: Status) {
    let (symbol, style) = match status {
        Status { saved: true, .. } => ("★", painter.theme.saved),
        Status { read: true, .. } => return,
        Status { begun: true, .. } => ("◐", painter.theme.unread),
        _ => ("●", painter.theme.unread),
    };
    painter.own(left + SYMBOL, y, left + SYMBOL + 1, symbol, style);
}
