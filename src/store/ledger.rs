//! The ledger of a folder of imported editions: what has been imported there, so that nothing is imported
//! twice.
//!
//! It is a text file that is only ever appended to. Its lines are of two kinds:
//!
//! - The hash of a name of an item, as sixteen hexadecimal digits: the item has been imported.
//! - The name of a file, the id of a story and the hashes of an item's names, with tabs between the three
//!   and commas between the hashes: the item is about to be imported into that file as that story.
//!
//! An item's line of the second kind is written before its file is, and those of the first kind after it.
//! If the program is killed in between, the next run looks for the story in the file. The hashes come last,
//! so that no torn line of the second kind can be taken for one of the first.
//!
//! The order of the lines means nothing and repeating one does no harm, so ledgers may be merged. Copies
//! that file synchronisers leave (`.roundup-imported…`) are read too.

use std::collections::{BTreeMap, HashSet};
use std::fmt::Write as _;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use foldhash::fast::FixedState;

use super::read;
use crate::briefing::{self, Briefing};

const LEDGER: &str = ".roundup-imported";
/// Locked by the program that imports; never removed.
const LOCK: &str = ".roundup-import-lock";
/// Hexadecimal digits of a hash.
const DIGITS: usize = 16;

/// In bytes: a ledger of ten million items.
const MAX_BYTES: u64 = 1 << 30;

/// The ledger of a folder. While it can be written to, nobody else imports there.
#[derive(Debug)]
pub struct Ledger {
    remembered: Remembered,
    /// `None` if it was opened for reading.
    writing: Option<Writing>,
}

type Remembered = HashSet<u64, FixedState>;

#[derive(Debug)]
struct Writing {
    file: File,
    /// Whether the disk may lack something that was written.
    is_unsynced: bool,
    _lock: File,
}

/// An item that is about to be imported.
#[derive(Clone, Copy, Debug)]
pub struct Coming<'a> {
    /// The hashes that it is known by.
    pub names: &'a [u64],
    /// The name of a file in the folder of the ledger, without tabs or line breaks.
    pub file: &'a str,
    /// The id of its story, or of one story of its edition. Without tabs or line breaks.
    pub story: &'a str,
}

impl Ledger {
    /// Opens the ledger of `folder`, which must exist, for writing. Waits while another program imports
    /// there, after calling `waiting`.
    ///
    /// # Errors
    /// When the folder cannot be written to, or the ledger cannot be read.
    pub fn open(folder: &Path, waiting: impl FnOnce()) -> io::Result<Self> {
        let lock = lock(folder, waiting)?;
        let mut options = OpenOptions::new();
        let mut file = options
            .create(true)
            .append(true)
            .read(true)
            .open(folder.join(LEDGER))?;
        if !ends_with_line_break(&mut file)? {
            // The program was killed, or the disk was full, in the middle of a line.
            file.write_all(b"\n")?;
        }
        let (remembered, arrived) = load(folder)?;
        let mut ledger = Self {
            remembered,
            writing: Some(Writing {
                file,
                is_unsynced: false,
                _lock: lock,
            }),
        };
        ledger.remember(arrived.into_iter())?;
        ledger.sync()?;
        Ok(ledger)
    }

    /// Reads the ledger of `folder`, which need not exist. It can then not be written to.
    ///
    /// # Errors
    /// When the ledger is there but cannot be read.
    pub fn read(folder: &Path) -> io::Result<Self> {
        let (mut remembered, arrived) = load(folder)?;
        remembered.extend(arrived);
        Ok(Self {
            remembered,
            writing: None,
        })
    }

    /// Whether `folder` has a ledger.
    pub fn exists(folder: &Path) -> bool {
        folder.join(LEDGER).is_file()
    }

    pub fn remembers(&self, name: u64) -> bool {
        self.remembered.contains(&name)
    }

    /// Writes that these items are about to be imported, and waits until that is on disk.
    ///
    /// # Errors
    /// When it cannot be written; nothing may be imported then.
    pub fn announce<'a>(&mut self, items: impl Iterator<Item = Coming<'a>>) -> io::Result<()> {
        let mut text = String::new();
        for Coming { names, file, story } in items {
            let names: Vec<_> = names.iter().map(|name| format!("{name:016x}")).collect();
            let _ = writeln!(text, "{file}\t{story}\t{}", names.join(","));
        }
        self.append(&text)?;
        self.sync()
    }

    /// Remembers that the items with these names have been imported. [`Self::sync`] is to follow.
    ///
    /// # Errors
    /// When it cannot be written. The next run finds out from what [`Self::announce`] wrote.
    pub fn remember(&mut self, names: impl Iterator<Item = u64>) -> io::Result<()> {
        let mut text = String::new();
        for name in names {
            if self.remembered.insert(name) {
                let _ = writeln!(text, "{name:016x}");
            }
        }
        self.append(&text)
    }

    /// Waits until all that was written is on disk.
    ///
    /// # Errors
    /// When the disk does not take it.
    pub fn sync(&mut self) -> io::Result<()> {
        match &mut self.writing {
            Some(writing) if writing.is_unsynced => {
                writing.is_unsynced = false;
                writing.file.sync_data()
            }
            _ => Ok(()),
        }
    }

    fn append(&mut self, text: &str) -> io::Result<()> {
        match &mut self.writing {
            Some(writing) if !text.is_empty() => {
                writing.is_unsynced = true;
                writing.file.write_all(text.as_bytes())
            }
            _ => Ok(()),
        }
    }
}

