//! The last line: the prompt, what the letters after `g` go to, a notice, or hints for the keys.

use ratatui::layout::Rect;

use super::paint::Painter;
use super::parts::{GAP, columns_of, draw_hints, hint_columns};
use crate::app::Model;
use crate::app::layout::Panes;
use crate::app::screen::{Hint, PromptLine};
use crate::briefing::Story;
use crate::keymap::{Action, Mode, Motion};
use crate::text::{DisplayStr, DisplayText, grouped, width};

/// Label before the letters that can follow `g`.
const LABEL: &str = "go to";
/// A window of fewer columns shows them without the label.
const NARROW: u16 = 40;

/// Draws the last line. Returns the cursor's column while a prompt is open.
pub(super) fn draw(painter: &mut Painter<'_>, model: &Model, panes: &Panes) -> Option<u16> {
    let (line, session) = (panes.last_line, &model.session);
    let top = model.screens.top().get();
    if model.mode() == Mode::Go {
        draw_letters(painter, model, line);
        return None;
    }
    if let Some(mut prompt) = top.prompt(session) {
        let notice = session.notice.as_ref().map(ToString::to_string);
        prompt.message = notice.or(prompt.message);
        return Some(draw_prompt(painter, &prompt, line));
    }
    let (right, whole) = (right_text(model, panes), line.right().saturating_sub(1));
    let Some(notice) = &session.notice else {
        let right = draw_right(painter, model, right.as_ref(), line);
        draw_hints(painter, &top.hints(panes, session), line, right);
        return None;
    };
    let taken = right.as_ref().map_or(0, |right| columns_of(right) + GAP);
    let needed = columns_of(notice).saturating_add(1).saturating_add(taken);
    let limit = if needed > whole || session.marks.save_failed {
        // What happened just now matters more than where the user is.
        whole
    } else {
        draw_right(painter, model, right.as_ref(), line)
    };
    let style = painter.theme.notice;
    painter.cut(1, line.y, limit, notice.as_display(), style);
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
/// However long the prompt is, these have half the line. Returns the cursor's column.
fn draw_prompt(painter: &mut Painter<'_>, content: &PromptLine<'_>, line: Rect) -> u16 {
    let PromptLine {
        prompt,
        message,
        hints,
    } = content;
    let message = message.as_ref().map(|message| DisplayText::line(message));
    let prompt_columns = columns_of(&prompt.text())
        .saturating_add(4)
        .min(line.width / 2);
    let room = usize::from(line.width - prompt_columns - 1);
    let message = message.map(|message| width::cut(message.as_display(), room));
    let message_columns = message
        .as_ref()
        .map_or(0, |message| columns_of(message) + GAP);
    let hints_columns = hints
        .iter()
        .map(|hint| hint_columns(hint) + GAP)
        .sum::<u16>();
    let right = line.width - (message_columns + hints_columns).min(line.width - prompt_columns);
    let start = painter.own(1, line.y, right, "/", painter.theme.strong);
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
    let mut after = right;
    if let Some(message) = message {
        after = painter.text(
            right + 1,
            line.y,
            line.right(),
            message.as_display(),
            painter.theme.dim,
        ) + GAP
            - 1;
    }
    let rest = Rect {
        x: after.min(line.right()),
        width: line.right().saturating_sub(after),
        ..line
    };
    draw_hints(painter, hints, rest, line.right());
    x.min(line.right().saturating_sub(1))
}

/// Draws every letter that can follow `g` with where it goes, on as many lines as needed.
fn draw_letters(painter: &mut Painter<'_>, model: &Model, line: Rect) {
    let keymap = &model.session.keymap;
    let top = keymap.key_name_in(Mode::Go, Action::Move(Motion::Top));
    let top = Hint::new(&top, "top");
    let stay = keymap.key_name_in(Mode::Go, Action::Stay);
    let stay = Hint::new(&stay, "stay");
    let letters = model.screens.top().get().letter_hints(keymap);
    let hints: Vec<_> = std::iter::once(top).chain(letters).chain([stay]).collect();
    // A narrow window has no room for the label.
    let labelled = line.width >= NARROW;
    let label = if labelled { columns_of(LABEL) + GAP } else { 0 };
    let indent = 1 + label;
    let room = line.width.saturating_sub(indent + 1);
    let hints: Vec<_> = hints.iter().map(|hint| cut_hint(hint, room)).collect();
    let lines = break_into_lines(&hints, room);
    let height = u16::try_from(lines.len()).unwrap_or(line.y).min(line.y);
    let top = line.bottom() - height.max(1);
    if height > 1 {
        painter.clear(Rect {
            y: top.saturating_sub(1),
            height: height + 1,
            ..line
        });
        painter.horizontal_rule(top.saturating_sub(1));
    }
    if labelled {
        painter.own(1, top, line.right(), LABEL, painter.theme.dim);
    }
    for (y, hints) in (top..line.bottom()).zip(lines) {
        draw_hints(
            painter,
            hints,
            Rect {
                x: indent - 1,
                y,
                height: 1,
                width: line.width - indent + 1,
            },
            line.right(),
        );
    }
}

/// A hint whose text is cut so that it takes at most `columns`.
fn cut_hint(hint: &Hint, columns: u16) -> Hint {
    let room = columns.saturating_sub(columns_of(&hint.keys) + 1);
    Hint {
        keys: hint.keys.clone(),
        text: width::cut(hint.text.as_display(), usize::from(room)),
    }
}

/// Breaks `hints` into lines of at most `columns` columns. A hint wider than that gets a line of its
/// own.
fn break_into_lines(hints: &[Hint], columns: u16) -> Vec<&[Hint]> {
    let mut lines = Vec::new();
    let (mut start, mut used) = (0, 0u16);
    for (index, hint) in hints.iter().enumerate() {
        let needed = hint_columns(hint) + if index > start { GAP } else { 0 };
        if index > start && used.saturating_add(needed) > columns {
            lines.push(&hints[start..index]);
            (start, used) = (index, hint_columns(hint));
        } else {
            used = used.saturating_add(needed);
        }
    }
    lines.push(&hints[start..]);
    lines
}

/// What is at the right end of the last line: that marks are not saved, else the count while loading, else
/// the user's position.
fn right_text(model: &Model, panes: &Panes) -> Option<DisplayText> {
    let session = &model.session;
    let text = match session.loading {
        _ if session.marks.save_failed => "marks are not saved".to_owned(),
        Some(loading) => {
            let (read, found) = (grouped(loading.read), grouped(loading.found));
            format!("{read} of {found} loaded")
        }
        None => model.screens.top().get().position(panes)?,
    };
    Some(DisplayText::line(&text))
}

/// Draws `text` at the right end of the last line. Returns the exclusive right limit of the text on the left.
fn draw_right(
    painter: &mut Painter<'_>,
    model: &Model,
    text: Option<&DisplayText>,
    line: Rect,
) -> u16 {
    let Some(text) = text else {
        return line.right().saturating_sub(1);
    };
    let style = if model.session.marks.save_failed {
        painter.theme.fault
    } else {
        painter.theme.dim
    };
    let (half, right) = (line.width / 2, line.right() - 1);
    painter
        .right_aligned(half, line.y, right, text.as_display(), style)
        .saturating_sub(GAP)
}
