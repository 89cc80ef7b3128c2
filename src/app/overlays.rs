//! What lies on the reader: the archive, the files with faults, help.

use std::sync::Arc;

use crate::app::layout::{self, Panes, Shows};
use crate::app::parts::filtered::{Filtered, Narrowable};
use crate::app::parts::list_cursor::ListCursor;
use crate::app::parts::split::{Focus, Split};
use crate::app::reader::perform_in_split;
use crate::app::screens::archive::Editions;
use crate::app::screens::faults::FaultyFiles;
use crate::app::screens::help::Help;
use crate::app::{Model, Overlay};
use crate::keymap::action::{Action, Edit, Motion};

impl Model {
    /// Hands the action to the screen on top.
    pub(super) fn perform_on_top(&mut self, action: Action) {
        let panes = self.panes();
        match self.overlays.last_mut() {
            None => self.perform_in_reader(action, &panes),
            Some(Overlay::Archive(archive)) => {
                let opens = matches!(action, Action::Open | Action::Edit(Edit::Accept));
                if let Some(edition) = archive.selected().filter(|_| opens) {
                    let edition = Arc::clone(archive.items.edition(edition));
                    self.keep_place();
                    self.overlays.clear();
                    self.open_edition(edition);
                } else if !perform_in_list(archive, action, &panes) {
                    self.overlays.pop();
                }
            }
            Some(Overlay::Help(help)) => {
                if !perform_in_list(help, action, &panes) {
                    self.overlays.pop();
                }
            }
            Some(Overlay::Search(_)) => self.perform_in_search(action, &panes),
            Some(Overlay::Tags(tags)) => {
                let opens = matches!(action, Action::Open | Action::Edit(Edit::Accept));
                if let Some(tag) = tags.selected().filter(|_| opens) {
                    let tag = tags.items.tags[tag].to_string();
                    self.follow_tag(&tag);
                } else if !perform_in_list(tags, action, &panes) {
                    self.overlays.pop();
                }
            }
            Some(Overlay::Faults(faults)) => {
                if !perform_in_split(faults, action, &panes, &mut self.progress) {
                    self.overlays.pop();
                }
            }
        }
    }

    pub(super) fn open_help(&mut self) {
        if !matches!(self.overlays.last(), Some(Overlay::Help(_))) {
            self.overlays
                .push(Overlay::Help(Filtered::new(Help::default())));
        }
    }

    /// Opens the archive at the edition being read.
    pub(super) fn open_archive(&mut self) {
        let mut archive = Filtered::new(Editions {
            archive: Arc::clone(&self.archive),
        });
        let panes = layout::panes(self.size, Shows::List, self.measure);
        archive.select(
            self.archive
                .position(&self.reader.list.edition)
                .unwrap_or(0),
            &panes,
        );
        self.lay(Overlay::Archive(archive));
    }

    /// Opens the files with faults, at the edition being read when it is one of them.
    pub(super) fn open_faults(&mut self) {
        let files = FaultyFiles::of(&self.archive);
        if files.files.is_empty() {
            let read = if self.loading.is_some() {
                "Every file read so far is without fault."
            } else {
                "Every file is without fault."
            };
            return self.notify(read);
        }
        let selected = files.position(&self.reader.list.edition).unwrap_or(0);
        let mut faults = Split::new(files, ListCursor::at(selected), Focus::List);
        let panes = layout::panes(self.size, faults.shows(), self.measure);
        faults.open(&panes, &self.progress);
        self.lay(Overlay::Faults(faults));
    }

    /// Lays a screen on the search that is on, if any, in the place of whatever else lies there.
    fn lay(&mut self, screen: Overlay) {
        self.overlays
            .retain(|overlay| matches!(overlay, Overlay::Search(_)));
        self.overlays.push(screen);
    }

    pub(super) fn paste(&mut self, text: &str) {
        let panes = self.panes();
        match self.overlays.last_mut() {
            Some(Overlay::Archive(archive)) if archive.typing => archive.paste(text, &panes),
            Some(Overlay::Help(help)) if help.typing => help.paste(text, &panes),
            Some(Overlay::Tags(tags)) if tags.typing => tags.paste(text, &panes),
            Some(Overlay::Search(searching)) if searching.typing => {
                self.edit_search(|prompt| prompt.insert(text));
            }
            // Commands are pressed, not pasted.
            _ => {}
        }
    }

    /// Shows what has come into the archive, with the same items selected.
    pub(super) fn refresh_overlays(&mut self) {
        let (size, measure) = (self.size, self.measure);
        for overlay in &mut self.overlays {
            match overlay {
                Overlay::Archive(archive) => {
                    let selected = archive
                        .selected()
                        .map(|index| Arc::clone(archive.items.edition(index)));
                    let place = selected.and_then(|edition| self.archive.position(&edition));
                    let editions = Editions {
                        archive: Arc::clone(&self.archive),
                    };
                    archive.replace(editions, place, &layout::panes(size, Shows::List, measure));
                }
                Overlay::Faults(faults) => {
                    let selected = faults.list.files.get(faults.selected()).map(Arc::clone);
                    faults.list = FaultyFiles::of(&self.archive);
                    let place = selected
                        .and_then(|edition| faults.list.position(&edition))
                        .unwrap_or(0);
                    faults.keep_selected(place, &layout::panes(size, faults.shows(), measure));
                }
                Overlay::Help(_) | Overlay::Search(_) | Overlay::Tags(_) => {}
            }
        }
    }
}

/// Carries out what a list over the whole width can; false when it is to be closed.
fn perform_in_list<T: Narrowable>(list: &mut Filtered<T>, action: Action, panes: &Panes) -> bool {
    match action {
        Action::Move(motion) => list.go(motion, panes),
        Action::ReadOn => list.go(Motion::PageDown, panes),
        Action::ReadBack => list.go(Motion::PageUp, panes),
        Action::Filter => list.start_typing(),
        Action::Edit(Edit::Accept) => list.typing = false,
        Action::Edit(edit) => list.edit(edit, panes),
        Action::Cancel if list.typing || !list.prompt.is_empty() => list.clear(panes),
        Action::Cancel | Action::ToList => return false,
        _ => {}
    }
    true
}
