//! The settings and themes while the program runs.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use crate::config::{self, Configuration};
use crate::store::ConfigFolder;

/// The files of the configuration, with what was last read of them.
pub(in crate::runtime) struct LiveSettings {
    folder: ConfigFolder,
    /// With what variables override.
    known: Configuration,
}

impl LiveSettings {
    /// `known` is what holds since the start.
    pub(in crate::runtime) fn new(folder: ConfigFolder, known: Configuration) -> Self {
        Self { folder, known }
    }

    /// The folders to watch.
    pub(super) fn folders(&self) -> HashSet<PathBuf> {
        self.folder.watched()
    }

    pub(super) fn concerns(&self, path: &Path) -> bool {
        self.folder.concerns(path)
    }

    /// What the files say now; `None` if that is what they said before.
    pub(super) fn changed(&mut self) -> Option<Configuration> {
        let mut now = ConfigFolder::load_or_default(Some(&self.folder));
        // What is wrong with variables was known at the start.
        now.settings.take_variables(config::variable);
        if now == self.known {
            return None;
        }
        self.known = now.clone();
        Some(now)
    }
}
