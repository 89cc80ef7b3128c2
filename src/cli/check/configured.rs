//! The faults of a configuration.

use std::path::{Path, PathBuf};

use super::faults::Checked;
use crate::config::Configuration;
use crate::keymap::Keymap;
use crate::store::{ConfigFolder, configuration_of};
use crate::text::DisplayText;

/// A file that holds settings or a theme; `None` if it is neither.
pub(super) fn check(path: &Path) -> Option<Checked> {
    let (configuration, label) = configuration_of(path)?;
    Some(checked(path, &label, &with_keys(configuration)))
}

/// All files of the user's configuration.
pub(super) fn check_all() -> Vec<Checked> {
    let Some(folder) = ConfigFolder::locate() else {
        return Vec::new();
    };
    let configuration = with_keys(ConfigFolder::load_or_default(Some(&folder)));
    let files = folder.files();
    let label = |path: &Path| DisplayText::line(&path.to_string_lossy());
    let checked = |path: &PathBuf| checked(path, &label(path), &configuration);
    files.iter().map(checked).collect()
}

/// Takes the files of the user's configuration out of those that were found in folders.
pub(super) fn take(files: &mut Vec<PathBuf>) -> Vec<Checked> {
    let Some(folder) = ConfigFolder::locate() else {
        return Vec::new();
    };
    let mut configured: Vec<_> = files.extract_if(.., |path| folder.has(path)).collect();
    // The settings before the themes.
    configured.sort();
    configured.iter().filter_map(|path| check(path)).collect()
}

fn with_keys(mut configuration: Configuration) -> Configuration {
    Keymap::of(&mut configuration);
    configuration
}

/// The faults that a configuration has under `label`, which are those of the file at `path`.
fn checked(path: &Path, label: &DisplayText, configuration: &Configuration) -> Checked {
    let files = configuration.faults.iter();
    let faults = files.filter(|file| file.label == *label);
    Checked {
        path: path.to_owned(),
        faults: faults.flat_map(|file| file.faults.clone()).collect(),
        label: DisplayText::line(&path.to_string_lossy()),
        identity: None,
    }
}
