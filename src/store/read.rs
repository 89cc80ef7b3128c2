//! Reads one file, and refuses what is not a file or is too large.

use std::fmt;
use std::fs::{File, OpenOptions};
use std::io::{self, Read};
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::thread;

use super::standard_input;
use crate::archive::Edition;
use crate::briefing::{Diagnostic, MAX_BYTES};

/// In bytes. Parsing takes many times the size of a file in memory, so larger files are parsed one at a
/// time, not on several threads at once.
const LARGE: usize = 1024 * 1024;
static PARSING_LARGE: Mutex<()> = Mutex::new(());

/// Reads the briefing at `path`, or standard input if `path` stands for it. If it cannot be read, the edition
/// has no briefing but a diagnostic that says why.
pub fn read(path: PathBuf) -> Edition {
    let mut buffer = Buffer::default();
    edition(path, |path| briefing_bytes(path, &mut buffer))
}

/// Reads the briefing at `path` as [`read`] does, unless its bytes do not pass: then it is not parsed.
pub(super) fn read_passing(
    path: &Path,
    buffer: &mut Buffer,
    passes: impl Fn(&[u8]) -> bool,
) -> Option<Edition> {
    let bytes = briefing_bytes(path, buffer);
    if bytes.as_ref().is_ok_and(|bytes| !passes(bytes)) {
        return None;
    }
    Some(edition(path.to_owned(), |_| bytes))
}

/// Reads the text at `path` and returns what `parse` makes of it; `None` if it cannot be read.
pub fn read_again<T: Send>(path: &Path, parse: impl FnOnce(&str) -> T + Send) -> Option<T> {
    let mut buffer = Buffer::default();
    let source = str::from_utf8(briefing_bytes(path, &mut buffer).ok()?).ok()?;
    Some(parsed(source, parse))
}

fn edition<'b>(path: PathBuf, bytes: impl FnOnce(&Path) -> Result<&'b [u8], Refusal>) -> Edition {
    match bytes(&path) {
        Ok(bytes) => match str::from_utf8(bytes) {
            Ok(source) => parsed(source, |source| Edition::parse(path, source)),
            Err(error) => {
                let fault = Diagnostic::not_utf8(bytes, error.valid_up_to());
                Edition::unreadable(path, fault)
            }
        },
        Err(refusal) => {
            // A link to nothing is a fault that stays.
            let is_missing = refusal.is_not_found() && !path.is_symlink();
            let fault = refusal.diagnostic(&path);
            if is_missing {
                Edition::missing(path, fault)
            } else {
                Edition::unreadable(path, fault)
            }
        }
    }
}

fn briefing_bytes<'b>(path: &Path, buffer: &'b mut Buffer) -> Result<&'b [u8], Refusal> {
    if standard_input::is_named(path) {
        buffer.bytes = standard_input::bytes()?;
        Ok(&buffer.bytes)
    } else {
        buffer.read(path, MAX_BYTES as u64)
    }
}

fn parsed<T: Send>(source: &str, parse: impl FnOnce(&str) -> T + Send) -> T {
    if source.len() <= LARGE {
        return parse(source);
    }
    let _alone = PARSING_LARGE.lock();
    // The allocator has a region of memory for each thread. What a large file takes while it is parsed lies in
    // one of its own, apart from what is kept, so that it goes back to the system.
    let parsed = thread::scope(|scope| scope.spawn(|| parse(source)).join());
    parsed.unwrap_or_else(|panic| resume_unwind(panic))
}

/// Why a file was not read.
pub(super) enum Refusal {
    NotAFile,
    TooLarge,
    NotRead(io::Error),
}

/// The bytes of a regular file of at most `limit` bytes.
pub(super) fn bytes(path: &Path, limit: u64) -> Result<Vec<u8>, Refusal> {
    let mut buffer = Buffer::default();
    let length = buffer.read(path, limit)?.len();
    buffer.bytes.truncate(length);
    Ok(buffer.bytes)
}

/// Memory for the bytes of one file after the other.
#[derive(Default)]
pub(super) struct Buffer {
    /// Grows with the largest file, so that its end is seldom set to zero again.
    bytes: Vec<u8>,
}

