//! The settings and themes while the program runs.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use crate::app::Abilities;
use crate::config::{self, Configuration};
use crate::runtime::surroundings;
use crate::store::{self, ConfigFolder};

/// The files of the configuration, with what was last read of them.
pub(in crate::runtime) struct LiveSettings {
    folder: ConfigFolder,
    /// With what variables override.
    known: Configuration,
    /// Briefings are looked for in the folders that are set.
    uses_folders: bool,
    /// Where something may happen that changes them, as of the last call of [`Self::folders`].
    paths: HashSet<PathBuf>,
    /// Where the folders that are set are, or may come: they are a fault while they are not there. As of that call,
    /// too.
    set: Vec<PathBuf>,
}

impl LiveSettings {
    /// `known` is what holds since the start.
    pub(in crate::runtime) fn new(
        folder: ConfigFolder,
        known: Configuration,
        uses_folders: bool,
    ) -> Self {
        Self {
            folder,
            known,
            uses_folders,
            paths: HashSet::new(),
            set: Vec::new(),
        }
    }

    /// Finds out where the files are, and returns the folders to watch.
    pub(super) fn folders(&mut self) -> HashSet<PathBuf> {
        self.paths = self.folder.paths();
        self.set.clear();
        if self.uses_folders {
            let set = self.known.settings.folders.value.iter();
            let places = set.flat_map(|folder| store::places_of(&store::from_home(folder)));
            self.set.extend(places);
        }
        store::folders_to_watch(&self.paths, &self.set)
    }

    /// Whether the settings may have changed when something has happened at `path`. Does not look at any file: in a
    /// busy folder much happens that has nothing to do with the settings.
    pub(super) fn concerns(&self, path: &Path) -> bool {
        let mut paths = self.paths.iter();
        // What is in the folders that are set does not matter here.
        paths.any(|own| path.starts_with(own) || own.starts_with(path))
            || self.set.iter().any(|folder| folder.starts_with(path))
    }

    /// What the files say now, and what can be done with that; `None` if it is what they said before.
    pub(super) fn changed(&mut self) -> Option<(Configuration, Abilities)> {
        let mut now = ConfigFolder::load_or_default(Some(&self.folder));
        let abilities = surroundings::read(&mut now.settings, config::variable).abilities;
        if self.uses_folders {
            now.add_missing_folders(store::missing_folders(&now.settings));
        }
        if now == self.known {
            return None;
        }
        self.known = now.clone();
        Some((now, abilities))
    }
}
