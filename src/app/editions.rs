//! The archive's list: every edition, newest first, under its year.

use std::sync::Arc;

use super::filter::Narrowable;
use crate::archive::{Archive, Edition};
use crate::text::DisplayText;

#[derive(Debug)]
pub struct Editions {
    pub archive: Arc<Archive>,
}

impl Editions {
    pub fn edition(&self, index: usize) -> &Arc<Edition> {
        &self.archive.editions()[index]
    }

    /// The year to stand above an edition: when the one shown above it is of another.
    pub fn year_above(&self, index: usize, above: Option<usize>) -> Option<DisplayText> {
        let year = |index: usize| self.edition(index).date().map(|date| date.day.year());
        if above.is_some_and(|above| year(above) == year(index)) {
            return None;
        }
        let title = year(index).map_or_else(|| "No date".to_owned(), |year| year.to_string());
        Some(DisplayText::line(&title))
    }
}

impl Narrowable for Editions {
    fn count(&self) -> usize {
        self.archive.editions().len()
    }

    fn folded(&self, index: usize) -> &str {
        self.edition(index).found_by()
    }

    fn height(&self, index: usize, above: Option<usize>) -> usize {
        match (self.year_above(index, above), above) {
            (None, _) => 1,
            (Some(_), None) => 2,
            (Some(_), Some(_)) => 3,
        }
    }
}
