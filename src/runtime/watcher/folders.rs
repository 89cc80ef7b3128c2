//! The folders that the system watches for us.

use std::collections::HashSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;

use super::note::Note;
use crate::store::{Happened, WatchedFolders};

/// Folders, not files, are watched: an editor puts another file in a file's place when it saves.
pub(super) struct Folders {
    /// `None` when the system cannot watch at all.
    system: Option<WatchedFolders>,
    watched: HashSet<PathBuf>,
    // The folders to watch for each of these.
    archive: HashSet<PathBuf>,
    settings: HashSet<PathBuf>,
    marks: HashSet<PathBuf>,
    /// Why something is not watched, until it has been reported.
    failure: Option<String>,
    has_failed: bool,
}

impl Folders {
    /// Returns a function that makes it, to be called on the thread that will use it.
    pub(super) fn new(notes: Sender<Note>) -> impl FnOnce() -> Self + Send {
        move || {
            let send =
                move |happened| note_of(happened).is_none_or(|note| notes.send(note).is_ok());
            let mut folders = Self {
                system: None,
                watched: HashSet::new(),
                archive: HashSet::new(),
                settings: HashSet::new(),
                marks: HashSet::new(),
                failure: None,
                has_failed: false,
            };
            match WatchedFolders::new(send) {
                Ok(system) => folders.system = Some(system),
                Err(error) => folders.fail(&error),
            }
            folders
        }
    }

    /// Watches exactly the folders `wanted` for the archive. Folders at or below a path in `moved` are watched
    /// again, since another folder may be there now. Returns whether a watch was added.
    pub(super) fn watch(
        &mut self,
        wanted: &HashSet<PathBuf>,
        moved: Option<&HashSet<PathBuf>>,
    ) -> bool {
        if self.archive != *wanted {
            self.archive.clone_from(wanted);
        }
        self.watch_all(moved)
    }

    /// Watches these folders, and no others, for the settings.
    pub(super) fn watch_settings(
        &mut self,
        wanted: HashSet<PathBuf>,
        moved: Option<&HashSet<PathBuf>>,
    ) -> bool {
        self.settings = wanted;
        self.watch_all(moved)
    }

    /// Watches these folders, and no others, for the marks.
    pub(super) fn watch_marks(
        &mut self,
        wanted: HashSet<PathBuf>,
        moved: Option<&HashSet<PathBuf>>,
    ) -> bool {
        self.marks = wanted;
        self.watch_all(moved)
    }

    fn watch_all(&mut self, moved: Option<&HashSet<PathBuf>>) -> bool {
        let own = self.settings.iter().chain(&self.marks);
        let wanted: HashSet<_> = self.archive.iter().chain(own).collect();
        let is_moved = |folder: &Path| {
            let moved = moved.filter(|moved| !moved.is_empty());
            moved.is_some_and(|moved| folder.ancestors().any(|part| moved.contains(part)))
        };
        let outdated = |folder: &&PathBuf| !wanted.contains(folder) || is_moved(folder);
        let outdated: HashSet<_> = self.watched.iter().filter(outdated).cloned().collect();
        let is_new = |folder: &PathBuf| !self.watched.contains(folder) || outdated.contains(folder);
        let new = wanted.into_iter().filter(|folder| is_new(folder));
        let new: Vec<_> = new.cloned().collect();
        for folder in outdated {
            self.watched.remove(&folder);
            if let Some(system) = &mut self.system {
                system.unwatch(&folder);
            }
        }
        let mut any = false;
        for folder in new {
            let Some(system) = &mut self.system else {
                break;
            };
            match system.watch(&folder) {
                Ok(()) => {
                    self.watched.insert(folder);
                    any = true;
                }
                Err(error) => self.fail(&error),
            }
        }
        any
    }

    /// Why something is not watched, the first time.
    pub(super) fn failure(&mut self) -> Option<String> {
        self.failure.take()
    }

    fn fail(&mut self, error: &io::Error) {
        if let Some(why) = reason(error)
            && !std::mem::replace(&mut self.has_failed, true)
        {
            self.failure = Some(why);
        }
    }
}

/// What to note of it; nothing of an error that is no fault of the watching.
fn note_of(happened: io::Result<Happened>) -> Option<Note> {
    match happened {
        Ok(Happened::At { path, moved }) => Some(Note::Happened { path, moved }),
        Ok(Happened::Missed) => Some(Note::Missed),
        Err(error) => reason(&error).map(Note::Failed),
    }
}

/// Why something is not watched; `None` when it is not there, or may not be looked
/// into, which is no fault of the watching.
fn reason(error: &io::Error) -> Option<String> {
    match (error.kind(), error.raw_os_error()) {
        (
            io::ErrorKind::NotFound
            | io::ErrorKind::PermissionDenied
            | io::ErrorKind::NotADirectory,
            _,
        ) => None,
        // What Linux says when the user watches too much, and when too many programs watch.
        (io::ErrorKind::StorageFull, _) => {
            Some("no more folders can be watched: fs.inotify.max_user_watches".to_owned())
        }
        (_, Some(EMFILE)) => {
            Some("too many programs watch files: fs.inotify.max_user_instances".to_owned())
        }
        _ => Some(error.to_string()),
    }
}

const EMFILE: i32 = 24;

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::io;
    use std::sync::mpsc;

    use super::{EMFILE, Folders, reason};

    #[test]
    fn a_folder_that_was_moved_is_watched_again_where_another_is_now() {
        let parent = tempfile::tempdir().unwrap();
        let folder = parent.path().join("folder");
        std::fs::create_dir(&folder).unwrap();
        let (notes, _inbox) = mpsc::channel();
        let mut folders = Folders::new(notes)();
        let wanted = HashSet::from([folder.clone()]);
        assert!(folders.watch(&wanted, None));
        assert!(!folders.watch(&wanted, Some(&HashSet::new())));
        std::fs::rename(&folder, parent.path().join("other")).unwrap();
        std::fs::create_dir(&folder).unwrap();
        assert!(folders.watch(&wanted, Some(&HashSet::from([folder.clone()]))));
        // So is one in it.
        let inner = folder.join("inner");
        std::fs::create_dir(&inner).unwrap();
        let wanted = HashSet::from([inner]);
        assert!(folders.watch(&wanted, None));
        assert!(folders.watch(&wanted, Some(&HashSet::from([folder]))));
    }

    #[test]
    fn a_failure_names_the_limit_to_raise() {
        let full = io::Error::from(io::ErrorKind::StorageFull);
        assert!(reason(&full).unwrap().contains("max_user_watches"));
        let many = io::Error::from_raw_os_error(EMFILE);
        assert!(reason(&many).unwrap().contains("max_user_instances"));
        for nothing in [io::ErrorKind::NotFound, io::ErrorKind::PermissionDenied] {
            assert_eq!(reason(&nothing.into()), None);
        }
    }
}
