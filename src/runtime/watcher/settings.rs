//! The settings and themes while the program runs.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use crate::app::Abilities;
use crate::config::{self, Configuration};
use crate::runtime::surroundings;
use crate::store::ConfigFolder;

/// The files of the configuration, with what was last read of them.
pub(in crate::runtime) struct LiveSettings {
    folder: ConfigFolder,
    /// With what variables override.
    known: Configuration,
    /// Where something may happen that changes them, as of the last call of [`Self::folders`].
    paths: HashSet<PathBuf>,
}

impl LiveSettings {
    /// `known` is what holds since the start.
    pub(in crate::runtime) fn new(folder: ConfigFolder, known: Configuration) -> Self {
        Self {
            folder,
            known,
            paths: HashSet::new(),
        }
    }

    /// Finds out where the files are, and returns the folders to watch.
    pub(super) fn folders(&mut self) -> HashSet<PathBuf> {
        self.paths = self.folder.paths();
        ConfigFolder::watched(&self.paths)
    }

    /// Whether the settings may have changed when something has happened at `path`. Does not look at any file: in a
    /// busy folder much happens that has nothing to do with the settings.
    pub(super) fn concerns(&self, path: &Path) -> bool {
        let mut paths = self.paths.iter();
        paths.any(|own| path.starts_with(own) || own.starts_with(path))
    }

    /// What the files say now, and what can be done with that; `None` if it is what they said before.
    pub(super) fn changed(&mut self) -> Option<(Configuration, Abilities)> {
        let mut now = ConfigFolder::load_or_default(Some(&self.folder));
        let abilities = surroundings::read(&mut now.settings, config::variable).abilities;
        if now == self.known {
            return None;
        }
        self.known = now.clone();
        Some((now, abilities))
    }
}
