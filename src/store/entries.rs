//! Lists what is in a folder.

use std::ffi::OsStr;
use std::fs::FileType;
use std::io;
use std::path::Path;

/// What an entry of a folder is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Folder,
    Link,
    /// A file, or something that only looks like one.
    Other,
}

impl From<FileType> for Kind {
    fn from(kind: FileType) -> Self {
        if kind.is_dir() {
            Self::Folder
        } else if kind.is_symlink() {
            Self::Link
        } else {
            Self::Other
        }
    }
}

/// Calls `take` with the name of each entry of `folder`, and with what it is or why that is unknown. On Linux
/// this takes no allocation for each entry, since a start waits for it.
///
/// # Errors
/// When the folder cannot be opened, or not read to its end; the entries before that have been taken.
#[cfg(target_os = "linux")]
pub(super) fn list(
    folder: &Path,
    mut take: impl FnMut(&OsStr, io::Result<Kind>),
) -> io::Result<()> {
    use std::os::unix::ffi::OsStrExt;

    use rustix::fs::{CWD, FileType, Mode, OFlags, RawDir, openat};

    /// In bytes: as much as the system fills at once.
    const BUFFER: usize = 32 * 1024;

    let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::DIRECTORY | OFlags::CLOEXEC;
    let open = openat(CWD, folder, flags, Mode::empty())?;
    let mut buffer = Vec::with_capacity(BUFFER);
    let mut entries = RawDir::new(open, buffer.spare_capacity_mut());
    while let Some(entry) = entries.next() {
        let entry = entry?;
        let name = OsStr::from_bytes(entry.file_name().to_bytes());
        if name == "." || name == ".." {
            continue;
        }
        let kind = match entry.file_type() {
            FileType::Directory => Ok(Kind::Folder),
            FileType::Symlink => Ok(Kind::Link),
            // Some file systems do not say it here.
            FileType::Unknown => std::fs::symlink_metadata(folder.join(name))
                .map(|metadata| metadata.file_type().into()),
            _ => Ok(Kind::Other),
        };
        take(name, kind);
    }
    Ok(())
}

#[cfg(not(target_os = "linux"))]
pub(super) fn list(
    folder: &Path,
    mut take: impl FnMut(&OsStr, io::Result<Kind>),
) -> io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        take(&entry.file_name(), entry.file_type().map(Kind::from));
    }
    Ok(())
}
