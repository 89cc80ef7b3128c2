//! Progress on standard error, for the user who waits at a terminal.

use std::io::{self, IsTerminal, Write};

use crate::text::{counted, grouped};

/// Fewer files than this take no time worth reporting.
const MANY: usize = 500;
/// Where the number of all is not known, it is reported after each of so many.
const STEP: usize = 100;

pub(super) struct Progress {
    /// What is done with files, such as "checked".
    verb: &'static str,
    done: usize,
    /// `None` while nobody knows.
    all: Option<usize>,
    wanted: bool,
    /// Columns of the text on the screen now.
    shown: usize,
}

impl Progress {
    /// `verb` says what is done with the files, such as "checked".
    pub(super) fn new(verb: &'static str, all: usize) -> Self {
        Self {
            verb,
            done: 0,
            all: Some(all),
            wanted: all >= MANY && io::stderr().is_terminal(),
            shown: 0,
        }
    }

    /// Of a single file whose parts are counted as they come.
    #[cfg(feature = "import")]
    pub(super) fn of_parts(verb: &'static str) -> Self {
        Self {
            verb,
            done: 0,
            all: None,
            wanted: io::stderr().is_terminal(),
            shown: 0,
        }
    }

    pub(super) fn advance(&mut self, files: usize) {
        self.done += files;
        let is_step = self.all.is_some() || self.done.is_multiple_of(STEP);
        if self.wanted && is_step {
            let done = grouped(self.done);
            let text = match self.all {
                Some(all) => format!("{} {done} of {}", self.verb, counted(all, "file", "files")),
                None => format!("{} {done}", self.verb),
            };
            self.shown = text.len();
            write(&format!("\r{text}"));
        }
    }

    /// Clears the line, so that something else can be printed there.
    pub(super) fn clear(&mut self) {
        if self.shown > 0 {
            write(&format!("\r{:columns$}\r", "", columns = self.shown));
            self.shown = 0;
        }
    }
}

fn write(text: &str) {
    // Without progress, the results are still printed.
    let _ = io::stderr().write_all(text.as_bytes());
}
