//! The results of a search: the count, the chart, and each story with a snippet around its match.

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::paint::Painter;
use super::parts::{LEFT, bar, draw_bar, draw_status, headline_style, placed};
use super::theme::Theme;
use crate::app::layout::Panes;
use crate::app::parts::split::{Focus, Listing};
use crate::app::rows::{Row, Rows};
use crate::app::screen::Hint;
use crate::app::screens::search::results::{CHART_ROW, HitRows, Results};
use crate::app::screens::search::{Reasons, SearchScreen};
use crate::app::session::Session;
use crate::briefing::{Dates, Form};
use crate::keymap::{Action, Motion};
use crate::search::{Chart, Highlighted, Scope};
use crate::text::{DisplayStr, DisplayText, counted};

/// Bars of one to eight eighths of a row.
const BARS: [&str; 8] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];
/// Shown while the query is empty, above the keys for earlier searches. No line is wider than the narrowest list.
const GUIDE: [&str; 8] = [
    "Type words: a story must",
    "have all of them.",
    "",
    "\"a phrase\" -without a OR b",
    "headline: section: tag:",
    "by: source: date:2016-01",
    "since:7d  before:2015",
    "is:unread is:saved",
];

pub(super) fn draw(
    painter: &mut Painter<'_>,
    screen: &SearchScreen,
    session: &Session,
    panes: &Panes,
) {
    let (results, mut area) = (screen.results(), panes.list);
    if results.count() == 0 {
        return draw_guide_or_nothing(painter, screen, session, panes);
    }
    let so_far = session.loading.is_some() || screen.is_partial();
    draw_count(painter, results, so_far, panes);
    if let Some(chart) = results.chart() {
        let (x, right) = (area.left() + 1, area.right() - 1);
        let chart_area = Rect::new(x, area.y + CHART_ROW, right.saturating_sub(x), 1);
        let selected = results.bar_of(screen.split.selected());
        draw_chart(painter, chart, selected, session.dates(), chart_area);
    }
    let head = u16::try_from(results.head()).unwrap_or(0).min(area.height);
    area.y += head;
    area.height -= head;
    for (y, row) in placed(screen.split.rows_in_view(panes), area) {
        match row {
            Row::Gap => {}
            Row::Title(group) => draw_group(painter, results, group, session.dates(), (area, y)),
            Row::Line { item, line } => {
                let selected = item == screen.split.selected();
                let bar = bar(painter.theme, selected, screen.split.focus);
                if let Some(rows) = results.hit_rows(item) {
                    draw_line(painter, rows, line, bar, (area, y));
                }
            }
        }
    }
}

/// Draws the guide while the query is empty, else that nothing was found.
fn draw_guide_or_nothing(
    painter: &mut Painter<'_>,
    screen: &SearchScreen,
    session: &Session,
    panes: &Panes,
) {
    let (x, y, right) = (
        panes.list.left() + 1,
        panes.list.top(),
        panes.list.right() - 1,
    );
    if screen.query().is_empty() {
        let earlier = [Action::Move(Motion::Up), Action::Move(Motion::Down)];
        let earlier = Hint::typing(&session.keymap, &earlier, "earlier searches");
        let earlier = DisplayText::line(&format!("{} {}", earlier.keys, earlier.text));
        let guide = GUIDE.iter().map(|line| DisplayStr::own(line));
        let guide = guide.chain([earlier.as_display()]);
        for (y, line) in (y..panes.list.bottom()).zip(guide) {
            painter.cut(x, y, right, line, painter.theme.dim);
        }
        return;
    }
    // The message for the last query stays until the answer to this one arrives.
    if screen.is_answered() || !screen.results().shown_query().is_empty() {
        let message = if session.loading.is_some() {
            "Nothing yet; still loading."
        } else {
            "No story matches."
        };
        painter.own(x, y, right, message, painter.theme.text);
    }
    if let Some(reasons) = screen.reasons() {
        let y = y.saturating_add(2);
        let room = panes.list.bottom().saturating_sub(y);
        // The counts end where those of results do.
        let area = Rect::new(x, y, right.saturating_sub(x + 1), room);
        draw_reasons(painter, reasons, &screen.scope, area);
    }
}

/// A line that says why nothing was found.
struct ReasonLine<'a> {
    indent: u16,
    text: DisplayStr<'a>,
    stories: Option<usize>,
    style: Style,
    /// Whether it is a word that is chosen.
    chosen: bool,
}

/// Draws how many stories have each term alone, and what may have been meant by those that none has.
fn draw_reasons(painter: &mut Painter<'_>, reasons: &Reasons, scope: &Scope, area: Rect) {
    let dim = painter.theme.dim;
    let lines = reason_lines(reasons, painter.theme);
    for (y, line) in (area.top()..area.bottom()).zip(lines) {
        if line.chosen {
            let bar = bar(painter.theme, true, Focus::List);
            draw_bar(painter, area.left().saturating_sub(1), y, bar);
        }
        let stories = line.stories.map(|stories| match (scope, stories) {
            (Scope::Story(_), 0) => "not in this story".to_owned(),
            (Scope::Story(_), _) => "in this story".to_owned(),
            (_, 0) => "no story".to_owned(),
            (_, stories) => counted(stories, "story", "stories"),
        });
        let stories = DisplayText::line(&stories.unwrap_or_default());
        let (x, right) = (area.left() + line.indent, area.right());
        let right = painter.right_aligned(x, y, right, stories.as_display(), dim);
        painter.cut(x, y, right.saturating_sub(1), line.text, line.style);
    }
}

