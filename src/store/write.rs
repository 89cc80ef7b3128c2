//! Replacing and creating files, completely or not at all.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process;

/// Who may read and write a new file.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Access {
    /// This user alone.
    Private,
    /// Those who may use the file it replaces; for a new file, those whom the umask allows.
    Usual,
}

/// A file has been replaced.
#[derive(Debug)]
pub(super) struct Replaced {
    /// Why the disk may still have the old file after a power failure.
    pub(super) not_synced: Option<io::Error>,
}

/// Replaces the file at `path`, or creates it. Other programs see the old file or the new one, never part of
/// one, even after a power failure: the bytes are written to a new file in the same folder, whose name is
/// that of `path` with `.new` appended; this is synced and renamed to `path`, and the folder is synced.
///
/// A `.new` file that exists already is assumed to be left over from an interrupted call and is removed, so
/// the caller must hold a lock that keeps others from replacing `path`. If `path` is a symbolic link, the
/// link itself is replaced.
///
/// # Errors
/// When the new file cannot be written or renamed; `path` is unchanged.
pub(super) fn replace(path: &Path, bytes: &[u8], access: Access) -> io::Result<Replaced> {
    replace_by(&sibling(path, ".new"), path, bytes, access)
}

/// As [`replace`], for callers without a lock: several programs may replace a file at the same time, and
/// the last one wins. The new file is named after the process.
///
/// # Errors
/// As [`replace`].
pub(super) fn replace_unlocked(path: &Path, bytes: &[u8], access: Access) -> io::Result<Replaced> {
    let new = sibling(path, &format!(".{}.new", process::id()));
    replace_by(&new, path, bytes, access)
}

fn replace_by(new: &Path, path: &Path, bytes: &[u8], access: Access) -> io::Result<Replaced> {
    match fs::remove_file(new) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    create_new(new, bytes, access)?;
    let as_before = match fs::metadata(path) {
        Ok(before) if access == Access::Usual => fs::set_permissions(new, before.permissions()),
        _ => Ok(()),
    };
    as_before
        .and_then(|()| fs::rename(new, path))
        .inspect_err(|_| {
            let _ = fs::remove_file(new);
        })?;
    let folder = path.parent().filter(|folder| *folder != Path::new(""));
    let folder = folder.unwrap_or(Path::new("."));
    Ok(Replaced {
        not_synced: sync_folder(folder).err(),
    })
}

/// Creates, writes and syncs a file. If that fails, no file is left.
///
/// # Errors
/// When something exists at `path`, or it cannot be written.
pub(super) fn create_new(path: &Path, bytes: &[u8], access: Access) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    if access == Access::Private {
        private(&mut options);
    }
    let mut file = options.open(path)?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    if written.is_err() {
        // The first error is the one to report.
        let _ = fs::remove_file(path);
    }
    written
}

/// `path` with `ending` appended to its name.
pub(super) fn sibling(path: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(path.as_os_str());
    name.push(ending);
    name.into()
}

/// The path of a file itself if `path` is a link to it, so that the link stays one when the file is replaced.
/// `None` for a link that leads to itself.
pub(super) fn target(path: &Path) -> Option<PathBuf> {
    let mut path = path.to_owned();
    // Linux follows as many links in one path.
    for _ in 0..40 {
        match fs::read_link(&path) {
            Ok(target) => path = path.parent().unwrap_or(Path::new(".")).join(target),
            Err(_) => return Some(path),
        }
    }
    None
}

/// Makes files that are created with `options` readable and writable by this user only.
pub(super) fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    options
}

/// Makes a rename within a folder reach the disk. That some systems can neither open nor sync a folder is
/// not an error.
fn sync_folder(folder: &Path) -> io::Result<()> {
    match File::open(folder).map(|folder| folder.sync_all()) {
        Ok(Err(error)) if error.kind() != io::ErrorKind::InvalidInput => Err(error),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{Access, replace};

    #[test]
    fn a_file_is_replaced_and_nothing_is_left_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        fs::write(&path, "old").unwrap();
        fs::write(folder.path().join("file.new"), "half of an earlier try").unwrap();
        assert!(
            replace(&path, b"new", Access::Private)
                .unwrap()
                .not_synced
                .is_none()
        );
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn a_file_is_private_or_as_it_was() {
        use std::os::unix::fs::PermissionsExt;

        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        let mode = || fs::metadata(&path).unwrap().permissions().mode() & 0o777;
        replace(&path, b"new", Access::Private).unwrap();
        assert_eq!(mode(), 0o600);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o664)).unwrap();
        replace(&path, b"newer", Access::Usual).unwrap();
        assert_eq!(mode(), 0o664);
    }

    #[test]
    fn a_file_that_cannot_be_replaced_is_unchanged() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("folder");
        fs::create_dir_all(path.join("inside")).unwrap();
        assert!(replace(&path, b"new", Access::Private).is_err());
        assert!(path.join("inside").is_dir());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
