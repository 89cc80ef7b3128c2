//! What the last line says, and where in it: the prompt, what the letters after `g` go to, a notice, or hints
//! for the keys.

use ratatui::layout::{Position, Rect};

use super::hints::{self, GAP, columns_of};
use super::layout::Panes;
use super::model::Model;
use super::parts::prompt::DID_YOU_MEAN;
use super::screen::{Hint, PromptLine};
use crate::keymap::{Action, Mode, Motion};
use crate::text::{DisplayText, grouped, width};

/// What is before the letters that can follow `g`.
pub const LABEL: &str = "go to";
/// The letters may take one in so many rows of the window, or [`FEW`] rows.
const SHARE: usize = 3;
const FEW: usize = 6;
/// A window of fewer columns shows them without the label.
const NARROW: u16 = 40;
/// The fewest columns of a “did you mean” question whose key is named, too.
const LEAST_QUESTION: u16 = 20;
/// The fewest columns of a prompt, where half the line has as many.
const LEAST_PROMPT: u16 = 12;

/// What the last line says, with where each part of it is.
#[derive(Debug)]
pub enum LastLine<'m> {
    Letters(Strip),
    Prompt(Prompting<'m>),
    Notice {
        notice: &'m DisplayText,
        /// The exclusive right limit of the notice.
        limit: u16,
        right: Option<DisplayText>,
    },
    Hints {
        hints: Vec<Hint>,
        /// The exclusive right limit of the hints.
        limit: u16,
        right: Option<DisplayText>,
    },
}

/// Every letter that can follow `g` with where it goes, on as many lines as needed.
#[derive(Debug)]
pub struct Strip {
    /// Whether there is room for [`LABEL`], at the left of the first line.
    pub labelled: bool,
    /// The hints of each line, from the top down, and their areas. None is wider than its area.
    pub lines: Vec<(Rect, Vec<Hint>)>,
}

/// A prompt with what is right of it.
#[derive(Debug)]
pub struct Prompting<'m> {
    pub content: PromptLine<'m>,
    /// The exclusive right limit of what is typed.
    pub limit: u16,
    /// What there is to say about what is typed, and where.
    pub message: Option<(u16, DisplayText)>,
    /// Where the hints are.
    pub hints: Rect,
}

/// What is at a cell of the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AtCell {
    /// A hint: what its key asks for.
    Action(Action),
    /// Another part of the last line.
    Other,
    /// It does not belong to the last line, nor to the lines that it takes for letters.
    Above,
}

pub fn of<'m>(model: &'m Model, panes: &Panes) -> LastLine<'m> {
    let (line, session) = (panes.last_line, &model.session);
    let top = model.screens.top().get();
    if model.mode() == Mode::Go {
        return LastLine::Letters(strip(model, line));
    }
    if let Some(mut prompt) = top.prompt(session) {
        if let Some(notice) = &session.notice {
            prompt.messages = vec![notice.to_string()];
        }
        prompt.hints.retain(Hint::has_key);
        return LastLine::Prompt(prompting(prompt, line));
    }
    let (right, whole) = (right_text(model, panes), line.right().saturating_sub(1));
    let beside = limit_beside(right.as_ref(), line);
    let Some(notice) = &session.notice else {
        return LastLine::Hints {
            hints: top.hints(panes, session),
            limit: beside,
            right,
        };
    };
    let taken = right.as_ref().map_or(0, |right| columns_of(right) + GAP);
    let needed = columns_of(notice).saturating_add(1).saturating_add(taken);
    // What happened just now matters more than where the user is.
    let alone = needed > whole || session.marks.save_failed;
    LastLine::Notice {
        notice,
        limit: if alone { whole } else { beside },
        right: right.filter(|_| !alone),
    }
}

