//! The keys that the last line names.

use ratatui::layout::Rect;

use super::paint::Painter;
use crate::app::layout::Panes;
use crate::app::parts::filtered::Filtered;
use crate::app::parts::split::{Focus, Listing};
use crate::app::screens::edition::closing::Closing;
use crate::app::screens::search::state::Searching;
use crate::app::{Model, Overlay};
use crate::keymap;
use crate::keymap::action::{Action, Edit, Motion};
use crate::text::{DisplayText, width};

/// Columns between two hints.
pub(super) const GAP: u16 = 3;

/// A key or two, and what they do.
pub(super) struct Hint {
    pub(super) keys: DisplayText,
    pub(super) text: DisplayText,
}

/// The keys that matter now, most useful first.
pub(super) fn hints(model: &Model, panes: &Panes) -> Vec<Hint> {
    match model.overlays.last() {
        None => reader_hints(model, panes),
        Some(Overlay::Archive(archive)) => {
            vec![
                hint(&[Action::Open], "open"),
                hint(&[Action::Filter], "narrow"),
                back(archive),
                named(Action::Help),
            ]
        }
        Some(Overlay::Help(help)) => vec![hint(&[Action::Filter], "narrow"), back(help)],
        Some(Overlay::Tags(tags)) => vec![hint(&[Action::Open], "follow"), back(tags)],
        Some(Overlay::Search(searching)) if searching.split.list.count() == 0 => vec![
            hint(&[Action::Cancel], "back"),
            hint(&[Action::Filter], "change"),
            named(Action::Help),
        ],
        Some(Overlay::Search(_)) => vec![
            hint(&[Action::NextMatch, Action::PreviousMatch], "match"),
            hint(&[Action::Cancel], "back"),
            hint(&[Action::Filter], "change"),
            hint(&[Action::NextStory], "next"),
            named(Action::ToggleSaved),
            named(Action::ResultEdition),
            named(Action::Help),
        ],
        Some(Overlay::Faults(faults)) => {
            let list = match faults.focus {
                Focus::List => vec![
                    hint(
                        &[Action::Move(Motion::Down), Action::Move(Motion::Up)],
                        "file",
                    ),
                    named(Action::Open),
                ],
                Focus::Article => vec![
                    hint(&[Action::NextStory], "next file"),
                    hint(&[Action::ToList], "files"),
                ],
            };
            list.into_iter()
                .chain([hint(&[Action::Close], "close"), named(Action::Help)])
                .collect()
        }
    }
}

/// What Esc does in a list that may be narrowed.
fn back<T>(list: &Filtered<T>) -> Hint {
    hint(
        &[Action::Cancel],
        if list.prompt.is_empty() {
            "back"
        } else {
            "all again"
        },
    )
}

fn reader_hints(model: &Model, panes: &Panes) -> Vec<Hint> {
    let sections = model
        .reader
        .list
        .briefing()
        .is_some_and(|briefing| briefing.sections() > 0);
    let section =
        sections.then(|| hint(&[Action::NextSection, Action::PreviousSection], "section"));
    let go = sections.then(|| named(Action::Go));
    let older = model.has_neighbour(1).then(|| named(Action::OlderEdition));
    if let Some(closing) = &model.closing {
        let on = (!closing.left.is_empty()).then(|| named(Action::ReadOn));
        let choose = [Action::Move(Motion::Down), Action::Move(Motion::Up)];
        let choose = (closing.left.len() > 1).then(|| hint(&choose, "choose"));
        let results = model.came_from_results();
        let close = Some(hint(
            &[Action::Close],
            if results { "results" } else { "quit" },
        ));
        return [on, choose, older, Some(named(Action::Filter)), close]
            .into_iter()
            .flatten()
            .chain([named(Action::Help)])
            .collect();
    }
    let next = Some(named(Action::NextStory));
    let save = Some(named(Action::ToggleSaved));
    let search = Some(named(Action::Filter));
    let hints = if model.zen {
        [
            Some(named(Action::ReadOn)),
            next,
            Some(hint(&[Action::Zen], "headlines")),
            save,
            Some(hint(&[Action::Narrower, Action::Wider], "measure")),
            None,
        ]
    } else if !panes.shows_list {
        [
            Some(named(Action::ReadOn)),
            next,
            Some(named(Action::ToList)),
            save,
            section,
            None,
        ]
    } else if !panes.shows_article {
        [Some(named(Action::Open)), section, go, search, save, older]
    } else {
        [
            Some(named(Action::ReadOn)),
            section,
            go,
            search,
            save,
            older,
        ]
    };
    let results = model
        .came_from_results()
        .then(|| hint(&[Action::Cancel], "results"));
    results
        .into_iter()
        .chain(hints.into_iter().flatten())
        .chain([named(Action::Help)])
        .collect()
}

