//! A row of hints: keys and what they do.

use ratatui::layout::Rect;

use super::paint::Painter;
use crate::app::screen::Hint;
use crate::text::width;

/// Columns between two hints.
pub(super) const GAP: u16 = 3;

/// Columns of `text`, as many as fit in a `u16`.
pub(super) fn columns_of(text: &str) -> u16 {
    u16::try_from(width::of(text)).unwrap_or(u16::MAX)
}

pub(super) fn hint_columns(hint: &Hint) -> u16 {
    columns_of(&hint.keys)
        .saturating_add(1)
        .saturating_add(columns_of(&hint.text))
}

/// Draws as many hints as fit before the column `right`. When there are too many, the last one stays,
/// since it leads to the help or back, and those before it are dropped from the right.
pub(super) fn draw_hints(painter: &mut Painter<'_>, hints: &[Hint], line: Rect, right: u16) {
    let Some((last, others)) = hints.split_last() else {
        return;
    };
    let reserved = hint_columns(last).saturating_add(GAP);
    let mut x = line.x + 1;
    for (index, hint) in others.iter().enumerate() {
        // When not even two fit, the first is the most useful.
        let reserved = if index == 0 { 0 } else { reserved };
        if x.saturating_add(hint_columns(hint))
            .saturating_add(reserved)
            > right
        {
            break;
        }
        x = draw_hint(painter, hint, x, line.y) + GAP;
    }
    if x.saturating_add(hint_columns(last)) <= right {
        draw_hint(painter, last, x, line.y);
    }
}

/// Draws one hint. Returns the column after it.
fn draw_hint(painter: &mut Painter<'_>, hint: &Hint, x: u16, y: u16) -> u16 {
    let (strong, dim) = (painter.theme.strong, painter.theme.dim);
    let x = painter.text(x, y, u16::MAX, hint.keys.as_display(), strong);
    painter.text(x + 1, y, u16::MAX, hint.text.as_display(), dim)
}
