//! The configurations that files belong to, each of which is read once.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use super::config::{ConfigFolder, FILE, MAX_BYTES, THEMES, is_theme, shown, themes_in};
use super::read::bytes;
use crate::config::{self, Configuration, Kind, ThemeSource};
use crate::text::DisplayText;

/// The user's configuration, and those that files elsewhere belong to.
#[derive(Default)]
pub struct Configurations {
    folder: Option<ConfigFolder>,
    /// Where the user's settings and themes really are, as far as they exist.
    settings: Option<PathBuf>,
    themes: Option<PathBuf>,
    /// Whether a folder is that of the user's themes, for each asked for so far.
    holds_themes: HashMap<PathBuf, bool>,
    users: Option<Rc<Configuration>>,
    /// The themes of other folders.
    elsewhere: HashMap<PathBuf, Elsewhere>,
}

/// A folder with themes.
struct Elsewhere {
    sources: Vec<ThemeSource>,
    configuration: Rc<Configuration>,
}

impl Configurations {
    /// Finds the user's configuration, which need not exist.
    pub fn locate() -> Self {
        let folder = ConfigFolder::locate();
        let real =
            |path: fn(&ConfigFolder) -> PathBuf| fs::canonicalize(path(folder.as_ref()?)).ok();
        Self {
            settings: real(ConfigFolder::config),
            themes: real(ConfigFolder::themes),
            folder,
            ..Self::default()
        }
    }

    /// The user's configuration and its files, the settings first, and the folder of the themes if there is
    /// something wrong with that; `None` without a home folder.
    pub fn of_user(&mut self) -> Option<(Rc<Configuration>, Vec<PathBuf>)> {
        let configuration = self.users()?;
        let folder = self.folder.as_ref()?;
        let mut files = folder.files();
        let themes = folder.themes();
        let label = shown(&themes);
        if configuration.faults.iter().any(|file| file.label == label) {
            files.push(themes);
        }
        Some((configuration, files))
    }

    fn users(&mut self) -> Option<Rc<Configuration>> {
        let folder = self.folder.as_ref()?;
        let users = self.users.get_or_insert_with(|| Rc::new(folder.load()));
        Some(Rc::clone(users))
    }

    /// Whether a file is one of the user's configuration, by whichever path it is reached.
    pub fn contains(&mut self, path: &Path) -> bool {
        let is = |path: &Path, real: &Option<PathBuf>| {
            real.is_some() && fs::canonicalize(path).ok() == *real
        };
        if path.file_name().is_some_and(|name| name == FILE) && is(path, &self.settings) {
            return true;
        }
        if !is_theme(path) {
            return false;
        }
        let folder = folder_of(path);
        let known = self.holds_themes.get(folder).copied();
        known.unwrap_or_else(|| {
            let holds_themes = is(folder, &self.themes);
            self.holds_themes.insert(folder.to_owned(), holds_themes);
            holds_themes
        })
    }

    /// The configuration that a file belongs to, by its place or else by what is in it, and the label under
    /// which that has the file's faults. `None` if the file is neither settings nor a theme.
    pub fn of(&mut self, path: &Path) -> Option<(Rc<Configuration>, DisplayText)> {
        if self.contains(path) {
            let configuration = self.users()?;
            let folder = self.folder.as_ref()?;
            let name = path.file_name()?;
            let place = if name == FILE {
                folder.config()
            } else {
                folder.themes().join(name)
            };
            return Some((configuration, shown(&place)));
        }
        // A briefing may be larger.
        let read = bytes(path, MAX_BYTES).ok()?;
        match config::kind(&String::from_utf8_lossy(&read))? {
            Kind::Settings => Some((Rc::new(self.with_settings(path, read)), shown(path))),
            Kind::Theme => self.with_theme(path, read),
        }
    }

    /// The settings in `read`, with the themes beside their file, else with the user's.
    fn with_settings(&self, path: &Path, read: Vec<u8>) -> Configuration {
        let beside = folder_of(path).join(THEMES);
        let users = self.folder.as_ref().map(ConfigFolder::themes);
        let themes = Some(beside).filter(|beside| beside.is_dir()).or(users);
        let (themes, _) = themes.map_or_else(<_>::default, |folder| themes_in(&folder));
        Configuration::new(shown(path), Some(Ok(read)), themes)
    }

    /// The theme in `read`, with those beside its file.
    fn with_theme(
        &mut self,
        path: &Path,
        read: Vec<u8>,
    ) -> Option<(Rc<Configuration>, DisplayText)> {
        let folder = folder_of(path);
        if !self.elsewhere.contains_key(folder) {
            self.elsewhere
                .insert(folder.to_owned(), Elsewhere::read(folder));
        }
        let beside = self.elsewhere.get(folder)?;
        let label = shown(&folder.join(path.file_name()?));
        if beside.sources.iter().any(|source| source.label == label) {
            return Some((Rc::clone(&beside.configuration), label));
        }
        // Hidden, or under a name that a theme cannot have.
        let mut sources = beside.sources.clone();
        sources.push(ThemeSource {
            name: path.file_stem()?.to_string_lossy().into_owned(),
            label: label.clone(),
            contents: Ok(read),
        });
        Some((Rc::new(of_themes(sources)), label))
    }
}

impl Elsewhere {
    /// Reads the themes in a folder, in which other files may be briefings.
    fn read(folder: &Path) -> Self {
        let (mut sources, _) = themes_in(folder);
        sources.retain(|source| {
            let bytes = source.contents.as_ref();
            bytes.is_ok_and(|bytes| {
                config::kind(&String::from_utf8_lossy(bytes)) == Some(Kind::Theme)
            })
        });
        Self {
            configuration: Rc::new(of_themes(sources.clone())),
            sources,
        }
    }
}

fn of_themes(sources: Vec<ThemeSource>) -> Configuration {
    Configuration::new(DisplayText::default(), None, sources)
}

/// The folder that a file is in; of a mere name, that is the one in which the program was started.
fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}
