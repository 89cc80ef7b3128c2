//! The lines above the panes: what is being read, and how much there is of it.

use super::paint::Painter;
use crate::app::layout::Panes;
use crate::app::parts::split::{Listing, Split};
use crate::app::screens::edition::headline::{Filter, Headline, Item};
use crate::app::screens::edition::headlines::Headlines;
use crate::app::screens::search::state::{Reach, Searching};
use crate::app::{Model, Overlay};
use crate::briefing::Briefing;
use crate::text::{DisplayStr, DisplayText, counted, grouped, width};

/// Columns of a search that is kept, beside where in its results the reader is.
const QUERY_COLUMNS: usize = 24;
/// Columns between two parts of a line.
const GAP: u16 = 3;

pub(super) fn draw(painter: &mut Painter<'_>, model: &Model, panes: &Panes) {
    match model.overlays.last() {
        None if panes.shows_list => draw_edition(painter, &model.reader.list, panes),
        None if model.closing.is_some() => draw_end(painter, &model.reader.list, panes),
        None => draw_story(painter, &model.reader, panes),
        Some(Overlay::Faults(faults)) if !panes.shows_list => {
            let place = format!(
                "Faults · file {} of {}",
                faults.selected() + 1,
                faults.list.count()
            );
            draw_place(painter, &place, faults.reading.percent(), panes);
        }
        Some(Overlay::Search(searching)) => draw_search(painter, searching, panes),
        Some(overlay) => draw_overlay(painter, overlay, panes),
    }
}

/// Who publishes it, its date and title, and how long it takes.
fn draw_edition(painter: &mut Painter<'_>, list: &Headlines, panes: &Panes) {
    let right = panes.header.right() - 1;
    let date = list
        .edition
        .date()
        .map(|date| date.long())
        .unwrap_or_default();
    let date = DisplayText::line(&date);
    let Some(briefing) = list.briefing() else {
        draw_two_lines(
            painter,
            list.edition.label.as_display(),
            date.as_display(),
            "could not be read",
            panes,
        );
        return;
    };
    let masthead = match briefing.source() {
        source if source.is_empty() => briefing.title(),
        source => source,
    };
    let label = match briefing.edition() {
        label if label.is_empty() => String::new(),
        label => format!(" · {label}"),
    };
    let size = DisplayText::line(&progress(list, briefing));
    let x = painter.cut(1, 0, right, masthead, painter.theme.strong) + GAP;
    let room =
        usize::from(right.saturating_sub(x)).saturating_sub(usize::from(GAP) + width::of(&size));
    // The size gives way last: first the weekday's and month's letters, then the label.
    let short = list
        .edition
        .date()
        .map(|date| date.short())
        .unwrap_or_default();
    let choices = [format!("{date}{label}"), format!("{short}{label}"), short];
    let when = choices
        .iter()
        .find(|when| width::of(when) <= room)
        .unwrap_or(&choices[0]);
    let when = DisplayText::line(when.trim_start_matches(" · "));
    let x = painter.cut(x, 0, right, when.as_display(), painter.theme.text);
    painter.right_aligned(x + GAP, 0, right, size.as_display(), painter.theme.dim);
    if panes.header.height > 1 && !briefing.source().is_empty() {
        painter.cut(1, 1, right, briefing.title(), painter.theme.dim);
    }
}

/// `8 stories · 9 min`, and `2 of 8 read · 7 min left` once it is begun.
fn progress(list: &Headlines, briefing: &Briefing) -> String {
    let (tally, stories) = (&list.tally, briefing.len());
    let progress = if tally.read == 0 {
        let stories = counted(stories, "story", "stories");
        format!("{stories} · {} min", tally.minutes)
    } else if tally.read == stories {
        "all read".to_owned()
    } else {
        let (read, stories) = (grouped(tally.read), grouped(stories));
        format!("{read} of {stories} read · {} min left", tally.minutes_left)
    };
    match list.filter {
        Filter::All => progress,
        filter => format!("only {} · {progress}", filter.name()),
    }
}

/// What is left of the edition, when its closing page is alone on the screen.
fn draw_end(painter: &mut Painter<'_>, list: &Headlines, panes: &Panes) {
    let progress = list.briefing().map(|briefing| progress(list, briefing));
    let progress = DisplayText::line(&progress.unwrap_or_default());
    let right = panes.header.right() - 1;
    painter.cut(1, 0, right, progress.as_display(), painter.theme.dim);
}

