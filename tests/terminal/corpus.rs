//! Folders of files that want to do harm: those of `tests/hostile`, and what only a test can make.

use std::fs;
use std::path::Path;

pub(crate) const HOSTILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/hostile");

/// A name that draws, breaks the line and turns the reading round.
pub(crate) const HOSTILE_NAME: &str =
    "2031-01-15 \x1b[31m\x1b]0;x\x07\n\u{202e}\u{9b}2J\u{200b}.toml";

/// Fills `folder` with the small hostile files, and with others that have hostile names.
pub(crate) fn small(folder: &Path) {
    for entry in fs::read_dir(HOSTILE).unwrap() {
        let path = entry.unwrap().path();
        if path
            .extension()
            .is_some_and(|extension| extension == "toml")
        {
            fs::copy(&path, folder.join(path.file_name().unwrap())).unwrap();
        }
    }
    let named = "title = \"Named\"\ndate = 2031-01-15\n[[story]]\nheadline = \"Its name draws\"\nbody = 1\n";
    fs::write(folder.join(HOSTILE_NAME), named).unwrap();
    let inside = folder.join("\x1b[2J\n\u{202e}");
    fs::create_dir(&inside).unwrap();
    fs::write(inside.join("2031-01-15-empty.toml"), "").unwrap();
    let marks = format!(
        "title = \"Marks\"\ndate = 2031-01-18\n[[story]]\nheadline = \"Piled e{0}x\"\nbody = \"e{0}x\"\n",
        "\u{301}".repeat(100_000)
    );
    fs::write(folder.join("2031-01-18-more-marks.toml"), marks).unwrap();
}
