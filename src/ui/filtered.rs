//! Full-width lists that a typed filter narrows.

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::list::{LEFT, placed};
use super::paint::Painter;
use crate::app::layout::Panes;
use crate::app::parts::filtered::{Filtered, Narrowable};
use crate::app::rows::Row;

/// One row of a list's item, with everything needed to draw it.
pub(super) struct ItemRow {
    /// Index of the item.
    pub(super) item: usize,
    /// Index of the line within the item.
    pub(super) line: usize,
    /// The style of the item's bar; `None` when the item is not selected.
    pub(super) bar: Option<Style>,
    pub(super) area: Rect,
    pub(super) y: u16,
}

/// Draws the visible rows of a list. `draw_title` gets the index of the first item under the title.
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
