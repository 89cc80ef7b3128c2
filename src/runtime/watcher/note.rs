//! What the watching thread is told.

use std::path::PathBuf;

pub(super) enum Note {
    /// Something happened at this path; if a file or folder was `moved`, another one may be there now.
    Happened { path: PathBuf, moved: bool },
    /// The text reader has sent what it found in these files, which may be older than what was sent from here.
    ReadElsewhere(Vec<PathBuf>),
    /// Some of what happened was lost: anything may have changed.
    Missed,
    /// Why changes are no longer seen.
    Failed(String),
    /// The user wants everything to be read anew.
    Reload,
}
