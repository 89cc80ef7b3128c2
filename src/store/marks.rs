//! Loads and saves the file of marks. Two programs may save at the same time and lose nothing.

mod first;

use std::collections::HashSet;
use std::fmt;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;

use super::folders::{self, create_private};
use super::links::places_of;
use super::read;
use super::stamp::Stamp;
use super::write::{Access, Replaced, create_new, private, replace, sibling, target};
use crate::marks::{self, Marks, Merged, Operation, Version};
use crate::text::{DisplayText, counted};

pub use first::FirstMarks;

/// In bytes. A larger file cannot be one of marks: 100,000 marks take about eight megabytes.
const MAX_BYTES: u64 = 256 * 1024 * 1024;

/// How often, and how far apart, to try to get a lock that another program holds: four seconds, within
/// the five that the last save of the reader may take.
const LOCK_TRIES: usize = 200;
const LOCK_PAUSE: Duration = Duration::from_millis(20);

/// The file in which marks are kept. Its folder also holds `marks.lock`, which lets one program write at a
/// time and is never removed, and `marks.new` while one is writing.
#[derive(Clone, Debug)]
pub struct MarksFile {
    path: PathBuf,
}

/// What was loaded from the file.
#[derive(Debug, Default)]
pub struct LoadedMarks {
    pub marks: Marks,
    /// Why marks cannot be saved, if that is already known.
    pub not_saved: Option<DisplayText>,
    /// What is damaged, for the user.
    pub warning: Option<DisplayText>,
    pub part: Part,
}

/// How much of the file was loaded.
#[derive(Clone, Copy, Debug)]
pub enum Part {
    /// The marks of some editions; see [`FirstMarks`].
    Some,
    /// All. The stamp tells when the file is another one than this.
    All(Option<Stamp>),
}

impl Default for Part {
    fn default() -> Self {
        Self::All(None)
    }
}

impl LoadedMarks {
    /// No marks, because there is no home folder to keep them in.
    pub fn homeless() -> Self {
        Self::not_saved(&NotSaved::homeless())
    }

    fn not_saved(why: &NotSaved) -> Self {
        Self {
            not_saved: Some(DisplayText::line(&why.to_string())),
            ..Self::default()
        }
    }
}

/// The result of a save.
#[derive(Debug)]
pub struct SavedMarks {
    /// All marks that are in the file now, including those of other programs.
    pub marks: Marks,
    /// The keys of the operations that changed a mark in the file, in their order.
    pub changed: Vec<String>,
    /// What the user should know, although the marks are saved.
    pub warning: Option<DisplayText>,
    /// Tells when the file is another one than this.
    pub stamp: Option<Stamp>,
}

/// The marks of a file that has changed.
#[derive(Debug)]
pub struct ReadMarks {
    /// `None` if the file does not tell which marks hold: it has gone, is empty or damaged, or cannot be read. Those
    /// that are known then still hold.
    pub marks: Option<Marks>,
    /// The file has gone, is empty or damaged, so [`MarksFile::save_with`] can write again what is known of it.
    pub is_lost: bool,
    pub stamp: Option<Stamp>,
}

/// Why marks could not be saved. The file is unchanged.
#[derive(Debug)]
pub struct NotSaved {
    what: String,
    /// What to do.
    help: String,
}

impl fmt::Display for NotSaved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}",
            DisplayText::line(&format!("{}; {}", self.what, self.help))
        )
    }
}

impl std::error::Error for NotSaved {}

impl MarksFile {
    /// `$XDG_STATE_HOME/roundup/marks`, or the platform's equivalent; `None` without a home folder.
    pub fn locate() -> Option<Self> {
        Some(Self::at(folders::state()?.join("marks")))
    }

    pub fn at(path: PathBuf) -> Self {
        Self { path }
    }

    /// Reads the marks. A missing file has none.
    pub fn load(&self) -> LoadedMarks {
        // First: what is written meanwhile has another stamp.
        let stamp = Stamp::of(&self.path);
        let loaded = match read::bytes(&self.path, MAX_BYTES) {
            Ok(bytes) => Self::loaded(bytes),
            Err(refusal) if refusal.is_not_found() => LoadedMarks::default(),
            Err(refusal) => LoadedMarks::not_saved(&NotSaved::unreadable(&self.path, &refusal)),
        };
        LoadedMarks {
            part: Part::All(stamp),
            ..loaded
        }
    }

    /// What the content of a file holds, without a stamp.
    fn loaded(bytes: Vec<u8>) -> LoadedMarks {
        let text = String::from_utf8(bytes)
            .unwrap_or_else(|damaged| marks::text(damaged.as_bytes()).into_owned());
        let (marks, version, unreadable) = Marks::of_file(text);
        let loaded = match version {
            Version::Newer => LoadedMarks::not_saved(&NotSaved::newer()),
            Version::Current => LoadedMarks {
                warning: (unreadable > 0).then(|| DisplayText::line(&damage(unreadable))),
                ..LoadedMarks::default()
            },
        };
        LoadedMarks { marks, ..loaded }
    }

