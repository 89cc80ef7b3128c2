//! Lists over the whole width, which narrow as one types.

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::list::{LEFT, placed};
use super::paint::Painter;
use crate::app::layout::Panes;
use crate::app::parts::filtered::{Filtered, Narrowable};
use crate::app::rows::Row;

/// A row of an item to be drawn.
pub(super) struct ItemRow {
    /// The item, and which of its lines.
    pub(super) item: usize,
    pub(super) line: usize,
    /// The style of the item's bar; `None` when it is not the selected one.
    pub(super) bar: Option<Style>,
    pub(super) area: Rect,
    pub(super) y: u16,
}

/// Draws a list by its rows; `draw_title` is given the item below the title.
pub(super) fn draw<T: Narrowable>(
    painter: &mut Painter<'_>,
    list: &Filtered<T>,
    panes: &Panes,
    draw_title: impl Fn(&mut Painter<'_>, usize, u16),
    draw_line: impl Fn(&mut Painter<'_>, &ItemRow),
) {
    let area = panes.list;
    if list.is_empty() {
        let (x, dim) = (area.left() + LEFT, painter.theme.dim);
        let nothing = "Nothing here has all these words.";
        painter.own(x, area.top(), area.right(), nothing, dim);
    }
    for (y, row) in placed(list.rows_in_view(panes), area) {
        match row {
            Row::Gap => {}
            Row::Title(position) => {
                if let Some(item) = list.item(position) {
                    draw_title(painter, item, y);
                }
            }
            Row::Line {
                item: position,
                line,
            } => {
                let selected = position == list.selected_position();
                if let Some(item) = list.item(position) {
                    let row = ItemRow {
                        item,
                        line,
                        bar: selected.then_some(painter.theme.accent),
                        area,
                        y,
                    };
                    draw_line(painter, &row);
                }
            }
        }
    }
}
