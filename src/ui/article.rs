//! The article's rows that are in view, and the scrollbar.

use std::ops::Range;

use ratatui::style::Style;

use super::paint::Painter;
use super::theme::Theme;
use crate::app::layout::Panes;
use crate::app::parts::article_view::Reading;
use crate::article::{Article, BREAK, BlockKind, Part, Row, RowKind};
use crate::text::{DisplayStr, Inline};

/// What a search has found in an article.
#[derive(Default)]
pub(super) struct Marks<'m> {
    /// Bytes of the article's text, in order and apart.
    pub(super) all: &'m [Range<usize>],
    pub(super) current: usize,
}

pub(super) fn draw(painter: &mut Painter<'_>, reading: &Reading, marks: &Marks<'_>, panes: &Panes) {
    if !panes.shows_article {
        return;
    }
    for (row, y) in reading
        .visible()
        .iter()
        .zip(panes.text.top()..panes.text.bottom())
    {
        draw_row(painter, &reading.article, row, marks, y, panes);
    }
    draw_scrollbar(painter, reading, panes);
}

fn draw_row(
    painter: &mut Painter<'_>,
    article: &Article,
    row: &Row,
    marks: &Marks<'_>,
    y: u16,
    panes: &Panes,
) {
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
        x = match part {
            Part::Marker(text) => painter.text(x, y, right, text.as_display(), painter.theme.dim),
            Part::LinkNumber(number) => painter.text(
                x,
                y,
                right,
                Part::link_number(number).as_display(),
                painter.theme.dim,
            ),
            Part::Text {
                range,
                kind,
                inline,
                quoted,
            } => {
                let carets = kind == BlockKind::Excerpt && row.kind == RowKind::Rest;
                let style = if carets {
                    painter.theme.fault
                } else {
                    style(painter.theme, kind, inline, quoted)
                };
                draw_marked(painter, article, range, marks, style, (x, y, right))
            }
        };
    }
}

/// Draws a stretch of one style, what matches in it on top; returns the column behind it.
fn draw_marked(
    painter: &mut Painter<'_>,
    article: &Article,
    range: Range<usize>,
    marks: &Marks<'_>,
    style: Style,
    (mut x, y, right): (u16, u16, u16),
) -> u16 {
    let text = article.text.as_display();
    let mut at = range.start;
    let first = marks.all.partition_point(|mark| mark.end <= range.start);
    for (index, mark) in marks
        .all
        .iter()
        .enumerate()
        .skip(first)
        .take_while(|(_, mark)| mark.start < range.end)
    {
        let (start, end) = (mark.start.max(at), mark.end.min(range.end));
        x = painter.text(x, y, right, text.part(at..start), style);
        let theme = painter.theme;
        let mark = if index == marks.current {
            theme.current_match
        } else {
            theme.matched
        };
        x = painter.text(x, y, right, text.part(start..end), style.patch(mark));
        at = end;
    }
    painter.text(x, y, right, text.part(at..range.end), style)
}

fn style(theme: &Theme, kind: BlockKind, inline: Inline, quoted: bool) -> Style {
    theme.article_text(kind.role(quoted), inline)
}

/// The part of the article in view, as a thumb; nothing when all of it is.
fn draw_scrollbar(painter: &mut Painter<'_>, reading: &Reading, panes: &Panes) {
    let (rows, height) = (reading.rows(), usize::from(panes.text.height));
    if rows <= height {
        return;
    }
    let thumb = (height * height / rows).max(1);
    let last_top = rows - height;
    let above = (reading.top() * (height - thumb))
        .div_ceil(last_top)
        .min(height - thumb);
    for offset in above..above + thumb {
        let y = panes.text.top() + u16::try_from(offset).unwrap_or(u16::MAX);
        painter.text(
            panes.scrollbar,
            y,
            panes.scrollbar + 1,
            DisplayStr::own("▐"),
            painter.theme.scrollbar,
        );
    }
}
