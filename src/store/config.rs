//! The configuration and the themes as files.

use std::collections::HashSet;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::folders;
use super::links::places_of;
use super::read::{Refusal, bytes};
use crate::briefing::Diagnostic;
use crate::config::settings::{self, Settings};
use crate::config::{Configuration, Contents, FileFaults, ThemeSource, unreadable};
use crate::text::{DisplayText, grouped};

pub(super) const FILE: &str = "config.toml";
pub(super) const THEMES: &str = "themes";
/// Of a configuration or a theme, in bytes. Both are written by hand.
pub(super) const MAX_BYTES: u64 = 1 << 20;
/// The most themes that are read.
const MAX_THEMES: usize = 500;

/// The configuration's folder.
#[derive(Clone, Debug)]
pub struct ConfigFolder {
    folder: PathBuf,
}

impl ConfigFolder {
    /// `$XDG_CONFIG_HOME/roundup`, or the platform's equivalent; `None` without a home folder.
    pub fn locate() -> Option<Self> {
        let folder = folders::config()?;
        Some(Self { folder })
    }

    /// Where the settings are, whether there is a file or not.
    pub fn config(&self) -> PathBuf {
        self.folder.join(FILE)
    }

    /// Where the user's themes are.
    pub fn themes(&self) -> PathBuf {
        self.folder.join(THEMES)
    }

    /// Reads what is set, and the user's themes. Without a home folder, nothing is.
    pub fn load_or_default(folder: Option<&Self>) -> Configuration {
        folder.map_or_else(Configuration::default, Self::load)
    }

    /// Reads what is set, without the themes, and the faults of that file; without a home folder, nothing is set.
    pub fn load_settings() -> (Settings, Option<FileFaults>) {
        let Some(config) = Self::locate().map(|folder| folder.config()) else {
            return <_>::default();
        };
        let (settings, faults) = match contents(&config) {
            None => return <_>::default(),
            Some(Ok(bytes)) => settings::parse(&bytes),
            Some(Err(why)) => (Settings::default(), vec![unreadable(&why)]),
        };
        let file = (!faults.is_empty()).then(|| FileFaults {
            label: shown(&config),
            theme: None,
            faults,
        });
        (settings, file)
    }

    /// Reads what is set, and the user's themes.
    pub(super) fn load(&self) -> Configuration {
        let config = self.config();
        let (themes, of_folder) = themes_in(&self.themes());
        let mut configuration = Configuration::new(shown(&config), contents(&config), themes);
        configuration.faults.extend(of_folder.map(Arc::new));
        configuration
    }

    /// The paths at which a change may change the settings: those of the files and of the folder of themes, and
    /// where they are links, those that they lead to, whether or not there is something.
    pub fn paths(&self) -> HashSet<PathBuf> {
        let mut paths = HashSet::from([self.config(), self.themes()]);
        paths.extend(theme_paths(&self.themes()));
        let real: Vec<_> = paths.iter().flat_map(|path| places_of(path)).collect();
        paths.extend(real);
        paths
    }

    /// The files that there are: that of the settings, then the themes.
    pub fn files(&self) -> Vec<PathBuf> {
        let config = Some(self.config()).filter(|path| fs::symlink_metadata(path).is_ok());
        let themes = theme_paths(&self.themes());
        config.into_iter().chain(themes).collect()
    }
}

/// The paths of the themes in a folder, sorted.
fn theme_paths(folder: &Path) -> Vec<PathBuf> {
    find_themes(folder).0
}

/// The paths of the themes in a folder, sorted, and what is wrong with the folder. There need not be one.
fn find_themes(folder: &Path) -> (Vec<PathBuf>, Option<Diagnostic>) {
    let mut paths = match list_themes(folder) {
        Ok(paths) => paths,
        // A link that leads nowhere is something that the user wants to know of.
        Err(error) if error.kind() == ErrorKind::NotFound && !folder.is_symlink() => {
            return (Vec::new(), None);
        }
        Err(error) => {
            let message = format!("the themes cannot be listed: {error}");
            return (Vec::new(), Some(Diagnostic::of_file(&message, None)));
        }
    };
    paths.sort();
    let found = paths.len();
    paths.truncate(MAX_THEMES);
    let fault = (found > MAX_THEMES).then(|| {
        let found = grouped(found);
        let message = format!("{found} themes, of which only the first {MAX_THEMES} are read");
        Diagnostic::of_file(&message, Some("move those elsewhere that you do not use"))
    });
    (paths, fault)
}

fn list_themes(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let paths = fs::read_dir(folder)?.map(|entry| Ok(entry?.path()));
    paths
        .filter(|path| path.as_ref().map_or(true, |path| is_theme(path)))
        .collect()
}

/// The themes in a folder, by name, and what is wrong with the folder.
pub(super) fn themes_in(folder: &Path) -> (Vec<ThemeSource>, Option<FileFaults>) {
    let theme = |path: PathBuf| {
        Some(ThemeSource {
            name: path.file_stem()?.to_string_lossy().into_owned(),
            label: shown(&path),
            contents: contents(&path)?,
        })
    };
    let (paths, fault) = find_themes(folder);
    let faults = fault.map(|fault| FileFaults {
        label: shown(folder),
        theme: None,
        faults: vec![fault],
    });
    (paths.into_iter().filter_map(theme).collect(), faults)
}

pub(super) fn shown(path: &Path) -> DisplayText {
    DisplayText::line(&path.to_string_lossy())
}

pub(super) fn is_theme(path: &Path) -> bool {
    let is_hidden = path
        .file_name()
        .is_some_and(|name| name.to_string_lossy().starts_with('.'));
    !is_hidden
        && path
            .extension()
            .is_some_and(|extension| extension == "toml")
}

/// `None` if there is nothing at the path.
fn contents(path: &Path) -> Option<Contents> {
    match bytes(path, MAX_BYTES) {
        Ok(bytes) => Some(Ok(bytes)),
        // A link that leads nowhere is something that the user wants to know of.
        Err(refusal) if refusal.is_not_found() && !path.is_symlink() => None,
        Err(Refusal::TooLarge) => {
            Some(Err("is larger than 1 MiB, the most that is read".to_owned()))
        }
        Err(refusal) => Some(Err(refusal.to_string())),
    }
}
