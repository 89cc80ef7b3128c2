//! The closing page of an edition, in the article's place.

use ratatui::layout::Rect;

use super::list::Rows;
use super::paint::Painter;
use crate::app::Model;
use crate::app::action::Action;
use crate::app::closing::{Closing, FOOT_ROWS, HEAD_ROWS, Left};
use crate::app::keymap::key_name;
use crate::app::layout::Panes;
use crate::text::{DisplayStr, DisplayText, counted};

/// Columns left of a story's headline, for the bar.
const LEFT: u16 = 2;

pub(super) fn draw(painter: &mut Painter<'_>, model: &Model, closing: &Closing, panes: &Panes) {
    if !panes.shows_article {
        return;
    }
    draw_head(painter, model, panes.text);
    let list = Rect {
        y: panes.text.y + HEAD_ROWS.min(panes.text.height),
        height: panes.text.height.saturating_sub(HEAD_ROWS + FOOT_ROWS),
        ..panes.text
    };
    let mut rows = Rows::new(list);
    for index in closing.visible(panes) {
        let selected = index == closing.cursor.selected();
        rows.start(closing.height(index), selected);
        if closing.starts_group(index) {
            draw_title(painter, closing, index, &mut rows);
        }
        if let Some(y) = rows.next() {
            draw_left(painter, &closing.left[index], selected, list, y);
        }
    }
    draw_foot(painter, closing, panes.text);
}

/// `That was Tuesday 12 January 2016.`, and what was done with it.
fn draw_head(painter: &mut Painter<'_>, model: &Model, area: Rect) {
    let list = &model.reader.list;
    let day = list.edition.date().map(|date| date.long());
    let day = day.unwrap_or_else(|| "the last story".to_owned());
    let tally = &list.tally;
    let mut parts = vec![format!("{} read", counted(tally.read, "story", "stories"))];
    if tally.saved > 0 {
        parts.push(format!("{} saved", tally.saved));
    }
    let stories = list.briefing().map_or(0, crate::briefing::Briefing::len);
    if tally.read < stories {
        parts.push(format!("{} skipped", stories - tally.read));
    }
    let minutes = tally.minutes - tally.minutes_left;
    if minutes > 0 {
        parts.push(counted(minutes, "minute", "minutes"));
    }
    let lines = [
        (format!("That was {day}."), painter.theme.strong),
        (String::new(), painter.theme.text),
        (format!("{}.", parts.join(", ")), painter.theme.text),
    ];
    for (y, (line, style)) in (area.top()..area.bottom()).zip(lines) {
        let line = DisplayText::line(&line);
        painter.cut(area.left(), y, area.right(), line.as_display(), style);
    }
}

fn draw_title(painter: &mut Painter<'_>, closing: &Closing, index: usize, rows: &mut Rows) {
    if index > 0 {
        rows.next();
    }
    let title = if closing.left[index].earlier {
        "Left from earlier editions"
    } else {
        "Skipped in this one"
    };
    if let Some(y) = rows.next() {
        let (left, right) = (rows.area.left(), rows.area.right());
        painter.cut(left, y, right, DisplayStr::own(title), painter.theme.accent);
    }
}

/// Headline, day and minutes of a story.
fn draw_left(painter: &mut Painter<'_>, left: &Left, selected: bool, area: Rect, y: u16) {
    let mut about = Vec::new();
    if let Some(date) = left.place.edition.date().filter(|_| left.earlier) {
        about.push(date.day.strftime("%a %-d %B").to_string());
    }
    if left.minutes > 0 {
        about.push(format!("{} m", left.minutes));
    }
    let about = DisplayText::line(&about.join(" · "));
    let start = area.left() + LEFT;
    let limit = painter
        .right_aligned(
            start + area.width / 3,
            y,
            area.right(),
            about.as_display(),
            painter.theme.dim,
        )
        .saturating_sub(1);
    let style = if selected {
        painter.own(area.left(), y, area.left() + 1, "▌", painter.theme.accent);
        painter.theme.strong
    } else {
        painter.theme.text
    };
    let briefing = left.place.edition.briefing.as_ref();
    let story = briefing.zip(left.place.story);
    let headline = story.map(|(briefing, story)| briefing.story(story).headline());
    painter.cut(start, y, limit, headline.unwrap_or_default(), style);
}

fn draw_foot(painter: &mut Painter<'_>, closing: &Closing, area: Rect) {
    let older = key_name(Action::OlderEdition);
    let saved = key_name(Action::SavedStories);
    let on = match closing.left.len() {
        0 => String::new(),
        1 => format!("{} reads it    ", key_name(Action::ReadOn)),
        _ => format!("{} reads them    ", key_name(Action::ReadOn)),
    };
    let foot = format!("{on}{older} the edition before    {saved} saved stories");
    let used: usize = (0..closing.left.len())
        .map(|index| closing.height(index))
        .sum();
    let list = usize::from(area.height.saturating_sub(HEAD_ROWS + FOOT_ROWS));
    let below = u16::try_from(used.min(list)).unwrap_or(u16::MAX);
    let y = area.y + HEAD_ROWS + below + u16::from(!closing.left.is_empty());
    if y < area.bottom() {
        let foot = DisplayText::line(&foot);
        painter.cut(
            area.left(),
            y,
            area.right(),
            foot.as_display(),
            painter.theme.dim,
        );
    }
}
