//! Writes imported editions.

use std::fs;
use std::io;
use std::path::Path;

use super::read;
use super::write::{Access, replace};
use crate::briefing::MAX_BYTES;
use crate::text::DisplayText;

/// Whether there is anything at `path`, even a link that leads nowhere.
///
/// # Errors
/// When that cannot be found out, such as in a folder that this user may not search.
pub fn is_there(path: &Path) -> io::Result<bool> {
    match fs::symlink_metadata(path) {
        Ok(_) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

/// Whether it is certain that there is nothing at `path` any more, not even a link that leads nowhere.
pub fn has_gone(path: &Path) -> bool {
    matches!(is_there(path), Ok(false))
}

/// The text of the edition at `path`.
///
/// # Errors
/// Why it cannot be read, to follow its name.
pub fn edition_text(path: &Path) -> Result<String, DisplayText> {
    let bytes = read::bytes(path, MAX_BYTES as u64)
        .map_err(|refusal| DisplayText::line(&refusal.to_string()))?;
    String::from_utf8(bytes).map_err(|_| DisplayText::line("is not UTF-8"))
}

/// Puts an edition with this text at `path`, in place of what is there: whole or not at all. A link is
/// followed. The caller holds the lock of the folder's [`super::Ledger`].
///
/// # Errors
/// When it cannot be written; what was there is as it was.
pub fn write_edition(path: &Path, text: &str) -> io::Result<()> {
    let target = fs::canonicalize(path);
    let path = target.as_deref().unwrap_or(path);
    replace(path, text.as_bytes(), Access::Usual)?;
    Ok(())
}

/// Makes a folder for editions, and those above it.
///
/// # Errors
/// When it is not there and cannot be made.
pub fn create_folder(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::is_there;

    #[test]
    fn what_cannot_be_looked_for_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        assert!(!is_there(&file).unwrap());
        fs::write(&file, "").unwrap();
        assert!(is_there(&file).unwrap());
        assert!(is_there(&file.join("below a file")).is_err());
    }
}
