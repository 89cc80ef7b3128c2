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

use std::collections::HashSet;
use std::path::{Path, PathBuf};

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

/// The folders to watch for changes at `paths`: those that they are and those that they are in, or where such a
/// folder is missing, the one in which it may come. Of `others`, those that are there say themselves when they go.
pub fn folders_to_watch<'p>(
    paths: impl IntoIterator<Item = &'p PathBuf>,
    others: &'p [PathBuf],
) -> HashSet<PathBuf> {
    let (there, missing): (Vec<_>, Vec<_>) = others.iter().partition(|folder| folder.is_dir());
    let mut folders: HashSet<_> = there.into_iter().cloned().collect();
    for path in paths.into_iter().chain(missing) {
        let mut above = path.ancestors().skip(1);
        folders.extend(above.find(|folder| folder.is_dir()).map(Path::to_owned));
        if path.is_dir() {
            folders.insert(path.clone());
        }
    }
    folders
}
