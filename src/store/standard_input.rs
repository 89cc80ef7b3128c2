//! Standard input, from which a briefing can be read as from a file.

use std::io::{self, Read};
use std::path::Path;
use std::sync::OnceLock;

use crate::archive::STANDARD_INPUT;
use crate::briefing::MAX_BYTES;

/// What standard input held. It can be read only once, so it is kept for when its text is wanted again.
static READ: OnceLock<io::Result<Vec<u8>>> = OnceLock::new();

/// Whether `path` stands for standard input. A file of that name is `./-`.
pub(super) fn is_named(path: &Path) -> bool {
    path.as_os_str() == STANDARD_INPUT
}

/// The bytes of standard input: at most one more than a briefing may have, so that parsing them reports when
/// there are too many. The first call waits for their end.
pub(super) fn bytes() -> io::Result<Vec<u8>> {
    let read = || {
        let mut bytes = Vec::new();
        let input = io::stdin().lock();
        input.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    match READ.get_or_init(read) {
        Ok(bytes) => Ok(bytes.clone()),
        Err(error) => Err(io::Error::new(error.kind(), error.to_string())),
    }
}
