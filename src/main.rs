//! `roundup`: a terminal reader for daily briefings.

use std::io::{self, Write};
use std::process::ExitCode;

use roundup::cli;
use roundup::runtime::{self, Ended, Ending};
use roundup::text::DisplayText;

/// The status of a program whose terminal was taken away: that of the signal that says so.
const HUNG_UP: u8 = 129;

fn main() -> ExitCode {
    let arguments = match cli::parse() {
        Ok(arguments) => arguments,
        Err(status) => return status,
    };
    match runtime::run(&arguments.paths) {
        Ok(Ended { ending, not_saved }) => {
            if let Some(why) = not_saved {
                tell(&format!("the last marks are not saved: {why}"));
            }
            match ending {
                Ending::Quit => ExitCode::SUCCESS,
                Ending::Signal(signal) => {
                    ExitCode::from(u8::try_from(128 + signal).unwrap_or(u8::MAX))
                }
                Ending::TerminalGone => ExitCode::from(HUNG_UP),
            }
        }
        Err(error) => {
            tell(&format!("{error:#}"));
            ExitCode::from(cli::COULD_NOT_RUN)
        }
    }
}

fn tell(message: &str) {
    // Where standard error is gone as well, there is nobody left to tell.
    let _ = writeln!(io::stderr(), "roundup: {}", DisplayText::line(message));
}
