//! Where briefings come from.

use std::env;
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use etcetera::BaseStrategy;

use super::files::Files;
use super::folders::from_home;
use super::read::read;
use super::samples::samples;
#[cfg(feature = "import")]
use super::sources::SourcesFile;
use super::standard_input;
use super::walk::{Searched, Unsearched, search};
use crate::archive::Edition;
use crate::briefing::{Diagnostic, Position};
use crate::config::settings::{self, FOLDER, Setting, Settings};
use crate::text::DisplayText;

/// The files of an archive, before they are read.
#[derive(Debug, Default)]
pub struct FoundFiles {
    pub origin: Origin,
    pub files: Files,
    /// Folders that could not be searched.
    pub unsearched: Vec<Unsearched>,
    /// The folders that the configuration names, but which are not there.
    pub missing: Vec<NotFound>,
    /// The briefing on standard input, if that was named.
    pub standard_input: Option<Arc<Edition>>,
    /// Where to look for them again.
    pub places: Places,
}

/// Where to look for briefings again, after they have been found once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Places {
    /// In all of these files and folders.
    All(Vec<PathBuf>),
    /// In the first of these folders that has any. None has had any so far.
    First(Vec<PathBuf>),
}

impl Places {
    pub fn paths(&self) -> &[PathBuf] {
        match self {
            Self::All(paths) | Self::First(paths) => paths,
        }
    }

    /// What is there now. Unlike the first time, a path that is not there is no error. Once a folder has
    /// briefings it remains the place, even if another one gets some that would come before it.
    pub(super) fn search(&mut self) -> Searched {
        let Self::First(folders) = self else {
            return search(self.paths());
        };
        for folder in folders.iter() {
            let found = search(std::slice::from_ref(folder));
            if !found.is_empty() {
                *self = Self::All(vec![folder.clone()]);
                return found;
            }
        }
        Searched::default()
    }
}

impl Default for Places {
    fn default() -> Self {
        Self::All(Vec::new())
    }
}

impl FoundFiles {
    /// How many editions there are, except for samples.
    pub fn count(&self) -> usize {
        let standard_input = usize::from(self.standard_input.is_some());
        self.files.len() + self.unsearched.len() + standard_input
    }

    /// The editions for which no file is read: one for each folder that could not be searched, that of
    /// standard input, and the samples if they are shown.
    pub fn at_hand(&self) -> Vec<Arc<Edition>> {
        let unsearched = self.unsearched.iter().map(Unsearched::to_edition);
        let mut editions: Vec<_> = unsearched.map(Arc::new).collect();
        editions.extend(self.standard_input.clone());
        if let Origin::Samples { .. } = self.origin {
            editions.extend(samples());
        }
        editions
    }
}

/// Where the editions of an archive come from.
#[derive(Debug, Default, PartialEq, Eq)]
pub enum Origin {
    /// From files that the user has named, or from a folder that holds briefings.
    #[default]
    Folders,
    /// There are no briefings in these folders, so the samples are shown. What is imported goes to `home`.
    Samples {
        searched: Vec<PathBuf>,
        home: Option<PathBuf>,
    },
}

impl Origin {
    /// Says that the samples are shown and where the user can put briefings; `None` if they are not.
    pub fn sample_notice(&self) -> Option<String> {
        let Self::Samples { searched, home } = self else {
            return None;
        };
        let folders: Vec<_> = searched.iter().map(|folder| shown(folder)).collect();
        let home = home.as_deref().map(shown).unwrap_or_default();
        Some(format!(
            "Samples. Put yours (*.toml) in {home}; none in {}",
            folders.join(", ")
        ))
    }

    /// What a user without briefings can do, in a line of the reader; `None` if there are briefings.
    pub fn sample_line(&self) -> Option<String> {
        let Self::Samples { home, .. } = self else {
            return None;
        };
        let home = home.as_deref().map(shown).unwrap_or_default();
        Some(sample_line(&home))
    }
}

/// How to begin: with a list of sources, to fetch from it; else to make one.
#[cfg(feature = "import")]
fn sample_line(_home: &str) -> String {
    let list = SourcesFile::locate().map(|file| file.read());
    let first = match list {
        Some(Ok(Some(list))) if has_source(&list) => "quit, then: roundup fetch",
        _ => "roundup sources add https://…, then roundup fetch",
    };
    format!("Samples. To begin: {first}")
}