/// What the last line has at a cell.
pub(super) fn at(model: &Model, panes: &Panes, cell: Position) -> AtCell {
    let line = panes.last_line;
    let (top, action) = match of(model, panes) {
        LastLine::Letters(strip) => {
            let action = strip
                .lines
                .iter()
                .find_map(|(area, hints)| hints::action_at(hints, *area, line.right(), cell));
            (strip.top(), action)
        }
        LastLine::Prompt(prompting) => {
            let (hints, area) = (&prompting.content.hints, prompting.hints);
            let action = hints::action_at(hints, area, line.right(), cell);
            (line.y, action)
        }
        LastLine::Notice { .. } => (line.y, None),
        LastLine::Hints { hints, limit, .. } => {
            (line.y, hints::action_at(&hints, line, limit, cell))
        }
    };
    match action {
        Some(action) => AtCell::Action(action),
        None if cell.y >= top => AtCell::Other,
        None => AtCell::Above,
    }
}

impl Strip {
    /// The row of the rule above the lines, or of the only line.
    pub fn top(&self) -> u16 {
        let first = self.lines.first().map_or(0, |(area, _)| area.y);
        match self.lines.len() {
            0 | 1 => first,
            _ => first.saturating_sub(1),
        }
    }
}

fn strip(model: &Model, line: Rect) -> Strip {
    let labelled = line.width >= NARROW;
    let indent = indent(line);
    let hints = strip_hints(model, line);
    let lines = break_into_lines(&hints, strip_room(line));
    let height = u16::try_from(lines.len()).unwrap_or(line.y).min(line.y);
    let top = line.bottom() - height.max(1);
    let area = |y| Rect {
        x: indent - 1,
        y,
        height: 1,
        width: line.width - indent + 1,
    };
    Strip {
        labelled,
        lines: (top..line.bottom())
            .zip(lines)
            .map(|(y, hints)| (area(y), hints.to_vec()))
            .collect(),
    }
}

/// Whether the letters that can follow `g` take at most a third of the window's rows, or [`FEW`] rows if that is
/// more, and not the whole window.
pub(super) fn strip_fits(model: &Model) -> bool {
    let line = model.panes().last_line;
    let hints = strip_hints(model, line);
    let lines = break_into_lines(&hints, strip_room(line)).len();
    let height = usize::from(model.session.window.size.height);
    lines < height && lines <= FEW.max(height / SHARE)
}

/// What can follow `g` and the digits typed since.
fn strip_hints(model: &Model, line: Rect) -> Vec<Hint> {
    let keymap = &model.session.keymap;
    let hint = |action, text| {
        let key = keymap.key_name_in(Mode::Go, action);
        Hint::of_keys([(key, action)], text)
    };
    let top = model.screens.top().get();
    let typed = model.after_g.unwrap_or_default();
    let mut hints = top.number_hints(typed, keymap);
    if hints.is_empty() {
        let after_go = keymap.after_go();
        let chords = after_go.filter(|action| *action != Action::Stay);
        hints.extend(chords.map(|action| hint(action, keymap.hint(action))));
        if model.screens.sections_on_top() == 0 {
            hints.push(Hint::named(keymap, Action::Move(Motion::Bottom)));
        }
        hints.extend(top.letter_hints(keymap));
    }
    hints.push(hint(Action::Stay, "stay"));
    hints.retain(Hint::has_key);
    let room = strip_room(line);
    hints.iter().map(|hint| cut_hint(hint, room)).collect()
}

/// Columns left of the hints: those of the label, for which a narrow window has no room.
fn indent(line: Rect) -> u16 {
    let labelled = line.width >= NARROW;
    1 + if labelled { columns_of(LABEL) + GAP } else { 0 }
}

/// The most columns of a line of hints.
fn strip_room(line: Rect) -> u16 {
    line.width.saturating_sub(indent(line) + 1)
}

/// A hint whose text is cut so that it takes at most `columns`.
fn cut_hint(hint: &Hint, columns: u16) -> Hint {
    let room = columns.saturating_sub(columns_of(&hint.keys) + 1);
    Hint {
        text: width::cut(hint.text.as_display(), usize::from(room)),
        ..hint.clone()
    }
}

