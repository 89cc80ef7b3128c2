//! Where briefings come from.

use std::collections::HashSet;
use std::env;
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use etcetera::BaseStrategy;

use super::samples;
use crate::archive::{self, Edition};
use crate::briefing::Diagnostic;
use crate::text::DisplayText;

/// Folders nested deeper than this are told, not searched.
const MAX_DEPTH: usize = 32;

/// The variable that names a folder of briefings.
const VARIABLE: &str = "ROUNDUP_DIR";

/// The files of an archive, those with the newest dates in their names first.
#[derive(Debug)]
pub struct Found {
    pub origin: Origin,
    pub files: Vec<PathBuf>,
    /// Folders that could not be searched.
    pub failures: Vec<Edition>,
}

impl Found {
    /// What there is without a file to be read: folders that could not be searched, or the samples.
    pub fn at_hand(&self) -> Vec<Arc<Edition>> {
        let mut editions: Vec<_> = self.failures.iter().cloned().map(Arc::new).collect();
        if let Origin::Samples { .. } = self.origin {
            editions.extend(samples());
        }
        editions
    }
}

/// What an archive was found by.
#[derive(Debug, PartialEq, Eq)]
pub enum Origin {
    /// Something the reader asked for, or a folder that holds briefings.
    Folders,
    /// Nothing was found in these folders: the program shows its samples.
    Samples { searched: Vec<PathBuf> },
}

impl Origin {
    /// That the samples are shown, and where to put briefings of one's own.
    pub fn sample_notice(&self) -> Option<String> {
        let Self::Samples { searched } = self else {
            return None;
        };
        let shown = |folder: &PathBuf| match env::var_os("HOME").map(PathBuf::from) {
            Some(home) if home.is_absolute() && folder.starts_with(&home) => {
                format!(
                    "~/{}",
                    folder.strip_prefix(&home).unwrap_or(folder).display()
                )
            }
            _ => folder.display().to_string(),
        };
        let home = searched.last().map(shown).unwrap_or_default();
        let folders: Vec<_> = searched.iter().map(shown).collect();
        Some(format!(
            "Samples. Put yours (*.toml) in {home}; none in {}",
            folders.join(", ")
        ))
    }
}

/// Where the reader asked for something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    CommandLine,
    /// In `ROUNDUP_DIR`.
    Variable,
}

impl fmt::Display for Asked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::CommandLine => f.write_str("on the command line"),
            Self::Variable => write!(f, "in {VARIABLE}"),
        }
    }
}

/// The reader asked for something that has no briefings.
#[derive(Debug)]
pub enum NotFound {
    NoSuchPath { path: PathBuf, by: Asked },
    NotAllowed { path: PathBuf, error: io::Error },
    Empty { path: PathBuf },
}

impl fmt::Display for NotFound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = |path: &Path| DisplayText::line(&path.to_string_lossy());
        match self {
            Self::NoSuchPath { path, by } => write!(
                f,
                "no such file or folder: {} ({by}); name a briefing (*.toml) or a folder that holds some",
                shown(path)
            ),
            Self::NotAllowed { path, error } => {
                write!(f, "cannot look at {}: {error}", shown(path))
            }
            Self::Empty { path } => write!(
                f,
                "no briefings in {}: no file there ends in .toml; put one there, or name another folder",
                shown(path)
            ),
        }
    }
}

impl std::error::Error for NotFound {}

/// Finds the briefings: those of `paths` when there are any, else of the folder in `ROUNDUP_DIR`, of
/// `./briefings`, of the platform's data folder, else none, which stands for the samples.
///
/// # Errors
/// When something that the reader asked for is not there, or holds no briefing.
pub fn find(paths: &[PathBuf]) -> Result<Found, NotFound> {
    if !paths.is_empty() {
        return search_asked(paths, Asked::CommandLine);
    }
    if let Some(folder) = env::var_os(VARIABLE).filter(|folder| !folder.is_empty()) {
        return search_asked(&[folder.into()], Asked::Variable);
    }
    let mut searched = Vec::new();
    for folder in [Some(PathBuf::from("briefings")), data_folder()]
        .into_iter()
        .flatten()
    {
        if folder.is_file() {
            continue;
        }
        let found = search(std::slice::from_ref(&folder));
        if !found.files.is_empty() || !found.failures.is_empty() {
            return Ok(found);
        }
        searched.push(folder);
    }
    Ok(Found {
        origin: Origin::Samples { searched },
        files: Vec::new(),
        failures: Vec::new(),
    })
}

/// Where briefings live when nobody says otherwise; `None` without a home folder.
fn data_folder() -> Option<PathBuf> {
    let base = etcetera::choose_base_strategy().ok()?;
    Some(base.data_dir().join("roundup").join("briefings"))
}

fn search_asked(paths: &[PathBuf], by: Asked) -> Result<Found, NotFound> {
    for path in paths {
        // A link that leads nowhere is there all the same, and gets its diagnostic.
        match fs::symlink_metadata(path) {
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(NotFound::NoSuchPath {
                    path: path.clone(),
                    by,
                });
            }
            Err(error) => {
                return Err(NotFound::NotAllowed {
                    path: path.clone(),
                    error,
                });
            }
        }
    }
    let found = search(paths);
    match paths {
        [path, ..] if found.files.is_empty() && found.failures.is_empty() => {
            Err(NotFound::Empty { path: path.clone() })
        }
        _ => Ok(found),
    }
}

