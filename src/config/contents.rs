//! What a file of the configuration holds, before it is read.

use crate::briefing::Diagnostic;

/// A file's bytes, or why they cannot be read, to follow its path.
pub type Contents = Result<Vec<u8>, String>;

/// The fault of a file that cannot be read; `why` follows its path.
pub(crate) fn unreadable(why: &str) -> Diagnostic {
    Diagnostic::of_file(&format!("the file {why}"), None)
}
