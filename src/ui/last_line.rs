//! The last line: the prompt, the sections to go to, a notice, or the keys that matter now.

use ratatui::layout::Rect;

use super::hints::{GAP, Hint, columns_of, draw_hints, hint, hints, matches, search_hints, told};
use super::paint::Painter;
use crate::app::layout::Panes;
use crate::app::parts::prompt::Prompt;
use crate::app::{Model, Overlay};
use crate::briefing::Story;
use crate::keymap::action::{Action, Edit, Motion};
use crate::keymap::{Key, Mode};
use crate::text::{DisplayStr, DisplayText, grouped, width};

/// Stands before the sections to go to.
const LABEL: &str = "go to";

/// Draws the last line; returns the cursor's column while something is typed.
pub(super) fn draw(painter: &mut Painter<'_>, model: &Model, panes: &Panes) -> Option<u16> {
    let line = panes.last_line;
    if let Some(Overlay::Search(searching)) = model.overlays.last()
        && searching.typing
    {
        let (told, keys) = (
            told(searching, model.loading.is_some()),
            search_hints(searching),
        );
        return Some(draw_prompt(painter, &searching.prompt, told, &keys, line));
    }
    if let Some((prompt, accept)) = typed(model) {
        let keys = [
            hint(&[Action::Edit(Edit::Accept)], accept),
            hint(&[Action::Cancel], "all again"),
        ];
        return Some(draw_prompt(painter, prompt, None, &keys, line));
    }
    if model.mode() == Mode::Go {
        draw_sections(painter, model, line);
        return None;
    }
    if let Some(notice) = model.notice.as_ref().filter(|_| model.not_saved) {
        // The reason takes the whole line.
        let right = line.right().saturating_sub(1);
        painter.cut(1, line.y, right, notice.as_display(), painter.theme.notice);
        return None;
    }
    let right = draw_right(painter, model, panes);
    if let Some(notice) = &model.notice {
        painter.cut(1, line.y, right, notice.as_display(), painter.theme.notice);
    } else {
        draw_hints(painter, &hints(model, panes), line, right);
    }
    None
}

/// A screen too small for anything else: the story's headline, clipped.
pub(super) fn draw_tiny(painter: &mut Painter<'_>, model: &Model, panes: &Panes) {
    let list = &model.reader.list;
    let headline = list
        .story(model.reader.selected())
        .map_or(DisplayStr::own("roundup"), Story::headline);
    painter.text(0, 0, panes.last_line.right(), headline, painter.theme.text);
}

/// What is being typed, and what Enter does with it.
fn typed(model: &Model) -> Option<(&Prompt, &'static str)> {
    match model.overlays.last()? {
        Overlay::Archive(archive) => archive.typing.then_some((&archive.prompt, "open")),
        Overlay::Help(help) => help.typing.then_some((&help.prompt, "keep")),
        Overlay::Tags(tags) => tags.typing.then_some((&tags.prompt, "open")),
        Overlay::Faults(_) | Overlay::Search(_) => None,
    }
}

/// Draws what is typed, its end in view, and in what room that leaves, half the line at least, what
/// there is to tell and the keys; returns the cursor's column.
fn draw_prompt(
    painter: &mut Painter<'_>,
    prompt: &Prompt,
    told: Option<DisplayText>,
    keys: &[Hint],
    line: Rect,
) -> u16 {
    let typed = columns_of(&prompt.text())
        .saturating_add(4)
        .min(line.width / 2);
    let told = told.map(|told| width::cut(told.as_display(), usize::from(line.width - typed - 1)));
    let told_columns = told.as_ref().map_or(0, |told| columns_of(told) + GAP);
    let keys_columns = keys.iter().map(|hint| hint.columns() + GAP).sum::<u16>();
    let right = line.width - (told_columns + keys_columns).min(line.width - typed);
    let start = painter.own(1, line.y, right, "/", painter.theme.strong);
    let room = usize::from(right.saturating_sub(start + 1));
    let before = prompt.before_cursor();
    // The start is left out by graphemes until the cursor is in view.
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
    if let Some(told) = told {
        after = painter.text(
            right + 1,
            line.y,
            line.right(),
            told.as_display(),
            painter.theme.dim,
        ) + GAP
            - 1;
    }
    let rest = Rect {
        x: after.min(line.right()),
        width: line.right().saturating_sub(after),
        ..line
    };
    draw_hints(painter, keys, rest, line.right());
    x.min(line.right().saturating_sub(1))
}

