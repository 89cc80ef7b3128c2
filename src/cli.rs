//! The command line.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;

use crate::text::DisplayText;

/// The status of a program that could not run.
pub const COULD_NOT_RUN: u8 = 2;

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

/// Reads the command line.
///
/// # Errors
/// The status to end with, after what there was to say: help, the version, or what is wrong, in which
/// the arguments themselves are quoted.
pub fn parse() -> Result<Arguments, ExitCode> {
    Arguments::try_parse().map_err(|said| {
        let text = DisplayText::block(&said.render().to_string());
        let shown = if said.use_stderr() {
            write!(io::stderr(), "{text}")
        } else {
            write!(io::stdout(), "{text}")
        };
        // A reader who has gone, as after `| head`, has seen enough.
        match shown {
            Ok(()) if !said.use_stderr() => ExitCode::SUCCESS,
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
            _ => ExitCode::from(COULD_NOT_RUN),
        }
    })
}