/// Whether a list has more than comments.
#[cfg(feature = "import")]
fn has_source(list: &[u8]) -> bool {
    let mut lines = list.split(|&byte| byte == b'\n');
    lines.any(|line| line.starts_with(b"[[source]]"))
}

#[cfg(not(feature = "import"))]
fn sample_line(home: &str) -> String {
    format!("Sample briefings; put your own into {home}")
}

/// A folder as it is named to the user: below the home folder, from `~`.
fn shown(folder: &Path) -> String {
    match env::var_os("HOME").map(PathBuf::from) {
        Some(home) if home.is_absolute() && folder.starts_with(&home) => {
            let below = folder.strip_prefix(&home).unwrap_or(folder);
            format!("~/{}", below.display())
        }
        _ => folder.display().to_string(),
    }
}

/// Where the user has named a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NamedIn {
    CommandLine,
    /// `ROUNDUP_DIR`.
    Variable,
    /// The setting `folders`, in this line of the configuration.
    Configuration(usize),
}

impl fmt::Display for NamedIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::CommandLine => f.write_str("on the command line"),
            Self::Variable => write!(f, "in {FOLDER}"),
            Self::Configuration(line) => {
                write!(f, "in `folders` of config.toml, line {line}")
            }
        }
    }
}

/// Why there are no briefings at a path that the user has named.
#[derive(Debug)]
pub enum NotFound {
    NoSuchPath {
        path: PathBuf,
        by: NamedIn,
    },
    /// What the setting `folders` names, in this line of the configuration, is a file.
    NotAFolder {
        path: PathBuf,
        by: NamedIn,
    },
    NotAllowed {
        path: PathBuf,
        error: io::Error,
    },
    Empty {
        path: PathBuf,
    },
}

impl fmt::Display for NotFound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let below_home = |path: &Path| DisplayText::line(&shown(path));
        let shown = |path: &Path| DisplayText::line(&path.to_string_lossy());
        match self {
            Self::NoSuchPath {
                path,
                by: by @ NamedIn::Configuration(_),
            } => write!(f, "no such folder: {} ({by})", below_home(path)),
            Self::NoSuchPath { path, by } => write!(
                f,
                "no such file or folder: {} ({by}); name a briefing (*.toml) or a folder that holds some",
                shown(path)
            ),
            Self::NotAFolder { path, by } => write!(
                f,
                "not a folder: {} ({by}); name the folder that it is in",
                below_home(path)
            ),
            Self::NotAllowed { path, error } => {
                write!(f, "cannot look at {}: {error}", shown(path))
            }
            Self::Empty { path } => write!(
                f,
                "no briefings in {}: no file there ends in .toml; put one there, or name another folder",
                shown(path)
            ),
        }
    }
}

impl std::error::Error for NotFound {}

/// Finds the briefings as [`find_in`] does for a user who has set no folders.
///
/// # Errors
/// As [`find_in`].
pub fn find(paths: &[PathBuf]) -> Result<FoundFiles, NotFound> {
    find_in(paths, &Setting::default())
}

/// Finds the briefings in `paths`, one of which may stand for standard input; that is read at once. If there
/// are no paths, finds those in the folder that `ROUNDUP_DIR` names; if it is not set, in all the `folders` of
/// the configuration; if there are none, in `./briefings` or else in the platform's data folder. If none of them
/// has any, the samples are shown.
///
/// # Errors
/// When a path that the user has named does not exist, or there are no briefings in it. Folders of the
/// configuration may be missing or empty.
pub fn find_in(paths: &[PathBuf], folders: &Setting<Vec<String>>) -> Result<FoundFiles, NotFound> {
    if !paths.is_empty() {
        return on_command_line(paths);
    }
    if let Some(folder) = named_in_variable() {
        return search_named(&[folder], NamedIn::Variable);
    }
    if let Some(found) = in_configuration(folders) {
        return Ok(found);
    }
    let mut searched = Vec::new();
    for folder in [Some(PathBuf::from("briefings")), data_folder()]
        .into_iter()
        .flatten()
    {
        if folder.is_file() {
            continue;
        }
        let found = search(std::slice::from_ref(&folder));
        if !found.is_empty() {
            return Ok(found_in(vec![folder], found));
        }
        searched.push(folder);
    }
    Ok(FoundFiles {
        places: Places::First(searched.clone()),
        origin: Origin::Samples {
            home: searched.last().cloned(),
            searched,
        },
        files: Files::default(),
        unsearched: Vec::new(),
        missing: Vec::new(),
        standard_input: None,
    })
}

