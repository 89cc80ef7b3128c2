//! The page after an edition's last story: what was read, and what is left.

use std::collections::HashSet;

use ratatui::layout::Rect;

use super::headlines::Headlines;
use crate::app::layout::{Panes, Shows};
use crate::app::mark_book::MarkBook;
use crate::app::mouse::wheel_rows;
use crate::app::parts::list_cursor::ListCursor;
use crate::app::parts::standing::Standing;
use crate::app::rows::{Row, Rows, item_at, title};
use crate::app::session::Session;
use crate::archive::{Archive, Edition};
use crate::briefing::{Briefing, StoryId};
use crate::keymap::Motion;

/// Rows of the page above its list, for what was read, and below it, for the keys; a pane of few rows
/// leaves most of them to the list.
fn rows_around(height: u16) -> (u16, u16) {
    match height {
        0..6 => (1, 0),
        6..10 => (4, 0),
        _ => (4, 2),
    }
}

/// The part of the article's pane that the list of the page takes.
pub fn list_area(panes: &Panes) -> Rect {
    let (head, foot) = rows_around(panes.text.height);
    Rect {
        y: panes.text.y + head.min(panes.text.height),
        height: panes.text.height.saturating_sub(head + foot),
        ..panes.text
    }
}

#[derive(Debug)]
pub struct Closing {
    /// The stories that were skipped in this edition, in its order, then those that have come since, then those
    /// left in earlier editions that were begun, the newest edition first.
    remaining: Vec<StoryId>,
    /// How many of them were skipped.
    skipped: usize,
    /// How many have come since.
    new: usize,
    cursor: ListCursor,
    /// Whether the user has gone to a story, rather than being shown the first.
    chosen: bool,
    versions: Versions,
    /// The identities of the editions that were begun, according to those marks.
    begun_editions: HashSet<String>,
}

/// The versions of what the page shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Versions {
    marks: u64,
    archive: u64,
    news: u64,
}

impl Versions {
    fn of(session: &Session) -> Self {
        Self {
            marks: session.marks.version(),
            archive: session.archive.version(),
            news: session.news.version(),
        }
    }
}

/// Where the user is in the list of the page.
#[derive(Clone, Debug)]
pub struct ClosingLocation {
    /// `None` if nothing was left to read.
    pub selected: Option<StoryId>,
    index: usize,
    chosen: bool,
}

/// The titles of the groups, as the numbers of [`Row::Title`].
pub const SKIPPED: usize = 0;
pub const NEW: usize = 1;
pub const EARLIER: usize = 2;

impl Closing {
    pub(super) fn new(list: &Headlines, session: &Session) -> Self {
        let mut closing = Self {
            remaining: Vec::new(),
            skipped: 0,
            new: 0,
            cursor: ListCursor::default(),
            chosen: false,
            versions: Versions::of(session),
            begun_editions: session.marks.marks().begun_editions(),
        };
        closing.find_remaining(list, session);
        closing
    }

    /// The page at a location in it.
    pub(super) fn at(location: &ClosingLocation, list: &Headlines, session: &Session) -> Self {
        let mut closing = Self::new(list, session);
        let story = location.selected.as_ref().filter(|_| location.chosen);
        let position = story.and_then(|story| closing.position(story));
        let index = if location.chosen { location.index } else { 0 };
        closing.chosen = location.chosen;
        closing.cursor = ListCursor::shown_from(0, position.unwrap_or(index));
        closing
    }

    pub(super) fn location(&self) -> ClosingLocation {
        ClosingLocation {
            selected: self.selected().cloned(),
            index: self.selected_index(),
            chosen: self.chosen,
        }
    }

    /// Where the user is in its list, on a screen that `shows` it.
    pub(super) fn standing(&self, shows: Shows) -> Standing {
        Standing {
            shows,
            cursor: self.cursor,
            article: None,
            prompt: None,
            day: None,
        }
    }

    /// Finds the remaining stories again if anything has changed; the selected one stays selected, in its row as
    /// far as there are rows.
    pub(super) fn refresh(&mut self, list: &Headlines, panes: &Panes, session: &Session) {
        let versions = Versions::of(session);
        if self.versions == versions {
            return;
        }
        if self.versions.marks != versions.marks {
            self.begun_editions = session.marks.marks().begun_editions();
        }
        self.versions = versions;
        let held = self.cursor.held(self, list_height(panes));
        let held_story = self.remaining.get(held.item).cloned();
        self.find_remaining(list, session);
        let item = held_story.and_then(|story| self.position(&story));
        if let Some(item) = item.filter(|_| self.chosen && !panes.tiny) {
            let (held, selected) = (held.moved_to(item), self.selected_index());
            self.cursor = ListCursor::holding(selected, held, self, list_height(panes));
        }
    }

    fn find_remaining(&mut self, list: &Headlines, session: &Session) {
        let before = self.cursor.selected();
        let selected = self.selected().cloned();
        // The stories of a file that has gone may not be at hand any more.
        let unread = match session.archive.find(list.edition().id()) {
            Some(_) => unread(list),
            None => Vec::new(),
        };
        let is_new = |story: &StoryId| session.news.has_story(story);
        let (new, skipped): (Vec<_>, Vec<_>) = unread.into_iter().partition(is_new);
        (self.skipped, self.new) = (skipped.len(), new.len());
        let earlier = remaining_earlier(
            &session.archive,
            list.edition(),
            &session.marks,
            &self.begun_editions,
        );
        self.remaining = [skipped, new, earlier].concat();
        let index = match selected.filter(|_| self.chosen) {
            // If the selected story has been marked read, the next one is selected.
            Some(story) => self.position(&story).unwrap_or(before),
            None => 0,
        };
        if index != before {
            self.cursor = ListCursor::shown_from(0, index);
        }
    }

