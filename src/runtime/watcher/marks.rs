//! The marks while the program runs: other programs may make some.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::runtime::saver::MarksReader;
use crate::store::{self, MarksFile};

/// How long reading everything anew waits for the marks: the disk may be busy with them.
const PATIENCE: Duration = Duration::from_secs(1);

/// The file of marks, and who reads it.
pub(in crate::runtime) struct LiveMarks {
    file: MarksFile,
    reader: MarksReader,
    /// Where something may happen that changes it, as of the last call of [`Self::folders`].
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

    /// Whether the marks may have changed when something has happened at `path`: there, or to a folder above. Does
    /// not look at any file.
    pub(super) fn concerns(&self, path: &Path) -> bool {
        self.paths.iter().any(|own| own.starts_with(path))
    }

    /// Has the file read, and sent, if it has changed. If the user has `asked` for it, waits until that is done.
    pub(super) fn read(&self, asked: bool) {
        let read = self.reader.read_if_changed();
        if asked {
            // Without an answer in time they come in later.
            let _ = read.recv_timeout(PATIENCE);
        }
    }
}
