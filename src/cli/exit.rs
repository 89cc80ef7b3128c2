//! How a command ends: its statuses, and what it says on standard error.

use std::io::{self, Write};
use std::process::ExitCode;

use crate::store::NoSuchEdition;
use crate::text::DisplayText;

/// The status of a program that found nothing, or that found faults.
pub(super) const NOTHING_FOUND: u8 = 1;
/// The status of a program that could not run.
pub(super) const COULD_NOT_RUN: u8 = 2;

/// How a command ended that could run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    Done,
    /// Nothing was found, or faults were.
    Nothing,
}

/// Says that the output cannot be written, and with which status the program ends.
pub(super) fn cannot_write(error: &io::Error) -> ExitCode {
    // A reader who has gone, as after `| head`, has seen enough.
    if error.kind() == io::ErrorKind::BrokenPipe {
        return ExitCode::SUCCESS;
    }
    tell(&format!("cannot write what was found: {error}"));
    ExitCode::from(COULD_NOT_RUN)
}

/// Says why the program cannot do what was asked for, and with which status it ends.
pub(super) fn could_not_run(error: &anyhow::Error) -> ExitCode {
    tell(&format!("{error:#}"));
    ExitCode::from(if error.is::<NoSuchEdition>() {
        NOTHING_FOUND
    } else {
        COULD_NOT_RUN
    })
}

/// Says something on standard error.
pub fn tell(message: &str) {
    // Where standard error is gone as well, there is nobody left to tell.
    let _ = writeln!(io::stderr(), "roundup: {}", DisplayText::line(message));
}
