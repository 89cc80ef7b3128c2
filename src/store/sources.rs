//! The file with the list of sources.

use std::io;
use std::path::{Path, PathBuf};

use super::folders;
use super::read;

const FILE: &str = "sources.toml";
/// In bytes: a list of tens of thousands of sources.
const MAX_BYTES: u64 = 4 << 20;

/// The file with the list of sources.
#[derive(Clone, Debug)]
pub struct SourcesFile {
    path: PathBuf,
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
            Err(refusal) => Err(io::Error::other(format!(
                "{} {refusal}",
                self.path.display()
            ))),
        }
    }
}
