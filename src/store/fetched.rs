//! What is known of each source from earlier fetches: so that unchanged feeds need not be sent again, and
//! so that a source that has stopped working can be told from one that has nothing new.
//!
//! It is a JSON file that only `roundup fetch` writes. Losing it costs one full download of each source;
//! what has been printed is remembered elsewhere, in the [`super::Ledger`].

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::PathBuf;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::folders::{self, create_private};
use super::read;
use super::write::{Access, private, replace};

const FILE: &str = "fetched.json";
/// Locked by the program that fetches; never removed.
const LOCK: &str = "fetch.lock";
/// In bytes: the states of a hundred thousand sources.
const MAX_BYTES: u64 = 64 << 20;

/// What is known of the sources.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Fetched {
    /// By what names each source in the list of sources: its address, path or command.
    pub sources: BTreeMap<String, SourceState>,
}

/// What is known of one source. All times are Unix time in seconds.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct SourceState {
    /// When it was last read without a failure, also if it was unchanged.
    pub last_success: Option<i64>,
    /// When it last gave new stories that were printed.
    pub last_new: Option<i64>,
    /// How many stories were printed then.
    pub new: usize,
    /// Since when every attempt has failed; `None` if the last one did not.
    pub failing_since: Option<i64>,
    /// The reason of the last failure, in one line that has passed the gate.
    pub failure: Option<String>,
    /// The folder whose editions have what these validators stand for. They are not sent for another one.
    pub folder: Option<String>,
    /// The `ETag` of the last reply, as the server wrote it.
    pub etag: Option<String>,
    /// The `Last-Modified` of the last reply, as the server wrote it.
    pub last_modified: Option<String>,
    /// What it calls itself, in one line that has passed the gate.
    pub title: Option<String>,
    /// Whether it has been a feed. A page in its place is then a failure, such as the login page of a hotel.
    pub is_feed: bool,
    /// The day of `printed`, as in `2026-11-25`.
    pub day: String,
    /// How many of its stories have been printed on that day.
    pub printed: usize,
    /// The first name of each item that was new and left out, because an edition was full or because a first
    /// fetch takes only the newest.
    pub left_out: Vec<u64>,
}

/// The file that keeps what is known of the sources.
#[derive(Clone, Debug)]
pub struct FetchedFile {
    folder: PathBuf,
}

/// Why a fetch cannot begin.
#[derive(Debug)]
pub enum NotLocked {
    /// Another fetch is under way.
    Held,
    Failed(io::Error),
}

/// While it is held, no other program fetches.
#[derive(Debug)]
pub struct FetchLock {
    _file: Option<File>,
}

impl SourceState {
    /// How many of its stories have been printed on `day`.
    pub fn printed_on(&self, day: Date) -> usize {
        if self.day == day.to_string() {
            self.printed
        } else {
            0
        }
    }
}

impl FetchedFile {
    /// The file in the state folder; `None` without a home folder.
    pub fn locate() -> Option<Self> {
        let folder = folders::state()?;
        Some(Self { folder })
    }

    /// The folder that the file is in.
    pub(super) fn folder(&self) -> &PathBuf {
        &self.folder
    }

    /// Makes the folder if it is not there, and takes the lock if nobody has it.
    ///
    /// # Errors
    /// When another program fetches, or the folder cannot be written to.
    pub fn lock(&self) -> Result<FetchLock, NotLocked> {
        let failed = |error: io::Error| {
            let place = self.folder.display();
            NotLocked::Failed(io::Error::new(error.kind(), format!("{place}: {error}")))
        };
        create_private(&self.folder).map_err(failed)?;
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        let file = private(&mut options)
            .open(self.folder.join(LOCK))
            .map_err(failed)?;
        match file.try_lock() {
            Ok(()) => Ok(FetchLock { _file: Some(file) }),
            Err(TryLockError::WouldBlock) => Err(NotLocked::Held),
            // A network folder without locks: it is better to fetch than to refuse.
            Err(TryLockError::Error(_)) => Ok(FetchLock { _file: None }),
        }
    }

