//! The configuration and the themes as files.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::folders;
use super::read::bytes;
use crate::config::{Configuration, Contents, ThemeSource};
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

    /// Reads what is set, and the user's themes.
    fn load(&self) -> Configuration {
        let config = self.config();
        Configuration::new(shown(&config), contents(&config), self.read_themes())
    }

    /// The folders in which the files, or the folders on the way to them, may come, change and go. Where they are
    /// links, those in which they really are, too.
    pub fn watched(&self) -> HashSet<PathBuf> {
        let paths = [self.config(), self.themes()];
        let real = paths.iter().filter_map(|path| path.canonicalize().ok());
        let mut folders = HashSet::new();
        for path in paths.iter().cloned().chain(real) {
            let above = path.ancestors().skip(1);
            folders.extend(
                above
                    .filter(|folder| folder.is_dir())
                    .take(2)
                    .map(Path::to_owned),
            );
            if path.is_dir() {
                folders.insert(path);
            }
        }
        folders
    }

    /// Whether the settings may have changed when something has happened at `path`.
    pub fn concerns(&self, path: &Path) -> bool {
        let paths = [self.config(), self.themes()];
        let real = paths.iter().filter_map(|path| path.canonicalize().ok());
        let mut paths = paths.iter().cloned().chain(real);
        paths.any(|own| path.starts_with(&own) || own.starts_with(path))
    }

    fn read_themes(&self) -> Vec<ThemeSource> {
        let entries = fs::read_dir(self.themes()).into_iter().flatten().flatten();
        let paths = entries.map(|entry| entry.path());
        let mut paths: Vec<_> = paths
            .filter(|path| is_theme(path))
            .take(MAX_THEMES)
            .collect();
        paths.sort();
        let theme = |path: PathBuf| {
            Some(ThemeSource {
                name: path.file_stem()?.to_string_lossy().into_owned(),
                label: shown(&path),
                contents: contents(&path)?,
            })
        };
        paths.into_iter().filter_map(theme).collect()
    }
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
        Err(refusal) => Some(Err(refusal.to_string())),
    }
}
