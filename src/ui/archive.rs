//! The archive: the year, where there is room for it, and the list of editions below.

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::calendar;
use super::filtered::{self, ItemRow};
use super::paint::Painter;
use super::parts::{LEFT, draw_bar, draw_symbol, draw_title};
use crate::app::catalogue::Progress;
use crate::app::hints::GAP;
use crate::app::layout::Panes;
use crate::app::screens::archive::{ArchiveScreen, Part};
use crate::app::session::Session;
use crate::archive::Edition;
use crate::briefing::{Briefing, Dates, Form};
use crate::text::{DisplayStr, DisplayText, counted, grouped, width};

/// The fewest columns of a title beside what tells its edition from the others of its day.
const LEAST_TITLE: usize = 12;
/// Columns of `Tue 12` and the gap after it.
const DAY: u16 = 8;

pub(super) fn draw(
    painter: &mut Painter<'_>,
    screen: &ArchiveScreen,
    session: &Session,
    panes: &Panes,
) {
    if let Some(year) = &screen.calendar {
        calendar::draw(painter, year, screen.focus == Part::Year, session.dates());
    }
    let editions = &screen.list.items;
    let title = |painter: &mut Painter<'_>, item, y| {
        let title = DisplayText::line(&editions.title(item, session.dates()));
        draw_title(painter, panes.list, y, title.as_display());
    };
    let line = |painter: &mut Painter<'_>, row: &ItemRow| {
        let bar = match screen.focus {
            Part::List => row.bar,
            Part::Year => row.bar.map(|_| painter.theme.bar_unfocused),
        };
        let edition = EditionRow {
            edition: editions.edition(row.item),
            progress: session.catalogue.progress(row.item),
            distinction: editions.distinction(row.item, session.dates()),
            dates: session.dates(),
            bar,
            area: row.area,
            y: row.y,
        };
        edition.draw(painter);
    };
    filtered::draw(painter, &screen.list, panes, title, line);
}

/// A row of the list, with everything needed to draw it.
struct EditionRow<'e> {
    edition: &'e Edition,
    progress: Progress,
    /// What tells it from the other editions of its day.
    distinction: String,
    dates: Dates,
    /// The style of its bar; `None` when it is not selected.
    bar: Option<Style>,
    area: Rect,
    y: u16,
}