/// Every section with its letter, on as many lines as that takes.
fn draw_sections(painter: &mut Painter<'_>, model: &Model, line: Rect) {
    // The strip stands for a `g` that was pressed already.
    let mut hints = vec![hint(&[Action::Move(Motion::Top)], "top")];
    hints[0].keys = DisplayText::line("g");
    if let Some(briefing) = model
        .reader
        .list
        .briefing()
        .filter(|_| model.overlays.is_empty())
    {
        for section in 0..briefing.sections() {
            if let Some(letter) = briefing.section_letter(section) {
                let title = width::cut(briefing.section_title(section), 24);
                hints.push(Hint {
                    keys: DisplayText::line(&letter.to_string()),
                    text: title,
                });
            }
        }
        if briefing.sections() > 0 {
            hints.push(Hint {
                keys: DisplayText::line("1–9"),
                text: DisplayText::line("by number"),
            });
        }
    }
    hints.push(Hint {
        keys: DisplayText::line(&Key::Esc.name()),
        text: DisplayText::line("stay"),
    });
    let indent = 1 + columns_of(LABEL) + GAP;
    let lines = broken(&hints, line.width.saturating_sub(indent + 1));
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
    painter.own(1, top, line.right(), LABEL, painter.theme.dim);
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

/// `hints` in lines of at most `columns`.
fn broken(hints: &[Hint], columns: u16) -> Vec<&[Hint]> {
    let mut lines = Vec::new();
    let (mut start, mut used) = (0, 0u16);
    for (index, hint) in hints.iter().enumerate() {
        let needed = hint.columns() + if index > start { GAP } else { 0 };
        if index > start && used.saturating_add(needed) > columns {
            lines.push(&hints[start..index]);
            (start, used) = (index, hint.columns());
        } else {
            used = used.saturating_add(needed);
        }
    }
    lines.push(&hints[start..]);
    lines
}

/// What stands at the right: the count while loading, else how far the article has been read.
/// Returns the column that what stands left of it must end before.
fn draw_right(painter: &mut Painter<'_>, model: &Model, panes: &Panes) -> u16 {
    let line = panes.last_line;
    let text = match (model.loading, model.overlays.last()) {
        _ if model.not_saved => "marks are not saved".to_owned(),
        (Some(loading), _) => format!(
            "{} of {} loaded",
            grouped(loading.read),
            grouped(loading.found)
        ),
        (None, None) if model.closing.is_some() => match &model.closing {
            Some(closing) if closing.visible(panes).len() < closing.left.len() => format!(
                "{} of {}",
                grouped(closing.cursor.selected() + 1),
                grouped(closing.left.len())
            ),
            _ => return line.right().saturating_sub(1),
        },
        (None, None) if panes.divider.is_some() => format!("{} %", model.reader.reading.percent()),
        (None, Some(Overlay::Search(searching))) if !searching.marks.is_empty() => {
            matches(searching)
        }
        (None, Some(Overlay::Faults(faults))) if panes.divider.is_some() => {
            format!("{} %", faults.reading.percent())
        }
        _ => return line.right().saturating_sub(1),
    };
    let text = DisplayText::line(&text);
    let half = line.width / 2;
    painter
        .right_aligned(
            half,
            line.y,
            line.right() - 1,
            text.as_display(),
            if model.not_saved {
                painter.theme.fault
            } else {
                painter.theme.dim
            },
        )
        .saturating_sub(GAP)
}
