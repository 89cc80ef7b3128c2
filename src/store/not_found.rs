//! Paths that the user has named and at which there are no briefings.

use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::folders::{from_home, shown};
use crate::briefing::{Diagnostic, Position};
use crate::config::settings::{self, FOLDER, Settings};
use crate::text::DisplayText;

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
                write!(f, "cannot access {}: {error}", shown(path))
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

/// Whether there is something at a path that the user has named.
pub(super) fn is_named(path: &Path, by: NamedIn) -> Result<(), NotFound> {
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
