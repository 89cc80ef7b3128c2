//! The last line: the prompt, what the letters after `g` go to, a notice, or hints for the keys.

use ratatui::layout::Rect;

use super::paint::Painter;
use super::parts::draw_hints;
use crate::app::Model;
use crate::app::last_line::{self, LABEL, LastLine, Prompting, Strip};
use crate::app::layout::Panes;
use crate::briefing::Story;
use crate::text::{DisplayStr, DisplayText, width};

/// Draws the last line. Returns the cursor's column while a prompt is open.
pub(super) fn draw(painter: &mut Painter<'_>, model: &Model, panes: &Panes) -> Option<u16> {
    let line = panes.last_line;
    match last_line::of(model, panes) {
        LastLine::Letters(strip) => draw_letters(painter, &strip, line),
        LastLine::Prompt(prompting) => return Some(draw_prompt(painter, &prompting, line)),
        LastLine::Notice {
            notice,
            limit,
            right,
        } => {
            draw_right(painter, model, right.as_ref(), line);
            let style = painter.theme.notice;
            painter.cut(1, line.y, limit, notice.as_display(), style);
        }
        LastLine::Hints {
            hints,
            limit,
            right,
        } => {
            draw_right(painter, model, right.as_ref(), line);
            draw_hints(painter, &hints, line, limit);
        }
    }
    None
}

/// Draws only the story's headline, clipped, for a window too small for anything else.
pub(super) fn draw_tiny(painter: &mut Painter<'_>, model: &Model, panes: &Panes) {
    let edition = model.edition();
    let headline = edition
        .list()
        .story(edition.split.selected())
        .map_or(DisplayStr::own("roundup"), Story::headline);
    painter.text(0, 0, panes.last_line.right(), headline, painter.theme.text);
}

/// Draws the prompt, scrolled so that the cursor is in view, and right of it the message and the hints.
/// Returns the cursor's column.
fn draw_prompt(painter: &mut Painter<'_>, prompting: &Prompting<'_>, line: Rect) -> u16 {
    let (prompt, right) = (prompting.content.prompt, prompting.limit);
    let start = painter.own(
        1,
        line.y,
        right,
        prompting.content.sign,
        painter.theme.strong,
    );
    let room = usize::from(right.saturating_sub(start + 1));
    let before = prompt.before_cursor();
    // Hide whole graphemes at the start until the cursor is in view.
    let hidden = width::fitting(&before, width::of(&before).saturating_sub(room)).len();
    let x = painter.text(
        start,
        line.y,
        right,
        before.part(hidden..before.len()),
        painter.theme.text,
    );
    let text = prompt.text();
    painter.text(
        x,
        line.y,
        right,
        text.part(before.len()..text.len()),
        painter.theme.text,
    );
    if let Some((x, message)) = &prompting.message {
        let dim = painter.theme.dim;
        painter.text(*x, line.y, line.right(), message.as_display(), dim);
    }
    let hints = &prompting.content.hints;
    draw_hints(painter, hints, prompting.hints, line.right());
    x.min(line.right().saturating_sub(1))
}

/// Draws every letter that can follow `g` with where it goes.
fn draw_letters(painter: &mut Painter<'_>, strip: &Strip, line: Rect) {
    let height = u16::try_from(strip.lines.len()).unwrap_or(u16::MAX);
    if height > 1 {
        painter.clear(Rect {
            y: strip.top(),
            height: height + 1,
            ..line
        });
        painter.horizontal_rule(strip.top());
    }
    if let Some((area, _)) = strip.lines.first().filter(|_| strip.labelled) {
        painter.own(1, area.y, line.right(), LABEL, painter.theme.dim);
    }
    for (area, hints) in &strip.lines {
        draw_hints(painter, hints, *area, line.right());
    }
}

/// Draws `text` at the right end of the last line.
fn draw_right(painter: &mut Painter<'_>, model: &Model, text: Option<&DisplayText>, line: Rect) {
    if let Some(text) = text {
        let style = if model.session.marks.save_failed {
            painter.theme.fault
        } else {
            painter.theme.dim
        };
        let (half, right) = (line.width / 2, line.right() - 1);
        painter.right_aligned(half, line.y, right, text.as_display(), style);
    }
}