/// Takes the lock of a folder.
fn lock(folder: &Path, waiting: impl FnOnce()) -> io::Result<File> {
    let mut options = OpenOptions::new();
    let lock = options
        .create(true)
        .truncate(false)
        // Opening a FIFO for writing alone would wait for a reader.
        .read(true)
        .write(true)
        .open(folder.join(LOCK))?;
    match lock.try_lock() {
        Err(TryLockError::WouldBlock) => {
            waiting();
            lock.lock()?;
        }
        // On a network folder without locks it is better to import than to refuse.
        Err(TryLockError::Error(error)) if error.kind() != io::ErrorKind::Unsupported => {
            return Err(error);
        }
        _ => {}
    }
    Ok(lock)
}

/// What is remembered, and the names of what has arrived although the ledger does not say so yet.
fn load(folder: &Path) -> io::Result<(Remembered, Vec<u64>)> {
    let mut remembered = Remembered::default();
    let mut coming: BTreeMap<String, Vec<(u64, String)>> = BTreeMap::new();
    for path in ledgers(folder)? {
        let bytes = read::bytes(&path, MAX_BYTES)
            .map_err(|refusal| io::Error::other(format!("{} {refusal}", path.display())))?;
        remembered.reserve(bytes.len() / (DIGITS + 1));
        let mut rest = bytes.as_slice();
        while !rest.is_empty() {
            let end = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
            let line = &rest[..end];
            rest = rest.get(end + 1..).unwrap_or_default();
            match line_of(line) {
                Some(Line::Imported(name)) => _ = remembered.insert(name),
                Some(Line::Coming { names, file, story }) => {
                    let announced = coming.entry(file.to_owned()).or_default();
                    announced.extend(names.into_iter().map(|name| (name, story.to_owned())));
                }
                None => {}
            }
        }
    }
    for announced in coming.values_mut() {
        announced.retain(|(name, _)| !remembered.contains(name));
    }
    let arrived = coming
        .iter()
        .flat_map(|(file, announced)| arrived(&folder.join(file), announced));
    let arrived = arrived.collect();
    Ok((remembered, arrived))
}

/// The names of those stories that the file at `path` has.
fn arrived(path: &Path, announced: &[(u64, String)]) -> Vec<u64> {
    if announced.is_empty() {
        return Vec::new();
    }
    let ids = read::read_again(path, |source| {
        let (briefing, _) = briefing::parse(source);
        let ids = briefing
            .iter()
            .flat_map(Briefing::stories)
            .map(|story| story.id().to_string());
        ids.collect::<HashSet<_>>()
    });
    let ids = ids.unwrap_or_default();
    let arrived = announced.iter().filter(|(_, story)| ids.contains(story));
    arrived.map(|(name, _)| *name).collect()
}

/// The ledger of a folder, and copies of it.
fn ledgers(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let mut ledgers = Vec::new();
    for entry in entries {
        let entry = entry?;
        if entry
            .file_name()
            .as_encoded_bytes()
            .starts_with(LEDGER.as_bytes())
        {
            ledgers.push(entry.path());
        }
    }
    Ok(ledgers)
}

enum Line<'a> {
    Imported(u64),
    Coming {
        names: Vec<u64>,
        file: &'a str,
        story: &'a str,
    },
}

/// Reads a line; `None` if it is torn, or from a later version.
fn line_of(line: &[u8]) -> Option<Line<'_>> {
    if line.len() == DIGITS {
        return hash(line).map(Line::Imported);
    }
    let mut parts = str::from_utf8(line).ok()?.splitn(3, '\t');
    let (file, story, names) = (parts.next()?, parts.next()?, parts.next()?);
    let names = names
        .split(',')
        .map(|name| hash(name.as_bytes()))
        .collect::<Option<_>>()?;
    // A ledger comes from a folder that others may write to: it names files there and nowhere else.
    let is_beside = Path::new(file).components().count() == 1 && !file.contains(['/', '\\']);
    is_beside.then_some(Line::Coming { names, file, story })
}

fn hash(digits: &[u8]) -> Option<u64> {
    let digits: &[u8; DIGITS] = digits.try_into().ok()?;
    let (mut hash, mut all) = (0, 0);
    for &digit in digits {
        let value = VALUES[usize::from(digit)];
        all |= value;
        hash = hash << 4 | u64::from(value & 0xF);
    }
    (all <= 0xF).then_some(hash)
}