fn reason_lines<'a>(reasons: &'a Reasons, theme: &Theme) -> Vec<ReasonLine<'a>> {
    let line = |indent, text, stories, style| ReasonLine {
        indent,
        text,
        stories,
        style,
        chosen: false,
    };
    let mut lines = Vec::new();
    for reason in &reasons.alone {
        let written = reason.written.as_display();
        lines.push(line(0, written, Some(reason.stories), theme.dim));
        for (word, stories) in &reason.words {
            lines.push(line(2, word.as_display(), Some(*stories), theme.dim));
        }
    }
    if !reasons.corrections.is_empty() {
        lines.push(line(0, DisplayStr::own(""), None, theme.dim));
        lines.push(line(0, DisplayStr::own("Did you mean"), None, theme.text));
    }
    let corrections = || reasons.corrections.iter().zip(reasons.chosen());
    let is_choice = corrections().any(|(found, _)| found.words.len() > 1);
    for (correction, chosen) in corrections() {
        for (index, suggested) in correction.words.iter().enumerate() {
            let (word, stories) = (suggested.word.as_display(), suggested.stories);
            lines.push(ReasonLine {
                chosen: is_choice && index == chosen,
                ..line(2, word, Some(stories), theme.text)
            });
        }
    }
    lines
}

/// Draws `12 stories in 4 editions`; `so_far` when more may be found.
fn draw_count(painter: &mut Painter<'_>, results: &Results, so_far: bool, panes: &Panes) {
    let (x, y, right) = (
        panes.list.left() + 1,
        panes.list.top(),
        panes.list.right() - 1,
    );
    let stories = DisplayText::line(&counted(results.count(), "story", "stories"));
    let editions = DisplayText::line(&format!(
        "{} in {}",
        if so_far { " so far" } else { "" },
        counted(results.hits().editions(), "edition", "editions")
    ));
    let after = painter.cut(x, y, right, stories.as_display(), painter.theme.strong);
    painter.cut(after, y, right, editions.as_display(), painter.theme.dim);
}

/// Draws the chart between its first month and its last, unless both are the same; the bar that the selected result is in
/// is brighter than the others.
fn draw_chart(
    painter: &mut Painter<'_>,
    chart: &Chart,
    selected: Option<usize>,
    dates: Dates,
    area: Rect,
) {
    let (y, right) = (area.y, area.right());
    let from = DisplayText::line(&dates.date(Form::ShortMonth, chart.oldest));
    painter.text(area.x, y, right, from.as_display(), painter.theme.dim);
    // The list is at the left edge of the window.
    let mut x = Results::first_bar(chart, dates);
    for (index, &bar) in chart.bars.iter().enumerate() {
        // A period without hits gets only a baseline.
        let style = match bar {
            0 => painter.theme.dim,
            _ if selected == Some(index) => painter.theme.unread.bold(),
            _ => painter.theme.bar_unfocused,
        };
        x = painter.own(
            x,
            y,
            right,
            BARS[usize::from(bar.saturating_sub(1)).min(7)],
            style,
        );
    }
    let to = DisplayText::line(&dates.date(Form::ShortMonth, chart.newest));
    if to != from {
        painter.text(x + 1, y, right, to.as_display(), painter.theme.dim);
    }
}

/// Draws an edition's date and its number of hits.
fn draw_group(
    painter: &mut Painter<'_>,
    results: &Results,
    group: usize,
    dates: Dates,
    (area, y): (Rect, u16),
) {
    let count = results.hits().of_edition(group).len();
    let count = DisplayText::line(&count.to_string());
    let (left, right) = (area.left(), area.right() - 2);
    let dim = painter.theme.dim;
    let limit = painter.right_aligned(left + LEFT, y, right, count.as_display(), dim);
    let (start, limit) = (left + 1, limit.saturating_sub(1));
    let title = results.group_title(group, usize::from(limit.saturating_sub(start)), dates);
    painter.cut(start, y, limit, title.as_display(), painter.theme.accent);
}

/// Draws one line of a hit: a line of its headline, or the snippet below it.
fn draw_line(
    painter: &mut Painter<'_>,
    rows: &HitRows,
    line: usize,
    bar: Option<Style>,
    (area, y): (Rect, u16),
) {
    draw_bar(painter, area.left(), y, bar);
    if let Some(headline) = rows.headline.get(line) {
        let style = headline_style(painter.theme, rows.status, bar.is_some());
        draw_highlighted(painter, headline, style, (area, y));
        if line == 0 {
            draw_status(painter, area.left(), y, rows.status);
        }
    } else if let Some(snippet) = &rows.snippet {
        let dim = painter.theme.dim;
        draw_highlighted(painter, snippet, dim, (area, y));
    }
}

fn draw_highlighted(
    painter: &mut Painter<'_>,
    line: &Highlighted,
    style: Style,
    (area, y): (Rect, u16),
) {
    let (text, right) = (line.text.as_display(), area.right());
    let (mut x, mut at) = (area.left() + LEFT, 0);
    for highlight in &line.highlights {
        x = painter.text(x, y, right, text.part(at..highlight.start), style);
        let matched = style.patch(painter.theme.matched);
        x = painter.text(x, y, right, text.part(highlight.clone()), matched);
        at = highlight.end;
    }
    painter.text(x, y, right, text.part(at..text.len()), style);
}