    /// Reads the marks again if the file is not the one with the stamp `known`.
    pub fn read_if_changed(&self, known: Option<Stamp>) -> Option<ReadMarks> {
        // First: what is written meanwhile has another stamp.
        let stamp = Stamp::of(&self.path);
        if stamp == known {
            return None;
        }
        let loaded = match read::bytes(&self.path, MAX_BYTES) {
            // A program that writes it in its place empties it first.
            Ok(bytes) => (!bytes.is_empty()).then(|| Self::loaded(bytes)),
            Err(refusal) if refusal.is_not_found() => None,
            Err(refusal) => Some(LoadedMarks::not_saved(&NotSaved::unreadable(
                &self.path, &refusal,
            ))),
        };
        let is_lost = loaded.as_ref().is_none_or(|it| it.warning.is_some());
        let whole = loaded.filter(|it| it.not_saved.is_none() && it.warning.is_none());
        let marks = whole.map(|whole| whole.marks);
        if let Some(marks) = &marks {
            // As in a save: nobody waits for it here.
            marks.fingerprint();
        }
        Some(ReadMarks {
            marks,
            is_lost,
            stamp,
        })
    }

    /// The paths at which a change may change the marks.
    pub fn paths(&self) -> HashSet<PathBuf> {
        places_of(&self.path).into_iter().collect()
    }

    /// Loads on another thread, so that the briefings can be looked for at the same time.
    pub fn load_in_background(self) -> Receiver<LoadedMarks> {
        let (sender, receiver) = mpsc::channel();
        // The receiver is gone only when the program ends.
        thread::spawn(move || drop(sender.send(self.load())));
        receiver
    }

    /// Applies `operations` to what the file holds by now, and replaces it with the result. `time` is Unix
    /// time in seconds.
    ///
    /// # Errors
    /// When the file cannot be read, understood or replaced; then it is unchanged.
    pub fn save(&self, operations: &[Operation], time: i64) -> Result<SavedMarks, NotSaved> {
        self.save_with(&Marks::default(), false, operations, time)
    }

    /// Saves as [`Self::save`] does, for a program that has read the file before, when it held the marks `known`. If
    /// it has gone since, is empty or damaged, or `was_lost` in the meantime, those of them that it lacks are written
    /// again.
    ///
    /// # Errors
    /// As [`Self::save`].
    pub fn save_with(
        &self,
        known: &Marks,
        was_lost: bool,
        operations: &[Operation],
        time: i64,
    ) -> Result<SavedMarks, NotSaved> {
        let path = target(&self.path).ok_or_else(|| NotSaved::linked_to_itself(&self.path))?;
        let folder = path.parent().unwrap_or(Path::new("."));
        create_private(folder).map_err(|error| NotSaved::from_io(folder, &error))?;
        let (_lock, locked) = lock(&sibling(&path, ".lock"))?;
        let before = match read::bytes(&path, MAX_BYTES) {
            Ok(bytes) => bytes,
            Err(refusal) if refusal.is_not_found() => Vec::new(),
            Err(refusal) => return Err(NotSaved::unreadable(&path, &refusal)),
        };
        let text = marks::text(&before);
        let lines = marks::read(&text);
        if lines.version == Version::Newer {
            return Err(NotSaved::newer());
        }
        let unreadable = lines.unreadable;
        let aside = (unreadable > 0).then(|| sibling(&path, &format!(".corrupt-{time}")));
        if let Some(aside) = &aside {
            create_new(aside, &before, Access::Private)
                .map_err(|error| NotSaved::from_io(aside, &error))?;
        }
        let is_lost = was_lost || before.is_empty() || unreadable > 0;
        let known = is_lost.then(|| known.iter()).into_iter().flatten();
        let known = known.filter(|(_, mark)| !mark.is_empty());
        // What the file says comes last, and so counts.
        let lines = known.chain(lines.marks).collect();
        let Merged { marks, changed } = marks::merge(lines, operations, time);
        let text = marks::write(&marks);
        let Replaced { not_synced } =
            replace(&path, text.as_bytes(), Access::Private).map_err(|error| {
                if let Some(aside) = &aside {
                    // The damaged file is still in its place, so the copy is not needed.
                    let _ = fs::remove_file(aside);
                }
                NotSaved::from_io(&path, &error)
            })?;
        let kept = aside.map(|aside| kept_aside(unreadable, &aside));
        // Before the lock is let go of: no other program has written since.
        let stamp = Stamp::of(&path);
        let (marks, ..) = Marks::of_file(text);
        // Computed here, where nobody waits for it: the reader compares it with that of its own marks.
        marks.fingerprint();
        Ok(SavedMarks {
            marks,
            changed: changed.iter().map(|made| made.key.clone()).collect(),
            warning: warning(kept, not_synced, locked),
            stamp,
        })
    }
}