/// Breaks `hints` into lines of at most `columns` columns. A hint wider than that gets a line of its
/// own.
fn break_into_lines(hints: &[Hint], columns: u16) -> Vec<&[Hint]> {
    let mut lines = Vec::new();
    let (mut start, mut used) = (0, 0u16);
    for (index, hint) in hints.iter().enumerate() {
        let needed = hints::columns(hint) + if index > start { GAP } else { 0 };
        if index > start && used.saturating_add(needed) > columns {
            lines.push(&hints[start..index]);
            (start, used) = (index, hints::columns(hint));
        } else {
            used = used.saturating_add(needed);
        }
    }
    lines.push(&hints[start..]);
    lines
}

/// However long the prompt is, the message and the hints have half the line. A message that needs more takes more, and
/// the end of the prompt stays in view.
fn prompting(mut content: PromptLine<'_>, line: Rect) -> Prompting<'_> {
    let whole = columns_of(&content.prompt.text()).saturating_add(columns_of(content.sign) + 3);
    let half = whole.min(line.width / 2);
    let least = half.min(LEAST_PROMPT.max(line.width / 4));
    let first_hint = content.hints.first().map_or(0, hints::columns) + GAP;
    let room = |prompt: u16| line.width.saturating_sub(prompt + 1);
    let messages = std::mem::take(&mut content.messages);
    let message = choose_message(&messages, first_hint, room(half));
    let (needed, message) = message
        .map(|message| cut_message(message, first_hint, room(least)))
        .map_or((0, None), |(needed, message)| (needed, Some(message)));
    let prompt_columns = half.min(room(needed)).max(least);
    let message_columns = message
        .as_ref()
        .map_or(0, |message| columns_of(message) + GAP);
    let hints_columns = content
        .hints
        .iter()
        .map(|hint| hints::columns(hint) + GAP)
        .sum::<u16>();
    let limit = line.width - (message_columns + hints_columns).min(line.width - prompt_columns);
    let after = match &message {
        Some(message) => (limit + 1 + columns_of(message)).min(line.right()) + GAP - 1,
        None => limit,
    };
    Prompting {
        content,
        limit,
        message: message.map(|message| (limit + 1, message)),
        hints: Rect {
            x: after.min(line.right()),
            width: line.right().saturating_sub(after),
            ..line
        },
    }
}

/// The first message that leaves room for the first hint, else the last.
fn choose_message(messages: &[String], first_hint: u16, room: u16) -> Option<&String> {
    let fits = |message: &&String| columns_of(message).saturating_add(first_hint) <= room;
    messages.iter().find(fits).or(messages.last())
}

/// The columns that a message needs when it has `room`, and what of it there is room for. Without the key that says yes
/// to it, which the first hint names, a question is of no use.
fn cut_message(message: &str, first_hint: u16, room: u16) -> (u16, DisplayText) {
    let has_room = room >= first_hint.saturating_add(LEAST_QUESTION);
    let (message, kept) = match message.strip_prefix(DID_YOU_MEAN) {
        Some(meant) if !has_room => (meant, 0),
        _ if has_room && message.ends_with('?') => (message, first_hint),
        _ => (message, 0),
    };
    let message = DisplayText::line(message);
    let message = width::cut(message.as_display(), usize::from(room - kept));
    (columns_of(&message) + kept, message)
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

/// The exclusive right limit of what is left of the text at the right end.
fn limit_beside(right: Option<&DisplayText>, line: Rect) -> u16 {
    let end = line.right().saturating_sub(1);
    let Some(right) = right else {
        return end;
    };
    // A text that would take more than half the line is left out.
    let columns = columns_of(right);
    let start = end.checked_sub(columns);
    let start = start.filter(|&start| start >= line.width / 2 && columns > 0);
    start.unwrap_or(end).saturating_sub(GAP)
}
