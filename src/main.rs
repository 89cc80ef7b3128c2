//! `roundup`: a terminal reader for daily briefings.

use std::process::ExitCode;

use roundup::cli::{self, Request};
use roundup::runtime::{self, Ended, Ending};

/// The status of a program whose terminal was taken away: that of the signal that says so.
const HUNG_UP: u8 = 129;

fn main() -> ExitCode {
    runtime::install_panic_hook();
    let (paths, edition) = match cli::parse() {
        Ok(Request::Read { paths, edition }) => (paths, edition),
        Ok(Request::Print(command)) => return cli::run(command),
        Err(status) => return status,
    };
    match runtime::run(&paths, edition.as_ref()) {
        Ok(Ended { ending, not_saved }) => {
            if let Some(why) = not_saved {
                cli::report(&format!("the last marks are not saved: {why}"));
            }
            match ending {
                Ending::Quit => ExitCode::SUCCESS,
                Ending::Signal(signal) => {
                    ExitCode::from(u8::try_from(128 + signal).unwrap_or(u8::MAX))
                }
                Ending::TerminalGone => ExitCode::from(HUNG_UP),
            }
        }
        Err(error) => cli::could_not_run(&error),
    }
}
