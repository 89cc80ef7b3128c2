//! The faults of a configuration.

use std::path::{Path, PathBuf};

use super::faults::Checked;
use crate::config::Configuration;
use crate::keymap::Keymap;
use crate::store::Configurations;
use crate::text::DisplayText;

/// Checks files of configurations.
pub(super) struct Configured(Configurations);

impl Configured {
    pub(super) fn new() -> Self {
        Self(Configurations::locate())
    }

    /// A file that holds settings or a theme; `None` if it is neither.
    pub(super) fn check(&mut self, path: &Path) -> Option<Checked> {
        let (configuration, label) = self.0.of(path)?;
        Some(checked(path, &label, &configuration))
    }

    /// All files of the user's configuration.
    pub(super) fn check_all(&mut self) -> Vec<Checked> {
        let Some((configuration, files)) = self.0.of_user() else {
            return Vec::new();
        };
        let label = |path: &Path| DisplayText::line(&path.to_string_lossy());
        let checked = |path: &PathBuf| checked(path, &label(path), &configuration);
        files.iter().map(checked).collect()
    }

    /// Takes the files of the user's configuration out of those that were found in folders.
    pub(super) fn take(&mut self, files: &mut Vec<PathBuf>) -> Vec<Checked> {
        let is_configured = |path: &mut PathBuf| self.0.contains(path);
        let mut configured: Vec<_> = files.extract_if(.., is_configured).collect();
        // The settings before the themes.
        configured.sort();
        let checked = configured.iter().filter_map(|path| self.check(path));
        checked.collect()
    }
}

/// The faults that a configuration has under `label`, which are those of the file at `path`.
fn checked(path: &Path, label: &DisplayText, configuration: &Configuration) -> Checked {
    let mut configuration = configuration.clone();
    configuration.add_faults(Keymap::faults(&configuration.settings.keys));
    let files = configuration.faults.iter();
    let faults = files.filter(|file| file.label == *label);
    Checked {
        path: path.to_owned(),
        faults: faults.flat_map(|file| file.faults.clone()).collect(),
        label: DisplayText::line(&path.to_string_lossy()),
        identity: None,
    }
}