    /// What is known of the sources; nothing if the file is missing.
    ///
    /// # Errors
    /// When it is there and cannot be read. It may then be taken for empty, at the cost of a full download.
    pub fn load(&self) -> io::Result<Fetched> {
        let path = self.folder.join(FILE);
        let bytes = match read::bytes(&path, MAX_BYTES) {
            Ok(bytes) => bytes,
            Err(refusal) if refusal.is_not_found() => return Ok(Fetched::default()),
            Err(refusal) => {
                return Err(io::Error::other(format!("{} {refusal}", path.display())));
            }
        };
        serde_json::from_slice(&bytes)
            .map_err(|error| io::Error::other(format!("{}: {error}", path.display())))
    }

    /// Replaces the file, whole or not at all. The caller holds the lock.
    ///
    /// # Errors
    /// When it cannot be written; what was there is as it was.
    pub fn save(&self, fetched: &Fetched) -> io::Result<()> {
        let mut json = serde_json::to_vec_pretty(fetched).map_err(io::Error::other)?;
        json.push(b'\n');
        replace(&self.folder.join(FILE), &json, Access::Private)?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::thread;
    use std::time::Duration;

    use super::{FILE, Fetched, FetchedFile, NotLocked, SourceState};
    use crate::store::Downloads;

    #[test]
    fn what_is_saved_is_loaded_and_damage_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let file = FetchedFile {
            folder: folder.path().join("roundup"),
        };
        let lock = file.lock().unwrap();
        assert_eq!(file.load().unwrap(), Fetched::default());
        let mut fetched = Fetched::default();
        let state = SourceState {
            last_success: Some(1),
            etag: Some("W/\"a\"".to_owned()),
            ..SourceState::default()
        };
        fetched.sources.insert("https://a.org/feed".into(), state);
        file.save(&fetched).unwrap();
        assert_eq!(file.load().unwrap(), fetched);
        // A field of a later version is no damage.
        let path = file.folder.join(FILE);
        let text = fs::read_to_string(&path).unwrap();
        fs::write(&path, text.replacen('{', "{\"later\": 1,", 1)).unwrap();
        assert_eq!(file.load().unwrap(), fetched);
        fs::write(&path, &text[..text.len() / 2]).unwrap();
        let error = file.load().unwrap_err().to_string();
        assert!(error.contains("fetched.json: "), "{error}");
        drop(lock);
    }

    #[test]
    fn one_program_fetches_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let file = FetchedFile {
            folder: folder.path().to_owned(),
        };
        let lock = file.lock().unwrap();
        assert!(matches!(file.lock(), Err(NotLocked::Held)));
        drop(lock);
        // A program that another test starts holds a copy of the lock until it has begun.
        let is_free = |_| {
            thread::sleep(Duration::from_millis(1));
            file.lock().is_ok()
        };
        assert!((0..5000).any(is_free));
    }

    #[test]
    fn downloads_are_gone_when_they_have_been_read_or_the_fetch_ends() {
        let folder = tempfile::tempdir().unwrap();
        let file = FetchedFile {
            folder: folder.path().to_owned(),
        };
        let lock = file.lock().unwrap();
        let left = folder.path().join("downloads").join("left");
        fs::create_dir(left.parent().unwrap()).unwrap();
        fs::write(&left, "by a fetch that was killed").unwrap();
        let downloads = Downloads::new(&file, &lock).unwrap();
        assert!(!left.exists());
        fs::write(downloads.path("1"), "body").unwrap();
        assert_eq!(downloads.size("1"), 4);
        assert!(downloads.take("1", 3).is_err());
        assert_eq!(downloads.take("1", 4).unwrap(), b"body");
        assert_eq!(
            (downloads.size("1"), downloads.take("1", 4).unwrap()),
            (0, Vec::new())
        );
        fs::write(downloads.path("2"), "body").unwrap();
        drop(downloads);
        assert!(!folder.path().join("downloads").exists());
    }
}