impl Buffer {
    /// The bytes of a regular file of at most `limit` bytes.
    fn read(&mut self, path: &Path, limit: u64) -> Result<&[u8], Refusal> {
        let (mut file, expected) = open_regular(path, limit)?;
        // One byte more, so that the end of the file shows.
        let expected = usize::try_from(expected).unwrap_or(0) + 1;
        let mut length = 0;
        loop {
            if self.bytes.is_empty() {
                // From the system it is zero already.
                self.bytes = vec![0; expected];
            } else if length == self.bytes.len() {
                self.bytes.resize(expected.max(2 * length), 0);
            }
            match file.read(&mut self.bytes[length..]) {
                Ok(0) => return Ok(&self.bytes[..length]),
                Ok(read) => length += read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error.into()),
            }
            // The file may grow while it is read.
            if length as u64 > limit {
                return Err(Refusal::TooLarge);
            }
        }
    }
}

impl From<io::Error> for Refusal {
    fn from(error: io::Error) -> Self {
        Self::NotRead(error)
    }
}

/// To follow a path or a noun.
impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAFile => f.write_str("is not a regular file"),
            Self::TooLarge => f.write_str("is too large"),
            Self::NotRead(error) => write!(f, "cannot be read: {error}"),
        }
    }
}

impl Refusal {
    pub(super) fn is_not_found(&self) -> bool {
        matches!(self, Self::NotRead(error) if error.kind() == io::ErrorKind::NotFound)
    }

    fn diagnostic(self, path: &Path) -> Diagnostic {
        let error = match self {
            Self::NotAFile => {
                return Diagnostic::of_file(
                    "not a regular file",
                    Some("a briefing is a plain text file"),
                );
            }
            Self::TooLarge => return Diagnostic::too_large("split it into several editions"),
            Self::NotRead(error) => error,
        };
        let help = match error.kind() {
            io::ErrorKind::PermissionDenied => Some("allow this user to read it"),
            io::ErrorKind::NotFound if path.is_symlink() => {
                Some("it is a link to something that is not there")
            }
            io::ErrorKind::NotFound => Some("it was there a moment ago: check where it went"),
            _ => None,
        };
        Diagnostic::of_file(&format!("cannot be read: {error}"), help)
    }
}

/// Opens a regular file of at most `limit` bytes. Also returns its length in bytes.
pub(super) fn open_regular(path: &Path, limit: u64) -> Result<(File, u64), Refusal> {
    // Merely opening a device may have an effect. The check is repeated after opening, since the path may
    // by then lead to something else.
    if !path.metadata()?.is_file() {
        return Err(Refusal::NotAFile);
    }
    let file = open(path)?;
    let metadata = file.metadata()?;
    if !metadata.is_file() {
        return Err(Refusal::NotAFile);
    }
    if metadata.len() > limit {
        return Err(Refusal::TooLarge);
    }
    Ok((file, metadata.len()))
}

/// Opens without waiting for a writer if the path is a FIFO.
#[cfg(unix)]
fn open(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;

    let nonblocking = i32::try_from(rustix::fs::OFlags::NONBLOCK.bits()).unwrap_or(0);
    OpenOptions::new()
        .read(true)
        .custom_flags(nonblocking)
        .open(path)
}

#[cfg(not(unix))]
fn open(path: &Path) -> io::Result<File> {
    OpenOptions::new().read(true).open(path)
}

#[cfg(test)]
mod tests {
    use std::io;
    use std::path::Path;

    use super::Refusal;

    #[test]
    fn a_refusal_says_what_to_do() {
        for (kind, help) in [
            (
                io::ErrorKind::PermissionDenied,
                "; allow this user to read it",
            ),
            (
                io::ErrorKind::NotFound,
                "; it was there a moment ago: check where it went",
            ),
        ] {
            let refusal = Refusal::from(io::Error::from(kind));
            let fault = refusal.diagnostic(Path::new("no/such.toml")).to_string();
            assert!(
                fault.starts_with("cannot be read: ") && fault.ends_with(help),
                "{fault}"
            );
        }
    }
}