/// A fault for each of the folders of the configuration that is not there, at its place in the file.
pub fn missing_folders(settings: &Settings) -> Vec<Diagnostic> {
    let settings::Origin::File(line) = settings.folders.origin else {
        return Vec::new();
    };
    let folders = settings.folders.value.iter().zip(&settings.folder_places);
    let fault = |(folder, place): (&String, &Position)| {
        let path = from_home(folder);
        let missing = is_named(&path, NamedIn::Configuration(line)).err()?;
        let (message, help) = match &missing {
            NotFound::NotAFolder { path, .. } => (
                format!("not a folder: {}", shown(path)),
                "name the folder that it is in",
            ),
            NotFound::NotAllowed { .. } => (missing.to_string(), "allow it, or remove the folder"),
            NotFound::NoSuchPath { path, .. } | NotFound::Empty { path } => (
                format!("no such folder: {}", shown(path)),
                "make it, or remove it here",
            ),
        };
        Some(Diagnostic {
            position: Some(place.clone()),
            ..Diagnostic::of_file(&message, Some(help))
        })
    };
    folders.filter_map(fault).collect()
}

/// Finds the briefings in the folders of the configuration; `None` when it names none.
pub(super) fn in_configuration(folders: &Setting<Vec<String>>) -> Option<FoundFiles> {
    let settings::Origin::File(line) = folders.origin else {
        return None;
    };
    let paths: Vec<_> = folders.value.iter().map(|path| from_home(path)).collect();
    let home = paths.first()?.clone();
    let found = search(&paths);
    let by = NamedIn::Configuration(line);
    let missing = paths.iter().filter_map(|path| is_named(path, by).err());
    let missing = missing.collect();
    let origin = if found.is_empty() {
        Origin::Samples {
            searched: paths.clone(),
            home: Some(home),
        }
    } else {
        Origin::Folders
    };
    Some(FoundFiles {
        origin,
        missing,
        ..found_in(paths, found)
    })
}

/// The folder in `ROUNDUP_DIR`, if that is set.
pub(super) fn named_in_variable() -> Option<PathBuf> {
    let folder = env::var_os(FOLDER).filter(|folder| !folder.is_empty())?;
    Some(folder.into())
}

/// The folder for briefings if the user names none; `None` without a home folder.
pub(super) fn data_folder() -> Option<PathBuf> {
    let base = etcetera::choose_base_strategy().ok()?;
    Some(base.data_dir().join("roundup").join("briefings"))
}

fn on_command_line(paths: &[PathBuf]) -> Result<FoundFiles, NotFound> {
    let (input, paths): (Vec<_>, Vec<_>) = paths
        .iter()
        .cloned()
        .partition(|path| standard_input::is_named(path));
    let mut found = match paths.as_slice() {
        [] => found_in(Vec::new(), Searched::default()),
        paths => search_named(paths, NamedIn::CommandLine)?,
    };
    // A misspelt path is reported before there is anything to wait for.
    found.standard_input = input.into_iter().next().map(|path| Arc::new(read(path)));
    Ok(found)
}

fn search_named(paths: &[PathBuf], by: NamedIn) -> Result<FoundFiles, NotFound> {
    for path in paths {
        is_named(path, by)?;
    }
    let found = search(paths);
    match paths {
        [path, ..] if found.is_empty() => Err(NotFound::Empty { path: path.clone() }),
        _ => Ok(found_in(paths.to_vec(), found)),
    }
}

/// Whether there is something at a path that the user has named.
fn is_named(path: &Path, by: NamedIn) -> Result<(), NotFound> {
    let path = path.to_owned();
    // A link that leads nowhere is listed, with its fault.
    match fs::symlink_metadata(&path) {
        Ok(_) if matches!(by, NamedIn::Configuration(_)) && path.is_file() => {
            Err(NotFound::NotAFolder { path, by })
        }
        Ok(_) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            Err(NotFound::NoSuchPath { path, by })
        }
        Err(error) => Err(NotFound::NotAllowed { path, error }),
    }
}

fn found_in(paths: Vec<PathBuf>, found: Searched) -> FoundFiles {
    FoundFiles {
        origin: Origin::Folders,
        files: found.files,
        unsearched: found.unsearched,
        missing: Vec::new(),
        standard_input: None,
        places: Places::All(paths),
    }
}
