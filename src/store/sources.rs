//! The file with the list of sources.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use super::folders::{self, create_private};
use super::read;
use super::write::{Access, private, replace, target};

const FILE: &str = "sources.toml";
/// Locked by the program that changes the list; never removed. It is in the state folder, so that the folder
/// of the list holds nothing but what the user wants to keep.
const LOCK: &str = "sources.lock";
/// In bytes: a list of tens of thousands of sources.
const MAX_BYTES: u64 = 4 << 20;

/// The file with the list of sources.
#[derive(Clone, Debug)]
pub struct SourcesFile {
    path: PathBuf,
}

/// The list while it is changed; no other program changes it until this is dropped.
#[derive(Debug)]
pub struct SourcesEdit {
    /// If the list is a link, the file itself.
    path: PathBuf,
    before: Option<Vec<u8>>,
    _lock: File,
}

impl SourcesFile {
    /// `$XDG_CONFIG_HOME/roundup/sources.toml`, or the platform's equivalent; `None` without a home folder.
    pub fn locate() -> Option<Self> {
        let path = folders::config()?.join(FILE);
        Some(Self { path })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Its bytes; `None` if there is no such file.
    ///
    /// # Errors
    /// When it is there and cannot be read. The message names it.
    pub fn read(&self) -> io::Result<Option<Vec<u8>>> {
        match read::bytes(&self.path, MAX_BYTES) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(refusal) if refusal.is_not_found() => Ok(None),
            Err(refusal) => Err(named(&self.path, refusal)),
        }
    }

    /// Waits until no other program changes the list, and reads it.
    ///
    /// # Errors
    /// When it cannot be locked or read. The message names what cannot.
    pub fn edit(&self) -> io::Result<SourcesEdit> {
        let state = folders::state().ok_or_else(|| {
            io::Error::other("there is no home folder; set XDG_STATE_HOME to a folder")
        })?;
        create_private(&state).map_err(|error| cannot_write(&state, &error))?;
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        let path = state.join(LOCK);
        let lock = private(&mut options)
            .open(&path)
            .map_err(|error| cannot_write(&path, &error))?;
        // On a network folder without locks it is better to change the list than to refuse.
        let _ = lock.lock();
        let path = target(&self.path)
            .ok_or_else(|| named(&self.path, "is a symbolic link that leads to itself"))?;
        Ok(SourcesEdit {
            before: self.read()?,
            path,
            _lock: lock,
        })
    }
}

impl SourcesEdit {
    /// What the list holds; `None` if there is no such file yet.
    pub fn before(&self) -> Option<&[u8]> {
        self.before.as_deref()
    }

    /// Replaces the list, whole or not at all. A new one can be read by this user alone, since addresses may
    /// have keys in them.
    ///
    /// # Errors
    /// When it cannot be written; it is then as it was. The message names it.
    pub fn write(self, text: &str) -> io::Result<()> {
        let failed = |error| cannot_write(&self.path, &error);
        if let Some(folder) = self.path.parent() {
            fs::create_dir_all(folder).map_err(failed)?;
        }
        let access = match self.before {
            Some(_) => Access::Usual,
            None => Access::Private,
        };
        replace(&self.path, text.as_bytes(), access).map_err(failed)?;
        Ok(())
    }
}

fn named(path: &Path, what: impl std::fmt::Display) -> io::Error {
    io::Error::other(format!("{} {what}", path.display()))
}

fn cannot_write(path: &Path, error: &io::Error) -> io::Error {
    named(path, format!("cannot be written: {error}"))
}
