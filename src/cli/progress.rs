//! Progress on standard error, for the user who waits at a terminal.

use std::io::{self, IsTerminal, Write};

use crate::text::{counted, grouped};

/// Fewer files than this take no time worth reporting.
const MANY: usize = 500;

pub(super) struct Progress {
    /// What is done with files, such as "checked".
    verb: &'static str,
    done: usize,
    all: usize,
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
            all,
            wanted: all >= MANY && io::stderr().is_terminal(),
            shown: 0,
        }
    }

    pub(super) fn advance(&mut self, files: usize) {
        self.done += files;
        if self.wanted {
            let all = counted(self.all, "file", "files");
            let text = format!("{} {} of {all}", self.verb, grouped(self.done));
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