impl NotSaved {
    fn new(what: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            help: help.into(),
        }
    }

    /// There is no home folder to keep them in.
    pub fn homeless() -> Self {
        Self::new(
            "there is no home folder",
            "set XDG_STATE_HOME to a folder to keep them in",
        )
    }

    fn linked_to_itself(path: &Path) -> Self {
        Self::new(
            "their file is a symbolic link that leads to itself",
            format!("remove {}", path.display()),
        )
    }

    fn newer() -> Self {
        Self::new("they were saved by a newer roundup", "use that one")
    }

    fn unreadable(path: &Path, refusal: &read::Refusal) -> Self {
        Self::new(
            format!("their file {refusal}"),
            format!("check {}", path.display()),
        )
    }

    fn from_io(path: &Path, error: &io::Error) -> Self {
        let said = error.to_string();
        // The number after it helps nobody.
        let what = said.split(" (os error").next().unwrap_or_default();
        let path = path.display();
        let help = match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                format!("make room for {path}")
            }
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                format!("allow this user to write {path}, or set XDG_STATE_HOME")
            }
            _ => format!("check {path}, or set XDG_STATE_HOME"),
        };
        Self::new(what, help)
    }
}

fn damage(lines: usize) -> String {
    format!(
        "{} of the marks cannot be read",
        counted(lines, "line", "lines")
    )
}

/// What is said of a damaged file of which a copy was made `aside`.
fn kept_aside(unreadable: usize, aside: &Path) -> String {
    let name = aside.file_name().unwrap_or_default().to_string_lossy();
    format!("{}; the old file is kept as {name}", damage(unreadable))
}

/// What the user should know, although the marks are saved.
fn warning(
    kept_aside: Option<String>,
    not_synced: Option<io::Error>,
    locked: bool,
) -> Option<DisplayText> {
    let not_synced =
        not_synced.map(|error| format!("the marks may not have reached the disk yet: {error}"));
    let no_lock = (!locked).then(|| {
        "this folder does not support locks, so marks are saved without one: use only one roundup at a time"
            .to_owned()
    });
    let warnings = [kept_aside, not_synced, no_lock].into_iter().flatten();
    let warnings: Vec<_> = warnings.collect();
    (!warnings.is_empty()).then(|| DisplayText::line(&warnings.join(" · ")))
}

/// Opens and locks a file, which stays locked until it is dropped. The flag is false if it could not be
/// locked because its folder, as on some networks, does not support locks.
fn lock(path: &Path) -> Result<(File, bool), NotSaved> {
    let file = private(
        OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false),
    )
    .open(path)
    .map_err(|error| NotSaved::from_io(path, &error))?;
    for _ in 0..LOCK_TRIES {
        match file.try_lock() {
            Ok(()) => return Ok((file, true)),
            Err(TryLockError::WouldBlock) => thread::sleep(LOCK_PAUSE),
            Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(TryLockError::Error(error)) if is_unsupported(&error) => return Ok((file, false)),
            Err(TryLockError::Error(error)) => return Err(NotSaved::from_io(path, &error)),
        }
    }
    Err(NotSaved::new(
        "another program holds their lock",
        format!("see which program uses {}", path.display()),
    ))
}

fn is_unsupported(error: &io::Error) -> bool {
    #[cfg(unix)]
    let no_locks = error.raw_os_error() == Some(rustix::io::Errno::NOLCK.raw_os_error());
    #[cfg(not(unix))]
    let no_locks = false;
    no_locks || error.kind() == io::ErrorKind::Unsupported
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::{is_unsupported, warning};

    #[test]
    fn no_warning_hides_another() {
        let damage = || Some("2 lines cannot be read; the old file is kept as x".to_owned());
        let failure = || Some(io::Error::other("no answer"));
        for (kept, not_synced, locked, said) in [
            (None, None, true, None),
            (
                damage(),
                None,
                true,
                Some("2 lines cannot be read; the old file is kept as x"),
            ),
            (
                damage(),
                failure(),
                true,
                Some(
                    "2 lines cannot be read; the old file is kept as x · the marks may not have reached the \
                     disk yet: no answer",
                ),
            ),
            (
                None,
                failure(),
                false,
                Some(
                    "the marks may not have reached the disk yet: no answer · this folder does not support \
                     locks, so marks are saved without one: use only one roundup at a time",
                ),
            ),
        ] {
            assert_eq!(warning(kept, not_synced, locked).as_deref(), said);
        }
    }

    /// A test cannot count on having a file system without locks, so it checks their errors.
    #[cfg(unix)]
    #[test]
    fn a_folder_without_locks_is_recognised_by_its_error() {
        use rustix::io::Errno;

        for (answer, unsupported) in [
            (Errno::NOLCK, true),
            (Errno::OPNOTSUPP, true),
            (Errno::NOSYS, true),
            (Errno::IO, false),
            (Errno::ACCESS, false),
        ] {
            let error = io::Error::from_raw_os_error(answer.raw_os_error());
            assert_eq!(is_unsupported(&error), unsupported, "{error}");
        }
    }
}