fn search(paths: &[PathBuf]) -> Found {
    let mut walk = Walk::default();
    for path in paths {
        walk.start(path);
    }
    let mut files = walk.files;
    files.sort_by_cached_key(|path| std::cmp::Reverse((archive::date_in_name(path), path.clone())));
    Found {
        origin: Origin::Folders,
        files,
        failures: walk.failures,
    }
}

#[derive(Default)]
struct Walk {
    files: Vec<PathBuf>,
    failures: Vec<Edition>,
    /// Real places of the files and folders seen: each counts once, and links in a loop end.
    seen: HashSet<PathBuf>,
}

impl Walk {
    /// Starts at a path that somebody named.
    fn start(&mut self, path: &Path) {
        let real = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        if real.is_dir() {
            self.folder(path, &real, 0);
        } else if fs::symlink_metadata(path).is_ok() && self.seen.insert(real) {
            // A file that is named is read, whatever its name ends in.
            self.files.push(path.to_owned());
        }
    }

    fn folder(&mut self, folder: &Path, real: &Path, depth: usize) {
        if depth > MAX_DEPTH {
            let message = format!("not searched: more than {MAX_DEPTH} folders deep");
            return self.fail(folder, &message, Some("name it on the command line"));
        }
        if !self.seen.insert(real.to_owned()) {
            return;
        }
        let entries = match fs::read_dir(folder) {
            Ok(entries) => entries,
            // Nothing there is nothing found.
            Err(error) if error.kind() == io::ErrorKind::NotFound => return,
            Err(error) => return self.fail_search(folder, &error),
        };
        for entry in entries {
            match entry {
                Ok(entry) if entry.file_name().as_encoded_bytes().starts_with(b".") => {}
                Ok(entry) => self.entry(&entry, real, depth),
                // What follows cannot be had either.
                Err(error) => return self.fail_search(folder, &error),
            }
        }
    }

    fn entry(&mut self, entry: &fs::DirEntry, folder: &Path, depth: usize) {
        let path = entry.path();
        let Ok(kind) = entry.file_type() else { return };
        let real = match kind.is_symlink().then(|| fs::canonicalize(&path)) {
            Some(Ok(target)) => target,
            _ => folder.join(entry.file_name()),
        };
        if kind.is_dir() || (kind.is_symlink() && real.is_dir()) {
            let is_new = !self.seen.contains(&real);
            let before = self.files.len() + self.failures.len();
            self.folder(&path, &real, depth + 1);
            let is_empty = self.files.len() + self.failures.len() == before;
            if is_new && is_empty && is_briefing(&path) {
                let help = "a briefing is a plain text file; this folder holds none";
                self.fail(&path, "is a folder", Some(help));
            }
        } else if is_briefing(&path) && self.seen.insert(real) {
            self.files.push(path);
        }
    }

    fn fail_search(&mut self, folder: &Path, error: &io::Error) {
        let denied = error.kind() == io::ErrorKind::PermissionDenied;
        let help = denied.then_some("allow this user to read it");
        self.fail(folder, &format!("cannot be searched: {error}"), help);
    }

    fn fail(&mut self, folder: &Path, message: &str, help: Option<&str>) {
        self.failures.push(Edition::unreadable(
            folder.to_owned(),
            Diagnostic::of_file(message, help),
        ));
    }
}

fn is_briefing(path: &Path) -> bool {
    path.extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case("toml"))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::search;

    /// Names of the files found below `folder`, in their order.
    fn found(folder: &Path) -> Vec<String> {
        let found = search(&[folder.to_owned()]);
        let relative = |path: &Path| {
            path.strip_prefix(folder)
                .unwrap()
                .to_string_lossy()
                .into_owned()
        };
        found.files.iter().map(|path| relative(path)).collect()
    }

    #[test]
    fn briefings_are_found_in_folders_the_newest_name_first() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("2015/deep")).unwrap();
        fs::create_dir_all(folder.path().join(".hidden")).unwrap();
        for name in [
            "2016-01-12.toml",
            "2015/deep/2015-12-31.TOML",
            "notes.toml",
            "2016-01-12-late.toml",
            "readme.md",
        ] {
            fs::write(folder.path().join(name), "").unwrap();
        }
        fs::write(folder.path().join(".hidden/2020-01-01.toml"), "").unwrap();
        fs::write(folder.path().join(".2020-01-01.toml"), "").unwrap();
        assert_eq!(
            found(folder.path()),
            [
                "2016-01-12.toml",
                "2016-01-12-late.toml",
                "2015/deep/2015-12-31.TOML",
                "notes.toml"
            ]
        );
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_once() {
        use std::os::unix::fs::symlink;

        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("sub")).unwrap();
        fs::write(folder.path().join("sub/a.toml"), "").unwrap();
        symlink(folder.path(), folder.path().join("sub/up")).unwrap();
        symlink("a.toml", folder.path().join("sub/b.toml")).unwrap();
        symlink("self.toml", folder.path().join("self.toml")).unwrap();
        let found = found(folder.path());
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found.contains(&"self.toml".to_owned()));
    }
}
