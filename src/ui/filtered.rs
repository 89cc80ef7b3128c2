//! The screens that are one list, which narrows as the user types: help and the choice of a tag or a link;
//! and the list of the archive.

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::paint::{Painter, Target};
use super::parts::{LEFT, draw_bar, draw_title, placed};
use crate::app::hints::GAP;
use crate::app::layout::Panes;
use crate::app::rows::Row;
use crate::app::screens::filtered::{Filtered, Narrowable};
use crate::app::screens::help::HelpScreen;
use crate::app::screens::links::LinksScreen;
use crate::app::screens::tags::TagsScreen;
use crate::briefing::is_openable;
use crate::text::{DisplayStr, DisplayText, width};

/// The fewest columns that are given to the host of a link.
const LEAST_HOST: u16 = 10;

pub(super) fn draw_help(painter: &mut Painter<'_>, screen: &HelpScreen, panes: &Panes) {
    let keys = &screen.items;
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
    draw(painter, screen, panes, title, line);
}

pub(super) fn draw_tags(painter: &mut Painter<'_>, screen: &TagsScreen, panes: &Panes) {
    let line = |painter: &mut Painter<'_>, row: &ItemRow| {
        let style = if row.bar.is_some() {
            painter.theme.strong
        } else {
            painter.theme.text
        };
        let (left, right) = (row.area.left(), row.area.right() - 1);
        let tag = screen.items.tags[row.item].as_display();
        draw_bar(painter, left, row.y, row.bar);
        painter.cut(left + LEFT, row.y, right, tag, style);
    };
    draw(painter, screen, panes, |_, _, _| {}, line);
}

/// Draws the links: number, text and host, and below the selected one its whole address.
pub(super) fn draw_links(painter: &mut Painter<'_>, screen: &LinksScreen, panes: &Panes) {
    let links = &screen.items;
    let number_columns = u16::try_from(links.number_columns).unwrap_or(u16::MAX);
    let letter_columns = u16::try_from(links.letter_columns).unwrap_or(u16::MAX);
    let line = |painter: &mut Painter<'_>, row: &ItemRow| {
        let (dim, style) = if row.bar.is_some() {
            (painter.theme.dim, painter.theme.strong)
        } else {
            (painter.theme.dim, painter.theme.text)
        };
        let (left, right) = (row.area.left() + LEFT, row.area.right() - 2);
        let letters = left + number_columns;
        let x = letters + letter_columns + 2;
        let link = &links.rows[row.item];
        let target = Target {
            address: link.address.as_display(),
            id: row.item,
        };
        draw_bar(painter, row.area.left(), row.y, row.bar);
        if let Some(address) = row.line.checked_sub(1) {
            if let Some(line) = links.address.get(address) {
                let end = painter.text(x, row.y, right, line.as_display(), painter.theme.accent);
                painter.link(x, row.y, end, target);
            }
            return;
        }
        let number = DisplayText::line(&(row.item + 1).to_string());
        painter.right_aligned(left, row.y, letters, number.as_display(), dim);
        if let Some(letter) = link.letter {
            let letter = DisplayText::line(&format!(" {letter}"));
            let strong = painter.theme.strong;
            painter.text(letters, row.y, x, letter.as_display(), strong);
        }
        // Where there is no room for both, the text is more useful.
        let half = right.saturating_sub(x) / 2;
        let half = if half < LEAST_HOST { 0 } else { half };
        let host = width::cut_middle(link.host.as_display(), usize::from(half));
        let limit = painter.right_aligned(x, row.y, right, host.as_display(), dim);
        let gap = if host.is_empty() { 0 } else { GAP };
        let room = usize::from(limit.saturating_sub(x + gap));
        let text = link.text.as_display();
        // The end of an address says most.
        let text = if is_openable(&text) {
            width::cut_middle(text, room)
        } else {
            width::cut(text, room)
        };
        let end = painter.text(x, row.y, limit, text.as_display(), style);
        painter.link(x, row.y, end, target);
    };
    draw(painter, screen, panes, |_, _, _| {}, line);
}

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
        painter.own(x, area.top(), area.right(), list.items.nothing_left(), dim);
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
