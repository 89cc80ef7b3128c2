//! The closing page of an edition, in the article's place.

use ratatui::layout::Rect;

use super::hints::{closing_hints, draw_hints};
use super::list::Rows;
use super::paint::Painter;
use crate::app::Model;
use crate::app::layout::Panes;
use crate::app::screens::edition::closing::{Closing, Left, list_area};
use crate::briefing::Story;
use crate::text::{DisplayStr, DisplayText, counted, grouped};

/// Columns left of a story's headline, for the bar.
const LEFT: u16 = 2;

pub(super) fn draw(painter: &mut Painter<'_>, model: &Model, closing: &Closing, panes: &Panes) {
    if !panes.shows_article {
        return;
    }
    let list = list_area(panes);
    let head = Rect {
        height: list.y - panes.text.y,
        ..panes.text
    };
    draw_head(painter, model, head);
    let date = model.reader.list.edition.date();
    let year = date.map_or(0, |date| date.day.year());
    let mut rows = Rows::new(list);
    for index in closing.visible(panes) {
        let selected = index == closing.cursor.selected();
        rows.start(closing.height(index), selected);
        if closing.starts_group(index) {
            draw_title(painter, closing, index, &mut rows);
        }
        if let Some(y) = rows.next() {
            draw_left(painter, &closing.left[index], selected, year, (list, y));
        }
    }
    draw_foot(painter, model, closing, panes);
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
    let earlier = closing.left.len() - closing.skipped;
    let (title, count) = if closing.left[index].earlier {
        ("Left from earlier editions", earlier)
    } else {
        ("Skipped in this one", closing.skipped)
    };
    if let Some(y) = rows.next() {
        let (left, right) = (rows.area.left(), rows.area.right());
        let count = DisplayText::line(&grouped(count));
        let limit = painter.right_aligned(left, y, right, count.as_display(), painter.theme.dim);
        let limit = limit.saturating_sub(1);
        painter.cut(left, y, limit, DisplayStr::own(title), painter.theme.dim);
    }
}

/// Headline, day and minutes of a story; `year` is that of the edition which is closed.
fn draw_left(
    painter: &mut Painter<'_>,
    left: &Left,
    selected: bool,
    year: i16,
    (area, y): (Rect, u16),
) {
    let mut about = Vec::new();
    if let Some(date) = left.place.edition.date().filter(|_| left.earlier) {
        let same_year = date.day.year() == year;
        let format = if same_year { "%-d %b" } else { "%-d %b %Y" };
        about.push(date.day.strftime(format).to_string());
    }
    let briefing = left.place.edition.briefing.as_ref();
    let story = briefing
        .zip(left.place.story)
        .map(|(briefing, story)| briefing.story(story));
    let minutes = story.map_or(0, Story::minutes);
    if minutes > 0 {
        about.push(format!("{minutes} m"));
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
    let headline = story.map(Story::headline);
    painter.cut(start, y, limit, headline.unwrap_or_default(), style);
}

/// The ways on, below the list.
fn draw_foot(painter: &mut Painter<'_>, model: &Model, closing: &Closing, panes: &Panes) {
    let list = list_area(panes);
    let rows: usize = (0..closing.left.len())
        .map(|index| closing.height(index))
        .sum();
    let rows = u16::try_from(rows).unwrap_or(u16::MAX).min(list.height);
    let foot = Rect {
        x: list.x.saturating_sub(1),
        y: list.y + rows + u16::from(rows > 0),
        ..list
    };
    if foot.y < panes.text.bottom() {
        draw_hints(painter, &closing_hints(model, closing), foot, list.right());
    }
}
