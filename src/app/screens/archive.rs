//! The archive: every edition, newest first, under its year.

use std::sync::Arc;

use super::filtered::{Filtered, Narrowable};
use crate::app::screen::{Hint, Step, Titled};
use crate::archive::{Archive, Edition};
use crate::keymap::{Action, Keymap};
use crate::text::{DisplayText, counted};

pub type ArchiveScreen = Filtered<Editions>;

#[derive(Debug)]
pub struct Editions {
    /// The archive of the moment: replaced whenever it changes.
    archive: Arc<Archive>,
}

impl Editions {
    pub fn new(archive: &Arc<Archive>) -> Self {
        let archive = Arc::clone(archive);
        Self { archive }
    }

    pub fn edition(&self, index: usize) -> &Arc<Edition> {
        &self.archive.editions()[index]
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

    fn open(&self, index: usize) -> Option<Step> {
        Some(Step::Edition(self.edition(index).id().clone()))
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
