//! The screens that are one list, which narrows as the user types: archive, help and the choice of a tag
//! or a link.

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::paint::{Painter, Target};
use super::parts::{LEFT, draw_bar, draw_title, placed};
use crate::app::hints::GAP;
use crate::app::layout::Panes;
use crate::app::rows::Row;
use crate::app::screens::archive::{ArchiveScreen, Editions};
use crate::app::screens::filtered::{Filtered, Narrowable};
use crate::app::screens::help::HelpScreen;
use crate::app::screens::links::LinksScreen;
use crate::app::screens::tags::TagsScreen;
use crate::archive::Edition;
use crate::briefing::{Briefing, is_openable};
use crate::text::{DisplayStr, DisplayText, counted, grouped, width};

/// The fewest columns that are given to the host of a link.
const LEAST_HOST: u16 = 10;

/// Columns of `Tue 12 Jan` and the gap after it.
const DAY: u16 = 12;

pub(super) fn draw_archive(painter: &mut Painter<'_>, screen: &ArchiveScreen, panes: &Panes) {
    let editions = &screen.items;
    let title = |painter: &mut Painter<'_>, item, y| {
        let year = editions.year(item);
        let year = year.map_or_else(|| "No date".to_owned(), |year| year.to_string());
        draw_title(
            painter,
            panes.list,
            y,
            DisplayText::line(&year).as_display(),
        );
    };
    let line = |painter: &mut Painter<'_>, row: &ItemRow| {
        draw_edition(painter, editions, row);
    };
    draw(painter, screen, panes, title, line);
}

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
struct ItemRow {
    /// Index of the item.
    item: usize,
    /// Index of the line within the item.
    line: usize,
    /// The style of the item's bar; `None` when the item is not selected.
    bar: Option<Style>,
    area: Rect,
    y: u16,
}

/// Draws the visible rows of a list. `draw_title` gets the index of the first item under the title.
fn draw<T: Narrowable>(
    painter: &mut Painter<'_>,
    list: &Filtered<T>,
    panes: &Panes,
    draw_title: impl Fn(&mut Painter<'_>, usize, u16),
    draw_line: impl Fn(&mut Painter<'_>, &ItemRow),
) {
    let area = panes.list;
    if list.is_empty() {
        let (x, dim) = (area.left() + LEFT, painter.theme.dim);
        let nothing = "No entry has all these words.";
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

/// Draws an edition's row: day, title, publisher, and how many stories are unread.
fn draw_edition(painter: &mut Painter<'_>, editions: &Editions, row: &ItemRow) {
    let edition = editions.edition(row.item);
    let briefing = edition.briefing.as_ref();
    let unread = briefing.map(|_| editions.unread(row.item));
    let style = match unread {
        Some(0) if row.bar.is_none() => painter.theme.dim,
        _ if row.bar.is_some() => painter.theme.strong,
        _ => painter.theme.text,
    };
    let (left, right, dim) = (row.area.left(), row.area.right() - 2, painter.theme.dim);
    draw_bar(painter, left, row.y, row.bar);
    let day = edition
        .date()
        .map(|date| date.day.strftime("%a %-d %b").to_string());
    let day = DisplayText::line(&day.unwrap_or_default());
    painter.text(left + LEFT, row.y, right, day.as_display(), dim);
    let x = left + LEFT + DAY;
    if let Some(briefing) = briefing {
        let unread = unread.unwrap_or(0);
        let limit = draw_unread(painter, edition, unread, (x, row.y, right));
        let distinction = editions.distinction(row.item);
        draw_briefing(painter, briefing, &distinction, style, (x, row.y, limit));
    } else {
        let fault = painter.theme.fault;
        let message = DisplayStr::own("cannot be read");
        let limit = painter.right_aligned(x, row.y, right, message, fault);
        let limit = limit.saturating_sub(1);
        painter.cut(x, row.y, limit, edition.label.as_display(), style);
    }
}

/// Draws how many of an edition's stories are unread, after the faults of its file. Returns the exclusive
/// right limit of what is left of them.
fn draw_unread(
    painter: &mut Painter<'_>,
    edition: &Edition,
    unread: usize,
    (x, y, right): (u16, u16, u16),
) -> u16 {
    let stories = edition.briefing.as_ref().map_or(0, Briefing::len);
    let text = match (unread, stories) {
        (_, 0) => "no stories".to_owned(),
        (0, _) => "✓".to_owned(),
        (unread, stories) if unread == stories => counted(stories, "story", "stories"),
        (unread, _) => format!("{} unread", grouped(unread)),
    };
    let (mut text, dim) = (DisplayText::line(&text), painter.theme.dim);
    let mut faults = DisplayText::default();
    if edition.is_faulty() {
        let count = counted(edition.diagnostics.len(), "fault", "faults");
        faults = DisplayText::line(&format!("{count} · "));
        // The title needs half of a narrow row more than the number of stories does.
        if width::of(&faults) + width::of(&text) > usize::from(right.saturating_sub(x)) / 2 {
            (faults, text) = (DisplayText::line(&count), DisplayText::default());
        }
    }
    let limit = painter.right_aligned(x, y, right, text.as_display(), dim);
    let fault = painter.theme.fault;
    let limit = painter.right_aligned(x, y, limit, faults.as_display(), fault);
    limit.saturating_sub(2)
}

/// Draws an edition's title and after it, where there is room, who publishes it.
fn draw_briefing(
    painter: &mut Painter<'_>,
    briefing: &Briefing,
    distinction: &str,
    style: Style,
    (x, y, limit): (u16, u16, u16),
) {
    let publisher = [briefing.source(), briefing.edition()];
    let publisher: Vec<_> = publisher
        .iter()
        .map(|part| part.as_str())
        .filter(|part| !part.is_empty())
        .collect();
    let publisher = DisplayText::line(&publisher.join(" · "));
    let needed = width::of(&briefing.title()) + usize::from(GAP) + width::of(&publisher);
    let is_tight = needed > usize::from(limit.saturating_sub(x));
    // Of editions of one day, what tells them apart is never cut off.
    let (after, title_limit) = if is_tight && !distinction.is_empty() {
        let taken = u16::try_from(width::of(distinction)).unwrap_or(u16::MAX);
        let title_limit = limit.saturating_sub(taken.saturating_add(GAP));
        (DisplayText::line(distinction), title_limit)
    } else {
        (publisher, limit)
    };
    let x = painter.cut(x, y, title_limit, briefing.title(), style);
    painter.cut(x + GAP, y, limit, after.as_display(), painter.theme.dim);
}
