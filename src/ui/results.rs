//! What a search has found: the count, the chart, and each story with a line around its match.

use ratatui::style::Style;

use super::list::{Rows, draw_bar, draw_standing, standing_style};
use super::paint::Painter;
use crate::app::Model;
use crate::app::layout::Panes;
use crate::app::parts::split::{Focus, Listing};
use crate::app::progress::{Page, Standing};
use crate::app::screens::search::results::Results;
use crate::app::screens::search::state::Searching;
use crate::search::{Chart, Marked};
use crate::text::{DisplayStr, DisplayText, counted};

/// Columns left of the rows.
const LEFT: u16 = crate::app::screens::edition::headlines::LEFT_COLUMNS;
/// From little to most.
const BARS: [&str; 8] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];
/// What the empty prompt says it takes; no longer than the narrowest list.
const GUIDE: [&str; 9] = [
    "Type words: a story must",
    "have all of them.",
    "",
    "\"a phrase\"  -without",
    "headline: section: tag:",
    "by: source: date:2016-01",
    "since:7d  before:2015",
    "is:unread is:saved",
    "↑ ↓ earlier searches",
];

pub(super) fn draw(painter: &mut Painter<'_>, searching: &Searching, model: &Model, panes: &Panes) {
    let (list, mut area) = (&searching.split.list, panes.list);
    if list.count() == 0 {
        return draw_nothing(painter, searching, model.loading.is_some(), panes);
    }
    draw_count(painter, list, panes);
    let head = u16::try_from(list.head()).unwrap_or(0).min(area.height);
    area.y += head;
    area.height -= head;
    let mut rows = Rows::new(area);
    for position in searching.split.visible(panes) {
        let selected = position == searching.split.selected();
        rows.start(list.height(position), selected);
        let focused = searching.split.focus == Focus::List;
        let bar = if focused {
            painter.theme.accent
        } else {
            painter.theme.bar_unfocused
        };
        let bar = selected.then_some(bar);
        let page = list.page(position);
        let standing = match &page {
            Page::Story(key) => Standing::of(model.progress.mark(key)),
            Page::File(_) => Standing::default(),
        };
        draw_result(painter, list, (position, standing), bar, &mut rows);
    }
}

/// What the prompt takes, or why nothing is there.
fn draw_nothing(painter: &mut Painter<'_>, searching: &Searching, loading: bool, panes: &Panes) {
    let (x, y, right) = (
        panes.list.left() + 1,
        panes.list.top(),
        panes.list.right() - 1,
    );
    if searching.asked.is_empty() {
        for (y, line) in (y..panes.list.bottom()).zip(GUIDE) {
            painter.cut(x, y, right, DisplayStr::own(line), painter.theme.dim);
        }
        return;
    }
    // What the last query has come to stands until the answer to this one.
    if searching.is_answered() || !searching.split.list.query.is_empty() {
        let nothing = if loading {
            "Nothing yet; still loading."
        } else {
            "No story matches all."
        };
        painter.own(x, y, right, nothing, painter.theme.text);
    }
}

/// `9 stories in 4 editions`, and the chart below.
fn draw_count(painter: &mut Painter<'_>, list: &Results, panes: &Panes) {
    let (x, y, right) = (
        panes.list.left() + 1,
        panes.list.top(),
        panes.list.right() - 1,
    );
    let stories = DisplayText::line(&counted(list.count(), "story", "stories"));
    let editions = DisplayText::line(&format!(
        " in {}",
        counted(list.hits.groups().len(), "edition", "editions")
    ));
    let after = painter.cut(x, y, right, stories.as_display(), painter.theme.strong);
    painter.cut(after, y, right, editions.as_display(), painter.theme.dim);
    if let Some(chart) = &list.chart {
        draw_chart(painter, chart, x, y + 1, right);
    }
}

fn draw_chart(painter: &mut Painter<'_>, chart: &Chart, x: u16, y: u16, right: u16) {
    let from = DisplayText::line(&chart.from);
    let mut x = painter.text(x, y, right, from.as_display(), painter.theme.dim) + 1;
    for &bar in &chart.bars {
        // Where nothing was found there is a base line only.
        let style = if bar == 0 {
            painter.theme.dim
        } else {
            painter.theme.chart
        };
        x = painter.own(
            x,
            y,
            right,
            BARS[usize::from(bar.saturating_sub(1)).min(7)],
            style,
        );
    }
    let to = DisplayText::line(&chart.to);
    painter.text(x + 1, y, right, to.as_display(), painter.theme.dim);
}

fn draw_result(
    painter: &mut Painter<'_>,
    list: &Results,
    (position, standing): (usize, Standing),
    bar: Option<Style>,
    rows: &mut Rows,
) {
    let (left, right) = (rows.area.left(), rows.area.right() - 1);
    if list.starts_group(position) {
        rows.next();
        if let Some(y) = rows.next() {
            let group = &list.hits.groups()[list.hits.group_of(position)];
            let date = group
                .edition
                .date()
                .map_or_else(|| "No date".to_owned(), |date| date.long());
            let count = DisplayText::line(&group.hits.len().to_string());
            let limit = painter.right_aligned(
                left + LEFT,
                y,
                right - 1,
                count.as_display(),
                painter.theme.dim,
            );
            painter.cut(
                left + 1,
                y,
                limit.saturating_sub(1),
                DisplayText::line(&date).as_display(),
                painter.theme.accent,
            );
        }
    }
    let Some(shown) = list.rows(position) else {
        return;
    };
    let style = standing_style(painter.theme, standing, bar.is_some());
    for (number, line) in shown.headline.iter().enumerate() {
        let y = draw_line(painter, line, style, bar, rows);
        if let Some(y) = y.filter(|_| number == 0) {
            draw_standing(painter, left, y, standing);
        }
    }
    draw_line(painter, &shown.snippet, painter.theme.dim, bar, rows);
}

/// Returns the row it was drawn in.
fn draw_line(
    painter: &mut Painter<'_>,
    line: &Marked,
    style: Style,
    bar: Option<Style>,
    rows: &mut Rows,
) -> Option<u16> {
    let y = rows.next()?;
    let right = rows.area.right();
    draw_bar(painter, rows.area.left(), y, bar);
    let text = line.text.as_display();
    let (mut x, mut at) = (rows.area.left() + LEFT, 0);
    for mark in &line.marks {
        x = painter.text(x, y, right, text.part(at..mark.start), style);
        x = painter.text(
            x,
            y,
            right,
            text.part(mark.clone()),
            style.patch(painter.theme.matched),
        );
        at = mark.end;
    }
    painter.text(x, y, right, text.part(at..text.len()), style);
    Some(y)
}
