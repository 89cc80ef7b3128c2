//! The list of a story's tags.

use super::filtered::{self, ItemRow};
use super::list::{LEFT, draw_bar};
use super::paint::Painter;
use crate::app::layout::Panes;
use crate::app::screens::tags::TagsScreen;

pub(super) fn draw(painter: &mut Painter<'_>, screen: &TagsScreen, panes: &Panes) {
    let line = |painter: &mut Painter<'_>, row: &ItemRow| {
        let style = if row.bar.is_some() {
            painter.theme.strong
        } else {
            painter.theme.text
        };
        let (left, right) = (row.area.left(), row.area.right() - 1);
        let tag = screen.list.items.tags[row.item].as_display();
        draw_bar(painter, left, row.y, row.bar);
        painter.cut(left + LEFT, row.y, right, tag, style);
    };
    filtered::draw(painter, &screen.list, panes, |_, _, _| {}, line);
}
