//! The help screen.

use super::filtered::{self, ItemRow};
use super::list::{LEFT, draw_bar, draw_title};
use super::paint::Painter;
use crate::app::layout::Panes;
use crate::app::screens::help::HelpScreen;
use crate::text::{DisplayStr, DisplayText};

pub(super) fn draw(painter: &mut Painter<'_>, screen: &HelpScreen, panes: &Panes) {
    let keys = &screen.list.items;
    let key_columns = u16::try_from(keys.key_columns).unwrap_or(u16::MAX);
    let title = |painter: &mut Painter<'_>, item: usize, y| {
        let title = DisplayStr::own(keys.rows[item].group.title());
        draw_title(painter, panes.list, y, title);
    };
    let line = |painter: &mut Painter<'_>, row: &ItemRow| {
        let Some([keys, text]) = keys.lines.get(row.item) else {
            return;
        };
        let (x, right) = (row.area.left() + LEFT, row.area.right());
        let part = |lines: &[DisplayText]| lines.get(row.line).cloned().unwrap_or_default();
        let (strong, plain) = (painter.theme.strong, painter.theme.text);
        draw_bar(painter, row.area.left(), row.y, row.bar);
        painter.text(x, row.y, right, part(keys).as_display(), strong);
        let x = x + key_columns + 2;
        painter.text(x, row.y, right, part(text).as_display(), plain);
    };
    filtered::draw(painter, &screen.list, panes, title, line);
}
