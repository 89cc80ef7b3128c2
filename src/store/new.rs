//! Writing an edition that is to be filled in.

use std::fs;
use std::io;
use std::path::Path;

use super::read;
use super::write::{Access, create_new, replace_unlocked};
use crate::briefing::SCHEMA;

/// Beside an edition: the schema that its first line names. Hidden, so no reader takes it for a briefing.
const SCHEMA_FILE: &str = ".roundup-schema.json";

/// Whether an edition was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Created {
    Written,
    /// There was a file, which has not been changed.
    Existed,
}

/// Writes an edition with `text` at `path`, unless there is one, and the schema beside it. The folder is
/// created if it is not there.
///
/// # Errors
/// When the folder, the schema or the edition cannot be written, or something at `path` is not a file.
pub fn create_edition(path: &Path, text: &str) -> io::Result<Created> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let schema = folder.join(SCHEMA_FILE);
    if !read::bytes(&schema, SCHEMA.len() as u64).is_ok_and(|before| before == SCHEMA.as_bytes()) {
        replace_unlocked(&schema, SCHEMA.as_bytes(), Access::Usual)?;
    }
    match create_new(path, text.as_bytes(), Access::Usual) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists && path.is_file() => {
            Ok(Created::Existed)
        }
        created => created.map(|()| Created::Written),
    }
}
