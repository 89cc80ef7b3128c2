//! Lists over the whole width, which narrow as one types: the archive, the keys, tags.

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::list::{LEFT, Rows, draw_bar};
use super::paint::Painter;
use crate::app::layout::Panes;
use crate::app::parts::filtered::{Filtered, Narrowable};
use crate::app::progress::Progress;
use crate::app::screens::archive::Editions;
use crate::app::screens::help::Help;
use crate::app::screens::tags::Tags;
use crate::archive::Edition;
use crate::briefing::Briefing;
use crate::text::{DisplayStr, DisplayText, counted, grouped};

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
