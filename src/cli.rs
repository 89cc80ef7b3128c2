//! The command line.

use std::path::PathBuf;

use clap::Parser;

/// What was asked for.
#[derive(Debug, Parser)]
#[command(
    version,
    about = "Read daily briefings in the terminal",
    long_about = "Read daily briefings in the terminal: headlines beside the story, one key to read on.\n\n\
        A briefing is a TOML file, one for each edition. Without a PATH, roundup reads those in the folder \
        that ROUNDUP_DIR names, else in ./briefings, else in its data folder, else the samples it carries.",
    after_help = "Press ? inside for the keys.\n\n\
        Examples:\n  \
        roundup                       the newest edition\n  \
        roundup ~/briefings           of another folder\n  \
        roundup 2016-01-12.toml       a single file"
)]
pub struct Arguments {
    /// Briefings (*.toml), or folders that hold some
    pub paths: Vec<PathBuf>,
}

/// Reads the command line; ends the program after `--help`, `--version` or a usage error.
pub fn parse() -> Arguments {
    Arguments::parse()
}
