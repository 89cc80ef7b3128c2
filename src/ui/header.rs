//! The lines above the panes.

use super::paint::Painter;
use crate::app::layout::Panes;
use crate::app::screen::{Header, Titled};
use crate::text::{DisplayText, width};

/// Columns between two parts of a header line.
const GAP: u16 = 3;

pub(super) fn draw(painter: &mut Painter<'_>, header: &Header, panes: &Panes) {
    match header {
        Header::Titled(titled) => draw_titled(painter, titled, panes),
        Header::Position { text, percent } => draw_position(painter, text, *percent, panes),
    }
}

fn draw_titled(painter: &mut Painter<'_>, header: &Titled, panes: &Panes) {
    let right = panes.header.right() - 1;
    let (strong, plain, dim) = (painter.theme.strong, painter.theme.text, painter.theme.dim);
    let at_right = header.right.as_display();
    let limit = if header.right_first {
        let start = painter.right_aligned(1, 0, right, at_right, dim);
        start.saturating_sub(GAP)
    } else {
        right
    };
    let mut x = painter.cut(1, 0, limit, header.title.as_display(), strong);
    if !header.title.is_empty() {
        x += GAP;
    }
    // What is drawn at the right later keeps its room.
    let taken = if header.right_first {
        0
    } else {
        usize::from(GAP) + width::of(&header.right)
    };
    let room = usize::from(limit.saturating_sub(x));
    let fitting = |room| {
        header
            .detail
            .iter()
            .find(|detail| width::of(detail) <= room)
    };
    // Where nothing fits beside the right part, that part gives way.
    let detail = fitting(room.saturating_sub(taken)).or_else(|| fitting(room));
    let detail = detail.or(header.detail.last());
    if let Some(detail) = detail {
        x = painter.cut(x, 0, limit, detail.as_display(), plain) + GAP;
    }
    if !header.right_first {
        let fits = width::of(&at_right) <= usize::from(right.saturating_sub(x));
        let at_right = if fits {
            at_right
        } else {
            header.right_short.as_display()
        };
        painter.right_aligned(x, 0, right, at_right, dim);
    }
    if panes.header.height > 1 {
        painter.cut(1, 1, right, header.below.as_display(), dim);
    }
}

fn draw_position(
    painter: &mut Painter<'_>,
    position: &DisplayText,
    percent: Option<usize>,
    panes: &Panes,
) {
    let (right, dim) = (panes.header.right() - 1, painter.theme.dim);
    let limit = percent.map_or(right, |percent| {
        let percent = DisplayText::line(&format!("{percent} %"));
        let start = painter.right_aligned(1, 0, right, percent.as_display(), dim);
        start.saturating_sub(1)
    });
    painter.cut(1, 0, limit, position.as_display(), dim);
}