/// The key of an action with its own words.
fn named(action: Action) -> Hint {
    hint(
        &[action],
        keymap::binding(action).map_or("", |binding| binding.hint),
    )
}

pub(super) fn hint(actions: &[Action], text: &str) -> Hint {
    let keys: Vec<_> = actions
        .iter()
        .map(|&action| keymap::key_name(action))
        .collect();
    Hint {
        keys: DisplayText::line(&keys.join(" ")),
        text: DisplayText::line(text),
    }
}

impl Hint {
    pub(super) fn columns(&self) -> u16 {
        columns_of(&self.keys)
            .saturating_add(1)
            .saturating_add(columns_of(&self.text))
    }
}

pub(super) fn columns_of(text: &str) -> u16 {
    u16::try_from(width::of(text)).unwrap_or(u16::MAX)
}

/// `match 3 of 17`.
pub(super) fn matches(searching: &Searching) -> String {
    format!("match {} of {}", searching.mark + 1, searching.marks.len())
}

/// What there is to tell of a search that is being typed: what was left out of it, that nothing is
/// found, or the matches.
pub(super) fn told(searching: &Searching, loading: bool) -> Option<DisplayText> {
    let nothing = searching.split.list.count() == 0 && searching.is_answered();
    let told = match searching.asked.notes.first() {
        Some(note) => note.clone(),
        None if nothing && loading => "nothing yet".to_owned(),
        None if nothing => "nothing found".to_owned(),
        None if searching.marks.is_empty() => return None,
        None => matches(searching),
    };
    Some(DisplayText::line(&told))
}

/// The keys of a search that is being typed.
pub(super) fn search_hints(searching: &Searching) -> Vec<Hint> {
    let story = Hint {
        keys: DisplayText::line("↓ ↑"),
        text: DisplayText::line("story"),
    };
    let keep =
        (searching.split.list.count() > 0).then(|| hint(&[Action::Edit(Edit::Accept)], "keep"));
    let scope = hint(&[Action::Scope], searching.reach.next().name());
    let back = hint(&[Action::Cancel], "back");
    keep.into_iter().chain([scope, story, back]).collect()
}

/// The ways on from the end of an edition.
pub(super) fn closing_hints(model: &Model, closing: &Closing) -> Vec<Hint> {
    let on = match closing.left.len() {
        0 => None,
        _ => Some(hint(&[Action::ReadOn], "reads it")),
    };
    let older = model
        .has_neighbour(1)
        .then(|| hint(&[Action::OlderEdition], "the edition before"));
    let saved = hint(&[Action::SavedStories], "saved stories");
    on.into_iter().chain(older).chain([saved]).collect()
}

/// Draws the hints that fit whole before the column `right`. They are dropped from the right, but for
/// the very last, which leads to all others.
pub(super) fn draw_hints(painter: &mut Painter<'_>, hints: &[Hint], line: Rect, right: u16) {
    let Some((last, others)) = hints.split_last() else {
        return;
    };
    let reserved = last.columns().saturating_add(GAP);
    let mut x = line.x + 1;
    for (index, hint) in others.iter().enumerate() {
        // Where not even two fit, the most useful one stays.
        let reserved = if index == 0 { 0 } else { reserved };
        if x.saturating_add(hint.columns()).saturating_add(reserved) > right {
            break;
        }
        x = draw_hint(painter, hint, x, line.y) + GAP;
    }
    if x.saturating_add(last.columns()) <= right {
        draw_hint(painter, last, x, line.y);
    }
}

/// Draws one hint; returns the column behind it.
fn draw_hint(painter: &mut Painter<'_>, hint: &Hint, x: u16, y: u16) -> u16 {
    let x = painter.text(x, y, u16::MAX, hint.keys.as_display(), painter.theme.strong);
    painter.text(
        x + 1,
        y,
        u16::MAX,
        hint.text.as_display(),
        painter.theme.dim,
    )
}
