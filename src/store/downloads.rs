//! What another program downloads, until it is read.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process;

use super::fetched::{FetchLock, FetchedFile};
use super::folders::create_private;
use super::read;

const FOLDER: &str = "downloads";
const APART: &str = "downloads-apart";

/// A folder for downloads, in the state folder. It is removed when this is dropped, and what a fetch that
/// was killed has left there is removed by the next.
#[derive(Debug)]
pub struct Downloads {
    folder: PathBuf,
}

impl Downloads {
    /// An empty folder. The lock keeps others from using the same one.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn new(file: &FetchedFile, _lock: &FetchLock) -> io::Result<Self> {
        let all = file.folder().join(FOLDER);
        match fs::remove_dir_all(&all) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        Self::at(&all)
    }

    /// A folder beside those of fetches, which need not wait for it.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn apart(file: &FetchedFile) -> io::Result<Self> {
        Self::at(&file.folder().join(APART))
    }

    /// A folder in `all` that is named after this process: a program that an earlier one has started, and
    /// that still runs, cannot write into it.
    fn at(all: &Path) -> io::Result<Self> {
        let folder = all.join(process::id().to_string());
        create_private(&folder)?;
        Ok(Self { folder })
    }

    /// Where a download of this name is to be put.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// How many bytes of a download there are by now.
    pub fn size(&self, name: &str) -> u64 {
        fs::metadata(self.path(name)).map_or(0, |metadata| metadata.len())
    }

    /// The bytes of a download, which is removed; empty if there is none.
    ///
    /// # Errors
    /// When it is larger than `most` bytes or cannot be read.
    pub fn take(&self, name: &str, most: usize) -> io::Result<Vec<u8>> {
        let path = self.path(name);
        let bytes = match read::bytes(&path, most as u64) {
            Ok(bytes) => bytes,
            Err(refusal) if refusal.is_not_found() => Vec::new(),
            Err(refusal) => return Err(io::Error::other(refusal.to_string())),
        };
        remove(&path)?;
        Ok(bytes)
    }

    /// Removes what there is of a download.
    ///
    /// # Errors
    /// When it is there and cannot be removed.
    pub fn discard(&self, name: &str) -> io::Result<()> {
        remove(&self.path(name))
    }
}

impl Drop for Downloads {
    fn drop(&mut self) {
        // The next fetch tries again.
        let _ = fs::remove_dir_all(&self.folder);
        // Unless another program has its own there.
        let _ = self.folder.parent().map(fs::remove_dir);
    }
}

fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
