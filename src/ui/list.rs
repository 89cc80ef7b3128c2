//! Lists: headlines, files with faults, editions, keys. Only the items in view are looked at.

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::paint::Painter;
use super::theme::Theme;
use crate::app::editions::Editions;
use crate::app::faulty_files::FaultyFiles;
use crate::app::filter::{Filtered, Narrowable};
use crate::app::headlines::{Headline, Headlines, Item, LEFT_COLUMNS, title_rows};
use crate::app::help::Help;
use crate::app::layout::Panes;
use crate::app::progress::{Progress, Standing};
use crate::app::split::{Focus, Listing, Split};
use crate::app::tags::Tags;
use crate::archive::Edition;
use crate::briefing::Briefing;
use crate::text::{DisplayStr, DisplayText, counted, grouped};

/// Column of the selected row's bar, from the left of the list.
const BAR: u16 = 1;
const LEFT: u16 = LEFT_COLUMNS;
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

pub(super) fn draw_editions(
    painter: &mut Painter<'_>,
    archive: &Filtered<Editions>,
    progress: &Progress,
    panes: &Panes,
) {
    draw_filtered(painter, archive, panes, |painter, place, rows| {
        let index = archive.shown[place];
        if archive.starts_group(place) {
            let year = archive
                .items
                .year(index)
                .map_or_else(|| "No date".to_owned(), |year| year.to_string());
            draw_group(
                painter,
                DisplayText::line(&year).as_display(),
                place > 0,
                rows,
            );
        }
        let bar = (place == archive.cursor.selected()).then_some(painter.theme.accent);
        if let Some(y) = rows.next() {
            let edition = archive.items.edition(index);
            draw_edition(painter, edition, progress, bar, (rows.area, y));
        }
    });
}

/// Day, title, who published it, and how many of its stories are not read.
fn draw_edition(
    painter: &mut Painter<'_>,
    edition: &Edition,
    progress: &Progress,
    bar: Option<Style>,
    (area, y): (Rect, u16),
) {
    /// Columns of `Tue 12 Jan`, and some.
    const DAY: u16 = 12;
    let unread = edition
        .briefing
        .as_ref()
        .map(|briefing| unread(briefing, progress));
    let (left, right) = (area.left(), area.right() - 2);
    let style = match unread {
        Some(0) if bar.is_none() => painter.theme.dim,
        _ if bar.is_some() => painter.theme.strong,
        _ => painter.theme.text,
    };
    draw_bar(painter, left, y, bar);
    let day = edition
        .date()
        .map(|date| date.day.strftime("%a %-d %b").to_string())
        .unwrap_or_default();
    painter.text(
        left + LEFT,
        y,
        right,
        DisplayText::line(&day).as_display(),
        painter.theme.dim,
    );
    let x = left + LEFT + DAY;
    let Some(briefing) = &edition.briefing else {
        let limit = painter.right_aligned(
            x,
            y,
            right,
            DisplayStr::own("cannot be read"),
            painter.theme.fault,
        );
        painter.cut(
            x,
            y,
            limit.saturating_sub(1),
            edition.label.as_display(),
            style,
        );
        return;
    };
    let unread = match (unread, briefing.len()) {
        (_, 0) => "no stories".to_owned(),
        (Some(0) | None, _) => "✓".to_owned(),
        (Some(unread), stories) if unread == stories => counted(stories, "story", "stories"),
        (Some(unread), _) => format!("{} unread", grouped(unread)),
    };
    let unread = DisplayText::line(&unread);
    let limit = painter
        .right_aligned(x, y, right, unread.as_display(), painter.theme.dim)
        .saturating_sub(2);
    let x = painter.cut(x, y, limit, briefing.title(), style);
    let publisher: Vec<_> = [briefing.source(), briefing.edition()]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect();
    if !publisher.is_empty() {
        let publisher = DisplayText::line(
            &publisher
                .iter()
                .map(|part| part.as_str())
                .collect::<Vec<_>>()
                .join(" · "),
        );
        painter.cut(x + 3, y, limit, publisher.as_display(), painter.theme.dim);
    }
}

fn unread(briefing: &Briefing, progress: &Progress) -> usize {
    briefing
        .stories()
        .filter(|story| !progress.mark(&story.key()).read)
        .count()
}

pub(super) fn draw_help(painter: &mut Painter<'_>, help: &Filtered<Help>, panes: &Panes) {
    let key_columns = u16::try_from(help.items.key_columns).unwrap_or(u16::MAX);
    draw_filtered(painter, help, panes, |painter, place, rows| {
        let index = help.shown[place];
        if help.starts_group(place) {
            let title = DisplayStr::own(help.items.rows[index].group.title());
            draw_group(painter, title, place > 0, rows);
        }
        let bar = (place == help.cursor.selected()).then_some(painter.theme.accent);
        let Some([keys, text]) = help.items.lines.get(index) else {
            return;
        };
        for line in 0..help.items.rows(index) {
            let Some(y) = rows.next() else { continue };
            let (x, right) = (rows.area.left() + LEFT, rows.area.right());
            draw_bar(painter, rows.area.left(), y, bar);
            let part = |lines: &[DisplayText]| lines.get(line).cloned().unwrap_or_default();
            painter.text(x, y, right, part(keys).as_display(), painter.theme.strong);
            painter.text(
                x + key_columns + 2,
                y,
                right,
                part(text).as_display(),
                painter.theme.text,
            );
        }
    });
}

pub(super) fn draw_tags(painter: &mut Painter<'_>, tags: &Filtered<Tags>, panes: &Panes) {
    draw_filtered(painter, tags, panes, |painter, place, rows| {
        let bar = (place == tags.cursor.selected()).then_some(painter.theme.accent);
        let style = if bar.is_some() {
            painter.theme.strong
        } else {
            painter.theme.text
        };
        if let Some(y) = rows.next() {
            let tag = &tags.items.tags[tags.shown[place]];
            draw_bar(painter, rows.area.left(), y, bar);
            painter.cut(
                rows.area.left() + LEFT,
                y,
                rows.area.right() - 1,
                tag.as_display(),
                style,
            );
        }
    });
}

fn draw_filtered<T: Narrowable>(
    painter: &mut Painter<'_>,
    list: &Filtered<T>,
    panes: &Panes,
    draw_item: impl Fn(&mut Painter<'_>, usize, &mut Rows),
) {
    let mut rows = Rows::new(panes.list);
    if list.shown.is_empty() {
        let (x, y) = (panes.list.left() + LEFT, panes.list.top());
        painter.own(
            x,
            y,
            panes.list.right(),
            "Nothing here has all these words.",
            painter.theme.dim,
        );
    }
    for place in list.visible(panes) {
        rows.start(list.height(place), place == list.cursor.selected());
        draw_item(painter, place, &mut rows);
    }
}

/// The title of a group of items, below an empty row unless it is the first.
fn draw_group(painter: &mut Painter<'_>, title: DisplayStr<'_>, gap: bool, rows: &mut Rows) {
    if gap {
        rows.next();
    }
    if let Some(y) = rows.next() {
        painter.cut(
            rows.area.left() + LEFT,
            y,
            rows.area.right(),
            title,
            painter.theme.accent,
        );
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
