//! Lists beside an article: headlines, files with faults. Only the items in view are looked at.

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::paint::Painter;
use super::theme::Theme;
use crate::app::layout::Panes;
use crate::app::parts::split::{Focus, Listing, Split};
use crate::app::progress::Standing;
use crate::app::screens::edition::headline::{Headline, Item};
use crate::app::screens::edition::headlines::{Headlines, LEFT_COLUMNS, title_rows};
use crate::app::screens::faults::FaultyFiles;
use crate::text::DisplayText;

/// Column of the selected row's bar, from the left of the list.
const BAR: u16 = 1;
pub(super) const LEFT: u16 = LEFT_COLUMNS;
/// Column of what the reader has done with a story.
const SYMBOL: u16 = 3;

/// `selects` is false when something else than a story of the list is open.
pub(super) fn draw_headlines(
    painter: &mut Painter<'_>,
    split: &Split<Headlines>,
    selects: bool,
    panes: &Panes,
) {
    let list = &split.list;
    let mut rows = Rows::new(panes.list);
    if list.count() == 0 {
        draw_titles(painter, list, list.tail.clone(), 0, &mut rows);
    }
    for index in split.visible(panes) {
        let (Some(item), sections) = (list.item(index), list.sections_above(index)) else {
            continue;
        };
        rows.start(list.height_without_tail(index), index == split.selected());
        draw_titles(
            painter,
            list,
            sections.clone(),
            title_rows(index, &sections),
            &mut rows,
        );
        let bar = bar(painter, split, index).filter(|_| selects);
        draw_headline(painter, item, bar, &mut rows);
        if index + 1 == list.count() {
            draw_titles(
                painter,
                list,
                list.tail.clone(),
                2 * list.tail.len(),
                &mut rows,
            );
        }
    }
}

/// The titles of `sections`, each below an empty row unless `height` has no room for the first.
fn draw_titles(
    painter: &mut Painter<'_>,
    list: &Headlines,
    sections: std::ops::Range<usize>,
    height: usize,
    rows: &mut Rows,
) {
    let mut gap = height == 2 * sections.len();
    let Some(briefing) = list.briefing() else {
        return;
    };
    for section in sections {
        if gap {
            rows.next();
        }
        gap = true;
        let Some(y) = rows.next() else { continue };
        let (left, right) = (rows.area.left(), rows.area.right() - 1);
        if section < 9 {
            let number = DisplayText::line(&(section + 1).to_string());
            painter.text(
                left + 1,
                y,
                right,
                number.as_display(),
                painter.theme.accent,
            );
        }
        if let Some(letter) = briefing.section_letter(section) {
            let letter = DisplayText::line(&letter.to_string());
            painter.text(
                left + 3,
                y,
                right,
                letter.as_display(),
                painter.theme.accent,
            );
        }
        let limit = draw_section_progress(painter, list, section, rows.area, y);
        painter.cut(
            left + LEFT,
            y,
            limit,
            briefing.section_title(section),
            painter.theme.accent,
        );
    }
}

/// `1 of 3`, or a tick when all are read; returns the column that the title must end before.
fn draw_section_progress(
    painter: &mut Painter<'_>,
    list: &Headlines,
    section: usize,
    area: Rect,
    y: u16,
) -> u16 {
    let stories = list
        .briefing()
        .map_or(0, |briefing| briefing.section_stories(section).len());
    let read = list.tally.sections.get(section).copied().unwrap_or(0);
    let text = match (read, stories) {
        (_, 0) => return area.right() - 1,
        (read, stories) if read == stories => "✓".to_owned(),
        (read, stories) => format!("{read} of {stories}"),
    };
    let text = DisplayText::line(&text);
    let (left, right) = (area.left() + LEFT, area.right() - 2);
    painter
        .right_aligned(left, y, right, text.as_display(), painter.theme.dim)
        .saturating_sub(1)
}

