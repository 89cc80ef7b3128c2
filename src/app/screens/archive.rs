//! The archive: every edition, newest first, under its year.

use std::collections::HashMap;
use std::sync::Arc;

use super::filtered::{Filtered, Narrowable, opens};
use crate::app::mark_book::MarkBook;
use crate::app::screen::{Hint, Step, Titled};
use crate::archive::{Archive, Edition};
use crate::briefing::Briefing;
use crate::keymap::{Action, Keymap};
use crate::text::{DisplayText, counted};

pub type ArchiveScreen = Filtered<Editions>;

#[derive(Debug)]
pub struct Editions {
    /// The archive of the moment: replaced whenever it changes.
    archive: Arc<Archive>,
    /// Unread stories of the editions that have been in view, by the editions' positions.
    unread: HashMap<usize, usize>,
    /// The version of the marks by which they were counted.
    version: u64,
}

impl Editions {
    pub fn new(archive: &Arc<Archive>) -> Self {
        Self {
            archive: Arc::clone(archive),
            unread: HashMap::new(),
            version: 0,
        }
    }

    pub fn edition(&self, index: usize) -> &Arc<Edition> {
        &self.archive.editions()[index]
    }

    /// Unread stories of an edition in view.
    pub fn unread(&self, index: usize) -> usize {
        self.unread.get(&index).copied().unwrap_or_default()
    }

    /// What tells an edition from the others of its day, apart from its title.
    pub fn distinction(&self, index: usize) -> String {
        let edition = self.edition(index);
        let distinction = self.archive.distinction(edition.id());
        let title = edition.briefing.as_ref().map(Briefing::title);
        let is_title = title.is_some_and(|title| *title == *distinction);
        if is_title { String::new() } else { distinction }
    }

    /// `None` without a date.
    pub fn year(&self, index: usize) -> Option<i16> {
        self.edition(index).date().map(|date| date.day.year())
    }
}

impl Narrowable for Editions {
    fn count(&self) -> usize {
        self.archive.editions().len()
    }

    fn folded(&self, index: usize) -> &str {
        self.edition(index).found_by()
    }

    fn starts_group(&self, index: usize, above: Option<usize>) -> bool {
        above.is_none_or(|above| self.year(above) != self.year(index))
    }

    fn prepare(&mut self, in_view: &[usize], marks: &MarkBook) {
        if self.version != marks.version() {
            self.version = marks.version();
            self.unread.clear();
        }
        for &index in in_view {
            let briefing = self.archive.editions()[index].briefing.as_ref();
            let count = || briefing.map_or(0, |briefing| unread(briefing, marks));
            self.unread.entry(index).or_insert_with(count);
        }
    }

    fn step(&self, index: usize, action: Action) -> Option<Step> {
        opens(action).then(|| Step::Edition(self.edition(index).id().clone()))
    }

    fn grows(&self) -> bool {
        true
    }

    fn header(&self, shown: usize) -> Titled {
        let all = self.count();
        let size = if shown < all {
            format!("{shown} of {all} editions")
        } else {
            counted(all, "edition", "editions")
        };
        Titled {
            title: DisplayText::line("Archive"),
            right: DisplayText::line(&size),
            below: DisplayText::line("Every edition, newest first"),
            ..Titled::default()
        }
    }

    fn hints(&self, keymap: &Keymap, back: Hint) -> Vec<Hint> {
        vec![
            Hint::of(keymap, &[Action::Open], "open"),
            Hint::of(keymap, &[Action::Search], "narrow"),
            back,
            Hint::named(keymap, Action::Help),
        ]
    }

    fn renewed(&self, archive: &Arc<Archive>) -> Option<Self> {
        Some(Self::new(archive))
    }

    fn position_in(&self, others: &Self, index: usize) -> Option<usize> {
        others.archive.position(self.edition(index).id())
    }
}

fn unread(briefing: &Briefing, marks: &MarkBook) -> usize {
    let mut key = String::new();
    briefing
        .stories()
        .filter(|story| {
            key.clear();
            story.push_key(&mut key);
            !marks.mark(&key).read
        })
        .count()
}
