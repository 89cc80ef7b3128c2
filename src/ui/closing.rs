//! The closing page of an edition, shown in place of an article.

use ratatui::layout::Rect;

use super::paint::Painter;
use super::parts::{draw_hints, placed};
use crate::app::layout::Panes;
use crate::app::rows::Row;
use crate::app::screens::edition::EditionScreen;
use crate::app::screens::edition::closing::{Closing, NEW, SKIPPED, list_area};
use crate::app::screens::edition::items::Tally;
use crate::app::session::Session;
use crate::app::visit::Found;
use crate::briefing::{Briefing, Form, Story, StoryId};
use crate::text::{DisplayStr, DisplayText, grouped, short_minutes_text};

/// Columns to the left of a headline, where the bar is.
const LEFT: u16 = 2;

pub(super) fn draw(
    painter: &mut Painter<'_>,
    screen: &EditionScreen,
    closing: &Closing,
    session: &Session,
    panes: &Panes,
) {
    if !panes.shows_article {
        return;
    }
    let list = list_area(panes);
    let head = Rect {
        height: list.y - panes.text.y,
        ..panes.text
    };
    let is_gone = screen.is_gone(session);
    let day = screen.list().edition().date();
    let day = day.map(|date| date.long(session.dates()));
    draw_head(painter, screen, (day, is_gone), head);
    let below_head = list.y.saturating_sub(1);
    if session.loading.is_some() && below_head > panes.text.y {
        let (left, right, dim) = (list.left(), list.right(), painter.theme.dim);
        let loading = "Earlier editions are still being loaded.";
        painter.own(left, below_head, right, loading, dim);
    }
    for (y, row) in placed(closing.rows_in_view(panes), list) {
        match row {
            Row::Gap => {}
            Row::Title(group) => draw_title(painter, closing, group, (list, y)),
            Row::Line { item, .. } => {
                let selected = item == closing.selected_index();
                let story = &closing.remaining()[item];
                let about = about(story, closing.is_earlier(item), screen, session);
                draw_story(painter, story, selected, &about, session, (list, y));
            }
        }
    }
    if let Some(foot) = closing.foot(panes) {
        let ways = screen.ways_on(foot.width, session);
        draw_hints(painter, &ways, foot, list.right());
    }
}

/// `That was Tuesday 12 January 2016.`, and below it the counts.
fn draw_head(
    painter: &mut Painter<'_>,
    screen: &EditionScreen,
    (day, is_gone): (Option<String>, bool),
    area: Rect,
) {
    let list = screen.list();
    let day = day.unwrap_or_else(|| "the last story".to_owned());
    let stories = list.briefing().map_or(0, Briefing::len);
    let line = counts(list.tally(), stories, screen.found);
    let gone = if is_gone { "Its file has gone." } else { "" };
    let lines = [
        (format!("That was {day}."), painter.theme.strong),
        (gone.to_owned(), painter.theme.text),
        (line, painter.theme.text),
    ];
    for (y, (line, style)) in (area.top()..area.bottom()).zip(lines) {
        let line = DisplayText::line(&line);
        painter.cut(area.left(), y, area.right(), line.as_display(), style);
    }
}

/// `5 stories read, 2 marked read, 1 saved, nothing left.` Of an edition that was found all read, the marks do
/// not tell which stories were read before and which were only marked: those read again since count as read.
fn counts(tally: &Tally, stories: usize, found: Found) -> String {
    if stories == 0 {
        return "This edition has no stories.".to_owned();
    }
    let was_read = found == Found::AllRead;
    if was_read && tally.read == stories && tally.read_through == 0 {
        return all_marked(stories, tally.saved);
    }
    let only_marked = if was_read {
        tally.read - tally.read_through
    } else {
        tally.only_marked
    };
    let parts = [
        (tally.read - only_marked, "read"),
        (only_marked, "marked read"),
        (tally.saved, "saved"),
        (stories - tally.read, "left"),
    ];
    let mut counts: Vec<_> = parts
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| (grouped(count), what))
        .collect();
    if tally.read == stories {
        counts.push(("nothing".to_owned(), "left"));
    }
    let counts = counts.iter().enumerate().map(|(index, (count, what))| {
        // The first says what is counted.
        match (index, count.as_str()) {
            (0, "1") => format!("1 story {what}"),
            (0, _) => format!("{count} stories {what}"),
            _ => format!("{count} {what}"),
        }
    });
    format!("{}.", counts.collect::<Vec<_>>().join(", "))
}

/// `All 6 stories are marked read, 1 is saved.`
fn all_marked(stories: usize, saved: usize) -> String {
    let all = match stories {
        1 => "The only story is marked read".to_owned(),
        _ => format!("All {} stories are marked read", grouped(stories)),
    };
    match saved {
        0 => format!("{all}."),
        1 => format!("{all}, 1 is saved."),
        _ => format!("{all}, {} are saved.", grouped(saved)),
    }
}

fn draw_title(painter: &mut Painter<'_>, closing: &Closing, group: usize, (area, y): (Rect, u16)) {
    let title = match group {
        SKIPPED => "Skipped in this edition",
        NEW => "New in this edition",
        _ => "Left from earlier editions",
    };
    let (left, right, dim) = (area.left(), area.right(), painter.theme.dim);
    let count = DisplayText::line(&grouped(closing.group_len(group)));
    let limit = painter.right_aligned(left, y, right, count.as_display(), dim);
    painter.cut(
        left,
        y,
        limit.saturating_sub(1),
        DisplayStr::own(title),
        dim,
    );
}

/// The story's reading time in minutes; before it, the day of its edition if that is an earlier one.
fn about(id: &StoryId, earlier: bool, screen: &EditionScreen, session: &Session) -> DisplayText {
    let mut about = Vec::new();
    if let Some(date) = id.edition().date().filter(|_| earlier) {
        let closed = screen.list().edition().date();
        let same_year = closed.map(|date| date.day.year()) == Some(date.day.year());
        let form = if same_year {
            Form::DayOfYear
        } else {
            Form::ShortDay
        };
        about.push(session.dates().date(form, date.day));
    }
    let minutes = session.minutes(id);
    if minutes > 1 {
        about.push(short_minutes_text(minutes));
    }
    DisplayText::line(&about.join(" · "))
}

fn draw_story(
    painter: &mut Painter<'_>,
    id: &StoryId,
    selected: bool,
    about: &DisplayText,
    session: &Session,
    (area, y): (Rect, u16),
) {
    let start = area.left() + LEFT;
    let (left, dim) = (start + area.width / 3, painter.theme.dim);
    let limit = painter
        .right_aligned(left, y, area.right(), about.as_display(), dim)
        .saturating_sub(1);
    let style = if selected {
        painter.own(area.left(), y, area.left() + 1, "▌", painter.theme.accent);
        painter.theme.strong
    } else {
        painter.theme.text
    };
    let headline = session.archive.story(id).map(Story::headline);
    painter.cut(start, y, limit, headline.unwrap_or_default(), style);
}
