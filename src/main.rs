//! `roundup`: a terminal reader for daily briefings.

use std::process::ExitCode;

use roundup::cli::{self, Request};
use roundup::runtime::{self, Ended, Ending};
use roundup::store::ConfigFolder;

/// The exit status when the terminal fails while the program runs.
const TERMINAL_FAILED: u8 = 3;

/// The exit status when the terminal has gone away: that of a program ended by SIGHUP.
const HUNG_UP: u8 = 129;

fn main() -> ExitCode {
    runtime::install_panic_hook();
    let (paths, edition, search) = match cli::parse() {
        Ok(Request::Read {
            paths,
            edition,
            search,
        }) => (paths, edition, search),
        Ok(Request::Print(command)) => return cli::run(command),
        Err(status) => return status,
    };
    let configuration = ConfigFolder::load_or_default(ConfigFolder::locate().as_ref());
    match runtime::run(&paths, edition.as_ref(), search.as_deref(), configuration) {
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
                Ending::Failed(error) => {
                    cli::report(&format!("the terminal can no longer be used: {error}"));
                    ExitCode::from(TERMINAL_FAILED)
                }
            }
        }
        Err(error) => cli::could_not_run(&error),
    }
}
