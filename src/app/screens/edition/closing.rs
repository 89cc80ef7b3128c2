//! The page after an edition's last story: what was read, and what is left.

use std::collections::HashSet;
use std::sync::Arc;

use ratatui::layout::Rect;

use crate::app::Model;
use crate::app::layout::Panes;
use crate::app::parts::list_cursor::{Extent, ListCursor};
use crate::app::parts::split::Focus;
use crate::app::progress::Progress;
use crate::app::screens::edition::headline::Item;
use crate::app::screens::edition::headlines::Headlines;
use crate::app::screens::search::results::Place;
use crate::archive::Archive;
use crate::briefing::Briefing;
use crate::keymap::action::{Action, Motion};
use crate::keymap::key_name;

/// Rows of the closing page above its list, what was read and empty ones, and below it, the keys;
/// a pane of few rows leaves most of them to the list.
fn rows_around(height: u16) -> (u16, u16) {
    match height {
        0..6 => (1, 0),
        6..10 => (4, 0),
        _ => (4, 2),
    }
}

/// Where on the closing page its list stands.
pub fn list_area(panes: &Panes) -> Rect {
    let (head, foot) = rows_around(panes.text.height);
    Rect {
        y: panes.text.y + head.min(panes.text.height),
        height: panes.text.height.saturating_sub(head + foot),
        ..panes.text
    }
}

#[derive(Debug, Default)]
pub struct Closing {
    /// Stories skipped in this edition, in its order, then those of earlier editions that were begun,
    /// the newest edition first.
    pub left: Vec<Left>,
    pub cursor: ListCursor,
    /// Stories of this edition that are not read.
    pub skipped: usize,
    /// The reader has gone to a story, rather than being shown the first.
    chosen: bool,
    /// The state of the marks, and the editions, that it was made from.
    made_from: Option<(u64, usize)>,
    /// Identities of the editions that may be begun, by those marks.
    begun: HashSet<String>,
}

/// A story that is not read.
#[derive(Clone, Debug)]
pub struct Left {
    pub place: Place,
    /// Of an earlier edition.
    pub earlier: bool,
}

impl Closing {
    pub fn selected(&self) -> Option<&Left> {
        self.left.get(self.cursor.selected())
    }

    /// Looks anew what is left, when anything has changed; what is selected stays so.
    pub fn refresh(&mut self, archive: &Archive, list: &Headlines, progress: &Progress) {
        let state = (progress.version(), archive.editions().len());
        if self.made_from == Some(state) {
            return;
        }
        if self.made_from.is_none_or(|(version, _)| version != state.0) {
            self.begun = progress.marks().begun_editions();
        }
        self.made_from = Some(state);
        let before = self.cursor.selected();
        let selected = self.selected().map(|left| left.place.clone());
        self.left = skipped(list);
        self.skipped = self.left.len();
        self.left
            .extend(left_earlier(archive, list, progress, &self.begun));
        let same = |place: &Place| {
            self.left.iter().position(|left| {
                left.place.story == place.story && left.place.edition.path() == place.edition.path()
            })
        };
        let index = match selected.as_ref().filter(|_| self.chosen) {
            // What has been marked away leaves its place to the next.
            Some(place) => same(place).unwrap_or(before),
            None => 0,
        };
        if index != before {
            self.cursor = ListCursor::from_top(index);
        }
    }

    pub fn go(&mut self, motion: Motion, panes: &Panes) {
        self.chosen = true;
        let mut cursor = self.cursor;
        cursor.step(motion, self.extent(panes, &|index| self.height(index)));
        self.cursor = cursor;
    }

    pub fn fit(&mut self, panes: &Panes) {
        let mut cursor = self.cursor;
        cursor.fit(self.extent(panes, &|index| self.height(index)));
        self.cursor = cursor;
    }

    pub fn visible(&self, panes: &Panes) -> std::ops::Range<usize> {
        self.cursor
            .visible(self.extent(panes, &|index| self.height(index)))
    }

    /// Whether a title stands above a story: what was skipped, and what is left from earlier.
    pub fn starts_group(&self, index: usize) -> bool {
        index == 0 || index == self.skipped
    }

