//! The archive screen: every edition, grouped by year.

use ratatui::style::Style;

use super::filtered::{self, ItemRow};
use super::list::{LEFT, draw_bar, draw_title};
use super::paint::Painter;
use crate::app::layout::Panes;
use crate::app::mark_book::MarkBook;
use crate::app::screens::archive::ArchiveScreen;
use crate::archive::Edition;
use crate::briefing::Briefing;
use crate::text::{DisplayStr, DisplayText, counted, grouped};

/// Columns of `Tue 12 Jan` and the gap after it.
const DAY: u16 = 12;

pub(super) fn draw(
    painter: &mut Painter<'_>,
    screen: &ArchiveScreen,
    marks: &MarkBook,
    panes: &Panes,
) {
    let editions = &screen.list.items;
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
        draw_edition(painter, editions.edition(row.item), marks, row);
    };
    filtered::draw(painter, &screen.list, panes, title, line);
}

/// Draws an edition's row: day, title, publisher, and how many stories are unread.
fn draw_edition(painter: &mut Painter<'_>, edition: &Edition, marks: &MarkBook, row: &ItemRow) {
    let briefing = edition.briefing.as_ref();
    let unread = briefing.map(|briefing| unread(briefing, marks));
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
        draw_briefing(painter, briefing, unread, style, (x, row.y, right));
    } else {
        let fault = painter.theme.fault;
        let message = DisplayStr::own("cannot be read");
        let limit = painter.right_aligned(x, row.y, right, message, fault);
        let limit = limit.saturating_sub(1);
        painter.cut(x, row.y, limit, edition.label.as_display(), style);
    }
}

fn draw_briefing(
    painter: &mut Painter<'_>,
    briefing: &Briefing,
    unread: usize,
    style: Style,
    (x, y, right): (u16, u16, u16),
) {
    let unread = match (unread, briefing.len()) {
        (_, 0) => "no stories".to_owned(),
        (0, _) => "✓".to_owned(),
        (unread, stories) if unread == stories => counted(stories, "story", "stories"),
        (unread, _) => format!("{} unread", grouped(unread)),
    };
    let (unread, dim) = (DisplayText::line(&unread), painter.theme.dim);
    let limit = painter
        .right_aligned(x, y, right, unread.as_display(), dim)
        .saturating_sub(2);
    let x = painter.cut(x, y, limit, briefing.title(), style);
    let publisher = [briefing.source(), briefing.edition()];
    let publisher: Vec<_> = publisher
        .iter()
        .map(|part| part.as_str())
        .filter(|part| !part.is_empty())
        .collect();
    if !publisher.is_empty() {
        let publisher = DisplayText::line(&publisher.join(" · "));
        painter.cut(x + 3, y, limit, publisher.as_display(), dim);
    }
}

fn unread(briefing: &Briefing, marks: &MarkBook) -> usize {
    let mut key = String::new();
    briefing
        .stories()
        .filter(|story| {
            key.clear();
            story.push_key(&mut key);
            !marks.mark(&key).read
        })
        .count()
}
