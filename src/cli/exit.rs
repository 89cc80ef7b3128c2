//! How a command ends: its exit status, and its messages on standard error.

use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use crate::store::NoSuchEdition;
use crate::text::DisplayText;

/// Nothing was found, or faults were found.
const NOTHING_FOUND: u8 = 1;
/// The command could not do its work.
const COULD_NOT_RUN: u8 = 2;

/// How a command that was able to run has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    Done,
    /// Nothing was found, or faults were found.
    Nothing,
    /// With the status of another program.
    Status(u8),
}

impl Answer {
    pub(super) fn status(self) -> ExitCode {
        match self {
            Self::Done => ExitCode::SUCCESS,
            Self::Nothing => ExitCode::from(NOTHING_FOUND),
            Self::Status(status) => ExitCode::from(status),
        }
    }
}

/// Reports an error and returns the status to exit with.
pub(super) fn could_not_run(error: &anyhow::Error) -> ExitCode {
    report(&format!("{error:#}"));
    if error.is::<NoSuchEdition>() {
        Answer::Nothing.status()
    } else {
        ExitCode::from(COULD_NOT_RUN)
    }
}

/// Reports that standard output cannot be written and returns the status to exit with.
pub(super) fn cannot_write(error: &io::Error) -> ExitCode {
    // A pipe that was closed, as by `| head`, is no failure: its reader has seen enough.
    if error.kind() == io::ErrorKind::BrokenPipe {
        return ExitCode::SUCCESS;
    }
    report(&format!("cannot write the output: {error}"));
    ExitCode::from(COULD_NOT_RUN)
}

/// Prints what the parser of the command line answers instead of a command (help, the version, or what
/// is wrong with the arguments) and returns the status to exit with.
pub(super) fn without_command(answer: &clap::Error) -> ExitCode {
    let text = DisplayText::block(&answer.render().to_string());
    if answer.use_stderr() {
        // If standard error is closed, there is nowhere left to report that.
        let _ = write!(io::stderr(), "{text}");
        return ExitCode::from(COULD_NOT_RUN);
    }
    match write!(io::stdout(), "{text}") {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => cannot_write(&error),
    }
}

/// Writes a message that names its file to standard error.
#[cfg(feature = "import")]
pub(super) fn warn(message: &str) {
    let _ = writeln!(io::stderr(), "{}", DisplayText::line(message));
}

/// Like [`report`], but only in a terminal: a script goes by the exit status, and needs no more.
pub(super) fn report_in_terminal(message: &str) {
    if is_read() {
        report(message);
    }
}

/// Whether somebody may read the messages.
pub(super) fn is_read() -> bool {
    io::stderr().is_terminal()
}

/// Writes a message to standard error, as `roundup: message`.
pub fn report(message: &str) {
    // If standard error is closed, there is nowhere left to report that.
    let _ = writeln!(io::stderr(), "roundup: {}", DisplayText::line(message));
}
