//! Where briefings come from.

use std::env;
use std::path::PathBuf;
use std::sync::Arc;

use etcetera::BaseStrategy;

use super::files::Files;
use super::folders::{from_home, shown};
use super::not_found::{NamedIn, NotFound, is_named};
use super::read::read;
use super::samples::samples;
#[cfg(feature = "import")]
use super::sources::SourcesFile;
use super::standard_input;
use super::walk::{Searched, Unsearched, search};
use crate::archive::Edition;
use crate::config::settings::{self, FOLDER, Setting};

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
