//! `roundup`: a terminal reader for daily briefings.

use std::process::ExitCode;

use roundup::cli;
use roundup::runtime::{self, Ending};
use roundup::text::DisplayText;

/// The status of a program that could not run.
const COULD_NOT_RUN: u8 = 2;

fn main() -> ExitCode {
    let arguments = cli::parse();
    match runtime::run(&arguments.paths) {
        Ok(Ending::Quit) => ExitCode::SUCCESS,
        Ok(Ending::Signal(signal)) => ExitCode::from(u8::try_from(128 + signal).unwrap_or(u8::MAX)),
        Err(error) => {
            eprintln!("roundup: {}", DisplayText::line(&format!("{error:#}")));
            ExitCode::from(COULD_NOT_RUN)
        }
    }
}