impl EditionRow<'_> {
    /// Draws the symbol for what is read, the day, the title, the publisher, and how many stories are unread.
    fn draw(&self, painter: &mut Painter<'_>) {
        let style = match self.progress.unread {
            _ if self.bar.is_some() => painter.theme.strong,
            0 if self.edition.briefing.is_some() => painter.theme.dim,
            _ => painter.theme.text,
        };
        let (left, right) = (self.area.left(), self.area.right().saturating_sub(2));
        draw_bar(painter, left, self.y, self.bar);
        self.draw_symbol(painter);
        let day = self.edition.date();
        let day = day.map(|date| self.dates.date(Form::WeekdayOfMonth, date.day));
        let day = DisplayText::line(&day.unwrap_or_default());
        let dim = painter.theme.dim;
        painter.text(left + LEFT, self.y, right, day.as_display(), dim);
        let x = left + LEFT + DAY;
        if let Some(briefing) = &self.edition.briefing {
            let limit = self.draw_unread(painter, x, right);
            self.draw_briefing(painter, briefing, style, (x, limit));
        } else {
            let fault = painter.theme.fault;
            let message = DisplayStr::own("cannot be read");
            let label = self.edition.label();
            // Without room for both, the name says more, and its colour says that it cannot be read.
            let needed = width::of(&label) + 1 + width::of(&message);
            let is_tight = needed > usize::from(right.saturating_sub(x));
            let (limit, style) = if is_tight {
                (right, style.patch(fault))
            } else {
                let limit = painter.right_aligned(x, self.y, right, message, fault);
                (limit.saturating_sub(1), style)
            };
            let label = width::cut_middle(label.as_display(), usize::from(limit.saturating_sub(x)));
            painter.text(x, self.y, limit, label.as_display(), style);
        }
    }

    fn draw_symbol(&self, painter: &mut Painter<'_>) {
        let (symbol, style) = match self.progress {
            _ if self.edition.briefing.is_none() => ("!", painter.theme.fault),
            Progress { unread: 0, .. } => return,
            progress if progress.is_begun() => ("◐", painter.theme.unread),
            _ => ("●", painter.theme.unread),
        };
        draw_symbol(painter, self.area.left(), self.y, symbol, style);
    }

    /// Draws how many of the stories are unread, after the faults of the file. Returns the exclusive right
    /// limit of what is left of them.
    fn draw_unread(&self, painter: &mut Painter<'_>, x: u16, right: u16) -> u16 {
        let (unread, stories) = (self.progress.unread, self.progress.stories);
        let room = usize::from(right.saturating_sub(x));
        let (mut text, dim) = (unread_text(unread, stories), painter.theme.dim);
        let mut faults = DisplayText::default();
        if self.edition.is_faulty() {
            let count = counted(self.edition.diagnostics.len(), "fault", "faults");
            faults = DisplayText::line(&format!("{count} · "));
            // The title needs half of a narrow row more than the number of stories does.
            if width::of(&faults) + width::of(&text) > room / 2 {
                (faults, text) = (DisplayText::line(&count), DisplayText::default());
            }
        } else if room > 2 * LEAST_TITLE
            && self.is_crowded(room.saturating_sub(width::of(&text) + 2))
        {
            text = DisplayText::default();
        }
        let limit = painter.right_aligned(x, self.y, right, text.as_display(), dim);
        let fault = painter.theme.fault;
        let limit = painter.right_aligned(x, self.y, limit, faults.as_display(), fault);
        limit.saturating_sub(2)
    }

    /// Whether `room` is not enough for what tells it from the others of its day and something of its title.
    fn is_crowded(&self, room: usize) -> bool {
        let needed = LEAST_TITLE + usize::from(GAP) + width::of(&self.distinction);
        !self.distinction.is_empty() && needed > room
    }

    /// Draws the title and after it, where there is room, who publishes it.
    fn draw_briefing(
        &self,
        painter: &mut Painter<'_>,
        briefing: &Briefing,
        style: Style,
        (x, limit): (u16, u16),
    ) {
        let mut publisher: Vec<_> = briefing.publisher().map(DisplayStr::as_str).collect();
        // Its hour, say, where its label and source are those of another edition of the day.
        let is_among = publisher.iter().any(|part| self.distinction.contains(part));
        if !self.distinction.is_empty() && !is_among {
            publisher.push(&self.distinction);
        }
        let publisher = DisplayText::line(&publisher.join(" · "));
        let needed = width::of(&briefing.title()) + usize::from(GAP) + width::of(&publisher);
        let room = usize::from(limit.saturating_sub(x));
        let is_tight = needed > room;
        // Of editions of one day, what tells them apart is cut only where it would leave nothing of the title.
        let (after, title_limit) = if is_tight && !self.distinction.is_empty() {
            let distinction = DisplayText::line(&self.distinction);
            let title = LEAST_TITLE.min(room / 3) + usize::from(GAP);
            let after = width::cut_middle(distinction.as_display(), room.saturating_sub(title));
            let taken = u16::try_from(width::of(&after)).unwrap_or(u16::MAX);
            let title_limit = limit.saturating_sub(taken.saturating_add(GAP));
            (after, title_limit)
        } else {
            (publisher, limit)
        };
        let (y, dim) = (self.y, painter.theme.dim);
        let x = painter.cut(x, y, title_limit, briefing.title(), style);
        painter.cut(x + GAP, y, limit, after.as_display(), dim);
    }
}

/// How many of an edition's stories are unread.
fn unread_text(unread: usize, stories: usize) -> DisplayText {
    DisplayText::line(&match (unread, stories) {
        (_, 0) => "no stories".to_owned(),
        (0, _) => "✓".to_owned(),
        (unread, stories) if unread == stories => counted(stories, "story", "stories"),
        (unread, stories) => format!("{} of {} unread", grouped(unread), grouped(stories)),
    })
}