fn draw_headline(painter: &mut Painter<'_>, item: &Headline, bar: Option<Style>, rows: &mut Rows) {
    let style = match item.what {
        Item::Faults => painter.theme.fault,
        Item::Story(_) => standing_style(painter.theme, item.standing, bar.is_some()),
    };
    let last = item.lines.len().saturating_sub(1);
    for (number, line) in item.lines.iter().enumerate() {
        let Some(y) = rows.next() else { continue };
        let (left, right) = (rows.area.left(), rows.area.right());
        draw_bar(painter, left, y, bar);
        if number == 0 && item.what != Item::Faults {
            draw_standing(painter, left, y, item.standing);
        }
        painter.text(left + LEFT, y, right, line.as_display(), style);
        if number == last && item.minutes > 0 {
            let minutes = DisplayText::line(&format!("{} m", item.minutes));
            painter.right_aligned(
                left + LEFT,
                y,
                right - 2,
                minutes.as_display(),
                painter.theme.dim,
            );
        }
    }
}

/// How a headline is set: unread ones stand out, read ones step back, the selected one never does.
pub(super) fn standing_style(theme: &Theme, standing: Standing, selected: bool) -> Style {
    match standing {
        Standing { read: true, .. } if selected => theme.text,
        Standing { read: true, .. } => theme.dim,
        _ => theme.strong,
    }
}

/// The symbol before a headline: saved, begun, unread, or none for a story that has been read.
pub(super) fn draw_standing(painter: &mut Painter<'_>, left: u16, y: u16, standing: Standing) {
    let (symbol, style) = match standing {
        Standing { saved: true, .. } => ("★", painter.theme.saved),
        Standing { read: true, .. } => return,
        Standing { begun: true, .. } => ("◐", painter.theme.unread),
        _ => ("●", painter.theme.unread),
    };
    painter.own(left + SYMBOL, y, left + SYMBOL + 1, symbol, style);
}

pub(super) fn draw_faulty_files(
    painter: &mut Painter<'_>,
    split: &Split<FaultyFiles>,
    panes: &Panes,
) {
    let mut rows = Rows::new(panes.list);
    for index in split.visible(panes) {
        rows.start(split.list.height(index), index == split.selected());
        let bar = bar(painter, split, index);
        let style = if bar.is_some() {
            painter.theme.strong
        } else {
            painter.theme.text
        };
        for line in &split.list.lines[index] {
            let Some(y) = rows.next() else { continue };
            draw_bar(painter, rows.area.left(), y, bar);
            painter.text(
                rows.area.left() + LEFT,
                y,
                rows.area.right(),
                line.as_display(),
                style,
            );
        }
    }
}

/// The style of an item's bar; `None` when it is not the selected one.
fn bar<L: Listing>(painter: &Painter<'_>, split: &Split<L>, index: usize) -> Option<Style> {
    let style = if split.focus == Focus::List {
        painter.theme.accent
    } else {
        painter.theme.bar_unfocused
    };
    (index == split.selected()).then_some(style)
}

pub(super) fn draw_bar(painter: &mut Painter<'_>, left: u16, y: u16, bar: Option<Style>) {
    if let Some(style) = bar {
        painter.own(left + BAR, y, left + BAR + 1, "▌", style);
    }
}

/// Hands out the rows of a list from the top down.
pub(super) struct Rows {
    pub(super) area: Rect,
    y: u16,
    /// Rows of the current item to leave out.
    skip: usize,
}

impl Rows {
    pub(super) fn new(area: Rect) -> Self {
        Self {
            area,
            y: area.top(),
            skip: 0,
        }
    }

    /// Begins an item. When the selected one is higher than the list, its last rows are shown: those
    /// with the headline.
    pub(super) fn start(&mut self, height: usize, selected: bool) {
        let room = usize::from(self.area.bottom().saturating_sub(self.y));
        self.skip = if selected {
            height.saturating_sub(room)
        } else {
            0
        };
    }

    /// The next row; `None` when it is left out or below the list.
    pub(super) fn next(&mut self) -> Option<u16> {
        if self.skip > 0 {
            self.skip -= 1;
            return None;
        }
        let y = self.y;
        self.y = self.y.saturating_add(1);
        (y < self.area.bottom()).then_some(y)
    }
}