    /// Rows of a story; a title stands under an empty row, but for the first.
    pub fn height(&self, index: usize) -> usize {
        let title = match (self.starts_group(index), index) {
            (false, _) => 0,
            (true, 0) => 1,
            (true, _) => 2,
        };
        title + 1
    }

    fn extent<'a>(&self, panes: &Panes, item: &'a dyn Fn(usize) -> usize) -> Extent<'a> {
        Extent {
            len: self.left.len(),
            height: usize::from(list_area(panes).height),
            item,
        }
    }
}

impl Model {
    /// Shows the page after the last story.
    pub(crate) fn open_closing(&mut self) {
        self.reader.leave(&mut self.progress);
        self.closing = Some(Closing::default());
    }

    /// Carries out what the closing page can; false for what is to be done in the edition itself.
    pub(crate) fn perform_in_closing(&mut self, action: Action, panes: &Panes) -> bool {
        let Some(closing) = &mut self.closing else {
            return false;
        };
        match action {
            Action::Move(motion) => closing.go(motion, panes),
            Action::Open | Action::ReadOn | Action::NextMatch => {
                let selected = closing.cursor.selected();
                self.go_on(selected);
            }
            Action::NextStory => self.notify("That was the last story"),
            Action::ReadBack | Action::PreviousStory | Action::Cancel | Action::ToList => {
                self.closing = None;
            }
            Action::SwitchPane => {}
            _ => return false,
        }
        true
    }

    /// Goes on with a story that was left.
    fn go_on(&mut self, index: usize) {
        let left = self
            .closing
            .as_ref()
            .and_then(|closing| closing.left.get(index));
        let Some(Left { place, earlier, .. }) = left.cloned() else {
            if self.loading.is_some() {
                return self.notify("Earlier editions are still being read");
            }
            let older = key_name(Action::OlderEdition);
            return self.notify(&format!(
                "Nothing is left to read; {older} goes to the edition before"
            ));
        };
        if earlier {
            self.open_edition(place.edition);
        } else {
            self.closing = None;
            let list = &mut self.reader.list;
            let shown = place.story.and_then(|story| list.item_of(story));
            if shown.is_none() {
                // The filter hides it.
                self.show_all();
            }
        }
        let item = place
            .story
            .and_then(|story| self.reader.list.item_of(story));
        if let Some(item) = item {
            let panes = self.panes();
            self.select_story(item, &panes);
            self.reader.focus = Focus::Article;
            self.restart_if_at_end();
        }
    }
}

/// The unread stories of the edition, whatever filter is on.
fn skipped(list: &Headlines) -> Vec<Left> {
    list.every_item()
        .filter(|item| item.is_unread())
        .filter_map(|item| match item.what {
            Item::Faults => None,
            Item::Story(story) => Some(Left {
                place: Place {
                    edition: Arc::clone(&list.edition),
                    story: Some(story),
                },
                earlier: false,
            }),
        })
        .collect()
}

/// The unread stories of the editions before this one of which anything was read; `begun` holds the
/// identities of all those, and maybe of others.
fn left_earlier(
    archive: &Archive,
    list: &Headlines,
    progress: &Progress,
    begun: &HashSet<String>,
) -> Vec<Left> {
    let place = archive.position(&list.edition);
    let earlier = archive
        .editions()
        .get(place.map_or(usize::MAX, |place| place + 1)..)
        .unwrap_or_default();
    let mut left = Vec::new();
    for edition in earlier {
        let Some(briefing) = &edition.briefing else {
            continue;
        };
        if !begun.contains(briefing.id().as_str()) {
            continue;
        }
        let unread = unread_if_begun(briefing, progress);
        left.extend(unread.into_iter().map(|story| Left {
            place: Place {
                edition: Arc::clone(edition),
                story: Some(story),
            },
            earlier: true,
        }));
    }
    left
}

fn unread_if_begun(briefing: &Briefing, progress: &Progress) -> Vec<usize> {
    let mut begun = false;
    let mut unread = Vec::new();
    let mut key = String::new();
    for (index, story) in briefing.stories().enumerate() {
        key.clear();
        story.push_key(&mut key);
        let mark = progress.mark(&key);
        begun |= mark.read || mark.place > 0;
        if !mark.read {
            unread.push(index);
        }
    }
    if begun { unread } else { Vec::new() }
}
