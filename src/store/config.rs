//! The configuration and the themes as files.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::folders;
use super::read::{Refusal, bytes};
use crate::config::settings::{self, Settings};
use crate::config::{self, Configuration, Contents, FileFaults, Kind, ThemeSource, unreadable};
use crate::text::DisplayText;

const FILE: &str = "config.toml";
const THEMES: &str = "themes";
/// In bytes. Both are written by hand.
const MAX_BYTES: u64 = 1 << 20;
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
            faults,
        });
        (settings, file)
    }

    /// Reads what is set, and the user's themes.
    fn load(&self) -> Configuration {
        let config = self.config();
        Configuration::new(shown(&config), contents(&config), self.read_themes())
    }

    /// The paths at which a change may change the settings: those of the files and of the folder of themes, and
    /// where they are links, those that they lead to.
    pub fn paths(&self) -> HashSet<PathBuf> {
        let mut paths = HashSet::from([self.config(), self.themes()]);
        paths.extend(theme_paths(&self.themes()));
        let real: Vec<_> = paths
            .iter()
            .filter_map(|path| path.canonicalize().ok())
            .collect();
        paths.extend(real);
        paths
    }

    /// The folders to watch for changes at `paths`: those that they are and those that they are in, or where such a
    /// folder is missing, the one in which it may come.
    pub fn watched(paths: &HashSet<PathBuf>) -> HashSet<PathBuf> {
        let mut folders = HashSet::new();
        for path in paths {
            let mut above = path.ancestors().skip(1);
            folders.extend(above.find(|folder| folder.is_dir()).map(Path::to_owned));
            if path.is_dir() {
                folders.insert(path.clone());
            }
        }
        folders
    }

    fn read_themes(&self) -> Vec<ThemeSource> {
        themes_in(&self.themes())
    }

    /// The files that there are: that of the settings, then the themes.
    pub fn files(&self) -> Vec<PathBuf> {
        let config = Some(self.config()).filter(|path| fs::symlink_metadata(path).is_ok());
        let themes = theme_paths(&self.themes());
        config.into_iter().chain(themes).collect()
    }

    /// Whether a file is one of [`Self::files`], by whichever path it is reached.
    pub fn has(&self, path: &Path) -> bool {
        let is = |one: &Path, other: &Path| match (fs::canonicalize(one), fs::canonicalize(other)) {
            (Ok(one), Ok(other)) => one == other,
            _ => false,
        };
        let is_named = path.file_name().is_some_and(|name| name == FILE);
        is_named && is(path, &self.config())
            || is_theme(path)
                && path
                    .parent()
                    .is_some_and(|parent| is(parent, &self.themes()))
    }
}

/// The configuration that a file belongs to, by its place or else by what is in it, and the label under which
/// that has the file's faults. `None` if it is neither settings nor a theme.
pub fn configuration_of(path: &Path) -> Option<(Configuration, DisplayText)> {
    let located = ConfigFolder::locate().filter(|folder| folder.has(path));
    if let Some(folder) = located {
        let name = path.file_name()?;
        let place = if name == FILE {
            folder.config()
        } else {
            folder.themes().join(name)
        };
        return Some((folder.load(), shown(&place)));
    }
    // A briefing may be larger.
    let read = bytes(path, MAX_BYTES).ok()?;
    let kind = config::kind(&String::from_utf8_lossy(&read))?;
    let beside = path.parent().unwrap_or(Path::new(""));
    let configuration = match kind {
        Kind::Settings => {
            let beside = beside.join(THEMES);
            let themes = if beside.is_dir() {
                themes_in(&beside)
            } else {
                let located = ConfigFolder::locate();
                located.map_or_else(Vec::new, |folder| folder.read_themes())
            };
            Configuration::new(shown(path), Some(Ok(read)), themes)
        }
        Kind::Theme => {
            let mut themes = themes_in(beside);
            // Others in its folder may be briefings.
            let is_theme = |other: &ThemeSource| {
                let source = other
                    .contents
                    .as_ref()
                    .map(|it| String::from_utf8_lossy(it));
                source.is_ok_and(|source| config::kind(&source) == Some(Kind::Theme))
            };
            themes.retain(|other| other.label == shown(path) || is_theme(other));
            if !themes.iter().any(|theme| theme.label == shown(path)) {
                themes.push(ThemeSource {
                    name: path.file_stem()?.to_string_lossy().into_owned(),
                    label: shown(path),
                    contents: Ok(read),
                });
            }
            Configuration::new(DisplayText::default(), None, themes)
        }
    };
    Some((configuration, shown(path)))
}

/// The paths of the themes in a folder, sorted.
fn theme_paths(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let paths = entries.map(|entry| entry.path());
    let mut paths: Vec<_> = paths
        .filter(|path| is_theme(path))
        .take(MAX_THEMES)
        .collect();
    paths.sort();
    paths
}

fn themes_in(folder: &Path) -> Vec<ThemeSource> {
    let theme = |path: PathBuf| {
        Some(ThemeSource {
            name: path.file_stem()?.to_string_lossy().into_owned(),
            label: shown(&path),
            contents: contents(&path)?,
        })
    };
    theme_paths(folder).into_iter().filter_map(theme).collect()
}

fn shown(path: &Path) -> DisplayText {
    DisplayText::line(&path.to_string_lossy())
}

fn is_theme(path: &Path) -> bool {
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