/// Where in the edition the article stands, when it is alone on the screen.
fn draw_story(painter: &mut Painter<'_>, reader: &Split<Headlines>, panes: &Panes) {
    let list = &reader.list;
    let section = list.section_of(reader.selected()).zip(list.briefing());
    let section = section
        .map(|(section, briefing)| format!("{} · ", briefing.section_title(section)))
        .unwrap_or_default();
    let place = match list.item(reader.selected()) {
        Some(Headline {
            what: Item::Story(story),
            standing,
            ..
        }) => {
            let stories = list.briefing().map_or(0, Briefing::len);
            let read = if standing.read { " · read" } else { "" };
            let saved = if standing.saved { " · ★" } else { "" };
            let filter = match list.filter {
                Filter::All => String::new(),
                filter => format!(" · only {}", filter.name()),
            };
            format!(
                "{section}story {} of {stories}{read}{saved}{filter}",
                story + 1
            )
        }
        _ => list.edition.label.to_string(),
    };
    draw_place(painter, &place, reader.reading.percent(), panes);
}

fn draw_place(painter: &mut Painter<'_>, place: &str, percent: usize, panes: &Panes) {
    let right = panes.header.right() - 1;
    let percent = DisplayText::line(&format!("{percent} %"));
    let limit = painter.right_aligned(1, 0, right, percent.as_display(), painter.theme.dim);
    painter.cut(
        1,
        0,
        limit.saturating_sub(1),
        DisplayText::line(place).as_display(),
        painter.theme.dim,
    );
}

/// The edition of the story that is open, and where in the results that is.
fn draw_search(painter: &mut Painter<'_>, searching: &Searching, panes: &Panes) {
    let (list, place) = (&searching.split.list, searching.open_place());
    let scope = searching.reach.name();
    let asked = match searching.reach {
        // While it is typed, the prompt shows the query.
        _ if searching.typing => scope.to_owned(),
        Reach::AllEditions => format!("/{}", kept_query(searching)),
        _ => format!("/{} in {scope}", kept_query(searching)),
    };
    let reach = match list.count() {
        0 => asked,
        count => format!(
            "{asked} · story {} of {}",
            grouped(searching.split.selected() + 1),
            grouped(count)
        ),
    };
    let right = panes.header.right() - 1;
    let reach = DisplayText::line(&reach);
    let limit = painter
        .right_aligned(1, 0, right, reach.as_display(), painter.theme.dim)
        .saturating_sub(GAP);
    let date = place.edition.date().map(|date| {
        if panes.divider.is_some() {
            date.long()
        } else {
            date.short()
        }
    });
    let date = DisplayText::line(&date.unwrap_or_default());
    let named = place
        .edition
        .briefing
        .as_ref()
        .map(|briefing| (briefing.source(), briefing.title()));
    let (source, title) = named.unwrap_or((place.edition.label.as_display(), DisplayStr::own("")));
    let x = painter.cut(1, 0, limit, source, painter.theme.strong) + GAP;
    painter.cut(x, 0, limit, date.as_display(), painter.theme.text);
    if panes.header.height > 1 {
        painter.cut(1, 1, right, title, painter.theme.dim);
    }
}

fn kept_query(searching: &Searching) -> DisplayText {
    width::cut(searching.prompt.text(), QUERY_COLUMNS)
}

fn draw_overlay(painter: &mut Painter<'_>, overlay: &Overlay, panes: &Panes) {
    let (title, about, size) = match overlay {
        Overlay::Archive(archive) => {
            let editions = archive.items.archive.editions().len();
            let size = match archive.shown.len() {
                shown if shown < editions => format!("{shown} of {editions} editions"),
                _ => counted(editions, "edition", "editions"),
            };
            ("Archive", "Every edition, newest first", size)
        }
        Overlay::Help(help) => {
            let size = format!("{} of {} keys", help.shown.len(), help.items.rows.len());
            let all = help.shown.len() == help.items.rows.len();
            (
                "Keys",
                "What they do, wherever they do something",
                if all { String::new() } else { size },
            )
        }
        Overlay::Tags(tags) => (
            "Follow",
            "Every story with this tag, in time order",
            counted(tags.items.tags.len(), "tag", "tags"),
        ),
        Overlay::Search(_) => return,
        Overlay::Faults(faults) => (
            "Faults",
            "What is wrong in which file",
            counted(faults.list.count(), "file", "files"),
        ),
    };
    let size = DisplayText::line(&size);
    draw_two_lines(
        painter,
        DisplayStr::own(title),
        size.as_display(),
        about,
        panes,
    );
}

fn draw_two_lines(
    painter: &mut Painter<'_>,
    title: DisplayStr<'_>,
    at_right: DisplayStr<'_>,
    below: &'static str,
    panes: &Panes,
) {
    let right = panes.header.right() - 1;
    let x = painter.cut(1, 0, right, title, painter.theme.strong);
    painter.right_aligned(x + GAP, 0, right, at_right, painter.theme.dim);
    if panes.header.height > 1 {
        painter.cut(1, 1, right, DisplayStr::own(below), painter.theme.dim);
    }
}
