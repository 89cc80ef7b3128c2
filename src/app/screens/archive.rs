//! The archive's list: every edition, newest first, under its year.

use std::sync::Arc;

use crate::app::parts::filtered::Narrowable;
use crate::archive::{Archive, Edition};

#[derive(Debug)]
pub struct Editions {
    pub archive: Arc<Archive>,
}

impl Editions {
    pub fn edition(&self, index: usize) -> &Arc<Edition> {
        &self.archive.editions()[index]
    }

    /// Whether an edition is of another year than the one shown above it.
    pub fn starts_year(&self, index: usize, above: Option<usize>) -> bool {
        above.is_none_or(|above| self.year(above) != self.year(index))
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
        self.starts_year(index, above)
    }
}