    fn position(&self, story: &StoryId) -> Option<usize> {
        let mut remaining = self.remaining.iter();
        remaining.position(|remaining| remaining == story)
    }

    pub fn go(&mut self, motion: Motion, panes: &Panes) {
        self.chosen = true;
        self.cursor = self.cursor.go(motion, self, list_height(panes));
    }

    /// Scrolls the list by some notches of the wheel.
    pub(super) fn scroll(&mut self, notches: i16, panes: &Panes) {
        let rows = wheel_rows(notches);
        self.cursor = self.cursor.scroll(rows, self, list_height(panes));
    }

    /// The story of a row of the screen.
    pub(super) fn story_at(&self, row: u16, panes: &Panes) -> Option<usize> {
        item_at(&self.rows_in_view(panes), list_area(panes).y, row)
    }

    /// Selects a story that is in view.
    pub(super) fn choose(&mut self, index: usize, panes: &Panes) {
        self.chosen = true;
        self.cursor = self.cursor.select_in_place(index, self, list_height(panes));
    }

    pub(super) fn key_pressed(&mut self) {
        self.cursor = self.cursor.unscrolled();
    }

    /// Where the keys below the list are named; `None` without room for them.
    pub fn foot(&self, panes: &Panes) -> Option<Rect> {
        let list = list_area(panes);
        let rows = self.rows_in_view(panes).len();
        let rows = u16::try_from(rows).unwrap_or(u16::MAX).min(list.height);
        let foot = Rect {
            x: list.x.saturating_sub(1),
            y: list.y + rows + u16::from(rows > 0),
            height: 1,
            ..list
        };
        (foot.y < panes.text.bottom()).then_some(foot)
    }

    pub fn fit(&mut self, panes: &Panes) {
        self.cursor = self.cursor.fit(self, list_height(panes));
    }

    /// The story to go on with.
    pub fn selected(&self) -> Option<&StoryId> {
        self.remaining.get(self.selected_index())
    }

    pub fn selected_index(&self) -> usize {
        self.cursor.selected()
    }

    pub fn remaining(&self) -> &[StoryId] {
        &self.remaining
    }

    /// Whether the story at `index` is of an earlier edition.
    pub fn is_earlier(&self, index: usize) -> bool {
        self.group_of(index) == EARLIER
    }

    fn group_of(&self, index: usize) -> usize {
        match index {
            skipped if skipped < self.skipped => SKIPPED,
            new if new < self.skipped + self.new => NEW,
            _ => EARLIER,
        }
    }

    /// Stories under the title of a group.
    pub fn group_len(&self, group: usize) -> usize {
        match group {
            SKIPPED => self.skipped,
            NEW => self.new,
            _ => self.remaining.len() - self.skipped - self.new,
        }
    }

    /// What the rows of its list show.
    pub fn rows_in_view(&self, panes: &Panes) -> Vec<Row> {
        self.cursor.rows_in_view(self, list_height(panes))
    }

    /// Whether all remaining stories are in view.
    pub fn shows_all(&self, panes: &Panes) -> bool {
        self.cursor.visible(self, list_height(panes)).len() == self.remaining.len()
    }
}

fn list_height(panes: &Panes) -> usize {
    usize::from(list_area(panes).height)
}

impl Rows for Closing {
    fn count(&self) -> usize {
        self.remaining.len()
    }

    /// The number of a title is that of a group.
    fn each_row(&self, index: usize, row: &mut dyn FnMut(Row)) {
        let group = self.group_of(index);
        let above = index.checked_sub(1).map(|above| self.group_of(above));
        if above != Some(group) {
            title(group, index == 0, row);
        }
        row(Row::Line {
            item: index,
            line: 0,
        });
    }
}

/// The unread stories of the edition, also those that a filter hides.
fn unread(list: &Headlines) -> Vec<StoryId> {
    let id = list.edition().id();
    list.every_item()
        .filter(|item| item.is_unread())
        .filter_map(|item| id.story(item.story()?))
        .collect()
}

/// The unread stories of the editions before this one of which anything was read; `begun` holds the
/// identities of all those, and maybe of others.
fn remaining_earlier(
    archive: &Archive,
    edition: &Edition,
    marks: &MarkBook,
    begun: &HashSet<String>,
) -> Vec<StoryId> {
    let after = archive.first_after(edition.id());
    let earlier = archive.editions().get(after..).unwrap_or_default();
    let mut remaining = Vec::new();
    for edition in earlier {
        if let Some(briefing) = &edition.briefing
            && begun.contains(briefing.id().as_str())
        {
            let unread = unread_if_begun(briefing, marks);
            remaining.extend(
                unread
                    .into_iter()
                    .filter_map(|story| edition.id().story(story)),
            );
        }
    }
    remaining
}

/// The positions of the stories that are not read, if anything else of the edition is.
fn unread_if_begun(briefing: &Briefing, marks: &MarkBook) -> Vec<usize> {
    let mut begun = false;
    let mut unread = Vec::new();
    let mut key = String::new();
    for (position, story) in briefing.stories().enumerate() {
        key.clear();
        story.push_key(&mut key);
        let mark = marks.mark(&key);
        begun |= mark.read || mark.place > 0;
        if !mark.read {
            unread.push(position);
        }
    }
    if begun { unread } else { Vec::new() }
}
