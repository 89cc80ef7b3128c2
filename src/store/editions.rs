//! Writes imported editions.

use std::fs;
use std::io;
use std::path::Path;

use super::read;
use super::write::{Access, replace};
use crate::briefing::MAX_BYTES;
use crate::text::DisplayText;

/// The text of the edition at `path`; `None` if there is no file.
///
/// # Errors
/// Why it cannot be read, to follow its name.
pub fn edition_text(path: &Path) -> Result<Option<String>, DisplayText> {
    match read::bytes(path, MAX_BYTES as u64) {
        Ok(bytes) => match String::from_utf8(bytes) {
            Ok(text) => Ok(Some(text)),
            Err(_) => Err(DisplayText::line("is not UTF-8")),
        },
        // A link that leads nowhere is something, too.
        Err(refusal) if refusal.is_not_found() && fs::symlink_metadata(path).is_err() => Ok(None),
        Err(refusal) => Err(DisplayText::line(&refusal.to_string())),
    }
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
