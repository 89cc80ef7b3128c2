//! The visible rows of the article, and the scrollbar.

use std::ops::Range;

use ratatui::style::Style;

use super::paint::{Painter, Target};
use super::theme::Theme;
use crate::app::layout::Panes;
use crate::app::parts::article_view::ArticleView;
use crate::article::{BREAK, BlockKind, Part, Row, RowKind};
use crate::text::{DisplayStr, Inline};

/// Columns from the text back to the tick beside the first new row.
const TICK: u16 = 2;

pub(super) fn draw(painter: &mut Painter<'_>, view: &ArticleView, panes: &Panes) {
    if !panes.shows_article {
        return;
    }
    if !view.is_ready() {
        let (x, y, right) = (panes.text.left(), panes.text.top(), panes.text.right());
        painter.own(x, y, right, "Opening…", painter.theme.dim);
    }
    for (row, y) in view
        .visible()
        .iter()
        .zip(panes.text.top()..panes.text.bottom())
    {
        draw_row(painter, view, row, y, panes);
    }
    let first_new = view.first_new_row().and_then(|row| u16::try_from(row).ok());
    if let Some(row) = first_new {
        let (x, y) = (
            panes.text.left().saturating_sub(TICK),
            panes.text.top() + row,
        );
        painter.own(x, y, panes.text.left(), "›", painter.theme.dim);
    }
    draw_scrollbar(painter, view, panes);
}

fn draw_row(painter: &mut Painter<'_>, view: &ArticleView, row: &Row, y: u16, panes: &Panes) {
    let article = view.article();
    let (mut x, right) = (panes.text.left(), panes.text.right());
    if article.kind_of(row) == Some(BlockKind::Rule) {
        painter.own(
            x + panes.text.width.saturating_sub(5) / 2,
            y,
            right,
            BREAK,
            painter.theme.dim,
        );
        return;
    }
    for part in article.parts(row) {
        let (start, link) = (x, part.link());
        x = match part {
            Part::Marker(text) => painter.text(x, y, right, text.as_display(), painter.theme.dim),
            Part::LinkNumber { number, .. } => painter.text(
                x,
                y,
                right,
                Part::link_number(number).as_display(),
                painter.theme.dim,
            ),
            Part::LeftOut { range, kind, .. } => {
                let style = style(painter.theme, kind, Inline::default(), false);
                let selected = view.selected();
                let is_selected = selected.start < range.end && range.start < selected.end;
                let style = if is_selected {
                    style.patch(painter.theme.selected)
                } else {
                    style
                };
                painter.text(x, y, right, Part::LEFT_OUT, style)
            }
            Part::Text {
                range,
                kind,
                inline,
                quoted,
                ..
            } => {
                let carets = kind == BlockKind::Excerpt && row.kind == RowKind::Rest;
                let style = if carets {
                    painter.theme.fault
                } else {
                    style(painter.theme, kind, inline, quoted)
                };
                draw_highlighted(painter, view, range, style, (x, y, right))
            }
        };
        if let Some(id) = link {
            let address = article.address(id);
            painter.link(start, y, x, Target { address, id });
        }
    }
}

/// Draws a range of the article's text in one style, with its matches and what is selected highlighted. Returns
/// the column after it.
fn draw_highlighted(
    painter: &mut Painter<'_>,
    view: &ArticleView,
    range: Range<usize>,
    style: Style,
    (mut x, y, right): (u16, u16, u16),
) -> u16 {
    let highlights = view.highlights();
    let mut at = range.start;
    let first = highlights.partition_point(|highlight| highlight.end <= range.start);
    for (index, highlight) in highlights
        .iter()
        .enumerate()
        .skip(first)
        .take_while(|(_, highlight)| highlight.start < range.end)
    {
        let (start, end) = (highlight.start.max(at), highlight.end.min(range.end));
        x = draw_selected(painter, view, at..start, style, (x, y, right));
        let match_style = if index == view.current_match() {
            painter.theme.current_match
        } else {
            painter.theme.matched
        };
        let matched = style.patch(match_style);
        x = draw_selected(painter, view, start..end, matched, (x, y, right));
        at = end;
    }
    draw_selected(painter, view, at..range.end, style, (x, y, right))
}

/// Draws a range of the article's text in one style, and what is selected of it in another. Returns the column
/// after it.
fn draw_selected(
    painter: &mut Painter<'_>,
    view: &ArticleView,
    range: Range<usize>,
    style: Style,
    (x, y, right): (u16, u16, u16),
) -> u16 {
    let text = view.article().text.as_display();
    let selected = view.selected();
    let start = selected.start.clamp(range.start, range.end);
    let end = selected.end.clamp(start, range.end);
    let selected = style.patch(painter.theme.selected);
    let x = painter.text(x, y, right, text.part(range.start..start), style);
    let x = painter.text(x, y, right, text.part(start..end), selected);
    painter.text(x, y, right, text.part(end..range.end), style)
}

fn style(theme: &Theme, kind: BlockKind, inline: Inline, quoted: bool) -> Style {
    theme.article_text(kind.role(quoted), inline)
}

/// Draws a thumb for the visible part of the article; nothing when all of it is visible.
fn draw_scrollbar(painter: &mut Painter<'_>, view: &ArticleView, panes: &Panes) {
    let Some(thumb) = view.thumb() else {
        return;
    };
    for offset in thumb.above..thumb.above + thumb.rows {
        let y = panes.text.top() + u16::try_from(offset).unwrap_or(u16::MAX);
        painter.text(
            panes.scrollbar,
            y,
            panes.scrollbar + 1,
            DisplayStr::own("▐"),
            painter.theme.dim,
        );
    }
}
