//! Watching folders.

#[cfg(target_os = "linux")]
mod linux;
// On Linux this is compiled for tests, so that it keeps working.
#[cfg(any(test, not(target_os = "linux")))]
#[cfg_attr(
    target_os = "linux",
    expect(unreachable_pub, reason = "it is used elsewhere")
)]
mod others;

use std::path::PathBuf;

#[cfg(target_os = "linux")]
pub use linux::WatchedFolders;
#[cfg(not(target_os = "linux"))]
pub use others::WatchedFolders;

/// Something has happened in a folder.
#[derive(Debug, PartialEq, Eq)]
pub enum Happened {
    /// At this path; if a file or folder was `moved`, another one may be there now.
    At { path: PathBuf, moved: bool },
    /// Some of what happened was lost: anything may have changed.
    Missed,
}