/// The value of each byte as a hexadecimal digit, or more than 15 if it is none: a ledger may have hundreds
/// of thousands of lines.
const VALUES: [u8; 256] = {
    let mut values = [0xFF; 256];
    let mut value = 0;
    while value < 16 {
        values[b"0123456789abcdef"[value as usize] as usize] = value;
        values[b"0123456789ABCDEF"[value as usize] as usize] = value;
        value += 1;
    }
    values
};

fn ends_with_line_break(file: &mut File) -> io::Result<bool> {
    if file.metadata()?.len() == 0 {
        return Ok(true);
    }
    file.seek(SeekFrom::End(-1))?;
    let mut last = [0];
    file.read_exact(&mut last)?;
    Ok(last == *b"\n")
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::{Coming, LEDGER, Ledger};

    fn open(folder: &Path) -> Ledger {
        // A program that another test starts holds a copy of the lock until it has begun.
        Ledger::open(folder, || {}).unwrap()
    }

    fn announce(ledger: &mut Ledger, name: u64, story: &str) {
        let names = [name];
        let coming = Coming {
            names: &names,
            file: "2016-01-12.toml",
            story,
        };
        ledger.announce([coming].into_iter()).unwrap();
    }

    #[test]
    fn what_is_remembered_is_found_by_the_next_run() {
        let folder = tempfile::tempdir().unwrap();
        open(folder.path())
            .remember([1, u64::MAX].into_iter())
            .unwrap();
        let ledger = open(folder.path());
        assert!(ledger.remembers(1) && ledger.remembers(u64::MAX) && !ledger.remembers(2));
    }

    #[test]
    fn what_was_announced_counts_as_imported_only_if_its_file_has_it() {
        let folder = tempfile::tempdir().unwrap();
        let mut ledger = open(folder.path());
        announce(&mut ledger, 1, "arrived");
        announce(&mut ledger, 2, "lost");
        drop(ledger);
        assert!(!open(folder.path()).remembers(1));
        let edition =
            "title = \"T\"\ndate = 2016-01-12\n[[story]]\nheadline = \"H\"\nid = \"arrived\"\n";
        let file = folder.path().join("2016-01-12.toml");
        fs::write(&file, edition).unwrap();
        let ledger = Ledger::read(folder.path()).unwrap();
        assert!(ledger.remembers(1) && !ledger.remembers(2));
        drop(open(folder.path()));
        // The user deletes the story: it stays deleted.
        fs::remove_file(file).unwrap();
        assert!(open(folder.path()).remembers(1));
    }

    #[test]
    fn a_torn_line_is_no_line_and_spoils_none() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(LEDGER), "0000000000000001\n00000000000").unwrap();
        open(folder.path()).remember([2].into_iter()).unwrap();
        let ledger = open(folder.path());
        assert!(ledger.remembers(1) && ledger.remembers(2) && !ledger.remembers(0));
    }

    #[test]
    fn an_announcement_torn_at_any_byte_imports_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let mut ledger = open(folder.path());
        let coming = Coming {
            names: &[1, 2],
            file: "2016-01-12.toml",
            story: "lost",
        };
        ledger.announce([coming].into_iter()).unwrap();
        drop(ledger);
        let whole = fs::read(folder.path().join(LEDGER)).unwrap();
        for end in 0..whole.len() {
            fs::write(folder.path().join(LEDGER), &whole[..end]).unwrap();
            let ledger = open(folder.path());
            assert!(!ledger.remembers(1) && !ledger.remembers(2), "{end}");
        }
    }

    #[test]
    fn copies_that_a_synchroniser_leaves_are_read_too() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(
            folder.path().join(".roundup-imported (conflict)"),
            "0000000000000007\n",
        )
        .unwrap();
        assert!(open(folder.path()).remembers(7));
    }

    #[test]
    fn a_ledger_leads_to_no_file_outside_its_folder() {
        let folder = tempfile::tempdir().unwrap();
        let inside = folder.path().join("inside");
        fs::create_dir(&inside).unwrap();
        fs::write(
            folder.path().join("outside.toml"),
            "title = \"T\"\ndate = 2016-01-12\n[[story]]\nheadline = \"H\"\nid = \"x\"\n",
        )
        .unwrap();
        fs::write(
            inside.join(LEDGER),
            "../outside.toml\tx\t0000000000000001\n",
        )
        .unwrap();
        assert!(!open(&inside).remembers(1));
    }

    #[test]
    fn a_folder_without_a_ledger_remembers_nothing_and_stays_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let missing = folder.path().join("missing");
        assert!(!Ledger::read(&missing).unwrap().remembers(1));
        assert!(!Ledger::read(folder.path()).unwrap().remembers(1));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
