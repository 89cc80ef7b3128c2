//! The command line: what it may say, and the commands that print and end.

mod arguments;
mod check;
mod document;
mod hits;
mod json;
mod list;
mod output;
mod search;
mod setting;
mod shell;
mod show;

use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;

use crate::archive::Which;
use crate::store::{self, NoSuchEdition, NotFound};
use crate::text::DisplayText;
use arguments::{Arguments, Command, Paths, Reading, Show};
use output::Output;

/// The status of a program that found nothing, or that found faults.
const NOTHING_FOUND: u8 = 1;
/// The status of a program that could not run.
const COULD_NOT_RUN: u8 = 2;

/// What was asked for.
pub enum Asked {
    /// To read in the terminal.
    Reader {
        paths: Vec<PathBuf>,
        /// The edition to open.
        edition: Option<Which>,
    },
    /// To print something.
    Print(Print),
}

/// A command, for [`run`].
pub struct Print(Command);

/// How a command ended that could run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answer {
    Done,
    /// Nothing was found, or faults were.
    Nothing,
}

/// Reads the command line.
///
/// # Errors
/// The status to end with, after what there was to say: help, the version, or what is wrong, in which
/// the arguments themselves are quoted.
pub fn parse() -> Result<Asked, ExitCode> {
    let Arguments { command, reading } = Arguments::try_parse().map_err(|said| told(&said))?;
    let Reading { edition, paths } = reading;
    Ok(match command {
        Some(command) => Asked::Print(Print(command)),
        None if io::stdout().is_terminal() => Asked::Reader { paths, edition },
        None => Asked::Print(Print(Command::Show(Show {
            edition,
            paths: Paths { paths },
            ..Show::default()
        }))),
    })
}

/// Says what the parser of the command line has to say.
fn told(said: &clap::Error) -> ExitCode {
    let text = DisplayText::block(&said.render().to_string());
    let shown = if said.use_stderr() {
        write!(io::stderr(), "{text}")
    } else {
        write!(io::stdout(), "{text}")
    };
    match shown {
        Ok(()) if !said.use_stderr() => ExitCode::SUCCESS,
        Err(error) if !said.use_stderr() => failed(&error.into()),
        _ => ExitCode::from(COULD_NOT_RUN),
    }
}

/// Carries out a command; says on standard error what keeps it from that.
pub fn run(Print(command): Print) -> ExitCode {
    let mut out = Output::new(command.color());
    let answer = match command {
        Command::List(list) => list::run(list, &mut out),
        Command::Show(show) => show::run(&show, &mut out),
        Command::Search(search) => search::run(search, &mut out),
        Command::Check(check) => check::run(&check, &mut out),
        Command::Completions { shell } => shell::completions(shell, &mut out),
        Command::Man { command } => shell::manual(command.as_deref(), &mut out),
    };
    // What is still in the buffer may be the part that finds no room.
    let answer = answer.and_then(|answer| match out.flush() {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(answer),
    });
    match answer {
        Ok(Answer::Done) => ExitCode::SUCCESS,
        Ok(Answer::Nothing) => ExitCode::from(NOTHING_FOUND),
        Err(error) => failed(&error),
    }
}

/// Says why a command ends, and with which status.
fn failed(error: &anyhow::Error) -> ExitCode {
    match error.downcast_ref::<io::Error>() {
        // A reader who has gone, as after `| head`, has seen enough.
        Some(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Some(error) => {
            tell(&format!("cannot write what was found: {error}"));
            ExitCode::from(COULD_NOT_RUN)
        }
        None => could_not_run(error),
    }
}

/// Says why the program cannot do what was asked for, and with which status it ends.
pub fn could_not_run(error: &anyhow::Error) -> ExitCode {
    tell(&format!("{error:#}"));
    if let Some(NotFound::NoSuchPath { path, by }) = error.downcast_ref()
        && *by == store::NamedIn::CommandLine
        && let Some(help) = arguments::help_for_path(&path.to_string_lossy())
    {
        tell(&help);
    }
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
