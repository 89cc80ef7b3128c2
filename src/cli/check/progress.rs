//! How far it is, for someone who waits at a terminal.

use std::io::{self, IsTerminal, Write};

use crate::text::{counted, grouped};

/// Fewer files than this are done before anyone asks.
const MANY: usize = 500;

pub(super) struct Progress {
    done: usize,
    all: usize,
    wanted: bool,
    /// Columns that are on the screen now.
    shown: usize,
}

impl Progress {
    pub(super) fn new(all: usize) -> Self {
        Self {
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
            let text = format!("checked {} of {all}", grouped(self.done));
            self.shown = text.len();
            write(&format!("\r{text}"));
        }
    }

    /// Takes it off the screen, so that something else can be written there.
    pub(super) fn clear(&mut self) {
        if self.shown > 0 {
            write(&format!("\r{:columns$}\r", "", columns = self.shown));
            self.shown = 0;
        }
    }
}

fn write(text: &str) {
    // Whoever cannot be told how far it is still gets the result.
    let _ = io::stderr().write_all(text.as_bytes());
}
