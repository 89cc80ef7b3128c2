//! What tells that a file has been written since it was read.

use std::fs::{self, Metadata};
use std::hash::BuildHasher;
use std::path::Path;

use foldhash::fast::FixedState;

/// What the file system says of a file. It becomes another one whenever the file is written, replaced by
/// another file, or made readable or unreadable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// Nanoseconds since 1970 at which its contents were written, as the writer may have set it, or anything
    /// of it was changed, whichever is later.
    latest: i64,
    /// A hash of both times, its size, and which file it is. One is kept of every file of an archive.
    all: u64,
}

impl Stamp {
    /// The stamp of what `path` leads to; `None` when there is nothing.
    pub(super) fn of(path: &Path) -> Option<Self> {
        fs::metadata(path).ok().map(|metadata| Self::new(&metadata))
    }

    #[cfg(unix)]
    fn new(metadata: &Metadata) -> Self {
        use std::os::unix::fs::MetadataExt;

        let written = nanoseconds(metadata.mtime(), metadata.mtime_nsec());
        let changed = nanoseconds(metadata.ctime(), metadata.ctime_nsec());
        Self::of_all(written, changed, metadata.len(), metadata.ino())
    }

    #[cfg(not(unix))]
    fn new(metadata: &Metadata) -> Self {
        use jiff::Timestamp;

        let nanoseconds = |time: Timestamp| i64::try_from(time.as_nanosecond()).ok();
        let written = metadata.modified().ok();
        let written = written.and_then(|time| nanoseconds(time.try_into().ok()?));
        // A file that was put in this place is new, although what it says may be old.
        let created = metadata.created().ok();
        let created = created.and_then(|time| nanoseconds(time.try_into().ok()?));
        let times = (written.unwrap_or(0), created.unwrap_or(0));
        Self::of_all(times.0, times.1, metadata.len(), 0)
    }

    fn of_all(written: i64, changed: i64, size: u64, file: u64) -> Self {
        Self {
            latest: written.max(changed),
            all: FixedState::default().hash_one((written, changed, size, file)),
        }
    }

    /// Whether it was changed at `time`, in nanoseconds since 1970, or later.
    pub(super) fn is_since(&self, time: i64) -> bool {
        self.latest >= time
    }
}

#[cfg(unix)]
fn nanoseconds(seconds: i64, more: i64) -> i64 {
    seconds.saturating_mul(1_000_000_000).saturating_add(more)
}

#[cfg(test)]
mod tests {
    use std::fs::{self, File, FileTimes};
    use std::time::{Duration, SystemTime};

    use super::Stamp;

    #[test]
    fn a_stamp_changes_with_its_file() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.toml");
        assert_eq!(Stamp::of(&file), None);
        fs::write(&file, "one").unwrap();
        let first = Stamp::of(&file).unwrap();
        assert_eq!(Stamp::of(&file), Some(first));
        fs::write(&file, "longer").unwrap();
        let longer = Stamp::of(&file).unwrap();
        assert_ne!(longer, first);
        // Another file of the same size and time takes its place.
        let other = folder.path().join("other");
        fs::write(&other, "others").unwrap();
        let times = FileTimes::new().set_modified(fs::metadata(&file).unwrap().modified().unwrap());
        File::options()
            .write(true)
            .open(&other)
            .unwrap()
            .set_times(times)
            .unwrap();
        fs::rename(&other, &file).unwrap();
        assert_ne!(Stamp::of(&file), Some(longer));
    }

    #[test]
    fn a_file_is_changed_since_a_time_if_it_came_later_though_it_is_older() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.toml");
        fs::write(&file, "one").unwrap();
        let hour = Duration::from_hours(1);
        let old = SystemTime::now() - 10 * hour;
        File::options()
            .write(true)
            .open(&file)
            .unwrap()
            .set_times(FileTimes::new().set_modified(old))
            .unwrap();
        let nanoseconds = |time: SystemTime| {
            let since = time.duration_since(SystemTime::UNIX_EPOCH).unwrap();
            i64::try_from(since.as_nanos()).unwrap()
        };
        let stamp = Stamp::of(&file).unwrap();
        assert_eq!(
            stamp.is_since(nanoseconds(SystemTime::now() - hour)),
            cfg!(unix)
        );
        assert!(!stamp.is_since(nanoseconds(SystemTime::now() + hour)));
    }
}
