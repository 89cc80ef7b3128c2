//! Notices when another program changes the file of marks.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::runtime::saver::MarksReader;
use crate::store::{self, MarksFile};

/// When the user asks for everything to be read anew, how long to wait for the marks at most: the disk may be busy.
const PATIENCE: Duration = Duration::from_secs(1);

/// The file of marks, and who reads it.
pub(in crate::runtime) struct LiveMarks {
    file: MarksFile,
    reader: MarksReader,
    /// The paths at which a change may change the file, as of the last call of [`Self::folders`].
    paths: HashSet<PathBuf>,
}

impl LiveMarks {
    pub(in crate::runtime) fn new(file: MarksFile, reader: MarksReader) -> Self {
        Self {
            file,
            reader,
            paths: HashSet::new(),
        }
    }

    /// Finds out where the file is, and returns the folders to watch.
    pub(super) fn folders(&mut self) -> HashSet<PathBuf> {
        self.paths = self.file.paths();
        store::folders_to_watch(&self.paths, &[])
    }

    /// Whether a change at `path` may have changed the marks: they are there, or somewhere below. Does not look at any
    /// file.
    pub(super) fn concerns(&self, path: &Path) -> bool {
        self.paths.iter().any(|own| own.starts_with(path))
    }

    /// Has the file read, and sent, if it has changed. If the user has `asked` for it, waits until that is done.
    pub(super) fn read(&self, asked: bool) {
        let read = self.reader.read_if_changed();
        if asked {
            // Marks that are not read in time arrive later.
            let _ = read.recv_timeout(PATIENCE);
        }
    }
}
