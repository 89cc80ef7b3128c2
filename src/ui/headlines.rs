//! The list of an edition's headlines, grouped by section.

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::paint::Painter;
use super::parts::{LEFT, bar, draw_bar, draw_status, headline_style, placed};
use crate::app::layout::Panes;
use crate::app::rows::Row;
use crate::app::screens::edition::EditionScreen;
use crate::app::screens::edition::headlines::Headlines;
use crate::app::screens::edition::items::{Item, ItemKind};
use crate::text::{DisplayText, width};

pub(super) fn draw(painter: &mut Painter<'_>, screen: &EditionScreen, panes: &Panes) {
    let (split, area) = (&screen.split, panes.list);
    for (y, row) in placed(split.rows_in_view(panes), area) {
        match row {
            Row::Gap => {}
            Row::Title(section) => draw_section(painter, &split.list, section, area, y),
            Row::Line { item: index, line } => {
                // While the closing page is shown, no story is open.
                let selected = index == split.selected() && screen.closing.is_none();
                let bar = bar(painter.theme, selected, split.focus);
                if let Some(item) = split.list.item(index) {
                    draw_line(painter, item, line, bar, (area, y));
                }
            }
        }
    }
}

/// Draws a section's digit and letter keys, its title, and how many of its stories are read.
fn draw_section(painter: &mut Painter<'_>, list: &Headlines, section: usize, area: Rect, y: u16) {
    let Some(briefing) = list.briefing() else {
        return;
    };
    let (left, right) = (area.left(), area.right() - 1);
    let accent = painter.theme.accent;
    let keys = list.keys(section);
    // Part of a key would be read as another one.
    let next = if keys.letter.is_some() { 3 } else { LEFT };
    if 1 + width::of(&keys.number) < usize::from(next) {
        painter.text(left + 1, y, right, keys.number.as_display(), accent);
    }
    if let Some(letter) = keys.letter {
        let letter = DisplayText::line(&letter.to_string());
        painter.text(left + 3, y, right, letter.as_display(), accent);
    }
    let limit = draw_section_progress(painter, list, section, area, y);
    painter.cut(
        left + LEFT,
        y,
        limit,
        briefing.section_title(section),
        accent,
    );
}

/// Draws `1 of 3`, or a tick when all stories are read. Returns the exclusive right limit of the
/// title.
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
    let read = list.tally().sections.get(section).copied().unwrap_or(0);
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

fn draw_line(
    painter: &mut Painter<'_>,
    item: &Item,
    line: usize,
    bar: Option<Style>,
    (area, y): (Rect, u16),
) {
    let (left, right) = (area.left(), area.right());
    let style = match item.kind {
        ItemKind::Faults => painter.theme.fault,
        ItemKind::Gone => painter.theme.dim,
        ItemKind::Story(_) => headline_style(painter.theme, item.status, bar.is_some()),
    };
    draw_bar(painter, left, y, bar);
    if line == 0 && item.story().is_some() {
        draw_status(painter, left, y, item.status);
    }
    if let Some(text) = item.lines.get(line) {
        painter.text(left + LEFT, y, right, text.as_display(), style);
    }
    if line + 1 == item.lines.len() && item.shows_minutes() {
        let minutes = DisplayText::line(&item.minutes_text());
        let dim = painter.theme.dim;
        painter.right_aligned(left + LEFT, y, right - 2, minutes.as_display(), dim);
    }
}
