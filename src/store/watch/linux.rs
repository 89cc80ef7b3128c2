//! Watching folders on Linux.

use std::collections::HashMap;
use std::ffi::OsStr;
use std::io;
use std::mem::MaybeUninit;
use std::os::fd::OwnedFd;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

use rustix::fs::inotify::{self, CreateFlags, Event, ReadFlags, Reader, WatchFlags};
use rustix::io::Errno;

use super::Happened;

/// Room for some hundred events.
const BUFFER: usize = 16 * 1024;

/// The folders that are watched, not with what is below them. Opening or reading a file there, as searches and backups
/// often do, does not wake the program.
pub struct WatchedFolders {
    queue: Arc<OwnedFd>,
    watches: HashMap<PathBuf, i32>,
    folders: Folders,
}

/// The folder of each watch that has not ended, by all the paths under which it is watched: the system has one watch
/// for a folder, also where links lead to it.
type Folders = Arc<Mutex<HashMap<i32, Vec<PathBuf>>>>;

impl WatchedFolders {
    /// Starts a thread that passes what happens to `tell`, until that returns false.
    ///
    /// # Errors
    /// When too many programs watch files.
    pub fn new(
        mut tell: impl FnMut(io::Result<Happened>) -> bool + Send + 'static,
    ) -> io::Result<Self> {
        let queue = Arc::new(inotify::init(CreateFlags::CLOEXEC)?);
        let folders = Folders::default();
        let listening = (Arc::clone(&queue), Arc::clone(&folders));
        thread::spawn(move || {
            let (queue, folders) = listening;
            listen(&queue, &folders, &mut tell);
        });
        Ok(Self {
            queue,
            watches: HashMap::new(),
            folders,
        })
    }

    /// # Errors
    /// When there is no such folder, or no more can be watched.
    pub fn watch(&mut self, folder: &Path) -> io::Result<()> {
        // Locked first: something may happen before it is known what the watch is for.
        let mut folders = lock(&self.folders);
        let watch = inotify::add_watch(&self.queue, folder, wanted())?;
        let before = self.watches.insert(folder.to_owned(), watch);
        if let Some(before) = before.filter(|before| *before != watch) {
            forget(&mut folders, before, folder);
        }
        let paths = folders.entry(watch).or_default();
        if !paths.iter().any(|path| path == folder) {
            paths.push(folder.to_owned());
        }
        Ok(())
    }

    /// Ends the watch of a folder, which may have ended already because the folder has gone.
    pub fn unwatch(&mut self, folder: &Path) {
        let Some(watch) = self.watches.remove(folder) else {
            return;
        };
        if forget(&mut lock(&self.folders), watch, folder) {
            let _ = inotify::remove_watch(&self.queue, watch);
        }
    }
}

/// Forgets one of the paths of a watch. Returns whether it was the last.
fn forget(folders: &mut HashMap<i32, Vec<PathBuf>>, watch: i32, path: &Path) -> bool {
    let Some(paths) = folders.get_mut(&watch) else {
        return false;
    };
    paths.retain(|other| other != path);
    let was_last = paths.is_empty();
    if was_last {
        folders.remove(&watch);
    }
    was_last
}

fn wanted() -> WatchFlags {
    WatchFlags::ATTRIB
        | WatchFlags::CLOSE_WRITE
        | WatchFlags::CREATE
        | WatchFlags::DELETE
        | WatchFlags::DELETE_SELF
        | WatchFlags::MODIFY
        | WatchFlags::MOVE
        | WatchFlags::MOVE_SELF
        | WatchFlags::ONLYDIR
}

fn listen(queue: &OwnedFd, folders: &Folders, tell: &mut dyn FnMut(io::Result<Happened>) -> bool) {
    let mut buffer = [MaybeUninit::uninit(); BUFFER];
    let mut events = Reader::new(queue, &mut buffer);
    loop {
        let goes_on = match events.next() {
            Ok(event) => happened(&event, folders)
                .into_iter()
                .all(|happened| tell(Ok(happened))),
            Err(Errno::INTR) => true,
            Err(error) => {
                tell(Err(error.into()));
                false
            }
        };
        if !goes_on {
            return;
        }
    }
}

/// What an event says, under each path of its folder; nothing for the end of a watch.
fn happened(event: &Event<'_>, folders: &Folders) -> Vec<Happened> {
    let flags = event.events();
    if flags.contains(ReadFlags::QUEUE_OVERFLOW) {
        return vec![Happened::Missed];
    }
    let mut folders = lock(folders);
    if flags.contains(ReadFlags::IGNORED) {
        folders.remove(&event.wd());
        return Vec::new();
    }
    let paths = folders.get(&event.wd()).into_iter().flatten();
    let name = event
        .file_name()
        .map(|name| OsStr::from_bytes(name.to_bytes()));
    let only_written = ReadFlags::ATTRIB | ReadFlags::CLOSE_WRITE | ReadFlags::MODIFY;
    let happened = paths.map(|folder| Happened::At {
        path: name.map_or_else(|| folder.clone(), |name| folder.join(name)),
        moved: !flags.intersects(only_written),
    });
    happened.collect()
}

