//! The folders that the system watches for us.

use std::collections::HashSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;

use notify::event::{AccessKind, AccessMode, ModifyKind};
use notify::{ErrorKind, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use super::note::Note;

/// Folders, not files, are watched: an editor puts another file in a file's place when it saves.
pub(super) struct Folders {
    /// `None` when the system cannot watch at all.
    watcher: Option<RecommendedWatcher>,
    watched: HashSet<PathBuf>,
    /// Those of the archive, and those of the settings.
    archive: HashSet<PathBuf>,
    settings: HashSet<PathBuf>,
    /// Why something is not watched, until it has been reported.
    failure: Option<String>,
    has_failed: bool,
}

impl Folders {
    /// Returns a function that makes it, to be called on the thread that will use it.
    pub(super) fn new(notes: Sender<Note>) -> impl FnOnce() -> Self + Send {
        move || {
            let send = move |event: notify::Result<Event>| {
                for note in notes_of(event) {
                    // The receiver is gone only when the program ends.
                    let _ = notes.send(note);
                }
            };
            let mut folders = Self {
                watcher: None,
                watched: HashSet::new(),
                archive: HashSet::new(),
                settings: HashSet::new(),
                failure: None,
                has_failed: false,
            };
            match notify::recommended_watcher(send) {
                Ok(watcher) => folders.watcher = Some(watcher),
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

    /// Does the same with folders for the settings.
    pub(super) fn watch_settings(
        &mut self,
        wanted: HashSet<PathBuf>,
        moved: Option<&HashSet<PathBuf>>,
    ) -> bool {
        self.settings = wanted;
        self.watch_all(moved)
    }

    fn watch_all(&mut self, moved: Option<&HashSet<PathBuf>>) -> bool {
        let wanted: HashSet<_> = self.archive.union(&self.settings).collect();
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
            if let Some(watcher) = &mut self.watcher {
                // It may be gone, which has ended the watch.
                let _ = watcher.unwatch(&folder);
            }
        }
        let mut any = false;
        for folder in new {
            let Some(watcher) = &mut self.watcher else {
                break;
            };
            match watcher.watch(&folder, RecursiveMode::NonRecursive) {
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

    fn fail(&mut self, error: &notify::Error) {
        if let Some(why) = reason(error)
            && !std::mem::replace(&mut self.has_failed, true)
        {
            self.failure = Some(why);
        }
    }
}

/// What happened, as far as it can concern an archive.
fn notes_of(event: notify::Result<Event>) -> Vec<Note> {
    let event = match event {
        Ok(event) => event,
        Err(error) => return reason(&error).map(Note::Failed).into_iter().collect(),
    };
    if event.need_rescan() {
        return vec![Note::Missed];
    }
    let moved = match event.kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write))
        | EventKind::Modify(ModifyKind::Data(_) | ModifyKind::Metadata(_)) => false,
        // Reading changes nothing.
        EventKind::Access(_) => return Vec::new(),
        _ => true,
    };
    let happened = |path| Note::Happened { path, moved };
    event.paths.into_iter().map(happened).collect()
}

/// Why something is not watched; `None` when it is not there, or may not be looked
/// into, which is no fault of the watching.
fn reason(error: &notify::Error) -> Option<String> {
    match &error.kind {
        ErrorKind::PathNotFound | ErrorKind::WatchNotFound => None,
        ErrorKind::MaxFilesWatch => {
            Some("no more folders can be watched: fs.inotify.max_user_watches".to_owned())
        }
        ErrorKind::Io(error) => match error.kind() {
            io::ErrorKind::NotFound
            | io::ErrorKind::PermissionDenied
            | io::ErrorKind::NotADirectory => None,
            // What the system says when too many programs watch files.
            _ if error.raw_os_error() == Some(EMFILE) => {
                Some("too many programs watch files: fs.inotify.max_user_instances".to_owned())
            }
            _ => Some(format!("{error}")),
        },
        _ => Some(format!("{error}")),
    }
}

const EMFILE: i32 = 24;

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::io;
    use std::path::PathBuf;
    use std::sync::mpsc;

    use notify::event::{
        AccessKind, AccessMode, CreateKind, DataChange, Flag, ModifyKind, RenameMode,
    };
    use notify::{Error, Event, EventKind};

    use super::{EMFILE, Folders, Note, notes_of, reason};

    #[test]
    fn reading_a_file_is_not_noted() {
        let noted = |kind| {
            let event = Event::new(kind).add_path(PathBuf::from("a.toml"));
            notes_of(Ok(event)).pop().map(|note| match note {
                Note::Happened { moved, .. } => moved,
                _ => panic!("something has happened"),
            })
        };
        let access = EventKind::Access;
        let modify = EventKind::Modify;
        for (kind, expected) in [
            (access(AccessKind::Open(AccessMode::Any)), None),
            (access(AccessKind::Close(AccessMode::Read)), None),
            (access(AccessKind::Close(AccessMode::Write)), Some(false)),
            (modify(ModifyKind::Data(DataChange::Any)), Some(false)),
            (modify(ModifyKind::Name(RenameMode::To)), Some(true)),
            (EventKind::Create(CreateKind::File), Some(true)),
        ] {
            assert_eq!(noted(kind), expected, "{kind:?}");
        }
        let overflow = Event::new(EventKind::Other).set_flag(Flag::Rescan);
        assert!(matches!(*notes_of(Ok(overflow)), [Note::Missed]));
    }

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
        let full = Error::new(notify::ErrorKind::MaxFilesWatch);
        assert!(reason(&full).unwrap().contains("max_user_watches"));
        let many = Error::io(io::Error::from_raw_os_error(EMFILE));
        assert!(reason(&many).unwrap().contains("max_user_instances"));
        assert_eq!(reason(&Error::path_not_found()), None);
        let denied = io::Error::from(io::ErrorKind::PermissionDenied);
        assert_eq!(reason(&Error::io(denied)), None);
    }
}
