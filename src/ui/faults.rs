//! The list of files that have faults.

use super::paint::Painter;
use super::parts::{LEFT, bar, draw_bar, placed};
use crate::app::layout::Panes;
use crate::app::rows::Row;
use crate::app::screens::faults::FaultsScreen;

pub(super) fn draw(painter: &mut Painter<'_>, screen: &FaultsScreen, panes: &Panes) {
    let (split, area) = (&screen.split, panes.list);
    for (y, row) in placed(split.rows_in_view(panes), area) {
        let Row::Line { item, line } = row else {
            continue;
        };
        let bar = bar(painter.theme, item == split.selected(), split.focus);
        let style = if bar.is_some() {
            painter.theme.strong
        } else {
            painter.theme.text
        };
        draw_bar(painter, area.left(), y, bar);
        if let Some(text) = split.list.lines[item].get(line) {
            painter.text(
                area.left() + LEFT,
                y,
                area.right(),
                text.as_display(),
                style,
            );
        }
    }
}