fn lock(folders: &Folders) -> MutexGuard<'_, HashMap<i32, Vec<PathBuf>>> {
    folders.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;
    use std::sync::mpsc::{self, Receiver};
    use std::time::Duration;

    use super::{Happened, WatchedFolders};

    /// What is told, up to a folder that is made for this; a `*` is after what was moved.
    fn told(inbox: &Receiver<Happened>, folder: &Path) -> Vec<String> {
        let end = tempfile::tempdir_in(folder).unwrap().keep();
        let mut told = Vec::new();
        loop {
            match inbox.recv_timeout(Duration::from_mins(1)).unwrap() {
                Happened::At { path, .. } if path == end => return told,
                Happened::At { path, moved } => {
                    let name = path.strip_prefix(folder.parent().unwrap()).unwrap();
                    let star = if moved { "*" } else { "" };
                    told.push(format!("{}{star}", name.display()));
                }
                Happened::Missed => told.push("missed".to_owned()),
            }
            told.dedup();
        }
    }

    /// The folder `in` of a temporary folder, watched.
    fn watched() -> (tempfile::TempDir, WatchedFolders, Receiver<Happened>) {
        let parent = tempfile::tempdir().unwrap();
        let folder = parent.path().join("in");
        fs::create_dir(&folder).unwrap();
        fs::write(folder.join("old"), "text").unwrap();
        let (happened, inbox) = mpsc::channel();
        let mut inotify =
            WatchedFolders::new(move |it| happened.send(it.unwrap()).is_ok()).unwrap();
        inotify.watch(&folder).unwrap();
        (parent, inotify, inbox)
    }

    #[test]
    fn what_is_written_made_moved_and_removed_is_told_and_what_is_read_is_not() {
        let (parent, _inotify, inbox) = watched();
        let folder = parent.path().join("in");
        fs::read(folder.join("old")).unwrap();
        fs::read_dir(&folder).unwrap().count();
        fs::write(folder.join("old"), "other").unwrap();
        fs::write(folder.join("new"), "").unwrap();
        fs::rename(folder.join("new"), folder.join("name")).unwrap();
        fs::remove_file(folder.join("old")).unwrap();
        assert_eq!(
            told(&inbox, &folder),
            [
                "in/old", "in/new*", "in/new", "in/new*", "in/name*", "in/old*"
            ]
        );
    }

    #[test]
    fn a_folder_watched_under_two_paths_tells_of_both_and_stays_watched_when_one_is_dropped() {
        let (parent, mut inotify, inbox) = watched();
        let (folder, link) = (parent.path().join("in"), parent.path().join("link"));
        std::os::unix::fs::symlink(&folder, &link).unwrap();
        inotify.watch(&link).unwrap();
        inotify.watch(&link).unwrap();
        fs::remove_file(folder.join("old")).unwrap();
        assert_eq!(told(&inbox, &folder), ["in/old*", "link/old*"]);
        inotify.unwatch(&link);
        fs::write(folder.join("new"), "").unwrap();
        let told = told(&inbox, &folder);
        let new: Vec<_> = told.iter().filter(|it| it.contains("new")).collect();
        assert_eq!(new, ["in/new*", "in/new"]);
    }

    #[test]
    fn a_folder_is_watched_by_the_name_under_which_it_was_watched_last() {
        let (parent, mut inotify, inbox) = watched();
        let (old, new) = (parent.path().join("in"), parent.path().join("there"));
        fs::rename(&old, &new).unwrap();
        let moved = Happened::At {
            path: old.clone(),
            moved: true,
        };
        assert_eq!(inbox.recv_timeout(Duration::from_mins(1)).unwrap(), moved);
        inotify.unwatch(&old);
        inotify.watch(&new).unwrap();
        fs::create_dir(&old).unwrap();
        inotify.watch(&old).unwrap();
        fs::write(old.join("1"), "").unwrap();
        assert_eq!(told(&inbox, &old), ["in/1*", "in/1"]);
        fs::write(new.join("2"), "").unwrap();
        assert_eq!(told(&inbox, &new), ["there/2*", "there/2"]);
        // It goes, which ends the watch, and comes back.
        fs::remove_dir_all(&new).unwrap();
        fs::create_dir(&new).unwrap();
        inotify.watch(&new).unwrap();
        fs::write(new.join("3"), "").unwrap();
        let told = told(&inbox, &new);
        assert_eq!(told[told.len() - 2..], ["there/3*", "there/3"]);
        assert!(inotify.watch(&parent.path().join("nowhere")).is_err());
    }
}
