//! What a system that watches folders says.

use std::path::PathBuf;

/// Something has happened in a folder.
#[derive(Debug, PartialEq, Eq)]
pub enum Happened {
    /// At this path; if a file or folder was `moved`, another one may be there now.
    At { path: PathBuf, moved: bool },
    /// Some of what happened was lost: anything may have changed.
    Missed,
}
