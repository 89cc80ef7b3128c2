//! Watching folders on other systems than Linux.

use std::io;
use std::path::Path;

use notify::event::{AccessKind, AccessMode, ModifyKind};
use notify::{Error, ErrorKind, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use super::Happened;

/// The folders that are watched, not with what is below them.
pub struct WatchedFolders {
    watcher: RecommendedWatcher,
}

impl WatchedFolders {
    /// Has what happens passed to `tell`, on another thread.
    pub fn new(
        mut tell: impl FnMut(io::Result<Happened>) -> bool + Send + 'static,
    ) -> io::Result<Self> {
        let watcher = notify::recommended_watcher(move |event| {
            for happened in happened(event) {
                // Nobody takes it only when the program ends.
                tell(happened);
            }
        });
        let watcher = watcher.map_err(io_error)?;
        Ok(Self { watcher })
    }

    pub fn watch(&mut self, folder: &Path) -> io::Result<()> {
        let watched = self.watcher.watch(folder, RecursiveMode::NonRecursive);
        watched.map_err(io_error)
    }

    /// Ends the watch of a folder, which may have ended already because the folder has gone.
    pub fn unwatch(&mut self, folder: &Path) {
        let _ = self.watcher.unwatch(folder);
    }
}

/// What happened, as far as it can concern an archive.
fn happened(event: notify::Result<Event>) -> Vec<io::Result<Happened>> {
    let event = match event {
        Ok(event) => event,
        Err(error) => return vec![Err(io_error(error))],
    };
    if event.need_rescan() {
        return vec![Ok(Happened::Missed)];
    }
    let moved = match event.kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write))
        | EventKind::Modify(ModifyKind::Data(_) | ModifyKind::Metadata(_)) => false,
        // Reading changes nothing.
        EventKind::Access(_) => return Vec::new(),
        _ => true,
    };
    let paths = event.paths.into_iter();
    paths.map(|path| Ok(Happened::At { path, moved })).collect()
}

fn io_error(error: Error) -> io::Error {
    match error.kind {
        ErrorKind::Io(error) => error,
        ErrorKind::PathNotFound | ErrorKind::WatchNotFound => io::ErrorKind::NotFound.into(),
        ErrorKind::MaxFilesWatch => io::ErrorKind::StorageFull.into(),
        _ => io::Error::other(error),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io;
    use std::path::PathBuf;
    use std::sync::mpsc;
    use std::time::Duration;

    use notify::event::{
        AccessKind, AccessMode, CreateKind, DataChange, Flag, ModifyKind, RenameMode,
    };
    use notify::{Error, Event, EventKind};

    use super::{Happened, WatchedFolders, happened, io_error};

    #[test]
    fn reading_a_file_is_not_told() {
        let told = |kind| {
            let event = Event::new(kind).add_path(PathBuf::from("a.toml"));
            happened(Ok(event)).pop().map(|happened| match happened {
                Ok(Happened::At { moved, .. }) => moved,
                other => panic!("{other:?}"),
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
            assert_eq!(told(kind), expected, "{kind:?}");
        }
        let overflow = Event::new(EventKind::Other).set_flag(Flag::Rescan);
        assert!(matches!(*happened(Ok(overflow)), [Ok(Happened::Missed)]));
    }

    #[test]
    fn a_folder_is_watched() {
        let folder = tempfile::tempdir().unwrap();
        let (told, inbox) = mpsc::channel();
        let mut system = WatchedFolders::new(move |it| told.send(it.unwrap()).is_ok()).unwrap();
        system.watch(folder.path()).unwrap();
        let file = folder.path().join("1.toml");
        fs::write(&file, "").unwrap();
        let first = inbox.recv_timeout(Duration::from_mins(1)).unwrap();
        assert!(matches!(first, Happened::At { path, moved: true } if path == file));
        system.unwatch(folder.path());
    }

    #[test]
    fn an_error_keeps_its_kind() {
        let full = Error::new(notify::ErrorKind::MaxFilesWatch);
        assert_eq!(io_error(full).kind(), io::ErrorKind::StorageFull);
        let missing = Error::path_not_found();
        assert_eq!(io_error(missing).kind(), io::ErrorKind::NotFound);
    }
}
