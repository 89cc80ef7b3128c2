//! The files that have faults, each beside its diagnostics.

use std::sync::Arc;

use crate::app::parts::split::Listing;
use crate::app::progress::Page;
use crate::app::screens::edition::headline::few_rows;
use crate::app::screens::edition::headlines::LEFT_COLUMNS;
use crate::archive::{Archive, Edition};
use crate::article::{self, Article};
use crate::text::{DisplayStr, DisplayText};

#[derive(Debug)]
pub struct FaultyFiles {
    pub files: Vec<Arc<Edition>>,
    /// The path of each file, in one to three rows.
    pub lines: Vec<Vec<DisplayText>>,
    columns: usize,
}

impl FaultyFiles {
    pub fn of(archive: &Archive) -> Self {
        Self {
            files: archive.faulty().map(Arc::clone).collect(),
            lines: Vec::new(),
            columns: 0,
        }
    }

    pub fn position(&self, edition: &Edition) -> Option<usize> {
        self.files
            .iter()
            .position(|file| file.path() == edition.path())
    }
}

impl Listing for FaultyFiles {
    fn count(&self) -> usize {
        self.files.len()
    }

    fn height(&self, index: usize) -> usize {
        self.lines.get(index).map_or(1, |lines| lines.len().max(1))
    }

    fn fit(&mut self, columns: usize) {
        if self.columns != columns || self.lines.len() != self.files.len() {
            self.columns = columns;
            let columns = columns.saturating_sub(usize::from(LEFT_COLUMNS) + 2).max(1);
            self.lines = self
                .files
                .iter()
                .map(|file| few_rows(file.label.as_display(), columns, columns))
                .collect();
        }
    }

    fn article(&self, index: usize) -> Article {
        match self.files.get(index) {
            Some(file) => article::faults(file.label.as_display(), &file.diagnostics),
            None => article::note(
                DisplayStr::own(""),
                DisplayStr::own("Every file is without fault."),
            ),
        }
    }

    fn page(&self, index: usize) -> Page {
        let label = self.files.get(index).map(|file| file.label.to_string());
        Page::File(label.unwrap_or_default())
    }
}
