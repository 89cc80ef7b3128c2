//! What comes in while the archive is read.

use std::sync::Arc;

use crate::app::Model;
use crate::archive::Edition;
use crate::keymap::action::Action;
use crate::keymap::key_name;
use crate::text::counted;

impl Model {
    pub(super) fn add_editions(&mut self, editions: Vec<Arc<Edition>>) {
        if let Some(loading) = &mut self.loading {
            loading.read += editions.len();
        }
        self.archive = Arc::new(self.archive.with(editions));
        self.refresh_overlays();
    }

    /// The page never changes under the reader: something newer is told, not opened.
    pub(super) fn finish_loading(&mut self) {
        self.loading = None;
        let still_on_first = self.visited.is_empty() && self.behind.is_empty();
        let place = self
            .archive
            .position(&self.reader.list.edition)
            .filter(|_| still_on_first);
        let newer = &self.archive.editions()[..place.unwrap_or(0)];
        let Some(newest) = newer.iter().find(|edition| edition.briefing.is_some()) else {
            return self.tell_faults();
        };
        let faults = self
            .faults_told()
            .map(|faults| format!("; {faults}"))
            .unwrap_or_default();
        let date = newest.date().map(|date| date.long()).unwrap_or_default();
        let (key, opens) = match newer.len() {
            1 => (key_name(Action::NewerEdition), "opens it"),
            _ => (key_name(Action::Archive), "shows all editions"),
        };
        self.notify(&format!("A newer edition: {date}; {key} {opens}{faults}"));
    }

    pub(super) fn tell_faults(&mut self) {
        if let Some(faults) = self.faults_told() {
            self.notify(&faults);
        }
    }

    /// How many files have errors and how to see them; `None` when none has.
    fn faults_told(&self) -> Option<String> {
        let files = self
            .archive
            .editions()
            .iter()
            .filter(|edition| edition.errors() > 0)
            .count();
        let has = if files == 1 { "has" } else { "have" };
        let counted = counted(files, "file", "files");
        (files > 0).then(|| {
            format!(
                "{counted} {has} faults; {} shows them",
                key_name(Action::Faults)
            )
        })
    }
}
